//! Tables of areas and their fair shares, and of indices of inequality.

use super::{Answer, cells};
use crate::allocation::{InequalityAnswer, SharesAnswer};
use crate::domain::{Status, Unit};
use crate::fairshare::Share;
use crate::table::{Cell, Column, Listing, columns};

impl Answer for SharesAnswer {
    const NAME: &'static str = "shares";

    fn table(&self) -> Listing {
        Listing {
            caption: self.caption.clone(),
            columns: share_columns(),
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
fn share_columns() -> Vec<Column> {
    let people = |name: &str, header: &str| Column::number(name, header, Unit::People);
    let percent = |name: &str, header: &str| Column::number(name, header, Unit::Percent);
    let mut all = area_columns();
    all.extend([
        people("population", "Population"),
        actual_column(),
        Column::number("rate_per_10k", "Rate (per 10,000 residents)", Unit::Per10k),
        percent("actual_share", "Actual share (%)"),
        percent("fair_share", "Fair share (%)"),
        due_column(),
        people("gap", "Gap (people)").with_sign(),
        people("ratio", "Ratio (due = 100)"),
        Column::number("location_quotient", "Location quotient", Unit::Ratio),
        people("cap", "Limit (people)"),
        people("headroom", "Headroom (people)"),
        people("places", "Places"),
        Column::text(columns::STATUS, "Status"),
    ]);
    all
}

/// People counted in an area.
pub(crate) fn actual_column() -> Column {
    Column::number("actual", "People supported", Unit::People)
}

/// What an area is due.
pub(crate) fn due_column() -> Column {
    Column::number("due", "Due (people)", Unit::People)
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
                Column::number("value", "Value", Unit::Ratio).with_decimals(4),
            ],
            rows: self.indices.iter().map(|index| vec![index.index.into(), Cell::from(index.value)]).collect(),
            notes: Vec::new(),
        }
    }
}
