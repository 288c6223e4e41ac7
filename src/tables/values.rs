//! Tables of the values of an indicator: of all periods, and since a day.

use super::{Answer, cells};
use crate::domain::Unit;
use crate::figures::show::ValueRow;
use crate::figures::since::SinceRow;
use crate::figures::{SinceAnswer, ValuesAnswer};
use crate::table::{Cell, Column, Listing, columns};

impl Answer for ValuesAnswer {
    const NAME: &'static str = "values";

    fn table(&self) -> Listing {
        let dimensions =
            cells::plain(&self.dimensions.iter().map(String::as_str).collect::<Vec<_>>());
        let mut columns =
            columns_of(self.unit, &format!("Value ({})", self.unit.label()), dimensions);
        columns.extend(self.top.map(|_| Column::text("category", "Category")));
        let row = |row: &ValueRow| {
            let mut cells = cells_of(self, row, row.dims.iter().cloned().map(Cell::Text));
            cells.extend(self.top.map(|_| cells::text(row.category.as_ref())));
            cells
        };
        Listing {
            caption: self.caption.clone(),
            columns,
            rows: self.rows.iter().map(row).collect(),
            notes: self.caveats.iter().chain(&self.notes).cloned().collect(),
        }
    }
}

/// The values of several indicators one below the other, the codes of their dimensions as one
/// column.
pub(crate) fn table_of_several(
    answers: &[ValuesAnswer],
    caption: String,
    notes: Vec<String>,
) -> Listing {
    let Some(first) = answers.first() else {
        return Listing { caption, notes, ..Listing::default() };
    };
    let row = |answer: &ValuesAnswer, row: &ValueRow| {
        cells_of(answer, row, [Cell::Text(row.dims.join(" "))])
    };
    let rows =
        answers.iter().flat_map(|answer| answer.rows.iter().map(move |one| row(answer, one)));
    Listing {
        caption,
        // Rows have units of their own.
        columns: columns_of(first.unit, "Value", vec![Column::text("category", "Category")]),
        rows: rows.collect(),
        notes,
    }
}

fn columns_of(unit: Unit, header: &str, categories: Vec<Column>) -> Vec<Column> {
    let mut all = cells::texts(&[
        (columns::INDICATOR, "Indicator"),
        (columns::AREA_CODE, "Area code"),
        (columns::AREA_NAME, "Area"),
        (columns::PERIOD_START, "From"),
        (columns::PERIOD_END, "To"),
    ]);
    all.extend(categories);
    all.push(Column::number(columns::VALUE, header, unit));
    all.extend([columns::LOWER, columns::UPPER].map(|name| Column::number(name, name, unit)));
    all.extend(cells::texts(&[(columns::UNIT, "Unit"), (columns::STATUS, "Status")]));
    all
}

fn cells_of(
    answer: &ValuesAnswer,
    row: &ValueRow,
    categories: impl IntoIterator<Item = Cell>,
) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![
        answer.indicator.as_str().into(),
        row.area_code.as_str().into(),
        row.area_name.as_str().into(),
        Cell::Text(row.period_start.to_string()),
        Cell::Text(row.period_end.to_string()),
    ];
    cells.extend(categories);
    cells.extend([cells::bare(row.figure), cells::number(row.lower), cells::number(row.upper)]);
    cells.extend([answer.unit.as_str().into(), cells::status(row.figure)]);
    cells
}

impl Answer for SinceAnswer {
    const NAME: &'static str = "since";

    fn table(&self) -> Listing {
        let mut named = cells::texts(&[
            (columns::INDICATOR, "Indicator"),
            (columns::AREA_CODE, "Area code"),
            (columns::AREA_NAME, "Area"),
        ]);
        named
            .extend(self.dimensions.iter().map(|name| Column::text(name, &name.replace('_', "-"))));
        named.extend([
            Column::text("known_period_end", "Known then, to"),
            Column::number("known", "Known then", self.unit),
            Column::text(columns::PERIOD_END, "Newest, to"),
            Column::number(columns::VALUE, "Newest", self.unit),
            Column::number("change", "Change", self.change_unit).with_sign(),
            Column::text(columns::UNIT, "Unit"),
        ]);
        let row = |row: &SinceRow| {
            let mut cells: Vec<Cell> = vec![
                self.indicator.as_str().into(),
                row.area_code.as_str().into(),
                row.area_name.as_str().into(),
            ];
            cells.extend(row.dims.iter().cloned().map(Cell::Text));
            cells.extend([
                cells::day(row.known_period_end),
                row.known.into(),
                Cell::Day(row.period_end),
            ]);
            cells.extend([row.value.into(), row.change.into(), self.unit.as_str().into()]);
            cells
        };
        Listing {
            caption: self.caption.clone(),
            columns: named,
            rows: self.rows.iter().map(row).collect(),
            notes: self.notes.clone(),
        }
    }
}
