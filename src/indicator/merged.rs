//! Merged authorities: figures of publications on earlier boundaries, for the authorities that are there now.
//!
//! Belongs here: sums of the districts that an authority was made of, and means of theirs weighted by residents. Does not belong here:
//! recoded authorities (`Geography::current`), tables on other boundaries (`geography/best_fit.rs`).
//!
//! **Invariant:** an authority has a figure only where every district that went into it has one, and each went into it whole.

use super::wider_areas::add_sum;
use super::{Input, InputRole, Key, Origin, Value, Values, common_day};
use crate::domain::{AreaCode, Date, Status};
use crate::geography::Geography;
use crate::table::Figure;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Why a merged authority has no figure of a time before the merger.
const NOT_MADE: &str = "published for the districts that the authority was made of, of which none can be made for it";

impl Values {
    /// Gives merged authorities the sums of the districts that they were made of.
    pub(super) fn add_merged(&mut self, geography: &Geography) {
        for (merged, districts) in geography.made_of() {
            for (key, parts) in self.keys_of_merged(merged, districts) {
                add_sum(self, key, parts);
            }
        }
    }

    /// Gives merged authorities the means of the districts that they were made of, weighted by their residents.
    pub(super) fn add_merged_means(&mut self, geography: &Geography, residents: &Self) {
        for (merged, districts) in geography.made_of() {
            for (key, parts) in self.keys_of_merged(merged, districts) {
                if let Some(mean) = self.mean_of(&key, &parts, residents) {
                    self.insert(key, mean);
                }
            }
        }
    }

    /// Says of merged authorities that still have no value where the districts that they were made of have one, that there is none.
    pub(super) fn explain_merged(&mut self, geography: &Geography) {
        let reason: Arc<str> = NOT_MADE.into();
        for (merged, districts) in geography.made_of() {
            for (key, parts) in self.keys_of_merged(merged, districts) {
                let Some(first) = parts.first().and_then(|part| self.get(part)) else { continue };
                let (period, source) = (first.period, first.origin.source().unwrap_or_default());
                self.reasons.insert(key.clone(), Arc::clone(&reason));
                let figure = Figure::missing(Status::NotAvailable);
                self.insert(key, Value::of(period, figure, Origin::NotPublished { source }));
            }
        }
    }

    /// The mean of several areas weighted by their residents at a day, or on the first day that all have residents of.
    fn mean_of(&self, key: &Key, parts: &[Key], residents: &Self) -> Option<Value> {
        let areas: Vec<&AreaCode> = parts.iter().map(|part| &part.area).collect();
        let day = common_day(residents, &areas, key.end).or_else(|| first_common_day(residents, &areas))?;
        let weight = |part: &Key| Key { area: part.area.clone(), end: day, dims: Vec::new() };
        let means: Vec<Figure> = parts.iter().map(|part| self.figure(part)).collect();
        let weights: Vec<Figure> = parts.iter().map(|part| residents.figure(&weight(part))).collect();
        let figure = Figure::over([&means, &weights], |[means, weights]| {
            let all: f64 = weights.iter().sum();
            let of_parts = means.iter().zip(&weights).map(|(mean, weight)| mean * weight);
            (all > 0.0).then(|| of_parts.sum::<f64>() / all)
        });
        let period = parts.first().and_then(|part| self.get(part))?.period;
        let weighed = parts.iter().map(|part| Input::new(InputRole::By, weight(part)));
        Some(Value::of(period, figure, Origin::Computed(weighed.collect())))
    }

    /// The keys of a merged authority that have no value, each with those of its districts, all of which have one.
    fn keys_of_merged(&self, merged: &AreaCode, districts: &BTreeSet<AreaCode>) -> Vec<(Key, Vec<Key>)> {
        let Some(first) = districts.first() else { return Vec::new() };
        let slots = self.iter_area(first).map(|(key, _)| (key.end, &key.dims));
        let keys = slots.map(|(end, dims)| {
            let key = |area: &AreaCode| Key { area: area.clone(), end, dims: dims.clone() };
            (key(merged), districts.iter().map(key).collect::<Vec<Key>>())
        });
        let has_all = |parts: &[Key]| parts.iter().all(|part| self.get(part).is_some());
        keys.filter(|(key, parts)| self.get(key).is_none() && has_all(parts)).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Period;
    use crate::geography::built_in;
    use jiff::civil::date;

    fn code(text: &str) -> AreaCode {
        AreaCode::new(text).unwrap()
    }

    /// ONS code history: Taunton Deane and West Somerset became Somerset West and Taunton in 2019, and this with Mendip, Sedgemoor and
    /// South Somerset became Somerset in 2023.
    #[test]
    fn an_authority_merged_in_two_steps_has_the_sum_of_the_districts_before_the_first() {
        let day = date(2018, 12, 31);
        let key = |area: &str| Key { area: code(area), end: day, dims: Vec::new() };
        let mut values = Values::new(Vec::new());
        for (area, people) in
            [("E07000187", 1.0), ("E07000188", 2.0), ("E07000189", 4.0), ("E07000190", 8.0), ("E07000191", 16.0)]
        {
            let origin = Origin::Computed(Vec::new());
            values.insert(key(area), Value::of(Period::day(day), Figure::of(people), origin));
        }
        values.add_merged(&built_in());
        let merged = ["E07000246", "E06000066"].map(|area| values.figure(&key(area)).value);
        assert_eq!(merged, [Some(24.0), Some(31.0)]);
    }
}
