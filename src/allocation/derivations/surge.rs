//! The derivation of an area's part of a surge.

use super::share::{ShareTrace, derive_share, request_of};
use crate::allocation::surge::{self, SurgeShare};
use crate::domain::Result;
use crate::fairshare::Arrivals;
use crate::figures::Figures;
use crate::geography::Area;
use crate::table::Units;
use schemars::JsonSchema;
use serde::Serialize;

/// The part of a surge that an area takes.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SurgeTrace {
    /// The area's share.
    pub share: ShareTrace,
    /// Who arrives, where and from when, in a sentence without a full stop.
    pub caption: String,
    /// The number of people the area takes, by key.
    pub taken: Vec<SurgeShare>,
    /// The unit of each of these figures.
    pub units: Units,
    /// Notes that explain the figures, the outcome first.
    pub notes: Vec<String>,
}

/// Derives the part of a surge that an area takes, after its share.
pub(super) fn derive_surge(
    figures: &Figures,
    key: &str,
    area: &Area,
    arrivals: Arrivals,
) -> Result<SurgeTrace> {
    let share = derive_share(figures, key, area)?;
    let request = request_of(figures, key, area)?.in_steps();
    let found = surge::surge(figures, &[key.to_owned()], &request, arrivals)?;
    let taken =
        found.areas.into_iter().filter(|row| row.area_code == area.code).flat_map(|row| row.keys);
    Ok(SurgeTrace {
        share,
        caption: found.caption,
        taken: taken.collect(),
        units: found.units,
        notes: found.notes,
    })
}
