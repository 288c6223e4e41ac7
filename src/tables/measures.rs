//! Tables of several measures next to each other.

use super::shares::{area_columns, population_column};
use super::{Answer, underscored};
use crate::allocation::{AreaByMeasure, ComparedMeasure, MeasureComparison};
use crate::catalogue::Scheme;
use crate::domain::Unit;
use crate::table::{Cell, Column, Listing};

impl Answer for MeasureComparison {
    const NAME: &'static str = "measure-comparison";

    fn table(&self) -> Listing {
        let mut columns = area_columns();
        columns.push(population_column());
        for measure in &self.measures {
            columns.extend(measure_columns(measure));
        }
        let row = |area: &AreaByMeasure| {
            let mut cells: Vec<Cell> =
                vec![area.area_code.as_str().into(), area.area_name.as_str().into()];
            cells.push(area.population.into());
            for own in &area.measures {
                cells.extend(
                    [own.actual, own.rate_per_10k, own.actual_share, own.location_quotient]
                        .map(Cell::from),
                );
                cells.extend(own.due.into_iter().chain(own.gap).map(Cell::from));
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

/// The rate of a measure.
pub(crate) fn rate_column(measure: &str, title: &str) -> Column {
    let header = format!("{title}: per 10,000 residents");
    Column::number(&format!("{}_per_10k", underscored(measure)), &header, Unit::Per10k)
}

fn measure_columns(measure: &ComparedMeasure) -> Vec<Column> {
    let (name, title, counted) =
        (underscored(measure.measure.as_str()), &measure.title, measure.unit);
    let column = |suffix: &str, header: &str, unit: Unit| {
        Column::number(&format!("{name}_{suffix}"), &format!("{title}: {header}"), unit)
    };
    let mut columns = vec![
        Column::number(&name, title, counted),
        rate_column(measure.measure.as_str(), title),
        column("share", "share (%)", Unit::Percent),
        column("location_quotient", "location quotient", Unit::Ratio),
    ];
    if measure.scheme == Scheme::Keyed {
        columns.extend([column("due", "due", counted), column("gap", "gap", counted).with_sign()]);
    }
    columns
}
