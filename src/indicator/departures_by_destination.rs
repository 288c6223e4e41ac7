//! Departures by destination: where the people went who moved away from an area.
//!
//! # What it measures
//! Where people went who moved away from an area.
//!
//! # Formula
//! `M_ik`, people who lived in `i` and live in `k` now, for every destination `k` outside `i`; for
//! a region, and for Inner and Outer London, the sum over its authorities.
//!
//! # Inputs and units
//! As `arrivals-by-origin`. Result: people, for each authority and region, and each authority of
//! destination.
//!
//! # Missing and suppressed
//! As published; a missing flow makes a region's sum missing for its reason. Destinations that the
//! publication does not cover are excluded. Census 2021 of England and Wales does not count people
//! who left for Scotland, Northern Ireland or abroad.
//!
//! # When not to use it
//! As `arrivals-by-origin`; and as all departures, for the reason given.
//!
//! # References
//! As `arrivals-by-origin`.

use super::{Compute, Input, InputRole, Inputs, Key, Origin, Value, Values};
use crate::catalogue::method::DeparturesByDestination;
use crate::domain::{AreaCode, AreaLevel, Result};
use crate::table::Figure;
use std::collections::{BTreeMap, BTreeSet};

impl Compute for DeparturesByDestination {
    fn formula(&self) -> &'static str {
        "M_ik, to every destination k outside i"
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let of = inputs.values(&self.of)?;
        let mut moves: BTreeMap<Key, (Value, Vec<Key>)> = BTreeMap::new();
        for (key, value) in of.iter().filter(|(key, _)| key.area.level() == AreaLevel::Authority) {
            let Some(origin) = key.dims.first().and_then(|code| AreaCode::new(code).ok()) else {
                continue;
            };
            let region = inputs.geography.partnership_of(&origin).map(|region| region.code.clone());
            let groups =
                inputs.geography.groups().iter().filter(|group| group.members.contains(&origin));
            let groups = groups.filter_map(|group| group.code.clone());
            let from: BTreeSet<AreaCode> = groups.chain(region).chain([origin.clone()]).collect();
            for area in from.into_iter().filter(|area| !inputs.geography.contains(area, &key.area))
            {
                let moved = Key { area, end: key.end, dims: vec![key.area.to_string()] };
                match moves.get_mut(&moved) {
                    Some((sum, parts)) => {
                        sum.figure = Figure::sum([sum.figure, value.figure]);
                        parts.push(key.clone());
                    }
                    None => {
                        moves.insert(moved, (value.clone(), vec![key.clone()]));
                    }
                }
            }
        }
        let mut made = Values::new(Vec::new());
        for (moved, (sum, parts)) in moves {
            let inputs = parts.into_iter().map(|key| Input::new(InputRole::Of, key)).collect();
            made.insert(moved, Value::of(sum.period, sum.figure, Origin::Computed(inputs)));
        }
        Ok(made)
    }
}
