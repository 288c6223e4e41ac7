//! The tables of single editions, read from the program, from the store's Parquet files, or from
//! the original bytes.
//!
//! Belongs here: reading one edition by the definitions of today. Does not belong here: which
//! editions count, and dating figures by comparison with other editions (`editions`).

use super::edition::Edition;
use super::watch::{Watch, Watched, Watching};
use crate::catalogue::Dataset;
use crate::domain::{Error, Id, OnceCache, Result, Retrieved, Sha256, error_codes};
use crate::knowledge::{FINGERPRINT_DIGITS, Knowledge};
use crate::source::format::Workbook;
use crate::source::{Outcome, Reading, Shaper, Snapshot, SourceFile, Store, read_bundled};
use crate::table::{Source, Table};
use std::sync::Arc;

/// Reads single editions of a store.
#[derive(Debug, Clone)]
pub(crate) struct Reader {
    knowledge: Arc<Knowledge>,
    store: Store,
    watching: Watching,
    bundled_tables: Arc<OnceCache<Sha256, Table>>,
}

impl Reader {
    pub fn new(store: Store, knowledge: Arc<Knowledge>) -> Self {
        Self { knowledge, store, watching: Watching::default(), bundled_tables: Arc::default() }
    }

    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The same reader for an empty store.
    pub fn of_nothing(&self) -> Self {
        Self { store: self.store.of_nothing(), ..self.clone() }
    }

    /// The same reader, with an observer.
    pub fn watched_by(&self, watch: Option<Arc<dyn Watch>>) -> Self {
        Self { watching: Watching::by(watch), ..self.clone() }
    }

    /// Runs work that parses the bytes of a file: see [`Watching::watched`].
    pub fn watched<T>(&self, file: &Watched<'_>, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.watching.watched(file, &self.knowledge.catalogue.limits, work)
    }

    /// The editions of the bundled figures, each with the number of its figures.
    pub fn bundled(&self) -> Result<Vec<(Source, usize)>> {
        let files = self.knowledge.bundled.iter();
        files.map(|file| Ok((file.source(&self.knowledge.catalogue)?, file.rows()))).collect()
    }

    /// The table of a bundled file, read once.
    fn bundled_table(&self, sha256: Sha256) -> Result<Option<Table>> {
        let Some(file) = self.knowledge.bundled.iter().find(|file| file.sha256 == sha256) else {
            return Ok(None);
        };
        let read = || read_bundled(file, &self.knowledge.catalogue, &self.knowledge.geography);
        self.bundled_tables.get_or_try(&sha256, read).map(Some)
    }

    /// The figures of one edition.
    pub fn read(&self, dataset: &Dataset, edition: &Edition) -> Result<Table> {
        match (&edition.snapshot, &edition.held_back) {
            (Some(snapshot), None) => return self.read_snapshot(dataset, snapshot),
            (Some(snapshot), Some(one)) => {
                return Ok(self
                    .shape_again(dataset, snapshot, &self.store.held_back_bytes(one)?)?
                    .table);
            }
            (None, _) => {}
        }
        self.bundled_table(edition.sha256)?.ok_or_else(|| no_figures(dataset))
    }

    /// The figures of one edition and the results of its checks, read from its own bytes; nothing
    /// is refused.
    pub fn examine(&self, dataset: &Dataset, edition: &Edition) -> Result<(Table, Vec<Outcome>)> {
        let Some(snapshot) = &edition.snapshot else {
            let table = self.read(dataset, edition)?;
            let outcomes = self.shaper().check(&table, dataset)?;
            return Ok((table, outcomes));
        };
        let reading = self.shape_again(dataset, snapshot, &self.store.bytes(snapshot)?)?;
        Ok((reading.table, reading.outcomes))
    }

    /// The table of a snapshot: from its Parquet file if the current definitions generated it, else
    /// shaped again.
    fn read_snapshot(&self, dataset: &Dataset, snapshot: &Snapshot) -> Result<Table> {
        let bytes = self.store.bytes(snapshot)?;
        if let Some(frame) = self.store.tidy(snapshot, &self.fingerprint_of(&snapshot.dataset)) {
            let sources = vec![source_of(dataset, snapshot)];
            return Ok(Table::restore(frame, dataset.dims(), dataset.measure.clone(), sources));
        }
        let reading = self.shape_again(dataset, snapshot, &bytes)?;
        self.store.keep_tidy(
            snapshot,
            &self.fingerprint_of(&snapshot.dataset),
            reading.table.frame(),
        );
        Ok(reading.table)
    }

    /// Reads the bytes of a snapshot by today's definitions; failed checks do not refuse it.
    fn shape_again(&self, dataset: &Dataset, snapshot: &Snapshot, bytes: &[u8]) -> Result<Reading> {
        let file = Watched { name: &snapshot.file, sha256: snapshot.sha256, bytes: bytes.len() };
        let readings = self.watched(&file, || {
            let mut workbook =
                Workbook::open(bytes, &snapshot.file, &self.knowledge.catalogue.limits)?;
            let shaper = Shaper { only: Some(&dataset.id), ..self.shaper() };
            shaper.examine(&mut workbook, &file_of(snapshot))
        })?;
        readings
            .into_iter()
            .find(|reading| reading.dataset == dataset.id)
            .ok_or_else(|| no_figures(dataset))
    }

    /// A fingerprint of the definitions that the tables of a dataset are shaped by.
    pub fn fingerprint_of(&self, dataset: &Id) -> String {
        let of_it =
            self.knowledge.catalogue.wordings.iter().filter(|wording| wording.dataset == *dataset);
        let texts: String = of_it.map(|wording| format!("{wording:?}")).collect();
        if texts.is_empty() {
            self.knowledge.fingerprint_without_wordings().to_owned()
        } else {
            let texts = format!("{}{texts}", self.knowledge.fingerprint_without_wordings());
            Sha256::digest(texts.as_bytes()).start(FINGERPRINT_DIGITS)
        }
    }

    pub fn shaper(&self) -> Shaper<'_> {
        Shaper {
            datasets: &self.knowledge.catalogue.datasets,
            codelists: &self.knowledge.catalogue.codelists,
            markers: &self.knowledge.catalogue.markers,
            geography: &self.knowledge.geography,
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
pub(crate) fn source_of(dataset: &Dataset, snapshot: &Snapshot) -> Source {
    Source {
        dataset: dataset.id.clone(),
        edition: snapshot.edition,
        file: snapshot.file.clone(),
        sha256: snapshot.sha256,
        retrieved: Retrieved::At(snapshot.retrieved),
        published: snapshot.published,
        address: snapshot.address.clone(),
        bundled: false,
        revises: dataset.revises,
    }
}

/// The file of a snapshot, as it was when it was stored.
fn file_of(snapshot: &Snapshot) -> SourceFile {
    SourceFile {
        name: snapshot.file.clone(),
        sha256: snapshot.sha256,
        retrieved: Retrieved::At(snapshot.retrieved),
        address: snapshot.address.clone(),
    }
}
