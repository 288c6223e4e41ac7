//! The journal of refreshing: when each source was asked, its answer, and what the last runs added.
//!
//! Losing the journal does no harm. Everything is then requested again, and the sha256 shows what
//! has not changed.

use super::sealed::List;
use super::{EditionId, Store, Writer, lock};
use crate::domain::{Date, Id, Result, Sha256, Timestamp, error_codes};
use crate::source::fetch::Validators;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;

pub(super) const LIST: &str = "journal.json";
pub(super) const WHAT: &str = "the journal of the store";

impl List for Journal {
    const VERSION: u32 = 2;
}

/// The number of recorded runs: those that added something.
const MOST_RUNS: usize = 50;

/// When each source was asked, and its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journal {
    /// The layout of this file: 2, or 1 in older stores.
    pub version: u32,
    /// By dataset: when it was last requested.
    #[serde(default)]
    pub sources: BTreeMap<Id, SourceLog>,
    /// By address: what was fetched from it.
    #[serde(default)]
    pub files: BTreeMap<String, FetchedAddress>,
    /// By host: those that have asked to be left alone.
    #[serde(default)]
    pub left_alone: BTreeMap<String, LeftAlone>,
    /// The last runs that added something, the newest last.
    #[serde(default)]
    pub runs: Vec<Run>,
}

/// When a dataset was last requested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceLog {
    /// When it was requested.
    pub asked: Timestamp,
    /// When its source last answered.
    pub answered: Option<Timestamp>,
    /// The next release date on the publisher's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_release: Option<Date>,
}

/// What was fetched from an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FetchedAddress {
    /// The headers that show whether it has changed.
    pub validators: Validators,
    /// The publisher's own version mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
    /// sha256 of the files fetched from it.
    pub sha256: Vec<Sha256>,
    /// The datasets for which the files were processed; any other dataset must examine them itself.
    pub datasets: Vec<Id>,
}

/// A host that has asked to be left alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftAlone {
    /// The start of the pause.
    pub since: Timestamp,
    /// The length of the pause in seconds.
    pub seconds: u64,
}

/// A run that added something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// When it began.
    pub started: Timestamp,
    /// What it added.
    pub added: Vec<EditionId>,
}

impl Journal {
    /// Records that an edition fetched at `retrieved` was added `now`. An edition that a user
    /// accepts belongs to the run that fetched it, unless another run has added something since. An
    /// interrupted run is valid up to its last entry.
    pub fn add(&mut self, now: Timestamp, retrieved: Timestamp, added: EditionId) {
        match self.runs.last_mut().filter(|run| [now, retrieved].contains(&run.started)) {
            Some(run) if run.added.contains(&added) => {}
            Some(run) => run.added.push(added),
            None => self.runs.push(Run { started: now, added: vec![added] }),
        }
        let surplus = self.runs.len().saturating_sub(MOST_RUNS);
        self.runs.drain(..surplus);
    }
}

impl Store {
    /// The journal; empty when none exists. Errors with `F402` when it is damaged.
    pub fn journal(&self) -> Result<Journal> {
        self.read_list(LIST, WHAT)
    }

    /// Writes the journal. Only the holder of the refresh lock may do so. Errors with `F401`.
    pub fn write_journal(&self, journal: &Journal) -> Result<()> {
        let journal = Journal { version: Journal::VERSION, ..journal.clone() };
        self.write_list(LIST, &journal)
    }

    /// Takes the refresh lock, which lasts until the file is dropped. Errors: `F403` when another
    /// process is refreshing, `F401` when the store cannot be written to.
    pub fn begin_refresh(&self, now: Timestamp) -> Result<File> {
        let by = Writer { doing: "refreshing", now };
        // No requests are made for a store that cannot store the answers. A store that another
        // process is writing to can store them later.
        Store::at(&self.folder).change(by, |_| Ok(())).or_else(|error| match error.code() {
            code if code == error_codes::STORE_LOCKED => Ok(()),
            _ => Err(error),
        })?;
        let lock = lock::take(&self.folder, lock::REFRESHING, by, 1)?;
        Ok(lock)
    }

    /// The folder of partial downloads.
    pub fn downloads(&self) -> std::path::PathBuf {
        self.folder.join("downloads")
    }
}
