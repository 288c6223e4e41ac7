//! Tables of the user: CSV files that commands read next to the publications.
//!
//! Belongs here: their text, their lines and where one is wrong. Does not belong here: what their
//! columns mean.

use crate::domain::{Error, Result, error_codes};
use crate::figures::Figures;
use crate::source::{read_text_of, read_text_or_pipe};
use csv::{Reader, ReaderBuilder, StringRecord, Trim};
use std::io::Read;
use std::path::Path;

/// A user's table, as CSV with a header; lines that begin with `#` are remarks.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// Its name in errors.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// Where a table of the user comes from.
pub enum InputSource<'a> {
    /// A file, or a pipe that has a path.
    File(&'a Path),
    /// What another program writes.
    Stream {
        /// Its name in errors.
        name: &'a Path,
        /// Its bytes.
        input: &'a mut dyn Read,
    },
}

/// Reads a user's table. Errors with `F401` and `F114`.
pub fn inputs(figures: &Figures, source: InputSource<'_>) -> Result<Inputs> {
    let limit = figures.catalogue().limits.table_bytes;
    let (name, text) = match source {
        InputSource::File(path) => (path, read_text_or_pipe(path, limit)?),
        InputSource::Stream { name, input } => (name, read_text_of(input, name, limit)?),
    };
    Ok(Inputs { file: name.display().to_string(), text })
}

impl Inputs {
    /// A reader of its lines.
    pub(super) fn reader(&self) -> Reader<&[u8]> {
        ReaderBuilder::new().comment(Some(b'#')).trim(Trim::All).from_reader(self.text.as_bytes())
    }

    /// A line with its number. Errors with `F303` for one that cannot be read.
    pub(super) fn row(
        &self,
        record: csv::Result<StringRecord>,
        doing: &str,
        expected: &str,
    ) -> Result<(u64, StringRecord)> {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            self.wrong(doing, line, error.to_string(), expected)
        })?;
        Ok((record.position().map_or(1, csv::Position::line), record))
    }

    /// The error `F303` at a line.
    pub(super) fn wrong(&self, doing: &str, line: u64, found: String, expected: &str) -> Error {
        Error::new(error_codes::OPTION_WRONG, doing)
            .in_file(&self.file)
            .at_line(usize::try_from(line).unwrap_or(1), 1)
            .found(found)
            .expected(expected)
    }
}
