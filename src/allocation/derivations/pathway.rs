//! The derivation of an area's path to its share.

use super::region_of;
use super::share::{ShareTrace, derive_share, request_of};
use crate::allocation::pathway::{self, AreaInQuarter, MoveCost, PathwayRequest};
use crate::catalogue::PathwayMode;
use crate::domain::{Date, Result};
use crate::figures::Figures;
use crate::figures::trace::unknown;
use crate::geography::Area;
use crate::table::{Figure, Units};
use schemars::JsonSchema;
use serde::Serialize;

/// An area's path to its share, by arrivals and departures.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PathwayTrace {
    /// The area's share.
    pub share: ShareTrace,
    /// Where the pathway leads, in a sentence or several.
    pub outcomes: Vec<String>,
    /// The quarters of the area, in their order.
    pub quarters: Vec<QuarterTrace>,
    /// The unit of each figure of a quarter.
    pub units: Units,
}

/// An area in a quarter: `people_before − departures + arrivals = people`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct QuarterTrace {
    /// The last day of the quarter.
    pub period_end: Date,
    /// People at the end of the quarter before.
    pub people_before: Figure,
    /// The area.
    #[serde(flatten)]
    pub area: AreaInQuarter,
}

/// An area's path, quarter by quarter, after its share. Errors with `F305` for a region.
pub(super) fn derive_pathway(figures: &Figures, key: &str, area: &Area) -> Result<PathwayTrace> {
    if region_of(figures, area)? == area.code {
        return Err(unknown(&area.name)
            .expected("an authority: a pathway is one among the authorities of a region"));
    }
    let share = derive_share(figures, key, area)?;
    let request = PathwayRequest {
        shares: request_of(figures, key, area)?.in_steps(),
        modes: vec![PathwayMode::ArrivalsAndDepartures],
        by: None,
        arrivals: None,
        departures_percent: None,
        cost: MoveCost::Distance,
        ending: None,
    };
    let found = pathway::pathway(figures, &request)?;
    let outcomes = found.areas.modes.into_iter().map(|mode| mode.outcome).collect();
    let mut before = share.share.actual;
    let mut quarters = Vec::new();
    for quarter in found.quarters.modes.into_iter().flat_map(|mode| mode.quarters) {
        for row in quarter.areas.into_iter().filter(|row| row.area_code == area.code) {
            let people = row.people;
            quarters.push(QuarterTrace {
                period_end: quarter.period_end,
                people_before: before,
                area: row,
            });
            before = people;
        }
    }
    Ok(PathwayTrace { share, outcomes, quarters, units: found.quarters.units })
}
