//! Pathways and surges of London, as an independent script recomputes them from the publishers'
//! files.

use crate::support::{engine_at, oracle};
use fairshares::allocation::{
    MoveCost, PathwayAnswer, PathwayRequest, SharesRequest, pathway, surge,
};
use fairshares::catalogue::PathwayMode;
use fairshares::engine::Engine;
use fairshares::fairshare::{Arrivals, Inflow};
use fairshares::table::Listing;
use fairshares::tables::Answer;
use std::collections::BTreeMap;

fn request(engine: &Engine, modes: &[PathwayMode]) -> PathwayRequest {
    let region = engine.region("London").unwrap().code.clone();
    let shares = SharesRequest::new(region, "population".to_owned(), "people-supported".to_owned());
    PathwayRequest {
        shares: SharesRequest { rule: Some("sainte-lague".to_owned()), ..shares },
        modes: modes.to_vec(),
        by: None,
        arrivals: None,
        departures_percent: None,
        cost: MoveCost::Distance,
        ending: None,
    }
}

fn answer() -> PathwayAnswer {
    let engine = engine_at(std::path::Path::new("no-such-store"), None);
    pathway::pathway(engine.figures(), &request(&engine, &PathwayMode::ALL)).unwrap()
}

/// The rows of a table as its columns name them.
fn rows(listing: &Listing) -> Vec<BTreeMap<String, String>> {
    let of = |row: &Vec<fairshares::table::Cell>| {
        listing
            .columns
            .iter()
            .map(|column| column.name.clone())
            .zip(row.iter().map(fairshares::table::Cell::raw))
            .collect()
    };
    listing.rows.iter().map(of).collect()
}

#[test]
fn every_quarter_of_every_borough_is_as_recomputed() {
    let found = rows(&answer().quarters.table());
    let lines = oracle(include_str!("../oracles/pathways.csv"));
    assert_eq!((found.len(), lines.len()), (3 * 14 * 33, 3 * 14 * 33));
    for (row, line) in found.iter().zip(&lines) {
        assert_eq!(row["period_end"], line["quarter_end"]);
        for name in
            ["way", "area_code", "departures", "arrivals", "moved_out", "moved_in", "people", "due"]
        {
            assert_eq!(row[name], line[name], "{name} of {line:?}");
        }
    }
}

#[test]
fn the_fewest_and_shortest_moves_are_those_that_another_solver_finds() {
    let (found, lines) =
        (rows(&answer().moves.table()), oracle(include_str!("../oracles/moves.csv")));
    assert_eq!(found.len(), lines.len());
    for (row, line) in found.iter().zip(&lines) {
        for name in ["from_code", "to_code", "people"] {
            assert_eq!(row[name], line[name], "{line:?}");
        }
        let km = |text: &str| text.parse::<f64>().unwrap();
        assert!((km(&row["distance_km"]) - km(&line["distance_km"])).abs() < 1e-9, "{line:?}");
    }
    let engine = engine_at(std::path::Path::new("no-such-store"), None);
    let equal = PathwayRequest { cost: MoveCost::Equal, ..request(&engine, &[PathwayMode::Moves]) };
    let moved = |rows: &[BTreeMap<String, String>]| {
        rows.iter().map(|row| row["people"].parse::<u64>().unwrap()).sum::<u64>()
    };
    assert_eq!(
        moved(&rows(&pathway::pathway(engine.figures(), &equal).unwrap().moves.table())),
        moved(&found),
        "as few at equal cost"
    );
}

#[test]
fn what_ending_contingency_accommodation_takes_is_as_recomputed() {
    let found: Vec<_> =
        rows(&answer().areas.table()).into_iter().filter(|row| row["way"] == "moves").collect();
    let lines = oracle(include_str!("../oracles/endings.csv"));
    assert_eq!((found.len(), lines.len()), (33, 33));
    for (row, line) in found.iter().zip(&lines) {
        assert_eq!(row["area_code"], line["area_code"]);
        assert_eq!(row["people_in_ended_accommodation"], line["contingency"], "{line:?}");
        assert_eq!(row["places_needed_elsewhere"], line["places_needed"], "{line:?}");
        assert_eq!(row["people_at_end"], line["due"], "{line:?}");
    }
}

#[test]
fn surges_are_as_recomputed() {
    let engine = engine_at(std::path::Path::new("no-such-store"), None);
    let lines = oracle(include_str!("../oracles/surges.csv"));
    let shares = SharesRequest { key: String::new(), ..request(&engine, &[]).shares };
    let mut compared = 0;
    for people in [3_000, 30_000] {
        for key in ["population", "equal"] {
            let surge = surge::surge(
                engine.figures(),
                &[key.to_owned()],
                &shares,
                Arrivals { people, weeks: 10 },
            )
            .unwrap();
            let of_key = |line: &&BTreeMap<String, String>| {
                line["key"] == key && line["people"] == people.to_string()
            };
            let expected: Vec<_> = lines.iter().filter(of_key).collect();
            let found = rows(&surge.table());
            for line in &expected {
                if line["area_code"].is_empty() {
                    assert_eq!(surge.max_unplaced.to_string(), line["placed"]);
                    continue;
                }
                let row = found.iter().find(|row| row["area_code"] == line["area_code"]).unwrap();
                assert_eq!(row[&format!("{key}_placed")], line["placed"], "{line:?}");
                assert_eq!(row[&format!("{key}_full_in_week")], line["full_in_week"], "{line:?}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 4 * 33);
}

#[test]
fn what_is_asked_for_takes_the_place_of_the_series() {
    let engine = engine_at(std::path::Path::new("no-such-store"), None);
    let asked = PathwayRequest {
        arrivals: Some(Inflow::Until(20_000)),
        departures_percent: Some(5.0),
        by: Some("2027-06-30".parse().unwrap()),
        ..request(&engine, &[PathwayMode::ArrivalsAndDepartures])
    };
    let answer = pathway::pathway(engine.figures(), &asked).unwrap();
    let found = rows(&answer.areas.table());
    let sum = |name: &str| found.iter().map(|row| row[name].parse::<u64>().unwrap()).sum::<u64>();
    assert_eq!((sum("people"), sum("people_at_end")), (13_687, 20_000));
    assert_eq!(sum("people") + sum("arrivals"), sum("people_at_end") + sum("departures"));
    assert!(
        answer.areas.notes[0].contains("5.0% of those who are there leave"),
        "{:?}",
        answer.areas.notes
    );
    assert!(!answer.areas.notes[0].contains("from the rises"), "no series was asked");
}
