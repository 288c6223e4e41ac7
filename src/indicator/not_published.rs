//! Not published: a question of a board that no publication answers by authority.
//!
//! # What it measures
//! Nothing: this method takes the place of an indicator. A question of the board is answered with
//! the reason why there are no figures, and is never dropped.
//!
//! # Formula
//! None.
//!
//! # Inputs and units
//! `reason`: why there are no figures by authority, `availability`: how much is published. Result:
//! no values.
//!
//! # Missing and suppressed
//! Everything is missing, for the reason given.
//!
//! # When not to use it
//! Once a publication has the figures by authority.
//!
//! # References
//! The publication or its absence, as the indicator names it.

use super::{Compute, Inputs, Values};
use crate::catalogue::method::NotPublished;
use crate::domain::Result;

impl Compute for NotPublished {
    fn formula(&self) -> &'static str {
        "none"
    }

    fn compute(&self, _: &Inputs<'_>) -> Result<Values> {
        Ok(Values::new(Vec::new()))
    }
}
