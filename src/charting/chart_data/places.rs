//! Flows between places, of an indicator that keeps origins apart.

use crate::chart::{ChartData, Flow};
use crate::charting::subject;
use crate::charting::subject::Subject;
use crate::domain::{AreaCode, AreaLevel, Result};
use crate::figures::Figures;
use crate::indicator::Key;
use crate::knowledge::categories;

/// From every origin to every authority of the region, or to the one authority.
pub(crate) fn between_places(
    figures: &Figures,
    subject: &Subject<'_>,
) -> Result<(ChartData, Vec<Key>)> {
    let values = figures.values(subject.indicator.id.as_str())?;
    let dimensions = categories::dimensions(figures.knowledge(), subject.indicator);
    let mut data = subject::empty_data(subject);
    let mut keys = Vec::new();
    let areas: Vec<&AreaCode> = if subject.region.code.level() == AreaLevel::Authority {
        vec![&subject.region.code]
    } else {
        subject::compared_areas(figures, subject)?.into_iter().map(|area| &area.code).collect()
    };
    for area in areas {
        for (key, value) in
            values.iter_area(area).filter(|(key, _)| key.end == subject.day && key.dims.len() == 1)
        {
            // Who stays in an authority has not moved to it.
            if key.dims[0] == area.as_str() {
                continue;
            }
            let from = categories::category(figures.knowledge(), &dimensions, key);
            data.flows.push(Flow {
                from,
                to: figures.geography().name_of(area),
                figure: value.figure,
            });
            keys.push(key.clone());
        }
    }
    Ok((data, keys))
}
