//! The note below a table that contains figures which their publisher calls provisional: one,
//! whatever else the table contains.
//!
//! Belongs here: whether a figure is provisional, or computed from a provisional one. Does not
//! belong here: figures that are marked one by one.

use crate::catalogue::{Dataset, Indicator, Provisional};
use crate::domain::{AreaCode, Date, Id, Result};
use crate::figures::{Figures, origins};
use crate::indicator::{Key, Value, Values};
use crate::table::Row;
use std::collections::{BTreeMap, BTreeSet};

/// The statements of publications, each with the publication's name.
type Sayings = BTreeSet<(String, String)>;

/// Results found on the way from figures to their sources.
#[derive(Default)]
struct Found {
    said: Sayings,
    seen: BTreeSet<(Id, Key)>,
}

/// The note on figures of indicators; `None` where the publishers call none of them provisional.
pub(crate) fn provisional_note<'k>(
    figures: &Figures,
    asked: impl IntoIterator<Item = (&'k Indicator, Key)>,
) -> Result<Option<String>> {
    let (mut found, mut possible): (Found, BTreeMap<&Id, Sayings>) = Default::default();
    for (indicator, key) in asked {
        let all = possible.entry(&indicator.id).or_insert_with(|| sayings_of(figures, indicator));
        if !all.is_subset(&found.said) {
            add_sayings(figures, indicator, &key, &mut found)?;
        }
    }
    Ok(note(found.said))
}

/// The same on figures of an indicator of one day, without categories.
pub(crate) fn provisional_on_day<'k>(
    figures: &Figures,
    indicator: &Indicator,
    areas: impl IntoIterator<Item = &'k AreaCode>,
    day: Date,
) -> Result<Option<String>> {
    let key = |area: &AreaCode| Key { area: area.clone(), end: day, dims: Vec::new() };
    provisional_note(figures, areas.into_iter().map(|area| (indicator, key(area))))
}

/// Every statement that could apply to an indicator's figures.
fn sayings_of(figures: &Figures, indicator: &Indicator) -> Sayings {
    let datasets =
        figures.catalogue().datasets_of(&figures.catalogue().needed_lineage(indicator)).into_iter();
    let sayings = |dataset: &'_ Dataset| -> Vec<(String, String)> {
        dataset
            .provisional
            .iter()
            .map(|one| (dataset.publication.clone(), one.says.clone()))
            .collect()
    };
    datasets.flat_map(sayings).collect()
}

fn add_sayings(
    figures: &Figures,
    indicator: &Indicator,
    key: &Key,
    found: &mut Found,
) -> Result<()> {
    if !found.seen.insert((indicator.id.clone(), key.clone())) {
        return Ok(());
    }
    let values = figures.values(indicator.id.as_str())?;
    let Some(value) = values.get(key).filter(|value| value.figure.value.is_some()) else {
        return Ok(());
    };
    add_sayings_of_cell(figures, indicator, key, (&values, value), found);
    for (of, input) in origins::inputs_of(figures, indicator, &value.origin)? {
        add_sayings(figures, of, &input.key, found)?;
    }
    Ok(())
}

fn add_sayings_of_cell(
    figures: &Figures,
    indicator: &Indicator,
    key: &Key,
    read: (&Values, &Value),
    found: &mut Found,
) {
    let (values, value) = read;
    let Some(dataset) = values
        .source_of(value)
        .and_then(|source| figures.catalogue().datasets.get(&source.dataset))
    else {
        return;
    };
    if dataset.provisional.is_empty() {
        return;
    }
    let is_newest = dataset.provisional.iter().any(|one| one.newest);
    let newest = is_newest.then(|| newest_of(values, &dataset.id)).flatten();
    let measures =
        || indicator.method.sources().iter().filter(|source| source.dataset == dataset.id);
    let meant = dataset
        .provisional
        .iter()
        .filter(|one| measures().any(|source| one.is_of(&source.measure, key.end, newest)));
    found.said.extend(meant.map(|one| (dataset.publication.clone(), one.says.clone())));
}

/// The newest day on which a dataset has a figure.
fn newest_of(values: &Values, dataset: &Id) -> Option<Date> {
    let is_its =
        |value: &Value| values.source_of(value).is_some_and(|source| source.dataset == *dataset);
    let known = values.iter().filter(|(_, value)| value.figure.value.is_some() && is_its(value));
    known.map(|(key, _)| key.end).max()
}

/// The note on rows of a dataset.
pub(super) fn note_on_rows(dataset: &Dataset, rows: &[Row]) -> Option<String> {
    let mut newest: BTreeMap<&str, Date> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.value.is_some()) {
        let day = newest.entry(&row.measure).or_insert(row.period.end);
        *day = row.period.end.max(*day);
    }
    let mut days: BTreeSet<(&str, Date)> = BTreeSet::new();
    days.extend(
        rows.iter()
            .filter(|row| row.value.is_some())
            .map(|row| (row.measure.as_str(), row.period.end)),
    );
    let is_held = |one: &&Provisional| {
        days.iter().any(|(measure, day)| {
            let id = dataset.measure(measure).map(|measure| &measure.id);
            id.is_some_and(|id| one.is_of(id, *day, newest.get(measure).copied()))
        })
    };
    let said = dataset.provisional.iter().filter(is_held);
    note(said.map(|one| (dataset.publication.clone(), one.says.clone())).collect())
}

/// All statements in one note, each publication named once.
fn note(said: Sayings) -> Option<String> {
    let mut by_publication: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (publication, says) in said {
        by_publication.entry(publication).or_default().push(says);
    }
    let words =
        |(publication, says): (String, Vec<String>)| format!("{publication}: {}", says.join(" "));
    let all: Vec<String> = by_publication.into_iter().map(words).collect();
    (!all.is_empty()).then(|| format!("Provisional figures. {}", all.join(" ")))
}
