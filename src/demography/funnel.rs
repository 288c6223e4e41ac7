//! Funnels: which areas differ from the total by more than their size would explain.

use super::interval::{Confidence, Interval, count_interval};

/// A place on a funnel's limit: the events expected there, and the ratio of observed to expected.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Boundary {
    /// Events expected.
    pub expected: f64,
    /// Events observed for each one expected.
    pub ratio: f64,
}

/// # What it measures
/// Where the limits of a funnel of ratios or rates run: of how many expected events `observed` ones
/// are just on the limit.
///
/// # Formula
/// The lower limit passes through `(U, x/U)` and the upper through `(L, x/L)`, with `L` and `U` the
/// limits of [`count_interval`] for `x` events. The limits of a rate are those of the ratio
/// multiplied by the rate of all areas together.
///
/// # Inputs and units
/// `observed`: events, 1 or more. Result: a point on the lower limit, and one on the upper; drawn
/// for 1, 2, 3, … they form the funnel.
///
/// # Missing and out of range
/// `None` for zero, a negative number or a fraction.
///
/// # When not to use it
/// Where areas are known to differ: then most are outside, and the limits only show how precise
/// each is. For events that come in groups.
///
/// # References
/// Spiegelhalter, D. J. (2005), Funnel plots for comparing institutional performance, Statistics in
/// Medicine 24(8), 1185-1202; Association of Public Health Observatories (2008), Technical Briefing
/// 2, Statistical process control methods in public health intelligence.
pub fn ratio_limits(observed: f64, confidence: Confidence) -> Option<(Boundary, Boundary)> {
    let limits = count_interval(observed, confidence).filter(|limits| limits.lower > 0.0)?;
    let at = |expected: f64| Boundary { expected, ratio: observed / expected };
    Some((at(limits.upper), at(limits.lower)))
}

/// The position of an area in a funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Fewer events than chance would explain.
    Below,
    /// As many as chance would explain.
    Within,
    /// More events than chance would explain.
    Above,
}

/// How a value with an interval compares with the value of all areas: outside when the interval
/// does not contain the latter.
///
/// This shows which areas are outside the funnel limits at the level of the interval. It applies to
/// a proportion with Wilson's interval and a rate with Byar's. These intervals are the same limits,
/// solved for the other quantity.
pub fn compared_with(interval: &Interval, reference: f64) -> Position {
    match reference {
        reference if interval.contains(reference) => Position::Within,
        reference if reference > interval.upper => Position::Below,
        _ => Position::Above,
    }
}

/// The position of an area with `observed` events when `expected` are expected: outside when these
/// are outside the limits of [`count_interval`]. `None` as there, and when nothing is expected.
pub fn position(observed: f64, expected: f64, confidence: Confidence) -> Option<Position> {
    let limits =
        count_interval(observed, confidence).filter(|_| expected.is_finite() && expected > 0.0)?;
    Some(compared_with(&limits, expected))
}
