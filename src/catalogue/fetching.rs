//! How requests to publishers' servers are sent: timeouts, limits, and the user agent's name.
//!
//! The values and the reason for each are in `data/catalogue/fetching.toml`.

use super::read;
use super::read::DefinitionFile;
use crate::domain::{Error, Result, error_codes};
use serde::Deserialize;
use std::ops::RangeInclusive;
use std::time::Duration;

/// `fetching.toml`: how long, how often and how much.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fetching {
    /// The user agent of the program; `{version}` is filled in.
    pub user_agent: String,
    /// Where publishers can write to, a web or e-mail address; empty where none is declared.
    pub contact: String,
    /// The longest time to establish a connection.
    pub connect_milliseconds: u64,
    /// How long a server may stay silent, before its answer and within it.
    pub silence_milliseconds: u64,
    /// After this long an answer must come at least at the slowest rate.
    pub grace_milliseconds: u64,
    /// The slowest rate at which an answer may come, in bytes a second.
    pub slowest_bytes_per_second: u64,
    /// Redirects followed for one request.
    pub redirects: usize,
    /// Times that a request is sent before it is given up.
    pub attempts: u32,
    /// The wait before the second attempt; it doubles each time.
    pub first_wait_milliseconds: u64,
    /// The longest wait that a server may request; a server that requests more is not contacted
    /// until then.
    pub longest_wait_milliseconds: u64,
    /// The pause between two requests to one host.
    pub pause_milliseconds: u64,
    /// How long one page or file may take, attempts and waits included.
    pub file_milliseconds: u64,
    /// How long a run may go on asking.
    pub run_milliseconds: u64,
    /// Bytes of a page or of an answer of an interface.
    pub page_bytes: u64,
    /// Values of one answer in JSON: the signs that part them are counted.
    pub page_values: usize,
    /// Bytes of one tag of a web page.
    pub tag_bytes: usize,
    /// Links that one web page may have.
    pub page_links: usize,
    /// Characters of a title; a longer one is cut there.
    pub title_characters: usize,
    /// Pages of one listing: all pages requested to find the files of one dataset.
    pub listing_pages: usize,
    /// Bytes of all pages of one listing together, and of a table put together from them.
    pub listing_bytes: u64,
    /// Bytes of the pages of one host that are kept in memory for other datasets.
    pub remembered_bytes: u64,
    /// Cells that one query to Nomis may return without an account.
    pub nomis_cells: usize,
    /// Features that one query to the Open Geography portal returns.
    pub features_a_page: usize,
    /// How often a writer tries to lock the store, a second apart.
    pub store_attempts: u32,
    /// Hours after which a source is checked again though nothing is due, because editions are also
    /// corrected.
    pub look_again_hours: i64,
    /// Hours between two attempts while an edition is due and has not been found.
    pub try_again_hours: i64,
}

/// The range of each whole number: beyond it a run would send no request, never end, or overload a
/// server.
const RANGES: &[(&str, RangeInclusive<i64>)] = &[
    ("connect_milliseconds", 1..=600_000),
    ("silence_milliseconds", 1..=600_000),
    ("grace_milliseconds", 0..=600_000),
    ("slowest_bytes_per_second", 1..=1_000_000),
    ("redirects", 0..=20),
    ("attempts", 1..=10),
    ("first_wait_milliseconds", 1..=600_000),
    ("longest_wait_milliseconds", 1..=3_600_000),
    ("pause_milliseconds", 0..=60_000),
    ("file_milliseconds", 1..=86_400_000),
    ("run_milliseconds", 1..=86_400_000),
    ("page_bytes", 1..=1_073_741_824),
    ("page_values", 1..=100_000_000),
    ("tag_bytes", 1..=1_048_576),
    ("page_links", 1..=1_000_000),
    ("title_characters", 1..=10_000),
    ("listing_pages", 1..=10_000),
    ("listing_bytes", 1..=1_073_741_824),
    ("remembered_bytes", 0..=1_073_741_824),
    ("nomis_cells", 1..=1_000_000),
    ("features_a_page", 1..=100_000),
    ("store_attempts", 1..=3_600),
    ("look_again_hours", 1..=8_760),
    ("try_again_hours", 1..=8_760),
];

impl Fetching {
    /// Reads `fetching.toml`. Errors with `F201`, and with `F204` for a number that makes no sense
    /// or a name that no request can contain.
    pub(super) fn read(file: &DefinitionFile) -> Result<Self> {
        let rules: Self = read::toml(file)?;
        read::within_ranges(file, |key| {
            RANGES.iter().find(|(name, _)| *name == key).map(|(_, range)| range.clone())
        })?;
        let is_sendable = |text: &str| text.chars().all(|c| c == ' ' || c.is_ascii_graphic());
        let is_inside = |text: &str| !text.contains(['(', ')', '\\']);
        let wrong = |key: &str, found: &str, expected: &str| {
            let error = Error::new(error_codes::DEFINITION_WRONG, "reading a definition")
                .in_file(&file.shown);
            Err(error.at_key(key).found(format!("{found:?}")).expected(expected))
        };
        if rules.user_agent.trim().is_empty() || !is_sendable(&rules.user_agent) {
            return wrong("user_agent", &rules.user_agent, "a name in plain letters (ASCII)");
        }
        if !is_sendable(&rules.contact) || !is_inside(&rules.contact) {
            return wrong(
                "contact",
                &rules.contact,
                "an address in plain letters (ASCII), without brackets",
            );
        }
        Ok(rules)
    }

    /// With the address from a contact line, unless one is declared.
    pub(super) fn or_contact_in(mut self, line: &str) -> Self {
        let is_address = |word: &&str| {
            let is_mail = word
                .split_once('@')
                .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
            (is_mail || word.starts_with("https://")) && word.chars().all(|c| c.is_ascii_graphic())
        };
        let bare = |word: &str| word.trim_matches(|c: char| "()<>[],;.:\"'".contains(c)).to_owned();
        if self.contact.is_empty() {
            let words: Vec<String> = line.split_whitespace().map(bare).collect();
            let address = words.iter().map(String::as_str).find(is_address);
            self.contact = address
                .filter(|word| !word.contains(['(', ')', '\\']))
                .unwrap_or_default()
                .to_owned();
        }
        self
    }

    /// The user agent of this version of the program, with the address to write to where there is
    /// one.
    pub fn name_of_program(&self, version: &str) -> String {
        let name = self.user_agent.replace("{version}", version);
        if self.contact.is_empty() { name } else { format!("{name} ({})", self.contact) }
    }

    /// The pause between two requests to one host.
    pub fn pause(&self) -> Duration {
        Duration::from_millis(self.pause_milliseconds)
    }

    /// How long a connection may take.
    pub fn connect(&self) -> Duration {
        Duration::from_millis(self.connect_milliseconds)
    }

    /// How long a server may stay silent.
    pub fn silence(&self) -> Duration {
        Duration::from_millis(self.silence_milliseconds)
    }

    /// The wait before attempt number `attempt`, the first being 0: `first · 2^(attempt − 1)`, at
    /// most the longest.
    pub fn wait_before(&self, attempt: u32) -> Duration {
        let doubled =
            self.first_wait_milliseconds.saturating_mul(1 << attempt.saturating_sub(1).min(16));
        Duration::from_millis(doubled.min(self.longest_wait_milliseconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(from: &str, to: &str) -> Result<Fetching> {
        let built_in = include_str!("../../data/catalogue/fetching.toml");
        assert!(built_in.contains(from), "{from}");
        let text = built_in.replace(from, to);
        Fetching::read(&DefinitionFile {
            path: "fetching.toml".into(),
            text: text.into(),
            shown: "mine/fetching.toml".into(),
        })
    }

    #[test]
    fn numbers_that_make_no_sense_are_errors_with_a_place() {
        assert!(read("attempts = 4", "attempts = 10").is_ok());
        for (from, to, found) in [
            ("attempts = 4", "attempts = 0", "0"),
            ("redirects = 5", "redirects = 10_000", "10000"),
            ("run_milliseconds = 2_700_000", "run_milliseconds = 0", "0"),
            (
                "page_bytes = 33_554_432",
                "page_bytes = 9_223_372_036_854_775_807",
                "9223372036854775807",
            ),
            ("look_again_hours = 168", "look_again_hours = -1", "-1"),
        ] {
            let error = read(from, to).unwrap_err();
            assert_eq!(error.code().id, "F204", "{to}");
            assert_eq!(error.finding(), found, "{to}");
            let place = error.place().to_string();
            assert!(
                place.contains("mine/fetching.toml") && place.contains("line"),
                "{to}: {place}"
            );
        }
        assert_eq!(
            read("user_agent = \"fairshares", "user_agent = \"fair\u{a0}shares")
                .unwrap_err()
                .code()
                .id,
            "F204"
        );
        assert_eq!(read("contact = \"\"", "contact = \"(a) b\"").unwrap_err().code().id, "F204");
    }

    #[test]
    fn every_whole_number_has_a_range() {
        let text = include_str!("../../data/catalogue/fetching.toml");
        let table: toml::Table = text.parse().unwrap();
        let numbers: Vec<&str> = table
            .iter()
            .filter(|(_, value)| value.is_integer())
            .map(|(key, _)| key.as_str())
            .collect();
        assert!(
            numbers.iter().all(|key| RANGES.iter().any(|(name, _)| name == key)),
            "{numbers:?}"
        );
        assert_eq!(numbers.len(), RANGES.len());
    }

    #[test]
    fn the_address_to_write_to_is_the_declared_one_or_that_of_the_readers_contact() {
        let name =
            |rules: Fetching| rules.name_of_program("1.0").rsplit(") ").next().unwrap().to_owned();
        let none = read("contact = \"\"", "contact = \"\"").unwrap();
        assert!(
            none.name_of_program("1.0").starts_with("fairshares/1.0 (")
                && !none.name_of_program("1.0").contains(") (")
        );
        let of = |line: &str| name(none.clone().or_contact_in(line));
        assert_eq!(of("The Partnership, data@partnership.example."), "(data@partnership.example)");
        assert_eq!(
            of("Ask <https://partnership.example/ask>"),
            "(https://partnership.example/ask)"
        );
        assert!(
            !none
                .clone()
                .or_contact_in("The Partnership that sent you this")
                .name_of_program("1")
                .contains(") (")
        );
        let mine = read("contact = \"\"", "contact = \"https://mine.example\"").unwrap();
        assert_eq!(name(mine.or_contact_in("data@partnership.example")), "(https://mine.example)");
    }
}
