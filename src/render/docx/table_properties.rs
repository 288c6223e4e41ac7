//! Properties of tables and of their cells.
//!
//! Belongs here: the properties that a table or a style can set. Does not belong here: the values
//! they set (`table.rs`, `styles.rs`).
//!
//! **Invariant:** the schema fixes the order of the elements; each type writes its own in that
//! order, which is the order of its fields.
//!
//! Source: ISO/IEC 29500-1:2016, 17.4.59 (`tblPr`), 17.4.81 (`trPr`) and 17.4.69 (`tcPr`).

use super::xml::{Element, w};

/// Properties of a table. Lengths are in twentieths of a point.
#[derive(Default)]
pub(super) struct TableProperties<'a> {
    pub style: Option<&'a str>,
    pub width: Option<u64>,
    pub indentation: Option<u64>,
    pub borders: Borders<'a>,
    /// Whether its columns keep their declared widths.
    pub is_fixed: bool,
    pub margins: Option<Margins>,
    /// Whether its style's look of the first row, and of no other part, is used.
    pub has_header: bool,
    /// Its title for readers who cannot see it.
    pub caption: Option<&'a str>,
}

impl TableProperties<'_> {
    pub fn element(&self) -> Element {
        w("tblPr")
            .holding(self.style.map(|style| w("tblStyle").val(style)))
            .holding(self.width.map(|width| length("tblW", width)))
            .holding(self.indentation.map(|indentation| length("tblInd", indentation)))
            .holding(self.borders.element("tblBorders"))
            .holding(self.is_fixed.then(|| w("tblLayout").with_w("type", "fixed")))
            .holding(self.margins.map(Margins::element))
            .holding(self.has_header.then(header_alone))
            .holding(self.caption.map(|caption| w("tblCaption").val(caption)))
    }
}

/// The same twice: as bits for programs before Word 2010, and one by one.
fn header_alone() -> Element {
    let rows = w("tblLook").val("0020").with_w("firstRow", 1).with_w("lastRow", 0);
    let columns = rows.with_w("firstColumn", 0).with_w("lastColumn", 0);
    columns.with_w("noHBand", 1).with_w("noVBand", 1)
}

fn length(name: &'static str, twips: u64) -> Element {
    w(name).with_w("w", twips).with_w("type", "dxa")
}

/// Lines of a table, or of a cell.
#[derive(Default)]
pub(super) struct Borders<'a> {
    pub top: Option<Border<'a>>,
    pub bottom: Option<Border<'a>>,
    pub between_rows: Option<Border<'a>>,
}

/// A line; its width is in eighths of a point.
#[derive(Clone, Copy)]
pub(super) struct Border<'a> {
    pub colour: &'a str,
    pub width: u32,
}

impl Borders<'_> {
    fn element(&self, name: &'static str) -> Option<Element> {
        let lines = [("top", self.top), ("bottom", self.bottom), ("insideH", self.between_rows)];
        let line = |(name, line): (&'static str, Option<Border<'_>>)| {
            let Border { colour, width } = line?;
            Some(
                w(name)
                    .val("single")
                    .with_w("color", colour)
                    .with_w("sz", width)
                    .with_w("space", 0),
            )
        };
        let mut lines = lines.into_iter().filter_map(line).peekable();
        lines.peek().is_some().then(|| w(name).holding(lines))
    }
}

/// Room between a cell's lines and its text.
#[derive(Clone, Copy)]
pub(super) struct Margins {
    pub above_and_below: u64,
    pub left_and_right: u64,
}

impl Margins {
    fn element(self) -> Element {
        let Self { above_and_below, left_and_right } = self;
        let sides = [
            ("top", above_and_below),
            ("left", left_and_right),
            ("bottom", above_and_below),
            ("right", left_and_right),
        ];
        w("tblCellMar").holding(sides.map(|(name, width)| length(name, width)))
    }
}

/// Properties of a row.
pub(super) struct RowProperties {
    /// Is not broken between pages.
    pub is_whole: bool,
    /// Is repeated on every page that the table reaches.
    pub is_header: bool,
}

impl RowProperties {
    pub fn element(&self) -> Element {
        w("trPr")
            .holding(self.is_whole.then(|| w("cantSplit")))
            .holding(self.is_header.then(|| w("tblHeader")))
    }
}

/// Properties of a cell.
#[derive(Default)]
pub(super) struct CellProperties<'a> {
    pub width: Option<u64>,
    pub borders: Borders<'a>,
    /// Whether its text is aligned to the bottom.
    pub is_at_foot: bool,
}

impl CellProperties<'_> {
    pub fn element(&self) -> Element {
        w("tcPr")
            .holding(self.width.map(|width| length("tcW", width)))
            .holding(self.borders.element("tcBorders"))
            .holding(self.is_at_foot.then(|| w("vAlign").val("bottom")))
    }
}
