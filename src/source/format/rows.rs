//! The rows of a text file, walked before any of them is gathered.
//!
//! Belongs here: where rows and fields end, how long they are, and whether the file was cut in one.
//! Does not belong here: the fields themselves, which the csv crate reads.
//!
//! **Invariant:** a quotation mark opens only at the start of a field, as the csv crate has it; so a row found here is
//! one that it would gather.

use super::Limits;
use super::fault::{too_large, unreadable};
use crate::domain::{Error, Result, counted};

/// Refuses rows that no publication has, a quotation that never ends, and a row that is shorter than all others.
pub(super) fn check(text: &str, limits: &Limits) -> Result<()> {
    let mut walk = Walk::default();
    let mut shape = Shape::default();
    for &byte in text.as_bytes() {
        if let Some(row) = walk.step(byte) {
            shape.add(&row, true);
        }
        if walk.row.bytes > limits.row_bytes {
            let quoted = if walk.quoted() { ", begun by a quotation mark that may never be closed" } else { "" };
            let found = format!("a line of more than {} bytes{quoted}", limits.row_bytes);
            return Err(
                too_large(found, format!("at most {} bytes in a line", limits.row_bytes)).at_line(walk.row.line + 1, 1)
            );
        }
    }
    if walk.quoted() {
        return Err(unreadable("a quotation mark that is opened and never closed").at_line(walk.row.line + 1, 1));
    }
    if walk.row.bytes > 0 {
        shape.add(&walk.row, false);
    }
    shape.check()
}

/// One row as it is walked over.
#[derive(Clone, Default)]
struct Row {
    /// Line on which it starts, from 0.
    line: usize,
    bytes: usize,
    /// Separators met.
    commas: usize,
    /// True when a blank line stands before it.
    apart: bool,
}

#[derive(Default, PartialEq)]
enum At {
    #[default]
    FieldStart,
    Plain,
    Quoted,
    /// Behind a quotation mark inside quotes: the end, or the first of two that stand for one.
    QuoteEnd,
}

/// Where in the text we are.
#[derive(Default)]
struct Walk {
    at: At,
    row: Row,
    line: usize,
    after_return: bool,
}

impl Walk {
    fn quoted(&self) -> bool {
        self.at == At::Quoted
    }

    /// Takes a byte and returns the row that it ends; blank lines are none.
    fn step(&mut self, byte: u8) -> Option<Row> {
        let ends_line = byte == b'\r' || byte == b'\n';
        let second_half = byte == b'\n' && std::mem::replace(&mut self.after_return, byte == b'\r');
        self.line += usize::from(ends_line && !second_half);
        if ends_line && !self.quoted() {
            let blank = self.row.bytes == 0;
            let next = Row { line: self.line, apart: blank && (self.row.apart || !second_half), ..Row::default() };
            let row = std::mem::replace(&mut self.row, next);
            self.at = At::FieldStart;
            return (!blank).then_some(row);
        }
        self.row.bytes += 1;
        self.at = match (&self.at, byte) {
            (At::FieldStart | At::QuoteEnd, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::QuoteEnd,
            (At::Quoted, _) => At::Quoted,
            (_, b',') => {
                self.row.commas += 1;
                At::FieldStart
            }
            _ => At::Plain,
        };
        None
    }
}

/// How wide the rows are, to tell a table with one damaged row from prose.
#[derive(Default)]
struct Shape {
    /// Line and commas of the widest row, the first of that width.
    header: Option<Row>,
    /// Rows as wide as the header.
    whole: usize,
    /// Rows behind the header that are not.
    others: usize,
    /// The first of them, and whether its line has an end.
    short: Option<(Row, bool)>,
}

impl Shape {
    fn add(&mut self, row: &Row, ended: bool) {
        match &self.header {
            Some(header) if row.commas == header.commas => self.whole += 1,
            Some(header) if row.commas < header.commas => {
                self.others += 1;
                self.short.get_or_insert((row.clone(), ended));
            }
            // What stood above is prose: the table starts here.
            _ => *self = Self { header: Some(row.clone()), whole: 1, ..Self::default() },
        }
    }

    /// Refuses a table of which one row alone is short: a download that broke off leaves such a row behind.
    fn check(&self) -> Result<()> {
        const TABLE: usize = 3;
        let (Some(header), Some((row, ended))) = (&self.header, &self.short) else { return Ok(()) };
        // A text set apart, or alone on a line that is whole, is a note below the table.
        let is_note = row.apart || (row.commas == 0 && *ended);
        if self.whole < TABLE || self.others > 1 || is_note {
            return Ok(());
        }
        Err(short(row, header))
    }
}

fn short(row: &Row, header: &Row) -> Error {
    let fields = |row: &Row| counted(row.commas + 1, "field", "fields");
    unreadable(format!("a row of {}", fields(row)))
        .expected(format!("{}, as in the header in line {}", fields(header), header.line + 1))
        .at_line(row.line + 1, 1)
        .help("the file was cut in the middle of a row: download it again and compare its size with the publisher's")
}
