//! Concentration: whether people live in the areas that rank high by a measure, such as
//! deprivation.
//!
//! # What it measures
//! Whether the authorities of a region that rank high by a measure have more people than their
//! residents explain.
//!
//! # Formula
//! `C = (2/μ) Σ p_i (r_i − μ)(R_i − ½)`: `r` people for each resident, `μ` the rate of all areas,
//! `p` the shares of residents, `R` the fractional rank by the order.
//!
//! # Inputs and units
//! `of`: people, by authority. `per`: residents. `by`: the measure that gives the order, lowest
//! first. Residents and order are of the newest day that all authorities have. Result: for regions
//! and nations, −1 to 1. Positive when areas with a high `by` have high rates, 0 when the rates
//! favour neither end.
//!
//! # Missing and suppressed
//! An authority with any of the three missing makes the index missing for its reason. The index
//! therefore has no value where the order is not published for the authorities in force, as when
//! some have merged since.
//!
//! # When not to use it
//! To claim that the one follows from the other: both may follow from rents. With a rank for an
//! order: rank 1 is the most deprived, so the sign is reversed.
//!
//! # References
//! Kakwani, N., Wagstaff, A. and van Doorslaer, E. (1997), Journal of Econometrics 77(1), 87-103.

use super::system::{Columns, System, index};
use super::{Compute, InputRole, Inputs, Values};
use crate::catalogue::method::Concentration;
use crate::demography::inequality::concentration_index;
use crate::domain::Result;

impl Compute for Concentration {
    fn formula(&self) -> &'static str {
        "C = (2 / mu) * sum p_i (r_i - mu) (R_i - 1/2)"
    }

    fn is_of_wider_areas(&self) -> bool {
        true
    }

    fn per_at_end(&self) -> bool {
        self.per_at_end
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let (residents, order) = (inputs.values(&self.per)?, inputs.values(&self.by)?);
        let columns = Columns {
            of: inputs.values(&self.of)?,
            others: [(InputRole::Per, residents), (InputRole::By, order)],
            at_end: self.per_at_end,
        };
        let formula = |_: &System, people: &[f64], [residents, order]: [&[f64]; 2]| {
            concentration_index(people, residents, order)
        };
        Ok(index(inputs, &columns, formula))
    }
}
