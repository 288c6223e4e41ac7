//! The inputs of methods that compare days.

use crate::domain::{Date, Id, date_serde};
use serde::Deserialize;
use std::num::NonZeroU32;

/// The inputs of `change`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The figures.
    pub of: Id,
    /// How many quarters back it looks.
    pub quarters: NonZeroU32,
}

/// The inputs of `percentage-change`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PercentageChange {
    /// The figures.
    pub of: Id,
    /// How many quarters back it looks.
    pub quarters: NonZeroU32,
}

/// The inputs of `index-number`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexNumber {
    /// The figures.
    pub of: Id,
    /// The last day of the period that is 100.
    #[serde(deserialize_with = "date_serde::one")]
    pub base: Date,
}

/// The inputs of `growth-rate`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrowthRate {
    /// The figures.
    pub of: Id,
    /// How many quarters back it looks.
    pub quarters: NonZeroU32,
}

/// The inputs of `rolling-year`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RollingYear {
    /// A flow by quarter.
    pub of: Id,
}

/// The inputs of `path-to-zero`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathToZero {
    /// The people who are to be none.
    pub of: Id,
    /// The year by whose end the target is to be met.
    pub target_year: i16,
}
