//! Briefing packs: the order of sections, charts and tables. The prose is in the `.md` file next to
//! it.

use super::read::DefinitionFile;
use super::reference_check::{exists, wrong};
use super::{Catalogue, read};
use crate::domain::{Error, Id, Result, error_codes};
use itertools::Itertools;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One briefing pack, `reports/packs/<id>.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack<S = Slot> {
    /// Name of the file.
    pub id: Id,
    /// Title; `{region}` is filled in.
    pub title: String,
    /// For whom and what for, one sentence.
    pub about: String,
    /// Its subject: a region, or one authority.
    #[serde(default)]
    pub of: PackOf,
    /// The indicators that it opens with, in the order of reading: newest figure and how it moved.
    /// The newest of these figures gives the pack its date.
    pub headlines: Vec<Id>,
    /// Further indicators that it is about: their exceptions are listed, and its file of figures
    /// contains their figures.
    #[serde(default)]
    pub further: Vec<Id>,
    /// Indicators of the method `not-published` that belong to the theme: each is named with its
    /// reason.
    #[serde(default)]
    pub unanswered: Vec<Id>,
    /// The slots that the prose may name in `{{ … }}` on a line of its own.
    pub slot: Vec<S>,
}

/// The subject of a pack.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PackOf {
    /// A region or nation and its authorities.
    #[default]
    Region,
    /// One authority.
    Authority,
}

/// A place in the prose that the program fills.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    /// The name in the prose.
    pub name: Id,
    /// What fills it.
    pub filling: SlotContent,
    /// Why it may be empty: the text printed when there are no figures.
    pub otherwise: String,
}

/// The content of a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotContent {
    /// A chart or analysis.
    Chart(Id),
    /// The table of an analysis.
    Table(Id),
    /// The authorities with the newest figures of indicators.
    Areas(Vec<Id>),
    /// The categories of an indicator.
    Categories(Id),
    /// A part of the program's: `changed`, `attention`, `shares`, `caveats`, `sources` and others.
    Part(String),
}

/// A slot as defined, with exactly one of `chart`, `table`, `areas`, `categories` and `part`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSlot {
    name: Id,
    chart: Option<Id>,
    table: Option<Id>,
    #[serde(default)]
    areas: Vec<Id>,
    categories: Option<Id>,
    part: Option<String>,
    otherwise: String,
}

impl TryFrom<RawSlot> for Slot {
    type Error = Error;

    fn try_from(raw: RawSlot) -> Result<Self> {
        let named = [
            raw.chart.map(SlotContent::Chart),
            raw.table.map(SlotContent::Table),
            Some(raw.areas).filter(|ids| !ids.is_empty()).map(SlotContent::Areas),
            raw.categories.map(SlotContent::Categories),
            raw.part.map(SlotContent::Part),
        ];
        let mut fillings: Vec<SlotContent> = named.into_iter().flatten().collect();
        match (fillings.pop(), fillings.len()) {
            (Some(filling), 0) => Ok(Self { name: raw.name, filling, otherwise: raw.otherwise }),
            (one, others) => {
                let count = others + usize::from(one.is_some());
                Err(Error::new(error_codes::DEFINITION_WRONG, "filling a pack")
                    .at_key(raw.name.as_str())
                    .found(format!("{count} of `chart`, `table`, `areas`, `categories` and `part`"))
                    .expected("one of them"))
            }
        }
    }
}

impl Slot {
    /// The indicators whose figures it shows by itself; charts and parts declare their own.
    fn indicators(&self) -> &[Id] {
        match &self.filling {
            SlotContent::Areas(ids) => ids,
            SlotContent::Categories(id) => std::slice::from_ref(id),
            SlotContent::Chart(_) | SlotContent::Table(_) | SlotContent::Part(_) => &[],
        }
    }
}

impl Pack {
    /// Reads a pack. Errors with `F201` for malformed TOML and unknown keys, `F204` for a slot with
    /// several fillings or none.
    pub(super) fn read(file: &DefinitionFile) -> Result<Self> {
        let raw: Pack<RawSlot> = read::toml(file)?;
        let slot: Result<Vec<Slot>> = raw.slot.into_iter().map(Slot::try_from).collect();
        Ok(Self {
            slot: slot.map_err(|error| error.in_file(&file.shown))?,
            id: raw.id,
            title: raw.title,
            about: raw.about,
            of: raw.of,
            headlines: raw.headlines,
            further: raw.further,
            unanswered: raw.unanswered,
        })
    }

    /// Every indicator that the pack names, in the order of mention, each once.
    pub fn indicators(&self) -> Vec<&Id> {
        let named = self
            .headlines
            .iter()
            .chain(self.slot.iter().flat_map(Slot::indicators))
            .chain(&self.further);
        named.unique().collect()
    }
}

/// Checks a pack: its names exist, tables of authorities have one figure for each, and indicators
/// that it calls unanswered are.
///
/// Errors: `F202` for what does not exist, `F204` for contradictions.
pub(super) fn check(catalogue: &Catalogue, pack: &Pack) -> Result<()> {
    if pack.headlines.is_empty() {
        return Err(wrong(error_codes::DEFINITION_WRONG, "headlines", "none")
            .expected("the indicators it opens with"));
    }
    for id in pack.indicators().into_iter().chain(&pack.unanswered) {
        exists(&catalogue.indicators, id, "indicator")?;
    }
    if let Some(id) =
        pack.unanswered.iter().find(|id| catalogue.indicators[*id].method.not_published().is_none())
    {
        return Err(wrong(
            error_codes::DEFINITION_WRONG,
            "unanswered",
            format!("{id}, which is computed"),
        )
        .expected("indicators of the method not-published"));
    }
    pack.slot.iter().try_for_each(|slot| check_slot(catalogue, slot))
}

fn check_slot(catalogue: &Catalogue, slot: &Slot) -> Result<()> {
    match &slot.filling {
        SlotContent::Chart(id) if !catalogue.analyses.contains_key(id) => {
            exists(&catalogue.charts, id, "chart")
        }
        SlotContent::Table(id) => exists(&catalogue.analyses, id, "analysis"),
        SlotContent::Areas(ids) => {
            match ids.iter().find(|id| !catalogue.indicators[*id].dims.is_empty()) {
                None => Ok(()),
                Some(id) => Err(wrong(
                    error_codes::DEFINITION_WRONG,
                    "areas",
                    format!("{id}, which tells categories apart"),
                )
                .expected("indicators with one figure for an area")),
            }
        }
        SlotContent::Categories(id) if catalogue.indicators[id].dims.len() != 1 => {
            Err(wrong(error_codes::DEFINITION_WRONG, "categories", id.to_string())
                .expected("an indicator that tells one kind of category apart"))
        }
        _ => Ok(()),
    }
}
