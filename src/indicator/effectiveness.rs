//! Migration effectiveness: how far flows in and out leave a net gain or loss behind.
//!
//! # What it measures
//! Of all moves into and out of an area, how much is left as a gain or loss, in per cent.
//!
//! # Formula
//! `E_i = 100 · (I_i − O_i) / (I_i + O_i)`, with `I` people who moved in and `O` who moved out over
//! the same period.
//!
//! # Inputs and units
//! `of`: moves in, `per`: moves out, people over one period. Result: per cent, from −100 (everyone
//! left) to 100.
//!
//! # Missing and suppressed
//! Missing in either gives missing out; no movers gives *not applicable*.
//!
//! # When not to use it
//! To compare areas by how much people move: an area with few moves and one with many can be
//! equally effective. Estimates of long-term international migration for authorities carry errors
//! of their own.
//!
//! # References
//! Bell, M. et al. (2002), Cross-national comparison of internal migration, Journal of the Royal
//! Statistical Society A 165(3).

use super::{Compute, Input, InputRole, Inputs, Values};
use crate::catalogue::method::Effectiveness;
use crate::demography::migration;
use crate::domain::Result;

impl Compute for Effectiveness {
    fn formula(&self) -> &'static str {
        "E_i = 100 * (I_i - O_i) / (I_i + O_i)"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let (of, per) = (inputs.values(&self.of)?, inputs.values(&self.per)?);
        Ok(of.derive(|key, value| {
            let out = per.get(key).filter(|out| out.period == value.period)?;
            let figure = migration::effectiveness(value.figure, out.figure);
            Some((figure, vec![Input::new(InputRole::Per, key.clone())]))
        }))
    }
}
