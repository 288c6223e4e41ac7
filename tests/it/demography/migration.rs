//! Migration and flows.

use super::{Row, close, number, rows};
use fairshares::demography::change::{difference, growth_rate, index_numbers, percentage_change};
use fairshares::demography::flows::OriginDestination;
use fairshares::demography::migration::{
    aggregate_net_migration_rate, courgeau_k, crude_migration_intensity, effectiveness,
    migration_effectiveness_index,
};
use fairshares::domain::Status;
use fairshares::table::Figure;

fn divisions(rows: &[Row]) -> Vec<String> {
    rows.iter().map(|row| row["orig"].clone()).filter(|name| name != "arrivals").collect()
}

fn matrix(rows: &[Row], names: &[String]) -> OriginDestination {
    let cell =
        |row: &Row, name: &String| if row[name].is_empty() { 0.0 } else { number(row, name) };
    let matrix: Vec<Vec<f64>> = rows
        .iter()
        .take(names.len())
        .map(|row| names.iter().map(|name| cell(row, name)).collect())
        .collect();
    OriginDestination::new(&matrix).unwrap()
}

#[test]
fn margins_of_a_printed_matrix() {
    let rows = rows("flows-united-states-table-2.csv");
    let names = divisions(&rows);
    let flows = matrix(&rows, &names);
    let (arrivals, departures) = (flows.arrivals(), flows.departures());
    let printed = rows.last().unwrap();
    for (i, name) in names.iter().enumerate() {
        // The printed departures of the Mountain division are one short of its row.
        let allowed = if name == "Mountain" { 1.0 } else { 0.0 };
        assert!(
            (departures[i] - number(&rows[i], "departures")).abs() <= allowed,
            "departures of {name}"
        );
        close(arrivals[i], number(printed, name), 0.0, &format!("arrivals of {name}"));
        close(
            arrivals[i] - departures[i],
            number(&rows[i], "net"),
            0.0,
            &format!("net migration of {name}"),
        );
    }
}

#[test]
fn a_matrix_is_square_and_holds_counts() {
    assert_eq!(OriginDestination::new(&[vec![0.0]]), None, "one area");
    assert_eq!(OriginDestination::new(&[vec![0.0, 1.0], vec![2.0]]), None);
    assert_eq!(OriginDestination::new(&[vec![0.0, -1.0], vec![2.0, 0.0]]), None);
    let still = OriginDestination::new(&[vec![9.0, 0.0], vec![0.0, 9.0]]).unwrap();
    assert_eq!(
        (still.migrants(), still.connectivity()),
        (0.0, 0.0),
        "moves within an area are not counted"
    );
    assert_eq!((still.gini(), still.coefficient_of_variation()), (None, None));
    assert_eq!(migration_effectiveness_index(&still.arrivals(), &still.departures()), None);
    assert_eq!((courgeau_k(5.0, 1), crude_migration_intensity(5.0, 0.0)), (None, None));
}

#[test]
fn indices_of_matrices() {
    const POPULATION: f64 = 200e6;
    let mut checked = 0;
    for row in rows("flows.csv") {
        let case = rows(&format!("flows-{}.csv", row["case"]));
        let flows = matrix(&case, &divisions(&case));
        let (arrivals, departures) = (flows.arrivals(), flows.departures());
        let intensity = crude_migration_intensity(flows.migrants(), POPULATION).unwrap();
        let index = row["index"].as_str();
        let found = match index {
            "migration_effectiveness_index" => {
                migration_effectiveness_index(&arrivals, &departures)
            }
            "crude_migration_intensity" => Some(intensity),
            "aggregate_net_migration_rate" => {
                aggregate_net_migration_rate(&arrivals, &departures, POPULATION)
            }
            "courgeau_k" => courgeau_k(intensity, u32::try_from(flows.areas()).unwrap()),
            "connectivity" => Some(flows.connectivity()),
            "inequality" => flows.inequality(),
            "gini" => flows.gini(),
            "coefficient_of_variation" => flows.coefficient_of_variation(),
            _ => panic!("no index {index}"),
        };
        close(found.unwrap(), number(&row, "value"), 1e-9, &format!("{} {index}", row["case"]));
        checked += 1;
    }
    assert_eq!(checked, 3 * 8);
}

#[test]
fn the_published_indices_of_korea_agree_with_each_other() {
    // migest (690b0f7, GPL-3), index_intensity and index_impact of Korea in 2020: 17 regions, CMI
    // 4.889372504667897, k 0.8628669836892598, MEI 7.672425155300827, ANMR 0.3751334459845;
    // docs/reference prints 4.89, .863 and 7.67. The flows themselves could not be had, but ANMR is
    // CMI times MEI and k follows from CMI.
    let (intensity, effectiveness) = (4.889_372_504_667_897, 7.672_425_155_300_827);
    close(courgeau_k(intensity, 17).unwrap(), 0.862_866_983_689_259_8, 1e-9, "k");
    // Two areas with those indices: M moves, of which the share MEI is not returned.
    let (population, migrants) = (1e6, intensity * 1e4);
    let (more, less) =
        (migrants * (0.5 + effectiveness / 200.0), migrants * (0.5 - effectiveness / 200.0));
    let rate = aggregate_net_migration_rate(&[more, less], &[less, more], population).unwrap();
    close(rate, 0.375_133_445_984_5, 1e-9, "ANMR");
}

#[test]
fn an_areas_effectiveness() {
    let (arrivals, departures) = (Figure::of(130.0), Figure::of(200.0));
    // Area A of the example of migest::sum_region (023d50d): 130 in, 200 out, turnover 330, net
    // −70.
    close(
        effectiveness(arrivals, departures).value.unwrap(),
        -7_000.0 / 330.0,
        1e-12,
        "effectiveness",
    );
    let nobody = Figure::of(0.0);
    assert_eq!(effectiveness(nobody, nobody), Figure::missing(Status::NotApplicable));
}

#[test]
fn changes_worked_by_hand() {
    let figure = Figure::of;
    assert_eq!(difference(figure(80.0), figure(100.0)), figure(20.0));
    assert_eq!(percentage_change(figure(80.0), figure(100.0)), figure(25.0));
    assert_eq!(
        percentage_change(figure(0.0), figure(100.0)),
        Figure::missing(Status::NotApplicable)
    );
    assert_eq!(index_numbers(&[figure(50.0), figure(40.0), figure(60.0)], 1)[2], figure(150.0));
    // Doubling in ten years: ln 2 / 10.
    close(
        growth_rate(figure(5.0), figure(10.0), 10.0).value.unwrap(),
        0.069_314_718_055_994_53,
        1e-12,
        "growth",
    );
    assert_eq!(growth_rate(figure(5.0), figure(10.0), 0.0), Figure::missing(Status::NotApplicable));
}
