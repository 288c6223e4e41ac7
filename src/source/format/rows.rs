//! The rows of a text file, traversed before any of them is collected.
//!
//! Belongs here: what separates fields, where rows and fields end, how long they are, and whether
//! the file is truncated. Does not belong here: the fields themselves, which the csv crate reads.
//!
//! **Invariant:** a quotation mark opens only at the start of a field, as in the csv crate. A row
//! found here is therefore one that it would collect.

use super::Limits;
use super::fault::{too_large, unreadable};
use crate::domain::{Error, Result, counted};
use std::collections::BTreeMap;

/// Possible field separators, the usual one first.
const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// The separator that a first line `sep=;` declares to spreadsheet programs, and the text after
/// that line.
pub(super) fn declared(text: &str) -> Option<(u8, &str)> {
    let start = text.get(..4).filter(|start| start.eq_ignore_ascii_case("sep="))?.len();
    let separator = *text.as_bytes().get(start).filter(|byte| byte.is_ascii())?;
    let rest = text.get(start + 1..)?;
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r']))?;
    Some((separator, rest))
}

/// The separator that occurs equally often in most of the first rows; a comma if none or several
/// do.
pub(super) fn separator(text: &str) -> u8 {
    const BEGINNING: usize = 64 * 1024;
    let beginning = &text.as_bytes()[..text.len().min(BEGINNING)];
    let agreeing = |separator: u8| {
        let mut walk = Walk::new(separator);
        let mut rows: BTreeMap<usize, usize> = BTreeMap::new();
        let ended = beginning.iter().filter_map(|&byte| walk.step(byte)).collect::<Vec<_>>();
        let last = Some(walk.row).filter(|row| row.bytes > 0);
        for row in ended.into_iter().chain(last).filter(|row| row.separators > 0) {
            *rows.entry(row.separators).or_default() += 1;
        }
        rows.into_values().max().unwrap_or_default()
    };
    // The first of several equal ones: `max_by_key` would return the last.
    SEPARATORS.into_iter().rev().max_by_key(|&separator| agreeing(separator)).unwrap_or(b',')
}

/// Refuses rows that no publication has, a quotation that never ends, and an incomplete last row.
pub(super) fn check(text: &str, separator: u8, limits: &Limits) -> Result<()> {
    let mut walk = Walk::new(separator);
    let mut shape = Shape::default();
    let mut start = 0;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        if let Some(row) = walk.step(byte) {
            shape.add(&row, text.get(start..at).unwrap_or_default(), true);
        }
        if walk.row.bytes == 0 {
            start = at + 1;
        }
        if walk.row.bytes > limits.row_bytes {
            let quoted = if walk.quoted() {
                ", begun by a quotation mark that may never be closed"
            } else {
                ""
            };
            let found = format!("a line of more than {} bytes{quoted}", limits.row_bytes);
            return Err(too_large(found, format!("at most {} bytes in a line", limits.row_bytes))
                .at_line(walk.row.line + 1, 1));
        }
    }
    if walk.quoted() {
        return Err(unreadable("a quotation mark that is opened and never closed")
            .at_line(walk.row.line + 1, 1));
    }
    if walk.row.bytes > 0 {
        shape.add(&walk.row, text.get(start..).unwrap_or_default(), false);
    }
    shape.check()
}

/// One row during the traversal.
#[derive(Clone, Copy, Default)]
struct Row {
    /// Line on which the row starts, from 0.
    line: usize,
    bytes: usize,
    /// Number of separators so far.
    separators: usize,
    /// True when a blank line precedes the row.
    apart: bool,
}

#[derive(Default, PartialEq)]
enum At {
    #[default]
    FieldStart,
    Plain,
    Quoted,
    /// After a quotation mark inside quotes: the end, or the first of two that stand for one.
    QuoteEnd,
}

/// The position of the traversal in the text.
struct Walk {
    separator: u8,
    at: At,
    row: Row,
    line: usize,
    after_return: bool,
}

impl Walk {
    fn new(separator: u8) -> Self {
        Self { separator, at: At::FieldStart, row: Row::default(), line: 0, after_return: false }
    }

    fn quoted(&self) -> bool {
        self.at == At::Quoted
    }

    /// Processes a byte and returns the row that it ends; blank lines are not rows.
    fn step(&mut self, byte: u8) -> Option<Row> {
        let ends_line = byte == b'\r' || byte == b'\n';
        let second_half = byte == b'\n' && std::mem::replace(&mut self.after_return, byte == b'\r');
        self.line += usize::from(ends_line && !second_half);
        if ends_line && !self.quoted() {
            let blank = self.row.bytes == 0;
            let next = Row {
                line: self.line,
                apart: blank && (self.row.apart || !second_half),
                ..Row::default()
            };
            let row = std::mem::replace(&mut self.row, next);
            self.at = At::FieldStart;
            return (!blank).then_some(row);
        }
        self.row.bytes += 1;
        self.at = match (&self.at, byte) {
            (At::FieldStart | At::QuoteEnd, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::QuoteEnd,
            (At::Quoted, _) => At::Quoted,
            (_, byte) if byte == self.separator => {
                self.row.separators += 1;
                At::FieldStart
            }
            _ => At::Plain,
        };
        None
    }
}

/// The rows by their number of fields, to distinguish a truncated table from one with notes below
/// it.
#[derive(Default)]
struct Shape {
    widths: BTreeMap<usize, Width>,
    /// The last row, if its line has no end.
    unended: Option<Row>,
    /// The maximum number of separators in a row since the last row that begins notes. That is a
    /// separate text, or one that begins as notes do.
    since_note: Option<usize>,
}

/// The rows with one number of fields.
#[derive(Default)]
struct Width {
    rows: usize,
    /// Line of the first row.
    first: usize,
}

impl Shape {
    fn add(&mut self, row: &Row, text: &str, ended: bool) {
        let width = self
            .widths
            .entry(row.separators)
            .or_insert_with(|| Width { first: row.line, ..Width::default() });
        width.rows += 1;
        self.unended = Some(*row).filter(|_| !ended);
        self.since_note = match self.since_note {
            _ if row.apart || is_remark(text) => Some(row.separators),
            held => held.map(|most| most.max(row.separators)),
        };
    }

    /// Refuses a table whose last row is short and has no end of line, as left by an interrupted
    /// download. Other short rows are complete, since spreadsheet programs omit empty fields at the
    /// end of a row.
    fn check(&self) -> Result<()> {
        const TABLE: usize = 3;
        let most = self
            .widths
            .iter()
            .filter(|(separators, _)| **separators > 0)
            .max_by_key(|(_, width)| width.rows);
        let Some((&separators, table)) = most.filter(|(_, width)| width.rows >= TABLE) else {
            return Ok(());
        };
        let is_note = self.since_note.is_some_and(|most| most < separators);
        // Text above the table is prose.
        let is_cut = |row: &&Row| row.separators < separators && row.line > table.first && !is_note;
        self.unended
            .as_ref()
            .filter(is_cut)
            .map_or(Ok(()), |row| Err(refused(row, separators, table.first)))
    }
}

/// True for a line that begins as notes below a table do.
fn is_remark(text: &str) -> bool {
    const WORDS: [&str; 14] = [
        "source",
        "note",
        "footnote",
        "crown copyright",
        "copyright",
        "©",
        "contains ",
        "this ",
        "these ",
        "figures ",
        "data ",
        "end of",
        "last updated",
        "published",
    ];
    let text = text.trim_start_matches(['"', ' ']);
    let digits = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let is_numbered =
        digits.len() < text.len() && (digits.starts_with(". ") || digits.starts_with(") "));
    let start: String = text.chars().take(20).flat_map(char::to_lowercase).collect();
    is_numbered
        || text.starts_with(['(', '[', '*', '†'])
        || WORDS.iter().any(|word| start.starts_with(word))
}

fn refused(row: &Row, separators: usize, header: usize) -> Error {
    let fields = |separators: usize| counted(separators + 1, "field", "fields");
    unreadable(format!("a row of {}", fields(row.separators)))
        .expected(format!("{}, as in the header in line {}", fields(separators), header + 1))
        .at_line(row.line + 1, 1)
        .help(
            "the file was cut in the middle of a row: download it again and compare its size with \
             the publisher's",
        )
}
