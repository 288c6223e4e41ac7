//! The store: immutable snapshots addressed by their sha256, and a manifest that says what each one is.
//!
//! Everything is written aside, flushed to disk and renamed, the manifest last: a process that dies in between leaves
//! the store as it was, but for files of its own that the next to write clears away. Only one process writes at a time.
//!
//! - `held_back`: fetched editions that wait for a person. `journal`: when which source was asked, and what it said.
//! - `pages`: pages as they were answered last. `pins`: the editions that a briefing was made from. `tidy`: tables as Parquet.

mod held_back;
mod journal;
mod lock;
mod manifest;
mod pages;
mod pins;
mod tidy;

pub use held_back::{Discarded, HeldBack, Reason, Waiting, Writer};
pub use journal::{Journal, LeftAlone, Run, Seen, SourceLog};
pub use manifest::{EditionId, Manifest, Snapshot};
pub use pins::Pin;

use super::ImportedFile;
use crate::domain::{Error, Result, error_codes};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A folder of snapshots with its manifest.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
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
        let manifest: Manifest = self.read_list(MANIFEST, "the manifest of the store")?;
        let is_hash = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        match manifest.snapshots.iter().find(|snapshot| !is_hash(&snapshot.sha256)) {
            None => Ok(manifest),
            Some(snapshot) => Err(self
                .damaged(MANIFEST, "the manifest of the store")
                .found(format!("{:?} as the sha256 of {}", snapshot.sha256, snapshot.file))),
        }
    }

    /// The text of the manifest, for those who ask whether it is still the same; `None` when there is none yet. Errors with `F401`.
    pub fn manifest_text(&self) -> Result<Option<String>> {
        self.text_of(MANIFEST, "the manifest of the store")
    }

    /// The bytes of a snapshot, checked against its fingerprint. Errors with `F402`.
    pub fn bytes(&self, snapshot: &Snapshot) -> Result<Vec<u8>> {
        self.checked_bytes(&self.snapshot_path(&snapshot.sha256), &snapshot.sha256, &snapshot.file)
    }

    /// Adds editions; the caller holds the lock. An edition already held from the same bytes is not added again, but counts
    /// as imported last.
    fn add_now(&self, file: &ImportedFile, entries: Vec<Snapshot>) -> Result<()> {
        let mut manifest = self.manifest()?;
        // Of two editions of one day the one imported last counts, so one that was superseded and comes again is entered
        // again, with its day: seen from a day between, the other counts. When it counts already, nothing changes.
        let of_that_day =
            |held: &Snapshot, new: &Snapshot| (&held.dataset, &held.edition) == (&new.dataset, &new.edition);
        let before = manifest.snapshots.clone();
        for entry in entries {
            let mut of_day = manifest.snapshots.iter().rev().filter(|held| of_that_day(held, &entry)).peekable();
            let is_newest = of_day.peek().is_some_and(|newest| newest.sha256 == entry.sha256);
            // Of editions published on different days it does not matter which came last.
            let is_dated = |held: &&Snapshot| held.published.is_some() && held.published != entry.published;
            let is_settled = entry.published.is_some()
                && of_day.clone().any(|held| held.sha256 == entry.sha256)
                && of_day.filter(|held| held.sha256 != entry.sha256).all(|held| is_dated(&held));
            let is_same = |held: &&mut Snapshot| of_that_day(held, &entry) && held.sha256 == entry.sha256;
            match manifest.snapshots.iter_mut().rev().find(is_same).filter(|_| is_newest || is_settled) {
                // A person who looks again gives the reason that is kept.
                Some(held) if entry.accepted.is_some() => held.accepted = entry.accepted,
                Some(_) => {}
                None => manifest.snapshots.push(entry),
            }
        }
        let kept = fs::read(self.snapshot_path(&file.sha256)).is_ok_and(|bytes| sha256(&bytes) == file.sha256);
        if !kept {
            write_whole(&self.snapshot_path(&file.sha256), &file.bytes)?;
        }
        if manifest.snapshots == before { Ok(()) } else { self.write_manifest(manifest) }
    }

    /// Removes editions from the manifest, and the bytes that none of the others needs.
    ///
    /// Errors: as [`Store::take`].
    pub fn remove(&self, editions: &[Snapshot], now: &str) -> Result<()> {
        // What was removed on purpose is not fetched again.
        self.change("pruning", now, 1, |store| store.remove_now(editions, |gone| store.leave(gone, now)))
    }

    /// Gives back editions that an import has taken and should not have: they may come again.
    ///
    /// Errors: as [`Store::take`].
    pub fn give_back(&self, editions: &[Snapshot], now: &str) -> Result<()> {
        self.change("importing", now, 1, |store| store.remove_now(editions, |_| Ok(())))
    }

    fn remove_now(&self, editions: &[Snapshot], before: impl FnOnce(&[&Snapshot]) -> Result<()>) -> Result<()> {
        let mut manifest = self.manifest()?;
        manifest.snapshots.retain(|held| !editions.contains(held));
        let needed: BTreeSet<String> = manifest.snapshots.iter().map(|held| held.sha256.clone()).collect();
        // The manifest first: bytes without an entry are clutter, an entry without its bytes is damage.
        self.write_manifest(manifest)?;
        let gone: Vec<&Snapshot> = editions.iter().filter(|snapshot| !needed.contains(&snapshot.sha256)).collect();
        before(&gone)?;
        gone.iter().try_for_each(|snapshot| remove_if_there(&self.snapshot_path(&snapshot.sha256)))?;
        self.remove_tidy(editions)
    }

    fn write_manifest(&self, mut manifest: Manifest) -> Result<()> {
        manifest.version = manifest::VERSION;
        self.write_list(MANIFEST, &manifest)
    }

    /// Makes a change under the lock, which is asked for so many times, a second apart.
    fn change<T>(&self, doing: &str, now: &str, attempts: u32, make: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        fs::create_dir_all(self.folder.join("snapshots"))
            .map_err(|error| inaccessible("making the store", &self.folder, &error))?;
        let _lock = lock::take(&self.folder, lock::WRITING, doing, now, attempts)?;
        self.clear_away();
        make(self)
    }

    /// One of the store's lists; empty when there is none yet. Errors with `F402` when it is damaged.
    fn read_list<T: DeserializeOwned + Default>(&self, name: &str, what: &str) -> Result<T> {
        let Some(text) = self.text_of(name, what)? else { return Ok(T::default()) };
        serde_json::from_str(&text)
            .map_err(|error| self.damaged(name, what).at_line(error.line(), error.column()).found(error.to_string()))
    }

    /// The text of one of the store's lists; `None` when there is none yet. Errors with `F401`.
    fn text_of(&self, name: &str, what: &str) -> Result<Option<String>> {
        let path = self.folder.join(name);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(inaccessible(&format!("reading {what}"), &path, &error)),
        }
    }

    fn damaged(&self, name: &str, what: &str) -> Error {
        Error::new(error_codes::STORE_DAMAGED, format!("reading {what}"))
            .in_file(self.folder.join(name).display().to_string())
    }

    fn write_list(&self, name: &str, list: &impl Serialize) -> Result<()> {
        let mut text = serde_json::to_string_pretty(list).map_err(|error| {
            Error::new(error_codes::STORE_DAMAGED, format!("writing {name} of the store")).found(error.to_string())
        })?;
        text.push('\n');
        write_whole(&self.folder.join(name), text.as_bytes())
    }

    /// Bytes checked against their fingerprint. Errors with `F402`.
    fn checked_bytes(&self, path: &Path, expected: &str, file: &str) -> Result<Vec<u8>> {
        let damaged = |found: String| {
            Error::new(error_codes::STORE_DAMAGED, format!("reading the snapshot of {file}"))
                .in_file(path.display().to_string())
                .found(found)
                .expected(format!("the bytes with sha256 {expected}"))
        };
        let bytes = fs::read(path).map_err(|error| damaged(error.to_string()))?;
        let found = sha256(&bytes);
        if found == expected { Ok(bytes) } else { Err(damaged(format!("bytes with sha256 {found}"))) }
    }

    fn snapshot_path(&self, sha256: &str) -> PathBuf {
        self.folder.join("snapshots").join(sha256)
    }

    /// Removes what processes that died had written aside. Only the holder of the lock may: nobody else is writing.
    fn clear_away(&self) {
        self.clear_away_in(&["", "snapshots", "tidy", held_back::FOLDER]);
    }

    fn clear_away_in(&self, folders: &[&str]) {
        for folder in folders {
            let entries = fs::read_dir(self.folder.join(folder)).into_iter().flatten().flatten();
            for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(ASIDE)) {
                // One that cannot be removed does no harm: nothing reads it.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

const MANIFEST: &str = "manifest.json";

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

/// Writes a file into a folder that need not be there yet.
fn write_into(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| inaccessible("making a folder of the store", folder, &error))?;
    write_whole(&folder.join(name), bytes)
}

fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(inaccessible("removing a file of the store", path, &error))
        }
        _ => Ok(()),
    }
}

pub(super) fn inaccessible(doing: &str, path: &Path, error: &std::io::Error) -> Error {
    Error::new(error_codes::FILE_INACCESSIBLE, doing).in_file(path.display().to_string()).found(error.to_string())
}
