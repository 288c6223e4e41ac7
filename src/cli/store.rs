//! Which store a command uses, and the note on it.

use crate::domain::{Error, Field, Result, error_codes};
use crate::knowledge::is_checkout;
use std::path::{Path, PathBuf};

/// The environment variable that names the store.
const VARIABLE: &str = "FAIRSHARES_STORE";

/// The store of a command, and who has chosen it.
pub(super) struct Chosen {
    /// Its folder.
    pub folder: PathBuf,
    by: By,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Option,
    Variable,
    /// The current folder is a checkout of the project itself.
    Checkout,
    /// No one: it is the user's own.
    Default,
}

impl Chosen {
    /// The folder of the option, of the environment variable, of a checkout, or the user's own.
    pub(super) fn new(option: Option<&Path>) -> Self {
        let variable =
            || std::env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
        let checkout = || is_checkout(Path::new(".")).then(|| PathBuf::from("data/store"));
        let (folder, by) = match option {
            Some(folder) => (folder.to_owned(), By::Option),
            None => match (variable(), checkout()) {
                (Some(folder), _) => (folder, By::Variable),
                (None, Some(folder)) => (folder, By::Checkout),
                (None, None) => (folder_of_user(), By::Default),
            },
        };
        Self { folder, by }
    }

    /// Errors with `F303` for an option that names a folder that is not there, as a slip of the
    /// keyboard does.
    pub(super) fn must_exist(&self) -> Result<()> {
        if self.by != By::Option || self.folder.is_dir() {
            return Ok(());
        }
        Err(Error::new(error_codes::OPTION_WRONG, "opening the store")
            .at_field(Field::Store)
            .found(format!("{}, which is no folder", self.folder.display()))
            .expected("the folder of a store")
            .help(
                "check the path; `fairshares import FILE --store DIR` and `fairshares refresh \
                 --store DIR` make a new store",
            ))
    }

    /// A note on which store it is, where that is not the user's own.
    pub(super) fn note(&self) -> Option<String> {
        let by = match self.by {
            By::Option => "--store",
            By::Variable => VARIABLE,
            By::Checkout => "this is a checkout of the project",
            By::Default => return None,
        };
        let is_there = if self.folder.is_dir() { "" } else { ", which does not exist yet" };
        Some(format!("store: {}{is_there} ({by})", self.folder.display()))
    }
}

/// The store in the user's data folder.
fn folder_of_user() -> PathBuf {
    let folder =
        |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || folder("HOME").map(|home| home.join(".local/share"));
    let data = folder("XDG_DATA_HOME").or_else(|| folder("LOCALAPPDATA")).or_else(home);
    data.map_or_else(|| PathBuf::from("fairshares-store"), |data| data.join("fairshares/store"))
}
