//! The manifest: one entry for each edition of a dataset, and how its bytes were obtained.

use super::sealed::List;
use crate::domain::{Date, Id, Sha256, Timestamp};
use crate::source::fetch::FetchHistory;
use serde::{Deserialize, Serialize};

/// The layout that is written. Two older versions can also be read: version 1, without the fields
/// for fetched editions, and version 2, without a checksum.
pub(super) const VERSION: u32 = 3;

impl List for Manifest {
    const VERSION: u32 = VERSION;

    fn serial(&self) -> u64 {
        self.serial
    }
}

/// Identifies an edition and its bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditionId {
    /// The dataset.
    pub dataset: Id,
    /// The edition: the newest day for which it has figures.
    pub edition: Date,
    /// sha256 of its bytes.
    pub sha256: Sha256,
}

/// The content of the store, one entry per edition of a dataset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The layout of this file.
    pub version: u32,
    /// How often the manifest has been written; the larger number is the newer version.
    #[serde(default)]
    pub serial: u64,
    /// The editions, in the order of import.
    pub snapshots: Vec<Snapshot>,
}

/// One edition of one dataset, and the bytes it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// The dataset.
    pub dataset: Id,
    /// The edition: the newest day for which it has figures.
    pub edition: Date,
    /// When the publisher published it, if the file contains that date.
    pub published: Option<Date>,
    /// When the file was last saved, according to its own properties.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved: Option<Date>,
    /// sha256 of the bytes, also the name of the snapshot.
    pub sha256: Sha256,
    /// The number of bytes.
    pub bytes: u64,
    /// Name of the file as imported, or its name inside the archive that contained it.
    pub file: String,
    /// When it was imported.
    pub retrieved: Timestamp,
    /// Address of the publication.
    pub address: String,
    /// Licence of the figures.
    pub licence: String,
    /// The number of figures that were read.
    pub rows: u64,
    /// The next release date that the publisher announces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_release: Option<Date>,
    /// How the bytes were fetched; absent when a user supplied the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetched: Option<FetchHistory>,
    /// The differences despite which a user accepted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

impl Snapshot {
    /// The identifier of the edition.
    pub fn id(&self) -> EditionId {
        EditionId { dataset: self.dataset.clone(), edition: self.edition, sha256: self.sha256 }
    }
}
