//! Stat-Xplore of the Department for Work and Pensions: a query is posted with a key, the answer is a cube.
//!
//! `POST /webapi/rest/v1/table` with `database`, `measures` and `dimensions`; the answer has `fields[].items[].labels[]` and
//! `cubes.<measure>.values`, nested in the order of the fields. It is written out with one row for each cell: the label of
//! every field, then the value, under the names that the definition gives them.

use super::{Ask, Candidate, Credential, Found, Publisher, Rule, list, rows};
use crate::domain::Result;
use serde_json::{Value, json};

pub(super) struct StatXplore;

const TABLE: &str = "https://stat-xplore.dwp.gov.uk/webapi/rest/v1/table";

/// The key, which everybody with an account has.
pub(super) const CREDENTIAL: Credential =
    Credential { interface: "stat-xplore", header: "apikey", variable: "FAIRSHARES_STAT_XPLORE_KEY" };

impl Publisher for StatXplore {
    fn find(&self, rule: &Rule<'_>, ask: &dyn Ask) -> Result<Found> {
        let mut found = Found::default();
        for database in &rule.discover.items {
            let parameter = |name: &str| rule.discover.query.get(name).map(String::as_str).unwrap_or_default();
            let measure = parameter("measure");
            let dimensions: Vec<[&str; 1]> = parameter("dimensions").split_whitespace().map(|field| [field]).collect();
            let columns: Vec<&str> = parameter("columns").split_whitespace().collect();
            let query = json!({ "database": database, "measures": [measure], "dimensions": dimensions });
            let answer = ask.posted(TABLE, &query.to_string(), CREDENTIAL)?;
            let answer: Value = serde_json::from_str(&answer)
                .map_err(|error| rule.unlisted_at(TABLE, format!("an answer that is no JSON ({error})")))?;
            let rows = table(&answer, measure, &columns)
                .ok_or_else(|| rule.unlisted_at(TABLE, "an answer without a cube of the measure").expected(measure))?;
            found.candidates.push(Candidate { made: Some(rows::written(rows)?), ..Candidate::of(database, TABLE) });
        }
        Ok(found)
    }
}

/// The cube as rows below a header; `None` when it has other fields or another size than was asked for.
fn table(answer: &Value, measure: &str, columns: &[&str]) -> Option<Vec<Vec<String>>> {
    let labels: Vec<Vec<&str>> = list(answer, &["fields"]).iter().map(labels_of).collect::<Option<_>>()?;
    if labels.len() + 1 != columns.len() {
        return None;
    }
    let mut rows = vec![columns.iter().map(|name| (*name).to_owned()).collect()];
    unfold(list(answer, &["cubes", measure, "values"]), &labels, &mut Vec::new(), &mut rows)?;
    (rows.len() > 1).then_some(rows)
}

fn labels_of(field: &Value) -> Option<Vec<&str>> {
    list(field, &["items"]).iter().map(|item| list(item, &["labels"]).first()?.as_str()).collect()
}

fn unfold(values: &[Value], labels: &[Vec<&str>], above: &mut Vec<String>, rows: &mut Vec<Vec<String>>) -> Option<()> {
    let (first, rest) = labels.split_first()?;
    if values.len() != first.len() {
        return None;
    }
    for (label, value) in first.iter().zip(values) {
        above.push((*label).to_owned());
        if rest.is_empty() {
            let cell = if value.is_null() { String::new() } else { value.as_f64()?.to_string() };
            rows.push(above.iter().cloned().chain([cell]).collect());
        } else {
            unfold(value.as_array()?, rest, above, rows)?;
        }
        above.pop();
    }
    Some(())
}
