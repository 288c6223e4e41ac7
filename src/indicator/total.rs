//! Total: indicators added to each other or subtracted.
//!
//! # What it measures
//! Several counts of one kind together, or the difference of two: all migration into an area,
//! arrivals less departures.
//!
//! # Formula
//! `T_i = Σ ± A_ij` over the terms `j`, each of the same area, period and category.
//!
//! # Inputs and units
//! `term`: indicators of one kind and unit. Result: the same unit.
//!
//! # Missing and suppressed
//! An area and period that the first term has and another has not is *not available*. A missing
//! term makes the total missing for its reason, and a suppressed term makes it suppressed.
//!
//! # When not to use it
//! For counts that include the same people, such as a total and its part; for estimates from
//! samples, whose total has an interval that their own do not give.
//!
//! # References
//! Sum of published figures.

use super::{Compute, Input, InputRole, Inputs, Origin, Value, Values};
use crate::catalogue::method::Total;
use crate::domain::{Result, Status};
use crate::table::Figure;

impl Compute for Total {
    fn formula(&self) -> &'static str {
        "T_i = sum of +- A_ij"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let signs = self.term.iter().map(|term| if term.minus { -1.0 } else { 1.0 });
        let terms: Vec<(f64, &Values)> = signs.zip(inputs.terms(&self.term)?).collect();
        let mut made = Values::new(Vec::new());
        let Some((_, first)) = terms.first() else { return Ok(made) };
        for (key, value) in first.iter() {
            let parts = terms.iter().map(|(sign, values)| match values.get(key) {
                Some(part) if part.period == value.period => part.figure.map(|x| Some(sign * x)),
                // Flows over different lengths of time that end on one day are not added.
                Some(_) => Figure::missing(Status::NotApplicable),
                None => Figure::missing(Status::NotAvailable),
            });
            let from =
                (0..terms.len()).map(|place| Input::new(InputRole::Term(place), key.clone()));
            let origin = Origin::Computed(from.collect());
            made.insert(key.clone(), Value::of(value.period, Figure::sum(parts), origin));
        }
        Ok(made)
    }
}
