//! Rates, intervals, standardisation and funnels.

use super::{close, column, number, rows};
use fairshares::demography::funnel::{Position, position, ratio_limits};
use fairshares::demography::interval::{
    Confidence, Interval, clustered_interval, count_interval, proportion_interval,
};
use fairshares::demography::rates::Per;
use fairshares::demography::standardisation::{
    EUROPEAN_STANDARD_POPULATION_2013, directly_standardised_rate, standardised_ratio,
};

const LEVELS: [(&str, Confidence); 2] =
    [("95", Confidence::Percent95), ("99.8", Confidence::Percent99Point8)];

fn level(row: &super::Row) -> Confidence {
    if row["level"] == "0.95" { Confidence::Percent95 } else { Confidence::Percent99Point8 }
}

#[track_caller]
fn limits_agree(found: Interval, row: &super::Row, tolerance: f64) {
    close(found.lower, number(row, "lower"), tolerance, &format!("lower limit {row:?}"));
    close(found.upper, number(row, "upper"), tolerance, &format!("upper limit {row:?}"));
}

#[test]
fn limits_of_counts_are_exact_below_ten_and_byars_from_ten() {
    for row in rows("count-intervals.csv") {
        limits_agree(count_interval(number(&row, "events"), level(&row)).unwrap(), &row, 1e-10);
    }
}

#[test]
fn limits_of_proportions_are_wilsons() {
    for row in rows("proportion-intervals.csv") {
        let found =
            proportion_interval(number(&row, "with"), number(&row, "of"), level(&row)).unwrap();
        limits_agree(found, &row, 1e-10);
    }
}

/// Half-widths by Python: `1.959963984540054 * math.sqrt(4 * 36)`; of nobody four times the exact
/// Poisson limit `-math.log(0.025)`.
#[test]
fn people_who_come_in_families_have_limits_of_families() {
    let limits = |people, of| clustered_interval(people, of, Confidence::Percent95).unwrap();
    let families = limits(36.0, 4.0);
    close(families.lower, 36.0 - 23.519_567_814_480_65, 1e-12, "lower");
    close(families.upper, 36.0 + 23.519_567_814_480_65, 1e-12, "upper");
    assert_eq!(limits(9.0, 4.0).lower, 0.0, "never below nobody");
    assert_eq!(limits(0.0, 4.0).lower, 0.0);
    close(limits(0.0, 4.0).upper, 14.755_517_816_455_745, 1e-9, "nobody");
    let single = count_interval(36.0, Confidence::Percent95).unwrap();
    assert!(families.lower < single.lower && single.upper < families.upper);
    for (people, of) in [(-1.0, 4.0), (36.0, 0.5), (36.0, f64::NAN), (f64::INFINITY, 4.0)] {
        assert_eq!(clustered_interval(people, of, Confidence::Percent95), None);
    }
}

/// Of none the lower limit is exactly 0 and of all the upper one exactly 1, and none lies outside.
#[test]
fn limits_of_proportions_are_proportions() {
    for confidence in [Confidence::Percent95, Confidence::Percent99Point8] {
        for of in 1u32..=400 {
            let limits =
                |with: u32| proportion_interval(with.into(), of.into(), confidence).unwrap();
            assert_eq!((limits(0).lower, limits(of).upper), (0.0, 1.0), "{of}");
            for with in 0..=of {
                let found = limits(with);
                let seen = f64::from(with) / f64::from(of);
                assert!(
                    (0.0..=1.0).contains(&found.lower) && (0.0..=1.0).contains(&found.upper),
                    "{with} of {of}"
                );
                assert!(found.lower <= seen && seen <= found.upper, "{with} of {of}: {found:?}");
            }
        }
    }
}

#[test]
fn limits_are_those_of_the_published_workbooks() {
    for row in rows("published-intervals.csv") {
        let events = number(&row, "events");
        let found = match row["method"].as_str() {
            "count" => count_interval(events, Confidence::Percent95),
            _ => proportion_interval(events, number(&row, "of"), Confidence::Percent95),
        };
        limits_agree(found.unwrap(), &row, number(&row, "tolerance"));
    }
}

#[test]
fn standardised_rates_and_ratios() {
    let bands = rows("standardisation-bands.csv");
    let of = |name| column(&bands, name);
    assert_eq!(of("standard"), EUROPEAN_STANDARD_POPULATION_2013);
    for row in rows("standardisation.csv") {
        let divisor = [("documented", 1.0), ("sparse", 40.0), ("few", 300.0)];
        let divisor = divisor.iter().find(|(case, _)| *case == row["case"]).unwrap().1;
        let events: Vec<f64> =
            of("events").iter().map(|events| f64::floor(events / divisor)).collect();
        let (population, confidence) = (of("population"), level(&row));
        let observed = events.iter().sum();
        let (reference, residents) = (of("reference_events"), of("reference_population"));
        let found = match row["measure"].as_str() {
            "dsr" => directly_standardised_rate(
                &events,
                &population,
                &of("standard"),
                Per::HundredThousand,
                confidence,
            ),
            _ => standardised_ratio(observed, &population, &reference, &residents, confidence),
        };
        let found = found.unwrap();
        if row["value"].is_empty() {
            // The package gives no rate below ten events; here there is one, and no interval.
            assert!(observed < 10.0 && found.interval.is_none(), "{row:?}");
            continue;
        }
        close(found.value, number(&row, "value"), 1e-10, &format!("{row:?}"));
        limits_agree(found.interval.unwrap(), &row, 1e-10);
    }
}

#[test]
fn a_band_without_residents_leaves_no_standardised_rate() {
    let of = |populations: &[f64]| {
        directly_standardised_rate(
            &[4.0, 9.0],
            populations,
            &[1.0, 1.0],
            Per::Thousand,
            Confidence::Percent95,
        )
    };
    // ½ (4/100 + 9/300) of 1,000, worked by hand.
    close(of(&[100.0, 300.0]).unwrap().value, 35.0, 1e-12, "two bands");
    assert_eq!(of(&[0.0, 300.0]), None);
    assert_eq!(of(&[100.0]), None);
    assert_eq!(standardised_ratio(3.0, &[10.0], &[1.0], &[0.0], Confidence::Percent95), None);
    assert_eq!(standardised_ratio(3.0, &[10.0], &[0.0], &[50.0], Confidence::Percent95), None);
}

#[test]
fn limits_need_counts() {
    let level = Confidence::Percent95;
    assert_eq!([-1.0, 2.5, f64::NAN].map(|x| count_interval(x, level)), [None; 3]);
    assert_eq!(
        [(5.0, 0.0), (6.0, 5.0), (-1.0, 5.0)].map(|(x, n)| proportion_interval(x, n, level)),
        [None; 3]
    );
    assert_eq!(ratio_limits(0.0, level), None);
}

#[test]
fn funnels_of_ratios() {
    for row in rows("funnel-ratios.csv") {
        let observed = number(&row, "observed");
        // The file's limits are exact throughout; Byar's, used from ten, come nearer as events
        // grow.
        let allowed = if observed < 10.0 { 1e-4 } else { 0.17 / observed };
        for (name, confidence) in LEVELS {
            let (lower, upper) = ratio_limits(observed, confidence).unwrap();
            for (side, boundary) in [("lower", lower), ("upper", upper)] {
                let cell = |what: &str| number(&row, &format!("{side}_{name}_{what}"));
                close(
                    boundary.expected,
                    cell("expected"),
                    allowed,
                    &format!("{side} {name} {row:?}"),
                );
                close(
                    100.0 * boundary.ratio,
                    cell("ratio"),
                    allowed,
                    &format!("{side} {name} {row:?}"),
                );
            }
        }
    }
    // 20 events have 95 % limits of 12.2 and 30.9.
    let stands = |expected| position(20.0, expected, Confidence::Percent95);
    assert_eq!(stands(12.0), Some(Position::Above));
    assert_eq!(stands(20.0), Some(Position::Within));
    assert_eq!(stands(31.0), Some(Position::Below));
    assert_eq!(stands(0.0), None);
}
