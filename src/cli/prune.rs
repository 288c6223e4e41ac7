//! `fairshares prune`: removes editions that nothing needs any more, on request.

use super::output::Printing;
use super::{Outcome, Session, now};
use crate::domain::Result;
use crate::holdings::prune;
use clap::Args;

/// List the editions that neither a table nor a pinned briefing needs; --yes removes them
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares prune\n\nPast editions are kept so that `--at DATE` \
    can produce an old briefing again. Pin the briefings you have signed (`fairshares brief \
    --pin\nNAME`) before you prune: the editions of pinned briefings stay.")]
pub(super) struct Prune {
    /// Remove the editions listed
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    printing: Printing,
}

impl Prune {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let pruned = prune::prune(session.engine()?.holdings(), now(), !self.yes)?;
        session.output.print(&pruned, &self.printing)?;
        session.output.note(&match (pruned.rows.len(), self.yes) {
            (0, _) => "Every edition held is needed.".to_owned(),
            (_, true) => "Removed what is listed.".to_owned(),
            (_, false) => {
                "Nothing is removed yet: `fairshares prune --yes` removes what is listed."
                    .to_owned()
            }
        });
        Ok(Outcome::Well)
    }
}
