//! The manifest: one entry for each edition of a dataset, and how its bytes came.

use super::sealed::List;
use crate::domain::{Date, Id, Sha256, Timestamp};
use crate::source::fetch::FetchHistory;
use serde::{Deserialize, Serialize};

/// The layout that is written. Version 1, without what was added for fetched editions, and version
/// 2, without a checksum, are read as well.
pub(super) const VERSION: u32 = 3;

impl List for Manifest {
    const VERSION: u32 = VERSION;

    fn serial(&self) -> u64 {
        self.serial
    }
}

/// Names an edition and its bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionId {
    /// The dataset.
    pub dataset: Id,
    /// The edition: the newest day it has figures for.
    pub edition: Date,
    /// sha256 of its bytes.
    pub sha256: Sha256,
}

/// What the store holds, one entry per edition of a dataset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The layout of this file.
    pub version: u32,
    /// How often it has been written: of two the one with the larger number is the newer.
    #[serde(default)]
    pub serial: u64,
    /// The editions, in the order they were imported.
    pub snapshots: Vec<Snapshot>,
}

/// One edition of one dataset, and the bytes it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// The dataset.
    pub dataset: Id,
    /// The edition: the newest day it has figures for.
    pub edition: Date,
    /// When the publisher published it, where the file prints it.
    pub published: Option<Date>,
    /// When the file was last saved, by its own properties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved: Option<Date>,
    /// sha256 of the bytes, also the name of the snapshot.
    pub sha256: Sha256,
    /// How many bytes.
    pub bytes: u64,
    /// Name of the file as it was imported; inside its archive, where it came in one.
    pub file: String,
    /// When it was imported.
    pub retrieved: Timestamp,
    /// Address of the publication.
    pub address: String,
    /// Licence of the figures.
    pub licence: String,
    /// How many figures were read.
    pub rows: u64,
    /// When the publisher says that the next edition comes out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_release: Option<Date>,
    /// The way the bytes came, when they were fetched; absent when a person brought them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetched: Option<FetchHistory>,
    /// The differences in spite of which a person took it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

impl Snapshot {
    /// What names it.
    pub fn id(&self) -> EditionId {
        EditionId { dataset: self.dataset.clone(), edition: self.edition, sha256: self.sha256 }
    }
}
