//! Interval of a count of people who come in groups, such as families.

use super::{Confidence, Interval, count_interval};
use crate::demography::shares::is_count;

/// # What it measures
/// The limits of the expected number of people, where people come in groups and the number of
/// groups varies by chance.
///
/// # Formula
/// `x ∓ z √(c x)`, the lower limit cut at 0: of `x / c` groups of `c` people each, a count after
/// Poisson, the variance is `c² · x / c`. Of no one 0, and `c` times the exact upper limit of no
/// group.
///
/// # Inputs and units
/// `people`: people counted, `x`; `people_of_a_group`: people of a group on average, `c`, at least
/// 1. Result: people.
///
/// # Missing and out of range
/// `None` for a negative or infinite number, or for a group of less than one.
///
/// # When not to use it
/// For fewer than about 20 groups, where counts are not normal. Where the groups are of very
/// different sizes: `c` is then the mean of their squares divided by their mean, which is more than
/// their mean. Where several groups are moved together, these are what varies.
///
/// # Example
/// 36 people in families of four: 36 ∓ 23.5.
///
/// # References
/// Kish, L. (1965), Survey Sampling, chapter 5, on the variance of clusters; Feller, W. (1968), An
/// Introduction to Probability Theory and Its Applications, volume I, chapter XII, on compound
/// Poisson distributions.
pub fn clustered_interval(
    people: f64,
    people_of_a_group: f64,
    confidence: Confidence,
) -> Option<Interval> {
    if !is_count(people) || !people_of_a_group.is_finite() || people_of_a_group < 1.0 {
        return None;
    }
    if people == 0.0 {
        return count_interval(0.0, confidence)
            .map(|limits| limits.map(|groups| groups * people_of_a_group));
    }
    let half = confidence.z() * (people_of_a_group * people).sqrt();
    Some(Interval { lower: (people - half).max(0.0), upper: people + half })
}
