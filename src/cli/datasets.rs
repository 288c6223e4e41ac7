//! `fairshares datasets` and `fairshares table`: what is held, and one tidy table.

use super::output::Printing;
use super::{Outcome, Session};
use crate::domain::Result;
use clap::Args;

/// List the datasets with the edition held of each
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares datasets")]
pub(super) struct Datasets {
    #[command(flatten)]
    printing: Printing,
}

/// Print one tidy table
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares table regional-groups -o groups.parquet")]
pub(super) struct Table {
    /// The dataset
    dataset: String,
    #[command(flatten)]
    printing: Printing,
}

impl Datasets {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        session.output.listing(&session.engine()?.datasets()?, &self.printing)?;
        Ok(Outcome::Well)
    }
}

impl Table {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        session.output.listing(&session.engine()?.tidy(&self.dataset)?, &self.printing)?;
        Ok(Outcome::Well)
    }
}
