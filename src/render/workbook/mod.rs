//! Workbooks by the guidance on releasing statistics in spreadsheets: the contents of each sheet,
//! for both file formats.
//!
//! Belongs here: cover, contents, notes and one marked table to a sheet, generated from a document
//! or a listing. Does not belong here: the bytes of a format (`xlsx.rs`, `ods.rs`).
//!
//! **Invariant:** no cell is empty, and no two sheets, tables or columns of a table have the same
//! name. Every note that is referred to exists, and text is always text: nothing can become a
//! formula.
//!
//! Source: Government Analysis Function, Releasing statistics in spreadsheets, following its
//! checklist in the packages aftables and gptables (github.com/best-practice-and-impact).

mod ods;
mod tables;
mod xlsx;

use crate::briefing::{Block, Document, Inline, Line, UNDATED};
use crate::domain::{Date, Result};
use crate::render::{DocumentFormat, ListingFormat, characters, dictionary};
use crate::table::{Listing, Source};
use tables::{Notes, table_of};

/// A format of spreadsheets, for documents and for listings.
pub struct Spreadsheet {
    id: &'static str,
    bytes: fn(&Workbook) -> Result<Vec<u8>>,
}

/// Office Open XML spreadsheet.
pub static XLSX: Spreadsheet = Spreadsheet { id: "xlsx", bytes: xlsx::bytes };

/// OpenDocument spreadsheet.
pub static ODS: Spreadsheet = Spreadsheet { id: "ods", bytes: ods::bytes };

impl DocumentFormat for Spreadsheet {
    fn id(&self) -> &'static str {
        self.id
    }

    fn render(&self, document: &Document) -> Result<Vec<u8>> {
        (self.bytes)(&Workbook::of_document(&characters::document_in_markup(document)))
    }
}

impl ListingFormat for Spreadsheet {
    fn id(&self) -> &'static str {
        self.id
    }

    fn render(&self, listing: &Listing) -> Result<Vec<u8>> {
        (self.bytes)(&Workbook::of_listing(&characters::listing_in_markup(listing)))
    }

    fn is_text(&self) -> bool {
        false
    }
}

/// A workbook.
pub(super) struct Workbook {
    /// The title of the document.
    pub title: String,
    /// A description of its contents.
    pub about: String,
    /// The creation date in the file, fixed so that the same figures give the same bytes.
    pub made: Date,
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
}

/// A sheet.
pub(super) struct Sheet {
    /// The name on its tab.
    pub name: String,
    /// The title, in the first cell.
    pub title: String,
    /// The text between the title and the table, one line to a row.
    pub lines: Vec<Text>,
    /// The table; the cover has none.
    pub table: Option<Table>,
}

/// A marked table.
pub(super) struct Table {
    /// Its name, unique in the workbook.
    pub name: String,
    /// Its columns.
    pub columns: Vec<SheetColumn>,
    /// Its rows, each as long as there are columns.
    pub rows: Vec<Vec<SheetCell>>,
}

/// A column of a table.
pub(super) struct SheetColumn {
    /// The header, with the unit.
    pub header: String,
    /// Decimals of its numbers.
    pub decimals: usize,
    /// True for columns of numbers.
    pub is_number: bool,
    /// Width in characters.
    pub width: f64,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum SheetCell {
    /// Text, never a formula.
    Text(String),
    /// A number.
    Number(f64),
    /// Text that leads to a sheet.
    ToSheet(String),
    /// Text that leads to an address.
    Link(String),
}

/// A line of text.
pub(super) enum Text {
    /// Plain.
    Plain(String),
    /// A heading.
    Heading(String),
}

impl Workbook {
    /// The workbook of a document: its tables and those behind its charts, and its sources.
    pub fn of_document(document: &Document) -> Self {
        let mut notes = Notes::default();
        let mut data: Vec<Sheet> = Vec::new();
        for block in &document.blocks {
            let (title, source, listing) = match block {
                Block::Figure(figure) => (
                    format!("{}. {}", figure.title, figure.subtitle),
                    Some(figure.source.as_str()),
                    &figure.listing,
                ),
                Block::Table { listing, .. } => (listing.caption.clone(), None, listing),
                _ => continue,
            };
            let remark =
                if let Block::Figure(figure) = block { figure.note.clone() } else { String::new() };
            let listing = Listing {
                notes: std::iter::once(remark).chain(listing.notes.clone()).collect(),
                ..listing.clone()
            };
            data.push(data_sheet(data.len() + 1, &title, source, &listing, &mut notes));
        }
        let dictionary = dictionary::of_sheets(document);
        let columns =
            data_sheet(data.len() + 1, &dictionary.caption, None, &dictionary, &mut notes);
        data.push(Sheet { name: "Dictionary".to_owned(), ..columns });
        data.push(sources(&document.sources, data.len() + 1));
        let mut cover = vec![Text::Plain(document.about.clone())];
        cover.extend(
            document.properties.iter().map(|(name, value)| Text::Plain(format!("{name}: {value}"))),
        );
        let mut shown = data.iter();
        for block in &document.blocks {
            match block {
                Block::Heading { text, .. } => cover.push(Text::Heading(text.clone())),
                Block::Paragraph(line) => cover.push(Text::Plain(plain(line))),
                Block::List { items, .. } => {
                    cover.extend(items.iter().map(|item| Text::Plain(plain(item))));
                }
                Block::Figure(_) | Block::Table { .. } => {
                    let sheet = shown.next().map(|sheet| {
                        Text::Plain(format!("In the sheet {}: {}.", sheet.name, sheet.title))
                    });
                    cover.extend(sheet);
                }
            }
        }
        cover.push(Text::Heading("Licence".to_owned()));
        cover.extend(document.attribution.iter().cloned().map(Text::Plain));
        let made = document.dated();
        Self::put_together(&document.title, &document.about, made, cover, notes, data)
    }

    /// The workbook of one table.
    pub fn of_listing(listing: &Listing) -> Self {
        let mut notes = Notes::default();
        let data = vec![data_sheet(1, &listing.caption, None, listing, &mut notes)];
        let cover = vec![Text::Plain(ABOUT_ONE_TABLE.to_owned())];
        Self::put_together(&listing.caption, ABOUT_ONE_TABLE, UNDATED, cover, notes, data)
    }

    fn put_together(
        title: &str,
        about: &str,
        made: Date,
        cover: Vec<Text>,
        notes: Notes,
        data: Vec<Sheet>,
    ) -> Self {
        let title = if title.trim().is_empty() { "Table" } else { title };
        let cover =
            Sheet { name: "Cover".to_owned(), title: title.to_owned(), lines: cover, table: None };
        let notes = notes.sheet();
        let listed = std::iter::once(&notes).chain(&data);
        let rows = listed.map(|sheet| {
            vec![SheetCell::ToSheet(sheet.name.clone()), SheetCell::Text(sheet.title.clone())]
        });
        let contents = Sheet {
            name: "Contents".to_owned(),
            title: "Contents".to_owned(),
            lines: vec![Text::Plain(ONE_TABLE.to_owned())],
            table: Some(Table {
                name: "contents".to_owned(),
                columns: vec![SheetColumn::text("Sheet", 14.0), SheetColumn::text("Title", 100.0)],
                rows: rows.collect(),
            }),
        };
        let sheets = [cover, contents, notes].into_iter().chain(data).collect();
        Self { title: title.to_owned(), about: about.to_owned(), made, sheets }
    }
}

/// The description of a workbook of one table.
const ABOUT_ONE_TABLE: &str = "One table, made with fairshares from published statistics under the \
    Open Government Licence v3.0.";

/// The sentence that describes the contents of a sheet to a screen-reader user.
const ONE_TABLE: &str = "This worksheet contains one table.";

/// A sheet of data: title, the text above the table, the table.
fn data_sheet(
    number: usize,
    title: &str,
    source: Option<&str>,
    listing: &Listing,
    notes: &mut Notes,
) -> Sheet {
    let references = notes.add(&listing.notes);
    let (table, legend) = table_of(number, listing);
    let mut lines = vec![Text::Plain(match &table {
        Some(_) => ONE_TABLE.to_owned(),
        None => "This worksheet contains no table, because there are no rows.".to_owned(),
    })];
    if !references.is_empty() {
        lines.push(Text::Plain("Notes are in the sheet Notes.".to_owned()));
    }
    if !legend.is_empty() {
        lines.push(Text::Plain(format!("Shorthand: {legend}.")));
    }
    lines.extend(source.map(|source| Text::Plain(source.to_owned())));
    let title = if title.trim().is_empty() { "Table" } else { title };
    Sheet { name: format!("Table_{number}"), title: format!("{title}{references}"), lines, table }
}

/// The editions that the figures come from.
fn sources(sources: &[Source], number: usize) -> Sheet {
    let headers = [
        ("Dataset", 34.0),
        ("Edition", 14.0),
        ("Published", 14.0),
        ("Obtained", 24.0),
        ("File", 50.0),
        ("Address", 60.0),
        ("SHA-256", 66.0),
    ];
    let row = |source: &Source| {
        let text = |text: &str| SheetCell::Text(text.to_owned());
        vec![
            text(source.dataset.as_str()),
            text(&source.edition.to_string()),
            text(
                &source
                    .published
                    .map_or("not stated in the file".to_owned(), |day| day.to_string()),
            ),
            text(&source.retrieved.to_string()),
            text(&source.file),
            SheetCell::Link(source.address.clone()),
            text(&source.sha256.to_string()),
        ]
    };
    let table = Table {
        name: format!("sources_{number}"),
        columns: headers
            .map(|(header, width)| SheetColumn::text(header, width))
            .into_iter()
            .collect(),
        rows: sources.iter().map(row).collect(),
    };
    Sheet {
        name: "Sources".to_owned(),
        title: "Sources".to_owned(),
        lines: vec![Text::Plain(ONE_TABLE.to_owned())],
        table: Some(table).filter(|table| !table.rows.is_empty()),
    }
}

impl SheetColumn {
    /// A column of text.
    fn text(header: &str, width: f64) -> Self {
        Self { header: header.to_owned(), decimals: 0, is_number: false, width }
    }
}

fn plain(line: &Line) -> String {
    let text = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Strong(text) => text.clone(),
        Inline::Link { text, address } => format!("{text} ({address})"),
    };
    line.iter().map(text).collect()
}
