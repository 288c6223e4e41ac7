//! `fairshares indicators`: the indicators that can be shown.

use super::output::Printing;
use super::{Outcome, Session};
use crate::domain::Result;
use crate::figures::indicators;
use clap::Args;

/// List the indicators
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares indicators --format md")]
pub(super) struct Indicators {
    #[command(flatten)]
    printing: Printing,
}

impl Indicators {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        session
            .output
            .print(&indicators::indicators(session.engine()?.figures()), &self.printing)?;
        Ok(Outcome::Well)
    }
}
