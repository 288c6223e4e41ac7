//! Workbooks of Excel 2003 and before.
//!
//! Belongs here: opening them, and reading the worksheets of those older than Excel 97 through
//! calamine. Does not belong here: the file system around the workbook (`compound`), its size
//! (`records`), and the records of Excel 97 to 2003, which have their own files.
//!
//! **Invariant:** a workbook is read only after `records` has found that it will stay within the
//! limits.

mod book;
mod sheet;

use super::cell::SheetBuilder;
use super::compound::Compound;
use super::fault::{password_protected, shown, too_large, unreadable};
use super::records::measure;
use super::shown::Epoch;
use super::{Limits, Sheet, Value};
use crate::domain::{Error, Result};
use book::Book;
use calamine::{Data, ExcelDateTime, Reader, SheetType, XlsError};
use std::io::Cursor;

/// An opened xls file.
pub(super) enum Xls<'a> {
    /// Excel 97 to 2003: its stream of records, and the data that its sheets share.
    Records { stream: Vec<u8>, book: Book },
    /// Excel 5.0 and 95.
    Older(Box<calamine::Xls<Cursor<&'a [u8]>>>),
}

impl<'a> Xls<'a> {
    /// Measures the workbook and opens it.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self> {
        if bytes.len() > limits.xls_bytes {
            let expected = format!("at most {} in the format of Excel 2003", limits.xls_bytes);
            return Err(too_large(format!("{} bytes", bytes.len()), expected));
        }
        let stream = inspect(bytes, limits)?;
        if let Some(book) = Book::read(&stream) {
            return Ok(Self::Records { stream, book });
        }
        // The memory for measuring is released before calamine takes as much again.
        drop(stream);
        calamine::Xls::new(Cursor::new(bytes))
            .map(|older| Self::Older(Box::new(older)))
            .map_err(refused)
    }

    /// Names of the worksheets in order.
    pub(super) fn names(&self) -> Vec<String> {
        match self {
            Self::Records { book, .. } => {
                book.sheets.iter().map(|(name, _)| name.clone()).collect()
            }
            Self::Older(older) => {
                let sheets = older.sheets_metadata().iter();
                sheets
                    .filter(|sheet| sheet.typ == SheetType::WorkSheet)
                    .map(|sheet| sheet.name.clone())
                    .collect()
            }
        }
    }

    /// Reads the first rows of a worksheet.
    pub(super) fn head(&mut self, name: &str, rows: usize, limits: &Limits) -> Result<Sheet> {
        let mut builder = SheetBuilder::new(name, limits);
        match self {
            Self::Records { stream, book } => {
                let start = book
                    .sheets
                    .iter()
                    .find(|(known, _)| known == name)
                    .map_or(usize::MAX, |(_, start)| *start);
                sheet::read(stream.get(start..).unwrap_or_default(), rows, book, &mut builder)?;
            }
            Self::Older(older) => {
                let range = older.worksheet_range(name).map_err(refused)?;
                let (top, left) = range.start().unwrap_or_default();
                for (row, column, data) in range.used_cells() {
                    let (row, column) = (row + top as usize, column + left as usize);
                    if row >= rows {
                        break;
                    }
                    builder.put(row, column, value(data))?;
                }
            }
        }
        Ok(builder.finish())
    }
}

/// Measures the workbook and returns its stream of records.
fn inspect(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>> {
    let file = Compound::open(bytes)?;
    if file.has("EncryptedPackage") {
        return Err(password_protected());
    }
    let mut streams = Vec::new();
    for name in ["Workbook", "Book"].into_iter().filter(|name| file.has(name)) {
        let stream = file.stream(name)?;
        measure(&stream, limits)?;
        streams.push(stream);
    }
    streams.into_iter().next().ok_or_else(|| {
        unreadable("an older Office file that is not a workbook (such as a Word document)")
    })
}

fn refused(error: XlsError) -> Error {
    match error {
        XlsError::Password => password_protected(),
        error => unreadable(format!("a damaged xls workbook ({})", shown(&error.to_string()))),
    }
}

fn value(data: &Data) -> Value {
    match data {
        Data::Empty => Value::Empty,
        Data::String(text) | Data::DurationIso(text) | Data::DateTimeIso(text) => {
            Value::Text(text.as_str().into())
        }
        Data::Int(number) => Value::Number(*number as f64),
        Data::Float(number) => Value::Number(*number),
        Data::Bool(truth) => Value::Bool(*truth),
        Data::Error(fault) => Value::Fault(fault.to_string().into()),
        Data::DateTime(moment) => date(moment),
    }
}

fn date(moment: &ExcelDateTime) -> Value {
    let serial = moment.as_f64();
    let day = Epoch::From1900.day(serial).filter(|_| moment.is_datetime());
    day.map_or(Value::Number(serial), Value::Date)
}
