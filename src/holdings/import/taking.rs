//! The editions of a file as they are taken into the store, by an import or by a refresh.
//!
//! Belongs here: their entries, the reasons for accepting, what waits no longer. Does not belong
//! here: whether they are taken, which `import` and `refresh::admission` decide.

use super::Doubt;
use crate::catalogue::Wording;
use crate::domain::{Id, Result, Sha256, Timestamp};
use crate::holdings::{Holdings, wordings};
use crate::source::fetch::FetchHistory;
use crate::source::{HeldBack, ImportedFile, Reading, Snapshot, Writer};
use std::collections::BTreeMap;

/// Why a person takes editions of a file in spite of doubts, by dataset; of those without a doubt
/// nothing.
pub(crate) type Acceptances = BTreeMap<Id, String>;

/// A file whose editions are taken.
pub(crate) struct Acceptance<'t> {
    pub file: &'t ImportedFile,
    pub readings: &'t [Reading],
    /// What the publication's own sums have proved of them.
    pub proved: &'t [Wording],
    pub accepted: &'t Acceptances,
    /// The way it came; absent when a person brought it.
    pub fetched: Option<&'t FetchHistory>,
}

/// The reason for each edition of a file that is doubtful, which may be empty, with its own doubts.
/// What stands against a dataset that the file has no edition of stands against all.
pub(crate) fn acceptances(readings: &[Reading], doubts: &[Doubt], reason: &str) -> Acceptances {
    let is_read = |dataset: &Id| readings.iter().any(|reading| reading.dataset == *dataset);
    let of = |dataset: &Id| {
        let concerns = |doubt: &&Doubt| doubt.dataset == *dataset || !is_read(&doubt.dataset);
        let lines = doubts.iter().filter(concerns).map(Doubt::line).collect::<Vec<_>>().join("; ");
        match (lines.is_empty(), reason.is_empty()) {
            (true, _) => None,
            (false, true) => Some(lines),
            (false, false) => Some(format!("{reason} ({lines})")),
        }
    };
    readings
        .iter()
        .filter_map(|reading| Some((reading.dataset.clone(), of(&reading.dataset)?)))
        .collect()
}

/// The entries of a file's editions, obtained at a moment.
pub(crate) fn entries(
    holdings: &Holdings,
    taking: &Acceptance<'_>,
    retrieved: Timestamp,
) -> Vec<Snapshot> {
    let Acceptance { file, readings, .. } = taking;
    let entry = |reading: &Reading| {
        let dataset = &holdings.catalogue().datasets[&reading.dataset];
        Snapshot {
            dataset: dataset.id.clone(),
            edition: reading.as_at,
            published: reading.published,
            saved: reading.saved,
            sha256: file.sha256,
            bytes: u64::try_from(file.bytes.len()).unwrap_or_default(),
            file: file.name.clone(),
            retrieved,
            address: dataset.landing_page.clone(),
            licence: dataset.licence.clone(),
            rows: u64::try_from(reading.table.len()).unwrap_or_default(),
            next_release: reading.next_release,
            fetched: taking.fetched.cloned(),
            accepted: taking.accepted.get(&reading.dataset).cloned(),
        }
    };
    readings.iter().map(entry).collect()
}

/// Keeps the editions of a file in the store under their entries, with what was proved of them.
pub(crate) fn keep(
    holdings: &Holdings,
    taking: &Acceptance<'_>,
    entries: Vec<Snapshot>,
    by: Writer<'_>,
) -> Result<()> {
    let settled = settled_by(holdings, taking.file, &entries, taking.fetched)?;
    holdings.store().take(taking.file, entries.clone(), &settled, by)?;
    wordings::keep_wordings(holdings, taking.proved, None, by.now)?;
    keep_tables(holdings, taking.readings, &entries);
    Ok(())
}

/// Gives editions back that were taken in this run, and forgets answers that they may have changed.
pub(crate) fn give_back(holdings: &Holdings, entries: &[Snapshot], now: Timestamp) -> Result<()> {
    holdings.store().give_back(entries, now)?;
    holdings.forget();
    Ok(())
}

/// The files that wait no longer once these editions are taken: the file itself, what came from the
/// same address, and what is about the same days, or of a dataset whose newest edition holds
/// everything about earlier ones.
fn settled_by(
    holdings: &Holdings,
    file: &ImportedFile,
    entries: &[Snapshot],
    history: Option<&FetchHistory>,
) -> Result<Vec<Sha256>> {
    let is_superseded = |one: &HeldBack, id: &Id| {
        let Some(entry) = entries.iter().find(|entry| entry.dataset == *id) else { return false };
        let accumulates =
            holdings.catalogue().dataset(id.as_str()).is_ok_and(|dataset| dataset.accumulates);
        // Of a file that cannot be read the title says what it is about, or nothing does.
        match one.edition.or(one.about) {
            Some(day) if accumulates => day == entry.edition,
            Some(day) => day <= entry.edition,
            None => false,
        }
    };
    let is_settled = |one: &HeldBack| {
        let same_address = history.is_some_and(|history| history.address == one.fetched.address);
        one.sha256 == file.sha256
            || same_address
            || one.datasets.iter().all(|id| is_superseded(one, id))
    };
    let waiting = holdings.store().waiting()?.held_back;
    Ok(waiting.into_iter().filter(is_settled).map(|one| one.sha256).collect())
}

/// Keeps the tables of editions that are in the store now, and forgets answers that they may
/// change.
fn keep_tables(holdings: &Holdings, readings: &[Reading], entries: &[Snapshot]) {
    // What is dated by other editions is kept undated, when it is read: they may change.
    let is_lasting =
        |reading: &Reading| holdings.catalogue().datasets[&reading.dataset].dating.is_none();
    for (reading, entry) in readings.iter().zip(entries).filter(|(reading, _)| is_lasting(reading))
    {
        holdings.store().keep_tidy(
            entry,
            &holdings.reader().fingerprint_of(&entry.dataset),
            reading.table.frame(),
        );
    }
    holdings.forget();
}
