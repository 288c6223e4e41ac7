//! Charts and maps: which indicator, drawn how, with exactly the keys of its kind.

use super::read::DefinitionFile;
use super::tagged::{self, Kind, Tagged, at_least, tagged};
use crate::domain::{AreaCode, ErrorCode, Id, Result, error_codes};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::num::{NonZeroU8, NonZeroUsize};

/// One chart or map.
///
/// `{region}`, `{date}`, `{top}`, `{bottom}`, `{above}`, `{below}`, `{moved}` and `{moved_most}` in
/// the texts are filled from the figures (`charting/chart_titles.rs`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartDefinition {
    /// Name of the file.
    pub id: Id,
    /// The kind, with its keys.
    pub kind: ChartKind,
    /// Title for readers.
    pub title: String,
    /// A description of the numbers, with unit and date.
    pub subtitle: String,
    /// The indicator drawn.
    pub indicator: Id,
    /// The ONS code of the area that it is always about, for figures that are not published for
    /// regions.
    pub area: Option<AreaCode>,
    /// A note for the reader before drawing conclusions.
    #[serde(default)]
    pub note: String,
}

impl ChartDefinition {
    /// Reads a definition.
    ///
    /// Errors: `F201` malformed or an unknown key, `F202` an unknown kind. `F204` a key that the
    /// kind needs and the definition does not have, or one that the kind does not read.
    pub fn read(file: &DefinitionFile) -> Result<Self> {
        tagged::read::<Self, ChartKind>(file)
    }
}

tagged! {
    /// A kind of chart, with the figures it needs. How it is drawn is in `src/chart`, one file for
    /// each kind.
    pub enum ChartKind {
        /// Bars of areas in their order.
        RankedBars(OfAreas) = "ranked-bars",
        /// Two dots for each area.
        Dumbbell(OfAreas) = "dumbbell",
        /// A dot for each area.
        DotPlot(OfAreas) = "dot-plot",
        /// A map of outlines.
        Choropleth(OfAreas) = "choropleth",
        /// A map of tiles of one size.
        TileGrid(OfAreas) = "tile-grid",
        /// One area over time.
        Trend(WithoutKeys) = "trend",
        /// Areas on two days.
        Slope(Slope) = "slope",
        /// Each area over time, on tiles.
        SmallMultiples(LastPeriods) = "small-multiples",
        /// Areas by day.
        Heatmap(LastPeriods) = "heatmap",
        /// The categories of areas or days.
        StackedComposition(Composition) = "stacked-composition",
        /// The Lorenz curve.
        Lorenz(Lorenz) = "lorenz",
        /// Rates by size, with limits of chance.
        Funnel(Funnel) = "funnel",
        /// Moves between areas.
        Flow(WithoutKeys) = "flow",
        /// A series that is continued.
        Fan(Fan) = "fan",
        /// Ages of males and females.
        Pyramid(Pyramid) = "pyramid",
    }
}

impl Tagged for ChartKind {
    const KEY: &'static str = "kind";
    const UNKNOWN: &'static ErrorCode = error_codes::REFERENCE_DANGLING;
    const KINDS: &'static [Kind] = Self::KEYS;

    fn ignores_key(key: &str) -> bool {
        ["beside", "reference"].contains(&key)
    }

    fn meaning(kind: &str, key: &str) -> &'static str {
        match (kind, key) {
            ("pyramid", "beside") => {
                "females by single year of age, to go with the males of `indicator`"
            }
            (_, "beside") => {
                "what the counts of `indicator` are measured by, such as resident-population"
            }
            (_, "independent") => {
                "why the events counted may be taken as independent of each other"
            }
            (_, "parts") => "categories of the indicator that together are the total",
            (_, "years") => "how many years lie between the two days",
            (_, "steps") => "how many periods the series is continued",
            _ => "what the kind needs; data/catalogue/README.md says it",
        }
    }
}

/// The keys of kinds with one figure for each area.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfAreas {
    /// A second indicator, such as the fair share of a dumbbell.
    pub beside: Option<Id>,
    /// Lines that mark the value of a wider area.
    #[serde(default)]
    pub reference: Vec<ReferenceLine>,
}

/// The keys of kinds that have none of their own.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithoutKeys {}

/// The keys of a slope.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slope {
    /// The number of years between the two days.
    pub years: NonZeroU8,
}

/// The keys of kinds that go back some periods.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastPeriods {
    /// How many of the last periods; all when absent.
    pub periods: Option<NonZeroUsize>,
}

/// The keys of a composition.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Composition {
    /// The categories of the indicator's dimension, in the order drawn: together everyone, none a
    /// part of another.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub parts: Vec<String>,
    /// How many of the last periods the composition of one area has; all when absent.
    pub periods: Option<NonZeroUsize>,
}

/// The keys of a Lorenz curve.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lorenz {
    /// The measure that the counts are compared with.
    pub beside: Id,
}

/// The keys of a funnel.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Funnel {
    /// The measure that the counts are compared with.
    pub beside: Id,
    /// Why the counted events may be assumed independent, as its limits require.
    #[serde(deserialize_with = "reason")]
    pub independent: String,
}

/// The keys of a fan.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fan {
    /// By how many periods the series is continued.
    pub steps: NonZeroUsize,
}

/// The keys of a pyramid.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pyramid {
    /// The females, by single year of age.
    pub beside: Id,
    /// Areas of comparison: the first that has figures is the outline.
    #[serde(default)]
    pub reference: Vec<ReferenceLine>,
}

/// A wider area to compare with: a line across a bar chart, the outline of a pyramid.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReferenceLine {
    /// `region`; `kingdom`, the United Kingdom where it has a figure and else the region's nation;
    /// or the ONS code of an area.
    pub area: String,
}

impl ChartKind {
    /// The second indicator, where it has one.
    pub fn beside(&self) -> Option<&Id> {
        match self {
            Self::RankedBars(of)
            | Self::Dumbbell(of)
            | Self::DotPlot(of)
            | Self::Choropleth(of)
            | Self::TileGrid(of) => of.beside.as_ref(),
            Self::Lorenz(of) => Some(&of.beside),
            Self::Funnel(of) => Some(&of.beside),
            Self::Pyramid(of) => Some(&of.beside),
            Self::Trend(_)
            | Self::Slope(_)
            | Self::SmallMultiples(_)
            | Self::Heatmap(_)
            | Self::StackedComposition(_)
            | Self::Flow(_)
            | Self::Fan(_) => None,
        }
    }

    /// True where it sets areas in an order.
    pub(super) fn ranks(&self) -> bool {
        matches!(self, Self::RankedBars(_) | Self::Dumbbell(_) | Self::DotPlot(_))
    }
}

/// A reason that is not empty.
fn reason<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.trim().is_empty() {
        true => Err(D::Error::custom("no reason")),
        false => Ok(text),
    }
}
