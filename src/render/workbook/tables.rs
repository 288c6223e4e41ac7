//! Listings as tables of a sheet: numbers stay numbers, with remarks on them in a column of their
//! own.

use super::{ONE_TABLE, Sheet, SheetCell, SheetColumn, Table, Text};
use crate::domain::{Status, long_date, one_line_within};
use crate::table::{Cell, Listing};
use std::collections::BTreeSet;

/// The notes of a workbook, numbered in the order in which they are first referred to.
#[derive(Default)]
pub(super) struct Notes(Vec<String>);

impl Notes {
    /// Adds notes and returns the references to them, such as ` [note 1] [note 2]`.
    pub fn add(&mut self, notes: &[String]) -> String {
        let mut references = String::new();
        for note in notes.iter().filter(|note| !note.trim().is_empty()) {
            let at = self.0.iter().position(|known| known == note).unwrap_or_else(|| {
                self.0.push(note.clone());
                self.0.len() - 1
            });
            references.push_str(&format!(" [note {}]", at + 1));
        }
        references
    }

    /// The sheet of notes.
    pub fn sheet(self) -> Sheet {
        let row = |(at, note): (usize, String)| {
            vec![SheetCell::Text(format!("[note {}]", at + 1)), SheetCell::Text(note)]
        };
        let rows: Vec<Vec<SheetCell>> = self.0.into_iter().enumerate().map(row).collect();
        let lines = vec![Text::Plain(if rows.is_empty() {
            "There are no notes.".to_owned()
        } else {
            ONE_TABLE.to_owned()
        })];
        let columns =
            vec![SheetColumn::text("Note number", 14.0), SheetColumn::text("Note", 100.0)];
        let table = Table { name: "notes".to_owned(), columns, rows };
        Sheet {
            name: "Notes".to_owned(),
            title: "Notes".to_owned(),
            lines,
            table: Some(table).filter(|table| !table.rows.is_empty()),
        }
    }
}

/// The shortest and the widest column.
const NARROWEST: f64 = 9.0;
const WIDEST: f64 = 60.0;

/// The text of a cell that is empty because it cannot have a value.
const NOTHING: Status = Status::NotApplicable;

/// A listing as a marked table, and the legend of the shorthand in it; no table for a listing
/// without rows.
pub(super) fn table_of(number: usize, listing: &Listing) -> (Option<Table>, String) {
    if listing.rows.is_empty() {
        return (None, String::new());
    }
    let mut used: Vec<Status> = Vec::new();
    let (mut columns, mut rows) = (Vec::new(), vec![Vec::new(); listing.rows.len()]);
    let mut headers: BTreeSet<String> = BTreeSet::new();
    for (at, column) in listing.columns.iter().enumerate() {
        let is_empty = |cell: &Cell| matches!(cell, Cell::Text(text) if text.trim().is_empty());
        if listing.rows.iter().all(|row| is_empty(&row[at])) {
            continue; // The column is empty, and no cell of it can be filled.
        }
        let header = unique(&column.header, &mut headers);
        let cells: Vec<SheetCell> =
            listing.rows.iter().map(|row| sheet_cell(&row[at], &mut used)).collect();
        let widest = cells.iter().map(|cell| length(cell, column.decimals)).fold(0.0, f64::max);
        let longest_word =
            header.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
        columns.push(SheetColumn {
            decimals: column.decimals,
            is_number: column.numeric,
            // A header has three lines at the most.
            width: (widest.max(longest_word as f64).max(header.chars().count() as f64 / 3.0) + 2.0)
                .clamp(NARROWEST, WIDEST),
            header: header.clone(),
        });
        rows.iter_mut()
            .zip(cells)
            .for_each(|(row, cell): (&mut Vec<SheetCell>, SheetCell)| row.push(cell));
        if listing.rows.iter().any(|row| matches!(row[at], Cell::Marked(..))) {
            columns
                .push(SheetColumn::text(&unique(&format!("{header}: remark"), &mut headers), 14.0));
            for (row, cells) in rows.iter_mut().zip(&listing.rows) {
                row.push(SheetCell::Text(remark(&cells[at], &mut used)));
            }
        }
    }
    used.sort();
    used.dedup();
    let legend = used
        .iter()
        .map(|status| format!("{} {}", status.symbol(), status.label()))
        .collect::<Vec<_>>()
        .join(", ");
    (Some(Table { name: format!("table_{number}"), columns, rows }), legend)
}

fn sheet_cell(cell: &Cell, used: &mut Vec<Status>) -> SheetCell {
    let mut symbol = |status: Status| {
        used.push(status);
        SheetCell::Text(status.symbol().to_owned())
    };
    match cell {
        Cell::Text(text) if text.trim().is_empty() => symbol(NOTHING),
        Cell::Text(text) => SheetCell::Text(text.clone()),
        Cell::Day(day) => SheetCell::Text(long_date(*day)),
        Cell::Number(value) | Cell::Decimals(value, ..) | Cell::Marked(value, _)
            if value.is_finite() =>
        {
            SheetCell::Number(*value)
        }
        Cell::Number(_) | Cell::Decimals(..) | Cell::Marked(..) => symbol(Status::NotAvailable),
        Cell::Missing(status) => symbol(*status),
    }
}

/// The remark on a number, or that there is none.
fn remark(cell: &Cell, used: &mut Vec<Status>) -> String {
    match (cell, cell.status()) {
        (Cell::Marked(..) | Cell::Decimals(..), Some(status)) => {
            used.push(status);
            status.symbol().to_owned()
        }
        _ => "none".to_owned(),
    }
}

fn length(cell: &SheetCell, decimals: usize) -> f64 {
    let letters = match cell {
        SheetCell::Text(text) | SheetCell::ToSheet(text) | SheetCell::Link(text) => {
            text.chars().count()
        }
        SheetCell::Number(value) => crate::domain::with_decimals(*value, decimals).chars().count(),
    };
    letters as f64
}

/// The header, or with a number behind it where another column has it.
fn unique(header: &str, taken: &mut BTreeSet<String>) -> String {
    // Excel allows 255 characters; longer names are cut with room for a number.
    const LONGEST: usize = 240;
    let header = one_line_within(if header.trim().is_empty() { "Column" } else { header }, LONGEST);
    // Names of columns are compared without regard to capitals.
    let free = |name: &String| !taken.contains(&name.to_lowercase());
    let numbered = (2..).map(|number| format!("{header} ({number})"));
    let name = std::iter::once(header.clone()).chain(numbered).find(free).unwrap_or_default();
    taken.insert(name.to_lowercase());
    name
}
