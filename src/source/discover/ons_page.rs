//! A dataset's page on the website of the Office for National Statistics.
//!
//! Every page has its JSON under `/data`. The landing page lists the dataset's parts
//! (`datasets[].uri`) and the next release date (`description.nextRelease`). A part lists its files
//! (`downloads[].file`) and earlier versions (`versions[].uri`). Some newest versions have no
//! `/data`; in that case the page's own links are used.

use super::links::{links, said_behind};
use super::{Ask, Candidate, Found, Publisher, Rule, cut, if_known, list, named, text};
use crate::catalogue::discover::{OnsPage, Take};
use crate::domain::{Date, Result, parse_publication_date};
use serde_json::Value;

const SITE: &str = "https://www.ons.gov.uk";

impl Publisher for OnsPage {
    fn find(&self, rule: &Rule<'_>, ask: &dyn Ask) -> Result<Found> {
        let Some(landing) = if_known(rule.json(ask, &data_address(rule.page())))? else {
            return by_links(rule, self, ask);
        };
        let next_release =
            text(&landing, &["description", "nextRelease"]).and_then(parse_publication_date);
        let mut listing = Listing::default();
        // The page of a single answer to a request lists its files directly.
        listing.add((rule, self), &landing, rule.page());
        for (about, uri) in parts(rule, &self.follow, &landing)? {
            let before = listing.candidates.len();
            listing.add_part((rule, self), ask, &uri)?;
            listing.candidates[before..]
                .iter_mut()
                .for_each(|found| found.about = found.about.or(about));
            if self.take == Take::Newest && !listing.candidates.is_empty() {
                break;
            }
        }
        let Listing { candidates, listed, notes } = listing;
        Ok(Found {
            candidates: rule.chosen(candidates, &listed, (&self.named, self.take))?,
            next_release,
            notes,
        })
    }
}

/// The parts of a dataset that the definition names, the newest first; all parts where it names
/// none.
fn parts(
    rule: &Rule<'_>,
    follow: &[String],
    landing: &Value,
) -> Result<Vec<(Option<Date>, String)>> {
    let uris: Vec<&str> =
        list(landing, &["datasets"]).iter().filter_map(|part| text(part, &["uri"])).collect();
    let last = |uri: &str| {
        let name = uri.rsplit('/').next().unwrap_or_default();
        cut(name, rule.fetching.title_characters).to_owned()
    };
    let is_meant = |uri: &str| match follow {
        [] => Some(None),
        follow => named(follow, &last(uri)),
    };
    let mut parts: Vec<(Option<Date>, String)> = uris
        .iter()
        .filter_map(|uri| Some((is_meant(uri)?.or_else(|| day_in(&last(uri))), (*uri).to_owned())))
        .collect();
    if parts.is_empty() && !uris.is_empty() {
        let listed: Vec<String> = uris.iter().map(|uri| last(uri)).collect();
        return Err(rule.nothing(&listed, follow));
    }
    parts.sort_by_key(|(about, _)| std::cmp::Reverse(*about));
    Ok(parts)
}

/// The files and titles found on the pages of a dataset.
#[derive(Default)]
struct Listing {
    candidates: Vec<Candidate>,
    listed: Vec<String>,
    notes: Vec<String>,
}

impl Listing {
    /// The files of one part: those of its newest version. Where the definition asks for every
    /// edition, files of earlier versions are included.
    fn add_part(
        &mut self,
        (rule, asked): (&Rule<'_>, &OnsPage),
        ask: &dyn Ask,
        uri: &str,
    ) -> Result<()> {
        let page = format!("{SITE}{uri}");
        let Some(part) = if_known(rule.json(ask, &data_address(&page)))? else {
            self.candidates.extend(linked(
                (rule, asked),
                &ask.text(&page)?,
                &page,
                &mut self.listed,
            )?);
            return Ok(());
        };
        self.add((rule, asked), &part, &page);
        let versions =
            list(&part, &["versions"]).iter().filter_map(|version| text(version, &["uri"]));
        for version in versions.filter(|_| asked.take == Take::Every) {
            let page = format!("{SITE}{version}");
            // A missing version must hide neither the newest nor the others.
            match if_known(rule.json(ask, &data_address(&page)))? {
                Some(version) => self.add((rule, asked), &version, &page),
                None => {
                    self.notes
                        .push(format!("a superseded version is listed and not there: {page}"));
                }
            }
        }
        Ok(())
    }

    /// The files that the JSON of a page lists.
    fn add(&mut self, (rule, asked): (&Rule<'_>, &OnsPage), page: &Value, address: &str) {
        let path = text(page, &["uri"]).or_else(|| address.strip_prefix(SITE)).unwrap_or_default();
        for file in
            list(page, &["downloads"]).iter().filter_map(|download| text(download, &["file"]))
        {
            self.listed.push(file.to_owned());
            self.candidates.extend(rule.candidate(
                &asked.named,
                file,
                format!("{SITE}/file?uri={path}/{file}"),
            ));
        }
    }
}

/// The last day that the folder name of a part refers to: `yearendingdecember2025`, `mid2024`,
/// `july2020tojune2021`.
fn day_in(name: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let year_of = |rest: &str| rest.get(..4).and_then(|year| year.parse::<i16>().ok());
    let name = name.to_ascii_lowercase();
    let of_months = (1..).zip(MONTHS).flat_map(|(number, month)| {
        let ends =
            name.match_indices(month).filter_map(|(at, _)| year_of(&name[at + month.len()..]));
        ends.filter_map(move |year| Date::new(year, number, 1).ok())
            .map(Date::last_of_month)
            .collect::<Vec<_>>()
    });
    let of_years =
        name.char_indices().filter_map(|(at, _)| Date::new(year_of(&name[at..])?, 1, 1).ok());
    of_months.max().or_else(|| of_years.max())
}

/// The complete search by links, for pages without JSON.
fn by_links(rule: &Rule<'_>, asked: &OnsPage, ask: &dyn Ask) -> Result<Found> {
    let html = ask.text(rule.page())?;
    let mut listed = Vec::new();
    let candidates = linked((rule, asked), &html, rule.page(), &mut listed)?;
    let next = said_behind(rule, &html, rule.page(), "Next release:", parse_publication_date)?;
    Ok(Found {
        candidates: rule.chosen(candidates, &listed, (&asked.named, asked.take))?,
        next_release: next,
        ..Found::default()
    })
}

/// The files that a page links to by `/file?uri=`, named by the last part of that address.
fn linked(
    (rule, asked): (&Rule<'_>, &OnsPage),
    html: &str,
    page: &str,
    listed: &mut Vec<String>,
) -> Result<Vec<Candidate>> {
    let mut candidates = Vec::new();
    for link in links(rule, html, page)? {
        let Some((_, path)) = link.address.split_once("/file?uri=") else { continue };
        let file = path.rsplit('/').next().unwrap_or_default();
        listed.push(file.to_owned());
        candidates.extend(rule.candidate(&asked.named, file, link.address.clone()));
    }
    Ok(candidates)
}

fn data_address(page: &str) -> String {
    format!("{page}/data")
}

#[cfg(test)]
mod tests {
    use super::day_in;
    use jiff::civil::date;

    #[test]
    fn folders_of_parts_say_what_they_are_about() {
        for (name, day) in [
            ("yearendingdecember2025", Some(date(2025, 12, 31))),
            ("july2020tojune2021", Some(date(2021, 6, 30))),
            ("mid2011tomid2024", Some(date(2024, 1, 1))),
            ("current", None),
        ] {
            assert_eq!(day_in(name), day, "{name}");
        }
    }
}
