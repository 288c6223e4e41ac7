//! The lock of a store: one process writes at a time, and the others are told which.

use super::store::inaccessible;
use crate::domain::{Error, Result, error_codes};
use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::Path;

/// Takes the lock, which is held until the file is dropped or the process ends, however it ends.
///
/// The holder writes into it who it is and since when (`now`). Errors: `F403`, naming the holder, and `F401`.
pub(super) fn take(store: &Path, now: &str) -> Result<File> {
    let path = store.join("lock");
    let failed = |error: &std::io::Error| inaccessible("locking the store", &path, error);
    // Not emptied on opening: what stands in it is the holder's.
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    let mut file = options.open(&path).map_err(|error| failed(&error))?;
    match file.try_lock() {
        Ok(()) => {
            let holder = format!("process {}, importing since {now}\n", std::process::id());
            // The lock is held whether or not its holder could be written down: a full disk is told by what follows.
            let _ = file.set_len(0).and_then(|()| file.write_all(holder.as_bytes()));
            Ok(file)
        }
        Err(TryLockError::WouldBlock) => Err(Error::new(error_codes::STORE_LOCKED, "locking the store")
            .in_file(path.display().to_string())
            .found(holder(&mut file))),
        Err(TryLockError::Error(error)) => Err(failed(&error)),
    }
}

/// What the holder wrote; a file of another program, or one caught before it was written, says nothing.
fn holder(file: &mut File) -> String {
    const LONGEST: u64 = 120;
    let mut text = String::new();
    let read = file.take(LONGEST).read_to_string(&mut text);
    let line = text.lines().next().unwrap_or_default();
    let is_plain =
        line.starts_with("process ") && line.chars().all(|letter| letter.is_ascii_graphic() || letter == ' ');
    if read.is_ok() && is_plain { line.to_owned() } else { "a process that has not said which it is".to_owned() }
}
