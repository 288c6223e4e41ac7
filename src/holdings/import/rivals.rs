//! Files of one import that have different figures for the same day, where nothing shows which file
//! is newer.
//!
//! Belongs here: what a run of imports has accepted, and what it removes again when another of its
//! files is as new. Does not belong here: which of two editions is newer (`precedence`); editions
//! already in the store, which a user decides about (`compare`).
//!
//! **Invariant:** the order of files never decides which of them counts.

use super::outcome::Refused;
use super::{Examined, ImportOutcome, Imported, Verdict, refusal};
use crate::domain::{Error, Result, Timestamp, error_codes, long_date};
use crate::holdings::import::taking;
use crate::holdings::precedence::Issue;
use crate::holdings::{Holdings, diff};
use crate::source::{ImportedFile, Reading, Snapshot};

/// The results of one import's files so far.
#[derive(Debug, Default)]
pub struct ImportRun {
    taken: Vec<TakenFile>,
    /// Editions that were given back: the next of the same day must be newer than these.
    given_back: Vec<Snapshot>,
    /// The files that they came in, with the reason.
    refused: Vec<(String, Refused)>,
}

/// A file that this run has accepted.
#[derive(Debug)]
struct TakenFile {
    shown: String,
    name: String,
    entries: Vec<Snapshot>,
}

impl ImportRun {
    /// Puts the refusal of each file that was given back in the place of its editions.
    pub fn revise(
        &self,
        entries: Vec<(Imported, Option<Error>)>,
    ) -> Vec<(Imported, Option<Error>)> {
        let mut revised: Vec<(Imported, Option<Error>)> = Vec::new();
        for entry in entries {
            let file = entry.0.file.as_str();
            match self.refused.iter().find(|(shown, _)| shown == file) {
                None => revised.push(entry),
                Some(_) if revised.iter().any(|(held, _)| held.file == file) => {}
                Some((shown, refused)) => revised.push(refusal(shown, refused.clone())),
            }
        }
        revised
    }
}

impl Verdict {
    /// The editions to be accepted.
    fn readings(&self) -> &[Reading] {
        match self {
            Self::Taken(judged) => &judged.examined.readings,
            Self::Held(_) => &[],
        }
    }
}

/// The refusal of a file that is as new as another of the same run and has different figures. The
/// editions of the other file are removed again.
pub(crate) fn rival(
    holdings: &Holdings,
    (run, now): (&mut ImportRun, Timestamp),
    file: &ImportedFile,
    found: &Examined,
) -> Result<Option<Refused>> {
    for reading in &found.readings {
        let is_of_day =
            |entry: &&Snapshot| entry.dataset == reading.dataset && entry.edition == reading.as_at;
        let order =
            |entry: &Snapshot| Issue::of_reading(reading).compare(Issue::of_snapshot(entry));
        let is_as_new = |entry: &&Snapshot| is_of_day(entry) && order(entry).is_none();
        if let Some(entry) = run.given_back.iter().find(is_as_new) {
            return Ok(Some(refused(reading, &file.name, &entry.file)));
        }
        if !found.unclear.iter().any(|doubt| doubt.dataset == reading.dataset) {
            continue;
        }
        let counting = holdings.counting()?;
        let Some(held) = counting.iter().find(is_of_day) else { continue };
        let Some(at) = run.taken.iter().position(|taken| taken.entries.contains(held)) else {
            continue;
        };
        let first = run.taken.remove(at);
        taking::give_back(holdings, &first.entries, now)?;
        run.given_back.extend(first.entries.into_iter().filter(|entry| is_of_day(&entry)));
        run.refused.push((first.shown, refused(reading, &first.name, &file.name)));
        return Ok(Some(refused(reading, &file.name, &first.name)));
    }
    Ok(None)
}

/// Records the editions that a file has added.
pub(crate) fn note_taken(
    holdings: &Holdings,
    run: &mut ImportRun,
    file: &ImportedFile,
    shown: &str,
    now: Timestamp,
) -> Result<()> {
    let mut entries = holdings.store().manifest()?.snapshots;
    entries.retain(|entry| entry.sha256 == file.sha256 && entry.retrieved == now);
    run.taken.push(TakenFile { shown: shown.to_owned(), name: file.name.clone(), entries });
    Ok(())
}

/// Errors with `F113` where two files of an archive are as new as each other and differ.
pub(crate) fn no_rivals(holdings: &Holdings, verdicts: &[(ImportedFile, Verdict)]) -> Result<()> {
    let of_file =
        |(file, verdict)| Verdict::readings(verdict).iter().map(move |reading| (file, reading));
    let all: Vec<(&ImportedFile, &Reading)> =
        verdicts.iter().map(|(file, verdict)| (file, verdict)).flat_map(of_file).collect();
    for (at, (file, one)) in all.iter().enumerate() {
        for (rival, other) in &all[..at] {
            let is_rival = (&one.dataset, one.as_at) == (&other.dataset, other.as_at)
                && Issue::of_reading(one).compare(Issue::of_reading(other)).is_none();
            let definition = &holdings.catalogue().datasets[&one.dataset];
            if is_rival
                && diff::differences(holdings, definition, &other.table.rows()?, &one.table.rows()?)
                    .is_some()
            {
                return Err(refused(one, &file.name, &rival.name).error);
            }
        }
    }
    Ok(())
}

/// `F113` for a file that is about the same day as another.
fn refused(reading: &Reading, file: &str, rival: &str) -> Refused {
    let (dataset, day) = (&reading.dataset, long_date(reading.as_at));
    let error = Error::new(
        error_codes::EDITION_UNCLEAR,
        format!("importing {dataset} from several files"),
    )
    .found(format!(
        "other figures to {day} than in {rival}, and nothing says which of the two is newer; \
         neither was taken"
    ))
    .expected(
        "days of publication, in the files or their properties, that say which of the two is newer",
    )
    .help(
        "look at the publisher's page which of the two is the newer one, and import that one by \
         itself",
    );
    let error = error.in_file(file);
    Refused { outcome: ImportOutcome::Doubtful, error }
}
