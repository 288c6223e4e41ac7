//! Series continued.

use super::{close, number, rows};
use fairshares::demography::continuation::{LEAST_FIGURES, LEVELS, random_walk_with_drift};

#[test]
fn a_random_walk_with_drift_is_that_of_other_packages() {
    for row in rows("continuation.csv") {
        let values: Vec<f64> =
            row["values"].split('|').map(|value| value.parse().unwrap()).collect();
        let step = number(&row, "step") as usize;
        let found = *random_walk_with_drift(&values, step).unwrap().last().unwrap();
        close(found.central, number(&row, "central"), 1e-12, "middle");
        close(found.spread, number(&row, "spread"), 1e-12, "spread");
        for (level, z) in LEVELS {
            let (lower, upper) = found.range(z);
            let level = level.trim_end_matches('%');
            close(lower, number(&row, &format!("lower_{level}")), 1e-12, level);
            close(upper, number(&row, &format!("upper_{level}")), 1e-12, level);
        }
    }
}

#[test]
fn a_series_that_is_short_or_has_a_gap_is_not_continued() {
    let series: Vec<f64> = (0..LEAST_FIGURES).map(|index| index as f64).collect();
    let steady = random_walk_with_drift(&series, 2).unwrap();
    assert!(
        (steady[1].central - 11.0).abs() < 1e-12 && steady[1].spread.abs() < 1e-12,
        "no change differs from another"
    );
    assert!(
        random_walk_with_drift(&series[1..], 2).is_none()
            && random_walk_with_drift(&[], 1).is_none()
    );
    let mut gap = series;
    gap[3] = f64::NAN;
    assert!(random_walk_with_drift(&gap, 2).is_none());
}
