//! Stat-Xplore of the Department for Work and Pensions: a query is posted with a key, the answer is
//! a cube.
//!
//! `POST /webapi/rest/v1/table` with `database`, `measures` and `dimensions`; the answer has
//! `fields[].items[].labels[]` and `cubes.<measure>.values`, nested in the order of the fields. The
//! table has one row for each cell: the label of every field, then the value. The definition
//! provides the column names.

use super::rows::Written;
use super::{Ask, Candidate, Credential, Found, Publisher, Rule, list};
use crate::catalogue::discover::StatXplore;
use crate::domain::Result;
use serde_json::{Value, json};

const TABLE: &str = "https://stat-xplore.dwp.gov.uk/webapi/rest/v1/table";

/// The key, which every account has.
pub(super) const CREDENTIAL: Credential = Credential {
    interface: "stat-xplore",
    header: "apikey",
    variable: "FAIRSHARES_STAT_XPLORE_KEY",
};

impl Publisher for StatXplore {
    fn find(&self, rule: &Rule<'_>, ask: &dyn Ask) -> Result<Found> {
        let mut found = Found::default();
        for database in &self.items {
            let parameter =
                |name: &str| self.query.get(name).map(String::as_str).unwrap_or_default();
            let measure = parameter("measure");
            let dimensions: Vec<[&str; 1]> =
                parameter("dimensions").split_whitespace().map(|field| [field]).collect();
            let columns: Vec<&str> = parameter("columns").split_whitespace().collect();
            let query =
                json!({ "database": database, "measures": [measure], "dimensions": dimensions });
            let answer = ask.posted(TABLE, &query.to_string(), CREDENTIAL)?;
            let answer = rule.parsed(&answer, TABLE)?;
            let made = table(rule, &answer, measure, &columns)?.ok_or_else(|| {
                rule.unlisted_at(TABLE, "an answer without a cube of the measure").expected(measure)
            })?;
            found.candidates.push(Candidate { made: Some(made), ..Candidate::of(database, TABLE) });
        }
        Ok(found)
    }
}

/// The cube as rows below a header; `None` when its fields or its size differ from the query.
fn table(
    rule: &Rule<'_>,
    answer: &Value,
    measure: &str,
    columns: &[&str],
) -> Result<Option<String>> {
    let labels: Option<Vec<Vec<&str>>> = list(answer, &["fields"]).iter().map(labels_of).collect();
    let Some(labels) = labels.filter(|labels| labels.len() + 1 == columns.len()) else {
        return Ok(None);
    };
    let mut rows = Written::under(rule, columns)?;
    let cells =
        unfold(list(answer, &["cubes", measure, "values"]), &labels, &mut Vec::new(), &mut rows)?;
    if cells.is_some_and(|cells| cells > 0) { rows.text().map(Some) } else { Ok(None) }
}

fn labels_of(field: &Value) -> Option<Vec<&str>> {
    list(field, &["items"]).iter().map(|item| list(item, &["labels"]).first()?.as_str()).collect()
}

/// Writes the cells of a cube, or of a part of it, and returns their number; `None` where the size
/// differs.
fn unfold<'l>(
    values: &[Value],
    labels: &[Vec<&'l str>],
    above: &mut Vec<&'l str>,
    rows: &mut Written<'_>,
) -> Result<Option<usize>> {
    let Some((first, rest)) = labels.split_first().filter(|(first, _)| values.len() == first.len())
    else {
        return Ok(None);
    };
    let mut cells = 0;
    for (label, value) in first.iter().zip(values) {
        above.push(label);
        if rest.is_empty() {
            let Some(cell) = value
                .is_null()
                .then(String::new)
                .or_else(|| value.as_f64().map(|cell| cell.to_string()))
            else {
                return Ok(None);
            };
            let row: Vec<&str> = above.iter().copied().chain([cell.as_str()]).collect();
            rows.add(&row)?;
            cells += 1;
        } else {
            let inside = value
                .as_array()
                .map(|values| unfold(values, rest, above, rows))
                .transpose()?
                .flatten();
            let Some(inside) = inside else { return Ok(None) };
            cells += inside;
        }
        above.pop();
    }
    Ok(Some(cells))
}
