//! `fairshares refresh`: finds, fetches and checks new editions.

use super::output::{Printing, progress_label, without_home};
use super::{Flags, Outcome, Session, now};
use crate::domain::{Error, Field, Result, error_codes, render_names};
use crate::engine::Engine;
use crate::holdings::refresh::admission;
use crate::holdings::{RefreshReport, RefreshRequest, SourceReport, refresh};
use crate::source::discover;
use crate::source::fetch::{Key, Mirror, Network, Watcher};
use clap::Args;
use indicatif::{HumanBytes, MultiProgress, ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Find and fetch new editions, and check them before they are used
#[derive(Debug, Args)]
#[command(
    after_help = "Example: fairshares refresh --if-due\nExample: fairshares refresh asy-d11 \
        regional-groups --format json -o report.json\n\nAn edition that lost figures, was reissued \
        or cannot be read is held back. The previous edition stays in use until you\n--accept or \
        --discard it. Exit code 0: success; 1: something waits for you; 3: a source \
        failed.\n`fairshares schedule` prints units that run this every hour. Keys: \
        FAIRSHARES_STAT_XPLORE_KEY, FAIRSHARES_NOMIS_UID."
)]
pub(super) struct Refresh {
    /// The datasets [default: all]
    #[arg(value_name = "ID")]
    datasets: Vec<String>,
    /// Only ask for datasets with an edition due, for hourly runs
    #[arg(long)]
    if_due: bool,
    /// Check the publishers' pages, but fetch nothing
    #[arg(long)]
    dry_run: bool,
    /// Accept an edition that was held back, after reading `fairshares diff`: the start of its
    /// sha256, or its dataset
    #[arg(long, value_name = "ID", conflicts_with_all = ["datasets", "if_due", "dry_run", "discard"])]
    accept: Option<String>,
    /// Discard an edition that was held back; the same bytes are not offered again
    #[arg(long, value_name = "ID", conflicts_with_all = ["datasets", "if_due", "dry_run"])]
    discard: Option<String>,
    /// Ask this server instead of the publishers, for one dataset or all; the publisher's host
    /// becomes the first part of the path
    #[arg(long, value_name = "[ID=]URL")]
    mirror: Vec<String>,
    #[command(flatten)]
    printing: Printing,
}

impl Refresh {
    pub(super) fn run(self, session: &Session) -> Result<Outcome> {
        let makes_store = self.accept.is_none() && self.discard.is_none();
        let engine = if makes_store { session.engine_that_writes()? } else { session.engine()? };
        let settle = match (&self.accept, &self.discard) {
            (Some(name), _) => Some(admission::accept(engine.holdings(), name, now())?),
            (None, Some(name)) => Some(admission::discard(engine.holdings(), name, now())?),
            (None, None) => None,
        };
        let report = match settle {
            Some(sources) => RefreshReport {
                started: now(),
                dry_run: false,
                exit_code: 0,
                sources,
                notes: Vec::new(),
            },
            None => self.ask(session, &engine)?,
        };
        self.print(session, &report)?;
        Ok(match report.exit_code {
            0 => Outcome::Well,
            1 => Outcome::Different,
            _ => Outcome::SourceFailed,
        })
    }

    fn ask(&self, session: &Session, engine: &Engine) -> Result<RefreshReport> {
        if session.global.offline {
            return Err(Error::new(error_codes::OPTION_WRONG, "refreshing the store")
                .at_field(Field::Offline)
                .found("a refresh without the network")
                .expected("the network, or files of yours that you `fairshares import`"));
        }
        let request = RefreshRequest {
            datasets: self.datasets.clone(),
            if_due: self.if_due,
            dry_run: self.dry_run,
            now: now(),
        };
        let (proxy, no_proxy) = (first_of(&PROXY), first_of(&NO_PROXY));
        let network = Network { mirrors: self.mirrors(engine)?, proxy, no_proxy, keys: keys() };
        let bars = Bars::new(session.global.quiet);
        let report = refresh::refresh(engine.holdings(), &request, &network, &bars);
        bars.done();
        report
    }

    fn mirrors(&self, engine: &Engine) -> Result<Vec<Mirror>> {
        let named = std::env::var("FAIRSHARES_MIRROR").ok().filter(|mirror| !mirror.is_empty());
        let mirror = |text: &String| match text.split_once('=') {
            // An address may contain a = too, after its scheme.
            Some((dataset, base)) if !dataset.contains("://") => {
                engine.catalogue().dataset(dataset)?;
                Ok(Mirror { dataset: Some(dataset.to_owned()), base: base.to_owned() })
            }
            _ => Ok(Mirror { dataset: None, base: text.clone() }),
        };
        self.mirror.iter().chain(&named).map(mirror).collect()
    }

    /// Prints the report as data, and the items that a user has to review as text on stderr.
    fn print(&self, session: &Session, report: &RefreshReport) -> Result<()> {
        let mut printed: Vec<&Error> = Vec::new();
        for source in &report.sources {
            // An error that several datasets share, because they share a page, is printed once.
            let is_printed = source.error.as_ref().is_some_and(|error| printed.contains(&error));
            printed.extend(source.error.as_ref());
            if !is_printed {
                note_source(session, source);
            }
        }
        if session.global.verbose {
            report.notes.iter().for_each(|note| session.output.note(note));
        }
        let report = report.with_texts(|text| without_home(&render_names(text, &Flags)));
        session.output.print(&report, &self.printing)
    }
}

/// What failed or waits; with `--verbose` everything else too.
fn note_source(session: &Session, source: &SourceReport) {
    let SourceReport { dataset, outcome, reasons, notes, error, .. } = source;
    if let Some(error) = error {
        return session.output.error(error);
    }
    for reason in reasons {
        let text = reason.text.strip_prefix(&format!("{dataset}: ")).unwrap_or(&reason.text);
        session.output.note(&format!("{dataset}: {} ({}): {text}", outcome.as_str(), reason.code));
    }
    if session.global.verbose || !reasons.is_empty() {
        notes.iter().for_each(|note| {
            session.output.note(&format!("{dataset}: {}: {note}", outcome.as_str()));
        });
    }
}

/// The keys in the environment.
fn keys() -> BTreeMap<String, Key> {
    let key = |(interface, variable): &(&str, &str)| {
        let key = std::env::var(variable).ok().filter(|key| !key.trim().is_empty())?;
        Some(((*interface).to_owned(), Key(key.trim().to_owned())))
    };
    discover::KEYS.iter().filter_map(key).collect()
}

/// Where the environment names the proxy, as other programs read it.
const PROXY: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// Variables that name the hosts to contact without the proxy.
const NO_PROXY: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// The first of these variables that is not empty.
fn first_of(variables: &[&str]) -> Option<String> {
    variables
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()))
}

/// A bar for each incoming file, on stderr and only when that is a terminal.
struct Bars {
    all: MultiProgress,
    by_name: Mutex<BTreeMap<String, ProgressBar>>,
    quiet: bool,
}

impl Bars {
    fn new(quiet: bool) -> Self {
        Self { all: MultiProgress::new(), by_name: Mutex::default(), quiet }
    }

    fn done(&self) {
        // A failure has no effect on the result.
        let _ = self.all.clear();
    }
}

impl Watcher for Bars {
    fn progress(&self, name: &str, bytes: u64, total: Option<u64>) {
        let Ok(mut bars) = self.by_name.lock() else { return };
        if self.quiet {
            return;
        }
        let bar = bars.entry(name.to_owned()).or_insert_with(|| {
            let style = ProgressStyle::with_template("{bar:24} {bytes}/{total_bytes} {msg}");
            let bar = self.all.add(ProgressBar::new(total.unwrap_or_default()));
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
                .with_message(progress_label(name))
        });
        if total.is_none() {
            bar.set_message(format!("{}, {}", progress_label(name), HumanBytes(bytes)));
        }
        bar.set_position(bytes);
        if total == Some(bytes) {
            bar.finish_and_clear();
            bars.remove(name);
        }
    }
}
