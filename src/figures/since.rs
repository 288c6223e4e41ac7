//! How an indicator has changed since a day, such as the last meeting of the board. Compares the
//! newest figure known then with the newest known now.

use crate::catalogue::column_name;
use crate::demography::change::difference;
use crate::domain::{AreaCode, Date, Id, Result, Status, Unit, long_date};
use crate::figures::lists::AreasOfList;
use crate::figures::{Figures, lists, provisional, reasons, sources};
use crate::indicator::{Key, Value, Values};
use crate::table::{Figure, Source};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The newest value of each area and category.
type Newest<'v> = BTreeMap<(&'v AreaCode, &'v [String]), (&'v Key, &'v Value)>;

/// The newest figures of an indicator next to those that were known on a day.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SinceAnswer {
    /// The indicator and the day.
    pub caption: String,
    /// The indicator.
    pub indicator: Id,
    /// The region whose areas are listed.
    pub region: AreaCode,
    /// The day on which the earlier figures were known.
    pub since: Date,
    /// The dimensions of the codes in `dims`, by the names of the columns.
    pub dimensions: Vec<String>,
    /// The unit of `known` and `value`.
    pub unit: Unit,
    /// The unit of `change`: percentage points for percentages.
    pub change_unit: Unit,
    /// One area and category a row.
    pub rows: Vec<SinceRow>,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// An area's newest figure, and the newest that was known on a day.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SinceRow {
    /// The area.
    pub area_code: AreaCode,
    /// Its name.
    pub area_name: String,
    /// One code for each of the dimensions, in their order.
    pub dims: Vec<String>,
    /// Last day of the period of the figure known then; none where none was known.
    pub known_period_end: Option<Date>,
    /// The newest figure that had been published by the day.
    pub known: Figure,
    /// Last day of the period of the newest figure.
    pub period_end: Date,
    /// The newest figure.
    pub value: Figure,
    /// The newest figure minus the earlier one, both of one edition. *Not applicable* across a
    /// break or between periods of unlike length.
    pub change: Figure,
}

/// The newest figures of an indicator for the areas of a region, next to those that had been
/// published by a day, and the changes.
///
/// A change from one length of period to another, or across a break in the series, is *not
/// applicable*.
///
/// Errors: `F301` for an unknown indicator, `F304` without figures.
pub fn since(figures: &Figures, id: &str, region: &AreaCode, day: Date) -> Result<SinceAnswer> {
    let indicator = figures.catalogue().indicator(id)?;
    let known_then = figures.known_on(day);
    let (now, then) = (figures.values(id)?, known_then.values(id)?);
    let list = lists::areas_of_list(figures, region, now.tier());
    let (newest, before) = (newest_in(&now, &list), newest_in(&then, &list));
    if newest.is_empty() {
        return Err(reasons::no_figures(figures, indicator, &now, region));
    }
    let keys = || newest.values().map(|(key, _)| *key);
    let mut notes = vec![
        format!("Known then: the newest figure that had been published by {}.", long_date(day)),
        "A change is that of one edition: where the earlier figure has been revised since, from \
         the revised one; not available where no edition of estimates has both periods. Of one and \
         the same period it is the revision."
            .to_owned(),
        "No change is given between figures that are not comparable.".to_owned(),
    ];
    notes.extend(list.left_out(now.areas()));
    notes.extend(provisional::provisional_note(
        figures,
        keys().map(|key| (indicator, key.clone())),
    )?);
    let earlier =
        before.iter().filter(|(of, _)| newest.contains_key(*of)).map(|(_, (key, _))| *key);
    let sources: BTreeSet<Source> = sources::sources_of(figures, indicator, keys())?
        .into_iter()
        .chain(sources::sources_of(&known_then, indicator, earlier)?)
        .collect();
    Ok(SinceAnswer {
        caption: format!("{}, since {}", indicator.title, long_date(day)),
        indicator: indicator.id.clone(),
        region: region.clone(),
        since: day,
        dimensions: indicator.dims.iter().map(column_name).collect(),
        unit: indicator.unit,
        change_unit: indicator.unit.of_difference(),
        rows: newest
            .iter()
            .map(|(of, newest)| row(figures, &now, *newest, before.get(of).copied()))
            .collect(),
        notes,
        sources: sources.into_iter().collect(),
    })
}

fn row(
    figures: &Figures,
    now: &Values,
    (key, value): (&Key, &Value),
    before: Option<(&Key, &Value)>,
) -> SinceRow {
    let change = match before {
        Some((_, known)) if !known.period.is_as_long_as(value.period) => {
            Figure::missing(Status::NotApplicable)
        }
        Some(known) => changed(now, known, (key, value)),
        None => Figure::missing(Status::NotAvailable),
    };
    SinceRow {
        area_code: key.area.clone(),
        area_name: figures.geography().name_of(&key.area),
        dims: key.dims.clone(),
        known_period_end: before.map(|(key, _)| key.end),
        known: before.map_or(Figure::missing(Status::NotAvailable), |(_, value)| value.figure),
        period_end: key.end,
        value: value.figure,
        change,
    }
}

/// The newest values of the areas of a list. Values come in the order of their days, so that later
/// ones take the place of earlier.
fn newest_in<'v>(values: &'v Values, list: &AreasOfList<'_>) -> Newest<'v> {
    let asked = values.iter().filter(|(key, _)| list.holds(&key.area));
    asked.map(|(key, value)| ((&key.area, key.dims.as_slice()), (key, value))).collect()
}

/// The change from a figure known before to the newest. Both are from the newest one's edition,
/// unless they are of one period. *Not applicable* across a break in the series.
fn changed(
    values: &Values,
    (before, known): (&Key, &Value),
    (key, value): (&Key, &Value),
) -> Figure {
    let from = if before.end == key.end {
        known.figure
    } else {
        seen_before(values, (before, known), value)
    };
    values
        .change_without_break(key, (known.period, from), (value.period, value.figure), difference)
        .0
}

/// The figure of an earlier day from the edition of the newest one. Where editions form a series,
/// the figure known before.
fn seen_before(values: &Values, (before, known): (&Key, &Value), value: &Value) -> Figure {
    let revises = values.source_of(value).is_some_and(|source| source.revises);
    match values.value_in_edition_of(value, before) {
        Some(seen) => seen.figure,
        None if revises => Figure::missing(Status::NotAvailable),
        None => known.figure,
    }
}
