//! Ratio of two rates.

use super::{Confidence, Estimate, Interval};
use crate::demography::shares::is_count;

/// # What it measures
/// How many times as high one rate is as another.
///
/// # Formula
/// `RR = (x₁/n₁) / (x₂/n₂)`, with limits `RR · exp(∓z √(1/x₁ + 1/x₂))`.
///
/// # Inputs and units
/// Events and residents of two separate areas, groups or periods. Result: ratio; 1 = alike.
///
/// # Missing and out of range
/// `None` without residents in either, without events in the second, for a negative count. Without events in the first the
/// ratio is 0 and has no interval.
///
/// # When not to use it
/// When one area is part of the other: the two are not independent. Below ten events in either the limits are rough.
///
/// # References
/// Rothman, K. J. (2012), Epidemiology: An Introduction, 2nd edition, chapter 9.
pub fn rate_ratio(first: (f64, f64), second: (f64, f64), confidence: Confidence) -> Option<Estimate> {
    let ((x1, n1), (x2, n2)) = (first, second);
    if [x1, n1, x2, n2].into_iter().any(|number| !is_count(number)) || n1 <= 0.0 || n2 <= 0.0 || x2 <= 0.0 {
        return None;
    }
    let value = (x1 / n1) / (x2 / n2);
    let spread = confidence.z() * (1.0 / x1 + 1.0 / x2).sqrt();
    let interval = (x1 > 0.0).then(|| Interval { lower: value * (-spread).exp(), upper: value * spread.exp() });
    Some(Estimate { value, interval })
}
