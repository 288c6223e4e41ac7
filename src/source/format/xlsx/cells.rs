//! The cells of a worksheet as a reader sees them.
//!
//! Belongs here: rows, cells, merged ranges; values with their styles. Does not belong here:
//! finding the worksheet.
//!
//! **Invariant:** a formula that was never calculated is a fault and never a blank or zero. A value
//! covered by a merged range is not returned.

use super::super::Value;
use super::super::cell::{NOT_CALCULATED, SheetBuilder, address, overlapping};
use super::super::markup::{Event, Tag, local};
use super::super::ods::iso_date;
use super::super::shown::Epoch;
use super::super::stream::Stream;
use super::styles::Style;
use super::texts;
use crate::domain::Result;
use std::sync::Arc;

/// The data that cells refer to.
pub(super) struct Shared {
    pub(super) texts: Vec<Arc<str>>,
    pub(super) styles: Vec<Style>,
    pub(super) epoch: Epoch,
    /// True when the workbook was saved by a program that does not calculate, and must be
    /// calculated when opened.
    pub(super) uncalculated: bool,
}

/// Reads the first rows of a worksheet.
pub(super) fn read(
    stream: Stream<'_>,
    rows: usize,
    shared: &Shared,
    builder: &mut SheetBuilder<'_>,
) -> Result<()> {
    // Stored cells are counted separately. These limits also apply to text that is covered, struck
    // through or skipped.
    let text_left = builder.limits().sheet_text_bytes.saturating_mul(2);
    let mut reader =
        Reader { stream, shared, prefix: None, row: 0, column: 0, value: String::new(), text_left };
    reader.worksheet(rows, builder)
}

struct Reader<'s, 'c> {
    stream: Stream<'s>,
    shared: &'c Shared,
    /// The prefix of the worksheet's own tags; others are extensions, which have no meaning here.
    prefix: Option<String>,
    /// Row and column of the next cell without an address.
    row: usize,
    column: usize,
    value: String,
    /// Remaining bytes of shared text that cells may refer to, whether or not they show it.
    text_left: usize,
}

/// The attributes of a cell's tag.
#[derive(Default)]
struct Cell {
    row: usize,
    column: usize,
    kind: Kind,
    style: usize,
}

impl Cell {
    /// A cell from its tag, at this position if it has no address; an unknown kind is the error.
    fn of(tag: &Tag<'_>, row: usize, column: usize) -> std::result::Result<Self, String> {
        let mut cell = Self { row, column, ..Self::default() };
        for (name, value) in tag.attributes().filter_map(Result::ok) {
            match name {
                "r" => {
                    if let Some((Some(column), row)) = place_of(value) {
                        (cell.row, cell.column) = (row, column);
                    }
                }
                "s" => cell.style = value.parse().unwrap_or(0),
                "t" => {
                    cell.kind = match value {
                        "n" => Kind::Number,
                        "s" => Kind::Shared,
                        "inlineStr" => Kind::Inline,
                        "str" => Kind::Formula,
                        "b" => Kind::Bool,
                        "e" => Kind::Fault,
                        "d" => Kind::Date,
                        other => return Err(other.to_owned()),
                    }
                }
                _ => {}
            }
        }
        Ok(cell)
    }
}

#[derive(Clone, Copy, PartialEq, Default)]
enum Kind {
    #[default]
    Number,
    Shared,
    Inline,
    Formula,
    Bool,
    Fault,
    Date,
}

impl Reader<'_, '_> {
    fn worksheet(&mut self, rows: usize, builder: &mut SheetBuilder<'_>) -> Result<()> {
        let mut covered = Vec::new();
        while let Some(event) = self.stream.event()? {
            let Event::Start(tag) = event else { continue };
            let (prefix, name) = tag.name.rsplit_once(':').unwrap_or(("", tag.name));
            let own = self.prefix.get_or_insert_with(|| prefix.to_owned()).as_str() == prefix;
            match name {
                // Of several alternatives, the one for programs that do not support extensions is
                // used.
                "Choice" | "extLst" if !tag.closed => self.stream.skip()?,
                "row" if own => {
                    self.row = place(&tag).map_or(self.row, |(_, row)| row);
                    if self.row >= rows {
                        return Ok(());
                    }
                    let closed = tag.closed;
                    self.column = 0;
                    if !closed {
                        self.read_row(rows, builder)?;
                    }
                    self.row += 1;
                }
                "mergeCell" if own => {
                    covered.extend(tag.attribute("ref")?.and_then(|range| corners(&range)));
                    if covered.len() > builder.limits().cells {
                        return Err(overlapping());
                    }
                }
                _ => {}
            }
        }
        builder.cover(&covered)
    }

    fn read_row(&mut self, rows: usize, builder: &mut SheetBuilder<'_>) -> Result<()> {
        loop {
            match self.stream.inside()? {
                Event::Start(tag) if local(tag.name) == "c" => {
                    let closed = tag.closed;
                    let cell = match Cell::of(&tag, self.row, self.column) {
                        Ok(cell) => cell,
                        Err(kind) => {
                            return Err(self
                                .stream
                                .damaged(&format!("a cell of the kind {kind:?}")));
                        }
                    };
                    self.column = cell.column + 1;
                    let value = if closed { Value::Empty } else { self.read_cell(&cell)? };
                    if cell.row < rows && !value.is_empty() {
                        if builder.is_filled(cell.row, cell.column) {
                            return Err(self
                                .stream
                                .damaged("two cells of one address")
                                .at_cell(address(cell.row, cell.column)));
                        }
                        builder.put(cell.row, cell.column, value)?;
                    }
                }
                Event::Start(tag) if !tag.closed => self.stream.skip()?,
                Event::End(_) => return Ok(()),
                _ => {}
            }
        }
    }

    /// Reads up to the end of the cell.
    fn read_cell(&mut self, cell: &Cell) -> Result<Value> {
        let (mut formula, mut stored, mut inline) = (false, false, None);
        self.value.clear();
        loop {
            match self.stream.inside()? {
                Event::Start(tag) => match (local(tag.name), tag.closed) {
                    ("f", closed) => {
                        formula = true;
                        if !closed {
                            self.stream.skip()?;
                        }
                    }
                    ("v", closed) => {
                        stored = true;
                        if !closed {
                            texts::content(&mut self.stream, &mut self.value)?;
                        }
                    }
                    ("is", false) => inline = Some(texts::of(&mut self.stream)?),
                    (_, false) => self.stream.skip()?,
                    (_, true) => {}
                },
                Event::End(_) => break,
                _ => {}
            }
        }
        let style = self.shared.styles.get(cell.style);
        if style.is_some_and(|style| style.struck) {
            return Ok(Value::Empty);
        }
        // A formula whose result is an empty text stores that; any other stores a value. Programs
        // that do not calculate store zero, and state that the workbook must be calculated.
        let calculated = match (cell.kind, self.value.trim()) {
            (Kind::Formula, _) => stored,
            (_, "") => false,
            (_, "0") => !self.shared.uncalculated,
            _ => true,
        };
        if formula && !calculated && inline.is_none() {
            return Ok(Value::Fault(NOT_CALCULATED.into()));
        }
        let value = match (cell.kind, inline) {
            (Kind::Inline, inline) => Value::Text(inline.unwrap_or_default().into()),
            (kind, _) => self.value(kind, style)?,
        };
        Ok(match value {
            Value::Text(text) if text.is_empty() => Value::Empty,
            Value::Text(text)
                if style.is_some_and(|style| style.raised) && texts::is_figure(&text) =>
            {
                Value::Empty
            }
            value => value,
        })
    }

    /// The value of a cell whose content has been collected.
    fn value(&mut self, kind: Kind, style: Option<&Style>) -> Result<Value> {
        let format = style.and_then(|style| style.format.as_deref());
        let text = self.value.trim();
        Ok(match kind {
            Kind::Formula | Kind::Inline => Value::Text(texts::unescaped(&self.value).into()),
            _ if text.is_empty() => Value::Empty,
            Kind::Number => match (text.parse::<f64>(), format) {
                (Ok(number), Some(format)) if number.is_finite() => {
                    format.value(number, self.shared.epoch)
                }
                (Ok(number), None) if number.is_finite() => Value::Number(number),
                _ => Value::Text(self.value.as_str().into()),
            },
            Kind::Shared => {
                let found =
                    text.parse::<usize>().ok().and_then(|index| self.shared.texts.get(index));
                let found = found.ok_or_else(|| {
                    self.stream.damaged("a cell whose text is not in the table of texts")
                })?;
                self.text_left = self
                    .text_left
                    .checked_sub(found.len())
                    .ok_or_else(|| self.stream.long_texts())?;
                Value::Text(found.clone())
            }
            Kind::Bool => match text {
                "1" => Value::Bool(true),
                "0" => Value::Bool(false),
                word if word.eq_ignore_ascii_case("true") => Value::Bool(true),
                word if word.eq_ignore_ascii_case("false") => Value::Bool(false),
                _ => return Err(self.stream.damaged("a cell that is neither true nor false")),
            },
            Kind::Fault => Value::Fault(text.into()),
            Kind::Date => match (iso_date(text.split('T').next().unwrap_or(text)), format) {
                (Value::Date(day), Some(format)) => format.of_day(day),
                (value, _) => value,
            },
        })
    }
}

/// The column, if there is one, and the row in a tag's address.
fn place(tag: &Tag<'_>) -> Option<(Option<usize>, usize)> {
    tag.attributes()
        .filter_map(Result::ok)
        .find(|(name, _)| *name == "r")
        .and_then(|(_, place)| place_of(place))
}

/// Column and row, from 0, of an address such as `F120`, or of a row such as `120`.
fn place_of(text: &str) -> Option<(Option<usize>, usize)> {
    let text = text.trim();
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = text.split_at(letters);
    let column = letters.bytes().try_fold(0_usize, |column, letter| {
        column.checked_mul(26)?.checked_add(usize::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    let row = digits.parse::<usize>().ok()?.checked_sub(1)?;
    Some((column.checked_sub(1), row))
}

/// Top, left, bottom and right of a range such as `B2:C5`; `None` for one cell.
fn corners(range: &str) -> Option<[usize; 4]> {
    let (first, last) = range.split_once(':')?;
    match (place_of(first)?, place_of(last)?) {
        ((Some(left), top), (Some(right), bottom)) => Some([top, left, bottom, right]),
        _ => None,
    }
}
