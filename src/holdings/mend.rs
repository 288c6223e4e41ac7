//! Mending: turns the definitions that are missing to read a file into wordings, with the sums that
//! support them.
//!
//! Belongs here: which wordings are proposed, which of several the publication's own sums confirm,
//! where they are kept. Does not belong here: what a wording adds to a definition
//! (`catalogue::wording`), what a file needs and the definitions do not contain (`source::shape`).
//!
//! **Invariant:** a proposal is *proved* only where sums of the publication need it and no other
//! proposal fits as well.

mod alternative;
mod alternatives;
mod areas;
mod entry;
mod ignored;
mod labels;
mod likeness;
mod texts;
mod tries;

pub(crate) use self::alternatives::in_the_way;

use self::alternative::Alternative;
use self::alternatives::alternatives;
use self::entry::{Entry, Sums, Support};
use self::tries::Tries;
use crate::catalogue::{CheckKind, Codelist, Dataset, Definitions, FileDate, Wording};
use crate::domain::{
    Date, Error, Id, MissingDefinition, PlainNames, Result, Retrieved, Timestamp, render_names,
};
use crate::holdings::Holdings;
use crate::holdings::import::reason;
use crate::source::format::Workbook;
use crate::source::{ImportedFile, Reading, Reason, Shaper, SourceFile, reasons_in_answer};
use itertools::Itertools;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The most times a file is read again to find further missing definitions.
const MOST_ROUNDS: usize = 12;

/// The missing definitions of a file, and the wordings that would read it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WordingProposals {
    /// A caption for the list.
    pub caption: String,
    /// One proposal a row.
    pub rows: Vec<Proposal>,
    /// The same in sentences.
    pub notes: Vec<String>,
    /// The proposals that nothing confirms, in sentences.
    pub unproved: Vec<String>,
    /// True when the publication's own sums confirm every proposal.
    pub is_proved: bool,
    /// Why the file cannot be read even with them.
    #[serde(serialize_with = "reasons_in_answer")]
    pub problems: Vec<Reason>,
    /// The same as an error.
    #[serde(skip)]
    pub left: Option<Error>,
    /// The proposals as definitions, by dataset.
    #[serde(skip)]
    pub wordings: Vec<Wording>,
    /// The wordings that sums of the publication confirm, and days that a user has given.
    #[serde(skip)]
    pub proved: Vec<Wording>,
    /// What would be read with them.
    #[serde(skip)]
    pub readings: Vec<Reading>,
}

/// A wording for something in the file that the definitions do not cover.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct Proposal {
    /// The kind of missing definition, such as `header` or `area`.
    pub kind: &'static str,
    /// The text in the file.
    pub found: String,
    /// The proposed meaning.
    pub proposed: String,
    /// The confirmation, or that there is none.
    pub proof: String,
}

/// The proposals for a file.
pub(crate) enum Proposals {
    /// Something can.
    Found(Box<WordingProposals>),
    /// Nothing can be proposed; the result of reading the file.
    None(Result<Vec<Reading>>),
}

/// The definitions with wordings applied to them.
struct Laid {
    datasets: Definitions<Dataset>,
    codelists: Definitions<Codelist>,
}

/// The same for a file that has been read into memory, by proposals up to a rank.
pub(crate) fn mend_file(
    holdings: &Holdings,
    file: &ImportedFile,
    as_at: Option<Date>,
    rank: u8,
) -> Result<Proposals> {
    let limits = &holdings.catalogue().limits;
    let most = if rank == 0 { limits.proof_readings } else { limits.mend_readings };
    let tries = &Tries::new(holdings, file, most);
    let mut entries: Vec<Entry> = Vec::new();
    let mut outcome = tries.read(&[])?;
    for _ in 0..MOST_ROUNDS {
        let lacks = lacks_of(&outcome);
        let known = |lack: &MissingDefinition| entries.iter().any(|entry| entry.lack == *lack);
        let new: Vec<MissingDefinition> = lacks.into_iter().filter(|lack| !known(lack)).collect();
        let before = entries.len();
        for lack in new {
            tries.spend()?;
            let mut found = match (&lack, as_at) {
                (MissingDefinition::Day { dataset }, Some(day)) => vec![dated(dataset, file, day)],
                _ => alternatives(holdings, &lack, outcome.as_deref().unwrap_or_default())?,
            };
            found.retain(|alternative| alternative.rank <= rank);
            if !found.is_empty() {
                entries.push(Entry {
                    lack,
                    alternatives: found,
                    chosen: 0,
                    support: Support::default(),
                });
            }
        }
        if entries.len() == before {
            break;
        }
        choose(tries, &mut entries, before)?;
        outcome = tries.read(&wordings_of(&entries))?;
    }
    if entries.is_empty() {
        return Ok(Proposals::None(outcome));
    }
    let (readings, left) = match outcome {
        Ok(readings) => {
            weigh(holdings, tries, &mut entries, &readings)?;
            let left =
                readings.iter().find_map(|reading| reading.doubts().next().map(|(_, error)| error));
            (readings, left)
        }
        Err(error) => (Vec::new(), Some(error)),
    };
    Ok(Proposals::Found(Box::new(WordingProposals {
        caption: "Proposed wordings".to_owned(),
        rows: proposals(&entries),
        notes: entries.iter().map(Entry::note).collect(),
        wordings: merged(entries.iter()),
        proved: merged(entries.iter().filter(|entry| entry.is_known())),
        unproved: entries.iter().filter(|entry| !entry.is_known()).map(Entry::note).collect(),
        is_proved: left.is_none() && entries.iter().all(Entry::is_proved),
        problems: left.iter().map(reason).collect(),
        readings,
        left,
    })))
}

/// Of each new entry, the first alternative with which the file is read further, and without a
/// failed sum if there is one.
fn choose(tries: &Tries<'_>, entries: &mut [Entry], from: usize) -> Result<()> {
    for at in from..entries.len() {
        let mut best = (usize::MAX, 0);
        for choice in 0..entries[at].alternatives.len() {
            entries[at].chosen = choice;
            let badness = match tries.read(&wordings_of(entries))? {
                Ok(readings) => differing(&readings),
                // Read further than before, but not to the end.
                Err(error) if error.lack().is_some_and(|lack| *lack != entries[at].lack) => {
                    usize::MAX - 2
                }
                Err(_) => usize::MAX - 1,
            };
            if badness < best.0 {
                best = (badness, choice);
            }
        }
        entries[at].chosen = best.1;
    }
    Ok(())
}

/// Finds for each entry the sums that need it, and what else fits as well.
fn weigh(
    holdings: &Holdings,
    tries: &Tries<'_>,
    entries: &mut [Entry],
    readings: &[Reading],
) -> Result<()> {
    let laid = overrides(holdings, &wordings_of(entries))?;
    for at in 0..entries.len() {
        let mut support = Support {
            sums: sums_for(holdings, &entries[at], readings, &laid)?,
            ..Support::default()
        };
        support.rivals = that_fit_as_well(tries, entries, at, differing(readings))?;
        let wording = &entries[at].alternative().wording;
        if !wording.ignore.is_empty() {
            let held = holdings.table(&wording.dataset)?;
            support.against =
                ignored::lost(&laid.datasets[&wording.dataset], readings, held.as_deref())?;
        }
        if let MissingDefinition::Area { name, code, .. } = &entries[at].lack {
            let printed = name.as_ref().or(code.as_ref()).map_or("", String::as_str);
            support.against = areas::several_named(holdings.geography(), printed);
            let without = tries.read(&wordings_without(entries, at))?.unwrap_or_default();
            let mut others = areas::without_a_row(
                holdings.geography(),
                entries[at].alternative(),
                readings,
                &without,
            )?;
            others.retain(|other| !support.rivals.contains(other));
            support.rivals.append(&mut others);
        }
        entries[at].support = support;
    }
    Ok(())
}

/// The number of the publication's sums that are correct only with an entry. Where the entry only
/// skips a column, the number of all correct sums.
fn sums_for(holdings: &Holdings, entry: &Entry, readings: &[Reading], laid: &Laid) -> Result<Sums> {
    let about = entry.alternative();
    let of_it = || readings.iter().filter(|reading| reading.dataset == about.wording.dataset);
    if !about.wording.ignore.is_empty() && about.wording.header.is_empty() {
        let hold = of_it().map(|reading| reading.sums_that_hold(&laid.datasets[&reading.dataset]));
        return Ok(Sums::Hold(hold.sum()));
    }
    // Sums of areas are correct for any additive column or label; only parts of a total distinguish
    // them.
    let kind = match entry.lack {
        MissingDefinition::Area { .. } => CheckKind::is_areas_sum,
        _ => CheckKind::is_parts_sum,
    };
    let mut sums = 0;
    for reading in of_it() {
        let dataset = &laid.datasets[&reading.dataset];
        let concerned = |row: &crate::table::Row| about.concerns(row, dataset);
        sums += shaper_with(holdings, laid).sums_that_need(
            &reading.table,
            dataset,
            kind,
            &concerned,
        )?;
    }
    Ok(Sums::NeedIt(sums))
}

/// The other alternatives of an entry, no less likely, with which no more checks and doubts differ.
fn that_fit_as_well(
    tries: &Tries<'_>,
    entries: &mut [Entry],
    at: usize,
    fits: usize,
) -> Result<Vec<String>> {
    let chosen = entries[at].chosen;
    let rank = entries[at].alternative().rank;
    let mut rivals = Vec::new();
    for choice in 0..entries[at].alternatives.len() {
        if choice == chosen || entries[at].alternatives[choice].rank > rank {
            continue;
        }
        entries[at].chosen = choice;
        let other = tries.read(&wordings_of(entries))?;
        if other.is_ok_and(|readings| differing(&readings) <= fits) {
            rivals.push(entries[at].alternative().rival.clone());
        }
    }
    entries[at].chosen = chosen;
    Ok(rivals)
}

/// The readings of a file with wordings applied to the definitions. `retrieved` is when the file
/// was obtained, if it is to be stored.
pub(crate) fn read_with(
    holdings: &Holdings,
    file: &ImportedFile,
    wordings: &[&Wording],
    retrieved: Option<Timestamp>,
) -> Result<Vec<Reading>> {
    let laid = overrides(holdings, wordings)?;
    let mut workbook = Workbook::open(&file.bytes, &file.name, &holdings.catalogue().limits)?;
    let retrieved = retrieved.map_or(Retrieved::Unrecorded, Retrieved::At);
    let file = SourceFile {
        name: file.name.clone(),
        sha256: file.sha256,
        retrieved,
        address: String::new(),
    };
    shaper_with(holdings, &laid).examine(&mut workbook, &file)
}

fn overrides(holdings: &Holdings, wordings: &[&Wording]) -> Result<Laid> {
    let mut laid = Laid {
        datasets: holdings.catalogue().datasets.clone(),
        codelists: holdings.catalogue().codelists.clone(),
    };
    for wording in wordings {
        let mut dataset = holdings.catalogue().dataset(wording.dataset.as_str())?.clone();
        if let Some(held) = laid.datasets.get(&wording.dataset) {
            dataset = held.clone();
        }
        wording.apply_to(&mut dataset, &mut laid.codelists)?;
        laid.datasets.insert(dataset.id.clone(), dataset);
    }
    Ok(laid)
}

fn shaper_with<'l>(holdings: &'l Holdings, laid: &'l Laid) -> Shaper<'l> {
    Shaper { datasets: &laid.datasets, codelists: &laid.codelists, ..holdings.reader().shaper() }
}

/// True unless it is certain that nothing can be proposed for the missing definition of an error.
pub(crate) fn may_mend(holdings: &Holdings, error: &Error) -> bool {
    error.lack().is_some_and(|lack| in_the_way(holdings, lack).is_none())
}

/// How many checks and doubts of some readings differ.
fn differing(readings: &[Reading]) -> usize {
    readings.iter().map(|reading| reading.doubts().count()).sum()
}

/// The missing definitions, as far as the file was read.
///
/// A table of the workbook that was not read at all is listed among the doubts of the first table
/// that was.
pub(super) fn lacks_of(outcome: &Result<Vec<Reading>>) -> Vec<MissingDefinition> {
    let readings = match outcome {
        Err(error) => return error.lack().cloned().into_iter().collect(),
        Ok(readings) => readings,
    };
    let own = readings.iter().flat_map(|reading| reading.lacks.iter().cloned());
    let doubts =
        readings.iter().flat_map(Reading::doubts).filter_map(|(_, error)| error.lack().cloned());
    let mut seen = BTreeSet::new();
    own.chain(doubts).filter(|lack| seen.insert(lack.clone())).collect()
}

fn dated(dataset: &Id, file: &ImportedFile, day: Date) -> Alternative {
    let mut wording = Wording::new(dataset.clone());
    wording.file.push(FileDate { sha256: file.sha256, as_at: day, proof: None });
    Alternative::new(format!("its figures are as at {day}"), wording, 0)
}

fn wordings_of(entries: &[Entry]) -> Vec<&Wording> {
    entries.iter().map(|entry| &entry.alternative().wording).collect()
}

fn wordings_without(entries: &[Entry], at: usize) -> Vec<&Wording> {
    let others = entries.iter().enumerate().filter(|(place, _)| *place != at);
    others.map(|(_, entry)| &entry.alternative().wording).collect()
}

/// One wording for each dataset, each entry with its proof.
fn merged<'e>(entries: impl Iterator<Item = &'e Entry>) -> Vec<Wording> {
    let mut all: BTreeMap<Id, Wording> = BTreeMap::new();
    for entry in entries {
        let wording = entry
            .alternative()
            .wording
            .clone()
            .with_proof(&render_names(&entry.proof(), &PlainNames));
        let whole = all
            .entry(wording.dataset.clone())
            .or_insert_with(|| Wording::new(wording.dataset.clone()));
        whole.extend(wording);
    }
    all.into_values().collect()
}

/// Lists each proposal once: several missing definitions may have the same proposal.
fn proposals(entries: &[Entry]) -> Vec<Proposal> {
    let proposal = |entry: &Entry| {
        let (kind, found) = alternatives::described(&entry.lack);
        Proposal {
            kind,
            found,
            proposed: entry.alternative().proposed.clone(),
            proof: entry.proof(),
        }
    };
    entries.iter().map(proposal).unique().collect()
}
