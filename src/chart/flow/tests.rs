//! Tests of the flow: places that are summed, and flows that are missing.

use super::{Flow, Kind, flows};
use crate::chart::{self, ChartData, style::house};
use crate::domain::{Status, Unit};
use crate::table::Figure;

fn data(flows: &[(&str, &str, Option<f64>)]) -> ChartData {
    let mut data = ChartData::new("Moves, London", "Moves", Unit::People);
    let flow = |(from, to, value): &(&str, &str, Option<f64>)| chart::Flow {
        from: (*from).to_owned(),
        to: (*to).to_owned(),
        figure: value.map_or(Figure::missing(Status::Suppressed), Figure::of),
    };
    data.flows = flows.iter().map(flow).collect();
    data
}

#[test]
fn the_smaller_places_are_gathered_and_nobody_is_lost() {
    let names: Vec<String> = (0..14).map(|index| format!("Place {index:02}")).collect();
    let all: Vec<(&str, &str, Option<f64>)> = names
        .iter()
        .enumerate()
        .map(|(index, name)| (name.as_str(), "Newham", Some(20.0 - index as f64)))
        .collect();
    let data = data(&all);
    let drawn = flows(&data);
    assert_eq!(drawn.sides[0].len(), 8);
    assert_eq!(
        (drawn.sides[0][7].label.as_str(), drawn.sides[0][7].total),
        ("All others (7)", 70.0)
    );
    assert_eq!(drawn.sides[1][0].total, 189.0);
    assert_eq!(
        Flow.describe(&data),
        "Flow chart: Moves, London. Largest: Place 00 to Newham, 20 of 189."
    );
}

#[test]
fn a_missing_flow_is_named_and_makes_the_sum_it_is_part_of_missing() {
    let few = data(&[("Brent", "Newham", Some(5.0)), ("Kent", "Newham", None)]);
    let svg = Flow.draw(&few, &house()).unwrap().svg;
    assert!(svg.contains("Not drawn: Kent to Newham [c]."));
    assert!(Flow.describe(&few).ends_with("1 of 2 flows has no figure: 1 suppressed."));
    let names: Vec<String> = (0..11).map(|index| format!("Place {index:02}")).collect();
    let mut all: Vec<(&str, &str, Option<f64>)> =
        names.iter().map(|name| (name.as_str(), "Newham", Some(5.0))).collect();
    all[10].2 = None;
    let drawn = flows(&data(&all));
    assert_eq!(drawn.ribbons[7].figure, Figure::missing(Status::Suppressed));
}
