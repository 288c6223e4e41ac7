//! Rolling year: the last four quarters of a flow together.
//!
//! # What it measures
//! A quarterly flow over the twelve months to the end of each quarter, which has no seasons.
//!
//! # Formula
//! `Y_i(t) = A_i(t) + A_i(t − 1) + A_i(t − 2) + A_i(t − 3)`, quarters before.
//!
//! # Inputs and units
//! `of`: events over each quarter. Result: the same unit, over twelve months.
//!
//! # Missing and suppressed
//! Missing in any of the four quarters gives missing out, suppressed gives suppressed. The first
//! three quarters of a series have no value. Counts that are not of quarters, such as people on a
//! day, are *not applicable*.
//!
//! # When not to use it
//! To see what happened in the newest quarter; across a break in the series.
//!
//! # References
//! Home Office, User guide to immigration statistics: years ending.

use super::change::earlier_key;
use super::{Compute, Input, InputRole, Inputs, Key, Values};
use crate::catalogue::method::RollingYear;
use crate::domain::{Date, Period, Result, Status};
use crate::table::Figure;

impl Compute for RollingYear {
    fn formula(&self) -> &'static str {
        "Y_i(t) = sum of A_i over the four quarters to t"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let of = inputs.values(&self.of)?;
        let values = of.derive(|key, value| {
            let before: Vec<Key> =
                (1..4).map(|quarters| earlier_key(key, quarters)).collect::<Option<_>>()?;
            let held: Vec<_> = before.iter().map(|key| of.get(key)).collect::<Option<_>>()?;
            let is_quarter = |period: Period| (88..93).contains(&period.days());
            if !held.iter().all(|part| is_quarter(part.period)) || !is_quarter(value.period) {
                return Some((Figure::missing(Status::NotApplicable), Vec::new()));
            }
            let parts = held.iter().map(|part| part.figure).chain([value.figure]);
            let inputs = before.iter().map(|key| Input::new(InputRole::Of, key.clone()));
            Some((Figure::sum(parts), inputs.collect()))
        });
        Ok(values.with_periods(|key, _| year_to(key.end)))
    }
}

/// The twelve months to the end of a quarter.
fn year_to(end: Date) -> Period {
    let months = jiff::Span::new().months(11);
    Period { start: end.first_of_month().checked_sub(months).unwrap_or(Date::MIN), end }
}
