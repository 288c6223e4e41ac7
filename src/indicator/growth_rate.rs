//! Growth rate: how fast a population grows, as if at a constant pace.
//!
//! # What it measures
//! How fast a population grew over some quarters, in per cent a year, so that stretches of
//! different length can be compared and added.
//!
//! # Formula
//! `r_i = 100 · ln(P_i(t) / P_i(t − q)) / (q / 4)`, with `q` quarters between the two days.
//!
//! # Inputs and units
//! `of`: people. `quarters`: how far back. Result: per cent a year.
//!
//! # Missing and suppressed
//! Both days are of one edition where editions revise earlier figures; where no edition has both,
//! *not available*. Missing on either day gives missing out; a population of zero gives *not
//! applicable*. Across a break in the series the rate has the status *break*.
//!
//! # When not to use it
//! For flows, which have no size to grow from; where readers expect the plain percentage change,
//! which is a little higher: a rate of 2.0 is a change of 2.02 %.
//!
//! # References
//! Preston, S. H., Heuveline, P. and Guillot, M. (2001), Demography, chapter 1.

use super::change::between_days;
use super::{Compute, Inputs, Values};
use crate::catalogue::method::GrowthRate;
use crate::demography::change::growth_rate;
use crate::domain::Result;

/// Quarters in the unit of time of the rate.
const QUARTERS_OF_YEAR: f64 = 4.0;

impl Compute for GrowthRate {
    fn formula(&self) -> &'static str {
        "r_i = 100 * ln(P_i(t) / P_i(t - q)) / (q / 4)"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn constants(&self) -> Vec<(&'static str, String)> {
        vec![("q", self.quarters.to_string())]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let years = f64::from(self.quarters.get()) / QUARTERS_OF_YEAR;
        let rate =
            |earlier, later| growth_rate(earlier, later, years).map(|rate| Some(100.0 * rate));
        Ok(between_days(inputs.values(&self.of)?, self.quarters, rate))
    }
}
