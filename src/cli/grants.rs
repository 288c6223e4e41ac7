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
            return session
                .output
                .print(&grants::grants(engine.figures()), &self.printing)
                .map(|()| Outcome::Well);
        };
        let answer = grants::grant(engine.figures(), grant, &session.region(&engine)?)?;
        if self.payments {
            session.output.print(&answer.payments, &self.printing)?;
        } else {
            session.output.print_or_plot(&engine, &answer.areas, Plot::grant, &self.printing)?;
        }
        session.output.notes(&answer.areas.notes);
        session.note_editions(&engine);
        Ok(Outcome::Well)
    }
}
