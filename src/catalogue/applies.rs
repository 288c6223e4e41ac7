//! Where and from when a rule applies: a grant, a limit, a threshold, a goal.
//!
//! Belongs here: the declaration, and whether its days are in order. Does not belong here: which
//! area contains which, which geography knows.

use super::reference_check::wrong;
use crate::domain::date_serde;
use crate::domain::{AreaCode, Date, Result, error_codes};
use serde::Deserialize;

/// Where and from when a rule applies, `[applies]` of what states the rule.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applies {
    /// The nations or regions, by code; the rule applies to them and to everything in them.
    pub areas: Vec<AreaCode>,
    /// The first day, such as `2022-08-31`; absent where it has applied for as long as figures are
    /// published.
    #[serde(default, deserialize_with = "date_serde::optional")]
    pub from: Option<Date>,
    /// The last day; absent while it applies.
    #[serde(default, deserialize_with = "date_serde::optional")]
    pub until: Option<Date>,
    /// The source of the rule.
    pub reference: String,
}

impl Applies {
    /// True on a day on which the rule applies.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// Checks where and from when a rule applies. Errors with `F204` for no area, and for a last day
/// before the first.
pub(super) fn check(applies: &Applies) -> Result<()> {
    if applies.areas.is_empty() {
        return Err(wrong(
            error_codes::DEFINITION_WRONG,
            "applies.areas",
            format!("{:?}", applies.areas),
        )
        .expected("codes of nations or regions, such as [\"E92000001\"]"));
    }
    match (applies.from, applies.until) {
        (Some(from), Some(until)) if until < from => Err(wrong(
            error_codes::DEFINITION_WRONG,
            "applies.until",
            format!("{until}, before {from}"),
        )
        .expected("a day on or after the first")),
        _ => Ok(()),
    }
}
