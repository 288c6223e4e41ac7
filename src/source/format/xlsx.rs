//! Office Open XML workbooks, through calamine's stream of cells.
//!
//! Belongs here: what calamine reads turned into our values. Does not belong here: the archive, which `archive` has
//! measured before.
//!
//! **Invariant:** cells arrive one by one and are counted against the limits; calamine's dense ranges are not used,
//! because two cells far apart make one of them larger than memory.

use super::cell::SheetBuilder;
use super::fault::{password_protected, shown, unreadable};
use super::ods::iso_date;
use super::{Limits, Sheet, Value};
use crate::domain::{Date, Error, Result};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, XlsxError};
use std::io::Cursor;

/// An opened xlsx file.
pub(super) struct Xlsx<'a>(calamine::Xlsx<Cursor<&'a [u8]>>);

impl<'a> Xlsx<'a> {
    /// Opens an archive that was inspected before.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self> {
        calamine::Xlsx::new(Cursor::new(bytes)).map(Self).map_err(refused)
    }

    /// Names of the worksheets in order.
    pub(super) fn names(&self) -> Vec<String> {
        let sheets = self.0.sheets_metadata().iter();
        sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet).map(|sheet| sheet.name.clone()).collect()
    }

    /// Reads the first rows of a worksheet.
    pub(super) fn head(&mut self, name: &str, rows: usize, limits: &Limits) -> Result<Sheet> {
        let mut builder = SheetBuilder::new(name, limits);
        let mut cells = self.0.worksheet_cells_reader(name).map_err(refused)?;
        while let Some(cell) = cells.next_cell().map_err(refused)? {
            let (row, column) = cell.get_position();
            if row as usize >= rows {
                break;
            }
            builder.put(row as usize, column as usize, value(cell.get_value()))?;
        }
        Ok(builder.finish())
    }
}

fn refused(error: XlsxError) -> Error {
    match error {
        XlsxError::Password => password_protected(),
        error => unreadable(format!("a damaged xlsx workbook ({})", shown(&error.to_string()))),
    }
}

fn value(data: &DataRef<'_>) -> Value {
    match data {
        DataRef::Empty => Value::Empty,
        DataRef::String(text) | DataRef::DurationIso(text) => Value::Text(text.clone()),
        DataRef::SharedString(text) => Value::Text((*text).to_owned()),
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) => Value::Number(*number),
        DataRef::Bool(truth) => Value::Bool(*truth),
        DataRef::Error(fault) => Value::Fault(fault.to_string()),
        DataRef::DateTimeIso(text) => iso_date(text),
        DataRef::DateTime(moment) => date(moment),
    }
}

/// A whole serial as the day it stands for; times, durations and days that do not exist stay numbers.
pub(super) fn date(moment: &ExcelDateTime) -> Value {
    let serial = moment.as_f64();
    let number = Value::Number(serial);
    // Excel shows serial 0 as the zeroth of January 1900, and 60 as a 29 February that 1900 did not have.
    if !moment.is_datetime() || serial.fract() != 0.0 || serial < 1.0 {
        return number;
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    match (i16::try_from(year), i8::try_from(month), i8::try_from(day)) {
        (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).map_or(number, Value::Date),
        _ => number,
    }
}
