//! Cells of optional figures and texts: an absent text is an empty cell, a missing figure its
//! status.

use crate::domain::{Date, Status, Unit};
use crate::table::{Cell, Column, Figure};
use std::fmt::Display;

/// A text, or an empty cell.
pub(super) fn text(of: Option<impl Display>) -> Cell {
    Cell::Text(of.map_or(String::new(), |of| of.to_string()))
}

/// A day, or an empty cell.
pub(super) fn day(of: Option<Date>) -> Cell {
    of.map_or(Cell::Text(String::new()), Cell::Day)
}

/// The number alone: the status has a column of its own.
pub(super) fn bare(figure: Figure) -> Cell {
    figure.value.map_or(Cell::Missing(figure.status.unwrap_or(Status::NotAvailable)), Cell::Number)
}

/// A number, or an empty cell.
pub(super) fn number(of: Option<f64>) -> Cell {
    of.map_or(Cell::Text(String::new()), Cell::Number)
}

/// A figure with its remark, or an empty cell.
pub(super) fn figure(of: Option<Figure>) -> Cell {
    of.map_or(Cell::Text(String::new()), Cell::from)
}

/// A figure with the decimals of its unit and without its remark, or the reason why there is none.
pub(super) fn in_unit(figure: Figure, unit: Unit) -> Cell {
    // A remark on a figure has a column of its own.
    Cell::with_decimals(
        Figure { status: figure.status.filter(|status| status.is_missing()), ..figure },
        unit.decimals(),
    )
}

/// A figure as [`in_unit`] has it, or an empty cell.
pub(super) fn in_unit_or_empty(figure: Option<Figure>, unit: Unit) -> Cell {
    figure.map_or(Cell::Text(String::new()), |figure| in_unit(figure, unit))
}

/// A status, or an empty cell.
pub(super) fn status(figure: Figure) -> Cell {
    figure.status.map_or("", Status::as_str).into()
}

/// Columns of text with their headers.
pub(super) fn texts(names: &[(&str, &str)]) -> Vec<Column> {
    names.iter().map(|(name, header)| Column::text(name, header)).collect()
}

/// Columns of text whose header is their name.
pub(super) fn plain(names: &[&str]) -> Vec<Column> {
    names.iter().map(|name| Column::text(name, name)).collect()
}
