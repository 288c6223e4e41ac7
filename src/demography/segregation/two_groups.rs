//! One group against another, against everyone else, or against all residents.
//!
//! All take people by area, one number per area in the same order, complete. The finer the areas,
//! the higher each index; and where groups are small, chance alone raises it.

use super::multigroup::information_index;
use crate::demography::inequality;
use crate::demography::shares::{is_count, paired, total};

/// Whom a group is compared with. The three answers differ, so a column has to name the one it
/// used.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Comparator<'a> {
    /// One other group, by area.
    Group(&'a [f64]),
    /// All residents who are not of the group.
    EveryoneElse,
    /// All residents, the group included.
    AllResidents,
}

/// Residents who are not of a group; `None` where the group has more people than the area.
fn everyone_else(group: &[f64], residents: &[f64]) -> Option<Vec<f64>> {
    let others: Vec<f64> = residents.iter().zip(group).map(|(t, a)| t - a).collect();
    (group.len() == residents.len() && others.iter().copied().all(is_count)).then_some(others)
}

/// # What it measures
/// Dissimilarity: the share of the group who would have to live elsewhere to be spread like those
/// compared with.
///
/// # Formula
/// `D = ½ Σ |a_i/A − b_i/B|`.
///
/// # Inputs and units
/// `group`, `residents`: people; `against`: the comparator. Result: 0 (spread in the same way) to 1
/// (never in the same area).
///
/// # Missing and out of range
/// `None` where one of the two has no people, for a negative count, for columns of different
/// length. Against everyone else also `None` where the group has more people than the area.
///
/// # When not to use it
/// With values *against all residents* next to values *against everyone else*: the former are
/// lower, by `1 − P`.
///
/// # References
/// Duncan, O. D. and Duncan, B. (1955), American Sociological Review 20(2), 210-217.
pub fn dissimilarity(group: &[f64], residents: &[f64], against: Comparator<'_>) -> Option<f64> {
    match against {
        Comparator::Group(other) => inequality::hoover(group, other),
        Comparator::EveryoneElse => inequality::hoover(group, &everyone_else(group, residents)?),
        Comparator::AllResidents => inequality::hoover(group, residents),
    }
}

/// # What it measures
/// Exposure `ₓPᵧ`: the chance that a randomly chosen person in the area of an average member of the
/// group belongs to the other.
///
/// # Formula
/// `Σ (a_i/A)(b_i/t_i)`.
///
/// # Inputs and units
/// `group`, `other`, `residents`: people. Result: 0 to 1; over all groups that make up the
/// residents the values add up to 1.
///
/// # Missing and out of range
/// `None` where the group has no people, for a negative count, for columns of different length,
/// where a group has more people than the area.
///
/// # When not to use it
/// To compare places: it depends on how many of the other group there are.
///
/// # References
/// Lieberson, S. (1981), in Peach, Robinson and Smith, Ethnic Segregation in Cities, 61-82; Massey,
/// D. S. and Denton, N. A. (1988), Social Forces 67(2), 281-315.
pub fn exposure(group: &[f64], other: &[f64], residents: &[f64]) -> Option<f64> {
    everyone_else(group, residents)?;
    everyone_else(other, residents)?;
    let members = total(group)?;
    let areas = group.iter().zip(other).zip(residents);
    Some(areas.filter(|((a, _), _)| **a > 0.0).map(|((a, b), t)| a / members * b / t).sum())
}

/// # What it measures
/// Isolation `ₓPₓ`: the chance that a randomly chosen person in the area of an average member of
/// the group belongs to it too.
///
/// # Formula
/// `Σ (a_i/A)(a_i/t_i)`.
///
/// # Inputs and units
/// As [`exposure`]. Result: the group's share of all residents (spread in the same way) to 1.
///
/// # Missing and out of range
/// As [`exposure`].
///
/// # When not to use it
/// To compare groups of different size: use [`eta_squared`].
///
/// # References
/// As [`exposure`].
pub fn isolation(group: &[f64], residents: &[f64]) -> Option<f64> {
    exposure(group, group, residents)
}

/// # What it measures
/// Isolation beyond the level expected from the size of the group (correlation ratio, eta squared).
///
/// # Formula
/// `η² = (ₓPₓ − P) / (1 − P)`, with `P` the group's share of all residents.
///
/// # Inputs and units
/// As [`isolation`]. Result: 0 to 1.
///
/// # Missing and out of range
/// As [`exposure`]; `None` also when all residents are of the group.
///
/// # When not to use it
/// For very small groups: it is near 0 whatever their pattern.
///
/// # References
/// Massey, D. S. and Denton, N. A. (1988), Social Forces 67(2), 281-315.
pub fn eta_squared(group: &[f64], residents: &[f64]) -> Option<f64> {
    let share = total(group)? / total(residents)?;
    let isolation = isolation(group, residents)?;
    (share < 1.0).then(|| (isolation - share) / (1.0 - share))
}

/// # What it measures
/// The Gini coefficient of segregation: how far areas differ in the group's share of their
/// residents.
///
/// # Formula
/// `ΣΣ t_i t_j |p_i − p_j| / (2 T² P (1 − P))`; it is the Gini of the Lorenz curve of the group
/// against everyone else.
///
/// # Inputs and units
/// As [`isolation`]. Result: 0 to 1, never below [`dissimilarity`] against everyone else.
///
/// # Missing and out of range
/// As [`dissimilarity`] against everyone else.
///
/// # When not to use it
/// As the Gini coefficient of rates over residents: that is [`inequality::gini`].
///
/// # References
/// James, D. R. and Taeuber, K. E. (1985), Sociological Methodology 15, 1-32.
pub fn gini(group: &[f64], residents: &[f64]) -> Option<f64> {
    inequality::gini(group, &everyone_else(group, residents)?)
}

/// # What it measures
/// Atkinson's index: how unevenly the group is spread, with a choice of which areas count most.
///
/// # Formula
/// `A(b) = 1 − P/(1−P) · [Σ (1 − p_i)^(1−b) p_i^b t_i / (P T)]^(1/(1−b))`.
///
/// # Inputs and units
/// As [`isolation`]; `shape`: b, more than 0 and less than 1. Below ½ areas with few of the group
/// count most, above it those with many, at ½ both equally. Result: 0 to 1.
///
/// # Missing and out of range
/// As [`dissimilarity`] against everyone else; `None` also for another `shape`.
///
/// # When not to use it
/// Without its `shape` next to it.
///
/// # References
/// As [`gini`].
pub fn atkinson(group: &[f64], residents: &[f64], shape: f64) -> Option<f64> {
    if !(shape > 0.0 && shape < 1.0) {
        return None;
    }
    // In shares of the group and of everyone else the factors P/(1−P) cancel.
    let others = everyone_else(group, residents)?;
    let pairs = paired(group, &others)?;
    let mean: f64 = pairs.map(|(a, b)| b.powf(1.0 - shape) * a.powf(shape)).sum();
    Some(1.0 - mean.powf(1.0 / (1.0 - shape)))
}

/// # What it measures
/// Theil's H of the group and everyone else: how much less mixed areas are than all together.
///
/// # Formula
/// `H = Σ t_i (E − E_i) / (T E)`, `E` the entropy of two groups; it is [`information_index`] of
/// them.
///
/// # Inputs and units
/// As [`isolation`]. Result: 0 to 1.
///
/// # Missing and out of range
/// As [`dissimilarity`] against everyone else.
///
/// # When not to use it
/// For more than two groups, one after the other: use [`information_index`] of all.
///
/// # References
/// Theil, H. (1972), Statistical Decomposition Analysis; Massey and Denton (1988), as above.
pub fn entropy_index(group: &[f64], residents: &[f64]) -> Option<f64> {
    total(group)?;
    information_index(&[group.to_vec(), everyone_else(group, residents)?])
}

/// # What it measures
/// Delta: the share of the group who would have to move for it to live equally densely everywhere.
///
/// # Formula
/// `½ Σ |a_i/A − L_i/L|`, with `L` the land.
///
/// # Inputs and units
/// `group`: people; `land`: any one unit of area. Result: 0 to below 1.
///
/// # Missing and out of range
/// `None` without people or land, for a negative number, for columns of different length.
///
/// # When not to use it
/// Where areas contain much land on which no one lives.
///
/// # References
/// Duncan, O. D., Cuzzort, R. P. and Duncan, B. (1961), Statistical Geography; Massey and Denton
/// (1988), as above.
pub fn delta(group: &[f64], land: &[f64]) -> Option<f64> {
    inequality::hoover(group, land)
}
