//! Indicators: what is measured, from which figures, by which method.

use super::{Applies, Said, SaidByRegion};
use crate::domain::{AreaLevel, Id, MeasureKind, Unit};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// The subject of an indicator: the folder its file lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, schemars::JsonSchema)]
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

/// Which interval goes with the values of an indicator. One of chance says why it may be one.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", remote = "Self")]
pub enum IntervalMethod {
    /// None: complete counts, and what is made from them.
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
    /// Where the true count lies, since the published one is rounded.
    Rounded,
}

/// Why the events counted may be taken as independent of each other, which limits of chance presume.
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
    /// What a group is called, in the plural: `families`.
    pub groups: String,
    /// People of a group, on average.
    pub people: f64,
    /// Fewest groups of which a figure is not *unreliable*.
    pub reliable_from: f64,
    /// Where the number of people of a group is from.
    pub reference: String,
}

impl<'de> Deserialize<'de> for IntervalMethod {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer).map_err(|error| {
            let found = error.to_string();
            D::Error::custom(format!(
                "{}; write \"none\", \"published\" or \"rounded\", or with why its events are independent \
                 interval.byar.independent = \"…\" (or wilson, dobson), or interval.clusters = {{ … }}",
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

    /// Why the events may be taken as independent, where the interval is one of chance among single events.
    pub fn independence(&self) -> Option<&str> {
        match self {
            Self::Byar(held) | Self::Wilson(held) | Self::Dobson(held) => Some(&held.independent),
            Self::None | Self::Clusters(_) | Self::Published | Self::Rounded => None,
        }
    }
}

/// How people come to be where they are, on which it depends whether a number is due.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// Allocated by a key, as people in asylum support and unaccompanied children are, or no scheme at all.
    #[default]
    Keyed,
    /// As councils have pledged: resettlement, the Afghan programme.
    Pledged,
    /// Where sponsors and families are: nobody allocates.
    Unallocated,
}

/// How much of an indicator is published, for those that nobody can compute by authority.
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
    /// The words for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotByAuthority => "not published by authority",
            Self::NotRead => "published, not read yet",
            Self::NoSource => "no published source",
        }
    }
}

/// The stretch of time that a rate of a flow is over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Over {
    /// A year, which is what a rate without a word is taken for.
    #[default]
    Year,
    /// A quarter, as its title says.
    Quarter,
}

/// A term of a sum of indicators.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The indicator.
    pub indicator: Id,
    /// True when it is taken away.
    #[serde(default)]
    pub minus: bool,
}

/// Which of several sources gives a figure that more than one of them holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prefer {
    /// The one with the newest edition, because it has the publisher's revisions; in a tie the first named.
    #[default]
    NewestEdition,
    /// The first named, because the others only repeat what it publishes.
    FirstNamed,
}

/// One indicator.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Name of the file.
    pub id: Id,
    /// Title for readers.
    pub title: String,
    /// What it says, in one or two plain sentences.
    pub definition: String,
    /// Its subject.
    pub theme: Theme,
    /// The method, one of the registry in `src/indicator/mod.rs`.
    pub method: String,
    /// Unit of the values.
    pub unit: Unit,
    /// Stock, flow, cumulative or derived.
    pub kind: MeasureKind,
    /// Which direction is better: `higher`, `lower` or `none`.
    pub polarity: String,
    /// How the people counted come to be where they are.
    #[serde(default)]
    pub scheme: Scheme,
    /// True for an indicator whose movement is told after a refresh.
    #[serde(default)]
    pub headline: bool,
    /// False for one that only serves others, so that profiles and scans leave it out.
    #[serde(default = "yes")]
    pub listed: bool,
    /// Dimensions kept apart; all others are summed over.
    #[serde(default)]
    pub dims: Vec<Id>,
    /// For counts: the datasets it can be read from, the preferred one first.
    #[serde(default)]
    pub source: Vec<Source>,
    /// For counts with several sources: which one gives a figure that more than one holds.
    #[serde(default)]
    pub prefer: Prefer,
    /// For everything made from another indicator: the numerator.
    pub of: Option<Id>,
    /// The denominator of rates, "1 in N", shares of a population, caps.
    pub per: Option<Id>,
    /// For an index of concentration: the measure that gives the order of the areas.
    pub by: Option<Id>,
    /// For methods that compute one of several indices: which.
    pub index: Option<String>,
    /// For published means: the residents by which those of merged authorities are weighted.
    pub weighted_by: Option<Id>,
    /// For mixtures of groups: the codelist of the groups, whose finest codes are everybody once.
    pub groups: Option<Id>,
    /// For index numbers: the last day of the period that is 100.
    pub base: Option<String>,
    /// Multiplier of a rate, such as 10,000.
    pub multiplier: Option<f64>,
    /// For the way to a target: the year by whose end it is to be reached.
    pub target_year: Option<i16>,
    /// For sums and differences: what is added and taken away.
    #[serde(default)]
    pub term: Vec<Term>,
    /// Which interval goes with the values.
    #[serde(default)]
    pub interval: IntervalMethod,
    /// For what cannot be computed by authority: how much of it is published.
    pub availability: Option<Availability>,
    /// For what cannot be computed by authority: why.
    pub reason: Option<SaidByRegion>,
    /// For what rests on a rule, such as a limit or a goal: where and from when that applies. Elsewhere, and on other days, values are
    /// *not applicable*.
    pub applies: Option<Applies>,
    /// The wider area a share or quotient is taken of: `region`, or an ONS code such as `K02000001`.
    pub within: Option<String>,
    /// Why the figure of a wider area is no comparator of those inside of it, in a sentence: it counts moves across the border of each
    /// area, of which a wider one has fewer.
    pub wider_areas_differ: Option<String>,
    /// How many quarters back a change looks.
    pub quarters: Option<u32>,
    /// For rates of a flow: the stretch of time that it is counted over, a year unless it says otherwise.
    #[serde(default)]
    pub over: Over,
    /// For rates: true where the denominator is of the last day of the period itself, as in ratios of age groups and rates of
    /// yearly flows; otherwise it is of the newest day that counts for all areas.
    #[serde(default)]
    pub per_at_end: bool,
    /// Residents for each person at the limit.
    pub cap_residents_per_person: Option<u64>,
    /// Paper, guidance or publication that defines the method or the figure.
    pub reference: String,
    /// What a reader must know before drawing conclusions.
    #[serde(default)]
    pub caveats: Vec<Said>,
    /// References to the board's terms, such as `P2b`.
    #[serde(default)]
    pub board: Vec<String>,
}

fn yes() -> bool {
    true
}

/// Where a count can be read.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The dataset.
    pub dataset: Id,
    /// The measure in it.
    pub measure: Id,
    /// Dimensions held at one code, such as `pathway = "asylum"`.
    #[serde(default)]
    pub fixed: BTreeMap<Id, String>,
    /// Dimensions of single years of age summed from one age to another, such as `age = [0, 15]`; an open age group counts
    /// as the age at which it begins.
    #[serde(default)]
    pub between: BTreeMap<Id, [u8; 2]>,
    /// What the publisher rounds figures to: the true count then lies up to half of that away.
    pub rounded_to: Option<u32>,
    /// The levels of area whose figures are rounded, where others are exact; all when empty.
    #[serde(default)]
    pub rounded_levels: Vec<AreaLevel>,
    /// True where editions print the measure now above and now below zero, as departures are: it is taken without its sign.
    #[serde(default)]
    pub without_sign: bool,
    /// True for complete counts of every authority without a published total: regions are the sums of theirs.
    #[serde(default)]
    pub sums_to_regions: bool,
    /// The measures beside it that hold the limits of its 95% interval, for estimates from samples.
    pub limits: Option<PublishedLimits>,
}

/// In which form a publication prints how certain an estimate is; each names a measure of the same dataset.
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
