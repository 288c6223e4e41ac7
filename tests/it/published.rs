//! The publishers' real files: recognised, read, checked, and their own totals found in them.

use crate::printed;
use crate::support::{engine_at, moment, published_file};
use fairshares::domain::AreaCode;
use fairshares::engine::Engine;
use fairshares::figures::ShowRequest;
use fairshares::holdings::import;
use fairshares::table::Cell;
use std::path::Path;

const NOW: &str = "2026-11-21T09:30:00Z";

/// Imports one of the publishers' files into a store, or `None` when they are not there.
fn imported(store: &Path, path: &str) -> Option<Engine> {
    let file = published_file(path)?;
    let engine = engine_at(store, None);
    import::import(engine.holdings(), &file, moment(NOW))
        .unwrap_or_else(|error| panic!("{path}:\n{error}"));
    Some(engine)
}

/// The value of an indicator on a day.
fn value(engine: &Engine, indicator: &str, area: &str, day: &str, dims: &[&str]) -> Option<f64> {
    let day = day.parse().unwrap();
    let request = ShowRequest {
        area: Some(area.to_owned()),
        from: Some(day),
        to: Some(day),
        ..ShowRequest::of_region(indicator.to_owned(), AreaCode::new("E12000007").unwrap())
    };
    let listing = printed::show(engine.figures(), &request).unwrap();
    let at = listing.columns.iter().position(|column| column.name == "value").unwrap();
    let is_it = |row: &&Vec<Cell>| {
        dims.iter().zip(&row[5..]).all(|(code, cell)| *cell == Cell::from(*code))
    };
    listing.rows.iter().find(is_it).and_then(|row| match row[at] {
        Cell::Number(number) => Some(number),
        _ => None,
    })
}

#[test]
fn asy_d11_of_september_2023_with_the_code_of_hull_on_other_authorities() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) =
        imported(store.path(), "reconstructed/support-local-authority-datasets-sep-2023.xlsx")
    else {
        return;
    };
    // Home Office, Asy_D11, year ending September 2023.
    assert_eq!(value(&engine, "people-supported", "K02000001", "2023-09-30", &[]), Some(123_758.0));
    // At 31 December 2022 the rows of 21 authorities carry Hull's code; put right, the later
    // edition by authority agrees: Hull 942, Bradford's hotel row 311 + 8.
    assert_eq!(value(&engine, "people-supported", "E06000010", "2022-12-31", &[]), Some(942.0));
    assert_eq!(
        value(
            &engine,
            "supported-by-accommodation",
            "Bradford",
            "2022-12-31",
            &["contingency-hotel"]
        ),
        Some(319.0)
    );
}

#[test]
fn asy_d11_of_september_2024_and_the_older_layouts() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) =
        imported(store.path(), "reconstructed/support-local-authority-datasets-sep-2024.xlsx")
    else {
        return;
    };
    // Home Office, Asy_D11, year ending September 2024.
    assert_eq!(value(&engine, "people-supported", "K02000001", "2024-09-30", &[]), Some(109_024.0));
    assert_eq!(value(&engine, "people-supported", "London", "2024-09-30", &[]), Some(19_922.0));
    // Subsistence-only support was not published by authority on that day: not available, never
    // zero.
    assert_eq!(
        value(&engine, "supported-by-accommodation", "London", "2024-09-30", &["subsistence-only"]),
        None
    );
    // The workbook prints Buckinghamshire from 2018, before it existed: its districts have no
    // figures then, not nobody.
    assert_eq!(value(&engine, "people-supported", "E06000060", "2019-12-31", &[]), Some(37.0));
    assert_eq!(value(&engine, "people-supported", "E07000004", "2019-12-31", &[]), None);
    for older in [
        "section-95-support-local-authority-datasets-jun-2021.xlsx",
        "section-95-support-local-authority-datasets-dec-2021.xlsx",
    ] {
        imported(store.path(), &format!("reconstructed/{older}"));
    }
    let editions = engine_at(store.path(), None).holdings().editions().unwrap();
    let held: Vec<_> =
        editions.iter().filter(|e| e.dataset == "asy-d11").map(|e| e.edition.to_string()).collect();
    assert_eq!(held, ["2024-09-30", "2021-12-31", "2021-06-30"], "the newest edition counts");
}

#[test]
fn regional_groups_of_december_2025() {
    let store = tempfile::tempdir().unwrap();
    let path = "reconstructed/regional-and-local-authority-dataset-dec-2025.ods";
    if imported(store.path(), path).is_none() {
        return;
    }
    // Seen from 1 March 2026, before the later series came out, so that Reg_02 itself answers.
    let engine = engine_at(store.path(), Some("2026-03-01".parse().unwrap()));
    // Home Office, Reg_01 and Reg_02 as at 31 December 2025.
    assert_eq!(value(&engine, "people-supported", "K02000001", "2025-12-31", &[]), Some(107_003.0));
    assert_eq!(value(&engine, "people-supported", "London", "2025-12-31", &[]), Some(16_378.0));
    assert_eq!(
        value(&engine, "supported-by-accommodation", "London", "2025-12-31", &["contingency"]),
        Some(10_487.0)
    );
    assert_eq!(
        value(
            &engine,
            "supported-by-accommodation",
            "London",
            "2025-12-31",
            &["contingency-hotel"]
        ),
        None
    );
}

#[test]
fn mid_year_estimates_of_four_years_in_three_formats() {
    let store = tempfile::tempdir().unwrap();
    let files = [
        "published/mye/mye24tablesew.csv",
        "published/mye/mye23tablesew.xlsx",
        "published/mye/mye22final.xlsx",
        "published/mye/ukpopestimatesmid2021on2021geographyfinal.xls",
    ];
    for file in files {
        if imported(store.path(), file).is_none() {
            return;
        }
    }
    let engine = engine_at(store.path(), None);
    // ONS, mid-year population estimates, first editions of each year (INDEX of the files,
    // cross-checked there), and as the back series of mid-2023 has them (MYE4).
    for (day, first, revised) in [
        ("2023-06-30", 8_945_309.0, 8_945_309.0),
        ("2022-06-30", 8_866_180.0, 8_869_043.0),
        ("2021-06-30", 8_796_628.0, 8_804_769.0),
    ] {
        let of_sex = |id| value(&engine, id, "London", day, &[]).unwrap();
        assert_eq!(of_sex("resident-females") + of_sex("resident-males"), first, "{day}");
        assert_eq!(
            value(&engine, "resident-population", "London", day, &[]),
            Some(revised),
            "{day}"
        );
    }
    assert_eq!(
        value(&engine, "resident-population", "London", "2024-06-30", &[]),
        Some(9_089_736.0)
    );
    assert_eq!(
        value(&engine, "resident-population", "K02000001", "2021-06-30", &[]),
        Some(67_026_292.0)
    );
    // MYE3a of 2021 runs from Census day, MYE3b for Scotland from mid-2020: their births must not
    // be added up.
    assert_eq!(value(&engine, "births", "K02000001", "2021-06-30", &[]), None);
    assert!(value(&engine, "births", "England", "2021-06-30", &[]).is_some());
    let boroughs: f64 = engine
        .geography()
        .authorities_on(&AreaCode::new("E12000007").unwrap(), "2024-06-30".parse().unwrap())
        .iter()
        .map(|area| {
            value(&engine, "resident-population", area.code.as_str(), "2024-06-30", &[]).unwrap()
        })
        .sum();
    assert!((boroughs - 9_089_736.0).abs() < 0.5);
    // ONS, MYE3 mid-2023: England's inflow is printed as "No data".
    let components = printed::tidy(engine.figures(), "components-of-change").unwrap();
    let inflow = components
        .rows
        .iter()
        .find(|row| row[0] == "E92000001".into() && row[4] == "internal-in".into())
        .unwrap();
    assert_eq!(inflow[7], "not-available".into());
}

/// DWP's files by borough print codes such as 00AA, which no register of areas that travels with
/// the program holds.
#[test]
fn codes_that_are_not_compared_with_the_names_beside_them_are_noted() {
    let folder = tempfile::tempdir().unwrap();
    for (file, reason) in [
        ("nino-registrations-overseas-borough-2003.csv", "codes in use before 2011"),
        ("nino-registrations-overseas-borough-2010.csv", "codes in use before 2011"),
        (
            "nino-registrations-adult-overseas-nationals-march-2018-tables.ods",
            "codes that are partly out of date",
        ),
    ] {
        let Some(path) = published_file(&format!("published/nino/{file}")) else { return };
        let imported = import::import(
            engine_at(&folder.path().join(file), None).holdings(),
            &path,
            moment(NOW),
        )
        .unwrap();
        let notes: Vec<&String> = imported.iter().flat_map(|edition| &edition.notes).collect();
        let said = format!("are not compared with the names beside them: {reason}");
        assert_eq!(
            notes.iter().filter(|note| note.contains(&said)).count(),
            1,
            "{file}: {notes:?}"
        );
    }
}
