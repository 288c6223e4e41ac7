//! Breaks in the series of an indicator: which of its figures they touch, and which two figures
//! they divide.
//!
//! Belongs here: from the breaks that a publication declares to those of an indicator's values, and
//! of all values computed from them. Does not belong here: what a break is
//! (`catalogue/series_break.rs`), values formed from two days (`change`, `editions`).
//!
//! **Invariant:** a computed value has every break of its inputs.

use crate::catalogue::{Overlap, SeriesBreak};
use crate::domain::{AreaCode, AreaLevel, Date, Period, Status};
use crate::geography::Geography;
use crate::indicator::applied_break::AppliedBreak;
use crate::indicator::shape::Shape;
use crate::indicator::{Key, Origin, Value, Values};
use crate::table::Figure;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// Why no value is formed from two figures.
const AT_LEAST: &str = "of figures that are at least so many no change is known";

impl Values {
    /// The breaks that touch an area's figures of a category.
    pub fn breaks_of<'v>(
        &'v self,
        area: &'v AreaCode,
        dims: &'v [String],
    ) -> impl Iterator<Item = &'v SeriesBreak> {
        self.breaks
            .iter()
            .filter(move |held| held.touches(area, dims))
            .map(|held| held.declared.as_ref())
    }

    /// The break that divides the figures of an area and category over two periods, in either
    /// order.
    pub fn break_between(&self, key: &Key, one: Period, other: Period) -> Option<&SeriesBreak> {
        let divides =
            |held: &&AppliedBreak| held.touches(&key.area, &key.dims) && held.divides(one, other);
        self.breaks.iter().find(divides).map(|held| held.declared.as_ref())
    }

    /// Copies the breaks of the values that these are computed from: those of their areas and
    /// categories where they are the same, else all.
    pub(in crate::indicator) fn inherit_breaks(&mut self, from: &Self, of_wholes: bool) {
        let length = |values: &Self| values.map.keys().next().map(|key| key.dims.len());
        let same_dims =
            length(self) == length(from) && length(from).is_some_and(|length| length > 0);
        for held in &from.breaks {
            let mut held = held.clone();
            held.dims = held.dims.filter(|_| same_dims);
            held.areas = held.areas.filter(|_| !of_wholes);
            self.join_break(held);
        }
    }

    /// Copies the breaks of some sources of these values, for the days from those sources.
    pub(in crate::indicator) fn join_breaks(
        &mut self,
        breaks: Vec<AppliedBreak>,
        sources: Range<usize>,
    ) {
        if breaks.is_empty() {
            return;
        }
        let is_its =
            |value: &Value| value.origin.source().is_some_and(|source| sources.contains(&source));
        let days: BTreeSet<Date> =
            self.map.iter().filter(|(_, value)| is_its(value)).map(|(key, _)| key.end).collect();
        for held in breaks {
            let days = held.days.intersection(&days).copied().collect();
            self.join_break(AppliedBreak { days, ..held });
        }
    }

    /// Copies the breaks of one area's figures to another.
    pub(in crate::indicator) fn extend_breaks(&mut self, from: &AreaCode, to: &AreaCode) {
        for areas in self.breaks.iter_mut().filter_map(|held| held.areas.as_mut()) {
            if areas.contains(from) {
                areas.insert(to.clone());
            }
        }
    }

    fn join_break(&mut self, held: AppliedBreak) {
        match self.breaks.iter_mut().find(|other| other.declared == held.declared) {
            Some(other) => {
                other.dims = either(other.dims.take(), held.dims);
                other.areas = either(other.areas.take(), held.areas);
                other.days.extend(held.days);
            }
            None => self.breaks.push(held),
        }
    }

    /// Finds which values a declared break affects, and applies it to them. Figures of categories
    /// that are not counted become *not available*.
    pub(in crate::indicator) fn hold_break(
        &mut self,
        declared: &Arc<SeriesBreak>,
        shape: &Shape<'_>,
        geography: &Geography,
    ) {
        let all: BTreeSet<&Vec<String>> = self.map.keys().map(|key| &key.dims).collect();
        let overlap_with = |is: fn(&Overlap) -> bool| {
            all.iter()
                .filter(|dims| is(&shape.holds(declared, dims)))
                .map(|dims| (*dims).clone())
                .collect()
        };
        let (dims, alone): (BTreeSet<_>, BTreeSet<_>) = (
            overlap_with(|holds| *holds != Overlap::None),
            overlap_with(|holds| *holds == Overlap::Only),
        );
        if dims.is_empty() {
            return;
        }
        let areas: BTreeSet<AreaCode> =
            self.areas().filter(|area| is_about(declared, area, geography)).cloned().collect();
        self.leave_out(declared, &alone, &areas);
        let days = self.map.keys().map(|key| key.end).collect();
        self.breaks.push(AppliedBreak {
            declared: Arc::clone(declared),
            dims: Some(dims),
            areas: Some(areas),
            days,
        });
    }

    /// Figures of categories that are not counted are *not available*, whether the publication
    /// prints nothing or a zero.
    fn leave_out(
        &mut self,
        declared: &SeriesBreak,
        alone: &BTreeSet<Vec<String>>,
        areas: &BTreeSet<AreaCode>,
    ) {
        let slots: BTreeMap<(Date, &Vec<String>), (Period, usize)> = self
            .map
            .iter()
            .filter(|(key, value)| alone.contains(&key.dims) && declared.leaves_out(value.period))
            .map(|(key, value)| {
                ((key.end, &key.dims), (value.period, value.origin.source().unwrap_or_default()))
            })
            .collect();
        let key = |end: Date, dims: &Vec<String>, area: &AreaCode| Key {
            area: area.clone(),
            end,
            dims: dims.clone(),
        };
        let left_out: Vec<(Key, Value)> = slots
            .into_iter()
            .flat_map(|((end, dims), (period, source))| {
                areas.iter().map(move |area| {
                    let figure = Figure::missing(Status::NotAvailable);
                    (
                        key(end, dims, area),
                        Value::of(period, figure, Origin::NotPublished { source }),
                    )
                })
            })
            .collect();
        for (key, value) in left_out {
            self.reasons.insert(key.clone(), declared.reason().into());
            self.insert(key, value);
        }
    }

    /// Marks figures that are counted unlike the rest, and the first ones after a break.
    pub(in crate::indicator) fn mark_breaks(&mut self) {
        for held in &self.breaks {
            let mut before: BTreeMap<&[String], (&AreaCode, Period)> = BTreeMap::new();
            for (key, value) in &mut self.map {
                if value.figure.value.is_none() || !held.touches(&key.area, &key.dims) {
                    continue;
                }
                let other = before.insert(&key.dims, (&key.area, value.period));
                let other = other.filter(|(area, _)| **area == key.area);
                let begins_anew =
                    other.is_some_and(|(_, period)| held.divides(period, value.period));
                let is_isolated =
                    held.days.contains(&key.end) && held.declared.is_isolated(value.period);
                if begins_anew || is_isolated {
                    value.figure.status = Status::combine(value.figure.status, Some(Status::Break));
                }
            }
        }
    }

    /// Applies a formula to the figures of two days, the earlier first. Where a break divides them,
    /// the result is *not applicable*, with the break. The break mark of either figure does not
    /// carry over to the result. Between two figures of which one is *at least* it is *not
    /// available*.
    pub fn change_without_break(
        &self,
        key: &Key,
        (earlier, from): (Period, Figure),
        (later, to): (Period, Figure),
        formula: impl FnOnce(Figure, Figure) -> Figure,
    ) -> (Figure, Option<String>) {
        if from.is_at_least() || to.is_at_least() {
            return (Figure::missing(Status::NotAvailable), Some(AT_LEAST.to_owned()));
        }
        let figure = formula(from.without(Status::Break), to.without(Status::Break));
        match self.break_between(key, earlier, later).filter(|_| figure.value.is_some()) {
            Some(declared) => (Figure::missing(Status::NotApplicable), Some(declared.reason())),
            None => (figure, None),
        }
    }

    /// True for two values of one area and category that no break divides.
    pub fn are_counted_alike(&self, key: &Key, one: &Value, other: &Value) -> bool {
        self.break_between(key, one.period, other.period).is_none()
    }
}

/// True for an area that a break is about: one of its levels, and one of its areas, in one of them
/// or around one.
fn is_about(declared: &SeriesBreak, area: &AreaCode, geography: &Geography) -> bool {
    let of_level = declared.levels.is_empty() || declared.levels.contains(&area.level());
    let is_wider = |code: &AreaCode| code.level() != AreaLevel::Authority;
    let around = |named: &AreaCode| {
        named == area
            || is_wider(named) && geography.contains(named, area)
            || is_wider(area) && geography.contains(area, named)
    };
    of_level && (declared.areas.is_empty() || declared.areas.iter().any(around))
}

/// The union of two sets, where `None` means everything.
fn either<T: Ord>(one: Option<BTreeSet<T>>, other: Option<BTreeSet<T>>) -> Option<BTreeSet<T>> {
    one.zip(other).map(|(one, other)| one.into_iter().chain(other).collect())
}
