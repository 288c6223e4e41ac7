//! The locks of a store. One process writes at a time and one refreshes at a time; other processes
//! can see which.

use super::{Writer, inaccessible};
use crate::domain::{Error, Result, error_codes};
use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::Path;
use std::time::Duration;

/// The lock for writing to the store, taken for moments only.
pub(super) const WRITING: &str = "lock";
/// The lock for refreshing the store, taken while publishers are asked.
pub(super) const REFRESHING: &str = "refresh.lock";

/// Takes a lock, which lasts until the file is dropped or the process ends, for whatever reason.
///
/// The holder writes into it which process it is, what it is doing and since when. If another
/// process has the lock, the function tries `attempts` times, a second apart. Errors: `F403`,
/// naming the holder, and `F401`.
pub(super) fn take(store: &Path, name: &str, by: Writer<'_>, attempts: u32) -> Result<File> {
    let path = store.join(name);
    let failed = |error: &std::io::Error| inaccessible("locking the store", &path, error);
    // Opening does not truncate the file, because its content belongs to the holder.
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    let mut file = options.open(&path).map_err(|error| failed(&error))?;
    let attempts = attempts.max(1);
    let mut left = attempts;
    loop {
        match file.try_lock() {
            Ok(()) => break,
            Err(TryLockError::Error(error)) => return Err(failed(&error)),
            Err(TryLockError::WouldBlock) => left -= 1,
        }
        if left == 0 {
            return Err(Error::new(error_codes::STORE_LOCKED, "locking the store")
                .in_file(path.display().to_string())
                .found(holder(&mut file))
                .expected(match attempts {
                    1 => "nobody".to_owned(),
                    2 => "that it ends within 1 second".to_owned(),
                    _ => format!("that it ends within {} seconds", attempts - 1),
                }));
        }
        std::thread::sleep(Duration::from_secs(1));
    }
    let holder = format!("process {}, {} since {}\n", std::process::id(), by.doing, by.now);
    // The lock is valid even if its holder could not be written. Later writes report a full disk.
    let _ = file.set_len(0).and_then(|()| file.write_all(holder.as_bytes()));
    Ok(file)
}

/// The description that the holder wrote; empty for a file of another program, or one not written
/// yet.
fn holder(file: &mut File) -> String {
    const LONGEST: u64 = 120;
    let mut text = String::new();
    let read = file.take(LONGEST).read_to_string(&mut text);
    let line = text.lines().next().unwrap_or_default();
    let is_plain = line.starts_with("process ")
        && line.chars().all(|letter| letter.is_ascii_graphic() || letter == ' ');
    if read.is_ok() && is_plain {
        line.to_owned()
    } else {
        "a process that has not said which it is".to_owned()
    }
}
