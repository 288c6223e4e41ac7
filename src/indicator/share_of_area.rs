//! Share of an area: which part of a wider area's people live in this one.
//!
//! # What it measures
//! The percentage of a wider area's people who are counted in this area.
//!
//! # Formula
//! `s_i = 100 · A_i / A`, with `A` the published total of the wider area where there is one; with
//! `allocated` less the people who are counted in no authority.
//!
//! # Inputs and units
//! `of`: people. `within`: `region`, or the code of the wider area. Result: per cent.
//!
//! # Missing and suppressed
//! Missing in either gives missing out; a wider area without people gives *not applicable*. With
//! `allocated`, people counted in no authority have no share.
//!
//! # When not to use it
//! To compare areas of different size: use the location quotient or the rate.
//!
//! # References
//! Proportion of a total; without `allocated` the total of the United Kingdom includes people
//! counted in no authority.

use super::{Compute, Input, InputRole, Inputs, Values};
use crate::catalogue::method::{ShareOfArea, Within};
use crate::domain::{AreaLevel, Result};

impl Compute for ShareOfArea {
    fn formula(&self) -> &'static str {
        "s_i = 100 * A_i / A"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn within(&self) -> Option<&Within> {
        Some(&self.within)
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let of = inputs.values(&self.of)?;
        Ok(of.derive(|key, value| {
            let total = key.for_area(&inputs.wider_area_of(&key.area, &self.within)?);
            if key.area.level() == AreaLevel::Unallocated {
                return None;
            }
            let (whole, outside) = of.allocated(&total);
            let own = if key.area == total.area { whole } else { value.figure };
            let (own, whole) = own.as_part_of(whole);
            let figure = own.combine(whole, |a, b| (b > 0.0).then(|| 100.0 * a / b));
            Some((
                figure,
                std::iter::once(total)
                    .chain(outside)
                    .map(|key| Input::new(InputRole::Of, key))
                    .collect(),
            ))
        }))
    }
}
