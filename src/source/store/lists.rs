//! The lists of a store as files: read only when their checksum is correct, and written with a copy
//! that `verify --repair` can restore.
//!
//! Belongs here: one list, its copy, and the error for an unreliable list. Does not belong here:
//! the content of a list.

use super::sealed::{self, List, Unsound};
use super::{MANIFEST, SNAPSHOTS, Store, inaccessible, write_into};
use crate::domain::{Action, Error, Field, Result, error_codes};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// The folder of the copies.
pub(super) const COPIES: &str = "copies";

impl Store {
    /// One of the store's lists; empty if it does not exist yet. Errors with `F402` when it is
    /// damaged, `F405` when it is newer.
    pub(super) fn read_list<T: List + Default>(&self, name: &str, what: &str) -> Result<T> {
        Ok(self.read_if_there(name, what)?.unwrap_or_default())
    }

    /// The same; `None` if the list does not exist yet.
    pub(super) fn read_if_there<T: List>(&self, name: &str, what: &str) -> Result<Option<T>> {
        let Some(text) = self.text_of(name, what)? else { return Ok(None) };
        sealed::parse(&text).map(Some).map_err(|unsound| self.unsound(name, what, unsound))
    }

    /// The error for an unreliable list.
    pub(super) fn unsound(&self, name: &str, what: &str, unsound: Unsound) -> Error {
        let mended = Action::Verify.with(Field::Repair);
        let repair =
            format!("run {} to see what is wrong and {mended} to put it right", Action::Verify);
        match unsound {
            Unsound::Damaged(found, place) => {
                let error = self.damaged(name, what).found(found).help(repair);
                place.map_or(error.clone(), |(line, column)| error.at_line(line, column))
            }
            Unsound::Newer { version, is_sealed } => {
                let error = Error::new(error_codes::STORE_NEWER, format!("reading {what}"))
                    .in_file(self.folder.join(name).display().to_string())
                    .found(format!("version {version} of its layout"));
                if is_sealed {
                    error
                } else {
                    error.help(format!("use the newer program; if there is none, {repair}"))
                }
            }
        }
    }

    /// The text of one of the store's lists; `None` if it does not exist yet. Errors with `F401`,
    /// and `F402` if it is not text.
    pub(super) fn text_of(&self, name: &str, what: &str) -> Result<Option<String>> {
        let path = self.folder.join(name);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error)
                if matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::IsADirectory) =>
            {
                Err(self.unsound(name, what, Unsound::Damaged(error.to_string(), None)))
            }
            Err(error) => Err(inaccessible(&format!("reading {what}"), &path, &error)),
        }
    }

    /// Errors with `F402` when there are snapshots or a copy but no manifest, which means that the
    /// manifest has been lost.
    pub(super) fn never_written(&self) -> Result<()> {
        let is_snapshot =
            |entry: fs::DirEntry| !entry.file_name().to_string_lossy().starts_with('.');
        let has_snapshots = fs::read_dir(self.folder.join(SNAPSHOTS))
            .into_iter()
            .flatten()
            .flatten()
            .any(is_snapshot);
        if !has_snapshots && !self.copy_path(MANIFEST).exists() {
            return Ok(());
        }
        let lost =
            Unsound::Damaged("no manifest, although the store holds editions".to_owned(), None);
        Err(self.unsound(MANIFEST, "the manifest of the store", lost))
    }

    /// Writes a list, then its copy. Errors with `F401`.
    pub(super) fn write_list<T: List>(&self, name: &str, list: &T) -> Result<()> {
        let text = sealed::text_of(list).map_err(|found| {
            Error::new(error_codes::STORE_DAMAGED, format!("writing {name} of the store"))
                .found(found)
        })?;
        write_into(&self.folder.join(name), text.as_bytes())?;
        let copy = self.copy_path(name);
        if copy.is_dir() {
            quarantine(&copy)?;
        }
        write_into(&copy, text.as_bytes())
    }

    /// Writes the copy of a list again if a process died before doing so. Errors with `F401`.
    pub(super) fn copy_again(&self, name: &str) -> Result<()> {
        let (list, copy) = (self.folder.join(name), self.copy_path(name));
        match fs::read(&list) {
            Ok(bytes) if fs::read(&copy).ok().as_ref() != Some(&bytes) => write_into(&copy, &bytes),
            _ => Ok(()),
        }
    }

    /// Replaces an unreliable list, which is renamed. Errors with `F401`.
    pub(super) fn put_right<T: List>(&self, name: &str, list: &T) -> Result<()> {
        let path = self.folder.join(name);
        if path.exists() {
            quarantine(&path)?;
        }
        self.write_list(name, list)
    }

    /// The copy of a list, if it is reliable.
    pub(super) fn copy_of<T: List>(&self, name: &str) -> Option<T> {
        sealed::parse(&fs::read_to_string(self.copy_path(name)).ok()?).ok()
    }

    pub(super) fn copy_path(&self, name: &str) -> std::path::PathBuf {
        self.folder.join(COPIES).join(name)
    }
}

/// Renames a damaged file. Errors with `F401`.
pub(super) fn quarantine(path: &Path) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let aside = path.with_file_name(format!("{name}.damaged"));
    fs::rename(path, &aside).map_err(|error| inaccessible("keeping a damaged file", &aside, &error))
}
