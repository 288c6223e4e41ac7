//! Tidy tables stored as Parquet alongside their snapshots, so that a publication is shaped once
//! and not at every start.
//!
//! The name of a table's file ends with its own sha256; a file with a different sha256 is never
//! read. Tables can always be generated again, so failures are not errors: a table that cannot be
//! read or written is shaped again.

use super::{Snapshot, Store, names_in, remove_if_there, write_whole};
use crate::domain::{Result, Sha256};
use polars::prelude::{DataFrame, ParquetReader, ParquetWriter, SerReader};
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;

/// The folder of the tables.
pub(super) const FOLDER: &str = "tidy";
const ENDING: &str = ".parquet";
/// Half of a sha256, since some systems limit the length of file names.
const CHECKSUM_LENGTH: usize = 32;
/// The digits of a snapshot's sha256 in the name of its table.
const SNAPSHOT_DIGITS: usize = 16;

impl Store {
    /// The table of a snapshot as shaped by the definitions with that fingerprint, if it is stored
    /// and intact.
    pub fn tidy(&self, snapshot: &Snapshot, fingerprint: &str) -> Option<DataFrame> {
        let start = start_of_table(snapshot, fingerprint);
        let names = self.names_of_tables().ok()?;
        let kept = names
            .iter()
            .filter(|name| name.starts_with(&start))
            .find_map(|name| self.checked_table(name));
        ParquetReader::new(Cursor::new(kept?)).finish().ok()
    }

    /// Stores the table of a snapshot.
    pub fn keep_tidy(&self, snapshot: &Snapshot, fingerprint: &str, frame: &DataFrame) {
        let mut bytes = Vec::new();
        if ParquetWriter::new(&mut bytes).finish(&mut frame.clone()).is_ok() {
            let name =
                format!("{}{}{ENDING}", start_of_table(snapshot, fingerprint), checksum(&bytes));
            let path = self.table_path(&name);
            // A store that cannot be written to still answers: the table is shaped again next time.
            let _ =
                fs::create_dir_all(self.folder.join(FOLDER)).map(|()| write_whole(&path, &bytes));
        }
    }

    /// The names of all stored tables. Errors with `F401`.
    pub(super) fn names_of_tables(&self) -> Result<Vec<String>> {
        let folder = self.folder.join(FOLDER);
        // If a file has the folder's name, there are no tables.
        let mut names = if folder.is_dir() { names_in(&folder)? } else { Vec::new() };
        names.retain(|name| name.ends_with(ENDING));
        Ok(names)
    }

    /// The bytes of a table, if they match the checksum in its name.
    pub(super) fn checked_table(&self, name: &str) -> Option<Vec<u8>> {
        let bytes = fs::read(self.table_path(name)).ok()?;
        name.ends_with(&format!("-{}{ENDING}", checksum(&bytes))).then_some(bytes)
    }

    /// True for a table whose name includes a checksum; earlier versions wrote other names.
    pub(super) fn is_checkable(name: &str) -> bool {
        let last = name.trim_end_matches(ENDING).rsplit('-').next().unwrap_or_default();
        last.len() == CHECKSUM_LENGTH && last.bytes().all(|byte| byte.is_ascii_hexdigit())
    }

    /// Removes the tables of editions, whichever definitions shaped them. Errors with `F401`.
    pub(super) fn remove_tidy(&self, editions: &[Snapshot]) -> Result<()> {
        let starts: Vec<String> = editions.iter().map(start_of_name).collect();
        let of_them = |name: &String| starts.iter().any(|start| name.starts_with(start));
        self.names_of_tables()?
            .into_iter()
            .filter(of_them)
            .try_for_each(|name| self.remove_table(&name))
    }

    pub(super) fn remove_table(&self, name: &str) -> Result<()> {
        remove_if_there(&self.table_path(name))
    }

    fn table_path(&self, name: &str) -> PathBuf {
        self.folder.join(FOLDER).join(name)
    }
}

/// The start of the names of an edition's tables.
fn start_of_name(snapshot: &Snapshot) -> String {
    format!("{}-{}-", snapshot.dataset, snapshot.sha256.start(SNAPSHOT_DIGITS))
}

/// The start of the names of an edition's tables that definitions with that fingerprint have
/// shaped.
pub(crate) fn start_of_table(snapshot: &Snapshot, fingerprint: &str) -> String {
    format!("{}{fingerprint}-", start_of_name(snapshot))
}

/// The checksum in the name of a table.
fn checksum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).to_string().split_off(CHECKSUM_LENGTH)
}
