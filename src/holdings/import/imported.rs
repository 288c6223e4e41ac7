//! What became of a file, one entry for each edition in it.
//!
//! Belongs here: how an entry is made of a reading, of an edition in the store, of a refusal. Does
//! not belong here: what is decided about a file (`import`).

use super::outcome::{ImportOutcome, Refused};
use crate::catalogue::Wording;
use crate::domain::{Date, Error, Id, day_of};
use crate::source::{Reading, Snapshot};

/// An edition that was imported, or a file that was not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The file as it was named; inside its archive, where it came in one.
    pub file: String,
    /// The dataset it was recognised as; none for a file that was refused.
    pub dataset: Option<Id>,
    /// The edition: the newest day that it has figures for; none for a file that was refused.
    pub edition: Option<Date>,
    /// How many figures were read.
    pub rows: u64,
    /// What became of it.
    pub outcome: ImportOutcome,
    /// Why, in one line: the proof, what it was accepted in spite of, the reason of a refusal.
    pub detail: String,
    /// What a person should know: known errors that were put right, columns passed over.
    pub notes: Vec<String>,
}

pub(super) fn already_held(file: &str, held: Snapshot) -> Imported {
    Imported {
        file: file.to_owned(),
        dataset: Some(held.dataset),
        edition: Some(held.edition),
        rows: held.rows,
        outcome: ImportOutcome::AlreadyHeld,
        detail: format!("the same bytes were imported on {}", day_of(held.retrieved)),
        notes: Vec::new(),
    }
}

pub(super) fn refusal(file: &str, refused: Refused) -> (Imported, Option<Error>) {
    let Refused { outcome, error } = refused;
    let place = error.place();
    let cell: Vec<&str> = place.sheet.iter().chain(&place.cell).map(String::as_str).collect();
    let at = if cell.is_empty() { String::new() } else { format!(" at {}", cell.join(" ")) };
    let row = Imported {
        file: file.to_owned(),
        dataset: None,
        edition: None,
        rows: 0,
        outcome,
        detail: format!("{}{at}, {}: {}", error.code().id, error.doing(), error.problem()),
        notes: Vec::new(),
    };
    (row, Some(error))
}

pub(super) fn report(
    file: &str,
    proved: &[Wording],
    accepted: Option<&String>,
    reading: Reading,
) -> Imported {
    let is_proved = proved.iter().any(|wording| wording.dataset == reading.dataset);
    let outcome = match (accepted, is_proved) {
        (Some(_), _) => ImportOutcome::Accepted,
        (None, true) => ImportOutcome::Proved,
        (None, false) => ImportOutcome::Read,
    };
    Imported {
        file: file.to_owned(),
        dataset: Some(reading.dataset),
        edition: Some(reading.as_at),
        rows: u64::try_from(reading.table.len()).unwrap_or_default(),
        outcome,
        detail: accepted.map_or_else(|| reading.proofs.join("; "), String::clone),
        notes: reading.notes,
    }
}
