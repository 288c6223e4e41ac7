//! How something of a store was found.
//!
//! Belongs here: conditions and their words. Does not belong here: finding them (`verify`).

use schemars::JsonSchema;
use serde::Serialize;

/// The state in which something of a store was found, or was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// As it was written.
    Sound,
    /// It was not, and has been put right.
    Repaired,
    /// Bytes that no edition needs; they do no harm.
    Unlisted,
    /// A table that was shaped by other definitions than today's; it is not read.
    OutOfDate,
    /// Its bytes are not there.
    Missing,
    /// Its bytes are not those that were written.
    Damaged,
    /// A newer version of the program has written it.
    Newer,
}

impl Condition {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::Repaired => "repaired",
            Self::Unlisted => "unlisted",
            Self::OutOfDate => "out-of-date",
            Self::Missing => "missing",
            Self::Damaged => "damaged",
            Self::Newer => "newer",
        }
    }

    /// True where a person has something to do.
    pub fn is_trouble(self) -> bool {
        matches!(self, Self::Missing | Self::Damaged | Self::Newer)
    }
}

/// Something of a store, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Item {
    /// What it is.
    #[serde(rename = "item")]
    pub name: String,
    /// How it was found.
    #[serde(rename = "outcome")]
    pub condition: Condition,
    /// What is wrong with it, and what was done or is to be done.
    pub detail: String,
}

impl Item {
    /// Something as it was found.
    pub fn of(name: impl Into<String>, condition: Condition, detail: impl Into<String>) -> Self {
        Self { name: name.into(), condition, detail: detail.into() }
    }
}
