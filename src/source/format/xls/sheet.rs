//! The cells of an xls sheet as a reader sees them.
//!
//! Belongs here: records of cells and merged ranges. Does not belong here: data that sheets share
//! (`book`).
//!
//! **Invariant:** that of `xlsx/cells`: a formula that was never calculated is neither a blank nor
//! zero, and covered values are not returned.

use super::super::Value;
use super::super::cell::{NOT_CALCULATED, SheetBuilder};
use super::super::compound::{u16_at, u32_at};
use super::super::records::{Records, record};
use super::super::xlsx::{Style, is_figure};
use super::book::{Book, Characters, with_fonts};
use crate::domain::Result;
use std::sync::Arc;

/// Reads the first rows of the sheet whose records start here.
pub(super) fn read(
    sheet: &[u8],
    rows: usize,
    book: &Book,
    builder: &mut SheetBuilder<'_>,
) -> Result<()> {
    let mut covered = Vec::new();
    let mut nested: Option<usize> = None;
    let mut formula: Option<(usize, usize, usize)> = None;
    let mut records = Records(sheet);
    while let Some((kind, data)) = records.next() {
        match (kind, nested) {
            (record::BOF, _) => nested = Some(nested.map_or(0, |depth| depth + 1)),
            (record::EOF, None | Some(0)) => break,
            (record::EOF, Some(depth)) => nested = Some(depth - 1),
            // Embedded charts have cells of their own.
            (_, Some(1..)) => {}
            (record::MERGED, _) => covered.extend(merged(data)),
            (record::MULTIPLE_RK, _) => {
                let Some((row, first)) = place(data) else { continue };
                let cells =
                    data.get(4..data.len().saturating_sub(2)).unwrap_or_default().chunks_exact(6);
                for (column, cell) in (first..).zip(cells) {
                    let value =
                        style(book, u16_at(cell, 0)).number(u32_at(cell, 2).map(compact), book);
                    put(builder, (row, column), rows, value)?;
                }
            }
            (record::FORMULA, _) => {
                let (Some((row, column)), Some(of)) = (place(data), u16_at(data, 4)) else {
                    continue;
                };
                formula = Some((row, column, usize::from(of)));
                put(builder, (row, column), rows, result(data, style(book, Some(of)), book))?;
            }
            (record::TEXT_OF_FORMULA, _) => {
                let Some((row, column, of)) = formula.take() else { continue };
                let more = Records(records.0).take_while(|(kind, _)| *kind == record::CONTINUE);
                let blocks = std::iter::once(data).chain(more.map(|(_, data)| data)).collect();
                let text = Characters::new(blocks).text().unwrap_or_default();
                put(builder, (row, column), rows, style(book, u16::try_from(of).ok()).text(text))?;
            }
            _ => {
                let Some((row, column)) = place(data) else { continue };
                if let Some(value) = single(kind, data, style(book, u16_at(data, 4)), book) {
                    put(builder, (row, column), rows, value)?;
                }
            }
        }
    }
    builder.cover(&covered)
}

fn put(
    builder: &mut SheetBuilder<'_>,
    (row, column): (usize, usize),
    rows: usize,
    value: Value,
) -> Result<()> {
    if row < rows { builder.put(row, column, value) } else { Ok(()) }
}

fn place(data: &[u8]) -> Option<(usize, usize)> {
    Some((usize::from(u16_at(data, 0)?), usize::from(u16_at(data, 2)?)))
}

/// The value of a record of one cell; `None` for other records.
fn single(kind: u16, data: &[u8], style: Look<'_>, book: &Book) -> Option<Value> {
    match kind {
        record::NUMBER => Some(style.number(double(data, 6), book)),
        record::RK => Some(style.number(u32_at(data, 6).map(compact), book)),
        record::SHARED_TEXT_CELL => {
            let text = u32_at(data, 6).and_then(|index| book.texts.get(index as usize));
            Some(style.text(text.cloned().unwrap_or_default()))
        }
        record::LABEL => Some(style.text(Characters::new(vec![data.get(6..)?]).text()?)),
        record::RICH_LABEL => {
            let label = data.get(6..)?;
            let letters: Vec<u16> = Characters::new(vec![label]).text()?.encode_utf16().collect();
            let width = 1 + usize::from(label.get(2)? & 1);
            let behind = label.get(3 + usize::from(u16_at(label, 0)?) * width..)?;
            let runs = behind.get(2..).unwrap_or_default().chunks_exact(4);
            let starts: Vec<(usize, u16)> = runs
                .filter_map(|run| Some((usize::from(u16_at(run, 0)?), u16_at(run, 2)?)))
                .collect();
            Some(style.text(with_fonts(&letters, &starts, &book.fonts)))
        }
        record::TRUTH_OR_FAULT => Some(style.seen(match (data.get(6)?, data.get(7)?) {
            (truth, 0) => Value::Bool(*truth != 0),
            (fault, _) => Value::Fault(fault_name(*fault).into()),
        })),
        _ => None,
    }
}

/// The stored result of a formula; empty if a text follows in a separate record.
fn result(data: &[u8], style: Look<'_>, book: &Book) -> Value {
    const NO_NUMBER: u16 = 0xFFFF;
    if u16_at(data, 12) != Some(NO_NUMBER) {
        return style.number(double(data, 6), book);
    }
    let of = data.get(8).copied().unwrap_or_default();
    style.seen(match data.get(6) {
        Some(0) => Value::Empty,
        Some(1) => Value::Bool(of != 0),
        Some(2) => Value::Fault(fault_name(of).into()),
        // An empty text, which programs that do not calculate also store.
        _ if book.calculated => Value::Empty,
        _ => Value::Fault(NOT_CALCULATED.into()),
    })
}

/// The style of a cell, if it has one.
#[derive(Clone, Copy)]
struct Look<'b>(Option<&'b Style>);

fn style(book: &Book, number: Option<u16>) -> Look<'_> {
    Look(number.and_then(|number| book.styles.get(usize::from(number))))
}

impl Look<'_> {
    fn seen(self, value: Value) -> Value {
        if self.0.is_some_and(|style| style.struck) { Value::Empty } else { value }
    }

    fn text(self, text: impl Into<Arc<str>>) -> Value {
        let text = text.into();
        let is_mark = self.0.is_some_and(|style| style.raised) && is_figure(&text);
        if is_mark { Value::Empty } else { self.seen(Value::Text(text)) }
    }

    fn number(self, number: Option<f64>, book: &Book) -> Value {
        let Some(number) = number else { return Value::Empty };
        self.seen(match self.0.and_then(|style| style.format.as_deref()) {
            Some(format) => format.value(number, book.epoch),
            None => Value::Number(number),
        })
    }
}

fn double(data: &[u8], at: usize) -> Option<f64> {
    let bytes = data.get(at..at + 8)?;
    Some(f64::from_le_bytes(bytes.try_into().ok()?))
}

/// A number of four bytes: the upper ones of a floating-point number, or an integer; bit 0 divides
/// it by a hundred.
fn compact(number: u32) -> f64 {
    const HUNDREDTHS: u32 = 1;
    const WHOLE: u32 = 2;
    let bits = number & !(HUNDREDTHS | WHOLE);
    let value = if number & WHOLE > 0 {
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits) << 32)
    };
    if number & HUNDREDTHS > 0 { value / 100.0 } else { value }
}

fn fault_name(code: u8) -> String {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        other => return format!("error {other}"),
    }
    .to_owned()
}

/// Merged ranges: top, left, bottom and right of each.
fn merged(data: &[u8]) -> impl Iterator<Item = [usize; 4]> + '_ {
    data.get(2..).unwrap_or_default().chunks_exact(8).filter_map(|range| {
        let [top, bottom, left, right] = [0, 2, 4, 6].map(|at| u16_at(range, at).map(usize::from));
        Some([top?, left?, bottom?, right?])
    })
}
