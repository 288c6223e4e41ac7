//! Fair-share keys: by what the whole is to be divided.

mod written;

use super::RegionalText;
use super::read::{self, DefinitionFile};
use crate::domain::{AreaCode, Id, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::num::NonZeroU64;
use written::WrittenKey;

/// A rule that gives every area its fair share of a whole: by one indicator, or by several parts
/// put together.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// Name of the file.
    pub id: Id,
    /// Title for readers.
    pub title: String,
    /// What the key says, in one or two plain sentences.
    pub definition: String,
    /// By what the total is divided.
    pub division: Division,
    /// What becomes of an area without a figure of a part.
    pub missing: MissingPart,
    /// Areas that get no share, each for a reason.
    pub exclude: Vec<Exclusion>,
    /// Burdens that count as people hosted.
    pub credit: Vec<Credit>,
    /// Floors and limits of single areas.
    pub bound: Vec<Bound>,
    /// How many people for how large a population.
    pub limit: Option<KeyLimit>,
    /// How whole places are apportioned.
    pub rounding: Rounding,
    /// True for a key of our own making, which nobody has agreed.
    pub illustrative: bool,
    /// Who says so, and where.
    pub reference: String,
    /// What must be known before it is used.
    pub caveats: Vec<RegionalText>,
    /// The key as it was published for its own units, where it is used.
    pub published: Vec<PublishedShares>,
}

/// By what a key divides a total.
#[derive(Debug, Clone, PartialEq)]
pub enum Division {
    /// One indicator: the fair share of an area is its share of the region's total.
    Indicator(Id),
    /// Every area gets the same.
    Equal,
    /// Several parts put together.
    Parts {
        /// How.
        combine: Combine<Id>,
        /// The parts, one or more; their weights add up to 1.
        parts: Vec<Part>,
    },
}

/// How the parts of a key are put together, and what they adjust: the base, such as residents,
/// children or headroom.
///
/// The base is an indicator in definitions, and figures in the formulas
/// (`src/fairshare/composite.rs`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Combine<B> {
    /// The weighted sum of the parts' shares. Rates may be taken of the base.
    Additive {
        /// What rates are taken of.
        base: Option<B>,
    },
    /// The base times the weighted product of the parts.
    Multiplicative {
        /// What the parts adjust.
        base: B,
    },
    /// The base times one less the weighted sum of the parts.
    LessPressure {
        /// What the parts adjust.
        base: B,
        /// How much of an area's share the highest pressure takes away, 0 to 1.
        strength: f64,
    },
}

impl<B> Combine<B> {
    /// The base, where there is one.
    pub fn base(&self) -> Option<&B> {
        match self {
            Self::Additive { base } => base.as_ref(),
            Self::Multiplicative { base } | Self::LessPressure { base, .. } => Some(base),
        }
    }

    /// The base, to be changed.
    pub fn base_mut(&mut self) -> Option<&mut B> {
        match self {
            Self::Additive { base } => base.as_mut(),
            Self::Multiplicative { base } | Self::LessPressure { base, .. } => Some(base),
        }
    }

    /// The same with another base in place of its own. Errors as `read`.
    pub fn with_base<C>(&self, read: impl FnOnce(&B) -> Result<C>) -> Result<Combine<C>> {
        Ok(match self {
            Self::Additive { base } => {
                Combine::Additive { base: base.as_ref().map(read).transpose()? }
            }
            Self::Multiplicative { base } => Combine::Multiplicative { base: read(base)? },
            Self::LessPressure { base, strength } => {
                Combine::LessPressure { base: read(base)?, strength: *strength }
            }
        })
    }

    /// True for the sum of shares.
    pub fn is_additive(&self) -> bool {
        matches!(self, Self::Additive { .. })
    }
}

impl Key {
    /// Reads a definition.
    ///
    /// Errors: `F201` malformed or an unknown key, `F204` contradictions.
    pub(super) fn read(file: &DefinitionFile) -> Result<Self> {
        read::toml::<WrittenKey>(file)?.into_key().map_err(|error| error.in_file(&file.shown))
    }

    /// What the parts adjust, where there is such a base.
    pub fn base(&self) -> Option<&Id> {
        match &self.division {
            Division::Parts { combine, .. } => combine.base(),
            Division::Indicator(_) | Division::Equal => None,
        }
    }

    /// The parts; none for a key that is not made of several.
    pub fn parts(&self) -> &[Part] {
        match &self.division {
            Division::Parts { parts, .. } => parts,
            Division::Indicator(_) | Division::Equal => &[],
        }
    }

    /// The indicators by which it divides: its only one, or the base and the parts.
    pub fn indicators(&self) -> impl Iterator<Item = &Id> {
        let only = match &self.division {
            Division::Indicator(id) => Some(id),
            Division::Equal | Division::Parts { .. } => None,
        };
        only.into_iter().chain(self.base()).chain(self.parts().iter().map(|part| &part.indicator))
    }

    /// The indicators that measure burdens.
    pub fn credited(&self) -> impl Iterator<Item = &Id> {
        self.credit.iter().filter_map(|credit| match &credit.burden {
            Burden::OfIndicator { indicator, .. } => Some(indicator),
            Burden::OfArea { .. } => None,
        })
    }
}

/// How many people a key allows for how large a population.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyLimit {
    /// Residents, or people of another population, for each person at the limit: 200 means "no more
    /// than one in 200".
    pub residents_per_person: NonZeroU64,
    /// The count that it is about; other measures have no limit then, unless one is asked for. Any
    /// measure when absent.
    pub of: Option<LimitedCount>,
}

/// The count that a limit is about.
#[derive(Debug, Clone, PartialEq)]
pub struct LimitedCount {
    /// Its indicator.
    pub indicator: Id,
    /// The population that the limit is taken of, where the rule is not about all residents.
    pub per: Option<CapPer>,
    /// True where areas over the limit get no share.
    pub only_under: bool,
}

impl KeyLimit {
    /// True where a measure has this limit.
    pub fn is_of(&self, measure: &str) -> bool {
        self.of.as_ref().is_none_or(|of| of.indicator.as_str() == measure)
    }

    /// The count, where areas over the limit get no share.
    pub fn as_condition(&self) -> Option<&LimitedCount> {
        self.of.as_ref().filter(|of| of.only_under)
    }
}

/// A rule of apportionment, as definitions name it; the rules are in `src/fairshare/apportion`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rounding {
    /// Largest remainders.
    LargestRemainder,
    /// Sainte-Laguë.
    SainteLague,
    /// Sainte-Laguë with a first divisor of 1.4.
    ModifiedSainteLague,
    /// D'Hondt.
    Dhondt,
    /// Huntington and Hill.
    HuntingtonHill,
    /// Adams.
    Adams,
    /// Dean.
    Dean,
    /// Balinski and Young.
    BalinskiYoung,
}

/// The population that a limit is taken of.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapPer {
    /// The indicator that counts it.
    pub indicator: Id,
    /// Who they are, such as `children`.
    pub people: String,
}

/// Shares of a key as published for units of its own, such as Länder.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublishedShares {
    /// Its name, such as `laender-2015`.
    pub id: Id,
    /// Title for readers.
    pub title: String,
    /// Where it is printed.
    pub reference: String,
    /// Unit and figure; the shares are the figures by their sum.
    pub shares: Vec<(String, f64)>,
}

/// More parts than this would take too long to tell apart, and no reader could.
pub const MOST_PARTS: usize = 10;

/// A part of a key.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The indicator.
    pub indicator: Id,
    /// How much it counts.
    pub weight: f64,
    /// Which way it works.
    pub direction: Direction,
    /// How its figures become comparable with those of other parts.
    pub transform: Transform,
    /// For a part that only corrects: its share of an area is at most this much of the sum of the
    /// shares of the parts that do not.
    pub corrective: Option<f64>,
    /// The least that the transformed figure of an area counts for: in an additive key its share of
    /// the part, as a part of 1.
    #[serde(default)]
    pub least: f64,
    /// The most that it counts for.
    pub most: Option<f64>,
}

/// A burden that a count of people misses and that counts as people hosted.
#[derive(Debug, Clone, PartialEq)]
pub struct Credit {
    /// Who bears it, and as how many people it counts.
    pub burden: Burden,
    /// Why.
    pub reason: String,
}

/// Whose burden counts as how many people.
#[derive(Debug, Clone, PartialEq)]
pub enum Burden {
    /// That of one area.
    OfArea {
        /// The area that bears it.
        area: AreaCode,
        /// As how many people it counts.
        people: f64,
    },
    /// What an indicator measures.
    OfIndicator {
        /// The indicator.
        indicator: Id,
        /// As how many people each unit of it counts.
        people_for_each: f64,
    },
}

/// The least and the most that an area is to have, whatever the key gives it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// Its code.
    pub area: AreaCode,
    /// Its least share of the region, in per cent.
    #[serde(default)]
    pub least_percent: f64,
    /// Its greatest share of the region, in per cent.
    #[serde(default = "everything")]
    pub most_percent: f64,
    /// Why.
    pub reason: String,
}

fn everything() -> f64 {
    100.0
}

/// Which way a part works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// The more of it, the larger the share.
    More,
    /// The more of it, the smaller the share.
    Less,
}

/// How a part's figures become comparable; the formulas stand in `src/fairshare/transform.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Transform {
    /// Share of the sum.
    Share,
    /// Share of the sum of figures for each of the base, times the base: income per head made
    /// income again.
    Volume,
    /// The figure for each of the base.
    PerCapita,
    /// One divided by the figure.
    Inverse,
    /// From 0 for the lowest to 1 for the highest.
    MinMax,
    /// Standard deviations from the mean, as a power of e.
    ZScore,
    /// The place in the order, as a part of all places.
    Rank,
}

/// What becomes of an area without a figure of a part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MissingPart {
    /// The key is refused: nobody's share may rest on a guess.
    #[default]
    Refuse,
    /// It counts as the middle one of the others, which is said, and all shares are estimates,
    /// since the figure moves them all.
    Middle,
}

/// An area that gets no share.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Its code.
    pub area: AreaCode,
    /// Why.
    pub reason: String,
}

impl Transform {
    /// True for figures that stand for less when they are more, whatever the part's direction says.
    pub fn turns(self) -> bool {
        self == Self::Inverse
    }

    /// True for transforms that have a form for either direction.
    pub fn goes_both_ways(self) -> bool {
        matches!(self, Self::MinMax | Self::ZScore | Self::Rank)
    }
}
