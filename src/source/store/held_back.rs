//! Fetched editions that await review: their bytes, the reasons, and the files that a user has
//! discarded.
//!
//! Belongs here: storing them apart from the editions that count. Does not belong here: deciding
//! that an edition must wait.

use super::sealed::List;
use super::{ImportedFile, Snapshot, Store, remove_if_there, write_into};
use crate::domain::{Date, Error, Id, Result, Sha256, Timestamp, error_codes};
use crate::source::fetch::FetchHistory;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use std::path::PathBuf;

/// The folder of their bytes.
pub(super) const FOLDER: &str = "held-back";

pub(super) const LIST: &str = "held-back.json";
pub(super) const WHAT: &str = "the list of editions held back";

impl List for Waiting {
    const VERSION: u32 = 2;
}

/// The editions that await review, and the discarded files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiting {
    /// The layout of this file: 2, or 1 in older stores.
    pub version: u32,
    /// Files that await review by a user.
    pub held_back: Vec<HeldBack>,
    /// Files that a user has discarded: the program does not ask about them again.
    #[serde(default)]
    pub discarded: Vec<Discarded>,
}

/// A fetched file that awaits review by a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldBack {
    /// sha256 of the bytes.
    pub sha256: Sha256,
    /// The number of bytes.
    pub bytes: u64,
    /// Name of the file.
    pub file: String,
    /// The datasets for which the file was fetched.
    pub datasets: Vec<Id>,
    /// The edition, if it can be read.
    pub edition: Option<Date>,
    /// The last day that its title refers to, if the page has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Date>,
    /// When it was fetched.
    pub retrieved: Timestamp,
    /// How it was fetched.
    pub fetched: FetchHistory,
    /// Why it is held back.
    pub reasons: Vec<Reason>,
    /// True when a user may accept it unchanged; false when no definition can read it.
    pub takeable: bool,
    /// Fingerprint of the definitions used for the checks.
    pub judged_by: String,
}

/// Why an edition is held back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The error's code.
    pub code: String,
    /// What was found, and where.
    #[serde(with = "crate::domain::kept")]
    #[schemars(with = "String")]
    pub text: String,
}

/// Serialises reasons for an answer; their marks become words when the answer is printed. For
/// `serde(serialize_with)`.
pub fn reasons_in_answer<S: Serializer>(
    reasons: &[Reason],
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct InAnswer<'r> {
        code: &'r str,
        text: &'r str,
    }
    serializer.collect_seq(reasons.iter().map(|Reason { code, text }| InAnswer { code, text }))
}

/// A process that writes to the store.
#[derive(Debug, Clone, Copy)]
pub struct Writer<'w> {
    /// What the process is doing, for other processes to read.
    pub doing: &'w str,
    /// The start time.
    pub now: Timestamp,
}

/// A file that a user has discarded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discarded {
    /// sha256 of the bytes.
    pub sha256: Sha256,
    /// Name of the file.
    pub file: String,
    /// The datasets for which the file was fetched.
    pub datasets: Vec<Id>,
    /// When it was discarded.
    pub discarded: Timestamp,
}

impl HeldBack {
    /// The id that a user refers to it by: the start of its sha256.
    pub fn id(&self) -> String {
        const DIGITS: usize = 12;
        self.sha256.start(DIGITS)
    }

    /// The datasets for which it was fetched, in one line.
    pub fn datasets_listed(&self) -> String {
        self.datasets.iter().map(Id::as_str).collect::<Vec<_>>().join(", ")
    }
}

impl Store {
    /// The editions that await review. Errors with `F402` when the list is damaged.
    ///
    /// An edition whose file is in the manifest was taken by a process that died before removing it
    /// from the list.
    pub fn waiting(&self) -> Result<Waiting> {
        let mut waiting: Waiting = self.read_list(LIST, WHAT)?;
        if !waiting.held_back.is_empty() {
            let manifest = self.manifest()?;
            let is_taken = |one: &HeldBack| {
                manifest
                    .snapshots
                    .iter()
                    .any(|held| held.sha256 == one.sha256 && held.retrieved == one.retrieved)
            };
            waiting.held_back.retain(|one| !is_taken(one));
        }
        Ok(waiting)
    }

    /// The bytes of a file that awaits review. Errors with `F402`.
    pub fn held_back_bytes(&self, one: &HeldBack) -> Result<Vec<u8>> {
        self.checked_bytes(&self.held_back_path(one.sha256), one.sha256, &one.file)
    }

    /// Holds a file back until a user has reviewed it, replacing any earlier entry for it.
    ///
    /// Errors: `F403` when another process is writing, `F401` when the disk refuses.
    pub fn hold_back(&self, one: HeldBack, bytes: &[u8], by: Writer<'_>) -> Result<()> {
        self.change(by, |store| {
            write_into(&store.held_back_path(one.sha256), bytes)?;
            store.change_waiting(|waiting| {
                waiting.held_back.retain(|held| held.sha256 != one.sha256);
                waiting.held_back.push(one);
            })
        })
    }

    /// Adds the editions of a file, and removes from the list the held-back files that it settles.
    ///
    /// Errors: `F403` when another process is writing, `F401` when the disk refuses.
    pub fn take(
        &self,
        file: &ImportedFile,
        entries: Vec<Snapshot>,
        settled: &[Sha256],
        by: Writer<'_>,
    ) -> Result<()> {
        self.change(by, |store| {
            store.add_now(file, entries)?;
            if settled.is_empty() { Ok(()) } else { store.strike_off(settled) }
        })
    }

    /// Discards a held-back file: it is removed, and the program does not ask about it again.
    /// Errors: `F403` when another process is writing, `F401` when the disk refuses.
    pub fn discard(&self, one: &HeldBack, now: Timestamp) -> Result<()> {
        self.change(Writer { doing: "refreshing", now }, |store| {
            store.change_waiting(|waiting| {
                waiting.discarded.push(Discarded {
                    sha256: one.sha256,
                    file: one.file.clone(),
                    datasets: one.datasets.clone(),
                    discarded: now,
                });
            })?;
            store.strike_off(&[one.sha256])
        })
    }

    /// The held-back file with that name: the start of its sha256, or a dataset with exactly one
    /// held-back file. Errors with `F303`, listing the existing ones.
    pub fn find_waiting(&self, name: &str) -> Result<HeldBack> {
        let waiting = self.waiting()?;
        let is_meant = |one: &&HeldBack| {
            (name.len() >= 4 && one.sha256.starts_with(name))
                || one.datasets.iter().any(|dataset| dataset.as_str() == name)
        };
        let mut meant = waiting.held_back.iter().filter(is_meant);
        if let (Some(one), None) = (meant.next(), meant.next()) {
            return Ok(one.clone());
        }
        let all: Vec<String> = waiting
            .held_back
            .iter()
            .map(|one| format!("{} ({})", one.id(), one.datasets_listed()))
            .collect();
        let error = Error::new(error_codes::OPTION_WRONG, "looking for an edition held back")
            .found(format!("{name:?}"));
        Err(match all.is_empty() {
            true => error.expected("none: no edition is held back"),
            false => error.expected(format!("the start of one of {}", all.join("; "))),
        })
    }

    /// Records files as no longer wanted.
    pub(super) fn leave(&self, files: &[&Snapshot], now: Timestamp) -> Result<()> {
        let left = files.iter().map(|snapshot| Discarded {
            sha256: snapshot.sha256,
            file: snapshot.file.clone(),
            datasets: vec![snapshot.dataset.clone()],
            discarded: now,
        });
        self.change_waiting(|waiting| {
            for one in left {
                if waiting.discarded.iter().all(|known| known.sha256 != one.sha256) {
                    waiting.discarded.push(one);
                }
            }
        })
    }

    pub(super) fn strike_off(&self, files: &[Sha256]) -> Result<()> {
        self.change_waiting(|waiting| {
            waiting.held_back.retain(|one| !files.contains(&one.sha256));
        })?;
        files.iter().try_for_each(|sha256| remove_if_there(&self.held_back_path(*sha256)))
    }

    fn change_waiting(&self, make: impl FnOnce(&mut Waiting)) -> Result<()> {
        let before: Waiting = self.read_list(LIST, WHAT)?;
        let mut waiting = self.waiting()?;
        make(&mut waiting);
        waiting.version = Waiting::VERSION;
        if waiting.held_back == before.held_back && waiting.discarded == before.discarded {
            Ok(())
        } else {
            self.write_list(LIST, &waiting)
        }
    }

    fn held_back_path(&self, sha256: Sha256) -> PathBuf {
        self.folder.join(FOLDER).join(sha256.to_string())
    }
}
