//! Several figures for each of several rows: areas by days, days by categories.
//!
//! Belongs here: the figures and the order of their rows; `table` makes the table behind them. Does
//! not belong here: how a slope, a composition or a heat map draws them.

mod table;

use super::labels::MarkLabel;
use crate::domain::{AreaCode, Compare, Status};
use crate::table::Figure;

/// Figures in rows and columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    /// What the rows are, such as `Area` or `Date`.
    pub rows_are: String,
    /// What the columns are, left to right.
    pub columns: Vec<MarkLabel>,
    /// The rows.
    pub rows: Vec<MatrixRow>,
}

/// One row of a [`Matrix`].
#[derive(Debug, Clone, PartialEq)]
pub struct MatrixRow {
    /// The area, where a row is one.
    pub code: Option<AreaCode>,
    /// Its name as printed.
    pub label: String,
    /// Its figures, one for each column; one that is not there is *not available*.
    pub figures: Vec<Figure>,
    /// In focus: drawn stronger than the others.
    pub emphasis: bool,
}

impl MatrixRow {
    /// The figure of a column.
    pub(super) fn figure(&self, column: usize) -> Figure {
        self.figures.get(column).copied().unwrap_or(Figure::missing(Status::NotAvailable))
    }

    /// The figure of a column as a number that can be drawn.
    pub(super) fn number(&self, column: usize) -> Option<f64> {
        number(self.figure(column))
    }
}

/// A figure as a number that can be drawn.
pub(super) fn number(figure: Figure) -> Option<f64> {
    figure.value.filter(|value| value.is_finite())
}

impl Matrix {
    /// Areas by a number, highest first and equals by name, then those without one by name. Other
    /// rows keep their order.
    pub(super) fn ranked(&self, number: impl Fn(&MatrixRow) -> Option<f64>) -> Vec<&MatrixRow> {
        let mut rows: Vec<(&MatrixRow, Option<f64>)> =
            self.rows.iter().map(|row| (row, number(row))).collect();
        if rows.iter().all(|(row, _)| row.code.is_some()) {
            let order = |number: Option<f64>| {
                number.filter(|value| value.is_finite()).unwrap_or(f64::NEG_INFINITY)
            };
            rows.sort_by(|(a, x), (b, y)| {
                let by_name = a.label.cmp(&b.label).then_with(|| a.code.cmp(&b.code));
                order(*y).compare(&order(*x)).then(by_name)
            });
        }
        rows.into_iter().map(|(row, _)| row).collect()
    }

    /// Every figure, by row and column.
    pub(super) fn figures(&self) -> impl Iterator<Item = Figure> + Clone + '_ {
        self.rows.iter().flat_map(|row| (0..self.columns.len()).map(|column| row.figure(column)))
    }
}
