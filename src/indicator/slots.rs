//! Values by day and category, from which wider areas are computed.
//!
//! Belongs here: finding the values of several areas of one day and category, and adding them up.
//! Does not belong here: which areas make up a wider one (`wider_areas`, `merged`).

use super::{Key, Origin, Value, Values};
use crate::domain::{AreaCode, Date, Status};
use crate::table::Figure;
use std::collections::BTreeMap;

/// An area with its value.
pub(super) type Part<'s> = (&'s AreaCode, &'s Value);

/// The values of all areas on one day and in one category.
pub(super) struct Slot<'v> {
    /// The last day of their periods.
    pub end: Date,
    /// The category.
    pub dims: &'v [String],
    /// The areas that have a value, by code.
    pub held: Vec<Part<'v>>,
    /// The values that have been added.
    made: BTreeMap<AreaCode, Value>,
}

/// Every day and category that there are values of, in this order.
pub(super) fn slots(values: &Values) -> Vec<Slot<'_>> {
    let mut all: Vec<Slot<'_>> = Vec::new();
    let (mut next, mut last) = (0, None);
    for (key, value) in values.iter() {
        // Most areas have the same days and categories, and all have them in the same order.
        if last.replace(&key.area) != Some(&key.area) {
            next = 0;
        }
        let is_next = |slot: &Slot<'_>| slot.end == key.end && *slot.dims == *key.dims;
        if !all.get(next).is_some_and(is_next) {
            let found = all.binary_search_by(|slot| {
                slot.end.cmp(&key.end).then_with(|| slot.dims.cmp(&key.dims))
            });
            next = found.unwrap_or_else(|place| {
                let (held, made) = (Vec::new(), BTreeMap::new());
                all.insert(place, Slot { end: key.end, dims: &key.dims, held, made });
                place
            });
        }
        all[next].held.push((&key.area, value));
        next += 1;
    }
    all
}

/// Adds to values what a function computes for each day and category.
pub(super) fn add_to_slots<'v>(
    values: &'v Values,
    add: impl FnMut(&mut Slot<'v>),
) -> Vec<(Key, Value)> {
    let mut all = slots(values);
    all.iter_mut().for_each(add);
    let made = |mut slot: Slot<'v>| {
        let made = std::mem::take(&mut slot.made);
        made.into_iter().map(move |(area, value)| (slot.key(&area), value))
    };
    all.into_iter().flat_map(made).collect()
}

impl Slot<'_> {
    /// An area with its value.
    pub fn get(&self, area: &AreaCode) -> Option<Part<'_>> {
        match self.held.binary_search_by(|(held, _)| (*held).cmp(area)) {
            Ok(place) => Some(self.held[place]),
            Err(_) => self.made.get_key_value(area),
        }
    }

    /// True for an area that has a value.
    pub fn has(&self, area: &AreaCode) -> bool {
        self.get(area).is_some()
    }

    /// Adds the value of an area that has none.
    pub fn add(&mut self, area: &AreaCode, value: Value) {
        if !self.has(area) {
            self.made.insert(area.clone(), value);
        }
    }

    /// Some areas with their values; `None` unless every one has a value.
    pub fn all<'a>(&self, areas: impl IntoIterator<Item = &'a AreaCode>) -> Option<Vec<Part<'_>>> {
        areas.into_iter().map(|area| self.get(area)).collect()
    }

    /// The key of an area.
    pub fn key(&self, area: &AreaCode) -> Key {
        Key { area: area.clone(), end: self.end, dims: self.dims.to_vec() }
    }

    /// The sum of parts; `None` of none.
    pub fn sum(&self, parts: &[Part<'_>]) -> Option<Value> {
        let keys = parts.iter().map(|(area, _)| self.key(area)).collect();
        let values: Vec<&Value> = parts.iter().map(|(_, value)| *value).collect();
        sum(&values, keys)
    }
}

/// The sum of values with these keys; `None` of none.
pub(super) fn sum(values: &[&Value], parts: Vec<Key>) -> Option<Value> {
    let first = values.first()?;
    let (period, source) = (first.period, first.origin.source().unwrap_or_default());
    // Flows over different stretches of time that happen to end on one day must not be added.
    let figure = match values.iter().all(|value| value.period == period) {
        true => Figure::sum(values.iter().map(|value| value.figure)),
        false => Figure::missing(Status::NotApplicable),
    };
    Some(Value::of(period, figure, Origin::Sum { source, parts }))
}
