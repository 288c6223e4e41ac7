//! The files of a folder that is imported.

use crate::domain::{Error, Result, error_codes};
use crate::source::format::is_left_behind;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The contents of a folder and the folders below it.
#[derive(Debug, Default)]
pub struct Below {
    /// The files that may be publications, in the order of their paths.
    pub files: Vec<PathBuf>,
    /// The number of other files: hidden files, and temporary files that programs create next to
    /// open files.
    pub passed_over: usize,
}

/// Every file below a folder. Hidden folders are skipped. Symbolic links to folders are not
/// followed, because they may form a circle. Errors with `F401`.
pub fn files_below(folder: &Path) -> Result<Below> {
    let failed = |error: walkdir::Error| {
        let place = error.path().unwrap_or(folder).display().to_string();
        let found = error.io_error().map_or_else(|| error.to_string(), std::io::Error::to_string);
        Error::new(error_codes::FILE_INACCESSIBLE, "reading a folder of publications")
            .in_file(place)
            .found(found)
    };
    let is_looked_into = |entry: &DirEntry| !(entry.file_type().is_dir() && is_aside(entry));
    let mut below = Below::default();
    for entry in WalkDir::new(folder)
        .min_depth(1)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(is_looked_into)
    {
        let entry = entry.map_err(failed)?;
        // A link to a file is followed; a path that is neither file nor link is not a publication.
        if entry.path().is_file() {
            if is_aside(&entry) {
                below.passed_over += 1;
            } else {
                below.files.push(entry.into_path());
            }
        }
    }
    Ok(below)
}

/// True for a hidden file or a temporary file of an open one, below the folder itself.
fn is_aside(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    entry.depth() > 0 && (name.starts_with('.') || is_left_behind(&name))
}
