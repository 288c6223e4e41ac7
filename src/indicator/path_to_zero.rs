//! Path to zero: how much a count must fall each year to reach zero by the end of a year.
//!
//! # What it measures
//! The yearly fall that would reduce a count to zero by the end of a target year, if it were the
//! same every year.
//!
//! # Formula
//! `f_i(t) = A_i(t) / (T − t)`, with `T − t` the years from the day of the count to 31 December of
//! the target year.
//!
//! # Inputs and units
//! `of`: people on a day or in a year; `target_year`. Result: people a year.
//!
//! # Missing and suppressed
//! Missing in gives missing out. Counts at or after the target have no value.
//!
//! # When not to use it
//! As a forecast: it shows the necessary fall, not the expected one. For counts that rise with the
//! seasons.
//!
//! # References
//! Greater London Authority, commitment to end rough sleeping in London by 2030.

use super::{Compute, Inputs, Values};
use crate::catalogue::method::PathToZero;
use crate::domain::{Date, Result};

impl Compute for PathToZero {
    fn formula(&self) -> &'static str {
        "f_i = A_i / (T - t)"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        const DAYS_A_YEAR: f64 = 365.25;
        let target = Date::new(self.target_year, 12, 31).ok();
        Ok(inputs.values(&self.of)?.derive(|key, value| {
            let days = f64::from((target? - key.end).get_days());
            (days > 0.0)
                .then(|| (value.figure.map(|people| Some(people * DAYS_A_YEAR / days)), Vec::new()))
        }))
    }
}
