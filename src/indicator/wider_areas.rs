//! What authorities without a row have, and what wider areas have that are not published.
//!
//! Belongs here: zeros that a dataset declares, sums of authorities and of published regions. Does
//! not belong here: reading rows (`shape`), shares and rates of wider areas.

use super::slots::{Part, Slot, add_to_slots};
use super::values::merged::add_merged;
use super::{Key, Origin, Value, Values};
use crate::catalogue::UNPLACED;
use crate::domain::{AreaCode, AreaLevel, Date, Status, Tier};
use crate::geography::{Area, Geography};
use crate::table::Figure;
use std::collections::{BTreeMap, BTreeSet};

/// Zero for every authority of an area that has no row, in the categories printed for authorities
/// in that period. These are the authorities in force, and the successors in which the publication
/// already counts.
pub(super) fn add_absent(values: &mut Values, geography: &Geography, covered: &AreaCode) {
    let tier = values.tier;
    let mut published: BTreeMap<Date, BTreeSet<&AreaCode>> = BTreeMap::new();
    for (key, _) in values.iter() {
        published.entry(key.end).or_default().insert(&key.area);
    }
    let authorities = geography.areas_in(covered, tier);
    let made = add_to_slots(values, |slot| {
        let Some((_, printed)) = slot.held.iter().find(|(area, _)| tier.has(area)).copied() else {
            return;
        };
        if slot.dims.iter().any(|code| code == UNPLACED) {
            return;
        }
        let (end, source) = (slot.end, printed.origin.source().unwrap_or_default());
        let is_printed =
            |code: &&AreaCode| published.get(&end).is_some_and(|areas| areas.contains(code));
        let mut add =
            |code, figure, origin| slot.add(code, Value::of(printed.period, figure, origin));
        for area in authorities.iter().filter(|area| geography.counts_on(area, end)) {
            let later: Vec<&AreaCode> = area.successors.iter().filter(is_printed).collect();
            if later.is_empty() {
                add(&area.code, Figure::of(0.0), Origin::Absent { source });
            } else {
                // The publication is on later boundaries: these people are counted in the authority
                // it went into.
                add(
                    &area.code,
                    Figure::missing(Status::NotAvailable),
                    Origin::NotPublished { source },
                );
                later
                    .into_iter()
                    .for_each(|code| add(code, Figure::of(0.0), Origin::Absent { source }));
            }
        }
    });
    values.map.extend(made);
}

/// Which wider areas a publication's figures are added up for.
pub(super) struct Wider<'a> {
    /// Which areas contain which.
    pub geography: &'a Geography,
    /// The area that the publication covers.
    pub covered: &'a AreaCode,
    /// True where every authority has a figure, a zero or a reason.
    pub is_complete: bool,
    /// Whether the figures of areas add up.
    pub sums: Sums,
    /// Counties have the sums of their districts.
    pub counties: bool,
    /// Regions have the sums of their authorities, where every one in force on the day has a
    /// figure.
    pub regions: bool,
    /// Merged authorities have the sums of their districts.
    pub merged: bool,
}

/// Whether the figures of a wider area are the sums of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sums {
    Add,
    /// Moves: those between two parts are moves into and out of the parts, and do not count for the
    /// total.
    CountMovesWithin,
}

/// A wider area with the areas that make it up.
type Made<'a> = (&'a Area, Vec<&'a Area>);

/// The wider areas of a publication, found once for all days and categories: a matrix of moves has
/// a category for every origin.
struct Totals<'a> {
    counties: Vec<Made<'a>>,
    regions: Vec<Made<'a>>,
    /// Regions and nations, England and the United Kingdom.
    codes: Vec<&'a AreaCode>,
    /// The regions in each of them.
    regions_inside: Vec<Vec<&'a AreaCode>>,
    /// For each area that is a part of sums, the indices of the totals around it.
    around: BTreeMap<AreaCode, Vec<usize>>,
}

impl Wider<'_> {
    /// Adds the wider areas that are not published: counties, regions and nations from their
    /// authorities, then England and the United Kingdom from those, and merged authorities.
    pub fn add(&self, values: &mut Values) {
        let named = [AreaCode::england(), AreaCode::united_kingdom()];
        let wholes = self.wholes(values, &named);
        let made = add_to_slots(values, |slot| {
            add_counties(slot, self.geography, &wholes.counties);
            for made in &wholes.regions {
                add_complete(slot, self.geography, made, self.sums);
            }
            self.add_wholes(slot, &wholes);
            // Inner and Outer London are included: they are the only groups for which rates and
            // ranks are requested.
            for group in self.geography.groups() {
                let code = group.code.as_ref().filter(|code| !slot.has(code));
                if let Some((code, parts)) =
                    code.and_then(|code| Some((code, slot.all(&group.members)?)))
                {
                    let whole = whole_of(slot, &parts, self.sums);
                    whole.into_iter().for_each(|whole| slot.add(code, whole));
                }
            }
            if self.merged {
                add_merged(slot, self.geography);
            }
        });
        values.map.extend(made);
    }

    fn wholes<'a>(&'a self, values: &Values, named: &'a [AreaCode]) -> Totals<'a> {
        let geography = self.geography;
        let regions = geography.regions().filter(|_| self.regions);
        let codes: Vec<&AreaCode> = geography.regions().map(|area| &area.code).collect();
        let inside = |whole: &AreaCode| -> Vec<&AreaCode> {
            codes
                .iter()
                .copied()
                .filter(|region| *region != whole && geography.contains(whole, region))
                .collect()
        };
        let wholes = codes
            .iter()
            .copied()
            .chain(named)
            .filter(|whole| geography.contains(self.covered, whole));
        let wholes: Vec<&AreaCode> = wholes.collect();
        // One tier alone: a county and its districts are the same people.
        let is_part =
            |area: &&AreaCode| values.tier.has(area) || area.level() == AreaLevel::Unallocated;
        let around = |area: &AreaCode| {
            let places =
                wholes.iter().enumerate().filter(|(_, whole)| geography.contains(whole, area));
            places.map(|(place, _)| place).collect()
        };
        let is_outside = |area: &AreaCode| area.level() == AreaLevel::Unallocated;
        let parts =
            values.areas().filter(|area| is_outside(area) || self.is_complete && is_part(area));
        Totals {
            counties: if self.counties { counties_of(geography) } else { Vec::new() },
            regions: regions
                .map(|region| (region, geography.areas_in(&region.code, values.tier)))
                .collect(),
            regions_inside: wholes.iter().map(|whole| inside(whole)).collect(),
            around: parts.map(|area| (area.clone(), around(area))).collect(),
            codes: wholes,
        }
    }

    /// Adds regions and nations, England and the United Kingdom.
    fn add_wholes(&self, slot: &mut Slot<'_>, wholes: &Totals<'_>) {
        let parts = match self.is_complete {
            true => self.authorities_of(slot, wholes),
            false => {
                let of =
                    |inside: &Vec<&AreaCode>| slot.all(inside.iter().copied()).unwrap_or_default();
                wholes.regions_inside.iter().map(of).collect()
            }
        };
        let is_lacking = |(place, whole): (usize, &&AreaCode)| {
            let value =
                if slot.has(whole) { None } else { whole_of(slot, &parts[place], self.sums) };
            let outside = suppressed_outside(slot, wholes, place).filter(|_| !self.is_complete);
            value.map(|value| ((*whole).clone(), without(value, outside.collect())))
        };
        let made: Vec<_> = wholes.codes.iter().enumerate().filter_map(is_lacking).collect();
        made.into_iter().for_each(|(whole, value)| slot.add(&whole, value));
    }

    /// The authorities in each of the totals. People of an authority that was replaced are counted
    /// in its successor where the publication counts in later boundaries.
    fn authorities_of<'s>(&self, slot: &'s Slot<'_>, wholes: &Totals<'_>) -> Vec<Vec<Part<'s>>> {
        let is_in_another = |(area, value): &Part<'_>| {
            let successors = || self.geography.get(area).map_or(&[][..], |area| &area.successors);
            matches!(value.origin, Origin::NotPublished { .. })
                && successors().iter().any(|area| slot.has(area))
        };
        let mut parts = vec![Vec::new(); wholes.codes.len()];
        for part in slot.held.iter().filter(|part| !is_in_another(part)) {
            for place in wholes.around.get(part.0).into_iter().flatten() {
                parts[*place].push(*part);
            }
        }
        parts
    }
}

/// Adds counties, where districts are counted, and merged authorities, as sums of their districts:
/// no wider area.
pub(super) fn add_of_districts(values: &mut Values, geography: &Geography) {
    let counties = if values.tier == Tier::Lower { counties_of(geography) } else { Vec::new() };
    let made = add_to_slots(values, |slot| {
        add_counties(slot, geography, &counties);
        add_merged(slot, geography);
    });
    values.map.extend(made);
}

/// Counties with their districts.
fn counties_of(geography: &Geography) -> Vec<Made<'_>> {
    let counties = geography.all().filter(|area| area.code.is_county_council());
    counties.map(|county| (county, geography.districts_of(&county.code))).collect()
}

fn add_counties(slot: &mut Slot<'_>, geography: &Geography, counties: &[Made<'_>]) {
    let end = slot.end;
    for made in counties.iter().filter(|(county, _)| geography.counts_on(county, end)) {
        add_complete(slot, geography, made, Sums::Add);
    }
}

/// Adds a wider area where there is a figure for every part in force on the day and none for the
/// total.
fn add_complete(
    slot: &mut Slot<'_>,
    geography: &Geography,
    (whole, inside): &Made<'_>,
    sums: Sums,
) {
    if slot.has(&whole.code) {
        return;
    }
    let in_force = inside.iter().filter(|area| geography.counts_on(area, slot.end));
    let parts = slot.all(in_force.map(|area| &area.code));
    if let Some(value) = parts.and_then(|parts| whole_of(slot, &parts, sums)) {
        slot.add(&whole.code, value);
    }
}

/// People of no authority in a total, whose number is suppressed.
fn suppressed_outside<'s>(
    slot: &'s Slot<'_>,
    wholes: &'s Totals<'_>,
    place: usize,
) -> impl Iterator<Item = Key> {
    let is_inside = move |area: &AreaCode| {
        wholes.around.get(area).is_some_and(|places| places.contains(&place))
    };
    let is_suppressed = |(area, value): &&Part<'_>| {
        area.level() == AreaLevel::Unallocated && value.figure.status == Some(Status::Suppressed)
    };
    let outside = slot.held.iter().filter(is_suppressed).filter(move |(area, _)| is_inside(area));
    outside.map(|(area, _)| slot.key(area))
}

/// A sum that leaves out people whose number is suppressed: *at least*, with them as parts.
fn without(mut value: Value, outside: Vec<Key>) -> Value {
    if let (Origin::Sum { parts, .. }, true, false) =
        (&mut value.origin, value.figure.value.is_some(), outside.is_empty())
    {
        value.figure.status = Status::combine(value.figure.status, Some(Status::LowerBound));
        parts.extend(outside);
    }
    value
}

/// The sum of parts, or *not available* where sums would count moves between them.
fn whole_of(slot: &Slot<'_>, parts: &[Part<'_>], sums: Sums) -> Option<Value> {
    let (_, first) = parts.first()?;
    match sums {
        Sums::Add => slot.sum(parts),
        Sums::CountMovesWithin => {
            let origin = Origin::NotPublished { source: first.origin.source().unwrap_or_default() };
            Some(Value::of(first.period, Figure::missing(Status::NotAvailable), origin))
        }
    }
}
