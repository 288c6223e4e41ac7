//! GOV.UK: the Content API, or otherwise the page itself.
//!
//! `GET /api/content<path>` answers with `details.attachments[]` (title, url, content_type) and,
//! for collections, `links.documents[]` (title, base_path). Older pages have their files only as
//! links in `details.body` or `details.documents[]`. Pages that are missing from the API still have
//! their HTML.

use super::links::links;
use super::{Ask, Candidate, Found, Publisher, Rule, cut, file_name, if_known, list, named, text};
use crate::catalogue::discover::{Govuk, Take};
use crate::domain::{Date, Result};
use serde_json::Value;

const SITE: &str = "https://www.gov.uk";

/// Extensions of files that contain tables. Pages also attach summaries in HTML and PDF with the
/// same title.
const ENDINGS: [&str; 5] = [".xlsx", ".ods", ".xls", ".csv", ".zip"];

impl Publisher for Govuk {
    fn find(&self, rule: &Rule<'_>, ask: &dyn Ask) -> Result<Found> {
        let mut pages = vec![rule.page().to_owned()];
        let mut listed = Vec::new();
        if !self.follow.is_empty() {
            pages = followed(rule, &self.follow, ask, &mut listed)?;
        }
        let mut candidates: Vec<Candidate> = Vec::new();
        for page in pages {
            for (title, address) in attachments(rule, ask, &page)? {
                let file = file_name(&address);
                candidates.extend(
                    rule.candidate(&self.named, &title, address.clone())
                        .or_else(|| rule.candidate(&self.named, &file, address)),
                );
                listed.push(title);
            }
            // Collections list the newest first. Once the expected file is found, older pages need
            // not be requested.
            if self.take == Take::Newest && !candidates.is_empty() {
                break;
            }
        }
        Ok(Found {
            candidates: rule.chosen(candidates, &listed, (&self.named, self.take))?,
            ..Found::default()
        })
    }
}

/// The pages of a collection that the definition names, the newest first. Errors with `F506` when
/// there are no such pages.
fn followed(
    rule: &Rule<'_>,
    follow: &[String],
    ask: &dyn Ask,
    listed: &mut Vec<String>,
) -> Result<Vec<String>> {
    let mut pages: Vec<(Option<Date>, String)> = Vec::new();
    let mut add = |title: &str, page: String| {
        let title = cut(title, rule.fetching.title_characters);
        listed.push(title.to_owned());
        pages.extend(named(follow, title).map(|about| (about, page)));
    };
    match if_known(rule.json(ask, &content_address(rule.page())))? {
        Some(content) => {
            for document in list(&content, &["links", "documents"]) {
                if let (Some(title), Some(path)) =
                    (text(document, &["title"]), text(document, &["base_path"]))
                {
                    add(title, format!("{SITE}{path}"));
                }
            }
        }
        None => {
            let page = ask.text(rule.page())?;
            links(rule, &page, rule.page())?
                .into_iter()
                .for_each(|link| add(&link.text, link.address));
        }
    }
    if pages.is_empty() {
        return Err(rule.nothing(listed, follow));
    }
    pages.sort_by_key(|(about, _)| std::cmp::Reverse(*about));
    listed.clear();
    Ok(pages.into_iter().map(|(_, page)| page).collect())
}

/// Titles and addresses of the files that a page attaches.
fn attachments(rule: &Rule<'_>, ask: &dyn Ask, page: &str) -> Result<Vec<(String, String)>> {
    let found = match if_known(rule.json(ask, &content_address(page)))? {
        Some(content) => {
            let attached = of_content(&content);
            if attached.is_empty() { of_html(rule, &bodies(&content), page)? } else { attached }
        }
        None => of_html(rule, &ask.text(page)?, page)?,
    };
    let is_table = |address: &str| {
        let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        ENDINGS.iter().any(|ending| path.ends_with(ending))
    };
    Ok(found.into_iter().filter(|(_, address)| is_table(address)).collect())
}

fn of_content(content: &Value) -> Vec<(String, String)> {
    let attached = list(content, &["details", "attachments"]).iter();
    attached
        .filter_map(|file| {
            Some((text(file, &["title"])?.to_owned(), text(file, &["url"])?.to_owned()))
        })
        .collect()
}

fn of_html(rule: &Rule<'_>, html: &str, page: &str) -> Result<Vec<(String, String)>> {
    Ok(links(rule, html, page)?.into_iter().map(|link| (link.text, link.address)).collect())
}

/// The HTML fragments of an answer.
fn bodies(content: &Value) -> String {
    let documents = list(content, &["details", "documents"]).iter().filter_map(Value::as_str);
    text(content, &["details", "body"]).into_iter().chain(documents).collect::<Vec<_>>().join("\n")
}

fn content_address(page: &str) -> String {
    let path = page.strip_prefix(SITE).unwrap_or(page);
    format!("{SITE}/api/content{path}")
}
