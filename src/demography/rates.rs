//! Rates: events or people for every so many residents, with the population they were divided by said aloud.

use super::shares::is_count;
use crate::table::Figure;

/// For how many residents a rate is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Per cent.
    Hundred,
    /// Births, deaths and migration.
    Thousand,
    /// People in a kind of support.
    TenThousand,
    /// Mortality and disease.
    HundredThousand,
}

impl Per {
    /// Every one.
    pub const ALL: [Self; 4] = [Per::Hundred, Per::Thousand, Per::TenThousand, Per::HundredThousand];

    /// The multiplier.
    pub fn multiplier(self) -> f64 {
        match self {
            Per::Hundred => 100.0,
            Per::Thousand => 1_000.0,
            Per::TenThousand => 10_000.0,
            Per::HundredThousand => 100_000.0,
        }
    }
}

/// What the population under a rate is: two rates on different ones are not comparable to the last digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The estimate for 30 June.
    MidYear,
    /// The mean of the mid-years at both ends of the period, for flows from mid-year to mid-year.
    MeanOfMidYears,
    /// The count of a census day.
    Census,
    /// Years lived by everybody in the period, for rates over more than a year.
    PersonYears,
}

/// A population with what it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AtRisk {
    /// Residents, or years lived by them.
    pub people: Figure,
    /// What they are.
    pub basis: Basis,
}

impl AtRisk {
    /// The estimate for one mid-year.
    pub fn mid_year(people: Figure) -> Self {
        Self { people, basis: Basis::MidYear }
    }

    /// The mean of two mid-years.
    pub fn mean_of_mid_years(first: Figure, second: Figure) -> Self {
        let people = first.combine(second, |first, second| Some((first + second) / 2.0));
        Self { people, basis: Basis::MeanOfMidYears }
    }
}

/// A rate with what a table note has to say of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// The rate.
    pub value: Figure,
    /// For how many residents.
    pub per: Per,
    /// On which population.
    pub basis: Basis,
}

impl Rate {
    /// Applies a formula of one or more counts and a population: the shape of all rates, gross or net.
    pub(super) fn of<const N: usize>(
        counts: [Figure; N],
        at_risk: AtRisk,
        per: Per,
        numerator: impl FnOnce([f64; N]) -> f64,
    ) -> Self {
        let value = Figure::over([&counts, &[at_risk.people]], |[counts, people]| {
            let counts: [f64; N] = counts.try_into().ok()?;
            let valid = counts.iter().copied().all(is_count);
            valid.then_some(per_resident(numerator(counts), *people.first()?, per.multiplier())).flatten()
        });
        Self { value, per, basis: at_risk.basis }
    }
}

/// `multiplier · count / residents`; `None` without residents.
pub fn per_resident(count: f64, residents: f64, multiplier: f64) -> Option<f64> {
    (residents > 0.0).then(|| multiplier * count / residents)
}

/// # What it measures
/// How common something is, so that areas of different size can be compared.
///
/// # Formula
/// `r = m · E / P`.
///
/// # Inputs and units
/// `events`: events over a year, or people on a day. `at_risk`: residents, with what they are. Result: per `per` residents.
///
/// # Missing and out of range
/// Missing in either gives missing out; no residents or a negative count gives *not applicable*. A true zero gives zero.
///
/// # When not to use it
/// To compare areas whose ages differ, when the events depend on age: use a standardised rate. Below 20 events see
/// [`reliability`](super::reliability).
///
/// # References
/// Office for Health Improvement and Disparities, Technical guide: confidence intervals (2018 and later), rates.
pub fn crude_rate(events: Figure, at_risk: AtRisk, per: Per) -> Rate {
    Rate::of([events], at_risk, per, |[events]| events)
}

/// # What it measures
/// What a population gains by flows in and out, for its size.
///
/// # Formula
/// `r = m · (I − O) / P`.
///
/// # Inputs and units
/// `arrivals`, `departures`: people over one period. Otherwise as [`crude_rate`]. Result: signed.
///
/// # Missing and out of range
/// As [`crude_rate`].
///
/// # When not to use it
/// As a measure of how much migration there is: large flows that balance give 0. Use [`turnover`](super::migration::turnover).
///
/// # References
/// Shryock, H. S. and Siegel, J. S. (1976), The Methods and Materials of Demography, chapter 21.
pub fn net_rate(arrivals: Figure, departures: Figure, at_risk: AtRisk, per: Per) -> Rate {
    Rate::of([arrivals, departures], at_risk, per, |[arrivals, departures]| arrivals - departures)
}

/// # What it measures
/// For how many residents there is one person counted: the N of "1 in N".
///
/// # Formula
/// `N = P / A`.
///
/// # Inputs and units
/// `people`, `residents`: people. Result: residents for each person, not rounded.
///
/// # Missing and out of range
/// Nobody counted gives *not applicable*, never a large number. Missing stays missing.
///
/// # When not to use it
/// To average or to rank: a smaller N is a higher rate.
///
/// # References
/// House of Commons Home Affairs Committee, HC 637 (2016-17), paragraph 34: "one asylum seeker per 200 residents".
pub fn one_in_n(people: Figure, residents: Figure) -> Figure {
    residents.combine(people, |residents, people| per_resident(residents, people, 1.0))
}
