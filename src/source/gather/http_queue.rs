//! Requests for pages on behalf of one dataset: each page once for all datasets of a host, and
//! within the limits of one listing.

use super::{Gathering, request};
use crate::catalogue::{Dataset, Discover};
use crate::domain::{Error, Result, error_codes};
use crate::source::discover::{Ask, Credential};
use crate::source::fetch::{PageRequest, Request, shown};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Requests the pages of one dataset; a page that several datasets need is requested once.
pub(super) struct Asker<'a> {
    gathering: &'a Gathering<'a>,
    dataset: &'a Dataset,
    discover: &'a Discover,
    pages: &'a RefCell<Pages>,
    /// Number of pages and bytes of this listing so far.
    asked: Cell<usize>,
    bytes: Cell<u64>,
    open_ended: Cell<bool>,
}

/// A received page.
#[derive(Clone)]
struct Answer {
    text: Rc<str>,
    open_ended: bool,
}

/// The pages of one host in memory, by the requested address.
#[derive(Default)]
pub(super) struct Pages {
    known: BTreeMap<String, Result<Answer>>,
    bytes: u64,
}

impl Pages {
    /// Caches a page. When the total exceeds `most` bytes, earlier pages are dropped.
    fn keep(&mut self, place: String, answer: Result<Answer>, most: u64) {
        let bytes = answer.as_ref().map_or(0, |answer| length(&answer.text));
        if self.bytes.saturating_add(bytes) > most {
            self.known.retain(|_, answer| answer.is_err());
            self.bytes = 0;
        }
        if bytes <= most {
            self.bytes += bytes;
            self.known.insert(place, answer);
        }
    }
}

impl<'a> Asker<'a> {
    /// Creates an asker for a dataset; `pages` are those of its host.
    pub(super) fn new(
        gathering: &'a Gathering<'a>,
        dataset: &'a Dataset,
        discover: &'a Discover,
        pages: &'a RefCell<Pages>,
    ) -> Self {
        let (asked, bytes, open_ended) = Default::default();
        Self { gathering, dataset, discover, pages, asked, bytes, open_ended }
    }

    /// True when an answer arrived that may be incomplete.
    pub(super) fn open_ended(&self) -> bool {
        self.open_ended.get()
    }

    fn request<'r>(&'r self, address: &'r str) -> Request<'r> {
        request(self.dataset, self.discover, address)
    }

    fn asked(&self, address: &str, place: &str) -> Result<Answer> {
        let Gathering { client, store, only_look, .. } = self.gathering;
        let held = store.page(place);
        let request = PageRequest { request: self.request(address), body: None, key: None };
        let answered = client.page(request, held.as_ref())?;
        // An answer that may be truncated is requested again in full.
        if let Some(page) = answered.as_ref().filter(|page| !only_look && !page.history.open_ended)
        {
            store.keep_page(place, page);
        }
        match answered.or(held) {
            Some(page) => {
                Ok(Answer { open_ended: page.history.open_ended, text: page.text.into() })
            }
            None => Err(nothing(address)),
        }
    }

    /// Counts a page before it is requested. Errors with `F506` when there are too many pages.
    fn count(&self, address: &str) -> Result<()> {
        let most = self.gathering.catalogue.fetching.listing_pages;
        self.asked.set(self.asked.get() + 1);
        if self.asked.get() <= most {
            return Ok(());
        }
        Err(self
            .endless(error_codes::FILE_NOT_LISTED, address)
            .found(format!("more than {most} pages"))
            .expected("an end"))
    }

    /// Counts the bytes of an answer. Errors with `F114` where the total of the listing is too
    /// large.
    fn weigh(&self, address: &str, answer: &Answer) -> Result<()> {
        let most = self.gathering.catalogue.fetching.listing_bytes;
        self.bytes.set(self.bytes.get().saturating_add(length(&answer.text)));
        self.open_ended.set(self.open_ended.get() || answer.open_ended);
        if self.bytes.get() <= most {
            return Ok(());
        }
        let found = format!("pages of more than {most} bytes together");
        Err(self
            .endless(error_codes::TOO_LARGE, address)
            .found(found)
            .expected(format!("at most {most}")))
    }

    fn endless(&self, code: &'static crate::domain::ErrorCode, address: &str) -> Error {
        let doing = format!("looking for new editions of {}", self.dataset.id);
        Error::new(code, doing)
            .in_file(shown(address))
            .help("look at the publisher's page; the bounds stand in fetching.toml")
    }
}

fn length(text: &str) -> u64 {
    u64::try_from(text.len()).unwrap_or(u64::MAX)
}

fn nothing(address: &str) -> Error {
    Error::new(error_codes::CONTENT_UNEXPECTED, "asking for a page")
        .in_file(shown(address))
        .found("no answer")
}

impl Ask for Asker<'_> {
    fn text(&self, address: &str) -> Result<Rc<str>> {
        self.gathering.client.allows(&self.request(address))?;
        self.count(address)?;
        // A mirror may serve one dataset and not the next, so each address has its own page.
        let place = self.gathering.client.place(&self.request(address));
        let known = self.pages.borrow().known.get(&place).cloned();
        let answer = match known {
            Some(known) => known?,
            None => {
                let answer = self.asked(address, &place);
                let most = self.gathering.catalogue.fetching.remembered_bytes;
                self.pages.borrow_mut().keep(place, answer.clone(), most);
                answer?
            }
        };
        self.weigh(address, &answer)?;
        Ok(answer.text)
    }

    fn posted(&self, address: &str, body: &str, key: Credential) -> Result<Rc<str>> {
        let client = self.gathering.client;
        self.count(address)?;
        let secret = client.key(key.interface, key.variable)?;
        let request = PageRequest {
            request: self.request(address),
            body: Some(body),
            key: Some((key.header, secret)),
        };
        let page = client.page(request, None)?.ok_or_else(|| nothing(address))?;
        let answer = Answer { open_ended: page.history.open_ended, text: page.text.into() };
        self.weigh(address, &answer)?;
        Ok(answer.text)
    }

    fn key(&self, interface: &str) -> Option<String> {
        self.gathering.client.key_if_there(interface)
    }
}
