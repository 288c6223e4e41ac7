//! The changes by the last refresh: headline indicators that moved, earlier figures that were
//! revised.
//!
//! Figures are computed twice, with the new editions and as if these had not been published. Every
//! figure compared is therefore one that a briefing would have printed.

use crate::briefing::{Earlier, RevisedFact};
use crate::catalogue::{Dataset, Indicator};
use crate::domain::{AreaCode, Date, Id, Period, Result, Unit, day_of};
use crate::figures::earlier::{divided, known_since};
use crate::figures::{Figures, sources};
use crate::holdings::reader::source_of;
use crate::indicator::{Key, Value, Values};
use crate::knowledge::categories;
use crate::source::{EditionId, Snapshot};
use crate::table::{Figure, Row, Source, Table};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Which changes are requested.
#[derive(Debug, Clone)]
pub struct ChangesRequest {
    /// The region whose headline indicators are compared.
    pub region: AreaCode,
    /// Editions added on this day or after; the additions of the last run when absent.
    pub since: Option<Date>,
}

/// What editions that came have changed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChangesAnswer {
    /// A caption for the list.
    pub caption: String,
    /// The region whose headline indicators are compared.
    pub region: AreaCode,
    /// Editions added on this day or after; none for those that the last refresh added.
    pub since: Option<Date>,
    /// One change a row: headlines and revisions of indicators, then editions, then revisions of
    /// datasets.
    pub rows: Vec<Change>,
}

/// One thing that changed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Change {
    /// A headline indicator has a newer figure.
    Headline(HeadlineChange),
    /// Earlier figures of an indicator or dataset have been compared with what they were.
    Revision(Revision),
    /// An edition has come.
    Edition(AddedEdition),
}

/// The newer figure of a headline indicator.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HeadlineChange {
    /// The indicator.
    pub about: Id,
    /// Its title.
    pub title: String,
    /// The area.
    pub area_code: AreaCode,
    /// Its name.
    pub area_name: String,
    /// The unit of both figures.
    pub unit: Unit,
    /// The period of the newer figure.
    #[serde(flatten)]
    pub period: Period,
    /// The newer figure, or why it is missing.
    #[serde(flatten)]
    pub figure: Figure,
    /// The newest figure before; `None` where there was none.
    pub previous: Option<Earlier>,
    /// The editions that both figures come from.
    pub sources: Vec<Source>,
}

/// The earlier figures of an indicator or dataset that were revised.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Revision {
    /// The indicator or dataset.
    pub about: Id,
    /// Which of the two it is.
    pub of: RevisedSeries,
    /// Its title.
    pub title: String,
    /// How many figures there were before and are now.
    pub compared: usize,
    /// The figures among them that differ; empty where no figure of a dataset does.
    pub figures: Vec<RevisedFact>,
    /// The editions that the figures come from, before and now.
    pub sources: Vec<Source>,
}

/// The revised series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RevisedSeries {
    /// An indicator, in the region and its areas.
    Indicator,
    /// A dataset, in all areas.
    Dataset,
}

/// An edition that has come.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AddedEdition {
    /// The dataset.
    pub about: Id,
    /// Its title.
    pub title: String,
    /// The edition.
    pub source: Source,
    /// The differences in spite of which a user accepted it; `None` where it needed no decision.
    pub accepted: Option<String>,
}

impl Change {
    /// The indicator or dataset.
    pub fn about(&self) -> &Id {
        match self {
            Self::Headline(HeadlineChange { about, .. })
            | Self::Revision(Revision { about, .. })
            | Self::Edition(AddedEdition { about, .. }) => about,
        }
    }

    /// The word that is printed for its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Headline(_) => "headline",
            Self::Revision(_) => "revision",
            Self::Edition(_) => "edition",
        }
    }
}

/// The changes by the editions of the last run, or by editions added since a day.
pub fn changes(figures: &Figures, request: &ChangesRequest) -> Result<ChangesAnswer> {
    let added = added(figures, request.since)?;
    let mut rows = Vec::new();
    if !added.is_empty() {
        let ids: BTreeSet<EditionId> = added.iter().map(Snapshot::id).collect();
        let before = figures.without(ids);
        for indicator in
            figures.catalogue().indicators.values().filter(|indicator| indicator.headline)
        {
            let (old, new) =
                (before.values(indicator.id.as_str())?, figures.values(indicator.id.as_str())?);
            let compared = Compared { indicator, old: (&before, &old), new: (figures, &new) };
            rows.extend(compared.headline(&request.region)?.map(Change::Headline));
            rows.extend(compared.revision(&request.region)?.map(Change::Revision));
        }
        dataset_changes(figures, &before, &added, &mut rows)?;
    }
    let caption = "What changed".to_owned();
    Ok(ChangesAnswer { caption, region: request.region.clone(), since: request.since, rows })
}

/// The editions added since a day, or those that the last run added and that are still stored.
fn added(figures: &Figures, since: Option<Date>) -> Result<Vec<Snapshot>> {
    let mut snapshots = figures.holdings().manifest()?.snapshots.clone();
    match since {
        Some(day) => snapshots.retain(|snapshot| day_of(snapshot.retrieved) >= day),
        None => {
            let last = figures
                .holdings()
                .store()
                .journal()?
                .runs
                .pop()
                .map(|run| run.added)
                .unwrap_or_default();
            // A superseded edition that was imported again is stored twice: the run added the later
            // one.
            let newest =
                |id: &EditionId| snapshots.iter().rfind(|snapshot| snapshot.id() == *id).cloned();
            snapshots = last.iter().filter_map(newest).collect();
        }
    }
    snapshots.sort_by(|a, b| (&a.dataset, a.edition).cmp(&(&b.dataset, b.edition)));
    Ok(snapshots)
}

/// An indicator without the editions that have come, and with them.
struct Compared<'f> {
    indicator: &'f Indicator,
    old: (&'f Figures, &'f Values),
    new: (&'f Figures, &'f Values),
}

impl Compared<'_> {
    /// The newest figure of a region, where it is of another period than before.
    fn headline(&self, region: &AreaCode) -> Result<Option<HeadlineChange>> {
        let (figures, new) = self.new;
        let newest = |values: &Values| {
            let day = values.newest_day(region)?;
            let (key, value) = values.newest_until(region, day)?;
            Some((key.clone(), value.clone()))
        };
        let Some((key, now)) = newest(new) else { return Ok(None) };
        let before = newest(self.old.1);
        if before.as_ref().is_some_and(|(_, before)| before.period == now.period) {
            return Ok(None);
        }
        let previous = before.as_ref().map(|(_, before)| Earlier {
            break_reason: divided(new, &key, before.period, now.period),
            ..known_since(new, (&key, &now), Earlier::of(before.period, before.figure))
        });
        Ok(Some(HeadlineChange {
            about: self.indicator.id.clone(),
            title: self.indicator.title.clone(),
            area_code: region.clone(),
            area_name: figures.geography().name_of(region),
            unit: self.indicator.unit,
            period: now.period,
            figure: now.figure,
            previous,
            sources: self.sources([&key], before.iter().map(|(key, _)| key))?,
        }))
    }

    /// The figures of a region and its areas that differ from those before; `None` where none does.
    fn revision(&self, region: &AreaCode) -> Result<Option<Revision>> {
        let ((figures, new), (_, old)) = (self.new, self.old);
        let in_region =
            |key: &Key| key.area == *region || figures.geography().contains(region, &key.area);
        let pairs = new.iter().filter(|(key, _)| in_region(key));
        let pairs: Vec<_> =
            pairs.filter_map(|(key, value)| Some((key, value, old.get(key)?.figure))).collect();
        let differing = || pairs.iter().filter(|(_, value, old)| differ(*old, value.figure));
        let dimensions = categories::dimensions(figures.knowledge(), self.indicator);
        let fact = |(key, value, old): &(&Key, &Value, Figure)| RevisedFact {
            measure: None,
            area_code: key.area.clone(),
            area_name: figures.geography().name_of(&key.area),
            dims: key.dims.clone(),
            category: categories::category(figures.knowledge(), &dimensions, key),
            period: value.period,
            unit: self.indicator.unit,
            old: *old,
            new: value.figure,
        };
        let revised: Vec<RevisedFact> = differing().map(fact).collect();
        if revised.is_empty() {
            return Ok(None);
        }
        let keys = || differing().map(|(key, ..)| *key);
        Ok(Some(Revision {
            about: self.indicator.id.clone(),
            of: RevisedSeries::Indicator,
            title: self.indicator.title.clone(),
            compared: pairs.len(),
            figures: revised,
            sources: self.sources(keys(), keys())?,
        }))
    }

    /// The editions of figures with these keys now, and of those with these keys before.
    fn sources<'k>(
        &self,
        now: impl IntoIterator<Item = &'k Key>,
        before: impl IntoIterator<Item = &'k Key>,
    ) -> Result<Vec<Source>> {
        let now = sources::sources_of(self.new.0, self.indicator, now)?;
        let before = sources::sources_of(self.old.0, self.indicator, before)?;
        Ok(now.into_iter().chain(before).collect::<BTreeSet<Source>>().into_iter().collect())
    }
}

/// What came of each dataset, and which of its earlier figures it revises.
fn dataset_changes(
    figures: &Figures,
    before: &Figures,
    added: &[Snapshot],
    changes: &mut Vec<Change>,
) -> Result<()> {
    for snapshot in added {
        let dataset = figures.catalogue().dataset(snapshot.dataset.as_str())?;
        changes.push(Change::Edition(AddedEdition {
            about: dataset.id.clone(),
            title: dataset.title.clone(),
            source: source_of(dataset, snapshot),
            accepted: snapshot.accepted.clone(),
        }));
    }
    let datasets: BTreeSet<&Id> = added.iter().map(|snapshot| &snapshot.dataset).collect();
    for id in datasets {
        let dataset = figures.catalogue().dataset(id.as_str())?;
        let (Some(old), Some(new)) =
            (before.holdings().table(&dataset.id)?, figures.holdings().table(&dataset.id)?)
        else {
            continue;
        };
        changes.extend(dataset_revision(figures, dataset, &old, &new)?.map(Change::Revision));
    }
    Ok(())
}

/// Which figures of a dataset differ that are in both its tables; `None` where no figure is.
fn dataset_revision(
    figures: &Figures,
    dataset: &Dataset,
    old: &Table,
    new: &Table,
) -> Result<Option<Revision>> {
    type Of<'r> = (&'r str, &'r AreaCode, &'r [String], Period);
    fn of(row: &Row) -> Of<'_> {
        (&row.measure, &row.area, &row.dims, row.period)
    }
    let (old_rows, new_rows) = (old.rows()?, new.rows()?);
    let known: BTreeMap<Of<'_>, &Row> = old_rows.iter().map(|row| (of(row), row)).collect();
    let pairs: Vec<(&Row, &Row)> =
        new_rows.iter().filter_map(|row| Some((*known.get(&of(row))?, row))).collect();
    if pairs.is_empty() {
        return Ok(None);
    }
    let source = |table: &Table, row: &Row| table.sources().get(row.source as usize).cloned();
    let sources: BTreeSet<Source> =
        pairs.iter().flat_map(|(a, b)| [source(old, a), source(new, b)]).flatten().collect();
    let revised = pairs.iter().filter(|(old, new)| differ(old.figure(), new.figure()));
    let fact = |(old, new): &(&Row, &Row)| RevisedFact {
        measure: Some(new.measure.to_string()),
        area_code: new.area.clone(),
        area_name: new.area_name.to_string(),
        dims: new.dims.to_vec(),
        category: categories_of(figures, dataset, new),
        period: new.period,
        unit: new.unit,
        old: old.figure(),
        new: new.figure(),
    };
    Ok(Some(Revision {
        about: dataset.id.clone(),
        of: RevisedSeries::Dataset,
        title: dataset.title.clone(),
        compared: pairs.len(),
        figures: revised.map(fact).collect(),
        sources: sources.into_iter().collect(),
    }))
}

/// The titles of a row's categories, without those of totals.
fn categories_of(figures: &Figures, dataset: &Dataset, row: &Row) -> String {
    let parts = dataset.dimension.iter().zip(row.dims.iter()).filter(|(_, code)| *code != "all");
    let titles = parts.map(|(dimension, code)| {
        let list = dimension.codelist.as_ref().and_then(|id| figures.catalogue().codelists.get(id));
        list.and_then(|list| list.get(code))
            .map_or_else(|| code.clone(), |code| code.title.to_lowercase())
    });
    titles.collect::<Vec<String>>().join(", ")
}

/// True for figures that differ; remarks that came or went are no revision.
fn differ(old: Figure, new: Figure) -> bool {
    let why = |figure: Figure| figure.status.filter(|status| status.is_missing());
    (old.value, why(old)) != (new.value, why(new))
}
