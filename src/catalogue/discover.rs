//! Where new editions of a published table are found, and which of the files found there belong to
//! it.

use super::reference_check::wrong;
use super::tagged::{Kind, Tagged, at_least, tagged};
use crate::domain::{ErrorCode, Result, error_codes};
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[discover]` of a dataset: the publisher's interface, the request to it, and the hosts allowed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discover {
    /// The interface, with the parts used of it.
    pub api: Interface,
    /// The page or address requested; the dataset's landing page when absent.
    pub page: Option<String>,
    /// The only hosts that may be contacted, redirects included.
    #[serde(default)]
    pub hosts: Vec<String>,
}

tagged! {
    /// An interface of a publisher; each is a module of `source::discover`.
    pub enum Interface {
        /// GOV.UK Content API, or else the page itself.
        Govuk(Govuk) = "govuk",
        /// A dataset's page on the website of the Office for National Statistics.
        OnsPage(OnsPage) = "ons-page",
        /// The interface of the Office for National Statistics for census and other datasets
        /// (beta).
        OnsApi(OnsApi) = "ons-api",
        /// Zip archives of census tables on Nomis.
        NomisBulk(NomisBulk) = "nomis-bulk",
        /// Queries to Nomis.
        NomisQuery(NomisQuery) = "nomis-query",
        /// London Datastore.
        LondonDatastore(LondonDatastore) = "london-datastore",
        /// Explore Education Statistics.
        EducationStatistics(EducationStatistics) = "education-statistics",
        /// Open Geography portal of the Office for National Statistics (ArcGIS).
        OpenGeography(OpenGeography) = "open-geography",
        /// Explore Local Statistics.
        ExploreLocalStatistics(ExploreLocalStatistics) = "explore-local-statistics",
        /// Stat-Xplore of the Department for Work and Pensions.
        StatXplore(StatXplore) = "stat-xplore",
        /// None: a user downloads the file and imports it.
        ByHand(ByHand) = "by-hand",
    }
}

impl Tagged for Interface {
    const KEY: &'static str = "api";
    const UNKNOWN: &'static ErrorCode = error_codes::DEFINITION_UNREADABLE;
    const KINDS: &'static [Kind] = Self::KEYS;

    fn ignores_key(_: &str) -> bool {
        false
    }

    fn meaning(_: &str, key: &str) -> &'static str {
        match key {
            "named" => "what the link or the file is called",
            "items" => "the names of services, tables or indicators",
            "members" => "the files inside an archive that are read",
            "query" => "the parameters of the query",
            "by_hand" => "how a person gets the file",
            _ => "what the interface needs; data/catalogue/datasets/README.md says it",
        }
    }
}

/// The request to `govuk`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Govuk {
    /// The name of the link or the file; any of several patterns, as in headers of layouts.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub named: Vec<String>,
    /// The names of the linked pages to follow; any of several patterns.
    #[serde(default)]
    pub follow: Vec<String>,
    /// Whether older editions are fetched too where they are listed.
    #[serde(default)]
    pub take: Take,
}

/// The request to `ons-page`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnsPage {
    /// The name of the link or the file; any of several patterns, as in headers of layouts.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub named: Vec<String>,
    /// The names of the linked pages to follow; any of several patterns.
    #[serde(default)]
    pub follow: Vec<String>,
    /// Whether older editions are fetched too where they are listed.
    #[serde(default)]
    pub take: Take,
}

/// The request to `ons-api`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnsApi {
    /// Names requested from the interface one by one: services, tables, indicators.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub items: Vec<String>,
    /// Parameters of a query.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub query: BTreeMap<String, String>,
}

/// The request to `nomis-bulk`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NomisBulk {
    /// Names requested from the interface one by one: services, tables, indicators.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub items: Vec<String>,
    /// The files inside an archive that are read; any of several patterns.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub members: Vec<String>,
}

/// The request to `nomis-query`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NomisQuery {
    /// Names requested from the interface one by one: services, tables, indicators.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub items: Vec<String>,
    /// Parameters of a query.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub query: BTreeMap<String, String>,
}

/// The request to `london-datastore`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LondonDatastore {
    /// The name of the link or the file; any of several patterns, as in headers of layouts.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub named: Vec<String>,
    /// Whether older editions are fetched too where they are listed.
    #[serde(default)]
    pub take: Take,
}

/// The request to `education-statistics`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EducationStatistics {
    /// The name of the link or the file; any of several patterns, as in headers of layouts.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub named: Vec<String>,
    /// The files inside an archive that are read; any of several patterns.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub members: Vec<String>,
}

/// The request to `open-geography`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenGeography {
    /// Names requested from the interface one by one: services, tables, indicators.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub items: Vec<String>,
    /// Parameters of a query.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub query: BTreeMap<String, String>,
}

/// The request to `explore-local-statistics`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExploreLocalStatistics {
    /// Names requested from the interface one by one: services, tables, indicators.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub items: Vec<String>,
    /// Parameters of a query.
    #[serde(default)]
    pub query: BTreeMap<String, String>,
}

/// The request to `stat-xplore`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatXplore {
    /// Names requested from the interface one by one: services, tables, indicators.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub items: Vec<String>,
    /// Parameters of a query.
    #[serde(deserialize_with = "at_least::<_, _, 1>")]
    pub query: BTreeMap<String, String>,
}

/// The settings of `by-hand`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByHand {
    /// How a user obtains the file where no interface leads to it.
    pub by_hand: String,
}

/// Which of the editions that are listed are fetched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Take {
    /// The newest.
    #[default]
    Newest,
    /// Every file that is listed: for tables whose editions add up to a series.
    Every,
}

impl Discover {
    /// The files of an archive that are read, as patterns; none where no archive is read.
    pub fn members(&self) -> &[String] {
        match &self.api {
            Interface::NomisBulk(bulk) => &bulk.members,
            Interface::EducationStatistics(statistics) => &statistics.members,
            _ => &[],
        }
    }

    /// Errors with `F204` unless the page requested is at one of the hosts.
    pub(super) fn check(&self, landing_page: &str) -> Result<()> {
        if matches!(self.api, Interface::ByHand(_)) {
            return Ok(());
        }
        let key = |key: &str| format!("discover.{key}");
        let page = self.page.as_deref().unwrap_or(landing_page);
        let host = page.strip_prefix("https://").and_then(|rest| rest.split('/').next());
        match host {
            Some(host) if self.hosts.iter().any(|allowed| allowed == host) => Ok(()),
            Some(host) => {
                Err(wrong(error_codes::DEFINITION_WRONG, key("hosts"), self.hosts.join(", "))
                    .expected(format!("{host} among them")))
            }
            None => Err(wrong(error_codes::DEFINITION_WRONG, key("page"), page)
                .expected("an address that begins with https://")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Discover, Interface};
    use crate::catalogue::read::DefinitionFile;
    use crate::catalogue::tagged;
    use crate::domain::Result;

    fn checked(text: &str) -> std::result::Result<(), String> {
        let file = DefinitionFile {
            path: "x.toml".to_owned(),
            text: text.to_owned().into(),
            shown: "x.toml".to_owned(),
        };
        let rule: Result<Discover> = tagged::read::<Discover, Interface>(&file);
        let checked =
            rule.and_then(|rule| rule.check("https://www.gov.uk/government/collections/x"));
        checked.map_err(|error| error.to_string())
    }

    #[test]
    fn each_interface_has_the_keys_it_reads_and_no_others() {
        assert_eq!(
            checked("api = \"govuk\"\nhosts = [\"www.gov.uk\"]\nnamed = [\"Tables {period}\"]"),
            Ok(())
        );
        let lacking = checked("api = \"govuk\"\nhosts = [\"www.gov.uk\"]").unwrap_err();
        assert!(
            lacking.contains("F204") && lacking.contains("named") && lacking.contains("without it"),
            "{lacking}"
        );
        let unread = checked("api = \"by-hand\"\nby_hand = \"Ask.\"\nnamed = [\"x\"]").unwrap_err();
        assert!(unread.contains("F204") && unread.contains("does not read"), "{unread}");
        assert!(unread.contains("line 3") && unread.contains("govuk"), "{unread}");
        let misspelt =
            checked("api = \"by-hand\"\nby_hand = \"Ask.\"\nnamd = [\"x\"]").unwrap_err();
        assert!(misspelt.contains("F201") && misspelt.contains("unknown field"), "{misspelt}");
        let unknown = checked("api = \"post\"").unwrap_err();
        assert!(unknown.contains("F201") && unknown.contains("stat-xplore"), "{unknown}");
        let none = checked("api = \"govuk\"\nhosts = [\"www.gov.uk\"]\nnamed = []").unwrap_err();
        assert!(none.contains("F204") && none.contains("named"), "{none}");
        let foreign = checked("api = \"govuk\"\nhosts = [\"www.gov.uk.example\"]\nnamed = [\"x\"]")
            .unwrap_err();
        assert!(foreign.contains("www.gov.uk among them"), "{foreign}");
        let plain = checked(
            "api = \"govuk\"\npage = \"http://www.gov.uk/x\"\nhosts = [\"www.gov.uk\"]\nnamed = \
             [\"x\"]",
        );
        assert!(plain.unwrap_err().contains("https://"));
    }
}
