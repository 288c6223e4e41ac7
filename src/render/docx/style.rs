//! A style of a Word document.
//!
//! Belongs here: the properties that a style can set. Does not belong here: which styles there are
//! (`styles.rs`).
//!
//! **Invariant:** the schema fixes the order of the elements; a style writes its own in that order,
//! which is the order of its fields.
//!
//! Source: ISO/IEC 29500-1:2016, 17.7.4.17 (`style`) and 17.7.6.6 (`tblStylePr`).

use super::properties::{ParagraphProperties, RunProperties};
use super::table_properties::{CellProperties, TableProperties};
use super::xml::{Element, w};

/// A style. Its unset properties are inherited from the style that it is based on.
pub(super) struct Style<'a> {
    pub of: Of,
    pub id: &'a str,
    pub origin: Origin,
    /// The name that an editor sees.
    pub name: &'a str,
    pub based_on: Option<&'a str>,
    /// The style that is offered for the paragraph after.
    pub next: Option<&'a str>,
    /// Whether Word shows it among the styles to choose from.
    pub is_offered: bool,
    pub paragraph: Option<ParagraphProperties<'a>>,
    pub letters: Option<RunProperties<'a>>,
    pub table: Option<TableProperties<'a>>,
    pub header: Option<Header<'a>>,
}

/// The purpose of a style.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of {
    Paragraphs,
    Characters,
    Tables,
}

/// Where a style comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin {
    /// Word has it built in, and applies it where none is named.
    Default,
    /// Word has it built in under its name.
    Known,
    /// It is ours.
    Own,
}

/// The additional properties of a table's first row.
pub(super) struct Header<'a> {
    pub letters: RunProperties<'a>,
    pub cells: CellProperties<'a>,
}

impl<'a> Style<'a> {
    /// A style without properties.
    pub fn new(of: Of, id: &'a str, name: &'a str) -> Self {
        Self {
            of,
            id,
            origin: Origin::Known,
            name,
            based_on: None,
            next: None,
            is_offered: false,
            paragraph: None,
            letters: None,
            table: None,
            header: None,
        }
    }

    pub fn element(&self) -> Element {
        let kind = match self.of {
            Of::Paragraphs => "paragraph",
            Of::Characters => "character",
            Of::Tables => "table",
        };
        let style = w("style").with_w("type", kind).with_w("styleId", self.id);
        let style = match self.origin {
            Origin::Default => style.with_w("default", 1),
            Origin::Known => style,
            Origin::Own => style.with_w("customStyle", 1),
        };
        style
            .holding([w("name").val(self.name)])
            .holding(self.based_on.map(|style| w("basedOn").val(style)))
            .holding(self.next.map(|style| w("next").val(style)))
            .holding(self.is_offered.then(|| w("qFormat")))
            .holding(self.paragraph.as_ref().map(ParagraphProperties::element))
            .holding(self.letters.as_ref().map(RunProperties::element))
            .holding(self.table.as_ref().map(TableProperties::element))
            .holding(self.header.as_ref().map(Header::element))
    }
}

impl Header<'_> {
    fn element(&self) -> Element {
        w("tblStylePr")
            .with_w("type", "firstRow")
            .holding([self.letters.element(), self.cells.element()])
    }
}
