//! `fairshares datasets` and `fairshares table`: what is held, and one tidy table.

use super::output::Printing;
use super::{Outcome, Session, day};
use crate::domain::{Field, Result, error_codes};
use crate::figures::{boundaries, listings};
use crate::table::Listing;
use clap::Args;

/// List the datasets with the stored edition of each
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares datasets")]
pub(super) struct Datasets {
    #[command(flatten)]
    printing: Printing,
}

/// Print one tidy table
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares table regional-groups -o groups.parquet\n\
         Example: fairshares table mid-year-population --boundaries 2025-04-01")]
pub(super) struct Table {
    /// The dataset
    dataset: String,
    /// Use the authorities of that day: counts of merged ones are added, figures that cannot be added are not available
    #[arg(long, value_name = "DATE")]
    boundaries: Option<String>,
    #[command(flatten)]
    printing: Printing,
}

impl Datasets {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        session.output.listing(&listings::datasets(session.engine()?.figures())?, &self.printing)?;
        Ok(Outcome::Well)
    }
}

impl Table {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let engine = session.engine()?;
        // What holds of all figures of the dataset stands in its definition.
        let caveats: Vec<String> =
            engine.catalogue().dataset(&self.dataset)?.caveats.iter().map(|said| said.text.clone()).collect();
        let say_notes = |listing: &Listing| {
            listing.notes.iter().filter(|note| !caveats.contains(note)).for_each(|note| session.output.note(note));
        };
        let Some(text) = &self.boundaries else {
            let listing = listings::tidy(engine.figures(), &self.dataset)?;
            session.output.listing(&listing, &self.printing)?;
            say_notes(&listing);
            return Ok(Outcome::Well);
        };
        let table =
            boundaries::tidy_on(engine.figures(), &self.dataset, day(Field::Boundaries, text)?).map_err(|error| {
                if error.code() == error_codes::OPTION_WRONG { error.at_field(Field::Boundaries) } else { error }
            })?;
        session.output.listing(&table.listing, &self.printing)?;
        say_notes(&table.listing);
        table.notes.iter().for_each(|note| session.output.note(note));
        Ok(Outcome::Well)
    }
}
