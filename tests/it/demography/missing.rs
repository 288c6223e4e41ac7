//! Suppressed in, suppressed out; nobody is never zero.

use fairshares::demography::change::{difference, growth_rate, index_numbers, percentage_change};
use fairshares::demography::migration::effectiveness;
use fairshares::demography::reliability::coefficient_of_variation;
use fairshares::demography::{inequality, segregation, shares};
use fairshares::domain::Status;
use fairshares::table::Figure;

type OfThree = fn([Figure; 3]) -> Figure;

/// Every formula of published figures, as one of three of them.
const FORMULAS: &[(&str, usize, OfThree)] = &[
    ("effectiveness", 2, |[a, b, _]| effectiveness(a, b)),
    ("difference", 2, |[a, b, _]| difference(a, b)),
    ("percentage change", 2, |[a, b, _]| percentage_change(a, b)),
    ("growth rate", 2, |[a, b, _]| growth_rate(a, b, 1.0)),
    ("index number", 2, |[a, b, _]| index_numbers(&[a, b], 0)[1]),
    ("coefficient of variation", 2, |[a, b, _]| coefficient_of_variation(a, b)),
    ("Hoover index, lifted", 3, |areas| {
        Figure::over([&areas, &[Figure::of(1.0); 3]], |[people, residents]| {
            inequality::hoover(&people, &residents)
        })
    }),
    ("isolation, lifted", 3, |areas| {
        Figure::over([&areas, &[Figure::of(9.0); 3]], |[group, all]| {
            segregation::isolation(&group, &all)
        })
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
        assert_eq!(
            formula([estimated; 3]).status,
            Some(Status::Estimated),
            "{name} keeps what qualifies a number"
        );
    }
}

#[test]
fn nobody_to_divide_by_is_not_applicable() {
    let (some, nobody) = (Figure::of(4.0), Figure::of(0.0));
    let not_applicable = Figure::missing(Status::NotApplicable);
    assert_eq!(index_numbers(&[nobody, some], 0), [not_applicable; 2]);
    assert_eq!(index_numbers(&[some], 3), [not_applicable]);
    assert_eq!(shares::shares(&[0.0, 0.0]), None);
    assert_eq!(
        [f64::NAN, f64::INFINITY].map(|number| shares::shares(&[1.0, number])),
        [None, None]
    );
    assert_eq!(shares::shares(&[]), None);
    assert_eq!(
        Figure::over([&[some]], |_| Some(f64::INFINITY)),
        not_applicable,
        "no finite number"
    );
}
