//! A published file into the store: read, checked, and held against what is held.

mod compare;
mod folder;
mod outcome;
mod parcel;

pub(super) use compare::doubt;
pub use folder::files_below;
pub(super) use outcome::Doubt;
pub use outcome::{ImportOutcome, Refused};

use self::outcome::doubts_of;
use super::Engine;
use super::mend::lacks_of;
use crate::catalogue::{Check, CheckKind, Wording};
use crate::domain::{Error, Lack, Result};
use crate::source::fetch::Trail;
use crate::source::{HeldBack, ImportedFile, Reading, Snapshot, Writer};
use std::path::Path;

/// An edition that was imported, or a file that was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The file as it was named; inside its archive, where it came in one.
    pub file: String,
    /// The dataset it was recognised as; empty for a file that was refused.
    pub dataset: String,
    /// The edition.
    pub edition: String,
    /// How many figures were read.
    pub rows: u64,
    /// The newest day that it has figures for.
    pub as_at: String,
    /// What became of it.
    pub outcome: ImportOutcome,
    /// Why, in one line: the proof, what it was accepted in spite of, the reason of a refusal.
    pub detail: String,
    /// What a person should know: known errors that were put right, columns passed over.
    pub notes: Vec<String>,
}

/// A file that has been read and held against what is held; nothing is stored yet.
pub(super) struct Examined {
    /// Its editions.
    pub readings: Vec<Reading>,
    /// What was not as declared and the publication's own sums have proved; kept when the editions are taken.
    pub proved: Vec<Wording>,
    /// What is doubtful in the file itself, and the first edition that has lost or changed too much: a person must look.
    pub doubts: Vec<Doubt>,
    /// That nothing says whether an edition is newer than the one held of the same day: a person must.
    pub unclear: Vec<Doubt>,
    /// What only somebody who is not looking should not take: areas gone, other figures under the same date.
    pub unseen: Vec<Error>,
}

impl Engine {
    /// Reads a publisher's file, checks it, and keeps it in the store; a refused file changes nothing.
    ///
    /// `now` is written into the manifest as the time the file was obtained. Errors: `F101` to `F119`, `F401`, `F403`.
    pub fn import(&self, path: &Path, now: &str) -> Result<Vec<Imported>> {
        self.import_unless_refused(path, None, now)
    }

    /// The same for a file that a person has looked at: what is doubtful is marked in its figures and recorded with the
    /// person's `reason`, which may be empty.
    pub fn import_accepting(&self, path: &Path, reason: &str, now: &str) -> Result<Vec<Imported>> {
        self.import_unless_refused(path, Some(reason), now)
    }

    /// Everything of the file is read before anything is stored.
    fn import_unless_refused(&self, path: &Path, accept: Option<&str>, now: &str) -> Result<Vec<Imported>> {
        let mut parcel = self.parcel_of(path)?;
        let mut taken = Vec::new();
        for file in std::mem::take(&mut parcel.files) {
            let Some(examined) = parcel.sorted_out(&file, self.examine(&file, now))? else { continue };
            let judged = judged(examined, &file, accept).map_err(|refused| refused.error)?;
            taken.push((file, judged));
        }
        let passed_over = parcel.passed_over(taken.is_empty())?;
        if let Some(reading) = taken.first_mut().and_then(|(_, judged)| judged.readings.first_mut()) {
            reading.notes.extend(passed_over);
        }
        let mut imported = Vec::new();
        for (file, judged) in taken {
            imported.extend(self.take_in(&file, judged, &path.display().to_string(), now)?);
        }
        Ok(imported)
    }

    /// Imports what is at a path, each file of an archive by itself: one that is refused does not stop the others.
    ///
    /// Each file has at least one entry, which says what became of it; the errors of those refused stand beside them.
    pub fn import_each(&self, path: &Path, accept: Option<&str>, now: &str) -> Vec<(Imported, Option<Error>)> {
        let shown = path.display().to_string();
        let mut parcel = match self.parcel_of(path) {
            Ok(parcel) => parcel,
            Err(error) => return vec![refusal(&shown, Refused::unread(error))],
        };
        let in_archive = parcel.is_archive;
        let name = |file: &str| if in_archive { format!("{shown} > {file}") } else { shown.clone() };
        let mut all = Vec::new();
        for file in std::mem::take(&mut parcel.files) {
            let shown = name(&file.name);
            if let (Some(held), None) = (self.held_already(&file, &shown, now), accept) {
                all.extend(held.into_iter().map(|edition| (edition, None)));
                continue;
            }
            let judged = match parcel.sorted_out(&file, self.examine(&file, now)) {
                Ok(Some(examined)) => judged(examined, &file, accept),
                Ok(None) => continue, // Among those passed over.
                Err(error) => Err(Refused::unread(error)),
            };
            let taken = judged.and_then(|judged| self.take_in(&file, judged, &shown, now).map_err(Refused::unread));
            match taken {
                Ok(imported) => all.extend(imported.into_iter().map(|edition| (edition, None))),
                Err(refused) => all.push(refusal(&shown, refused)),
            }
        }
        all.extend(parcel.passed.into_iter().map(|(file, error)| {
            refusal(&name(&file), Refused { outcome: ImportOutcome::NotOurs, error: error.in_file(file) })
        }));
        all
    }

    /// The editions of a file that is held already, was read by today's definitions, and counts; `None` when it is worth
    /// reading: a damaged store is put right by it, and an edition that another has taken the place of may come back.
    fn held_already(&self, file: &ImportedFile, shown: &str, now: &str) -> Option<Vec<Imported>> {
        let counting = self.counting().ok()?;
        let held: Vec<Snapshot> = counting.into_iter().filter(|held| held.sha256 == file.sha256).collect();
        let is_whole = |held: &Snapshot| {
            self.store.bytes(held).is_ok() && self.store.tidy(held, &self.fingerprint_of(&held.dataset)).is_some()
        };
        if held.is_empty() || !held.iter().all(is_whole) {
            return None;
        }
        // A table that could not be read when the others were accepted may be readable by now.
        let is_new = |reading: &Reading| held.iter().all(|held| held.dataset != reading.dataset.as_str());
        let was_accepted = held.iter().any(|held| held.accepted.is_some());
        if was_accepted && self.examine(file, now).is_ok_and(|found| found.readings.iter().any(is_new)) {
            return None;
        }
        Some(held.into_iter().map(|held| already_held(shown, held)).collect())
    }

    /// Keeps the editions of a file in the store.
    fn take_in(&self, file: &ImportedFile, judged: Judged, shown: &str, now: &str) -> Result<Vec<Imported>> {
        let Judged { mut readings, proved, accepted } = judged;
        for reading in &mut readings {
            reading.notes.extend(accepted.iter().map(|reason| format!("accepted: {reason}")));
        }
        let entries = self.entries(file, &readings, None, now, accepted.as_deref());
        let settled = self.settled_by(file, &entries, None)?;
        self.store.take(file, entries.clone(), &settled, Writer { doing: "importing", now, attempts: 1 })?;
        self.keep_wordings(&proved, None)?;
        self.keep_tables(&readings, &entries);
        Ok(readings.into_iter().map(|reading| report(shown, reading, &proved, accepted.as_deref())).collect())
    }

    /// Reads a file, runs its checks, and compares every edition in it with the one held before.
    ///
    /// Errors: `F101` to `F119` where it cannot be read.
    pub(super) fn examine(&self, file: &ImportedFile, now: &str) -> Result<Examined> {
        let (mut readings, proved) = self.read_or_prove(file, now)?;
        let mut doubts: Vec<Doubt> = readings.iter().flat_map(doubts_of).collect();
        let (mut loss, mut unclear, mut unseen) = (None, Vec::new(), Vec::new());
        for reading in &mut readings {
            let (table, note) = self.dated(&self.catalogue.datasets[&reading.dataset], reading.table.clone())?;
            reading.table = table;
            reading.notes.extend(note);
            if self.catalogue.wordings.iter().any(|wording| wording.dataset == reading.dataset) {
                reading.notes.push(format!("read with the wordings that are kept for {}", reading.dataset));
            }
            let found = self.compare(reading, &file.sha256)?;
            loss = loss.or(found.loss);
            unclear.extend(found.unclear.map(|error| Doubt::of(error.in_file(&file.name))));
            unseen.extend(found.unseen);
        }
        doubts.extend(loss.map(|error| Doubt::of(error.in_file(&file.name))));
        Ok(Examined { readings, proved, doubts, unclear, unseen })
    }

    /// The readings of a file; where its definitions lack something, with the wordings that the publication's sums prove.
    fn read_or_prove(&self, file: &ImportedFile, now: &str) -> Result<(Vec<Reading>, Vec<Wording>)> {
        let plain = self.read_with(file, &[], now);
        let has_sums = |lack: &Lack| {
            let sums = |check: &Check| matches!(check.kind, CheckKind::AreasSum | CheckKind::PartsSum);
            self.catalogue.datasets.get(lack.dataset()).is_some_and(|dataset| dataset.check.iter().any(sums))
        };
        let can_be_proved = lacks_of(&plain).iter().any(has_sums);
        let mended = can_be_proved.then(|| self.mend_file(file, None, 0).ok()).flatten();
        let Some(mended) = mended.filter(|mended| mended.is_proved) else { return Ok((plain?, Vec::new())) };
        let mut readings = self.read_with(file, &mended.wordings.iter().collect::<Vec<_>>(), now)?;
        if let Some(first) = readings.first_mut() {
            first.notes.extend(mended.notes.iter().map(|note| format!("proved: {note}")));
        }
        Ok((readings, mended.wordings))
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
                saved: reading.saved.map(|day| day.to_string()),
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
        // What is dated by other editions is kept undated, when it is read: they may change.
        let is_lasting = |reading: &Reading| self.catalogue.datasets[&reading.dataset].dating.is_none();
        for (reading, entry) in readings.iter().zip(entries).filter(|(reading, _)| is_lasting(reading)) {
            self.store.keep_tidy(entry, &self.fingerprint_of(&entry.dataset), reading.table.frame());
        }
        self.tables.borrow_mut().clear();
        self.values.borrow_mut().clear();
    }
}

/// A file that may be taken.
struct Judged {
    readings: Vec<Reading>,
    proved: Vec<Wording>,
    /// What a person takes it in spite of, with the reason given.
    accepted: Option<String>,
}

fn already_held(file: &str, held: Snapshot) -> Imported {
    Imported {
        file: file.to_owned(),
        dataset: held.dataset,
        as_at: held.edition.clone(),
        edition: held.edition,
        rows: held.rows,
        outcome: ImportOutcome::AlreadyHeld,
        detail: format!("the same bytes were imported on {}", held.retrieved.get(..10).unwrap_or(&held.retrieved)),
        notes: Vec::new(),
    }
}

fn refusal(file: &str, refused: Refused) -> (Imported, Option<Error>) {
    let Refused { outcome, error } = refused;
    let place = error.place();
    let cell: Vec<&str> = place.sheet.iter().chain(&place.cell).map(String::as_str).collect();
    let at = if cell.is_empty() { String::new() } else { format!(" at {}", cell.join(" ")) };
    let row = Imported {
        file: file.to_owned(),
        dataset: String::new(),
        edition: String::new(),
        rows: 0,
        as_at: String::new(),
        outcome,
        detail: format!("{}{at}: {}", error.code().id, error.problem()),
        notes: Vec::new(),
    };
    (row, Some(error))
}

/// Decides whether a file may be taken: not while something is doubtful, unless a person accepts it.
fn judged(examined: Examined, file: &ImportedFile, accept: Option<&str>) -> std::result::Result<Judged, Refused> {
    let Examined { readings, proved, mut doubts, unclear, .. } = examined;
    doubts.extend(unclear);
    let accepted = match (Refused::doubtful(&doubts, &file.name), accept) {
        (None, _) => None,
        (Some(refused), None) => return Err(refused),
        (Some(_), Some(reason)) => {
            let lines = doubts.iter().map(Doubt::line).collect::<Vec<_>>().join("; ");
            Some(if reason.is_empty() { lines } else { format!("{reason} ({lines})") })
        }
    };
    Ok(Judged { readings, proved, accepted })
}

fn report(file: &str, reading: Reading, proved: &[Wording], accepted: Option<&str>) -> Imported {
    let is_proved = proved.iter().any(|wording| wording.dataset == reading.dataset);
    let outcome = match (accepted, is_proved) {
        (Some(_), _) => ImportOutcome::Accepted,
        (None, true) => ImportOutcome::Proved,
        (None, false) => ImportOutcome::Read,
    };
    let proofs = reading.notes.iter().filter_map(|note| note.strip_prefix("proved: "));
    let proofs = proofs.collect::<Vec<_>>().join("; ");
    Imported {
        file: file.to_owned(),
        dataset: reading.dataset.to_string(),
        edition: reading.as_at.to_string(),
        rows: u64::try_from(reading.table.len()).unwrap_or_default(),
        as_at: reading.as_at.to_string(),
        outcome,
        detail: accepted.map_or(proofs, str::to_owned),
        notes: reading.notes,
    }
}
