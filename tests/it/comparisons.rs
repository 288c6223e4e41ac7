//! Comparisons that say what they are of: moves of groups of areas, shares without those counted
//! nowhere, limits of rounded counts, counties passed over, what is drawn, ties.

use crate::places::INNER;
use crate::support::{
    engine_at, imported, moment, program, published_file, published_files, succeed,
};
use fairshares::domain::{AreaCode, Date, Status};
use fairshares::engine::Engine;
use fairshares::holdings::import;
use fairshares::indicator::{Key, Value};
use std::collections::BTreeSet;
use std::fs;

const NOW: &str = "2026-11-28T09:30:00Z";

fn value(engine: &Engine, indicator: &str, area: &str, day: &str, dims: &[&str]) -> Option<Value> {
    let end: Date = day.parse().unwrap();
    let dims = dims.iter().map(|code| (*code).to_owned()).collect();
    engine
        .figures()
        .values(indicator)
        .unwrap()
        .get(&Key { area: AreaCode::new(area).unwrap(), end, dims })
        .cloned()
}

#[test]
fn moves_of_inner_london_leave_out_those_between_its_own_boroughs() {
    let store = tempfile::tempdir().unwrap();
    let files =
        ["published/mye/mye23tablesew.xlsx", "published/internal-migration/ODMG01EW_LTLA.csv"];
    let Some(engine) = imported(store.path(), &files) else { return };
    // A sum of the boroughs' moves would count those between them; no publication held has the
    // moves of the year between them.
    for indicator in
        ["internal-in-migration", "internal-out-migration", "moves-in-and-out", "turnover"]
    {
        for area in ["E13000001", "E13000002"] {
            let found =
                value(&engine, indicator, area, "2023-06-30", &[]).map(|value| value.figure);
            let status = found.map_or(Some(Status::NotAvailable), |figure| figure.status);
            assert_eq!(
                (found.and_then(|figure| figure.value), status),
                (None, Some(Status::NotAvailable)),
                "{indicator}"
            );
        }
        assert!(
            value(&engine, indicator, "E09000025", "2023-06-30", &[])
                .is_some_and(|value| value.figure.value.is_some())
        );
    }
    // Net migration has no such fault: moves between them cancel out. What of births and deaths
    // adds up still does.
    assert!(
        value(&engine, "births", "E13000001", "2023-06-30", &[])
            .is_some_and(|value| value.figure.value.is_some())
    );
    // From the census table of moves: people who left Inner London for Barnet, and Barnet for it,
    // added up from the file here.
    let file = published_file("published/internal-migration/ODMG01EW_LTLA.csv").unwrap();
    let inner: BTreeSet<&str> = INNER.into_iter().collect();
    let mut reader = csv::Reader::from_path(file).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let moved = |from: &dyn Fn(&str) -> bool, to: &dyn Fn(&str) -> bool| -> f64 {
        rows.iter()
            .filter(|row| from(&row[0]) && to(&row[2]))
            .map(|row| row[4].parse::<f64>().unwrap())
            .sum()
    };
    let (is_inner, is_barnet) =
        (|code: &str| inner.contains(code), |code: &str| code == "E09000003");
    let left = value(
        &engine,
        "census-departures-by-destination",
        "E13000001",
        "2021-03-21",
        &["E09000003"],
    );
    assert_eq!(left.unwrap().figure.value, Some(moved(&is_inner, &is_barnet)));
    let came =
        value(&engine, "census-arrivals-by-origin", "E13000001", "2021-03-21", &["E09000003"]);
    assert_eq!(came.unwrap().figure.value, Some(moved(&is_barnet, &is_inner)));
    assert_eq!((moved(&is_inner, &is_barnet), moved(&is_barnet, &is_inner)), (7_430.0, 6_678.0));
    // Nobody moved to Inner London from Newham, which is a part of it.
    for indicator in ["census-departures-by-destination", "census-arrivals-by-origin"] {
        assert_eq!(value(&engine, indicator, "E13000001", "2021-03-21", &["E09000025"]), None);
    }
}

#[test]
fn shares_of_resettled_people_are_of_those_with_an_authority() {
    let file = published_file("reconstructed/resettlement-local-authority-datasets-sep-2024.xlsx");
    let (Some(file), store) = (file, tempfile::tempdir().unwrap()) else { return };
    let engine = engine_at(store.path(), None);
    import::import(engine.holdings(), &file, moment(NOW)).unwrap_or_else(|error| panic!("{error}"));
    // Home Office, Res_D01: 9,554 in the year ending September 2024, 9,049 of them without an
    // authority, 36 to London.
    let london = value(&engine, "resettled-share-of-uk", "E12000007", "2024-09-30", &[])
        .unwrap()
        .figure
        .value
        .unwrap();
    assert!((london - 100.0 * 36.0 / 505.0).abs() < 1e-9, "{london}");
    let kingdom = value(&engine, "resettled-share-of-uk", "K02000001", "2024-09-30", &[])
        .unwrap()
        .figure
        .value;
    assert_eq!(kingdom, Some(100.0));
    assert_eq!(value(&engine, "resettled-share-of-uk", "K99999999", "2024-09-30", &[]), None);
    let folder = tempfile::tempdir().unwrap();
    let output = succeed(
        program(folder.path()).args(["show", "resettled-share-of-uk", "--store"]).arg(store.path()),
    );
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("9,049 of 9,554 people have no authority"), "{said}");
}

#[test]
fn counts_of_unaccompanied_children_in_boroughs_are_exact() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("la_cla_on_31_march_by_characteristics.csv");
    // Made in the layout of the release; Barking and Dagenham's 36 of 391 at 31 March 2021 are
    // published, London's are made.
    let head = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,new_la_code,\
                old_la_code,la_name,cla_group,characteristic,number,percentage";
    let group = "Unaccompanied asylum-seeking children";
    let mut lines = vec![head.to_owned()];
    for (label, own, london) in [
        ("Non-unaccompanied asylum-seeking children", 355, 8_000),
        ("Total", 391, 9_500),
        ("Unaccompanied asylum-seeking children", 36, 1_500),
    ] {
        let of = |level: &str| format!("202021,Reporting year,{level},E92000001,England");
        for (code, name) in crate::workbook::boroughs() {
            let number = if code == "E09000002" { own.to_string() } else { "c".to_owned() };
            let authority = of("Local authority");
            lines.push(format!(
                "{authority},E12000007,London,{code},301,{name},{group},{label},{number},z"
            ));
        }
        lines.push(format!("{},E12000007,London,,,,{group},{label},{london},z", of("Regional")));
    }
    fs::write(&file, lines.join("\n")).unwrap();
    let store = folder.path().join("store");
    let taken = import::import_accepting(
        engine_at(&store, None).holdings(),
        &file,
        "London of one year, made for this test",
        moment(NOW),
    );
    taken.unwrap_or_else(|error| panic!("{error}"));
    let engine = engine_at(&store, None);
    let limits = |area: &str| {
        let interval = value(&engine, "unaccompanied-children", area, "2021-03-31", &[])
            .unwrap()
            .interval
            .unwrap();
        (interval.lower, interval.upper)
    };
    assert_eq!(limits("E09000002"), (36.0, 36.0));
    assert_eq!(limits("E12000007"), (1_495.0, 1_504.0));
}

#[test]
fn rows_of_counties_are_counted() {
    let Some(file) = published_file("published/mye/mye23tablesew.xlsx") else { return };
    let store = tempfile::tempdir().unwrap();
    let imported =
        import::import(engine_at(store.path(), None).holdings(), &file, moment(NOW)).unwrap();
    // The sheet MYE4 of mid-2023 has 27 rows with codes E10 and E11: non-metropolitan and
    // metropolitan counties.
    let series = imported
        .iter()
        .find(|edition| edition.dataset.as_ref().is_some_and(|id| *id == "mid-year-series"))
        .unwrap();
    let note = series.notes.iter().find(|note| note.contains("rows of counties passed over"));
    assert!(note.is_some_and(|note| note.starts_with("27 ")), "{:?}", series.notes);
}

#[test]
fn robustness_says_what_it_draws() {
    let Some(published) = published_files() else { return };
    let store = tempfile::tempdir().unwrap();
    for file in [
        "published/hclic/Statutory_Homelessness_Detailed_Local_Authority_Data_202506.ods",
        "published/deprivation/File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx",
        "published/context/els/housing-affordability-ratio.csv",
    ] {
        import::import(
            engine_at(store.path(), None).holdings(),
            &published.join(file),
            moment(NOW),
        )
        .unwrap_or_else(|error| panic!("{file}: {error}"));
    }
    let folder = tempfile::tempdir().unwrap();
    let output = program(folder.path())
        .args(["robustness", "--key", "pressure", "--draws", "50", "--store"])
        .arg(store.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let drawn = said
        .lines()
        .find(|line| line.contains("Drawn: the weights"))
        .unwrap_or_else(|| panic!("{said}"));
    // Every area of which a part is said to count as the middle of the others is said to be drawn.
    for line in said.lines().filter(|line| line.contains("which count as the median of the others"))
    {
        let names =
            line.split("no figure of ").nth(1).unwrap().split(", which count").next().unwrap();
        assert!(drawn.contains(&format!("of {names}, imputed")), "{drawn}");
    }
}

#[test]
fn exact_ties_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let output =
        succeed(program(folder.path()).args(["shares", "--key", "equal", "--places", "34"]));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    // 33 equal claims to 34 places: one gets two, the City of London because its code is the first.
    let tied = said
        .lines()
        .find(|line| line.contains("Exactly the same claim to the last places"))
        .unwrap();
    assert!(tied.contains("City of London") && tied.contains("Westminster"), "{tied}");
    let without =
        succeed(program(folder.path()).args(["shares", "--key", "equal", "--places", "33"]));
    assert!(
        !String::from_utf8_lossy(&without.stderr).contains("same claim"),
        "33 places are no tie"
    );
}
