//! What a publication declares of a measure, laid upon the values read from it: tier, comparability, breaks, what an edition lacks,
//! the two codes of an authority.
//!
//! Belongs here: the step from declarations to values. Does not belong here: what follows for a figure of two days (`breaks`), for
//! sums (`wider_areas`).

use super::count::Shape;
use super::{Held, Inputs, Origin, Value, Values};
use crate::catalogue::{Codelist, IndicatorSource, Role};
use crate::domain::{Result, Status};
use crate::table::{Figure, Row};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Values {
    /// Values of a source with the tier and comparability that its publication declares, before any are added.
    pub(super) fn of_source_declared(source: &IndicatorSource, held: Held<'_>) -> Self {
        let mut values = Self::new(held.table.sources().to_vec());
        values.tier = held.dataset.tiers(&source.measure).compared();
        let measure = held.dataset.measure(source.measure.as_str());
        values.narrow(measure.and_then(|measure| measure.comparable.as_ref()));
        values
    }

    /// Holds values, once all are there, to what their publication declares: who can take no part, and its breaks.
    pub(super) fn hold_declared(
        &mut self,
        inputs: &Inputs<'_>,
        source: &IndicatorSource,
        held: Held<'_>,
        shape: &Shape<'_>,
    ) {
        for declared in inputs.breaks.iter().filter(|one| one.is_of(&held.dataset.id, &source.measure)) {
            self.hold_break(declared, shape, inputs.geography);
        }
        self.explain_no_part(held);
    }

    /// Gives the reason why a body can take no part to the values of such bodies.
    fn explain_no_part(&mut self, held: Held<'_>) {
        let Some(column) = held.dataset.column.iter().find(|column| column.role == Role::TakesPart) else { return };
        let reason: Arc<str> = column.reason.as_deref().unwrap_or_default().into();
        let is_read = |value: &Value| matches!(value.origin, Origin::Cells { .. });
        let is_one = |value: &Value| value.figure.status.is_some_and(|of| column.statuses.values().any(|it| *it == of));
        let is_silent = |value: &Value| value.figure.value.is_none() && is_one(value) && is_read(value);
        for (key, _) in self.map.iter().filter(|(_, value)| is_silent(value)) {
            self.reasons.entry(key.clone()).or_insert_with(|| Arc::clone(&reason));
        }
    }
}

/// The editions that have none of the categories of which a sum over a dimension needs one, each with the reason.
pub(super) fn lacking_editions(held: Held<'_>, index: usize, list: Option<&Codelist>) -> Result<Vec<(u32, Arc<str>)>> {
    let needs = &held.dataset.dimension[index].needs;
    if needs.is_empty() {
        return Ok(Vec::new());
    }
    let printed = held.table.codes_by_source(index)?;
    let title = |code: &str| list.and_then(|list| list.get(code)).map_or(code.to_owned(), |code| code.title.clone());
    let reason: Arc<str> = {
        let titles: Vec<String> = needs.iter().map(|code| title(code)).collect();
        format!("the edition leaves out {}", titles.join(" and ")).into()
    };
    let until = held.dataset.dimension[index].needs_until.map(|day| day.to_string());
    let is_later = |source: u32| {
        let edition = usize::try_from(source).ok().and_then(|place| held.table.sources().get(place));
        edition.zip(until.as_ref()).is_some_and(|(source, until)| source.edition > *until)
    };
    let lacks = |(source, codes): (u32, BTreeSet<String>)| {
        let is_whole = is_later(source) || codes.contains("all") || needs.iter().any(|code| codes.contains(code));
        (!is_whole).then(|| (source, Arc::clone(&reason)))
    };
    Ok(printed.into_iter().filter_map(lacks).collect())
}

/// Why an authority has no figure although its publication prints two.
pub(super) const UNEQUAL: &str = "the publication prints two figures of the authority, one under each of its codes";

/// The rows of an authority under one of its codes, and their sum: a publication that prints both codes prints the same figure twice.
/// *Not available* where the two differ, because nobody knows which is right.
pub(super) fn of_one_code<'r>(group: &[&'r Row]) -> (Vec<&'r Row>, Figure) {
    let sum = |rows: &[&Row]| Figure::sum(rows.iter().map(|row| row.figure()));
    if group.windows(2).all(|pair| pair[0].area == pair[1].area) {
        return (group.to_vec(), sum(group));
    }
    let mut by_code: BTreeMap<&str, Vec<&'r Row>> = BTreeMap::new();
    group.iter().for_each(|row| by_code.entry(row.area.as_str()).or_default().push(row));
    let mut codes = by_code.into_values();
    let Some(first) = codes.next() else { return (Vec::new(), sum(&[])) };
    let figure = sum(&first);
    match codes.all(|other| sum(&other).value == figure.value) {
        true => (first, figure),
        false => (group.to_vec(), Figure::missing(Status::NotAvailable)),
    }
}
