//! `fairshares inequality`: how unevenly people are spread.

use super::output::Printing;
use super::{Outcome, Session};
use crate::allocation::shares;
use crate::domain::{Result, long_date};
use clap::Args;

/// Show how unevenly people are spread over the region's areas
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares inequality --region Scotland")]
pub(super) struct Inequality {
    /// The indicator
    #[arg(long, default_value = "people-supported")]
    measure: String,
    #[command(flatten)]
    printing: Printing,
}

impl Inequality {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let engine = session.engine()?;
        let answer =
            shares::inequality(engine.figures(), &session.region(&engine)?, &self.measure)?;
        session.output.print(&answer, &self.printing)?;
        session.note_editions(&engine);
        session.output.note(&format!("as at {}", long_date(answer.as_at)));
        Ok(Outcome::Well)
    }
}
