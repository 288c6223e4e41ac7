//! Answers as JSON: the JSON Schema of each in `docs/schemas/`. `tests/independent/answers.py`
//! holds what commands print to them.

use crate::support::{code, engine, imported};
use fairshares::allocation::{SharesRequest, key_comparison, schemes, shares, surge};
use fairshares::domain::Unit;
use fairshares::fairshare::Arrivals;
use fairshares::tables::Answer;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas")
}

#[test]
fn the_schemas_are_those_of_the_types() {
    let current = std::env::var_os("FAIRSHARES_GALLERY").is_some();
    let schemas = fairshares::tables::schemas();
    for (name, schema) in &schemas {
        let path = folder().join(format!("{name}.json"));
        let text = serde_json::to_string_pretty(schema).unwrap() + "\n";
        if current {
            std::fs::create_dir_all(folder()).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(
            kept, text,
            "{name}: run the test with FAIRSHARES_GALLERY=1 and look at the difference"
        );
    }
    let files = std::fs::read_dir(folder())
        .unwrap()
        .filter(|file| file.as_ref().unwrap().path().extension() == Some("json".as_ref()));
    assert_eq!(files.count(), schemas.len(), "a file in docs/schemas is of no answer");
}

fn json(answer: &impl Answer) -> serde_json::Value {
    serde_json::to_value(answer).unwrap()
}

fn headers(answer: &impl Answer) -> Vec<String> {
    answer.table().columns.into_iter().map(|column| column.header).collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one measure through every answer about shares")]
fn units_and_headers_of_shares_are_those_of_the_measure() {
    let store = tempfile::tempdir().unwrap();
    let file = "published/hclic/Statutory_Homelessness_Detailed_Local_Authority_Data_202506.ods";
    let Some(engine) = imported(store.path(), &[file]) else { return };
    let request = |measure: &str| {
        SharesRequest::new(code("E12000007"), "population".to_owned(), measure.to_owned())
    };
    let of_households = request("temporary-accommodation");

    let answer = shares::shares(engine.figures(), &of_households).unwrap();
    assert_eq!(answer.measure_unit, Unit::Households);
    // MHCLG, TA1: Newham 7,137 on 30 June 2025.
    let newham = answer.shares.rows.iter().find(|row| row.name == "Newham").unwrap();
    assert_eq!(newham.actual.value, Some(7_137.0));
    let units = &json(&answer)["units"];
    for figure in ["actual", "due", "gap", "cap", "headroom", "places"] {
        assert_eq!(units[figure], "households", "{figure}");
    }
    assert_eq!(
        (&units["population"], &units["rate_per_10k"]),
        (&"people".into(), &"per-10k".into())
    );
    let table = answer.table();
    let actual = &table.columns[table.column("actual").unwrap()];
    assert_eq!(
        (actual.header.as_str(), actual.unit),
        ("Households in temporary accommodation", Some(Unit::Households))
    );
    assert!(headers(&answer).contains(&"Due (households)".to_owned()), "{:?}", headers(&answer));
    let ratio = &table.columns[table.column("ratio").unwrap()];
    assert_eq!((ratio.unit, ratio.decimals), (Some(Unit::Percent), 0));

    let of_people = shares::shares(engine.figures(), &request("people-supported")).unwrap();
    assert_eq!(json(&of_people)["units"]["due"], "people");
    assert!(headers(&of_people).contains(&"Due (people)".to_owned()));
    let names = |table: fairshares::table::Listing| {
        table.columns.into_iter().map(|one| one.name).collect::<Vec<_>>()
    };
    assert_eq!(names(of_people.table()), names(table), "the names in CSV depend on no measure");

    let keys = ["population".to_owned(), "child-population".to_owned()];
    let compared = key_comparison::compare_keys(engine.figures(), &keys, &of_households).unwrap();
    assert_eq!(
        (&json(&compared)["units"]["least_due"], compared.measure_unit),
        (&"households".into(), Unit::Households)
    );
    assert!(
        headers(&compared).contains(&"Maximum due (households)".to_owned()),
        "{:?}",
        headers(&compared)
    );

    let measures = ["people-supported".to_owned(), "temporary-accommodation".to_owned()];
    let compared = schemes::compare_measures(engine.figures(), &measures, &of_households).unwrap();
    let by_measure = &json(&compared)["measures"];
    assert_eq!(
        (&by_measure[0]["unit"], &by_measure[1]["unit"]),
        (&"people".into(), &"households".into())
    );
    assert_eq!(by_measure[1]["units"]["gap"], "households");
    let table = compared.table();
    assert_eq!(
        table.columns[table.column("temporary_accommodation_due").unwrap()].unit,
        Some(Unit::Households)
    );

    let uneven =
        shares::inequality(engine.figures(), &code("E12000007"), "temporary-accommodation")
            .unwrap();
    let unit = |index: &str| uneven.indices.iter().find(|found| found.index == index).unwrap().unit;
    assert_eq!(unit("people_to_move"), Unit::Households);
    assert_eq!((unit("hoover"), unit("effective_hosts")), (Unit::Index, Unit::Areas));
    assert!(
        uneven.caption.starts_with("How unevenly households are spread over London"),
        "{}",
        uneven.caption
    );
}

#[test]
fn the_number_of_a_week_is_no_rank() {
    let engine = engine();
    let request =
        SharesRequest::of_people(engine.catalogue(), code("E12000007"), "population".to_owned());
    let arrivals = Arrivals { people: 2000, weeks: 8 };
    let answer =
        surge::surge(engine.figures(), &["population".to_owned()], &request, arrivals).unwrap();
    assert_eq!(json(&answer)["units"]["full_in_week"], "number");
    let table = answer.table();
    let week = &table.columns[table.column("population_full_in_week").unwrap()];
    assert_eq!((week.unit, week.decimals), (Some(Unit::Number), 0));
}
