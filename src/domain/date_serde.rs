//! Days in definition files: in ISO form, or as publications print them.
//!
//! Belongs here: reading a day, no day or several with serde's `deserialize_with`. Does not belong
//! here: days in published files.

use super::period::{Date, parse_publication_date};
use serde::{Deserialize, Deserializer};

/// A day as written in a definition, such as `2025-12-31` or `31 December 2025`.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct WrittenDay(Date);

impl TryFrom<String> for WrittenDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let day = parse_publication_date(&text);
        day.map(Self).ok_or_else(|| format!("{text:?} where a day such as 2025-12-31 is expected"))
    }
}

/// Reads one day. Errors with the text that is not a day.
pub fn one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    WrittenDay::deserialize(deserializer).map(|day| day.0)
}

/// Reads a day that may be absent. Errors with the text that is not a day.
pub fn optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    one(deserializer).map(Some)
}

/// Reads several days, in order. Errors with the first text that is not a day.
pub fn many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Date>, D::Error> {
    Ok(Vec::<WrittenDay>::deserialize(deserializer)?.into_iter().map(|day| day.0).collect())
}
