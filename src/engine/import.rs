//! Importing files that the user already has: read aside, checked, and only then kept.

use super::Engine;
use super::change::Between;
use super::check::label;
use super::editions::Edition;
use crate::catalogue::Dataset;
use crate::domain::{Error, Id, Result};
use crate::source::format::Workbook;
use crate::source::{ImportedFile, Reading, Snapshot};
use crate::table::Source;
use std::path::Path;

/// One edition that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The file as it was named.
    pub file: String,
    /// The dataset it was recognised as.
    pub dataset: String,
    /// The edition.
    pub edition: String,
    /// How many figures were read.
    pub rows: u64,
    /// The newest day that it has figures for.
    pub as_at: String,
    /// What a person should know: known errors that were put right, columns passed over.
    pub notes: Vec<String>,
}

impl Engine {
    /// Reads a publisher's file, checks it, and keeps it in the store; a refused file changes nothing.
    ///
    /// `now` is written into the manifest as the time the file was obtained. Errors: `F101` to `F119`, `F401`, `F403`.
    pub fn import(&self, path: &Path, now: &str) -> Result<Vec<Imported>> {
        self.bring_in(path, now, false)
    }

    /// The same for a file that a person has looked at: a large change from the edition before is a note, not `F117`.
    pub fn import_accepting(&self, path: &Path, now: &str) -> Result<Vec<Imported>> {
        self.bring_in(path, now, true)
    }

    fn bring_in(&self, path: &Path, now: &str, accept: bool) -> Result<Vec<Imported>> {
        let limits = &self.catalogue.limits;
        let file = ImportedFile::read(path, limits.file_bytes)?;
        let mut workbook = Workbook::open(&file.bytes, &file.name, limits)?;
        let source = Source {
            dataset: Id::new("unknown")?,
            edition: String::new(),
            file: file.name.clone(),
            sha256: file.sha256.clone(),
            retrieved: now.to_owned(),
            published: None,
            address: String::new(),
            bundled: false,
        };
        let mut readings = self.shaper().read(&mut workbook, &source)?;
        for reading in &mut readings {
            match self.changed(reading, &file.sha256)? {
                Some(error) if !accept => return Err(error.in_file(file.name)),
                Some(error) => reading.notes.push(format!("accepted: {}", error.problem())),
                None => {}
            }
        }
        let entries: Vec<Snapshot> = readings.iter().map(|reading| self.entry(&file, reading, now)).collect();
        self.store.add(&file, entries.clone(), now)?;
        for (reading, entry) in readings.iter().zip(&entries) {
            self.store.keep_tidy(entry, &self.fingerprint, reading.table.frame());
        }
        self.forget();
        Ok(readings.into_iter().map(|reading| report(path, reading)).collect())
    }

    fn entry(&self, file: &ImportedFile, reading: &Reading, now: &str) -> Snapshot {
        let dataset = &self.catalogue.datasets[&reading.dataset];
        Snapshot {
            dataset: dataset.id.to_string(),
            edition: reading.as_at.to_string(),
            published: reading.published.map(|day| day.to_string()),
            sha256: file.sha256.clone(),
            bytes: u64::try_from(file.bytes.len()).unwrap_or_default(),
            file: file.name.clone(),
            retrieved: now.to_owned(),
            address: dataset.landing_page.clone(),
            licence: dataset.licence.clone(),
            rows: u64::try_from(reading.table.len()).unwrap_or_default(),
        }
    }

    /// `F117` when an edition has lost or changed more since the one before than can be taken unseen.
    ///
    /// An edition imported after a newer one, or a second time, adds nothing that counts and is not compared, unless the
    /// dataset's editions add up to a series: then it is compared with the one that it may supersede.
    fn changed(&self, reading: &mut Reading, sha256: &str) -> Result<Option<Error>> {
        let dataset = &self.catalogue.datasets[&reading.dataset];
        let day = reading.as_at.to_string();
        let mut held = self.editions()?;
        held.retain(|edition| edition.dataset == dataset.id.as_str());
        let is_before = |edition: &Edition| edition.sha256 != sha256 && edition.edition <= day;
        if !dataset.accumulates && held.iter().any(|edition| !edition.bundled && !is_before(edition)) {
            return Ok(None);
        }
        // What a person imported is a whole publication; what travels inside the program may be an extract.
        held.sort_by_key(|edition| edition.bundled);
        let Some(before) = held.iter().find(|edition| is_before(edition)) else {
            return self.declared_change(dataset, reading);
        };
        let name = label(before, &held);
        match self.read_unrefused(dataset, before) {
            Ok(old) => {
                let between = if before.bundled { Between::Extract } else { Between::Editions };
                let comparison = self.comparison(dataset, between);
                let (old, new) = (old.rows()?, reading.table.rows()?);
                let lost = comparison.loss(&old, &new, &name);
                if !before.bundled {
                    if before.edition == day {
                        let dataset = &dataset.id;
                        reading.notes.push(format!(
                            "takes the place of the edition {name} of {dataset}; see `fairshares diff {dataset}`"
                        ));
                    }
                    reading.notes.extend(comparison.vanished(&old, &new));
                }
                if lost.is_some() { Ok(lost) } else { self.declared_change(dataset, reading) }
            }
            // The way to mend a damaged store is to import again, so it must not stand in the way of that.
            Err(error) => {
                reading.notes.push(format!("not compared with the edition {name}: {}", error.problem()));
                Ok(None)
            }
        }
    }

    fn declared_change(&self, dataset: &Dataset, reading: &Reading) -> Result<Option<Error>> {
        let outcomes = self.changes(dataset, &reading.table, &reading.as_at.to_string())?;
        Ok(outcomes.into_iter().find_map(|outcome| outcome.error))
    }

    /// Forgets tables and values, which a new edition may change.
    fn forget(&self) {
        self.tables.borrow_mut().clear();
        self.values.borrow_mut().clear();
    }
}

fn report(path: &Path, reading: Reading) -> Imported {
    Imported {
        file: path.display().to_string(),
        dataset: reading.dataset.to_string(),
        edition: reading.as_at.to_string(),
        rows: u64::try_from(reading.table.len()).unwrap_or_default(),
        as_at: reading.as_at.to_string(),
        notes: reading.notes,
    }
}
