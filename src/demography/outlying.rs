//! Outlying values: far from the middle, measured by what most values do.

use crate::domain::Compare;

/// Makes the median absolute deviation an estimate of the standard deviation of a normal
/// distribution: `1 / Φ⁻¹(3/4)`, to the digits in use since Hampel (1974).
const CONSISTENT: f64 = 1.4826;

/// With fewer values the middle and the spread are themselves chance. The number is this project's
/// choice.
pub const FEWEST: usize = 10;

/// # What it measures
/// How many robust standard deviations each value is from the median.
///
/// # Formula
/// `z_i = (x_i − median) / (1.4826 · MAD)`, with `MAD = median |x − median|`.
///
/// # Inputs and units
/// `values`: one per area or period, complete. Result: in the same order, signed. Iglewicz and
/// Hoaglin (1993) look into values beyond 3.5.
///
/// # Missing and out of range
/// `None` for fewer than [`FEWEST`] values, or for one that is not finite. Also when more than half
/// are the same, because then the spread is 0.
///
/// # When not to use it
/// On rates of small numbers: they are far out by chance; use a [`funnel`](super::funnel). To drop
/// values: an outlying figure should be checked, not left out. On skew counts take logarithms
/// first.
///
/// # References
/// Iglewicz, B. and Hoaglin, D. C. (1993), How to Detect and Handle Outliers; Hampel, F. R. (1974),
/// Journal of the American Statistical Association 69(346), 383-393.
pub fn robust_z(values: &[f64]) -> Option<Vec<f64>> {
    if values.len() < FEWEST || values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let middle = median(values)?;
    let from_middle: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    let spread = CONSISTENT * median(&from_middle)?;
    (spread > 0.0).then(|| values.iter().map(|value| (value - middle) / spread).collect())
}

/// The middle value, or the mean of the two in the middle; `None` for an empty list.
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::compare);
    let upper = sorted.len() / 2;
    let lower = sorted.len().checked_sub(1)? / 2;
    Some((sorted[lower] + sorted[upper]) / 2.0)
}
