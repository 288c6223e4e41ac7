//! An edition of a dataset.

use crate::domain::{Date, Id, Retrieved, Sha256};
use crate::source::{EditionId, HeldBack, Snapshot};

/// The precedence of an edition among those of its dataset with figures to the same day: the
/// edition with the greatest counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Precedence {
    /// The day the edition was issued. An edition that a user accepted without evidence that it is
    /// newer has the day of the edition it replaced.
    pub issued: Option<Date>,
    /// Its place among all, the newest last.
    pub place: usize,
}

/// An edition of a dataset, in the program or in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The dataset.
    pub dataset: Id,
    /// The newest day it has figures for; of a file that waits and could not be read, the day that
    /// its title is about or else the day on which it came.
    pub edition: Date,
    /// When it was published.
    pub published: Option<Date>,
    /// When it was obtained.
    pub retrieved: Retrieved,
    /// The file.
    pub file: String,
    /// sha256 of the file.
    pub sha256: Sha256,
    /// The number of figures in the edition.
    pub rows: u64,
    /// True when it travels inside the program.
    pub bundled: bool,
    /// The edition's precedence among the editions with figures to the same day.
    pub(crate) standing: Precedence,
    pub(crate) snapshot: Option<Snapshot>,
    /// The file, when it waits for a user's decision.
    pub(crate) held_back: Option<HeldBack>,
}

impl Edition {
    /// What names it among all editions.
    pub(crate) fn id(&self) -> EditionId {
        EditionId { dataset: self.dataset.clone(), edition: self.edition, sha256: self.sha256 }
    }

    /// The name of the edition for users: its day, or, where the file could not be read, that it is
    /// held back.
    pub(crate) fn name(&self) -> String {
        match &self.held_back {
            Some(HeldBack { edition: None, .. }) => "held back".to_owned(),
            _ => self.edition.to_string(),
        }
    }

    pub(crate) fn of(snapshot: Snapshot) -> Self {
        Self {
            dataset: snapshot.dataset.clone(),
            edition: snapshot.edition,
            published: snapshot.published,
            retrieved: Retrieved::At(snapshot.retrieved),
            file: snapshot.file.clone(),
            sha256: snapshot.sha256,
            rows: snapshot.rows,
            bundled: false,
            standing: Precedence::default(),
            snapshot: Some(snapshot),
            held_back: None,
        }
    }
}

/// An edition among others: its day, and where another has the same day also the start of its
/// sha256.
pub(crate) fn label(edition: &Edition, held: &[Edition]) -> String {
    let same_day = held.iter().filter(|other| other.name() == edition.name()).count();
    match same_day {
        0 | 1 => edition.name(),
        _ => {
            let origin = match (edition.bundled, &edition.held_back) {
                (true, _) => "bundled",
                (false, None) => "imported",
                (false, Some(_)) => "held back",
            };
            format!("{} ({origin}, {})", edition.name(), edition.sha256.start(8))
        }
    }
}
