//! The editions that figures come from.

use crate::catalogue::Indicator;
use crate::domain::{AreaCode, Date, Result};
use crate::figures::{Figures, origins};
use crate::indicator::Key;
use crate::table::Source;
use itertools::Itertools;

/// The editions that values with these keys come from, through every indicator they are made of.
pub(crate) fn sources_of(figures: &Figures, indicator: &Indicator, keys: &[Key]) -> Result<Vec<Source>> {
    let mut found = std::collections::BTreeSet::new();
    for key in keys {
        collect_sources(figures, indicator, key, None, &mut found)?;
    }
    Ok(found.into_iter().collect())
}

/// The editions that the values of indicators come from, each on a day, for some areas.
pub(crate) fn sources_on<'a>(
    figures: &Figures,
    days: &[(&str, Date)],
    areas: impl Iterator<Item = &'a AreaCode> + Clone,
) -> Result<Vec<Source>> {
    let mut found = std::collections::BTreeSet::new();
    for (id, end) in days {
        let indicator = figures.catalogue().indicator(id)?;
        for area in areas.clone() {
            let key = Key { area: area.clone(), end: *end, dims: Vec::new() };
            collect_sources(figures, indicator, &key, None, &mut found)?;
        }
    }
    Ok(found.into_iter().collect())
}

fn collect_sources(
    figures: &Figures,
    indicator: &Indicator,
    key: &Key,
    source: Option<usize>,
    found: &mut std::collections::BTreeSet<Source>,
) -> Result<()> {
    let values = figures.values(indicator.id.as_str())?;
    let Some(value) = values.of_source(key, source) else { return Ok(()) };
    found.extend(values.source_of(value).cloned());
    for (of, input) in origins::inputs_of(figures, indicator, &value.origin)? {
        collect_sources(figures, of, &input.key, input.source, found)?;
    }
    Ok(())
}

/// Publisher, publication and edition of each source, once.
pub(crate) fn source_line(figures: &Figures, sources: &[Source]) -> String {
    let line = |source: &Source| {
        let dataset = figures.catalogue().datasets.get(&source.dataset)?;
        Some(format!("{}, {}, edition {}", dataset.publisher, dataset.title, source.edition))
    };
    format!("Source: {}.", sources.iter().filter_map(line).unique().join("; "))
}
