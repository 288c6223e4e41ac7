//! Tables of surges.

use super::shares::area_columns;
use super::{Answer, cells, underscored};
use crate::allocation::{SurgeAnswer, SurgeArea};
use crate::domain::Unit;
use crate::table::{Cell, Column, Listing};

impl Answer for SurgeAnswer {
    const NAME: &'static str = "surge";

    fn table(&self) -> Listing {
        let mut columns = area_columns();
        for key in &self.keys {
            let (id, title) = (key.key.as_str(), &key.title);
            let name = underscored(id);
            // Of each key, because keys have limits of their own.
            let headroom = format!("{title}: headroom (people)");
            columns.push(Column::number(&format!("{name}_headroom"), &headroom, Unit::People));
            columns.push(placed_column(id, title));
            columns.push(Column::number(
                &format!("{name}_full_in_week"),
                &format!("{title}: full in week"),
                Unit::Number,
            ));
            columns.push(Column::text(&format!("{name}_binds"), &format!("{title}: what binds")));
        }
        let row = |area: &SurgeArea| {
            let mut cells: Vec<Cell> =
                vec![area.area_code.as_str().into(), area.area_name.as_str().into()];
            for share in &area.keys {
                let week = cells::number(share.full_in_week.map(f64::from));
                cells.extend([cells::figure(share.headroom), share.placed.into()]);
                cells.extend([week, share.binds_label().into()]);
            }
            cells
        };
        Listing {
            caption: self.caption.clone(),
            columns,
            rows: self.areas.iter().map(row).collect(),
            notes: self.notes.clone(),
        }
    }
}

/// How many people an area takes by a key.
pub(crate) fn placed_column(key: &str, title: &str) -> Column {
    Column::number(
        &format!("{}_placed", underscored(key)),
        &format!("{title}: placed"),
        Unit::People,
    )
}
