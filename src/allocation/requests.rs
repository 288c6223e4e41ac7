//! Requests for fair shares.

use crate::catalogue::Catalogue;
use crate::domain::AreaCode;
use crate::fairshare::{Cap, Ties};

/// A request to compare areas with their fair shares.
#[derive(Debug, Clone)]
pub struct SharesRequest {
    /// The region or nation.
    pub region: AreaCode,
    /// The key, such as `population`.
    pub key: String,
    /// The indicator that is shared, such as `people-supported`.
    pub measure: String,
    /// Places to apportion.
    pub places: Option<u64>,
    /// The rule of apportionment; the key's own when `None`.
    pub rule: Option<String>,
    /// The minimum of places for each area.
    pub floor: u64,
    /// True: the people already there count, and are apportioned together with the places.
    pub existing: bool,
    /// What happens to areas with the same claim to the last place.
    pub ties: Ties,
    /// The limit; the key's own when `None`, no limit when `Some(None)`.
    pub cap: Option<Option<Cap>>,
    /// What *due* is a share of.
    pub base: Base,
    /// True: the regions and nations of the United Kingdom are compared with each other, instead of
    /// a region's authorities.
    pub regions: bool,
}

/// What *due* is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// The people counted in all areas together.
    Actual,
    /// The places to be apportioned.
    Places,
    /// The region's own share, by the same key, of the people counted in the United Kingdom: both
    /// levels at once.
    Uk,
}

impl SharesRequest {
    /// The areas of a region and their shares of the people in asylum support by a key, no places
    /// apportioned.
    pub fn of_people(catalogue: &Catalogue, region: AreaCode, key: String) -> Self {
        Self::new(region, key, catalogue.roles.people.to_string())
    }

    /// The same by a rule that never takes places back when the total grows. Week-by-week and
    /// quarter-by-quarter results require this.
    pub(crate) fn in_steps(self) -> Self {
        Self { rule: Some("sainte-lague".to_owned()), ..self }
    }

    /// The areas of a region and their shares of a measure by a key, no places apportioned.
    pub fn new(region: AreaCode, key: String, measure: String) -> Self {
        Self {
            region,
            key,
            measure,
            places: None,
            rule: None,
            floor: 0,
            existing: false,
            ties: Ties::Order,
            cap: None,
            base: Base::Actual,
            regions: false,
        }
    }
}
