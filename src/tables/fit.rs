//! Tables fitted to their totals.

use super::Answer;
use crate::allocation::fit::TOTAL;
use crate::allocation::{FittedRow, FittedTable};
use crate::table::{Cell, Column, Listing};

impl Answer for FittedTable {
    const NAME: &'static str = "fit";

    fn table(&self) -> Listing {
        let decimals = if self.in_whole_places { 0 } else { 2 };
        let number = |name: &str| Column::number(name, name, self.unit).with_decimals(decimals);
        let mut columns = vec![Column::text(&self.header, &self.header)];
        columns.extend(self.columns.iter().map(|name| number(name)));
        columns.push(number(TOTAL));
        let row = |row: &FittedRow| {
            let name = std::iter::once(Cell::from(row.name.as_str()));
            name.chain(row.cells.iter().chain([&row.total]).map(|number| Cell::Number(*number)))
                .collect()
        };
        Listing {
            caption: self.caption.clone(),
            columns,
            rows: self.rows.iter().chain([&self.totals]).map(row).collect(),
            notes: self.notes.clone(),
        }
    }
}
