//! Inequality and segregation.

use super::{Row, cases, close, column, number, rows};
use fairshares::demography::inequality::{
    above_proportion, concentration_index, effective_number, gini, hhi, hoover,
    theil_decomposition, theil_t,
};
use fairshares::demography::segregation::{self, Comparator};
use std::collections::BTreeMap;

const GROUPS: [&str; 5] = ["Asian", "Black", "Mixed", "White", "Other"];

#[test]
fn indices_of_inequality() {
    let areas = cases("inequality-areas.csv");
    let mut checked = 0;
    for row in rows("inequality.csv") {
        let of = |name| column(&areas[&row["case"]], name);
        let (people, residents) = (of("people"), of("residents"));
        let groups: Vec<String> =
            areas[&row["case"]].iter().map(|area| area["group"].clone()).collect();
        let positive: Vec<f64> = people.iter().map(|people| people.max(1.0)).collect();
        let alike = vec![1.0; people.len()];
        let parts = |people: &[f64], residents: &[f64]| {
            theil_decomposition(people, residents, &groups).unwrap()
        };
        let index = row["index"].as_str();
        let found = match index {
            "hoover" => hoover(&people, &residents),
            "gini" => gini(&people, &residents),
            "theil_t" => theil_t(&people, &residents),
            "theil_between" => Some(parts(&people, &residents).between),
            "theil_within" => Some(parts(&people, &residents).within),
            "hhi" => hhi(&people),
            "concentration" => concentration_index(&people, &residents, &of("order")),
            "gini_of_areas" => gini(&positive, &alike),
            "theil_of_areas" => theil_t(&positive, &alike),
            "theil_of_areas_between" => Some(parts(&positive, &alike).between),
            _ => panic!("no index {index}"),
        };
        close(found.unwrap(), number(&row, "value"), 1e-9, &format!("{} {index}", row["case"]));
        checked += 1;
    }
    assert_eq!(checked, 4 * 10);
}

#[test]
fn inequality_worked_by_hand() {
    // Two areas of 100 residents, all 10 people in one: half must move, Gini 1/2, Theil ln 2, HHI
    // 1.
    let (one_sided, residents) = ([10.0, 0.0], [100.0, 100.0]);
    close(hoover(&one_sided, &residents).unwrap(), 0.5, 1e-12, "Hoover");
    close(gini(&one_sided, &residents).unwrap(), 0.5, 1e-12, "Gini");
    close(theil_t(&one_sided, &residents).unwrap(), 2f64.ln(), 1e-12, "Theil");
    close(hhi(&one_sided).unwrap(), 1.0, 1e-12, "HHI");
    close(above_proportion(&one_sided, &residents).unwrap(), 5.0, 1e-12, "people");
    close(effective_number(&[5.0, 5.0, 5.0, 5.0]).unwrap(), 4.0, 1e-12, "hosts");
    // All in the more deprived half: the mean rank of people is 3/4, so C is 2 (3/4) − 1.
    close(
        concentration_index(&[0.0, 10.0], &residents, &[1.0, 2.0]).unwrap(),
        0.5,
        1e-12,
        "concentration",
    );
    close(
        concentration_index(&[0.0, 10.0], &residents, &[2.0, 1.0]).unwrap(),
        -0.5,
        1e-12,
        "concentration",
    );
    close(
        concentration_index(&[0.0, 10.0], &residents, &[1.0, 1.0]).unwrap(),
        0.0,
        1e-12,
        "concentration",
    );
    // People where there are no residents: everybody must move, and Theil has no limit.
    close(hoover(&[10.0, 0.0], &[0.0, 10.0]).unwrap(), 1.0, 1e-12, "Hoover");
    assert_eq!(theil_t(&[10.0, 0.0], &[0.0, 10.0]), None);
    assert_eq!(hoover(&[0.0, 0.0], &residents), None);
    assert_eq!(hoover(&[-1.0, 2.0], &residents), None);
    assert_eq!(hoover(&[1.0], &residents), None);
}

fn of_group(areas: &[Row], group: &str, index: &str) -> Option<f64> {
    let people = column(areas, group);
    let everybody: Vec<f64> =
        areas.iter().map(|row| GROUPS.iter().map(|group| number(row, group)).sum()).collect();
    let others: Vec<f64> = everybody.iter().zip(&people).map(|(all, own)| all - own).collect();
    let white = column(areas, "White");
    match index {
        "dissimilarity_everyone_else" => {
            segregation::dissimilarity(&people, &everybody, Comparator::EveryoneElse)
        }
        "dissimilarity_all_residents" => {
            segregation::dissimilarity(&people, &everybody, Comparator::AllResidents)
        }
        "dissimilarity_white" => {
            segregation::dissimilarity(&people, &everybody, Comparator::Group(&white))
        }
        "isolation" => segregation::isolation(&people, &everybody),
        "exposure_everyone_else" => segregation::exposure(&people, &others, &everybody),
        "eta_squared" => segregation::eta_squared(&people, &everybody),
        "gini" => segregation::gini(&people, &everybody),
        "entropy_index" => segregation::entropy_index(&people, &everybody),
        "delta" => segregation::delta(&people, &column(areas, "land")),
        _ => segregation::atkinson(
            &people,
            &everybody,
            index.strip_prefix("atkinson_").unwrap().parse().unwrap(),
        ),
    }
}

fn of_all(areas: &[Row], index: &str) -> Option<f64> {
    let groups: Vec<Vec<f64>> = GROUPS.iter().map(|group| column(areas, group)).collect();
    let totals: Vec<f64> = groups.iter().map(|group| group.iter().sum()).collect();
    match index {
        "entropy" => segregation::entropy(&totals),
        "information_index" => segregation::information_index(&groups),
        "mutual_information" => segregation::mutual_information(&groups),
        "simpson_diversity" => segregation::simpson_diversity(&totals),
        "reciprocal_diversity" => segregation::reciprocal_diversity(&totals),
        _ => panic!("no index {index}"),
    }
}

#[test]
fn indices_of_segregation() {
    let areas: BTreeMap<String, Vec<Row>> = cases("segregation-areas.csv");
    let mut checked = 0;
    for row in rows("segregation.csv") {
        let areas = &areas[&row["case"]];
        let found = match row["group"].as_str() {
            "" => of_all(areas, &row["index"]),
            group => of_group(areas, group, &row["index"]),
        };
        close(found.unwrap(), number(&row, "value"), 1e-9, &format!("{row:?}"));
        checked += 1;
    }
    assert_eq!(checked, 3 * (5 * 12 + 5));
}

#[test]
fn indices_of_segregation_published_with_their_inputs() {
    // github.com/elbersb/segregation (MIT): test_dissimilarity.R (2200d85) has D of 0, .6, .6 and
    // 1.
    let even = [[100.0, 100.0, 100.0, 0.0], [100.0, 100.0, 100.0, 0.0]];
    let apart = [[100.0, 100.0, 0.0, 0.0], [0.0, 0.0, 100.0, 100.0]];
    let graded = [[100.0, 60.0, 40.0, 0.0], [0.0, 40.0, 60.0, 100.0]];
    let halves = [[80.0, 80.0, 20.0, 20.0], [20.0, 20.0, 80.0, 80.0]];
    for ([one, other], expected) in [(even, 0.0), (graded, 0.6), (halves, 0.6), (apart, 1.0)] {
        let residents: Vec<f64> = one.iter().zip(&other).map(|(a, b)| a + b).collect();
        let found =
            segregation::dissimilarity(&one, &residents, Comparator::Group(&other)).unwrap();
        close(found, expected, 1e-12, "dissimilarity");
    }
    // test_mutual_total.R (0466d2f): two groups apart in two units, M = ln 2; groups merged in
    // supergroups add up.
    let apart = [vec![40.0, 0.0], vec![0.0, 40.0]];
    close(segregation::mutual_information(&apart).unwrap(), 2f64.ln(), 1e-12, "M");
    close(segregation::information_index(&apart).unwrap(), 1.0, 1e-12, "H");
    let groups = [vec![40.0, 20.0], vec![20.0, 40.0], vec![5.0, 60.0], vec![1.0, 80.0]];
    let merged = [vec![60.0, 60.0], vec![6.0, 140.0]];
    let m = |groups: &[Vec<f64>]| segregation::mutual_information(groups).unwrap();
    let within = 120.0 / 266.0 * m(&groups[..2]) + 146.0 / 266.0 * m(&groups[2..]);
    close(m(&groups), m(&merged) + within, 1e-12, "between and within");
    // test_entropy.R (2c22212): ln 2, ln 3, and ¼ ln 4 + ¾ ln 4/3.
    close(segregation::entropy(&[1.0, 1.0]).unwrap(), 2f64.ln(), 1e-12, "E");
    close(segregation::entropy(&[1.0, 1.0, 1.0]).unwrap(), 3f64.ln(), 1e-12, "E");
    let quarter = 0.25 * 4f64.ln() + 0.75 * (4.0 / 3.0f64).ln();
    close(segregation::entropy(&[10.0, 30.0]).unwrap(), quarter, 1e-12, "E");
    assert_eq!(segregation::entropy(&[7.0]), Some(0.0));
}

#[test]
fn segregation_is_undefined_where_there_is_nothing_to_compare() {
    let residents = [10.0, 10.0];
    assert_eq!(segregation::dissimilarity(&[0.0, 0.0], &residents, Comparator::EveryoneElse), None);
    assert_eq!(segregation::dissimilarity(&residents, &residents, Comparator::EveryoneElse), None);
    assert_eq!(
        segregation::isolation(&[11.0, 0.0], &residents),
        None,
        "more of the group than residents"
    );
    assert_eq!(segregation::eta_squared(&residents, &residents), None);
    assert_eq!(segregation::atkinson(&[1.0, 2.0], &residents, 1.0), None);
    assert_eq!(segregation::information_index(&[vec![1.0, 2.0]]), None, "one group only");
    assert_eq!(segregation::information_index(&[vec![1.0, 2.0], vec![1.0]]), None);
    assert_eq!(segregation::simpson_diversity(&[]), None);
}
