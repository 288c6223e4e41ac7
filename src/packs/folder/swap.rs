//! A pack made aside, and put in the place of a folder in one step or file by file.
//!
//! Belongs here: writing, carrying over what belongs to others, the swap. Does not belong here:
//! which files are an earlier pack's, and what is refused (`folder`).

use super::{
    Before, LIST, List, MOST_CARRIED, OLD, aside_prefix, parent_of, refused, remove_folder,
};
use crate::domain::Result;
use crate::source::{flush_folder, keep_mode, write_whole};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// A pack that is to take the place of what is in a folder.
pub(super) struct Whole<'w> {
    pub folder: &'w Path,
    pub files: &'w [(String, Vec<u8>)],
    pub list: List,
    pub before: &'w Before,
}

impl Whole<'_> {
    /// Makes the pack aside and puts it in the place of the folder; `false` where that cannot be
    /// done, and nothing has changed.
    pub(super) fn swap_in(&self) -> io::Result<bool> {
        if self.before.theirs.len() + self.before.folders.len() > MOST_CARRIED {
            return Ok(false);
        }
        let Some((parent, name)) = parent_of(self.folder).zip(self.folder.file_name()) else {
            return Ok(false);
        };
        let mut builder = tempfile::Builder::new();
        let prefix = aside_prefix(&name.to_string_lossy());
        builder.prefix(&prefix);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777)); // Less the user's umask.
        let aside = match builder.tempdir_in(parent) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(false),
            made => StagingFolder(made?.keep()),
        };
        // Held for as long as this lives, so that nobody takes it for abandoned.
        let _lock = File::open(&aside.0).inspect(|folder| drop(folder.try_lock()));
        for (path, bytes) in self.files {
            let path = aside.0.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&aside.0))?;
            write_flushed(&path, bytes)?;
        }
        write_flushed(&aside.0.join(LIST), &self.list.text())?;
        if !self.carry_over(&aside.0) {
            return Ok(false);
        }
        let is_done = self.take_place(&aside.0)?;
        flush_folder(parent);
        if is_done && !self.keep_newcomers(&aside.0) {
            // What cannot be moved is not removed either.
            std::mem::forget(aside);
        }
        Ok(is_done)
    }

    /// Links what belongs to others into the new folder; `false` where that cannot be done.
    fn carry_over(&self, aside: &Path) -> bool {
        let folders = self.before.folders.iter().filter(|below| {
            let has_theirs = self.before.theirs.iter().any(|path| path.starts_with(below));
            has_theirs
                || fs::read_dir(self.folder.join(below))
                    .is_ok_and(|mut entries| entries.next().is_none())
        });
        let is_made =
            folders.into_iter().all(|below| fs::create_dir_all(aside.join(below)).is_ok());
        let linked = |path: &&PathBuf| {
            let there = aside.join(path);
            there.exists() || fs::hard_link(self.folder.join(path), there).is_ok()
        };
        if !(is_made && self.before.theirs.iter().all(|path| linked(&path))) {
            return false;
        }
        // Last and from the inside out: a folder may be one that nothing can be put into.
        self.before.folders.iter().rev().filter(|below| aside.join(below).is_dir()).all(|below| {
            let there = fs::metadata(self.folder.join(below));
            there.and_then(|there| be_like(&aside.join(below), &there)).is_ok()
        })
    }

    /// Puts the folder that was made aside in the place of the old one; `false` where the system
    /// does not do that.
    fn take_place(&self, aside: &Path) -> io::Result<bool> {
        let Ok(there) = fs::metadata(self.folder) else {
            fs::rename(aside, self.folder)?;
            return Ok(true);
        };
        be_like(aside, &there)?;
        if exchange(aside, self.folder) {
            return Ok(true);
        }
        // Two steps where the system has not one for it: a kill between them leaves the old folder
        // for the next run to put back.
        let old = aside.with_extension(OLD);
        if fs::rename(self.folder, &old).is_err() {
            return Ok(false);
        }
        if let Err(error) = fs::rename(aside, self.folder) {
            fs::rename(&old, self.folder)?;
            return Err(error);
        }
        fs::rename(&old, aside)?;
        Ok(true)
    }

    /// Moves what somebody has put into the old folder, or saved there anew, while the new one was
    /// made; `false` where something could not be moved.
    fn keep_newcomers(&self, old: &Path) -> bool {
        let Ok(after) = Before::of(old) else { return !old.exists() };
        let is_new = |path: &&PathBuf| !is_one_file(&old.join(path), &self.folder.join(path));
        let moved = |path: &PathBuf| {
            let there = self.folder.join(path);
            let is_of_the_pack =
                self.list.files.iter().any(|listed| Path::new(&listed.path) == path);
            let parent = there.parent().map_or(Ok(()), fs::create_dir_all);
            (is_of_the_pack && there.exists())
                || parent.and_then(|()| fs::rename(old.join(path), there)).is_ok()
        };
        // All of them, also after one that could not be moved.
        let moved: Vec<bool> = after.theirs.iter().filter(is_new).map(moved).collect();
        !moved.contains(&false)
    }

    /// Replaces the files one by one. Errors with `F401`.
    pub(super) fn write_in_place(&self) -> Result<()> {
        let failed = |error: io::Error| refused(self.folder, &error);
        fs::create_dir_all(self.folder).map_err(failed)?;
        // While they are being replaced the old ones and the new ones are the pack's.
        let both = self.before.ours.iter().chain(&self.list.files).cloned().collect();
        write_whole(&self.folder.join(LIST), &List { files: both }.text())?;
        for (path, bytes) in self.files {
            let path = self.folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(self.folder)).map_err(failed)?;
            write_whole(&path, bytes)?;
        }
        for old in &self.before.ours {
            if self.list.files.iter().all(|new| new.path != old.path) {
                fs::remove_file(self.folder.join(&old.path)).map_err(failed)?;
            }
        }
        write_whole(&self.folder.join(LIST), &self.list.text())
    }
}

/// A folder aside, removed with whatever it holds when this is dropped.
struct StagingFolder(PathBuf);

impl Drop for StagingFolder {
    fn drop(&mut self) {
        let _ = remove_folder(&self.0);
    }
}

/// Gives a folder the mode and the owner of another, where the system has such.
fn be_like(folder: &Path, other: &fs::Metadata) -> io::Result<()> {
    if cfg!(unix) { keep_mode(&File::open(folder)?, other) } else { Ok(()) }
}

/// True for two names of one file.
fn is_one_file(one: &Path, other: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let id =
            |path: &Path| fs::symlink_metadata(path).map(|there| (there.dev(), there.ino())).ok();
        id(one).is_some_and(|one| Some(one) == id(other))
    }
    #[cfg(not(unix))]
    {
        let _ = one;
        other.exists()
    }
}

/// Lets two folders change places in one step; `false` where the system does not do that.
fn exchange(one: &Path, other: &Path) -> bool {
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
    }
    #[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
    {
        let _ = (one, other);
        false
    }
}

fn write_flushed(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(path, bytes)?;
    File::open(path)?.sync_all()
}
