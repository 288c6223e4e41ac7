//! Workbooks of Excel 2003 and before, through calamine.
//!
//! Belongs here: what calamine reads turned into our values. Does not belong here: the file system around the workbook
//! (`compound`) and the records in it (`records`).
//!
//! **Invariant:** calamine is let at a workbook only after `records` has found that it will stay within the limits.

use super::cell::SheetBuilder;
use super::compound::Compound;
use super::fault::{password_protected, shown, too_large, unreadable};
use super::ods::iso_date;
use super::records::measure;
use super::xlsx::date;
use super::{Limits, Sheet, Value};
use crate::domain::{Error, Result};
use calamine::{Data, Reader, SheetType, XlsError};
use std::io::Cursor;

/// An opened xls file.
pub(super) struct Xls<'a>(calamine::Xls<Cursor<&'a [u8]>>);

impl<'a> Xls<'a> {
    /// Measures the workbook and opens it.
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self> {
        if bytes.len() > limits.xls_bytes {
            let expected = format!("at most {} in the format of Excel 2003", limits.xls_bytes);
            return Err(too_large(format!("{} bytes", bytes.len()), expected));
        }
        inspect(bytes, limits)?;
        calamine::Xls::new(Cursor::new(bytes)).map(Self).map_err(refused)
    }

    /// Names of the worksheets in order.
    pub(super) fn names(&self) -> Vec<String> {
        let sheets = self.0.sheets_metadata().iter();
        sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet).map(|sheet| sheet.name.clone()).collect()
    }

    /// Reads the first rows of a worksheet.
    pub(super) fn head(&mut self, name: &str, rows: usize, limits: &Limits) -> Result<Sheet> {
        let mut builder = SheetBuilder::new(name, limits);
        let range = self.0.worksheet_range(name).map_err(refused)?;
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            let (row, column) = (row + top as usize, column + left as usize);
            if row >= rows {
                break;
            }
            builder.put(row, column, value(data))?;
        }
        Ok(builder.finish())
    }
}

/// Measures the workbook; what that takes is given back before calamine takes as much again.
fn inspect(bytes: &[u8], limits: &Limits) -> Result<()> {
    let file = Compound::open(bytes)?;
    if file.has("EncryptedPackage") {
        return Err(password_protected());
    }
    let streams: Vec<&str> = ["Workbook", "Book"].into_iter().filter(|name| file.has(name)).collect();
    if streams.is_empty() {
        return Err(unreadable("an older Office file that is not a workbook (such as a Word document)"));
    }
    streams.into_iter().try_for_each(|name| measure(&file.stream(name)?, limits))
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
        Data::String(text) | Data::DurationIso(text) => Value::Text(text.clone()),
        Data::Int(number) => Value::Number(*number as f64),
        Data::Float(number) => Value::Number(*number),
        Data::Bool(truth) => Value::Bool(*truth),
        Data::Error(fault) => Value::Fault(fault.to_string()),
        Data::DateTimeIso(text) => iso_date(text),
        Data::DateTime(moment) => date(moment),
    }
}
