//! What is missing from a definition when a file cannot be read.
//!
//! Belongs here: each kind of missing definition, with what a user would add. Does not belong here:
//! the error that carries it (`error`), and the proposals based on it.

use super::Id;

/// What is missing from a dataset's definition when a file cannot be read. `fairshares mend` bases
/// its proposals on it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingDefinition {
    /// Headers: the ids of missing columns, and the texts of unknown columns.
    Headers {
        /// The dataset.
        dataset: Id,
        /// Ids of columns.
        missing: Vec<String>,
        /// Headers as printed.
        unknown: Vec<String>,
    },
    /// A label that is missing from a codelist.
    Label {
        /// The dataset.
        dataset: Id,
        /// The codelist.
        codelist: Id,
        /// The label as printed.
        text: String,
    },
    /// An area, by the printed code and name.
    Area {
        /// The dataset.
        dataset: Id,
        /// The code, where there is a column of codes.
        code: Option<String>,
        /// The name, where there is a column of names.
        name: Option<String>,
    },
    /// A sheet with one of these names.
    Sheet {
        /// The dataset.
        dataset: Id,
        /// The names that the sheet has had.
        names: Vec<String>,
        /// The sheets of the file.
        held: Vec<String>,
    },
    /// A text of a column whose definition lists all possible texts.
    Text {
        /// The dataset.
        dataset: Id,
        /// The id of the column.
        column: String,
        /// The text as printed.
        text: String,
    },
    /// The day that the file refers to.
    Day {
        /// The dataset.
        dataset: Id,
    },
}

impl MissingDefinition {
    /// The dataset whose definition is incomplete.
    pub fn dataset(&self) -> &Id {
        match self {
            Self::Headers { dataset, .. }
            | Self::Label { dataset, .. }
            | Self::Area { dataset, .. }
            | Self::Sheet { dataset, .. }
            | Self::Text { dataset, .. }
            | Self::Day { dataset } => dataset,
        }
    }
}
