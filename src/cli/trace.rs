//! `fairshares trace`: the way back from a figure to the cells it was read from.

use super::{Outcome, Session};
use crate::domain::Result;
use clap::Args;

/// Print the way back from a figure to file, sheet and cell
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares trace supported-per-10k E09000018 2025-12-31")]
pub(super) struct Trace {
    /// Indicator, area (ONS code or name), day, and a code for each dimension, such as an accommodation type
    #[arg(required = true, num_args = 3.., value_name = "FIGURE")]
    figure: Vec<String>,
}

impl Trace {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        session.output.data(session.engine()?.trace(&self.figure)?.as_bytes())?;
        Ok(Outcome::Well)
    }
}
