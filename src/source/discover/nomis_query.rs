//! Queries to Nomis, in pages under the number of cells that it gives to anybody at once.
//!
//! `GET /api/v01/dataset/<id>.data.csv?…&RecordOffset=&RecordLimit=`; a page that is shorter than asked for is the last.

use super::{Ask, Candidate, Found, Publisher, Rule, rows, with_parameters};
use crate::domain::Result;

pub(super) struct NomisQuery;

const SITE: &str = "https://www.nomisweb.co.uk/api/v01/dataset";

/// The interface and the environment variable of its key, which is not needed.
pub(super) const KEY: (&str, &str) = ("nomis", "FAIRSHARES_NOMIS_UID");

/// Pages after which a query is one that never ends.
const MOST_PAGES: usize = 200;

impl Publisher for NomisQuery {
    fn find(&self, rule: &Rule<'_>, ask: &dyn Ask) -> Result<Found> {
        let mut found = Found::default();
        for item in &rule.discover.items {
            let base = format!("{SITE}/{item}.data.csv");
            let query = rule.discover.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let address = with_parameters(&base, query.clone());
            let made = rows::written(all_pages(rule, ask, &base, &query.collect::<Vec<_>>())?)?;
            found.candidates.push(Candidate { made: Some(made), ..Candidate::of(item, address) });
        }
        Ok(found)
    }
}

/// The rows of every page below the header of the first. Errors with `F506` when pages do not fit together.
fn all_pages(rule: &Rule<'_>, ask: &dyn Ask, base: &str, query: &[(&str, &str)]) -> Result<Vec<Vec<String>>> {
    let key = ask.key(KEY.0);
    let limit = rule.fetching.nomis_cells;
    let mut all: Vec<Vec<String>> = Vec::new();
    for page in 0..MOST_PAGES {
        let (offset, most) = ((page * limit).to_string(), limit.to_string());
        let mut asked = query.to_vec();
        asked.extend([("RecordOffset", offset.as_str()), ("RecordLimit", most.as_str())]);
        asked.extend(key.as_deref().map(|key| ("uid", key)));
        let text = ask.text(&with_parameters(base, asked))?;
        let mut rows =
            rows::read(&text).map_err(|error| rule.unlisted(format!("an answer that is no table ({error})")))?;
        if rows.is_empty() || text.trim_start().starts_with('<') {
            return Err(rule.unlisted("an answer without a table").expected("rows below a header"));
        }
        let header = rows.remove(0);
        match all.first() {
            None => all.push(header),
            Some(first) if *first == header => {}
            Some(first) => {
                let found = format!("a page with the columns {}", header.join(", "));
                return Err(rule.unlisted(found).expected(format!("those of the first page: {}", first.join(", "))));
            }
        }
        let is_last = rows.len() < limit;
        all.extend(rows);
        if is_last {
            return Ok(all);
        }
    }
    Err(rule.unlisted(format!("more than {MOST_PAGES} pages")).expected("an end"))
}
