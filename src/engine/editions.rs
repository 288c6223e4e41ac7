//! Which editions are held, which of them count, and their tables.

use super::Engine;
use super::changes::retrieved_on;
use super::precedence::{Standing, standings};
use super::watch::Watched;
use crate::catalogue::Dataset;
use crate::domain::{Error, Id, Result, error_codes, parse_publication_date};
use crate::source::format::Workbook;
use crate::source::sha256;
use crate::source::{EditionId, HeldBack, Outcome, Reading, Shaper, Snapshot, read_bundled};
use crate::table::{Source, Table};
use std::cell::RefCell;
use std::rc::Rc;

/// An edition of a dataset, in the program or in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The dataset.
    pub dataset: String,
    /// The newest day it has figures for.
    pub edition: String,
    /// When it was published.
    pub published: Option<String>,
    /// When it was obtained.
    pub retrieved: String,
    /// The file.
    pub file: String,
    /// sha256 of the file.
    pub sha256: String,
    /// How many figures it holds.
    pub rows: u64,
    /// True when it travels inside the program.
    pub bundled: bool,
    /// Where it stands among the editions with figures to the same day.
    pub(super) standing: Standing,
    pub(super) snapshot: Option<Snapshot>,
    /// The file, when it waits for a person.
    pub(super) held_back: Option<HeldBack>,
}

/// The text of a manifest, where there is one, and the editions held in order.
pub(super) type InOrder = (Option<String>, Rc<[Edition]>);

impl Edition {
    /// What names it among all editions.
    pub(super) fn id(&self) -> EditionId {
        EditionId { dataset: self.dataset.clone(), edition: self.edition.clone(), sha256: self.sha256.clone() }
    }

    fn of(snapshot: Snapshot) -> Self {
        Self {
            dataset: snapshot.dataset.clone(),
            edition: snapshot.edition.clone(),
            published: snapshot.published.clone(),
            retrieved: snapshot.retrieved.clone(),
            file: snapshot.file.clone(),
            sha256: snapshot.sha256.clone(),
            rows: snapshot.rows,
            bundled: false,
            standing: Standing::default(),
            snapshot: Some(snapshot),
            held_back: None,
        }
    }
}

impl Engine {
    /// Every edition held, by dataset, the one that counts first.
    pub fn editions(&self) -> Result<Vec<Edition>> {
        Ok(self.editions_held()?.to_vec())
    }

    /// The same engine, for which the store holds what it holds now: what others write meanwhile does not count.
    ///
    /// Errors: `F402`.
    pub fn of_this_moment(self) -> Result<Self> {
        let manifest = Some(Rc::new(self.store.manifest()?));
        Ok(Self { of_one_moment: manifest, held: RefCell::default(), ..self })
    }

    /// The same, put in order once for as long as the manifest stays as it is.
    fn editions_held(&self) -> Result<Rc<[Edition]>> {
        let manifest = if self.of_one_moment.is_some() { None } else { self.store.manifest_text()? };
        if let Some((_, held)) = self.held.borrow().as_ref().filter(|(of, _)| *of == manifest) {
            return Ok(Rc::clone(held));
        }
        let held: Rc<[Edition]> = self.editions_in_order()?.into();
        *self.held.borrow_mut() = Some((manifest, Rc::clone(&held)));
        Ok(held)
    }

    fn editions_in_order(&self) -> Result<Vec<Edition>> {
        let mut all = Vec::new();
        for table in self.bundled_tables()? {
            all.extend(table.sources().iter().map(|source| Edition {
                dataset: source.dataset.to_string(),
                edition: source.edition.clone(),
                published: source.published.clone(),
                retrieved: source.retrieved.clone(),
                file: source.file.clone(),
                sha256: source.sha256.clone(),
                rows: u64::try_from(table.len()).unwrap_or_default(),
                bundled: true,
                standing: Standing::default(),
                snapshot: None,
                held_back: None,
            }));
        }
        let snapshots = match &self.of_one_moment {
            Some(manifest) => manifest.snapshots.clone(),
            None => self.store.manifest()?.snapshots,
        };
        let standing = standings(&snapshots);
        let held = snapshots.into_iter().map(Edition::of).zip(standing);
        all.extend(held.map(|(edition, standing)| Edition { standing, ..edition }));
        all.retain(|edition| !self.without.contains(&edition.id()));
        // Stable: of two imports of the same bytes the later one, which stands later in the manifest, must come first.
        all.reverse();
        all.sort_by(|a, b| a.dataset.cmp(&b.dataset).then_with(|| self.rank(b).cmp(&self.rank(a))));
        Ok(all)
    }

    /// What makes one edition count before another: newer figures, then imported before bundled, then later issued; and
    /// seen from a day in the past, one that had come by then before one that replaced it later under the same date.
    fn rank<'e>(&self, edition: &'e Edition) -> (&'e str, bool, Option<&'e str>, bool, usize) {
        let had_come = self.at.is_none_or(|at| retrieved_on(&edition.retrieved).is_some_and(|day| day <= at));
        let Standing { issued, place } = &edition.standing;
        (&edition.edition, !edition.bundled, issued.as_deref(), had_come, *place)
    }

    /// The edition of a dataset that was held back, the newest to come first.
    pub(super) fn held_back(&self, dataset: &Dataset) -> Result<Vec<Edition>> {
        let waiting = self.store.waiting()?.held_back.into_iter().rev();
        let of_it = waiting.filter(|one| one.datasets.iter().any(|id| id == dataset.id.as_str()));
        let edition = |one: HeldBack| Edition {
            held_back: Some(one.clone()),
            ..Edition::of(Snapshot {
                dataset: dataset.id.to_string(),
                edition: one.edition.unwrap_or_else(|| "held back".to_owned()),
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

    /// The tables of the bundled figures, read once.
    pub(super) fn bundled_tables(&self) -> Result<&[Table]> {
        if let Some(tables) = self.bundled_tables.get() {
            return Ok(tables);
        }
        let read = |file| read_bundled(file, &self.catalogue, &self.geography);
        let tables = self.bundled.iter().map(read).collect::<Result<Vec<Table>>>()?;
        Ok(self.bundled_tables.get_or_init(|| tables))
    }

    /// The figures of a dataset from the editions that count, or `None` when none is held.
    pub fn table(&self, dataset: &Id) -> Result<Option<Rc<Table>>> {
        if let Some(held) = self.tables.borrow().get(dataset) {
            return Ok(held.clone());
        }
        let definition = self.catalogue.dataset(dataset.as_str())?;
        let held = self.editions_held()?;
        let editions = held.iter().filter(|edition| edition.dataset == dataset.as_str());
        let mut counting: Vec<&Edition> = editions.filter(|edition| self.was_out(edition)).collect();
        if !definition.accumulates {
            counting.truncate(1);
        }
        let tables =
            counting.iter().map(|edition| self.read_edition(definition, edition)).collect::<Result<Vec<_>>>()?;
        let tables = self.marked_against_before(definition, tables)?;
        let table = if tables.is_empty() { None } else { Some(Table::stack(tables)?) };
        let table = table.map(|table| self.until_at(table)).transpose()?.map(Rc::new);
        self.tables.borrow_mut().insert(dataset.clone(), table.clone());
        Ok(table)
    }

    /// The editions that the answers so far were read from.
    pub fn editions_read(&self) -> Vec<Source> {
        let tables = self.tables.borrow();
        let mut read: Vec<Source> = tables.values().flatten().flat_map(|table| table.sources().to_vec()).collect();
        read.sort();
        read
    }

    /// True when the edition had been published by the day the engine looks from. One without a day of publication counts
    /// from the last day of its figures on, and is marked wherever sources are listed.
    pub(super) fn was_out(&self, edition: &Edition) -> bool {
        let Some(at) = self.at else { return true };
        let day = edition.published.as_deref().unwrap_or(&edition.edition);
        parse_publication_date(day).is_some_and(|day| day <= at)
    }

    fn until_at(&self, table: Table) -> Result<Table> {
        match self.at {
            None => Ok(table),
            Some(at) => table.until(at),
        }
    }

    /// The figures of one edition.
    pub(super) fn read_edition(&self, dataset: &Dataset, edition: &Edition) -> Result<Table> {
        match (&edition.snapshot, &edition.held_back) {
            (Some(snapshot), None) => return self.read_snapshot(dataset, snapshot),
            (Some(snapshot), Some(one)) => {
                let reading = self.shape_again(dataset, snapshot, &self.store.held_back_bytes(one)?)?;
                return Ok(self.dated(dataset, reading.table)?.0);
            }
            (None, _) => {}
        }
        let is_it = |table: &&Table| table.sources().iter().any(|source| source.sha256 == edition.sha256);
        match self.bundled_tables()?.iter().find(is_it) {
            Some(table) => Ok(table.clone()),
            None => Err(no_figures(dataset)),
        }
    }

    /// The figures of one edition and what its checks find, read from its own bytes and refused for nothing.
    pub(super) fn examine_edition(&self, dataset: &Dataset, edition: &Edition) -> Result<(Table, Vec<Outcome>)> {
        let Some(snapshot) = &edition.snapshot else {
            let table = self.read_edition(dataset, edition)?;
            let outcomes = self.shaper().check(&table, dataset)?;
            return Ok((table, outcomes));
        };
        let reading = self.shape_again(dataset, snapshot, &self.store.bytes(snapshot)?)?;
        Ok((self.dated(dataset, reading.table)?.0, reading.outcomes))
    }

    /// The table of a snapshot: from its Parquet if that was made by these definitions, else shaped again.
    fn read_snapshot(&self, dataset: &Dataset, snapshot: &Snapshot) -> Result<Table> {
        let bytes = self.store.bytes(snapshot)?;
        if let Some(frame) = self.store.tidy(snapshot, &self.fingerprint_of(&snapshot.dataset)) {
            let sources = vec![source_of(dataset, snapshot)];
            let table = Table::restore(frame, dataset.dims(), dataset.measure.clone(), sources);
            return Ok(self.dated(dataset, table)?.0);
        }
        let reading = self.shape_again(dataset, snapshot, &bytes)?;
        self.store.keep_tidy(snapshot, &self.fingerprint_of(&snapshot.dataset), reading.table.frame());
        Ok(self.dated(dataset, reading.table)?.0)
    }

    /// Reads the bytes of a snapshot by the definitions of today, refusing nothing that its checks find.
    fn shape_again(&self, dataset: &Dataset, snapshot: &Snapshot, bytes: &[u8]) -> Result<Reading> {
        let file = Watched { name: &snapshot.file, sha256: &snapshot.sha256, bytes: bytes.len() };
        let readings = self.watched(&file, || {
            let mut workbook = Workbook::open(bytes, &snapshot.file, &self.catalogue.limits)?;
            let shaper = Shaper { only: Some(&dataset.id), ..self.shaper() };
            shaper.examine(&mut workbook, &source_of(dataset, snapshot))
        })?;
        readings.into_iter().find(|reading| reading.dataset == dataset.id).ok_or_else(|| no_figures(dataset))
    }

    /// A fingerprint of the definitions that the tables of a dataset are shaped by.
    pub(super) fn fingerprint_of(&self, dataset: &str) -> String {
        let of_it = self.catalogue.wordings.iter().filter(|wording| wording.dataset.as_str() == dataset);
        let texts: String = of_it.map(|wording| format!("{wording:?}")).collect();
        if texts.is_empty() {
            self.of_definitions.clone()
        } else {
            sha256(format!("{}{texts}", self.of_definitions).as_bytes())[..16].to_owned()
        }
    }

    pub(super) fn shaper(&self) -> Shaper<'_> {
        Shaper {
            datasets: &self.catalogue.datasets,
            codelists: &self.catalogue.codelists,
            markers: &self.catalogue.markers,
            geography: &self.geography,
            only: None,
        }
    }
}

fn no_figures(dataset: &Dataset) -> Error {
    Error::new(error_codes::NO_DATA, "reading an edition")
        .at_key(dataset.id.as_str())
        .found("no figures of it in the file")
}

/// Where the figures of a snapshot came from.
fn source_of(dataset: &Dataset, snapshot: &Snapshot) -> Source {
    Source {
        dataset: dataset.id.clone(),
        edition: snapshot.edition.clone(),
        file: snapshot.file.clone(),
        sha256: snapshot.sha256.clone(),
        retrieved: snapshot.retrieved.clone(),
        published: snapshot.published.clone(),
        address: snapshot.address.clone(),
        bundled: false,
        revises: dataset.revises,
    }
}
