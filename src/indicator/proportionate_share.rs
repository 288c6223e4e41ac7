//! Proportionate share: how many people a distribution by population would give an area.

use super::location_quotient::relative_to_population;
use super::{Inputs, Method, Need, Values};
use crate::domain::Result;
use crate::table::Figure;

/// # What it measures
/// The people an area would have if the wider area's people were spread like its residents.
///
/// # Formula
/// `E_i = A · P_i / P`, with `A` people and `P` residents of the wider area, `P_i` residents of the area.
///
/// # Inputs and units
/// `of`: people. `per`: residents on one mid-year. Result: people, not rounded.
///
/// # Missing and suppressed
/// As the location quotient; the area's own count plays no part, so a suppressed one does not matter.
///
/// # When not to use it
/// As a target for areas with fewer residents than the limit allows one person for; use `fairshares shares`, which knows
/// caps and whole places.
///
/// # References
/// The *Soll* of the Austrian Grundversorgung statistics; the population key of the Home Office's regional allocation.
pub struct ProportionateShare;

impl Method for ProportionateShare {
    fn id(&self) -> &'static str {
        "proportionate-share"
    }

    fn formula(&self) -> &'static str {
        "E_i = A * P_i / P"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn needs(&self) -> &'static [Need] {
        &[Need::Of, Need::Per, Need::Within]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        relative_to_population(inputs, |[_, total, p, all]| {
            Figure::all([total, p, all], |[total, p, all]| (all > 0.0).then(|| total * p / all))
        })
    }
}
