//! Suppressed in, suppressed out; nobody is never zero.

use fairshares::demography::balance::{Components, balance};
use fairshares::demography::change::{
    difference, growth_rate, index_numbers, percentage_change, rolling_four_quarters,
};
use fairshares::demography::migration::{effectiveness, turnover};
use fairshares::demography::rates::{AtRisk, Per, crude_rate, net_rate, one_in_n};
use fairshares::demography::reliability::coefficient_of_variation;
use fairshares::demography::residual_migration::survival_ratio_migration;
use fairshares::demography::{inequality, segregation, shares};
use fairshares::domain::Status;
use fairshares::table::Figure;

type OfThree = fn([Figure; 3]) -> Figure;

/// Every formula of published figures, as one of three of them.
const FORMULAS: &[(&str, usize, OfThree)] = &[
    ("crude rate", 2, |[a, b, _]| crude_rate(a, AtRisk::mid_year(b), Per::Thousand).value),
    ("net rate", 3, |[a, b, c]| net_rate(a, b, AtRisk::mid_year(c), Per::Thousand).value),
    ("rate on a mean", 3, |[a, b, c]| crude_rate(a, AtRisk::mean_of_mid_years(b, c), Per::Thousand).value),
    ("one in n", 2, |[a, b, _]| one_in_n(a, b)),
    ("turnover", 3, |[a, b, c]| turnover(a, b, AtRisk::mid_year(c), Per::Thousand).value),
    ("effectiveness", 2, |[a, b, _]| effectiveness(a, b)),
    ("difference", 2, |[a, b, _]| difference(a, b)),
    ("percentage change", 2, |[a, b, _]| percentage_change(a, b)),
    ("growth rate", 2, |[a, b, _]| growth_rate(a, b, 1.0)),
    ("index number", 2, |[a, b, _]| index_numbers(&[a, b], 0)[1]),
    ("rolling year", 3, |[a, b, c]| rolling_four_quarters(&[a, b, c, Figure::of(1.0)])[3]),
    ("coefficient of variation", 2, |[a, b, _]| coefficient_of_variation(a, b)),
    ("forward survival", 3, |[a, b, c]| survival_ratio_migration(a, b, c).forward),
    ("reverse survival", 3, |[a, b, c]| survival_ratio_migration(a, b, c).reverse),
    ("average survival", 3, |[a, b, c]| survival_ratio_migration(a, b, c).average),
    ("Hoover index, lifted", 3, |areas| {
        Figure::over([&areas, &[Figure::of(1.0); 3]], |[people, residents]| inequality::hoover(&people, &residents))
    }),
    ("isolation, lifted", 3, |areas| {
        Figure::over([&areas, &[Figure::of(9.0); 3]], |[group, all]| segregation::isolation(&group, &all))
    }),
];

#[test]
fn a_missing_figure_makes_the_result_missing_for_its_reason() {
    let known = Figure::of(4.0);
    for (name, inputs, formula) in FORMULAS {
        assert!(formula([known; 3]).value.is_some(), "{name} of numbers");
        for status in [Status::Suppressed, Status::NotAvailable, Status::NotApplicable] {
            for place in 0..*inputs {
                let mut figures = [known; 3];
                figures[place] = Figure::missing(status);
                assert_eq!(formula(figures), Figure::missing(status), "{name}, place {place}");
            }
        }
        let estimated = Figure { status: Some(Status::Estimated), ..known };
        assert_eq!(formula([estimated; 3]).status, Some(Status::Estimated), "{name} keeps what qualifies a number");
    }
}

#[test]
fn nobody_to_divide_by_is_not_applicable() {
    let (some, nobody) = (Figure::of(4.0), Figure::of(0.0));
    let not_applicable = Figure::missing(Status::NotApplicable);
    assert_eq!(crude_rate(some, AtRisk::mid_year(nobody), Per::Thousand).value, not_applicable);
    assert_eq!(crude_rate(Figure::of(-1.0), AtRisk::mid_year(some), Per::Thousand).value, not_applicable);
    assert_eq!(crude_rate(nobody, AtRisk::mid_year(some), Per::Thousand).value, nobody, "a true zero");
    assert_eq!(one_in_n(nobody, some), not_applicable);
    assert_eq!(survival_ratio_migration(some, some, nobody).average, not_applicable);
    assert_eq!(index_numbers(&[nobody, some], 0), [not_applicable; 2]);
    assert_eq!(index_numbers(&[some], 3), [not_applicable]);
    assert_eq!(shares::shares(&[0.0, 0.0]), None);
    assert_eq!([f64::NAN, f64::INFINITY].map(|number| shares::shares(&[1.0, number])), [None, None]);
    assert_eq!(shares::shares(&[]), None);
    assert_eq!(Figure::over([&[some]], |_| Some(f64::INFINITY)), not_applicable, "no finite number");
}

#[test]
fn a_missing_component_hides_its_part_and_what_is_unexplained() {
    let figure = Figure::of(10.0);
    let suppressed = Figure::missing(Status::Suppressed);
    let all = Components {
        start: figure,
        end: figure,
        births: figure,
        deaths: figure,
        internal_in: figure,
        internal_out: figure,
        international_in: figure,
        international_out: figure,
        other: Figure::of(3.0),
    };
    assert_eq!(balance(&all).unexplained, Figure::of(-3.0), "three more are published than there are");
    let found = balance(&Components { internal_out: suppressed, ..all });
    assert_eq!((found.internal, found.unexplained), (suppressed, suppressed));
    assert_eq!((found.natural, found.change), (Figure::of(0.0), Figure::of(0.0)));
}
