//! How reliable a number is: rules for small numbers of events, and for estimates of surveys.

use super::interval::Confidence;
use crate::domain::Status;
use crate::table::Figure;

/// Fewest events for a directly standardised rate (ONS, User guide to mortality statistics); see
/// [`directly_standardised_rate`](super::standardisation::directly_standardised_rate).
pub const FEWEST_FOR_STANDARDISED_RATE: f64 = 10.0;

/// From this many events a rate carries no warning (same guide).
pub const RELIABLE_FROM: f64 = 20.0;

/// # What it does
/// Applies the rules of the ONS for small numbers to a rate: none from fewer than `fewest` events,
/// marked *unreliable* (`[u]`) from fewer than 20.
///
/// # Inputs and units
/// `rate`: any rate computed from `events`; `fewest`: the guide has 3 for a crude rate, and
/// [`FEWEST_FOR_STANDARDISED_RATE`].
///
/// # Missing and out of range
/// Missing in either gives missing out; fewer than `fewest` events give *not available*.
///
/// # When not to use it
/// For rates of people counted on a day where the publisher gives the counts: there it is a matter
/// of how much one household moves the rate. It is no disclosure control.
///
/// # References
/// Office for National Statistics, User guide to mortality statistics, section on rates from small
/// numbers; the same in the answer to FOI/2021/3301.
pub fn small_number_rule(rate: Figure, events: Figure, fewest: f64) -> Figure {
    let figure = rate.combine(events, |rate, _| Some(rate));
    match events.value {
        Some(events) if figure.value.is_some() && events < fewest => {
            Figure::missing(Status::NotAvailable)
        }
        Some(events) if figure.value.is_some() && events < RELIABLE_FROM => {
            Figure { status: Status::combine(figure.status, Some(Status::Unreliable)), ..figure }
        }
        _ => figure,
    }
}

/// How precise an estimate of a survey is, in the words of the ONS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// Coefficient of variation of 5 % or less.
    Precise,
    /// More than 5 and up to 10 %.
    ReasonablyPrecise,
    /// More than 10 and up to 20 %.
    Acceptable,
    /// More than 20 %: unreliable for practical purposes.
    Unreliable,
}

/// # What it measures
/// The standard error of an estimate as a percentage of it.
///
/// # Formula
/// `CV = 100 · se / x`, with `se = h / 1.96` from the half-width `h` of a 95 % interval.
///
/// # Inputs and units
/// `estimate` and `half_width` in one unit, such as thousands of people. Result: per cent.
///
/// # Missing and out of range
/// Missing in either gives missing out; an estimate of zero or less or a negative half-width gives
/// *not applicable*.
///
/// # When not to use it
/// For percentages near 0 or 100, or for differences: their coefficient is not informative. For
/// intervals that are not symmetric.
///
/// # References
/// Office for National Statistics, Uncertainty and how we measure it for our surveys.
pub fn coefficient_of_variation(estimate: Figure, half_width: Figure) -> Figure {
    estimate.combine(half_width, |estimate, half_width| {
        let error = half_width / Confidence::Percent95.z();
        (estimate > 0.0 && half_width >= 0.0).then(|| 100.0 * error / estimate)
    })
}

/// # What it does
/// Names the precision of an estimate, as the ONS shades tables of the Annual Population Survey.
///
/// # Inputs and units
/// `coefficient_of_variation`: per cent, see [`coefficient_of_variation`].
///
/// # Missing and out of range
/// `None` for a negative coefficient or one that is not a number.
///
/// # When not to use it
/// For counts of administrative records, which have no error of sampling.
///
/// # References
/// Office for National Statistics, Population of the UK by country of birth and nationality (Annual
/// Population Survey), notes on the reliability of estimates.
pub fn precision(coefficient_of_variation: f64) -> Option<Precision> {
    match coefficient_of_variation {
        cv if cv.is_nan() || cv < 0.0 => None,
        cv if cv <= 5.0 => Some(Precision::Precise),
        cv if cv <= 10.0 => Some(Precision::ReasonablyPrecise),
        cv if cv <= 20.0 => Some(Precision::Acceptable),
        _ => Some(Precision::Unreliable),
    }
}
