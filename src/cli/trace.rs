//! `fairshares trace`: a figure followed to the cells it was read from.

use super::{Outcome, Session};
use crate::allocation::derivations;
use crate::domain::Result;
use clap::Args;

/// Trace a figure to its file, sheet and cell
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares trace supported-per-10k E09000018 2025-12-31\n\n\
    The derivation of answers about fair shares: trace shares KEY AREA, trace pathway KEY AREA,\n\
    trace surge KEY AREA PEOPLE WEEKS, trace grants GRANT AREA.")]
pub(super) struct Trace {
    /// Indicator, area (ONS code or name), day, and a code for each dimension, such as an accommodation type;
    /// or shares, pathway, surge or grants with a key and an area
    #[arg(required = true, num_args = 3.., value_name = "FIGURE")]
    figure: Vec<String>,
}

impl Trace {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        session.output.text(&derivations::trace(session.engine()?.figures(), &self.figure)?)?;
        Ok(Outcome::Well)
    }
}
