//! How mixed one population is.

use crate::demography::inequality::{effective_number, hhi};
use crate::demography::shares::shares;

/// # What it measures
/// Entropy: how uncertain the group of a randomly chosen person is.
///
/// # Formula
/// `E = −Σ p_g ln p_g`, with `0 ln 0 = 0`.
///
/// # Inputs and units
/// `groups`: people by group. Result: 0 (one group) to `ln n` (n equal groups); nats.
///
/// # Missing and out of range
/// `None` without people or for a negative count. An empty group adds nothing.
///
/// # When not to use it
/// As [`simpson_diversity`].
///
/// # References
/// Theil, H. (1972), Statistical Decomposition Analysis; Shannon, C. E. (1948), Bell System
/// Technical Journal 27, 379-423.
pub fn entropy(groups: &[f64]) -> Option<f64> {
    // Subtracting from 0 avoids an entropy of minus zero for a single group.
    Some(0.0 - shares(groups)?.into_iter().filter(|p| *p > 0.0).map(|p| p * p.ln()).sum::<f64>())
}

/// # What it measures
/// Simpson's diversity: the chance that two people met at random belong to different groups.
///
/// # Formula
/// `1 − Σ p_g²`.
///
/// # Inputs and units
/// As [`entropy`]. Result: 0 to `1 − 1/n`.
///
/// # Missing and out of range
/// As [`entropy`].
///
/// # When not to use it
/// To compare populations counted in different numbers of groups: more groups, more diversity.
///
/// # References
/// Simpson, E. H. (1949), Measurement of diversity, Nature 163, 688.
pub fn simpson_diversity(groups: &[f64]) -> Option<f64> {
    Some(1.0 - hhi(groups)?)
}

/// # What it measures
/// Reciprocal diversity: how many groups of equal size would be as mixed.
///
/// # Formula
/// `1 / Σ p_g²`; it is [`effective_number`] of groups.
///
/// # Inputs and units
/// As [`entropy`]. Result: 1 to `n`, a number of groups.
///
/// # Missing and out of range
/// As [`entropy`].
///
/// # When not to use it
/// As [`simpson_diversity`].
///
/// # References
/// As [`simpson_diversity`]; Laakso, M. and Taagepera, R. (1979), Comparative Political Studies
/// 12(1), 3-27.
pub fn reciprocal_diversity(groups: &[f64]) -> Option<f64> {
    effective_number(groups)
}
