//! The store: immutable snapshots addressed by their sha256, and a manifest that says what each one is.
//!
//! Everything is written aside, flushed to disk and renamed, the manifest last: a process that dies in between leaves
//! the store as it was. Only one process writes at a time.

use crate::domain::{Error, Result, error_codes};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File, TryLockError};
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

/// A file read from disk, with its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its name without the folders, which are nobody's business.
    pub name: String,
    /// sha256 of the bytes.
    pub sha256: String,
}

impl ImportedFile {
    /// Reads a file of at most `limit` bytes. Errors with `F401` and `F114`.
    pub fn read(path: &Path, limit: u64) -> Result<Self> {
        let shown = path.display().to_string();
        let failed = |error: std::io::Error| inaccessible("reading a file", path, &error);
        let metadata = fs::metadata(path).map_err(failed)?;
        if !metadata.is_file() {
            return Err(Error::new(error_codes::FILE_INACCESSIBLE, "reading a file")
                .in_file(shown)
                .found("something that is not a file"));
        }
        if metadata.len() > limit {
            return Err(Error::new(error_codes::TOO_LARGE, "reading a file")
                .in_file(shown)
                .found(format!("{} bytes", metadata.len()))
                .expected(format!("at most {limit}")));
        }
        let bytes = fs::read(path).map_err(failed)?;
        let name = path.file_name().map_or(shown, |name| name.to_string_lossy().into_owned());
        let sha256 = sha256(&bytes);
        Ok(Self { bytes, name, sha256 })
    }
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

    /// Adds the editions read from a file. An edition already held from the same bytes is not added again.
    ///
    /// Errors: `F403` when another process is writing, `F401` when the disk refuses.
    pub fn add(&self, file: &ImportedFile, entries: Vec<Snapshot>) -> Result<()> {
        fs::create_dir_all(self.folder.join("snapshots"))
            .map_err(|error| inaccessible("making the store", &self.folder, &error))?;
        let _lock = self.lock()?;
        let mut manifest = self.manifest()?;
        let same = |held: &Snapshot, new: &Snapshot| {
            (&held.sha256, &held.dataset, &held.edition) == (&new.sha256, &new.dataset, &new.edition)
        };
        let new: Vec<Snapshot> =
            entries.into_iter().filter(|entry| !manifest.snapshots.iter().any(|held| same(held, entry))).collect();
        let kept = fs::read(self.snapshot_path(&file.sha256)).is_ok_and(|bytes| sha256(&bytes) == file.sha256);
        if !kept {
            write_whole(&self.snapshot_path(&file.sha256), &file.bytes)?;
        }
        if new.is_empty() {
            return Ok(());
        }
        manifest.version = 1;
        manifest.snapshots.extend(new);
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

    fn lock(&self) -> Result<File> {
        let path = self.folder.join("lock");
        let file = File::create(&path).map_err(|error| inaccessible("locking the store", &path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => {
                Err(Error::new(error_codes::STORE_LOCKED, "locking the store").in_file(path.display().to_string()))
            }
            Err(TryLockError::Error(error)) => Err(inaccessible("locking the store", &path, &error)),
        }
    }
}

/// Writes a file aside, flushes it to disk and renames it into place. Errors with `F401`.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |error: std::io::Error| inaccessible("writing a file", path, &error);
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // Less the user's umask, as for any file.
    let mut aside = builder.tempfile_in(folder).map_err(failed)?;
    aside.write_all(bytes).map_err(failed)?;
    aside.as_file().sync_all().map_err(failed)?;
    aside.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

fn inaccessible(doing: &str, path: &Path, error: &std::io::Error) -> Error {
    Error::new(error_codes::FILE_INACCESSIBLE, doing).in_file(path.display().to_string()).found(error.to_string())
}
