//! Fair-share keys: by what the whole is to be divided.

use super::Said;
use crate::domain::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A rule that gives every area its fair share of a whole: by one indicator, or by several parts put together.
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
    pub indicator: Option<Id>,
    /// How parts are put together.
    pub combine: Option<Combine>,
    /// What the parts adjust, or what rates are taken of: residents, children, headroom.
    pub base: Option<Id>,
    /// For `less-pressure`: how much of an area's share the highest pressure takes away, 0 to 1.
    pub strength: Option<f64>,
    /// The parts; their weights add up to 1.
    #[serde(default)]
    pub part: Vec<Part>,
    /// What becomes of an area without a figure of a part.
    #[serde(default)]
    pub missing: MissingPart,
    /// True where areas over the limit get no share.
    #[serde(default)]
    pub only_under_limit: bool,
    /// Areas that get no share, each for a reason.
    #[serde(default)]
    pub exclude: Vec<Exclusion>,
    /// Burdens that count as people hosted.
    #[serde(default)]
    pub credit: Vec<Credit>,
    /// Floors and limits of single areas.
    #[serde(default)]
    pub bound: Vec<Bound>,
    /// Residents, or people of `cap_per`, for each person at the limit: 200 means "no more than one in 200".
    pub cap_residents_per_person: Option<u64>,
    /// The count that the limit is about; other measures have no limit unless one is asked for.
    pub cap_of: Option<Id>,
    /// The population that the limit is taken of, where the rule is not about all residents.
    pub cap_per: Option<CapPer>,
    /// How whole places are apportioned.
    pub rounding: String,
    /// True for a key of our own making, which nobody has agreed.
    #[serde(default)]
    pub illustrative: bool,
    /// Who says so, and where.
    pub reference: String,
    /// What must be known before it is used.
    #[serde(default)]
    pub caveats: Vec<Said>,
    /// The key as it was published for its own units, where it is used.
    #[serde(default)]
    pub published: Vec<PublishedShares>,
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

/// How the parts of a key are put together; the formulas stand in `src/fairshare/composite.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Combine {
    /// Every area alike; there are no parts.
    Equal,
    /// The weighted sum of the parts' shares.
    Additive,
    /// The base times the weighted product of the parts.
    Multiplicative,
    /// The base times one less the weighted sum of the parts.
    LessPressure,
}

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
    /// For a part that only corrects: its share of an area is at most this much of the sum of the shares of the parts that do not.
    pub corrective: Option<f64>,
    /// The least that the transformed figure of an area counts for: in an additive key its share of the part, as a part of 1.
    #[serde(default)]
    pub least: f64,
    /// The most that it counts for.
    pub most: Option<f64>,
}

/// A burden that a count of people misses and that counts as people hosted: of one area, or by an indicator.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credit {
    /// The area that bears it …
    pub area: Option<String>,
    /// … and as how many people it counts.
    pub people: Option<f64>,
    /// Or the indicator that measures it …
    pub indicator: Option<Id>,
    /// … and as how many people each unit of that counts.
    pub people_for_each: Option<f64>,
    /// Why.
    pub reason: String,
}

/// The least and the most that an area is to have, whatever the key gives it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// Its code.
    pub area: String,
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
    /// Share of the sum of figures for each of the base, times the base: income per head made income again.
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
    /// It counts as the middle one of the others, which is said, and all shares are estimates, since the figure moves them all.
    Middle,
}

/// An area that gets no share.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Its code.
    pub area: String,
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
