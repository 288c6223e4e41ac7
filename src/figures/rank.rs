//! The rank of an authority's figure in its region.

use crate::demography::ranks::{First, rank_interval, ranks};
use crate::figures::Figures;
use crate::geography::Area;
use crate::indicator::{Key, Value, Values};
use crate::table::Figure;
use schemars::JsonSchema;
use serde::Serialize;

/// The rank of a figure among the authorities of the region that have one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
pub struct Rank {
    /// The rank: 1 is the highest, and ties share one.
    pub rank: f64,
    /// Of how many authorities.
    pub ranked_of: f64,
    /// The best rank that the authority can have, where all of them have intervals.
    pub rank_best: Option<f64>,
    /// The worst rank that it can have.
    pub rank_worst: Option<f64>,
}

/// The rank of a value. An authority of the other tier, areas that may not be compared and figures
/// that are *at least* so many have none.
pub(crate) fn rank_in_region(figures: &Figures, values: &Values, key: &Key) -> Option<Rank> {
    let region = figures.geography().partnership_of(&key.area)?;
    if !values.tier().has(&key.area)
        || values.figure(key).is_at_least()
        || values.incomparable_reason(&key.area, &region.code, figures.geography()).is_some()
    {
        return None;
    }
    let authorities = figures.areas_now(&region.code, values.tier());
    let known: Vec<(&Area, &Value)> = authorities
        .into_iter()
        .filter_map(|one| Some((one, values.get(&key.for_area(&one.code))?)))
        .filter(|(_, value)| value.figure.value.is_some())
        .collect();
    let at = known.iter().position(|(one, _)| one.code == key.area)?;
    let figures: Vec<Figure> = known.iter().map(|(_, value)| value.figure).collect();
    let rank = ranks(&figures, First::Highest)[at].value?;
    let intervals: Option<Vec<_>> = known.iter().map(|(_, value)| value.interval).collect();
    let between = intervals.map(|intervals| rank_interval(&intervals, First::Highest)[at]);
    Some(Rank {
        rank,
        ranked_of: f64::from(u32::try_from(known.len()).unwrap_or(u32::MAX)),
        rank_best: between.map(|between| between.lower),
        rank_worst: between.map(|between| between.upper),
    })
}
