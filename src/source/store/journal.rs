//! The journal of refreshing: when which source was asked, what it said, and what the last runs
//! added.
//!
//! It can be lost without harm: then everything is asked again, and what has not changed is found
//! out by its sha256.

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

/// Runs that are remembered: those that added something.
const MOST_RUNS: usize = 50;

/// When which source was asked, and what it said.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journal {
    /// The layout of this file; 2, of older stores 1.
    pub version: u32,
    /// By dataset: when it was asked for last.
    #[serde(default)]
    pub sources: BTreeMap<Id, SourceLog>,
    /// By address: what was fetched from there.
    #[serde(default)]
    pub files: BTreeMap<String, FetchedAddress>,
    /// By host: those that have asked to be left alone.
    #[serde(default)]
    pub left_alone: BTreeMap<String, LeftAlone>,
    /// The last runs that added something, the newest last.
    #[serde(default)]
    pub runs: Vec<Run>,
}

/// When a dataset was asked for last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceLog {
    /// When it was asked for.
    pub asked: Timestamp,
    /// When its source answered last.
    pub answered: Option<Timestamp>,
    /// When the publisher's page says that the next edition comes out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_release: Option<Date>,
}

/// What was fetched from an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FetchedAddress {
    /// What tells whether it has changed.
    pub validators: Validators,
    /// The publisher's own mark of its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
    /// sha256 of the files that came from it.
    pub sha256: Vec<Sha256>,
    /// The datasets for which they were dealt with: another must look at them for itself.
    pub datasets: Vec<Id>,
}

/// A host that has asked to be left alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeftAlone {
    /// Since when.
    pub since: Timestamp,
    /// For how many seconds.
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
    /// Remembers that an edition was added `now`, that was `retrieved` then: one that a person
    /// takes belongs to the run that fetched it, unless another has added something since. A run
    /// that was cut short is as good as its last entry.
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
    /// The journal; empty when there is none. Errors with `F402` when it is damaged.
    pub fn journal(&self) -> Result<Journal> {
        self.read_list(LIST, WHAT)
    }

    /// Writes the journal. Only who holds the lock of refreshing may. Errors with `F401`.
    pub fn write_journal(&self, journal: &Journal) -> Result<()> {
        let journal = Journal { version: Journal::VERSION, ..journal.clone() };
        self.write_list(LIST, &journal)
    }

    /// Takes the lock of refreshing, which is held until the file is dropped. Errors: `F403` when
    /// another process is refreshing, `F401` when the store cannot be written to.
    pub fn begin_refresh(&self, now: Timestamp) -> Result<File> {
        let by = Writer { doing: "refreshing", now };
        // Nothing is asked of anybody for a store that cannot take the answer; one that is being
        // written to can take it later.
        Store::at(&self.folder).change(by, |_| Ok(())).or_else(|error| match error.code() {
            code if code == error_codes::STORE_LOCKED => Ok(()),
            _ => Err(error),
        })?;
        let lock = lock::take(&self.folder, lock::REFRESHING, by, 1)?;
        Ok(lock)
    }

    /// The folder in which downloads grow.
    pub fn downloads(&self) -> std::path::PathBuf {
        self.folder.join("downloads")
    }
}
