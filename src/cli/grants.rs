//! `fairshares grants`: what authorities would be paid by the published rates.

use super::output::Printing;
use super::{Outcome, Session};
use crate::allocation::grants;
use crate::charting::Plot;
use crate::domain::Result;
use clap::Args;

/// List the grants to authorities, or estimate the income from one
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares grants\n\
    Income from one, quarter by quarter: fairshares grants asylum-grant-2024-25 --payments\n\n\
    Estimates need the editions of Asy_D11 that have the days of the grant.")]
pub(super) struct Grants {
    /// The grant [default: list the grants]
    grant: Option<String>,
    /// Show every payment and count, instead of one row for each area
    #[arg(long, requires = "grant")]
    payments: bool,
    #[command(flatten)]
    printing: Printing,
}

impl Grants {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        self.printing.refuse_picture("--payments", self.payments)?;
        let engine = session.engine()?;
        let Some(grant) = &self.grant else {
            return session.output.listing(&grants::grants(engine.figures()), &self.printing).map(|()| Outcome::Well);
        };
        let answer = grants::grant(engine.figures(), grant, &session.region(&engine)?)?;
        let plot = Plot::grant(&answer.areas);
        let listing = if self.payments { answer.payments } else { answer.areas };
        session.output.answer(&engine, &listing, &plot, &self.printing)?;
        listing.notes.iter().for_each(|note| session.output.note(note));
        session.say_editions(&engine);
        Ok(Outcome::Well)
    }
}
