//! The store: immutable snapshots addressed by their sha256, and a manifest that describes each
//! one.
//!
//! Every file is written to a temporary file, flushed to disk and renamed, the manifest last. A
//! process that dies in between leaves the store unchanged, except for its own temporary files. The
//! next writer removes those. Only one process writes at a time.
//!
//! **Invariant:** nothing is read from a store unless its checksum confirms it, and a store with a
//! newer layout is never written to.
//!
//! - `held_back`: fetched editions that await review by a user. `journal`: when each source was
//!   asked, and its answer.
//! - `pages`: pages as last received. `pins`: the editions that a briefing is based on. `tidy`:
//!   tables as Parquet.
//! - `lists`, `sealed`: the lists as files, with checksum and copy. `verify`: checks the entire
//!   store against its checksums.

mod held_back;
mod journal;
mod lists;
mod lock;
mod manifest;
mod pages;
mod pins;
mod sealed;
mod tidy;
mod verify;

pub use held_back::{Discarded, HeldBack, Reason, Waiting, Writer, reasons_in_answer};
pub use journal::{FetchedAddress, Journal, LeftAlone, Run, SourceLog};
pub use manifest::{EditionId, Manifest, Snapshot};
pub use pins::Pin;
pub(crate) use sealed::{is_as_sealed, sealed_text};
pub(crate) use tidy::start_of_table;
pub use verify::{Condition, Item};

use self::sealed::Unsound;
use super::imported::ImportedFile;
use super::inaccessible::inaccessible;
use super::writing::{clear_aside, write_whole};
use crate::domain::{Error, Result, Sha256, Timestamp, error_codes};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of snapshots with its manifest.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
    /// How often a writer tries to take the lock, a second apart.
    attempts: u32,
}

/// The state of a store at one time: its manifest and its pins. A decision based on it is valid
/// while it stays the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    manifest: Option<String>,
    pins: Vec<Pin>,
}

impl Store {
    /// The store in a folder, which need not exist until something is added.
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), attempts: 1 }
    }

    /// The same store with a number of attempts to take another process's lock, a second apart.
    #[must_use]
    pub fn patient(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// An empty store, for reading files as if they were the first.
    pub fn of_nothing(&self) -> Self {
        Self { folder: self.folder.join(".nothing"), ..self.clone() }
    }

    /// The content of the store; empty when there is no store yet.
    ///
    /// Errors with `F402` when the manifest is damaged or lost, and with `F405` when a newer
    /// version has written it.
    pub fn manifest(&self) -> Result<Manifest> {
        match self.read_if_there(MANIFEST, "the manifest of the store")? {
            Some(manifest) => Ok(manifest),
            None => self.never_written().map(|()| Manifest::default()),
        }
    }

    /// The manifest, compared with its copy. An older manifest that a user has restored would lose
    /// all later entries.
    ///
    /// Errors: as [`Store::manifest`].
    pub fn newest_manifest(&self) -> Result<Manifest> {
        let manifest = self.manifest()?;
        match self.copy_of::<Manifest>(MANIFEST) {
            Some(copy) if copy.serial > manifest.serial => {
                let older = Unsound::Damaged("an older manifest than its copy".to_owned(), None);
                Err(self.unsound(MANIFEST, "the manifest of the store", older))
            }
            _ => Ok(manifest),
        }
    }

    /// The text of the manifest, for checking whether it has changed; `None` if there is no
    /// manifest yet. Errors with `F401`.
    pub fn manifest_text(&self) -> Result<Option<String>> {
        self.text_of(MANIFEST, "the manifest of the store")
    }

    /// The bytes of a snapshot, checked against its fingerprint. Errors with `F402`, and with
    /// `F403` if it has been removed meanwhile.
    pub fn bytes(&self, snapshot: &Snapshot) -> Result<Vec<u8>> {
        let path = self.snapshot_path(snapshot.sha256);
        self.checked_bytes(&path, snapshot.sha256, &snapshot.file).map_err(|error| {
            if path.exists() || !self.is_removed(snapshot.sha256) {
                return error;
            }
            Error::new(
                error_codes::STORE_LOCKED,
                format!("reading the snapshot of {}", snapshot.file),
            )
            .in_file(path.display().to_string())
            .found("that another fairshares has removed it meanwhile")
            .help("try again")
        })
    }

    /// Adds editions; the caller has the lock. An edition already in the store with the same bytes
    /// is not added again, but counts as imported last.
    fn add_now(&self, file: &ImportedFile, entries: Vec<Snapshot>) -> Result<()> {
        let mut manifest = self.manifest()?;
        // Of two editions for one day, the one imported last counts. A superseded edition that is
        // imported again therefore gets a new entry with the new date. For a date in between, the
        // other edition counts. If the edition already counts, nothing changes.
        let of_that_day = |held: &Snapshot, new: &Snapshot| {
            (&held.dataset, &held.edition) == (&new.dataset, &new.edition)
        };
        let before = manifest.snapshots.clone();
        for entry in entries {
            let mut of_day =
                manifest.snapshots.iter().rev().filter(|held| of_that_day(held, &entry)).peekable();
            let is_newest = of_day.peek().is_some_and(|newest| newest.sha256 == entry.sha256);
            // For editions published on different days the order of import does not matter.
            let is_dated =
                |held: &&Snapshot| held.published.is_some() && held.published != entry.published;
            let is_settled = entry.published.is_some()
                && of_day.clone().any(|held| held.sha256 == entry.sha256)
                && of_day.filter(|held| held.sha256 != entry.sha256).all(|held| is_dated(&held));
            let is_same =
                |held: &&mut Snapshot| of_that_day(held, &entry) && held.sha256 == entry.sha256;
            match manifest
                .snapshots
                .iter_mut()
                .rev()
                .find(is_same)
                .filter(|_| is_newest || is_settled)
            {
                // A reason from a user's second review replaces the recorded one.
                Some(held) if entry.accepted.is_some() => held.accepted = entry.accepted,
                Some(_) => {}
                None => manifest.snapshots.push(entry),
            }
        }
        let path = self.snapshot_path(file.sha256);
        let kept = fs::read(&path).is_ok_and(|bytes| Sha256::digest(&bytes) == file.sha256);
        if !kept {
            write_whole(&path, &file.bytes)?;
        }
        if manifest.snapshots == before { Ok(()) } else { self.write_manifest(manifest) }
    }

    /// The current state of the store. Errors with `F402`.
    pub fn state(&self) -> Result<State> {
        Ok(State { manifest: self.manifest_text()?, pins: self.pins()? })
    }

    /// Removes editions from the manifest, and the bytes that no other edition needs. The store
    /// must still be as it was at the decision; otherwise nothing is removed and the result is
    /// `false`.
    ///
    /// Errors: as [`Store::take`].
    pub fn remove(
        &self,
        editions: &[Snapshot],
        decided_from: &State,
        now: Timestamp,
    ) -> Result<bool> {
        self.change(Writer { doing: "pruning", now }, |store| {
            if store.state()? != *decided_from {
                return Ok(false);
            }
            // Editions removed on purpose are not fetched again.
            store.remove_now(editions, |gone| store.leave(gone, now))?;
            Ok(true)
        })
    }

    /// Removes editions that an import has wrongly added; they may be imported again.
    ///
    /// Errors: as [`Store::take`].
    pub fn give_back(&self, editions: &[Snapshot], now: Timestamp) -> Result<()> {
        self.change(Writer { doing: "importing", now }, |store| {
            store.remove_now(editions, |_| Ok(()))
        })
    }

    fn remove_now(
        &self,
        editions: &[Snapshot],
        before: impl FnOnce(&[&Snapshot]) -> Result<()>,
    ) -> Result<()> {
        if editions.is_empty() {
            return Ok(());
        }
        let mut manifest = self.manifest()?;
        manifest.snapshots.retain(|held| !editions.contains(held));
        let needed: BTreeSet<Sha256> = manifest.snapshots.iter().map(|held| held.sha256).collect();
        let gone: Vec<&Snapshot> =
            editions.iter().filter(|snapshot| !needed.contains(&snapshot.sha256)).collect();
        // The note of a removal on purpose is written first, so that an interrupted run can be
        // repeated. The manifest follows: bytes without an entry are clutter, but an entry without
        // its bytes is damage.
        before(&gone)?;
        self.write_manifest(manifest)?;
        gone.iter()
            .try_for_each(|snapshot| remove_if_there(&self.snapshot_path(snapshot.sha256)))?;
        self.remove_tidy(editions)
    }

    fn write_manifest(&self, manifest: Manifest) -> Result<()> {
        let serial = manifest.serial + 1;
        self.write_list(MANIFEST, &Manifest { version: manifest::VERSION, serial, ..manifest })
    }

    /// Makes a change under the lock. Errors: `F402` and `F405` for a store that must not be
    /// written to, `F403`, `F401`.
    pub fn change<T>(&self, by: Writer<'_>, make: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        self.under_lock(by, |store| {
            let manifest = store.newest_manifest()?;
            if manifest.version < manifest::VERSION {
                // This comes first, because a manifest that is missing next to snapshots has been
                // lost. A manifest without a checksum receives one.
                store.write_manifest(manifest)?;
            }
            store.copy_again(MANIFEST)?;
            make(store)
        })
    }

    /// Takes the lock and removes what dead processes have left, whatever state the store is in.
    /// Repairs use this function.
    ///
    /// Errors: `F403`, `F401`.
    pub fn under_lock<T>(
        &self,
        by: Writer<'_>,
        make: impl FnOnce(&Self) -> Result<T>,
    ) -> Result<T> {
        fs::create_dir_all(self.folder.join(SNAPSHOTS))
            .map_err(|error| inaccessible("making the store", &self.folder, &error))?;
        let _lock = lock::take(&self.folder, lock::WRITING, by, self.attempts)?;
        FOLDERS.iter().for_each(|folder| clear_aside(&self.folder.join(folder)));
        COPIED.iter().for_each(|folder| clear_aside(&self.copy_path(folder)));
        make(self)
    }

    fn damaged(&self, name: &str, what: &str) -> Error {
        Error::new(error_codes::STORE_DAMAGED, format!("reading {what}"))
            .in_file(self.folder.join(name).display().to_string())
    }

    /// Bytes checked against their fingerprint. Errors with `F402`.
    fn checked_bytes(&self, path: &Path, expected: Sha256, file: &str) -> Result<Vec<u8>> {
        let damaged = |found: String| {
            Error::new(error_codes::STORE_DAMAGED, format!("reading the snapshot of {file}"))
                .in_file(path.display().to_string())
                .found(found)
                .expected(format!("the bytes with sha256 {expected}"))
        };
        let bytes = fs::read(path).map_err(|error| damaged(error.to_string()))?;
        let found = Sha256::digest(&bytes);
        if found == expected {
            Ok(bytes)
        } else {
            Err(damaged(format!("bytes with sha256 {found}")))
        }
    }

    /// True if the store exists.
    pub fn exists(&self) -> bool {
        self.folder.is_dir()
    }

    /// True if the bytes of a snapshot exist, complete or not.
    pub fn has_bytes(&self, sha256: Sha256) -> bool {
        self.snapshot_path(sha256).is_file()
    }

    /// True if the store no longer has an edition with those bytes.
    fn is_removed(&self, sha256: Sha256) -> bool {
        self.manifest()
            .is_ok_and(|manifest| manifest.snapshots.iter().all(|held| held.sha256 != sha256))
    }

    fn snapshot_path(&self, sha256: Sha256) -> PathBuf {
        self.folder.join(SNAPSHOTS).join(sha256.to_string())
    }
}

const MANIFEST: &str = "manifest.json";
const SNAPSHOTS: &str = "snapshots";

/// The folders in which temporary files are written; the first is the store's own.
const FOLDERS: [&str; 9] = [
    "",
    SNAPSHOTS,
    tidy::FOLDER,
    held_back::FOLDER,
    pins::FOLDER,
    lists::COPIES,
    verify::WORDINGS,
    "downloads",
    "pages",
];
/// The folders of these that have a counterpart in the folder of copies.
const COPIED: [&str; 2] = [pins::FOLDER, verify::WORDINGS];

/// Writes a file whose folder may not exist yet.
fn write_into(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .map_err(|error| inaccessible("making a folder of the store", folder, &error))?;
    }
    write_whole(path, bytes)
}

/// The names of the files in a folder of the store, in order, without hidden files. Empty if the
/// folder does not exist. Errors with `F401`.
fn names_in(folder: &Path) -> Result<Vec<String>> {
    let failed =
        |error: std::io::Error| inaccessible("reading a folder of the store", folder, &error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        names.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    Ok(names)
}

fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(inaccessible("removing a file of the store", path, &error))
        }
        _ => Ok(()),
    }
}
