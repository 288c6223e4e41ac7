//! `fairshares mend`: what would read a file that an import could not.

use super::output::Printing;
use super::{Outcome, Session, day, now};
use crate::domain::{Field, Result, counted};
use crate::holdings::{wording_proposals, wordings};
use clap::Args;
use std::path::PathBuf;

/// Propose wordings for a file that an import refuses
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares mend \
    support-local-authority-datasets-dec-2026.xlsx\n    fairshares mend \
    support-local-authority-datasets-dec-2026.xlsx --write\n\nResolves reworded headers and \
    columns that no measure needs, new labels, renamed sheets, names and codes of areas, \
    and\nfiles without a date (--as-at). `proof` is the number of the publication's own sums that \
    confirm the proposal. Without\none, compare it with the publisher's notes. --write saves the \
    proposals in the store's folder `wordings`, for every\nlater import. Exit code 0: the file can \
    be read with them; 1: it still cannot be read.")]
pub(super) struct Mend {
    /// The publisher's file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The day of the figures, or the last day of their period, for a file without a date
    #[arg(long, value_name = "DATE")]
    as_at: Option<String>,
    /// Save the proposals, so that `fairshares import` reads the file
    #[arg(long)]
    write: bool,
    /// With --write: also save proposals that no total of the publication confirms; check them in
    /// its notes first
    #[arg(long, requires = "write")]
    unproved: bool,
    /// With --write: a folder of definitions for `--catalogue`, in place of the store
    #[arg(long, value_name = "DIR", requires = "write")]
    to: Option<PathBuf>,
    #[command(flatten)]
    printing: Printing,
}

impl Mend {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let engine = session.engine()?;
        let as_at = self.as_at.as_deref().map(|text| day(Field::AsAt, text)).transpose()?;
        let mended = wording_proposals::mend(engine.holdings(), &self.file, as_at)?;
        session.output.print(&mended, &self.printing)?;
        for reading in &mended.readings {
            let figures = counted(reading.table.len(), "figure", "figures");
            let read =
                format!("{} edition {}: {figures} would be read", reading.dataset, reading.as_at);
            session.output.note(&read);
        }
        if let Some(error) = &mended.left {
            session.output.error(error);
        }
        let is_left_out = self.write && !self.unproved && !mended.unproved.is_empty();
        if self.write {
            let kept = if self.unproved { &mended.wordings } else { &mended.proved };
            for path in wordings::keep_wordings(engine.holdings(), kept, self.to.as_deref(), now())?
            {
                session.output.note(&format!("written: {}", path.display()));
            }
            if is_left_out {
                mended
                    .unproved
                    .iter()
                    .for_each(|note| session.output.note(&format!("not written: {note}")));
                session.output.note(
                    "if the publisher's notes say the same, add `--unproved` to keep these too",
                );
            }
        } else {
            session.output.note(
                "nothing is written; `--write` keeps this, and `fairshares import` then reads the \
                 file",
            );
        }
        Ok(if mended.left.is_none() && !is_left_out { Outcome::Well } else { Outcome::Different })
    }
}
