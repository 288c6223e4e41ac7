//! Publishers' pages and interfaces: which files there are, and what they are called. One module
//! for each interface.
//!
//! Belongs here: how a publisher lists its editions. Does not belong here: how servers are asked
//! (`fetch`), what a file holds (`shape`). Names of files and dates on pages choose what is fetched
//! and decide nothing else: which edition a file is, its content says.
//!
//! **Invariant:** a [`Candidate`] is something that the publisher's page names as the dataset's
//! definition expects; where nothing is, that is an error (`F506`) and never the nearest thing.

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

/// Asks for pages on behalf of a dataset.
pub trait Ask {
    /// The text at an address. Errors: `F501` to `F504`.
    fn text(&self, address: &str) -> Result<Rc<str>>;

    /// The answer to a query that is posted with the key of the interface, which stands in an
    /// environment variable. Errors: as for a page, and `F507`.
    fn posted(&self, address: &str, body: &str, key: Credential) -> Result<Rc<str>>;

    /// The key of an interface that answers without one too, only less.
    fn key(&self, interface: &str) -> Option<String>;
}

/// Which key an interface needs, and how it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credential {
    /// The interface.
    pub interface: &'static str,
    /// The header that the key is sent in.
    pub header: &'static str,
    /// The environment variable that people put their key in.
    pub variable: &'static str,
}

/// The keys that are read from the environment: interface and variable.
pub const KEYS: [(&str, &str); 2] =
    [(stat_xplore::CREDENTIAL.interface, stat_xplore::CREDENTIAL.variable), nomis_query::KEY];

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Rule<'a> {
    /// The dataset.
    pub dataset: &'a Dataset,
    /// Where it is found.
    pub discover: &'a Discover,
    /// How much may be asked for at once.
    pub fetching: &'a Fetching,
}

/// A file that a page lists and the definition means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its address.
    pub address: String,
    /// What the page calls it.
    pub title: String,
    /// The publisher's own mark of its version, where there is one.
    pub stamp: Option<String>,
    /// The last day that its title is about, which chooses among several.
    pub about: Option<Date>,
    /// Its text, for answers to queries, which are put together from several.
    pub made: Option<String>,
}

impl Candidate {
    /// A file by its title and address alone.
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

/// What a page lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The files that are meant, the newest first.
    pub candidates: Vec<Candidate>,
    /// When the publisher says that the next edition comes out.
    pub next_release: Option<Date>,
    /// What a person should know: editions that are listed and not there.
    pub notes: Vec<String>,
}

/// An interface of a publisher.
trait Publisher {
    /// The files that the definition means. Errors: `F501` to `F507`.
    fn find(&self, rule: &Rule<'_>, ask: &dyn Ask) -> Result<Found>;
}

/// Looks for the files of a dataset; `None` where a person has to bring them.
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

/// The files of an archive that a dataset reads, by the patterns of its definition.
pub fn is_member(rule: &Discover, name: &str) -> bool {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    rule.members().iter().any(|named| pattern::fits(named, last).is_some())
}

impl Rule<'_> {
    /// The page that is asked.
    fn page(&self) -> &str {
        self.dataset.page().trim_end_matches('/')
    }

    /// The last part of the page's address.
    fn slug(&self) -> &str {
        self.page().rsplit('/').next().unwrap_or_default()
    }

    /// A file of that title, if one of the patterns fits it; a title that goes on for too long is
    /// cut.
    fn candidate(&self, patterns: &[String], title: &str, address: String) -> Option<Candidate> {
        let title = cut(title, self.fetching.title_characters);
        let about = named(patterns, title)?;
        Some(Candidate { about, ..Candidate::of(title, address) })
    }

    /// Of the files that are meant the newest, or all of them, newest first. Errors with `F506`
    /// when there is none.
    ///
    /// `listed` is what the page calls the files that it has, the patterns what the definition
    /// calls those it means.
    fn chosen(
        &self,
        mut candidates: Vec<Candidate>,
        listed: &[String],
        (patterns, take): (&[String], Take),
    ) -> Result<Vec<Candidate>> {
        // Stable: pages list the newest first, which counts where titles have no date.
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

    /// The error of a page that lists other things.
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

    /// The error of a page that is not built as expected.
    fn unlisted(&self, found: impl Into<String>) -> Error {
        self.unlisted_at(self.page(), found)
    }

    /// The same of another address than the page's.
    fn unlisted_at(&self, address: &str, found: impl Into<String>) -> Error {
        Error::new(
            error_codes::FILE_NOT_LISTED,
            format!("looking for new editions of {}", self.dataset.id),
        )
        .in_file(shown(address))
        .found(found)
    }

    /// The error of an answer, or of a table of answers, that is larger than is read.
    fn too_large(&self, address: &str, found: String) -> Error {
        Error::new(
            error_codes::TOO_LARGE,
            format!("looking for new editions of {}", self.dataset.id),
        )
        .in_file(shown(address))
        .found(found)
    }

    /// The answer at an address as JSON. Errors with `F506` when it is something else.
    fn json(&self, ask: &dyn Ask, address: &str) -> Result<Value> {
        self.parsed(&ask.text(address)?, address)
    }

    /// An answer as JSON. Errors with `F506` when it is something else, and with `F114` when it has
    /// more values than are read.
    fn parsed(&self, text: &str, address: &str) -> Result<Value> {
        // In memory a value takes much more than the two bytes that it can have as text.
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

/// The first so many characters of a text.
fn cut(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or(text, |(end, _)| &text[..end])
}

/// The answer of an interface, or `None` where it does not know the page: then the page itself is
/// read.
fn if_known(answer: Result<Value>) -> Result<Option<Value>> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(error) if [error_codes::GONE, error_codes::FILE_NOT_LISTED].contains(&error.code()) => {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// The day that a title is about, if one of the patterns fits it: `Some(None)` when the pattern
/// holds no date.
fn named(patterns: &[String], title: &str) -> Option<Option<Date>> {
    patterns.iter().find_map(|named| {
        let captured = pattern::fits(named, title)?;
        let year = || captured.year.and_then(|year| Date::new(year, 12, 31).ok());
        Some(captured.period.map(|(period, _)| period.end).or_else(year))
    })
}

/// The name of the file at an address, with spaces for underscores and for `%20`, which publishers
/// use alike.
fn file_name(address: &str) -> String {
    super::fetch::name_of(address).replace("%20", " ").replace('_', " ")
}

/// The text under a key, or under one inside another.
fn text<'v>(value: &'v Value, path: &[&str]) -> Option<&'v str> {
    path.iter().try_fold(value, |value, key| value.get(key))?.as_str()
}

/// The list under a key, or under one inside another; empty when there is none.
fn list<'v>(value: &'v Value, path: &[&str]) -> &'v [Value] {
    let found = path.iter().try_fold(value, |value, key| value.get(key));
    found.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// An address with parameters, in their order.
fn with_parameters<'p>(
    base: &str,
    parameters: impl IntoIterator<Item = (&'p str, &'p str)>,
) -> String {
    match reqwest::Url::parse_with_params(base, parameters) {
        Ok(url) => url.to_string(),
        // Only for addresses that are none, which the client then refuses by name.
        Err(_) => base.to_owned(),
    }
}
