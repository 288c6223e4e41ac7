//! Pins: the editions that a briefing was made from, which are kept for as long as the pin is there.

use super::{EditionId, Store, inaccessible, write_into};
use crate::domain::{Error, Id, Result, error_codes};
use serde::{Deserialize, Serialize};
use std::fs;

const FOLDER: &str = "pins";

/// What a briefing was made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// The layout of this file; 1.
    pub version: u32,
    /// Its name.
    pub name: String,
    /// What was made: the words after `fairshares`.
    pub made: String,
    /// When it was made.
    pub pinned: String,
    /// The editions that its figures were read from, those inside the program among them.
    pub editions: Vec<EditionId>,
}

impl Store {
    /// Every pin, by name. Errors with `F402` for one that cannot be read: it might need what would be removed.
    pub fn pins(&self) -> Result<Vec<Pin>> {
        let folder = self.folder.join(FOLDER);
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(inaccessible("reading the pins of the store", &folder, &error)),
        };
        let mut names: Vec<String> = entries
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with('.'))
            .collect();
        names.sort();
        let read = |name: &String| {
            let pin: Option<Pin> = self.read_list(&format!("{FOLDER}/{name}"), "a pin of the store")?;
            pin.ok_or_else(|| Error::new(error_codes::STORE_DAMAGED, "reading a pin of the store").in_file(name))
        };
        names.iter().map(read).collect()
    }

    /// Keeps a pin under its name, which must be new. Errors: `F303` for a name that is none or taken, `F401`.
    pub fn pin(&self, pin: &Pin) -> Result<()> {
        let name = Id::new(&pin.name)?;
        let folder = self.folder.join(FOLDER);
        if folder.join(format!("{name}.json")).exists() {
            return Err(Error::new(error_codes::OPTION_WRONG, "pinning a briefing")
                .at_key("--pin")
                .found(format!("{:?}, under which another is pinned", pin.name))
                .expected("a new name"));
        }
        let text = serde_json::to_vec_pretty(pin)
            .map_err(|error| Error::new(error_codes::STORE_DAMAGED, "writing a pin").found(error.to_string()))?;
        write_into(&folder, &format!("{name}.json"), &text)
    }
}
