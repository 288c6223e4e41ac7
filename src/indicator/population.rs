//! Which population is the denominator of a count: the newest stored mid-year estimate, one for
//! everything in a comparison.

use super::Values;
use crate::domain::{AreaCode, Date};

/// The newest day on or before another on which all the areas have a figure; `None` when there is
/// none.
///
/// The denominator of one area is its newest stored mid-year estimate before the count, as the
/// indicators' cards explain. Areas that a formula compares use the newest estimate that they have
/// in common.
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
