//! The values of several sources as those of one indicator.
//!
//! Belongs here: which source counts for a figure that several have. Does not belong here: reading
//! a source (`count`, `published`).

use crate::catalogue::Prefer;
use crate::domain::{AreaCode, Status, Tier};
use crate::indicator::{Key, Origin, Value, Values};

/// Combines values. For each key the preferred source counts. Another only fills in figures that
/// the preferred one does not have or does not publish, never suppressed ones.
pub(crate) fn overlay(all: Vec<Values>, prefer: Prefer) -> Values {
    let tier = tier_of(&all);
    let mut breaks = Vec::new();
    let mut sources = all.into_iter().map(|mut values| {
        breaks.push((values.sources.len(), std::mem::take(&mut values.breaks)));
        values
    });
    let mut together = sources.next().unwrap_or_default();
    sources.for_each(|values| together.add_source(values, prefer));
    together.tier = tier;
    let mut first = 0;
    for (sources, breaks) in breaks {
        together.join_breaks(breaks, first..first + sources);
        first += sources;
    }
    let map = &together.map;
    together.reasons.retain(|key, _| map.get(key).is_none_or(|value| value.figure.value.is_none()));
    together.order_superseded();
    together
}

/// The tier of several sources together. A source with figures of districts is enough to compare
/// them. A source that could have them and has none leaves them to the source of counties.
fn tier_of(all: &[Values]) -> Tier {
    let has_districts =
        |values: &Values| values.tier == Tier::Lower && values.areas().any(AreaCode::is_district);
    let is_of_counties = |values: &Values| values.tier == Tier::Upper && !values.is_empty();
    match all.iter().any(is_of_counties) && !all.iter().any(has_districts) {
        true => Tier::Upper,
        false => all.iter().map(|values| values.tier).min().unwrap_or_default(),
    }
}

impl Values {
    /// Adds the values of a source that is named later, without its breaks.
    fn add_source(&mut self, values: Self, prefer: Prefer) {
        let shift = self.sources.len();
        self.sources.extend(values.sources);
        self.restrict_comparability(values.comparable.as_ref());
        self.reasons.extend(values.reasons);
        for (key, value) in values.map {
            let new = shifted(value, shift);
            let other = match self.get(&key) {
                Some(held) if !self.is_preferred(held, &new, prefer) => Some(new),
                _ => self.map.insert(key.clone(), new),
            };
            other.into_iter().for_each(|other| self.excluded(key.clone(), other));
        }
        let superseded =
            |(key, old): (Key, Vec<Value>)| old.into_iter().map(move |value| (key.clone(), value));
        for (key, value) in values.superseded.into_iter().flat_map(superseded) {
            self.excluded(key, shifted(value, shift));
        }
    }

    /// True when a figure should take the place of one from a source named before.
    fn is_preferred(&self, held: &Value, new: &Value, prefer: Prefer) -> bool {
        let unknown = |value: &Value| {
            value.figure.value.is_none() && value.figure.status != Some(Status::Suppressed)
        };
        let edition = |value: &Value| {
            let source = value.origin.source().and_then(|index| self.sources.get(index));
            source.map(|source| (source.edition, source.published))
        };
        match (unknown(held), unknown(new)) {
            (true, false) => true,
            (false, true) => false,
            _ => prefer == Prefer::NewestEdition && edition(new) > edition(held),
        }
    }
}

/// A value whose source is this many places further on.
fn shifted(mut value: Value, by: usize) -> Value {
    match &mut value.origin {
        Origin::Cells { source, .. }
        | Origin::Absent { source }
        | Origin::Sum { source, .. }
        | Origin::NotPublished { source } => *source += by,
        Origin::Computed(_) => {}
    }
    value
}
