//! Share of a total: how an area's people divide into categories.
//!
//! # What it measures
//! Of all people counted in an area, the percentage in each category.
//!
//! # Formula
//! `s_ik = 100 · a_ik / A_i`, with `A_i` the category `all` of the same area and day.
//!
//! # Inputs and units
//! `of`: people by one category that has a code `all`. Result: per cent.
//!
//! # Missing and suppressed
//! A category that is not published stays *not available*; an area without people gives *not
//! applicable*.
//!
//! # When not to use it
//! Across dates on which the publication distinguished other categories. The parts of a nested list
//! (contingency and its hotels) must not be added to their total.
//!
//! # References
//! Proportion of a total.

use super::{Compute, Input, InputRole, Inputs, Values};
use crate::catalogue::method::ShareOfTotal;
use crate::domain::Result;

impl Compute for ShareOfTotal {
    fn formula(&self) -> &'static str {
        "s_ik = 100 * a_ik / A_i"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let of = inputs.values(&self.of)?;
        Ok(of.derive(|key, value| {
            let mut whole = key.clone();
            "all".clone_into(whole.dims.first_mut()?);
            // Uses the people whom areas count, so that the United Kingdom can be compared with
            // them.
            let ((own, _), (all, outside)) = (of.allocated(key), of.allocated(&whole));
            let own = if outside.is_empty() { value.figure } else { own };
            let (own, all) = own.as_part_of(all);
            let figure = own.combine(all, |a, b| (b > 0.0).then(|| 100.0 * a / b));
            let inputs =
                std::iter::once(whole).chain(outside).map(|key| Input::new(InputRole::Of, key));
            Some((figure, inputs.collect()))
        }))
    }
}
