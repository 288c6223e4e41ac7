//! Answers of APIs as text tables: pages of one query combined, records under a header.

use super::Rule;
use crate::domain::{Error, Result, error_codes};

/// A table assembled row by row; every row is as long as the header.
pub(super) struct Written<'r> {
    rule: &'r Rule<'r>,
    writer: csv::Writer<Vec<u8>>,
    bytes: u64,
}

impl<'r> Written<'r> {
    /// A table without rows. Errors: as for a row.
    pub(super) fn under<T: AsRef<str>>(rule: &'r Rule<'r>, header: &[T]) -> Result<Self> {
        let mut table =
            Self { rule, writer: csv::WriterBuilder::new().from_writer(Vec::new()), bytes: 0 };
        table.add(header)?;
        Ok(table)
    }

    /// Adds a row. Errors with `F506` for a row of another length, and with `F114` where the table
    /// exceeds the size limit of one listing.
    pub(super) fn add<T: AsRef<str>>(&mut self, row: &[T]) -> Result<()> {
        let cells: usize = row.iter().map(|cell| cell.as_ref().len() + 1).sum();
        self.bytes = self.bytes.saturating_add(u64::try_from(cells).unwrap_or(u64::MAX));
        let most = self.rule.fetching.listing_bytes;
        if self.bytes > most {
            return Err(self
                .rule
                .too_large(self.rule.page(), format!("a table of more than {most} bytes")));
        }
        self.writer
            .write_record(row.iter().map(|cell| cell.as_ref().as_bytes()))
            .map_err(|error| failed(&error.to_string()))
    }

    /// The text of the table.
    pub(super) fn text(self) -> Result<String> {
        let bytes = self.writer.into_inner().map_err(|error| failed(&error.to_string()))?;
        String::from_utf8(bytes).map_err(|error| failed(&error.to_string()))
    }
}

fn failed(found: &str) -> Error {
    Error::new(error_codes::FILE_NOT_LISTED, "putting the answers of an interface together")
        .found(found)
}
