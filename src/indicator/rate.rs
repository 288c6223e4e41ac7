//! Crude rate: people counted for every so many residents.

use super::{Input, Inputs, Method, Need, Values};
use crate::domain::{Result, Status};
use crate::table::Figure;

/// # What it measures
/// How common something is in an area, so that areas of different size can be compared.
///
/// # Formula
/// `r_i = m · A_i / P_i`, with `A` people counted on a day, `P` residents at the newest mid-year before that day, and
/// `m` the multiplier (10,000).
///
/// # Inputs and units
/// `of`: people, one per area and day. `per`: residents. Result: people per `m` residents.
///
/// # Missing and suppressed
/// Missing in either gives missing out; no residents or no estimate before the day gives *not applicable* or *not
/// available*. A true zero gives zero.
///
/// # When not to use it
/// For areas with very few residents (the City of London has about 15,000): one household moves the rate visibly. The
/// stock is a complete count, so no sampling interval is attached to it.
///
/// # Example
/// Hounslow, 31 December 2025: 10,000 × 1,720 / 299,424 = 57.4.
///
/// # References
/// Office for Health Improvement and Disparities, Technical Guide: Rates, and their confidence intervals.
pub struct Rate;

impl Method for Rate {
    fn id(&self) -> &'static str {
        "rate"
    }

    fn formula(&self) -> &'static str {
        "r_i = m * A_i / P_i"
    }

    fn needs(&self) -> &'static [Need] {
        &[Need::Of, Need::Per, Need::Multiplier]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let multiplier = inputs.indicator.multiplier.unwrap_or(1.0);
        per_resident(inputs, |people, residents| (residents > 0.0).then(|| multiplier * people / residents))
    }
}

/// Applies a formula of people and residents to every value of `of`, with the newest population before its day.
pub(super) fn per_resident(inputs: &Inputs<'_>, formula: impl Fn(f64, f64) -> Option<f64>) -> Result<Values> {
    let (of, per) = (inputs.of()?, inputs.per()?);
    Ok(of.derive(|key, value| match per.newest_until(&key.area, key.end) {
        Some((population, residents)) => {
            let figure = value.figure.combine(residents.figure, &formula);
            Some((figure, vec![Input { role: "per", key: population.clone() }]))
        }
        None => Some((value.figure.combine(Figure::missing(Status::NotAvailable), &formula), Vec::new())),
    }))
}
