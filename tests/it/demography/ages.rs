//! The ages and sexes of a population.

use super::{close, column, number, rows};
use fairshares::demography::age_structure::pyramid;
use std::collections::BTreeMap;

#[test]
fn the_pyramid_of_london() {
    let ages = rows("ages-london.csv");
    let (males, females) = (column(&ages, "males"), column(&ages, "females"));
    let bands = pyramid(&males, &females, 5, 90).unwrap();
    let band = |from| bands.iter().find(|band| band.from == from).unwrap();
    assert_eq!((bands.len(), band(30).to, band(90).to), (19, Some(34), None));
    let found = BTreeMap::from([
        ("pyramid_males_30", band(30).males),
        ("pyramid_females_90", band(90).females),
    ]);
    let expected = rows("age-structure.csv");
    assert_eq!(expected.len(), found.len());
    for row in expected {
        close(found[row["measure"].as_str()], number(&row, "value"), 1e-12, &row["measure"]);
    }
}

#[test]
fn a_pyramid_needs_both_sexes_and_whole_bands() {
    let ages = vec![1.0; 60];
    assert_eq!(pyramid(&ages, &ages, 5, 90), None);
    assert_eq!(pyramid(&ages, &ages[1..], 5, 50), None);
    assert_eq!(pyramid(&ages, &ages, 0, 50), None);
    assert_eq!(pyramid(&ages, &ages, 7, 50), None);
}
