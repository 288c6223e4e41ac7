//! Columns of a key: the figures of one indicator for all areas on one day.
//!
//! Belongs here: which day counts, what replaces a missing figure, how uncertain each figure is.
//! Does not belong here: how the columns of a key become shares (`keys`).

use crate::allocation::measures::not_compared;
use crate::catalogue::MissingPart;
use crate::demography::interval::Confidence;
use crate::demography::outlying::median;
use crate::domain::{AreaCode, Date, Error, Id, Result, Status, error_codes, long_date};
use crate::figures::neighbours::standard_deviation;
use crate::figures::{Figures, reasons};
use crate::geography::Area;
use crate::indicator::{Key as IndicatorKey, Value, Values, common_day};
use crate::table::Figure;
use std::collections::BTreeMap;

/// A column of figures of the areas on one day, with its note.
pub(super) struct Column {
    pub figures: Vec<Figure>,
    pub errors: Vec<f64>,
    pub estimated: Vec<bool>,
    pub day: Date,
    pub note: String,
    pub drawn: Vec<String>,
}

/// Why there is no day on which half of some areas have a figure.
fn reason_without_half(
    figures: &Figures,
    id: &Id,
    values: &Values,
    areas: &[&AreaCode],
) -> Result<String> {
    let has_none = areas.iter().all(|area| values.newest_day(area).is_none());
    Ok(match areas.first().filter(|_| has_none) {
        Some(area) => {
            reasons::lacking(figures, figures.catalogue().indicator(id.as_str())?, values, area).why
        }
        None => "no day on which half of the areas have a figure".to_owned(),
    })
}

/// `F306` where a part of a key is about areas that may not be compared.
fn are_compared(figures: &Figures, id: &Id, values: &Values, areas: &[&AreaCode]) -> Result<()> {
    let (Some(comparable), Some(first)) = (values.comparable(), areas.first()) else {
        return Ok(());
    };
    let is_isolated = |other: &&&AreaCode| {
        values.incomparable_reason(first, other, figures.geography()).is_some()
    };
    match areas.iter().find(is_isolated) {
        Some(_) => Err(not_compared(figures.catalogue().indicator(id.as_str())?, comparable)),
        None => Ok(()),
    }
}

/// An indicator's figures of all areas on one day. Residents are on the mid-year that is the
/// denominator of all rates. Others are on the newest day that all areas have in common. A key that
/// fills gaps with the median needs a day that at least half of the areas have.
pub(super) fn column(
    figures: &Figures,
    id: &Id,
    areas: &[&Area],
    as_at: Date,
    mid_year: Date,
    missing: MissingPart,
) -> Result<Column> {
    let (values, title) =
        (figures.values(id.as_str())?, &figures.catalogue().indicator(id.as_str())?.title);
    let codes: Vec<&AreaCode> = areas.iter().map(|area| &area.code).collect();
    are_compared(figures, id, &values, &codes)?;
    let common = if *id == figures.catalogue().roles.population {
        Some(mid_year)
    } else {
        common_day(&values, &codes, as_at)
    };
    let key = |code: &AreaCode, day: Date| IndicatorKey {
        area: code.clone(),
        end: day,
        dims: Vec::new(),
    };
    let on = |day: Date| -> Vec<Figure> {
        codes.iter().map(|code| values.figure(&key(code, day))).collect()
    };
    let errors = |day: Date| -> Vec<f64> {
        codes.iter().map(|code| standard_error(values.get(&key(code, day)))).collect()
    };
    let newer_of_half = match missing {
        MissingPart::Middle => {
            newest_of_half(&values, &codes, as_at).filter(|day| Some(*day) > common)
        }
        MissingPart::Refuse => None,
    };
    if let Some(day) = common.filter(|_| newer_of_half.is_none()) {
        let figures = on(day);
        let note = format!("{title}: {}.", long_date(day));
        let (errors, estimated) = (errors(day), vec![false; figures.len()]);
        let drawn = within_intervals(title, &errors).into_iter().collect();
        return Ok(Column { errors, estimated, figures, day, note, drawn });
    }
    let day = newest_of_half(&values, &codes, as_at);
    let lacking = |day: Date| -> Vec<&str> {
        areas
            .iter()
            .zip(on(day))
            .filter(|(_, figure)| figure.value.is_none())
            .map(|(area, _)| area.name.as_str())
            .collect()
    };
    match (day, missing) {
        (Some(day), MissingPart::Middle) => {
            Ok(imputed(title, day, on(day), errors(day), &lacking(day).join(", ")))
        }
        (day, _) => Err(Error::new(error_codes::NO_DATA, "looking for the figures of a key")
            .at_key(id.as_str())
            .found(match day {
                Some(day) => {
                    format!("on {} nothing of {}", long_date(day), lacking(day).join(", "))
                }
                None => reason_without_half(figures, id, &values, &codes)?,
            })
            .expected("a figure of every area on one day")
            .help(
                "import the editions that have them; a key that says `missing = \"middle\"` takes \
                 the middle of the others",
            )),
    }
}

/// The figures of one day, with the median of the others for the areas `names`, which have none.
fn imputed(
    title: &str,
    day: Date,
    mut figures: Vec<Figure>,
    own_errors: Vec<f64>,
    names: &str,
) -> Column {
    let known: Vec<f64> = figures.iter().filter_map(|figure| figure.value).collect();
    let middle = median(&known).unwrap_or_default();
    let estimated: Vec<bool> = figures.iter().map(|figure| figure.value.is_none()).collect();
    let spread = standard_deviation(known.iter().copied());
    let mut drawn: Vec<String> = within_intervals(title, &own_errors).into_iter().collect();
    drawn.push(format!("{title} of {names}, imputed: by the standard deviation of the others"));
    let mut errors = own_errors;
    for (figure, error) in
        figures.iter_mut().zip(&mut errors).filter(|(figure, _)| figure.value.is_none())
    {
        // It may be anywhere among the others.
        (*figure, *error) =
            (Figure { value: Some(middle), status: Some(Status::Estimated) }, spread);
    }
    let note = format!(
        "{title}: {}; no figure of {names}, which count as the median of the others.",
        long_date(day)
    );
    Column { figures, errors, estimated, day, note, drawn }
}

/// The number of each area, in their order. Errors with `F304`, naming the areas that have none on
/// the day: to leave them out would give their places to others.
pub(super) fn one_for_each(id: &Id, areas: &[&Area], column: &Column) -> Result<Vec<f64>> {
    column.figures.iter().map(|figure| figure.value).collect::<Option<_>>().ok_or_else(|| {
        let without =
            areas.iter().zip(&column.figures).filter(|(_, figure)| figure.value.is_none());
        let names: Vec<&str> = without.map(|(area, _)| area.name.as_str()).collect();
        Error::new(error_codes::NO_DATA, "looking for the figures of a key")
            .at_key(id.as_str())
            .found(format!("on {} nothing of {}", long_date(column.day), names.join(", ")))
            .expected("a figure of every area on one day")
    })
}

/// The phrase for a column of which some figures have an interval.
fn within_intervals(title: &str, errors: &[f64]) -> Option<String> {
    errors.iter().any(|error| *error > 0.0).then(|| format!("{title}, within its 95% intervals"))
}

/// The standard error of a figure with a 95% interval, assumed normal; 0 for a figure without one.
fn standard_error(value: Option<&Value>) -> f64 {
    let interval = value.and_then(|value| value.interval);
    interval.map_or(0.0, |limits| (limits.upper - limits.lower) / (2.0 * Confidence::Percent95.z()))
}

/// The newest day up to another on which at least half of the areas have a figure.
fn newest_of_half(values: &Values, areas: &[&AreaCode], until: Date) -> Option<Date> {
    let mut counts: BTreeMap<Date, usize> = BTreeMap::new();
    for area in areas {
        for (key, _) in values
            .iter_area(area)
            .filter(|(key, value)| key.end <= until && value.figure.value.is_some())
        {
            *counts.entry(key.end).or_default() += 1;
        }
    }
    counts.into_iter().rev().find(|(_, count)| 2 * count >= areas.len()).map(|(day, _)| day)
}
