//! Pins: the editions that a briefing is based on, which stay in the store as long as the pin
//! exists.

use super::lists::COPIES;
use super::sealed::List;
use super::{EditionId, Store, Writer, names_in};
use crate::domain::{Action, Error, Field, Id, Result, Timestamp, error_codes};
use serde::{Deserialize, Serialize};

pub(super) const FOLDER: &str = "pins";
pub(super) const WHAT: &str = "a pin of the store";

impl List for Pin {
    const VERSION: u32 = 2;
}

/// The editions that a briefing is based on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// The layout of this file: 2, or 1 in older stores.
    pub version: u32,
    /// Its name.
    pub name: Id,
    /// The command that was run: the words after `fairshares`.
    pub made: String,
    /// When the pin was created.
    pub pinned: Timestamp,
    /// The editions that the figures were read from, including those built into the program.
    pub editions: Vec<EditionId>,
}

impl Store {
    /// Every pin, by name. Errors with `F402` for a pin that cannot be read or whose copy alone
    /// exists. Such a pin might need the editions to be removed.
    pub fn pins(&self) -> Result<Vec<Pin>> {
        for name in names_in(&self.copy_path(FOLDER))? {
            if !self.folder.join(FOLDER).join(&name).exists() {
                let copy = format!("{COPIES}/{FOLDER}/{name}");
                let repair = Action::Verify.with(Field::Repair);
                let help =
                    format!("{repair} puts it back; to give the pin up, remove {copy} as well");
                return Err(self
                    .damaged(&format!("{FOLDER}/{name}"), WHAT)
                    .found("its copy alone")
                    .help(help));
            }
        }
        let read = |name: String| {
            let pin: Option<Pin> = self.read_if_there(&name, WHAT)?;
            pin.ok_or_else(|| self.damaged(&name, WHAT))
        };
        self.names_of_pins()?.into_iter().map(read).collect()
    }

    /// The files of all pins, as paths below the store, in order.
    pub(super) fn names_of_pins(&self) -> Result<Vec<String>> {
        let names = names_in(&self.folder.join(FOLDER))?;
        let names = names.iter().filter(|name| name.ends_with(".json"));
        Ok(names.map(|name| format!("{FOLDER}/{name}")).collect())
    }

    /// The name of a new pin. Errors with `F303` for a name that is invalid or already in use.
    pub fn check_name_of_pin(&self, name: &str) -> Result<Id> {
        let id = Id::new(name)?;
        if !self.folder.join(file_of(&id)).exists() {
            return Ok(id);
        }
        Err(Error::new(error_codes::OPTION_WRONG, "pinning a briefing")
            .at_field(Field::Pin)
            .found(format!("{name:?}, under which another is pinned"))
            .expected("a new name"))
    }

    /// Stores a pin under its name, which must be new; `imported` are those of its editions that
    /// must be in the store.
    ///
    /// Errors: `F303` for a name that is invalid or in use, `F403` when one of the editions was
    /// removed since it was read, `F401`.
    pub fn pin(&self, pin: &Pin, imported: &[EditionId], now: Timestamp) -> Result<()> {
        self.change(Writer { doing: "pinning", now }, |store| {
            store.check_name_of_pin(pin.name.as_str())?;
            let held = store.manifest()?.snapshots;
            let is_held = |id: &&EditionId| held.iter().any(|snapshot| snapshot.id() == **id);
            if let Some(gone) =
                imported.iter().find(|id| !is_held(id) || !store.snapshot_path(id.sha256).is_file())
            {
                return Err(Error::new(error_codes::STORE_LOCKED, "pinning a briefing")
                    .found(format!(
                        "that edition {} of {} was removed meanwhile",
                        gone.edition, gone.dataset
                    ))
                    .help("produce the briefing again from the stored editions, and pin it"));
            }
            store.write_list(&file_of(&pin.name), &Pin { version: Pin::VERSION, ..pin.clone() })
        })
    }
}

/// The file of a pin, as a path below the store.
fn file_of(name: &Id) -> String {
    format!("{FOLDER}/{name}.json")
}
