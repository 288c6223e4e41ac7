//! Percentage change: how much a figure differs from the one some quarters earlier, of that one.
//!
//! # What it measures
//! The difference between a figure and the one of the same area and category some quarters earlier,
//! in per cent of the earlier one.
//!
//! # Formula
//! `p_i = 100 · (A_i(t) / A_i(t − q) − 1)`, with `q` quarters between the two days.
//!
//! # Inputs and units
//! `of`: any count or rate with a value on both days; both are last days of a quarter. Result: per
//! cent.
//!
//! # Missing and suppressed
//! Both days are of one edition where editions revise earlier figures; where no edition has both,
//! *not available*. Missing on either day gives missing out; a change from zero is *not
//! applicable*. A change across a break in the series is *not applicable*.
//!
//! # When not to use it
//! For small counts, where a few people are a large percentage; for balances such as net migration;
//! across a break.
//!
//! # References
//! Office for National Statistics style guide, percentages and percentage change.

use super::change::between_days;
use super::{Compute, Inputs, Values};
use crate::catalogue::method::PercentageChange;
use crate::demography::change;
use crate::domain::Result;

impl Compute for PercentageChange {
    fn formula(&self) -> &'static str {
        "p_i = 100 * (A_i(t) / A_i(t - q quarters) - 1)"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn constants(&self) -> Vec<(&'static str, String)> {
        vec![("q", self.quarters.to_string())]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        Ok(between_days(inputs.values(&self.of)?, self.quarters, change::percentage_change))
    }
}
