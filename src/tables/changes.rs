//! Tables of what needs a look and of what has changed.

use super::{Answer, cells};
use crate::domain::Unit;
use crate::figures::changes::Change;
use crate::figures::scan::ScanRow;
use crate::figures::{ChangesAnswer, ScanAnswer};
use crate::table::{Cell, Column, Figure, Listing, columns};

impl Answer for ScanAnswer {
    const NAME: &'static str = "scan";

    fn table(&self) -> Listing {
        let text = Column::text;
        Listing {
            caption: self.caption.clone(),
            columns: vec![
                text("kind", "Kind"),
                text(columns::INDICATOR, "Indicator"),
                text(columns::AREA_CODE, "Area code"),
                text(columns::AREA_NAME, "Area"),
                text(columns::PERIOD_END, "To"),
                Column::numeric(columns::VALUE, "Value"),
                Column::numeric("previous", "Before"),
                Column::numeric("robust_z", "Robust z"),
                text("why", "Why"),
            ],
            rows: self.rows.iter().map(scan_row).collect(),
            notes: std::iter::once(&self.method).chain(&self.notes).cloned().collect(),
        }
    }
}

fn scan_row(row: &ScanRow) -> Vec<Cell> {
    const DECIMALS_OF_Z: usize = 1;
    let number = |value: Option<f64>, decimals| {
        value.map_or(Cell::Text(String::new()), |value| Cell::Decimals(value, decimals, None))
    };
    // Why a figure is missing stands in the sentence.
    let figure =
        |figure: Option<Figure>| number(figure.and_then(|figure| figure.value), row.unit.map_or(0, Unit::decimals));
    vec![
        row.kind.as_str().into(),
        row.indicator.as_str().into(),
        cells::text(row.area_code.as_ref()),
        cells::text(row.area_name.as_ref()),
        cells::day(row.period_end),
        figure(row.value),
        figure(row.previous),
        number(row.robust_z, DECIMALS_OF_Z),
        row.why.as_str().into(),
    ]
}

impl Answer for ChangesAnswer {
    const NAME: &'static str = "changes";

    fn table(&self) -> Listing {
        let row =
            |change: &Change| [change.about.as_str(), change.kind.as_str(), &change.sentence].map(Cell::from).to_vec();
        Listing {
            caption: self.caption.clone(),
            columns: cells::plain(&["about", "kind", "sentence"]),
            rows: self.rows.iter().map(row).collect(),
            notes: Vec::new(),
        }
    }
}
