//! Where and from when a rule applies: a grant, a limit, a threshold, a goal.
//!
//! Belongs here: the declaration, and whether its days are days. Does not belong here: which area lies in which, which geography knows.

use super::reference_check::wrong;
use crate::domain::{AreaCode, Date, Result, error_codes, parse_publication_date};
use serde::Deserialize;

/// Where and from when a rule applies, `[applies]` of what states the rule.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Applies {
    /// The nations or regions, by code; the rule applies to them and to everything in them.
    pub areas: Vec<String>,
    /// The first day, such as `2022-08-31`; absent where it has applied for as long as figures are published.
    pub from: Option<String>,
    /// The last day; absent while it applies.
    pub until: Option<String>,
    /// Where that is said.
    pub reference: String,
}

impl Applies {
    /// The nations or regions, as codes; none where one of them is no code.
    pub fn codes(&self) -> Vec<AreaCode> {
        self.areas.iter().map(|code| AreaCode::new(code)).collect::<Result<_>>().unwrap_or_default()
    }

    /// The first day.
    pub fn begins(&self) -> Option<Date> {
        self.from.as_deref().and_then(parse_publication_date)
    }

    /// The last day.
    pub fn ends(&self) -> Option<Date> {
        self.until.as_deref().and_then(parse_publication_date)
    }

    /// True on a day on which the rule applies.
    pub fn is_in_force(&self, day: Date) -> bool {
        self.begins().is_none_or(|begins| begins <= day) && self.ends().is_none_or(|ends| day <= ends)
    }
}

/// Checks where and from when a rule applies. Errors with `F204` for areas that are no codes, days that are no days, and none at all.
pub(super) fn check(applies: &Applies) -> Result<()> {
    if applies.codes().is_empty() {
        return Err(wrong(error_codes::DEFINITION_WRONG, "applies.areas", format!("{:?}", applies.areas))
            .expected("codes of nations or regions, such as [\"E92000001\"]"));
    }
    let named = [("applies.from", &applies.from, applies.begins()), ("applies.until", &applies.until, applies.ends())];
    if let Some((key, text, _)) = named.into_iter().find(|(_, text, day)| text.is_some() && day.is_none()) {
        return Err(wrong(error_codes::DEFINITION_WRONG, key, format!("{text:?}")).expected("a day such as 2022-08-31"));
    }
    match (applies.begins(), applies.ends()) {
        (Some(begins), Some(ends)) if ends < begins => {
            Err(wrong(error_codes::DEFINITION_WRONG, "applies.until", format!("{ends}, before {begins}"))
                .expected("a day on or after the first"))
        }
        _ => Ok(()),
    }
}
