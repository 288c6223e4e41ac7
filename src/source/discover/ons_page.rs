//! A dataset's page on the website of the Office for National Statistics.
//!
//! Every page has its JSON under `/data`. The landing page lists the dataset's parts (`datasets[].uri`) and says when the
//! next edition comes out (`description.nextRelease`); a part lists its files (`downloads[].file`) and the versions before
//! (`versions[].uri`). Some newest versions have no `/data`: then the page's own links are read.

use super::links::{links, texts};
use super::{Ask, Candidate, Found, Publisher, Rule, if_known, list, named, text};
use crate::catalogue::Take;
use crate::domain::{Date, Result, parse_publication_date};
use serde_json::Value;

pub(super) struct OnsPage;

const SITE: &str = "https://www.ons.gov.uk";

impl Publisher for OnsPage {
    fn find(&self, rule: &Rule<'_>, ask: &dyn Ask) -> Result<Found> {
        let Some(landing) = if_known(rule.json(ask, &data_address(rule.page())))? else { return by_links(rule, ask) };
        let next_release = text(&landing, &["description", "nextRelease"]).and_then(parse_publication_date);
        let (mut candidates, mut listed) = (Vec::new(), Vec::new());
        // A page of a single answer to a request has its files on itself.
        collect(rule, &landing, rule.page(), &mut candidates, &mut listed);
        for (about, uri) in parts(rule, &landing)? {
            files_of_part(rule, ask, about, &uri, &mut candidates, &mut listed)?;
            if rule.discover.take == Take::Newest && !candidates.is_empty() {
                break;
            }
        }
        Ok(Found { candidates: rule.chosen(candidates, &listed)?, next_release })
    }
}

/// The parts of a dataset that the definition names, the newest first; all where it names none.
fn parts(rule: &Rule<'_>, landing: &Value) -> Result<Vec<(Option<Date>, String)>> {
    let uris: Vec<&str> = list(landing, &["datasets"]).iter().filter_map(|part| text(part, &["uri"])).collect();
    let last = |uri: &str| uri.rsplit('/').next().unwrap_or_default().to_owned();
    let is_meant = |uri: &str| match rule.discover.follow.as_slice() {
        [] => Some(None),
        follow => named(follow, &last(uri)),
    };
    let mut parts: Vec<(Option<Date>, String)> =
        uris.iter().filter_map(|uri| Some((is_meant(uri)?, (*uri).to_owned()))).collect();
    if parts.is_empty() && !uris.is_empty() {
        let listed: Vec<String> = uris.iter().map(|uri| last(uri)).collect();
        return Err(rule.nothing(&listed, &rule.discover.follow));
    }
    parts.sort_by_key(|(about, _)| std::cmp::Reverse(*about));
    Ok(parts)
}

/// The files of one part: those of its newest version, and where every edition is meant those of the versions before.
fn files_of_part(
    rule: &Rule<'_>,
    ask: &dyn Ask,
    about: Option<Date>,
    uri: &str,
    candidates: &mut Vec<Candidate>,
    listed: &mut Vec<String>,
) -> Result<()> {
    let page = format!("{SITE}{uri}");
    let before = candidates.len();
    match if_known(rule.json(ask, &data_address(&page)))? {
        Some(part) => {
            collect(rule, &part, &page, candidates, listed);
            if rule.discover.take == Take::Every {
                for version in list(&part, &["versions"]).iter().filter_map(|version| text(version, &["uri"])) {
                    let page = format!("{SITE}{version}");
                    collect(rule, &rule.json(ask, &data_address(&page))?, &page, candidates, listed);
                }
            }
        }
        None => candidates.extend(linked(rule, &ask.text(&page)?, &page, listed)),
    }
    candidates[before..].iter_mut().for_each(|candidate| candidate.about = candidate.about.or(about));
    Ok(())
}

/// The files that the JSON of a page lists.
fn collect(rule: &Rule<'_>, page: &Value, address: &str, candidates: &mut Vec<Candidate>, listed: &mut Vec<String>) {
    let path = text(page, &["uri"]).or_else(|| address.strip_prefix(SITE)).unwrap_or_default();
    for file in list(page, &["downloads"]).iter().filter_map(|download| text(download, &["file"])) {
        listed.push(file.to_owned());
        candidates.extend(rule.candidate(file, format!("{SITE}/file?uri={path}/{file}")));
    }
}

/// The whole of it by links, for pages without JSON.
fn by_links(rule: &Rule<'_>, ask: &dyn Ask) -> Result<Found> {
    let html = ask.text(rule.page())?;
    let mut listed = Vec::new();
    let candidates = linked(rule, &html, rule.page(), &mut listed);
    let said = texts(&html, "li, p, div").into_iter();
    let next = said.filter_map(|text| parse_publication_date(text.strip_prefix("Next release:")?)).next();
    Ok(Found { candidates: rule.chosen(candidates, &listed)?, next_release: next })
}

/// The files that a page links to by `/file?uri=`, called by the last part of that.
fn linked(rule: &Rule<'_>, html: &str, page: &str, listed: &mut Vec<String>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for link in links(html, page) {
        let Some((_, path)) = link.address.split_once("/file?uri=") else { continue };
        let file = path.rsplit('/').next().unwrap_or_default();
        listed.push(file.to_owned());
        candidates.extend(rule.candidate(file, link.address.clone()));
    }
    candidates
}

fn data_address(page: &str) -> String {
    format!("{page}/data")
}
