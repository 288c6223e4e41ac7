//! Text separated by commas, tabs, semicolons or bars.
//!
//! Belongs here: the encoding of a text file, its rows and fields. Does not belong here: numbers
//! and dates in it. Every field is text, and the code that knows the column parses it. The errors
//! that a spreadsheet program has written are an exception. `rows` handles separators and the
//! length of rows, `decimals` handles decimal commas.
//!
//! **Invariant:** row N of the sheet is the Nth row that a spreadsheet program shows, blank lines
//! included.

use super::cell::{SheetBuilder, is_fault};
use super::decimals::Decimals;
use super::fault::unreadable;
use super::{CSV_SHEET, Limits, Sheet, Value, rows};
use crate::domain::{Error, Result};
use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// The byte order mark, decoded.
const MARK: char = '\u{feff}';

/// A text file, decoded.
pub(super) struct Delimited<'a> {
    text: Cow<'a, str>,
    /// The start of its rows, after a line that only declares the separator. Spreadsheet programs
    /// do not show that line.
    start: usize,
    separator: u8,
    decimals: Decimals,
}

impl<'a> Delimited<'a> {
    /// Decodes the text by its byte order mark, otherwise as UTF-8, otherwise as Windows-1252, and
    /// examines its rows.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self> {
        let text = decoded(bytes)?;
        let (separator, rows) =
            rows::declared(&text).unwrap_or_else(|| (rows::separator(&text), &text));
        rows::check(rows, separator, limits)?;
        let start = text.len() - rows.len();
        // In a file with commas as separators, figures have no decimal commas.
        let decimals =
            if separator == b';' { Decimals::of(rows, separator)? } else { Decimals::default() };
        Ok(Self { text, start, separator, decimals })
    }

    /// True if the last line has no end, or only half of the line end, while others have a full
    /// one.
    pub(super) fn has_open_end(&self) -> bool {
        let text = self.rows().as_bytes();
        match text {
            [.., b'\n'] => false,
            [.., b'\r'] => text.contains(&b'\n'),
            _ => text.iter().any(|byte| matches!(byte, b'\n' | b'\r')),
        }
    }

    fn rows(&self) -> &str {
        self.text.get(self.start..).unwrap_or_default()
    }

    /// Reads the first rows.
    pub(super) fn head(&self, rows: usize, limits: &Limits) -> Result<Sheet> {
        let mut builder = SheetBuilder::new(CSV_SHEET, limits);
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.separator)
            .from_reader(self.rows().as_bytes());
        let mut record = StringRecord::new();
        let (mut row, mut start) = (0, 0);
        while row < rows {
            let more = reader.read_record(&mut record).map_err(|error| self.refused(&error))?;
            if !more {
                break;
            }
            let end = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
            row += self.blank_lines(start);
            for (column, field) in record.iter().enumerate() {
                let value = match self.decimals.with_point(column, field) {
                    Some(figure) => Value::Text(figure.into()),
                    None => written(field),
                };
                builder.put(row, column, value)?;
            }
            (row, start) = (row + 1, end);
        }
        Ok(builder.finish())
    }

    /// The number of blank lines before the record that starts here; the csv crate skips them.
    fn blank_lines(&self, start: usize) -> usize {
        let rest = self.rows().get(start..).unwrap_or_default();
        // A record ends at the first character of CR LF and leaves the other.
        let after_return =
            self.rows().as_bytes().get(..start).is_some_and(|before| before.ends_with(b"\r"));
        let mut rest = if after_return { rest.strip_prefix('\n').unwrap_or(rest) } else { rest };
        let mut lines = 0;
        while let Some(after) =
            rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r']))
        {
            (lines, rest) = (lines + 1, after);
        }
        lines
    }

    fn refused(&self, error: &csv::Error) -> Error {
        unreadable(format!("text that is not separated into fields ({error})"))
    }
}

/// The value of a field: its text, or the error in place of a value.
fn written(field: &str) -> Value {
    if is_fault(field) { Value::Fault(field.trim().into()) } else { Value::Text(field.into()) }
}

/// The text of a file, decoded by its byte order mark, otherwise as UTF-8, otherwise as
/// Windows-1252.
pub(super) fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let rest = &bytes[mark..];
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(rest) {
        // A file assembled from several has a mark of its own in front of the header.
        return Ok(match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim_start_matches(MARK)),
            Cow::Owned(text) if text.starts_with(MARK) => {
                Cow::Owned(text.trim_start_matches(MARK).to_owned())
            }
            text => text,
        });
    }
    if mark > 0 {
        return Err(unreadable(format!(
            "text that is announced as {} and is not",
            encoding.name()
        )));
    }
    Ok(WINDOWS_1252.decode_without_bom_handling(rest).0)
}
