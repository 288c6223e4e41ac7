//! Which population a count is set against: the newest mid-year held, one for everything in a
//! comparison.

use super::Values;
use crate::domain::{AreaCode, Date};

/// The newest day on or before another on which all the areas have a figure; `None` when there is
/// none.
///
/// The denominator of one area is its newest mid-year that is held before the count, as the
/// indicators' cards say; areas that a formula sets against each other are taken on the newest that
/// they have in common.
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
