//! The text of a cell, parts of which may be raised or struck through.
//!
//! Belongs here: which styles raise and strike, and their effect on a text. Does not belong here:
//! traversing the document (`ods`), and what the text means.
//!
//! **Invariant:** struck-through text is ignored. Raised text after a figure is a footnote and
//! never a digit.

use super::Limits;
use super::fault::too_large;
use super::markup::{Event, Reader, Tag, cut_short};
use crate::domain::{AreaCode, Result};
use std::collections::BTreeMap;

/// The effect of a style on a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Raised, like footnote marks.
    Raised,
    /// Struck through.
    Struck,
}

/// The styles of a document that affect pieces of text, or entire cells, while they are collected.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pieces: Family,
    cells: Family,
    /// Number of styles that may still be added.
    left: u64,
}

/// Styles of one family: those that users name, and automatic ones, which may be based on the
/// former.
#[derive(Debug, Default)]
struct Family {
    common: BTreeMap<String, Style>,
    automatic: BTreeMap<String, Style>,
}

/// The properties that a style sets, and its parent style.
#[derive(Debug, Default)]
struct Style {
    says: Says,
    parent: Option<String>,
}

/// Whether a style strikes and raises; `None` if it does not set the property.
#[derive(Debug, Clone, Copy, Default)]
struct Says {
    struck: Option<bool>,
    raised: Option<bool>,
}

/// The effects of a document's styles, by name; styles without an effect are omitted.
#[derive(Debug, Default)]
pub(super) struct Styles {
    pieces: BTreeMap<String, Look>,
    cells: BTreeMap<String, Look>,
}

/// The section of the document that contains a style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Styles that users name.
    Common,
    /// Styles that programs generate.
    Automatic,
}

impl Draft {
    /// An empty collection, limited to the number of styles that a document may have.
    pub(super) fn within(limits: &Limits) -> Self {
        Self { left: limits.part_tags, ..Self::default() }
    }

    /// Adds a style whose start tag has been read. Styles of columns and pictures do not affect
    /// text.
    pub(super) fn add(&mut self, reader: &mut Reader<'_>, tag: Tag<'_>, kind: Kind) -> Result<()> {
        self.left = self
            .left
            .checked_sub(1)
            .ok_or_else(|| too_large("too many styles", "those of a publication"))?;
        let family = tag.attribute("style:family")?;
        let family = match family.as_deref() {
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
                Event::Start(properties) if properties.name == "style:text-properties" => {
                    style.says.take(properties)?;
                }
                Event::End(end) => is_open = end != tag.name,
                _ => {}
            }
        }
        let Some(name) = tag.attribute("style:name")? else { return Ok(()) };
        let styles = if kind == Kind::Common { &mut family.common } else { &mut family.automatic };
        styles.insert(name.into_owned(), style);
        Ok(())
    }

    /// The styles once all are collected.
    pub(super) fn settled(self) -> Styles {
        Styles { pieces: self.pieces.looks(), cells: self.cells.looks() }
    }
}

impl Styles {
    /// The effect of the style of a piece.
    pub(super) fn of(&self, span: Tag<'_>) -> Result<Option<Look>> {
        if self.pieces.is_empty() {
            return Ok(None);
        }
        Ok(span
            .attribute("text:style-name")?
            .and_then(|name| self.pieces.get(name.as_ref()).copied()))
    }

    /// True for a cell style that strikes the entire text.
    pub(super) fn strikes(&self, cell_style: &str) -> bool {
        self.cells.get(cell_style) == Some(&Look::Struck)
    }
}

impl Family {
    /// The effect of each style, by itself or through its parents. Each is examined once, however
    /// many are based on it.
    fn looks(self) -> BTreeMap<String, Look> {
        let mut known: BTreeMap<&str, Says> = BTreeMap::new();
        for name in self.common.keys() {
            let (mut chain, mut next) = (Vec::new(), Some(name.as_str()));
            // A style in a circle sets nothing before it is known, so the circle ends there.
            while let Some((name, style)) = next.and_then(|name| self.common.get_key_value(name))
                && !known.contains_key(name.as_str())
            {
                known.insert(name, style.says);
                chain.push((name, style));
                next = style.parent.as_deref();
            }
            let mut above = next.and_then(|name| known.get(name)).copied().unwrap_or_default();
            for (name, style) in chain.into_iter().rev() {
                above = style.says.or(above);
                known.insert(name, above);
            }
        }
        let of_automatic = self.automatic.iter().map(|(name, style)| {
            let above = style
                .parent
                .as_deref()
                .and_then(|parent| known.get(parent))
                .copied()
                .unwrap_or_default();
            (name.as_str(), style.says.or(above))
        });
        let mut all = known.clone();
        all.extend(of_automatic);
        all.into_iter().filter_map(|(name, says)| Some((name.to_owned(), says.look()?))).collect()
    }
}

impl Says {
    /// The properties of a style, completed by those of its parent.
    fn or(self, above: Self) -> Self {
        Self { struck: self.struck.or(above.struck), raised: self.raised.or(above.raised) }
    }

    fn look(self) -> Option<Look> {
        match (self.struck, self.raised) {
            (Some(true), _) => Some(Look::Struck),
            (_, Some(true)) => Some(Look::Raised),
            _ => None,
        }
    }

    fn take(&mut self, properties: Tag<'_>) -> Result<()> {
        for attribute in properties.attributes() {
            let (name, value) = attribute?;
            match name {
                "style:text-line-through-style" | "style:text-line-through-type" => {
                    self.struck = Some(self.struck == Some(true) || value != "none");
                }
                "style:text-position" => {
                    let raise = value.split(' ').next().unwrap_or_default();
                    let percent =
                        raise.strip_suffix('%').and_then(|percent| percent.parse::<f64>().ok());
                    self.raised =
                        Some(raise == "super" || percent.is_some_and(|percent| percent > 0.0));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// The text of a cell during reading.
#[derive(Debug, Default)]
pub(super) struct Words {
    text: String,
    /// The text without its raised pieces, if there are any.
    unmarked: Option<String>,
    paragraphs: usize,
    open: Vec<Option<Look>>,
    raised: usize,
    struck: usize,
}

impl Words {
    /// Prepares for another cell, and retains the allocated memory.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.open.clear();
        (self.unmarked, self.paragraphs, self.raised, self.struck) = (None, 0, 0, 0);
    }

    /// Begins a paragraph on a new line.
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

    /// Ends the current piece.
    pub(super) fn end(&mut self) {
        let look = self.open.pop().flatten();
        self.raised -= usize::from(look == Some(Look::Raised));
        self.struck -= usize::from(look == Some(Look::Struck));
    }

    /// Adds text to the current piece.
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

    /// Adds a number of spaces.
    pub(super) fn push_spaces(&mut self, spaces: usize) {
        // Struck-through text has no length limit and need not be written.
        if self.struck == 0 {
            self.push(&" ".repeat(spaces));
        }
    }

    /// Number of bytes so far.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The text: for a figure without its raised parts, for words in full. `None` for a cell
    /// without a paragraph.
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
