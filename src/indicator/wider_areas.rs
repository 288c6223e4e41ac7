//! What authorities without a row have, and what wider areas have that are not published.
//!
//! Belongs here: zeros that a dataset declares, sums of authorities and of published regions. Does not belong here: reading rows
//! (`count`), shares and rates of wider areas.

use super::{Key, Origin, Value, Values};
use crate::catalogue::UNPLACED;
use crate::domain::{AreaCode, AreaLevel, Date, Period, Status};
use crate::geography::{Area, Geography};
use crate::table::Figure;
use std::collections::{BTreeMap, BTreeSet};

/// Zero for every authority of an area that has no row, in the categories printed for authorities in that period: those in force,
/// and those that the publication already counts in their place.
pub(super) fn add_absent(values: &mut Values, geography: &Geography, covered: &AreaCode) {
    let mut printed: BTreeMap<(Date, Vec<String>), (Period, usize)> = BTreeMap::new();
    let is_placed = |key: &Key| key.dims.iter().all(|code| code != UNPLACED);
    for (key, value) in values.iter().filter(|(key, _)| values.tier.has(&key.area) && is_placed(key)) {
        let source = value.origin.source().unwrap_or_default();
        printed.entry((key.end, key.dims.clone())).or_insert((value.period, source));
    }
    let published: BTreeSet<(AreaCode, Date)> = values.iter().map(|(key, _)| (key.area.clone(), key.end)).collect();
    let tier = values.tier;
    for ((end, dims), (period, source)) in printed {
        let is_printed = |code: &&AreaCode| published.contains(&((*code).clone(), end));
        let mut add = |code: &AreaCode, figure, origin| {
            let key = Key { area: code.clone(), end, dims: dims.clone() };
            if values.get(&key).is_none() {
                values.insert(key, Value::of(period, figure, origin));
            }
        };
        for area in geography.areas_on(covered, end, tier) {
            let later: Vec<&AreaCode> = area.successors.iter().filter(is_printed).collect();
            if later.is_empty() {
                add(&area.code, Figure::of(0.0), Origin::Absent { source });
            } else {
                // The publication is on later boundaries: these people are counted in the authority it went into.
                add(&area.code, Figure::missing(Status::NotAvailable), Origin::NotPublished { source });
                later.into_iter().for_each(|code| add(code, Figure::of(0.0), Origin::Absent { source }));
            }
        }
    }
}

/// Counties as sums of their districts, where there is a figure for every district in force on the day and none for the county.
pub(super) fn add_counties(values: &mut Values, geography: &Geography) {
    let counties = || geography.all().filter(|area| area.code.is_county_council());
    let inside: Vec<(&Area, Vec<&Area>)> =
        counties().map(|county| (county, geography.districts_of(&county.code))).collect();
    for (end, dims) in slots(values) {
        let key_of = |code: &AreaCode| Key { area: code.clone(), end, dims: dims.clone() };
        for (county, districts) in inside.iter().filter(|(county, _)| geography.counts_on(county, end)) {
            let in_force = districts.iter().filter(|district| geography.counts_on(district, end));
            let parts: Vec<Key> = in_force.map(|district| key_of(&district.code)).collect();
            if parts.iter().all(|key| values.get(key).is_some()) {
                add_sum(values, key_of(&county.code), parts);
            }
        }
    }
}

/// The days and categories that there are values of.
fn slots(values: &Values) -> BTreeSet<(Date, Vec<String>)> {
    values.iter().map(|(key, _)| (key.end, key.dims.clone())).collect()
}

/// Regions as sums of their authorities, where there is a figure for every authority in force on the day.
pub(super) fn add_complete_regions(values: &mut Values, geography: &Geography, sums: Sums) {
    for (end, dims) in slots(values) {
        for region in geography.regions() {
            let inside = geography.areas_on(&region.code, end, values.tier);
            let key_of = |code: &AreaCode| Key { area: code.clone(), end, dims: dims.clone() };
            let parts: Vec<Key> = inside.into_iter().map(|area| key_of(&area.code)).collect();
            if parts.iter().all(|key| values.get(key).is_some()) {
                add_whole(values, key_of(&region.code), parts, sums);
            }
        }
    }
}

/// Whether the figures of a wider area are the sums of those of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sums {
    Add,
    /// Moves: those between two parts are moves into and out of the parts, and none of the whole.
    CountMovesWithin,
}

/// Adds a sum, or *not available* where sums would count moves between the parts.
fn add_whole(values: &mut Values, whole: Key, parts: Vec<Key>, sums: Sums) {
    if sums == Sums::Add {
        return add_sum(values, whole, parts);
    }
    let Some(first) = parts.first().and_then(|key| values.get(key)) else { return };
    if values.get(&whole).is_none() {
        let (period, source) = (first.period, first.origin.source().unwrap_or_default());
        let figure = Figure::missing(Status::NotAvailable);
        values.insert(whole, Value::of(period, figure, Origin::NotPublished { source }));
    }
}

/// Regions and nations from their authorities, then England and the United Kingdom from those, unless published.
pub(super) fn add_wider_areas(
    values: &mut Values,
    geography: &Geography,
    covered: &AreaCode,
    is_complete: bool,
    sums: Sums,
) {
    let regions: Vec<AreaCode> = geography.regions().map(|area| area.code.clone()).collect();
    let nations = [AreaCode::england(), AreaCode::united_kingdom()];
    let wholes: Vec<AreaCode> =
        regions.iter().cloned().chain(nations).filter(|whole| geography.contains(covered, whole)).collect();
    // Found once for all days and categories: a matrix of moves has a category for every origin.
    let mut authorities: BTreeMap<AreaCode, Vec<AreaCode>> = BTreeMap::new();
    // One tier alone: a county and its districts are the same people.
    let is_part = |area: &&AreaCode| values.tier.has(area) || area.level() == AreaLevel::Unallocated;
    for area in values.areas().filter(is_part) {
        for whole in wholes.iter().filter(|whole| geography.contains(whole, area)) {
            authorities.entry(whole.clone()).or_default().push(area.clone());
        }
    }
    for (end, dims) in slots(values) {
        let key_of = |area: &AreaCode| Key { area: area.clone(), end, dims: dims.clone() };
        let has = |area: &AreaCode| values.get(&key_of(area)).is_some();
        // People of an authority that was replaced stand in its successor where the publication counts in later boundaries.
        let is_in_another = |key: &Key| {
            let not_printed = matches!(values.get(key), Some(Value { origin: Origin::NotPublished { .. }, .. }));
            let successors = geography.get(&key.area).map_or(&[][..], |area| &area.successors);
            not_printed && successors.iter().any(has)
        };
        let replaced: BTreeSet<Key> = match is_complete {
            true => authorities.values().flatten().map(key_of).filter(is_in_another).collect(),
            false => BTreeSet::new(),
        };
        for whole in &wholes {
            let parts: Vec<Key> = if is_complete {
                let inside = authorities.get(whole).into_iter().flatten().map(key_of);
                inside.filter(|key| values.get(key).is_some() && !replaced.contains(key)).collect()
            } else {
                let inside = regions.iter().filter(|region| geography.contains(whole, region) && *region != whole);
                let keys: Vec<Key> = inside.map(key_of).collect();
                if keys.iter().all(|key| values.get(key).is_some()) { keys } else { Vec::new() }
            };
            add_whole(values, key_of(whole), parts, sums);
            if !is_complete {
                let outside = authorities.get(whole).into_iter().flatten();
                let outside = outside.filter(|area| area.level() == AreaLevel::Unallocated).map(key_of);
                leave_out_suppressed(values, &key_of(whole), outside.collect());
            }
        }
        // Inner and Outer London: of them, as of no other group, rates and ranks are asked for.
        for group in geography.groups() {
            let Some(code) = &group.code else { continue };
            let parts: Vec<Key> = group.members.iter().map(key_of).collect();
            if parts.iter().all(|part| values.get(part).is_some()) {
                add_whole(values, key_of(code), parts, sums);
            }
        }
    }
}

/// A sum of regions beside people of no authority whose number is suppressed is *at least*, with them as a part.
fn leave_out_suppressed(values: &mut Values, whole: &Key, mut outside: Vec<Key>) {
    outside.retain(|key| values.figure(key).status == Some(Status::Suppressed));
    let Some(Value { figure, origin: Origin::Sum { parts, .. }, .. }) = values.map.get_mut(whole) else { return };
    if figure.value.is_some() && !outside.is_empty() {
        figure.status = Status::combine(figure.status, Some(Status::LowerBound));
        parts.extend(outside);
    }
}

/// Adds a sum unless the key has a value or there is nothing to add.
pub(super) fn add_sum(values: &mut Values, whole: Key, parts: Vec<Key>) {
    let Some(first) = parts.first().and_then(|key| values.get(key)) else { return };
    if values.get(&whole).is_some() {
        return;
    }
    let (period, source) = (first.period, first.origin.source().unwrap_or_default());
    let same_period = parts.iter().all(|key| values.get(key).is_some_and(|value| value.period == period));
    // Flows over different stretches of time that happen to end on one day must not be added.
    let figure = match same_period {
        true => Figure::sum(parts.iter().map(|key| values.figure(key))),
        false => Figure::missing(Status::NotApplicable),
    };
    values.insert(whole, Value::of(period, figure, Origin::Sum { source, parts }));
}
