//! What holds for all numbers.

use fairshares::demography::age_structure::pyramid;
use fairshares::demography::correlation::{pearson, spearman};
use fairshares::demography::flows::OriginDestination;
use fairshares::demography::interval::{Confidence, Interval, count_interval, proportion_interval};
use fairshares::demography::migration::{
    aggregate_net_migration_rate, crude_migration_intensity, migration_effectiveness_index,
};
use fairshares::demography::ranks::{First, fractional_ranks, rank_interval, ranks};
use fairshares::demography::segregation::{self, Comparator};
use fairshares::demography::{inequality, outlying, shares};
use fairshares::domain::Compare;
use fairshares::table::Figure;
use proptest::prelude::*;

/// People and residents by area.
fn areas() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((0u32..2_000, 1u32..400_000), 2..40)
        .prop_map(|areas| {
            areas.into_iter().map(|(a, p)| (f64::from(a), f64::from(p))).collect::<Vec<_>>()
        })
        .prop_filter("somebody", |areas| areas.iter().any(|(people, _)| *people > 0.0))
}

/// A group and everyone else by area, each of them somebody.
fn two_groups() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((0u32..500, 0u32..5_000), 2..30)
        .prop_map(|areas| {
            areas.into_iter().map(|(a, b)| (f64::from(a), f64::from(b))).collect::<Vec<_>>()
        })
        .prop_filter("both", |areas| {
            areas.iter().any(|(group, _)| *group > 0.0)
                && areas.iter().any(|(_, others)| *others > 0.0)
        })
}

type OfTwo = fn(&[f64], &[f64]) -> Option<f64>;

const INEQUALITY: &[(&str, OfTwo)] = &[
    ("hoover", inequality::hoover),
    ("gini", inequality::gini),
    ("theil_t", inequality::theil_t),
    ("hhi", |people, _| inequality::hhi(people)),
];

const SEGREGATION: &[(&str, OfTwo)] = &[
    ("everyone else", |group, all| {
        segregation::dissimilarity(group, all, Comparator::EveryoneElse)
    }),
    ("all residents", |group, all| {
        segregation::dissimilarity(group, all, Comparator::AllResidents)
    }),
    ("isolation", segregation::isolation),
    ("eta squared", segregation::eta_squared),
    ("gini", segregation::gini),
    ("entropy index", segregation::entropy_index),
    ("atkinson", |group, all| segregation::atkinson(group, all, 0.3)),
];

fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

proptest! {
    #[test]
    fn indices_know_nothing_of_units_and_order(areas in areas(), factor in 1u32..50) {
        let (people, residents): (Vec<f64>, Vec<f64>) = areas.iter().copied().unzip();
        let scale = f64::from(factor) / 7.0;
        let (others, them): (Vec<f64>, Vec<f64>) = areas.iter().rev().map(|(a, p)| (a * scale, p * 3.0)).unzip();
        for (name, index) in INEQUALITY {
            let found = index(&people, &residents).unwrap();
            prop_assert!(same(found, index(&others, &them).unwrap()), "{name}");
        }
        let total: f64 = shares::shares(&people).unwrap().iter().sum();
        prop_assert!(same(total, 1.0));
    }

    #[test]
    fn inequality_keeps_its_ranges_and_gini_is_the_mean_difference_of_rates(areas in areas()) {
        let (people, residents): (Vec<f64>, Vec<f64>) = areas.iter().copied().unzip();
        let (hoover, gini) = (inequality::hoover(&people, &residents).unwrap(), inequality::gini(&people, &residents).unwrap());
        prop_assert!((0.0..1.0).contains(&hoover) && hoover <= gini + 1e-9 && gini < 1.0);
        prop_assert!(inequality::theil_t(&people, &residents).unwrap() > -1e-12);
        let hosts = inequality::effective_number(&people).unwrap();
        prop_assert!(hosts > 1.0 - 1e-9 && hosts < 40.0);
        let (all, everybody): (f64, f64) = (people.iter().sum(), residents.iter().sum());
        let difference: f64 = areas.iter().flat_map(|a| areas.iter().map(move |b| (a, b)))
            .map(|((a, p), (b, q))| (a * q - b * p).abs())
            .sum::<f64>() / (2.0 * all * everybody);
        prop_assert!(same(gini, difference));
    }

    #[test]
    fn theil_is_between_and_within(areas in areas(), cut in 1usize..5) {
        let (people, residents): (Vec<f64>, Vec<f64>) = areas.iter().copied().unzip();
        let groups: Vec<usize> = (0..people.len()).map(|area| area % cut).collect();
        let parts = inequality::theil_decomposition(&people, &residents, &groups).unwrap();
        prop_assert!(same(parts.between + parts.within, inequality::theil_t(&people, &residents).unwrap()));
        prop_assert!(parts.between > -1e-9 && parts.within > -1e-9);
        let alone: Vec<usize> = (0..people.len()).collect();
        let apart = inequality::theil_decomposition(&people, &residents, &alone).unwrap();
        prop_assert!(same(apart.within, 0.0), "areas that are groups of their own");
    }

    #[test]
    fn concentration_turns_round_with_its_order(areas in areas(), order in prop::collection::vec(0u32..9, 40)) {
        let (people, residents): (Vec<f64>, Vec<f64>) = areas.iter().copied().unzip();
        let order: Vec<f64> = order.into_iter().take(people.len()).map(f64::from).collect();
        let turned: Vec<f64> = order.iter().map(|place| -place).collect();
        let index = inequality::concentration_index(&people, &residents, &order).unwrap();
        prop_assert!(index.abs() <= inequality::gini(&people, &residents).unwrap() + 1e-9);
        prop_assert!(same(index, -inequality::concentration_index(&people, &residents, &turned).unwrap()));
    }

    #[test]
    fn segregation_keeps_its_range_whatever_unit_and_order(areas in two_groups()) {
        let (group, all): (Vec<f64>, Vec<f64>) = areas.iter().map(|(a, b)| (*a, a + b)).unzip();
        let (turned, turned_all): (Vec<f64>, Vec<f64>) = areas.iter().rev().map(|(a, b)| (a * 5.0, (a + b) * 5.0)).unzip();
        for (name, index) in SEGREGATION {
            let found = index(&group, &all).unwrap();
            prop_assert!((-1e-9..=1.0 + 1e-9).contains(&found), "{name}: {found}");
            prop_assert!(same(found, index(&turned, &turned_all).unwrap()), "{name}");
        }
        let others: Vec<f64> = areas.iter().map(|(_, b)| *b).collect();
        let met = segregation::isolation(&group, &all).unwrap() + segregation::exposure(&group, &others, &all).unwrap();
        prop_assert!(same(met, 1.0), "somebody met is of the group or not");
        let share = group.iter().sum::<f64>() / all.iter().sum::<f64>();
        let against_all = segregation::dissimilarity(&group, &all, Comparator::AllResidents).unwrap();
        let against_others = segregation::dissimilarity(&group, &all, Comparator::EveryoneElse).unwrap();
        prop_assert!(same(against_all, (1.0 - share) * against_others), "the comparators differ by \
            1 - P");
    }

    #[test]
    fn migration_of_a_system_hangs_together(rows in prop::collection::vec(prop::collection::vec(0u32..900, 5), 5)) {
        let rows: Vec<Vec<f64>> = rows.into_iter().map(|row| row.into_iter().map(f64::from).collect()).collect();
        let flows = OriginDestination::new(&rows).unwrap();
        prop_assume!(flows.migrants() > 0.0);
        let (arrivals, departures) = (flows.arrivals(), flows.departures());
        prop_assert_eq!(arrivals.iter().sum::<f64>(), departures.iter().sum::<f64>());
        let effectiveness = migration_effectiveness_index(&arrivals, &departures).unwrap();
        prop_assert!((0.0..=100.0).contains(&effectiveness));
        let rate = aggregate_net_migration_rate(&arrivals, &departures, 1e5).unwrap();
        let intensity = crude_migration_intensity(flows.migrants(), 1e5).unwrap();
        prop_assert!(same(rate, intensity * effectiveness / 100.0));
        prop_assert!((0.0..=1.0).contains(&flows.connectivity()));
        prop_assert!((0.0..1.0).contains(&flows.inequality().unwrap()));
        prop_assert!((-1e-12..1.0).contains(&flows.gini().unwrap()));
    }

    #[test]
    fn ranks_are_places(values in prop::collection::vec(0u32..12, 1..25)) {
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let figures: Vec<Figure> = values.iter().copied().map(Figure::of).collect();
        let mut sorted = values.clone();
        sorted.sort_by(f64::compare);
        let found: Vec<f64> = ranks(&figures, First::Lowest).iter().map(|rank| rank.value.unwrap()).collect();
        for (value, rank) in values.iter().zip(&found) {
            let first = sorted.iter().position(|other| other == value).unwrap();
            prop_assert_eq!(*rank, f64::from(u32::try_from(first).unwrap()) + 1.0);
        }
        let n = f64::from(u32::try_from(values.len()).unwrap());
        prop_assert_eq!(fractional_ranks(&values).iter().sum::<f64>(), n * (n + 1.0) / 2.0);
        let points: Vec<Interval> = values.iter().map(|value| Interval { lower: *value, upper: *value }).collect();
        for (interval, rank) in rank_interval(&points, First::Lowest).iter().zip(&found) {
            prop_assert_eq!(interval.lower, *rank, "without uncertainty the best place is the \
                rank");
            prop_assert!(interval.upper >= interval.lower && interval.upper <= n);
        }
    }

    #[test]
    fn intervals_hold_what_was_seen(events in 0u32..3_000, more in 1u32..3_000) {
        let (x, n) = (f64::from(events), f64::from(events + more));
        let narrow = count_interval(x, Confidence::Percent95).unwrap();
        let wide = count_interval(x, Confidence::Percent99Point8).unwrap();
        prop_assert!(narrow.contains(x) && wide.lower <= narrow.lower && narrow.upper < wide.upper);
        let proportion = proportion_interval(x, n, Confidence::Percent95).unwrap();
        prop_assert!(proportion.contains(x / n) && (0.0..=1.0).contains(&proportion.lower) && proportion.upper <= 1.0);
        prop_assert_eq!(count_interval(x + 0.5, Confidence::Percent95), None);
    }

    #[test]
    fn a_pyramid_holds_everybody(ages in prop::collection::vec((0u32..9_000, 1u32..9_000), 91..101)) {
        let (males, females): (Vec<f64>, Vec<f64>) = ages.into_iter().map(|(m, f)| (f64::from(m), f64::from(f))).unzip();
        let bands = pyramid(&males, &females, 5, 90).unwrap();
        prop_assert!(same(bands.iter().map(|band| band.males + band.females).sum(), 1.0));
        prop_assert!(bands.windows(2).all(|pair| pair[0].to.unwrap() + 1 == pair[1].from));
    }

    #[test]
    fn correlation_and_robust_z_know_nothing_of_units(values in prop::collection::vec((0u32..999, 0u32..999), 12..30)) {
        let (x, y): (Vec<f64>, Vec<f64>) = values.into_iter().map(|(x, y)| (f64::from(x), f64::from(y))).unzip();
        let moved: Vec<f64> = x.iter().map(|x| 3.0 * x + 11.0).collect();
        if let (Some(r), Some(rank)) = (pearson(&x, &y), spearman(&x, &y)) {
            prop_assert!((-1.0..=1.0).contains(&r) && (-1.0..=1.0).contains(&rank));
            prop_assert!(same(r, pearson(&moved, &y).unwrap()) && same(rank, spearman(&moved, &y).unwrap()));
            prop_assert!(same(r, pearson(&y, &x).unwrap()));
        }
        if let Some(z) = outlying::robust_z(&x) {
            prop_assert!(outlying::median(&z).unwrap().abs() < 1e-9);
            prop_assert!(z.iter().zip(outlying::robust_z(&moved).unwrap()).all(|(one, other)| same(*one, other)));
        }
    }
}
