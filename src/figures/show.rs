//! The values of an indicator for the areas of a region, or for one area.
//!
//! Belongs here: which values are shown, and the notes on them. Does not belong here: columns
//! (`tables`).

use crate::catalogue::{Indicator, column_name};
use crate::domain::{
    AreaCode, Compare, Date, Error, Id, Result, Status, Unit, capitalised, error_codes,
};
use crate::figures::{Figures, comparators, lists, provisional, reasons, sources, unallocated};
use crate::indicator::{InputRole, Key, Value, Values};
use crate::knowledge::{categories, rules};
use crate::table::{Figure, Source};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// Of each area and period the categories with the largest figures, the largest first; those
/// without a figure last.
fn largest<'v>(found: &[(&'v Key, &'v Value)], top: usize) -> Vec<(&'v Key, &'v Value)> {
    let of_one =
        |a: &(&Key, &Value), b: &(&Key, &Value)| (&a.0.area, a.0.end) == (&b.0.area, b.0.end);
    let size = |value: &Value| value.figure.value.unwrap_or(f64::NEG_INFINITY);
    let sorted = found.chunk_by(of_one).flat_map(|categories| {
        let mut sorted = categories.to_vec();
        sorted.sort_by(|a, b| size(b.1).compare(&size(a.1)));
        sorted.into_iter().take(top)
    });
    sorted.collect()
}

/// A value next to that of an area: *not applicable* for a reason why the two may not be compared.
fn as_comparator(value: &Value, why_not: Option<&str>) -> Value {
    let mut comparator = value.clone();
    if why_not.is_some() && value.figure.value.is_some() {
        (comparator.figure, comparator.interval) = (Figure::missing(Status::NotApplicable), None);
    }
    comparator
}

/// A request for the values of an indicator.
#[derive(Debug, Clone)]
pub struct ShowRequest {
    /// The indicator.
    pub indicator: String,
    /// The region whose areas are shown, itself included.
    pub region: AreaCode,
    /// Only this area, by code or name.
    pub area: Option<String>,
    /// Also lists the comparators of the area: region, Inner or Outer London, nation, United
    /// Kingdom, the other regions, neighbours.
    pub beside: bool,
    /// The most categories of each area and period, the largest first.
    pub top: Option<usize>,
    /// Only periods that end on or after this day.
    pub from: Option<Date>,
    /// Only periods that end on or before this day.
    pub to: Option<Date>,
}

impl ShowRequest {
    /// Every value of the areas of a region.
    pub fn of_region(indicator: String, region: AreaCode) -> Self {
        Self { indicator, region, area: None, beside: false, top: None, from: None, to: None }
    }
}

/// The values of an indicator.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ValuesAnswer {
    /// The title of the indicator, as a caption.
    pub caption: String,
    /// The indicator.
    pub indicator: Id,
    /// The region whose areas are listed, or the one area.
    pub area: AreaCode,
    /// The number of categories requested for each area and period, the largest first.
    pub top: Option<usize>,
    /// The dimensions of the codes in `dims`, by the names of the columns.
    pub dimensions: Vec<String>,
    /// The unit of `value`, `lower` and `upper`.
    pub unit: Unit,
    /// One value a row.
    pub rows: Vec<ValueRow>,
    /// Caveats that apply to all figures of the indicator.
    pub caveats: Vec<String>,
    /// Notes that explain these figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// One value of an indicator.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ValueRow {
    /// The area.
    pub area_code: AreaCode,
    /// Its name; empty for one that the register does not have.
    pub area_name: String,
    /// First day of the period.
    pub period_start: Date,
    /// Last day of the period: the day that a count is as at.
    pub period_end: Date,
    /// One code for each of the dimensions, in their order.
    pub dims: Vec<String>,
    /// The number, or why it is missing.
    #[serde(flatten)]
    pub figure: Figure,
    /// Lower limit of the interval, where the indicator has one.
    pub lower: Option<f64>,
    /// Upper limit of the interval, where the indicator has one.
    pub upper: Option<f64>,
    /// The titles of the codes, where the largest categories were requested.
    pub category: Option<String>,
}

/// The values of an indicator for a region and its authorities, or for one area, alone or with its
/// comparators.
///
/// A figure that may not be compared with the area's is *not applicable*, with the reason in the
/// notes.
///
/// Errors: `F301` for an unknown indicator, `F302` for an unknown area, `F304` where there are no
/// values.
pub fn show(figures: &Figures, request: &ShowRequest) -> Result<ValuesAnswer> {
    let indicator = figures.catalogue().indicator(&request.indicator)?;
    let values = figures.values(&request.indicator)?;
    let in_time = |key: &Key| {
        request.from.is_none_or(|from| key.end >= from) && request.to.is_none_or(|to| key.end <= to)
    };
    let of_time = || values.iter().filter(|(key, _)| in_time(key));
    let Some(area) =
        request.area.as_deref().map(|text| figures.geography().find(text)).transpose()?
    else {
        let list = lists::areas_of_list(figures, &request.region, values.tier());
        let found = of_time().filter(|(key, _)| list.holds(&key.area)).collect();
        let mut answer =
            values_answer(figures, indicator, &values, found, request.top, &request.region)?;
        answer.notes.extend(list.left_out(of_time().map(|(key, _)| &key.area)));
        return Ok(answer);
    };
    let shown = match request.beside {
        true => comparators::compared_with(figures, &area.code)?,
        false => vec![figures.geography().current(&area.code).clone()],
    };
    let mut found: Vec<(&Key, &Value)> =
        of_time().filter(|(key, _)| shown.contains(&key.area)).collect();
    found.sort_by_key(|(key, _)| shown.iter().position(|area| *area == key.area));
    let own = &shown[0];
    let why_not =
        |key: &Key| comparators::why_no_comparator(figures, indicator, &values, own, &key.area);
    let compared: Vec<(&Key, Value)> =
        found.iter().map(|(key, value)| (*key, as_comparator(value, why_not(key)))).collect();
    let rows = compared.iter().map(|(key, value)| (*key, value)).collect();
    let mut answer = values_answer(figures, indicator, &values, rows, request.top, &area.code)?;
    let reasons: BTreeSet<&str> = found.iter().filter_map(|(key, _)| why_not(key)).collect();
    let label = capitalised(Status::NotApplicable.label());
    answer
        .notes
        .extend(reasons.into_iter().map(|why| format!("{label} beside {}: {why}.", area.name)));
    Ok(answer)
}

/// Values of an indicator as an answer about an area; of many categories only the largest. Errors
/// with `F304` without values.
pub(crate) fn values_answer<'v>(
    figures: &Figures,
    indicator: &Indicator,
    values: &Values,
    mut found: Vec<(&'v Key, &'v Value)>,
    top: Option<usize>,
    area: &AreaCode,
) -> Result<ValuesAnswer> {
    if found.is_empty() {
        return Err(no_values(figures, indicator, values, area));
    }
    if let Some(top) = top {
        found = largest(&found, top);
    }
    let dimensions = categories::dimensions(figures.knowledge(), indicator);
    let category = |key: &Key| categories::category(figures.knowledge(), &dimensions, key);
    // Titles are shown only where the largest categories were requested; otherwise the columns are
    // the contract's.
    let row = |(key, value): &(&Key, &Value)| ValueRow {
        category: top.map(|_| category(key)),
        ..row(figures, key, value)
    };
    let caveats = rules::sentences_for(figures.knowledge(), &indicator.caveats, area);
    Ok(ValuesAnswer {
        caption: indicator.title.clone(),
        indicator: indicator.id.clone(),
        area: area.clone(),
        top,
        dimensions: indicator.dims.iter().map(column_name).collect(),
        unit: indicator.unit,
        rows: found.iter().map(row).collect(),
        caveats: caveats.into_iter().map(str::to_owned).collect(),
        notes: notes(figures, indicator, values, &found)?,
        sources: sources::sources_of(figures, indicator, found.iter().map(|(key, _)| *key))?,
    })
}

fn row(figures: &Figures, key: &Key, value: &Value) -> ValueRow {
    ValueRow {
        area_code: key.area.clone(),
        area_name: figures
            .geography()
            .get(&key.area)
            .map_or(String::new(), |area| area.name.clone()),
        period_start: value.period.start,
        period_end: value.period.end,
        dims: key.dims.clone(),
        figure: value.figure,
        lower: value.interval.map(|interval| interval.lower),
        upper: value.interval.map(|interval| interval.upper),
        category: None,
    }
}

/// Why figures are missing, whom they leave out, why they are *at least* so many, and which may
/// still be changed.
fn notes(
    figures: &Figures,
    indicator: &Indicator,
    values: &Values,
    found: &[(&Key, &Value)],
) -> Result<Vec<String>> {
    let mut missing: BTreeSet<(&str, String)> = BTreeSet::new();
    for (key, value) in found.iter().filter(|(_, value)| value.figure.value.is_none()) {
        let status = value.figure.status.unwrap_or(Status::NotAvailable);
        missing.extend(
            reasons::missing_reason(figures, indicator, values, key)?
                .map(|why| (status.label(), why)),
        );
    }
    let mut notes: Vec<String> = missing
        .into_iter()
        .map(|(status, why)| capitalised(&format!("{status}: {why}.")))
        .collect();
    let left_out_on =
        found.iter().filter(|(_, value)| value.leaves_people_out()).map(|(key, _)| key.end).max();
    notes.extend(
        left_out_on.map(|day| unallocated_note(figures, indicator, day)).transpose()?.flatten(),
    );
    let at_least = found.iter().any(|(_, value)| value.figure.is_at_least());
    let lower_bound_reason =
        if at_least { reasons::lower_bound_reason(figures, indicator) } else { Vec::new() };
    notes.extend(lower_bound_reason.into_iter().map(|why| capitalised(&format!("{why}."))));
    let keys = found.iter().map(|(key, _)| (indicator, (*key).clone()));
    notes.extend(provisional::provisional_note(figures, keys)?);
    Ok(notes)
}

/// How many people have no authority, for an indicator whose figures leave them out.
fn unallocated_note(figures: &Figures, indicator: &Indicator, day: Date) -> Result<Option<String>> {
    let of = indicator.method.input(InputRole::Of);
    of.map_or(Ok(None), |of| unallocated::note(figures, of.as_str(), day))
}

/// Why an indicator has no values: no one publishes them, or not for this request.
fn no_values(figures: &Figures, indicator: &Indicator, values: &Values, area: &AreaCode) -> Error {
    match values.newest_day(area) {
        Some(_) => {
            Error::new(error_codes::NO_DATA, format!("looking for figures of {}", indicator.id))
                .found("none for that area and time")
        }
        None => reasons::no_figures(figures, indicator, values, area),
    }
}
