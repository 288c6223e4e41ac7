//! `fairshares import`: reads published files that the user already has.

use super::output::{Printing, ask, progress_label};
use super::{Outcome, Session, now};
use crate::domain::{Error, Field, Result, counted, error_codes};
use crate::holdings::{
    Below, ImportAnswer, ImportOutcome, ImportRun, Imported, files_below, import,
};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Read published files you already have
#[derive(Debug, Args)]
#[command(after_help = "Example: fairshares import \
    ~/Downloads/support-local-authority-datasets-sep-2024.xlsx\n\nThe table has a row for every \
    file, with its outcome:\n  read          everything is certain\n  proved        something \
    differs from the definition, and published totals confirm how to read it\n  accepted      you \
    accepted a doubtful file; the figures affected are marked\n  already-held  the same bytes are \
    in the store\n  doubtful      something is doubtful: see the message, then `--accept \
    REASON`\n  unreadable    it is not certain which measure, day or area the figures are about: \
    see the message\n  not-ours      no dataset reads it\n\nExit code 0: nothing was refused; 3: a \
    file was doubtful or unreadable, or you named one that no dataset reads. Files\nof a folder \
    that no dataset reads are listed and are not a failure, unless the folder has no others.")]
pub(super) struct Import {
    /// The publisher's files: xlsx, ods, xls, csv or a zip of these, under any name; or folders,
    /// with their subfolders
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Import a doubtful file, mark the figures affected and record your reason. A terminal asks
    /// for a missing REASON; elsewhere it is required
    #[arg(long, value_name = "REASON", num_args = 0..=1, default_missing_value = "")]
    accept: Option<String>,
    #[command(flatten)]
    printing: Printing,
}

/// A file to be read.
struct Chosen {
    path: PathBuf,
    /// True when the user named it, and not a folder that it is in.
    named: bool,
}

impl Import {
    /// One bad file does not stop the others: it is reported, the import continues, and the exit
    /// code records the failure.
    pub(super) fn run(mut self, session: &Session) -> Result<Outcome> {
        let accept = self.accepting()?;
        let (chosen, passed_over) = self.chosen()?;
        let engine = session.engine_that_writes()?;
        let now = now();
        let progress = progress(chosen.len(), session.global.quiet);
        let (mut by_file, mut run) = (Vec::new(), ImportRun::default());
        for file in &chosen {
            progress.set_message(progress_label(&file.path.display().to_string()));
            by_file.push((
                file.named,
                import::import_each(
                    engine.holdings(),
                    &file.path,
                    accept.as_deref(),
                    &mut run,
                    now,
                ),
            ));
            progress.inc(1);
        }
        progress.finish_and_clear();
        let mut all: Vec<(Imported, Option<Error>)> = Vec::new();
        let mut failures: Vec<Error> = Vec::new();
        for (named, entries) in by_file {
            let entries = run.revise(entries);
            let is_foreign = |entry: &Imported| entry.outcome == ImportOutcome::NotOurs;
            // An unrelated file among others in an archive or a folder is no failure.
            let matters = named && entries.iter().all(|(entry, _)| is_foreign(entry));
            for (entry, error) in entries {
                failures.extend(error.clone().filter(|_| matters || !is_foreign(&entry)));
                all.push((entry, error));
            }
        }
        // The datasets of a file may have the same note.
        let mut noted: BTreeSet<(&str, &str)> = BTreeSet::new();
        for (entry, note) in
            all.iter().flat_map(|(entry, _)| entry.notes.iter().map(move |note| (entry, note)))
        {
            if noted.insert((&entry.file, note)) {
                session.output.note(&format!("{}: {note}", entry.file));
            }
        }
        let entries: Vec<&Imported> = all.iter().map(|(entry, _)| entry).collect();
        if failures.is_empty()
            && entries.iter().all(|entry| entry.outcome == ImportOutcome::NotOurs)
        {
            failures.extend(all.iter().find_map(|(_, error)| error.clone()));
        }
        // The last one is printed by the caller.
        let last = failures.pop();
        failures.iter().for_each(|error| session.output.error(error));
        session
            .output
            .print(&ImportAnswer::of(entries.iter().copied(), passed_over), &self.printing)?;
        session.output.note(&summary(chosen.len(), passed_over, &entries));
        last.map_or(Ok(Outcome::Well), Err)
    }

    /// The reason for accepting a doubtful file; `None` when it is not to be accepted. A file name
    /// in place of the reason counts as a file. Errors with `F303` without a reason; only a user at
    /// a terminal is prompted for one.
    fn accepting(&mut self) -> Result<Option<String>> {
        let Some(reason) = self.accept.take() else { return Ok(None) };
        if Path::new(&reason).exists() {
            if !self.files.is_empty() {
                return Err(no_reason(&format!(
                    "the file or folder {reason:?} in the place of a reason"
                )));
            }
            self.files.push(PathBuf::from(reason));
        } else if !reason.trim().is_empty() {
            return Ok(Some(reason.trim().to_owned()));
        }
        let reason = ask("Why is what is doubtful taken? ")?;
        if reason.is_empty() { Err(no_reason("nothing")) } else { Ok(Some(reason)) }
    }

    /// The files named and those below the folders named, in the order of their names; and how many
    /// files are skipped.
    fn chosen(&self) -> Result<(Vec<Chosen>, usize)> {
        if self.files.is_empty() {
            return Err(Error::new(error_codes::OPTION_WRONG, "looking for files to import")
                .at_key("FILE")
                .found("none")
                .expected("the publisher's files, or a folder of them"));
        }
        let (mut chosen, mut all_passed_over) = (Vec::new(), 0);
        for path in &self.files {
            if path.is_dir() {
                let Below { files, passed_over } = files_below(path)?;
                all_passed_over += passed_over;
                chosen.extend(files.into_iter().map(|path| Chosen { path, named: false }));
            } else {
                chosen.push(Chosen { path: path.clone(), named: true });
            }
        }
        Ok((chosen, all_passed_over))
    }
}

/// The error of accepting without a reason: the reason is stored with the edition, for those who
/// rely on its figures.
fn no_reason(found: &str) -> Error {
    Error::new(error_codes::OPTION_WRONG, "reading the reason for accepting")
        .at_field(Field::Accept)
        .found(found)
        .expected("a reason in words, such as --accept \"checked with the publisher\"")
}

/// A bar on stderr, only when that is a terminal and there is something to wait for.
fn progress(files: usize, quiet: bool) -> ProgressBar {
    if quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(u64::try_from(files).unwrap_or_default());
    let style = ProgressStyle::with_template("{bar:24} {pos}/{len} {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.with_style(style)
}

/// `3 files: 3 editions of 1 file read, 1 edition already held, 1 file doubtful; 1 hidden or
/// temporary file passed over`.
fn summary(files: usize, passed_over: usize, entries: &[&Imported]) -> String {
    let parts = ImportOutcome::ALL.into_iter().filter_map(|outcome| {
        let of_outcome = || entries.iter().filter(|entry| entry.outcome == outcome);
        let count = of_outcome().count();
        let is_edition = of_outcome().any(|entry| entry.dataset.is_some());
        let in_files = of_outcome().map(|entry| &entry.file).collect::<BTreeSet<_>>().len();
        let found = match (is_edition, in_files == count) {
            (false, _) => counted(count, "file", "files"),
            (true, true) => counted(count, "edition", "editions"),
            (true, false) => {
                format!(
                    "{} of {}",
                    counted(count, "edition", "editions"),
                    counted(in_files, "file", "files")
                )
            }
        };
        (count > 0).then(|| format!("{found} {}", outcome.as_str().replace('-', " ")))
    });
    let parts: Vec<String> = parts.collect();
    let parts = if parts.is_empty() { "nothing to read".to_owned() } else { parts.join(", ") };
    let aside = counted(passed_over, "hidden or temporary file", "hidden or temporary files");
    let aside = if passed_over == 0 { String::new() } else { format!("; {aside} passed over") };
    format!("{}: {parts}{aside}", counted(files, "file", "files"))
}
