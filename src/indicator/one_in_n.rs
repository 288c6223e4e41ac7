//! "1 in N": the form in which limits are stated and remembered.

use super::rate::per_resident;
use super::{Inputs, Method, Need, Values};
use crate::demography::rates;
use crate::domain::Result;

/// # What it measures
/// For how many residents there is one person counted: the N of "1 in N".
///
/// # Formula
/// `N_i = P_i / A_i`, with `P` residents and `A` people counted.
///
/// # Inputs and units
/// `of`: people. `per`: residents. Result: residents for each person; printed as a whole number.
///
/// # Missing and suppressed
/// Nobody counted gives *not applicable* (`[z]`), never a large number. Missing stays missing.
///
/// # When not to use it
/// To average or to rank: a smaller N is a higher rate. Use the rate per 10,000 for both.
///
/// # References
/// House of Commons Home Affairs Committee, HC 637 (2016-17), paragraph 34: "one asylum seeker per 200 residents".
pub struct OneInN;

impl Method for OneInN {
    fn id(&self) -> &'static str {
        "one-in-n"
    }

    fn formula(&self) -> &'static str {
        "N_i = P_i / A_i"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn needs(&self) -> &'static [Need] {
        &[Need::Of, Need::Per]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        per_resident(inputs, |people, residents| rates::per_resident(residents, people, 1.0))
    }
}
