//! JSON: an array of objects, numbers as numbers, missing as null with its status.

use super::ListingFormat;
use crate::domain::{Error, Result, error_codes};
use crate::table::{Cell, Listing, columns};
use serde::Serialize;
use serde_json::{Map, Value};

/// An answer as JSON: the type as it stands, with figures as numbers and their statuses.
///
/// Errors with `F401` where it cannot be written.
pub fn json(answer: &impl Serialize) -> Result<String> {
    let text = serde_json::to_string_pretty(answer)
        .map_err(|error| Error::new(error_codes::FILE_INACCESSIBLE, "writing JSON").found(error.to_string()))?;
    Ok(text + "\n")
}

/// One object per row, keys in column order.
pub struct Json;

impl ListingFormat for Json {
    fn id(&self) -> &'static str {
        "json"
    }

    fn render(&self, listing: &Listing) -> Result<Vec<u8>> {
        let has_status = listing.columns.iter().any(|column| column.name == columns::STATUS);
        let rows = listing.rows.iter().map(|row| {
            let mut object = Map::new();
            for (column, cell) in listing.columns.iter().zip(row) {
                object.insert(column.name.clone(), value(cell));
                if let (false, Some(status)) = (has_status, cell.status()) {
                    object.insert(format!("{}_status", column.name), Value::from(status.as_str()));
                }
            }
            Value::Object(object)
        });
        let rows: Vec<Value> = rows.collect();
        let mut bytes = serde_json::to_vec_pretty(&rows)
            .map_err(|error| Error::new(error_codes::FILE_INACCESSIBLE, "writing JSON").found(error.to_string()))?;
        bytes.push(b'\n');
        Ok(bytes)
    }
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Text(text) => Value::from(text.as_str()),
        Cell::Day(day) => Value::from(day.to_string()),
        Cell::Number(number) | Cell::Decimals(number, ..) | Cell::Marked(number, _) => Value::from(*number),
        Cell::Missing(_) => Value::Null,
    }
}
