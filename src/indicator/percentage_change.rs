//! Percentage change: how much a figure differs from the one some quarters earlier, of that one.

use super::change::{divided, earlier_key, unbroken};
use super::{Input, InputRole, Inputs, Method, Need, Values};
use crate::demography::change;
use crate::domain::{Result, Status};

/// # What it measures
/// The difference between a figure and the one of the same area and category some quarters earlier, in per cent of the
/// earlier one.
///
/// # Formula
/// `p_i = 100 · (A_i(t) / A_i(t − q) − 1)`, with `q` quarters between the two days.
///
/// # Inputs and units
/// `of`: any count or rate with a value on both days; both are last days of a quarter. Result: per cent.
///
/// # Missing and suppressed
/// Missing on either day gives missing out; a change from zero is *not applicable*. A change across a break in the series
/// carries the status *break*.
///
/// # When not to use it
/// For small counts, where a few people are a large percentage; for balances such as net migration; across a break.
///
/// # References
/// Office for National Statistics style guide, percentages and percentage change.
pub struct PercentageChange;

impl Method for PercentageChange {
    fn id(&self) -> &'static str {
        "percentage-change"
    }

    fn formula(&self) -> &'static str {
        "p_i = 100 * (A_i(t) / A_i(t - q quarters) - 1)"
    }

    fn needs(&self) -> &'static [Need] {
        &[Need::Of, Need::Quarters]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let of = inputs.of()?;
        Ok(of.derive(|key, value| {
            let earlier = earlier_key(inputs, key)?;
            let mut figure = change::percentage_change(unbroken(of.figure(&earlier)), unbroken(value.figure));
            if figure.value.is_some() && divided(inputs, earlier.end, key.end) {
                figure.status = Status::combine(figure.status, Some(Status::Break));
            }
            Some((figure, vec![Input { role: InputRole::Of, key: earlier }]))
        }))
    }
}
