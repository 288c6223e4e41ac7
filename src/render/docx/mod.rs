//! Word documents (.docx), since boards edit their briefings: Office Open XML.
//!
//! Belongs here: the order of a document's blocks on the page. Does not belong here: the structure
//! of paragraphs, tables, styles and parts, which the other files of this folder define; the
//! archive (`render/package.rs`).
//!
//! **Invariant:** texts become XML in `xml.rs` alone, which escapes them, so that none can become
//! markup; and no text is in a place where Word parses fields.
//!
//! Source: ISO/IEC 29500-1:2016, WordprocessingML.

mod contents;
mod lists;
mod namespace;
mod package;
mod paragraphs;
mod parts;
mod picture;
mod properties;
mod section;
mod size;
mod style;
mod styles;
mod table;
mod table_properties;
mod widths;
mod xml;

use super::DocumentFormat;
use crate::briefing::{Block, Document, Figure};
use crate::domain::Result;
use crate::table::Listing;
use section::Section;
use size::{Size, UPRIGHT};
use xml::{Element, w};

/// Word.
pub struct Docx;

/// Width of a chart in pixels: twice its width on the page.
const CHART_PX: u32 = 1_440;

/// English Metric Units of a millimetre.
const EMU: f64 = 36_000.0;

/// The largest chart: it shares its page with its title.
const CHART_MM: (f64, f64) = (165.0, 215.0);

impl DocumentFormat for Docx {
    fn id(&self) -> &'static str {
        "docx"
    }

    fn render(&self, document: &Document) -> Result<Vec<u8>> {
        let document = &*super::characters::document_with_pixels(document);
        let mut text = Text::default();
        for (at, block) in document.blocks.iter().enumerate() {
            text.block(block, &document.blocks[at + 1..]);
        }
        text.turn(Section::Upright);
        text.paragraph("Note", &document.attribution.join(" "));
        let body = w("body").holding(front(document, &text.contents)).holding(text.body);
        let body = body.holding([Section::Upright.element()]);
        let charts =
            text.charts.iter().map(|svg| super::png(svg, CHART_PX)).collect::<Result<_>>()?;
        parts::package(
            document,
            parts::Parts { body, charts, links: text.links, lists: text.lists },
        )
    }
}

/// The elements before the blocks.
fn front(document: &Document, contents: &[String]) -> Vec<Element> {
    let mut found = vec![
        paragraphs::paragraph("Title", &document.title),
        paragraphs::paragraph("Subtitle", &document.about),
    ];
    for (name, value) in &document.properties {
        let name = paragraphs::run(&format!("{name}: "), Some("Strong"));
        found.push(paragraphs::plain([name, paragraphs::run(value, None)]));
    }
    found.push(contents::contents(contents));
    found
}

/// A text being written, and the elements it refers to.
#[derive(Default)]
struct Text<'a> {
    /// Level of the heading above the next chart.
    level: u8,
    /// The section that this point is in.
    section: Section,
    body: Vec<Element>,
    contents: Vec<String>,
    charts: Vec<&'a str>,
    links: Vec<String>,
    lists: Vec<i32>,
}

impl<'a> Text<'a> {
    /// Turns the page, or back; where that changes anything, a section ends here.
    fn turn(&mut self, section: Section) {
        if section != self.section {
            self.body.push(paragraphs::end_of_section(self.section));
            self.section = section;
        }
    }

    /// A paragraph of one text in a style.
    fn paragraph(&mut self, style: &str, text: &str) {
        self.body.push(paragraphs::paragraph(style, text));
    }

    /// A block, with those after it; headings count from 1 below the title.
    fn block(&mut self, block: &'a Block, after: &[Block]) {
        // Headings go to the landscape page with the table below them.
        let next_is_wide = after
            .iter()
            .find(|next| !matches!(next, Block::Heading { .. }))
            .is_some_and(stands_wide);
        let is_above = matches!(block, Block::Heading { .. }) && next_is_wide;
        self.turn(if is_above || stands_wide(block) { Section::Turned } else { Section::Upright });
        match block {
            Block::Heading { level, text, .. } => {
                self.level = level.saturating_sub(1).max(1);
                let mut bookmark = None;
                if self.level == 1 {
                    self.contents.push(text.clone());
                    bookmark = Some(self.contents.len());
                }
                self.body.push(paragraphs::heading(self.level, text, bookmark));
            }
            Block::Paragraph(line) => {
                let line = paragraphs::line(line, &mut self.links);
                self.body.push(paragraphs::plain(line));
            }
            Block::List { ordered, items } => {
                let number =
                    ordered.then(|| self.lists.last().map_or(lists::FIRST, |last| last + 1));
                self.lists.extend(number);
                for item in items {
                    let line = paragraphs::line(item, &mut self.links);
                    self.body.push(paragraphs::item(number, line));
                }
            }
            Block::Figure(figure) => self.figure(figure),
            Block::Table { listing, .. } => self.table(listing, next_is_wide),
        }
    }

    fn figure(&mut self, figure: &'a Figure) {
        self.charts.push(&figure.drawing.svg);
        let (width, height) = (f64::from(figure.drawing.width), f64::from(figure.drawing.height));
        let scale = (CHART_MM.0 / width).min(CHART_MM.1 / height) * EMU;
        let size = (rounded(width * scale), rounded(height * scale));
        self.body.push(paragraphs::heading(self.level + 1, &figure.title, None));
        self.paragraph("ChartSubtitle", &figure.subtitle);
        self.body.push(paragraphs::styled(
            "Chart",
            [picture::chart(self.charts.len(), &figure.alt, size)],
        ));
        if !figure.note.is_empty() {
            self.paragraph("Note", &figure.note);
        }
        self.paragraph("Note", &figure.source);
        self.table(&figure.listing, false);
    }

    /// A table as wide as the page. Its notes go on with what follows, on an upright page unless
    /// the next table needs a turned one.
    fn table(&mut self, listing: &Listing, next_is_wide: bool) {
        let (section, width) = match is_wide(listing) {
            true => (Section::Turned, widths::TURNED),
            false => (Section::Upright, widths::UPRIGHT),
        };
        self.turn(section);
        self.paragraph("Caption", &listing.caption);
        self.body.push(table::table(listing, Size::of(listing.columns.len()), width));
        match listing.legend() {
            Some(legend) => self.paragraph("Note", &format!("Symbols: {legend}.")),
            None => self.paragraph("AfterTable", ""),
        }
        if !listing.notes.is_empty() && !next_is_wide {
            self.turn(Section::Upright);
        }
        for note in &listing.notes {
            self.paragraph("Note", note);
        }
    }
}

/// True for a separate table that needs a landscape page.
fn stands_wide(block: &Block) -> bool {
    matches!(block, Block::Table { listing, .. } if is_wide(listing))
}

fn is_wide(listing: &Listing) -> bool {
    listing.columns.len() > UPRIGHT
}

#[expect(clippy::cast_possible_truncation, reason = "lengths on a page")]
fn rounded(length: f64) -> i64 {
    length.round() as i64
}

/// The styles as they are written, whose colours are tested.
#[cfg(test)]
pub(super) fn styles_as_written() -> String {
    String::from_utf8(styles::styles().part().unwrap()).unwrap()
}

#[cfg(test)]
mod tests;
