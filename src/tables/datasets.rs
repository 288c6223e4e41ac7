//! Tables of datasets, of one tidy table, and of indicators.

use super::{Answer, cells};
use crate::domain::{Status, Unit};
use crate::figures::datasets::{DatasetRow, Origin};
use crate::figures::indicators::IndicatorRow;
use crate::figures::{DatasetsAnswer, IndicatorsAnswer, TidyAnswer};
use crate::table::{Cell, Column, Listing, Row, columns};

impl Answer for DatasetsAnswer {
    const NAME: &'static str = "datasets";

    fn table(&self) -> Listing {
        Listing {
            caption: self.caption.clone(),
            columns: cells::texts(&[
                ("dataset", "Dataset"),
                ("title", "Title"),
                ("publisher", "Publisher"),
                ("frequency", "Frequency"),
                ("geography", "Geography"),
                ("edition", "Edition stored"),
                ("as_at", "As at"),
                ("published", "Published"),
                ("held", "Held"),
                ("editions", "Editions"),
                ("next_release", "Next release"),
                ("announced", "Announced"),
                ("freshness", "Freshness"),
                ("held_back", "Held back"),
            ]),
            rows: self.rows.iter().map(dataset_row).collect(),
            notes: Vec::new(),
        }
    }
}

fn dataset_row(row: &DatasetRow) -> Vec<Cell> {
    vec![
        row.dataset.as_str().into(),
        row.title.as_str().into(),
        row.publisher.as_str().into(),
        row.frequency.as_str().into(),
        row.geography.as_str().into(),
        cells::text(row.edition.as_ref()),
        cells::day(row.as_at),
        cells::text(row.published.as_ref()),
        cells::text(row.held.map(Origin::as_str)),
        Cell::Text(row.editions.to_string()),
        cells::day(row.next_release),
        cells::text(row.announced.map(|announced| if announced { "yes" } else { "expected" })),
        cells::text(row.freshness),
        Cell::Text(row.held_back.to_string()),
    ]
}

impl Answer for TidyAnswer {
    const NAME: &'static str = "table";

    fn table(&self) -> Listing {
        let mut named = cells::plain(&columns::LEADING);
        named.extend(self.dimensions.iter().map(|dimension| Column::text(dimension, dimension)));
        named.push(Column::text(columns::MEASURE, columns::MEASURE));
        named.push(Column::number(columns::VALUE, columns::VALUE, Unit::People));
        named.extend(cells::plain(&[columns::UNIT, columns::STATUS]));
        Listing {
            caption: self.caption.clone(),
            columns: named,
            rows: self.rows.iter().map(tidy_row).collect(),
            notes: self.caveats.iter().chain(&self.notes).cloned().collect(),
        }
    }
}

fn tidy_row(row: &Row) -> Vec<Cell> {
    const OTHERS: usize = 8;
    let mut cells = Vec::with_capacity(OTHERS + row.dims.len());
    cells.extend([
        Cell::from(row.area.as_str()),
        Cell::from(row.area_name.as_str()),
        Cell::Text(row.period.start.to_string()),
        Cell::Text(row.period.end.to_string()),
    ]);
    cells.extend(row.dims.iter().cloned().map(Cell::Text));
    cells.extend([
        Cell::from(row.measure.as_str()),
        cells::bare(row.figure()),
        row.unit.as_str().into(),
        row.status.map_or("", Status::as_str).into(),
    ]);
    cells
}

impl Answer for IndicatorsAnswer {
    const NAME: &'static str = "indicators";

    fn table(&self) -> Listing {
        let row = |row: &IndicatorRow| {
            vec![
                row.indicator.as_str().into(),
                row.title.as_str().into(),
                row.theme.as_str().into(),
                row.method.as_str().into(),
                row.unit.as_str().into(),
                row.kind.as_str().into(),
            ]
        };
        Listing {
            caption: self.caption.clone(),
            columns: cells::texts(&[
                ("indicator", "Indicator"),
                ("title", "Title"),
                ("theme", "Theme"),
                ("method", "Method"),
                ("unit", "Unit"),
                ("kind", "Kind"),
            ]),
            rows: self.rows.iter().map(row).collect(),
            notes: Vec::new(),
        }
    }
}
