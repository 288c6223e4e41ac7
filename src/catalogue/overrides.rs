//! Entries of wordings that a dataset keeps as they are: areas as they are printed, days of
//! files.
//!
//! Belongs here: the two entries, and how the text of an area is composed. Does not belong here:
//! the file that contains them, and entries that change a dataset (`wording`).

use crate::domain::date_serde;
use crate::domain::{AreaCode, Date, Sha256};
use serde::{Deserialize, Serialize};

/// An area as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AreaWording {
    /// Code and name as printed, with a space between them; one alone where a row has no more.
    pub text: String,
    /// The code of the area.
    pub code: AreaCode,
    /// The evidence for it.
    pub proof: Option<String>,
}

/// The printed text for an area, as in an [`AreaWording`]: code and name, whichever are there.
pub fn printed_area(code: Option<&str>, name: Option<&str>) -> String {
    let printed = [code, name].into_iter().flatten().map(str::trim).filter(|text| !text.is_empty());
    printed.collect::<Vec<_>>().join(" ")
}

/// The day of a file that does not contain it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FileDate {
    /// sha256 of the file.
    pub sha256: Sha256,
    /// The day that it is as at, or the last of the period that its flows are of.
    #[serde(deserialize_with = "date_serde::one")]
    pub as_at: Date,
    /// The evidence for it.
    pub proof: Option<String>,
}
