//! The ages and sexes of a population: dependency, ageing, median age, sex ratio, the population pyramid.
//!
//! Ages come as counts by single year of age from 0, the last being the open group (90 for "90 and over").

use super::rates::per_resident;
use super::shares::{shares, whole};

/// Where childhood ends and old age begins. Publications differ, so every ratio names its bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands {
    /// First age of working.
    pub working_from: usize,
    /// First age of being old.
    pub old_from: usize,
}

impl Bands {
    /// 0 to 15, 16 to 64, 65 and over: Office for National Statistics, England and Wales.
    pub const ONS: Self = Self { working_from: 16, old_from: 65 };
    /// 0 to 14, 15 to 64, 65 and over: United Nations, World Population Prospects.
    pub const UNITED_NATIONS: Self = Self { working_from: 15, old_from: 65 };
    /// 0 to 19, 20 to 64, 65 and over: United Nations, for countries with long schooling.
    pub const UNITED_NATIONS_FROM_20: Self = Self { working_from: 20, old_from: 65 };
}

/// People in three bands of age.
#[derive(Debug, Clone, Copy, PartialEq)]
struct ByBand {
    child: f64,
    working: f64,
    old: f64,
}

/// `None` when the bands are out of order or the open group begins before old age does.
fn by_band(ages: &[f64], bands: Bands) -> Option<ByBand> {
    whole(ages)?;
    let Bands { working_from, old_from } = bands;
    let formed = working_from < old_from && old_from < ages.len();
    let sum = |ages: &[f64]| ages.iter().sum();
    formed.then(|| ByBand {
        child: sum(&ages[..working_from]),
        working: sum(&ages[working_from..old_from]),
        old: sum(&ages[old_from..]),
    })
}

/// People in the ages of dependency for every hundred of working age.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DependencyRatios {
    /// Children.
    pub child: f64,
    /// The old.
    pub old_age: f64,
    /// Both.
    pub total: f64,
}

/// # What it measures
/// How many people are in the ages that usually depend on others, for every hundred in the ages that usually work.
///
/// # Formula
/// Child `100 P₀₋₁₅ / P₁₆₋₆₄`, old-age `100 P₆₅₊ / P₁₆₋₆₄`, total their sum; with the ages of `bands`.
///
/// # Inputs and units
/// `ages`: people by single year of age, the last group open. Result: per hundred.
///
/// # Missing and out of range
/// `None` without anybody of working age, for a negative count, when the open group begins before old age.
///
/// # When not to use it
/// As a measure of who works: it counts ages. With ratios of other bands in one table.
///
/// # References
/// Office for National Statistics, Subnational ageing tool; United Nations, World Population Prospects, glossary.
pub fn dependency_ratios(ages: &[f64], bands: Bands) -> Option<DependencyRatios> {
    let ByBand { child, working, old } = by_band(ages, bands)?;
    let per_hundred = |people| per_resident(people, working, 100.0);
    let (child, old_age) = (per_hundred(child)?, per_hundred(old)?);
    Some(DependencyRatios { child, old_age, total: child + old_age })
}

/// # What it measures
/// The old for every hundred children.
///
/// # Formula
/// `100 P₆₅₊ / P₀₋₁₅`, with the ages of `bands`.
///
/// # Inputs and units
/// As [`dependency_ratios`]. Result: per hundred.
///
/// # Missing and out of range
/// `None` without children, and as there.
///
/// # When not to use it
/// Alone, where working ages come and go by migration: it does not count them.
///
/// # References
/// United Nations, World Population Ageing, glossary.
pub fn ageing_index(ages: &[f64], bands: Bands) -> Option<f64> {
    let ByBand { child, old, .. } = by_band(ages, bands)?;
    per_resident(old, child, 100.0)
}

/// An age group of people.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AgeGroup {
    /// First age.
    pub from: f64,
    /// Years it spans; `None` for the open group at the end.
    pub width: Option<f64>,
    /// People in it.
    pub people: f64,
}

/// Single years of age as groups, the last one open.
pub fn single_years(ages: &[f64]) -> Vec<AgeGroup> {
    let mut from = 0.0;
    let mut groups: Vec<AgeGroup> = Vec::new();
    for people in ages {
        groups.push(AgeGroup { from, width: Some(1.0), people: *people });
        from += 1.0;
    }
    if let Some(last) = groups.last_mut() {
        last.width = None;
    }
    groups
}

/// # What it measures
/// The age that half of the population is younger than.
///
/// # Formula
/// `L + h (N/2 − F) / f`: the median group begins at `L`, is `h` years wide, has `f` people and `F` below it; `N` people in all.
///
/// # Inputs and units
/// `groups`: in order of age, without gaps. Result: years.
///
/// # Missing and out of range
/// `None` without people, for a negative count, and when the median lies in the open group, of which only the beginning is
/// known.
///
/// # When not to use it
/// With groups wider than five years: people are taken to be spread evenly inside a group.
///
/// # References
/// Shryock, H. S. and Siegel, J. S. (1976), The Methods and Materials of Demography, chapter 8.
pub fn median_age(groups: &[AgeGroup]) -> Option<f64> {
    let counts: Vec<f64> = groups.iter().map(|group| group.people).collect();
    let half = whole(&counts)? / 2.0;
    let mut below = 0.0;
    for group in groups {
        if group.people > 0.0 && below + group.people >= half {
            return group.width.map(|width| group.from + width * (half - below) / group.people);
        }
        below += group.people;
    }
    None
}

/// # What it measures
/// Males for every hundred females.
///
/// # Formula
/// `100 M / F`.
///
/// # Inputs and units
/// People of one age group or of all. Result: per hundred.
///
/// # Missing and out of range
/// `None` without females or for a negative count.
///
/// # When not to use it
/// For small areas with a barracks, a prison or a hostel, without saying so. Some publications give females for each hundred males.
///
/// # References
/// United Nations, World Population Prospects, glossary.
pub fn sex_ratio(males: f64, females: f64) -> Option<f64> {
    whole(&[males, females])?;
    per_resident(males, females, 100.0)
}

/// A bar on each side of a population pyramid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PyramidBand {
    /// First age.
    pub from: usize,
    /// Last age; `None` for the open group.
    pub to: Option<usize>,
    /// Males as a fraction of everybody.
    pub males: f64,
    /// Females as a fraction of everybody.
    pub females: f64,
}

/// # What it measures
/// The make-up of a population by age and sex, comparable between populations of different size.
///
/// # Formula
/// `M_b / (M + F)` and `F_b / (M + F)`: shares of the total of *both* sexes, so that the two sides can be compared.
///
/// # Inputs and units
/// `males`, `females`: people by single year of age, the last group open; `width`: years of a band (5); `open_from`: first age
/// of the open band (90). Result: bands in order of age, whose fractions add up to 1.
///
/// # Missing and out of range
/// `None` without people, for a negative count, for columns of different length, when `open_from` is no multiple of `width` or
/// lies beyond the open group given.
///
/// # When not to use it
/// With the open band drawn as if it were as narrow as the others: name its ages.
///
/// # References
/// Shryock, H. S. and Siegel, J. S. (1976), The Methods and Materials of Demography, chapter 8.
pub fn pyramid(males: &[f64], females: &[f64], width: usize, open_from: usize) -> Option<Vec<PyramidBand>> {
    let everybody = shares(&[males, females].concat())?;
    let (males, females) = everybody.split_at_checked(males.len())?;
    let formed = males.len() == females.len() && open_from < males.len() && open_from.checked_rem(width)? == 0;
    let band = |from: usize, to: Option<usize>| {
        let of = |side: &[f64]| side[from..to.map_or(side.len(), |to| to + 1)].iter().sum();
        PyramidBand { from, to, males: of(males), females: of(females) }
    };
    formed.then(|| {
        let closed = (0..open_from).step_by(width).map(|from| band(from, Some(from + width - 1)));
        closed.chain([band(open_from, None)]).collect()
    })
}
