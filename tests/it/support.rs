//! What several tests need: an engine, the publishers' files, the program itself.

use fairshares::domain::Date;
use fairshares::engine::{Engine, Settings};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder of the publishers' files, or `None` with a word on stderr; in CI its absence is a failure.
pub fn published_files() -> Option<PathBuf> {
    let named = std::env::var_os("FAIRSHARES_PUBLISHED").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"));
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "the publishers' files must be there in CI: {}", folder.display());
    eprintln!("skipped: no publishers' files in {}; set FAIRSHARES_PUBLISHED", folder.display());
    None
}

/// The publishers' file at a path below the folder, or `None` when the folder is not there.
pub fn published_file(path: &str) -> Option<PathBuf> {
    published_files().map(|folder| folder.join(path))
}

/// An engine on an empty store.
pub fn engine() -> Engine {
    engine_at(Path::new("no-such-store"), None)
}

/// An engine on a store, as of a day.
pub fn engine_at(store: &Path, at: Option<Date>) -> Engine {
    Engine::open(&Settings { store: store.to_owned(), catalogue: None, at }).unwrap()
}

/// The program with a store of its own, run in a folder.
pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fairshares"));
    command.current_dir(folder).env_clear().env("FAIRSHARES_STORE", folder.join("store"));
    command
}

/// Runs a command that must succeed.
pub fn succeed(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}:\n{}", String::from_utf8_lossy(&output.stderr));
    output
}

/// The lines of an oracle file without its citation, as cells by column name.
pub fn oracle(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().unwrap()
}
