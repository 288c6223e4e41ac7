//! `fairshares import`: reads published files that the user already has.

use super::output::Printing;
use super::{Outcome, Session, now};
use crate::domain::{Error, Result};
use crate::engine::Imported;
use crate::table::{Cell, Column, Listing};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::PathBuf;

/// Read published files you already have
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares import ~/Downloads/support-local-authority-datasets-sep-2024.xlsx")]
pub(super) struct Import {
    /// The publisher's files: xlsx, ods, xls, csv or a zip of such, under any name
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Take an edition that lost more than a fifth of its figures or of a total since the one before
    #[arg(long)]
    accept: bool,
    #[command(flatten)]
    printing: Printing,
}

impl Import {
    /// One bad file does not stop the others: it is reported, the rest goes on, the exit code remembers.
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let engine = session.engine()?;
        let now = now();
        let progress = progress(self.files.len(), session.global.quiet);
        let mut imported: Vec<Imported> = Vec::new();
        let mut failures: Vec<Error> = Vec::new();
        for file in &self.files {
            progress.set_message(file.display().to_string());
            let editions = if self.accept { engine.import_accepting(file, &now) } else { engine.import(file, &now) };
            match editions {
                Ok(editions) => imported.extend(editions),
                Err(error) => failures.push(error),
            }
            progress.inc(1);
        }
        progress.finish_and_clear();
        for edition in &imported {
            edition.notes.iter().for_each(|note| session.output.note(&format!("{}: {note}", edition.file)));
        }
        session.output.listing(&listing(&imported), &self.printing)?;
        let Some(gravest) = failures.pop() else { return Ok(Outcome::Well) };
        failures.iter().for_each(|error| session.output.error(error));
        Err(gravest)
    }
}

/// A bar on stderr, only when that is a terminal and there is something to wait for.
fn progress(files: usize, quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(u64::try_from(files).unwrap_or_default());
    let style =
        ProgressStyle::with_template("{bar:24} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.with_style(style)
}

fn listing(imported: &[Imported]) -> Listing {
    let names = ["file", "dataset", "edition", "rows", "as_at"];
    let row = |edition: &Imported| {
        [&edition.file, &edition.dataset, &edition.edition, &edition.rows.to_string(), &edition.as_at]
            .map(|text| Cell::Text(text.clone()))
            .to_vec()
    };
    Listing {
        caption: "Imported editions".to_owned(),
        columns: names.iter().map(|name| Column::text(name, name)).collect(),
        rows: imported.iter().map(row).collect(),
        notes: Vec::new(),
    }
}
