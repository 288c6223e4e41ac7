//! The ages and sexes of a population: the population pyramid.
//!
//! Ages come as counts by single year of age from 0, the last being the open group (90 for "90 and
//! over").

use super::shares::shares;

/// A bar on each side of a population pyramid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PyramidBand {
    /// First age.
    pub from: usize,
    /// Last age; `None` for the open group.
    pub to: Option<usize>,
    /// Males as a fraction of the population.
    pub males: f64,
    /// Females as a fraction of the population.
    pub females: f64,
}

/// # What it measures
/// The make-up of a population by age and sex, comparable between populations of different size.
///
/// # Formula
/// `M_b / (M + F)` and `F_b / (M + F)`: shares of the total of *both* sexes, so that the two sides
/// can be compared.
///
/// # Inputs and units
/// `males`, `females`: people by single year of age, the last group open; `width`: years of a band
/// (5); `open_from`: first age of the open band (90). Result: bands in order of age, whose
/// fractions add up to 1.
///
/// # Missing and out of range
/// `None` without people, for a negative count, or for columns of different length. Also `None`
/// when `open_from` is no multiple of `width` or is beyond the open group given.
///
/// # When not to use it
/// With the open band drawn as if it were as narrow as the others: name its ages.
///
/// # References
/// Shryock, H. S. and Siegel, J. S. (1976), The Methods and Materials of Demography, chapter 8.
pub fn pyramid(
    males: &[f64],
    females: &[f64],
    width: usize,
    open_from: usize,
) -> Option<Vec<PyramidBand>> {
    let everybody = shares(&[males, females].concat())?;
    let (males, females) = everybody.split_at_checked(males.len())?;
    let formed = males.len() == females.len()
        && open_from < males.len()
        && open_from.checked_rem(width)? == 0;
    let band = |from: usize, to: Option<usize>| {
        let of = |side: &[f64]| side[from..to.map_or(side.len(), |to| to + 1)].iter().sum();
        PyramidBand { from, to, males: of(males), females: of(females) }
    };
    formed.then(|| {
        let closed = (0..open_from).step_by(width).map(|from| band(from, Some(from + width - 1)));
        closed.chain([band(open_from, None)]).collect()
    })
}
