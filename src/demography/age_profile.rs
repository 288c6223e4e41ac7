//! Summary measures of the ages at which people migrate.

use super::shares::{shares, whole};
use std::ops::RangeInclusive;

/// A change of the profile from one age to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slope {
    /// Difference of the standardised profile, in fractions of all migration.
    pub rate: f64,
    /// The later of the two ages.
    pub age: usize,
}

/// A migration age profile in a few numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgeProfile {
    /// Gross migraproduction rate (GMR): moves of a person who lives through all ages at these intensities.
    pub gross_migraproduction_rate: f64,
    /// The highest intensity, in the unit of the inputs.
    pub peak_intensity: f64,
    /// The age of it; the youngest of several.
    pub peak_age: usize,
    /// Breadth of the peak: intensities added from five ages below it to five above.
    pub peak_breadth: f64,
    /// That as a fraction of the gross migraproduction rate.
    pub peak_share: f64,
    /// Maximum upward rate of change (MURC).
    pub maximum_upward: Slope,
    /// Maximum downward rate of change (MDRC); its rate is negative.
    pub maximum_downward: Slope,
    /// Asymmetry: the upward rate for each unit of the downward one. Above 1 the profile rises faster than it falls.
    pub asymmetry: f64,
}

/// How many ages below and above the peak belong to it (Bell and Muhidin 2009).
const BREADTH: usize = 5;

/// # What it measures
/// When in life people move: how much over a life, at which age most, how sharply before and after.
///
/// # Formula
/// `GMR = Σ m(x)`; peak `max m(x)`; breadth `Σ m(x)` over peak ± 5 ages; rates of change `n(x) − n(x−1)` of the standardised
/// profile `n(x) = m(x) / GMR`; asymmetry `MURC / |MDRC|`.
///
/// # Inputs and units
/// `first_age`: the age of the first intensity; `intensities`: migrants per resident by single year of age, without gaps;
/// `study`: the ages among which peak and rates of change are looked for, both ends included (young children follow their
/// parents and the old have a peak of their own: 6 to 64 is usual). The sum is over all ages.
///
/// # Missing and out of range
/// `None` when nobody moves, for a negative intensity, when the study ages or the peak's breadth reach beyond the ages given,
/// and when the profile falls nowhere.
///
/// # When not to use it
/// On unsmoothed small numbers: the rates of change then measure chance.
///
/// # References
/// Rogers, A. (1975), Introduction to Multiregional Mathematical Demography; Bell, M. and others (2002), Journal of the Royal
/// Statistical Society Series A 165(3), 435-464; Bell, M. and Muhidin, S. (2009), Human Development Research Paper 2009/30;
/// Bernard, A., Bell, M. and Charles-Edwards, E. (2014), Population Studies 68(2), 179-195.
pub fn age_profile(first_age: usize, intensities: &[f64], study: RangeInclusive<usize>) -> Option<AgeProfile> {
    let rate = whole(intensities)?;
    let at = |age: usize| age.checked_sub(first_age);
    let (from, to) = (at(*study.start())?, at(*study.end())?);
    if from > to || to >= intensities.len() {
        return None;
    }
    let peak = highest(from..=to, |i| intensities[i])?;
    let breadth: f64 = intensities.get(peak.checked_sub(BREADTH)?..=peak + BREADTH)?.iter().sum();
    let standard = shares(intensities)?;
    let step = |i: usize| standard[i] - standard[i - 1];
    let slope = |i: usize| Slope { rate: step(i), age: first_age + i };
    let rising = slope(highest(from.max(1)..=to, step)?);
    let falling = slope(highest(from.max(1)..=to, |i| -step(i))?);
    (falling.rate < 0.0).then(|| AgeProfile {
        gross_migraproduction_rate: rate,
        peak_intensity: intensities[peak],
        peak_age: first_age + peak,
        peak_breadth: breadth,
        peak_share: breadth / rate,
        maximum_upward: rising,
        maximum_downward: falling,
        asymmetry: rising.rate / -falling.rate,
    })
}

/// The place where `of` is highest, the first of several.
fn highest(places: RangeInclusive<usize>, of: impl Fn(usize) -> f64) -> Option<usize> {
    places.reduce(|best, place| if of(place) > of(best) { place } else { best })
}
