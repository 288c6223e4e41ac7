//! Wholes and their parts: the population that a limit is taken of, the kingdom that areas are
//! compared with, and sums that leave people out. Expected numbers are cells of the publications
//! named, and their quotients, worked out outside the program.

use crate::printed;
use crate::support::{code, engine, imported};
use fairshares::allocation::{SharesRequest, shares};
use fairshares::domain::Status;
use fairshares::engine::Engine;
use fairshares::figures::ShowRequest;
use fairshares::indicator::{Key, Value};
use fairshares::table::Cell;
use fairshares::tables::Answer;

const ASY_D11: &str = "reconstructed/support-local-authority-datasets-sep-2024.xlsx";
const RES_D01: &str = "reconstructed/resettlement-local-authority-datasets-sep-2024.xlsx";

fn value(engine: &Engine, indicator: &str, area: &str, day: &str, category: &[&str]) -> Value {
    let dims = category.iter().map(|code| (*code).to_owned()).collect();
    let key = Key { area: code(area), end: day.parse().unwrap(), dims };
    let values = engine.figures().values(indicator).unwrap();
    values.get(&key).unwrap_or_else(|| panic!("no value of {indicator} for {key:?}")).clone()
}

fn is_near(found: Option<f64>, expected: f64) {
    let found = found.unwrap_or_else(|| panic!("no figure where {expected} is"));
    assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} and {expected}");
}

/// The notes below an indicator's figures of an area.
fn notes(engine: &Engine, indicator: &str, area: &str) -> String {
    let of_area = ShowRequest::of_region(indicator.to_owned(), code("E12000007"));
    printed::show(engine.figures(), &ShowRequest { area: Some(area.to_owned()), ..of_area })
        .unwrap()
        .notes
        .join("\n")
}

#[test]
fn a_limit_is_taken_of_the_population_that_its_rule_is_about() {
    let files = [
        "published/uasc/CLA_31_March_UASC_by_LA_2021-2025.csv",
        "published/mye/ons_mid-year_population_estimates_2012_to_2024.csv",
    ];
    let store = tempfile::tempdir().unwrap();
    let Some(engine) = imported(store.path(), &files) else { return };
    let request = |key: &str| SharesRequest {
        places: Some(500),
        ..SharesRequest::new(code("E12000008"), key.to_owned(), "unaccompanied-children".to_owned())
    };
    // National Transfer Scheme Protocol: 0.1% of children. Department for Education and ONS: Kent
    // looks after 451 unaccompanied children on 31 March 2025 and has 355,390 residents under 18 in
    // mid-2024.
    let answer = shares::shares(engine.figures(), &request("child-population")).unwrap();
    let kent = answer.shares.rows.iter().find(|row| row.name == "Kent").unwrap();
    let of = |figure: Option<fairshares::table::Figure>| figure.and_then(|figure| figure.value);
    assert_eq!(
        (of(kent.cap), of(kent.headroom), of(kent.places)),
        (Some(355.0), Some(0.0), Some(0.0))
    );
    assert_eq!(answer.limit.to_string(), "1 in 1000 children");
    let headroom = value(&engine, "unaccompanied-headroom", "E10000016", "2025-03-31", &[]);
    assert_eq!(headroom.figure.value, of(kent.headroom));
    let note = "Limit: 1 in 1000 of the children of 30 June 2024, not of all residents.";
    assert!(answer.table().notes.iter().any(|said| said == note), "{:?}", answer.table().notes);
    // The limit of one in 200 residents is about people in asylum support.
    let by_residents = shares::shares(engine.figures(), &request("population")).unwrap();
    assert!(
        by_residents.limit.cap.is_none()
            && by_residents.shares.rows.iter().all(|row| row.cap.is_none())
    );
}

#[test]
fn rates_of_the_kingdom_leave_out_people_of_no_authority() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) = imported(store.path(), &[ASY_D11, RES_D01]) else { return };
    // ONS, mid-2024: 69,281,437 residents of the United Kingdom. Home Office, Res_D01, year to 30
    // September 2024: 505 of 9,554 people have an authority. Asy_D11, 30 September 2024: 106,181 of
    // 109,024.
    let residents = 69_281_437.0;
    let resettled = value(&engine, "resettled-per-10k", "K02000001", "2024-09-30", &[]).figure;
    is_near(resettled.value, 10_000.0 * 505.0 / residents);
    assert_eq!(resettled.status, Some(Status::LowerBound));
    let supported = value(&engine, "supported-per-10k", "K02000001", "2024-09-30", &[]).figure;
    is_near(supported.value, 10_000.0 * 106_181.0 / residents);
    assert_eq!(supported.status, Some(Status::Break));
    is_near(
        value(&engine, "supported-one-in-n", "K02000001", "2024-09-30", &[]).figure.value,
        residents / 106_181.0,
    );
    // Counts stay whole.
    assert_eq!(
        value(&engine, "people-supported", "K02000001", "2024-09-30", &[]).figure.value,
        Some(109_024.0)
    );
    assert_eq!(
        value(&engine, "people-resettled-year", "K02000001", "2024-09-30", &[]).figure.value,
        Some(9_554.0)
    );
    let said = notes(&engine, "resettled-per-10k", "K02000001");
    assert!(
        said.contains("9,049 of 9,554 people have no authority; shares and rates leave them out."),
        "{said}"
    );
}

#[test]
fn shares_of_the_kingdom_have_the_breaks_of_its_areas() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) = imported(store.path(), &[ASY_D11]) else { return };
    for day in ["2023-12-31", "2024-03-31", "2024-06-30", "2024-09-30"] {
        // Asy_D11: subsistence only stands under no authority on these days.
        let share = |area: &str, kind: &str| {
            value(&engine, "accommodation-share", area, day, &[kind]).figure
        };
        for area in ["E12000007", "K02000001"] {
            assert_eq!(
                share(area, "subsistence-only").status,
                Some(Status::NotAvailable),
                "{area} {day}"
            );
            assert_eq!(share(area, "dispersal").status, Some(Status::Break), "{area} {day}");
            let hotels = value(&engine, "share-in-hotels", area, day, &[]).figure;
            assert_eq!(hotels.status, Some(Status::Break), "{area} {day}");
        }
    }
    let count = value(
        &engine,
        "supported-by-accommodation",
        "K02000001",
        "2023-12-31",
        &["subsistence-only"],
    );
    assert_eq!(count.figure.value, Some(4_650.0));
    assert!(
        notes(&engine, "accommodation-share", "K02000001").contains("subsistence only left out")
    );
    // Asy_D11, 31 December 2023: 45,768 people in hotels, of 106,482 with an authority.
    let hotels = value(&engine, "share-in-hotels", "K02000001", "2023-12-31", &[]).figure;
    is_near(hotels.value, 100.0 * 45_768.0 / 106_482.0);
    assert_eq!(
        value(&engine, "share-in-hotels", "K02000001", "2023-09-30", &[]).figure.status,
        None
    );
}

#[test]
fn counts_of_areas_say_at_least_where_most_people_have_no_authority() {
    let store = tempfile::tempdir().unwrap();
    let Some(engine) = imported(store.path(), &[RES_D01]) else { return };
    // Res_D01: to 2020 every scheme names an authority; since 2021 most people of the Afghan
    // schemes have none.
    let year =
        |area: &str, day: &str| value(&engine, "people-resettled-year", area, day, &[]).figure;
    for area in ["N92000002", "E12000007", "E09000025"] {
        assert_eq!(year(area, "2024-09-30").status, Some(Status::LowerBound), "{area}");
        assert_eq!(year(area, "2019-12-31").status, None, "{area}");
    }
    assert_eq!(year("N92000002", "2024-09-30").value, Some(0.0));
    assert_eq!(year("K02000001", "2024-09-30").status, None);
    let of_scheme = |scheme: &str| {
        value(&engine, "people-resettled-by-scheme", "E12000007", "2024-09-30", &[scheme])
            .figure
            .status
    };
    assert_eq!((of_scheme("all"), of_scheme("ukrs")), (Some(Status::LowerBound), None));
    assert!(
        notes(&engine, "people-resettled-year", "N92000002")
            .contains("At least: Most people of the Afghan schemes")
    );
    let profile = printed::place(engine.figures(), "Newham").unwrap();
    let at = |name: &str| profile.columns.iter().position(|column| column.name == name).unwrap();
    let row = profile
        .rows
        .iter()
        .find(|row| row[at("indicator")].raw() == "people-resettled-year")
        .unwrap();
    assert_eq!(row[at("status")].raw(), "lower-bound");
    assert_eq!((row[at("rank")].raw(), row[at("change")].raw()), (String::new(), String::new()));
    assert!(row[at("note")].raw().contains("at least"), "{}", row[at("note")].raw());
}

#[test]
fn sums_of_lower_bounds_are_lower_bounds_wherever_they_are_printed() {
    let engine = engine();
    // Home Office, Reg_01 and Reg_02, 31 December 2025: 31,021 people in regions, and a suppressed
    // number in the row without an authority.
    let afghan =
        value(&engine, "afghan-programme-population", "K02000001", "2025-12-31", &[]).figure;
    assert_eq!((afghan.value, afghan.status), (Some(31_021.0), Some(Status::LowerBound)));
    // Of people in regions shares are exact.
    let share =
        value(&engine, "afghan-programme-share-of-uk", "E12000007", "2025-12-31", &[]).figure;
    is_near(share.value, 100.0 * 3_728.0 / 31_021.0);
    assert_eq!(share.status, None);
    let request = SharesRequest::new(
        code("E12000007"),
        "population".to_owned(),
        "homes-for-ukraine-arrivals".to_owned(),
    );
    let answer =
        shares::shares(engine.figures(), &SharesRequest { regions: true, ..request }).unwrap();
    let status = answer.table().columns.iter().position(|column| column.name == "status").unwrap();
    for (row, cells) in answer.shares.rows.iter().zip(&answer.table().rows) {
        let is_bound = ["London", "South West"].contains(&row.name.as_str());
        assert_eq!(
            cells[status].raw() == "lower-bound",
            is_bound,
            "{}: {:?}",
            row.name,
            cells[status]
        );
    }
    let of_city = SharesRequest::new(
        code("E12000007"),
        "population".to_owned(),
        "all-three-pathways".to_owned(),
    );
    let answer = shares::shares(engine.figures(), &of_city).unwrap();
    let city = answer.shares.rows.iter().position(|row| row.name == "City of London").unwrap();
    assert_eq!(answer.table().rows[city][status].raw(), "lower-bound");
    let profile = printed::place(engine.figures(), "Newham").unwrap();
    let at = |name: &str| profile.columns.iter().position(|column| column.name == name).unwrap();
    let row = profile
        .rows
        .iter()
        .find(|row| row[at("indicator")].raw() == "homes-for-ukraine-arrivals")
        .unwrap();
    for column in ["region", "england"] {
        let cell = &row[at(column)];
        assert!(
            matches!(cell, Cell::Decimals(_, _, Some(Status::LowerBound))),
            "{column}: {cell:?}"
        );
    }
    assert!(
        row[at("note")].raw().contains("at least: Region and England"),
        "{}",
        row[at("note")].raw()
    );
}
