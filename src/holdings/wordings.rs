//! Stores wordings where every later import finds them.

use crate::catalogue::Wording;
use crate::domain::{Error, Result, Timestamp, error_codes};
use crate::holdings::Holdings;
use crate::source::{Writer, read_text, sealed_text, write_whole};
use std::path::{Path, PathBuf};

/// Writes wordings where every later import finds them: into the store's folder, or the folder of
/// definitions given.
///
/// Returns the files. Their existing contents stay. Errors with `F401` and `F201`; for the store's
/// folder as any change of it.
pub fn keep_wordings(
    holdings: &Holdings,
    wordings: &[Wording],
    folder: Option<&Path>,
    now: Timestamp,
) -> Result<Vec<PathBuf>> {
    let mut kept = wordings.iter().filter(|wording| !wording.is_empty()).peekable();
    let most = holdings.catalogue().limits.definition_bytes;
    match folder.map(|folder| folder.join("wordings")) {
        Some(folder) => kept.map(|wording| keep_wording(wording, &folder, most)).collect(),
        None if kept.peek().is_none() => Ok(Vec::new()),
        None => holdings.store().change(Writer { doing: "keeping wordings", now }, |store| {
            let written: Vec<PathBuf> = kept
                .map(|wording| keep_wording(wording, holdings.wordings_folder(), most))
                .collect::<Result<_>>()?;
            written.iter().try_for_each(|path| store.copy_wording(path))?;
            Ok(written)
        }),
    }
}

/// Adds a wording to the file of its dataset in a folder, of `most` bytes. Errors with `F401` and
/// `F114`.
fn keep_wording(wording: &Wording, folder: &Path, most: usize) -> Result<PathBuf> {
    let path = folder.join(format!("{}.toml", wording.dataset));
    let failed = |found: String| {
        Error::new(error_codes::FILE_INACCESSIBLE, "writing wordings")
            .in_file(path.display().to_string())
            .found(found)
    };
    let mut whole = match path.exists() {
        true => {
            toml::from_str(&read_text(&path, most)?).map_err(|error| failed(error.to_string()))?
        }
        false => Wording::new(wording.dataset.clone()),
    };
    whole.extend(wording.clone());
    let text = toml::to_string(&whole).map_err(|error| failed(error.to_string()))?;
    let head =
        "# Wordings laid over the definition of this dataset; see data/catalogue/README.md.\n";
    std::fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
    write_whole(&path, sealed_text(&format!("{head}{text}")).as_bytes())?;
    Ok(path)
}
