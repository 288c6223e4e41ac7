//! Merged authorities: figures of publications on earlier boundaries, for the authorities that are
//! there now.
//!
//! Belongs here: sums of the districts that merged into an authority, and their means weighted by
//! residents. Does not belong here: recoded authorities (`Geography::current`), tables on other
//! boundaries (`geography/best_fit.rs`).
//!
//! **Invariant:** an authority has a figure only where every district that went into it has one,
//! and each went into it entirely.

use crate::domain::{AreaCode, Date, Status};
use crate::geography::Geography;
use crate::indicator::slots::{Part, Slot, add_to_slots};
use crate::indicator::{Input, InputRole, Key, Origin, Value, Values, common_day};
use crate::table::Figure;
use std::sync::Arc;

/// Why a merged authority has no figure of a time before the merger.
const NOT_MADE: &str =
    "published for the districts that the authority was made of, of which none can be made for it";

impl Values {
    /// Gives merged authorities the means of their former districts, weighted by residents.
    pub(crate) fn add_merged_means(&mut self, geography: &Geography, residents: &Self) {
        let made = add_to_slots(self, |slot| {
            for_merged(slot, geography, |slot, parts| {
                let areas: Vec<&AreaCode> = parts.iter().map(|(area, _)| *area).collect();
                let day = common_day(residents, &areas, slot.end)
                    .or_else(|| first_common_day(residents, &areas))?;
                let weight =
                    |area: &AreaCode| Key { area: area.clone(), end: day, dims: Vec::new() };
                let means: Vec<Figure> = parts.iter().map(|(_, value)| value.figure).collect();
                let weights: Vec<Figure> =
                    areas.iter().map(|area| residents.figure(&weight(area))).collect();
                let figure = Figure::over([&means, &weights], |[means, weights]| {
                    let all: f64 = weights.iter().sum();
                    let of_parts = means.iter().zip(&weights).map(|(mean, weight)| mean * weight);
                    (all > 0.0).then(|| of_parts.sum::<f64>() / all)
                });
                let weighed = areas.iter().map(|area| Input::new(InputRole::By, weight(area)));
                let origin = Origin::Computed(weighed.collect());
                parts.first().map(|(_, one)| Value::of(one.period, figure, origin))
            });
        });
        self.map.extend(made);
    }

    /// Gives merged authorities that still have no value where their former districts have one a
    /// missing value.
    pub(crate) fn explain_merged(&mut self, geography: &Geography) {
        let reason: Arc<str> = NOT_MADE.into();
        let made = add_to_slots(self, |slot| {
            for_merged(slot, geography, |_, parts| {
                let (_, first) = parts.first()?;
                let source = first.origin.source().unwrap_or_default();
                let figure = Figure::missing(Status::NotAvailable);
                Some(Value::of(first.period, figure, Origin::NotPublished { source }))
            });
        });
        self.reasons.extend(made.iter().map(|(key, _)| (key.clone(), Arc::clone(&reason))));
        self.map.extend(made);
    }
}

/// Gives merged authorities the sums of their former districts.
pub(crate) fn add_merged(slot: &mut Slot<'_>, geography: &Geography) {
    for_merged(slot, geography, |slot, parts| slot.sum(parts));
}

/// Gives every merged authority without a value the result computed from its districts, where all
/// of them have one.
fn for_merged(
    slot: &mut Slot<'_>,
    geography: &Geography,
    make: impl Fn(&Slot<'_>, &[Part<'_>]) -> Option<Value>,
) {
    for (merged, districts) in geography.made_of() {
        let parts = slot.all(districts).filter(|_| !slot.has(merged));
        if let Some(value) = parts.and_then(|parts| make(slot, &parts)) {
            slot.add(merged, value);
        }
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

    /// ONS code history: Taunton Deane and West Somerset became Somerset West and Taunton in 2019,
    /// and this with Mendip, Sedgemoor and South Somerset became Somerset in 2023.
    #[test]
    fn an_authority_merged_in_two_steps_has_the_sum_of_the_districts_before_the_first() {
        let day = date(2018, 12, 31);
        let key = |area: &str| Key { area: code(area), end: day, dims: Vec::new() };
        let mut values = Values::new(Vec::new());
        for (area, people) in [
            ("E07000187", 1.0),
            ("E07000188", 2.0),
            ("E07000189", 4.0),
            ("E07000190", 8.0),
            ("E07000191", 16.0),
        ] {
            let origin = Origin::Computed(Vec::new());
            values.insert(key(area), Value::of(Period::day(day), Figure::of(people), origin));
        }
        let made = add_to_slots(&values, |slot| add_merged(slot, &built_in()));
        values.map.extend(made);
        let merged = ["E07000246", "E06000066"].map(|area| values.figure(&key(area)).value);
        assert_eq!(merged, [Some(24.0), Some(31.0)]);
    }
}
