//! Where people came from and where they went: the two readings of a table of moves.

use super::{Input, InputRole, Inputs, Key, Method, Need, Origin, Value, Values};
use crate::domain::{AreaCode, AreaLevel, Result};
use crate::table::Figure;
use std::collections::{BTreeMap, BTreeSet};

/// # What it measures
/// From where the people came who moved to an area.
///
/// # Formula
/// `M_ki`, people who live in `i` and lived in `k` before, for every origin `k` outside `i`.
///
/// # Inputs and units
/// `of`: people who live in an area by where they lived before, with that as its only dimension. Result: people, for each area and
/// origin; `outside-uk` is everywhere beyond the United Kingdom.
///
/// # Missing and suppressed
/// As published. Moves inside the area, and people who did not move, are left out, because they came from nowhere else.
///
/// # When not to use it
/// For migration of several years: one year's ways can be unusual, as those of the census year 2020 to 2021 were.
///
/// # References
/// Office for National Statistics, Origin-destination data user guide, Census 2021.
pub struct ArrivalsByOrigin;

/// # What it measures
/// Where people went who moved away from an area.
///
/// # Formula
/// `M_ik`, people who lived in `i` and live in `k` now, for every destination `k` outside `i`; for a region, and
/// for Inner and Outer London, the sum over its authorities.
///
/// # Inputs and units
/// As [`ArrivalsByOrigin`]. Result: people, for each authority and region, and each authority of destination.
///
/// # Missing and suppressed
/// As published; a missing flow makes a region's sum missing for its reason. Destinations that the publication does not cover are not
/// in it: Census 2021 of England and Wales knows nobody who left for Scotland, Northern Ireland or abroad.
///
/// # When not to use it
/// As [`ArrivalsByOrigin`]; and as all departures, for the reason given.
///
/// # References
/// As [`ArrivalsByOrigin`].
pub struct DeparturesByDestination;

impl Method for ArrivalsByOrigin {
    fn id(&self) -> &'static str {
        "arrivals-by-origin"
    }

    fn formula(&self) -> &'static str {
        "M_ki, from every origin k outside i"
    }

    fn needs(&self) -> &'static [Need] {
        &[Need::Of, Need::Dims]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        Ok(inputs.of()?.derive(|key, value| {
            let origin = key.dims.first()?;
            let from_elsewhere = match AreaCode::new(origin) {
                Ok(origin) => !inputs.geography.contains(&key.area, &origin),
                Err(_) => origin == ABROAD,
            };
            from_elsewhere.then(|| (value.figure, Vec::new()))
        }))
    }
}

/// The code that stands for everywhere beyond the United Kingdom.
const ABROAD: &str = "outside-uk";

impl Method for DeparturesByDestination {
    fn id(&self) -> &'static str {
        "departures-by-destination"
    }

    fn formula(&self) -> &'static str {
        "M_ik, to every destination k outside i"
    }

    fn needs(&self) -> &'static [Need] {
        &[Need::Of, Need::Dims]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let of = inputs.of()?;
        let mut moves: BTreeMap<Key, (Value, Vec<Key>)> = BTreeMap::new();
        for (key, value) in of.iter().filter(|(key, _)| key.area.level() == AreaLevel::Authority) {
            let Some(origin) = key.dims.first().and_then(|code| AreaCode::new(code).ok()) else { continue };
            let region = inputs.geography.partnership_of(&origin).map(|region| region.code.clone());
            let groups = inputs.geography.groups().iter().filter(|group| group.members.contains(&origin));
            let groups = groups.filter_map(|group| group.code.clone());
            let from: BTreeSet<AreaCode> = groups.chain(region).chain([origin.clone()]).collect();
            for area in from.into_iter().filter(|area| !inputs.geography.contains(area, &key.area)) {
                let way = Key { area, end: key.end, dims: vec![key.area.to_string()] };
                match moves.get_mut(&way) {
                    Some((sum, parts)) => {
                        sum.figure = Figure::sum([sum.figure, value.figure]);
                        parts.push(key.clone());
                    }
                    None => {
                        moves.insert(way, (value.clone(), vec![key.clone()]));
                    }
                }
            }
        }
        let mut made = Values::new(Vec::new());
        for (way, (sum, parts)) in moves {
            let inputs = parts.into_iter().map(|key| Input::new(InputRole::Of, key)).collect();
            made.insert(way, Value::of(sum.period, sum.figure, Origin::Computed(inputs)));
        }
        Ok(made)
    }
}
