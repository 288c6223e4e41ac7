//! Flows between places, of an indicator that keeps origins apart.

use super::super::Engine;
use super::Subject;
use crate::chart::{ChartData, Flow};
use crate::domain::{AreaCode, AreaLevel, Result};
use crate::indicator::Key;

impl Engine {
    /// From every origin to every authority of the region, or to the one authority.
    pub(super) fn between_places(&self, subject: &Subject<'_>) -> Result<(ChartData, Vec<Key>)> {
        let values = self.values(subject.indicator.id.as_str())?;
        let dimensions = self.dimensions(subject.indicator);
        let mut data = self.empty_data(subject);
        let mut keys = Vec::new();
        let areas: Vec<&AreaCode> = if subject.region.code.level() == AreaLevel::Authority {
            vec![&subject.region.code]
        } else {
            self.compared_areas(subject)?.into_iter().map(|area| &area.code).collect()
        };
        for area in areas {
            for (key, value) in values.iter_area(area).filter(|(key, _)| key.end == subject.day && key.dims.len() == 1)
            {
                // Who stays in an authority has not moved to it.
                if key.dims[0] == area.as_str() {
                    continue;
                }
                let from = self.category(&dimensions, key);
                data.flows.push(Flow { from, to: self.named(area), figure: value.figure });
                keys.push(key.clone());
            }
        }
        Ok((data, keys))
    }
}
