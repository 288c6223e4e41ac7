//! Change over time: differences, percentages, index numbers, rolling years, growth rates.

use crate::domain::Status;
use crate::table::Figure;

/// # What it measures
/// By how much a figure differs from an earlier one.
///
/// # Formula
/// `A(t₁) − A(t₀)`.
///
/// # Inputs and units
/// Two figures of one series. Result: their unit, signed.
///
/// # Missing and out of range
/// Missing on either day gives missing out.
///
/// # When not to use it
/// Across a break in the series; between two percentages the result is percentage *points*.
///
/// # References
/// Office for National Statistics, Style guide: percentages and percentage points.
pub fn difference(earlier: Figure, later: Figure) -> Figure {
    later.combine(earlier, |later, earlier| Some(later - earlier))
}

/// # What it measures
/// By how much a figure differs from an earlier one, as a percentage of that.
///
/// # Formula
/// `100 (A(t₁) / A(t₀) − 1)`.
///
/// # Inputs and units
/// Two figures of one series, both counts or amounts. Result: per cent, signed.
///
/// # Missing and out of range
/// Missing on either day gives missing out; an earlier figure of zero or less gives *not
/// applicable*.
///
/// # When not to use it
/// From small numbers (below about 30): give the numbers. For figures that can be negative, such as
/// net migration.
///
/// # References
/// House of Commons Library, Statistical literacy guide: percentages.
pub fn percentage_change(earlier: Figure, later: Figure) -> Figure {
    ratio(earlier, later).map(|ratio| Some(100.0 * (ratio - 1.0)))
}

/// # What it measures
/// A series against one of its days, so that series of different size can be drawn together.
///
/// # Formula
/// `I(t) = 100 · A(t) / A(base)`.
///
/// # Inputs and units
/// `series`: figures in order of time; `base`: the place of the base day. Result: as many index
/// numbers, the base 100.
///
/// # Missing and out of range
/// A missing figure has a missing index. A missing base makes every index missing for its reason; a
/// base of zero or less or outside the series makes them *not applicable*.
///
/// # When not to use it
/// With an unusual base day: every number then reflects that day.
///
/// # References
/// House of Commons Library, Statistical literacy guide: index numbers.
pub fn index_numbers(series: &[Figure], base: usize) -> Vec<Figure> {
    let base = series.get(base).copied().unwrap_or(Figure::missing(Status::NotApplicable));
    series.iter().map(|figure| ratio(base, *figure).map(|ratio| Some(100.0 * ratio))).collect()
}

/// # What it measures
/// How fast a population grew in each year, as if at a constant pace.
///
/// # Formula
/// `r = ln(P₁ / P₀) / t`.
///
/// # Inputs and units
/// `earlier`, `later`: people; `years` between them. Result: per year (0.01 is about 1 % a year).
///
/// # Missing and out of range
/// Missing in either gives missing out; a population or a time of zero or less gives *not
/// applicable*.
///
/// # When not to use it
/// Across a break or a change of boundaries; for flows, which have no size to grow from.
///
/// # References
/// Preston, S. H., Heuveline, P. and Guillot, M. (2001), Demography, chapter 1.
pub fn growth_rate(earlier: Figure, later: Figure, years: f64) -> Figure {
    ratio(earlier, later).map(|ratio| (years > 0.0 && ratio > 0.0).then(|| ratio.ln() / years))
}

fn ratio(earlier: Figure, later: Figure) -> Figure {
    later.combine(earlier, |later, earlier| (earlier > 0.0).then(|| later / earlier))
}
