//! Robustness: how far the shares of a key rest on its weights and on uncertain figures.

use super::composite::{Composite, Prepared};
use super::sobol::{Evaluated, Importance, Sums};
use crate::demography::interval::{Confidence, Interval};
use crate::demography::ranks::fractional_ranks;
use crate::domain::Compare;
use rand_distr::{Distribution, Gamma, StandardNormal};
use rand_pcg::Pcg64;
use rayon::prelude::*;

/// How weights and figures are drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Draws {
    /// How many.
    pub count: u32,
    /// From which the random numbers follow: the same seed gives the same answer, on any number of
    /// threads.
    pub seed: u64,
    /// How close the weights stay to the stated ones: the sum of the parameters of their Dirichlet
    /// distribution.
    pub concentration: f64,
}

/// Standard errors of the figures of a key; 0 where a figure is exact. For imputed figures, the
/// spread of the others.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Errors {
    /// For each part, one for each area.
    pub parts: Vec<Vec<f64>>,
    /// One for each area's base; none for a key without one.
    pub base: Vec<f64>,
}

/// Adjusts drawn shares before they are compared: credits, floors and limits of areas. `None` where
/// these cannot be met.
pub type Adjusted<'a> = dyn Fn(Vec<f64>) -> Option<Vec<f64>> + Sync + 'a;

/// The results of the draws for an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AreaRobustness {
    /// The middle one of its shares.
    pub median: f64,
    /// The interval of 95 of 100 shares.
    pub share: Interval,
    /// The interval of 95 of 100 of its ranks, 1 the largest share.
    pub rank: Interval,
    /// The proportion of draws in which it has more people than its share; `None` where the number
    /// is unknown.
    pub over: Option<f64>,
}

/// The sensitivity of a key's shares.
#[derive(Debug, Clone, PartialEq)]
pub struct Robustness {
    /// One for each area.
    pub areas: Vec<AreaRobustness>,
    /// One for each part.
    pub parts: Vec<Importance>,
}

/// # What it measures
/// How far each area's share and its rank would move if the key's weights were slightly different
/// and its figures elsewhere in their intervals; and which weights matter most.
///
/// # Formula
/// Weights `ω ~ Dirichlet(κ ω₁, …, κ ω_K)` about the stated ones, with `κ` the concentration (the
/// standard deviation of a weight is `√(ω(1−ω)/(κ+1))`). Figures are normal about the stated ones
/// with the standard error of their 95% interval. Imputed figures have the standard deviation of
/// the others, truncated at zero. The results are the median of the shares and the quantiles at 2.5
/// and 97.5 per cent. The Dirichlet weights are independent gammas divided by their sum; the Sobol
/// indices are of these gammas, as in `sobol.rs`.
///
/// # Inputs and units
/// `errors`: of the figures of parts and base. `actual`: the share of people that each area has.
/// `adjusted`: applied to the shares of every draw, not to the indices, which are of the key alone.
/// Result: fractions of the total; ranks; indices from 0 to 1, but for the error of the draws,
/// which falls with the square root of their number.
///
/// # Missing and out of range
/// `None` where the key itself has no shares, without draws or parts, and for a concentration that
/// is not above 0. Indices are 0 where no share varies. An area whose number is unknown has no
/// probability of being over its share.
///
/// # When not to use it
/// To decide which weights are right: it shows only what depends on them. As a confidence interval
/// of a share: weights are chosen, not estimated.
///
/// # References
/// OECD and Joint Research Centre (2008), Handbook on Constructing Composite Indicators, section
/// 1.7; Saisana, M., Saltelli, A. and Tarantola, S. (2005), Journal of the Royal Statistical
/// Society Series A 168(2), 307-323.
pub fn robustness(
    key: &Composite,
    errors: &Errors,
    actual: &[Option<f64>],
    draws: Draws,
    adjusted: &Adjusted<'_>,
) -> Option<Robustness> {
    let concentration = draws.concentration;
    if key.parts.is_empty() || draws.count == 0 || concentration.is_nan() || concentration <= 0.0 {
        return None;
    }
    let prepared = key.prepared()?;
    let drawn_shares: Vec<Vec<f64>> = (0..draws.count)
        .into_par_iter()
        .map(|draw| adjusted(drawn(key, &prepared, errors, draws, draw)?))
        .collect::<Option<_>>()?;
    let ranks: Vec<Vec<f64>> = drawn_shares.par_iter().map(|shares| places(shares)).collect();
    let areas = (0..actual.len()).into_par_iter().map(|area| {
        let of_area = column(&drawn_shares, area);
        let over = |actual: f64| {
            let count =
                of_area.iter().map(|share| if actual > *share { 1.0 } else { 0.0 }).sum::<f64>();
            count / f64::from(draws.count)
        };
        AreaRobustness {
            median: quantile(&of_area, 0.5),
            share: middle(&of_area),
            rank: middle(&column(&ranks, area)),
            over: actual[area].map(over),
        }
    });
    Some(Robustness { areas: areas.collect(), parts: importance(key, &prepared, draws)? })
}

/// The shares of one draw of weights and figures.
fn drawn(
    key: &Composite,
    prepared: &Prepared<'_>,
    errors: &Errors,
    draws: Draws,
    draw: u32,
) -> Option<Vec<f64>> {
    let mut random = Pcg64::new(u128::from(draws.seed), u128::from(draw));
    let weights = normalised(&gammas(key, draws.concentration, &mut random)?);
    if errors.parts.iter().flatten().chain(&errors.base).all(|error| *error <= 0.0) {
        return prepared.shares(&weights);
    }
    let mut moved = key.clone();
    for (part, errors) in moved.parts.iter_mut().zip(&errors.parts) {
        move_figures(&mut part.figures, errors, &mut random);
    }
    if let Some(base) = moved.combine.base_mut() {
        move_figures(base, &errors.base, &mut random);
    }
    moved.prepared()?.shares(&weights)
}

fn move_figures(figures: &mut [f64], errors: &[f64], random: &mut Pcg64) {
    for (figure, error) in figures.iter_mut().zip(errors).filter(|(_, error)| **error > 0.0) {
        let deviation: f64 = StandardNormal.sample(random);
        *figure = (*figure + error * deviation).max(0.0);
    }
}

/// A gamma for each part; a part of weight 0 keeps it.
fn gammas(key: &Composite, concentration: f64, random: &mut Pcg64) -> Option<Vec<f64>> {
    let gamma = |weight: f64| match weight > 0.0 {
        true => Gamma::new(concentration * weight, 1.0).ok().map(|gamma| gamma.sample(random)),
        false => Some(0.0),
    };
    key.weights().into_iter().map(gamma).collect()
}

fn normalised(gammas: &[f64]) -> Vec<f64> {
    let sum: f64 = gammas.iter().sum();
    gammas.iter().map(|gamma| gamma / sum).collect()
}

/// The number of draws whose sums are computed together.
const BATCH: u32 = 64;

/// The Sobol indices of each part's weight, summed over the areas.
fn importance(key: &Composite, prepared: &Prepared<'_>, draws: Draws) -> Option<Vec<Importance>> {
    let shares_of = |gammas: &[f64]| prepared.shares(&normalised(gammas));
    // Streams separate from those of the draws: two matrices of gammas.
    let matrix = |which: u128, draw: u32| {
        let mut random = Pcg64::new(u128::from(draws.seed), (which << 64) + u128::from(draw));
        gammas(key, draws.concentration, &mut random)
    };
    let evaluate = |draw: u32| {
        let (a, b) = (matrix(1, draw)?, matrix(2, draw)?);
        let swapped = |part: usize| {
            let mut mixed = a.clone();
            mixed[part] = b[part];
            shares_of(&mixed)
        };
        let mixed = (0..key.parts.len()).map(swapped).collect::<Option<_>>()?;
        Some(Evaluated { a: shares_of(&a)?, b: shares_of(&b)?, mixed })
    };
    // Stretches of one length, merged in their order, so that the number of threads changes no sum.
    let stated = prepared.shares(&key.weights())?;
    let batch = |first: u32| {
        let mut sums = Sums::near(&stated);
        for draw in first..draws.count.min(first + BATCH) {
            sums.add(&evaluate(draw)?);
        }
        Some(sums)
    };
    let firsts: Vec<u32> = (0..draws.count).step_by(BATCH as usize).collect();
    let sums: Vec<Sums> = firsts.into_par_iter().map(batch).collect::<Option<_>>()?;
    Some(sums.into_iter().fold(Sums::default(), Sums::merge).indices())
}

fn column(rows: &[Vec<f64>], at: usize) -> Vec<f64> {
    let mut found: Vec<f64> = rows.iter().map(|row| row[at]).collect();
    found.sort_by(f64::compare);
    found
}

/// Places by share, 1 the largest; ties share the mean of theirs.
fn places(shares: &[f64]) -> Vec<f64> {
    fractional_ranks(&shares.iter().map(|share| -share).collect::<Vec<_>>())
}

/// The quantiles that enclose 95 of 100.
fn middle(sorted: &[f64]) -> Interval {
    let tail = Confidence::Percent95.tail();
    Interval { lower: quantile(sorted, tail), upper: quantile(sorted, 1.0 - tail) }
}

/// A quantile of sorted numbers, between two of them in proportion (Hyndman and Fan's type 7).
#[expect(clippy::cast_precision_loss, reason = "far fewer draws than 2^52")]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place within the numbers"
)]
fn quantile(sorted: &[f64], part: f64) -> f64 {
    let place = part * (sorted.len().saturating_sub(1)) as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    below + (above - below) * place.fract()
}
