//! What publishers print in a figure's place, and the status it stands for.

use super::DefinitionFile;
use crate::domain::{Error, Result, Status, error_codes};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Text in a figure's place with the status it stands for.
pub type Markers = BTreeMap<String, Status>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    marker: String,
    status: Status,
}

/// Reads `markers.csv`. Errors with `F201`, and with `F204` for a status that stands neither for a
/// missing figure nor for one that rounds to zero.
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
