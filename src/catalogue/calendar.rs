//! Policy dates, targets, meetings of boards, contacts.

use crate::domain::date_serde;
use crate::domain::{Date, Error, Id, Result, error_codes};
use serde::Deserialize;

/// `calendar.toml`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Dates from which people were treated differently.
    #[serde(default, rename = "policy")]
    pub policies: Vec<Policy>,
    /// Days by which a goal is to be met.
    #[serde(default, rename = "target")]
    pub targets: Vec<Target>,
}

/// A day by which a goal is to be met.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its name.
    pub id: Id,
    /// The day, such as `2029-09-30`.
    #[serde(deserialize_with = "date_serde::one")]
    pub date: Date,
    /// What ends or begins, in a sentence.
    pub note: String,
    /// The source of the date.
    pub reference: String,
    /// The indicators it is about.
    pub indicators: Vec<Id>,
}

/// `contact.toml`: the contact for readers of a pack whose Partnership has no contact of its own.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name and address, one line.
    pub contact: String,
}

/// A meeting of the board, since which changes can be reported.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// The day, such as `2015-11-18`.
    #[serde(deserialize_with = "date_serde::one")]
    pub date: Date,
    /// The source of the date.
    pub reference: String,
}

impl Calendar {
    /// The day of a target. Errors with `F202` for one that is not declared.
    pub fn target(&self, id: &str) -> Result<Date> {
        let target = self.targets.iter().find(|target| target.id.as_str() == id);
        target.map(|target| target.date).ok_or_else(|| {
            Error::new(error_codes::REFERENCE_DANGLING, "looking for a target")
                .in_file("calendar.toml")
                .at_key(id)
        })
    }

    /// The policies that touch an indicator, in the order of the file.
    pub fn policies_of<'a>(&'a self, indicator: &'a Id) -> impl Iterator<Item = &'a Policy> {
        self.policies.iter().filter(move |policy| policy.indicators.contains(indicator))
    }
}

/// A date from which people were treated differently: figures stay comparable, and what they
/// measure may change.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The first day, such as `2024-12-09`.
    #[serde(deserialize_with = "date_serde::one")]
    pub date: Date,
    /// A few words for the chart.
    pub label: String,
    /// What changed, in a sentence for notes.
    pub note: String,
    /// The source of the target.
    pub reference: String,
    /// The indicators it touches.
    pub indicators: Vec<Id>,
}
