//! The gate: a fetched file is read and checked aside, and becomes current only if nothing in it needs a person.

use super::report::{SourceReport, reason};
use super::{Engine, Run, SourceOutcome};
use crate::catalogue::Dataset;
use crate::domain::{Error, Id, Result, error_codes};
use crate::engine::editions::Edition;
use crate::engine::import::Examined;
use crate::source::fetch::{Client, Trail};
use crate::source::gather::Arrival;
use crate::source::{HeldBack, ImportedFile, Journal, Reading, Snapshot};

/// A fetched file before the gate.
struct Newcomer<'n> {
    file: &'n ImportedFile,
    /// The datasets that should be in it.
    datasets: &'n [Id],
    trail: &'n Trail,
    /// When it came.
    retrieved: &'n str,
}

impl Engine {
    /// Lets in what came from an address, file by file, and remembers the address once all of it is dealt with.
    pub(super) fn let_in(&self, arrival: Arrival, run: &mut Run<'_>) -> Result<()> {
        let mut all_well = true;
        for (file, datasets) in &arrival.parts {
            let newcomer = Newcomer { file, datasets, trail: &arrival.trail, retrieved: run.now };
            match self.judge(&newcomer, run) {
                Ok(reports) => run.report.sources.extend(reports),
                // A store that cannot be written to stops the run; anything else is this file's own trouble.
                Err(error) if is_of_the_store(&error) => return Err(error),
                Err(error) => {
                    all_well = false;
                    datasets.iter().for_each(|dataset| run.report.fail(dataset, &error));
                }
            }
        }
        if all_well {
            run.journal.files.insert(arrival.candidate.address.clone(), arrival.seen);
            // Each address as it is done with: a run that is cut short goes on from there.
            self.write(run)?;
            Client::forget(&self.store.downloads(), &arrival.candidate.address);
        }
        Ok(())
    }

    /// Judges the editions that wait once more, where the definitions have changed since.
    pub(super) fn judge_again(&self, run: &mut Run<'_>) -> Result<()> {
        for one in self.store.waiting()?.held_back {
            if one.judged_by == self.fingerprint {
                continue;
            }
            let file = ImportedFile::of(self.store.held_back_bytes(&one)?, &one.file);
            let datasets: Vec<Id> = one.datasets.iter().map(|id| Id::new(id)).collect::<Result<_>>()?;
            let newcomer =
                Newcomer { file: &file, datasets: &datasets, trail: &one.fetched, retrieved: &one.retrieved };
            let reports = self.judge(&newcomer, run)?;
            run.report.sources.extend(reports.into_iter().filter(|report| report.outcome != SourceOutcome::HeldBack));
        }
        Ok(())
    }

    /// Lists the editions that wait and are not in the report yet.
    pub(super) fn list_waiting(&self, chosen: &[&Dataset], run: &mut Run<'_>) -> Result<()> {
        for one in self.store.waiting()?.held_back {
            let is_listed = |report: &SourceReport| report.held_back.as_deref() == Some(one.id());
            let is_meant = one.datasets.iter().any(|id| chosen.iter().any(|dataset| dataset.id.as_str() == id));
            if is_meant && !run.report.sources.iter().any(is_listed) {
                let datasets: Vec<Id> = one.datasets.iter().map(|id| Id::new(id)).collect::<Result<_>>()?;
                run.report.sources.extend(datasets.iter().map(|dataset| waiting(dataset, &one, None)));
            }
        }
        Ok(())
    }

    /// What becomes of a file, dataset by dataset.
    fn judge(&self, newcomer: &Newcomer<'_>, run: &mut Run<'_>) -> Result<Vec<SourceReport>> {
        let file = newcomer.file;
        let held = self.store.manifest()?.snapshots;
        let entry = |id: &Id| held.iter().find(|held| held.dataset == id.as_str() && held.sha256 == file.sha256);
        if newcomer.datasets.iter().all(|id| entry(id).is_some()) {
            let unchanged = |id: &Id| {
                let entry = entry(id)?;
                Some(described(SourceReport::of(id, SourceOutcome::Unchanged), newcomer, &entry.edition))
            };
            return Ok(newcomer.datasets.iter().filter_map(unchanged).collect());
        }
        let waiting_list = self.store.waiting()?;
        if waiting_list.discarded.iter().any(|one| one.sha256 == file.sha256) {
            let left = |id| described(SourceReport::of(id, SourceOutcome::Discarded), newcomer, "");
            return Ok(newcomer.datasets.iter().map(left).collect());
        }
        let known = waiting_list.held_back.iter().find(|one| one.sha256 == file.sha256);
        if let Some(one) = known.filter(|one| one.judged_by == self.fingerprint) {
            return Ok(newcomer.datasets.iter().map(|id| waiting(id, one, Some(newcomer))).collect());
        }
        match self.examine(file, newcomer.retrieved) {
            Ok(examined) => {
                let doubts = self.doubts(&examined, newcomer.datasets);
                if doubts.is_empty() {
                    self.take(newcomer, examined, None, run.now, &mut run.journal)
                } else {
                    let edition = examined.readings.first().map(|reading| reading.as_at.to_string());
                    self.hold_back(newcomer, &doubts, edition, run)
                }
            }
            Err(error) if is_of_the_store(&error) => Err(error),
            Err(error) => self.hold_back(newcomer, &[error], None, run),
        }
    }

    /// Everything for which a person must look.
    fn doubts(&self, examined: &Examined, expected: &[Id]) -> Vec<Error> {
        let read = |id: &&Id| examined.readings.iter().any(|reading| reading.dataset == **id);
        let lost = expected.iter().filter(|id| !read(id)).map(|id| {
            Error::new(error_codes::TABLE_LOST, "reading a fetched file").found(format!("no table of {id} in it"))
        });
        examined.loss.iter().cloned().chain(examined.doubts.iter().cloned()).chain(lost).collect()
    }

    /// Takes a file's editions into the store; `accepted` says in spite of what a person has taken them.
    fn take(
        &self,
        newcomer: &Newcomer<'_>,
        examined: Examined,
        accepted: Option<&str>,
        now: &str,
        journal: &mut Journal,
    ) -> Result<Vec<SourceReport>> {
        let before = self.editions()?;
        let Newcomer { file, trail, retrieved, .. } = newcomer;
        let entries = self.entries(file, &examined.readings, Some(trail), retrieved, accepted);
        let settled = self.settled_by(file, &entries)?;
        // The journal first: what it says was added and is not held does no harm, and the other way round it would not be
        // told as a change.
        entries.iter().for_each(|entry| journal.add(now, entry.id()));
        self.store.write_journal(journal)?;
        self.store.take(file, entries.clone(), &settled, now, self.catalogue.fetching.store_attempts)?;
        self.keep_tables(&examined.readings, &entries);
        let report = |(reading, entry): (Reading, &Snapshot)| SourceReport {
            published: entry.published.clone(),
            notes: reading.notes,
            ..described(SourceReport::of(&reading.dataset, outcome(&before, entry)), newcomer, &entry.edition)
        };
        Ok(examined.readings.into_iter().zip(&entries).map(report).collect())
    }

    fn hold_back(
        &self,
        newcomer: &Newcomer<'_>,
        doubts: &[Error],
        edition: Option<String>,
        run: &Run<'_>,
    ) -> Result<Vec<SourceReport>> {
        let one = HeldBack {
            sha256: newcomer.file.sha256.clone(),
            bytes: u64::try_from(newcomer.file.bytes.len()).unwrap_or_default(),
            file: newcomer.file.name.clone(),
            datasets: newcomer.datasets.iter().map(Id::to_string).collect(),
            takeable: edition.is_some(),
            edition,
            retrieved: newcomer.retrieved.to_owned(),
            fetched: newcomer.trail.clone(),
            reasons: doubts.iter().map(reason).collect(),
            judged_by: self.fingerprint.clone(),
        };
        let attempts = self.catalogue.fetching.store_attempts;
        self.store.hold_back(one.clone(), &newcomer.file.bytes, run.now, attempts)?;
        Ok(newcomer.datasets.iter().map(|id| waiting(id, &one, Some(newcomer))).collect())
    }

    /// The files that wait no longer: this one, and those about the same days or earlier ones of its datasets.
    fn settled_by(&self, file: &ImportedFile, entries: &[Snapshot]) -> Result<Vec<String>> {
        let newest =
            |dataset: &String| entries.iter().find(|entry| entry.dataset == *dataset).map(|entry| &entry.edition);
        let is_settled = |one: &HeldBack| {
            let is_superseded = |dataset: &String| match (newest(dataset), &one.edition) {
                (Some(newest), Some(edition)) => edition <= newest,
                // Of what it is about nothing is known but that something good has come since.
                (Some(_), None) => true,
                (None, _) => false,
            };
            one.sha256 == file.sha256 || one.datasets.iter().all(is_superseded)
        };
        let waiting = self.store.waiting()?.held_back;
        Ok(waiting.into_iter().filter(is_settled).map(|one| one.sha256).collect())
    }

    /// Takes an edition that was held back, because a person has looked at it: the manifest says in spite of what.
    ///
    /// Errors: `F303` for a name that none has; the reason itself where no definition can read the file.
    pub fn accept(&self, name: &str, now: &str) -> Result<Vec<SourceReport>> {
        let one = self.store.find_waiting(name)?;
        let file = ImportedFile::of(self.store.held_back_bytes(&one)?, &one.file);
        let examined = self.examine(&file, &one.retrieved)?;
        let reasons: Vec<String> =
            one.reasons.iter().map(|reason| format!("{}: {}", reason.code, reason.text)).collect();
        let datasets: Vec<Id> = one.datasets.iter().map(|id| Id::new(id)).collect::<Result<_>>()?;
        let newcomer = Newcomer { file: &file, datasets: &datasets, trail: &one.fetched, retrieved: &one.retrieved };
        let mut journal = self.store.journal()?;
        let mut reports = self.take(&newcomer, examined, Some(&reasons.join("; ")), now, &mut journal)?;
        for report in &mut reports {
            report.notes.extend(reasons.iter().map(|reason| format!("taken in spite of {reason}")));
        }
        Ok(reports)
    }

    /// Leaves an edition that was held back: it is forgotten, and the same bytes are not asked about again.
    ///
    /// Errors with `F303` for a name that none has.
    pub fn discard(&self, name: &str, now: &str) -> Result<Vec<SourceReport>> {
        let one = self.store.find_waiting(name)?;
        self.store.discard(&one, now)?;
        let report = |id: &String| {
            let report = SourceReport::of(&Id::new(id)?, SourceOutcome::Discarded);
            Ok(SourceReport { url: Some(one.fetched.end().to_owned()), sha256: Some(one.sha256.clone()), ..report })
        };
        one.datasets.iter().map(report).collect()
    }
}

/// What an edition that is taken is to those held before.
fn outcome(before: &[Edition], entry: &Snapshot) -> SourceOutcome {
    let imported = before.iter().filter(|held| held.dataset == entry.dataset && !held.bundled);
    let editions: Vec<&str> = imported.map(|held| held.edition.as_str()).collect();
    match editions.iter().max() {
        _ if editions.contains(&entry.edition.as_str()) => SourceOutcome::Reissued,
        Some(newest) if *newest > entry.edition.as_str() => SourceOutcome::Older,
        _ => SourceOutcome::New,
    }
}

fn described(report: SourceReport, newcomer: &Newcomer<'_>, edition: &str) -> SourceReport {
    SourceReport {
        edition: Some(edition.to_owned()).filter(|edition| !edition.is_empty()),
        url: Some(newcomer.trail.end().to_owned()),
        bytes: u64::try_from(newcomer.file.bytes.len()).ok(),
        sha256: Some(newcomer.file.sha256.clone()),
        ..report
    }
}

/// The entry of a file that waits; `newcomer` when it has come in this run.
fn waiting(dataset: &Id, one: &HeldBack, newcomer: Option<&Newcomer<'_>>) -> SourceReport {
    let fix = match one.takeable {
        true => format!(
            "read `fairshares diff {dataset}`, then `fairshares refresh --accept {id}` or `--discard {id}`",
            id = one.id()
        ),
        false => format!(
            "see `fairshares explain {}`; once the definition is mended, the next refresh reads it again, or leave it with `fairshares refresh --discard {}`",
            one.reasons.first().map_or("", |reason| reason.code.as_str()),
            one.id()
        ),
    };
    SourceReport {
        edition: one.edition.clone(),
        url: Some(one.fetched.end().to_owned()),
        bytes: newcomer.map(|_| one.bytes),
        sha256: Some(one.sha256.clone()),
        held_back: Some(one.id().to_owned()),
        reasons: one.reasons.clone(),
        notes: vec![fix],
        ..SourceReport::of(dataset, SourceOutcome::HeldBack)
    }
}

/// True for what the store, not a file, does wrong.
fn is_of_the_store(error: &Error) -> bool {
    [error_codes::FILE_INACCESSIBLE, error_codes::STORE_DAMAGED, error_codes::STORE_LOCKED].contains(&error.code())
}
