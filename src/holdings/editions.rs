//! The editions held in a program and a store, as seen from a day: which of them count, and their
//! tables.
//!
//! Belongs here: what is read of an edition that is held. Does not belong here: taking in another
//! (`import`, `refresh`), what is computed from tables.

mod view;

use self::view::View;
use super::edition::{Edition, Precedence};
use super::precedence::precedences;
use super::reader::Reader;
use super::{before, dating};
use crate::catalogue::{Catalogue, Dataset, Dating};
use crate::domain::{
    AreaCode, Date, Error, Id, OnceCache, Result, Tier, day_of, error_codes, locked,
};
use crate::geography::{Area, Geography};
use crate::knowledge::Knowledge;
use crate::source::{EditionId, HeldBack, Manifest, Outcome, Snapshot, Store};
use crate::table::{Source, Table};
use itertools::Itertools;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// The editions in the program and in a store, as seen from a day.
///
/// The manifest is read once, for every view of the store together, and again after a change of our
/// own; `reload_if_changed` sees those of others.
#[derive(Debug, Clone)]
pub struct Holdings {
    reader: Reader,
    /// Where wordings of this store are kept.
    wordings_folder: PathBuf,
    view: View,
    stored: Arc<Stored>,
    /// What has been read, as seen from this view.
    read: Arc<Mutex<Arc<Read>>>,
}

/// What a store holds, for all who look at it.
#[derive(Debug, Default)]
struct Stored {
    manifest: Mutex<Option<Arc<Manifest>>>,
    /// How often what was read has been forgotten.
    changes: AtomicU64,
}

/// What has been read of the editions.
#[derive(Debug, Default)]
struct Read {
    /// [`Stored::changes`] when it was read.
    changes: u64,
    editions: Mutex<Option<Arc<[Edition]>>>,
    /// What undated figures are compared with, and the editions it was read from.
    known_figures: Mutex<Option<(Vec<EditionId>, Arc<dating::Known>)>>,
    tables: OnceCache<Id, Option<Arc<Table>>>,
    /// The authorities of a tier of a region, by code.
    areas: OnceCache<(AreaCode, Tier), Arc<[AreaCode]>>,
}

impl Holdings {
    /// The editions in the program and in a store, which need not exist.
    pub fn new(
        knowledge: Arc<Knowledge>,
        store: &Path,
        at: Option<Date>,
        today: Option<Date>,
    ) -> Self {
        Self {
            wordings_folder: store.join("wordings"),
            reader: Reader::new(
                Store::at(store).patient(knowledge.catalogue.fetching.store_attempts),
                knowledge,
            ),
            view: View { at, today: at.or(today), without: BTreeSet::new() },
            stored: Arc::default(),
            read: Arc::default(),
        }
    }

    /// What reads the editions.
    pub(crate) fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Definitions and areas.
    pub fn knowledge(&self) -> &Knowledge {
        self.reader.knowledge()
    }

    /// The definitions.
    pub fn catalogue(&self) -> &Catalogue {
        &self.knowledge().catalogue
    }

    /// The areas.
    pub fn geography(&self) -> &Geography {
        &self.knowledge().geography
    }

    pub(crate) fn store(&self) -> &Store {
        self.reader.store()
    }

    /// Where wordings of this store are kept.
    pub(crate) fn wordings_folder(&self) -> &Path {
        &self.wordings_folder
    }

    /// The day that is looked from, where it is not today.
    pub(crate) fn at(&self) -> Option<Date> {
        self.view.at
    }

    /// The day it is, or the one that is looked from.
    pub(crate) fn today(&self) -> Option<Date> {
        self.view.today
    }

    /// Forgets what was read, after a change of the store.
    pub(crate) fn forget(&self) {
        *locked(&self.stored.manifest) = None;
        self.stored.changes.fetch_add(1, Ordering::SeqCst);
    }

    /// How often what was read has been forgotten; what is computed from tables is forgotten with
    /// them.
    pub(crate) fn changes(&self) -> u64 {
        self.stored.changes.load(Ordering::SeqCst)
    }

    /// Forgets what was read if others have changed the store meanwhile, for who is about to change
    /// it.
    pub(crate) fn reload_if_changed(&self) {
        let held = locked(&self.stored.manifest).clone();
        if held.is_some_and(|held| self.store().manifest().map_or(true, |now| now != *held)) {
            self.forget();
        }
    }

    /// Reads the manifest for every view of the store, and compares it with its copy.
    ///
    /// Errors: `F402` for a damaged manifest and for one that is older than its copy.
    pub(crate) fn read_manifest(&self) -> Result<()> {
        let manifest = Arc::new(self.store().newest_manifest()?);
        *locked(&self.stored.manifest) = Some(manifest);
        Ok(())
    }

    /// The manifest of the store; read once.
    pub(crate) fn manifest(&self) -> Result<Arc<Manifest>> {
        let mut manifest = locked(&self.stored.manifest);
        match manifest.as_ref() {
            Some(manifest) => Ok(Arc::clone(manifest)),
            None => Ok(Arc::clone(manifest.insert(Arc::new(self.store().manifest()?)))),
        }
    }

    /// What has been read, unless the store has been changed since.
    fn read(&self) -> Arc<Read> {
        let mut read = locked(&self.read);
        let changes = self.changes();
        if read.changes != changes {
            *read = Arc::new(Read { changes, ..Read::default() });
        }
        Arc::clone(&read)
    }

    /// The authorities of a tier of a region as they are, or were on the day that is looked from.
    pub(crate) fn areas_now(&self, region: &AreaCode, tier: Tier) -> Vec<&Area> {
        let codes = self.read().areas.get_or_insert_with(&(region.clone(), tier), || {
            let areas = self.geography().areas_on(region, self.at().unwrap_or(Date::MAX), tier);
            areas.into_iter().map(|area| area.code.clone()).collect()
        });
        codes.iter().filter_map(|code| self.geography().get(code).ok()).collect()
    }

    /// Every edition held, by dataset, the one that counts first.
    pub fn editions(&self) -> Result<Vec<Edition>> {
        Ok(self.editions_held()?.to_vec())
    }

    fn editions_held(&self) -> Result<Arc<[Edition]>> {
        let read = self.read();
        let mut editions = locked(&read.editions);
        match editions.as_ref() {
            Some(editions) => Ok(Arc::clone(editions)),
            None => Ok(Arc::clone(editions.insert(self.in_order(&*self.manifest()?)?.into()))),
        }
    }

    fn in_order(&self, manifest: &Manifest) -> Result<Vec<Edition>> {
        let bundled = |(source, rows): (Source, usize)| Edition {
            dataset: source.dataset,
            edition: source.edition,
            published: source.published,
            retrieved: source.retrieved,
            file: source.file,
            sha256: source.sha256,
            rows: u64::try_from(rows).unwrap_or_default(),
            bundled: true,
            standing: Precedence::default(),
            snapshot: None,
            held_back: None,
        };
        let mut all: Vec<Edition> = self.reader.bundled()?.into_iter().map(bundled).collect();
        let standing = precedences(&manifest.snapshots);
        let held = manifest.snapshots.iter().cloned().map(Edition::of).zip(standing);
        all.extend(held.map(|(edition, standing)| Edition { standing, ..edition }));
        all.retain(|edition| !self.view.without.contains(&edition.id()));
        // Stable: of two imports of the same bytes the later one, which stands later in the
        // manifest, must come first.
        all.reverse();
        all.sort_by(|a, b| a.dataset.cmp(&b.dataset).then_with(|| self.rank(b).cmp(&self.rank(a))));
        Ok(all)
    }

    /// What makes one edition count before another: newer figures, then imported before bundled,
    /// then later issued; and seen from a day in the past, one that had come by then before one
    /// that replaced it later under the same date.
    fn rank(&self, edition: &Edition) -> (Date, bool, Option<Date>, bool, usize) {
        let had_come =
            self.at().is_none_or(|at| edition.retrieved.day().is_some_and(|day| day <= at));
        let Precedence { issued, place } = edition.standing;
        (edition.edition, !edition.bundled, issued, had_come, place)
    }

    /// The edition of a dataset that was held back, the newest to come first.
    pub(crate) fn held_back(&self, dataset: &Dataset) -> Result<Vec<Edition>> {
        let waiting = self.store().waiting()?.held_back.into_iter().rev();
        let of_it = waiting.filter(|one| one.datasets.contains(&dataset.id));
        let edition = |one: HeldBack| Edition {
            held_back: Some(one.clone()),
            ..Edition::of(Snapshot {
                dataset: dataset.id.clone(),
                edition: one.edition.or(one.about).unwrap_or_else(|| day_of(one.retrieved)),
                published: None,
                saved: None,
                sha256: one.sha256,
                bytes: one.bytes,
                file: one.file,
                retrieved: one.retrieved,
                address: dataset.landing_page.clone(),
                licence: dataset.licence.clone(),
                rows: 0,
                next_release: None,
                fetched: Some(one.fetched),
                accepted: None,
            })
        };
        Ok(of_it.map(edition).collect())
    }

    /// The figures of a dataset from the editions that count, or `None` when none is held.
    pub fn table(&self, dataset: &Id) -> Result<Option<Arc<Table>>> {
        self.read().tables.get_or_try(dataset, || self.read_table(dataset))
    }

    fn read_table(&self, dataset: &Id) -> Result<Option<Arc<Table>>> {
        let definition = self.catalogue().dataset(dataset.as_str())?;
        let held = self.editions_held()?;
        let editions = held.iter().filter(|edition| edition.dataset == *dataset);
        let mut counting: Vec<&Edition> =
            editions.filter(|edition| self.was_published(edition)).collect();
        if !definition.accumulates {
            counting.truncate(1);
        }
        let tables = counting
            .iter()
            .map(|edition| self.read_edition(definition, edition))
            .collect::<Result<Vec<_>>>()?;
        let tables = before::marked(definition, self.geography(), tables)?;
        let table = if tables.is_empty() { None } else { Some(Table::stack(tables)?) };
        Ok(table.map(|table| self.until_at(table)).transpose()?.map(Arc::new))
    }

    /// The editions that the answers so far were read from.
    pub fn editions_read(&self) -> Vec<Source> {
        let tables = self.read().tables.values();
        let mut read: Vec<Source> =
            tables.iter().flatten().flat_map(|table| table.sources().to_vec()).collect();
        read.sort();
        read
    }

    /// True when the edition had been published by the day that is looked from. One without a day
    /// of publication counts from the last day of its figures on, and is marked wherever sources
    /// are listed.
    pub(crate) fn was_published(&self, edition: &Edition) -> bool {
        let Some(at) = self.at() else { return true };
        edition.published.unwrap_or(edition.edition) <= at
    }

    fn until_at(&self, table: Table) -> Result<Table> {
        match self.at() {
            None => Ok(table),
            Some(at) => table.until(at),
        }
    }

    /// The figures of one edition.
    pub(crate) fn read_edition(&self, dataset: &Dataset, edition: &Edition) -> Result<Table> {
        Ok(self.dated(dataset, self.reader.read(dataset, edition)?)?.0)
    }

    /// The figures of one edition and what its checks find, read from its own bytes and refused for
    /// nothing.
    pub(crate) fn examine_edition(
        &self,
        dataset: &Dataset,
        edition: &Edition,
    ) -> Result<(Table, Vec<Outcome>)> {
        let (table, outcomes) = self.reader.examine(dataset, edition)?;
        Ok((self.dated(dataset, table)?.0, outcomes))
    }

    /// The figures of an edition even where the definitions of today would refuse it.
    pub(crate) fn read_unrefused(&self, dataset: &Dataset, edition: &Edition) -> Result<Table> {
        self.read_edition(dataset, edition)
            .or_else(|_| self.examine_edition(dataset, edition).map(|(table, _)| table))
    }

    /// The editions of a dataset, the one that counts first. Errors with `F304` when there is none.
    pub(crate) fn editions_of(&self, dataset: &Dataset) -> Result<Vec<Edition>> {
        let mut held = self.editions()?;
        held.retain(|edition| edition.dataset == dataset.id && self.was_published(edition));
        if held.is_empty() {
            return Err(Error::new(
                error_codes::NO_DATA,
                format!("looking for editions of {}", dataset.id),
            )
            .found("none, bundled or imported")
            .help(format!(
                "download the publication from {} and import it",
                dataset.landing_page
            )));
        }
        Ok(held)
    }

    /// The editions of the store of which each is the one that counts for its dataset and day.
    pub(crate) fn counting(&self) -> Result<Vec<Snapshot>> {
        let imported = self.editions()?.into_iter().filter_map(|edition| edition.snapshot);
        Ok(imported.unique_by(|held| (held.dataset.clone(), held.edition)).collect())
    }

    /// A table of an edition with its undated figures dated, and a sentence on how.
    pub(crate) fn dated(&self, dataset: &Dataset, table: Table) -> Result<(Table, Option<String>)> {
        dating::dated(dataset, self.geography(), table, |dating| {
            self.known_figures(dataset, dating)
        })
    }

    /// The figures that undated ones are compared with, of every edition held; read once for the
    /// same editions.
    fn known_figures(&self, dataset: &Dataset, dating: &Dating) -> Result<Arc<dating::Known>> {
        let mut editions = self.editions()?;
        let is_known = |edition: &Edition| {
            dating.known.iter().any(|known| {
                known.dataset == edition.dataset && (known.dataset != dataset.id || edition.bundled)
            })
        };
        editions.retain(is_known);
        let ids: Vec<EditionId> = editions.iter().map(Edition::id).collect();
        if let Some((_, known)) =
            locked(&self.read().known_figures).as_ref().filter(|(of, _)| *of == ids)
        {
            return Ok(Arc::clone(known));
        }
        let mut found = dating::Known::new();
        for edition in &editions {
            let of = self.catalogue().dataset(edition.dataset.as_str())?;
            let table = self.read_edition(of, edition)?;
            for known in dating.known.iter().filter(|known| known.dataset == of.id) {
                dating::add_known(&mut found, known, &table)?;
            }
        }
        let found = Arc::new(found);
        *locked(&self.read().known_figures) = Some((ids, Arc::clone(&found)));
        Ok(found)
    }
}
