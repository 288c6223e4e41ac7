//! Arrivals by origin: from where the people came who moved to an area.
//!
//! # What it measures
//! From where the people came who moved to an area.
//!
//! # Formula
//! `M_ki`, people who live in `i` and lived in `k` before, for every origin `k` outside `i`.
//!
//! # Inputs and units
//! `of`: people who live in an area by where they lived before, with that as its only dimension.
//! Result: people, for each area and origin; `outside-uk` is everywhere outside the United Kingdom.
//!
//! # Missing and suppressed
//! As published. Moves inside the area, and people who did not move, are left out, because they
//! came from nowhere else.
//!
//! # When not to use it
//! For migration of several years: one year's moves can be unusual, as those of the census year
//! 2020 to 2021 were.
//!
//! # References
//! Office for National Statistics, Origin-destination data user guide, Census 2021.

use super::{Compute, Inputs, Values};
use crate::catalogue::method::ArrivalsByOrigin;
use crate::domain::{AreaCode, Result};

impl Compute for ArrivalsByOrigin {
    fn formula(&self) -> &'static str {
        "M_ki, from every origin k outside i"
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        Ok(inputs.values(&self.of)?.derive(|key, value| {
            let origin = key.dims.first()?;
            let from_elsewhere = match AreaCode::new(origin) {
                Ok(origin) => !inputs.geography.contains(&key.area, &origin),
                Err(_) => origin == ABROAD,
            };
            from_elsewhere.then(|| (value.figure, Vec::new()))
        }))
    }
}

/// The code for everywhere outside the United Kingdom.
const ABROAD: &str = "outside-uk";
