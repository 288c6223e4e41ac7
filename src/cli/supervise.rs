//! Commands that read foreign files run in a process of their own, watched by this one.
//!
//! Belongs here: starting the program again under a memory limit, the deadline of each file, and
//! one more start without a file at which it failed. Does not belong here: which files are read,
//! and the error message for such a file, which `engine` words.
//!
//! **Invariant:** output and exit code are those of the reading process, and neither process
//! outlives the other. Where watching is impossible (no Unix, no room for a socket) the program
//! reads in this process.
//!
//! The two processes communicate over a socket, whose path is in the reading process's environment.
//! It sends `reading SHA256 SECONDS` when it begins with a file and `done` when it has finished. An
//! empty `FAIRSHARES_WATCHER` lets a command run in one process.

use crate::holdings::Watch;
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Runs the program's command in a watched process, and returns its exit code; `None` where the
/// command is to run in this one.
pub(super) fn run(arguments: &[OsString], catalogue: Option<&Path>) -> Option<ExitCode> {
    #[cfg(unix)]
    {
        unix::run(arguments, catalogue)
    }
    #[cfg(not(unix))]
    {
        let _ = (arguments, catalogue);
        None
    }
}

/// The process that watches this one, if there is one; it is notified of each file being read.
pub(super) fn watcher() -> Option<Arc<dyn Watch>> {
    #[cfg(unix)]
    {
        unix::watcher()
    }
    #[cfg(not(unix))]
    {
        None
    }
}

#[cfg(unix)]
mod unix {
    use crate::domain::Sha256;
    use crate::holdings::{ReadingFault, Watch, processor_seconds, reading_memory};
    use crate::packs::remove_folder;
    use std::collections::BTreeMap;
    use std::ffi::{OsStr, OsString};
    use std::io::{BufRead, BufReader, Read, Write};
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::os::unix::process::ExitStatusExt;
    use std::path::Path;
    use std::process::{Child, Command, ExitCode, ExitStatus};
    use std::sync::Arc;
    use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
    use std::time::{Duration, Instant};

    /// Where the socket is.
    const WATCHER: &str = "FAIRSHARES_WATCHER";
    /// The number of the process that watches.
    const WATCHED_BY: &str = "FAIRSHARES_WATCHED_BY";
    /// The files at which earlier tries failed, each with its sha256 and how: `long`, or the number
    /// of a signal.
    const UNREADABLE: &str = "FAIRSHARES_UNREADABLE";
    /// Limits the memory (in kibibytes) and disables core dumps, where the system supports such
    /// limits; then becomes the program.
    const START: &str =
        "{ ulimit -c 0; ulimit -S -d \"$FAIRSHARES_MEMORY\"; } 2>/dev/null; exec \"$0\" \"$@\"";
    const MEMORY: &str = "FAIRSHARES_MEMORY";
    const KIBIBYTE: u64 = 1024;

    type Unreadable = BTreeMap<String, ReadingFault>;

    pub(super) fn run(arguments: &[OsString], catalogue: Option<&Path>) -> Option<ExitCode> {
        /// A folder may contain many files; more than this many that end the program are not due to
        /// chance.
        const MOST: usize = 1_000;
        if std::env::var_os(WATCHER).is_some() {
            return None;
        }
        let memory = reading_memory(catalogue) / KIBIBYTE;
        let mut unreadable = Unreadable::new();
        loop {
            let (ended, at) = Run::start(arguments, memory, &unreadable)?.wait();
            match at {
                Some((sha256, fault))
                    if unreadable.len() < MOST && !unreadable.contains_key(&sha256) =>
                {
                    unreadable.insert(sha256, fault);
                }
                _ => return Some(exit_code(ended)),
            }
        }
    }

    /// The exit code of a process, or the code by which shells report the signal that ended it.
    fn exit_code(ended: Option<ExitStatus>) -> ExitCode {
        const BY_SIGNAL: i32 = 128;
        let code =
            ended.and_then(|status| status.code().or_else(|| Some(BY_SIGNAL + status.signal()?)));
        ExitCode::from(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX))
    }

    /// A reading process.
    struct Run {
        child: Child,
        said: Receiver<RegionalText>,
        /// Where its socket is, until it has found it.
        folder: Option<tempfile::TempDir>,
    }

    /// The messages of a process.
    enum RegionalText {
        /// It has found us.
        Here,
        Reading {
            sha256: String,
            seconds: u64,
        },
        Done,
        /// It has ended, or closed its end.
        Gone,
    }

    /// A file that the process is reading, and until when it may.
    struct Reading {
        sha256: String,
        begun: Instant,
        allowed: Duration,
        end: Instant,
        /// Seconds of processor time that the process had used when it began.
        taken: Option<u64>,
    }

    impl Reading {
        fn new(sha256: String, seconds: u64, process: u32) -> Self {
            const DAY: u64 = 86_400;
            let (begun, allowed) = (Instant::now(), Duration::from_secs(seconds.min(DAY)));
            Self { sha256, begun, allowed, end: begun + allowed, taken: processor_seconds(process) }
        }

        /// Gives the process more time where the machine was busy with other things: as long as it
        /// has not had a processor for the time that is allowed, and has not waited for ten times
        /// as long.
        fn is_given_more(&mut self, process: u32) -> bool {
            const MOST_TIMES: u32 = 10;
            let taken = self
                .taken
                .and_then(|before| Some(processor_seconds(process)?.saturating_sub(before)));
            let left = taken.map_or(Duration::ZERO, |taken| {
                self.allowed.saturating_sub(Duration::from_secs(taken))
            });
            let is_patient = self.begun.elapsed() < self.allowed.saturating_mul(MOST_TIMES);
            self.end = Instant::now() + left;
            is_patient && !left.is_zero()
        }
    }

    impl Run {
        fn start(arguments: &[OsString], memory: u64, unreadable: &Unreadable) -> Option<Self> {
            let folder = tempfile::Builder::new().prefix("fairshares-").tempdir().ok()?;
            let place = folder.path().join("watcher");
            let listener = UnixListener::bind(&place).ok()?;
            let child = Command::new("/bin/sh")
                .args([OsStr::new("-c"), OsStr::new(START)])
                .arg(std::env::current_exe().ok()?)
                .args(arguments)
                .env(WATCHER, &place)
                .env(WATCHED_BY, std::process::id().to_string())
                .env(UNREADABLE, written(unreadable))
                .env(MEMORY, memory.to_string())
                .spawn()
                .ok()?;
            let (sender, said) = channel();
            std::thread::spawn(move || hear(&listener, &sender));
            Some(Self { child, said, folder: Some(folder) })
        }

        /// How it ended, and the file that it was reading where that is why.
        fn wait(mut self) -> (Option<ExitStatus>, Option<(String, ReadingFault)>) {
            /// How often to look whether it has ended before it found us.
            const PATIENCE: Duration = Duration::from_millis(10);
            const LONG: Duration = Duration::from_secs(3_600);
            let mut reading: Option<Reading> = None;
            let mut took_too_long = false;
            loop {
                let until =
                    reading.as_ref().map(|one| one.end.saturating_duration_since(Instant::now()));
                let patience = until.unwrap_or(if self.folder.is_some() { PATIENCE } else { LONG });
                match self.said.recv_timeout(patience) {
                    Ok(RegionalText::Here) => self.folder = None,
                    Ok(RegionalText::Reading { sha256, seconds }) => {
                        reading = Some(Reading::new(sha256, seconds, self.child.id()));
                    }
                    Ok(RegionalText::Done) => reading = None,
                    Ok(RegionalText::Gone) | Err(RecvTimeoutError::Disconnected) => break,
                    Err(RecvTimeoutError::Timeout) if reading.is_some() => {
                        if reading.as_mut().is_some_and(|one| one.is_given_more(self.child.id())) {
                            continue;
                        }
                        took_too_long = true;
                        // It may have ended this moment.
                        let _ = self.child.kill();
                        break;
                    }
                    Err(RecvTimeoutError::Timeout) => {
                        if self.folder.is_some() && !matches!(self.child.try_wait(), Ok(None)) {
                            break;
                        }
                    }
                }
            }
            let ended = self.child.wait().ok();
            let signal =
                ended.and_then(|status| status.signal()).filter(|signal| !is_request(*signal));
            let fault = if took_too_long {
                Some(ReadingFault::TooLong)
            } else {
                signal.map(ReadingFault::Ended)
            };
            (ended, reading.and_then(|one| Some((one.sha256, fault?))))
        }
    }

    /// True for the signals by which users and systems request a program to end: SIGHUP, SIGINT,
    /// SIGQUIT, SIGPIPE, SIGTERM.
    fn is_request(signal: i32) -> bool {
        matches!(signal, 1 | 2 | 3 | 13 | 15)
    }

    /// Forwards the messages of the process until it ends.
    fn hear(listener: &UnixListener, sender: &Sender<RegionalText>) {
        let Ok((stream, _)) = listener.accept() else { return };
        let lines = BufReader::new(stream).lines().map_while(Result::ok);
        let said = lines.filter_map(|line| {
            let mut words = line.split(' ');
            match (words.next()?, words.next(), words.next()) {
                ("reading", Some(sha256), Some(seconds)) => Some(RegionalText::Reading {
                    sha256: sha256.to_owned(),
                    seconds: seconds.parse().ok()?,
                }),
                ("done", ..) => Some(RegionalText::Done),
                _ => None,
            }
        });
        for said in std::iter::once(RegionalText::Here).chain(said).chain([RegionalText::Gone]) {
            if sender.send(said).is_err() {
                return;
            }
        }
    }

    fn written(unreadable: &Unreadable) -> String {
        let one = |(sha256, fault): (&String, &ReadingFault)| match fault {
            ReadingFault::TooLong => format!("{sha256}=long"),
            ReadingFault::Ended(signal) => format!("{sha256}={signal}"),
        };
        unreadable.iter().map(one).collect::<Vec<_>>().join(",")
    }

    fn read(unreadable: &str) -> Unreadable {
        let one = |one: &str| {
            let (sha256, how) = one.split_once('=')?;
            let fault = match how {
                "long" => ReadingFault::TooLong,
                signal => ReadingFault::Ended(signal.parse().ok()?),
            };
            Some((sha256.to_owned(), fault))
        };
        unreadable.split(',').filter_map(one).collect()
    }

    /// The process that watches this one.
    #[derive(Debug)]
    struct Watcher {
        stream: UnixStream,
        unreadable: Unreadable,
    }

    impl Watch for Watcher {
        fn begin(&self, sha256: Sha256, seconds: u64) -> Option<ReadingFault> {
            if let Some(fault) = self.unreadable.get(&sha256.to_string()) {
                return Some(*fault);
            }
            self.say(&format!("reading {sha256} {seconds}\n"));
            None
        }

        fn end(&self) {
            self.say("done\n");
        }
    }

    impl Watcher {
        fn say(&self, line: &str) {
            // When the watcher has closed its end, this process ends too.
            let _ = (&self.stream).write_all(line.as_bytes());
        }
    }

    pub(super) fn watcher() -> Option<Arc<dyn Watch>> {
        let place = std::env::var_os(WATCHER).filter(|place| !place.is_empty())?;
        let stream = match UnixStream::connect(&place) {
            Ok(stream) => stream,
            Err(_) => {
                let by = std::env::var(WATCHED_BY).ok().and_then(|by| by.parse().ok());
                if by.is_some_and(|by: u32| by != std::os::unix::process::parent_id()) {
                    // The watcher has ended before this process could connect. No other process
                    // waits for this one or removes its folder.
                    let _ = Path::new(&place).parent().map(remove_folder);
                    std::process::abort();
                }
                return None;
            }
        };
        let mut other = stream.try_clone().ok()?;
        // The watcher sends nothing; reading ends only when it closes its end. No other process
        // then waits for this one.
        std::thread::spawn(move || {
            let _ = other.read(&mut [0]);
            std::process::abort();
        });
        let unreadable = read(&std::env::var(UNREADABLE).unwrap_or_default());
        Some(Arc::new(Watcher { stream, unreadable }))
    }

    #[cfg(test)]
    mod tests {
        use super::{ReadingFault, Unreadable, read, written};

        #[test]
        fn unreadable_files_are_handed_on() {
            let files = [
                ("ab".to_owned(), ReadingFault::TooLong),
                ("cd".to_owned(), ReadingFault::Ended(6)),
            ];
            let files: Unreadable = files.into_iter().collect();
            assert_eq!(written(&files), "ab=long,cd=6");
            assert_eq!(read(&written(&files)), files);
            assert_eq!(read(""), Unreadable::new());
        }
    }
}
