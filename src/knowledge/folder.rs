//! Definitions read from folders: those that override the built-in ones, and the wordings stored
//! with a store.
//!
//! Belongs here: which files are read, and their limits. Does not belong here: their content
//! (`catalogue`).

use crate::catalogue::{DefinitionFile, Limits};
use crate::domain::{Action, Error, Field, Result, error_codes};
use crate::source::{is_as_sealed, read_text};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The wordings stored with a store. They add to those of a folder of definitions, and replace
/// none.
///
/// Errors: `F401` and `F114`, and `F402` for a wording that differs from what was written.
pub(super) fn wordings_of_store(folder: &Path, limits: &Limits) -> Result<Vec<DefinitionFile>> {
    let files = if folder.is_dir() { read_folder(folder, limits)? } else { Vec::new() };
    let checked = |file: DefinitionFile| match is_as_sealed(&file.text) {
        true => Ok(DefinitionFile { path: format!("wordings/store/{}", file.path), ..file }),
        false => {
            Err(Error::new(error_codes::STORE_DAMAGED, "reading the wordings kept with the store")
                .in_file(file.shown)
                .found("another text than its checksum is of")
                .help(format!(
                    "where you have changed it by hand, remove its first line; else run {}",
                    Action::Verify.with(Field::Repair)
                )))
        }
    };
    files.into_iter().map(checked).collect()
}

/// Every definition below a folder, with its path as used in the catalogue. A folder that links
/// reach repeatedly is read once. Errors with `F401` and `F114`.
pub(super) fn read_folder(folder: &Path, limits: &Limits) -> Result<Vec<DefinitionFile>> {
    let doing = "reading a folder of definitions";
    let too_large = |expected: String| {
        Error::new(error_codes::TOO_LARGE, doing)
            .in_file(folder.display().to_string())
            .found("more than that")
            .expected(expected)
            .help("give the folder that has the definitions and nothing else")
    };
    let (mut files, mut left, mut seen) = (Vec::new(), limits.definition_bytes, BTreeSet::new());
    let mut waiting = vec![folder.to_owned()];
    while let Some(current) = waiting.pop() {
        let failed = |error: std::io::Error| {
            Error::new(error_codes::FILE_INACCESSIBLE, doing)
                .in_file(current.display().to_string())
                .found(error.to_string())
        };
        if !seen.insert(current.canonicalize().map_err(failed)?) {
            continue;
        }
        let mut entries: Vec<PathBuf> = Vec::new();
        for entry in std::fs::read_dir(&current).map_err(failed)?.take(limits.definition_files + 1)
        {
            entries.push(entry.map_err(failed)?.path());
        }
        entries.sort();
        for path in entries {
            let is_hidden =
                path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if path.is_dir() {
                waiting.push(path);
            } else if !is_hidden {
                let below = path.strip_prefix(folder).unwrap_or(&path);
                let parts: Vec<String> =
                    below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                let text = read_text(&path, limits.definition_bytes)?;
                left = left.checked_sub(text.len()).ok_or_else(|| {
                    too_large(format!(
                        "definitions of at most {} bytes together",
                        limits.definition_bytes
                    ))
                })?;
                files.push(DefinitionFile {
                    path: parts.join("/"),
                    text: text.into(),
                    shown: path.display().to_string(),
                });
            }
            if files.len() + waiting.len() > limits.definition_files {
                return Err(too_large(format!(
                    "at most {} files and folders",
                    limits.definition_files
                )));
            }
        }
    }
    Ok(files)
}
