//! Keeps the store current with the publishers: finds and fetches new editions, checks them
//! separately, and accepts them or holds them back.
//!
//! Belongs here: which sources are checked when, what a fetched edition must pass, what a run
//! reports. Does not belong here: how publishers list their files (`source::discover`) and how
//! requests are sent (`source::fetch`).
//!
//! **Invariant:** whatever a source does, the earlier edition continues to count until a better one
//! has passed. A run that is interrupted anywhere can be repeated.

pub mod admission;
mod due;
mod report;

pub use report::{RefreshReport, SourceOutcome, SourceReport};

use crate::catalogue::{Dataset, Interface};
use crate::domain::{Error, Id, Result, Sha256, Timestamp, error_codes};
use crate::holdings::Holdings;
use crate::source::discover::Candidate;
use crate::source::fetch::{Client, Network, Watcher, shown};
use crate::source::gather::{Collected, Gathering, by_host};
use crate::source::{Journal, LeftAlone, SourceLog};
use std::collections::BTreeSet;
use std::sync::mpsc::{SyncSender, sync_channel};

/// The request for a refresh.
#[derive(Debug, Clone, Default)]
pub struct RefreshRequest {
    /// The datasets; all when empty.
    pub datasets: Vec<String>,
    /// Refresh only datasets with an edition due.
    pub if_due: bool,
    /// Pages are requested and no file is fetched.
    pub dry_run: bool,
    /// The moment, which is written into the manifest.
    pub now: Timestamp,
}

/// A run in progress.
pub(crate) struct Run {
    now: Timestamp,
    dry: bool,
    journal: Journal,
    report: RefreshReport,
    /// The datasets that the time of the run was not enough for, and how it ended.
    unreached: Vec<Id>,
    out_of_time: Option<Error>,
}

impl Run {
    /// Reports which datasets were not reached, and leaves their journal unchanged, so that they
    /// remain due.
    fn leave_unreached(&mut self, before: &Journal) {
        const MOST: usize = 40;
        let Some(error) = self.out_of_time.take() else { return };
        self.unreached.sort();
        self.unreached.dedup();
        let names: Vec<String> = self.unreached.iter().take(MOST).map(Id::to_string).collect();
        let more = self.unreached.len().saturating_sub(MOST);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let error = error.also(format!("not reached: {}{more}", names.join(", ")));
        for id in std::mem::take(&mut self.unreached) {
            match before.sources.get(&id) {
                Some(log) => self.journal.sources.insert(id.clone(), log.clone()),
                None => self.journal.sources.remove(&id),
            };
            self.report.fail(&id, &error);
        }
    }
}

/// Checks the publishers for new editions; accepts a good one, holds back a doubtful one, and
/// continues with the other sources when one fails.
///
/// Errors: `F301` for an unknown dataset, `F303` for an address that cannot be read, `F401`, `F402`
/// and `F403` for the store. Faults of sources are listed in the report.
pub fn refresh(
    holdings: &Holdings,
    request: &RefreshRequest,
    network: &Network,
    watcher: &dyn Watcher,
) -> Result<RefreshReport> {
    let chosen = chosen(holdings, &request.datasets)?;
    let _lock =
        (!request.dry_run).then(|| holdings.store().begin_refresh(request.now)).transpose()?;
    holdings.reload_if_changed();
    let journal = holdings.store().journal()?;
    let mut run = Run {
        now: request.now,
        dry: request.dry_run,
        report: RefreshReport::begun(request.now, request.dry_run),
        journal,
        unreached: Vec::new(),
        out_of_time: None,
    };
    let mut asked = to_ask(holdings, &chosen, request.if_due, &mut run)?;
    // Datasets that the last run did not reach come first.
    asked.sort_by_key(|dataset| run.journal.sources.get(&dataset.id).map(|log| log.asked));
    if !request.dry_run {
        admission::assess_again(holdings, &mut run)?;
    }
    let client = Client::new(&holdings.catalogue().fetching, network, watcher)?;
    let known = known_files(holdings)?;
    let before = run.journal.clone();
    let gathering = Gathering {
        catalogue: holdings.catalogue(),
        client: &client,
        store: holdings.store(),
        journal: &before,
        known: &known,
        only_look: request.dry_run,
    };
    ask(holdings, &gathering, &asked, &mut run)?;
    run.leave_unreached(&before);
    for (host, seconds) in client.left_alone() {
        run.journal.left_alone.insert(host, LeftAlone { since: run.now, seconds });
    }
    write(holdings, &run)?;
    admission::list_waiting(holdings, &chosen, &mut run)?;
    run.report.finish();
    Ok(run.report)
}

/// The datasets that a request names, or all that can be imported. Errors with `F301`.
fn chosen<'f>(holdings: &'f Holdings, named: &[String]) -> Result<Vec<&'f Dataset>> {
    if named.is_empty() {
        return Ok(holdings
            .catalogue()
            .datasets
            .values()
            .filter(|dataset| !dataset.bundled_only)
            .collect());
    }
    named.iter().map(|id| holdings.catalogue().dataset(id)).collect()
}

/// The datasets to check now; the report gives the reason for each of the others.
fn to_ask<'d>(
    holdings: &Holdings,
    chosen: &[&'d Dataset],
    if_due: bool,
    run: &mut Run,
) -> Result<Vec<&'d Dataset>> {
    let editions = holdings.editions()?;
    let mut asked = Vec::new();
    for dataset in chosen {
        if let Some(by_hand) = by_hand(dataset) {
            run.report.say(&dataset.id, SourceOutcome::ByHand, &by_hand);
            continue;
        }
        let newest = editions.iter().find(|edition| edition.dataset == dataset.id);
        if let Some(not_before) =
            due::due(holdings, dataset, newest, &run.journal, run.now).err().filter(|_| if_due)
        {
            run.report.say(&dataset.id, SourceOutcome::NotDue, &not_before);
            continue;
        }
        match due::left_alone_until(dataset, &run.journal, run.now) {
            None => asked.push(*dataset),
            Some(until) => {
                let error = Error::new(
                    error_codes::REFUSED,
                    format!("asking a publisher for {}", dataset.id),
                )
                .found(format!("a server that asks to be left alone until {until}"))
                .help("try again then");
                run.report.fail(&dataset.id, &error);
            }
        }
    }
    Ok(asked)
}

/// Requests from every host on a thread of its own, and processes files as they arrive.
fn ask(
    holdings: &Holdings,
    gathering: &Gathering<'_>,
    asked: &[&Dataset],
    run: &mut Run,
) -> Result<()> {
    // One file waits while another is checked: no more of them are in memory.
    let (sender, receiver) = sync_channel::<Collected>(1);
    std::thread::scope(|scope| {
        for datasets in by_host(asked) {
            let sender: SyncSender<Collected> = sender.clone();
            scope.spawn(move || {
                gathering.collect_pages(&datasets, &|gathered| sender.send(gathered).is_ok());
            });
        }
        drop(sender);
        for gathered in receiver {
            deal_with(holdings, gathered, run)?;
        }
        Ok(())
    })
}

fn deal_with(holdings: &Holdings, gathered: Collected, run: &mut Run) -> Result<()> {
    match gathered {
        Collected::Answered(id, next_release, notes) => {
            run.report.notes.extend(notes.into_iter().map(|note| format!("{id}: {note}")));
            run.journal
                .sources
                .insert(id, SourceLog { asked: run.now, answered: Some(run.now), next_release });
        }
        Collected::Failed(ids, error) if error.code() == error_codes::OUT_OF_TIME => {
            run.unreached.extend(ids);
            run.out_of_time.get_or_insert(error);
        }
        Collected::Failed(ids, error) => {
            for id in ids {
                run.report.fail(&id, &error);
                let before = run.journal.sources.get(&id);
                // Answered before it failed in this run: what failed was a file.
                let answered =
                    before.and_then(|log| log.answered).filter(|answered| *answered != run.now);
                let next_release = before.and_then(|log| log.next_release);
                run.journal
                    .sources
                    .insert(id, SourceLog { asked: run.now, answered, next_release });
            }
        }
        Collected::Unchanged(ids, candidate) => unchanged(holdings, &ids, &candidate, run)?,
        Collected::Listed(ids, candidate) => {
            for id in ids {
                run.report.file(
                    &id,
                    SourceOutcome::Listed,
                    &shown(&candidate.address),
                    &candidate.title,
                );
            }
        }
        Collected::Arrived(arrival) => admission::admit(holdings, arrival, run)?,
    }
    Ok(())
}

/// An unchanged file is stored, waiting, discarded by a user, or was read again in this run and is
/// reported already.
fn unchanged(holdings: &Holdings, ids: &[Id], candidate: &Candidate, run: &mut Run) -> Result<()> {
    let files = run
        .journal
        .files
        .get(&shown(&candidate.address))
        .map(|seen| seen.sha256.clone())
        .unwrap_or_default();
    let waiting = holdings.store().waiting()?;
    if waiting.held_back.iter().any(|one| files.contains(&one.sha256)) {
        return Ok(()); // Listed with all waiting files.
    }
    let is_left = waiting.discarded.iter().any(|one| files.contains(&one.sha256));
    let outcome = if is_left { SourceOutcome::Discarded } else { SourceOutcome::Unchanged };
    for id in ids {
        let is_it = |told: &&SourceReport| {
            told.dataset == *id && told.sha256.iter().any(|file| files.contains(file))
        };
        if !run.report.sources.iter().any(|told| is_it(&told)) {
            run.report.file(id, outcome, &shown(&candidate.address), &candidate.title);
        }
    }
    Ok(())
}

/// sha256 of every file that need not be fetched again: stored, held back, or discarded by a user.
fn known_files(holdings: &Holdings) -> Result<BTreeSet<Sha256>> {
    let waiting = holdings.store().waiting()?;
    // A superseded edition may be published again, and must then be noticed.
    let mut held: Vec<Sha256> =
        holdings.counting()?.into_iter().map(|snapshot| snapshot.sha256).collect();
    held.retain(|sha256| holdings.store().has_bytes(*sha256));
    let held_back = waiting.held_back.into_iter().map(|one| one.sha256);
    let discarded = waiting.discarded.into_iter().map(|one| one.sha256);
    Ok(held.into_iter().chain(held_back).chain(discarded).collect())
}

fn write(holdings: &Holdings, run: &Run) -> Result<()> {
    if run.dry { Ok(()) } else { holdings.store().write_journal(&run.journal) }
}

/// How a user obtains a file where no interface leads to it; `None` for the other datasets.
fn by_hand(dataset: &Dataset) -> Option<String> {
    if dataset.bundled_only {
        return Some("its figures travel inside the program".to_owned());
    }
    match dataset.discover.as_ref().map(|discover| &discover.api) {
        Some(Interface::ByHand(how)) => Some(how.by_hand.clone()),
        Some(_) => None,
        None => Some(format!("download it from {} and import it", dataset.landing_page)),
    }
}
