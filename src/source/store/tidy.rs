//! Tidy tables kept as Parquet beside their snapshots, so that a publication is shaped once and not at every start.
//!
//! They can always be made again, so nothing here is an error: what cannot be read or written is shaped anew.

use super::{Snapshot, Store, inaccessible, remove_if_there, write_whole};
use crate::domain::Result;
use polars::prelude::{DataFrame, ParquetReader, ParquetWriter, SerReader};
use std::fs::File;

impl Store {
    /// The table of a snapshot as shaped by the definitions of that fingerprint, if it was kept.
    pub fn tidy(&self, snapshot: &Snapshot, fingerprint: &str) -> Option<DataFrame> {
        let file = File::open(self.tidy_path(snapshot, fingerprint)).ok()?;
        ParquetReader::new(file).finish().ok()
    }

    /// Keeps the table of a snapshot.
    pub fn keep_tidy(&self, snapshot: &Snapshot, fingerprint: &str, frame: &DataFrame) {
        let mut bytes = Vec::new();
        let path = self.tidy_path(snapshot, fingerprint);
        let written = ParquetWriter::new(&mut bytes).finish(&mut frame.clone()).is_ok();
        if let (true, Some(folder)) = (written, path.parent()) {
            // A store that cannot be written to still answers: the table is shaped again next time.
            let _ = std::fs::create_dir_all(folder).map(|()| write_whole(&path, &bytes));
        }
    }

    /// Removes the tables of editions, by whatever definitions they were shaped. Errors with `F401`.
    pub(super) fn remove_tidy(&self, editions: &[Snapshot]) -> Result<()> {
        let folder = self.folder.join("tidy");
        if !folder.is_dir() {
            return Ok(());
        }
        let starts: Vec<String> = editions.iter().map(start_of_name).collect();
        let failed = |error: std::io::Error| inaccessible("reading a folder of the store", &folder, &error);
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if starts.iter().any(|start| entry.file_name().to_string_lossy().starts_with(start)) {
                remove_if_there(&entry.path())?;
            }
        }
        Ok(())
    }

    fn tidy_path(&self, snapshot: &Snapshot, fingerprint: &str) -> std::path::PathBuf {
        self.folder.join("tidy").join(format!("{}{fingerprint}.parquet", start_of_name(snapshot)))
    }
}

/// What the names of an edition's tables begin with.
fn start_of_name(snapshot: &Snapshot) -> String {
    format!("{}-{}-", snapshot.dataset, snapshot.sha256.get(..16).unwrap_or("unknown"))
}
