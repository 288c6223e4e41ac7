//! A published file into the store: read, checked, and held against what is held.

use super::Engine;
use super::change::Between;
use super::check::label;
use super::diff::share_a_measure;
use super::editions::Edition;
use crate::catalogue::Dataset;
use crate::domain::{Error, ErrorCode, Id, Result, error_codes};
use crate::source::discover::is_member;
use crate::source::fetch::{Trail, name_of};
use crate::source::format::{Members, Workbook, refused};
use crate::source::{HeldBack, ImportedFile, Reading, Snapshot, Writer};
use crate::table::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// An edition that was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The file as it was named.
    pub file: String,
    /// The dataset it was recognised as.
    pub dataset: String,
    /// The edition.
    pub edition: String,
    /// How many figures were read.
    pub rows: u64,
    /// The newest day that it has figures for.
    pub as_at: String,
    /// What a person should know: known errors that were put right, columns passed over.
    pub notes: Vec<String>,
}

/// A file that has been read and held against what is held; nothing is stored yet.
pub(super) struct Examined {
    /// Its editions.
    pub readings: Vec<Reading>,
    /// The first edition that has lost or changed too much: nothing of the file is taken unseen.
    pub loss: Option<Error>,
    /// What nobody who is not looking should take: areas gone, other figures under the same date.
    pub doubts: Vec<Error>,
}

/// The files that one file brings: itself, or those of an archive.
#[derive(Default)]
struct Parcel {
    files: Vec<ImportedFile>,
    /// True for the files of an archive.
    is_archive: bool,
    /// The files that datasets name as theirs in an archive, and those datasets. Beside them stand the same figures for
    /// other levels of area, which are none of theirs.
    named: BTreeMap<String, BTreeSet<Id>>,
    /// Files of the archive that are not read, and why.
    passed: Vec<(String, Error)>,
}

impl Parcel {
    fn name(&mut self, dataset: &Id, member: &str) {
        self.named.entry(name_of(member)).or_default().insert(dataset.clone());
    }

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
    fn sorted_out(&mut self, file: &ImportedFile, found: Result<Examined>) -> Result<Option<Examined>> {
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
    fn passed_over(self, nothing_read: bool) -> Result<Vec<String>> {
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
    /// Reads a publisher's file, checks it, and keeps it in the store; a refused file changes nothing.
    ///
    /// `now` is written into the manifest as the time the file was obtained. Errors: `F101` to `F119`, `F401`, `F403`.
    pub fn import(&self, path: &Path, now: &str) -> Result<Vec<Imported>> {
        self.bring_in(path, now, false)
    }

    /// The same for a file that a person has looked at: a large change from the edition before is a note, not `F117`.
    pub fn import_accepting(&self, path: &Path, now: &str) -> Result<Vec<Imported>> {
        self.bring_in(path, now, true)
    }

    /// Everything of the file is read before anything is stored.
    fn bring_in(&self, path: &Path, now: &str, accept: bool) -> Result<Vec<Imported>> {
        let mut parcel = self.parcel_of(path)?;
        let mut examined = Vec::new();
        for file in std::mem::take(&mut parcel.files) {
            let Some(mut one) = parcel.sorted_out(&file, self.examine(&file, now))? else { continue };
            let accepted = match one.loss.take() {
                Some(error) if !accept => return Err(error.in_file(file.name)),
                lost => lost.map(|error| error.problem()),
            };
            for reading in &mut one.readings {
                reading.notes.extend(accepted.iter().map(|problem| format!("accepted: {problem}")));
            }
            examined.push((file, one.readings, accepted));
        }
        let passed_over = parcel.passed_over(examined.is_empty())?;
        if let Some(reading) = examined.first_mut().and_then(|(_, readings, _)| readings.first_mut()) {
            reading.notes.extend(passed_over);
        }
        let mut imported = Vec::new();
        for (file, readings, accepted) in examined {
            let entries = self.entries(&file, &readings, None, now, accepted.as_deref());
            let settled = self.settled_by(&file, &entries, None)?;
            self.store.take(&file, entries.clone(), &settled, Writer { doing: "importing", now, attempts: 1 })?;
            self.keep_tables(&readings, &entries);
            imported.extend(readings.into_iter().map(|reading| report(path, reading)));
        }
        Ok(imported)
    }

    /// The file, or those inside an archive of several files.
    fn parcel_of(&self, path: &Path) -> Result<Parcel> {
        let file = ImportedFile::read(path, self.catalogue.limits.file_bytes)?;
        let archive = Members::open(&file.bytes, &self.catalogue.limits).map_err(|error| error.in_file(&file.name))?;
        let Some(mut archive) = archive else { return Ok(Parcel { files: vec![file], ..Parcel::default() }) };
        let names = archive.names();
        let mut parcel = Parcel { is_archive: true, ..Parcel::default() };
        for dataset in self.catalogue.datasets.values() {
            let Some(rule) = &dataset.discover else { continue };
            let named = names.iter().filter(|name| is_member(rule, name));
            named.for_each(|name| parcel.name(&dataset.id, name));
        }
        for name in names {
            let short = name_of(&name);
            let content = archive.read(&name).map_err(|error| error.in_file(format!("{}: {short}", file.name)));
            match content.and_then(|bytes| refused(&bytes).map_or(Ok(bytes), |error| Err(error.in_file(&short)))) {
                Ok(bytes) => parcel.files.push(ImportedFile::of(bytes, &short)),
                Err(error) if parcel.is_named(&short) => return Err(error),
                Err(error) => parcel.pass_over(&short, error),
            }
        }
        // What holds nothing at all is refused by name where it is opened.
        if parcel.files.is_empty() && parcel.passed.is_empty() {
            parcel.files.push(file);
        }
        Ok(parcel)
    }

    /// Reads a file, runs its checks, and compares every edition in it with the one held before.
    ///
    /// Errors: `F101` to `F119` where it cannot be read or a check refuses it.
    pub(super) fn examine(&self, file: &ImportedFile, now: &str) -> Result<Examined> {
        let mut workbook = Workbook::open(&file.bytes, &file.name, &self.catalogue.limits)?;
        let source = Source {
            dataset: Id::new("unknown")?,
            edition: String::new(),
            file: file.name.clone(),
            sha256: file.sha256.clone(),
            retrieved: now.to_owned(),
            published: None,
            address: String::new(),
            bundled: false,
        };
        let readings = self.shaper().read(&mut workbook, &source)?;
        let mut examined = Examined { readings, loss: None, doubts: Vec::new() };
        for reading in &mut examined.readings {
            let (loss, doubts) = self.compare(reading, &file.sha256)?;
            examined.loss = examined.loss.or(loss);
            examined.doubts.extend(doubts);
        }
        Ok(examined)
    }

    /// The entries of the manifest for a file's editions; `fetched` is absent when a person brought it.
    pub(super) fn entries(
        &self,
        file: &ImportedFile,
        readings: &[Reading],
        fetched: Option<&Trail>,
        now: &str,
        accepted: Option<&str>,
    ) -> Vec<Snapshot> {
        let entry = |reading: &Reading| {
            let dataset = &self.catalogue.datasets[&reading.dataset];
            Snapshot {
                dataset: dataset.id.to_string(),
                edition: reading.as_at.to_string(),
                published: reading.published.map(|day| day.to_string()),
                sha256: file.sha256.clone(),
                bytes: u64::try_from(file.bytes.len()).unwrap_or_default(),
                file: file.name.clone(),
                retrieved: now.to_owned(),
                address: dataset.landing_page.clone(),
                licence: dataset.licence.clone(),
                rows: u64::try_from(reading.table.len()).unwrap_or_default(),
                next_release: reading.next_release.map(|day| day.to_string()),
                fetched: fetched.cloned(),
                accepted: accepted.map(str::to_owned),
            }
        };
        readings.iter().map(entry).collect()
    }

    /// The files that wait no longer once these editions are taken: the file itself, what came from the same address, and what
    /// is about the same days, or of a dataset whose newest edition holds everything about earlier ones.
    pub(super) fn settled_by(
        &self,
        file: &ImportedFile,
        entries: &[Snapshot],
        trail: Option<&Trail>,
    ) -> Result<Vec<String>> {
        let is_superseded = |one: &HeldBack, id: &String| {
            let Some(entry) = entries.iter().find(|entry| entry.dataset == *id) else { return false };
            let accumulates = self.catalogue.dataset(id).is_ok_and(|dataset| dataset.accumulates);
            // Of a file that cannot be read the title says what it is about, or nothing does.
            match one.edition.as_ref().or(one.about.as_ref()) {
                Some(day) if accumulates => *day == entry.edition,
                Some(day) => *day <= entry.edition,
                None => false,
            }
        };
        let is_settled = |one: &HeldBack| {
            let same_address = trail.is_some_and(|trail| trail.address == one.fetched.address);
            one.sha256 == file.sha256 || same_address || one.datasets.iter().all(|id| is_superseded(one, id))
        };
        let waiting = self.store.waiting()?.held_back;
        Ok(waiting.into_iter().filter(is_settled).map(|one| one.sha256).collect())
    }

    /// Keeps the tables of editions that are in the store now, and forgets answers that they may change.
    pub(super) fn keep_tables(&self, readings: &[Reading], entries: &[Snapshot]) {
        for (reading, entry) in readings.iter().zip(entries) {
            self.store.keep_tidy(entry, &self.fingerprint, reading.table.frame());
        }
        self.tables.borrow_mut().clear();
        self.values.borrow_mut().clear();
    }

    /// `F117` when an edition has lost or changed more since the one before than can be taken unseen, and what else a
    /// person should look at before relying on it.
    ///
    /// An edition imported after a newer one, or the one that counts again, adds nothing that counts and is not compared, unless the
    /// dataset's editions add up to a series: then it is compared with the one that it may supersede.
    fn compare(&self, reading: &mut Reading, sha256: &str) -> Result<(Option<Error>, Vec<Error>)> {
        let dataset = &self.catalogue.datasets[&reading.dataset];
        let day = reading.as_at.to_string();
        let mut held = self.editions()?;
        held.retain(|edition| edition.dataset == dataset.id.as_str());
        let is_before = |edition: &Edition| edition.sha256 != sha256 && edition.edition <= day;
        let mut imported = held.iter().filter(|edition| !edition.bundled);
        let is_superseded = imported.clone().any(|edition| edition.edition > day);
        // One that was superseded and comes again takes the place of what a person has accepted meanwhile.
        let counts_already =
            imported.find(|edition| edition.edition == day).is_some_and(|edition| edition.sha256 == sha256);
        if !dataset.accumulates && (is_superseded || counts_already) {
            return Ok((None, Vec::new()));
        }
        // What a person imported is a whole publication; what travels inside the program may be an extract.
        held.sort_by_key(|edition| edition.bundled);
        let new = reading.table.rows()?;
        let mut comparable = None;
        for before in held.iter().filter(|edition| is_before(edition)) {
            match self.read_unrefused(dataset, before).and_then(|old| old.rows()) {
                // Files of one dataset may be about different measures, which say nothing about each other.
                Ok(old) if share_a_measure(&old, &new) => comparable = Some((before, old)),
                Ok(_) => continue,
                // The way to mend a damaged store is to import again, so it must not stand in the way of that.
                Err(error) => {
                    let name = label(before, &held);
                    reading.notes.push(format!("not compared with the edition {name}: {}", error.problem()));
                    // Unseen, nothing is taken that nothing could be held against.
                    return Ok((None, vec![error]));
                }
            }
            break;
        }
        let Some((before, old)) = comparable else {
            return Ok((self.declared_change(dataset, reading)?, Vec::new()));
        };
        let name = label(before, &held);
        let between = if before.bundled { Between::Extract } else { Between::Editions };
        let comparison = self.comparison(dataset, between);
        let lost = comparison.loss(&old, &new, &name);
        let mut doubts = Vec::new();
        if !before.bundled {
            if before.edition == day {
                let dataset = &dataset.id;
                reading.notes.push(format!(
                    "takes the place of the edition {name} of {dataset}; see `fairshares diff {dataset}`"
                ));
                let differences = self.differences(&self.catalogue.datasets[dataset], &old, &new);
                doubts.extend(differences.map(|found| doubt(error_codes::REISSUED, dataset, found)));
            }
            let vanished = comparison.vanished(&old, &new);
            doubts.extend(vanished.iter().map(|found| doubt(error_codes::TABLE_LOST, &dataset.id, found.clone())));
            reading.notes.extend(vanished);
        }
        let lost = if lost.is_some() { lost } else { self.declared_change(dataset, reading)? };
        Ok((lost, doubts))
    }

    fn declared_change(&self, dataset: &Dataset, reading: &Reading) -> Result<Option<Error>> {
        let outcomes = self.declared_changes(dataset, &reading.table, &reading.as_at.to_string())?;
        Ok(outcomes.into_iter().find_map(|outcome| outcome.error))
    }
}

/// Something about a dataset in a file that a person must look at.
pub(super) fn doubt(code: &'static ErrorCode, dataset: &Id, found: String) -> Error {
    Error::new(code, format!("comparing {dataset} with the edition before")).found(format!("{dataset}: {found}"))
}

fn report(path: &Path, reading: Reading) -> Imported {
    Imported {
        file: path.display().to_string(),
        dataset: reading.dataset.to_string(),
        edition: reading.as_at.to_string(),
        rows: u64::try_from(reading.table.len()).unwrap_or_default(),
        as_at: reading.as_at.to_string(),
        notes: reading.notes,
    }
}
