//! The text of a cell, of which pieces may be raised or struck through.
//!
//! Belongs here: which styles raise and strike, and what they do to a text. Does not belong here: walking the document
//! (`ods`), and what the text means.
//!
//! **Invariant:** text that is struck through is no text; raised text behind a figure is a footnote and never a digit.

use super::markup::{Event, Reader, Tag, cut_short};
use crate::domain::{AreaCode, Result};
use std::collections::BTreeMap;

/// What a style does to a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Raised, as marks of footnotes are.
    Raised,
    /// Struck through.
    Struck,
}

/// The styles of a document that change what pieces of text, or whole cells, say.
#[derive(Debug, Default)]
pub(super) struct Styles {
    pieces: BTreeMap<String, Look>,
    cells: BTreeMap<String, Look>,
}

impl Styles {
    /// Takes a style, of which the start has been read; those of columns and pictures say nothing about text.
    pub(super) fn add(&mut self, reader: &mut Reader<'_>, style: Tag<'_>) -> Result<()> {
        let kind = style.attribute("style:family")?;
        let (Some(name), false) = (style.attribute("style:name")?, style.closed) else { return Ok(()) };
        let styles = match kind.as_deref() {
            Some("text") => &mut self.pieces,
            Some("table-cell") => &mut self.cells,
            _ => return reader.skip(style),
        };
        loop {
            match reader.event()?.ok_or_else(cut_short)? {
                Event::Start(tag) if tag.name == "style:text-properties" => {
                    if let Some(look) = look(tag)? {
                        styles.insert(name.clone().into_owned(), look);
                    }
                }
                Event::End(end) if end == style.name => return Ok(()),
                _ => {}
            }
        }
    }

    /// What the style of a piece does to it.
    pub(super) fn of(&self, span: Tag<'_>) -> Result<Option<Look>> {
        if self.pieces.is_empty() {
            return Ok(None);
        }
        Ok(span.attribute("text:style-name")?.and_then(|name| self.pieces.get(name.as_ref()).copied()))
    }

    /// True for a style of cells whose whole text is struck through.
    pub(super) fn strikes(&self, cell_style: &str) -> bool {
        !self.cells.is_empty() && self.cells.get(cell_style) == Some(&Look::Struck)
    }
}

fn look(properties: Tag<'_>) -> Result<Option<Look>> {
    let mut look = None;
    for attribute in properties.attributes() {
        let (name, value) = attribute?;
        match name {
            "style:text-line-through-style" | "style:text-line-through-type" if value != "none" => {
                return Ok(Some(Look::Struck));
            }
            "style:text-position" => {
                let raise = value.split(' ').next().unwrap_or_default();
                let percent = raise.strip_suffix('%').and_then(|percent| percent.parse::<f64>().ok());
                if raise == "super" || percent.is_some_and(|percent| percent > 0.0) {
                    look = Some(Look::Raised);
                }
            }
            _ => {}
        }
    }
    Ok(look)
}

/// The text of a cell as it is read.
#[derive(Debug, Default)]
pub(super) struct Words {
    text: String,
    /// The text without what is raised, where something is.
    unmarked: Option<String>,
    paragraphs: usize,
    open: Vec<Option<Look>>,
    raised: usize,
    struck: usize,
}

impl Words {
    /// Makes ready for another cell, and keeps the room.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.open.clear();
        (self.unmarked, self.paragraphs, self.raised, self.struck) = (None, 0, 0, 0);
    }

    /// Begins a paragraph on a line of its own.
    pub(super) fn begin_paragraph(&mut self) {
        if self.paragraphs > 0 {
            self.text.push('\n');
            self.unmarked.iter_mut().for_each(|text| text.push('\n'));
        }
        self.paragraphs += 1;
    }

    /// Begins a piece of text.
    pub(super) fn open(&mut self, look: Option<Look>) {
        self.raised += usize::from(look == Some(Look::Raised));
        self.struck += usize::from(look == Some(Look::Struck));
        self.open.push(look);
    }

    /// Ends the piece begun last.
    pub(super) fn end(&mut self) {
        let look = self.open.pop().flatten();
        self.raised -= usize::from(look == Some(Look::Raised));
        self.struck -= usize::from(look == Some(Look::Struck));
    }

    /// Adds text to the piece that is open.
    pub(super) fn push(&mut self, piece: &str) {
        if self.struck > 0 {
            return;
        }
        if self.raised > 0 {
            self.unmarked.get_or_insert_with(|| self.text.clone());
        } else {
            self.unmarked.iter_mut().for_each(|text| text.push_str(piece));
        }
        self.text.push_str(piece);
    }

    /// Bytes of it so far.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The text: of a figure what is not raised, of words all of it. `None` for a cell without a paragraph.
    pub(super) fn text(&self) -> Option<&str> {
        let unmarked = self.unmarked.as_deref().map(str::trim_end).filter(|text| is_figure(text));
        (self.paragraphs > 0).then_some(unmarked.unwrap_or(&self.text))
    }
}

/// True for text without words: a number, a mark such as `[c]` or `..`, the code of an area.
fn is_figure(text: &str) -> bool {
    let text = text.trim();
    let before = text.rfind('[').filter(|_| text.ends_with(']')).map_or(text, |open| &text[..open]);
    !text.is_empty() && (!before.contains(char::is_alphabetic) || AreaCode::new(text).is_ok())
}
