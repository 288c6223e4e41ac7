//! The values of an indicator: one per area, day and category, each knowing where it came from.

pub(crate) mod allocated;
pub(crate) mod breaks;
pub(crate) mod declared;
pub(crate) mod editions;
pub(crate) mod limits;
pub(crate) mod merged;
pub(crate) mod overlay;
pub(crate) mod without_authority;

use super::applied_break::AppliedBreak;
use crate::catalogue::method::InputRole;
use crate::demography::interval::Interval;
use crate::domain::{AreaCode, Between, Comparable, Date, Period, Status, Tier};
use crate::geography::Geography;
use crate::table::{Figure, Source};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Area, last day of the period, and one code for each dimension kept apart; in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The area, by its current code.
    pub area: AreaCode,
    /// The day a stock is as at, the last day of a flow.
    pub end: Date,
    /// Codes in the order of the indicator's dimensions.
    pub dims: Vec<String>,
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_area = self.area.cmp(&other.area);
        if by_area.is_ne() {
            return by_area;
        }
        let by_day = self.end.cmp(&other.end);
        // Most indicators have no categories, and their keys no need to compare lists of none.
        if by_day.is_ne() || self.dims.is_empty() && other.dims.is_empty() {
            return by_day;
        }
        self.dims.cmp(&other.dims)
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A value and its way back.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// The period of the figure.
    pub period: Period,
    /// The number or why it is missing.
    pub figure: Figure,
    /// Where it came from.
    pub origin: Origin,
    /// The interval of an estimate or a rate, where the indicator has one.
    pub interval: Option<Interval>,
}

impl Value {
    /// A value without an interval.
    pub fn of(period: Period, figure: Figure, origin: Origin) -> Self {
        Self { period, figure, origin, interval: None }
    }
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// Cells of a source, summed where there are several.
    Cells {
        /// Position in [`Values::sources`].
        source: usize,
        /// Sheet and cell, or row of a bundled file.
        cells: Vec<String>,
    },
    /// No row in the source, which by the dataset's declaration means zero.
    Absent {
        /// Position in [`Values::sources`].
        source: usize,
    },
    /// The sum of the values of other areas or categories.
    Sum {
        /// Position in [`Values::sources`].
        source: usize,
        /// The parts that were added.
        parts: Vec<Key>,
    },
    /// Not published in this detail.
    NotPublished {
        /// Position in [`Values::sources`].
        source: usize,
    },
    /// Computed by the indicator's method from the values of other indicators with these keys.
    Computed(Vec<Input>),
}

/// An input of a computed value.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Which of the indicator's inputs it is of.
    pub role: InputRole,
    /// Its key in that indicator.
    pub key: Key,
    /// The source of that indicator, where the figure is not the one that counts but an earlier
    /// edition's.
    pub source: Option<usize>,
}

impl Input {
    /// The figure that counts.
    pub fn new(role: InputRole, key: Key) -> Self {
        Self { role, key, source: None }
    }
}

/// All values of one indicator.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Values {
    /// The sources that origins point into.
    pub sources: Vec<Source>,
    pub(super) map: BTreeMap<Key, Value>,
    /// See [`super::values::editions`].
    pub(super) superseded: BTreeMap<Key, Vec<Value>>,
    /// Why the figures of keys are missing, where that is not the publication's own word.
    pub(super) reasons: BTreeMap<Key, Arc<str>>,
    /// The tier of the authorities counted.
    pub(super) tier: Tier,
    /// The areas between which values may be compared; all where nothing is declared.
    pub(super) comparable: Option<Comparable>,
    /// See [`super::values::breaks`].
    pub(super) breaks: Vec<AppliedBreak>,
}

impl Origin {
    /// The source a counted value came from; `None` for computed ones.
    pub fn source(&self) -> Option<usize> {
        match self {
            Origin::Cells { source, .. }
            | Origin::Absent { source }
            | Origin::Sum { source, .. }
            | Origin::NotPublished { source } => Some(*source),
            Origin::Computed(_) => None,
        }
    }
}

impl Values {
    /// No values yet.
    pub fn new(sources: Vec<Source>) -> Self {
        Self { sources, ..Self::default() }
    }

    /// The tier of the authorities that are listed, ranked and compared. For computed values, the
    /// upper where any input is counted by it.
    pub fn tier(&self) -> Tier {
        self.tier
    }

    /// The tier of the authorities with figures on a day: the upper where on that day counties have
    /// figures and no district has.
    pub fn tier_on(&self, day: Date) -> Tier {
        let any =
            |is: fn(&AreaCode) -> bool| self.iter().any(|(key, _)| key.end == day && is(&key.area));
        let is_of_counties = any(AreaCode::is_county_council) && !any(AreaCode::is_district);
        if is_of_counties { Tier::Upper } else { self.tier }
    }

    /// The publisher's statement on comparing the values between areas; for computed values, the
    /// narrowest of their inputs.
    pub fn comparable(&self) -> Option<&Comparable> {
        self.comparable.as_ref()
    }

    /// Why the figures of two areas may not be compared; `None` where they may.
    pub fn incomparable_reason(
        &self,
        one: &AreaCode,
        other: &AreaCode,
        geography: &Geography,
    ) -> Option<&str> {
        let comparable = self.comparable.as_ref().filter(|_| one != other)?;
        let is_isolated = match comparable.between {
            Between::None => true,
            Between::WithinNation => {
                let nation = geography.nation_of(one);
                nation.is_none() || nation != geography.nation_of(other)
            }
        };
        is_isolated.then_some(comparable.reason.as_str())
    }

    /// Figures computed from areas that may not be compared are *not applicable*: those with the
    /// United Kingdom as their total, or any.
    pub(super) fn drop_incomparable(
        &mut self,
        geography: &Geography,
        whole_of: impl Fn(&AreaCode) -> Option<AreaCode>,
    ) {
        let Some(comparable) = self.comparable.clone() else { return };
        let is_isolated = |area: &AreaCode| {
            let whole = whole_of(area);
            comparable.between == Between::None
                || whole.is_none_or(|whole| geography.nation_of(&whole).is_none())
        };
        for (key, value) in self.map.iter_mut().filter(|(key, _)| is_isolated(&key.area)) {
            (value.figure, value.interval) = (Figure::missing(Status::NotApplicable), None);
            self.reasons.insert(key.clone(), comparable.reason.as_str().into());
        }
    }

    /// Keeps the narrower of two declarations.
    pub(super) fn restrict_comparability(&mut self, other: Option<&Comparable>) {
        let between =
            |comparable: Option<&Comparable>| comparable.map(|comparable| comparable.between);
        if between(other) > between(self.comparable.as_ref()) {
            self.comparable = other.cloned();
        }
    }

    /// Adds a value, replacing one of the same key.
    pub fn insert(&mut self, key: Key, value: Value) {
        self.map.insert(key, value);
    }

    /// Adds a status to the available figures whose key meets a condition.
    pub fn mark(&mut self, status: Status, holds: impl Fn(&Key) -> bool) {
        for (key, value) in self.map.iter_mut().filter(|(_, value)| value.figure.value.is_some()) {
            if holds(key) {
                value.figure.status = Status::combine(value.figure.status, Some(status));
            }
        }
    }

    /// Gives values their intervals.
    pub fn with_intervals(mut self, interval: impl Fn(&Key, &Value) -> Option<Interval>) -> Self {
        for (key, value) in &mut self.map {
            value.interval = interval(key, value);
        }
        self
    }

    /// Replaces periods of values with those that the method gives for values computed from
    /// several.
    pub fn with_periods(mut self, period: impl Fn(&Key, Period) -> Period) -> Self {
        for (key, value) in &mut self.map {
            value.period = period(key, value.period);
        }
        self
    }

    /// Leaves out the values whose key does not meet a condition.
    pub(super) fn retain(&mut self, keep: impl Fn(&Key) -> bool) {
        self.map.retain(|key, _| keep(key));
    }

    /// Changes every value in place.
    pub(super) fn change(&mut self, make: impl FnMut(&mut Value)) {
        self.map.values_mut().for_each(make);
    }

    /// The value of that key.
    pub fn get(&self, key: &Key) -> Option<&Value> {
        self.map.get(key)
    }

    /// The figure of that key; *not available* when there is none.
    pub fn figure(&self, key: &Key) -> Figure {
        self.get(key).map_or(Figure::missing(Status::NotAvailable), |value| value.figure)
    }

    /// Every value, by area, day and category.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Value)> {
        self.map.iter()
    }

    /// The areas that have values, each once.
    pub fn areas(&self) -> impl Iterator<Item = &AreaCode> {
        let mut last = None;
        self.map.keys().map(|key| &key.area).filter(move |area| last.replace(*area) != Some(*area))
    }

    /// The newest value of an area without dimensions on or before a day: the denominator's rule.
    pub fn newest_until(&self, area: &AreaCode, day: Date) -> Option<(&Key, &Value)> {
        let known = self.of_area(area, day).rev();
        known.into_iter().find(|(key, value)| key.dims.is_empty() && value.figure.value.is_some())
    }

    /// The newest day for which an area has a value that is not missing.
    pub fn newest_day(&self, area: &AreaCode) -> Option<Date> {
        self.of_area(area, Date::MAX)
            .rev()
            .find(|(_, value)| value.figure.value.is_some())
            .map(|(key, _)| key.end)
    }

    /// The newest day for which any requested area has a value that is not missing.
    pub fn newest_day_within(&self, is_asked: &dyn Fn(&AreaCode) -> bool) -> Option<Date> {
        let known =
            self.iter().filter(|(key, value)| value.figure.value.is_some() && is_asked(&key.area));
        known.map(|(key, _)| key.end).max()
    }

    /// Every value of an area, oldest first.
    pub fn iter_area(&self, area: &AreaCode) -> impl Iterator<Item = (&Key, &Value)> {
        self.of_area(area, Date::MAX)
    }

    /// The values of an area up to a day, oldest first. Keys are ordered by area and day, so no
    /// other values are visited.
    fn of_area(
        &self,
        area: &AreaCode,
        until: Date,
    ) -> impl DoubleEndedIterator<Item = (&Key, &Value)> {
        let first = Key { area: area.clone(), end: Date::MIN, dims: Vec::new() };
        let after = until.tomorrow().unwrap_or(Date::MAX);
        let last = Key { end: after, ..first.clone() };
        self.map.range(first..last)
    }

    /// The values of the areas that meet a condition, with everything known about them.
    pub fn of_areas(&self, holds: impl Fn(&AreaCode) -> bool) -> Self {
        let areas: BTreeSet<&AreaCode> = self.areas().filter(|area| holds(area)).collect();
        let copy = |(key, value): (&Key, &Value)| (key.clone(), value.clone());
        Self {
            sources: self.sources.clone(),
            map: areas.iter().flat_map(|area| self.iter_area(area)).map(copy).collect(),
            superseded: of_some(&self.superseded, &areas),
            reasons: of_some(&self.reasons, &areas),
            tier: self.tier,
            comparable: self.comparable.clone(),
            breaks: self.breaks.clone(),
        }
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.map.len()
    }

    /// True when there are no values.
    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    /// Computes a value for every value of `self`, with the inputs used.
    ///
    /// `formula` receives the key and value and returns the figure with the other keys it used.
    pub fn derive(
        &self,
        mut formula: impl FnMut(&Key, &Value) -> Option<(Figure, Vec<Input>)>,
    ) -> Self {
        let mut made = Self::new(Vec::new());
        for (key, value) in &self.map {
            if let Some((figure, mut inputs)) = formula(key, value) {
                inputs.insert(0, Input::new(InputRole::Of, key.clone()));
                made.insert(key.clone(), Value::of(value.period, figure, Origin::Computed(inputs)));
            }
        }
        made
    }
}

/// The entries of some areas.
fn of_some<T: Clone>(all: &BTreeMap<Key, T>, areas: &BTreeSet<&AreaCode>) -> BTreeMap<Key, T> {
    let held = all.iter().filter(|(key, _)| areas.contains(&key.area));
    held.map(|(key, entry)| (key.clone(), entry.clone())).collect()
}

impl Key {
    /// The same key for another area.
    pub fn for_area(&self, area: &AreaCode) -> Self {
        Self { area: area.clone(), ..self.clone() }
    }
}
