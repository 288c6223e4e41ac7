//! `fairshares show`: the values of one indicator.

use super::options::LAST_MEETING;
use super::output::Printing;
use super::{Outcome, Session, day};
use crate::domain::{Field, Result};
use crate::figures::{ShowRequest, show, since};
use clap::Args;

/// Show the values of one indicator
#[derive(Debug, Args)]
#[command(
    after_help = "Example: fairshares show supported-per-10k --area Hillingdon --from 2025-01-01\n\
    What has changed since a meeting: fairshares show people-supported --since 2026-06-24"
)]
pub(super) struct Show {
    /// The indicator
    indicator: String,
    /// Only this area, by name or ONS code [default: the areas of the region]
    #[arg(long, value_name = "NAME|CODE")]
    area: Option<String>,
    /// With --area: also its comparators (region, Inner or Outer London, nation, United Kingdom,
    /// other regions, neighbours)
    #[arg(long, requires = "area")]
    beside: bool,
    /// Only the N largest categories of each area and period, such as the ten main places of origin
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// The change since a day, or since the last meeting of the region's Partnership, with both
    /// figures
    #[arg(long, value_name = "DATE|last-meeting", conflicts_with_all = ["area", "top", "from", "to"])]
    since: Option<String>,
    /// Only periods that end on or after this day
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Only periods that end on or before this day
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    #[command(flatten)]
    printing: Printing,
}

impl Show {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let engine = session.engine()?;
        if let Some(since) = &self.since {
            let region = session.region(&engine)?;
            let day = if since == LAST_MEETING {
                engine.last_meeting(&region)?
            } else {
                day(Field::Since, since)?
            };
            let answer = since::since(engine.figures(), &self.indicator, &region, day)?;
            session.output.print(&answer, &self.printing)?;
            answer.notes.iter().for_each(|note| session.output.note(note));
            return Ok(Outcome::Well);
        }
        let answer = show::show(
            engine.figures(),
            &ShowRequest {
                indicator: self.indicator,
                region: session.region(&engine)?,
                area: self.area,
                beside: self.beside,
                top: self.top,
                from: self.from.as_deref().map(|text| day(Field::From, text)).transpose()?,
                to: self.to.as_deref().map(|text| day(Field::To, text)).transpose()?,
            },
        )?;
        session.output.print(&answer, &self.printing)?;
        // Caveats of all figures of the indicator are on its card, and are not printed here.
        answer.notes.iter().for_each(|note| session.output.note(note));
        session.note_editions(&engine);
        Ok(Outcome::Well)
    }
}
