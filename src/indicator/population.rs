//! Which population a count is set against: one mid-year for everything that will be compared.

use super::Values;
use crate::domain::{AreaCode, Date};

/// The mid-year on or before a day on which all the areas have an estimate.
///
/// Regions and nations are set beside each other and beside the United Kingdom, whose parts publish their estimates at
/// different times; a rate on mid-2024 must not stand beside one on mid-2022. So the newest mid-year with an estimate for the
/// whole United Kingdom counts for all; only where that is not held for the areas in question does the newest that they
/// have in common. `None` when they have none.
pub fn population_day(population: &Values, areas: &[&AreaCode], until: Date) -> Option<Date> {
    let common = population.newest_until(&AreaCode::united_kingdom(), until).map(|(key, _)| key.end);
    common.filter(|day| all_have(population, areas, *day)).or_else(|| common_day(population, areas, until))
}

/// The newest day on or before another on which all the areas have a figure; `None` when there is none.
pub fn common_day(values: &Values, areas: &[&AreaCode], until: Date) -> Option<Date> {
    let first = areas.first()?;
    let mut day = values.newest_until(first, until)?.0.end;
    while !all_have(values, areas, day) {
        day = values.newest_until(first, day.yesterday().ok()?)?.0.end;
    }
    Some(day)
}

fn all_have(values: &Values, areas: &[&AreaCode], day: Date) -> bool {
    areas.iter().all(|area| values.newest_until(area, day).is_some_and(|(key, _)| key.end == day))
}
