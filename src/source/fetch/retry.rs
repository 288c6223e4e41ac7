//! How often a request is repeated, and the waits in between.

use super::Client;
use super::transfer_rate::Deadline;
use crate::domain::{Error, Result, error_codes};
use std::time::Duration;

/// Why a request failed, and whether to repeat it.
pub(super) struct Failure {
    pub error: Error,
    pub again: Again,
}

/// Whether a failed request is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// Never, because the answer would be the same.
    Never,
    /// After the usual wait. If no connection can be made, the host is then given up for the run.
    Reconnect,
    /// After the usual wait.
    Later,
    /// After the wait that the server has asked for.
    After(Duration),
    /// After a wait that the server has asked for and that cannot be parsed.
    Unclear,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, again: Again::Never }
    }
}

/// The longest pause: after a day a server is asked again, whatever it has requested.
const LONGEST_LEFT_ALONE: u64 = 24 * 60 * 60;

impl Client<'_> {
    /// Repeats a request until it succeeds, the answer is final, or the attempts or the time are
    /// used up.
    ///
    /// A server that asks for a longer wait than the rules allow is recorded as one to leave alone.
    pub(super) fn with_retries<T>(
        &self,
        host: &str,
        mut attempt: impl FnMut(Deadline) -> std::result::Result<T, Failure>,
    ) -> Result<T> {
        let (mut made, deadline) = (0, self.deadline());
        loop {
            if deadline.is_over() {
                return Err(deadline.missed(host, None));
            }
            self.can_be_asked(host)?;
            let failure = match attempt(deadline) {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            made += 1;
            let usual = self.rules.wait_before(made);
            let wait = match failure.again {
                Again::Never => return Err(failure.error),
                Again::Later | Again::Reconnect => usual,
                Again::After(asked)
                    if asked.as_millis() <= u128::from(self.rules.longest_wait_milliseconds) =>
                {
                    asked.max(usual)
                }
                Again::After(asked) => {
                    if let Ok(mut hosts) = self.left_alone.lock() {
                        hosts.insert(host.to_owned(), asked.as_secs().min(LONGEST_LEFT_ALONE));
                    }
                    let help = format!(
                        "the server asks to be left alone for {} seconds: try again then",
                        asked.as_secs()
                    );
                    return Err(failure.error.help(help));
                }
                Again::Unclear => {
                    // The server has asked for a wait that cannot be parsed, so it is not asked
                    // again in this run.
                    let longest = Duration::from_millis(self.rules.longest_wait_milliseconds);
                    if let Ok(mut hosts) = self.left_alone.lock() {
                        hosts.insert(host.to_owned(), longest.as_secs().max(1));
                    }
                    let help = "the server asks to be left alone, for a time that cannot be read: \
                        try again later";
                    return Err(failure.error.help(help));
                }
            };
            if deadline.is_over() {
                return Err(deadline.missed(host, Some(failure.error)));
            }
            if made >= self.rules.attempts {
                if let (Again::Reconnect, Ok(mut down)) = (failure.again, self.down.lock()) {
                    down.insert(host.to_owned(), failure.error.finding().to_owned());
                }
                return Err(failure.error);
            }
            if wait >= deadline.left() {
                return Err(deadline.missed(host, Some(failure.error)));
            }
            std::thread::sleep(wait);
        }
    }

    /// Errors with the code of a host that no connection can be made to, and of one that has asked
    /// to be left alone.
    fn can_be_asked(&self, host: &str) -> Result<()> {
        let down = self.down.lock().ok().and_then(|down| down.get(host).cloned());
        if let Some(found) = down {
            return Err(Error::new(error_codes::UNREACHABLE, format!("asking {host}")).found(found));
        }
        if let Some(seconds) = self.left_alone().get(host) {
            return Err(Error::new(error_codes::REFUSED, format!("asking {host}"))
                .found(format!("a server that has asked to be left alone for {seconds} seconds"))
                .help("try again then"));
        }
        Ok(())
    }
}
