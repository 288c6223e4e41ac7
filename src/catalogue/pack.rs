//! Briefing packs: which sections, charts and tables stand in which order. The prose is in the `.md` beside it.

use super::Catalogue;
use super::reference_check::{exists, wrong};
use crate::domain::{Error, Id, Result, error_codes};
use itertools::Itertools;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One briefing pack, `reports/packs/<id>.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Name of the file.
    pub id: Id,
    /// Title; `{region}` is filled in.
    pub title: String,
    /// For whom and what for, one sentence.
    pub about: String,
    /// What it is about: a region, or one authority.
    #[serde(default)]
    pub of: PackOf,
    /// The indicators that it opens with, in the order of reading: newest figure and how it moved. The newest of
    /// these figures gives the pack its date.
    pub headlines: Vec<Id>,
    /// Further indicators that it is about: exceptions are told of them, and their figures stand in its file of figures.
    #[serde(default)]
    pub further: Vec<Id>,
    /// Indicators of the method `not-published` that belong to the theme: each is named with its reason.
    #[serde(default)]
    pub unanswered: Vec<Id>,
    /// The slots that the prose may name in `{{ … }}` on a line of its own.
    pub slot: Vec<Slot>,
}

/// What a pack is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PackOf {
    /// A region or nation and its authorities.
    #[default]
    Region,
    /// One authority.
    Authority,
}

/// A place in the prose that the program fills, with exactly one of `chart`, `table`, `areas`, `categories` and `part`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// The name in the prose.
    pub name: Id,
    /// A chart or analysis of that id …
    pub chart: Option<Id>,
    /// … or the whole table of an analysis …
    pub table: Option<Id>,
    /// … or a table of the authorities with the newest figures of these indicators …
    #[serde(default)]
    pub areas: Vec<Id>,
    /// … or a table of the categories of an indicator …
    pub categories: Option<Id>,
    /// … or a part of that name: `changed`, `attention`, `shares`, `caveats`, `sources` …
    pub part: Option<String>,
    /// Why it may be empty: what is said in its stead when there are no figures.
    pub otherwise: String,
}

/// What a slot is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filling<'s> {
    /// A chart or analysis.
    Chart(&'s Id),
    /// The table of an analysis.
    Table(&'s Id),
    /// Authorities with figures of indicators.
    Areas(&'s [Id]),
    /// The categories of an indicator.
    Categories(&'s Id),
    /// A part of the program's.
    Part(&'s str),
}

impl Slot {
    /// What fills it. Errors with `F204` for several things or none.
    pub fn filling(&self) -> Result<Filling<'_>> {
        let areas = Some(self.areas.as_slice()).filter(|ids| !ids.is_empty());
        let named = [
            self.chart.as_ref().map(Filling::Chart),
            self.table.as_ref().map(Filling::Table),
            areas.map(Filling::Areas),
            self.categories.as_ref().map(Filling::Categories),
            self.part.as_deref().map(Filling::Part),
        ];
        match named.into_iter().flatten().collect::<Vec<_>>().as_slice() {
            [one] => Ok(*one),
            other => Err(Error::new(error_codes::DEFINITION_WRONG, "filling a pack")
                .at_key(self.name.as_str())
                .found(format!("{} of `chart`, `table`, `areas`, `categories` and `part`", other.len()))
                .expected("one of them")),
        }
    }

    /// The indicators whose figures it shows by itself; those of charts and parts are theirs to know.
    fn indicators(&self) -> impl Iterator<Item = &Id> {
        self.areas.iter().chain(&self.categories)
    }
}

impl Pack {
    /// Every indicator that the pack names, in the order of mention, each once.
    pub fn indicators(&self) -> Vec<&Id> {
        let named = self.headlines.iter().chain(self.slot.iter().flat_map(Slot::indicators)).chain(&self.further);
        named.unique().collect()
    }
}

/// Checks a pack: what it names exists, tables of authorities have one figure for each, and what it calls unanswered is.
///
/// Errors: `F202` for what does not exist, `F204` for contradictions.
pub(super) fn check(catalogue: &Catalogue, pack: &Pack) -> Result<()> {
    if pack.headlines.is_empty() {
        return Err(wrong(error_codes::DEFINITION_WRONG, "headlines", "none").expected("the indicators it opens with"));
    }
    for id in pack.indicators().into_iter().chain(&pack.unanswered) {
        exists(&catalogue.indicators, id, "indicator")?;
    }
    if let Some(id) = pack.unanswered.iter().find(|id| catalogue.indicators[*id].method.not_published().is_none()) {
        return Err(wrong(error_codes::DEFINITION_WRONG, "unanswered", format!("{id}, which is computed"))
            .expected("indicators of the method not-published"));
    }
    pack.slot.iter().try_for_each(|slot| check_slot(catalogue, slot))
}

fn check_slot(catalogue: &Catalogue, slot: &Slot) -> Result<()> {
    match slot.filling()? {
        Filling::Chart(id) if !catalogue.analyses.contains_key(id) => exists(&catalogue.charts, id, "chart"),
        Filling::Table(id) => exists(&catalogue.analyses, id, "analysis"),
        Filling::Areas(ids) => match ids.iter().find(|id| !catalogue.indicators[*id].dims.is_empty()) {
            None => Ok(()),
            Some(id) => {
                Err(wrong(error_codes::DEFINITION_WRONG, "areas", format!("{id}, which tells categories apart"))
                    .expected("indicators with one figure for an area"))
            }
        },
        Filling::Categories(id) if catalogue.indicators[id].dims.len() != 1 => {
            Err(wrong(error_codes::DEFINITION_WRONG, "categories", id.to_string())
                .expected("an indicator that tells one kind of category apart"))
        }
        _ => Ok(()),
    }
}
