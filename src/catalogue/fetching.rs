//! How publishers' servers are asked: patience, bounds, and the name we go by.
//!
//! The values and the reason for each stand in `data/catalogue/fetching.toml`.

use serde::Deserialize;
use std::time::Duration;

/// `fetching.toml`: how long, how often and how much.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fetching {
    /// What the program calls itself; `{version}` is filled in.
    pub user_agent: String,
    /// How long a connection may take to be made.
    pub connect_milliseconds: u64,
    /// How long a server may stay silent, before its answer and within it.
    pub silence_milliseconds: u64,
    /// After this long an answer must come at least at the slowest rate.
    pub grace_milliseconds: u64,
    /// The slowest rate at which an answer may come, in bytes a second.
    pub slowest_bytes_per_second: u64,
    /// Redirects followed for one request.
    pub redirects: usize,
    /// Times that a request is made before it is given up.
    pub attempts: u32,
    /// The wait before the second attempt; it doubles each time.
    pub first_wait_milliseconds: u64,
    /// The longest wait that a server may ask for; one that asks for more is left alone until then.
    pub longest_wait_milliseconds: u64,
    /// Bytes of a page or of an answer of an interface.
    pub page_bytes: u64,
    /// Cells that one query to Nomis may return to somebody without an account.
    pub nomis_cells: usize,
    /// Features that one query to the Open Geography portal returns.
    pub features_a_page: usize,
    /// How often the lock of the store is asked for, a second apart, by whoever writes to it.
    pub store_attempts: u32,
    /// Hours after which a source is asked again though nothing is due, because editions are also corrected.
    pub look_again_hours: i64,
    /// Hours between two attempts while an edition is due and has not been found.
    pub try_again_hours: i64,
}

impl Fetching {
    /// How long a connection may take.
    pub fn connect(&self) -> Duration {
        Duration::from_millis(self.connect_milliseconds)
    }

    /// How long a server may stay silent.
    pub fn silence(&self) -> Duration {
        Duration::from_millis(self.silence_milliseconds)
    }

    /// The wait before attempt number `attempt`, the first being 0: `first · 2^(attempt − 1)`, at most the longest.
    pub fn wait_before(&self, attempt: u32) -> Duration {
        let doubled = self.first_wait_milliseconds.saturating_mul(1 << attempt.saturating_sub(1).min(16));
        Duration::from_millis(doubled.min(self.longest_wait_milliseconds))
    }
}
