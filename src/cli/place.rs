//! `fairshares place` and `fairshares scan`: one authority at a glance, and what needs a look.

use super::output::Printing;
use super::{Outcome, Session};
use crate::domain::Result;
use crate::figures::{districts, place, scan};
use clap::Args;

/// Print the profile of an authority: every indicator, comparators, rank in its region, change
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares place Newham\nExample: fairshares place Kent \
    --districts\n\nIndicators without figures are listed with the reason. Comparators are for the \
    same day; comparison.toml defines neighbours.")]
pub(super) struct Place {
    /// The authority or county, by name or ONS code
    area: String,
    /// For a county: list its districts, with the indicators counted by district
    #[arg(long)]
    districts: bool,
    #[command(flatten)]
    printing: Printing,
}

/// List the largest changes and exceptions: limits reached, repeated rises, outdated figures and
/// breaks in series
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares scan --region London\n\nEvery row gives its reason; \
    the thresholds are in comparison.toml.")]
pub(super) struct Scan {
    #[command(flatten)]
    printing: Printing,
}

impl Place {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let engine = session.engine()?;
        let notes = if self.districts {
            let answer = districts::districts(engine.figures(), &self.area)?;
            session.output.print(&answer, &self.printing)?;
            answer.notes
        } else {
            let answer = place::place(engine.figures(), &self.area)?;
            session.output.print(&answer, &self.printing)?;
            answer.notes
        };
        notes.iter().for_each(|note| session.output.note(note));
        Ok(Outcome::Well)
    }
}

impl Scan {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let engine = session.engine()?;
        let answer = scan::scan(engine.figures(), &session.region(&engine)?)?;
        session.output.print(&answer, &self.printing)?;
        answer.notes.iter().for_each(|note| session.output.note(note));
        Ok(Outcome::Well)
    }
}
