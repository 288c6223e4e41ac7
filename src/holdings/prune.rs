//! What of the store nobody needs any more, and its removal when asked for.

use crate::domain::{Error, Id, Result, Timestamp, error_codes};
use crate::holdings::Holdings;
use crate::source::{EditionId, Pin, Snapshot};
use crate::table::{Cell, Column, Listing, Source};
use std::collections::BTreeSet;

/// Removes the editions that neither count nor stand in a pin, and lists them; with `only_list` nothing is removed.
///
/// An edition counts when a figure of today's tables is read from it. Without pins, past briefings made with `--at` can then not be made again.
///
/// Errors: `F402` for a damaged pin, `F401` and `F403`.
pub fn prune(holdings: &Holdings, now: Timestamp, only_list: bool) -> Result<Listing> {
    // Whoever pins or imports meanwhile may need what was found to be surplus: then it is found again.
    const ATTEMPTS: u32 = 5;
    for _ in 0..ATTEMPTS {
        let state = holdings.store().state()?;
        // What is decided must be decided from that state.
        holdings.look_again();
        let surplus = surplus(holdings)?;
        // Where nothing is removed, what a run that died has left aside still is.
        let is_settled = only_list || (surplus.is_empty() && !holdings.store().exists());
        if is_settled || holdings.store().remove(&surplus, &state, now)? {
            return Ok(listed(&surplus));
        }
    }
    Err(Error::new(error_codes::STORE_LOCKED, "pruning the store")
        .found("that others have changed it each time before something could be removed"))
}

/// The name of a new pin. Errors with `F303` for one that no pin can have, or that one has already.
pub fn check_name_of_pin(holdings: &Holdings, name: &str) -> Result<Id> {
    holdings.store().check_name_of_pin(name)
}

fn surplus(holdings: &Holdings) -> Result<Vec<Snapshot>> {
    let mut needed: BTreeSet<EditionId> = holdings.store().pins()?.into_iter().flat_map(|pin| pin.editions).collect();
    let mut surplus = holdings.store().manifest()?.snapshots;
    let now = holdings.of_today();
    // What the catalogue does not know any more is no reason to lose it.
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

/// Keeps in mind which editions something was made from, so that they are never pruned.
///
/// Errors: `F303` for a name that is taken, `F403` when one of them has been removed meanwhile, `F401`.
pub fn pin(holdings: &Holdings, read: &BTreeSet<Source>, name: Id, made: &str, now: Timestamp) -> Result<()> {
    let pin = Pin {
        version: 0, // As the store writes it.
        name,
        made: made.to_owned(),
        pinned: now,
        editions: read.iter().map(id_of).collect(),
    };
    let imported: Vec<EditionId> = read.iter().filter(|source| !source.bundled).map(id_of).collect();
    holdings.store().pin(&pin, &imported, now)
}

/// Editions as a table.
fn listed(surplus: &[Snapshot]) -> Listing {
    let names = ["dataset", "edition", "published", "file", "bytes", "sha256"];
    let row = |snapshot: &Snapshot| {
        let Snapshot { dataset, edition, published, file, bytes, sha256, .. } = snapshot;
        let published = published.map_or_else(String::new, |day| day.to_string());
        [dataset.to_string(), edition.to_string(), published, file.clone(), bytes.to_string(), sha256.to_string()]
            .map(Cell::Text)
            .to_vec()
    };
    Listing {
        caption: "Editions that no table and no pinned briefing needs".to_owned(),
        columns: names.iter().map(|name| Column::text(name, name)).collect(),
        rows: surplus.iter().map(row).collect(),
        notes: Vec::new(),
    }
}

pub(super) fn id_of(source: &Source) -> EditionId {
    EditionId { dataset: source.dataset.clone(), edition: source.edition, sha256: source.sha256 }
}
