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
    pieces: Looks,
    cells: Looks,
}

/// Styles of one family: those that people name, and those that programs make, which may build on the former.
#[derive(Debug, Default)]
struct Looks {
    common: BTreeMap<String, Style>,
    automatic: BTreeMap<String, Style>,
}

/// What a style says of itself, and the style that says the rest.
#[derive(Debug, Default)]
struct Style {
    struck: Option<bool>,
    raised: Option<bool>,
    parent: Option<String>,
}

/// Where a style stands in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Among those that people name.
    Common,
    /// Among those that programs make.
    Automatic,
}

impl Styles {
    /// Takes a style, of which the start has been read; those of columns and pictures say nothing about text.
    pub(super) fn add(&mut self, reader: &mut Reader<'_>, tag: Tag<'_>, kind: Kind) -> Result<()> {
        let family = tag.attribute("style:family")?;
        let looks = match family.as_deref() {
            Some("text") => &mut self.pieces,
            Some("table-cell") => &mut self.cells,
            _ if tag.closed => return Ok(()),
            _ => return reader.skip(tag),
        };
        let parent = tag.attribute("style:parent-style-name")?.map(std::borrow::Cow::into_owned);
        let mut style = Style { parent, ..Style::default() };
        let mut is_open = !tag.closed;
        while is_open {
            match reader.event()?.ok_or_else(cut_short)? {
                Event::Start(properties) if properties.name == "style:text-properties" => style.take(properties)?,
                Event::End(end) => is_open = end != tag.name,
                _ => {}
            }
        }
        let Some(name) = tag.attribute("style:name")? else { return Ok(()) };
        let styles = if kind == Kind::Common { &mut looks.common } else { &mut looks.automatic };
        styles.insert(name.into_owned(), style);
        Ok(())
    }

    /// The styles once all are taken; of a family that changes nothing none, since every cell is looked up here.
    pub(super) fn settled(mut self) -> Self {
        for looks in [&mut self.pieces, &mut self.cells] {
            let mut names = looks.automatic.keys().chain(looks.common.keys());
            if names.all(|name| looks.find(name).is_none()) {
                *looks = Looks::default();
            }
        }
        self
    }

    /// What the style of a piece does to it.
    pub(super) fn of(&self, span: Tag<'_>) -> Result<Option<Look>> {
        if self.pieces.is_empty() {
            return Ok(None);
        }
        Ok(span.attribute("text:style-name")?.and_then(|name| self.pieces.find(name.as_ref())))
    }

    /// True for a style of cells whose whole text is struck through.
    pub(super) fn strikes(&self, cell_style: &str) -> bool {
        !self.cells.is_empty() && self.cells.find(cell_style) == Some(Look::Struck)
    }
}

impl Looks {
    fn is_empty(&self) -> bool {
        self.common.is_empty() && self.automatic.is_empty()
    }

    /// What the style of a name does, by itself or by those that it builds on.
    fn find(&self, name: &str) -> Option<Look> {
        /// Styles that build on one another in a circle are no styles.
        const MOST: usize = 32;
        let (mut struck, mut raised) = (None, None);
        let mut next = self.automatic.get(name).or_else(|| self.common.get(name));
        for _ in 0..MOST {
            let Some(style) = next else { break };
            struck = struck.or(style.struck);
            raised = raised.or(style.raised);
            next = style.parent.as_ref().and_then(|parent| self.common.get(parent));
        }
        match (struck, raised) {
            (Some(true), _) => Some(Look::Struck),
            (_, Some(true)) => Some(Look::Raised),
            _ => None,
        }
    }
}

impl Style {
    fn take(&mut self, properties: Tag<'_>) -> Result<()> {
        for attribute in properties.attributes() {
            let (name, value) = attribute?;
            match name {
                "style:text-line-through-style" | "style:text-line-through-type" => {
                    self.struck = Some(self.struck == Some(true) || value != "none");
                }
                "style:text-position" => {
                    let raise = value.split(' ').next().unwrap_or_default();
                    let percent = raise.strip_suffix('%').and_then(|percent| percent.parse::<f64>().ok());
                    self.raised = Some(raise == "super" || percent.is_some_and(|percent| percent > 0.0));
                }
                _ => {}
            }
        }
        Ok(())
    }
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
