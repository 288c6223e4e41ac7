//! Use of a limit: how much of "no more than one in 200 residents" is taken up.
//!
//! # What it measures
//! People counted as a percentage of the most that a limit of one in `c` residents allows.
//!
//! # Formula
//! `u_i = 100 · A_i / (P_i / c)`, with `c` = 200.
//!
//! # Inputs and units
//! `of`: people. `per`: residents. Result: per cent; above 100 the limit is exceeded.
//!
//! # Missing and suppressed
//! Missing in either gives missing out; no residents gives *not applicable*.
//!
//! # Interval
//! Where rounding gives the count an interval, the use has one too.
//!
//! # When not to use it
//! For wards or constituencies: the limit was only ever stated for authorities, and it is advisory.
//!
//! # References
//! House of Commons Home Affairs Committee, HC 637 (2016-17), paragraph 34; London Councils, Member
//! Briefing: Asylum dispersal (2022), 0.5% threshold agreed by London Leaders.

use super::rate::Quotient;
use super::{Compute, Inputs, Values};
use crate::catalogue::method::CapUse;
use crate::demography::interval::Interval;
use crate::domain::Result;

impl Compute for CapUse {
    fn formula(&self) -> &'static str {
        "u_i = 100 * A_i / (P_i / c)"
    }

    fn needs_no_other_area(&self) -> bool {
        true
    }

    fn constants(&self) -> Vec<(&'static str, String)> {
        vec![("c", self.cap_residents_per_person.to_string())]
    }

    fn per_at_end(&self) -> bool {
        self.per_at_end
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a limit of one in so many residents is far below 2^52"
    )]
    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let cap = self.cap_residents_per_person.get() as f64;
        let quotient = Quotient::new(inputs, &self.of, &self.per, (self.over, self.per_at_end))?;
        let values = quotient.of_each(|people, residents| {
            (residents > 0.0).then(|| 100.0 * people * cap / residents)
        });
        let limits =
            |limits: Interval, residents| limits.map(|people| 100.0 * people * cap / residents);
        Ok(quotient.with_limits_of_counts(values, limits))
    }
}
