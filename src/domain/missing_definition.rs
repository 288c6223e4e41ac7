//! What a definition lacks to read a file.
//!
//! Belongs here: each kind of lack with what a person would add. Does not belong here: the error
//! that carries it (`error`), and the proposals that are made of it.

use super::Id;

/// What the definition of a dataset lacks to read a file: what `fairshares mend` makes its
/// proposals from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingDefinition {
    /// Headers: the ids of columns that are missing, and the texts of columns that are not known.
    Headers {
        /// The dataset.
        dataset: Id,
        /// Ids of columns.
        missing: Vec<String>,
        /// Headers as printed.
        unknown: Vec<String>,
    },
    /// A label of a codelist.
    Label {
        /// The dataset.
        dataset: Id,
        /// The codelist.
        codelist: Id,
        /// The label as printed.
        text: String,
    },
    /// An area by the code and name that are printed.
    Area {
        /// The dataset.
        dataset: Id,
        /// The code, where there is a column of codes.
        code: Option<String>,
        /// The name, where there is a column of names.
        name: Option<String>,
    },
    /// A sheet under one of these names.
    Sheet {
        /// The dataset.
        dataset: Id,
        /// The names it has had, and the sheets that the file has.
        names: Vec<String>,
        /// The sheets of the file.
        held: Vec<String>,
    },
    /// A text of a column that knows all of its texts.
    Text {
        /// The dataset.
        dataset: Id,
        /// The id of the column.
        column: String,
        /// The text as printed.
        text: String,
    },
    /// The day of the file.
    Day {
        /// The dataset.
        dataset: Id,
    },
}

impl MissingDefinition {
    /// The dataset whose definition lacks something.
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
