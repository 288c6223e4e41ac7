//! How fast an answer comes: one that drips would never end.

use crate::catalogue::Fetching;
use std::time::Instant;

/// The time since an answer began.
pub(super) struct Pace<'r> {
    begun: Instant,
    rules: &'r Fetching,
}

impl<'r> Pace<'r> {
    /// Begins to count.
    pub(super) fn new(rules: &'r Fetching) -> Self {
        Self { begun: Instant::now(), rules }
    }

    /// True when after the time of grace fewer bytes have come than on the slowest line.
    pub(super) fn is_too_slow(&self, bytes: u64) -> bool {
        let milliseconds = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let least = milliseconds.saturating_mul(self.rules.slowest_bytes_per_second);
        milliseconds > self.rules.grace_milliseconds && bytes.saturating_mul(1_000) < least
    }
}

/// What is said of an answer that is too slow.
pub(super) const TOO_SLOW: &str = "it came more slowly than the slowest line";
