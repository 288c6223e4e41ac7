//! `fairshares changes`: the changes by the last refresh, in sentences.

use super::output::Printing;
use super::{Outcome, Session, day};
use crate::domain::{Field, Result};
use crate::figures::{ChangesRequest, changes};
use crate::tables::changes::sentence;
use clap::Args;

/// List what the last refresh changed: headline indicators that moved, earlier figures that were
/// revised
#[derive(Debug, Args)]
#[command(
    after_help = "Example: fairshares changes --region \"North West\" --since 2026-08-27\n\n\
    One sentence a line; with --format csv, json or md a table of them."
)]
pub(super) struct Changes {
    /// Changes from this day on, instead of those of the last refresh
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    #[command(flatten)]
    printing: Printing,
}

impl Changes {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let engine = session.engine()?;
        let since = self.since.as_deref().map(|text| day(Field::Since, text)).transpose()?;
        let changes = changes::changes(
            engine.figures(),
            &ChangesRequest { region: session.region(&engine)?, since },
        )?;
        if changes.rows.is_empty() {
            session.output.note("No edition has come: nothing has changed.");
        }
        if self.printing.is_plain() {
            let lines: String =
                changes.rows.iter().map(|change| format!("{}\n", sentence(change))).collect();
            session.output.text(&lines)?;
        } else {
            session.output.print(&changes, &self.printing)?;
        }
        Ok(Outcome::Well)
    }
}
