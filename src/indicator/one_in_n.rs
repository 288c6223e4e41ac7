//! "1 in N": the form in which limits are stated and remembered.
//!
//! # What it measures
//! The number of residents for each person counted: the N of "1 in N".
//!
//! # Formula
//! `N_i = P_i / A_i`, with `P` residents and `A` people counted.
//!
//! # Inputs and units
//! `of`: people. `per`: residents. Result: residents for each person; printed as a whole number.
//!
//! # Missing and suppressed
//! A count of zero gives *not applicable* (`[z]`), never a large number. Missing stays missing.
//!
//! # When not to use it
//! To average or to rank: a smaller N is a higher rate. Use the rate per 10,000 for both.
//!
//! # References
//! House of Commons Home Affairs Committee, HC 637 (2016-17), paragraph 34: "one asylum seeker per
//! 200 residents".

use super::rate::Quotient;
use super::{Compute, Inputs, Values};
use crate::catalogue::method::OneInN;
use crate::demography::rates;
use crate::domain::Result;

impl Compute for OneInN {
    fn formula(&self) -> &'static str {
        "N_i = P_i / A_i"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn per_at_end(&self) -> bool {
        self.per_at_end
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let quotient = Quotient::new(inputs, &self.of, &self.per, (self.over, self.per_at_end))?;
        Ok(quotient.of_each(|people, residents| rates::per_resident(residents, people, 1.0)))
    }
}
