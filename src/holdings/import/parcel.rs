//! The contents of one file: the file itself, or the files of an archive, each read or listed as
//! not read.

use super::Examined;
use crate::domain::{Error, Id, Result, error_codes};
use crate::holdings::Holdings;
use crate::holdings::watch::Watched;
use crate::source::ImportedFile;
use crate::source::discover::is_member;
use crate::source::fetch::name_of;
use crate::source::format::{Members, refused};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::path::Path;

/// The files to import from one path: the file itself, or those of an archive, which are unpacked
/// one at a time.
pub(crate) struct Parcel {
    contents: Contents,
    /// The files of an archive that are still to be read: path, and displayed name.
    waiting: VecDeque<(String, String)>,
    /// The files of an archive that datasets name as theirs, with those datasets. Other files of
    /// the archive have the same figures for other levels of area, and belong to none of these
    /// datasets.
    named: BTreeMap<String, BTreeSet<Id>>,
    /// Files of the archive that are not read, and why.
    pub passed: Vec<(String, Error)>,
}

/// Where the files of a parcel come from.
enum Contents {
    /// A single file, until it is taken.
    One(Option<ImportedFile>),
    /// It is an archive of that name.
    Several(String, Box<Members<'static>>),
}

impl Parcel {
    fn of(contents: Contents) -> Self {
        Self { contents, waiting: VecDeque::new(), named: BTreeMap::new(), passed: Vec::new() }
    }

    /// True for the files of an archive.
    pub(super) fn is_archive(&self) -> bool {
        matches!(self.contents, Contents::Several(..))
    }

    /// Returns the next file. Each file is returned once, and no other copy stays in memory.
    pub(super) fn next_file(&mut self) -> Result<Option<ImportedFile>> {
        match &mut self.contents {
            Contents::One(file) => Ok(file.take()),
            Contents::Several(name, members) => {
                let Some((path, shown)) = self.waiting.pop_front() else { return Ok(None) };
                let bytes = members
                    .read(&path)
                    .map_err(|error| error.in_file(format!("{name}: {shown}")))?;
                Ok(Some(ImportedFile::of(bytes, &shown)))
            }
        }
    }

    fn is_named(&self, file: &str) -> bool {
        self.named.contains_key(file)
    }

    fn pass_over(&mut self, file: &str, error: Error) {
        self.passed.push((file.to_owned(), error));
    }

    /// The result of reading a file; `None` where an archive's file is not read and the others are.
    ///
    /// In an archive a file of another publication is skipped. Where datasets name their files in
    /// the archive, a file that cannot be read or is about one of these datasets is skipped too.
    /// Errors as reading does.
    pub(super) fn sorted_out(
        &mut self,
        file: &ImportedFile,
        found: Result<Examined>,
    ) -> Result<Option<Examined>> {
        if !self.is_archive() || self.is_named(&file.name) {
            return found.map(Some);
        }
        match found {
            Ok(mut one) => {
                let theirs: BTreeSet<&Id> = self.named.values().flatten().collect();
                one.readings.retain(|reading| !theirs.contains(&reading.dataset));
                if !one.readings.is_empty() {
                    return Ok(Some(one));
                }
                let error =
                    Error::new(error_codes::PUBLICATION_UNKNOWN, "looking through an archive");
                self.pass_over(
                    &file.name,
                    error.found("figures that another file of the archive is read for"),
                );
                Ok(None)
            }
            Err(error)
                if !self.named.is_empty()
                    || error.code().id == error_codes::PUBLICATION_UNKNOWN.id =>
            {
                self.pass_over(&file.name, error);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// A note on every file that was skipped. Errors with the first reason where nothing else was
    /// read.
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

/// The file, or those inside an archive of several files.
pub(crate) fn parcel_of(holdings: &Holdings, path: &Path) -> Result<Parcel> {
    let file = ImportedFile::read(path, holdings.catalogue().limits.file_bytes)?;
    let (name, sha256, bytes) = (file.name.clone(), file.sha256, file.bytes.len());
    holdings.reader().watched(&Watched { name: &name, sha256, bytes }, || parcel_in(holdings, file))
}

fn parcel_in(holdings: &Holdings, file: ImportedFile) -> Result<Parcel> {
    let is_archive =
        Members::open(&file.bytes, &holdings.catalogue().limits).map(|members| members.is_some());
    if !is_archive.map_err(|error| error.in_file(&file.name))? {
        return Ok(Parcel::of(Contents::One(Some(file))));
    }
    let ImportedFile { bytes, name: archive, .. } = file;
    let Some(mut members) = Members::open(bytes, &holdings.catalogue().limits)? else {
        return Err(Error::new(error_codes::FILE_UNREADABLE, "opening an archive").in_file(archive));
    };
    let names = members.names();
    let shown = names_shown(&names);
    let mut named: BTreeMap<String, BTreeSet<Id>> = BTreeMap::new();
    for dataset in holdings.catalogue().datasets.values() {
        let Some(rule) = &dataset.discover else { continue };
        for (_, shown) in names.iter().zip(&shown).filter(|(name, _)| is_member(rule, name)) {
            named.entry(shown.clone()).or_default().insert(dataset.id.clone());
        }
    }
    // All files are inspected before any is accepted, and unpacked again when their turn comes.
    let (mut waiting, mut passed) = (VecDeque::new(), Vec::new());
    for (name, shown) in names.into_iter().zip(shown) {
        let content =
            members.read(&name).map_err(|error| error.in_file(format!("{archive}: {shown}")));
        match content
            .and_then(|bytes| refused(&bytes).map_or(Ok(()), |error| Err(error.in_file(&shown))))
        {
            Ok(()) => waiting.push_back((name, shown)),
            Err(error) if named.contains_key(&shown) => return Err(error),
            // When the files together are too large, no single file is the cause.
            Err(error) => passed.push((shown, error)),
        }
    }
    members.begin_anew();
    // An archive without any entry is refused by name where it is opened.
    if waiting.is_empty() && passed.is_empty() {
        let file = ImportedFile::of(members.into_bytes(), &archive);
        return Ok(Parcel::of(Contents::One(Some(file))));
    }
    Ok(Parcel {
        waiting,
        named,
        passed,
        ..Parcel::of(Contents::Several(archive, Box::new(members)))
    })
}

/// The displayed names of the files of an archive: by name, and by path where several folders have
/// a file of that name.
fn names_shown(names: &[String]) -> Vec<String> {
    let short: Vec<String> = names.iter().map(|name| name_of(name)).collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    short.iter().for_each(|name| *times.entry(name).or_default() += 1);
    let path = |name: &String| name.split(['/', '\\']).map(name_of).collect::<Vec<_>>().join("/");
    let is_alone = |name: &str| times.get(name) == Some(&1);
    names
        .iter()
        .zip(&short)
        .map(|(name, short)| if is_alone(short) { short.clone() } else { path(name) })
        .collect()
}
