//! Indicators: the measure, its figures and its method.

use super::method::Method;
use super::read::DefinitionFile;
use super::{Applies, RegionalText, tagged};
use crate::domain::{Id, MeasureKind, Result, Unit};
use schemars::JsonSchema;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// The subject of an indicator: the folder of its file.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Asylum and asylum support.
    Asylum,
    /// Resettlement, relocation and sponsorship.
    Resettlement,
    /// Children, unaccompanied ones first.
    Children,
    /// Homelessness duties, temporary accommodation, rough sleeping.
    HomelessnessAndRoughSleeping,
    /// Population and its change.
    FlowsAndDemography,
    /// Integration, English for speakers of other languages.
    IntegrationAndEsol,
    /// Work, visas, registrations to work.
    WorkAndVisas,
    /// Safety and justice.
    Safety,
    /// The places people live in: deprivation, housing, income.
    Place,
}

impl Theme {
    /// Every theme, in the order of reference pages.
    pub const ALL: [Theme; 9] = [
        Theme::Asylum,
        Theme::Resettlement,
        Theme::Children,
        Theme::HomelessnessAndRoughSleeping,
        Theme::FlowsAndDemography,
        Theme::IntegrationAndEsol,
        Theme::WorkAndVisas,
        Theme::Safety,
        Theme::Place,
    ];

    /// The word in definitions, which is also the folder.
    pub fn as_str(self) -> &'static str {
        match self {
            Theme::Asylum => "asylum",
            Theme::Resettlement => "resettlement",
            Theme::Children => "children",
            Theme::HomelessnessAndRoughSleeping => "homelessness-and-rough-sleeping",
            Theme::FlowsAndDemography => "flows-and-demography",
            Theme::IntegrationAndEsol => "integration-and-esol",
            Theme::WorkAndVisas => "work-and-visas",
            Theme::Safety => "safety",
            Theme::Place => "place",
        }
    }

    /// The words for readers.
    pub fn title(self) -> &'static str {
        match self {
            Theme::Asylum => "Asylum",
            Theme::Resettlement => "Resettlement",
            Theme::Children => "Children",
            Theme::HomelessnessAndRoughSleeping => "Homelessness and rough sleeping",
            Theme::FlowsAndDemography => "Flows and demography",
            Theme::IntegrationAndEsol => "Integration and ESOL",
            Theme::WorkAndVisas => "Work and visas",
            Theme::Safety => "Safety",
            Theme::Place => "Place",
        }
    }
}

/// The interval of the values of an indicator. An interval of chance gives the reason why it may be
/// one.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", remote = "Self")]
pub enum IntervalMethod {
    /// None: complete counts, and values computed from them.
    #[default]
    None,
    /// Of the count, Byar and exact Poisson below ten.
    Byar(Independence),
    /// Of the proportion, Wilson.
    Wilson(Independence),
    /// Of a directly standardised rate, Dobson.
    Dobson(Independence),
    /// Of people who come in families or other groups, which are what varies.
    Clusters(Clusters),
    /// The publisher's own, of an estimate from a sample.
    Published,
    /// The interval of the true count, since the published one is rounded.
    Rounded,
}

/// Why the counted events may be assumed independent, as limits of chance require.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Independence {
    /// The reason, in one or two sentences for readers.
    pub independent: String,
}

/// Groups in which people come.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clusters {
    /// The name of a group, in the plural: `families`.
    pub groups: String,
    /// People of a group, on average.
    pub people: f64,
    /// Fewest groups of which a figure is not *unreliable*.
    pub reliable_from: f64,
    /// Where the number of people of a group is from.
    pub reference: String,
}

impl<'de> Deserialize<'de> for IntervalMethod {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Self::deserialize(deserializer).map_err(|error| {
            let found = error.to_string();
            D::Error::custom(format!(
                "{}; write \"none\", \"published\" or \"rounded\", or with why its events are \
                 independent interval.byar.independent = \"…\" (or wilson, dobson), or \
                 interval.clusters = {{ … }}",
                found.trim_end()
            ))
        })
    }
}

impl IntervalMethod {
    /// The word in definitions.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Byar(_) => "byar",
            Self::Wilson(_) => "wilson",
            Self::Dobson(_) => "dobson",
            Self::Clusters(_) => "clusters",
            Self::Published => "published",
            Self::Rounded => "rounded",
        }
    }

    /// Why the events may be assumed independent, where the interval is one of chance among single
    /// events.
    pub fn independence(&self) -> Option<&str> {
        match self {
            Self::Byar(held) | Self::Wilson(held) | Self::Dobson(held) => Some(&held.independent),
            Self::None | Self::Clusters(_) | Self::Published | Self::Rounded => None,
        }
    }
}

/// How people are placed in areas, which decides whether there is a number due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// Allocated by a key, as people in asylum support and unaccompanied children are, or no scheme
    /// at all.
    #[default]
    Keyed,
    /// As councils have pledged: resettlement, the Afghan programme.
    Pledged,
    /// Where sponsors and families are: no one allocates.
    Unallocated,
}

/// One indicator.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Name of the file.
    pub id: Id,
    /// Title for readers.
    pub title: String,
    /// Its meaning, in one or two plain sentences.
    pub definition: String,
    /// Its subject.
    pub theme: Theme,
    /// The method, with its inputs.
    pub method: Method,
    /// Unit of the values.
    pub unit: Unit,
    /// Stock, flow, cumulative or derived.
    pub kind: MeasureKind,
    /// Which direction is better.
    pub polarity: Polarity,
    /// How the people counted are placed in areas.
    #[serde(default)]
    pub scheme: Scheme,
    /// True for an indicator whose movement is reported after a refresh.
    #[serde(default)]
    pub headline: bool,
    /// False for an indicator that only serves others, so that profiles and scans leave it out.
    #[serde(default = "yes")]
    pub listed: bool,
    /// Dimensions whose categories have values of their own; all others are summed over.
    #[serde(default)]
    pub dims: Vec<Id>,
    /// The interval of the values.
    #[serde(default)]
    pub interval: IntervalMethod,
    /// For indicators that depend on a rule, such as a limit or a goal: where and from when the
    /// rule applies. Elsewhere, and on other days, values are *not applicable*.
    pub applies: Option<Applies>,
    /// Why the figure of a wider area is no comparator of those inside of it, in a sentence: it
    /// counts moves across the border of each area, of which a wider one has fewer.
    pub wider_areas_differ: Option<String>,
    /// Paper, guidance or publication that defines the method or the figure.
    pub reference: String,
    /// Caveats for the reader before drawing conclusions.
    #[serde(default)]
    pub caveats: Vec<RegionalText>,
    /// References to the board's terms, such as `P2b`.
    #[serde(default)]
    pub board: Vec<String>,
}

fn yes() -> bool {
    true
}

/// Which direction of an indicator is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// A higher value is better.
    Higher,
    /// A lower value is better.
    Lower,
    /// Neither is better.
    None,
}

impl Indicator {
    /// Reads a definition.
    ///
    /// Errors: `F201` malformed or an unknown key, `F202` an unknown method. `F204` a key that the
    /// method needs and the definition does not have, a value that the method cannot use, or a
    /// second declaration of its inputs.
    pub fn read(file: &DefinitionFile) -> Result<Self> {
        let indicator: Self = tagged::read::<Self, Method>(file)?;
        indicator
            .method
            .check(indicator.unit, &indicator.dims)
            .map_err(|error| error.in_file(&file.shown))?;
        Ok(indicator)
    }
}
