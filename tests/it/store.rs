//! What is kept, superseded and reproduced.

use crate::printed;
use crate::support::{engine_at, moment, program, unquoted};
use crate::workbook::base;
use fairshares::domain::Date;
use fairshares::figures::ShowRequest;
use fairshares::holdings::import;
use fairshares::table::Cell;
use std::fs;
use std::path::Path;

const NOW: &str = "2026-11-21T09:30:00Z";

/// The value of an indicator for Hillingdon on a day, as printed cells.
fn hillingdon(store: &Path, indicator: &str, day: &str, at: Option<Date>) -> Vec<Vec<Cell>> {
    let engine = engine_at(store, at);
    let day = day.parse().unwrap();
    let request = ShowRequest {
        area: Some("Hillingdon".to_owned()),
        from: Some(day),
        to: Some(day),
        ..ShowRequest::of_region(
            indicator.to_owned(),
            engine.region("London").unwrap().code.clone(),
        )
    };
    printed::show(engine.figures(), &request).map(|listing| listing.rows).unwrap_or_default()
}

#[test]
fn an_imported_edition_answers_where_the_bundled_one_is_silent() {
    let folder = tempfile::tempdir().unwrap();
    let (store, file) = (folder.path().join("store"), folder.path().join("any name.bin"));
    fs::write(&file, base("asy-d11").xlsx()).unwrap();
    let hotels = |rows: &[Vec<Cell>]| {
        rows.iter().find(|row| row[5] == Cell::from("contingency-hotel")).map(|row| row[6].clone())
    };
    // Reg_02 does not tell hotels apart; the workbook does: 1,896 of Hillingdon's people are in
    // contingency hotels.
    let before = hillingdon(&store, "supported-by-accommodation", "2025-12-31", None);
    assert!(matches!(hotels(&before), Some(Cell::Missing(_))), "{before:?}");
    import::import(engine_at(&store, None).holdings(), &file, moment(NOW)).unwrap();
    let after = hillingdon(&store, "supported-by-accommodation", "2025-12-31", None);
    assert_eq!(hotels(&after), Some(Cell::Number(1896.0)));
    // Seen from the day before its publication the edition does not exist.
    let day_before = Some("2026-02-25".parse().unwrap());
    assert!(hillingdon(&store, "supported-by-accommodation", "2025-12-31", day_before).is_empty());
}

#[test]
fn importing_twice_changes_nothing_and_parquet_can_be_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (store, file) = (folder.path().join("store"), folder.path().join("a.xlsx"));
    fs::write(&file, base("asy-d11").xlsx()).unwrap();
    let engine = engine_at(&store, None);
    import::import(engine.holdings(), &file, moment(NOW)).unwrap();
    let manifest = fs::read(store.join("manifest.json")).unwrap();
    import::import(engine.holdings(), &file, moment("2027-01-01T00:00:00Z")).unwrap();
    assert_eq!(fs::read(store.join("manifest.json")).unwrap(), manifest);
    let kept = hillingdon(&store, "people-supported", "2025-12-31", None);
    fs::remove_dir_all(store.join("tidy")).unwrap();
    assert_eq!(hillingdon(&store, "people-supported", "2025-12-31", None), kept);
    assert!(store.join("tidy").is_dir(), "shaped again and kept");
}

#[test]
fn a_marker_is_a_status_and_never_a_zero() {
    let folder = tempfile::tempdir().unwrap();
    let (store, file) = (folder.path().join("store"), folder.path().join("groups.xlsx"));
    fs::write(&file, base("regional-groups").xlsx()).unwrap();
    let imported = import::import(engine_at(&store, None).holdings(), &file, moment(NOW)).unwrap();
    assert!(imported[0].dataset.as_ref().is_some_and(|id| *id == "regional-groups"));
    // Home Office, Reg_02 at 31 December 2025: Homes for Ukraine arrivals in the City of London are
    // printed as `*`.
    let listing = printed::tidy(engine_at(&store, None).figures(), "regional-groups").unwrap();
    let city = listing
        .rows
        .iter()
        .find(|row| row[0] == "E09000001".into() && row[6] == "arrivals".into())
        .unwrap();
    assert_eq!(
        (&city[7], &city[9]),
        (&Cell::Missing(fairshares::domain::Status::Suppressed), &"suppressed".into())
    );
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.xlsx"), base("asy-d11").xlsx()).unwrap();
    fs::write(folder.path().join("bad.xlsx"), "nothing").unwrap();
    let output = program(folder.path()).args(["import", "bad.xlsx", "good.xlsx"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(unquoted(&output.stdout).contains("good.xlsx,asy-d11,2025-12-31"));
    assert!(String::from_utf8_lossy(&output.stderr).contains("bad.xlsx"));
    assert!(folder.path().join("store/manifest.json").is_file());
}

/// A pack is made from one state of the store, whatever others write meanwhile.
#[test]
fn an_engine_does_not_see_what_others_write_later() {
    let folder = tempfile::tempdir().unwrap();
    let (store, file) = (folder.path().join("store"), folder.path().join("a.xlsx"));
    fs::write(&file, base("asy-d11").xlsx()).unwrap();
    let still = engine_at(&store, None);
    assert!(still.holdings().editions().unwrap().iter().all(|edition| edition.bundled));
    let other = engine_at(&store, None);
    import::import(other.holdings(), &file, moment(NOW)).unwrap();
    let sees = |engine: &fairshares::engine::Engine| {
        engine.holdings().editions().unwrap().iter().any(|edition| !edition.bundled)
    };
    assert!(sees(&other) && !sees(&still));
}
