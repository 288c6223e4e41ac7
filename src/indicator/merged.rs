//! Merged authorities: figures of publications on earlier boundaries, for the authorities that are there now.
//!
//! Belongs here: sums of the districts that an authority was made of, and means of theirs weighted by residents. Does not belong here:
//! recoded authorities (`Geography::current`), tables on other boundaries (`geography/best_fit.rs`).
//!
//! **Invariant:** an authority has a figure only where every district that went into it has one, and each went into it whole.

use super::wider_areas::add_sum;
use super::{Input, InputRole, Key, Origin, Value, Values, common_day};
use crate::domain::{AreaCode, Date};
use crate::geography::Geography;
use crate::table::Figure;
use std::collections::BTreeSet;

impl Values {
    /// Gives merged authorities the sums of the districts that they were made of.
    pub(super) fn add_merged(&mut self, geography: &Geography) {
        for (key, parts) in self.keys_of_merged(geography) {
            add_sum(self, key, parts);
        }
    }

    /// Gives merged authorities the means of the districts that they were made of, weighted by their residents.
    pub(super) fn add_merged_means(&mut self, geography: &Geography, residents: &Self) {
        for (key, parts) in self.keys_of_merged(geography) {
            let areas: Vec<&AreaCode> = parts.iter().map(|part| &part.area).collect();
            let Some(day) = common_day(residents, &areas, key.end).or_else(|| first_common_day(residents, &areas))
            else {
                continue;
            };
            let weight = |part: &Key| Key { area: part.area.clone(), end: day, dims: Vec::new() };
            let means: Vec<Figure> = parts.iter().map(|part| self.figure(part)).collect();
            let weights: Vec<Figure> = parts.iter().map(|part| residents.figure(&weight(part))).collect();
            let figure = Figure::over([&means, &weights], |[means, weights]| {
                let all: f64 = weights.iter().sum();
                let of_parts = means.iter().zip(&weights).map(|(mean, weight)| mean * weight);
                (all > 0.0).then(|| of_parts.sum::<f64>() / all)
            });
            let Some(period) = parts.first().and_then(|part| self.get(part)).map(|value| value.period) else {
                continue;
            };
            let weighed = parts.iter().map(|part| Input::new(InputRole::By, weight(part)));
            self.insert(key, Value::of(period, figure, Origin::Computed(weighed.collect())));
        }
    }

    /// The keys of merged authorities without a value, each with those of its districts, all of which have one.
    fn keys_of_merged(&self, geography: &Geography) -> Vec<(Key, Vec<Key>)> {
        let slots: BTreeSet<(Date, &Vec<String>)> = self.map.keys().map(|key| (key.end, &key.dims)).collect();
        let mut found = Vec::new();
        for (merged, districts) in geography.made_of() {
            for (end, dims) in &slots {
                let key = |area: &AreaCode| Key { area: area.clone(), end: *end, dims: (*dims).clone() };
                let parts: Vec<Key> = districts.iter().map(key).collect();
                let has_all = parts.iter().all(|part| self.get(part).is_some());
                if has_all && self.get(&key(merged)).is_none() {
                    found.push((key(merged), parts));
                }
            }
        }
        found
    }
}

/// The first day on which all the areas have a figure.
fn first_common_day(values: &Values, areas: &[&AreaCode]) -> Option<Date> {
    let days = values.iter_area(areas.first()?).map(|(key, _)| key.end);
    let has = |area: &&&AreaCode, end: Date| {
        let key = Key { area: (**area).clone(), end, dims: Vec::new() };
        values.figure(&key).value.is_some()
    };
    days.into_iter().find(|end| areas.iter().all(|area| has(&area, *end)))
}
