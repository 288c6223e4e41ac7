//! Wholes and their parts: the population that a limit is taken of, the kingdom that areas are compared with, and sums that leave people
//! out. Expected numbers are cells of the publications named, and their quotients, worked out outside the program.

use crate::support::{engine_at, published_file};
use fairshares::domain::AreaCode;
use fairshares::engine::{Engine, SharesRequest};
use fairshares::indicator::{Key, Value};
use std::path::Path;

const NOW: &str = "2026-11-29T09:30:00Z";

/// An engine on a store with the publishers' files, or `None` when they are not there.
fn imported(store: &Path, paths: &[&str]) -> Option<Engine> {
    for path in paths {
        let file = published_file(path)?;
        engine_at(store, None).import(&file, NOW).unwrap_or_else(|error| panic!("{path}:\n{error}"));
    }
    Some(engine_at(store, None))
}

fn code(text: &str) -> AreaCode {
    AreaCode::new(text).unwrap()
}

fn value(engine: &Engine, indicator: &str, area: &str, day: &str, category: &[&str]) -> Value {
    let dims = category.iter().map(|code| (*code).to_owned()).collect();
    let key = Key { area: code(area), end: day.parse().unwrap(), dims };
    let values = engine.values(indicator).unwrap();
    values.get(&key).unwrap_or_else(|| panic!("no value of {indicator} for {key:?}")).clone()
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
        ..SharesRequest::of(code("E12000008"), key.to_owned(), "unaccompanied-children".to_owned())
    };
    // National Transfer Scheme Protocol: 0.1% of children. Department for Education and ONS: Kent looks after 451 unaccompanied children on
    // 31 March 2025 and has 355,390 residents under 18 in mid-2024.
    let answer = engine.shares(&request("child-population")).unwrap();
    let kent = answer.shares.rows.iter().find(|row| row.name == "Kent").unwrap();
    let of = |figure: Option<fairshares::table::Figure>| figure.and_then(|figure| figure.value);
    assert_eq!((of(kent.cap), of(kent.headroom), of(kent.places)), (Some(355.0), Some(0.0), Some(0.0)));
    assert_eq!(answer.limit.to_string(), "1 in 1000 children");
    let headroom = value(&engine, "unaccompanied-headroom", "E10000016", "2025-03-31", &[]);
    assert_eq!(headroom.figure.value, of(kent.headroom));
    let note = "Limit: 1 in 1000 of the children of 30 June 2024, not of all residents.";
    assert!(answer.listing.notes.iter().any(|said| said == note), "{:?}", answer.listing.notes);
    // The limit of one in 200 residents is about people in asylum support.
    let by_residents = engine.shares(&request("population")).unwrap();
    assert!(by_residents.limit.cap.is_none() && by_residents.shares.rows.iter().all(|row| row.cap.is_none()));
}
