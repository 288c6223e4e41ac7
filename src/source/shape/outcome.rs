//! What a check or a doubt comes to: how it ended, with its numbers and the figures that it
//! concerns.
//!
//! Belongs here: the outcome as a value. Does not belong here: how it is found (`checks`,
//! `whole`), what is made of the figures (`doubts`).

use crate::domain::{Error, Id, error_codes};
use crate::table::Row;
use polars::prelude::PlSmallStr;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// What a check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Name of the check: built in (`coverage`), declared, or `correction` with its name.
    pub check: String,
    /// How it ended.
    pub finding: Finding,
    /// The numbers: how much was compared, the largest difference and where.
    pub detail: String,
    /// The first failure, where it is one for which a person must look.
    pub error: Option<Error>,
    /// The dataset that could not be read beside the one whose outcome this is, where it is about that.
    pub unread: Option<Id>,
    /// The figures that the failures concern.
    pub(super) concerned: Concerned,
    /// How many comparisons there were, and how many differ.
    pub(super) tally: [usize; 2],
}

impl Outcome {
    /// How many sums differ; none where the check is not one of sums.
    pub(super) fn sums_that_differ(&self) -> usize {
        let is_sum = self.error.as_ref().is_some_and(|error| error.code() == error_codes::TOTAL_DIFFERS);
        if is_sum { self.tally[1] } else { 0 }
    }

    /// How many comparisons agree.
    pub(super) fn sums_that_agree(&self) -> usize {
        self.tally[0].saturating_sub(self.tally[1])
    }

    /// The same, concerning the figures in these cells.
    pub fn about(mut self, cells: impl IntoIterator<Item = PlSmallStr>) -> Self {
        self.concerned.cells.extend(cells);
        self
    }

    /// An outcome that concerns no figure by itself.
    pub fn new(check: String, finding: Finding, detail: String, error: Option<Error>) -> Self {
        Self { check, finding, detail, error, unread: None, concerned: Concerned::default(), tally: [0, 0] }
    }
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// Everything compared is as it should be.
    Holds,
    /// Something is not.
    Differs,
    /// The edition has nothing that the check is about, so it says nothing.
    NothingToCompare,
}

impl Finding {
    /// The word that is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Finding::Holds => "holds",
            Finding::Differs => "differs",
            Finding::NothingToCompare => "nothing-to-compare",
        }
    }
}

/// The figures that a failed check concerns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Concerned {
    /// The cells of figures that are there: they are *unreliable*.
    pub(super) cells: BTreeSet<PlSmallStr>,
    /// Figures that are not there and should be: they are *not available*.
    pub(super) absent: Vec<Row>,
}
