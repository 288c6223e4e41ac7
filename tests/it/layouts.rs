//! Layouts that are documented but of which no file is held: small workbooks made from
//! `tests/layouts/*.toml`, whose figures are published ones where `about` says so, read as the
//! layout is documented.

use crate::support::{engine_at, moment, same_figure};
use crate::workbook::Book;
use fairshares::domain::Id;
use fairshares::holdings::import;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const NOW: &str = "2026-11-21T09:30:00Z";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    about: String,
    file: String,
    sheet: Vec<Sheet>,
    figure: Vec<Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    name: String,
    rows: Vec<Vec<toml::Value>>,
}

/// A figure that must be read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    dataset: String,
    area: String,
    start: Option<String>,
    end: String,
    #[serde(default)]
    dims: BTreeMap<String, String>,
    measure: String,
    value: Option<f64>,
    status: Option<String>,
}

fn text(cell: &toml::Value) -> String {
    match cell {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The workbook of an example.
pub fn book(name: &str) -> Book {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts");
    let text = fs::read_to_string(folder.join(format!("{name}.toml"))).unwrap();
    toml::from_str::<Example>(&text).unwrap().book()
}

impl Example {
    fn book(&self) -> Book {
        let rows =
            |sheet: &Sheet| sheet.rows.iter().map(|row| row.iter().map(text).collect()).collect();
        Book { sheets: self.sheet.iter().map(|sheet| (sheet.name.clone(), rows(sheet))).collect() }
    }

    fn bytes(&self) -> Vec<u8> {
        let book = self.book();
        if !self.file.ends_with(".csv") {
            return book.xlsx();
        }
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        book.sheets[0].1.iter().for_each(|row| writer.write_record(row).unwrap());
        writer.into_inner().unwrap()
    }
}

/// True for the words of a refusal that names no other errors than those of a text file that is not
/// whole.
fn is_an_extract(refusal: &str) -> bool {
    refusal.contains("error[F123]")
        && refusal.match_indices("F1").all(|(at, _)| refusal[at..].starts_with("F123"))
}

#[test]
fn documented_layouts_are_read_as_documented() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts");
    let mut problems = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let example: Example = toml::from_str(&fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(
            example.about.ends_with('.') && !example.figure.is_empty(),
            "{name}: about is a sentence, and there is a figure"
        );
        let store = tempfile::tempdir().unwrap();
        let file = store.path().join(&example.file);
        fs::write(&file, example.bytes()).unwrap();
        let engine = engine_at(&store.path().join("store"), None);
        // A few rows of a text file are doubtful as such, and for nothing else.
        let imported = import::import(engine.holdings(), &file, moment(NOW)).or_else(|error| {
            match is_an_extract(&error.to_string()) {
                true => import::import_accepting(
                    engine.holdings(),
                    &file,
                    "a few rows of the layout",
                    moment(NOW),
                ),
                false => Err(error),
            }
        });
        if let Err(error) = imported {
            problems.push(format!("{name}:\n{error}"));
            continue;
        }
        for figure in &example.figure {
            let definition = engine.catalogue().dataset(&figure.dataset).unwrap();
            let dims = definition.dims();
            let table = engine.holdings().table(&Id::new(&figure.dataset).unwrap()).unwrap();
            let rows = table.map(|table| table.rows().unwrap()).unwrap_or_default();
            let at = |dim: &String| dims.iter().position(|known| *known == dim.replace('-', "_"));
            let found = rows.iter().find(|row| {
                row.area.as_str() == figure.area
                    && row.period.end.to_string() == figure.end
                    && row.period.start.to_string() == *figure.start.as_ref().unwrap_or(&figure.end)
                    && row.measure == figure.measure
                    && figure
                        .dims
                        .iter()
                        .all(|(dim, code)| at(dim).is_some_and(|index| row.dims[index] == *code))
            });
            let value =
                found.map(|row| (row.value, row.status.map(|status| status.as_str().to_owned())));
            if !value.as_ref().is_some_and(|(found, status)| {
                same_figure(*found, figure.value) && *status == figure.status
            }) {
                problems.push(format!("{name}: read {value:?} for {figure:?}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_month_in_the_place_of_a_year_is_not_taken_for_the_flow() {
    let folder = tempfile::tempdir().unwrap();
    let text = include_str!("../layouts/ltim-2025-12.toml");
    let example: Example =
        toml::from_str(&text.replace("\"YE Jun 25 R\"", "\"June 2025\"")).unwrap();
    let file = folder.path().join(&example.file);
    fs::write(&file, example.bytes()).unwrap();
    let error = import::import(
        engine_at(&folder.path().join("store"), None).holdings(),
        &file,
        moment(NOW),
    )
    .unwrap_err()
    .to_string();
    assert!(
        error.contains("error[F115]") && error.contains("expected a year, quarter or month"),
        "{error}"
    );
}
