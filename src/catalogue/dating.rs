//! Figures that a publication prints without their day, and how the day is found.
//!
//! Belongs here: the declaration in a definition. Does not belong here: whether the names in it
//! exist (`link_dataset`), the comparison (`holdings::dating`).

use crate::domain::Id;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A measure that is printed without its day, such as the residents next to a count of people. Its
/// day is that of known figures which are the same; else the day is unknown and nothing is computed
/// from the measure.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dating {
    /// The measure as it is printed, as at the day of the table.
    pub undated: Id,
    /// The measure that it becomes once its day is known.
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
    /// Dimensions fixed at one code.
    #[serde(default)]
    pub fixed: BTreeMap<Id, String>,
}
