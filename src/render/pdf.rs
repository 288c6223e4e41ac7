//! PDF: tagged, PDF/UA-1 and PDF/A-2a, typeset by typst from the document model.
//!
//! The template is fixed. Everything else is passed as data and is printed as strings, never as
//! markup.

use super::measure::Needs;
use super::{DocumentFormat, characters};
use crate::briefing::{Block, Document, Inline, Line};
use crate::chart::text_metrics;
use crate::domain::{Error, Result, error_codes};
use crate::table::{Column, Listing};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// PDF/UA-1.
pub struct Pdf;

const TEMPLATE: &str = include_str!("templates/page.typ");
impl DocumentFormat for Pdf {
    fn id(&self) -> &'static str {
        "pdf"
    }

    fn render(&self, document: &Document) -> Result<Vec<u8>> {
        let document = &*characters::document_on_paper(document);
        let world = TypstWorld::new(document)?;
        let typeset =
            typst::compile::<PagedDocument>(&world).output.map_err(|errors| failed(&errors))?;
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|error| refused(error.message().to_string()))?;
        let options = PdfOptions {
            ident: Smart::Custom(document.title.clone()),
            creator: Smart::Custom(Some(
                concat!("fairshares ", env!("CARGO_PKG_VERSION")).to_owned(),
            )),
            standards,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&typeset, &options).map_err(|errors| failed(&errors))
    }
}

fn refused(found: String) -> Error {
    Error::new(error_codes::DRAWING_FAILED, "writing PDF").found(found)
}

fn failed(errors: &[SourceDiagnostic]) -> Error {
    let messages: Vec<String> = errors.iter().map(|error| error.message.to_string()).collect();
    refused(messages.join("; "))
}

/// What typst can read: the template, the data, the charts and the fonts; no disk, no network, no
/// clock.
struct TypstWorld {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    files: BTreeMap<String, Bytes>,
}

impl TypstWorld {
    fn new(document: &Document) -> Result<Self> {
        let mut level = 1;
        let mut files = BTreeMap::new();
        let mut blocks = Vec::new();
        for block in &document.blocks {
            match block {
                Block::Heading { level: own, .. } => level = *own,
                Block::Figure(figure) => {
                    files.insert(
                        format!("charts/{}.svg", figure.id),
                        Bytes::from_string(figure.drawing.svg.clone()),
                    );
                }
                _ => {}
            }
            blocks.push(value_of(block, level));
        }
        let day = document.dated();
        let data = json!({
            "date": [day.year(), i16::from(day.month()), i16::from(day.day())],
            "title": document.title,
            "about": document.about,
            "author": concat!("fairshares ", env!("CARGO_PKG_VERSION")),
            "properties": document.properties,
            "blocks": blocks,
            "attribution": document.attribution.join(" "),
        });
        files.insert("data.json".to_owned(), Bytes::from_string(data.to_string()));
        let fonts: Vec<Font> = [text_metrics::REGULAR, text_metrics::BOLD]
            .into_iter()
            .filter_map(|bytes| Font::new(Bytes::new(bytes), 0))
            .collect();
        let path = VirtualPath::new("main.typ").map_err(|error| refused(error.to_string()))?;
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: Source::new(
                RootedPath::new(VirtualRoot::Project, path).intern(),
                TEMPLATE.to_owned(),
            ),
            files,
        })
    }
}

impl World for TypstWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(id.get().vpath().get_without_slash()).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// A block as data; a figure's heading is one level below the heading above it, counted as the PDF
/// counts.
fn value_of(block: &Block, level: u8) -> Value {
    match block {
        Block::Heading { level, text, .. } => {
            json!({ "kind": "heading", "level": level, "text": text })
        }
        Block::Paragraph(line) => json!({ "kind": "paragraph", "line": pieces(line) }),
        Block::List { ordered, items } => {
            json!({ "kind": "list", "ordered": ordered, "items": items.iter().map(pieces).collect::<Vec<_>>() })
        }
        Block::Table { listing, .. } => json!({ "kind": "table", "table": table(listing) }),
        Block::Figure(figure) => json!({
            "kind": "figure",
            "level": level,
            "id": figure.id,
            "title": figure.title,
            "subtitle": figure.subtitle,
            "alt": figure.alt,
            "note": figure.note,
            "source": figure.source,
            "ratio": f64::from(figure.drawing.height) / f64::from(figure.drawing.width),
            "table": table(&figure.listing),
        }),
    }
}

fn pieces(line: &Line) -> Vec<Value> {
    let piece = |inline: &Inline| match inline {
        Inline::Text(text) => json!({ "kind": "text", "text": text }),
        Inline::Strong(text) => json!({ "kind": "strong", "text": text }),
        Inline::Link { text, address } => {
            json!({ "kind": "link", "text": text, "address": address })
        }
    };
    line.iter().map(piece).collect()
}

fn table(listing: &Listing) -> Value {
    let print = |row: &Vec<crate::table::Cell>| -> Vec<String> {
        row.iter().zip(&listing.columns).map(|(cell, column)| cell.print(column)).collect()
    };
    let rows: Vec<Vec<String>> = listing.rows.iter().map(print).collect();
    let column = |column: &Column| json!({ "header": column.header, "number": column.numeric });
    json!({
        "caption": listing.caption,
        "columns": listing.columns.iter().map(column).collect::<Vec<_>>(),
        "widths": widths(listing, &rows),
        "rows": rows,
        "legend": listing.legend(),
        "notes": listing.notes,
    })
}

/// The size of a table's text in points, and the width available to it, as page.typ sets tables of
/// this many columns.
fn size_and_room(columns: usize) -> (f64, f64) {
    const MILLIMETRE: f64 = 72.0 / 25.4;
    match columns {
        0..=6 => (9.0, 170.0 * MILLIMETRE),
        7..=9 => (8.0, 170.0 * MILLIMETRE),
        _ => (7.0, 257.0 * MILLIMETRE),
    }
}

/// The widths of columns, as shares of the page.
fn widths(listing: &Listing, rows: &[Vec<String>]) -> Vec<f64> {
    /// Space left and right of a cell's text, in points.
    const AROUND: f64 = 6.0;
    /// Longer words of a header are hyphenated.
    const LONGEST_OF_HEADER: f64 = 6.0;
    let (size, room) = size_and_room(listing.columns.len());
    Needs::new(&listing.columns, rows, AROUND / size, LONGEST_OF_HEADER).share(room / size)
}

#[cfg(test)]
mod tests {
    use super::Pdf;
    use crate::briefing::{Block, Document, Inline};
    use crate::domain::Unit;
    use crate::render::DocumentFormat;
    use crate::table::{Cell, Column, Listing};

    #[test]
    fn what_looks_like_markup_is_put_down_as_it_is() {
        // As markup, the first would stop the program and the others would not be closed.
        let hostile = "#panic(\"x\") *a _b $c ` <d> [e] #{ \\u{7} = f";
        let listing = Listing {
            caption: hostile.to_owned(),
            columns: vec![
                Column::text("area_name", hostile),
                Column::number("people", "People", Unit::People),
            ],
            rows: vec![vec![hostile.into(), Cell::Number(3.0)]],
            notes: vec![hostile.to_owned()],
        };
        let document = Document {
            id: "hostile".to_owned(),
            title: hostile.to_owned(),
            about: hostile.to_owned(),
            properties: vec![(hostile.to_owned(), hostile.to_owned())],
            blocks: vec![
                Block::heading(2, hostile),
                Block::Paragraph(vec![
                    Inline::Strong(hostile.to_owned()),
                    Inline::Text(hostile.to_owned()),
                ]),
                Block::sentences([hostile.to_owned()]),
                Block::Table { anchor: "table".to_owned(), listing: listing.clone() },
            ],
            sources: Vec::new(),
            definitions: Vec::new(),
            figures: listing,
            attribution: Vec::new(),
        };
        let bytes = Pdf.render(&document).unwrap();
        assert!(bytes.starts_with(b"%PDF-1.7"));
        assert_eq!(bytes, Pdf.render(&document).unwrap(), "the same bytes");
    }
}
