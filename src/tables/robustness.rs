//! Tables of the robustness of shares.

use super::Answer;
use super::shares::area_columns;
use crate::allocation::{AreaShareRange, ShareRanges, WeightImportances};
use crate::domain::Unit;
use crate::table::{Cell, Column, Listing};

impl Answer for ShareRanges {
    const NAME: &'static str = "robustness";

    fn table(&self) -> Listing {
        let rank = |name: &str, header: &str| Column::number(name, header, Unit::Rank);
        let mut columns = area_columns();
        columns.extend([
            share_column(),
            percent("median", "Median of the draws (%)"),
            lower_column(),
            upper_column(),
            rank("rank_lower", "Rank in 95 of 100 draws from"),
            rank("rank_upper", "Rank to"),
            Column::number(
                "probability_over",
                "Draws in which it is over its share (%)",
                Unit::Percent,
            ),
            actual_share_column(),
        ]);
        Listing {
            caption: self.caption.clone(),
            columns,
            rows: self.areas.iter().map(range_row).collect(),
            notes: self.notes.clone(),
        }
    }
}

fn percent(name: &str, header: &str) -> Column {
    Column::number(name, header, Unit::Percent).with_decimals(2)
}

/// The share by the stated weights.
pub(crate) fn share_column() -> Column {
    percent("fair_share", "Fair share (%)")
}

/// The share of the people counted.
pub(crate) fn actual_share_column() -> Column {
    percent("actual_share", "Actual share (%)")
}

/// The lower end of the range of drawn shares.
pub(crate) fn lower_column() -> Column {
    percent("share_lower", "95 of 100 draws from (%)")
}

/// The upper end of the range of drawn shares.
pub(crate) fn upper_column() -> Column {
    percent("share_upper", "95 of 100 draws to (%)")
}

fn range_row(area: &AreaShareRange) -> Vec<Cell> {
    vec![
        area.area_code.as_str().into(),
        area.area_name.as_str().into(),
        area.fair_share.into(),
        area.median.into(),
        area.share_lower.into(),
        area.share_upper.into(),
        area.rank_lower.into(),
        area.rank_upper.into(),
        area.probability_over.into(),
        area.actual_share.into(),
    ]
}

impl Answer for WeightImportances {
    const NAME: &'static str = "robustness-parts";

    fn table(&self) -> Listing {
        let index = |name: &str, header: &str| Column::number(name, header, Unit::Index);
        let rows = self.parts.iter().map(|part| {
            let numbers = [part.weight, part.first_order, part.total].map(Cell::Number);
            std::iter::once(part.part.as_str().into()).chain(numbers).collect()
        });
        Listing {
            caption: self.caption.clone(),
            columns: vec![
                Column::text("part", "Part"),
                index("weight", "Weight"),
                index("first_order", "Sobol index, alone"),
                index("total", "Sobol index, with others"),
            ],
            rows: rows.collect(),
            notes: self.notes.clone(),
        }
    }
}
