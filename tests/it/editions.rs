//! Every file of the publishers' that we hold: recognised, read, checked, and figures in it
//! compared with what another program reads in the same cells.
//!
//! `tests/oracles/editions/*.csv` says which datasets and how many figures a file yields,
//! `tests/oracles/figures/*.csv` which figures stand in which cells, `tests/oracles/not-tables.csv`
//! which files are none of these and why. All were recorded with Python readers, not with this
//! program. `tests/oracles/every-cell.csv` holds, for files that Python reads in full, a digest of
//! every figure.

use crate::support::{engine, engine_at, moment, oracle, published_files, same_figure};
use fairshares::domain::Id;
use fairshares::engine::Engine;
use fairshares::holdings::import;
use fairshares::reference::datasets;
use fairshares::table::Row;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const NOW: &str = "2026-11-21T09:30:00Z";

type Line = BTreeMap<String, String>;

/// The lines of every oracle in a folder of `tests/oracles`.
fn oracles(folder: &str) -> Vec<Line> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles").join(folder);
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| oracle(&fs::read_to_string(file).unwrap())).collect()
}

fn not_tables() -> Vec<Line> {
    oracle(include_str!("../oracles/not-tables.csv"))
}

/// Every file below a folder, with its path from there.
fn files_below(folder: &Path, from: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(folder, &path));
        } else {
            found.push(path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/"));
        }
    }
    found
}

fn every_cell() -> Vec<Line> {
    oracle(include_str!("../oracles/every-cell.csv"))
}

/// What must be found in one file.
#[derive(Default)]
struct Expected {
    editions: Vec<Line>,
    figures: Vec<Line>,
    every_cell: Vec<Line>,
}

fn expected() -> BTreeMap<String, Expected> {
    let mut files: BTreeMap<String, Expected> = BTreeMap::new();
    for line in oracles("editions") {
        files.entry(line["file"].clone()).or_default().editions.push(line);
    }
    for line in oracles("figures") {
        files.entry(line["file"].clone()).or_default().figures.push(line);
    }
    for line in every_cell() {
        let expected = files.entry(line["file"].clone()).or_default();
        if expected.editions.iter().all(|known| known["dataset"] != line["dataset"]) {
            expected.editions.push(line.clone());
        }
        expected.every_cell.push(line);
    }
    files
}

/// The figures of a dataset that come from an imported file, as `tests/independent/every_cell.py`
/// writes them: how many, and the digest of the sorted lines.
fn digest(engine: &Engine, dataset: &str) -> (usize, String) {
    let table = engine.holdings().table(&Id::new(dataset).unwrap()).unwrap().unwrap();
    let imported = |row: &Row| {
        table
            .sources()
            .get(usize::try_from(row.source).unwrap())
            .is_none_or(|source| !source.bundled)
    };
    let rows = table.rows().unwrap();
    let mut lines: Vec<String> = rows.iter().filter(|row| imported(row)).map(line_of).collect();
    lines.sort();
    let mut hash = Sha256::new();
    lines.iter().for_each(|line| hash.update(format!("{line}\n")));
    let hash: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    (lines.len(), hash)
}

fn line_of(row: &Row) -> String {
    let figure = match row.value {
        Some(value) => format!("{}", (value * 1e6 + 0.5).floor()),
        None => row.status.map_or_else(String::new, |status| status.as_str().to_owned()),
    };
    let (start, end, dims) = (row.period.start, row.period.end, row.dims.join(";"));
    format!("{},{start},{end},{dims},{},{figure}", row.area, row.measure)
}

/// The rows of a dataset in an engine.
fn rows(engine: &Engine, dataset: &str) -> Vec<Row> {
    let id = Id::new(dataset).unwrap();
    engine.holdings().table(&id).unwrap().map(|table| table.rows().unwrap()).unwrap_or_default()
}

fn reads(folder: &Path, file: &str, expected: &Expected, problems: &mut Vec<String>) {
    let store = tempfile::tempdir().unwrap();
    let engine = engine_at(store.path(), None);
    let imported = match import::import(engine.holdings(), &folder.join(file), moment(NOW)) {
        Ok(imported) => imported,
        Err(error) => return problems.push(format!("{file}:\n{error}")),
    };
    let found: BTreeSet<(String, String, u64)> = imported
        .iter()
        .filter_map(|i| Some((i.dataset.as_ref()?.to_string(), i.edition?.to_string(), i.rows)))
        .collect();
    let wanted: BTreeSet<(String, String, u64)> = expected
        .editions
        .iter()
        .map(|line| {
            (line["dataset"].clone(), line["edition"].clone(), line["figures"].parse().unwrap())
        })
        .collect();
    if found != wanted {
        problems.push(format!("{file}: imported {found:?}, recorded {wanted:?}"));
    }
    for line in &expected.every_cell {
        let (figures, found) = digest(&engine, &line["dataset"]);
        if figures.to_string() != line["figures"] || found != line["digest"] {
            let dataset = &line["dataset"];
            problems.push(format!(
                "{file}: {figures} figures of {dataset} with digest {found}, {} and {} recorded: \
                 see tests/independent/every_cell.py --against",
                line["figures"], line["digest"]
            ));
        }
    }
    let mut tables: BTreeMap<&str, Vec<Row>> = BTreeMap::new();
    for line in &expected.figures {
        let rows =
            tables.entry(&line["dataset"]).or_insert_with(|| rows(&engine, &line["dataset"]));
        let is_it = |row: &&Row| {
            row.area.as_str() == line["area_code"]
                && row.period.start.to_string() == line["period_start"]
                && row.period.end.to_string() == line["period_end"]
                && row.dims.join(";") == line["dims"]
                && row.measure == line["measure"]
                && row.cell == line["cell"]
        };
        let Some(row) = rows.iter().find(is_it) else {
            problems.push(format!("{file}: nothing read for {line:?}"));
            continue;
        };
        let value: Option<f64> =
            (!line["value"].is_empty()).then(|| line["value"].parse().unwrap());
        let same = same_figure(row.value, value);
        let status = row.status.map_or("", |status| status.as_str());
        if !same || status != line["status"] {
            problems.push(format!("{file}: read {:?} {status:?} for {line:?}", row.value));
        }
    }
}

#[test]
fn every_published_file_is_read_as_another_program_reads_it() {
    let Some(folder) = published_files() else { return };
    let files: Vec<(String, Expected)> = expected().into_iter().collect();
    let read = |(file, expected): &(String, Expected)| {
        let mut problems = Vec::new();
        reads(&folder, file, expected, &mut problems);
        problems
    };
    let problems: Vec<String> = files.par_iter().flat_map_iter(read).collect();
    assert!(problems.is_empty(), "{} differences:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn every_published_file_is_accounted_for() {
    let Some(folder) = published_files() else { return };
    let expected = expected();
    let not_tables: BTreeSet<String> =
        not_tables().into_iter().map(|line| line["file"].clone()).collect();
    for part in ["published", "reconstructed"] {
        for file in files_below(&folder, &folder.join(part)) {
            let known = expected.get(&file).is_some_and(|expected| !expected.editions.is_empty());
            assert!(known != not_tables.contains(&file), "{file}: in no oracle, or in two kinds");
        }
    }
    for (file, expected) in expected {
        let in_full: BTreeSet<&String> =
            expected.every_cell.iter().map(|line| &line["dataset"]).collect();
        for edition in
            expected.editions.iter().filter(|edition| !in_full.contains(&edition["dataset"]))
        {
            let compared = expected
                .figures
                .iter()
                .filter(|line| line["dataset"] == edition["dataset"])
                .count();
            assert!(
                compared >= 3,
                "{file}: only {compared} figures of {} compared",
                edition["dataset"]
            );
        }
    }
}

/// The editions of `tests/oracles`, one line each: how much of it another program has read as this
/// one does.
fn matrix() -> String {
    let mut lines: BTreeSet<String> = BTreeSet::new();
    for (file, expected) in expected() {
        for edition in &expected.editions {
            let dataset = &edition["dataset"];
            let compared = expected.figures.iter().filter(|line| line["dataset"] == *dataset);
            let readers: BTreeSet<&String> = compared.clone().map(|line| &line["reader"]).collect();
            let readers: Vec<&str> = readers.into_iter().map(String::as_str).collect();
            let in_full = expected.every_cell.iter().any(|line| line["dataset"] == *dataset);
            let how = match (in_full, compared.count()) {
                (true, _) => "every figure (`every_cell.py`)".to_owned(),
                (false, count) => format!("{count} figures ({})", readers.join(", ")),
            };
            let name = file.rsplit('/').next().unwrap_or(&file);
            lines.insert(format!(
                "| {dataset} | {} | {name} | {} | {how} |\n",
                edition["edition"], edition["figures"]
            ));
        }
    }
    let head = "| dataset | edition | file | figures | compared |\n|---|---|---|---|---|\n";
    head.to_owned() + &lines.into_iter().collect::<String>()
}

#[test]
fn the_matrix_of_editions_is_that_of_the_oracles() {
    const MARKS: (&str, &str) = ("<!-- editions -->\n", "<!-- end of editions -->\n");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reading.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(MARKS.0).unwrap();
    let (held, after) = rest.split_once(MARKS.1).unwrap();
    let made = matrix();
    if std::env::var_os("FAIRSHARES_GALLERY").is_some() {
        fs::write(&path, format!("{before}{}{made}{}{after}", MARKS.0, MARKS.1)).unwrap();
        return;
    }
    assert!(held == made, "docs/reading.md is stale: FAIRSHARES_GALLERY=1 cargo test editions");
}

#[test]
fn files_that_hold_no_table_are_told_apart() {
    let Some(folder) = published_files() else { return };
    let store = tempfile::tempdir().unwrap();
    let engine = engine_at(store.path(), None);
    let mut problems = Vec::new();
    for line in not_tables() {
        let file = &line["file"];
        match import::import(engine.holdings(), &folder.join(file), moment(NOW))
            .map_err(|error| error.code().id)
        {
            Err("F101" | "F102") => {}
            other => problems.push(format!("{file}: {other:?}")),
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_table_of_datasets_is_that_of_the_catalogue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/DATASETS.md");
    let mut tried: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in oracles("editions") {
        tried.entry(line["dataset"].clone()).or_default().insert(line["edition"].clone());
    }
    let made = datasets::reference_of_datasets(engine().figures(), &tried);
    if std::env::var_os("FAIRSHARES_GALLERY").is_some() {
        fs::write(&path, &made).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == made,
        "data/DATASETS.md is stale: FAIRSHARES_GALLERY=1 cargo test datasets"
    );
}
