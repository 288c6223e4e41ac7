//! Tables of areas and their fair shares, and of indices of inequality.

use super::{Answer, cells, with_unit};
use crate::allocation::{InequalityAnswer, SharesAnswer};
use crate::domain::{Status, Unit};
use crate::fairshare::Share;
use crate::table::{Cell, Column, Listing, columns};

impl Answer for SharesAnswer {
    const NAME: &'static str = "shares";

    fn table(&self) -> Listing {
        Listing {
            caption: self.caption.clone(),
            columns: share_columns(self),
            rows: self.shares.rows.iter().map(share_row).collect(),
            notes: self.notes_with_population(),
        }
    }
}

/// Code and name of an area.
pub(super) fn area_columns() -> Vec<Column> {
    vec![Column::text(columns::AREA_CODE, "Area code"), Column::text(columns::AREA_NAME, "Area")]
}

/// The columns of `fairshares shares`, in the order of the contract.
fn share_columns(answer: &SharesAnswer) -> Vec<Column> {
    let unit = answer.measure_unit;
    let counted = |name: &str, header: &str| counted_column(name, header, unit);
    let percent = |name: &str, header: &str| Column::number(name, header, Unit::Percent);
    let mut all = area_columns();
    all.extend([
        population_column(),
        actual_column(&answer.measure_title, unit),
        Column::number("rate_per_10k", "Rate (per 10,000 residents)", Unit::Per10k),
        percent("actual_share", "Actual share (%)"),
        percent("fair_share", "Fair share (%)"),
        due_column(unit),
        counted("gap", "Gap").with_sign(),
        percent("ratio", "Ratio (due = 100)").with_decimals(0),
        Column::number("location_quotient", "Location quotient", Unit::Ratio),
        counted("cap", "Limit"),
        counted("headroom", "Headroom"),
        Column::number("places", "Places", unit),
        Column::text(columns::STATUS, "Status"),
    ]);
    all
}

/// Residents of an area.
pub(super) fn population_column() -> Column {
    Column::number("population", "Population", Unit::People)
}

/// A number in the unit of a measure, which its header names.
pub(super) fn counted_column(name: &str, header: &str, unit: Unit) -> Column {
    Column::number(name, &format!("{header} ({})", unit.label()), unit)
}

/// The number counted in an area, under the title of the measure.
pub(crate) fn actual_column(measure: &str, unit: Unit) -> Column {
    Column::number("actual", &with_unit(measure, unit), unit)
}

/// The number due to an area.
pub(crate) fn due_column(unit: Unit) -> Column {
    counted_column("due", "Due", unit)
}

fn share_row(share: &Share) -> Vec<Cell> {
    vec![
        share.code.as_str().into(),
        share.name.as_str().into(),
        share.population.into(),
        share.actual.into(),
        share.rate_per_10k.into(),
        share.actual_share.into(),
        share.fair_share.into(),
        share.due.into(),
        share.gap.into(),
        share.ratio.into(),
        share.location_quotient.into(),
        cells::figure(share.cap),
        cells::figure(share.headroom),
        cells::figure(share.places),
        share.status().map_or("", Status::as_str).into(),
    ]
}

impl Answer for InequalityAnswer {
    const NAME: &'static str = "inequality";

    fn table(&self) -> Listing {
        Listing {
            caption: self.caption.clone(),
            columns: vec![
                Column::text("index", "Index"),
                Column::numeric("value", "Value").with_decimals(4),
            ],
            rows: self
                .indices
                .iter()
                .map(|index| vec![index.index.into(), Cell::from(index.value)])
                .collect(),
            notes: Vec::new(),
        }
    }
}
