//! The outcome of a check or a doubt, with its numbers and the figures that it concerns.
//!
//! Belongs here: the outcome as a value. Does not belong here: how it is determined (`checks`,
//! `whole`), and its effect on the figures (`doubts`).

use crate::domain::{Error, Id, error_codes};
use crate::table::Row;
use polars::prelude::PlSmallStr;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// What a check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The check.
    pub check: CheckName,
    /// The result of the check.
    pub finding: Finding,
    /// The numbers: how much was compared, the largest difference and where.
    pub detail: String,
    /// The first failure, if a user must review it.
    pub error: Option<Error>,
    /// The dataset that could not be read in addition to the one with this outcome, if the outcome
    /// is about that.
    pub unread: Option<Id>,
    /// The figures that the failures concern.
    pub(super) concerned: Affected,
    /// The number of comparisons, and the number that differ.
    pub(super) tally: [usize; 2],
}

impl Outcome {
    /// The number of sums that differ; 0 if the check is not about sums.
    pub(super) fn sums_that_differ(&self) -> usize {
        let is_sum =
            self.error.as_ref().is_some_and(|error| error.code() == error_codes::TOTAL_DIFFERS);
        if is_sum { self.tally[1] } else { 0 }
    }

    /// The number of comparisons that agree.
    pub(super) fn sums_that_agree(&self) -> usize {
        self.tally[0].saturating_sub(self.tally[1])
    }

    /// The same outcome, concerning also the figures in these cells.
    pub fn about(mut self, cells: impl IntoIterator<Item = PlSmallStr>) -> Self {
        self.concerned.cells.extend(cells);
        self
    }

    /// An outcome that concerns no particular figure.
    pub fn new(check: CheckName, finding: Finding, detail: String, error: Option<Error>) -> Self {
        Self {
            check,
            finding,
            detail,
            error,
            unread: None,
            concerned: Affected::default(),
            tally: [0, 0],
        }
    }
}

/// The name of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckName {
    /// A check of every dataset, such as `coverage`.
    BuiltIn(&'static str),
    /// A check that the definition of the dataset declares.
    Declared(Id),
    /// A correction of the dataset.
    Correction(Id),
    /// The reading of rows, by the code of the doubt.
    ReadingRows(&'static str),
    /// The reading of a dataset.
    ReadingDataset(Id),
}

impl CheckName {
    /// True for a check that the definition of a dataset declares with this id.
    pub(super) fn is_declared(&self, id: &Id) -> bool {
        matches!(self, Self::Declared(declared) if declared == id)
    }
}

impl std::fmt::Display for CheckName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::BuiltIn(name) => f.write_str(name),
            Self::Declared(id) => write!(f, "{id}"),
            Self::Correction(id) => write!(f, "correction {id}"),
            Self::ReadingRows(code) => write!(f, "reading {code}"),
            Self::ReadingDataset(id) => write!(f, "reading {id}"),
        }
    }
}

/// The result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// All comparisons are as expected.
    Overlap,
    /// At least one comparison is not as expected.
    Differs,
    /// The edition has no data for the check, so there is no result.
    NothingToCompare,
}

impl Finding {
    /// The printed word.
    pub fn as_str(self) -> &'static str {
        match self {
            Finding::Overlap => "holds",
            Finding::Differs => "differs",
            Finding::NothingToCompare => "nothing-to-compare",
        }
    }
}

/// The figures that a failed check concerns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Affected {
    /// The cells of figures that exist: they are *unreliable*.
    pub(super) cells: BTreeSet<PlSmallStr>,
    /// Figures that are missing but should exist: they are *not available*.
    pub(super) absent: Vec<Row>,
}
