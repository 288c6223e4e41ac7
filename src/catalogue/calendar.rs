//! Policy dates, targets, meetings of boards, whom to ask.

use crate::domain::{Date, Error, Id, Result, error_codes, parse_publication_date};
use serde::Deserialize;

/// `calendar.toml`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Dates from which people were treated otherwise than before.
    #[serde(default, rename = "policy")]
    pub policies: Vec<Policy>,
    /// Days by which something is to be reached.
    #[serde(default, rename = "target")]
    pub targets: Vec<Target>,
}

/// A day by which something is to be reached.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its name.
    pub id: Id,
    /// The day, such as `2029-09-30`.
    pub date: String,
    /// What ends or begins, in a sentence.
    pub note: String,
    /// Where it is said.
    pub reference: String,
    /// The indicators it is about.
    pub indicators: Vec<Id>,
}

/// `contact.toml`: whom readers of a pack may ask where their Partnership has no contact of its own.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name and address, one line.
    pub contact: String,
}

/// A meeting of the board, since which changes can be told.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// The day, such as `2015-11-18`.
    pub date: String,
    /// Where it is said.
    pub reference: String,
}

impl Meeting {
    /// The day of it.
    pub fn day(&self) -> Option<Date> {
        parse_publication_date(&self.date)
    }
}

impl Calendar {
    /// The day of a target. Errors with `F202` for one that is not declared, `F204` for one without a day.
    pub fn target(&self, id: &str) -> Result<Date> {
        let wrong = |code| Error::new(code, "looking for a target").in_file("calendar.toml").at_key(id);
        let target = self.targets.iter().find(|target| target.id.as_str() == id);
        let target = target.ok_or_else(|| wrong(error_codes::REFERENCE_DANGLING))?;
        parse_publication_date(&target.date).ok_or_else(|| {
            wrong(error_codes::DEFINITION_WRONG).found(&target.date).expected("a day such as 2029-09-30")
        })
    }

    /// The policies that touch an indicator, in the order of the file.
    pub fn policies_of<'a>(&'a self, indicator: &'a Id) -> impl Iterator<Item = &'a Policy> {
        self.policies.iter().filter(move |policy| policy.indicators.contains(indicator))
    }
}

/// A date from which people were treated otherwise than before: figures stay comparable, and what they measure may move.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The first day, such as `2024-12-09`.
    pub date: String,
    /// A few words for the chart.
    pub label: String,
    /// What changed, in a sentence for notes.
    pub note: String,
    /// Where it is said.
    pub reference: String,
    /// The indicators it touches.
    pub indicators: Vec<Id>,
}

impl Policy {
    /// The first day of it.
    pub fn begins(&self) -> Option<Date> {
        parse_publication_date(&self.date)
    }
}
