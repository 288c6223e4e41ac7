//! Change: how much a figure differs from the one some quarters earlier.
//!
//! # What it measures
//! The difference between a figure and the one of the same area and category some quarters earlier.
//!
//! # Formula
//! `Δ_i = A_i(t) − A_i(t − q)`, with `q` quarters between the two days.
//!
//! # Inputs and units
//! `of`: any indicator with a value on both days; both are last days of a quarter. Result: the unit
//! of `of`.
//!
//! # Missing and suppressed
//! Both days are of one edition where editions revise earlier figures; where no edition has both,
//! *not available*. Missing on either day gives missing out. A difference across a break in the
//! series is *not applicable*.
//!
//! # When not to use it
//! For counts of a few people, which move by chance.
//!
//! # References
//! Difference of two published figures of one dataset or of the editions that continue it.

use super::values::editions::on_two_days;
use super::{Compute, InputRole, Inputs, Key, Values};
use crate::catalogue::method::Change;
use crate::demography::change;
use crate::domain::{Date, Result};
use crate::table::Figure;
use std::num::NonZeroU32;

impl Compute for Change {
    fn formula(&self) -> &'static str {
        "d_i = A_i(t) - A_i(t - q quarters)"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn constants(&self) -> Vec<(&'static str, String)> {
        vec![("q", self.quarters.to_string())]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        Ok(between_days(inputs.values(&self.of)?, self.quarters, change::difference))
    }
}

/// A formula on each figure and the one a number of quarters earlier, the earlier first; *not
/// applicable* across a break in the series.
pub(super) fn between_days(
    of: &Values,
    quarters: NonZeroU32,
    formula: impl Fn(Figure, Figure) -> Figure,
) -> Values {
    against_another_day(of, |key| earlier_key(key, quarters.get()), formula)
}

/// A formula on each figure and that of another day, which is its first argument; both of the
/// newest edition that has the two days. Where a break in the series divides them, the outcome is
/// *not applicable*. Where there are figures of both days, but no edition has both, it is *not
/// available*.
pub(super) fn against_another_day(
    of: &Values,
    other_day: impl Fn(&Key) -> Option<Key>,
    formula: impl Fn(Figure, Figure) -> Figure,
) -> Values {
    let mut made = Values::new(Vec::new());
    for (key, value) in of.iter() {
        let Some(other) = other_day(key) else { continue };
        let of_both = on_two_days(of, InputRole::Of, (&other, key), |_| true, &formula);
        made.insert_on_two_days(key.clone(), value.period, of_both);
    }
    made
}

/// The key of the same figure a number of quarters earlier.
pub(super) fn earlier_key(key: &Key, quarters: u32) -> Option<Key> {
    Some(Key { end: quarters_before(key.end, quarters)?, ..key.clone() })
}

/// The last day of the month that is `quarters` quarters before the month of `day`.
fn quarters_before(day: Date, quarters: u32) -> Option<Date> {
    let months = jiff::Span::new().try_months(i64::from(quarters) * 3).ok()?;
    day.first_of_month().checked_sub(months).ok().map(Date::last_of_month)
}

#[cfg(test)]
mod tests {
    use super::quarters_before;
    use jiff::civil::date;

    #[test]
    fn goes_back_by_whole_quarters() {
        assert_eq!(quarters_before(date(2026, 3, 31), 1), Some(date(2025, 12, 31)));
        assert_eq!(quarters_before(date(2025, 12, 31), 1), Some(date(2025, 9, 30)));
        assert_eq!(quarters_before(date(2026, 3, 31), 4), Some(date(2025, 3, 31)));
    }
}
