//! Explore Education Statistics: its API, or otherwise the archive of a release.
//!
//! `GET /statistics/v1/publications?search=` finds a publication by its slug,
//! `/publications/<id>/data-sets` its data sets and `/data-sets/<id>/csv` the table. The API covers
//! few publications. The page of every other one links to all data of its newest release as a zip
//! of `data/*.csv`.

use super::links::links;
use super::{Ask, Candidate, Found, Publisher, Rule, if_known, list, text, with_parameters};
use crate::catalogue::discover::EducationStatistics;
use crate::domain::Result;
use serde_json::Value;

const SITE: &str = "https://api.education.gov.uk/statistics/v1";

impl Publisher for EducationStatistics {
    fn find(&self, rule: &Rule<'_>, ask: &dyn Ask) -> Result<Found> {
        let candidates = match by_interface(rule, &self.named, ask)? {
            candidates if candidates.is_empty() => vec![release_archive(rule, ask)?],
            candidates => candidates,
        };
        Ok(Found { candidates, ..Found::default() })
    }
}

/// The data sets that the definition names; none when the publication is not in the API.
fn by_interface(rule: &Rule<'_>, named: &[String], ask: &dyn Ask) -> Result<Vec<Candidate>> {
    let words = rule.slug().replace('-', " ");
    let search = with_parameters(
        &format!("{SITE}/publications"),
        [("page", "1"), ("pageSize", "20"), ("search", words.as_str())],
    );
    // If the API has moved, the page of the release is still available.
    let Some(publications) = if_known(rule.json(ask, &search))? else { return Ok(Vec::new()) };
    let is_it = |publication: &&Value| text(publication, &["slug"]) == Some(rule.slug());
    let publication = list(&publications, &["results"]).iter().find(is_it);
    let Some(id) = publication.and_then(|publication| text(publication, &["id"])) else {
        return Ok(Vec::new());
    };
    let address = format!("{SITE}/publications/{id}/data-sets");
    let sets = rule.json(ask, &with_parameters(&address, [("page", "1"), ("pageSize", "20")]))?;
    let candidate = |set: &Value| {
        let (id, title) = (text(set, &["id"])?, text(set, &["title"])?);
        let candidate = rule.candidate(named, title, format!("{SITE}/data-sets/{id}/csv"))?;
        Some(Candidate {
            stamp: text(set, &["latestVersion", "file", "id"]).map(str::to_owned),
            ..candidate
        })
    };
    Ok(list(&sets, &["results"]).iter().filter_map(candidate).collect())
}

/// The archive of the newest release, which its page offers as all data.
fn release_archive(rule: &Rule<'_>, ask: &dyn Ask) -> Result<Candidate> {
    let links = links(rule, &ask.text(rule.page())?, rule.page())?;
    let is_all = |text: &str| text.to_lowercase().starts_with("download all data");
    let listed: Vec<String> = links.iter().map(|link| link.text.clone()).collect();
    let link = links.into_iter().find(|link| is_all(&link.text));
    let link =
        link.ok_or_else(|| rule.nothing(&listed, &["Download all data (zip)".to_owned()]))?;
    Ok(Candidate::of(&link.text, link.address))
}
