//! JSON: an answer unchanged, numbers as numbers, missing as null with its status.

use crate::domain::{Error, Result, error_codes};
use serde::Serialize;

/// An answer as JSON: the type unchanged, with figures as numbers and their statuses.
///
/// Errors with `F401` where it cannot be written.
pub fn json(answer: &impl Serialize) -> Result<String> {
    let text = serde_json::to_string_pretty(answer).map_err(|error| {
        Error::new(error_codes::FILE_INACCESSIBLE, "writing JSON").found(error.to_string())
    })?;
    Ok(text + "\n")
}
