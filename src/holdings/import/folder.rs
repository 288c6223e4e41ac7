//! The files of a folder that is imported.

use crate::domain::{Error, Result, error_codes};
use crate::source::format::is_left_behind;
use std::path::{Path, PathBuf};

/// What is in a folder and below it.
#[derive(Debug, Default)]
pub struct Below {
    /// The files that may be publications, in the order of their paths.
    pub files: Vec<PathBuf>,
    /// How many others there are: hidden ones, and those that programs leave beside what they have open.
    pub passed_over: usize,
}

/// Every file below a folder. Hidden folders are not looked into, and symbolic links to folders are not followed, which may
/// lead in a circle. Errors with `F401`.
pub fn files_below(folder: &Path) -> Result<Below> {
    let failed = |error: std::io::Error| {
        Error::new(error_codes::FILE_INACCESSIBLE, "reading a folder of publications")
            .in_file(folder.display().to_string())
            .found(error.to_string())
    };
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        entries.push(entry.map_err(failed)?);
    }
    entries.sort_by_key(std::fs::DirEntry::file_name);
    let mut below = Below::default();
    for entry in entries {
        let kind = entry.file_type().map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_aside = name.starts_with('.') || is_left_behind(&name);
        if kind.is_dir() && !is_aside {
            let Below { files, passed_over } = files_below(&entry.path())?;
            below.files.extend(files);
            below.passed_over += passed_over;
        } else if entry.path().is_file() {
            if is_aside { below.passed_over += 1 } else { below.files.push(entry.path()) }
        }
    }
    Ok(below)
}
