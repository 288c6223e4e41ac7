//! `fairshares show`: the values of one indicator.

use super::output::Printing;
use super::{Outcome, Session, day};
use crate::domain::Result;
use crate::engine::ShowRequest;
use clap::Args;

/// Show the values of one indicator
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares show supported-per-10k --area Hillingdon --from 2025-01-01")]
pub(super) struct Show {
    /// The indicator
    indicator: String,
    /// Only this area, by name or ONS code; without it the areas of the region
    #[arg(long, value_name = "NAME|CODE")]
    area: Option<String>,
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
        let listing = engine.show(&ShowRequest {
            indicator: self.indicator,
            region: session.region(&engine)?,
            area: self.area,
            from: self.from.as_deref().map(|text| day("--from", text)).transpose()?,
            to: self.to.as_deref().map(|text| day("--to", text)).transpose()?,
        })?;
        session.output.listing(&listing, &self.printing)?;
        session.say_editions(&engine);
        Ok(Outcome::Well)
    }
}
