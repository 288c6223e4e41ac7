//! Analyses: questions to the fair-shares engine with their parameters, for charts and tables of
//! packs.

use super::Catalogue;
use super::reference_check::{exists, wrong};
use crate::domain::{Date, Id, Result, date_serde, error_codes};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An analysis, `analyses/<id>.toml`: a chart, and a table for packs.
///
/// `{region}`, `{date}` and `{top}` in the texts are filled as in charts.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Analysis {
    /// Name of the file.
    pub id: Id,
    /// Title for readers.
    pub title: String,
    /// A description of the numbers, with unit and date.
    pub subtitle: String,
    /// A note for the reader before drawing conclusions.
    pub note: String,
    /// The question.
    #[serde(rename = "ask")]
    pub question: Question,
}

/// A question to the fair-shares engine; each is a command too.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "of", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Question {
    /// `fairshares shares` with several keys.
    Keys {
        /// The keys, in the order of the marks.
        keys: Vec<Id>,
    },
    /// `fairshares keys` with a key: what its parts give to whom.
    Parts {
        /// The key.
        key: Id,
    },
    /// `fairshares robustness`.
    Robustness {
        /// The key.
        key: Id,
        /// How many draws.
        draws: u32,
        /// From which the random numbers follow.
        seed: u64,
        /// How close weights stay to the stated ones.
        concentration: f64,
    },
    /// `fairshares pathway`.
    Pathway {
        /// The key.
        key: Id,
        /// The modes.
        #[serde(rename = "ways")]
        modes: Vec<PathwayMode>,
        /// By when; the end of the accommodation contracts when absent.
        #[serde(default, deserialize_with = "date_serde::optional")]
        by: Option<Date>,
        /// People who come each quarter; from the series when absent.
        arrivals: Option<u64>,
        /// Of a hundred people how many leave each quarter; from the series when absent.
        departures_percent: Option<f64>,
        /// True where as many are to be supported in the end as now.
        #[serde(default)]
        as_many_as_now: bool,
    },
    /// `fairshares surge`.
    Surge {
        /// The keys.
        keys: Vec<Id>,
        /// How many people arrive.
        people: u64,
        /// Over how many weeks.
        weeks: u32,
    },
    /// `fairshares grants` with a grant.
    Grant {
        /// The grant.
        grant: Id,
    },
}

/// How today's pattern becomes fair shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PathwayMode {
    /// Only the placement of new people is chosen; no one leaves.
    Arrivals,
    /// People leave at present rates, and the placement of arrivals is chosen.
    ArrivalsAndDepartures,
    /// The people who are there are moved, as few as possible.
    Moves,
}

impl PathwayMode {
    /// Every mode, in the order in which they interfere with people's lives.
    pub const ALL: [Self; 3] = [Self::Arrivals, Self::ArrivalsAndDepartures, Self::Moves];

    /// Its id, such as `moves`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Arrivals => "arrivals",
            Self::ArrivalsAndDepartures => "arrivals-and-departures",
            Self::Moves => "moves",
        }
    }

    /// The title that readers see.
    pub fn title(self) -> &'static str {
        match self {
            Self::Arrivals => "By steering arrivals",
            Self::ArrivalsAndDepartures => "By steering arrivals, with departures",
            Self::Moves => "By the fewest moves",
        }
    }
}

impl Question {
    /// The keys of the analysis.
    pub fn keys(&self) -> &[Id] {
        match self {
            Self::Keys { keys } | Self::Surge { keys, .. } => keys,
            Self::Parts { key } | Self::Robustness { key, .. } | Self::Pathway { key, .. } => {
                std::slice::from_ref(key)
            }
            Self::Grant { .. } => &[],
        }
    }
}

/// Checks an analysis. Errors with `F202` for what does not exist, `F204` for contradictions.
pub(super) fn check(catalogue: &Catalogue, analysis: &Analysis) -> Result<()> {
    let contradiction = |name: &str, found: String, expected: &str| {
        Err(wrong(error_codes::DEFINITION_WRONG, name, found).expected(expected))
    };
    for key in analysis.question.keys() {
        exists(&catalogue.keys, key, "key")?;
    }
    if catalogue.charts.contains_key(&analysis.id) {
        return contradiction("id", analysis.id.to_string(), "an id that no chart has");
    }
    match &analysis.question {
        Question::Grant { grant } => exists(&catalogue.grants, grant, "grant"),
        Question::Keys { keys } | Question::Surge { keys, .. } if keys.is_empty() => {
            contradiction("keys", "none".to_owned(), "a key or several")
        }
        Question::Surge { people: 0, .. } | Question::Surge { weeks: 0, .. } => {
            contradiction("people", "no people, or no weeks".to_owned(), "people and weeks above 0")
        }
        Question::Pathway { modes, .. } if modes.is_empty() => {
            contradiction("ways", "none".to_owned(), "a way or several")
        }
        Question::Pathway { departures_percent: Some(percent), .. }
            if !(0.0..=100.0).contains(percent) =>
        {
            contradiction("departures_percent", percent.to_string(), "a percentage from 0 to 100")
        }
        _ => Ok(()),
    }
}
