//! Whether two measures of areas go together.

use super::ranks::fractional_ranks;

/// # What it measures
/// How closely two measures follow a straight line (Pearson).
///
/// # Formula
/// `r = Σ (x − x̄)(y − ȳ) / √(Σ (x − x̄)² Σ (y − ȳ)²)`.
///
/// # Inputs and units
/// Two measures of the same areas, in the same order, complete. Result: −1 to 1.
///
/// # Missing and out of range
/// `None` for fewer than three areas, columns of different length, a value that is not finite, or a
/// measure that is the same everywhere.
///
/// # When not to use it
/// As a statement about people: what is true between areas need not be true between the people in
/// them (ecological fallacy). With two rates on the same population, which correlate by their
/// denominator alone. With outlying areas: draw the points first. The coefficient does not show
/// cause, and areas that are neighbours are not independent, so no p-value is given.
///
/// # References
/// Robinson, W. S. (1950), Ecological correlations and the behavior of individuals, American
/// Sociological Review 15(3), 351-357; Openshaw, S. (1984), The Modifiable Areal Unit Problem.
pub fn pearson(one: &[f64], other: &[f64]) -> Option<f64> {
    let finite = one.iter().chain(other).all(|value| value.is_finite());
    if one.len() != other.len() || one.len() < 3 || !finite {
        return None;
    }
    let (x, y) = (centred(one), centred(other));
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let scale = (product(&x, &x) * product(&y, &y)).sqrt();
    // Rounding can carry a perfect correlation a hair beyond 1.
    (scale > 0.0).then(|| (product(&x, &y) / scale).clamp(-1.0, 1.0))
}

/// # What it measures
/// How closely the orders of two measures agree (Spearman).
///
/// # Formula
/// [`pearson`] of the fractional ranks, ties sharing the mean of their places.
///
/// # Inputs and units
/// As [`pearson`]. Result: −1 to 1; one outlying area moves it by no more than its place.
///
/// # Missing and out of range
/// As [`pearson`].
///
/// # When not to use it
/// As [`pearson`], except for outlying areas.
///
/// # References
/// Spearman, C. (1904), American Journal of Psychology 15(1), 72-101.
pub fn spearman(one: &[f64], other: &[f64]) -> Option<f64> {
    let finite = one.iter().chain(other).all(|value| value.is_finite());
    finite.then(|| pearson(&fractional_ranks(one), &fractional_ranks(other))).flatten()
}

fn centred(values: &[f64]) -> Vec<f64> {
    let number: f64 = values.iter().map(|_| 1.0).sum();
    // A measure that is the same everywhere must have no variance, whatever rounding does to its
    // mean.
    let constant = values.iter().all(|value| *value == values[0]);
    let mean = if constant { values[0] } else { values.iter().sum::<f64>() / number };
    values.iter().map(|value| value - mean).collect()
}
