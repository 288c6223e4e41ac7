//! Rates and ratios freed from differences of age: direct and indirect standardisation.

use super::interval::{Confidence, EXACT_BELOW, Estimate, count_interval};
use super::rates::{Per, per_resident};
use super::shares::{is_count, total};

/// European Standard Population 2013: people of ages 0 to 4, 5 to 9, …, 85 to 89, 90 and over, of
/// 100,000.
///
/// Eurostat (2013), Revision of the European Standard Population, Methodologies and working papers,
/// table of both sexes.
pub const EUROPEAN_STANDARD_POPULATION_2013: [f64; 19] = [
    5_000.0, 5_500.0, 5_500.0, 5_500.0, 6_000.0, 6_000.0, 6_500.0, 7_000.0, 7_000.0, 7_000.0,
    7_000.0, 6_500.0, 6_000.0, 5_500.0, 5_000.0, 4_000.0, 2_500.0, 1_500.0, 1_000.0,
];

/// Years in all bands but the last.
const BAND: u8 = 5;

/// The part of the European Standard Population 2013 that is aged from `from` to `to`, the latter
/// included; without an end all that are older. A single year counts a fifth of its five-year band,
/// and the open band from 90 counts as one year.
pub fn standard_population(from: u8, to: Option<u8>) -> f64 {
    let bands = (0..).step_by(usize::from(BAND)).zip(EUROPEAN_STANDARD_POPULATION_2013);
    let last = 90;
    let years = bands.flat_map(|(first, people): (u8, f64)| {
        let open = first == last;
        let (years, people) = if open { (1, people) } else { (BAND, people / f64::from(BAND)) };
        (first..first + years).map(move |age| (age, people))
    });
    years
        .filter(|(age, _)| *age >= from && to.is_none_or(|to| *age <= to))
        .map(|(_, people)| people)
        .sum()
}

/// # What it measures
/// The rate that an area would have if its residents had the ages of a standard population.
///
/// # Formula
/// `DSR = m Σ w_i x_i/n_i / Σ w_i`, with Dobson's limits `DSR + m √(V/O) (L − O)`: `V = Σ (w_i/W)²
/// x_i/n_i²`, `O` all events, `L` the limits of [`count_interval`] for `O`.
///
/// # Inputs and units
/// `events`, `populations`, `standard`: one per age band, in the same order; the standard is
/// [`EUROPEAN_STANDARD_POPULATION_2013`] unless stated otherwise. Result: per `per` residents.
///
/// # Missing and out of range
/// `None` for columns of different length, a negative count, and a band without residents. The rate
/// of such a band is unknown, and leaving it out would give its weight to the others. Merge it with
/// its neighbour. Below ten events there is a rate but no interval.
///
/// # When not to use it
/// Below ten events in all (not published by convention), or when one band decides: use the
/// indirect method. Rates standardised to different populations are not comparable.
///
/// # References
/// Dobson, A. J., Kuulasmaa, K., Eberle, E. and Scherer, J. (1991), Statistics in Medicine 10(3),
/// 457-462; Association of Public Health Observatories (2008), Technical Briefing 3.
pub fn directly_standardised_rate(
    events: &[f64],
    populations: &[f64],
    standard: &[f64],
    per: Per,
    confidence: Confidence,
) -> Option<Estimate> {
    let (all, weights) = (events.iter().sum::<f64>(), total(standard)?);
    let formed = events.len() == populations.len() && populations.len() == standard.len();
    if !formed
        || !events.iter().copied().all(is_count)
        || populations.iter().any(|n| !is_count(*n) || *n <= 0.0)
    {
        return None;
    }
    let bands =
        || events.iter().zip(populations).zip(standard).map(|((x, n), w)| (*x, *n, w / weights));
    let rate: f64 = bands().map(|(x, n, w)| w * x / n).sum();
    let variance: f64 = bands().map(|(x, n, w)| w * w * x / (n * n)).sum();
    let scale = (variance / all).sqrt();
    let interval = count_interval(all, confidence).filter(|_| all >= EXACT_BELOW);
    Some(Estimate {
        value: per.multiplier() * rate,
        interval: interval
            .map(|limits| limits.map(|limit| per.multiplier() * (rate + scale * (limit - all)))),
    })
}

/// The events that an area would have at the rates of a reference population.
fn expected(
    populations: &[f64],
    reference_events: &[f64],
    reference_populations: &[f64],
) -> Option<f64> {
    let formed = populations.len() == reference_events.len()
        && populations.len() == reference_populations.len();
    let counts =
        [populations, reference_events, reference_populations].into_iter().flatten().copied();
    if !formed || !counts.into_iter().all(is_count) {
        return None;
    }
    let rates =
        reference_events.iter().zip(reference_populations).map(|(x, n)| per_resident(*x, *n, 1.0));
    let events = rates.zip(populations).map(|(rate, n)| Some(n * rate?)).sum::<Option<f64>>()?;
    (events > 0.0).then_some(events)
}

/// # What it measures
/// Standardised incidence ratio (of deaths: mortality ratio): events seen for each one expected at
/// the rates of a reference population.
///
/// # Formula
/// `SIR = O / E`, `E = Σ n_i λ_i`, with `λ` the reference rates; the limits are those of
/// [`count_interval`] for `O`, divided by `E`.
///
/// # Inputs and units
/// `observed`: events of the area, of all ages; `populations`: its residents by age band; the
/// reference's events and residents in the same bands. Result: ratio, 1 = as expected; multiply by
/// 100 for the usual SMR.
///
/// # Missing and out of range
/// `None` for columns of different length, a negative count, a reference band without residents, or
/// when nothing is expected.
///
/// # When not to use it
/// To compare areas with each other: each is compared with the reference, by its own ages.
///
/// # References
/// Breslow, N. E. and Day, N. E. (1987), Statistical Methods in Cancer Research, volume II, IARC,
/// chapter 2.
pub fn standardised_ratio(
    observed: f64,
    populations: &[f64],
    reference_events: &[f64],
    reference_populations: &[f64],
    confidence: Confidence,
) -> Option<Estimate> {
    let expected = expected(populations, reference_events, reference_populations)?;
    let limits = count_interval(observed, confidence)?;
    Some(Estimate {
        value: observed / expected,
        interval: Some(limits.map(|limit| limit / expected)),
    })
}
