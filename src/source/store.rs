//! The store: immutable snapshots addressed by their sha256, and a manifest that says what each one is.
//!
//! Everything is written aside, flushed to disk and renamed, the manifest last: a process that dies in between leaves
//! the store as it was, but for files of its own that the next to write clears away. Only one process writes at a time.

use super::ImportedFile;
use super::lock;
use crate::domain::{Error, Result, error_codes};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A folder of snapshots with its manifest.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
}

/// What the store holds, one entry per edition of a dataset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The layout of this file; 1.
    pub version: u32,
    /// The editions, in the order they were imported.
    pub snapshots: Vec<Snapshot>,
}

/// One edition of one dataset, and the bytes it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// The dataset.
    pub dataset: String,
    /// The edition: the newest day it has figures for.
    pub edition: String,
    /// When the publisher published it, where the cover says so.
    pub published: Option<String>,
    /// sha256 of the bytes, also the name of the snapshot.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// Name of the file as it was imported.
    pub file: String,
    /// When it was imported.
    pub retrieved: String,
    /// Address of the publication.
    pub address: String,
    /// Licence of the figures.
    pub licence: String,
    /// How many figures were read.
    pub rows: u64,
}

/// The sha256 of bytes, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Store {
    /// The store in a folder, which need not exist until something is added.
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// What the store holds; empty when there is no store yet. Errors with `F402` when the manifest is damaged.
    pub fn manifest(&self) -> Result<Manifest> {
        let path = self.folder.join("manifest.json");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Manifest::default()),
            Err(error) => return Err(inaccessible("reading the manifest of the store", &path, &error)),
        };
        let damaged = || {
            Error::new(error_codes::STORE_DAMAGED, "reading the manifest of the store")
                .in_file(path.display().to_string())
        };
        let manifest: Manifest = serde_json::from_str(&text)
            .map_err(|error| damaged().at_line(error.line(), error.column()).found(error.to_string()))?;
        let is_hash = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match manifest.snapshots.iter().find(|snapshot| !is_hash(&snapshot.sha256)) {
            None => Ok(manifest),
            Some(snapshot) => Err(damaged().found(format!("{:?} as the sha256 of {}", snapshot.sha256, snapshot.file))),
        }
    }

    /// The bytes of a snapshot, checked against its fingerprint. Errors with `F402`.
    pub fn bytes(&self, snapshot: &Snapshot) -> Result<Vec<u8>> {
        let path = self.snapshot_path(&snapshot.sha256);
        let damaged = |found: String| {
            Error::new(error_codes::STORE_DAMAGED, format!("reading the snapshot of {}", snapshot.file))
                .in_file(path.display().to_string())
                .found(found)
                .expected(format!("the bytes with sha256 {}", snapshot.sha256))
        };
        let bytes = fs::read(&path).map_err(|error| damaged(error.to_string()))?;
        let found = sha256(&bytes);
        if found == snapshot.sha256 { Ok(bytes) } else { Err(damaged(format!("bytes with sha256 {found}"))) }
    }

    /// Adds the editions read from a file. An edition already held from the same bytes is not added again, but counts as
    /// imported last.
    ///
    /// `now` is left in the lock for others to read. Errors: `F403` when another process is writing, `F401` when the
    /// disk refuses.
    pub fn add(&self, file: &ImportedFile, entries: Vec<Snapshot>, now: &str) -> Result<()> {
        fs::create_dir_all(self.folder.join("snapshots"))
            .map_err(|error| inaccessible("making the store", &self.folder, &error))?;
        let _lock = lock::take(&self.folder, now)?;
        self.clear_away();
        let mut manifest = self.manifest()?;
        let same = |held: &Snapshot, new: &Snapshot| {
            (&held.sha256, &held.dataset, &held.edition) == (&new.sha256, &new.dataset, &new.edition)
        };
        // Of two editions of one day the one imported last counts, so one that is imported again goes to the end; when it
        // is there already, nothing changes.
        let before = manifest.snapshots.clone();
        for entry in entries {
            let held = manifest.snapshots.iter().position(|held| same(held, &entry));
            let entry = held.map_or(entry, |at| manifest.snapshots.remove(at));
            manifest.snapshots.push(entry);
        }
        let kept = fs::read(self.snapshot_path(&file.sha256)).is_ok_and(|bytes| sha256(&bytes) == file.sha256);
        if !kept {
            write_whole(&self.snapshot_path(&file.sha256), &file.bytes)?;
        }
        if manifest.snapshots == before {
            return Ok(());
        }
        manifest.version = 1;
        let mut text = serde_json::to_string_pretty(&manifest).map_err(|error| {
            Error::new(error_codes::STORE_DAMAGED, "writing the manifest of the store").found(error.to_string())
        })?;
        text.push('\n');
        write_whole(&self.folder.join("manifest.json"), text.as_bytes())
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    fn snapshot_path(&self, sha256: &str) -> PathBuf {
        self.folder.join("snapshots").join(sha256)
    }

    /// Removes what processes that died had written aside. Only the holder of the lock may: nobody else is writing.
    fn clear_away(&self) {
        for folder in [self.folder.clone(), self.folder.join("snapshots"), self.folder.join("tidy")] {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(ASIDE)) {
                // One that cannot be removed does no harm: nothing reads it.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// What the names of files begin with that are not in their place yet.
const ASIDE: &str = ".aside-";

/// Writes a file aside, flushes it to disk and renames it into place. Errors with `F401`.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |error: std::io::Error| inaccessible("writing a file", path, &error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(ASIDE);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // Less the user's umask, as for any file.
    let mut aside = builder.tempfile_in(folder).map_err(failed)?;
    aside.write_all(bytes).map_err(failed)?;
    aside.as_file().sync_all().map_err(failed)?;
    aside.persist(path).map_err(|error| failed(error.error))?;
    // The name is kept in the folder, which is flushed too: else a power cut could take the rename back. Where that is not
    // to be had (a folder that may not be read, a file system without it) the file is in its place all the same.
    #[cfg(unix)]
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

pub(super) fn inaccessible(doing: &str, path: &Path, error: &std::io::Error) -> Error {
    Error::new(error_codes::FILE_INACCESSIBLE, doing).in_file(path.display().to_string()).found(error.to_string())
}
