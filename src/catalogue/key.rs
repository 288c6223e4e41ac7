//! Fair-share keys: by what the whole is to be divided.

use crate::domain::Id;
use serde::Deserialize;

/// A rule that gives every area its fair share of a whole.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// Name of the file.
    pub id: Id,
    /// Title for readers.
    pub title: String,
    /// What the key says, in one or two plain sentences.
    pub definition: String,
    /// The indicator by which the whole is divided: every area's fair share is its share of the region's total.
    pub indicator: Id,
    /// Residents for each person at the limit: 200 means "no more than one in 200".
    pub cap_residents_per_person: Option<u64>,
    /// The count that the limit is about; other measures have no limit unless one is asked for.
    pub cap_of: Option<Id>,
    /// How whole places are apportioned.
    pub rounding: String,
    /// Who says so, and where.
    pub reference: String,
    /// What must be known before it is used.
    #[serde(default)]
    pub caveats: Vec<String>,
}
