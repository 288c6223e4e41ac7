//! Surges: who can take how many by each key.

use crate::allocation::combined::{add_new, merged};
use crate::allocation::limit::Limit;
use crate::allocation::requests::SharesRequest;
use crate::allocation::shares::{self, SharesAnswer};
use crate::briefing::with_article;
use crate::catalogue::Key;
use crate::domain::{
    AreaCode, Date, Error, Field, Id, Result, Status, Unit, counted, counted_people, error_codes,
    long_date,
};
use crate::fairshare::{
    self, Arrivals, BindingLimit, Share, Surge, as_f64, rule, tie_note, weights_and_headroom,
};
use crate::figures::Figures;
use crate::table::{Figure, Source, Units};
use schemars::JsonSchema;
use serde::Serialize;

/// How many of the people who arrive over some weeks each area takes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SurgeAnswer {
    /// Who arrives, where and from when, in a sentence without a full stop.
    pub caption: String,
    /// The region.
    pub region: AreaCode,
    /// The day of the counts.
    pub as_at: Date,
    /// How many people arrive.
    pub people: u64,
    /// Over how many weeks.
    pub weeks: u32,
    /// The rule of apportionment.
    pub rule: &'static str,
    /// The outcome by each key, in the order requested.
    pub keys: Vec<SurgeOutcome>,
    /// One row for each area.
    pub areas: Vec<SurgeArea>,
    /// How many cannot be placed, by the key by which these are most.
    pub max_unplaced: u64,
    /// The unit of each figure of an area.
    pub units: Units,
    /// Notes that explain the figures, the outcomes first.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// The outcome of a surge by a key.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SurgeOutcome {
    /// The key.
    pub key: Id,
    /// Its title.
    pub title: String,
    /// The limit that counts with it.
    pub limit: Limit,
    /// How many cannot be placed.
    pub unplaced: u64,
    /// From which week on some cannot; `None` where all people are placed.
    pub full_in_week: Option<u32>,
    /// How many are placed and which areas are full, in a sentence.
    pub outcome: String,
    /// Which areas have the same claim to the last place, in a sentence.
    pub tie: Option<String>,
}

/// The people an area takes.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SurgeArea {
    /// ONS code.
    pub area_code: AreaCode,
    /// Name.
    pub area_name: String,
    /// The number it takes by each key, in the order of the keys.
    pub keys: Vec<SurgeShare>,
}

/// The number an area takes by a key.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SurgeShare {
    /// The key.
    pub key: Id,
    /// How many more people the limit allows at the start; `None` without a limit.
    pub headroom: Option<Figure>,
    /// People it takes over all weeks.
    pub placed: Figure,
    /// The week in which its room is used up, 0 where it had none before; `None` where it has some
    /// left.
    pub full_in_week: Option<u32>,
    /// The limit that keeps it from taking more.
    pub binds: BindingLimit,
}

impl SurgeShare {
    /// The limit that keeps the area from taking more, in a phrase.
    pub fn binds_label(&self) -> &'static str {
        match self.binds {
            BindingLimit::Key => "key",
            BindingLimit::Limit => "limit",
            BindingLimit::NoShare => "no share",
        }
    }
}

/// The units of the figures of a [`SurgeShare`].
const UNITS: &[(&str, Unit)] =
    &[("headroom", Unit::People), ("placed", Unit::People), ("full_in_week", Unit::Number)];

/// People arrive over some weeks. The answer has each area's room under the limit. By each key it
/// has how many the area takes, in which week its room is used up, and what keeps it from taking
/// more. See [`fairshare::surge`] for the formula.
///
/// Errors: as of [`shares::shares`], and those of the rule; `F303` for no key.
pub fn surge(
    figures: &Figures,
    keys: &[String],
    request: &SharesRequest,
    arrivals: Arrivals,
) -> Result<SurgeAnswer> {
    let mut found: Vec<(&Key, SharesAnswer, Surge)> = Vec::new();
    for id in keys {
        let key = figures.catalogue().key(id)?;
        let answer =
            shares::shares(figures, &SharesRequest { key: id.clone(), ..request.clone() })?;
        let weights = answer.by_key.weights_for(&key.id, Figure::of(as_f64(arrivals.people)))?;
        let (weights, room) = weights_and_headroom(&answer.shares.rows, &weights)?;
        let surge = fairshare::surge(&weights, &room, arrivals, rule(answer.rule)?)
            .map_err(|refused| refused.error(|at| answer.shares.rows[at].name.clone()))?;
        found.push((key, answer, surge));
    }
    let Some((_, first, _)) = found.first() else {
        return Err(Error::new(error_codes::OPTION_WRONG, "placing people who arrive")
            .at_field(Field::Key)
            .found("no key")
            .expected("a key or several"));
    };
    let outcomes: Vec<SurgeOutcome> =
        found.iter().map(|(key, answer, surge)| outcome(key, answer, surge)).collect();
    let row = |share: &Share| SurgeArea {
        area_code: share.code.clone(),
        area_name: share.name.clone(),
        keys: found
            .iter()
            .map(|(_, answer, surge)| surge_share(answer, surge, &share.code))
            .collect(),
    };
    Ok(SurgeAnswer {
        caption: format!(
            "{} arriving over {} in {}, from {}",
            counted_people(arrivals.people),
            counted(usize::try_from(arrivals.weeks).unwrap_or(usize::MAX), "week", "weeks"),
            with_article(&figures.geography().name_of(&request.region)),
            long_date(first.as_at)
        ),
        region: first.region.clone(),
        as_at: first.as_at,
        people: arrivals.people,
        weeks: arrivals.weeks,
        rule: first.rule,
        areas: first.shares.rows.iter().map(row).collect(),
        max_unplaced: found.iter().map(|(_, _, surge)| surge.unplaced).max().unwrap_or_default(),
        units: Units::of(UNITS),
        notes: notes(&outcomes, found.iter().map(|(_, answer, _)| answer), first.as_at),
        keys: outcomes,
        sources: merged(found.iter().map(|(_, answer, _)| &answer.sources)),
    })
}

/// The outcome of a surge by each key, the description of its figures, and their assumptions.
fn notes<'a>(
    outcomes: &[SurgeOutcome],
    answers: impl Iterator<Item = &'a SharesAnswer>,
    as_at: Date,
) -> Vec<String> {
    let mut notes = Vec::new();
    for outcome in outcomes {
        notes.push(outcome.outcome.clone());
        notes.extend(outcome.tie.as_ref().map(|tie| format!("{}: {tie}", outcome.title)));
    }
    let binds = "Binding constraint: the key where an area takes its share, the limit where no \
        headroom is left. Full in week 0: before the first arrival.";
    notes.push(binds.to_owned());
    notes.push("Room under a limit is a permission, not a place to sleep.".to_owned());
    let mut shared = vec![format!("People in asylum support: {}.", long_date(as_at))];
    answers.for_each(|answer| add_new(&mut shared, answer.notes_with_population()));
    notes.extend(shared);
    notes
}

fn surge_share(answer: &SharesAnswer, surge: &Surge, area: &AreaCode) -> SurgeShare {
    let found = answer.shares.rows.iter().zip(&surge.areas).find(|(row, _)| row.code == *area);
    // A key that divides among counties has no share for their districts.
    let not_divided = Figure::missing(Status::NotApplicable);
    SurgeShare {
        key: answer.key.clone(),
        headroom: found.and_then(|(row, _)| row.headroom),
        placed: found.map_or(not_divided, |(_, taken)| Figure::of(as_f64(taken.placed))),
        full_in_week: found.and_then(|(_, taken)| taken.exhausted_in_week),
        binds: found.map_or(BindingLimit::NoShare, |(_, taken)| taken.binds),
    }
}

fn outcome(key: &Key, answer: &SharesAnswer, surge: &Surge) -> SurgeOutcome {
    SurgeOutcome {
        key: key.id.clone(),
        title: key.title.clone(),
        limit: answer.limit.clone(),
        unplaced: surge.unplaced,
        full_in_week: surge.full_in_week,
        outcome: outcome_sentence(&format!("{} ({})", key.title, answer.limit.phrase()), surge),
        tie: tie_note(&surge.tied, |at| answer.shares.rows[at].name.clone()),
    }
}

fn outcome_sentence(title: &str, surge: &Surge) -> String {
    let full = surge.areas.iter().filter(|area| area.binds == BindingLimit::Limit).count();
    let areas = match full {
        0 => "every area has room left".to_owned(),
        _ => format!("{} no room left", counted(full, "area has", "areas have")),
    };
    match surge.full_in_week {
        None => format!("{title}: all people are placed; {areas}."),
        Some(week) => {
            format!(
                "{title}: {} cannot be placed, the first in week {week}; {areas}.",
                counted_people(surge.unplaced)
            )
        }
    }
}
