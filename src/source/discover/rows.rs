//! Answers of interfaces as text tables: pages of one query below each other, records under a header.

use crate::domain::{Error, Result, error_codes};

/// Writes records as csv, every row as long as the header.
pub(super) fn written(rows: impl IntoIterator<Item = Vec<String>>) -> Result<String> {
    let failed = |found: String| {
        Error::new(error_codes::FILE_NOT_LISTED, "putting the answers of an interface together").found(found)
    };
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).map_err(|error| failed(error.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|error| failed(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| failed(error.to_string()))
}

/// The rows of a csv, the header among them.
pub(super) fn read(text: &str) -> std::result::Result<Vec<Vec<String>>, csv::Error> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| Ok(record?.iter().map(str::to_owned).collect())).collect()
}
