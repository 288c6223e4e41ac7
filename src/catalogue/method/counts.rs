//! The inputs of methods that read publications, or that put counts together.

use super::super::regional_text::TextByRegion;
use super::super::tagged::at_least;
use crate::domain::{AreaLevel, Id};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The inputs of `count`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// The datasets that it can be read from, the preferred one first.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub source: Vec<Source>,
    /// Which source gives a figure that several have.
    #[serde(default)]
    pub prefer: Prefer,
}

/// The inputs of `published`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The datasets that it can be read from, the preferred one first.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub source: Vec<Source>,
    /// Which source gives a figure that several have.
    #[serde(default)]
    pub prefer: Prefer,
    /// The residents by whom the means of merged authorities are weighted.
    pub weighted_by: Option<Id>,
}

/// The inputs of `total`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// The terms that are added and subtracted.
    #[serde(deserialize_with = "at_least::<_, _, 2>")]
    pub term: Vec<Term>,
}

/// The inputs of `continued`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Continued {
    /// The series, the preferred one first.
    #[serde(deserialize_with = "at_least::<_, _, 2>")]
    pub term: Vec<Term>,
}

/// The inputs of `residual`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Residual {
    /// The population whose change is explained.
    pub per: Id,
    /// The components of its change.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub term: Vec<Term>,
}

/// The parameters of `not-published`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotPublished {
    /// How much of it is published.
    pub availability: Availability,
    /// Why it cannot be computed by authority.
    pub reason: TextByRegion,
}

/// How much of an indicator is published, where it cannot be computed by authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Availability {
    /// Published for London or the United Kingdom, and not by authority.
    NotByAuthority,
    /// Published by authority, in a table that is not read yet.
    NotRead,
    /// Published nowhere.
    NoSource,
}

impl Availability {
    /// The text for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotByAuthority => "not published by authority",
            Self::NotRead => "published, not read yet",
            Self::NoSource => "no published source",
        }
    }
}

/// A term of a sum of indicators.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The indicator.
    pub indicator: Id,
    /// True when it is subtracted.
    #[serde(default)]
    pub minus: bool,
}

/// Which of several sources gives a figure that several have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prefer {
    /// The one with the newest edition, because it has the publisher's revisions; in a tie the
    /// first named.
    #[default]
    NewestEdition,
    /// The first named, because the others only repeat its figures.
    FirstNamed,
}

/// Where a count can be read.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The dataset.
    pub dataset: Id,
    /// The measure in it.
    pub measure: Id,
    /// Dimensions fixed at one code, such as `pathway = "asylum"`.
    #[serde(default)]
    pub fixed: BTreeMap<Id, String>,
    /// Dimensions of single years of age summed from one age to another, such as `age = [0, 15]`;
    /// an open age group counts as the age at which it begins.
    #[serde(default)]
    pub between: BTreeMap<Id, [u8; 2]>,
    /// What the publisher rounds figures to: the true count is then within half of that.
    pub rounded_to: Option<u32>,
    /// The levels of area whose figures are rounded, where others are exact; all when empty.
    #[serde(default)]
    pub rounded_levels: Vec<AreaLevel>,
    /// True where editions print the measure sometimes above and sometimes below zero, as for
    /// departures: the sign is ignored.
    #[serde(default)]
    pub without_sign: bool,
    /// True for complete counts of every authority without a published total: regions are the sums
    /// of theirs.
    #[serde(default)]
    pub sums_to_regions: bool,
    /// The measures next to it that are the limits of its 95% interval, for estimates from samples.
    pub limits: Option<PublishedLimits>,
}

/// In which form a publication prints how certain an estimate is; each names a measure of the same
/// dataset.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishedLimits {
    /// Half the width of the 95% interval.
    HalfWidth(Id),
    /// Both ends of the 95% interval.
    Ends {
        /// The lower end.
        lower: Id,
        /// The upper end.
        upper: Id,
    },
    /// The standard error as a percentage of the estimate.
    ErrorInPercent(Id),
}

impl PublishedLimits {
    /// The measures named.
    pub fn measures(&self) -> Vec<&Id> {
        match self {
            Self::HalfWidth(id) | Self::ErrorInPercent(id) => vec![id],
            Self::Ends { lower, upper } => vec![lower, upper],
        }
    }
}
