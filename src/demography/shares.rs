//! Shares of a total: the distribution that most indices are computed from.

/// True for a number of people or events: finite and not negative.
pub(super) fn is_count(number: f64) -> bool {
    number.is_finite() && number >= 0.0
}

/// Adds counts that sum to a total.
///
/// # Missing and out of range
/// `None` when there are no counts, when one is negative or not finite, and when the total is 0:
/// then there are no shares.
pub fn total(counts: &[f64]) -> Option<f64> {
    let total = counts.iter().sum();
    (counts.iter().copied().all(is_count) && total > 0.0).then_some(total)
}

/// # What it measures
/// The share of the total in each area, age or group.
///
/// # Formula
/// `s_i = A_i / Σ A_i`.
///
/// # Inputs and units
/// `counts`: people or events, complete. Result: fractions that add up to 1, in the order given.
///
/// # Missing and out of range
/// As [`total`]. One unknown part makes every share unknown, because the total is.
///
/// # When not to use it
/// When the publication has a total of its own that is not the sum of its parts.
///
/// # References
/// Office for National Statistics, Style guide: percentages.
pub fn shares(counts: &[f64]) -> Option<Vec<f64>> {
    let all = total(counts)?;
    Some(counts.iter().map(|count| count / all).collect())
}

/// The shares of two distributions over the same areas, side by side; `None` also when they differ
/// in length.
pub(super) fn paired(one: &[f64], other: &[f64]) -> Option<impl Iterator<Item = (f64, f64)>> {
    let same = one.len() == other.len();
    same.then_some(shares(one)?.into_iter().zip(shares(other)?))
}
