//! Lists what nothing in the store needs any more, and removes it on request.

use crate::domain::{Date, Error, Id, Result, Sha256, Timestamp, error_codes};
use crate::holdings::Holdings;
use crate::source::{EditionId, Pin, Snapshot};
use crate::table::Source;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// Editions that nothing needs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Pruned {
    /// A caption for the list.
    pub caption: String,
    /// True where they have been removed.
    pub removed: bool,
    /// One edition a row.
    pub rows: Vec<PrunedEdition>,
}

/// An edition that nothing needs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PrunedEdition {
    /// The dataset.
    pub dataset: Id,
    /// The edition: the newest day that it has figures for.
    pub edition: Date,
    /// The date of publication, where the file contains it.
    pub published: Option<Date>,
    /// Name of the file as it was imported.
    pub file: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// Their sha256.
    pub sha256: Sha256,
}

/// Removes the editions that neither count nor are pinned, and lists them. With `only_list`,
/// removes nothing.
///
/// An edition counts when a figure of today's tables is read from it. Without pins, past briefings
/// generated with `--at` can then not be reproduced.
///
/// Errors: `F402` for a damaged pin, `F401` and `F403`.
pub fn prune(holdings: &Holdings, now: Timestamp, only_list: bool) -> Result<Pruned> {
    // A simultaneous pin or import may need an edition found to be surplus: then the search is
    // repeated.
    const ATTEMPTS: u32 = 5;
    for _ in 0..ATTEMPTS {
        let state = holdings.store().state()?;
        // The decision must be based on that state.
        holdings.reload_if_changed();
        let surplus = surplus(holdings)?;
        // Where no edition is removed, files left behind by an interrupted run still are.
        let is_settled = only_list || (surplus.is_empty() && !holdings.store().exists());
        if is_settled || holdings.store().remove(&surplus, &state, now)? {
            return Ok(pruned(surplus, !only_list));
        }
    }
    Err(Error::new(error_codes::STORE_LOCKED, "pruning the store")
        .found("that others have changed it each time before something could be removed"))
}

/// Checks the name of a new pin. Errors with `F303` for a name that no pin can have, or that is in
/// use.
pub fn check_name_of_pin(holdings: &Holdings, name: &str) -> Result<Id> {
    holdings.store().check_name_of_pin(name)
}

fn surplus(holdings: &Holdings) -> Result<Vec<Snapshot>> {
    let mut needed: BTreeSet<EditionId> =
        holdings.store().pins()?.into_iter().flat_map(|pin| pin.editions).collect();
    let mut surplus = holdings.store().manifest()?.snapshots;
    let now = holdings.of_today();
    // An edition is not removed because the catalogue no longer defines its dataset.
    surplus.retain(|snapshot| holdings.catalogue().datasets.contains_key(&snapshot.dataset));
    let ids: BTreeSet<&Id> = surplus.iter().map(|snapshot| &snapshot.dataset).collect();
    for id in ids {
        let Some(table) = now.table(id)? else { continue };
        let read: BTreeSet<u32> = table.rows()?.iter().map(|row| row.source).collect();
        let sources = (0..).zip(table.sources()).filter(|(index, _)| read.contains(index));
        needed.extend(sources.map(|(_, source)| id_of(source)));
    }
    surplus.retain(|snapshot| !needed.contains(&snapshot.id()));
    Ok(surplus)
}

/// Records which editions an answer was computed from, so that they are never pruned.
///
/// Errors: `F303` for a name already in use, `F403` when one of the editions has been removed
/// meanwhile, `F401`.
pub fn pin(
    holdings: &Holdings,
    read: &BTreeSet<Source>,
    name: Id,
    made: &str,
    now: Timestamp,
) -> Result<()> {
    let pin = Pin {
        version: 0, // The store sets the version.
        name,
        made: made.to_owned(),
        pinned: now,
        editions: read.iter().map(id_of).collect(),
    };
    let imported: Vec<EditionId> =
        read.iter().filter(|source| !source.bundled).map(id_of).collect();
    holdings.store().pin(&pin, &imported, now)
}

fn pruned(surplus: Vec<Snapshot>, removed: bool) -> Pruned {
    let row = |snapshot: Snapshot| PrunedEdition {
        dataset: snapshot.dataset,
        edition: snapshot.edition,
        published: snapshot.published,
        file: snapshot.file,
        bytes: snapshot.bytes,
        sha256: snapshot.sha256,
    };
    let caption = "Editions that no table and no pinned briefing needs".to_owned();
    Pruned { caption, removed, rows: surplus.into_iter().map(row).collect() }
}

pub(super) fn id_of(source: &Source) -> EditionId {
    EditionId { dataset: source.dataset.clone(), edition: source.edition, sha256: source.sha256 }
}
