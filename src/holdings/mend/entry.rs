//! One missing definition: the proposal for it, and the evidence for the proposal.

use super::alternative::Alternative;
use super::alternatives;
use crate::domain::{Field, MissingDefinition, counted};

/// The most rivals that are named.
const NAMED: usize = 3;

/// One missing definition, with its possible meanings.
pub(crate) struct Entry {
    pub lack: MissingDefinition,
    pub alternatives: Vec<Alternative>,
    pub chosen: usize,
    pub support: Support,
}

/// The published totals that support a proposal.
#[derive(Clone, Copy)]
pub(crate) enum Sums {
    /// The number of totals that are correct only with the proposal.
    NeedIt(usize),
    /// The number of totals that are correct: a skipped column changes none of them.
    Hold(usize),
}

/// The evidence for a proposal, and against it.
pub(crate) struct Support {
    pub sums: Sums,
    /// What else fits as well, in a few words each.
    pub rivals: Vec<String>,
    /// Why no sum can prove it.
    pub against: Option<String>,
}

impl Default for Support {
    fn default() -> Self {
        Self { sums: Sums::NeedIt(0), rivals: Vec::new(), against: None }
    }
}

impl Entry {
    pub(super) fn is_proved(&self) -> bool {
        let (Sums::NeedIt(sums) | Sums::Hold(sums)) = self.support.sums;
        sums > 0 && self.support.rivals.is_empty() && self.support.against.is_none()
    }

    /// True where sums of the publication prove it, or a user has confirmed it.
    pub(super) fn is_known(&self) -> bool {
        self.is_proved() || matches!(self.lack, MissingDefinition::Day { .. })
    }

    pub(super) fn alternative(&self) -> &Alternative {
        &self.alternatives[self.chosen]
    }

    pub(super) fn note(&self) -> String {
        let (kind, found) = alternatives::described(&self.lack);
        format!("{kind} {found:?}: {}; {}", self.alternative().proposed, self.proof())
    }

    pub(super) fn proof(&self) -> String {
        if matches!(self.lack, MissingDefinition::Day { .. }) {
            return format!("given with {}", Field::AsAt);
        }
        let Support { sums, rivals, against } = &self.support;
        let totals = |count: usize| counted(count, "published total", "published totals");
        let (confirmed, joint) = match sums {
            Sums::NeedIt(0) => ("no published total confirms it".to_owned(), ", and "),
            Sums::NeedIt(count) if self.is_proved() => {
                return format!("{} hold only with it", totals(*count));
            }
            Sums::NeedIt(count) => (format!("{} hold with it", totals(*count)), ", but "),
            Sums::Hold(count) if self.is_proved() => {
                return format!(
                    "no measure of the dataset is missing without it, and {} hold",
                    totals(*count)
                );
            }
            Sums::Hold(_) => ("no published total is about it".to_owned(), ", and "),
        };
        let others = (!rivals.is_empty()).then(|| fit_as_well(rivals));
        let doubts: Vec<&str> = against.iter().chain(&others).map(String::as_str).collect();
        let doubts =
            if doubts.is_empty() { String::new() } else { format!("{joint}{}", doubts.join("; ")) };
        format!("{confirmed}{doubts}: check the publisher's notes")
    }
}

/// The rivals of a proposal in words.
fn fit_as_well(rivals: &[String]) -> String {
    let verb = if rivals.len() == 1 { "other proposal fits" } else { "other proposals fit" };
    let named = rivals.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = match rivals.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{} {verb} as well ({named}{more})", rivals.len())
}
