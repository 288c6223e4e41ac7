//! Transforms: they make figures of different kinds comparable before a key adds or multiplies
//! them.

use crate::catalogue::{Direction, Transform};
use crate::demography::ranks::fractional_ranks;

/// # What it measures
/// One figure for each area, from 0 up, that can be weighted with those of other parts of a key.
///
/// # Formula
/// With `x` the figures, `b` the base and `n` areas: *share* `x`; *volume* `x b`; *per-capita* `x /
/// b`; *inverse* `1 / x`; *min-max* `(x − min) / (max − min)`, of direction *less* `(max − x) /
/// (max − min)`; *z-score* `e^z` with `z = (x − x̄) / s`, of direction *less* `e^−z`; *rank* `r /
/// n` with `r` 1 for the lowest, of direction *less* `(n + 1 − r) / n`. If a figure is the same
/// everywhere, *min-max* and *z-score* are 1.
///
/// # Inputs and units
/// `figures` and `base`: one for each area, complete. Result: in the same order, without a unit.
/// Scaling the figures changes only the common factor of *share*, *volume*, *per-capita* and
/// *inverse*, which cancels in every key.
///
/// # Missing and out of range
/// `None` for figures that are not finite, for a negative one where a share or an inverse is
/// computed, and for an inverse of zero. Also without the base that *volume* and *per-capita* need.
///
/// # When not to use it
/// *Min-max* in a product: the lowest area's share becomes zero. *Rank* where distances matter.
/// *Z-score* with one outlying area, which a power of e makes more outlying still.
///
/// # References
/// OECD and Joint Research Centre (2008), Handbook on Constructing Composite Indicators, section
/// 1.5.
pub fn transformed(
    transform: Transform,
    direction: Direction,
    figures: &[f64],
    base: Option<&[f64]>,
) -> Option<Vec<f64>> {
    if figures.iter().any(|figure| !figure.is_finite()) {
        return None;
    }
    let less = direction == Direction::Less;
    let with_base = |formula: fn(f64, f64) -> f64| -> Option<Vec<f64>> {
        Some(figures.iter().zip(base?).map(|(x, b)| formula(*x, *b)).collect())
    };
    let results: Vec<f64> = match transform {
        Transform::Share => figures.to_vec(),
        Transform::Volume => with_base(|x, b| x * b)?,
        Transform::PerCapita => with_base(|x, b| x / b)?,
        Transform::Inverse => figures.iter().map(|x| 1.0 / x).collect(),
        Transform::MinMax => {
            let (low, high) = extremes(figures);
            let place =
                |x: f64| if less { (high - x) / (high - low) } else { (x - low) / (high - low) };
            if high > low {
                figures.iter().map(|x| place(*x)).collect()
            } else {
                vec![1.0; figures.len()]
            }
        }
        Transform::ZScore => {
            z_scores(figures).into_iter().map(|z| if less { (-z).exp() } else { z.exp() }).collect()
        }
        Transform::Rank => {
            let ranks = fractional_ranks(figures);
            let count: f64 = ranks.iter().map(|_| 1.0).sum();
            ranks
                .into_iter()
                .map(|rank| if less { (count + 1.0 - rank) / count } else { rank / count })
                .collect()
        }
    };
    results.iter().all(|value| value.is_finite() && *value >= 0.0).then_some(results)
}

fn extremes(figures: &[f64]) -> (f64, f64) {
    figures
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(*x), high.max(*x)))
}

/// Standard deviations from the mean; all 0 for figures that are the same everywhere.
fn z_scores(figures: &[f64]) -> Vec<f64> {
    let (low, high) = extremes(figures);
    if high <= low {
        return vec![0.0; figures.len()];
    }
    let count: f64 = figures.iter().map(|_| 1.0).sum();
    let mean = figures.iter().sum::<f64>() / count;
    let spread = (figures.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count).sqrt();
    figures.iter().map(|x| (x - mean) / spread).collect()
}

#[cfg(test)]
mod tests {
    use super::transformed;
    use crate::catalogue::{Direction, Transform};

    #[test]
    fn figures_that_cannot_be_transformed_are_refused() {
        let refused = |transform, figures: &[f64]| {
            transformed(transform, Direction::Less, figures, None).is_none()
        };
        assert!(refused(Transform::Inverse, &[1.0, 0.0]), "nothing has no inverse");
        assert!(refused(Transform::Share, &[1.0, -1.0]), "no area has a negative share");
        assert!(refused(Transform::PerCapita, &[1.0, 2.0]), "no base");
        assert!(refused(Transform::MinMax, &[1.0, f64::NAN]));
    }

    #[test]
    fn what_is_the_same_everywhere_tells_no_area_apart() {
        for transform in [Transform::MinMax, Transform::ZScore] {
            let results = transformed(transform, Direction::Less, &[4.0, 4.0, 4.0], None).unwrap();
            assert_eq!(results, [1.0, 1.0, 1.0], "{transform:?}");
        }
        assert_eq!(
            transformed(Transform::Rank, Direction::More, &[7.0, 7.0, 9.0], None).unwrap(),
            [0.5, 0.5, 1.0]
        );
    }
}
