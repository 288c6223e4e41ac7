//! A published file into the store: read, checked, and held against what is held.

use crate::holdings::mend;

mod answer;
mod compare;
mod folder;
mod imported;
mod outcome;
mod parcel;
mod rivals;
pub(crate) mod taking;

pub use answer::{ImportAnswer, ImportRow};
pub(super) use compare::doubt;
pub use folder::{Below, files_below};
pub use imported::Imported;
pub(super) use outcome::{Doubt, reason};
pub use outcome::{ImportOutcome, Refused};
pub use rivals::ImportRun;
pub(crate) use taking::{Acceptance, Acceptances, acceptances};

use self::imported::{already_held, refusal, report};
use self::outcome::doubts_of;
use self::parcel::Parcel;
use crate::catalogue::{Check, Wording};
use crate::domain::{Error, Id, MissingDefinition, Result, Timestamp};
use crate::holdings::Holdings;
use crate::holdings::mend::{Proposals, lacks_of};
use crate::holdings::watch::Watched;
use crate::source::{ImportedFile, Reading, Snapshot, Writer};
use itertools::Itertools;
use std::path::Path;

/// A file that has been read and held against what is held; nothing is stored yet.
pub(crate) struct Examined {
    /// Its editions.
    pub readings: Vec<Reading>,
    /// What was not as declared and the publication's own sums have proved; kept when the editions
    /// are taken.
    pub proved: Vec<Wording>,
    /// What is doubtful in the file itself, and the editions that have lost or changed too much: a
    /// person must look.
    pub doubts: Vec<Doubt>,
    /// That nothing says whether an edition is newer than the one held of the same day: a person
    /// must.
    pub unclear: Vec<Doubt>,
    /// What only somebody who is not looking should not take: areas gone, other figures under the
    /// same date.
    pub unseen: Vec<Doubt>,
}

/// What is to be done with a file that is not refused.
enum Verdict {
    /// Nothing: its editions are held.
    Held(Vec<Snapshot>),
    /// It may be taken.
    Taken(Box<Judged>),
}

/// A file that may be taken.
struct Judged {
    examined: Examined,
    /// Why editions of it are taken in spite of doubts.
    accepted: Acceptances,
    /// The editions of it that a person has taken before.
    before: Vec<Snapshot>,
}

/// Reads a publisher's file, checks it, and keeps it in the store; a refused file changes nothing.
///
/// `now` is written into the manifest as the time the file was obtained. Errors: `F101` to `F119`,
/// `F401`, `F403`.
pub fn import(holdings: &Holdings, path: &Path, now: Timestamp) -> Result<Vec<Imported>> {
    import_unless_refused(holdings, path, None, now)
}

/// The same for a file that a person has looked at: what is doubtful is marked in its figures and
/// recorded with the person's `reason`, which may be empty.
pub fn import_accepting(
    holdings: &Holdings,
    path: &Path,
    reason: &str,
    now: Timestamp,
) -> Result<Vec<Imported>> {
    import_unless_refused(holdings, path, Some(reason), now)
}

/// Everything of the file is read before anything is stored.
fn import_unless_refused(
    holdings: &Holdings,
    path: &Path,
    accept: Option<&str>,
    now: Timestamp,
) -> Result<Vec<Imported>> {
    let mut parcel = parcel::parcel_of(holdings, path)?;
    let (mut verdicts, mut run) = (Vec::new(), ImportRun::default());
    while let Some(file) = parcel.next_file()? {
        let verdict = verdict(holdings, &mut parcel, &file, accept, (&mut run, now))
            .map_err(|refused| refused.error)?;
        verdicts.extend(verdict.map(|verdict| (file, verdict)));
    }
    rivals::no_rivals(holdings, &verdicts)?;
    let passed_over = parcel.passed_over(verdicts.is_empty())?;
    let shown = path.display().to_string();
    let mut imported = Vec::new();
    for (file, verdict) in verdicts {
        imported.extend(carry_out(holdings, &file, verdict, &shown, now)?);
    }
    if let Some(first) = imported.first_mut() {
        first.notes.extend(passed_over);
    }
    Ok(imported)
}

/// Imports what is at a path, each file of an archive by itself: one that is refused does not stop
/// the others.
///
/// Each file has at least one entry, which says what became of it; the errors of those refused
/// stand beside them. Of files of one `run` that are as new as each other none is taken: see
/// [`ImportRun::revise`].
pub fn import_each(
    holdings: &Holdings,
    path: &Path,
    accept: Option<&str>,
    run: &mut ImportRun,
    now: Timestamp,
) -> Vec<(Imported, Option<Error>)> {
    let shown = path.display().to_string();
    let mut parcel = match parcel::parcel_of(holdings, path) {
        Ok(parcel) => parcel,
        Err(error) => return vec![refusal(&shown, Refused::unopened(error))],
    };
    let in_archive = parcel.is_archive();
    let name = |file: &str| if in_archive { format!("{shown} > {file}") } else { shown.clone() };
    let mut all = Vec::new();
    loop {
        let file = match parcel.next_file() {
            Ok(Some(file)) => file,
            Ok(None) => break,
            Err(error) => {
                all.push(refusal(&shown, Refused::unopened(error)));
                continue;
            }
        };
        let shown = name(&file.name);
        let verdict = match verdict(holdings, &mut parcel, &file, accept, (run, now)) {
            Ok(Some(verdict)) => Ok(verdict),
            Ok(None) => continue, // Among those passed over.
            Err(refused) => Err(refused),
        };
        let carry_out = |verdict| {
            let imported = carry_out(holdings, &file, verdict, &shown, now);
            let noted = imported.and_then(|all| {
                rivals::note_taken(holdings, run, &file, &shown, now).map(|()| all)
            });
            noted.map_err(|error| Refused::unread(&file, error, false))
        };
        match verdict.and_then(carry_out) {
            Ok(imported) => all.extend(imported.into_iter().map(|edition| (edition, None))),
            Err(refused) => all.push(refusal(&shown, refused)),
        }
    }
    all.extend(parcel.passed.into_iter().map(|(file, error)| {
        refusal(
            &name(&file),
            Refused { outcome: ImportOutcome::NotOurs, error: error.in_file(file) },
        )
    }));
    all
}

/// What is to be done with a file; `None` where an archive's file is passed over.
///
/// What is doubtful is taken with a reason only; one that was given for an edition before holds for
/// its bytes.
fn verdict(
    holdings: &Holdings,
    parcel: &mut Parcel,
    file: &ImportedFile,
    accept: Option<&str>,
    (run, now): (&mut ImportRun, Timestamp),
) -> std::result::Result<Option<Verdict>, Refused> {
    holdings.reload_if_changed();
    let held = held_as(holdings, file).unwrap_or_default();
    if accept.is_none() && is_done_with(holdings, file, &held, now) {
        return Ok(Some(Verdict::Held(held)));
    }
    let examined = parcel.sorted_out(file, examine(holdings, file, Some(now)));
    let examined = examined.map_err(|error| {
        let may_mend = mend::may_mend(holdings, &error);
        Refused::unread(file, error, may_mend)
    })?;
    let Some(mut examined) = examined else { return Ok(None) };
    // Who accepts several files at once has not chosen between them.
    let rival = rivals::rival(holdings, (run, now), file, &examined)
        .map_err(|error| Refused::unread(file, error, false))?;
    if let Some(refused) = rival {
        return Err(refused);
    }
    examined.doubts.append(&mut examined.unclear);
    let mut before = held;
    before.retain(|held| accept.is_none() && held.accepted.is_some());
    let is_before = |dataset: &Id| before.iter().any(|held| held.dataset == *dataset);
    let is_read =
        |dataset: &Id| examined.readings.iter().any(|reading| reading.dataset == *dataset);
    examined.doubts.retain(|doubt| {
        let about_the_file = !is_read(&doubt.dataset) && !before.is_empty();
        !about_the_file && !is_before(&doubt.dataset)
    });
    let accepted = match (refused(holdings, &examined.doubts, &file.name), accept) {
        (None, _) => Acceptances::new(),
        (Some(refused), None) => return Err(refused),
        (Some(_), Some(reason)) => acceptances(&examined.readings, &examined.doubts, reason),
    };
    Ok(Some(Verdict::Taken(Box::new(Judged { examined, accepted, before }))))
}

/// The editions of the store that a file was imported as: those that count, and those that a person
/// has taken.
fn held_as(holdings: &Holdings, file: &ImportedFile) -> Result<Vec<Snapshot>> {
    let counting = holdings.counting()?;
    let all = holdings.editions()?.into_iter().filter_map(|edition| edition.snapshot);
    let of_file = all.filter(|held| held.sha256 == file.sha256);
    let is_held = |held: &Snapshot| held.accepted.is_some() || counting.contains(held);
    Ok(of_file.filter(is_held).unique_by(|held| held.dataset.clone()).collect())
}

/// True where nothing in a file is worth reading: it is held, its bytes are whole, and either
/// today's definitions have read it or a person has accepted what they read. A damaged store is put
/// right by reading.
fn is_done_with(
    holdings: &Holdings,
    file: &ImportedFile,
    held: &[Snapshot],
    now: Timestamp,
) -> bool {
    let is_tidy = |held: &Snapshot| {
        holdings.store().tidy(held, &holdings.reader().fingerprint_of(&held.dataset)).is_some()
    };
    let was_accepted = held.iter().any(|held| held.accepted.is_some());
    let is_whole =
        |held: &Snapshot| holdings.store().bytes(held).is_ok() && (was_accepted || is_tidy(held));
    if held.is_empty() || !held.iter().all(is_whole) {
        return false;
    }
    // A table that could not be read when the others were accepted may be readable by now.
    let is_new = |reading: &Reading| held.iter().all(|held| held.dataset != reading.dataset);
    !was_accepted
        || !examine(holdings, file, Some(now)).is_ok_and(|found| found.readings.iter().any(is_new))
}

/// Keeps the editions of a file in the store, unless they are there.
fn carry_out(
    holdings: &Holdings,
    file: &ImportedFile,
    verdict: Verdict,
    shown: &str,
    now: Timestamp,
) -> Result<Vec<Imported>> {
    let Judged { examined, accepted, before } = match verdict {
        Verdict::Held(held) => {
            return Ok(held.into_iter().map(|held| already_held(shown, held)).collect());
        }
        Verdict::Taken(judged) => *judged,
    };
    let Examined { mut readings, proved, doubts, .. } = examined;
    // A table that could not be read beside others is no doubt about their figures: it is noted
    // once.
    let is_doubtful = |dataset: &Id| doubts.iter().any(|doubt| doubt.dataset == *dataset);
    let is_whole = !readings.iter().any(|reading| is_doubtful(&reading.dataset));
    for (at, reading) in readings.iter_mut().enumerate() {
        let reason = accepted
            .get(&reading.dataset)
            .filter(|_| is_doubtful(&reading.dataset) || is_whole && at == 0);
        reading.notes.extend(reason.map(|reason| format!("accepted: {reason}")));
    }
    let taking = Acceptance {
        file,
        readings: &readings,
        proved: &proved,
        accepted: &accepted,
        fetched: None,
    };
    let entries = taking::entries(holdings, &taking, now);
    taking::keep(holdings, &taking, entries, Writer { doing: "importing", now })?;
    let outcome = |reading: Reading| {
        let taken_before = before.iter().find(|held| held.dataset == reading.dataset);
        match taken_before {
            Some(held) => already_held(shown, held.clone()),
            None => {
                let accepted =
                    accepted.get(&reading.dataset).filter(|_| is_doubtful(&reading.dataset));
                report(shown, &proved, accepted, reading)
            }
        }
    };
    Ok(readings.into_iter().map(outcome).collect())
}

fn refused(holdings: &Holdings, doubts: &[Doubt], file: &str) -> Option<Refused> {
    Refused::doubtful(
        doubts,
        file,
        doubts.iter().any(|doubt| mend::may_mend(holdings, &doubt.error)),
    )
}

/// What a person has to look at before a file is taken that can be read.
pub(crate) fn doubtful(holdings: &Holdings, file: &ImportedFile) -> Option<Error> {
    let mut found = examine(holdings, file, None).ok()?;
    found.doubts.append(&mut found.unclear);
    refused(holdings, &found.doubts, &file.name).map(|refused| refused.error)
}

/// Reads a file, runs its checks, and compares every edition in it with the one held before;
/// `retrieved` is when it was obtained, where it is to be kept.
///
/// Errors: `F101` to `F119` where it cannot be read.
pub(crate) fn examine(
    holdings: &Holdings,
    file: &ImportedFile,
    retrieved: Option<Timestamp>,
) -> Result<Examined> {
    holdings.reader().watched(&Watched::file(file), || take_apart(holdings, file, retrieved))
}

fn take_apart(
    holdings: &Holdings,
    file: &ImportedFile,
    retrieved: Option<Timestamp>,
) -> Result<Examined> {
    let (mut readings, proved) = read_or_prove(holdings, file, retrieved)?;
    let mut doubts: Vec<Doubt> = readings.iter().flat_map(doubts_of).collect();
    let (mut unclear, mut unseen) = (Vec::new(), Vec::new());
    for reading in &mut readings {
        let (table, note) = holdings
            .dated(&holdings.catalogue().datasets[&reading.dataset], reading.table.clone())?;
        reading.table = table;
        reading.notes.extend(note);
        if holdings.catalogue().wordings.iter().any(|wording| wording.dataset == reading.dataset) {
            reading
                .notes
                .push(format!("read with the wordings that are kept for {}", reading.dataset));
        }
        let found = compare::compare(holdings, reading, file.sha256)?;
        let doubt = |error: Error| Doubt::of(&reading.dataset, error.in_file(&file.name));
        doubts.extend(found.loss.map(doubt));
        unclear.extend(found.unclear.map(doubt));
        unseen.extend(found.unseen.into_iter().map(|error| Doubt::of(&reading.dataset, error)));
    }
    Ok(Examined { readings, proved, doubts, unclear, unseen })
}

/// The readings of a file; where its definitions lack something, with the wordings that the
/// publication's sums prove.
fn read_or_prove(
    holdings: &Holdings,
    file: &ImportedFile,
    retrieved: Option<Timestamp>,
) -> Result<(Vec<Reading>, Vec<Wording>)> {
    let plain = mend::read_with(holdings, file, &[], retrieved);
    let has_sums = |lack: &MissingDefinition| {
        holdings
            .catalogue()
            .datasets
            .get(lack.dataset())
            .is_some_and(|dataset| dataset.check.iter().any(Check::is_sum))
    };
    let can_be_proved = lacks_of(&plain).iter().any(has_sums);
    let proposals = can_be_proved.then(|| mend::mend_file(holdings, file, None, 0).ok()).flatten();
    let mended = match proposals {
        Some(Proposals::Found(mended)) if mended.is_proved => mended,
        _ => return Ok((plain?, Vec::new())),
    };
    let mut readings =
        mend::read_with(holdings, file, &mended.wordings.iter().collect::<Vec<_>>(), retrieved)?;
    if let Some(first) = readings.first_mut() {
        first.notes.extend(mended.notes.iter().map(|note| format!("proved: {note}")));
        first.proofs = mended.notes;
    }
    Ok((readings, mended.wordings))
}
