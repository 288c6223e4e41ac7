//! Rendering: finished things into bytes, one file for each format.
//!
//! Belongs here: formats of documents, of listings and of pictures. Does not belong here: the
//! contents of a document or a chart, where files are written.
//!
//! **Invariant:** nothing taken from a publication or a user can become markup or a formula; the
//! same input gives the same bytes.

mod characters;
#[cfg(test)]
mod contrast;
mod csv;
mod csv_columns;
mod csvw;
mod dictionary;
mod docx;
mod frame;
mod html;
mod json;
mod markdown;
mod measure;
mod package;
mod pdf;
#[cfg(test)]
mod pictures;
mod png;
mod template;
mod text;
mod workbook;

pub use characters::note_on_picture;
pub use json::json;
pub use png::png;

use crate::briefing::Document;
use crate::domain::{Error, Field, Result, error_codes};
use crate::table::Listing;

/// A format for documents.
pub trait DocumentFormat: Sync {
    /// The word used for it, such as `html`.
    fn id(&self) -> &'static str;

    /// The ending of its file.
    fn ending(&self) -> &'static str {
        self.id()
    }

    /// The document as bytes.
    fn render(&self, document: &Document) -> Result<Vec<u8>>;

    /// Files that go with it, with their path below the document's folder.
    fn companion_files(&self, _document: &Document) -> Result<Vec<(String, Vec<u8>)>> {
        Ok(Vec::new())
    }
}

/// A format for listings.
pub trait ListingFormat: Sync {
    /// The word used for it, also the ending of its files.
    fn id(&self) -> &'static str;

    /// The listing as bytes.
    fn render(&self, listing: &Listing) -> Result<Vec<u8>>;

    /// True when the bytes are text that a terminal can show.
    fn is_text(&self) -> bool {
        true
    }
}

/// The formats of documents, in the order they are written.
pub static DOCUMENT_FORMATS: &[&dyn DocumentFormat] = &[
    &html::Html,
    &pdf::Pdf,
    &docx::Docx,
    &workbook::XLSX,
    &workbook::ODS,
    &csv::CsvFolder,
    &markdown::Markdown,
];

/// The formats of listings.
pub static LISTING_FORMATS: &[&dyn ListingFormat] = &[
    &text::Text,
    &csv::Csv,
    &markdown::Markdown,
    &frame::Parquet,
    &frame::Arrow,
    &workbook::XLSX,
    &workbook::ODS,
];

/// The document format of that name, or `F303`.
pub fn document_format(id: &str) -> Result<&'static dyn DocumentFormat> {
    let names: Vec<&str> = DOCUMENT_FORMATS.iter().map(|format| format.id()).collect();
    DOCUMENT_FORMATS
        .iter()
        .copied()
        .find(|format| format.id() == id)
        .ok_or_else(|| unknown(Field::Formats, id, &names))
}

/// The listing format of that name, or `F303`. JSON is generated from an answer ([`json()`]), not
/// from its table.
pub fn listing_format(id: &str) -> Result<&'static dyn ListingFormat> {
    const JSON: &str = "json";
    let names: Vec<&str> = LISTING_FORMATS.iter().map(|format| format.id()).chain([JSON]).collect();
    LISTING_FORMATS
        .iter()
        .copied()
        .find(|format| format.id() == id)
        .ok_or_else(|| unknown(Field::Format, id, &names))
}

fn unknown(field: Field, id: &str, names: &[&str]) -> Error {
    Error::new(error_codes::OPTION_WRONG, "choosing a format")
        .at_field(field)
        .found(format!("{id:?}"))
        .expected(format!("one of {}", names.join(", ")))
}
