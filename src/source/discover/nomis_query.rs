//! Queries to Nomis, in pages below the number of cells that it returns without a key.
//!
//! `GET /api/v01/dataset/<id>.data.csv?…&RecordOffset=&RecordLimit=`; a page that is shorter than
//! requested is the last.

use super::rows::Written;
use super::{Ask, Candidate, Found, Publisher, Rule, with_parameters};
use crate::catalogue::discover::NomisQuery;
use crate::domain::Result;

const SITE: &str = "https://www.nomisweb.co.uk/api/v01/dataset";

/// The API and the environment variable of its key, which is optional.
pub(super) const KEY: (&str, &str) = ("nomis", "FAIRSHARES_NOMIS_UID");

impl Publisher for NomisQuery {
    fn find(&self, rule: &Rule<'_>, ask: &dyn Ask) -> Result<Found> {
        let mut found = Found::default();
        for item in &self.items {
            let base = format!("{SITE}/{item}.data.csv");
            let query = self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let address = with_parameters(&base, query.clone());
            let made = all_pages(rule, ask, &base, &query.collect::<Vec<_>>())?;
            found.candidates.push(Candidate { made: Some(made), ..Candidate::of(item, address) });
        }
        Ok(found)
    }
}

/// The rows of every page below the header of the first. Errors with `F506` when pages are
/// inconsistent.
fn all_pages(rule: &Rule<'_>, ask: &dyn Ask, base: &str, query: &[(&str, &str)]) -> Result<String> {
    let key = ask.key(KEY.0);
    let limit = rule.fetching.nomis_cells;
    let no_table =
        |error: csv::Error| rule.unlisted(format!("an answer that is no table ({error})"));
    let mut first: Option<(csv::StringRecord, Written<'_>)> = None;
    for page in 0.. {
        let (offset, most) = ((page * limit).to_string(), limit.to_string());
        let mut asked = query.to_vec();
        asked.extend([("RecordOffset", offset.as_str()), ("RecordLimit", most.as_str())]);
        asked.extend(key.as_deref().map(|key| ("uid", key)));
        let text = ask.text(&with_parameters(base, asked))?;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let mut record = csv::StringRecord::new();
        if !reader.read_record(&mut record).map_err(no_table)? || text.trim_start().starts_with('<')
        {
            return Err(rule.unlisted("an answer without a table").expected("rows below a header"));
        }
        let table = match &mut first {
            None => {
                let table = Written::under(rule, &record.iter().collect::<Vec<_>>())?;
                &mut first.insert((record.clone(), table)).1
            }
            Some((header, table)) if *header == record => table,
            Some((header, _)) => {
                let columns =
                    |record: &csv::StringRecord| record.iter().collect::<Vec<_>>().join(", ");
                let found = format!("a page with the columns {}", columns(&record));
                let expected = format!("those of the first page: {}", columns(header));
                return Err(rule.unlisted(found).expected(expected));
            }
        };
        let mut rows = 0;
        while reader.read_record(&mut record).map_err(no_table)? {
            table.add(&record.iter().collect::<Vec<_>>())?;
            rows += 1;
        }
        if rows < limit {
            break;
        }
    }
    first.map_or_else(|| Ok(String::new()), |(_, table)| table.text())
}
