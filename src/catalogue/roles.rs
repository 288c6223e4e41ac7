//! The indicators that the program itself asks for, whatever a request names.

use super::Catalogue;
use super::reference_check::exists;
use crate::domain::{Id, Result};
use serde::Deserialize;

/// `roles.toml`: which indicator answers each question that the program itself asks.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// The count that limits and the keyed scheme are about.
    pub people: Id,
    /// The residents that rates, limits and shares are taken of.
    pub population: Id,
    /// The same count for each 10,000 residents.
    pub rate: Id,
    /// One person in so many residents.
    pub one_in_n: Id,
    /// The share of the United Kingdom's count, in per cent.
    pub share_of_uk: Id,
    /// The change of the count on the quarter.
    pub change: Id,
    /// The count by type of accommodation.
    pub accommodation: Id,
    /// The same in per cent.
    pub accommodation_share: Id,
    /// The count by legal basis.
    pub legal_basis: Id,
}

/// Checks that every role has an indicator. Errors with `F202`.
pub(super) fn check(catalogue: &Catalogue) -> Result<()> {
    let roles = &catalogue.roles;
    let Roles { people, population, rate, one_in_n, share_of_uk, .. } = roles;
    let Roles { change, accommodation, accommodation_share, legal_basis, .. } = roles;
    let all =
        [people, population, rate, one_in_n, share_of_uk, change, accommodation, accommodation_share, legal_basis];
    all.into_iter().try_for_each(|id| exists(&catalogue.indicators, id, "indicator"))
}
