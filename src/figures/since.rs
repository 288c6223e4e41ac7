//! What has become of an indicator since a day, such as the last meeting of the board: the newest figure that was known then beside
//! the newest that is known now.

use crate::catalogue::column_name;
use crate::demography::change::difference;
use crate::domain::{AreaCode, Date, Result, Status, long_date};
use crate::figures::lists::AreasOfList;
use crate::figures::{Figures, lists, provisional, reasons};
use crate::indicator::{Key, Value, Values};
use crate::table::{Cell, Column, Figure, Listing, columns};
use std::collections::BTreeMap;

/// The newest value of each area and category.
type Newest<'v> = BTreeMap<(&'v AreaCode, &'v [String]), (&'v Key, &'v Value)>;

/// The newest figures of an indicator for the areas of a region, beside those that had been published by a day, and what changed.
///
/// A change from one length of period to another, or across a break in the series, is *not applicable*.
///
/// Errors: `F301` for an unknown indicator, `F304` without figures.
pub fn since(figures: &Figures, id: &str, region: &AreaCode, day: Date) -> Result<Listing> {
    let indicator = figures.catalogue().indicator(id)?;
    let (now, then) = (figures.values(id)?, figures.known_on(day).values(id)?);
    let list = lists::areas_of_list(figures, region, now.tier());
    let (newest, before) = (newest_in(&now, &list), newest_in(&then, &list));
    if newest.is_empty() {
        return Err(reasons::no_figures(figures, indicator, &now, region));
    }
    let row = |(of, (key, value)): (&(&AreaCode, &[String]), &(&Key, &Value))| {
        let held = before.get(of);
        let then = held.map_or(Figure::missing(Status::NotAvailable), |(_, value)| value.figure);
        let change = match held {
            Some((_, held)) if !held.period.is_as_long_as(value.period) => Figure::missing(Status::NotApplicable),
            Some((before, held)) => changed(&now, (before, held), (key, value)),
            None => Figure::missing(Status::NotAvailable),
        };
        let mut cells: Vec<Cell> =
            vec![id.into(), key.area.as_str().into(), Cell::Text(figures.geography().name_of(&key.area))];
        cells.extend(key.dims.iter().map(|code| Cell::Text(code.clone())));
        cells.push(held.map_or(Cell::Text(String::new()), |(key, _)| Cell::Day(key.end)));
        cells.extend([then.into(), Cell::Day(key.end), value.figure.into(), change.into()]);
        cells.push(indicator.unit.as_str().into());
        cells
    };
    let unit = indicator.unit;
    let mut named = vec![
        Column::text(columns::INDICATOR, "Indicator"),
        Column::text(columns::AREA_CODE, "Area code"),
        Column::text(columns::AREA_NAME, "Area"),
    ];
    named.extend(indicator.dims.iter().map(|id| Column::text(&column_name(id), id.as_str())));
    named.extend([
        Column::text("known_period_end", "Known then, to"),
        Column::number("known", "Known then", unit),
        Column::text(columns::PERIOD_END, "Newest, to"),
        Column::number(columns::VALUE, "Newest", unit),
        Column::number("change", "Change", unit).with_sign(),
        Column::text(columns::UNIT, "Unit"),
    ]);
    let mut notes = vec![
        format!("Known then: the newest figure that had been published by {}.", long_date(day)),
        "A change is that of one edition: where the earlier figure has been revised since, from the revised one; not available \
         where no edition of estimates has both periods. Of one and the same period it is the revision."
            .to_owned(),
        "No change is formed between figures that are not counted alike.".to_owned(),
    ];
    notes.extend(list.left_out(now.areas()));
    notes.extend(provisional::provisional_note(figures, newest.values().map(|(key, _)| (indicator, (*key).clone())))?);
    Ok(Listing {
        caption: format!("{}, since {}", indicator.title, long_date(day)),
        columns: named,
        rows: newest.iter().map(row).collect(),
        notes,
    })
}

/// The newest values of the areas of a list. Values come in the order of their days, so that later ones take the place of earlier.
fn newest_in<'v>(values: &'v Values, list: &AreasOfList<'_>) -> Newest<'v> {
    let asked = values.iter().filter(|(key, _)| list.holds(&key.area));
    asked.map(|(key, value)| ((&key.area, key.dims.as_slice()), (key, value))).collect()
}

/// The change from a figure known before to the newest: both as the edition of the newest has them, unless they are of one period;
/// *not applicable* across a break in the series.
fn changed(values: &Values, (before, held): (&Key, &Value), (key, value): (&Key, &Value)) -> Figure {
    let from = if before.end == key.end { held.figure } else { seen_before(values, (before, held), value) };
    values.unbroken(key, (held.period, from), (value.period, value.figure), difference).0
}

/// The figure of an earlier day as the edition of the newest has it; that known before where editions continue one another.
fn seen_before(values: &Values, (before, held): (&Key, &Value), value: &Value) -> Figure {
    let revises = values.source_of(value).is_some_and(|source| source.revises);
    match values.as_seen_from(value, before) {
        Some(seen) => seen.figure,
        None if revises => Figure::missing(Status::NotAvailable),
        None => held.figure,
    }
}
