//! The categories of an indicator for an area: the newest figures, those of the period before, and
//! the changes.

use crate::catalogue::Indicator;
use crate::demography::change::difference;
use crate::domain::{
    Action, AreaCode, Compare, Date, Error, Id, Period, Result, Status, Unit, error_codes,
};
use crate::figures::earlier::divided;
use crate::figures::{Figures, provisional, reasons, sources};
use crate::geography::Area;
use crate::indicator::{Key, Value, Values};
use crate::knowledge::categories;
use crate::table::{Figure, Source};
use schemars::JsonSchema;
use serde::Serialize;

/// Categories that are listed; of more the largest are.
const MAX_CATEGORIES: usize = 25;

/// The categories of an indicator, the largest first.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CategoryChanges {
    /// A caption with subject, area and date, in a sentence without a full stop.
    pub caption: String,
    /// The indicator.
    pub indicator: Id,
    /// Its title.
    pub title: String,
    /// The area, or the United Kingdom where nothing is published for it.
    pub area_code: AreaCode,
    /// The unit of `value` and `previous`.
    pub unit: Unit,
    /// The unit of `change`: percentage points for percentages.
    pub change_unit: Unit,
    /// The newest period.
    #[serde(flatten)]
    pub period: Period,
    /// The period before; `None` where there is none.
    pub previous_period: Option<Period>,
    /// The total first, then the largest.
    pub rows: Vec<CategoryChange>,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the newest figures come from.
    pub sources: Vec<Source>,
}

/// A category and how it changed.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CategoryChange {
    /// The titles of its codes.
    pub category: String,
    /// One code for each dimension.
    pub dims: Vec<String>,
    /// The newest figure.
    pub value: Figure,
    /// The figure of the period before, by the edition of the newest.
    pub previous: Figure,
    /// The newest figure minus the earlier one.
    pub change: Figure,
}

/// The categories of an indicator for a region or authority, the largest first: newest, the period
/// before, the change.
///
/// Errors with `F304` where no figure is stored for the area, nor for the United Kingdom where
/// nothing is published for the area.
pub fn category_changes(figures: &Figures, id: &Id, area: &Area) -> Result<CategoryChanges> {
    let indicator = figures.catalogue().indicator(id.as_str())?;
    let values = figures.values(id.as_str())?;
    let kingdom = AreaCode::united_kingdom();
    let known =
        [&area.code, &kingdom].into_iter().find_map(|code| Some((code, values.newest_day(code)?)));
    let Some((code, day)) = known else {
        return Err(Error::new(error_codes::NO_DATA, "making a table of categories")
            .found(reasons::lacking(figures, indicator, &values, &area.code).why));
    };
    let period = values
        .iter_area(code)
        .find(|(key, _)| key.end == day)
        .map_or(Period::day(day), |(_, v)| v.period);
    let before = values
        .iter_area(code)
        .filter(|(key, value)| key.end < day && value.period.is_as_long_as(period))
        .map(|(_, value)| value.period)
        .last();
    let (of_day, left_out) = largest(&values, code, day);
    let dimensions = categories::dimensions(figures.knowledge(), indicator);
    let row = |(key, value): &(&Key, &Value)| {
        let category = categories::category(figures.knowledge(), &dimensions, key);
        category_change(&values, category, (key, value), before)
    };
    let mut notes = Vec::new();
    if left_out > 0 {
        let show = Action::Show.on(id.as_str());
        notes.push(format!("The {MAX_CATEGORIES} largest are shown; {show} has {left_out} more."));
    }
    let total = Key { area: code.clone(), end: day, dims: Vec::new() };
    let broken = before.and_then(|before| divided(&values, &total, before, period));
    notes.extend(broken.map(|why| format!("The two periods are not comparable ({why}).")));
    if before.is_none() {
        notes.push("No earlier period is held.".to_owned());
    }
    let shown = of_day.iter().map(|(key, _)| (indicator, (*key).clone()));
    notes.extend(provisional::provisional_note(figures, shown)?);
    Ok(CategoryChanges {
        caption: format!("{}, {}, {period}", indicator.title, figures.geography().name_of(code)),
        indicator: indicator.id.clone(),
        title: indicator.title.clone(),
        area_code: code.clone(),
        unit: indicator.unit,
        change_unit: indicator.unit.of_difference(),
        period,
        previous_period: before,
        rows: of_day.iter().map(row).collect(),
        notes,
        sources: sources_of_rows(figures, indicator, &of_day)?,
    })
}

/// The figures of an area on a day, the total first and then the largest, and how many are left
/// out.
fn largest<'v>(
    values: &'v Values,
    area: &AreaCode,
    day: Date,
) -> (Vec<(&'v Key, &'v Value)>, usize) {
    let mut of_day: Vec<(&Key, &Value)> =
        values.iter_area(area).filter(|(key, _)| key.end == day).collect();
    let size = |value: &Value| value.figure.value.unwrap_or(f64::NEG_INFINITY);
    let is_part = |key: &Key| key.dims.iter().any(|code| code != "all");
    of_day.sort_by(|a, b| is_part(a.0).cmp(&is_part(b.0)).then(size(b.1).compare(&size(a.1))));
    let left_out = of_day.len().saturating_sub(MAX_CATEGORIES);
    of_day.truncate(MAX_CATEGORIES);
    (of_day, left_out)
}

fn category_change(
    values: &Values,
    category: String,
    (key, value): (&Key, &Value),
    before: Option<Period>,
) -> CategoryChange {
    let then = before.and_then(|before| {
        values.value_in_edition_of(value, &Key { end: before.end, ..key.clone() })
    });
    let missing = (value.period, Figure::missing(Status::NotAvailable));
    let (period, previous) = then.map_or(missing, |then| (then.period, then.figure));
    let (change, _) = values.change_without_break(
        key,
        (period, previous),
        (value.period, value.figure),
        difference,
    );
    CategoryChange { category, dims: key.dims.clone(), value: value.figure, previous, change }
}

fn sources_of_rows(
    figures: &Figures,
    indicator: &Indicator,
    rows: &[(&Key, &Value)],
) -> Result<Vec<Source>> {
    sources::sources_of(figures, indicator, rows.iter().map(|(key, _)| *key))
}
