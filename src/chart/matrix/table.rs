//! The table behind a chart of rows and columns.
//!
//! Belongs here: how its rows are named and its columns headed. Does not belong here: the order
//! of the rows (`matrix`).

use super::{Matrix, MatrixRow};
use crate::chart::data::ChartData;
use crate::chart::labels::MarkLabel;
use crate::chart::{format, ranked_table};
use crate::table::{Cell, Column, Listing};

impl Matrix {
    /// The columns that name a row.
    pub(in crate::chart) fn name_columns(&self) -> Vec<Column> {
        let mut columns = ranked_table::area_columns();
        if self.rows.iter().any(|row| row.code.is_none()) {
            let name = self.rows_are.to_lowercase().replace(' ', "_");
            columns = vec![Column::text(&name, &self.rows_are)];
        }
        columns
    }

    /// The cells that name a row.
    pub(in crate::chart) fn name_cells(&self, row: &MatrixRow) -> Vec<Cell> {
        let names_areas = self.rows.iter().all(|row| row.code.is_some());
        let code = row.code.as_ref().filter(|_| names_areas);
        std::iter::once(row.label.as_str().into())
            .chain(code.map(|code| code.as_str().into()))
            .collect()
    }

    /// The table behind a chart of these rows.
    pub(in crate::chart) fn listing(&self, data: &ChartData, rows: &[&MatrixRow]) -> Listing {
        let mut columns = self.name_columns();
        let header = |column: &MarkLabel| format::header(&column.label, data.unit);
        columns.extend(
            self.columns
                .iter()
                .map(|column| Column::number(&column.column, &header(column), data.unit)),
        );
        let row = |row: &&MatrixRow| {
            let figures = (0..self.columns.len()).map(|column| Cell::from(row.figure(column)));
            self.name_cells(row).into_iter().chain(figures).collect()
        };
        Listing {
            caption: data.caption.clone(),
            columns,
            rows: rows.iter().map(row).collect(),
            notes: Vec::new(),
        }
    }
}
