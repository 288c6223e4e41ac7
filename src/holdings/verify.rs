//! Checks every file in the store against its checksum and, on request, repairs it from the rest of
//! the store.
//!
//! Belongs here: the order of a repair, and a manifest rebuilt from the snapshots. Does not belong
//! here: how each file of the store is checked (`source/store/verify.rs`).

use crate::domain::{Result, Sha256, Timestamp};
use crate::holdings::import::{Acceptance, acceptances};
use crate::holdings::prune::id_of;
use crate::holdings::{Holdings, import};
use crate::source::fetch::{self, FetchHistory};
use crate::source::{
    Condition, EditionId, ImportedFile, Item, Journal, Manifest, Snapshot, Writer, start_of_table,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::cell::RefCell;
use std::time::SystemTime;

/// The reason that a repair records for an edition accepted in spite of doubts.
const TAKEN_AGAIN: &str =
    "taken again by a repair of the store, which does not know whether a person had accepted it";

/// The results of verifying a store.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Verified {
    /// A caption for the list.
    pub caption: String,
    /// True where everything repairable has been repaired.
    pub repair: bool,
    /// How many of the items need action from a user.
    pub troubled: usize,
    /// Each list, snapshot, table, pin and wording, with what became of it.
    pub rows: Vec<Item>,
}

/// Checks every file in the store against its checksum; with `repair`, repairs what can be repaired
/// from the rest of the store.
///
/// Lists are restored from their copies, a manifest without a copy from the snapshots themselves,
/// and tables are shaped again. Lost bytes stay in the manifest until their file is imported or
/// fetched again.
///
/// Errors: `F405` for the store of a newer version, `F403` and `F401`.
pub fn verify(holdings: &Holdings, repair: bool, now: Timestamp) -> Result<Verified> {
    holdings.store().refuse_newer()?;
    let items = match repair {
        true => holdings
            .store()
            .under_lock(Writer { doing: "repairing", now }, |_| verified(holdings, true))?,
        false => verified(holdings, false)?,
    };
    let troubled = items.iter().filter(|item| item.condition.is_trouble()).count();
    let caption = "What the store holds, against its checksums".to_owned();
    Ok(Verified { caption, repair, troubled, rows: items })
}

fn verified(holdings: &Holdings, repair: bool) -> Result<Vec<Item>> {
    // The journal comes first: it records the addresses of the files of a lost manifest.
    let mut found = holdings.store().verify_lists(repair)?;
    let unread = RefCell::new(Vec::new());
    let anew = || {
        let (manifest, others) = manifest_from_snapshots(holdings)?;
        let words =
            format!("made anew from the snapshots, with {} editions", manifest.snapshots.len());
        *unread.borrow_mut() = others;
        Ok(Some((manifest, words)))
    };
    let manifest = holdings.store().verify_manifest(repair.then_some(&anew))?;
    found.splice(0..0, manifest);
    found.append(&mut unread.borrow_mut());
    found.extend(holdings.store().verify_wordings(repair)?);
    let Ok(manifest) = holdings.store().manifest() else { return Ok(found) };
    found.extend(holdings.store().verify_snapshots(&manifest, repair)?);
    found.extend(holdings.store().verify_waiting(repair)?);
    let current =
        |held: &Snapshot| start_of_table(held, &holdings.reader().fingerprint_of(&held.dataset));
    let current: Vec<String> = manifest.snapshots.iter().map(current).collect();
    let is_current = |name: &str| current.iter().any(|start| name.starts_with(start));
    found.extend(holdings.store().verify_tables(&is_current, repair)?);
    let bundled: Vec<EditionId> =
        holdings.reader().bundled()?.iter().map(|(source, _)| id_of(source)).collect();
    let is_held = |id: &EditionId| {
        let is_imported = manifest.snapshots.iter().any(|held| held.id() == *id)
            && holdings.store().has_bytes(id.sha256);
        is_imported || bundled.contains(id)
    };
    found.extend(holdings.store().verify_pinned(&is_held));
    Ok(found)
}

/// A manifest of the editions in the snapshots, and the snapshots that cannot be read.
fn manifest_from_snapshots(holdings: &Holdings) -> Result<(Manifest, Vec<Item>)> {
    // The files are read as if the store were empty, because its contents are being determined.
    let reader = holdings.of_nothing();
    let journal = holdings.store().journal().unwrap_or_default();
    let (mut entries, mut unread) = (Vec::new(), Vec::new());
    for sha256 in holdings.store().snapshots_on_disk()? {
        match holdings.store().snapshot_bytes(sha256).and_then(|(bytes, written)| {
            let address = address_of(&journal, sha256);
            let name = address.map_or_else(|| sha256.to_string(), fetch::name_of);
            entries_again(&reader, &ImportedFile::of(bytes, &name), address, moment_of(written))
        }) {
            Ok(editions) => entries.extend(editions),
            Err(error) => {
                let detail = format!("{}; import its file again", error.problem());
                unread.push(Item::of(format!("snapshot {sha256}"), Condition::Damaged, detail));
            }
        }
    }
    // Of two editions of one day, the one retrieved last counts.
    entries.sort_by_key(|entry| entry.retrieved);
    Ok((Manifest { snapshots: entries, ..Manifest::default() }, unread))
}

/// The entries of a file that had been accepted before, with its address where that is known.
fn entries_again(
    holdings: &Holdings,
    file: &ImportedFile,
    address: Option<&str>,
    retrieved: Timestamp,
) -> Result<Vec<Snapshot>> {
    let examined = import::examine(holdings, file, Some(retrieved))?;
    let accepted = acceptances(&examined.readings, &examined.doubts, TAKEN_AGAIN);
    let history = address
        .map(|address| FetchHistory { address: address.to_owned(), ..FetchHistory::default() });
    let (readings, proved) = (&examined.readings, &examined.proved);
    let taking =
        Acceptance { file, readings, proved, accepted: &accepted, fetched: history.as_ref() };
    Ok(import::taking::entries(holdings, &taking, retrieved))
}

/// The address that the bytes of a sha256 came from, according to the journal.
fn address_of(journal: &Journal, sha256: Sha256) -> Option<&str> {
    journal
        .files
        .iter()
        .find(|(_, seen)| seen.sha256.contains(&sha256))
        .map(|(address, _)| address.as_str())
}

/// When a file was written, rounded down to seconds as in manifests.
fn moment_of(written: Option<SystemTime>) -> Timestamp {
    let moment = written.and_then(|time| Timestamp::try_from(time).ok());
    moment
        .and_then(|moment| Timestamp::from_second(moment.as_second()).ok())
        .unwrap_or(Timestamp::UNIX_EPOCH)
}
