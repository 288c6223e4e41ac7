//! The command line: one file per command. Only here are printing, colour, clock, environment and
//! exit codes.
//!
//! Belongs here: arguments into requests, answers onto the terminal. Does not belong here: anything
//! that a library user would need too.
//!
//! **Invariant:** stdout is data; notes, progress and errors go to stderr; the exit code is 0 well,
//! 1 a difference, 2 a wrong request or definition, 3 a source missing or changed.

mod brief;
mod changes;
mod chart;
mod check;
mod completions;
mod datasets;
mod diff;
mod explain;
mod fit;
mod flags;
mod grants;
mod import;
mod indicators;
mod inequality;
mod keys;
mod mend;
mod options;
mod output;
mod pathway;
mod place;
mod prune;
mod refresh;
mod robustness;
mod schedule;
mod shares;
mod show;
mod store;
mod supervise;
mod surge;
mod surroundings;
mod trace;
mod verify;

use crate::domain::{
    Date, Error, Exit, Field, Result, Timestamp, error_codes, one_line, parse_publication_date,
};
use crate::engine::{Engine, Settings};
use crate::holdings::Watch;
use clap::{Args, ColorChoice, CommandFactory, Parser, Subcommand};
pub use flags::Flags;
use output::Output;
use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// Published UK migration and asylum statistics, fair-shares indicators and briefings.
#[derive(Debug, Parser)]
#[command(
    name = "fairshares",
    version,
    propagate_version = true,
    after_help = "Example: fairshares brief"
)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
struct Global {
    /// Folder of the store [env: FAIRSHARES_STORE] [default: the user's data folder; in a checkout
    /// of the project data/store]
    #[arg(long, global = true, value_name = "DIR")]
    store: Option<PathBuf>,
    /// Folder of definitions that add to or replace the built-in ones
    #[arg(long, global = true, value_name = "DIR")]
    catalogue: Option<PathBuf>,
    /// One of the 12 UK regions and nations, by name or ONS code
    #[arg(long, global = true, value_name = "NAME|CODE", default_value = "London")]
    region: String,
    /// Use only publications issued, and periods ended, by this day
    #[arg(long, global = true, value_name = "DATE")]
    at: Option<String>,
    /// Never use the network; only `refresh` does
    #[arg(long, global = true)]
    offline: bool,
    /// Print no notes, only data and errors
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Also list the editions read
    #[arg(short, long, global = true)]
    verbose: bool,
    /// When to colour errors
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    Brief(brief::Brief),
    Shares(shares::Shares),
    Inequality(inequality::Inequality),
    Keys(keys::Keys),
    Robustness(robustness::Robustness),
    Pathway(pathway::Pathway),
    Surge(surge::Surge),
    Grants(grants::Grants),
    Fit(fit::Fit),
    Indicators(indicators::Indicators),
    Show(show::Show),
    Place(place::Place),
    Scan(place::Scan),
    Datasets(datasets::Datasets),
    Table(datasets::Table),
    Import(import::Import),
    Mend(mend::Mend),
    Refresh(refresh::Refresh),
    Changes(changes::Changes),
    Prune(prune::Prune),
    Verify(verify::Verify),
    Schedule(schedule::Schedule),
    Check(check::Check),
    Diff(diff::Diff),
    Chart(chart::Chart),
    Trace(trace::Trace),
    Explain(explain::Explain),
    Completions(completions::Completions),
    Man(completions::Man),
}

/// The shared state of a command.
struct Session {
    global: Global,
    output: Output,
    /// Who watches the reading of files, if anyone does.
    watcher: Option<Arc<dyn Watch>>,
}

/// How a command that met no error ended.
enum Outcome {
    /// All well.
    Well,
    /// Done, but something differs or could not be met; the command has printed what.
    Different,
    /// Done, but a source failed; the command has printed which.
    SourceFailed,
}

/// Runs the command line and returns its exit code.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let parsed = match Arguments::try_parse_from(&arguments) {
        Ok(parsed) => parsed,
        Err(stop) => return stopped(&stop, &arguments),
    };
    let reads = parsed.command.reads_files();
    let supervised = reads
        .then(|| supervise::run(arguments.get(1..)?, parsed.global.catalogue.as_deref()))
        .flatten();
    if let Some(code) = supervised {
        return code;
    }
    let output = Output::new(parsed.global.quiet, parsed.global.color);
    let session = Session {
        output,
        global: parsed.global,
        watcher: reads.then(supervise::watcher).flatten(),
    };
    match surroundings::check().and_then(|()| run(&session, parsed.command)) {
        Ok(Outcome::Well) => ExitCode::SUCCESS,
        Ok(Outcome::Different) => ExitCode::from(Exit::Difference as u8),
        Ok(Outcome::SourceFailed) => ExitCode::from(Exit::Source as u8),
        Err(error) => {
            session.output.error(&error);
            ExitCode::from(error.code().exit as u8)
        }
    }
}

/// Prints the requested help or version, or the error in the arguments, and returns the exit code.
fn stopped(stop: &clap::Error, arguments: &[OsString]) -> ExitCode {
    if stop.use_stderr() {
        // Arguments may be file names with any characters: the message contains only printable
        // ones.
        let shown =
            arguments.iter().map(|argument| one_line(&argument.to_string_lossy()).into_owned());
        // No other output is possible when even the terminal refuses.
        let _ = Arguments::try_parse_from(shown).err().as_ref().unwrap_or(stop).print();
        return ExitCode::from(Exit::Request as u8);
    }
    match output::written(stop.print().and_then(|()| std::io::stdout().flush())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            Output::new(false, ColorChoice::Auto).error(&error);
            ExitCode::from(error.code().exit as u8)
        }
    }
}

impl Command {
    /// True for the commands that take files of others apart.
    fn reads_files(&self) -> bool {
        matches!(
            self,
            Self::Import(_) | Self::Mend(_) | Self::Refresh(_) | Self::Check(_) | Self::Verify(_)
        )
    }
}

fn run(session: &Session, command: Command) -> Result<Outcome> {
    match command {
        Command::Brief(command) => command.run(session),
        Command::Shares(command) => command.run(session),
        Command::Inequality(command) => command.run(session),
        Command::Keys(command) => command.run(session),
        Command::Robustness(command) => command.run(session),
        Command::Pathway(command) => command.run(session),
        Command::Surge(command) => command.run(session),
        Command::Grants(command) => command.run(session),
        Command::Fit(command) => command.run(session),
        Command::Indicators(command) => command.run(session),
        Command::Show(command) => command.run(session),
        Command::Place(command) => command.run(session),
        Command::Scan(command) => command.run(session),
        Command::Datasets(command) => command.run(session),
        Command::Table(command) => command.run(session),
        Command::Import(command) => command.run(session),
        Command::Mend(command) => command.run(session),
        Command::Refresh(command) => command.run(session),
        Command::Changes(command) => command.run(session),
        Command::Prune(command) => command.run(session),
        Command::Verify(command) => command.run(session),
        Command::Schedule(command) => command.run(session),
        Command::Check(command) => command.run(session),
        Command::Diff(command) => command.run(session),
        Command::Chart(command) => command.run(session),
        Command::Trace(command) => command.run(session),
        Command::Explain(command) => command.run(session),
        Command::Completions(command) => command.run(session, &mut Arguments::command()),
        Command::Man(command) => command.run(session, Arguments::command()),
    }
}

impl Session {
    /// Opens the engine with the global options, for a command that reads the store.
    ///
    /// Errors with `F303` for a store named by `--store` that is not there.
    fn engine(&self) -> Result<Engine> {
        self.engine_opened_by(Engine::open)
    }

    /// The same, opened in another way.
    fn engine_opened_by(&self, open: impl FnOnce(&Settings) -> Result<Engine>) -> Result<Engine> {
        let chosen = store::Chosen::new(self.global.store.as_deref());
        chosen.must_exist()?;
        self.open(chosen, open)
    }

    /// The same for a command that creates the store where there is none.
    fn engine_that_writes(&self) -> Result<Engine> {
        self.open(store::Chosen::new(self.global.store.as_deref()), Engine::open)
    }

    fn open(
        &self,
        chosen: store::Chosen,
        open: impl FnOnce(&Settings) -> Result<Engine>,
    ) -> Result<Engine> {
        if let Some(note) = chosen.note() {
            self.output.note(&note);
        }
        let at = self.global.at.as_deref().map(|text| day(Field::At, text)).transpose()?;
        let today = Some(jiff::Zoned::now().date());
        let engine = open(&Settings {
            store: chosen.folder,
            catalogue: self.global.catalogue.clone(),
            at,
            today,
        })?;
        Ok(engine.watched_by(self.watcher.clone()))
    }

    /// With `--at`, the editions of an answer that have no day of publication; with `--verbose` all
    /// it was read from.
    fn note_editions(&self, engine: &Engine) {
        let read = engine.holdings().editions_read();
        for source in
            read.iter().filter(|source| self.global.at.is_some() && source.published.is_none())
        {
            self.output.note(&format!(
                "{} edition {} ({}): no day of publication is known, so that it may have come out \
                 after the day of --at",
                source.dataset, source.edition, source.file
            ));
        }
        if self.global.verbose {
            for source in read {
                let origin = if source.bundled { "bundled" } else { "imported" };
                self.output.note(&format!(
                    "read {} edition {} ({origin}: {})",
                    source.dataset, source.edition, source.file
                ));
            }
        }
    }

    /// The requested region.
    fn region(&self, engine: &Engine) -> Result<crate::domain::AreaCode> {
        Ok(engine.region(&self.global.region)?.code.clone())
    }
}

/// The current time in whole seconds, as in manifests.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}

/// Parses a day. Errors with `F303`.
fn day(field: Field, text: &str) -> Result<Date> {
    parse_publication_date(text).ok_or_else(|| {
        Error::new(error_codes::OPTION_WRONG, "reading a date")
            .at_field(field)
            .found(format!("{text:?}"))
            .expected("a day such as 2025-12-31")
    })
}

#[cfg(test)]
mod tests {
    use super::Arguments;
    use clap::CommandFactory;

    #[test]
    fn every_command_has_an_example() {
        Arguments::command().debug_assert();
        for command in Arguments::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(
                help.contains(&format!("fairshares {}", command.get_name())),
                "{} has no example",
                command.get_name()
            );
        }
    }
}
