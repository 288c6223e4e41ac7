//! Continued series: one count that publications have printed in one way and then in another.
//!
//! # What it measures
//! A count over the entire time of its publication, although its tables have changed: both
//! homelessness duties in one table, and since then in two.
//!
//! # Formula
//! `A_i = A_ij`, with `j` the first term that has the figure.
//!
//! # Inputs and units
//! `term`: counts of the same thing, kind and unit, the preferred one first. Result: the same.
//!
//! # Missing and suppressed
//! A term without a figure (*not available*) is ignored. Any other figure counts, so that no term
//! reveals what another suppresses. Where no term has the figure it is *not available*.
//!
//! # When not to use it
//! For counts by other rules, with a break between them: declare the break in `calendar.toml`, or
//! keep the counts apart.
//!
//! # References
//! The publications of the terms.

use super::{Compute, Input, InputRole, Inputs, Key, Origin, Value, Values};
use crate::catalogue::method::Continued;
use crate::domain::{Result, Status};
use std::collections::BTreeMap;

impl Compute for Continued {
    fn formula(&self) -> &'static str {
        "A_i = the first of the terms A_ij that has the figure"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let mut best: BTreeMap<Key, (usize, &Value)> = BTreeMap::new();
        for (place, values) in inputs.terms(&self.term)?.into_iter().enumerate() {
            for (key, value) in values.iter() {
                let held = best.entry(key.clone()).or_insert((place, value));
                if says_nothing(held.1) && !says_nothing(value) {
                    *held = (place, value);
                }
            }
        }
        let mut made = Values::new(Vec::new());
        for (key, (place, value)) in best {
            let origin = Origin::Computed(vec![Input::new(InputRole::Term(place), key.clone())]);
            made.insert(
                key,
                Value { interval: value.interval, ..Value::of(value.period, value.figure, origin) },
            );
        }
        Ok(made)
    }
}

fn says_nothing(value: &Value) -> bool {
    value.figure.value.is_none() && value.figure.status == Some(Status::NotAvailable)
}
