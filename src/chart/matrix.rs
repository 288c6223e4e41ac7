//! Several figures for each of several rows: areas by days, days by categories.
//!
//! Belongs here: the data, the order of its rows and the table behind it. Does not belong here: how a slope, a composition
//! or a heat map draws them.

use super::data::{ChartData, MarkLabel};
use super::words;
use crate::domain::{AreaCode, Compare, Status};
use crate::table::{Cell, Column, Figure, Listing};

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
    /// Areas by a number, highest first and equals by name, then those without one by name; other rows as they stand.
    pub(super) fn ranked(&self, number: impl Fn(&MatrixRow) -> Option<f64>) -> Vec<&MatrixRow> {
        let mut rows: Vec<(&MatrixRow, Option<f64>)> = self.rows.iter().map(|row| (row, number(row))).collect();
        if rows.iter().all(|(row, _)| row.code.is_some()) {
            let order = |number: Option<f64>| number.filter(|value| value.is_finite()).unwrap_or(f64::NEG_INFINITY);
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

    /// The columns that name a row.
    pub(super) fn name_columns(&self) -> Vec<Column> {
        let mut columns = words::area_columns();
        if self.rows.iter().any(|row| row.code.is_none()) {
            let name = self.rows_are.to_lowercase().replace(' ', "_");
            columns = vec![Column::text(&name, &self.rows_are)];
        }
        columns
    }

    /// The cells that name a row.
    pub(super) fn name_cells(&self, row: &MatrixRow) -> Vec<Cell> {
        let names_areas = self.rows.iter().all(|row| row.code.is_some());
        let code = row.code.as_ref().filter(|_| names_areas);
        std::iter::once(row.label.as_str().into()).chain(code.map(|code| code.as_str().into())).collect()
    }

    /// The table behind a chart of these rows.
    pub(super) fn listing(&self, data: &ChartData, rows: &[&MatrixRow]) -> Listing {
        let mut columns = self.name_columns();
        let header = |column: &MarkLabel| words::header(&column.label, data.unit);
        columns.extend(self.columns.iter().map(|column| Column::number(&column.column, &header(column), data.unit)));
        let row = |row: &&MatrixRow| {
            let figures = (0..self.columns.len()).map(|column| Cell::from(row.figure(column)));
            self.name_cells(row).into_iter().chain(figures).collect()
        };
        Listing { caption: data.caption.clone(), columns, rows: rows.iter().map(row).collect(), notes: Vec::new() }
    }
}

impl ChartData {
    /// Its rows and columns; none where it has no matrix.
    pub(super) fn matrix(&self) -> Matrix {
        let empty = || Matrix { rows_are: "Area".to_owned(), columns: Vec::new(), rows: Vec::new() };
        self.matrix.clone().unwrap_or_else(empty)
    }
}
