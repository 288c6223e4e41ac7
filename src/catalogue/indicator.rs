//! Indicators: what is measured, from which figures, by which method.

use crate::domain::{Id, MeasureKind, Unit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The subject of an indicator: the folder its file lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Asylum and asylum support.
    Asylum,
    /// Population and its change.
    FlowsAndDemography,
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
    /// True for an indicator whose movement is told after a refresh.
    #[serde(default)]
    pub headline: bool,
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
    /// Multiplier of a rate, such as 10,000.
    pub multiplier: Option<f64>,
    /// The wider area a share or quotient is taken of: `region`, or an ONS code such as `K02000001`.
    pub within: Option<String>,
    /// How many quarters back a change looks.
    pub quarters: Option<u32>,
    /// Residents for each person at the limit.
    pub cap_residents_per_person: Option<u64>,
    /// Paper, guidance or publication that defines the method or the figure.
    pub reference: String,
    /// What a reader must know before drawing conclusions.
    #[serde(default)]
    pub caveats: Vec<String>,
    /// References to the board's terms, such as `P2b`.
    #[serde(default)]
    pub board: Vec<String>,
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
}
