//! Tables of keys: the list of them, several next to each other, and the contributions of each part
//! of one.

use super::shares::{actual_column, area_columns, counted_column, population_column};
use super::{Answer, cells, underscored};
use crate::allocation::{
    AreaByKey, AreaKeyParts, GapDirection, KeyComparison, KeyComponent, KeyList, KeyPartsAnswer,
    UnitShare, UnitShares,
};
use crate::domain::Unit;
use crate::table::{Cell, Column, Listing};

impl Answer for KeyList {
    const NAME: &'static str = "keys";

    fn table(&self) -> Listing {
        let names = [
            ("key", "Key"),
            ("title", "Title"),
            ("made_of", "Made of"),
            ("illustrative", "Illustrative"),
            ("definition", "Definition"),
            ("reference", "Reference"),
        ];
        let rows = self.keys.iter().map(|key| {
            vec![
                key.key.as_str().into(),
                key.title.as_str().into(),
                key.made_of.as_str().into(),
                if key.illustrative { "yes" } else { "" }.into(),
                key.definition.as_str().into(),
                key.reference.as_str().into(),
            ]
        });
        Listing {
            caption: self.caption.clone(),
            columns: names.map(|(name, header)| Column::text(name, header)).to_vec(),
            rows: rows.collect(),
            notes: Vec::new(),
        }
    }
}

impl Answer for KeyPartsAnswer {
    const NAME: &'static str = "key-parts";

    fn table(&self) -> Listing {
        let mut columns = area_columns();
        columns.push(fair_share_column());
        columns.extend(self.base.iter().chain(&self.parts).map(component_column));
        columns.extend(self.has_adjustments.then(adjustments_column));
        let row = |area: &AreaKeyParts| {
            let mut cells: Vec<Cell> =
                vec![area.area_code.as_str().into(), area.area_name.as_str().into()];
            cells.push(area.fair_share.into());
            cells.extend(area.from_base.map(Cell::from));
            cells.extend(area.from_parts.iter().map(|from| Cell::from(from.share)));
            cells.extend(area.from_adjustments.map(Cell::from));
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

/// The share by a key.
pub(crate) fn fair_share_column() -> Column {
    Column::number("fair_share", "Fair share (%)", Unit::Percent).with_decimals(2)
}

/// The contribution of a component of a key to a share.
pub(crate) fn component_column(component: &KeyComponent) -> Column {
    let (name, title) = (underscored(&component.component), &component.title);
    let header = format!("From: {title} (percentage points)");
    Column::number(&format!("from_{name}"), &header, Unit::PercentagePoints)
        .with_decimals(2)
        .with_sign()
}

/// What credits, floors and limits of a key add to a share.
pub(crate) fn adjustments_column() -> Column {
    let header = "From credits, floors and limits (percentage points)";
    Column::number("from_adjustments", header, Unit::PercentagePoints).with_decimals(2).with_sign()
}

impl Answer for KeyComparison {
    const NAME: &'static str = "key-comparison";

    fn table(&self) -> Listing {
        let unit = self.measure_unit;
        let mut columns = area_columns();
        columns.extend([
            population_column(),
            actual_column(&self.measure_title, unit),
            Column::number("actual_share", "Actual share (%)", Unit::Percent),
        ]);
        for key in &self.keys {
            let (name, title) = (underscored(key.key.as_str()), &key.title);
            let share = format!("{title}: share (%)");
            columns.push(Column::number(&format!("{name}_share"), &share, Unit::Percent));
            columns.push(due_by_key_column(key.key.as_str(), title, unit));
            columns.push(
                counted_column(&format!("{name}_gap"), &format!("{title}: gap"), unit).with_sign(),
            );
        }
        columns.extend([
            counted_column("least_due", "Minimum due", unit),
            counted_column("most_due", "Maximum due", unit),
        ]);
        columns.push(Column::text("direction", "Over or under"));
        Listing {
            caption: self.caption.clone(),
            columns,
            rows: self.areas.iter().map(comparison_row).collect(),
            notes: self.notes.clone(),
        }
    }
}

/// The number due by a key.
pub(crate) fn due_by_key_column(key: &str, title: &str, unit: Unit) -> Column {
    counted_column(&format!("{}_due", underscored(key)), &format!("{title}: due"), unit)
}

fn comparison_row(area: &AreaByKey) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![area.area_code.as_str().into(), area.area_name.as_str().into()];
    cells.extend([area.population.into(), area.actual.into(), area.actual_share.into()]);
    cells.extend(area.keys.iter().flat_map(|key| [key.share, key.due, key.gap]).map(Cell::from));
    cells.extend([area.min_due.into(), area.max_due.into()]);
    cells.push(area.direction.map_or("", GapDirection::label).into());
    cells
}

impl Answer for UnitShares {
    const NAME: &'static str = "unit-shares";

    fn table(&self) -> Listing {
        let mut columns = vec![Column::text("unit", "Unit"), fair_share_column()];
        columns.extend(self.components.iter().map(component_column));
        columns.extend(self.rule.map(|_| Column::number("places", "Places", Unit::People)));
        let row = |share: &UnitShare| {
            let mut cells: Vec<Cell> = vec![share.unit.as_str().into(), share.fair_share.into()];
            cells.extend(share.from.iter().map(|from| Cell::from(from.share)));
            cells.extend(self.rule.map(|_| cells::figure(share.places)));
            cells
        };
        Listing {
            caption: self.caption.clone(),
            columns,
            rows: self.shares.iter().map(row).collect(),
            notes: self.notes.clone(),
        }
    }
}
