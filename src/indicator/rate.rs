//! Crude rate: people counted for every so many residents.

use super::{Input, Inputs, Key, Method, Need, Values, population_day};
use crate::demography::rates;
use crate::domain::{Period, Result, Status};
use crate::table::Figure;

/// # What it measures
/// How common something is in an area, so that areas of different size can be compared.
///
/// # Formula
/// `r_i = m · A_i / P_i`, with `A` people counted on a day, `P` residents at the newest mid-year before that day
/// that the whole United Kingdom has, and
/// `m` the multiplier (10,000).
///
/// # Inputs and units
/// `of`: people, one per area and day, or events over a year. `per`: residents. Result: per `m` residents.
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
        per_resident(inputs, |people, residents| rates::per_resident(people, residents, multiplier))
    }
}

/// Applies a formula of people and residents to every value of `of`, on the population that [`population_day`] chooses.
///
/// A flow over anything but a year gives *not applicable*: set against a population it would pass for an annual rate.
pub(super) fn per_resident(inputs: &Inputs<'_>, formula: impl Fn(f64, f64) -> Option<f64>) -> Result<Values> {
    let (of, per) = (inputs.of()?, inputs.per()?);
    Ok(of.derive(|key, value| {
        if !value.period.is_day() && !is_a_year(value.period) {
            return Some((Figure::missing(Status::NotApplicable), Vec::new()));
        }
        let Some(day) = population_day(per, &[&key.area], key.end) else {
            return Some((value.figure.combine(Figure::missing(Status::NotAvailable), &formula), Vec::new()));
        };
        let population = Key { area: key.area.clone(), end: day, dims: Vec::new() };
        let figure = value.figure.combine(per.figure(&population), &formula);
        Some((figure, vec![Input { role: "per", key: population }]))
    }))
}

fn is_a_year(period: Period) -> bool {
    period.start.until(period.end).is_ok_and(|span| (364..=366).contains(&span.get_days()))
}
