//! Residual: what published components leave of a population's change.
//!
//! # What it measures
//! The change of a population that some of its components do not account for. With births and
//! deaths alone it is net migration by the residual method. With all published components it is the
//! amount by which they fail to add up.
//!
//! # Formula
//! `R_i = (P_i(t) − P_i(t₀)) − Σ ± C_ij`, with `C` the components over the period from `t₀` to `t`.
//!
//! # Inputs and units
//! `per`: the population, on the days before and on which the period ends. `term`: one component or
//! more, `minus = true` for components that are subtracted. Result: people over the period.
//!
//! # Missing and suppressed
//! A missing population or component gives missing out for its reason; a period without a stored
//! population before its first day has no value. Populations and components are of one edition, the
//! newest that has them all; where no edition has, *not available*.
//!
//! # When not to use it
//! As migration where the publication has
//! *other changes*, of prisoners, the armed forces or boundaries: they are in it.
//!
//! # References
//! Preston, S. H., Heuveline, P. and Guillot, M. (2001), Demography, chapter 1; United Nations
//! (1970), Manual VI, chapter II.

use super::values::editions::on_two_days;
use super::{Compute, Input, InputRole, Inputs, Key, Value, Values};
use crate::catalogue::method::Residual;
use crate::demography::change::difference;
use crate::domain::{Result, Status};
use crate::table::Figure;

impl Compute for Residual {
    fn formula(&self) -> &'static str {
        "R_i = P_i(t) - P_i(t0) - sum of +- C_ij"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let population = inputs.values(&self.per)?;
        let terms = inputs.terms(&self.term)?;
        let signs: Vec<f64> =
            self.term.iter().map(|term| if term.minus { 1.0 } else { -1.0 }).collect();
        let mut made = Values::new(Vec::new());
        let Some(first) = terms.first() else { return Ok(made) };
        for (key, value) in first.iter() {
            // Workbooks of a census year count from census day itself, others from the day after a
            // mid-year.
            let days = [value.period.start.yesterday().ok(), Some(value.period.start)];
            let starts = days.into_iter().flatten().map(|end| Key { end, ..key.clone() });
            let Some(start) = starts.into_iter().find(|start| population.get(start).is_some())
            else {
                continue;
            };
            let held = || {
                terms
                    .iter()
                    .map(|values| values.get(key).filter(|held| held.period == value.period))
            };
            let components = signs.iter().zip(held()).map(|(sign, held)| {
                held.map_or(Figure::missing(Status::NotAvailable), |held| {
                    held.figure.map(|people| Some(sign * people))
                })
            });
            // The population of the edition that the components are of.
            let source = |population_of: &Value| population.source_of(population_of);
            let of_terms =
                || terms.iter().zip(held()).filter_map(|(values, held)| values.source_of(held?));
            let fits = |value: &Value| {
                source(value).is_none_or(|one| of_terms().all(|of| one.is_comparable_with(of)))
            };
            let left =
                |from, to| Figure::sum(std::iter::once(difference(from, to)).chain(components));
            let mut residual = on_two_days(population, InputRole::Per, (&start, key), fits, left);
            let places =
                (0..signs.len()).map(|place| Input::new(InputRole::Term(place), key.clone()));
            residual.inputs.extend(places);
            made.insert_on_two_days(key.clone(), value.period, residual);
        }
        Ok(made)
    }
}
