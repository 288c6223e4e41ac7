//! Headroom: how many more people fit under a limit, in whole people.

use super::rate::{per_resident, with_limits_of_counts};
use super::{Inputs, Method, Need, Values};
use crate::demography::interval::Interval;
use crate::domain::Result;

/// # What it measures
/// How many more people could be counted in an area before a limit of one in `c` residents is reached.
///
/// # Formula
/// `h_i = max(0, ⌊P_i / c⌋ − A_i)`, in whole people.
///
/// # Inputs and units
/// `of`: people. `per`: residents. Both are whole numbers, so the division is exact: `P_i / c` is rounded down after it,
/// and no product with 0.005 is ever formed. Result: people.
///
/// # Missing and suppressed
/// Missing in gives missing out.
///
/// # Interval
/// Where the count is known only between limits, because it is rounded, the room is too.
///
/// # When not to use it
/// As a number of places to live: it is arithmetic, and says nothing of housing or services.
///
/// # References
/// As the use of the limit.
pub struct Headroom;

impl Method for Headroom {
    fn id(&self) -> &'static str {
        "headroom"
    }

    fn formula(&self) -> &'static str {
        "h_i = max(0, floor(P_i / c) - A_i)"
    }

    fn needs(&self) -> &'static [Need] {
        &[Need::Of, Need::Per, Need::Cap]
    }

    #[expect(clippy::cast_precision_loss, reason = "a limit of one in so many residents is far below 2^52")]
    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let cap = inputs.indicator.cap_residents_per_person.unwrap_or(1) as f64;
        let room = |people: f64, residents: f64| ((residents / cap).floor() - people).max(0.0);
        let values = per_resident(inputs, |people, residents| Some(room(people, residents)))?;
        // The fewer people there are, the more room there is: the limits change places.
        with_limits_of_counts(values, inputs, |limits, residents| Interval {
            lower: room(limits.upper, residents),
            upper: room(limits.lower, residents),
        })
    }
}
