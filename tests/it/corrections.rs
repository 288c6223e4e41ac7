//! Known errors of publishers are put right as declared, and nothing is when the publisher has mended them.

use crate::workbook::base;
use fairshares::domain::{Id, Status};
use fairshares::engine::{Engine, Imported, Settings};
use fairshares::table::Row;
use std::fs;
use std::path::Path;

/// Imports the made workbook of Asy_D11 with corrections added to its definition.
fn imported(folder: &Path, corrections: &str) -> (Imported, Vec<Row>) {
    let definition = include_str!("../../data/catalogue/datasets/home-office/asy-d11.toml");
    let laid_over = folder.join("catalogue/datasets/home-office");
    fs::create_dir_all(&laid_over).unwrap();
    fs::write(laid_over.join("asy-d11.toml"), format!("{definition}\n{corrections}")).unwrap();
    let file = folder.join("asylum.xlsx");
    fs::write(&file, base("asy-d11").xlsx()).unwrap();
    let settings =
        Settings { store: folder.join("store"), catalogue: Some(folder.join("catalogue")), at: None, today: None };
    let engine = Engine::open(&settings).unwrap();
    let imported = engine.import(&file, "2026-11-21T09:30:00Z").unwrap().remove(0);
    let rows = engine.table(&Id::new("asy-d11").unwrap()).unwrap().unwrap().rows().unwrap();
    (imported, rows)
}

/// A correction of the 1,896 people in hotels in Hillingdon that the made workbook prints.
fn correction(action: &str, more: &str) -> String {
    format!(
        "[[correction]]\nid = \"hillingdon\"\naction = \"{action}\"\ncodes = [\"E09000017\"]\nas_at = \"2025-12-31\"\n\
         fixed = {{ accommodation = \"contingency-hotel\" }}\n{more}\nreason = \"An example.\"\nnoticed = \"2026-11-21\"\n"
    )
}

fn hotels(rows: &[Row]) -> (Option<f64>, Option<Status>) {
    let is_it = |row: &&Row| row.area.as_str() == "E09000017" && row.dims[1] == "contingency-hotel";
    rows.iter().find(is_it).map(|row| (row.value, row.status)).unwrap()
}

#[test]
fn figures_are_dropped_replaced_or_flagged() {
    for (action, more, expected) in [
        ("drop", "expect = 1896", (None, Some(Status::NotAvailable))),
        ("override", "expect = 1896\nvalue = 1986", (Some(1986.0), Some(Status::Revised))),
        ("flag", "status = \"unreliable\"", (Some(1896.0), Some(Status::Unreliable))),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (imported, rows) = imported(folder.path(), &correction(action, more));
        assert_eq!(hotels(&rows), expected, "{action}");
        assert_eq!(rows.len(), 7, "{action}: no row is lost");
        assert!(
            imported.notes.iter().any(|note| note == "correction hillingdon: 1 figure; An example."),
            "{imported:?}"
        );
    }
}

#[test]
fn nothing_is_corrected_once_the_publisher_has_mended_it() {
    let folder = tempfile::tempdir().unwrap();
    let (imported, rows) = imported(folder.path(), &correction("override", "expect = 1869\nvalue = 1986"));
    assert_eq!(hotels(&rows), (Some(1896.0), None));
    let said = "correction hillingdon: 1,896 in Data_Asy_D11!G3, and not 1,869, which is known to be wrong: nothing to \
                correct in this edition";
    assert!(imported.notes.iter().any(|note| note == said), "{imported:?}");
}

#[test]
fn a_correction_that_cannot_work_is_a_wrong_definition() {
    for (action, more) in
        [("override", ""), ("flag", ""), ("flag", "status = \"suppressed\""), ("drop", "measure = \"persons\"")]
    {
        let folder = tempfile::tempdir().unwrap();
        let laid_over = folder.path().join("datasets/home-office");
        fs::create_dir_all(&laid_over).unwrap();
        let definition = include_str!("../../data/catalogue/datasets/home-office/asy-d11.toml");
        let text = format!("{definition}\n{}", correction(action, more));
        fs::write(laid_over.join("asy-d11.toml"), text).unwrap();
        let catalogue = Some(folder.path().to_owned());
        let error = Engine::open(&Settings { store: folder.path().join("store"), catalogue, at: None, today: None })
            .unwrap_err();
        assert!(matches!(error.code().id, "F204" | "F202"), "{action} {more}: {error}");
    }
}
