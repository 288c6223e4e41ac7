//! Interval of a count of events: exact below ten, Byar's approximation from ten.

use super::{Confidence, Interval};
use crate::demography::shares::is_count;

/// From this many events Byar's approximation is used (Technical guide: confidence intervals).
pub const EXACT_BELOW: f64 = 10.0;

/// # What it measures
/// The limits of the expected number of events of a process of which `events` were observed.
///
/// # Formula
/// From 10 events Byar: `x (1 − 1/(9x) − z/(3√x))³` and `(x+1)(1 − 1/(9(x+1)) + z/(3√(x+1)))³`.
/// Below 10 the exact limits of the Poisson distribution: the means of which `x` or more, and `x`
/// or fewer, events have the probability `α/2`; that is `½ χ²(α/2, 2x)` and `½ χ²(1 − α/2, 2x +
/// 2)`.
///
/// # Inputs and units
/// `events`: a whole number. Result: events; divide by the population for the interval of a rate.
///
/// # Missing and out of range
/// `None` for a negative number or a fraction. Zero events have the lower limit 0.
///
/// # When not to use it
/// For events that come in groups, such as families or one accommodation site: they vary more.
/// Where the last digit of limits of 10 to 20 events matters: Byar's lower limit is below the exact
/// one, by up to 0.2 % at 95 % and 1.5 % at 99.8 %.
///
/// # References
/// Breslow, N. E. and Day, N. E. (1987), Statistical Methods in Cancer Research, volume II, IARC,
/// page 69; Association of Public Health Observatories (2008), Technical Briefing 3, Commonly used
/// public health statistics.
pub fn count_interval(events: f64, confidence: Confidence) -> Option<Interval> {
    if !is_count(events) || events.fract() != 0.0 {
        return None;
    }
    Some(if events < EXACT_BELOW { exact(events, confidence) } else { byar(events, confidence) })
}

fn byar(x: f64, confidence: Confidence) -> Interval {
    let z = confidence.z();
    let limit = |x: f64, z: f64| x * (1.0 - 1.0 / (9.0 * x) + z / (3.0 * x.sqrt())).powi(3);
    Interval { lower: limit(x, -z), upper: limit(x + 1.0, z) }
}

fn exact(x: f64, confidence: Confidence) -> Interval {
    let tail = confidence.tail();
    let lower = if x > 0.0 { mean_at(x - 1.0, 1.0 - tail) } else { 0.0 };
    Interval { lower, upper: mean_at(x, tail) }
}

/// The mean at which `x` or fewer events have a probability.
///
/// With fewer than ten terms, halving the interval until it cannot shrink is as exact as a quantile
/// of chi-square, without a library of distributions. The probability falls as the mean rises, and
/// the mean sought is below 50.
fn mean_at(x: f64, probability: f64) -> f64 {
    let (mut low, mut high) = (0.0, 50.0);
    loop {
        let middle = (low + high) / 2.0;
        if middle <= low || middle >= high {
            return middle;
        }
        if at_most(x, middle) > probability { low = middle } else { high = middle }
    }
}

/// The probability of `x` or fewer events of a Poisson distribution.
fn at_most(x: f64, mean: f64) -> f64 {
    let mut term = (-mean).exp();
    let mut sum = term;
    let mut k = 1.0;
    while k <= x {
        term *= mean / k;
        sum += term;
        k += 1.0;
    }
    sum
}
