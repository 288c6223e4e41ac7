//! Index number: a series against one of its days.
//!
//! # What it measures
//! A figure in per cent of the same on a base day, so that areas of different size can be drawn
//! together.
//!
//! # Formula
//! `I_i(t) = 100 · A_i(t) / A_i(base)`.
//!
//! # Inputs and units
//! `of`: any figures that are not below zero. `base`: the last day of the base period. Result:
//! index number, the base 100.
//!
//! # Missing and suppressed
//! Both days are of one edition, the newest that has them; where no edition has, the number is *not
//! available*. Missing on either day gives missing out; a base of zero gives *not applicable*. A
//! figure that a break in the series divides from the base has the status *break*.
//!
//! # When not to use it
//! With an unusual base day, which affects every number; from small numbers.
//!
//! # References
//! House of Commons Library, Statistical literacy guide: index numbers.

use super::change::against_another_day;
use super::{Compute, Inputs, Key, Values};
use crate::catalogue::method::IndexNumber;
use crate::demography::change::index_numbers;
use crate::domain::Result;

impl Compute for IndexNumber {
    fn formula(&self) -> &'static str {
        "I_i(t) = 100 * A_i(t) / A_i(base)"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn constants(&self) -> Vec<(&'static str, String)> {
        vec![("base", self.base.to_string())]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let on_base = |key: &Key| Some(Key { end: self.base, ..key.clone() });
        Ok(against_another_day(inputs.values(&self.of)?, on_base, |from, to| {
            index_numbers(&[from, to], 0)[1]
        }))
    }
}
