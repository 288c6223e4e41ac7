//! Age structure, and the ages at which people migrate.

use super::{close, column, number, rows};
use fairshares::demography::age_profile::age_profile;
use fairshares::demography::age_structure::{
    AgeGroup, Bands, ageing_index, dependency_ratios, median_age, pyramid, sex_ratio, single_years,
};
use std::collections::BTreeMap;

#[test]
fn structure_of_london() {
    let ages = rows("ages-london.csv");
    let (males, females) = (column(&ages, "males"), column(&ages, "females"));
    let persons: Vec<f64> = males.iter().zip(&females).map(|(m, f)| m + f).collect();
    let bands = pyramid(&males, &females, 5, 90).unwrap();
    let band = |from| bands.iter().find(|band| band.from == from).unwrap();
    assert_eq!((bands.len(), band(30).to, band(90).to), (19, Some(34), None));
    let ratios = |bands| dependency_ratios(&persons, bands).unwrap();
    let ons = ratios(Bands::ONS);
    close(ons.total, ons.child + ons.old_age, 1e-12, "total");
    let found = BTreeMap::from([
        ("child_ons", ons.child),
        ("old_age_ons", ons.old_age),
        ("child_united_nations", ratios(Bands::UNITED_NATIONS).child),
        ("old_age_united_nations_20", ratios(Bands::UNITED_NATIONS_FROM_20).old_age),
        ("ageing_index_ons", ageing_index(&persons, Bands::ONS).unwrap()),
        ("median_age", median_age(&single_years(&persons)).unwrap()),
        ("sex_ratio", sex_ratio(males.iter().sum(), females.iter().sum()).unwrap()),
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
fn median_ages_as_published() {
    let rows = rows("median-ages.csv");
    assert_eq!(rows.len(), 34, "London and its 33 authorities");
    for row in rows {
        let ages: Vec<f64> = (0..=90).map(|age| number(&row, &age.to_string())).collect();
        let found = median_age(&single_years(&ages)).unwrap();
        let published = number(&row, "median_age");
        assert!((found - published).abs() <= 0.05 + 1e-9, "{} {found}, published {published}", row["area_code"]);
    }
}

#[test]
fn a_median_in_a_group_and_none_in_the_open_one() {
    let group = |from, width, people| AgeGroup { from, width, people };
    // Half of 100 is 50; 40 are below 20, so the median lies (50 − 40) / 40 of ten years into the group.
    let groups = [group(0.0, Some(20.0), 40.0), group(20.0, Some(10.0), 40.0), group(30.0, None, 20.0)];
    assert_eq!(median_age(&groups), Some(22.5));
    let old = [group(0.0, Some(20.0), 40.0), group(20.0, None, 60.0)];
    assert_eq!(median_age(&old), None);
    assert_eq!(median_age(&[]), None);
    // Exactly half are younger than 20: the median is known although the open group begins there.
    assert_eq!(median_age(&[group(0.0, Some(20.0), 50.0), group(20.0, None, 50.0)]), Some(20.0));
}

#[test]
fn structure_is_undefined_without_the_ages_it_needs() {
    let ages = vec![1.0; 60];
    assert_eq!(dependency_ratios(&ages, Bands::ONS), None, "the open group begins before 65");
    let nobody_works: Vec<f64> = (0..91).map(|age| if (16..65).contains(&age) { 0.0 } else { 1.0 }).collect();
    assert_eq!(dependency_ratios(&nobody_works, Bands::ONS), None);
    assert_eq!(sex_ratio(5.0, 0.0), None);
    assert_eq!(pyramid(&ages, &ages, 5, 90), None);
    assert_eq!(pyramid(&ages, &ages[1..], 5, 50), None);
    assert_eq!(pyramid(&ages, &ages, 0, 50), None);
    assert_eq!(pyramid(&ages, &ages, 7, 50), None);
}

#[test]
fn measures_of_migration_age_profiles() {
    let published = rows("age-profiles.csv");
    let percent = |name| column(&published, name).iter().map(|m| m / 100.0).collect::<Vec<f64>>();
    let fundamental = column(&rows("age-profile-fundamental.csv"), "intensity");
    let found = BTreeMap::from([
        ("brazil2000", age_profile(5, &percent("brazil2000"), 6..=35).unwrap()),
        ("france2006", age_profile(5, &percent("france2006"), 6..=35).unwrap()),
        ("fundamental", age_profile(0, &fundamental, 6..=64).unwrap()),
    ]);
    // The peaks that migest prints for the unsmoothed profiles of these samples: 24 and 26.
    assert_eq!((found["brazil2000"].peak_age, found["france2006"].peak_age), (24, 26));
    let whole = |age: usize| f64::from(u32::try_from(age).unwrap());
    for row in rows("age-profile.csv") {
        let profile = found[row["case"].as_str()];
        let value = match row["measure"].as_str() {
            "gmr" => profile.gross_migraproduction_rate,
            "peak_intensity" => profile.peak_intensity,
            "peak_age" => whole(profile.peak_age),
            "peak_breadth" => profile.peak_breadth,
            "peak_share" => profile.peak_share,
            "murc" => profile.maximum_upward.rate,
            "murc_age" => whole(profile.maximum_upward.age),
            "mdrc" => profile.maximum_downward.rate,
            "mdrc_age" => whole(profile.maximum_downward.age),
            "asymmetry" => profile.asymmetry,
            other => panic!("no measure {other}"),
        };
        close(value, number(&row, "value"), 1e-9, &format!("{row:?}"));
    }
}

#[test]
fn the_fundamental_schedule_has_its_known_values() {
    // Parameters of migest::rc_model_fund: m(0) = .023, m(10) = .010357589, m(20) = .027779472, m(25) = .03642717,
    // m(40) = .011483706; its ages add up to 1.05680811 with a peak at 23.
    let intensities = column(&rows("age-profile-fundamental.csv"), "intensity");
    for (age, expected) in
        [(0, 0.023), (10, 0.010_357_589), (20, 0.027_779_472), (25, 0.036_427_17), (40, 0.011_483_706)]
    {
        close(intensities[age], expected, 1e-7, &format!("m({age})"));
    }
    let profile = age_profile(0, &intensities, 6..=64).unwrap();
    close(profile.gross_migraproduction_rate, 1.056_808_11, 1e-8, "GMR");
    assert_eq!(profile.peak_age, 23);
}

#[test]
fn a_profile_needs_the_ages_about_its_peak() {
    let triangle: Vec<f64> = (0..40).map(|age: i32| f64::from(20 - (age - 20).abs())).collect();
    assert!(age_profile(0, &triangle, 1..=39).is_some());
    assert_eq!(age_profile(0, &triangle, 1..=40), None, "study ages beyond the profile");
    assert_eq!(age_profile(18, &triangle[18..], 19..=39), None, "the peak's breadth begins before the profile");
    assert_eq!(age_profile(0, &[0.0; 40], 1..=39), None);
    let flat: Vec<f64> = triangle.iter().map(|m| m.min(18.0)).collect();
    assert_eq!(age_profile(0, &flat, 1..=39).unwrap().peak_age, 18, "the youngest of several");
    let rising: Vec<f64> = (0..40).map(f64::from).collect();
    assert_eq!(age_profile(0, &rising, 1..=30), None, "falls nowhere");
}
