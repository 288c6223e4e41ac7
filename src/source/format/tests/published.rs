//! The published files: all open, and their cells match those of other readers.

use crate::catalogue::Limits;
use crate::source::format::{Workbook, address};
use std::path::{Path, PathBuf};

/// The folder of published files; `None` if it is absent, which is allowed only on a developer's
/// machine.
fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("FAIRSHARES_PUBLISHED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(
        std::env::var_os("CI").is_none(),
        "the published files are not in {}",
        folder.display()
    );
    skipped(&folder);
    None
}

#[expect(clippy::print_stderr, reason = "a skipped test must say so")]
fn skipped(folder: &Path) {
    eprintln!("skipped: no published files in {}", folder.display());
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path
            .extension()
            .is_some_and(|kind| ["xlsx", "ods", "xls", "csv"].iter().any(|known| kind == *known))
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_published_file_opens_under_its_own_format() {
    let Some(folder) = folder() else { return };
    let found = [files(&folder.join("published")), files(&folder.join("reconstructed"))].concat();
    assert!(found.len() > 50, "only {} files", found.len());
    for path in found {
        let bytes = std::fs::read(&path).unwrap();
        let mut workbook =
            Workbook::open(&bytes, &path.display().to_string(), &Limits::built_in()).unwrap();
        assert_eq!(
            path.extension().unwrap().to_str(),
            Some(workbook.format().to_string().as_str())
        );
        let names = workbook.sheet_names().to_vec();
        assert!(
            !names.is_empty() && names.iter().all(|name| !name.contains("file://")),
            "{}",
            path.display()
        );
        for name in names {
            workbook.head(&name, 20).unwrap();
        }
    }
}

#[test]
fn cells_are_those_that_other_readers_find() {
    let Some(folder) = folder() else { return };
    let oracle = include_str!("../../../../tests/oracles/cells.csv");
    let mut oracle = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(oracle.as_bytes());
    let mut compared = 0;
    let mut last = (String::new(), String::new());
    let mut cells = std::collections::HashMap::new();
    for record in oracle.records() {
        let record = record.unwrap();
        let [file, name, cell, expected] = [&record[0], &record[1], &record[2], &record[3]];
        if last != (file.to_owned(), name.to_owned()) {
            let bytes = std::fs::read(folder.join(file)).unwrap();
            let sheet =
                Workbook::open(&bytes, file, &Limits::built_in()).unwrap().sheet(name).unwrap();
            cells.clear();
            for (row, values) in sheet.rows().iter().enumerate() {
                cells.extend(
                    values
                        .iter()
                        .enumerate()
                        .map(|(column, value)| (address(row, column), value.to_string())),
                );
            }
            last = (file.to_owned(), name.to_owned());
        }
        assert_eq!(cells.get(cell).map_or("", String::as_str), expected, "{file}, {name}, {cell}");
        compared += 1;
    }
    assert!(compared >= 40, "only {compared} cells");
}
