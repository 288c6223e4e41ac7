//! Admission: a fetched file is read and checked first, and becomes current only if nothing in it
//! needs a user's decision.

use super::report::SourceReport;
use super::{Run, SourceOutcome};
use crate::catalogue::Dataset;
use crate::domain::{Action, Date, Error, Field, Id, Result, Timestamp, error_codes};
use crate::holdings::edition::Edition;
use crate::holdings::import::{
    Acceptance, Acceptances, Doubt, Examined, acceptances, doubt, reason,
};
use crate::holdings::{Holdings, import, refresh};
use crate::source::fetch::{Client, FetchHistory};
use crate::source::gather::Arrival;
use crate::source::{HeldBack, ImportedFile, Journal, Reading, Reason, Snapshot, Waiting, Writer};

/// A fetched file that is to be accepted or refused.
pub(crate) struct FetchedFile<'n> {
    pub file: &'n ImportedFile,
    /// The datasets that should be in it.
    pub datasets: &'n [Id],
    pub history: &'n FetchHistory,
    /// When it came.
    pub retrieved: Timestamp,
    /// The last day that its title is about.
    pub about: Option<Date>,
}

/// Admits what came from an address, file by file, and remembers the address once all of it is
/// dealt with.
pub(crate) fn admit(holdings: &Holdings, arrival: Arrival, run: &mut Run) -> Result<()> {
    let mut all_well = true;
    let about = arrival.candidate.about;
    for (file, datasets) in &arrival.parts {
        let fetched =
            FetchedFile { file, datasets, history: &arrival.history, retrieved: run.now, about };
        match assess(holdings, &fetched, run) {
            Ok(reports) => run.report.sources.extend(reports),
            // A store that cannot be written to stops the run; anything else is this file's own
            // trouble.
            Err(error) if is_of_the_store(&error) => return Err(error),
            Err(error) => {
                all_well = false;
                datasets.iter().for_each(|dataset| run.report.fail(dataset, &error));
            }
        }
    }
    if all_well {
        run.journal.files.insert(arrival.history.address.clone(), arrival.seen);
        // Each address is recorded once it is finished: an interrupted run continues from there.
        refresh::write(holdings, run)?;
    }
    Client::forget(&holdings.store().downloads(), &arrival.candidate.address);
    Ok(())
}

/// Assesses the editions that wait once more, where the definitions have changed since.
pub(crate) fn assess_again(holdings: &Holdings, run: &mut Run) -> Result<()> {
    for one in holdings
        .store()
        .waiting()?
        .held_back
        .into_iter()
        .filter(|one| one.judged_by != holdings.knowledge().fingerprint())
    {
        let assessed = holdings.store().held_back_bytes(&one).and_then(|bytes| {
            let file = ImportedFile::of(bytes, &one.file);
            assess(holdings, &waiting_file(&one, &file), run)
        });
        match assessed {
            // What waits still is listed with everything that waits.
            Ok(reports) => run.report.sources.extend(
                reports.into_iter().filter(|report| report.outcome != SourceOutcome::HeldBack),
            ),
            // Its bytes are lost; the others are not.
            Err(error) if error.code() == error_codes::STORE_DAMAGED => {
                let help =
                    format!("leave it with {}", Action::Refresh.setting(Field::Discard, one.id()));
                let error = error.help(help);
                one.datasets.iter().for_each(|dataset| run.report.fail(dataset, &error));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Lists the editions that wait and are not in the report yet.
pub(crate) fn list_waiting(holdings: &Holdings, chosen: &[&Dataset], run: &mut Run) -> Result<()> {
    for one in holdings.store().waiting()?.held_back {
        let is_listed = |report: &SourceReport| report.held_back.as_ref() == Some(&one.id());
        let is_meant = one.datasets.iter().any(|id| chosen.iter().any(|dataset| dataset.id == *id));
        if is_meant && !run.report.sources.iter().any(is_listed) {
            run.report
                .sources
                .extend(one.datasets.iter().map(|dataset| waiting(dataset, &one, None)));
        }
    }
    Ok(())
}

/// What becomes of a file, dataset by dataset.
fn assess(
    holdings: &Holdings,
    fetched: &FetchedFile<'_>,
    run: &mut Run,
) -> Result<Vec<SourceReport>> {
    holdings.reload_if_changed();
    let file = fetched.file;
    let counting = holdings.counting()?;
    // Bytes that are lost are put back in their place.
    let is_there = holdings.store().has_bytes(file.sha256);
    let of_file: Vec<&Snapshot> =
        counting.iter().filter(|held| is_there && held.sha256 == file.sha256).collect();
    // A file that a user accepted without one of its tables is settled for that table too.
    let is_accepted = of_file.iter().any(|held| held.accepted.is_some());
    let is_held = |id: &&Id| is_accepted || of_file.iter().any(|held| held.dataset == **id);
    if fetched.datasets.iter().all(|id| is_held(&id)) {
        let edition = of_file.first().map(|held| held.edition);
        let unchanged =
            |id| described(SourceReport::of(id, SourceOutcome::Unchanged), fetched, edition);
        return Ok(fetched.datasets.iter().map(unchanged).collect());
    }
    let list = holdings.store().waiting()?;
    if list.discarded.iter().any(|one| one.sha256 == file.sha256) {
        let left = |id| described(SourceReport::of(id, SourceOutcome::Discarded), fetched, None);
        return Ok(fetched.datasets.iter().map(left).collect());
    }
    if let Some(one) = still_waiting(holdings, &list, fetched, run)? {
        return Ok(fetched.datasets.iter().map(|id| waiting(id, &one, Some(fetched))).collect());
    }
    match import::examine(holdings, file, Some(fetched.retrieved)) {
        Ok(examined) => {
            let doubts = doubts(&examined, fetched);
            if doubts.is_empty() {
                let by = refresher(run.now);
                return take(
                    holdings,
                    fetched,
                    examined,
                    &Acceptances::new(),
                    by,
                    &mut run.journal,
                );
            }
            let edition = examined.readings.first().map(|reading| reading.as_at);
            let reasons = doubts.iter().map(Doubt::reason).collect();
            hold_back(holdings, fetched, reasons, edition, run)
        }
        Err(error) if is_of_the_store(&error) || error.code() == error_codes::FILE_UNREADABLE => {
            // A file that cannot be read as the format it claims was cut short or corrupted in
            // transfer: no one can accept it.
            Err(error)
        }
        Err(error) => hold_back(holdings, fetched, vec![reason(&error)], None, run),
    }
}

/// The entry of a file that is already waiting and was assessed by today's definitions. A dataset
/// that now requests it is added to those it waits for.
fn still_waiting(
    holdings: &Holdings,
    list: &Waiting,
    fetched: &FetchedFile<'_>,
    run: &Run,
) -> Result<Option<HeldBack>> {
    let known = list.held_back.iter().find(|one| one.sha256 == fetched.file.sha256);
    let Some(one) = known.filter(|one| one.judged_by == holdings.knowledge().fingerprint()) else {
        return Ok(None);
    };
    if one.fetched.open_ended && !fetched.history.open_ended {
        // The same bytes with a known length: the file is complete.
        return Ok(None);
    }
    let mut one = one.clone();
    let others: Vec<Id> =
        fetched.datasets.iter().filter(|id| !one.datasets.contains(id)).cloned().collect();
    if !others.is_empty() {
        one.datasets.extend(others);
        holdings.store().hold_back(one.clone(), &fetched.file.bytes, refresher(run.now))?;
    }
    Ok(Some(one))
}

/// All doubts that a user must review.
fn doubts(examined: &Examined, fetched: &FetchedFile<'_>) -> Vec<Doubt> {
    let read = |id: &&Id| examined.readings.iter().any(|reading| reading.dataset == **id);
    let lost = fetched.datasets.iter().filter(|id| !read(id));
    let nothing =
        |id: &Id| doubt(error_codes::TABLE_LOST, id, "no table of it in the file".to_owned());
    let lost = lost.map(|id| Doubt::of(id, nothing(id)));
    let bytes = fetched.file.bytes.len();
    let open_ended = |id: &Id| {
        let error = Error::new(error_codes::END_UNKNOWN, format!("fetching a file of {id}"));
        error.found(format!("{id}: {bytes} bytes without a length: the end may be missing"))
    };
    let of_unknown_end = fetched.datasets.iter().filter(|_| fetched.history.open_ended);
    let of_unknown_end = of_unknown_end.map(|id| Doubt::of(id, open_ended(id)));
    examined
        .doubts
        .iter()
        .chain(&examined.unseen)
        .cloned()
        .chain(lost)
        .chain(of_unknown_end)
        .collect()
}

/// Adds a file's editions to the store; `accepted` lists the doubts in spite of which a user has
/// accepted them.
fn take(
    holdings: &Holdings,
    fetched: &FetchedFile<'_>,
    examined: Examined,
    accepted: &Acceptances,
    by: Writer<'_>,
    journal: &mut Journal,
) -> Result<Vec<SourceReport>> {
    let before = holdings.editions()?;
    let FetchedFile { file, retrieved, .. } = *fetched;
    let Examined { readings, proved, .. } = examined;
    let taking = Acceptance {
        file,
        readings: &readings,
        proved: &proved,
        accepted,
        fetched: Some(fetched.history),
    };
    let entries = import::taking::entries(holdings, &taking, retrieved);
    // The journal is written first: an added edition that is not in the store does no harm. The
    // other way round, it would not be reported as a change.
    entries.iter().for_each(|entry| journal.add(by.now, retrieved, entry.id()));
    holdings.store().write_journal(journal)?;
    import::taking::keep(holdings, &taking, entries.clone(), by)?;
    let report = |(reading, entry): (Reading, &Snapshot)| SourceReport {
        published: entry.published,
        notes: reading.notes,
        ..described(
            SourceReport::of(&reading.dataset, outcome(&before, entry)),
            fetched,
            Some(entry.edition),
        )
    };
    Ok(readings.into_iter().zip(&entries).map(report).collect())
}

fn hold_back(
    holdings: &Holdings,
    fetched: &FetchedFile<'_>,
    reasons: Vec<Reason>,
    edition: Option<Date>,
    run: &Run,
) -> Result<Vec<SourceReport>> {
    let one = HeldBack {
        sha256: fetched.file.sha256,
        bytes: u64::try_from(fetched.file.bytes.len()).unwrap_or_default(),
        file: fetched.file.name.clone(),
        datasets: fetched.datasets.to_vec(),
        takeable: edition.is_some(),
        edition,
        about: fetched.about,
        retrieved: fetched.retrieved,
        fetched: fetched.history.clone(),
        reasons,
        judged_by: holdings.knowledge().fingerprint().to_owned(),
    };
    holdings.store().hold_back(one.clone(), &fetched.file.bytes, refresher(run.now))?;
    Ok(fetched.datasets.iter().map(|id| waiting(id, &one, Some(fetched))).collect())
}

/// Accepts an edition that was held back, because a user has reviewed it; the manifest records its
/// doubts.
///
/// Errors: `F303` for a name that none has; the reason itself where no definition can read the
/// file.
pub fn accept(holdings: &Holdings, name: &str, now: Timestamp) -> Result<Vec<SourceReport>> {
    // No store is created for a missing file; the file is looked up again once no other refresh is
    // running.
    holdings.store().find_waiting(name)?;
    let _lock = holdings.store().begin_refresh(now)?;
    let one = holdings.store().find_waiting(name)?;
    let file = ImportedFile::of(holdings.store().held_back_bytes(&one)?, &one.file);
    let examined = import::examine(holdings, &file, Some(one.retrieved))?;
    // The doubts about it today, which may differ from those when it arrived.
    let fetched = waiting_file(&one, &file);
    let doubts = doubts(&examined, &fetched);
    let mut journal = holdings.store().journal()?;
    let accepted = acceptances(&examined.readings, &doubts, "");
    let mut reports = take(holdings, &fetched, examined, &accepted, refresher(now), &mut journal)?;
    for report in &mut reports {
        let reasons = accepted.iter().filter(|(dataset, _)| **dataset == report.dataset);
        report.notes.extend(reasons.map(|(_, reason)| format!("taken in spite of {reason}")));
    }
    Ok(reports)
}

/// Discards an edition that was held back: it is removed from the waiting files, and the same bytes
/// are not offered again.
///
/// Errors with `F303` for a name that none has.
pub fn discard(holdings: &Holdings, name: &str, now: Timestamp) -> Result<Vec<SourceReport>> {
    holdings.store().find_waiting(name)?;
    let _lock = holdings.store().begin_refresh(now)?;
    let one = holdings.store().find_waiting(name)?;
    holdings.store().discard(&one, now)?;
    let report = |id: &Id| {
        let report = SourceReport::of(id, SourceOutcome::Discarded);
        SourceReport { url: Some(one.fetched.end().to_owned()), sha256: Some(one.sha256), ..report }
    };
    Ok(one.datasets.iter().map(report).collect())
}

fn refresher(now: Timestamp) -> Writer<'static> {
    Writer { doing: "refreshing", now }
}

/// A file that waits, to be assessed once more.
fn waiting_file<'n>(one: &'n HeldBack, file: &'n ImportedFile) -> FetchedFile<'n> {
    FetchedFile {
        file,
        datasets: &one.datasets,
        history: &one.fetched,
        retrieved: one.retrieved,
        about: one.about,
    }
}

/// How an accepted edition relates to the earlier editions.
fn outcome(before: &[Edition], entry: &Snapshot) -> SourceOutcome {
    let imported = before.iter().filter(|held| held.dataset == entry.dataset && !held.bundled);
    let editions: Vec<Date> = imported.map(|held| held.edition).collect();
    match editions.iter().max() {
        _ if editions.contains(&entry.edition) => SourceOutcome::Reissued,
        Some(newest) if *newest > entry.edition => SourceOutcome::Older,
        _ => SourceOutcome::New,
    }
}

fn described(
    report: SourceReport,
    fetched: &FetchedFile<'_>,
    edition: Option<Date>,
) -> SourceReport {
    SourceReport {
        edition,
        url: Some(fetched.history.end().to_owned()),
        bytes: u64::try_from(fetched.file.bytes.len()).ok(),
        sha256: Some(fetched.file.sha256),
        ..report
    }
}

/// The entry of a file that waits; `fetched` when it has come in this run.
fn waiting(dataset: &Id, one: &HeldBack, fetched: Option<&FetchedFile<'_>>) -> SourceReport {
    let id = one.id();
    let discard = Action::Refresh.setting(Field::Discard, &id);
    let fix = if one.takeable {
        let (diff, accept) =
            (Action::Diff.on(dataset.as_str()), Action::Refresh.setting(Field::Accept, &id));
        format!("read {diff}, then {accept} or {}", discard.fields_alone())
    } else {
        let code = one.reasons.first().map_or("", |reason| reason.code.as_str());
        format!(
            "see {}; once the definition is mended the next refresh reads it again; or leave it \
             with {discard}",
            Action::Explain.on(code)
        )
    };
    SourceReport {
        edition: one.edition,
        url: Some(one.fetched.end().to_owned()),
        bytes: fetched.map(|_| one.bytes),
        sha256: Some(one.sha256),
        held_back: Some(id),
        reasons: one.reasons.clone(),
        notes: vec![fix],
        ..SourceReport::of(dataset, SourceOutcome::HeldBack)
    }
}

/// True for an error of the store, not of a file.
fn is_of_the_store(error: &Error) -> bool {
    [error_codes::FILE_INACCESSIBLE, error_codes::STORE_DAMAGED, error_codes::STORE_LOCKED]
        .contains(&error.code())
}
