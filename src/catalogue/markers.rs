//! What publishers print in place of a figure, and the status it stands for.

use super::DefinitionFile;
use crate::domain::{Error, Result, Status, error_codes};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Text in place of a figure with the status it stands for.
pub type Markers = BTreeMap<String, Status>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    marker: String,
    status: Status,
}

/// Reads `markers.csv`. Errors with `F201`, and with `F204` for a status of neither a missing
/// figure nor one that rounds to zero.
pub(super) fn read(file: &DefinitionFile) -> Result<Markers> {
    let mut markers = Markers::new();
    for line in super::read::csv::<Line>(file, "the columns marker,status")? {
        if !line.status.can_be_a_mark() {
            return Err(Error::new(error_codes::DEFINITION_WRONG, "reading the markers")
                .in_file(&file.shown)
                .at_key(line.marker)
                .found(line.status.as_str())
                .expected(Status::MARKS));
        }
        markers.insert(line.marker.trim().to_owned(), line.status);
    }
    Ok(markers)
}
