//! Proportionate share: how many people a distribution by population would give an area.
//!
//! # What it measures
//! The people an area would have if the wider area's people were spread like its residents.
//!
//! # Formula
//! `E_i = A · P_i / P`, with `A` people and `P` residents of the wider area, `P_i` residents of the
//! area.
//!
//! # Inputs and units
//! `of`: people. `per`: residents on one mid-year. Result: people, not rounded.
//!
//! # Missing and suppressed
//! As the location quotient; the area's own count plays no part, so a suppressed one does not
//! matter.
//!
//! # When not to use it
//! As a target for areas where the limit allows less than one person; use `fairshares shares`,
//! which applies caps and whole places.
//!
//! # References
//! The *Soll* of the Austrian Grundversorgung statistics; the population key of the Home Office's
//! regional allocation.

use super::location_quotient::relative_to_population;
use super::{Compute, Inputs, Values};
use crate::catalogue::method::{ProportionateShare, Within};
use crate::domain::Result;
use crate::table::Figure;

impl Compute for ProportionateShare {
    fn formula(&self) -> &'static str {
        "E_i = A * P_i / P"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn within(&self) -> Option<&Within> {
        Some(&self.within)
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let (of, per) = (inputs.values(&self.of)?, inputs.values(&self.per)?);
        Ok(relative_to_population(inputs, (of, per), &self.within, |[_, total, p, all]| {
            Figure::all([total, p, all], |[total, p, all]| (all > 0.0).then(|| total * p / all))
        }))
    }
}
