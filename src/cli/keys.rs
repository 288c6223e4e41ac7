//! `fairshares keys`: the keys, and what the parts of one give to whom.

use super::output::Printing;
use super::{Outcome, Session};
use crate::domain::Result;
use crate::engine::{Plot, SharesRequest};
use clap::Args;

/// List the fair-share keys, or say what each part of one gives each area
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares keys population --region London\n\n\
    With a key: the share of each area, and how much of it comes from each part, in percentage points; the notes say\n\
    whether a share moves against a part's direction, so that an area would lose by improving.")]
pub(super) struct Keys {
    /// The key whose parts are shown; without it the keys are listed
    key: Option<String>,
    #[command(flatten)]
    printing: Printing,
}

impl Keys {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let engine = session.engine()?;
        let Some(key) = self.key else {
            return session.output.listing(&engine.keys(), &self.printing).map(|()| Outcome::Well);
        };
        let request = SharesRequest::of(session.region(&engine)?, key, "people-supported".to_owned());
        let listing = engine.key_parts(&request)?;
        session.output.answer(&engine, &listing, &Plot::parts(&listing), &self.printing)?;
        listing.notes.iter().for_each(|note| session.output.note(note));
        Ok(Outcome::Well)
    }
}
