//! The formulas of demography against numbers made elsewhere, and what they promise for all
//! numbers.
//!
//! Numbers come from publications, from other people's packages (`tests/independent/peers.py`) and
//! from their tests; each file in `tests/oracles/demography` says which. Not to be had, and so not
//! here: the flows between Korean provinces of 2020 in `migest` and the schools of `segregation`,
//! whose files are not text. Left out as wrong: the rate of Korea that `migest` prints in millions,
//! its coefficient of variation (not free of units), the misprinted rows of `testdata_1976`, table
//! 1 of Plane (1981), whose transcription does not add up.

mod ages;
mod comparison;
mod continuation;
mod migration;
mod missing;
mod properties;
mod rates;
mod unevenness;

use crate::support::oracle;
use std::collections::BTreeMap;
use std::path::Path;

type Row = BTreeMap<String, String>;

/// The rows of an oracle file.
fn rows(name: &str) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/demography").join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("# "), "{name} does not say where its numbers are from");
    let rows = oracle(&text);
    assert!(!rows.is_empty(), "{name} has no rows");
    rows
}

/// The rows of an oracle file by the case they belong to, in order.
fn cases(name: &str) -> BTreeMap<String, Vec<Row>> {
    let mut cases: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    rows(name).into_iter().for_each(|row| cases.entry(row["case"].clone()).or_default().push(row));
    cases
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?}"))
}

fn column(rows: &[Row], column: &str) -> Vec<f64> {
    rows.iter().map(|row| number(row, column)).collect()
}

/// Equal to a relative tolerance, and absolutely to the same for numbers below one thousandth.
#[track_caller]
fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    let allowed = tolerance * expected.abs().max(1e-3);
    assert!((found - expected).abs() <= allowed, "{what}: {found}, expected {expected}");
}

/// The headings without which a formula cannot be signed.
const HEADINGS: [&str; 6] = [
    "# What it ",
    "# Formula",
    "# Inputs and units",
    "# Missing and out of range",
    "# When not to use it",
    "# References",
];

#[test]
fn every_formula_can_be_signed() {
    let mut waiting = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/demography")];
    let mut signed = 0;
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            // The text before a function reaches back to the end of the item before it.
            for item in text
                .split("\n\n")
                .filter(|item| item.contains("pub fn ") && item.contains(HEADINGS[0]))
            {
                let rule = item.contains("# What it does");
                let missing = HEADINGS.iter().find(|heading| {
                    !(item.contains(**heading) || (rule && **heading == HEADINGS[1]))
                });
                assert!(missing.is_none(), "{}: no {missing:?} in {item}", path.display());
                signed += 1;
            }
        }
    }
    assert!(signed > 50, "{signed} formulas");
}
