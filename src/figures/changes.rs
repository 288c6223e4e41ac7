//! What the last refresh changed: headline indicators that moved, earlier figures that were revised.
//!
//! Figures are asked for twice, as they are and as if the editions had not come, so that every figure compared is one
//! that a briefing would have printed.

use crate::briefing::{Earlier, MovedFact, RevisedFact, headline_sentence, revision_sentence};
use crate::catalogue::{Dataset, Indicator};
use crate::domain::{AreaCode, Date, Id, Period, Result, day_of, long_date};
use crate::figures::Figures;
use crate::figures::earlier::{divided, known_since};
use crate::indicator::{Key, Values};
use crate::source::{EditionId, Snapshot};
use crate::table::{Figure, Row};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Which changes are asked for.
#[derive(Debug, Clone)]
pub struct ChangesRequest {
    /// The region whose headline indicators are compared.
    pub region: AreaCode,
    /// Everything that came on this day or after; what the last run added when absent.
    pub since: Option<Date>,
}

/// What editions that came have changed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChangesAnswer {
    /// What is listed.
    pub caption: String,
    /// The region whose headline indicators are compared.
    pub region: AreaCode,
    /// Editions that came on this day or after; none for those that the last refresh added.
    pub since: Option<Date>,
    /// One change a row: headlines and revisions of indicators, then editions, then revisions of datasets.
    pub rows: Vec<Change>,
}

/// One thing that changed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Change {
    /// The indicator or dataset.
    pub about: Id,
    /// What has happened.
    pub kind: ChangeKind,
    /// The change, in a sentence.
    pub sentence: String,
}

/// What has happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// A headline indicator has a newer figure.
    Headline,
    /// Earlier figures are other than they were.
    Revision,
    /// An edition has come.
    Edition,
}

impl ChangeKind {
    /// The word that is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Revision => "revision",
            Self::Edition => "edition",
        }
    }
}

/// What the editions of the last run, or those that came since a day, have changed: one sentence a row.
pub fn changes(figures: &Figures, request: &ChangesRequest) -> Result<ChangesAnswer> {
    let added = added(figures, request.since)?;
    let mut rows = Vec::new();
    if !added.is_empty() {
        let ids: BTreeSet<EditionId> = added.iter().map(Snapshot::id).collect();
        let before = figures.without(ids);
        for indicator in figures.catalogue().indicators.values().filter(|indicator| indicator.headline) {
            indicator_changes(figures, &before, indicator, &request.region, &mut rows)?;
        }
        dataset_changes(figures, &before, &added, &mut rows)?;
    }
    let caption = "What changed".to_owned();
    Ok(ChangesAnswer { caption, region: request.region.clone(), since: request.since, rows })
}

/// The editions that came since a day, or that the last run added and that are still held.
fn added(figures: &Figures, since: Option<Date>) -> Result<Vec<Snapshot>> {
    let mut snapshots = figures.holdings().manifest()?.snapshots.clone();
    match since {
        Some(day) => snapshots.retain(|snapshot| day_of(snapshot.retrieved) >= day),
        None => {
            let last = figures.holdings().store().journal()?.runs.pop().map(|run| run.added).unwrap_or_default();
            // One that was superseded and has come again is held twice: the run added the later.
            let newest = |id: &EditionId| snapshots.iter().rfind(|snapshot| snapshot.id() == *id).cloned();
            snapshots = last.iter().filter_map(newest).collect();
        }
    }
    snapshots.sort_by(|a, b| (&a.dataset, a.edition).cmp(&(&b.dataset, b.edition)));
    Ok(snapshots)
}

fn indicator_changes(
    figures: &Figures,
    before: &Figures,
    indicator: &Indicator,
    region: &AreaCode,
    changes: &mut Vec<Change>,
) -> Result<()> {
    let (old, new) = (before.values(indicator.id.as_str())?, figures.values(indicator.id.as_str())?);
    let newest = |values: &Values| {
        let day = values.newest_day(region)?;
        let (key, value) = values.newest_until(region, day)?;
        Some((key.clone(), value.clone()))
    };
    let Some((key, now)) = newest(&new) else { return Ok(()) };
    let earlier = newest(&old).map(|(_, before)| Earlier {
        break_reason: divided(&new, &key, before.period, now.period),
        ..known_since(&new, (&key, &now), Earlier::of(before.period, before.figure))
    });
    let now = (now.period, now.figure);
    let area = figures.geography().name_of(region);
    let fact = MovedFact { title: indicator.title.clone(), area, unit: indicator.unit, before: earlier, now };
    let mut add = |kind, sentence: String| changes.push(Change { about: indicator.id.clone(), kind, sentence });
    if let Some(sentence) = headline_sentence(&fact) {
        add(ChangeKind::Headline, sentence);
    }
    let in_region = |key: &Key| key.area == *region || figures.geography().contains(region, &key.area);
    let pairs = new.iter().filter(|(key, _)| in_region(key)).filter_map(|(key, value)| {
        let held = old.get(key)?;
        Some((key.area.clone(), value.period, held.figure, value.figure))
    });
    let compared: Vec<_> = pairs.collect();
    let revisions: Vec<RevisedFact> = compared
        .iter()
        .filter(|(.., old, new)| differ(*old, *new))
        .map(|(area, period, old, new)| RevisedFact {
            subject: figures.geography().name_of(area),
            period: *period,
            unit: indicator.unit,
            old: *old,
            new: *new,
        })
        .collect();
    if let Some(sentence) =
        revision_sentence(&indicator.title, compared.len(), &revisions).filter(|_| !revisions.is_empty())
    {
        add(ChangeKind::Revision, sentence);
    }
    Ok(())
}

/// What came of each dataset, and which of its earlier figures it revises.
fn dataset_changes(figures: &Figures, before: &Figures, added: &[Snapshot], changes: &mut Vec<Change>) -> Result<()> {
    for snapshot in added {
        let dataset = figures.catalogue().dataset(snapshot.dataset.as_str())?;
        let published = snapshot.published.map(|day| format!(", published on {}", long_date(day)));
        let accepted = snapshot.accepted.as_ref().map(|reason| format!("; a person took them in spite of {reason}"));
        changes.push(Change {
            about: dataset.id.clone(),
            kind: ChangeKind::Edition,
            sentence: format!(
                "{}: figures to {} have come{}{}.",
                dataset.title,
                long_date(snapshot.edition),
                published.unwrap_or_default(),
                accepted.unwrap_or_default()
            ),
        });
    }
    let datasets: BTreeSet<&Id> = added.iter().map(|snapshot| &snapshot.dataset).collect();
    for id in datasets {
        let dataset = figures.catalogue().dataset(id.as_str())?;
        let (Some(old), Some(new)) = (before.holdings().table(&dataset.id)?, figures.holdings().table(&dataset.id)?)
        else {
            continue;
        };
        let (compared, revisions) = revisions(figures, dataset, &old.rows()?, &new.rows()?);
        changes.extend(revision_sentence(&dataset.title, compared, &revisions).map(|sentence| Change {
            about: dataset.id.clone(),
            kind: ChangeKind::Revision,
            sentence,
        }));
    }
    Ok(())
}

/// How many figures stand in both tables, and those of them that differ.
fn revisions(figures: &Figures, dataset: &Dataset, old: &[Row], new: &[Row]) -> (usize, Vec<RevisedFact>) {
    type Of<'r> = (&'r str, &'r AreaCode, &'r [String], Period);
    fn of(row: &Row) -> Of<'_> {
        (&row.measure, &row.area, &row.dims, row.period)
    }
    let held: BTreeMap<Of<'_>, &Row> = old.iter().map(|row| (of(row), row)).collect();
    let pairs: Vec<(&Row, &Row)> = new.iter().filter_map(|row| Some((*held.get(&of(row))?, row))).collect();
    let revisions = pairs
        .iter()
        .filter(|(old, new)| differ(old.figure(), new.figure()))
        .map(|(old, new)| RevisedFact {
            subject: named_row(figures, dataset, new),
            period: new.period,
            unit: new.unit,
            old: old.figure(),
            new: new.figure(),
        })
        .collect();
    (pairs.len(), revisions)
}

fn named_row(figures: &Figures, dataset: &Dataset, row: &Row) -> String {
    let titles =
        dataset.dimension.iter().zip(row.dims.iter()).filter(|(_, code)| *code != "all").map(|(dimension, code)| {
            let list = dimension.codelist.as_ref().and_then(|id| figures.catalogue().codelists.get(id));
            list.and_then(|list| list.get(code)).map_or_else(|| code.clone(), |code| code.title.to_lowercase())
        });
    let titles: Vec<String> = titles.collect();
    if titles.is_empty() { row.area_name.to_string() } else { format!("{} ({})", row.area_name, titles.join(", ")) }
}

/// True for figures that differ; remarks that came or went are no revision.
fn differ(old: Figure, new: Figure) -> bool {
    let why = |figure: Figure| figure.status.filter(|status| status.is_missing());
    (old.value, why(old)) != (new.value, why(new))
}
