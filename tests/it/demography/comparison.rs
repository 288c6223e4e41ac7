//! Places in an order, correlation, outlying values, reliability.

use super::{close, column, number, rows};
use fairshares::demography::correlation::{pearson, spearman};
use fairshares::demography::interval::Interval;
use fairshares::demography::outlying::{median, robust_z};
use fairshares::demography::ranks::{First, fractional_ranks, rank_interval, ranks};
use fairshares::demography::reliability::{
    FEWEST_FOR_STANDARDISED_RATE, Precision, coefficient_of_variation, precision, small_number_rule,
};
use fairshares::domain::Status;
use fairshares::table::Figure;

#[test]
fn places_with_ties() {
    let rows = rows("comparison.csv");
    for (of, expected) in [("x", "rank_x"), ("y", "rank_y")] {
        let figures: Vec<Figure> = column(&rows, of).into_iter().map(Figure::of).collect();
        let found: Vec<f64> =
            ranks(&figures, First::Highest).iter().map(|rank| rank.value.unwrap()).collect();
        assert_eq!(found, column(&rows, expected));
    }
    assert_eq!(fractional_ranks(&column(&rows, "y")), column(&rows, "mean_rank_y"));
    let missing = Figure::missing(Status::Suppressed);
    let some = [Figure::of(5.0), missing, Figure::of(3.0), Figure::of(5.0)];
    assert_eq!(
        ranks(&some, First::Highest),
        [Figure::of(1.0), missing, Figure::of(3.0), Figure::of(1.0)]
    );
    assert_eq!(
        ranks(&some, First::Lowest),
        [Figure::of(2.0), missing, Figure::of(1.0), Figure::of(2.0)]
    );
}

/// `-0.0` comes of a difference or a product of noughts, and prints as 0.
#[test]
fn noughts_of_either_sign_have_one_place() {
    let figures = [-0.0, 2.0, 0.0, -1.0].map(Figure::of);
    let places = |first| {
        ranks(&figures, first).into_iter().map(|rank| rank.value.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(places(First::Highest), [2.0, 1.0, 2.0, 4.0]);
    assert_eq!(places(First::Lowest), [2.0, 4.0, 2.0, 1.0]);
    assert_eq!(fractional_ranks(&[0.0, -0.0, 3.0]), [1.5, 1.5, 3.0]);
    let nought = |value| Interval { lower: value, upper: value };
    let places = Interval { lower: 1.0, upper: 2.0 };
    assert_eq!(rank_interval(&[nought(0.0), nought(-0.0)], First::Highest), [places, places]);
    assert_eq!(spearman(&[-0.0, 0.0, 1.0], &[5.0, 5.0, 6.0]).map(|r| (r * 1e9).round()), Some(1e9));
}

#[test]
fn places_that_intervals_leave_open() {
    let interval = |lower, upper| Interval { lower, upper };
    // The second overlaps the third; the first lies clear above both.
    let intervals = [interval(8.0, 9.0), interval(4.0, 6.0), interval(5.0, 7.0)];
    assert_eq!(
        rank_interval(&intervals, First::Highest),
        [interval(1.0, 1.0), interval(2.0, 3.0), interval(2.0, 3.0)]
    );
    assert_eq!(
        rank_interval(&intervals, First::Lowest),
        [interval(3.0, 3.0), interval(1.0, 2.0), interval(1.0, 2.0)]
    );
}

#[test]
fn correlations() {
    let data = rows("comparison.csv");
    let (x, y) = (column(&data, "x"), column(&data, "y"));
    for row in rows("correlation.csv") {
        let found = if row["measure"] == "pearson" { pearson(&x, &y) } else { spearman(&x, &y) };
        close(found.unwrap(), number(&row, "value"), 1e-10, &row["measure"]);
    }
    assert_eq!(pearson(&[1.0, 2.0], &[2.0, 1.0]), None, "two areas");
    assert_eq!(
        pearson(&[0.1; 7], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]),
        None,
        "the same everywhere"
    );
    assert_eq!(spearman(&[1.0, f64::NAN, 3.0], &[1.0, 2.0, 3.0]), None);
    // One outlying area: a perfect order, not a straight line.
    let (even, outlying) = ([1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 3.0, 100.0]);
    assert_eq!(spearman(&even, &outlying), Some(1.0));
    assert!(pearson(&even, &outlying).unwrap() < 0.9);
}

#[test]
fn outlying_values() {
    let data = rows("comparison.csv");
    for (found, row) in robust_z(&column(&data, "x")).unwrap().iter().zip(&data) {
        close(*found, number(row, "robust_z"), 1e-10, &format!("{row:?}"));
    }
    assert_eq!(robust_z(&[1.0, 2.0, 3.0, 90.0]), None, "too few");
    assert_eq!(robust_z(&[4.0; 12]), None, "no spread");
    assert_eq!(
        (median(&[3.0, 1.0, 2.0]), median(&[4.0, 1.0, 2.0, 3.0]), median(&[])),
        (Some(2.0), Some(2.5), None)
    );
}

#[test]
fn rates_of_small_numbers() {
    // ONS, answer to FOI/2021/3301: no crude rate below 3 deaths, no standardised one below 10, (u)
    // below 20.
    let rate = Figure::of(12.5);
    let unreliable = Figure { status: Some(Status::Unreliable), ..rate };
    let none = Figure::missing(Status::NotAvailable);
    let held = |events, fewest| small_number_rule(rate, Figure::of(events), fewest);
    assert_eq!([2.0, 3.0, 19.0, 20.0].map(|n| held(n, 3.0)), [none, unreliable, unreliable, rate]);
    assert_eq!([9.0, 10.0].map(|n| held(n, FEWEST_FOR_STANDARDISED_RATE)), [none, unreliable]);
    let suppressed = Figure::missing(Status::Suppressed);
    assert_eq!(small_number_rule(rate, suppressed, 3.0), suppressed);
    assert_eq!(small_number_rule(suppressed, Figure::of(1.0), 3.0), suppressed);
}

#[test]
fn precision_of_estimates() {
    // A half-width of 19.6 about 100 is a standard error of 10.
    let cv = coefficient_of_variation(Figure::of(100.0), Figure::of(19.6)).value.unwrap();
    close(cv, 10.0, 2e-5, "coefficient");
    let words = [0.0, 5.0, 5.1, 10.0, 10.1, 20.0, 20.1].map(|cv| precision(cv).unwrap());
    use Precision::{Acceptable, Precise, ReasonablyPrecise, Unreliable};
    assert_eq!(
        words,
        [
            Precise,
            Precise,
            ReasonablyPrecise,
            ReasonablyPrecise,
            Acceptable,
            Acceptable,
            Unreliable
        ]
    );
    assert_eq!((precision(-1.0), precision(f64::NAN)), (None, None));
    assert_eq!(
        coefficient_of_variation(Figure::of(0.0), Figure::of(3.0)),
        Figure::missing(Status::NotApplicable)
    );
}
