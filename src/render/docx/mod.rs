//! Word documents (.docx), since boards edit their briefings: Office Open XML.
//!
//! Written as XML of our own, like the OpenDocument sheets: of the libraries for this format one has no alternative text, no repeated
//! headers of tables, no title and no language, and counts its ids on from document to document; the other brings the whole standard. Every
//! text passes the template's automatic escaping, and no text stands where Word reads fields.
//!
//! Source: ISO/IEC 29500-1:2016, WordprocessingML.

mod parts;
mod widths;

use super::DocumentFormat;
use super::package::{Part, Templates, archive, clean};
use crate::briefing::{Block, Document, Figure, Inline, Line};
use crate::domain::Result;
use crate::table::{Cell, Column, Listing};
use minijinja::{Value, context};

/// Word.
pub struct Docx;

const DOING: &str = "writing a Word document";

/// Width of a chart in pixels: twice what it has on the page.
const CHART_PX: u32 = 1_440;

/// English Metric Units of a millimetre.
const EMU: f64 = 36_000.0;

/// The largest chart: it shares its page with its title.
const CHART_MM: (f64, f64) = (165.0, 190.0);

/// A table of more columns than this is put on a turned page.
const UPRIGHT: usize = 9;

/// The first number of a list with numbers: each list has its own, so that each counts from one.
const FIRST_LIST: usize = 10;

const LICENCE: &str = "Analysis of published official statistics; not itself an official statistic. Contains public sector information \
                       licensed under the Open Government Licence v3.0. Contains OS data © Crown copyright and database right 2024.";

impl DocumentFormat for Docx {
    fn id(&self) -> &'static str {
        "docx"
    }

    fn render(&self, document: &Document) -> Result<Vec<u8>> {
        let templates = Templates::new(
            DOING,
            &[
                ("core", parts::CORE),
                ("relationships", parts::DOCUMENT_RELATIONSHIPS),
                ("document", parts::DOCUMENT),
                ("styles", parts::STYLES),
                ("numbering", parts::NUMBERING),
            ],
        )?;
        let mut text = Text::default();
        let blocks: Vec<Value> = document
            .blocks
            .iter()
            .enumerate()
            .map(|(at, block)| text.block(block, &document.blocks[at + 1..]))
            .collect();
        let ended_by_licence = text.turn(false);
        let (year, month, day) = document.dated();
        let core = context! {
            title => clean(&document.title),
            about => clean(&document.about),
            creator => concat!("fairshares ", env!("CARGO_PKG_VERSION")),
            made => format!("{year:04}-{month:02}-{day:02}T00:00:00Z"),
        };
        let page = context! {
            title => clean(&document.title),
            about => clean(&document.about),
            properties => document.properties.iter().map(|(name, value)| [clean(name), clean(value)]).collect::<Vec<_>>(),
            contents => text.contents,
            blocks,
            licence => LICENCE,
            ended_by_licence,
        };
        let mut package = vec![
            Part::of("[Content_Types].xml", parts::CONTENT_TYPES),
            Part::of("_rels/.rels", parts::RELATIONSHIPS),
            Part::of("docProps/core.xml", templates.fill("core", core)?),
            Part::of("docProps/app.xml", parts::APP),
            Part::of("word/document.xml", templates.fill("document", page)?),
            Part::of("word/styles.xml", templates.fill("styles", styles())?),
            Part::of("word/numbering.xml", templates.fill("numbering", context! { numbers => text.lists })?),
            Part::of("word/settings.xml", parts::SETTINGS),
            Part::of("word/footer.xml", parts::FOOTER),
        ];
        let charts: Vec<usize> = (1..=text.charts.len()).collect();
        let relations = context! { charts, links => text.links };
        package.push(Part::of("word/_rels/document.xml.rels", templates.fill("relationships", relations)?));
        for (number, svg) in (1..).zip(&text.charts) {
            package.push(Part::stored(format!("word/media/chart{number}.png"), super::png(svg, CHART_PX)?));
        }
        archive(DOING, &package)
    }
}

/// Sizes in half points, as Word has them.
fn styles() -> Value {
    let levels = [(1, 480, 32), (2, 320, 28), (3, 280, 25), (4, 240, 24)];
    let levels = levels.map(|(level, before, size)| context! { level, before, size });
    let sizes = [Size::Large, Size::Middle, Size::Small];
    let sizes = sizes.map(|size| context! { name => size.name(), half_points => size.half_points() });
    context! { levels => levels.to_vec(), sizes => sizes.to_vec() }
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

/// A text on its way into the template, and what it refers to.
#[derive(Default)]
struct Text<'a> {
    /// Level of the heading that the next chart stands under.
    level: u8,
    /// Whether the page is turned at this point.
    turned: bool,
    contents: Vec<Value>,
    charts: Vec<&'a str>,
    links: Vec<String>,
    lists: Vec<usize>,
}

impl<'a> Text<'a> {
    /// Turns the page, or back: where that changes anything, what the section was that ends here.
    fn turn(&mut self, turned: bool) -> Option<bool> {
        (turned != self.turned).then(|| std::mem::replace(&mut self.turned, turned))
    }

    /// A block as data, with those after it; headings count from 1 below the title.
    fn block(&mut self, block: &'a Block, after: &[Block]) -> Value {
        // Headings go to the turned page with the table that they stand above.
        let next_is_wide = after.iter().find(|next| !matches!(next, Block::Heading { .. })).is_some_and(stands_wide);
        let is_above = matches!(block, Block::Heading { .. }) && next_is_wide;
        let ended = if is_above || stands_wide(block) { self.turn(true) } else { self.turn(false) };
        match block {
            Block::Heading { level, text, .. } => {
                self.level = level.saturating_sub(1).max(1);
                let text = clean(text);
                let mut bookmark = None;
                if self.level == 1 {
                    bookmark = Some(self.contents.len() + 1);
                    self.contents.push(context! { text => text.as_str(), bookmark });
                }
                context! { kind => "heading", ended, level => self.level, text, bookmark }
            }
            Block::Paragraph(line) => context! { kind => "paragraph", ended, line => self.line(line) },
            Block::List { ordered, items } => {
                let number = ordered.then_some(FIRST_LIST + self.lists.len());
                self.lists.extend(number);
                let items: Vec<Value> = items.iter().map(|item| self.line(item)).collect();
                context! { kind => "list", ended, number, items }
            }
            Block::Figure(figure) => self.figure(figure, ended),
            Block::Table { listing, .. } => {
                context! { kind => "table", ended, table => self.table(listing, next_is_wide) }
            }
        }
    }

    fn figure(&mut self, figure: &'a Figure, ended: Option<bool>) -> Value {
        self.charts.push(&figure.drawing.svg);
        let (width, height) = (f64::from(figure.drawing.width), f64::from(figure.drawing.height));
        let scale = (CHART_MM.0 / width).min(CHART_MM.1 / height) * EMU;
        context! {
            kind => "figure",
            ended,
            number => self.charts.len(),
            level => self.level + 1,
            title => clean(&figure.title),
            subtitle => clean(&figure.subtitle),
            alt => clean(&figure.alt),
            width => whole(width * scale),
            height => whole(height * scale),
            note => clean(&figure.note),
            source => clean(&figure.source),
            table => self.table(&figure.listing, false),
        }
    }

    /// A table as wide as the page. Its notes go on with what follows, on an upright page unless the next table needs a turned one.
    fn table(&mut self, listing: &Listing, next_is_wide: bool) -> Value {
        let rows: Vec<Vec<String>> = listing.rows.iter().map(|row| printed(row, &listing.columns)).collect();
        let wide = is_wide(listing);
        let ended = self.turn(wide);
        let size = Size::of(listing.columns.len());
        let width = if wide { widths::TURNED } else { widths::UPRIGHT };
        let widths = widths::widths(&listing.columns, &rows, size.half_points(), width);
        let columns = listing.columns.iter().zip(&widths).map(|(column, width)| {
            let kind = if column.numeric { "Number" } else { "Text" };
            context! { header => clean(&column.header), width, style => format!("Table{}{kind}", size.name()) }
        });
        let ended_by_notes = if listing.notes.is_empty() || next_is_wide { None } else { self.turn(false) };
        context! {
            caption => clean(&listing.caption),
            ended,
            ended_by_notes,
            width => widths.iter().sum::<u64>(),
            columns => columns.collect::<Vec<_>>(),
            rows,
            legend => listing.legend().map(|legend| format!("Symbols: {legend}.")),
            notes => listing.notes.iter().map(|note| clean(note)).collect::<Vec<_>>(),
        }
    }

    fn line(&mut self, line: &Line) -> Value {
        let mut pieces = Vec::new();
        for piece in line {
            pieces.push(match piece {
                Inline::Text(text) => context! { text => clean(text) },
                Inline::Strong(text) => context! { text => clean(text), style => "Strong" },
                Inline::Link { text, address } => match target(address) {
                    Some(address) => {
                        self.links.push(address);
                        context! { text => clean(text), link => format!("link{}", self.links.len()) }
                    }
                    None => context! { text => clean(text) },
                },
            });
        }
        Value::from(pieces)
    }
}

/// An address that Word can follow, in characters that addresses may have: with others it calls the whole file damaged.
fn target(address: &str) -> Option<String> {
    const ALLOWED: &str = "-._~:/?#[]@!$&'()*+,;=%";
    if !["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme)) {
        return None;
    }
    let mut target = String::new();
    for letter in address.chars() {
        if letter.is_ascii_alphanumeric() || ALLOWED.contains(letter) {
            target.push(letter);
        } else {
            letter.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| target.push_str(&format!("%{byte:02X}")));
        }
    }
    Some(target)
}

/// A table of its own that needs a turned page.
fn stands_wide(block: &Block) -> bool {
    matches!(block, Block::Table { listing, .. } if is_wide(listing))
}

fn is_wide(listing: &Listing) -> bool {
    listing.columns.len() > UPRIGHT
}

fn printed(row: &[Cell], columns: &[Column]) -> Vec<String> {
    row.iter().zip(columns).map(|(cell, column)| clean(&cell.print(column))).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths on a page")]
fn whole(length: f64) -> u64 {
    length.round() as u64
}

#[cfg(test)]
mod tests;
