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
    /// The check.
    pub check: CheckName,
    /// How it ended.
    pub finding: Finding,
    /// The numbers: how much was compared, the largest difference and where.
    pub detail: String,
    /// The first failure, where it is one for which a person must look.
    pub error: Option<Error>,
    /// The dataset that could not be read beside the one whose outcome this is, where it is about
    /// that.
    pub unread: Option<Id>,
    /// The figures that the failures concern.
    pub(super) concerned: Affected,
    /// How many comparisons there were, and how many differ.
    pub(super) tally: [usize; 2],
}

impl Outcome {
    /// How many sums differ; none where the check is not one of sums.
    pub(super) fn sums_that_differ(&self) -> usize {
        let is_sum =
            self.error.as_ref().is_some_and(|error| error.code() == error_codes::TOTAL_DIFFERS);
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

/// What a check is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckName {
    /// A check of every dataset, such as `coverage`.
    BuiltIn(&'static str),
    /// A check that the definition of the dataset declares.
    Declared(Id),
    /// A correction of the dataset.
    Correction(Id),
    /// The reading of rows, by the code of what is doubtful in them.
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

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Finding {
    /// Everything compared is as it should be.
    Overlap,
    /// Something is not.
    Differs,
    /// The edition has nothing that the check is about, so it says nothing.
    NothingToCompare,
}

impl Finding {
    /// The word that is printed.
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
    /// The cells of figures that are there: they are *unreliable*.
    pub(super) cells: BTreeSet<PlSmallStr>,
    /// Figures that are not there and should be: they are *not available*.
    pub(super) absent: Vec<Row>,
}
