//! Reading with an observer, so that a fault of a library refuses one file and does not end the
//! program.
//!
//! Belongs here: when the reading of a file begins and ends, and the refusal of one at which an
//! earlier try failed. Does not belong here: watching, and starting again, which `cli` does.
//!
//! **Invariant:** without a watch, all files are read in the same way as with one.

use crate::catalogue::Limits;
use crate::domain::{Error, Field, Result, Sha256, error_codes};
use crate::knowledge::built_in_definition;
use crate::source::{ImportedFile, read_text};
use std::fmt::Debug;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How the reading of a file failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadingFault {
    /// It took longer than it may.
    TooLong,
    /// The program was ended by this signal meanwhile: it needed more memory than it may, or a
    /// library failed.
    Ended(i32),
}

/// An observer that is notified of the file being read.
pub trait Watch: Debug + Send + Sync {
    /// The reading of a file begins, and may take this many seconds. Returns the fault of an
    /// earlier try, if one failed: then the file is not read.
    fn begin(&self, sha256: Sha256, seconds: u64) -> Option<ReadingFault>;

    /// The reading has ended.
    fn end(&self);
}

/// The memory in bytes that reading may use where it is watched, by the built-in limits or those of
/// a folder of definitions.
pub fn reading_memory(catalogue: Option<&Path>) -> u64 {
    const FILE: &str = "limits.toml";
    const MOST: usize = 1 << 20;
    let own = catalogue.and_then(|folder| read_text(&folder.join(FILE), MOST).ok());
    // An error in it is reported when the catalogue is opened.
    let limits = own.and_then(|text| toml::from_str::<Limits>(&text).ok());
    let limits = limits.or_else(|| toml::from_str(built_in_definition(FILE)?).ok());
    limits.map_or(u64::MAX, |limits: Limits| limits.reading_memory_bytes)
}

/// The whole seconds of processor time that a process has used, where the system reports it, as
/// Linux does.
pub fn processor_seconds(process: u32) -> Option<u64> {
    /// In a second, whatever the machine.
    const TICKS: u64 = 100;
    /// The fields between the name, which may contain anything, and the user time; the system time
    /// comes next.
    const BEFORE: usize = 11;
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut times = stat
        .rsplit_once(')')?
        .1
        .split_whitespace()
        .skip(BEFORE)
        .map_while(|ticks| ticks.parse::<u64>().ok());
    Some((times.next()? + times.next()?) / TICKS)
}

/// A file that is read.
pub(crate) struct Watched<'w> {
    pub name: &'w str,
    pub sha256: Sha256,
    pub bytes: usize,
}

impl<'w> Watched<'w> {
    /// A file that a user has imported, or that was fetched.
    pub fn file(file: &'w ImportedFile) -> Self {
        Self { name: &file.name, sha256: file.sha256, bytes: file.bytes.len() }
    }
}

/// The observer of the reading of files, if there is one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Watching {
    watch: Option<Arc<dyn Watch>>,
    /// True while a file is read, in whichever thread.
    is_reading: Arc<AtomicBool>,
}

impl Watching {
    /// Reading with an observer.
    pub fn by(watch: Option<Arc<dyn Watch>>) -> Self {
        Self { watch, is_reading: Arc::default() }
    }

    /// Runs work that parses the bytes of a file. Work on other files during this time counts as a
    /// part of it.
    ///
    /// Errors with `F114` where an earlier try failed, else as the work does.
    pub fn watched<T>(
        &self,
        file: &Watched<'_>,
        limits: &Limits,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        let Some(watch) = &self.watch else { return work() };
        if self.is_reading.swap(true, Ordering::SeqCst) {
            return work();
        }
        let seconds = seconds(file.bytes, limits);
        if let Some(fault) = watch.begin(file.sha256, seconds) {
            self.is_reading.store(false, Ordering::SeqCst);
            return Err(refused(file, fault, seconds, limits));
        }
        let done = work();
        self.is_reading.store(false, Ordering::SeqCst);
        watch.end();
        done
    }
}

fn seconds(bytes: usize, limits: &Limits) -> u64 {
    const MEGABYTE: usize = 1_000_000;
    let Limits { reading_seconds, reading_seconds_per_megabyte, .. } = limits;
    let megabytes = u64::try_from(bytes.div_ceil(MEGABYTE)).unwrap_or(u64::MAX);
    reading_seconds.saturating_add(reading_seconds_per_megabyte.saturating_mul(megabytes))
}

fn refused(file: &Watched<'_>, fault: ReadingFault, seconds: u64, limits: &Limits) -> Error {
    let memory = limits.reading_memory_bytes;
    let (found, expected) = match fault {
        ReadingFault::TooLong => (
            format!("a file that was still being read after {seconds} seconds"),
            format!("at most {seconds} seconds"),
        ),
        ReadingFault::Ended(signal) => (
            format!(
                "a file at which reading broke off (signal {signal}): it needed too much memory, \
                 or a library failed"
            ),
            format!("at most {memory} bytes of memory"),
        ),
    };
    Error::new(error_codes::TOO_LARGE, "reading a file")
        .in_file(file.name)
        .found(found)
        .expected(expected)
        .help(format!(
            "open it in a spreadsheet program, save it as a new xlsx, and import that; or raise \
             `reading_seconds` or `reading_memory_bytes` in the limits.toml of a folder given with \
             {}",
            Field::Catalogue
        ))
}

#[cfg(test)]
mod tests {
    use super::{ReadingFault, Watch, Watched, Watching, processor_seconds, reading_memory};
    use crate::domain::{Result, Sha256};
    use crate::knowledge::built_in_definition;
    use std::sync::{Arc, Mutex};

    /// Records its notifications, and refuses one file.
    #[derive(Debug, Default)]
    struct Notes(Mutex<Vec<String>>);

    impl Watch for Notes {
        fn begin(&self, sha256: Sha256, seconds: u64) -> Option<ReadingFault> {
            self.0.lock().unwrap().push(format!("{sha256} {seconds}"));
            (sha256 == Sha256::digest(b"bad")).then_some(ReadingFault::Ended(6))
        }

        fn end(&self) {
            self.0.lock().unwrap().push("end".to_owned());
        }
    }

    #[test]
    fn who_watches_is_told_of_each_file_once() {
        let notes = Arc::new(Notes::default());
        let (watching, limits) = (
            Watching::by(Some(notes.clone())),
            toml::from_str(built_in_definition("limits.toml").unwrap()).unwrap(),
        );
        let hash = |name: &str| Sha256::digest(name.as_bytes());
        let file = |name| Watched { name: "a.xlsx", sha256: hash(name), bytes: 1_000_001 };
        let inner = || watching.watched(&file("inner"), &limits, || Ok(7));
        assert_eq!(watching.watched(&file("outer"), &limits, inner).unwrap(), 7);
        let refused: Result<()> =
            watching.watched(&file("bad"), &limits, || panic!("it is not read"));
        let said = refused.unwrap_err().to_string();
        assert!(
            said.contains("F114") && said.contains("signal 6") && said.contains("reading_seconds"),
            "{said}"
        );
        let begun = |name: &str| format!("{} 80", hash(name));
        assert_eq!(*notes.0.lock().unwrap(), [begun("outer"), "end".to_owned(), begun("bad")]);
        assert!(reading_memory(None) < u64::MAX);
        assert_eq!(processor_seconds(std::process::id()).is_some(), cfg!(target_os = "linux"));
    }
}
