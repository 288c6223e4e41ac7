//! Growth rate: how fast a population grows, as if at a constant pace.

use super::change::between_days;
use super::{Inputs, Method, Need, Values};
use crate::demography::change::growth_rate;
use crate::domain::Result;

/// # What it measures
/// How fast a population grew over some quarters, in per cent a year, so that stretches of different length can be compared and
/// added.
///
/// # Formula
/// `r_i = 100 · ln(P_i(t) / P_i(t − q)) / (q / 4)`, with `q` quarters between the two days.
///
/// # Inputs and units
/// `of`: people. `quarters`: how far back. Result: per cent a year.
///
/// # Missing and suppressed
/// Both days are of one edition where editions revise earlier figures; where none has both, *not available*. Missing on either day gives missing out; a population of nobody gives *not applicable*. Across a break in the series the rate has
/// the status *break*.
///
/// # When not to use it
/// For flows, which have no size to grow from; where readers expect the plain percentage change, which is a little higher: a rate of
/// 2.0 is a change of 2.02 %.
///
/// # References
/// Preston, S. H., Heuveline, P. and Guillot, M. (2001), Demography, chapter 1.
pub struct GrowthRate;

/// Quarters in the unit of time of the rate.
const QUARTERS_OF_YEAR: f64 = 4.0;

impl Method for GrowthRate {
    fn id(&self) -> &'static str {
        "growth-rate"
    }

    fn formula(&self) -> &'static str {
        "r_i = 100 * ln(P_i(t) / P_i(t - q)) / (q / 4)"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn needs(&self) -> &'static [Need] {
        &[Need::Of, Need::Quarters]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let years = f64::from(inputs.indicator.quarters.unwrap_or_default()) / QUARTERS_OF_YEAR;
        between_days(inputs, |earlier, later| growth_rate(earlier, later, years).map(|rate| Some(100.0 * rate)))
    }
}
