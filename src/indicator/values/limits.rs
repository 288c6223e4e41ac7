//! The limits that a publication prints with its estimates, in whichever form it prints them.

use crate::catalogue::PublishedLimits;
use crate::demography::interval::{Confidence, Interval};
use crate::demography::reliability::{Precision, coefficient_of_variation, precision};
use crate::domain::{Id, Result, Status};
use crate::indicator::shape::Shape;
use crate::indicator::{Held, Key, Origin, Value, Values};
use crate::table::Figure;
use std::collections::BTreeSet;

impl Values {
    /// # What it does
    /// Gives estimates their published 95% interval, and marks estimates *unreliable* whose
    /// standard error exceeds a fifth of them.
    ///
    /// # Formula
    /// `a ± h` with half the width of the interval, `a · (1 ± 1.96 e / 100)` with the standard
    /// error `e` in per cent, or both ends as printed; cut at zero.
    ///
    /// # Missing
    /// An estimate without printed limits has no interval. Nor do sums and means of several
    /// estimates: their uncertainty is not published.
    pub(in crate::indicator) fn with_published_limits<'a>(
        self,
        limits: &'a PublishedLimits,
        held: Held<'a>,
        mut shape: Shape<'a>,
    ) -> Result<Self> {
        let mut of = |id| beside(&mut shape, held, id);
        let printed = match limits {
            PublishedLimits::HalfWidth(half) => Printed::HalfWidth(of(half)?),
            PublishedLimits::ErrorInPercent(error) => Printed::ErrorInPercent(of(error)?),
            PublishedLimits::Ends { lower, upper } => Printed::Ends(of(lower)?, of(upper)?),
        };
        let is_too_wide = |(key, value): &(&Key, &Value)| {
            let error = printed.error_in_percent(key, value.figure).value;
            error.and_then(precision) == Some(Precision::Unreliable)
        };
        let too_wide: BTreeSet<Key> =
            self.iter().filter(is_too_wide).map(|(key, _)| key.clone()).collect();
        let is_one_cell = |value: &Value| matches!(&value.origin, Origin::Cells { cells, .. } if cells.len() == 1);
        let interval = |key: &Key, value: &Value| {
            is_one_cell(value).then(|| printed.interval(key, value.figure)).flatten()
        };
        let mut values = self.with_intervals(interval);
        values.mark(Status::Unreliable, |key| too_wide.contains(key));
        Ok(values)
    }
}

/// The figures of a measure printed next to that of a shape; the shape is then of this measure.
fn beside<'a>(shape: &mut Shape<'a>, held: Held<'a>, measure: &'a Id) -> Result<Values> {
    let mut values = Values::new(Vec::new());
    shape.measure = measure.as_str();
    shape.add_published(&mut values, &shape.rows(held)?);
    Ok(values)
}

/// The measure of uncertainty printed next to the estimates.
enum Printed {
    HalfWidth(Values),
    ErrorInPercent(Values),
    Ends(Values, Values),
}

impl Printed {
    fn interval(&self, key: &Key, estimate: Figure) -> Option<Interval> {
        let (lower, upper) = match self {
            Self::Ends(lower, upper) => (lower.figure(key).value?, upper.figure(key).value?),
            Self::HalfWidth(_) | Self::ErrorInPercent(_) => {
                let (estimate, half) = (estimate.value?, self.half_width(key, estimate).value?);
                (estimate - half, estimate + half)
            }
        };
        estimate.value.map(|_| Interval { lower: lower.max(0.0), upper })
    }

    fn half_width(&self, key: &Key, estimate: Figure) -> Figure {
        match self {
            Self::HalfWidth(half) => half.figure(key),
            Self::ErrorInPercent(error) => {
                error.figure(key).combine(estimate, |error, estimate| {
                    Some(Confidence::Percent95.z() * error / 100.0 * estimate)
                })
            }
            Self::Ends(lower, upper) => upper
                .figure(key)
                .combine(lower.figure(key), |upper, lower| Some((upper - lower) / 2.0)),
        }
    }

    fn error_in_percent(&self, key: &Key, estimate: Figure) -> Figure {
        coefficient_of_variation(estimate, self.half_width(key, estimate))
    }
}
