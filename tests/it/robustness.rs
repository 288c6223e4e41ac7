//! How robust the shares of a key are: draws with a known distribution, the same answer from the
//! same seed on any number of threads.

use fairshares::catalogue::{Combine, Direction, Transform};
use fairshares::fairshare::{Composite, Draws, Errors, PartFigures, Robustness};

/// Draws of shares that nothing adjusts.
fn robustness(
    key: &Composite,
    errors: &[Vec<f64>],
    actual: &[Option<f64>],
    draws: Draws,
) -> Option<Robustness> {
    let errors = Errors { parts: errors.to_vec(), base: Vec::new() };
    fairshares::fairshare::robustness(key, &errors, actual, draws, &Some)
}

/// Two parts over two areas: the first area has all of the one and nothing of the other, so that
/// its share is the first weight.
fn two_parts(weight: f64) -> Composite {
    let part = |weight: f64, figures: [f64; 2]| PartFigures {
        weight,
        direction: Direction::More,
        transform: Transform::Share,
        corrective: None,
        min: 0.0,
        max: None,
        figures: figures.to_vec(),
    };
    Composite {
        combine: Combine::Additive { base: None },
        parts: vec![part(weight, [1.0, 0.0]), part(1.0 - weight, [0.0, 1.0])],
    }
}

const DRAWS: Draws = Draws { count: 40_000, seed: 7, concentration: 50.0 };

fn exact(key: &Composite) -> Vec<Vec<f64>> {
    key.parts.iter().map(|part| vec![0.0; part.figures.len()]).collect()
}

#[test]
fn a_weight_drawn_about_a_quarter_is_distributed_as_beta() {
    // scipy 1.17.1, beta(12.5, 37.5): quantiles at 2.5, 50 and 97.5 per cent, and the probability
    // above 0.3.
    let (lower, median, upper, above) = (0.141_407, 0.246_646, 0.377_513, 0.201_792);
    let key = two_parts(0.25);
    let found = robustness(&key, &exact(&key), &[Some(0.3), None], DRAWS).unwrap();
    let area = found.areas[0];
    let near = |one: f64, other: f64| (one - other).abs() < 0.004;
    assert!(
        near(area.share.lower, lower) && near(area.median, median) && near(area.share.upper, upper),
        "{area:?}"
    );
    // It has 0.3 of the people: over its share unless that is drawn above.
    assert!((area.over.unwrap() - (1.0 - above)).abs() < 0.01, "{area:?}");
    assert_eq!(found.areas[1].over, None, "nobody knows how many it has");
    // One weight of two is the other's complement: the two gammas share what varies, and the larger
    // shape varies less.
    let indices: f64 = found.parts.iter().map(|part| part.first_order).sum();
    assert!((0.9..1.1).contains(&indices), "{:?}", found.parts);
}

#[test]
fn weights_that_hardly_move_leave_shares_where_they_are() {
    let key = two_parts(0.25);
    let found = robustness(
        &key,
        &exact(&key),
        &[None, None],
        Draws { concentration: 1e9, count: 500, ..DRAWS },
    )
    .unwrap();
    assert!((found.areas[0].share.upper - found.areas[0].share.lower).abs() < 1e-3);
    assert!((found.areas[0].median - 0.25).abs() < 1e-3);
    assert_eq!((found.areas[0].rank.lower, found.areas[0].rank.upper), (2.0, 2.0));
}

#[test]
fn uncertain_figures_widen_shares_and_exact_ones_do_not() {
    let mut key = two_parts(0.5);
    key.parts.iter_mut().for_each(|part| part.figures = vec![50.0, 50.0]);
    let held = Draws { concentration: 1e9, count: 2_000, ..DRAWS };
    let exactly = robustness(&key, &exact(&key), &[None, None], held).unwrap();
    assert!(exactly.areas[0].share.upper - exactly.areas[0].share.lower < 1e-9);
    // A standard error of 5 on 50 against an exact 50: the share is about 0.5 with a standard error
    // of 0.025, halved by the weight.
    let uncertain =
        robustness(&key, &[vec![5.0, 0.0], vec![0.0, 0.0]], &[None, None], held).unwrap();
    let width = uncertain.areas[0].share.upper - uncertain.areas[0].share.lower;
    assert!((width - 2.0 * 1.96 * 0.0125).abs() < 0.004, "{width}");
}

#[test]
fn the_same_seed_gives_the_same_numbers_on_any_number_of_threads() {
    let key = two_parts(0.25);
    let draws = Draws { count: 3_000, ..DRAWS };
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| robustness(&key, &exact(&key), &[Some(0.3), Some(0.7)], draws).unwrap())
    };
    let (one, three) = (on(1), on(3));
    assert_eq!(one, three);
    let other = robustness(&key, &exact(&key), &[Some(0.3), Some(0.7)], Draws { seed: 8, ..draws })
        .unwrap();
    assert_ne!(one, other);
}

#[test]
fn without_weights_there_is_nothing_to_draw() {
    let mut key = two_parts(0.25);
    let errors = exact(&key);
    assert!(
        robustness(&key, &errors, &[None, None], Draws { concentration: 0.0, ..DRAWS }).is_none()
    );
    assert!(robustness(&key, &errors, &[None, None], Draws { count: 0, ..DRAWS }).is_none());
    key.parts.clear();
    assert!(robustness(&key, &[], &[None, None], DRAWS).is_none());
}

#[test]
fn an_uncertain_base_widens_shares_and_adjustments_move_them() {
    let mut key = two_parts(0.5);
    key.combine = Combine::Multiplicative { base: vec![100.0, 100.0] };
    key.parts.iter_mut().for_each(|part| part.figures = vec![50.0, 50.0]);
    let draws = Draws { count: 4_000, ..DRAWS };
    let of = |base: Vec<f64>| {
        let errors = Errors { parts: exact(&key), base };
        fairshares::fairshare::robustness(&key, &errors, &[None, None], draws, &Some).unwrap().areas
            [0]
    };
    let (certain, uncertain) = (of(vec![0.0, 0.0]), of(vec![10.0, 0.0]));
    assert!(
        (certain.share.upper - certain.share.lower).abs() < 1e-9,
        "weights of equal figures change nothing"
    );
    // x / (x + 100) at x = 100 ± 1.96 · 10.
    assert!((uncertain.share.lower - 80.4 / 180.4).abs() < 0.005, "{uncertain:?}");
    assert!((uncertain.share.upper - 119.6 / 219.6).abs() < 0.005, "{uncertain:?}");
    let moved = |shares: Vec<f64>| Some(vec![shares[0] - 0.1, shares[1] + 0.1]);
    let errors = Errors { parts: exact(&key), base: vec![0.0, 0.0] };
    let with =
        fairshares::fairshare::robustness(&key, &errors, &[None, None], draws, &moved).unwrap();
    assert!((with.areas[0].median - 0.4).abs() < 1e-9);
}
