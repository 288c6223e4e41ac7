//! The rows of two editions, or of two days, that are about the same.
//!
//! Belongs here: which rows are compared with which. Does not belong here: how much they differ
//! (`change`), which codes of a dimension are comparable.

use crate::domain::{AreaLevel, Period};
use crate::table::{Measure, Row};
use std::collections::BTreeSet;

/// Editions further apart than a year and a little are not held against each other: they change for
/// good reasons.
const MOST_DAYS: i32 = 400;

/// What is compared, and so what must be the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Between {
    /// Two days of one edition: the same nations.
    Days,
    /// Two editions: the same nations and codes.
    Editions,
    /// Two editions, one of which travels inside the program and may be an extract: the same areas
    /// as well.
    Extract,
}

/// The rows of two editions or of two days that are about the same nations, level of area and
/// codes.
pub(super) struct Pair<'r> {
    pub old: Vec<&'r Row>,
    pub new: Vec<&'r Row>,
}

impl<'r> Pair<'r> {
    pub(super) fn of(
        old: &[&'r Row],
        new: &[&'r Row],
        between: Between,
        codes: &[BTreeSet<&str>],
    ) -> Self {
        // The first letter of an ONS code is its country; people without a place are counted
        // wherever they stand.
        let nation = |row: &&Row| row.area.as_str().chars().next();
        let nations = common(old, new, nation);
        let is_placeless = |row: &Row| row.area.level() == AreaLevel::Unallocated;
        let both = |rows: &[&'r Row]| -> Vec<&'r Row> {
            let fits = |row: &&&Row| {
                let known = codes
                    .iter()
                    .zip(row.dims.iter())
                    .all(|(known, code)| known.contains(code.as_str()));
                known && (is_placeless(row) || nations.contains(&nation(row)))
            };
            rows.iter().filter(fits).copied().collect()
        };
        let (old, new) = (both(old), both(new));
        let levels = common(&old, &new, |row| row.area.level());
        let finest =
            [AreaLevel::Authority, AreaLevel::Region, AreaLevel::Nation, AreaLevel::Kingdom];
        let Some(level) = finest.into_iter().find(|level| levels.contains(level)) else {
            return Self { old: Vec::new(), new: Vec::new() };
        };
        let areas = common(&old, &new, |row| &row.area);
        // England and Wales say nothing about the United Kingdom: a group of nations compares with
        // itself only.
        let same_areas = between == Between::Extract || level == AreaLevel::Kingdom;
        let at_level = |row: &&&Row| {
            let fits =
                row.area.level() == level || (is_placeless(row) && level == AreaLevel::Authority);
            fits && (!same_areas || areas.contains(&row.area))
        };
        let keep = |rows: &[&'r Row]| rows.iter().filter(at_level).copied().collect();
        Self { old: keep(&old), new: keep(&new) }
    }
}

/// What both have of something.
pub(super) fn common<'r, T: Ord>(
    old: &[&'r Row],
    new: &[&'r Row],
    of: impl Fn(&&'r Row) -> T,
) -> BTreeSet<T> {
    let held: BTreeSet<T> = old.iter().map(&of).collect();
    new.iter().map(&of).filter(|one| held.contains(one)).collect()
}

pub(super) fn select<'r>(
    rows: impl IntoIterator<Item = &'r Row>,
    measure: &Measure,
) -> Vec<&'r Row> {
    rows.into_iter().filter(|row| row.measure == measure.id.as_str()).collect()
}

pub(super) fn periods(rows: &[&Row]) -> BTreeSet<Period> {
    rows.iter().map(|row| row.period).collect()
}

pub(super) fn newest(rows: &[&Row]) -> Option<Period> {
    rows.iter().map(|row| row.period).max_by_key(|period| (period.end, period.start))
}

pub(super) fn on<'r>(rows: &[&'r Row], period: Period) -> Vec<&'r Row> {
    rows.iter().filter(|row| row.period == period).copied().collect()
}

/// True unless two editions end more than [`MOST_DAYS`] apart.
pub(super) fn are_near(old: Option<Period>, new: Option<Period>) -> bool {
    let (Some(old), Some(new)) = (old, new) else { return true };
    old.end.until(new.end).is_ok_and(|span| span.get_days().abs() <= MOST_DAYS)
}

/// The newest period that is as long as another: a day, a quarter, a year.
pub(in crate::holdings) fn newest_alike(
    periods: &BTreeSet<Period>,
    other: Period,
) -> Option<Period> {
    periods
        .iter()
        .filter(|period| period.is_as_long_as(other))
        .max_by_key(|period| period.end)
        .copied()
}
