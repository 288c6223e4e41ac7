//! Importing files that the user already has: read aside, checked, and only then kept.

use super::Engine;
use crate::domain::{Id, Result};
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
    /// `now` is written into the manifest as the time the file was obtained. Errors: `F101` to `F116`, `F401`, `F403`.
    pub fn import(&self, path: &Path, now: &str) -> Result<Vec<Imported>> {
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
        let readings = self.shaper().read(&mut workbook, &source)?;
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
