//! The records of an xls workbook, traversed to determine how much memory it will take.
//!
//! Belongs here: the few record types that determine that. Does not belong here: values.
//!
//! **Invariant:** calamine, which reads the oldest workbooks, builds every sheet as a dense
//! rectangle when it opens the file. It copies a shared text into each cell that shows it, and
//! writes every formula out in full. The rectangles, the cells, and the texts of all sheets
//! together are within the limits after [`measure`] has passed.

use super::cell::address;
use super::compound::{u16_at, u32_at};
use super::fault::{password_protected, too_large, unreadable};
use super::{Limits, check_sheets};
use crate::domain::{Error, Result};

/// Record types of the format, by the names of its specification (MS-XLS).
pub(super) mod record {
    pub(in super::super) const BOF: u16 = 0x0809;
    pub(in super::super) const EOF: u16 = 0x000A;
    pub(in super::super) const FILE_PASS: u16 = 0x002F;
    pub(in super::super) const NAME: u16 = 0x0018;
    pub(in super::super) const FORMULA: u16 = 0x0006;
    pub(in super::super) const BOUND_SHEET: u16 = 0x0085;
    pub(in super::super) const SHARED_TEXTS: u16 = 0x00FC;
    pub(in super::super) const CONTINUE: u16 = 0x003C;
    pub(in super::super) const DIMENSIONS: u16 = 0x0200;
    pub(in super::super) const MULTIPLE_RK: u16 = 0x00BD;
    pub(in super::super) const SHARED_TEXT_CELL: u16 = 0x00FD;
    pub(in super::super) const DATE_MODE: u16 = 0x0022;
    pub(in super::super) const FONT: u16 = 0x0031;
    pub(in super::super) const FORMAT: u16 = 0x041E;
    /// A format of cells (XF).
    pub(in super::super) const STYLE: u16 = 0x00E0;
    /// The version that last calculated the workbook (RecalcId).
    pub(in super::super) const RECALCULATION: u16 = 0x01C1;
    pub(in super::super) const MERGED: u16 = 0x00E5;
    pub(in super::super) const NUMBER: u16 = 0x0203;
    pub(in super::super) const LABEL: u16 = 0x0204;
    pub(in super::super) const TRUTH_OR_FAULT: u16 = 0x0205;
    pub(in super::super) const TEXT_OF_FORMULA: u16 = 0x0207;
    pub(in super::super) const RICH_LABEL: u16 = 0x00D6;
    pub(in super::super) const RK: u16 = 0x027E;
    /// Formula, Number, Label, RString, BoolErr, RK, LabelSst: each is one cell and begins with its
    /// row and column.
    pub(in super::super) const CELLS: [u16; 7] =
        [FORMULA, NUMBER, LABEL, RICH_LABEL, TRUTH_OR_FAULT, RK, SHARED_TEXT_CELL];
}

/// Refuses a workbook whose sheets would together exceed the limits for cells or text.
pub(super) fn measure(stream: &[u8], limits: &Limits) -> Result<()> {
    let (mut sheets, mut texts) = (Vec::new(), Texts::default());
    let mut records = Records(stream);
    while let Some((kind, data)) = records.next().filter(|(kind, _)| *kind != record::EOF) {
        match kind {
            record::FILE_PASS => return Err(password_protected()),
            record::BOUND_SHEET => {
                sheets.push(u32_at(data, 0).unwrap_or(u32::MAX) as usize);
                check_sheets(sheets.len(), limits)?;
                texts.meet_name(data.get(6));
            }
            record::NAME => texts.meet_name(data.get(3)),
            record::SHARED_TEXTS => {
                let more = Records(records.0)
                    .take_while(|(kind, _)| *kind == record::CONTINUE)
                    .map(|(_, data)| data);
                texts.shared = text_bytes(data, more).ok_or_else(cut_short)?;
                if texts.shared.len() > limits.xls_cells {
                    let expected = format!("at most {}", limits.xls_cells);
                    return Err(too_large(
                        format!("{} shared texts", texts.shared.len()),
                        expected,
                    ));
                }
            }
            _ => {}
        }
    }
    let (mut cells, mut bytes, mut left) = (0_usize, 0_usize, stream.len());
    for start in sheets {
        let extent = Extent::of(stream.get(start..).ok_or_else(cut_short)?, &texts, &mut left)?;
        cells = cells.saturating_add(extent.cells().max(extent.held));
        bytes = bytes.saturating_add(extent.text_bytes);
        if cells > limits.xls_cells || extent.right >= limits.columns {
            return Err(too_large(
                "cells too many or too far apart",
                format!("at most {} cells", limits.xls_cells),
            )
            .at_cell(address(extent.bottom, extent.right)));
        }
        if bytes > limits.sheet_text_bytes {
            return Err(too_large(
                "more text than that",
                format!("at most {} bytes of text", limits.sheet_text_bytes),
            ));
        }
    }
    Ok(())
}

/// Bytes of type and length before the data of a record.
const RECORD_HEADER: usize = 4;

/// Overlapping sheets would be read repeatedly, once for each sheet.
fn overlapping() -> Error {
    unreadable("an xls workbook whose sheets lie over one another").help(
        "no spreadsheet program writes such a file: do not use it, and check where it came from",
    )
}

fn cut_short() -> Error {
    unreadable("an xls workbook that is cut short or damaged")
}

/// The data that determine the maximum length of texts in cells.
#[derive(Default)]
struct Texts {
    /// The maximum number of bytes of each shared text.
    shared: Vec<usize>,
    /// Number of characters in the longest name that a formula can refer to.
    longest_name: usize,
}

impl Texts {
    fn meet_name(&mut self, characters: Option<&u8>) {
        self.longest_name = self.longest_name.max(characters.copied().map_or(0, usize::from));
    }

    /// The maximum number of bytes of a formula when written out. An operand of four bytes may
    /// stand for a long name.
    fn of_formula(&self, record: &[u8]) -> Result<usize> {
        const BEFORE: usize = 22;
        const OPERAND: usize = 4;
        const REFERENCE: usize = 16;
        // Excel itself stops at 1,800 bytes. The time to write a formula out grows with the square
        // of its length.
        const LONGEST: usize = 4_096;
        let tokens = record.len().saturating_sub(BEFORE);
        if tokens > LONGEST {
            return Err(unreadable(format!("an xls formula of {tokens} bytes")));
        }
        Ok(tokens / OPERAND * (self.longest_name + REFERENCE))
    }
}

/// The maximum number of bytes of each shared text; `None` when the table of texts is damaged.
///
/// The table spans several records. A text that is divided by the border of two records continues
/// in the next one after an extra byte. That byte determines whether the following characters are
/// one or two bytes wide.
fn text_bytes<'a>(first: &'a [u8], mut more: impl Iterator<Item = &'a [u8]>) -> Option<Vec<usize>> {
    const WIDE: u8 = 1;
    const EXTENDED: u8 = 4;
    const RICH: u8 = 8;
    // UTF-8 needs at most three bytes for a character of two bytes here.
    const WIDEST: usize = 3;
    let mut lengths = Vec::new();
    let mut data = first.get(8..)?;
    loop {
        while data.is_empty() {
            match more.next() {
                Some(next) => data = next,
                None => return Some(lengths),
            }
        }
        let (characters, flags) = (usize::from(u16_at(data, 0)?), *data.get(2)?);
        data = &data[3..];
        let mut skipped = 0;
        if flags & RICH > 0 {
            skipped += 4 * usize::from(u16_at(data, 0)?);
            data = &data[2..];
        }
        if flags & EXTENDED > 0 {
            skipped += u32_at(data, 0)? as usize;
            data = &data[4..];
        }
        let (mut left, mut width) = (characters, 1 + usize::from(flags & WIDE));
        while left > 0 {
            let here = left.min(data.len() / width);
            (left, data) = (left - here, &data[here * width..]);
            if left > 0 {
                let (flags, rest) = more.next()?.split_first()?;
                (width, data) = (1 + usize::from(flags & WIDE), rest);
            }
        }
        while skipped > 0 {
            if data.is_empty() {
                data = more.next()?;
            }
            let here = skipped.min(data.len());
            (skipped, data) = (skipped - here, &data[here..]);
        }
        lengths.push(characters * WIDEST);
    }
}

/// The rectangle around the filled cells of a sheet, and the text in them.
#[derive(Default)]
struct Extent {
    filled: bool,
    top: usize,
    bottom: usize,
    left: usize,
    right: usize,
    /// Number of cell records; a cell with several records is counted several times.
    held: usize,
    text_bytes: usize,
}

impl Extent {
    /// Measures the sheet whose records start here. They are subtracted from the bytes that no
    /// sheet has used yet.
    fn of(sheet: &[u8], texts: &Texts, left: &mut usize) -> Result<Self> {
        let mut extent = Self::default();
        let (mut begun, mut nested) = (false, 0_usize);
        for (kind, data) in Records(sheet) {
            *left = left.checked_sub(data.len() + RECORD_HEADER).ok_or_else(overlapping)?;
            match kind {
                // Embedded charts have cells of their own, which are not read.
                record::BOF if begun => nested += 1,
                record::BOF => begun = true,
                record::EOF if nested > 0 => nested -= 1,
                record::EOF => break,
                _ if nested > 0 => {}
                record::DIMENSIONS => check_announced(data)?,
                record::MULTIPLE_RK => extent.add(data, u16_at(data, data.len().saturating_sub(2))),
                _ if record::CELLS.contains(&kind) => extent.add(data, None),
                _ => {}
            }
            let text = match kind {
                record::SHARED_TEXT_CELL => u32_at(data, 6)
                    .and_then(|index| texts.shared.get(index as usize))
                    .copied()
                    .unwrap_or(0),
                record::FORMULA => texts.of_formula(data)?,
                _ => 0,
            };
            extent.text_bytes = extent.text_bytes.saturating_add(text);
        }
        Ok(extent)
    }

    /// Extends the rectangle to a record's cell, or to its cells up to the last column.
    fn add(&mut self, data: &[u8], last: Option<u16>) {
        let (Some(row), Some(first)) = (u16_at(data, 0), u16_at(data, 2)) else { return };
        let (row, left, right) =
            (usize::from(row), usize::from(first), usize::from(last.unwrap_or(first).max(first)));
        self.held = self.held.saturating_add(right - left + 1);
        if !self.filled {
            (self.filled, self.top, self.left) = (true, row, left);
        }
        (self.top, self.bottom) = (self.top.min(row), self.bottom.max(row));
        (self.left, self.right) = (self.left.min(left), self.right.max(right));
    }

    fn cells(&self) -> usize {
        if self.filled { (self.bottom - self.top + 1) * (self.right - self.left + 1) } else { 0 }
    }
}

/// Refuses a sheet that declares a size beyond the format's maximum, because calamine allocates
/// memory for it at once.
fn check_announced(data: &[u8]) -> Result<()> {
    let announced = match data.len() {
        10 => [u16_at(data, 0).map(u32::from), u16_at(data, 2).map(u32::from)],
        _ => [u32_at(data, 0), u32_at(data, 4)],
    };
    let at = if data.len() == 10 { 4 } else { 8 };
    let columns = [u16_at(data, at), u16_at(data, at + 2)];
    let ([Some(top), Some(bottom)], [Some(_), Some(right)]) = (announced, columns) else {
        return Ok(());
    };
    if bottom > 65_536 || right > 256 || (bottom > 0 && top >= bottom) {
        return Err(unreadable(format!(
            "an xls sheet that announces rows {top} to {bottom} and {right} columns"
        )));
    }
    Ok(())
}

/// Iterates over records: two bytes of type, two of length, then the data.
pub(super) struct Records<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.0, 0)?;
        let end = 4 + usize::from(u16_at(self.0, 2)?);
        let data = self.0.get(4..end)?;
        self.0 = &self.0[end..];
        Some((kind, data))
    }
}
