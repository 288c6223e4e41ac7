//! Interval of a proportion: Wilson's score method.

use super::{Confidence, Interval};
use crate::demography::shares::is_count;

/// # What it measures
/// The limits of the proportion of which `with` among `of` people were observed.
///
/// # Formula
/// `(2x + z² ∓ z √(z² + 4x(1 − x/n))) / (2(n + z²))`. The lower limit is computed as
/// `2x²/n / (2x + z² + z √(…))`, which is the same. The upper limit is 1 less the lower limit of
/// the people without it, so that rounding keeps both from 0 to 1.
///
/// # Inputs and units
/// `with`: people with the characteristic; `of`: all people surveyed or counted. Result: fractions
/// from 0 to 1.
///
/// # Missing and out of range
/// `None` without people, or when `with` is negative or more than `of`. Of none the lower limit is
/// 0, of all the upper one is 1.
///
/// # When not to use it
/// For estimates of a survey with weights and clusters: use the publisher's own intervals.
///
/// # References
/// Wilson, E. B. (1927), Journal of the American Statistical Association 22(158), 209-212;
/// Newcombe, R. G. (1998), Statistics in Medicine 17(8), 857-872.
pub fn proportion_interval(with: f64, of: f64, confidence: Confidence) -> Option<Interval> {
    if !is_count(with) || !is_count(of) || of <= 0.0 || with > of {
        return None;
    }
    Some(Interval {
        lower: lower_limit(with, of, confidence),
        upper: 1.0 - lower_limit(of - with, of, confidence),
    })
}

fn lower_limit(with: f64, of: f64, confidence: Confidence) -> f64 {
    let z = confidence.z();
    let root = z * (z * z + 4.0 * with * (1.0 - with / of)).sqrt();
    2.0 * with * (with / of) / (2.0 * with + z * z + root)
}
