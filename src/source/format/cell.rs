//! Cells with addresses: the result of reading every format.
//!
//! Belongs here: the value of a cell, a sheet of cells, their addresses, and the limits of a sheet.
//! Does not belong here: what a text or a number means. Trimming, markers and parsing are in
//! `shape`.
//!
//! **Invariant:** row and column of a cell in a [`Sheet`] are those that a spreadsheet program
//! shows. Thus [`address`] leads to the same cell in the published file.

use super::Limits;
use crate::domain::{Date, Error, Result, error_codes};
use std::any::Any;
use std::sync::{Arc, OnceLock};

/// The content of a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// No content, or an empty text.
    #[default]
    Empty,
    /// Text, as published. A text in many cells is stored once if the file stores it once.
    Text(Arc<str>),
    /// A number as stored, before any display format. Also times and durations, as fractions of a
    /// day.
    Number(f64),
    /// A number that its format displays multiplied: by 100 as a percentage, by 0.001 as thousands
    /// (`#,##0,`).
    Displayed {
        /// The number as stored.
        stored: f64,
        /// The display factor.
        factor: f64,
    },
    /// A day.
    Date(Date),
    /// True or false.
    Bool(bool),
    /// An error that the spreadsheet shows in place of a value, such as `#N/A`.
    Fault(Arc<str>),
}

impl Value {
    /// True when the cell has no content.
    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// True when the cell shows nothing: empty, or text that consists only of spaces.
    pub fn is_blank(&self) -> bool {
        self.is_empty() || self.text().is_some_and(|text| text.trim().is_empty())
    }

    /// The text, if the cell contains one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn text_bytes(&self) -> usize {
        match self {
            Self::Text(text) | Self::Fault(text) => text.len(),
            _ => 0,
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) | Self::Fault(text) => f.write_str(text),
            Self::Number(number) | Self::Displayed { stored: number, .. } => write!(f, "{number}"),
            Self::Date(day) => write!(f, "{day}"),
            Self::Bool(true) => f.write_str("TRUE"),
            Self::Bool(false) => f.write_str("FALSE"),
        }
    }
}

static EMPTY: Value = Value::Empty;

/// One sheet: ragged rows from row 1 of the file, without rows and cells after the last filled one.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Name as in the file.
    pub name: String,
    rows: Vec<Vec<Value>>,
    width: usize,
    /// Number of bytes of text in all cells.
    text_bytes: usize,
    /// A value derived from the sheet, cached so that it is computed once.
    note: OnceLock<Arc<dyn Any + Send + Sync>>,
}

impl PartialEq for Sheet {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.rows == other.rows
    }
}

impl Sheet {
    /// A sheet with these rows.
    #[cfg(test)]
    pub(crate) fn of_rows(rows: Vec<Vec<Value>>) -> Self {
        let width = rows.iter().map(Vec::len).max().unwrap_or_default();
        Self { name: "Cover".to_owned(), rows, width, ..Self::default() }
    }

    /// The value at a row and column counted from zero; empty outside the sheet.
    pub fn cell(&self, row: usize, column: usize) -> &Value {
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(&EMPTY)
    }

    /// All rows in order; each ends with its last filled cell.
    pub fn rows(&self) -> &[Vec<Value>] {
        &self.rows
    }

    /// Number of rows down to the last filled one.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// Number of columns up to the last filled one.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The number of cells, gaps included, and of bytes of text in them.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.rows.iter().map(Vec::len).sum(), self.text_bytes)
    }

    /// The result of `make` for the sheet, computed when first requested and cached. A sheet caches
    /// one such value.
    pub(in crate::source) fn noted<T: Any + Send + Sync>(
        &self,
        make: impl Fn(&Self) -> T,
    ) -> Arc<T> {
        let held = self.note.get_or_init(|| Arc::new(make(self)));
        Arc::downcast(Arc::clone(held)).unwrap_or_else(|_| Arc::new(make(self)))
    }
}

/// The address that a spreadsheet program shows, such as `F120`, for a row and column counted from
/// zero. Files may have more columns than the crates that write workbooks can name.
pub fn address(row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from(b'A' + (rest % 26) as u8));
        match rest / 26 {
            0 => break,
            // The letters have no zero: AA follows Z.
            quotient => rest = quotient - 1,
        }
    }
    let column: String = letters.iter().rev().collect();
    format!("{column}{}", row.saturating_add(1))
}

/// The value for a formula that was written into a file but never calculated.
pub(super) const NOT_CALCULATED: &str = "a formula that was never calculated";

/// True for the text of an error, in whatever language of the spreadsheet program: `#N/A`,
/// `#WERT!`, `#SPILL!`, `#¡VALOR!`, `Err:502`.
pub(super) fn is_fault(text: &str) -> bool {
    /// The errors without a final mark: no value available, and value being fetched.
    const UNMARKED: [&str; 10] =
        ["N/A", "NA", "NV", "N/D", "N/B", "N/V", "I/T", "Н/Д", "YOK", "GETTING_DATA"];
    const LONGEST: usize = 40;
    let text = text.trim();
    if let Some(code) = text.strip_prefix("Err:") {
        return !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit());
    }
    let Some(name) = text.strip_prefix('#').filter(|name| name.len() <= LONGEST) else {
        return false;
    };
    let is_of_name = |letter: char| {
        letter.is_alphanumeric() && !letter.is_lowercase()
            || matches!(letter, '/' | '_' | '¡' | '¿' | ' ' | '.')
    };
    let marked = name.strip_suffix(['!', '?']);
    UNMARKED.contains(&name)
        || marked
            .is_some_and(|name| name.contains(char::is_alphabetic) && name.chars().all(is_of_name))
}

/// Fills a sheet within the limits.
pub(super) struct SheetBuilder<'a> {
    sheet: Sheet,
    limits: &'a Limits,
    cells: usize,
    text_bytes: usize,
}

impl<'a> SheetBuilder<'a> {
    pub(super) fn new(name: &str, limits: &'a Limits) -> Self {
        let sheet = Sheet { name: name.to_owned(), ..Sheet::default() };
        Self { sheet, limits, cells: 0, text_bytes: 0 }
    }

    /// Stores a value in its cell; empty values take no memory and do not enlarge the sheet.
    pub(super) fn put(&mut self, row: usize, column: usize, value: Value) -> Result<()> {
        if value.is_empty() || value.text() == Some("") {
            return Ok(());
        }
        self.make_room(row, column, value.text_bytes())?;
        self.sheet.width = self.sheet.width.max(column + 1);
        self.sheet.rows[row][column] = value;
        Ok(())
    }

    /// True when a cell already has a value.
    pub(super) fn is_filled(&self, row: usize, column: usize) -> bool {
        !self.sheet.cell(row, column).is_empty()
    }

    /// Empties the cells covered by merged ranges, each given by its top, left, bottom and right.
    pub(super) fn cover(&mut self, ranges: &[[usize; 4]]) -> Result<()> {
        // Each range has two cells or more, and no two ranges share a cell.
        if ranges.len() > self.limits.cells {
            return Err(overlapping());
        }
        let mut emptied = 0;
        for [top, left, bottom, right] in ranges.iter().copied() {
            for row in top..self.sheet.rows.len().min(bottom.saturating_add(1)) {
                let cells = &mut self.sheet.rows[row];
                let columns =
                    left + usize::from(row == top)..cells.len().min(right.saturating_add(1));
                emptied += columns.len() + 1;
                if let Some(cells) = cells.get_mut(columns) {
                    cells.fill(Value::Empty);
                }
            }
            // Merged ranges do not overlap, so that together they have no more cells than the
            // sheet.
            if emptied > self.limits.cells.saturating_mul(2) {
                return Err(overlapping());
            }
        }
        if emptied > 0 {
            self.trim();
        }
        Ok(())
    }

    /// Removes rows and cells after the last filled one.
    fn trim(&mut self) {
        let sheet = &mut self.sheet;
        for cells in &mut sheet.rows {
            cells.truncate(
                cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1),
            );
        }
        sheet.rows.truncate(
            sheet.rows.iter().rposition(|cells| !cells.is_empty()).map_or(0, |last| last + 1),
        );
        sheet.width = sheet.rows.iter().map(Vec::len).max().unwrap_or_default();
    }

    /// The filled sheet.
    pub(super) fn finish(self) -> Sheet {
        Sheet { text_bytes: self.text_bytes, ..self.sheet }
    }

    /// The limits of the sheet.
    pub(super) fn limits(&self) -> &'a Limits {
        self.limits
    }

    fn make_room(&mut self, row: usize, column: usize, text: usize) -> Result<()> {
        let limits = self.limits;
        let refuse =
            |found: String, expected: String| Err(self.too_large(row, column, found, expected));
        if row >= limits.rows {
            return refuse(
                format!("a filled cell in row {}", row.saturating_add(1)),
                most(limits.rows, "rows"),
            );
        }
        if column >= limits.columns {
            let found = format!("a filled cell in column {}", column.saturating_add(1));
            return refuse(found, most(limits.columns, "columns"));
        }
        if text > limits.text_bytes {
            return refuse(
                format!("a text of {text} bytes"),
                most(limits.text_bytes, "bytes in a cell"),
            );
        }
        let held = self.sheet.rows.get(row).map_or(0, Vec::len);
        let cells = self.cells + (column + 1).saturating_sub(held);
        if cells > limits.cells {
            return refuse(
                "more cells than that".to_owned(),
                most(limits.cells, "cells in a sheet"),
            );
        }
        let text_bytes = self.text_bytes + text;
        if text_bytes > limits.sheet_text_bytes {
            return refuse(
                "more text than that".to_owned(),
                most(limits.sheet_text_bytes, "bytes of text in a sheet"),
            );
        }
        (self.cells, self.text_bytes) = (cells, text_bytes);
        if self.sheet.rows.len() <= row {
            // A row filled cell by cell has allocated up to twice the memory it needs.
            self.sheet.rows.iter_mut().next_back().into_iter().for_each(Vec::shrink_to_fit);
            self.sheet.rows.resize_with(row + 1, Vec::new);
        }
        if held <= column {
            self.sheet.rows[row].resize(column + 1, Value::Empty);
        }
        Ok(())
    }

    fn too_large(&self, row: usize, column: usize, found: String, expected: String) -> Error {
        Error::new(error_codes::TOO_LARGE, "reading a sheet")
            .in_sheet(&self.sheet.name)
            .at_cell(address(row, column))
            .found(found)
            .expected(expected)
    }
}

/// `F114` for merged ranges that do not fit in any sheet.
pub(super) fn overlapping() -> Error {
    Error::new(error_codes::TOO_LARGE, "reading the merged ranges of a sheet")
        .expected("merged ranges that do not lie over one another")
}

fn most(limit: usize, what: &str) -> String {
    format!("at most {limit} {what}")
}
