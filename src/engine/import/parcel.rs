//! What one file brings: itself, or the files of an archive, each read or said not to be.

use super::Examined;
use crate::domain::{Error, Id, Result, error_codes};
use crate::engine::Engine;
use crate::source::ImportedFile;
use crate::source::discover::is_member;
use crate::source::fetch::name_of;
use crate::source::format::{Members, refused};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The files that one file brings: itself, or those of an archive.
#[derive(Default)]
pub(super) struct Parcel {
    /// The files to be read.
    pub files: Vec<ImportedFile>,
    /// True for the files of an archive.
    pub is_archive: bool,
    /// The files that datasets name as theirs in an archive, and those datasets. Beside them stand the same figures for
    /// other levels of area, which are none of theirs.
    named: BTreeMap<String, BTreeSet<Id>>,
    /// Files of the archive that are not read, and why.
    pub passed: Vec<(String, Error)>,
}

impl Parcel {
    fn is_named(&self, file: &str) -> bool {
        self.named.contains_key(file)
    }

    fn pass_over(&mut self, file: &str, error: Error) {
        self.passed.push((file.to_owned(), error));
    }

    /// What was found in a file; `None` where an archive's file is not read and the others are.
    ///
    /// In an archive a file of another publication is passed over. Where datasets name their files in it, so is any other
    /// that cannot be read, or is about one of these datasets. Errors as reading does.
    pub(super) fn sorted_out(&mut self, file: &ImportedFile, found: Result<Examined>) -> Result<Option<Examined>> {
        if !self.is_archive || self.is_named(&file.name) {
            return found.map(Some);
        }
        match found {
            Ok(mut one) => {
                let theirs: BTreeSet<&Id> = self.named.values().flatten().collect();
                one.readings.retain(|reading| !theirs.contains(&reading.dataset));
                if !one.readings.is_empty() {
                    return Ok(Some(one));
                }
                let error = Error::new(error_codes::PUBLICATION_UNKNOWN, "looking through an archive");
                self.pass_over(&file.name, error.found("figures that another file of the archive is read for"));
                Ok(None)
            }
            Err(error) if !self.named.is_empty() || error.code().id == error_codes::PUBLICATION_UNKNOWN.id => {
                self.pass_over(&file.name, error);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// A note on every file that was passed over. Errors with the first reason where nothing else was read.
    pub(super) fn passed_over(self, nothing_read: bool) -> Result<Vec<String>> {
        let mut passed = self.passed;
        if nothing_read && !passed.is_empty() {
            let (file, error) = passed.remove(0);
            return Err(error.in_file(file));
        }
        Ok(passed
            .iter()
            .map(|(file, error)| format!("{file} in the archive is not read: {}", error.problem()))
            .collect())
    }
}

impl Engine {
    /// The file, or those inside an archive of several files.
    pub(super) fn parcel_of(&self, path: &Path) -> Result<Parcel> {
        let file = ImportedFile::read(path, self.catalogue.limits.file_bytes)?;
        let archive = Members::open(&file.bytes, &self.catalogue.limits).map_err(|error| error.in_file(&file.name))?;
        let Some(mut archive) = archive else { return Ok(Parcel { files: vec![file], ..Parcel::default() }) };
        let names = archive.names();
        let shown = names_shown(&names);
        let mut parcel = Parcel { is_archive: true, ..Parcel::default() };
        for dataset in self.catalogue.datasets.values() {
            let Some(rule) = &dataset.discover else { continue };
            for (_, shown) in names.iter().zip(&shown).filter(|(name, _)| is_member(rule, name)) {
                parcel.named.entry(shown.clone()).or_default().insert(dataset.id.clone());
            }
        }
        for (name, shown) in names.iter().zip(&shown) {
            let content = archive.read(name).map_err(|error| error.in_file(format!("{}: {shown}", file.name)));
            match content.and_then(|bytes| refused(&bytes).map_or(Ok(bytes), |error| Err(error.in_file(shown)))) {
                Ok(bytes) => parcel.files.push(ImportedFile::of(bytes, shown)),
                Err(error) if parcel.is_named(shown) => return Err(error),
                Err(error) => parcel.pass_over(shown, error),
            }
        }
        // What holds nothing at all is refused by name where it is opened.
        if parcel.files.is_empty() && parcel.passed.is_empty() {
            parcel.files.push(file);
        }
        Ok(parcel)
    }
}

/// What the files of an archive are called: by name, and those of one name in several folders by path.
fn names_shown(names: &[String]) -> Vec<String> {
    let short: Vec<String> = names.iter().map(|name| name_of(name)).collect();
    let is_alone = |name: &String| short.iter().filter(|other| *other == name).count() == 1;
    let path = |name: &String| name.split(['/', '\\']).map(name_of).collect::<Vec<_>>().join("/");
    names.iter().zip(&short).map(|(name, short)| if is_alone(short) { short.clone() } else { path(name) }).collect()
}
