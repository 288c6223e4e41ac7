//! The location of definitions: the folder of each kind, and the files of a catalogue by folder and
//! id.
//!
//! Belongs here: which paths are read. Does not belong here: the contents of the files.

use super::DefinitionFile;
use std::collections::BTreeMap;

/// The location of a definition.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Its path below the catalogue.
    pub path: String,
    /// The path as the user knows it.
    pub shown: String,
}

/// The location of each definition, by folder and id; the prose of a pack is not its definition.
pub(super) fn places(files: &[&DefinitionFile]) -> BTreeMap<String, BTreeMap<String, Place>> {
    let mut all: BTreeMap<String, BTreeMap<String, Place>> = BTreeMap::new();
    for file in files.iter().filter(|file| !file.path.ends_with(".md")) {
        let Some((folder, _)) = file.path.split_once('/') else { continue };
        let place = Place { path: file.path.clone(), shown: file.shown.clone() };
        all.entry(folder.to_owned()).or_default().entry(file.stem().to_owned()).or_insert(place);
    }
    all
}

/// The folders of definitions with the ending of their files.
pub(super) const PLACES: [(&str, &str); 15] = [
    ("datasets/", "toml"),
    ("indicators/", "toml"),
    ("keys/", "toml"),
    ("grants/", "toml"),
    ("analyses/", "toml"),
    ("charts/", "toml"),
    ("codelists/", "csv"),
    ("releases/", "toml"),
    ("breaks/", "toml"),
    ("partnerships/", "toml"),
    ("packs/", "toml"),
    ("packs/", "md"),
    ("areas/outlines-", "csv"),
    ("areas/tiles-", "csv"),
    ("wordings/", "toml"),
];

/// True for a file in the place of its kind, and for the single files of the catalogue and their
/// guides.
pub(super) fn is_read(path: &str) -> bool {
    let singles = [
        "board.toml",
        "calendar.toml",
        "comparison.toml",
        "fetching.toml",
        "limits.toml",
        "markers.csv",
        "contact.toml",
        "roles.toml",
        "style.toml",
        "areas/areas.csv",
        "areas/aliases.csv",
        "areas/counties.csv",
        "areas/groups.csv",
        "areas/centres.csv",
    ];
    let single = singles.contains(&path) || path.ends_with("README.md");
    single
        || PLACES
            .iter()
            .any(|(start, end)| path.starts_with(start) && path.ends_with(&format!(".{end}")))
}
