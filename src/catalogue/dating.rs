//! Figures that a publication prints without their day, and how the day is found.
//!
//! Belongs here: what a definition says of it. Does not belong here: whether what it names exists
//! (`link_dataset`), the comparison (`holdings::dating`).

use crate::domain::Id;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A measure that is printed without its day, such as the residents beside a count of people: its
/// day is that of known figures which are the same, else it is not known and nothing is computed
/// from it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dating {
    /// The measure as it is printed, as at the day of the table.
    pub undated: Id,
    /// The measure that it is once its day is known.
    pub dated: Id,
    /// The figures that it is compared with.
    pub known: Vec<KnownFigures>,
}

/// Figures whose day is known.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownFigures {
    /// Their dataset, every edition of it; of the dataset itself the bundled ones.
    pub dataset: Id,
    /// Their measure.
    pub measure: Id,
    /// Dimensions held at one code.
    #[serde(default)]
    pub fixed: BTreeMap<Id, String>,
}
