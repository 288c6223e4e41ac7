//! The API of the Office for National Statistics for census datasets and others (beta).
//!
//! `GET /v1/datasets/<id>` links by `links.latest_version.href` to a version. Its files are
//! `downloads.<format>.href` or, for the newer kind of dataset, `distributions[]` with `format` and
//! `download_url`.

use super::{Ask, Candidate, Found, Publisher, Rule, list, text};
use crate::catalogue::discover::OnsApi;
use crate::domain::{Result, parse_publication_date};
use serde_json::Value;

const SITE: &str = "https://api.beta.ons.gov.uk/v1/datasets";

impl Publisher for OnsApi {
    fn find(&self, rule: &Rule<'_>, ask: &dyn Ask) -> Result<Found> {
        let mut found = Found::default();
        let format = self.query.get("format").map_or("csv", String::as_str);
        for item in &self.items {
            let dataset = rule.json(ask, &format!("{SITE}/{item}"))?;
            let said = text(&dataset, &["next_release"]).and_then(parse_publication_date);
            found.next_release = found.next_release.or(said);
            let version = text(&dataset, &["links", "latest_version", "href"]);
            let version =
                version.ok_or_else(|| rule.unlisted(format!("no newest version of {item}")))?;
            let version = rule.json(ask, version)?;
            let address = file_of(&version, format).ok_or_else(|| {
                rule.unlisted(format!("a version of {item} without a file in {format}"))
            })?;
            found.candidates.push(Candidate::of(item, address));
        }
        Ok(found)
    }
}

fn file_of<'v>(version: &'v Value, format: &str) -> Option<&'v str> {
    let of_format = |file: &&Value| {
        text(file, &["format"]).is_some_and(|held| held.eq_ignore_ascii_case(format))
    };
    let distributed = || list(version, &["distributions"]).iter().find(of_format);
    text(version, &["downloads", format, "href"])
        .or_else(|| text(distributed()?, &["download_url"]))
}
