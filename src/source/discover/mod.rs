//! Publishers' pages and APIs: which files they list, and the titles of those files. One module for
//! each API.
//!
//! Belongs here: how a publisher lists its editions. Does not belong here: how requests are made
//! (`fetch`), what a file contains (`shape`). Names of files and dates on pages decide only what is
//! fetched. The content of a file decides which edition it is.
//!
//! **Invariant:** a [`Candidate`] matches a name that the dataset's definition expects on the
//! publisher's page. If no file matches, that is an error (`F506`); the nearest match is never
//! used.

mod education_statistics;
mod explore_local_statistics;
mod govuk;
mod links;
mod london_datastore;
mod nomis_bulk;
mod nomis_query;
mod ons_api;
mod ons_page;
mod open_geography;
mod rows;
mod stat_xplore;

use super::fetch::shown;
use super::shape::pattern;
use crate::catalogue::discover::Take;
use crate::catalogue::{Dataset, Discover, Fetching, Interface};
use crate::domain::{Date, Error, Result, error_codes};
use itertools::Itertools;
use serde_json::Value;
use std::rc::Rc;

/// Makes requests on behalf of a dataset.
pub trait Ask {
    /// The text at an address. Errors: `F501` to `F504`.
    fn text(&self, address: &str) -> Result<Rc<str>>;

    /// The answer to a query posted with the key of the API, which is in an environment variable.
    /// Errors: as for a page, and `F507`.
    fn posted(&self, address: &str, body: &str, key: Credential) -> Result<Rc<str>>;

    /// The key of an API that also answers without a key, but returns less.
    fn key(&self, interface: &str) -> Option<String>;
}

/// Which key an API needs, and how it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credential {
    /// The API.
    pub interface: &'static str,
    /// The header that contains the key.
    pub header: &'static str,
    /// The environment variable in which users set their key.
    pub variable: &'static str,
}

/// The keys that are read from the environment: API and variable.
pub const KEYS: [(&str, &str); 2] =
    [(stat_xplore::CREDENTIAL.interface, stat_xplore::CREDENTIAL.variable), nomis_query::KEY];

/// What to look for.
#[derive(Debug, Clone, Copy)]
pub struct Rule<'a> {
    /// The dataset.
    pub dataset: &'a Dataset,
    /// Where the dataset is published.
    pub discover: &'a Discover,
    /// The limits on requests.
    pub fetching: &'a Fetching,
}

/// A file that a page lists and that matches the definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its address.
    pub address: String,
    /// Its title on the page.
    pub title: String,
    /// The publisher's own version mark, if there is one.
    pub stamp: Option<String>,
    /// The last day that its title refers to, used to choose among several files.
    pub about: Option<Date>,
    /// Its text, for answers to queries, which are assembled from several answers.
    pub made: Option<String>,
}

impl Candidate {
    /// A file with only a title and an address.
    fn of(title: &str, address: impl Into<String>) -> Self {
        Self {
            address: address.into(),
            title: pattern::plain(title),
            stamp: None,
            about: None,
            made: None,
        }
    }
}

/// The result of searching a publisher's pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The matching files, the newest first.
    pub candidates: Vec<Candidate>,
    /// The next release date that the publisher announces.
    pub next_release: Option<Date>,
    /// Notes for the user: editions that are listed but missing.
    pub notes: Vec<String>,
}

/// An API of a publisher.
trait Publisher {
    /// The files that match the definition. Errors: `F501` to `F507`.
    fn find(&self, rule: &Rule<'_>, ask: &dyn Ask) -> Result<Found>;
}

/// Looks for the files of a dataset; `None` if the user has to supply them.
pub fn find(rule: &Rule<'_>, ask: &dyn Ask) -> Result<Option<Found>> {
    let publisher: &dyn Publisher = match &rule.discover.api {
        Interface::Govuk(asked) => asked,
        Interface::OnsPage(asked) => asked,
        Interface::OnsApi(asked) => asked,
        Interface::NomisBulk(asked) => asked,
        Interface::NomisQuery(asked) => asked,
        Interface::LondonDatastore(asked) => asked,
        Interface::EducationStatistics(asked) => asked,
        Interface::OpenGeography(asked) => asked,
        Interface::ExploreLocalStatistics(asked) => asked,
        Interface::StatXplore(asked) => asked,
        Interface::ByHand(_) => return Ok(None),
    };
    publisher.find(rule, ask).map(Some)
}

/// True for a file of an archive that the dataset reads, by the patterns of its definition.
pub fn is_member(rule: &Discover, name: &str) -> bool {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    rule.members().iter().any(|named| pattern::fits(named, last).is_some())
}

impl Rule<'_> {
    /// The address of the dataset's page.
    fn page(&self) -> &str {
        self.dataset.page().trim_end_matches('/')
    }

    /// The last part of the page's address.
    fn slug(&self) -> &str {
        self.page().rsplit('/').next().unwrap_or_default()
    }

    /// A file with that title, if one of the patterns matches. A title that is too long is
    /// shortened.
    fn candidate(&self, patterns: &[String], title: &str, address: String) -> Option<Candidate> {
        let title = cut(title, self.fetching.title_characters);
        let about = named(patterns, title)?;
        Some(Candidate { about, ..Candidate::of(title, address) })
    }

    /// The newest of the matching files, or all of them, newest first. Errors with `F506` when
    /// there are no matching files.
    ///
    /// `listed` contains the titles of the files on the page; the patterns are the titles that the
    /// definition expects.
    fn chosen(
        &self,
        mut candidates: Vec<Candidate>,
        listed: &[String],
        (patterns, take): (&[String], Take),
    ) -> Result<Vec<Candidate>> {
        // The sort is stable. Pages list the newest first, which matters where titles have no date.
        candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.about));
        candidates =
            candidates.into_iter().unique_by(|candidate| candidate.address.clone()).collect();
        if candidates.is_empty() {
            return Err(self.nothing(listed, patterns));
        }
        if take == Take::Newest {
            candidates.truncate(1);
        }
        Ok(candidates)
    }

    /// The error for a page that lists no matching file.
    fn nothing(&self, listed: &[String], expected: &[String]) -> Error {
        const SHOWN: usize = 5;
        const CHARACTERS: usize = 200;
        let shown: Vec<String> = listed
            .iter()
            .take(SHOWN)
            .map(|title| format!("{:?}", cut(title, CHARACTERS)))
            .collect();
        let more = listed.len().saturating_sub(SHOWN);
        let found = match (shown.is_empty(), more) {
            (true, _) => "no files".to_owned(),
            (false, 0) => shown.join(", "),
            (false, more) => format!("{} and {more} more", shown.join(", ")),
        };
        let expected: Vec<String> = expected.iter().map(|text| format!("{text:?}")).collect();
        self.unlisted(found).expected(expected.join(" or "))
    }

    /// The error for a page with an unexpected structure.
    fn unlisted(&self, found: impl Into<String>) -> Error {
        self.unlisted_at(self.page(), found)
    }

    /// The same error for an address other than the page's.
    fn unlisted_at(&self, address: &str, found: impl Into<String>) -> Error {
        Error::new(
            error_codes::FILE_NOT_LISTED,
            format!("looking for new editions of {}", self.dataset.id),
        )
        .in_file(shown(address))
        .found(found)
    }

    /// The error for an answer, or a table of answers, that exceeds the size limit.
    fn too_large(&self, address: &str, found: String) -> Error {
        Error::new(
            error_codes::TOO_LARGE,
            format!("looking for new editions of {}", self.dataset.id),
        )
        .in_file(shown(address))
        .found(found)
    }

    /// The answer at an address as JSON. Errors with `F506` when it is not JSON.
    fn json(&self, ask: &dyn Ask, address: &str) -> Result<Value> {
        self.parsed(&ask.text(address)?, address)
    }

    /// Parses an answer as JSON. Errors with `F506` when it is not JSON, and with `F114` when it
    /// has too many values.
    fn parsed(&self, text: &str, address: &str) -> Result<Value> {
        // A value can take two bytes as text, but needs much more memory.
        let signs = text.bytes().filter(|byte| matches!(byte, b',' | b':' | b'[' | b'{')).count();
        let most = self.fetching.page_values;
        if signs > most {
            return Err(self
                .too_large(address, format!("an answer of about {signs} values"))
                .expected(format!("at most {most}")));
        }
        serde_json::from_str(text).map_err(|error| {
            let found = match text.trim_start().starts_with('<') {
                true => "a web page".to_owned(),
                false => format!("text that is no JSON ({error})"),
            };
            self.unlisted_at(address, found).expected("the answer of an interface, in JSON")
        })
    }
}

/// The first characters of a text.
fn cut(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}

/// The answer of an API, or `None` if the API does not have the page. In that case the page itself
/// is parsed.
fn if_known(answer: Result<Value>) -> Result<Option<Value>> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(error) if [error_codes::GONE, error_codes::FILE_NOT_LISTED].contains(&error.code()) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// The day that a title refers to, if one of the patterns matches; `Some(None)` when the pattern
/// contains no date.
fn named(patterns: &[String], title: &str) -> Option<Option<Date>> {
    patterns.iter().find_map(|named| {
        let captured = pattern::fits(named, title)?;
        let year = || captured.year.and_then(|year| Date::new(year, 12, 31).ok());
        Some(captured.period.map(|(period, _)| period.end).or_else(year))
    })
}

/// The name of the file at an address, with spaces in place of underscores and of `%20`. Publishers
/// use all three.
fn file_name(address: &str) -> String {
    super::fetch::name_of(address).replace("%20", " ").replace('_', " ")
}

/// The text under a key, or under a nested key.
fn text<'v>(value: &'v Value, path: &[&str]) -> Option<&'v str> {
    path.iter().try_fold(value, |value, key| value.get(key))?.as_str()
}

/// The list under a key, or under a nested key; empty if there is none.
fn list<'v>(value: &'v Value, path: &[&str]) -> &'v [Value] {
    let found = path.iter().try_fold(value, |value, key| value.get(key));
    found.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// An address with parameters in the given order.
fn with_parameters<'p>(
    base: &str,
    parameters: impl IntoIterator<Item = (&'p str, &'p str)>,
) -> String {
    match reqwest::Url::parse_with_params(base, parameters) {
        Ok(url) => url.to_string(),
        // Only for invalid addresses, which the client then refuses with an error.
        Err(_) => base.to_owned(),
    }
}
