//! Adds the editions of a file to the store, for an import or a refresh.
//!
//! Belongs here: their manifest entries, the reasons for accepting, which waiting files are
//! settled. Does not belong here: whether editions are accepted, which `import` and
//! `refresh::admission` decide.

use super::Doubt;
use crate::catalogue::Wording;
use crate::domain::{Id, Result, Sha256, Timestamp};
use crate::holdings::{Holdings, wordings};
use crate::source::fetch::FetchHistory;
use crate::source::{HeldBack, ImportedFile, Reading, Snapshot, Writer};
use std::collections::BTreeMap;

/// Why a user accepts editions of a file in spite of doubts, by dataset. Editions without a doubt
/// have no entry.
pub(crate) type Acceptances = BTreeMap<Id, String>;

/// A file whose editions are accepted.
pub(crate) struct Acceptance<'t> {
    pub file: &'t ImportedFile,
    pub readings: &'t [Reading],
    /// The wordings that the publication's own sums have proved.
    pub proved: &'t [Wording],
    pub accepted: &'t Acceptances,
    /// How the file was fetched; absent when a user imported it.
    pub fetched: Option<&'t FetchHistory>,
}

/// The reason for each doubtful edition of a file, with the edition's own doubts. The reason may be
/// empty. A doubt about a dataset of which the file has no edition applies to all editions.
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

/// Adds the editions of a file to the store with their entries, and the wordings that were proved
/// for them.
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

/// Removes editions that this run added, and discards cached answers that they may have changed.
pub(crate) fn give_back(holdings: &Holdings, entries: &[Snapshot], now: Timestamp) -> Result<()> {
    holdings.store().give_back(entries, now)?;
    holdings.forget();
    Ok(())
}

/// The waiting files that are settled once these editions are accepted: the file itself, files from
/// the same address, and files about the same days. Also files of a dataset whose newest edition
/// contains all earlier figures.
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
        // For a file that cannot be read, the title shows its edition, or nothing does.
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

/// Stores the tables of editions now in the store, and discards cached answers that they may
/// change.
fn keep_tables(holdings: &Holdings, readings: &[Reading], entries: &[Snapshot]) {
    // Figures dated by comparison with other editions are stored undated, since those editions may
    // change.
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
