//! Strategic Migration Partnerships: the settings of each for its own region or nation, which no
//! other inherits.
//!
//! Belongs here: contact, meetings, goals, words of a Partnership. Does not belong here: facts
//! about figures, which are the same everywhere.

use super::Catalogue;
use super::calendar::{Meeting, Target};
use super::reference_check::{exists, wrong};
use crate::domain::{AreaCode, AreaLevel, Id, Result, error_codes};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A Partnership, `partnerships/<id>.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partnership {
    /// Name of the file.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// Its region or nation, by code.
    pub area: AreaCode,
    /// The contact for readers, one line; that of `contact.toml` when absent.
    pub contact: Option<String>,
    /// The noun for the authorities of its region.
    #[serde(default)]
    pub authorities: AreaNouns,
    /// Words for the prose of packs, in place of `{word:NAME|otherwise}`.
    #[serde(default)]
    pub words: BTreeMap<Id, String>,
    /// When its board met.
    #[serde(default)]
    pub meeting: Vec<Meeting>,
    /// Its goals: days by which a goal is to be met.
    #[serde(default)]
    pub target: Vec<Target>,
}

/// The nouns for the authorities of a region.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaNouns {
    /// One of them, such as `borough`.
    pub one: String,
    /// Several, such as `boroughs`.
    pub many: String,
}

impl Default for AreaNouns {
    fn default() -> Self {
        Self { one: "authority".to_owned(), many: "authorities".to_owned() }
    }
}

impl Catalogue {
    /// The Partnership of a region or nation, where one has a file.
    pub fn partnership(&self, region: &AreaCode) -> Option<&Partnership> {
        self.partnerships.values().find(|partnership| partnership.area == *region)
    }
}

/// Checks a Partnership. Errors with `F202` for indicators that do not exist, `F204` for an area
/// that has no Partnership, and for a second Partnership of one area.
pub(super) fn check(catalogue: &Catalogue, partnership: &Partnership) -> Result<()> {
    if !matches!(partnership.area.level(), AreaLevel::Region | AreaLevel::Nation) {
        return Err(wrong(
            error_codes::DEFINITION_WRONG,
            "area",
            format!("{:?}", partnership.area.as_str()),
        )
        .expected("the code of a region or nation, such as E12000007"));
    }
    if catalogue
        .partnerships
        .values()
        .any(|other| other.id < partnership.id && other.area == partnership.area)
    {
        return Err(wrong(
            error_codes::DEFINITION_WRONG,
            "area",
            format!("{} a second time", partnership.area),
        )
        .expected("one Partnership for each region or nation"));
    }
    let mut indicators = partnership.target.iter().flat_map(|target| &target.indicators);
    indicators.try_for_each(|id| exists(&catalogue.indicators, id, "indicator"))
}
