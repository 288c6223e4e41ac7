//! Common functions for checks of a definition against the others.
//!
//! Belongs here: that an id is one of some definitions, and the error where something does not fit.
//! Does not belong here: which references are checked, which `link` and the files of the
//! definitions declare.

use super::Definitions;
use crate::domain::{Error, ErrorCode, Id, Result, error_codes, nearest};

/// The error of a definition that does not fit the others, at a key.
pub(super) fn wrong(
    code: &'static ErrorCode,
    key: impl ToString,
    found: impl Into<String>,
) -> Error {
    Error::new(code, "linking the catalogue").at_key(key.to_string()).found(found)
}

/// Errors with `F202` unless there is a definition of that id, and names the nearest that there is.
pub(super) fn exists<T>(all: &Definitions<T>, id: &Id, kind: &str) -> Result<()> {
    if all.contains_key(id) {
        return Ok(());
    }
    let names: Vec<&str> = all.keys().map(Id::as_str).collect();
    let near =
        nearest(id.as_str(), &names).map_or(String::new(), |near| format!(" (near: {near})"));
    let error = wrong(error_codes::REFERENCE_DANGLING, kind, id.to_string());
    Err(error.expected(format!("the id of an existing {kind}{near}")))
}
