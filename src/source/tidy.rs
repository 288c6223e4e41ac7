//! Tidy tables kept as Parquet beside their snapshots, so that a publication is shaped once and not at every start.
//!
//! They can always be made again, so nothing here is an error: what cannot be read or written is shaped anew.

use super::store::{Snapshot, Store, write_whole};
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

    fn tidy_path(&self, snapshot: &Snapshot, fingerprint: &str) -> std::path::PathBuf {
        let name =
            format!("{}-{}-{fingerprint}.parquet", snapshot.dataset, snapshot.sha256.get(..16).unwrap_or("unknown"));
        self.folder().join("tidy").join(name)
    }
}
