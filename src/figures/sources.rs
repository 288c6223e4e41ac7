//! The editions that figures come from.

use crate::catalogue::Indicator;
use crate::domain::{AreaCode, Date, Id, Result};
use crate::figures::{Figures, origins};
use crate::indicator::{Key, Origin, Values};
use crate::table::Source;
use itertools::Itertools;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The editions that values with these keys come from, through every indicator they are computed
/// from.
pub(crate) fn sources_of<'k>(
    figures: &Figures,
    indicator: &Indicator,
    keys: impl IntoIterator<Item = &'k Key>,
) -> Result<Vec<Source>> {
    let mut used = UsedSources::new(figures);
    keys.into_iter().try_for_each(|key| used.add(indicator, key))?;
    Ok(used.into_sources())
}

/// The editions that the values of indicators come from, each on a day, for some areas.
pub(crate) fn sources_on<'a>(
    figures: &Figures,
    days: &[(&str, Date)],
    areas: impl Iterator<Item = &'a AreaCode> + Clone,
) -> Result<Vec<Source>> {
    let mut used = UsedSources::new(figures);
    for (id, end) in days {
        let indicator = figures.catalogue().indicator(id)?;
        for area in areas.clone() {
            used.add(indicator, &Key { area: area.clone(), end: *end, dims: Vec::new() })?;
        }
    }
    Ok(used.into_sources())
}

/// The editions that figures come from, gathered value by value. Each computed value is followed
/// once.
pub(crate) struct UsedSources<'f> {
    figures: &'f Figures,
    indicators: BTreeMap<Id, Used>,
}

/// The used values of one indicator.
struct Used {
    values: Arc<Values>,
    /// True where every value was read, so that no more sources can be found.
    is_read: bool,
    /// Positions in the list of sources.
    sources: BTreeSet<usize>,
    /// The computed values that have been followed, by key and source.
    followed: BTreeSet<(Key, Option<usize>)>,
}

impl Used {
    fn is_complete(&self) -> bool {
        self.is_read && self.sources.len() == self.values.sources.len()
    }
}

impl<'f> UsedSources<'f> {
    /// An empty collection.
    pub fn new(figures: &'f Figures) -> Self {
        Self { figures, indicators: BTreeMap::new() }
    }

    /// Adds the editions of one value.
    pub fn add(&mut self, indicator: &Indicator, key: &Key) -> Result<()> {
        self.add_input(indicator, key, None)
    }

    /// The editions, each once, in the order of [`Source`].
    pub fn into_sources(self) -> Vec<Source> {
        let of_indicator = |used: &Used| -> Vec<Source> {
            used.sources
                .iter()
                .filter_map(|source| used.values.sources.get(*source).cloned())
                .collect()
        };
        let all: BTreeSet<Source> = self.indicators.values().flat_map(of_indicator).collect();
        all.into_iter().collect()
    }

    fn add_input(&mut self, indicator: &Indicator, key: &Key, source: Option<usize>) -> Result<()> {
        let used = self.used(indicator)?;
        if used.is_complete() {
            return Ok(());
        }
        let values = used.values.clone();
        let Some(value) = values.of_source(key, source) else { return Ok(()) };
        if let Some(position) = value.origin.source() {
            used.sources.insert(position);
            return Ok(());
        }
        if !used.followed.insert((key.clone(), source)) {
            return Ok(());
        }
        for (of, input) in origins::inputs_of(self.figures, indicator, &value.origin)? {
            self.add_input(of, &input.key, input.source)?;
        }
        Ok(())
    }

    fn used(&mut self, indicator: &Indicator) -> Result<&mut Used> {
        Ok(match self.indicators.entry(indicator.id.clone()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let values = self.figures.values(indicator.id.as_str())?;
                let is_read =
                    values.iter().all(|(_, value)| !matches!(value.origin, Origin::Computed(_)));
                place.insert(Used {
                    values,
                    is_read,
                    sources: BTreeSet::new(),
                    followed: BTreeSet::new(),
                })
            }
        })
    }
}

/// Publisher, publication and edition of each source, once.
pub(crate) fn source_line(figures: &Figures, sources: &[Source]) -> String {
    let line = |source: &Source| {
        let dataset = figures.catalogue().datasets.get(&source.dataset)?;
        Some(format!("{}, {}, edition {}", dataset.publisher, dataset.title, source.edition))
    };
    format!("Source: {}.", sources.iter().filter_map(line).unique().join("; "))
}
