//! Tables fitted to their totals, against a published example and an independent package.

use fairshares::allocation::{Inputs, fit};
use fairshares::fairshare::Ties;
use fairshares::tables::Answer;

fn fitted(text: &str, whole: bool, ties: Ties) -> fairshares::domain::Result<Vec<Vec<f64>>> {
    let listing =
        fit::fit(&Inputs { file: "table.csv".to_owned(), text: text.to_owned() }, whole, ties)?
            .table();
    let number = |cell: &fairshares::table::Cell| cell.raw().parse::<f64>().unwrap();
    Ok(listing.rows.iter().map(|row| row[1..].iter().map(number).collect()).collect())
}

#[test]
fn the_published_example_comes_out_and_its_whole_places_are_near_it() {
    // elbersb/segregation, tests/testthat/test_ipf.R, after Karmel and Maclachlan (1988), to one
    // decimal.
    let text = include_str!("../../data/examples/occupations-1988.csv");
    let expected = [[134.7, 90.3], [85.5, 114.5], [104.8, 70.2]];
    let (unrounded, places) =
        (fitted(text, false, Ties::Order).unwrap(), fitted(text, true, Ties::Order).unwrap());
    for (row, (expected, places)) in unrounded.iter().zip(expected.iter().zip(&places)) {
        for at in 0..2 {
            assert!((row[at] - expected[at]).abs() < 0.05, "{row:?}");
            assert!((row[at] - places[at]).abs() < 1.0, "{places:?}");
        }
    }
    assert_eq!(unrounded.len(), 4, "three occupations and their totals");
    assert_eq!(places[3], [325.0, 275.0, 600.0]);
    assert_eq!(places.iter().take(3).map(|row| row[2]).collect::<Vec<_>>(), [225.0, 200.0, 175.0]);
}

#[test]
fn ties_are_served_in_order_or_refused() {
    let text = "borough,single,families,total\nBarnet,1,1,1\nNewham,1,1,1\ntotal,1,1,2\n";
    assert_eq!(fitted(text, true, Ties::Order).unwrap()[0], [1.0, 0.0, 1.0]);
    let refused = fitted(text, true, Ties::Refuse).unwrap_err();
    assert_eq!(refused.code().id, "F303");
    assert!(refused.to_string().contains("single in Barnet"), "{refused}");
}
