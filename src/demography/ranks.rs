//! Places in an order, with ties and uncertain places shown as such.

use super::interval::Interval;
use crate::domain::Compare;
use crate::table::Figure;
use std::cmp::Ordering;

/// Which end of the order is first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// The highest value has rank 1.
    Highest,
    /// The lowest value has rank 1.
    Lowest,
}

impl First {
    fn before(self, one: f64, other: f64) -> bool {
        let order = one.compare(&other);
        order == if self == First::Highest { Ordering::Greater } else { Ordering::Less }
    }

    /// The limit that would give the best place.
    fn near_end(self, interval: &Interval) -> f64 {
        if self == First::Highest { interval.upper } else { interval.lower }
    }

    /// The limit that would give the worst place.
    fn far_end(self, interval: &Interval) -> f64 {
        if self == First::Highest { interval.lower } else { interval.upper }
    }
}

fn count(is: impl Iterator<Item = bool>) -> f64 {
    is.map(|is| if is { 1.0 } else { 0.0 }).sum()
}

/// # What it measures
/// The place of each area, areas with the same value sharing a place and the places after them left
/// out (1, 2, 2, 4): standard competition ranking.
///
/// # Formula
/// 1 + the number of areas that rank before it.
///
/// # Inputs and units
/// `values`: one per area, unrounded. Result: in the same order, rank 1 for the first.
///
/// # Missing and out of range
/// A missing value has no rank, for its own reason, and does not affect the ranks of others.
///
/// # When not to use it
/// Where values are close: see [`rank_interval`]. A rank hides how far apart places are.
///
/// # References
/// Goldstein, H. and Spiegelhalter, D. J. (1996), Journal of the Royal Statistical Society Series A
/// 159(3), 385-443.
pub fn ranks(values: &[Figure], first: First) -> Vec<Figure> {
    let known = || values.iter().filter_map(|figure| figure.value);
    let rank = |value: f64| 1.0 + count(known().map(|other| first.before(other, value)));
    values.iter().map(|figure| figure.map(|value| Some(rank(value)))).collect()
}

/// # What it measures
/// Fractional ranks from 1 for the lowest, ties sharing the mean of their places (1, 2.5, 2.5, 4).
///
/// # Formula
/// The areas below, plus half of one more than those with the same value.
///
/// # Inputs and units
/// `values`: complete. Result: in the same order; adds up to `n (n + 1) / 2`.
///
/// # Missing and out of range
/// Values are assumed to be numbers; without any there are no ranks.
///
/// # When not to use it
/// To show places to readers: half places are a device of
/// [`spearman`](super::correlation::spearman).
///
/// # References
/// Kendall, M. G. (1945), The treatment of ties in ranking problems, Biometrika 33(3), 239-251.
pub fn fractional_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|one, other| values[*one].compare(&values[*other]));
    let mut found = vec![0.0; values.len()];
    let mut below = 0.0;
    for tied in
        order.chunk_by(|one, other| values[*one].compare(&values[*other]) == Ordering::Equal)
    {
        let count = count(tied.iter().map(|_| true));
        tied.iter().for_each(|at| found[*at] = below + (count + 1.0) / 2.0);
        below += count;
    }
    found
}

/// # What it measures
/// The highest and lowest rank that an area can have, given the intervals of all areas.
///
/// # Formula
/// From 1 + the areas whose entire interval is before, to `n` − the areas whose entire interval is
/// behind.
///
/// # Inputs and units
/// `intervals`: of the values, one per area. Result: a lowest and highest rank for each, in the
/// same order.
///
/// # Missing and out of range
/// Leave out areas without an interval; `n` is the number of areas with one.
///
/// # When not to use it
/// As a confidence interval of the rank: it is wider, because all areas could not be at their
/// limits together.
///
/// # References
/// Goldstein, H. and Spiegelhalter, D. J. (1996), Journal of the Royal Statistical Society Series A
/// 159(3), 385-443.
pub fn rank_interval(intervals: &[Interval], first: First) -> Vec<Interval> {
    let all = count(intervals.iter().map(|_| true));
    let places = |own: &Interval| Interval {
        lower: 1.0
            + count(
                intervals
                    .iter()
                    .map(|other| first.before(first.far_end(other), first.near_end(own))),
            ),
        upper: all
            - count(
                intervals
                    .iter()
                    .map(|other| first.before(first.far_end(own), first.near_end(other))),
            ),
    };
    intervals.iter().map(places).collect()
}
