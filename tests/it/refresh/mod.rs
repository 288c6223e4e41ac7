//! New editions found, fetched, checked aside, taken or held back; whatever goes wrong, what was
//! held goes on answering.
//!
//! - `answers`: what servers answer that was not asked for, and answers of which the end is not
//!   known.
//! - `bounds`: how much one listing may come to, how long a file and a run may take, pauses, waits
//!   and the name we go by.
//! - `proxies`: proxies for the web and SOCKS, hosts that are asked past them, private addresses
//!   all the same.
//! - `editions`: first and second run, new, older and repeated editions, what changed.
//! - `faults`: what servers do wrong. `gate`: what is held back, and how a person settles it.
//! - `interruptions`: kills, two runs at once, clocks, stores that cannot be written to, secrets.
//! - `interfaces`: every publisher's interface, with recorded pages and real files. `calendar`:
//!   what is due when.
//! - `regressions`: what was once taken, held back, settled or told wrongly. `regressions_servers`:
//!   the same of servers.

use crate::printed;
use fairshares::holdings::refresh;
mod answers;
mod bounds;
mod calendar;
mod editions;
mod faults;
mod gate;
mod interfaces;
mod interruptions;
mod proxies;
mod regressions;
mod regressions_servers;
mod schedule;

use crate::publisher::{Answer, Publisher, quick_fetching, quick_fetching_with};
use crate::support::{engine_at, moment, program};
use crate::workbook::{Book, base};
use crate::wrong::contents;
use fairshares::engine::{Engine, Settings};
use fairshares::holdings::{RefreshReport, RefreshRequest, SourceOutcome, SourceReport};
use fairshares::source::fetch::{Network, Watcher};
use fairshares::source::{HeldBack, Manifest, Store};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const TABLES: &str = "https://www.gov.uk/api/content/government/statistical-data-sets/immigration-system-statistics-data-tables";
const SHEET: &str = "Data_Asy_D11";
const TITLE: &str = "Asylum seekers in receipt of Home Office support by local authority detailed \
    datasets, year ending";

const IRREGULAR: &str = "Illegal entry routes to the UK detailed dataset, year ending March 2026";
const REGIONAL: &str = "https://www.gov.uk/api/content/government/statistical-data-sets/immigration-system-statistics-regional-and-local-authority-data";
const REGIONAL_TITLE: &str = "Regional and local authority data on immigration groups, year ending";

/// The day after a release, and two hours later.
const MORNING: &str = "2026-05-21T10:00:00Z";
const NOON: &str = "2026-05-21T12:00:00Z";

/// A store, a publisher, and settings that wait for nothing long.
struct Scene {
    folder: tempfile::TempDir,
    publisher: Publisher,
}

/// Nobody watches a test.
struct Unwatched;

impl Watcher for Unwatched {
    fn progress(&self, _: &str, _: u64, _: Option<u64>) {}
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mine = folder.path().join("catalogue");
        std::fs::create_dir(&mine).unwrap();
        std::fs::write(mine.join("fetching.toml"), quick_fetching()).unwrap();
        Self { folder, publisher: Publisher::start() }
    }

    /// A scene with some settings of fetching of its own.
    fn with(own: &[(&str, &str)]) -> Self {
        let scene = Self::new();
        scene.fetches(own);
        scene
    }

    /// Asks by these settings from now on, beside those that wait for nothing long.
    fn fetches(&self, own: &[(&str, &str)]) {
        std::fs::write(
            self.folder.path().join("catalogue/fetching.toml"),
            quick_fetching_with(own),
        )
        .unwrap();
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    fn engine(&self) -> Engine {
        let settings = Settings {
            store: self.store(),
            catalogue: Some(self.folder.path().join("catalogue")),
            at: None,
            today: Some("2026-05-21".parse().unwrap()),
        };
        Engine::open(&settings).unwrap()
    }

    fn network(&self) -> Network {
        Network { mirrors: vec![self.publisher.mirror()], ..Network::default() }
    }

    /// A run over these datasets.
    fn refresh(&self, datasets: &[&str], now: &str) -> RefreshReport {
        let datasets = datasets.iter().map(|id| (*id).to_owned()).collect();
        self.run(&RefreshRequest { datasets, now: moment(now), ..RefreshRequest::default() })
            .unwrap()
    }

    fn run(&self, request: &RefreshRequest) -> fairshares::domain::Result<RefreshReport> {
        refresh::refresh(self.engine().holdings(), request, &self.network(), &Unwatched)
    }

    /// The program on the same store, publisher and settings.
    fn program(&self) -> Command {
        let mut command = program(self.folder.path());
        command.args(["--catalogue", "catalogue"]).env("FAIRSHARES_MIRROR", self.publisher.base());
        command
    }

    /// Lists these files, by title and address, on the page of the Home Office's tables, and serves
    /// them.
    fn lists(&self, files: &[(&str, &str, &Book)]) {
        for (_, address, book) in files {
            self.publisher.at(address, Answer::file(book.xlsx()));
        }
        self.page(&files.iter().map(|(title, address, _)| (*title, *address)).collect::<Vec<_>>());
    }

    /// The page alone.
    fn page(&self, files: &[(&str, &str)]) {
        self.publisher.at(TABLES, content(files));
    }

    /// Lists these quarters of the regional data, by name and address, on their page, and serves
    /// them.
    fn lists_quarters(&self, quarters: &[(&str, &str, &Book)]) {
        let titles = quarters
            .iter()
            .map(|(name, ..)| format!("{REGIONAL_TITLE} {name}"))
            .collect::<Vec<_>>();
        for (_, address, book) in quarters {
            self.publisher.at(address, Answer::file(book.xlsx()));
        }
        let files =
            titles.iter().zip(quarters).map(|(title, (_, address, _))| (title.as_str(), *address));
        self.publisher.at(REGIONAL, content(&files.collect::<Vec<_>>()));
    }

    /// Lays a changed definition of a dataset over the built-in one.
    fn redefines(&self, path: &str, from: &str, to: &str) {
        let built_in =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("data/catalogue/datasets").join(path);
        let text = std::fs::read_to_string(built_in).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        let mine = self.folder.path().join("catalogue/datasets").join(path);
        std::fs::create_dir_all(mine.parent().unwrap()).unwrap();
        std::fs::write(mine, text.replace(from, to)).unwrap();
    }

    /// Makes a dataset one that is published for these areas alone.
    fn is_published_for(&self, path: &str, whole: &str, areas: &[&str]) {
        let areas: Vec<String> = areas.iter().map(|code| format!("\"{code}\"")).collect();
        let (from, to) = (
            format!("published_for = [\"{whole}\"]"),
            format!("published_for = [{}]", areas.join(", ")),
        );
        self.redefines(path, &from, &to);
    }

    /// The editions that wait for a person.
    fn waiting(&self) -> Vec<HeldBack> {
        Store::at(&self.store()).waiting().unwrap().held_back
    }

    fn manifest(&self) -> Manifest {
        Store::at(&self.store()).manifest().unwrap()
    }

    /// The store without what only says when it was asked.
    fn held(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut held = contents(&self.store());
        let kept = |path: &Path| {
            let name = path.strip_prefix(self.store()).unwrap();
            ["manifest.json", "held-back.json"].iter().any(|list| name == Path::new(list))
                || name.starts_with("snapshots")
                || name.starts_with("held-back")
        };
        held.retain(|path, _| kept(path));
        held
    }

    /// People supported in Hillingdon at the end of 2025, as any command would print it.
    fn hillingdon(&self) -> String {
        hillingdon(&engine_at(&self.store(), None))
    }
}

fn hillingdon(engine: &Engine) -> String {
    let tidy =
        printed::tidy(engine.figures(), "asy-d11").map(|listing| listing.rows).unwrap_or_default();
    let hotel = |row: &&Vec<fairshares::table::Cell>| {
        row[0].raw() == "E09000017"
            && row[3].raw() == "2025-12-31"
            && row[5].raw() == "contingency-hotel"
    };
    tidy.iter().find(hotel).map(|row| row[7].raw()).unwrap_or_default()
}

/// An answer of the Content API that attaches these files.
fn content(files: &[(&str, &str)]) -> Answer {
    let attachments: Vec<_> =
        files.iter().map(|(title, url)| json!({ "title": title, "url": url })).collect();
    Answer::json(&json!({ "title": "Tables", "details": { "attachments": attachments } }))
}

/// An address of a file of GOV.UK.
fn asset(name: &str) -> String {
    format!("https://assets.publishing.service.gov.uk/media/{name}")
}

fn december() -> Book {
    base("asy-d11")
}

/// The edition after: the same day and one more, a quarter later.
fn march() -> Book {
    let mut book = december();
    book.set("Cover_sheet", "A3", "year ending March 2026");
    book.set("Cover_sheet", "A5", "Published: 21 May 2026");
    book.sheets[0].1.push(vec!["Next update: 27 August 2026".to_owned()]);
    let rows = &mut book.sheets.iter_mut().find(|(name, _)| name == SHEET).unwrap().1;
    let newer = rows[2..9].iter().map(|row| {
        let mut row = row.clone();
        row[0] = "31 Mar 2026".to_owned();
        row
    });
    let newer: Vec<Vec<String>> = newer.collect();
    rows.splice(9..9, newer);
    // Hillingdon's hotels at 31 March 2026.
    book.set(SHEET, "G10", "1800");
    book
}

/// The regional data of a quarter such as "September 2025": the figures of December under another
/// day.
fn quarter(name: &str) -> Book {
    let mut book = base("regional-groups");
    let last =
        if ["June", "September"].iter().any(|month| name.starts_with(month)) { 30 } else { 31 };
    for cell in book.sheets.iter_mut().flat_map(|(_, rows)| rows).flatten() {
        *cell = cell
            .replace("31 December 2025", &format!("{last} {name}"))
            .replace("December 2025", name);
    }
    book
}

/// What became of a dataset: the only entry of it.
fn of<'r>(report: &'r RefreshReport, dataset: &str) -> &'r SourceReport {
    let mut entries = report.sources.iter().filter(|source| source.dataset == dataset);
    let entry = entries.next().unwrap_or_else(|| panic!("nothing of {dataset} in {report:?}"));
    assert_eq!(entries.next(), None, "one entry of {dataset}");
    entry
}

/// What became of a dataset, with the first reason.
fn outcome(report: &RefreshReport, dataset: &str) -> (SourceOutcome, String) {
    let entry = of(report, dataset);
    let reason = entry.reasons.first().map(|reason| format!("{}: {}", reason.code, reason.text));
    (entry.outcome, reason.unwrap_or_default())
}
