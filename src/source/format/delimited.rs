//! Comma-separated text.
//!
//! Belongs here: the encoding of a text file, its rows and fields. Does not belong here: numbers and dates in it; every
//! field is text, and parsed by whoever knows what the column holds.
//!
//! **Invariant:** row N of the sheet is the Nth row a spreadsheet program shows, blank lines included.

use super::cell::SheetBuilder;
use super::fault::{too_large, unreadable};
use super::{CSV_SHEET, Limits, Sheet, Value};
use crate::domain::{Error, Result};
use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// A text file, decoded.
pub(super) struct Delimited {
    text: String,
}

impl Delimited {
    /// Decodes the text by its byte order mark, else as UTF-8, else as Windows-1252.
    pub(super) fn open(bytes: &[u8]) -> Result<Self> {
        let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
        let rest = &bytes[mark..];
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(rest) {
            return Ok(Self { text: text.into_owned() });
        }
        if mark > 0 {
            return Err(unreadable(format!("text that is announced as {} and is not", encoding.name())));
        }
        Ok(Self { text: WINDOWS_1252.decode_without_bom_handling(rest).0.into_owned() })
    }

    /// Reads the first rows.
    pub(super) fn head(&self, rows: usize, limits: &Limits) -> Result<Sheet> {
        let mut builder = SheetBuilder::new(CSV_SHEET, limits);
        self.check_lines(rows, limits)?;
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(self.text.as_bytes());
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
                builder.put(row, column, Value::Text(field.to_owned()))?;
            }
            self.check_quotes(start, end)?;
            (row, start) = (row + 1, end);
        }
        Ok(builder.finish())
    }

    /// Refuses lines that no publication has, before the reader gathers one of them.
    fn check_lines(&self, rows: usize, limits: &Limits) -> Result<()> {
        let end = if self.text.contains('\n') { '\n' } else { '\r' };
        for (number, line) in self.text.split(end).enumerate().take(rows) {
            if line.len() > limits.line_bytes {
                let found = format!("a line of {} bytes", line.len());
                let error = too_large(found, format!("at most {} bytes in a line", limits.line_bytes));
                return Err(error.at_line(number + 1, 1));
            }
        }
        Ok(())
    }

    /// How many blank lines stand before the record that starts here; the csv crate passes over them.
    fn blank_lines(&self, start: usize) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        // A record ends at the first of CR LF and leaves the other.
        let after_return = self.text.as_bytes().get(..start).is_some_and(|before| before.ends_with(b"\r"));
        let mut rest = if after_return { rest.strip_prefix('\n').unwrap_or(rest) } else { rest };
        let mut lines = 0;
        while let Some(after) = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r'])) {
            (lines, rest) = (lines + 1, after);
        }
        lines
    }

    /// Refuses a quote that is opened and never closed: it would swallow the rest of the file as one field.
    fn check_quotes(&self, start: usize, end: usize) -> Result<()> {
        let record = self.text.get(start..end).unwrap_or_default();
        let last = self.text.get(end..).unwrap_or_default().trim_ascii().is_empty();
        let several = record.trim_ascii().contains(['\n', '\r']);
        if last && several && record.matches('"').count() % 2 == 1 {
            let line = self.text[..start].lines().count() + 1;
            return Err(unreadable("a quotation mark that is opened and never closed").at_line(line, 1));
        }
        Ok(())
    }

    fn refused(&self, error: &csv::Error) -> Error {
        unreadable(format!("text that is not comma-separated ({error})"))
    }
}
