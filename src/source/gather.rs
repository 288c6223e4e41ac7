//! Publishers' files that are missing from the store: requests for pages, downloads and unpacking,
//! for many datasets at once.
//!
//! Belongs here: one request to a host at a time, each page and file once, and nothing again that
//! has not changed. Does not belong here: whether the files are good, and whether they count.

mod http_queue;

use super::discover::{self, Candidate, Found, Rule, is_member};
use super::fetch::{Client, Downloaded, FetchHistory, Request, Validators, name_of, shown};
use super::format::{Members, refused};
use super::{FetchedAddress, ImportedFile, Journal, Store};
use crate::catalogue::{Catalogue, Dataset, Discover};
use crate::domain::{Date, Error, Id, Result, Sha256, error_codes};
use http_queue::{Asker, Pages};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// The inputs of gathering, including what is already known.
#[derive(Clone, Copy)]
pub struct Gathering<'g> {
    /// The definitions.
    pub catalogue: &'g Catalogue,
    /// Asks the servers.
    pub client: &'g Client<'g>,
    /// Stores pages and downloads.
    pub store: &'g Store,
    /// The record of what was fetched from each address.
    pub journal: &'g Journal,
    /// sha256 of the files that need not be fetched again.
    pub known: &'g BTreeSet<Sha256>,
    /// True when pages are requested but files are not fetched.
    pub only_look: bool,
}

/// The result of a request.
#[derive(Debug)]
pub enum Collected {
    /// The source of a dataset answered; with the announced date of the next release, and further
    /// notes.
    Answered(Id, Option<Date>, Vec<String>),
    /// A file arrived.
    Arrived(Arrival),
    /// A file that is listed has not changed since it was fetched.
    Unchanged(Vec<Id>, Candidate),
    /// A file is listed, and the request was only to look for it.
    Listed(Vec<Id>, Candidate),
    /// A source failed.
    Failed(Vec<Id>, Error),
}

/// Files that were fetched from an address.
#[derive(Debug)]
pub struct Arrival {
    /// The entry on the page.
    pub candidate: Candidate,
    /// The file, or the members of an archive that are read; each with the datasets that it should
    /// contain.
    pub parts: Vec<(ImportedFile, Vec<Id>)>,
    /// How the files were fetched.
    pub history: FetchHistory,
    /// The record of the address for the journal.
    pub seen: FetchedAddress,
}

/// A file that pages list, the address for the request, and the datasets that it should contain.
struct Listed<'l> {
    candidate: Candidate,
    place: String,
    wanted: Vec<&'l Dataset>,
    /// True when the file was assembled from answers that may be truncated.
    open_ended: bool,
}

/// Groups the datasets by the host of their page, because each host receives one request at a time.
pub fn by_host<'d>(datasets: &[&'d Dataset]) -> Vec<Vec<&'d Dataset>> {
    let mut groups: BTreeMap<&str, Vec<&Dataset>> = BTreeMap::new();
    for dataset in datasets {
        let host = dataset
            .page()
            .split("//")
            .nth(1)
            .and_then(|rest| rest.split('/').next())
            .unwrap_or_default();
        groups.entry(host).or_default().push(dataset);
    }
    groups.into_values().collect()
}

impl Gathering<'_> {
    /// Gathers the files of one host's datasets, and passes each result on at once; ends early when
    /// `hand` returns `false`.
    pub fn collect_pages(&self, datasets: &[&Dataset], hand: &dyn Fn(Collected) -> bool) {
        let pages = RefCell::new(Pages::default());
        let mut files: Vec<Listed<'_>> = Vec::new();
        for dataset in datasets {
            let Some(discover) = &dataset.discover else { continue };
            let http_queue = Asker::new(self, dataset, discover, &pages);
            let rule = Rule { dataset, discover, fetching: &self.catalogue.fetching };
            let goes_on = match discover::find(&rule, &http_queue) {
                Ok(None) => true,
                Ok(Some(Found { candidates, next_release, mut notes })) => {
                    let open_ended = http_queue.open_ended();
                    notes.extend(open_ended.then(|| {
                        "an answer came without a length: files could be missing".to_owned()
                    }));
                    for candidate in candidates {
                        let place =
                            self.client.place(&request(dataset, discover, &candidate.address));
                        let same = |known: &&mut Listed<'_>| {
                            known.place == place && known.candidate == candidate
                        };
                        match files.iter_mut().find(same) {
                            Some(known) => known.wanted.push(dataset),
                            None => files.push(Listed {
                                candidate,
                                place,
                                wanted: vec![dataset],
                                open_ended,
                            }),
                        }
                    }
                    hand(Collected::Answered(dataset.id.clone(), next_release, notes))
                }
                Err(error) => hand(Collected::Failed(vec![dataset.id.clone()], error)),
            };
            if !goes_on {
                return;
            }
        }
        for Listed { candidate, wanted, open_ended, .. } in files {
            let ids: Vec<Id> = wanted.iter().map(|dataset| dataset.id.clone()).collect();
            let gathered = match self.fetch(candidate, &wanted, open_ended) {
                Ok(gathered) => gathered,
                Err(error) => Collected::Failed(ids, error),
            };
            if !hand(gathered) {
                return;
            }
        }
    }

    fn fetch(
        &self,
        candidate: Candidate,
        wanted: &[&Dataset],
        open_ended: bool,
    ) -> Result<Collected> {
        let ids: Vec<Id> = wanted.iter().map(|dataset| dataset.id.clone()).collect();
        let seen = self.journal.files.get(&shown(&candidate.address));
        // A file must be fetched again if it is no longer in the store. So must a file in which a
        // dataset has not been looked for. Earlier records do not change this.
        let held = seen.filter(|seen| {
            let is_held =
                !seen.sha256.is_empty() && seen.sha256.iter().all(|file| self.known.contains(file));
            is_held && ids.iter().all(|id| seen.datasets.contains(id))
        });
        if candidate.stamp.is_some() && held.is_some_and(|held| held.stamp == candidate.stamp) {
            return Ok(self.unchanged(ids, candidate));
        }
        if self.only_look {
            return Ok(Collected::Listed(ids, candidate));
        }
        let Some(mut downloaded) = self.download(&candidate, wanted, held)? else {
            return Ok(self.unchanged(ids, candidate));
        };
        downloaded.history.open_ended |= open_ended && candidate.made.is_some();
        let name = match candidate.made {
            Some(_) => format!("{}.csv", candidate.title),
            None => name_of(downloaded.history.end()),
        };
        let parts = self.parts(&name, downloaded.bytes, wanted, &candidate.address)?;
        // A file that may be truncated is requested again without validators.
        let validators = if downloaded.history.open_ended {
            Validators::default()
        } else {
            downloaded.validators
        };
        let seen = FetchedAddress {
            validators,
            stamp: candidate.stamp.clone(),
            sha256: parts.iter().map(|(file, _)| file.sha256).collect(),
            datasets: ids.clone(),
        };
        Ok(Collected::Arrived(Arrival { candidate, parts, history: downloaded.history, seen }))
    }

    /// A candidate that is in the store in its listed version. What an interrupted run has left of
    /// its download is no longer needed.
    fn unchanged(&self, datasets: Vec<Id>, candidate: Candidate) -> Collected {
        if !self.only_look {
            Client::forget(&self.store.downloads(), &candidate.address);
        }
        Collected::Unchanged(datasets, candidate)
    }

    /// The bytes of a candidate; `None` when they have not changed.
    fn download(
        &self,
        candidate: &Candidate,
        wanted: &[&Dataset],
        held: Option<&FetchedAddress>,
    ) -> Result<Option<Downloaded>> {
        if let Some(made) = &candidate.made {
            let history =
                FetchHistory { address: shown(&candidate.address), ..FetchHistory::default() };
            let bytes = made.clone().into_bytes();
            return Ok(Some(Downloaded { bytes, history, validators: Validators::default() }));
        }
        // All these datasets list the file. The first that allows its address makes the request; if
        // none does, the first reports the error.
        let mut requests = wanted.iter().filter_map(|dataset| {
            Some(request(dataset, dataset.discover.as_ref()?, &candidate.address))
        });
        let first = requests.clone().next();
        let allowed = requests.find(|request| self.client.allows(request).is_ok());
        let Some(request) = allowed.or(first) else { return Ok(None) };
        let dataset = request.dataset;
        let most = u64::try_from(self.catalogue.limits.file_bytes).unwrap_or(u64::MAX);
        let validators = held.map(|held| held.validators.clone()).unwrap_or_default();
        let aside = self.store.downloads();
        let downloaded = self.client.download(request, &validators, &aside, most)?;
        if let Some(error) = downloaded.as_ref().and_then(|file| unexpected(dataset, file)) {
            // An answer that is not a file is not reused.
            Client::forget(&aside, &candidate.address);
            return Err(error);
        }
        Ok(downloaded)
    }

    /// The file itself, or the members of an archive that its datasets read.
    fn parts(
        &self,
        name: &str,
        bytes: Vec<u8>,
        wanted: &[&Dataset],
        address: &str,
    ) -> Result<Vec<(ImportedFile, Vec<Id>)>> {
        let rules: Vec<(&Id, &Discover)> = wanted
            .iter()
            .filter_map(|dataset| Some((&dataset.id, dataset.discover.as_ref()?)))
            .collect();
        let archive =
            Members::open(&bytes, &self.catalogue.limits).map_err(|error| error.in_file(name))?;
        let Some(mut archive) = archive else {
            let ids = wanted.iter().map(|dataset| dataset.id.clone()).collect();
            return Ok(vec![(ImportedFile::of(bytes, name), ids)]);
        };
        let in_it = |member: &str| -> Vec<Id> {
            rules
                .iter()
                .filter(|(_, rule)| is_member(rule, member))
                .map(|(id, _)| (*id).clone())
                .collect()
        };
        let mut parts: Vec<(ImportedFile, Vec<Id>)> = Vec::new();
        for member in archive.names() {
            let ids = in_it(&member);
            if !ids.is_empty() {
                let bytes = archive.read(&member).map_err(|error| error.in_file(name))?;
                parts.push((ImportedFile::of(bytes, &name_of(&member)), ids));
            }
        }
        match rules.iter().find(|(id, _)| !parts.iter().any(|(_, ids)| ids.contains(id))) {
            None => Ok(parts),
            Some((id, rule)) => Err(Error::new(
                error_codes::FILE_NOT_LISTED,
                format!("looking for {id} in an archive"),
            )
            .in_file(shown(address))
            .found("no file of that name in it")
            .expected(rule.members().join(" or "))
            .help(
                "compare the names of the files in the archive with `members` in the dataset's \
                 file",
            )),
        }
    }
}

/// `F505` when an answer's type or first bytes are not those of a published file.
fn unexpected(dataset: &str, file: &Downloaded) -> Option<Error> {
    let kind = file
        .history
        .headers
        .get("content-type")
        .map(|kind| kind.split(';').next().unwrap_or_default().trim());
    let is_other = |kind: &&str| {
        ["text/html", "application/xhtml+xml", "application/json", "application/pdf"].contains(kind)
    };
    let found = match (kind.filter(is_other), refused(&file.bytes)) {
        (None, None) => return None,
        (Some(kind), _) => format!("an answer of the type {kind}"),
        (None, Some(error)) => error.finding().to_owned(),
    };
    Some(
        Error::new(error_codes::CONTENT_UNEXPECTED, format!("fetching a file of {dataset}"))
            .in_file(file.history.end())
            .found(found)
            .expected("a workbook (xlsx, ods, xls), a csv or a zip archive"),
    )
}

fn request<'r>(dataset: &'r Dataset, discover: &'r Discover, address: &'r str) -> Request<'r> {
    Request { dataset: dataset.id.as_str(), hosts: &discover.hosts, address }
}
