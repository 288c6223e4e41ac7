//! The definitions, areas, style, prose of packs, and built-in figures that the program reads
//! before it opens a store.
//!
//! Belongs here: reading definitions, and rules that need no other data. Does not belong here:
//! which editions are in the store, figures.
//!
//! **Invariant:** immutable once read, so that any number of threads may share it.

pub(crate) mod categories;
mod embedded;
mod folder;
pub(crate) mod rules;

pub use embedded::is_checkout;

pub(crate) use embedded::definition as built_in_definition;

use crate::catalogue::{Catalogue, DefinitionFile, Limits};
use crate::chart::Style;
use crate::domain::{AreaCode, Error, Field, Result, error_codes};
use crate::geography::{Centres, Geography, Outline, Register, Tile, parse_outlines, parse_tiles};
use crate::source::BundledFile;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

/// The number of digits in a fingerprint of definitions: the start of a sha256.
pub(crate) const FINGERPRINT_DIGITS: usize = 16;

/// Definitions, areas, style, prose of packs, and built-in figures.
#[derive(Debug)]
pub struct Knowledge {
    pub(crate) catalogue: Catalogue,
    pub(crate) geography: Geography,
    pub(crate) centres: Centres,
    pub(crate) outlines: Vec<Outline>,
    pub(crate) tiles: Vec<Tile>,
    pub(crate) style: Style,
    /// The prose of each pack, by the pack's id.
    pub(crate) prose: BTreeMap<String, Cow<'static, str>>,
    pub(crate) bundled: Vec<BundledFile>,
    definitions: Vec<DefinitionFile>,
    fingerprint: OnceLock<String>,
    fingerprint_without_wordings: OnceLock<String>,
}

impl Knowledge {
    /// Reads the built-in definitions, a folder that overrides them, and the wordings stored with a
    /// store.
    ///
    /// If `strict`, wordings that differ from what was written are an error; otherwise they are
    /// omitted. Errors: `F2xx`.
    pub fn read(overrides: Option<&Path>, wordings: &Path, strict: bool) -> Result<Self> {
        let mut files = embedded::definitions();
        let built_in = files.len();
        // The built-in limits apply to this folder, even if it declares others.
        let limits = Limits::of(&files)?;
        if let Some(folder) = overrides {
            let overrides = folder::read_folder(folder, &limits)?;
            if overrides.is_empty() {
                return Err(Error::new(
                    error_codes::OPTION_WRONG,
                    "reading a folder of definitions",
                )
                .at_field(Field::Catalogue)
                .in_file(folder.display().to_string())
                .found("no definition in it"));
            }
            files.extend(overrides);
        }
        let wordings = folder::wordings_of_store(wordings, &limits);
        files.extend(if strict { wordings? } else { wordings.unwrap_or_default() });
        let is_built_in = files.len() == built_in;
        let catalogue =
            if is_built_in { Catalogue::of_built_in(&files) } else { Catalogue::read(&files) }?;
        Self::of(catalogue, files)
    }

    fn of(catalogue: Catalogue, files: Vec<DefinitionFile>) -> Result<Self> {
        let text = |path: &str| text_of(&files, path);
        let geography = Geography::read(&Register {
            areas: text("areas/areas.csv")?,
            aliases: text("areas/aliases.csv")?,
            counties: text("areas/counties.csv")?,
            groups: text("areas/groups.csv")?,
        })?;
        Ok(Self {
            centres: Centres::parse(text("areas/centres.csv")?, "areas/centres.csv")?,
            outlines: of_regions(&files, "areas/outlines-", parse_outlines, |outline| {
                &outline.code
            })?,
            tiles: of_regions(&files, "areas/tiles-", parse_tiles, |tile| &tile.code)?,
            style: Style::parse(text("style.toml")?, "style.toml")?,
            prose: embedded::prose(&files),
            fingerprint: OnceLock::new(),
            fingerprint_without_wordings: OnceLock::new(),
            bundled: embedded::bundled(),
            catalogue,
            geography,
            definitions: files,
        })
    }

    /// Fingerprint of everything that determines how a file is read and checked.
    pub(crate) fn fingerprint(&self) -> &str {
        self.fingerprint.get_or_init(|| embedded::fingerprint(self.definitions.iter()))
    }

    /// Fingerprint of everything except wordings, which affect their own dataset only.
    pub(crate) fn fingerprint_without_wordings(&self) -> &str {
        let is_other = |file: &&DefinitionFile| !file.path.starts_with("wordings/");
        self.fingerprint_without_wordings
            .get_or_init(|| embedded::fingerprint(self.definitions.iter().filter(is_other)))
    }

    /// The definitions.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The areas.
    pub fn geography(&self) -> &Geography {
        &self.geography
    }
}

/// The text of a required definition; a later file replaces an earlier one.
fn text_of<'f>(files: &'f [DefinitionFile], path: &str) -> Result<&'f str> {
    files.iter().rev().find(|file| file.path == path).map(|file| &*file.text).ok_or_else(|| {
        Error::new(error_codes::REFERENCE_DANGLING, "opening the catalogue")
            .in_file(path)
            .found("no such file")
    })
}

/// The content of all files whose name has the same start, such as `areas/outlines-london.csv`. Of
/// two files with one name the later counts. Errors with `F204` for an area that occurs in two
/// files.
fn of_regions<T>(
    files: &[DefinitionFile],
    start: &str,
    parse: impl Fn(&str, &str) -> Result<Vec<T>>,
    code: impl Fn(&T) -> &AreaCode,
) -> Result<Vec<T>> {
    let last: BTreeMap<&str, &DefinitionFile> = files
        .iter()
        .filter(|file| file.path.starts_with(start))
        .map(|file| (file.path.as_str(), file))
        .collect();
    let mut all: Vec<T> = Vec::new();
    for (path, file) in last {
        let of_file = parse(&file.text, path)?;
        if let Some(twice) =
            of_file.iter().find(|one| all.iter().any(|other| code(other) == code(one)))
        {
            return Err(Error::new(
                error_codes::DEFINITION_WRONG,
                "reading outlines and tiles of areas",
            )
            .in_file(path)
            .at_key(code(twice).to_string())
            .found("an area that another file has too")
            .expected("each area in one file of outlines and in one of tiles"));
        }
        all.extend(of_file);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::{Catalogue, embedded};

    /// Opening leaves this to the test, because it reads a built-in definition only when needed.
    #[test]
    fn every_built_in_definition_is_read_and_every_link_leads_to_one() {
        let catalogue = Catalogue::read(&embedded::definitions()).unwrap();
        assert!(catalogue.datasets.len() > 70 && catalogue.indicators.len() > 200);
    }

    #[test]
    fn a_definition_is_the_same_whether_it_is_read_at_once_or_when_asked_for() {
        let files = embedded::definitions();
        let (in_full, when_asked) =
            (Catalogue::read(&files).unwrap(), Catalogue::of_built_in(&files).unwrap());
        let print = |catalogue: &Catalogue| {
            let datasets = catalogue.datasets.values().map(|dataset| format!("{dataset:?}"));
            let indicators =
                catalogue.indicators.values().map(|indicator| format!("{indicator:?}"));
            datasets.chain(indicators).collect::<Vec<String>>()
        };
        assert_eq!(print(&in_full), print(&when_asked));
    }
}
