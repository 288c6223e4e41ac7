//! The subject of a chart.

use crate::allocation::measures;
use crate::catalogue::{ChartDefinition, Indicator};
use crate::chart::ChartData;
use crate::domain::{AreaLevel, Between, Date, Error, Field, Result, error_codes, long_date};
use crate::figures::Figures;
use crate::geography::Area;

/// The subject of a chart: its definition, its indicator, area and date.
pub(crate) struct Subject<'a> {
    pub definition: &'a ChartDefinition,
    pub indicator: &'a Indicator,
    pub region: &'a Area,
    pub day: Date,
}

/// The authorities that a chart compares. Errors with `F303` for a chart of one authority alone.
pub(crate) fn compared_areas<'f>(
    figures: &'f Figures,
    subject: &Subject<'_>,
) -> Result<Vec<&'f Area>> {
    if subject.region.code.level() == AreaLevel::Authority {
        return Err(Error::new(
            error_codes::OPTION_WRONG,
            format!("drawing the chart {}", subject.definition.id),
        )
        .at_field(Field::Area)
        .found(subject.region.name.clone())
        .expected("a region or nation, whose authorities the chart compares"));
    }
    let values = figures.values(subject.indicator.id.as_str())?;
    let comparable = values.comparable().filter(|comparable| comparable.between == Between::None);
    if let Some(comparable) = comparable {
        return Err(measures::not_compared(subject.indicator, comparable));
    }
    figures.areas_of(subject.indicator.id.as_str(), &subject.region.code)
}

/// Data without figures, about the newest day.
pub(crate) fn empty_data(subject: &Subject<'_>) -> ChartData {
    let caption =
        format!("{}, {}, {}", subject.indicator.title, subject.region.name, long_date(subject.day));
    ChartData::new(&caption, &subject.indicator.title, subject.indicator.unit)
}
