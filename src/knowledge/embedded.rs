//! The files built into the program: definitions, pack templates, figures. Also recognises the
//! checkout that the program is built from.

use crate::catalogue::DefinitionFile;
use crate::domain::Sha256;
use crate::source::{BundledFile, SHAPE_VERSION};
use include_dir::{Dir, include_dir};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

static CATALOGUE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/catalogue");
static PACKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/reports/packs");
static BUNDLED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/bundled");

/// Every built-in definition, with packs below `packs/`.
pub(super) fn definitions() -> Vec<DefinitionFile> {
    let catalogue = files(&CATALOGUE).into_iter().map(|(path, text)| DefinitionFile {
        shown: format!("data/catalogue/{path}"),
        path,
        text: text.into(),
    });
    let packs = files(&PACKS).into_iter().map(|(path, text)| DefinitionFile {
        shown: format!("reports/packs/{path}"),
        path: format!("packs/{path}"),
        text: text.into(),
    });
    catalogue.chain(packs).collect()
}

/// The text of one built-in definition, for callers that need no other.
pub(crate) fn definition(path: &str) -> Option<&'static str> {
    CATALOGUE.get_file(path)?.contents_utf8()
}

/// The prose of packs, by pack id; a later file replaces an earlier one.
pub(super) fn prose(files: &[DefinitionFile]) -> BTreeMap<String, Cow<'static, str>> {
    let id = |file: &DefinitionFile| {
        Some(file.path.strip_prefix("packs/")?.strip_suffix(".md")?.to_owned())
    };
    files.iter().filter_map(|file| Some((id(file)?, file.text.clone()))).collect()
}

/// The bundled figures.
pub(super) fn bundled() -> Vec<BundledFile> {
    let is_figures = |(path, _): &(String, &str)| path.ends_with(".csv");
    let file = |(name, text): (String, &'static str)| BundledFile {
        sha256: Sha256::digest(text.as_bytes()),
        name,
        text,
    };
    files(&BUNDLED).into_iter().filter(is_figures).map(file).collect()
}

/// A fingerprint of all definitions. Tables shaped by other definitions must be shaped again.
pub(super) fn fingerprint<'f>(files: impl Iterator<Item = &'f DefinitionFile>) -> String {
    let shaped_by = format!("{} {SHAPE_VERSION}", env!("CARGO_PKG_VERSION"));
    let texts = files.flat_map(|file| [file.path.as_str(), &file.text]);
    Sha256::of_texts([shaped_by.as_str()].into_iter().chain(texts)).start(super::FINGERPRINT_DIGITS)
}

/// True for a checkout of the project itself. Another folder with its own `data/` is not a
/// checkout.
pub fn is_checkout(folder: &Path) -> bool {
    let is_ours = |text: String| text.lines().any(|line| line.trim() == "name = \"fairshares\"");
    folder.join("data/catalogue/datasets").is_dir()
        && std::fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(is_ours)
}

/// Paths and texts of a folder's files, in order of path.
fn files(dir: &'static Dir<'static>) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    let mut waiting = vec![dir];
    while let Some(current) = waiting.pop() {
        waiting.extend(current.dirs());
        for file in current.files() {
            if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
                found.push((path.replace('\\', "/"), text));
            }
        }
    }
    found.sort();
    found
}
