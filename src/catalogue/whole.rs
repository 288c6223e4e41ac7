//! What distinguishes a complete text file of a dataset from a truncated one, in addition to the
//! areas that its measures are published for.

use crate::domain::{AreaCode, Id};
use serde::Deserialize;

/// The contents of every complete text file of a dataset; truncated workbooks cannot be opened.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Whole {
    /// Authorities that a file may be without, by ONS code; of a region or nation all authorities
    /// or none.
    #[serde(default)]
    pub may_lack: Vec<AreaCode>,
    /// Areas above the authorities of which every file has a figure, by ONS code: those in its last
    /// rows.
    #[serde(default)]
    pub has: Vec<AreaCode>,
    /// The fewest days or periods of a file.
    #[serde(default)]
    pub days: usize,
    /// The fewest figures of a file, by how many days it is about.
    #[serde(default)]
    pub least: Vec<Least>,
    /// True where the publisher's last lines may have no end.
    #[serde(default)]
    pub open_end: bool,
}

/// How many figures a file has at least.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Least {
    /// The measure; all together when absent.
    pub measure: Option<Id>,
    /// Files with fewer days or periods, such as earlier editions of a series, are not checked.
    pub days: usize,
    /// The fewest figures.
    pub figures: usize,
}
