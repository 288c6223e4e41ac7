//! The speed of an answer, its deadline, and the pause between requests to a host.

use super::Client;
use crate::catalogue::Fetching;
use crate::domain::{Error, error_codes};
use std::time::{Duration, Instant};

/// The time since an answer began.
pub(super) struct TransferRate<'r> {
    begun: Instant,
    rules: &'r Fetching,
    deadline: Deadline,
}

impl<'r> TransferRate<'r> {
    /// Starts the clock.
    pub(super) fn new(rules: &'r Fetching, deadline: Deadline) -> Self {
        Self { begun: Instant::now(), rules, deadline }
    }

    /// Why the client stops waiting for an answer, given the bytes received so far. After the grace
    /// period fewer bytes have arrived than on the slowest line, or the time is over.
    pub(super) fn fault(&self, bytes: u64) -> Option<&'static str> {
        let milliseconds = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let least = milliseconds.saturating_mul(self.rules.slowest_bytes_per_second);
        let is_slow =
            milliseconds > self.rules.grace_milliseconds && bytes.saturating_mul(1_000) < least;
        if is_slow {
            Some(TOO_SLOW)
        } else {
            self.deadline.is_over().then_some("its time was over")
        }
    }
}

/// The message for an answer that is too slow.
const TOO_SLOW: &str = "it came more slowly than the slowest line";

/// The deadline for a page or file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline {
    end: Instant,
    /// The time allowed, and for what.
    given: (Duration, Whose),
}

/// What a time limit applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    File,
    Run,
}

impl Deadline {
    /// The deadline of a run that begins now.
    pub(super) fn of_run(rules: &Fetching) -> Self {
        let time = Duration::from_millis(rules.run_milliseconds);
        Self { end: Instant::now() + time, given: (time, Whose::Run) }
    }

    /// The deadline of a page or file that is requested now, in a run with this deadline.
    fn of_file(rules: &Fetching, run: Self) -> Self {
        let time = Duration::from_millis(rules.file_milliseconds);
        let own = Self { end: Instant::now() + time, given: (time, Whose::File) };
        if run.end <= own.end { run } else { own }
    }

    /// The remaining time.
    pub(super) fn left(self) -> Duration {
        self.end.saturating_duration_since(Instant::now())
    }

    pub(super) fn is_over(self) -> bool {
        self.left().is_zero()
    }

    /// The error for a missed deadline, after the last failure if there was one.
    pub(super) fn missed(self, host: &str, last: Option<Error>) -> Error {
        let (time, whose) = self.given;
        let seconds = time.as_secs_f64();
        match (whose, last) {
            (Whose::Run, _) => Error::new(error_codes::OUT_OF_TIME, format!("asking {host}"))
                .found(format!("the end of the {seconds} seconds that a run may take")),
            (Whose::File, Some(last)) => {
                last.also(format!("the {seconds} seconds that one page or file may take are over"))
            }
            (Whose::File, None) => Error::new(error_codes::INCOMPLETE, format!("asking {host}"))
                .found(format!("the end of the {seconds} seconds that one page or file may take")),
        }
    }
}

impl Client<'_> {
    /// The deadline of a request that starts now.
    pub(super) fn deadline(&self) -> Deadline {
        Deadline::of_file(self.rules, self.run)
    }

    /// Waits until the pause since the last request to the host is over.
    pub(super) fn take_turn(&self, host: &str) {
        let turn = {
            let Ok(mut turns) = self.turns.lock() else { return };
            let now = Instant::now();
            let turn = turns.get(host).map_or(now, |last| now.max(*last + self.rules.pause()));
            turns.insert(host.to_owned(), turn);
            turn
        };
        std::thread::sleep(turn.saturating_duration_since(Instant::now()));
    }
}
