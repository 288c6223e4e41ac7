//! The answers about pathways.

use super::MoveCost;
use crate::allocation::limit::Limit;
use crate::catalogue::PathwayMode;
use crate::domain::{AreaCode, Date, Id, Status, Unit};
use crate::table::{Figure, Source, Units};
use schemars::JsonSchema;
use serde::Serialize;

/// Pathways from today's pattern to fair shares.
#[derive(Debug, Clone)]
pub struct PathwayAnswer {
    /// Each area at the start and at the end.
    pub areas: PathwayAreas,
    /// Each area in each quarter.
    pub quarters: PathwayQuarters,
    /// Who moves from where to where.
    pub moves: PathwayMoves,
}

/// Each area at the start and at the end, by mode.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PathwayAreas {
    /// From when to when and where, in a sentence without a full stop.
    pub caption: String,
    /// What all modes start from and go to.
    #[serde(flatten)]
    pub basis: PathwayBasis,
    /// The modes, in the order requested.
    #[serde(rename = "ways")]
    pub modes: Vec<ModeOutcome>,
    /// The unit of each figure of an area.
    pub units: Units,
    /// The results of the pathways and their assumptions.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// Each area in each quarter, by mode.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PathwayQuarters {
    /// To when and where, in a sentence without a full stop.
    pub caption: String,
    /// What all modes start from and go to.
    #[serde(flatten)]
    pub basis: PathwayBasis,
    /// The modes, in the order requested.
    #[serde(rename = "ways")]
    pub modes: Vec<ModeQuarters>,
    /// The unit of each figure of an area.
    pub units: Units,
    /// The results of the pathways and their assumptions.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// Who moves from where to where.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PathwayMoves {
    /// A caption with subject and area, in a sentence without a full stop.
    pub caption: String,
    /// The start and the target of the moves.
    #[serde(flatten)]
    pub basis: PathwayBasis,
    /// The moves.
    pub moves: Vec<AreaMove>,
    /// The unit of each figure of a move.
    pub units: Units,
    /// The results of the pathways and their assumptions.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// What all modes start from and go to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PathwayBasis {
    /// The indicator that is shared.
    pub measure: Id,
    /// The key.
    pub key: Id,
    /// The region.
    pub region: AreaCode,
    /// The day of the counts.
    pub as_at: Date,
    /// The day of the population.
    pub population_as_at: Date,
    /// The last day of the last quarter.
    pub by: Date,
    /// The rule of apportionment.
    pub rule: &'static str,
    /// The limit that counts.
    pub limit: Limit,
    /// The cost of a move.
    pub cost: MoveCost,
    /// The type of accommodation that is to end.
    pub ending: EndingAccommodation,
}

/// The type of accommodation that is to end.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EndingAccommodation {
    /// Its code, such as `contingency-hotel`.
    pub accommodation: String,
    /// Its title.
    pub title: String,
    /// The day of the people in it; `None` where none are published for the areas.
    pub as_at: Option<Date>,
    /// True when hotels were requested and the edition does not distinguish them.
    pub instead_of_hotels: bool,
}

/// Where a mode leads.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ModeOutcome {
    /// The mode.
    #[serde(rename = "way")]
    pub mode: PathwayMode,
    /// Where it leads, in a sentence or several; one of the notes.
    pub outcome: String,
    /// True when the request is not fulfilled: people wait for a place, or the number or the limit
    /// cannot be met.
    pub is_unmet: bool,
    /// One row for each area.
    pub areas: Vec<AreaAtEnd>,
}

/// An area at the start and at the end of a pathway.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaAtEnd {
    /// ONS code.
    pub area_code: AreaCode,
    /// Name.
    pub area_name: String,
    /// People supported now.
    pub people: Figure,
    /// People at the end.
    pub people_at_end: Figure,
    /// Its number due of all people at the end, whole and within its limit.
    pub due_at_end: Figure,
    /// `people_at_end − due_at_end`.
    pub gap_at_end: Figure,
    /// People who leave over all quarters.
    pub departures: Figure,
    /// People who come over all quarters.
    pub arrivals: Figure,
    /// People moved to another area over all quarters.
    pub moved_out: Figure,
    /// People moved from another area over all quarters.
    pub moved_in: Figure,
    /// The limit, in people; `None` without one.
    pub cap: Option<Figure>,
    /// People now in the type of accommodation that is to end.
    pub people_in_ended_accommodation: Figure,
    /// Places outside it that are needed at the end.
    pub places_needed_elsewhere: Figure,
    /// Of these, how many a quarter.
    pub places_needed_per_quarter: Figure,
}

/// The quarters of a mode.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ModeQuarters {
    /// The mode.
    #[serde(rename = "way")]
    pub mode: PathwayMode,
    /// Its quarters, in their order.
    pub quarters: Vec<Quarter>,
}

/// A quarter of a pathway.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Quarter {
    /// Its last day.
    pub period_end: Date,
    /// People who have come and for whom no area has room.
    pub waiting: u64,
    /// One row for each area.
    pub areas: Vec<AreaInQuarter>,
}

/// An area in a quarter.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaInQuarter {
    /// ONS code.
    pub area_code: AreaCode,
    /// Name.
    pub area_name: String,
    /// People who leave.
    pub departures: Figure,
    /// People who come.
    pub arrivals: Figure,
    /// People moved to another area.
    pub moved_out: Figure,
    /// People moved from another area.
    pub moved_in: Figure,
    /// People at the end of the quarter.
    pub people: Figure,
    /// Its number due of all people then, whole and within its limit.
    pub due: Figure,
    /// `people − due`.
    pub gap: Figure,
    /// The limit, in people; `None` without one.
    pub cap: Option<Figure>,
    /// Places that are needed by then outside the type of accommodation that is to end, when they
    /// are found evenly.
    pub places_needed_elsewhere: Figure,
}

/// People who move from an area to another.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaMove {
    /// ONS code of the area that they leave.
    pub from_code: AreaCode,
    /// Its name.
    pub from_name: String,
    /// ONS code of the area that they move to.
    pub to_code: AreaCode,
    /// Its name.
    pub to_name: String,
    /// How many.
    pub people: Figure,
    /// Kilometres between the centres of the areas.
    pub distance_km: Figure,
}

impl PathwayAnswer {
    /// True when a mode does not fulfil the request.
    pub fn is_unmet(&self) -> bool {
        self.areas.modes.iter().any(|mode| mode.is_unmet)
    }
}

impl AreaAtEnd {
    /// The gravest status of the people now and of those in the type of accommodation that is to
    /// end.
    pub fn status(&self) -> Option<Status> {
        Status::combine(self.people.status, self.people_in_ended_accommodation.status)
    }
}

/// The units of the figures of an [`AreaAtEnd`].
pub(super) const AREA_UNITS: &[(&str, Unit)] = &[
    ("people", Unit::People),
    ("people_at_end", Unit::People),
    ("due_at_end", Unit::People),
    ("gap_at_end", Unit::People),
    ("departures", Unit::People),
    ("arrivals", Unit::People),
    ("moved_out", Unit::People),
    ("moved_in", Unit::People),
    ("cap", Unit::People),
    ("people_in_ended_accommodation", Unit::People),
    ("places_needed_elsewhere", Unit::People),
    ("places_needed_per_quarter", Unit::People),
];

/// The units of the figures of an [`AreaInQuarter`].
pub(super) const QUARTER_UNITS: &[(&str, Unit)] = &[
    ("departures", Unit::People),
    ("arrivals", Unit::People),
    ("moved_out", Unit::People),
    ("moved_in", Unit::People),
    ("people", Unit::People),
    ("due", Unit::People),
    ("gap", Unit::People),
    ("cap", Unit::People),
    ("places_needed_elsewhere", Unit::People),
];

/// The units of the figures of an [`AreaMove`].
pub(super) const MOVE_UNITS: &[(&str, Unit)] =
    &[("people", Unit::People), ("distance_km", Unit::Kilometres)];
