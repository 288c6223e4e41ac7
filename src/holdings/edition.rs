//! An edition of a dataset.

use crate::domain::Date;
use crate::source::{EditionId, HeldBack, Snapshot};

/// Where an edition stands among those of its dataset with figures to the same day: the greatest counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// How new it is; of one that a person took although nothing says that it is newer, as new as the one it replaced.
    pub issued: Option<String>,
    /// Its place among all, the newest last.
    pub place: usize,
}

/// An edition of a dataset, in the program or in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The dataset.
    pub dataset: String,
    /// The newest day it has figures for.
    pub edition: String,
    /// When it was published.
    pub published: Option<String>,
    /// When it was obtained.
    pub retrieved: String,
    /// The file.
    pub file: String,
    /// sha256 of the file.
    pub sha256: String,
    /// How many figures it holds.
    pub rows: u64,
    /// True when it travels inside the program.
    pub bundled: bool,
    /// Where it stands among the editions with figures to the same day.
    pub(crate) standing: Standing,
    pub(crate) snapshot: Option<Snapshot>,
    /// The file, when it waits for a person.
    pub(crate) held_back: Option<HeldBack>,
}

impl Edition {
    /// What names it among all editions.
    pub(crate) fn id(&self) -> EditionId {
        EditionId { dataset: self.dataset.clone(), edition: self.edition.clone(), sha256: self.sha256.clone() }
    }

    pub(crate) fn of(snapshot: Snapshot) -> Self {
        Self {
            dataset: snapshot.dataset.clone(),
            edition: snapshot.edition.clone(),
            published: snapshot.published.clone(),
            retrieved: snapshot.retrieved.clone(),
            file: snapshot.file.clone(),
            sha256: snapshot.sha256.clone(),
            rows: snapshot.rows,
            bundled: false,
            standing: Standing::default(),
            snapshot: Some(snapshot),
            held_back: None,
        }
    }
}

/// An edition among others: its day, and where another has the same day also the start of its sha256.
pub(crate) fn label(edition: &Edition, held: &[Edition]) -> String {
    let same_day = held.iter().filter(|other| other.edition == edition.edition).count();
    match same_day {
        0 | 1 => edition.edition.clone(),
        _ => {
            let origin = match (edition.bundled, &edition.held_back) {
                (true, _) => "bundled",
                (false, None) => "imported",
                (false, Some(_)) => "held back",
            };
            format!("{} ({origin}, {})", edition.edition, edition.sha256.get(..8).unwrap_or_default())
        }
    }
}

/// The day on which an edition came.
pub(crate) fn retrieved_on(retrieved: &str) -> Option<Date> {
    retrieved.get(..10)?.parse().ok()
}
