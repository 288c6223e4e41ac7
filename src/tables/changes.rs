//! Tables of exceptions and of changes.

use super::{Answer, cells};
use crate::briefing::{MovedFact, newer_sentence, revision_sentence};
use crate::domain::long_date;
use crate::figures::changes::{AddedEdition, Change};
use crate::figures::scan::{ScanRow, StaleDataset};
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
            rows: self.rows.iter().map(scan_row).chain(self.stale.iter().map(stale_row)).collect(),
            notes: std::iter::once(&self.method).chain(&self.notes).cloned().collect(),
        }
    }
}

fn scan_row(row: &ScanRow) -> Vec<Cell> {
    const DECIMALS_OF_Z: usize = 1;
    let number = |value: Option<f64>, decimals| {
        value.map_or(Cell::Text(String::new()), |value| Cell::Decimals(value, decimals, None))
    };
    // The sentence explains why a figure is missing.
    let figure = |figure: Option<Figure>| {
        number(figure.and_then(|figure| figure.value), row.unit.decimals())
    };
    vec![
        row.kind.as_str().into(),
        row.indicator.as_str().into(),
        row.area_code.as_str().into(),
        row.area_name.as_str().into(),
        Cell::Day(row.period_end),
        figure(Some(row.value)),
        figure(row.previous),
        number(row.robust_z, DECIMALS_OF_Z),
        row.why.as_str().into(),
    ]
}

/// A dataset among figures: its id is in the column of indicators, and the due day of its edition
/// in the column of periods.
fn stale_row(stale: &StaleDataset) -> Vec<Cell> {
    let empty = || Cell::Text(String::new());
    let (id, why) = (stale.dataset.as_str(), stale.why.as_str());
    let due = cells::day(stale.due);
    vec!["stale".into(), id.into(), empty(), empty(), due, empty(), empty(), empty(), why.into()]
}

impl Answer for ChangesAnswer {
    const NAME: &'static str = "changes";

    fn table(&self) -> Listing {
        let row = |change: &Change| {
            vec![change.about().as_str().into(), change.kind().into(), Cell::Text(sentence(change))]
        };
        Listing {
            caption: self.caption.clone(),
            columns: cells::plain(&["about", "kind", "sentence"]),
            rows: self.rows.iter().map(row).collect(),
            notes: Vec::new(),
        }
    }
}

/// A change in a sentence, as tables and the terminal print it.
pub(crate) fn sentence(change: &Change) -> String {
    match change {
        Change::Headline(headline) => newer_sentence(&MovedFact {
            title: headline.title.clone(),
            area: headline.area_name.clone(),
            unit: headline.unit,
            before: headline.previous.clone(),
            now: (headline.period, headline.figure),
        }),
        Change::Revision(of) => revision_sentence(&of.title, of.compared, &of.figures),
        Change::Edition(edition) => edition_sentence(edition),
    }
}

fn edition_sentence(edition: &AddedEdition) -> String {
    let published =
        edition.source.published.map(|day| format!(", published on {}", long_date(day)));
    let accepted = edition
        .accepted
        .as_ref()
        .map(|reason| format!("; a person took them in spite of {reason}"));
    format!(
        "{}: figures to {} have come{}{}.",
        edition.title,
        long_date(edition.source.edition),
        published.unwrap_or_default(),
        accepted.unwrap_or_default()
    )
}
