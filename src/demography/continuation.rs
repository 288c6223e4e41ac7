//! Continuing a series: where it leads when the future changes as the past did, with ranges.

/// The levels of the ranges with the quantiles of the standard normal distribution, `z` at `(1 +
/// level) / 2`, narrowest first.
///
/// Quantiles: scipy 1.17.1, `scipy.stats.norm.ppf`.
pub const LEVELS: [(&str, f64); 3] = [
    ("50%", 0.674_489_750_196_081_7),
    ("80%", 1.281_551_565_544_600_4),
    ("95%", 1.959_963_984_540_054),
];

/// Fewer figures do not show how much their changes differ. With ten there are nine changes, and
/// the normal quantile is within a fifth of that of Student's distribution at 95 %.
pub const LEAST_FIGURES: usize = 10;

/// One step of a continuation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// The middle.
    pub central: f64,
    /// Standard error of the step, `σ_h`.
    pub spread: f64,
}

impl Step {
    /// Lower and upper end of a range of `z` standard errors.
    pub fn range(self, z: f64) -> (f64, f64) {
        (self.central - z * self.spread, self.central + z * self.spread)
    }
}

/// # What it measures
/// Where a series leads when every change to come is drawn from the same distribution as those
/// seen: a random walk with drift.
///
/// # Formula
/// `ŷ_{T+h} = y_T + h c`, with `c = (y_T − y_1) / (T − 1)`, the mean change. Range: `ŷ_{T+h} ∓ z
/// σ_h`, with `σ_h = σ √(h (1 + h / (T − 1)))` and `σ² = Σ (y_t − y_{t−1} − c)² / (T − 2)`.
///
/// # Inputs and units
/// `values`: figures of one length of period at equal distances, oldest first, in any unit;
/// `steps`: how many periods on. Result: one for each step, in the same unit.
///
/// # Missing and out of range
/// `None` for fewer figures than [`LEAST_FIGURES`] and for one that is not finite: a gap is not
/// bridged. The ranges have no limits; for a count, a negative end means zero.
///
/// # When not to use it
/// As a forecast: the method does not take policies, places or reasons into account. Across a
/// break, because the change there is one of counting. For far steps of a short series: with more
/// steps than figures the ranges are wider than anything observed. The quantiles are those of the
/// normal distribution, so the ranges of a short series are a little too narrow.
///
/// # References
/// Hyndman, R. J. and Athanasopoulos, G. (2021), Forecasting: principles and practice, 3rd edition,
/// sections 5.2 (drift method) and 5.5 (prediction intervals); Hyndman, R. J., R package forecast,
/// `rwf`.
pub fn random_walk_with_drift(values: &[f64], steps: usize) -> Option<Vec<Step>> {
    let (first, last) = (values.first()?, values.last()?);
    if values.len() < LEAST_FIGURES || values.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let changes = (values.len() - 1) as f64;
    let drift = (last - first) / changes;
    let residuals = values.windows(2).map(|pair| pair[1] - pair[0] - drift);
    let variance = residuals.map(|residual| residual * residual).sum::<f64>() / (changes - 1.0);
    let step = |step: usize| {
        let h = step as f64;
        Step { central: last + h * drift, spread: (variance * h * (1.0 + h / changes)).sqrt() }
    };
    Some((1..=steps).map(step).collect())
}
