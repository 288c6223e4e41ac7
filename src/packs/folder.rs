//! The folder of a pack: made aside and swapped in as a whole, with the files of others left as
//! they are.
//!
//! Belongs here: which files of a folder are an earlier pack's, and putting the new pack in its
//! place. Does not belong here: what a pack consists of.
//!
//! **Invariant:** a file is removed or replaced only if the list of an earlier pack names it and
//! its bytes are still those that were written, or if the user has said so.

mod swap;

use self::swap::Whole;
use crate::domain::{Error, Field, Result, Sha256, error_codes};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The list of the files that a pack consists of.
pub const LIST: &str = "pack-files.json";

/// Files and folders of others that are carried over; a folder with more of them is written into,
/// file by file.
const MOST_CARRIED: usize = 10_000;

/// Where a pack is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The folder.
    pub folder: PathBuf,
    /// True: files are replaced that no earlier pack has written, or that were changed since.
    pub overwrite: bool,
    /// True: the folder cannot be swapped for another, because somebody is in it.
    pub in_place: bool,
}

/// The list of a pack's files.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct List {
    files: Vec<Listed>,
}

/// A file of a pack.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Listed {
    path: String,
    sha256: Sha256,
}

/// What is in a folder before a pack is written into it.
#[derive(Default)]
struct Before {
    /// Those of an earlier pack, as it wrote them.
    ours: BTreeSet<Listed>,
    /// All others, and the folders that they are in.
    theirs: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

impl Destination {
    /// A folder in which nothing of others is replaced.
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), overwrite: false, in_place: false }
    }

    /// Writes the files of a pack, by their path below the folder, and says what became of those
    /// that were there.
    ///
    /// The pack is made in a folder beside it, which then takes the place of the old one in one
    /// step. Where that cannot be done (the folder that a command was given in, a drive of its own,
    /// a folder beside which nothing may be written) files are replaced one by one, and a note says
    /// so. Errors: `F303` for a file of others that would be replaced, `F401`.
    pub(super) fn write(&self, files: &[(String, Vec<u8>)]) -> Result<Vec<String>> {
        let folder = fs::canonicalize(&self.folder).unwrap_or_else(|_| self.folder.clone());
        let failed = |error: io::Error| refused(&folder, &error);
        if let Some(parent) = parent_of(&folder) {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        clear_abandoned(&folder).map_err(failed)?;
        let mut new: Vec<Listed> = files
            .iter()
            .map(|(path, bytes)| Listed { path: path.clone(), sha256: Sha256::digest(bytes) })
            .collect();
        new.sort();
        let before = Before::of(&folder).map_err(failed)?;
        self.refuse_conflicts(&folder, &before, &new)?;
        let is_kept = |old: &&Listed| new.iter().any(|one| one.path == old.path);
        let gone: Vec<&str> =
            before.ours.iter().filter(|old| !is_kept(old)).map(|old| old.path.as_str()).collect();
        let mut notes = Vec::new();
        if !gone.is_empty() {
            notes.push(format!("removed of the pack before: {}", gone.join(", ")));
        }
        let whole = Whole { folder: &folder, files, list: List { files: new }, before: &before };
        let is_swapped = !self.in_place && whole.swap_in().map_err(failed)?;
        if !is_swapped {
            whole.write_in_place()?;
            notes.push(format!(
                "{} cannot be swapped for another folder, so its files were replaced one by one",
                self.folder.display()
            ));
        }
        Ok(notes)
    }

    /// Errors with `F303` where the pack would replace what it has not written.
    fn refuse_conflicts(&self, folder: &Path, before: &Before, new: &[Listed]) -> Result<()> {
        let is_other = |listed: &&Listed| {
            let path = Path::new(&listed.path);
            let is_same =
                || hash_of(&folder.join(path)).is_some_and(|found| found == listed.sha256);
            let is_theirs = before.theirs.contains(path) && !self.overwrite && !is_same();
            // A folder in the place of a file, and the other way round, is nobody's to replace.
            let in_a_file = path.ancestors().skip(1).any(|above| before.theirs.contains(above));
            is_theirs || in_a_file || folder.join(path).is_dir()
        };
        let Some(first) = new.iter().find(is_other) else { return Ok(()) };
        Err(Error::new(error_codes::OPTION_WRONG, "writing a pack")
            .at_field(Field::Output)
            .in_file(folder.join(&first.path).display().to_string())
            .found("a file that no earlier pack has written, or that was changed since")
            .expected("a folder of its own, or the folder of an earlier pack")
            .help(format!(
                "name another folder with {}, move the file, or replace it with {}",
                Field::Output,
                Field::Overwrite
            )))
    }
}

impl Before {
    fn of(folder: &Path) -> io::Result<Self> {
        let mut before = Self::default();
        if !folder.exists() {
            return Ok(before);
        }
        let list: List = bytes_of(&folder.join(LIST))
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default();
        let mut written: BTreeMap<PathBuf, BTreeSet<Sha256>> = BTreeMap::new();
        for Listed { path, sha256 } in list.files {
            written.entry(PathBuf::from(path)).or_default().insert(sha256);
        }
        let mut waiting = vec![PathBuf::new()];
        while let Some(below) = waiting.pop() {
            for entry in fs::read_dir(folder.join(&below))? {
                let entry = entry?;
                let path = below.join(entry.file_name());
                let own = |hashes: &BTreeSet<Sha256>| {
                    hash_of(&entry.path()).filter(|found| hashes.contains(found))
                };
                if entry.file_type()?.is_dir() {
                    waiting.push(path.clone());
                    before.folders.insert(path);
                } else if path == Path::new(LIST) && !written.is_empty() {
                    // It is written anew.
                } else if let Some(sha256) = written.get(&path).and_then(own) {
                    before
                        .ours
                        .insert(Listed { path: path.to_string_lossy().into_owned(), sha256 });
                } else {
                    before.theirs.insert(path);
                }
            }
            if before.theirs.len() + before.folders.len() > MOST_CARRIED {
                break; // It is not carried over anyway.
            }
        }
        Ok(before)
    }
}

/// The bytes of a file; none for what is no file (a pipe would keep us waiting, a device never end)
/// or larger than a pack's are.
fn bytes_of(path: &Path) -> Option<Vec<u8>> {
    const MOST: u64 = 256 * 1024 * 1024;
    let there = fs::symlink_metadata(path).ok()?;
    if there.is_file() && there.len() <= MOST { fs::read(path).ok() } else { None }
}

fn hash_of(path: &Path) -> Option<Sha256> {
    bytes_of(path).map(|bytes| Sha256::digest(&bytes))
}

impl List {
    fn text(&self) -> Vec<u8> {
        let mut text = serde_json::to_vec_pretty(self).unwrap_or_default();
        text.push(b'\n');
        text
    }
}

/// What the name of an old folder ends with between the two steps of a swap.
const OLD: &str = "old";

fn aside_prefix(name: &str) -> String {
    format!(".{name}.fairshares-")
}

/// The folder that a folder is in.
fn parent_of(folder: &Path) -> Option<&Path> {
    let parent = folder.parent()?;
    Some(if parent.as_os_str().is_empty() { Path::new(".") } else { parent })
}

/// Removes what runs that died have left beside a folder, and puts back an old folder that nothing
/// has taken the place of.
fn clear_abandoned(folder: &Path) -> io::Result<()> {
    let Some((parent, name)) = parent_of(folder).zip(folder.file_name()) else { return Ok(()) };
    let prefix = aside_prefix(&name.to_string_lossy());
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let left = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix));
    for path in left.map(|entry| entry.path()).collect::<Vec<_>>() {
        let is_old = path.extension().is_some_and(|ending| ending == OLD);
        if is_old && !folder.exists() {
            fs::rename(&path, folder)?;
        } else if File::open(&path).map_or(cfg!(not(unix)), |folder| folder.try_lock().is_ok()) {
            // One that cannot be removed does no harm, but for its room.
            let _ = remove_folder(&path);
        }
    }
    Ok(())
}

/// Removes a folder with all that is in it, folders of one's own that nobody may write to as well.
///
/// Errors: as the system has it.
pub fn remove_folder(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            make_writable(folder)?;
            fs::remove_dir_all(folder)
        }
        removed => removed,
    }
}

fn make_writable(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            make_writable(&entry.path())?;
        }
    }
    Ok(())
}

fn refused(folder: &Path, error: &io::Error) -> Error {
    Error::new(error_codes::FILE_INACCESSIBLE, "writing a pack")
        .in_file(folder.display().to_string())
        .found(error.to_string())
}
