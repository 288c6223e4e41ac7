//! Between which areas figures may be compared.

use serde::Deserialize;

/// A publisher's statement on comparing a measure between areas.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparable {
    /// The areas between which figures may be compared.
    pub between: Between,
    /// Why figures of other areas may not be compared, as the continuation of a sentence.
    pub reason: String,
    /// Where the publisher states it.
    pub reference: String,
}

/// The areas between which figures may be compared, the widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Between {
    /// Areas within one nation only: other nations count by different rules.
    WithinNation,
    /// No two areas.
    None,
}
