//! `fairshares datasets` and `fairshares table`: the stored editions, and one tidy table.

use super::output::Printing;
use super::{Outcome, Session, day};
use crate::domain::{Error, Field, Result, error_codes};
use crate::figures::{boundaries, datasets, tidy};
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
    /// Use the authorities of that day: counts of merged ones are added, figures that cannot be
    /// added are not available
    #[arg(long, value_name = "DATE")]
    boundaries: Option<String>,
    #[command(flatten)]
    printing: Printing,
}

impl Datasets {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        session.output.print(&datasets::datasets(session.engine()?.figures())?, &self.printing)?;
        Ok(Outcome::Well)
    }
}

impl Table {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let engine = session.engine()?;
        let answer = match &self.boundaries {
            None => tidy::tidy(engine.figures(), &self.dataset)?,
            Some(text) => {
                boundaries::tidy_on(engine.figures(), &self.dataset, day(Field::Boundaries, text)?)
                    .map_err(at_boundaries)?
            }
        };
        session.output.print(&answer, &self.printing)?;
        // Caveats of all figures of the dataset are in its definition, and are not printed here.
        answer.notes.iter().chain(&answer.fitting).for_each(|note| session.output.note(note));
        Ok(Outcome::Well)
    }
}

/// A day that there are no boundaries for, as an error of the option.
fn at_boundaries(error: Error) -> Error {
    if error.code() == error_codes::OPTION_WRONG {
        error.at_field(Field::Boundaries)
    } else {
        error
    }
}
