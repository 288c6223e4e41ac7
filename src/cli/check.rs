//! `fairshares check`: every declared check of the stored editions, with its numbers.

use super::output::Printing;
use super::{Outcome, Session};
use crate::domain::Result;
use crate::holdings::check;
use clap::Args;

/// Check the stored editions against the checks that their datasets declare
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares check regional-groups\n\nExit code 1 when a check \
    finds a difference. `nothing-to-compare` means that the edition has no figures for a check.")]
pub(super) struct Check {
    /// The datasets [default: all stored]
    #[arg(value_name = "ID")]
    datasets: Vec<String>,
    #[command(flatten)]
    printing: Printing,
}

impl Check {
    /// An edition that cannot be read does not hide the others: they are printed, the exit code
    /// remembers.
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let mut checked = check::check(session.engine()?.holdings(), &self.datasets)?;
        session.output.print(&checked, &self.printing)?;
        if let Some(gravest) = checked.failures.pop() {
            checked.failures.iter().for_each(|error| session.output.error(error));
            return Err(gravest);
        }
        Ok(if checked.differs { Outcome::Different } else { Outcome::Well })
    }
}
