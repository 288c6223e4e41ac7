//! Interval of a proportion: Wilson's score method.

use super::{Confidence, Interval};
use crate::demography::shares::is_count;

/// # What it measures
/// Between which limits the proportion lies of which `with` among `of` people were seen.
///
/// # Formula
/// `(2x + z² ∓ z √(z² + 4x(1 − x/n))) / (2(n + z²))`.
///
/// # Inputs and units
/// `with`: people with the characteristic; `of`: all people asked or counted. Result: fractions from 0 to 1.
///
/// # Missing and out of range
/// `None` without people, or when `with` is negative or more than `of`. 0 and all have proper limits too.
///
/// # When not to use it
/// For estimates of a survey with weights and clusters: use the publisher's own intervals.
///
/// # References
/// Wilson, E. B. (1927), Journal of the American Statistical Association 22(158), 209-212; Newcombe, R. G. (1998), Statistics
/// in Medicine 17(8), 857-872.
pub fn proportion_interval(with: f64, of: f64, confidence: Confidence) -> Option<Interval> {
    if !is_count(with) || !is_count(of) || of <= 0.0 || with > of {
        return None;
    }
    let z = confidence.z();
    let root = z * (z * z + 4.0 * with * (1.0 - with / of)).sqrt();
    let limit = |root: f64| (2.0 * with + z * z + root) / (2.0 * (of + z * z));
    Some(Interval { lower: limit(-root), upper: limit(root) })
}
