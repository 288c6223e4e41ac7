//! Tables of several measures next to each other.

use super::shares::area_columns;
use super::{Answer, underscored};
use crate::allocation::{AreaByMeasure, MeasureComparison};
use crate::catalogue::Scheme;
use crate::domain::Unit;
use crate::table::{Cell, Column, Listing};

impl Answer for MeasureComparison {
    const NAME: &'static str = "measure-comparison";

    fn table(&self) -> Listing {
        let mut columns = area_columns();
        columns.push(Column::number("population", "Population", Unit::People));
        for measure in &self.measures {
            columns.extend(measure_columns(measure.measure.as_str(), &measure.title, measure.scheme));
        }
        let row = |area: &AreaByMeasure| {
            let mut cells: Vec<Cell> = vec![area.area_code.as_str().into(), area.area_name.as_str().into()];
            cells.push(area.population.into());
            for own in &area.measures {
                cells.extend([own.actual, own.rate_per_10k, own.actual_share, own.location_quotient].map(Cell::from));
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

fn measure_columns(measure: &str, title: &str, scheme: Scheme) -> Vec<Column> {
    let name = underscored(measure);
    let column = |suffix: &str, header: &str, unit: Unit| {
        Column::number(&format!("{name}_{suffix}"), &format!("{title}: {header}"), unit)
    };
    let mut columns = vec![
        Column::number(&name, title, Unit::People),
        rate_column(measure, title),
        column("share", "share (%)", Unit::Percent),
        column("location_quotient", "location quotient", Unit::Ratio),
    ];
    if scheme == Scheme::Keyed {
        columns.extend([column("due", "due", Unit::People), column("gap", "gap", Unit::People).with_sign()]);
    }
    columns
}
