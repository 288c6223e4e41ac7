//! Is it right? Figures recomputed outside this program, by `tests/independent/recompute.py` from
//! the publishers' files.

use crate::printed;
use crate::support::{engine, engine_at, moment, oracle, published_file, same_figure};
use fairshares::allocation::{SharesRequest, shares};
use fairshares::domain::{AreaCode, Date};
use fairshares::engine::Engine;
use fairshares::figures::ShowRequest;
use fairshares::holdings::import;
use fairshares::indicator::inequality;
use fairshares::table::Cell;
use fairshares::tables::Answer;
use std::collections::BTreeMap;

/// Equal to nine significant digits; an empty oracle means that there must be no number.
fn agrees(found: Option<f64>, expected: &str, what: &str) {
    let wanted: Option<f64> = (!expected.is_empty()).then(|| expected.parse().unwrap());
    assert!(same_figure(found, wanted), "{what}: {found:?}, recomputed {expected:?}");
}

fn shares_agree(region: &str, text: &str, columns: &[&str]) {
    let engine = engine();
    for (places, name) in [(500, "places_500"), (20_000, "places_20000")] {
        let answer = shares::shares(
            engine.figures(),
            &SharesRequest {
                places: Some(places),
                ..SharesRequest::new(
                    engine.region(region).unwrap().code.clone(),
                    "population".to_owned(),
                    "people-supported".to_owned(),
                )
            },
        )
        .unwrap();
        let rows = oracle(text);
        assert_eq!(rows.len(), answer.shares.rows.len(), "{region}");
        let table = answer.table();
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        for (row, expected) in table.rows.iter().zip(&rows) {
            assert_eq!(row[0], Cell::from(expected["area_code"].as_str()));
            for (cell, column) in row.iter().zip(&names) {
                let expected =
                    if *column == "places" { Some(&expected[name]) } else { expected.get(*column) };
                if let (Some(expected), Cell::Number(found)) =
                    (expected.filter(|_| columns.contains(column)), cell)
                {
                    agrees(Some(*found), expected, &format!("{region} {:?} {column}", row[1]));
                }
            }
        }
        let given: f64 =
            answer.shares.rows.iter().filter_map(|row| row.places.and_then(|p| p.value)).sum();
        let unplaced: f64 = answer.shares.unplaced.to_string().parse().unwrap();
        let asked: f64 = places.to_string().parse().unwrap();
        assert!(
            (given + unplaced - asked).abs() < 0.5,
            "{region}: {given} given and {unplaced} not, of {asked}"
        );
        let said = format!("{unplaced} of {places} places could not be placed");
        assert!(text.contains(&said), "{region}: recomputed otherwise than {said}");
    }
}

const COLUMNS: [&str; 12] = [
    "population",
    "actual",
    "rate_per_10k",
    "actual_share",
    "fair_share",
    "due",
    "gap",
    "ratio",
    "location_quotient",
    "cap",
    "headroom",
    "places",
];

#[test]
fn shares_of_london() {
    shares_agree("London", include_str!("../oracles/shares-london-2026-03-31.csv"), &COLUMNS);
}

#[test]
fn shares_of_the_north_west_where_not_all_places_fit() {
    shares_agree(
        "North West",
        include_str!("../oracles/shares-north-west-2026-03-31.csv"),
        &COLUMNS,
    );
}

#[test]
fn inequality_of_every_region() {
    let rows = oracle(include_str!("../oracles/inequality.csv"));
    let mut engines: BTreeMap<String, Engine> = BTreeMap::new();
    let mut checked = 0;
    for row in &rows {
        let as_at = row["as_at"].clone();
        let engine = engines.entry(as_at.clone()).or_insert_with(|| {
            // Reg_02 of 31 December 2025 was the newest edition on 1 March 2026.
            let at: Option<Date> = (as_at == "2025-12-31").then(|| "2026-03-01".parse().unwrap());
            engine_at(std::path::Path::new("no-such-store"), at)
        });
        let answer = shares::inequality(
            engine.figures(),
            &AreaCode::new(&row["region_code"]).unwrap(),
            "people-supported",
        )
        .unwrap();
        assert_eq!(answer.as_at.to_string(), as_at);
        agrees(
            answer.value(&row["index"]).unwrap().value,
            &row["value"],
            &format!("{} {} {as_at}", row["region_name"], row["index"]),
        );
        checked += 1;
    }
    assert_eq!(
        checked,
        13 * inequality::INDICES.len(),
        "12 regions at one date and London at another"
    );
}

/// The values of an indicator by area on a day.
fn values(
    engine: &Engine,
    indicator: &str,
    day: &str,
    category: Option<&str>,
) -> BTreeMap<String, Option<f64>> {
    let day: Date = day.parse().unwrap();
    let request = ShowRequest {
        from: Some(day),
        to: Some(day),
        ..ShowRequest::of_region(
            indicator.to_owned(),
            engine.region("London").unwrap().code.clone(),
        )
    };
    let Ok(listing) = printed::show(engine.figures(), &request) else { return BTreeMap::new() };
    let at = listing.columns.iter().position(|column| column.name == "value").unwrap();
    let is_it = |row: &&Vec<Cell>| category.is_none_or(|category| row[5] == Cell::from(category));
    let number = |cell: &Cell| match cell {
        Cell::Number(number) => Some(*number),
        _ => None,
    };
    listing.rows.iter().filter(is_it).map(|row| (row[1].raw(), number(&row[at]))).collect()
}

#[test]
fn indicators_of_every_borough_at_31_december_2025() {
    let engine = engine();
    let day = "2025-12-31";
    let columns = [
        ("people_supported", "people-supported", None),
        ("per_10k", "supported-per-10k", None),
        ("one_in_n", "supported-one-in-n", None),
        ("share_of_london", "supported-share-of-region", None),
        ("share_of_uk", "supported-share-of-uk", None),
        ("location_quotient", "supported-location-quotient", None),
        ("cap_use", "cap-use", None),
        ("headroom", "cap-headroom", None),
        ("contingency", "supported-by-accommodation", Some("contingency")),
        ("contingency_share", "accommodation-share", Some("contingency")),
        ("change_quarter", "supported-change-quarter", None),
    ];
    let rows = oracle(include_str!("../oracles/indicators-2025-12-31.csv"));
    assert_eq!(rows.len(), 34, "33 boroughs and London");
    for (column, indicator, category) in columns {
        let found = values(&engine, indicator, day, category);
        for row in &rows {
            let area = &row["area_code"];
            agrees(
                found.get(area).copied().flatten(),
                &row[column],
                &format!("{indicator} {area}"),
            );
        }
    }
}

#[test]
fn a_break_is_marked_on_the_day_and_on_differences_across_it() {
    // Home Office, Asy_D11, notes 14 to 16: section 98 is counted by authority from 31 December
    // 2022.
    let engine = engine();
    let status = |indicator: &str, day: &str| {
        let day: Date = day.parse().unwrap();
        let region = engine.region("London").unwrap().code.clone();
        let request = ShowRequest {
            area: Some("London".to_owned()),
            from: Some(day),
            to: Some(day),
            ..ShowRequest::of_region(indicator.to_owned(), region)
        };
        printed::show(engine.figures(), &request).unwrap().rows[0].last().unwrap().raw()
    };
    assert_eq!(status("people-supported", "2022-09-30"), "");
    assert_eq!(status("people-supported", "2022-12-31"), "break");
    assert_eq!(status("supported-change-quarter", "2022-12-31"), "not-applicable");
    assert_eq!(status("supported-change-quarter", "2023-03-31"), "", "both days are counted alike");
    assert_eq!(status("supported-change-year", "2023-09-30"), "not-applicable");
    assert_eq!(status("people-supported", "2025-03-31"), "break", "everything is counted again");
    assert_eq!(
        status("supported-change-year", "2025-12-31"),
        "not-applicable",
        "subsistence only is left out a year before"
    );
    assert_eq!(status("supported-change-year", "2026-03-31"), "", "on both days it is counted");
}

#[test]
fn components_of_change_of_every_borough() {
    let engine = engine();
    let rows = oracle(include_str!("../oracles/components-2023.csv"));
    for (column, indicator) in [
        ("births", "births"),
        ("deaths", "deaths"),
        ("internal_net", "net-internal-migration"),
        ("international_net", "net-international-migration"),
    ] {
        let found = values(&engine, indicator, "2023-06-30", None);
        for row in rows.iter().filter(|row| row["area_code"] != "E92000001") {
            agrees(
                found.get(&row["area_code"]).copied().flatten(),
                &row[column],
                &format!("{indicator} {}", row["area_code"]),
            );
        }
    }
}

#[test]
fn totals_of_every_workbook_on_every_day_it_holds() {
    let rows = oracle(include_str!("../oracles/totals.csv"));
    let mut by_file: BTreeMap<&str, Vec<&BTreeMap<String, String>>> = BTreeMap::new();
    rows.iter().for_each(|row| by_file.entry(&row["file"]).or_default().push(row));
    let mut checked = 0;
    for (file, rows) in by_file.into_iter().filter(|(file, _)| file.contains("support-local")) {
        let Some(path) = published_file(&format!("reconstructed/{file}")) else { return };
        let store = tempfile::tempdir().unwrap();
        let engine = engine_at(store.path(), None);
        import::import(engine.holdings(), &path, moment("2026-11-21T09:30:00Z")).unwrap();
        let table = printed::tidy(engine.figures(), "asy-d11").unwrap();
        let london = AreaCode::new("E12000007").unwrap();
        for row in rows {
            let category = row["what"].split_once(':').map(|(_, category)| category);
            let sum: f64 = table
                .rows
                .iter()
                .filter(|cells| cells[3].raw() == row["as_at"])
                .filter(|cells| category.is_none_or(|category| cells[5].raw() == category))
                .filter(|cells| {
                    let code = AreaCode::new(&cells[0].raw()).unwrap();
                    row["area_code"] == "K02000001" || engine.geography().contains(&london, &code)
                })
                .map(
                    |cells| {
                        if let Cell::Number(people) = cells[7] {
                            people
                        } else {
                            panic!("{cells:?}")
                        }
                    },
                )
                .sum();
            // Empty where the publication has no figure by authority: then there must be no row to
            // add up either.
            let expected = if row["value"].is_empty() { "0" } else { row["value"].as_str() };
            agrees(
                Some(sum),
                expected,
                &format!("{file} {} {} {}", row["what"], row["area_code"], row["as_at"]),
            );
            checked += 1;
        }
    }
    assert!(checked > 140, "{checked} totals");
}
