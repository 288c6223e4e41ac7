//! Between which areas figures may be compared.

use serde::Deserialize;

/// A publisher's statement on comparing a measure between areas.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparable {
    /// Between which areas.
    pub between: Between,
    /// Why no others, as the continuation of a sentence.
    pub reason: String,
    /// Where the publisher states it.
    pub reference: String,
}

/// The areas between which figures may be compared, the widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Between {
    /// Areas of one nation alone: another counts by rules of its own.
    WithinNation,
    /// No two areas.
    None,
}
