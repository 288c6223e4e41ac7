//! The columns of a listing as those of a CSV file: names, contents, statuses next to their
//! figures.
//!
//! Belongs here: what the file, its metadata and its dictionary must describe in the same way. Does
//! not belong here: writing rows (`csv`), what a column means (`dictionary`, `csvw`).

use crate::table::{Cell, Column, Listing, columns};
use std::borrow::Cow;

/// A column of the file.
pub(super) struct CsvColumn {
    /// Its name in the header.
    pub name: String,
    /// What readers see.
    pub title: String,
    /// The kind of its contents.
    pub kind: Kind,
    /// The column whose statuses it contains.
    pub status_of: Option<String>,
}

/// The kind of contents of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Day,
    Text,
}

impl Kind {
    /// The word for readers.
    pub fn in_words(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Day => "date",
            Kind::Text => "text",
        }
    }
}

/// The columns of a listing as a file, with status columns behind the others.
pub(super) fn columns_of(listing: &Listing) -> Vec<CsvColumn> {
    let of = |(index, column): (usize, &Column)| CsvColumn {
        name: guarded(&column.name).into_owned(),
        title: column.header.clone(),
        kind: kind(listing, index),
        status_of: None,
    };
    let status = |index: usize| {
        let column = &listing.columns[index];
        CsvColumn {
            name: guarded(&format!("{}_status", column.name)).into_owned(),
            title: format!("{}: status", column.header),
            kind: Kind::Text,
            status_of: Some(guarded(&column.name).into_owned()),
        }
    };
    listing
        .columns
        .iter()
        .enumerate()
        .map(of)
        .chain(marked_columns(listing).into_iter().map(status))
        .collect()
}

fn kind(listing: &Listing, index: usize) -> Kind {
    let column = &listing.columns[index];
    let is_day = |row: &Vec<Cell>| matches!(row[index], Cell::Day(_));
    if column.numeric {
        Kind::Number
    } else if [columns::PERIOD_START, columns::PERIOD_END].contains(&column.name.as_str())
        || (!listing.rows.is_empty() && listing.rows.iter().all(is_day))
    {
        Kind::Day
    } else {
        Kind::Text
    }
}

/// The columns whose statuses need a separate column: none when the listing has a `status` column
/// already.
pub(super) fn marked_columns(listing: &Listing) -> Vec<usize> {
    if listing.columns.iter().any(|column| column.name == columns::STATUS) {
        return Vec::new();
    }
    let has_status = |index: &usize| listing.rows.iter().any(|row| row[*index].status().is_some());
    (0..listing.columns.len()).filter(has_status).collect()
}

/// Text of a cell or a header. Text that a spreadsheet would treat as a formula, even after white
/// space, is given an apostrophe.
///
/// Source: OWASP, CSV Injection, with the full-width signs that East Asian settings treat in the
/// same way.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    let starts_like_formula = text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start()
            .starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    if starts_like_formula && text.parse::<f64>().is_err() {
        format!("'{text}").into()
    } else {
        text.into()
    }
}
