//! Word documents (.docx), since boards edit their briefings: Office Open XML.
//!
//! Made of the typed values that `ooxmlsdk` has for every element of the standard; the library alone writes XML and the package, so that
//! no text can become markup, and none stands where Word reads fields.
//!
//! Source: ISO/IEC 29500-1:2016, WordprocessingML.

mod lists;
mod parts;
mod picture;
mod styles;
mod table;
mod widths;
mod words;

use super::DocumentFormat;
use crate::briefing::{Block, Document, Figure};
use crate::domain::Result;
use crate::table::Listing;
use ooxmlsdk::schemas::w;
#[cfg(test)]
pub(super) use styles::styles;

/// Word.
pub struct Docx;

const DOING: &str = "writing a Word document";

/// Width of a chart in pixels: twice what it has on the page.
const CHART_PX: u32 = 1_440;

/// English Metric Units of a millimetre.
const EMU: f64 = 36_000.0;

/// The largest chart: it shares its page with its title.
const CHART_MM: (f64, f64) = (165.0, 215.0);

/// A table of more columns than this is put on a turned page.
const UPRIGHT: usize = 9;

const LICENCE: &str = "Analysis of published official statistics; not itself an official statistic. Contains public sector information \
                       licensed under the Open Government Licence v3.0. Contains OS data © Crown copyright and database right 2024.";

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
        text.turn(false);
        text.say("Note", LICENCE);
        let body = w::Body {
            body_choice: front(document, &text.contents).into_iter().chain(text.body).collect(),
            section_properties: Some(words::section(false).into()),
        };
        let charts = text.charts.iter().map(|svg| super::png(svg, CHART_PX)).collect::<Result<_>>()?;
        parts::package(document, parts::Parts { text: body, charts, links: text.links, lists: text.lists })
    }
}

/// What stands before the blocks.
fn front(document: &Document, contents: &[String]) -> Vec<w::BodyChoice> {
    let mut found = vec![
        paragraph(words::paragraph("Title", &document.title)),
        paragraph(words::paragraph("Subtitle", &document.about)),
    ];
    for (name, value) in &document.properties {
        let name = words::run(&format!("{name}: "), Some("Strong"));
        found.push(paragraph(words::plain(vec![name.into(), words::run(value, None).into()])));
    }
    found.push(words::contents(contents));
    found
}

fn paragraph(paragraph: w::Paragraph) -> w::BodyChoice {
    w::BodyChoice::Paragraph(paragraph.into())
}

/// The size of a table's text, by which it stands on the page.
#[derive(Clone, Copy)]
enum Size {
    Large,
    Middle,
    Small,
}

impl Size {
    fn of(columns: usize) -> Self {
        match columns {
            0..=5 => Size::Large,
            6..=UPRIGHT => Size::Middle,
            _ => Size::Small,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Size::Large => "Large",
            Size::Middle => "Middle",
            Size::Small => "Small",
        }
    }

    fn half_points(self) -> usize {
        match self {
            Size::Large => 20,
            Size::Middle => 17,
            Size::Small => 15,
        }
    }
}

/// A text on its way to the page, and what it refers to.
#[derive(Default)]
struct Text<'a> {
    /// Level of the heading that the next chart stands under.
    level: u8,
    /// Whether the page is turned at this point.
    turned: bool,
    body: Vec<w::BodyChoice>,
    contents: Vec<String>,
    charts: Vec<&'a str>,
    links: Vec<String>,
    lists: Vec<i32>,
}

impl<'a> Text<'a> {
    /// Turns the page, or back; where that changes anything, a section ends here.
    fn turn(&mut self, turned: bool) {
        if turned != self.turned {
            self.push(words::end_of_section(self.turned));
            self.turned = turned;
        }
    }

    fn push(&mut self, added: w::Paragraph) {
        self.body.push(paragraph(added));
    }

    /// A paragraph of one text in a style.
    fn say(&mut self, style: &str, text: &str) {
        self.push(words::paragraph(style, text));
    }

    /// A block, with those after it; headings count from 1 below the title.
    fn block(&mut self, block: &'a Block, after: &[Block]) {
        // Headings go to the turned page with the table that they stand above.
        let next_is_wide = after.iter().find(|next| !matches!(next, Block::Heading { .. })).is_some_and(stands_wide);
        let is_above = matches!(block, Block::Heading { .. }) && next_is_wide;
        self.turn(is_above || stands_wide(block));
        match block {
            Block::Heading { level, text, .. } => {
                self.level = level.saturating_sub(1).max(1);
                let mut bookmark = None;
                if self.level == 1 {
                    self.contents.push(text.clone());
                    bookmark = Some(self.contents.len());
                }
                self.push(words::heading(self.level, text, bookmark));
            }
            Block::Paragraph(line) => {
                let line = words::line(line, &mut self.links);
                self.push(words::plain(line));
            }
            Block::List { ordered, items } => {
                let number = ordered.then(|| self.lists.last().map_or(lists::FIRST, |last| last + 1));
                self.lists.extend(number);
                for item in items {
                    let line = words::line(item, &mut self.links);
                    self.push(words::item(number, line));
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
        let size = (whole(width * scale), whole(height * scale));
        self.push(words::heading(self.level + 1, &figure.title, None));
        self.say("ChartSubtitle", &figure.subtitle);
        self.push(words::styled("Chart", vec![picture::chart(self.charts.len(), &figure.alt, size)]));
        if !figure.note.is_empty() {
            self.say("Note", &figure.note);
        }
        self.say("Note", &figure.source);
        self.table(&figure.listing, false);
    }

    /// A table as wide as the page. Its notes go on with what follows, on an upright page unless the next table needs a turned one.
    fn table(&mut self, listing: &Listing, next_is_wide: bool) {
        let wide = is_wide(listing);
        self.turn(wide);
        self.say("Caption", &listing.caption);
        let width = if wide { widths::TURNED } else { widths::UPRIGHT };
        let table = table::table(listing, Size::of(listing.columns.len()), width);
        self.body.push(w::BodyChoice::Table(table.into()));
        match listing.legend() {
            Some(legend) => self.say("Note", &format!("Symbols: {legend}.")),
            None => self.say("AfterTable", ""),
        }
        if !listing.notes.is_empty() && !next_is_wide {
            self.turn(false);
        }
        for note in &listing.notes {
            self.say("Note", note);
        }
    }
}

/// A table of its own that needs a turned page.
fn stands_wide(block: &Block) -> bool {
    matches!(block, Block::Table { listing, .. } if is_wide(listing))
}

fn is_wide(listing: &Listing) -> bool {
    listing.columns.len() > UPRIGHT
}

#[expect(clippy::cast_possible_truncation, reason = "lengths on a page")]
fn whole(length: f64) -> i64 {
    length.round() as i64
}

#[cfg(test)]
mod tests;
