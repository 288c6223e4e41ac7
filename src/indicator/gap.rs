//! Gap: how many more are in need than are reached.
//!
//! # What it measures
//! People in need of a service, less people whom it reached in a year.
//!
//! # Formula
//! `g_i = N_i − S_i`, with `N` people in need at the newest count on or before the last day of the
//! period, `S` people served over the period.
//!
//! # Inputs and units
//! `of`: people served over a period, `per`: people in need on a day. Result: people; below zero
//! where more are served.
//!
//! # Missing and suppressed
//! Missing in either gives missing out; no count of need before the period ends gives *not
//! available*.
//!
//! # When not to use it
//! As a number of people who want the service. A census or survey counts need in the entire
//! population, and those served need not be among them. A count of need from years before becomes
//! outdated.
//!
//! # References
//! Difference of two published figures, each of which is printed next to it.

use super::{Compute, Input, InputRole, Inputs, Key, Values};
use crate::catalogue::method::Gap;
use crate::domain::Result;

impl Compute for Gap {
    fn formula(&self) -> &'static str {
        "g_i = N_i - S_i"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let (of, per) = (inputs.values(&self.of)?, inputs.values(&self.per)?);
        Ok(of.derive(|key, value| {
            let day = per.newest_until(&key.area, key.end).map_or(key.end, |(need, _)| need.end);
            let need = Key { area: key.area.clone(), end: day, dims: Vec::new() };
            let figure =
                value.figure.combine(per.figure(&need), |served, need| Some(need - served));
            Some((figure, vec![Input::new(InputRole::Per, need)]))
        }))
    }
}
