//! Text files that were cut: they look like shorter ones, and must not be taken for editions.
//!
//! `tests/hardness/cut_files.py` cuts the publishers' files at many places.

use crate::printed;
use crate::support::{engine_at, migrants, moment, program, published_file, unquoted};
use fairshares::holdings::import;
use std::fs;
use std::path::Path;

const NOW: &str = "2026-11-21T09:30:00Z";

/// What `import` says of a text that must be doubtful for no other reason than that it is not
/// whole.
fn doubtful(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("cut.csv"), text).unwrap();
    let output = program(folder.path()).args(["import", "cut.csv"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(unquoted(&output.stdout).contains("cut.csv,,,,,doubtful,"), "{said}");
    assert!(
        said.contains("error[F123]") && said.contains("--accept REASON` takes it as it is"),
        "{said}"
    );
    said
}

fn is_taken(text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("whole.csv");
    fs::write(&file, text).unwrap();
    import::import(engine_at(&folder.path().join("store"), None).holdings(), &file, moment(NOW))
        .unwrap_or_else(|error| panic!("{error}"));
}

/// A text without its last lines.
fn without(text: &str, lines: usize) -> String {
    let kept = text.lines().count() - lines;
    text.lines().take(kept).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_whole_table_is_taken_and_one_without_its_last_rows_is_doubtful() {
    let whole = migrants();
    is_taken(&whole);
    // England alone, as tables may be created; not Wales alone with a part of England.
    let england: String = whole
        .lines()
        .filter(|line| !line.contains(",W0"))
        .map(|line| format!("{line}\n"))
        .collect();
    is_taken(&england);
    for lines in [1, 40, 300] {
        let said = doubtful(&without(&whole, lines));
        assert!(
            said.contains("found no row for") && said.contains("expected every authority of"),
            "{said}"
        );
    }
}

#[test]
fn a_last_line_without_its_end_is_doubtful() {
    let whole = migrants();
    let said = doubtful(whole.trim_end());
    assert!(said.contains("found a last line without an end"), "{said}");
    let windows = whole.replace('\n', "\r\n");
    is_taken(&windows);
    doubtful(windows.trim_end_matches('\n'));
}

#[test]
fn a_person_may_take_an_extract_and_nothing_of_it_is_marked() {
    let folder = tempfile::tempdir().unwrap();
    let whole = migrants();
    let is_kept = |line: &&str| line.starts_with("date") || line.contains(",E09");
    let london: String = whole.lines().filter(is_kept).map(|line| format!("{line}\n")).collect();
    doubtful(&london);
    let file = folder.path().join("london.csv");
    fs::write(&file, london).unwrap();
    let store = folder.path().join("store");
    let taken = import::import_accepting(
        engine_at(&store, None).holdings(),
        &file,
        "asked Nomis for London",
        moment(NOW),
    )
    .unwrap();
    assert!(taken[0].dataset.as_ref().is_some_and(|id| *id == "census-migrant-indicator"));
    let listing =
        printed::tidy(engine_at(&store, None).figures(), "census-migrant-indicator").unwrap();
    assert_eq!(listing.rows.len(), 33 * 5);
    assert!(
        listing.rows.iter().all(|row| row.last().unwrap().raw().is_empty()),
        "no figure has a status"
    );
}

/// A text file of Explore Local Statistics: names of nations with a day each.
fn pay(rows: &[(&str, u16)]) -> String {
    let header = "areacd,areanm,geography,indicator,period,observation,measure,unit,lci_95,uci_95,status,notes\n";
    let line = |(name, year): &(&str, u16)| {
        let code = match *name {
            "England" => "E92000001",
            "Wales" => "W92000004",
            _ => "S92000003",
        };
        format!("{code},{name},Country,Gross median weekly pay,{year}-04-30,600,Pounds,£,,,,\n")
    };
    rows.iter().fold(header.to_owned(), |text, row| text + &line(row))
}

#[test]
fn last_rows_that_break_off_before_those_above_do_are_doubtful() {
    let nations = ["England", "Scotland", "Wales"];
    let by_day: Vec<_> =
        [2023, 2024, 2025].iter().flat_map(|year| nations.map(|name| (name, *year))).collect();
    let by_area: Vec<_> =
        nations.iter().flat_map(|name| [2023, 2024, 2025].map(|year| (*name, year))).collect();
    for (rows, last) in [(by_day, "30 April 2025"), (by_area, "Wales")] {
        is_taken(&pay(&rows));
        // A third of the file, to the end of a block, is as whole as any.
        is_taken(&pay(&rows[..6]));
        for cut in [7, 8] {
            let said = doubtful(&pay(&rows[..cut]));
            assert!(
                said.contains(&format!("found last rows, those of {last}, that break off")),
                "{said}"
            );
        }
    }
}

#[test]
fn a_day_without_an_area_in_the_middle_is_no_cut() {
    let of = |year: u16, names: &[&'static str]| {
        names.iter().map(|name| (*name, year)).collect::<Vec<_>>()
    };
    let rows =
        [of(2024, &["England", "Scotland", "Wales"]), of(2025, &["England", "Wales"])].concat();
    is_taken(&pay(&rows));
}

#[test]
fn a_file_of_five_years_that_ends_with_the_fourth_is_doubtful() {
    let path = "published/uasc/release-2023-24/cla_number_and_rate_per_10k_children.csv";
    let Some(file) = published_file(path) else { return };
    let text = fs::read_to_string(file).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("2020,")).count();
    assert!(
        doubtful(&without(&text, rows))
            .contains("found figures for 4 days or periods, expected 5 or more")
    );
}

#[test]
fn files_of_which_the_last_line_has_no_end_are_taken() {
    for path in ["published/mye/mye24tablesew.csv", "published/gla/london-borough-profiles.csv"] {
        let Some(file) = published_file(path) else { return };
        let store = tempfile::tempdir().unwrap();
        let taken =
            import::import(engine_at(Path::new(store.path()), None).holdings(), &file, moment(NOW));
        assert!(taken.is_ok(), "{path}: {}", taken.unwrap_err());
    }
}
