//! Proportion: the share of one count in another, in the same area and period.
//!
//! # What it measures
//! Of everything counted in one way, the percentage that is counted in another: duties owed after
//! asylum support among all duties, births to mothers born abroad among all births.
//!
//! # Formula
//! `s_i = 100 · A_i / B_i`, of the same area, period and category; where `B` has no categories, of
//! the same area and period.
//!
//! # Inputs and units
//! `of` and `per`: counts of the same things, `of` a part of `per`. Result: per cent.
//!
//! # Interval
//! None by default. With `interval.wilson`, the interval of the proportion; with `"published"`, the
//! limits of an estimate `A` divided by `B`. With Wilson's a percentage of fewer than twenty people
//! or events `A` is marked *unreliable*.
//!
//! # Missing and suppressed
//! Missing in either gives missing out; a denominator of zero gives *not applicable*. Without a
//! denominator of the same period there is no value.
//!
//! # When not to use it
//! For numerators and denominators with different rounding, where small areas can exceed 100; for
//! counts of different things, which make a rate.
//!
//! # References
//! Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference,
//! Journal of the American Statistical Association 22.

use super::rate::with_intervals_of_quotients;
use super::{Compute, Input, InputRole, Inputs, Values};
use crate::catalogue::method::Proportion;
use crate::domain::Result;

impl Compute for Proportion {
    fn formula(&self) -> &'static str {
        "s_i = 100 * A_i / B_i"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let (of, per) = (inputs.values(&self.of)?, inputs.values(&self.per)?);
        let values = of.derive(|key, value| {
            let mut whole = key.clone();
            if per.get(&whole).is_none() {
                whole.dims.clear();
            }
            per.get(&whole).filter(|held| held.period == value.period)?;
            // Uses the people whom areas count, so that the United Kingdom can be compared with
            // them.
            let ((own, others), (all, outside)) = (of.allocated(key), per.allocated(&whole));
            let figure = own.combine(all, |a, b| (b > 0.0).then(|| 100.0 * a / b));
            let wholes =
                std::iter::once(whole).chain(outside).map(|key| Input::new(InputRole::Per, key));
            Some((
                figure,
                wholes
                    .chain(others.into_iter().map(|key| Input::new(InputRole::Of, key)))
                    .collect(),
            ))
        });
        Ok(with_intervals_of_quotients(values, of, per, &inputs.indicator.interval, 100.0))
    }
}
