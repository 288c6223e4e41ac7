//! Index number: a series against one of its days.

use super::change::against_another_day;
use super::{Inputs, Key, Method, Need, Values};
use crate::demography::change::index_numbers;
use crate::domain::{Result, parse_publication_date};

/// # What it measures
/// A figure in per cent of the same on a base day, so that areas of different size can be drawn together.
///
/// # Formula
/// `I_i(t) = 100 · A_i(t) / A_i(base)`.
///
/// # Inputs and units
/// `of`: any figures that are not below zero. `base`: the last day of the base period. Result: index number, the base 100.
///
/// # Missing and suppressed
/// Both days are of one edition, the newest that has them; where none has, the number is *not available*. Missing on either day
/// gives missing out; a base of nobody gives *not applicable*. A figure that a break in the series divides from
/// the base has the status *break*.
///
/// # When not to use it
/// With an unusual base day, of which every number then tells; from small numbers.
///
/// # References
/// House of Commons Library, Statistical literacy guide: index numbers.
pub struct IndexNumber;

impl Method for IndexNumber {
    fn id(&self) -> &'static str {
        "index-number"
    }

    fn formula(&self) -> &'static str {
        "I_i(t) = 100 * A_i(t) / A_i(base)"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn needs(&self) -> &'static [Need] {
        &[Need::Of, Need::Base]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let base = inputs.indicator.base.as_deref().and_then(parse_publication_date);
        let base = base.ok_or_else(|| inputs.lacking("base"))?;
        let on_base = |key: &Key| Some(Key { end: base, ..key.clone() });
        against_another_day(inputs, on_base, |from, to| index_numbers(&[from, to], 0)[1])
    }
}
