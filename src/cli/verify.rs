//! `fairshares verify`: everything in the store, read against its checksums.

use super::output::Printing;
use super::{Outcome, Session, now};
use crate::domain::Result;
use crate::engine::Engine;
use crate::holdings::verify;
use clap::Args;

/// Check the store against its checksums; --repair corrects what it can
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares verify\n\nExit code 1 when something is missing or \
    damaged. --repair restores lists from their copies, or rebuilds the manifest from\nthe \
    snapshots. A file whose own bytes are lost must be imported or fetched again. Damaged files \
    are kept as NAME.damaged.")]
pub(super) struct Verify {
    /// Repair damage from the rest of the store
    #[arg(long)]
    repair: bool,
    #[command(flatten)]
    printing: Printing,
}

impl Verify {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let found = verify::verify(
            session.engine_opened_by(Engine::open_to_verify)?.holdings(),
            self.repair,
            now(),
        )?;
        session.output.print(&found, &self.printing)?;
        session.output.note(&match (found.troubled, self.repair) {
            (0, _) => "Everything stored is as it was written, or has been repaired.".to_owned(),
            (1, false) => {
                "1 thing is missing or damaged: `fairshares verify --repair` puts right what can \
                 be."
                .to_owned()
            }
            (count, false) => {
                format!(
                    "{count} things are missing or damaged: `fairshares verify --repair` puts \
                     right what can be."
                )
            }
            (count, true) => {
                format!("{count} could not be repaired: the column `detail` gives the remedy.")
            }
        });
        Ok(if found.troubled == 0 { Outcome::Well } else { Outcome::Different })
    }
}
