//! The inputs of methods that set a count against residents, another count or a wider area.

use super::{Over, Within};
use crate::demography::rates::Per;
use crate::domain::Id;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::num::NonZeroU64;

/// The inputs of `rate`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// The people or events counted.
    pub of: Id,
    /// The residents.
    pub per: Id,
    /// Per how many residents, as in the unit.
    pub multiplier: f64,
    /// The length of time that a flow is counted over.
    #[serde(default)]
    pub over: Over,
    /// True where the denominator is of the last day of the period itself; otherwise it is of the
    /// newest day that all areas have.
    #[serde(default)]
    pub per_at_end: bool,
}

/// The inputs of `one-in-n`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneInN {
    /// The people or events counted.
    pub of: Id,
    /// The residents.
    pub per: Id,
    /// The length of time that a flow is counted over.
    #[serde(default)]
    pub over: Over,
    /// True where the denominator is of the last day of the period itself; otherwise it is of the
    /// newest day that all areas have.
    #[serde(default)]
    pub per_at_end: bool,
}

/// The inputs of `proportion`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proportion {
    /// The part.
    pub of: Id,
    /// The total, of the same area and period.
    pub per: Id,
}

/// The inputs of `share-of-area`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareOfArea {
    /// The people counted.
    pub of: Id,
    /// The wider area.
    pub within: Within,
}

/// The inputs of `share-of-whole`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareOfTotal {
    /// The people counted, by category.
    pub of: Id,
}

/// The inputs of `location-quotient`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocationQuotient {
    /// The people counted.
    pub of: Id,
    /// The residents.
    pub per: Id,
    /// The wider area.
    pub within: Within,
}

/// The inputs of `proportionate-share`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProportionateShare {
    /// The people counted.
    pub of: Id,
    /// The residents.
    pub per: Id,
    /// The wider area.
    pub within: Within,
}

/// The inputs of `directly-standardised-rate`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DirectlyStandardisedRate {
    /// The people or events counted, by band of age.
    pub of: Id,
    /// The residents, by single year of age.
    pub per: Id,
    /// Per how many residents, as in the unit.
    #[serde(deserialize_with = "per_residents")]
    pub multiplier: Per,
}

/// The inputs of `standardised-ratio`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandardisedRatio {
    /// The people or events counted, by band of age.
    pub of: Id,
    /// The residents, by single year of age.
    pub per: Id,
    /// The wider area.
    pub within: Within,
}

/// The inputs of `cap-use`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapUse {
    /// The people counted.
    pub of: Id,
    /// The residents.
    pub per: Id,
    /// Residents for each person at the limit.
    pub cap_residents_per_person: NonZeroU64,
    /// The length of time that a flow is counted over.
    #[serde(default)]
    pub over: Over,
    /// True where the denominator is of the last day of the period itself; otherwise it is of the
    /// newest day that all areas have.
    #[serde(default)]
    pub per_at_end: bool,
}

/// The inputs of `headroom`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Headroom {
    /// The people counted.
    pub of: Id,
    /// The residents.
    pub per: Id,
    /// Residents for each person at the limit.
    pub cap_residents_per_person: NonZeroU64,
    /// The length of time that a flow is counted over.
    #[serde(default)]
    pub over: Over,
    /// True where the denominator is of the last day of the period itself; otherwise it is of the
    /// newest day that all areas have.
    #[serde(default)]
    pub per_at_end: bool,
}

/// The inputs of `gap`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// The people who are reached.
    pub of: Id,
    /// The people in need.
    pub per: Id,
}

fn per_residents<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Per, D::Error> {
    let multiplier = f64::deserialize(deserializer)?;
    let per = Per::ALL.into_iter().find(|per| per.multiplier() == multiplier);
    per.ok_or_else(|| {
        D::Error::custom(format!("{multiplier}, expected one of 100, 1000, 10000 and 100000"))
    })
}
