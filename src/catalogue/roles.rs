//! The definitions that the program itself uses, whatever a request names.

use super::Catalogue;
use super::reference_check::{exists, wrong};
use crate::domain::{Id, Result, error_codes};
use serde::Deserialize;

/// `roles.toml`: which definition the program uses for each of its own purposes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// The count that limits and the keyed scheme are about.
    pub people: Id,
    /// The residents that are the denominator of rates, limits and shares.
    pub population: Id,
    /// The same count for each 10,000 residents.
    pub rate: Id,
    /// One person in a number of residents.
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
    /// The codelist of legal bases.
    pub legal_bases: Id,
    /// The key by which briefings compare, which its population explains.
    pub default_key: Id,
    /// The target of the calendar by which pathways end, unless a request names a day.
    pub contracts_end: Id,
    /// The types of accommodation.
    pub accommodation_types: AccommodationTypes,
}

/// The codelist of types of accommodation, and the codes that the program uses.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccommodationTypes {
    /// The codelist.
    pub codelist: Id,
    /// Hotels.
    pub hotels: String,
    /// Contingency accommodation, of which hotels are a part.
    pub contingency: String,
    /// People who are not housed.
    pub not_housed: String,
}

/// Checks that every definition with a role exists. Errors with `F202`.
pub(super) fn check(catalogue: &Catalogue) -> Result<()> {
    let roles = &catalogue.roles;
    let Roles { people, population, rate, one_in_n, share_of_uk, .. } = roles;
    let Roles { change, accommodation, accommodation_share, legal_basis, .. } = roles;
    let all = [
        people,
        population,
        rate,
        one_in_n,
        share_of_uk,
        change,
        accommodation,
        accommodation_share,
        legal_basis,
    ];
    all.into_iter().try_for_each(|id| exists(&catalogue.indicators, id, "indicator"))?;
    exists(&catalogue.keys, &roles.default_key, "key")?;
    catalogue.calendar.target(roles.contracts_end.as_str())?;
    exists(&catalogue.codelists, &roles.legal_bases, "codelist")?;
    let AccommodationTypes { codelist, hotels, contingency, not_housed } =
        &roles.accommodation_types;
    exists(&catalogue.codelists, codelist, "codelist")?;
    let known = &catalogue.codelists[codelist];
    match [hotels, contingency, not_housed].into_iter().find(|code| known.get(code).is_none()) {
        None => Ok(()),
        Some(code) => Err(wrong(
            error_codes::REFERENCE_DANGLING,
            "accommodation_types",
            format!("code {code:?}"),
        )
        .expected(format!("a code of the codelist {codelist}"))),
    }
}
