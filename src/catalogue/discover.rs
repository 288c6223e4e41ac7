//! Where new editions of a published table are found, and which files of what is found there are meant.

use super::reference_check::wrong;
use crate::domain::{ErrorCode, Result, error_codes};
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[discover]` of a dataset: the publisher's interface, the page to ask, and what to take from it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discover {
    /// The interface that the publisher offers.
    pub api: Api,
    /// The page or address asked; the dataset's landing page when absent.
    pub page: Option<String>,
    /// The only hosts that may be asked, redirects included.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// What the pages linked from there are called that must be followed; any of several patterns.
    #[serde(default)]
    pub follow: Vec<String>,
    /// What the link or the file is called; any of several patterns, as in headers of layouts.
    #[serde(default)]
    pub named: Vec<String>,
    /// Names of what the interface is asked for one by one: services, tables, indicators.
    #[serde(default)]
    pub items: Vec<String>,
    /// The files inside an archive that are read; any of several patterns.
    #[serde(default)]
    pub members: Vec<String>,
    /// Parameters of a query.
    #[serde(default)]
    pub query: BTreeMap<String, String>,
    /// Whether older editions are fetched too where they are listed.
    #[serde(default)]
    pub take: Take,
    /// How a person gets the file where no interface leads to it.
    pub by_hand: Option<String>,
}

/// The interfaces of publishers; each is a module of `source::discover`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Api {
    /// GOV.UK Content API, or else the page itself.
    Govuk,
    /// A dataset's page on the website of the Office for National Statistics.
    OnsPage,
    /// The interface of the Office for National Statistics for census and other datasets (beta).
    OnsApi,
    /// Zip archives of census tables on Nomis.
    NomisBulk,
    /// Queries to Nomis.
    NomisQuery,
    /// London Datastore.
    LondonDatastore,
    /// Explore Education Statistics.
    EducationStatistics,
    /// Open Geography portal of the Office for National Statistics (ArcGIS).
    OpenGeography,
    /// Explore Local Statistics.
    ExploreLocalStatistics,
    /// Stat-Xplore of the Department for Work and Pensions.
    StatXplore,
    /// None: a person downloads the file and imports it.
    ByHand,
}

/// Which of the editions that are listed are fetched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Take {
    /// The newest.
    #[default]
    Newest,
    /// Every one that is listed: for tables whose editions add up to a series.
    Every,
}

impl Api {
    /// The word in definitions.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Govuk => "govuk",
            Self::OnsPage => "ons-page",
            Self::OnsApi => "ons-api",
            Self::NomisBulk => "nomis-bulk",
            Self::NomisQuery => "nomis-query",
            Self::LondonDatastore => "london-datastore",
            Self::EducationStatistics => "education-statistics",
            Self::OpenGeography => "open-geography",
            Self::ExploreLocalStatistics => "explore-local-statistics",
            Self::StatXplore => "stat-xplore",
            Self::ByHand => "by-hand",
        }
    }

    /// The keys that it needs and those that it may have besides `api`, `page` and `hosts`.
    fn keys(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Govuk => (&["named"], &["follow", "take"]),
            Self::OnsPage => (&["named"], &["follow", "take"]),
            Self::OnsApi => (&["items", "query"], &[]),
            Self::NomisBulk => (&["items", "members"], &[]),
            Self::NomisQuery => (&["items", "query"], &[]),
            Self::LondonDatastore => (&["named"], &["take"]),
            Self::EducationStatistics => (&["named", "members"], &[]),
            Self::OpenGeography => (&["items", "query"], &[]),
            Self::ExploreLocalStatistics => (&["items"], &["query"]),
            Self::StatXplore => (&["items", "query"], &[]),
            Self::ByHand => (&["by_hand"], &[]),
        }
    }
}

impl Discover {
    /// Errors with `F204` when a key is missing that the interface needs, or present that it does not know.
    pub(super) fn check(&self, landing_page: &str) -> Result<()> {
        let (needed, allowed) = self.api.keys();
        let set = [
            ("follow", !self.follow.is_empty()),
            ("named", !self.named.is_empty()),
            ("items", !self.items.is_empty()),
            ("members", !self.members.is_empty()),
            ("query", !self.query.is_empty()),
            ("take", self.take != Take::Newest),
            ("by_hand", self.by_hand.is_some()),
        ];
        let code: &'static ErrorCode = error_codes::DEFINITION_WRONG;
        let of = |key: &str| format!("discover.{key}");
        for (key, is_set) in set {
            if needed.contains(&key) && !is_set {
                let found = format!("api = {:?} without it", self.api.as_str());
                return Err(wrong(code, of(key), found).expected("the key"));
            }
            if is_set && !needed.contains(&key) && !allowed.contains(&key) {
                let known: Vec<&str> = ["page", "hosts"].iter().chain(needed).chain(allowed).copied().collect();
                let found = format!("a key that api = {:?} does not read", self.api.as_str());
                return Err(wrong(code, of(key), found).expected(format!("one of {}", known.join(", "))));
            }
        }
        if self.api == Api::ByHand {
            return Ok(());
        }
        let page = self.page.as_deref().unwrap_or(landing_page);
        let host = page.strip_prefix("https://").and_then(|rest| rest.split('/').next());
        match host {
            Some(host) if self.hosts.iter().any(|allowed| allowed == host) => Ok(()),
            Some(host) => Err(wrong(code, of("hosts"), self.hosts.join(", ")).expected(format!("{host} among them"))),
            None => Err(wrong(code, of("page"), page).expected("an address that begins with https://")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Discover;

    fn checked(text: &str) -> Result<(), String> {
        let rule: Discover = toml::from_str(text).unwrap();
        rule.check("https://www.gov.uk/government/collections/x").map_err(|error| error.to_string())
    }

    #[test]
    fn each_interface_has_the_keys_it_reads_and_no_others() {
        assert_eq!(checked("api = \"govuk\"\nhosts = [\"www.gov.uk\"]\nnamed = [\"Tables {period}\"]"), Ok(()));
        let lacking = checked("api = \"govuk\"\nhosts = [\"www.gov.uk\"]").unwrap_err();
        assert!(lacking.contains("discover.named") && lacking.contains("without it"), "{lacking}");
        let unread = checked("api = \"by-hand\"\nby_hand = \"Ask.\"\nnamed = [\"x\"]").unwrap_err();
        assert!(unread.contains("discover.named") && unread.contains("does not read"), "{unread}");
        let foreign = checked("api = \"govuk\"\nhosts = [\"www.gov.uk.example\"]\nnamed = [\"x\"]").unwrap_err();
        assert!(foreign.contains("www.gov.uk among them"), "{foreign}");
        let plain =
            checked("api = \"govuk\"\npage = \"http://www.gov.uk/x\"\nhosts = [\"www.gov.uk\"]\nnamed = [\"x\"]");
        assert!(plain.unwrap_err().contains("https://"));
    }
}
