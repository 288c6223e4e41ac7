//! `fairshares diff`: what moved between two editions of a dataset.

use super::output::Printing;
use super::{Outcome, Session};
use crate::domain::Result;
use crate::holdings::diff;
use clap::Args;

/// Show what changed between two editions of a dataset
#[derive(Debug, Args)]
#[command(
    after_help = "Example: fairshares diff asy-d11 2025-09-30 2025-12-31\n\nNew and vanished \
        measures, categories, areas and periods come first, then figures by the size of their \
        change."
)]
pub(super) struct Diff {
    /// The dataset
    dataset: String,
    /// The older edition: its day, or the start of its sha256 [default: the newest two are
    /// compared]
    #[arg(requires = "new")]
    old: Option<String>,
    /// The newer edition
    new: Option<String>,
    #[command(flatten)]
    printing: Printing,
}

impl Diff {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let named = self.old.as_deref().zip(self.new.as_deref());
        let diff = diff::diff(session.engine()?.holdings(), &self.dataset, named)?;
        diff.notes.iter().for_each(|note| session.output.note(note));
        session.output.print(&diff, &self.printing)?;
        Ok(Outcome::Well)
    }
}
