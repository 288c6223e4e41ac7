//! The files of a folder that is imported.

use crate::domain::{Error, Result, error_codes};
use std::path::{Path, PathBuf};

/// Every file below a folder but hidden ones, in the order of their paths. Symbolic links to folders are not followed, which
/// may lead in a circle. Errors with `F401`.
pub fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
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
    let mut files = Vec::new();
    for entry in entries.iter().filter(|entry| !entry.file_name().to_string_lossy().starts_with('.')) {
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            files.extend(files_below(&entry.path())?);
        } else if entry.path().is_file() {
            files.push(entry.path());
        }
    }
    Ok(files)
}
