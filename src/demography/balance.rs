//! Components of change: the population at the end is that at the beginning and what happened between.

use super::change::difference;
use crate::table::Figure;

/// Published components of a population's change over one period. Flows are people, not net unless so named.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Components {
    /// Population at the beginning.
    pub start: Figure,
    /// Population at the end.
    pub end: Figure,
    /// Births.
    pub births: Figure,
    /// Deaths.
    pub deaths: Figure,
    /// Arrivals from elsewhere in the country.
    pub internal_in: Figure,
    /// Departures to elsewhere in the country.
    pub internal_out: Figure,
    /// Arrivals from abroad.
    pub international_in: Figure,
    /// Departures abroad.
    pub international_out: Figure,
    /// What the publisher calls other change: special populations, boundaries, change that could not be attributed.
    pub other: Figure,
}

/// The account of a population's change, in parts that add up to it exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Balance {
    /// Population at the end less that at the beginning.
    pub change: Figure,
    /// Births less deaths.
    pub natural: Figure,
    /// Net migration within the country.
    pub internal: Figure,
    /// Net migration from abroad.
    pub international: Figure,
    /// Other change, as published.
    pub other: Figure,
    /// What the published parts do not account for; 0 when they balance.
    pub unexplained: Figure,
}

/// # What it measures
/// Where a population's change came from, and by how much the published parts fail to add up to it.
///
/// # Formula
/// `P₁ − P₀ = (B − D) + (I_uk − O_uk) + (I_int − O_int) + other + unexplained`.
///
/// # Inputs and units
/// People, over one period and on one set of boundaries. Result: people; the five parts add up to `change` exactly as long
/// as all are whole numbers.
///
/// # Missing and out of range
/// A missing figure makes its part, and what is unexplained, missing for its reason; the other parts stay.
///
/// # When not to use it
/// When the two populations are of different revisions: then the revision stands under *unexplained*.
///
/// # References
/// Preston, S. H., Heuveline, P. and Guillot, M. (2001), Demography, chapter 1; ONS, Mid-year population estimates,
/// detailed components of change (MYEB3).
pub fn balance(components: &Components) -> Balance {
    let change = difference(components.start, components.end);
    let natural = difference(components.deaths, components.births);
    let internal = difference(components.internal_out, components.internal_in);
    let international = difference(components.international_out, components.international_in);
    let explained = Figure::sum([natural, internal, international, components.other]);
    let unexplained = difference(explained, change);
    Balance { change, natural, internal, international, other: components.other, unexplained }
}
