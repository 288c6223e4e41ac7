//! The document model: a briefing before it is rendered.

use crate::chart::Drawing;
use crate::domain::{Date, Unit};
use crate::table::{Listing, Source};

/// A briefing.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The pack's id, which is the name of its files.
    pub id: String,
    /// Title.
    pub title: String,
    /// Audience and purpose.
    pub about: String,
    /// Properties of the document: as at, retrieved, version. Name and value.
    pub properties: Vec<(String, String)>,
    /// The content, in reading order.
    pub blocks: Vec<Block>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
    /// The definitions of the indicators of the figures.
    pub definitions: Vec<Definition>,
    /// Every figure, one to a row, for machines.
    pub figures: Listing,
    /// The statement that it is an analysis, and the lines that the licences of its figures and
    /// maps require; every format prints them.
    pub attribution: Vec<String>,
}

/// The first line of an attribution.
pub const ANALYSIS: &str =
    "Analysis of published official statistics; not itself an official statistic.";

/// The definition of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The unit of its numbers.
    pub unit: Unit,
    /// The definition, in sentences.
    pub text: String,
}

impl Document {
    /// The date of its files: the newest day on which one of its sources was published. The same
    /// figures therefore give the same bytes.
    pub fn dated(&self) -> Date {
        self.sources.iter().filter_map(|source| source.published).max().unwrap_or(UNDATED)
    }
}

/// The date when no source has a date of publication.
pub const UNDATED: Date = Date::constant(2000, 1, 1);

/// A piece of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading of level 2 or 3, with its anchor.
    Heading {
        /// 2 or 3; the title is level 1.
        level: u8,
        /// The text.
        text: String,
        /// The anchor.
        anchor: String,
    },
    /// A paragraph.
    Paragraph(Line),
    /// A list.
    List {
        /// True when the order matters.
        ordered: bool,
        /// The items.
        items: Vec<Line>,
    },
    /// A chart with its table.
    Figure(Box<Figure>),
    /// A table of its own, with an anchor and file name.
    Table {
        /// The anchor, also the name of its CSV file.
        anchor: String,
        /// The table.
        listing: Listing,
    },
}

/// A line of text in pieces.
pub type Line = Vec<Inline>;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Emphasised text.
    Strong(String),
    /// Text that leads to an address.
    Link {
        /// The text.
        text: String,
        /// The address.
        address: String,
    },
}

/// A chart with the texts around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Id of the chart, also its anchor and file name.
    pub id: String,
    /// Active title, outside the image.
    pub title: String,
    /// A description of the numbers, with unit and date.
    pub subtitle: String,
    /// The picture.
    pub drawing: Drawing,
    /// Alternative text: kind of chart and main message.
    pub alt: String,
    /// The table behind the picture.
    pub listing: Listing,
    /// A note for readers.
    pub note: String,
    /// Publisher, publication and date.
    pub source: String,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
    /// The lines that the licences of its figures, and of its drawn outlines, require.
    pub attribution: Vec<String>,
    /// The picture as a file of its own: an SVG document with the attribution below it.
    pub file: String,
}

impl Block {
    /// A paragraph of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Block::Paragraph(vec![Inline::Text(text.into())])
    }

    /// A list of plain sentences.
    pub fn sentences(sentences: impl IntoIterator<Item = String>) -> Self {
        Block::List {
            ordered: false,
            items: sentences.into_iter().map(|text| vec![Inline::Text(text)]).collect(),
        }
    }

    /// A heading with an anchor from its text.
    pub fn heading(level: u8, text: &str) -> Self {
        Block::Heading { level, text: text.to_owned(), anchor: anchor(text) }
    }
}

/// Lower-case words joined by hyphens.
pub(super) fn anchor(text: &str) -> String {
    let letters: String =
        text.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    letters.split_whitespace().collect::<Vec<_>>().join("-")
}
