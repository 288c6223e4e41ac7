//! What is held, as listings: the values of an indicator, a tidy table, datasets, indicators, attributions.

use crate::catalogue::{Dataset, Indicator, column_name};
use crate::demography::interval::Interval;
use crate::domain::{
    AreaCode, Compare, Date, Error, Id, Result, Status, Unit, capitalised, error_codes, long_date, with_decimals,
};
use crate::figures::provisional::note_on_rows;
use crate::figures::{Figures, lists, place, provisional, reasons};
use crate::holdings::releases;
use crate::indicator::{InputRole, Key, Value, Values};
use crate::knowledge::{categories, rules};
use crate::table::{Cell, Column, Figure, Listing, Row, Table, columns};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Of each area and period the categories with the largest figures, the largest first; those without a figure last.
fn largest<'v>(found: &[(&'v Key, &'v Value)], top: usize) -> Vec<(&'v Key, &'v Value)> {
    let of_one = |a: &(&Key, &Value), b: &(&Key, &Value)| (&a.0.area, a.0.end) == (&b.0.area, b.0.end);
    let size = |value: &Value| value.figure.value.unwrap_or(f64::NEG_INFINITY);
    let sorted = found.chunk_by(of_one).flat_map(|categories| {
        let mut sorted = categories.to_vec();
        sorted.sort_by(|a, b| size(b.1).compare(&size(a.1)));
        sorted.into_iter().take(top)
    });
    sorted.collect()
}

/// A value as it stands beside that of an area: *not applicable* for a reason why the two may not be compared.
fn beside(value: &Value, why_apart: Option<&str>) -> Value {
    let mut beside = value.clone();
    if why_apart.is_some() && value.figure.value.is_some() {
        (beside.figure, beside.interval) = (Figure::missing(Status::NotApplicable), None);
    }
    beside
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
    /// With the area what it is compared with: region, Inner or Outer London, nation, kingdom, the other regions, neighbours.
    pub beside: bool,
    /// Of the categories of each area and period only so many, the largest first.
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

/// The values of an indicator for a region and its authorities, or for one area, alone or beside what it is compared with.
pub fn show(figures: &Figures, request: &ShowRequest) -> Result<Listing> {
    let indicator = figures.catalogue().indicator(&request.indicator)?;
    let values = figures.values(&request.indicator)?;
    let in_time =
        |key: &Key| request.from.is_none_or(|from| key.end >= from) && request.to.is_none_or(|to| key.end <= to);
    let of_time = || values.iter().filter(|(key, _)| in_time(key));
    let Some(area) = request.area.as_deref().map(|text| figures.geography().find(text)).transpose()? else {
        let list = lists::areas_of_list(figures, &request.region, values.tier());
        let found = of_time().filter(|(key, _)| list.holds(&key.area)).collect();
        let mut listing = listing_of(figures, indicator, &values, found, request.top, &request.region)?;
        listing.notes.extend(list.left_out(of_time().map(|(key, _)| &key.area)));
        return Ok(listing);
    };
    let wanted = match request.beside {
        true => place::compared_with(figures, &area.code)?,
        false => vec![figures.geography().current(&area.code).clone()],
    };
    let mut found: Vec<(&Key, &Value)> = of_time().filter(|(key, _)| wanted.contains(&key.area)).collect();
    found.sort_by_key(|(key, _)| wanted.iter().position(|area| *area == key.area));
    let own = &wanted[0];
    let why_apart = |key: &Key| place::why_no_comparator(figures, indicator, &values, own, &key.area);
    let apart: Vec<(&Key, Value)> = found.iter().map(|(key, value)| (*key, beside(value, why_apart(key)))).collect();
    let shown = apart.iter().map(|(key, value)| (*key, value)).collect();
    let mut listing = listing_of(figures, indicator, &values, shown, request.top, &area.code)?;
    let reasons: BTreeSet<&str> = found.iter().filter_map(|(key, _)| why_apart(key)).collect();
    let label = capitalised(Status::NotApplicable.label());
    listing.notes.extend(reasons.into_iter().map(|why| format!("{label} beside {}: {why}.", area.name)));
    Ok(listing)
}

/// Values of an indicator as a listing about an area, of many categories the largest. Errors with `F304` where there are none.
pub(crate) fn listing_of<'v>(
    figures: &Figures,
    indicator: &Indicator,
    values: &Values,
    mut found: Vec<(&'v Key, &'v Value)>,
    top: Option<usize>,
    of: &AreaCode,
) -> Result<Listing> {
    if found.is_empty() {
        return Err(no_values(figures, indicator, values, of));
    }
    if let Some(top) = top {
        found = largest(&found, top);
    }
    let mut reasons: BTreeSet<(&str, String)> = BTreeSet::new();
    for (key, value) in found.iter().filter(|(_, value)| value.figure.value.is_none()) {
        let status = value.figure.status.unwrap_or(Status::NotAvailable);
        reasons.extend(reasons::why_missing(figures, indicator, values, key)?.map(|why| (status.label(), why)));
    }
    let dimensions = categories::dimensions(figures.knowledge(), indicator);
    let row = |(key, value): (&Key, &Value)| {
        let mut row = value_row(figures, indicator, key, value);
        // Who asks for the largest wants to read what they are; otherwise the columns are the contract's.
        row.extend(top.map(|_| Cell::Text(categories::category(figures.knowledge(), &dimensions, key))));
        row
    };
    let mut columns = value_columns(indicator);
    columns.extend(top.map(|_| Column::text("category", "Category")));
    let left_out_on = found.iter().filter(|(_, value)| value.leaves_people_out()).map(|(key, _)| key.end).max();
    let at_least = found.iter().any(|(_, value)| value.figure.is_at_least());
    let provisional = provisional::provisional_note(figures, found.iter().map(|(key, _)| (indicator, (*key).clone())))?;
    let mut notes: Vec<String> =
        rules::sentences_for(figures.knowledge(), &indicator.caveats, of).into_iter().map(str::to_owned).collect();
    notes.extend(reasons.into_iter().map(|(status, why)| capitalised(&format!("{status}: {why}."))));
    notes.extend(left_out_on.map(|day| unallocated_note(figures, indicator, day)).transpose()?.flatten());
    let why_at_least = if at_least { reasons::why_at_least(figures, indicator) } else { Vec::new() };
    notes.extend(why_at_least.into_iter().map(|why| capitalised(&format!("{why}."))));
    notes.extend(provisional);
    let rows = found.into_iter().map(row).collect();
    Ok(Listing { caption: indicator.title.clone(), columns, rows, notes })
}

/// How many people have no authority, for an indicator whose figures leave them out.
fn unallocated_note(figures: &Figures, indicator: &Indicator, day: Date) -> Result<Option<String>> {
    let of = indicator.method.input(InputRole::Of);
    of.map_or(Ok(None), |of| unallocated(figures, of.as_str(), day))
}

/// How many people of an indicator's whole have no authority, where there are any.
pub(crate) fn unallocated(figures: &Figures, id: &str, day: Date) -> Result<Option<String>> {
    let (values, kingdom) = (figures.values(id)?, AreaCode::united_kingdom());
    let key = Key { area: kingdom, end: day, dims: Vec::new() };
    let (allocated, outside) = values.allocated(&key);
    let people = Figure::sum(outside.iter().map(|key| values.figure(key)));
    let (Some(people), Some(_), Some(whole)) = (people.value, allocated.value, values.figure(&key).value) else {
        return Ok(None);
    };
    Ok((people > 0.0).then(|| {
        format!(
            "To {}: {} of {} people have no authority; shares and rates leave them out.",
            long_date(day),
            with_decimals(people, 0),
            with_decimals(whole, 0)
        )
    }))
}

fn value_row(figures: &Figures, indicator: &Indicator, key: &Key, value: &Value) -> Vec<Cell> {
    let name = figures.geography().get(&key.area).map_or(String::new(), |area| area.name.clone());
    let mut row: Vec<Cell> = vec![
        indicator.id.as_str().into(),
        key.area.as_str().into(),
        name.as_str().into(),
        value.period.start.to_string().as_str().into(),
        value.period.end.to_string().as_str().into(),
    ];
    row.extend(key.dims.iter().map(|code| Cell::Text(code.clone())));
    let status = value.figure.status.map_or("", Status::as_str);
    // Where the indicator has no interval the columns are empty: they are the contract's.
    let limit =
        |of: fn(Interval) -> f64| value.interval.map_or(Cell::Text(String::new()), |held| Cell::Number(of(held)));
    row.extend([bare(value.figure), limit(|held| held.lower), limit(|held| held.upper)]);
    row.extend([indicator.unit.as_str().into(), status.into()]);
    row
}

/// One tidy table as the editions held give it.
pub fn tidy(figures: &Figures, dataset: &str) -> Result<Listing> {
    let definition = figures.catalogue().dataset(dataset)?;
    let table = held_table(figures, definition)?;
    Ok(tidy_listing(definition, table.dims(), &table.rows()?))
}

/// The table of a dataset, or `F304` when no edition is held.
pub(crate) fn held_table(figures: &Figures, definition: &Dataset) -> Result<Arc<Table>> {
    figures.holdings().table(&definition.id)?.ok_or_else(|| {
        Error::new(error_codes::NO_DATA, format!("looking for editions of {}", definition.id))
            .found("none, bundled or imported")
            .help(format!("download the publication from {} and import it", definition.landing_page))
    })
}

/// The datasets with the edition held of each.
pub fn datasets(figures: &Figures) -> Result<Listing> {
    let editions = figures.holdings().editions()?;
    let names = [
        ("dataset", "Dataset"),
        ("title", "Title"),
        ("publisher", "Publisher"),
        ("frequency", "Frequency"),
        ("geography", "Geography"),
        ("edition", "Edition held"),
        ("as_at", "As at"),
        ("published", "Published"),
        ("held", "Held"),
        ("editions", "Editions"),
        ("next_release", "Next release"),
        ("announced", "Announced"),
        ("freshness", "Freshness"),
        ("held_back", "Held back"),
    ];
    let journal = releases::journal(figures.holdings())?;
    let waiting = figures.holdings().store().waiting()?.held_back;
    let row = |id: &Id| {
        let definition = &figures.catalogue().datasets[id];
        let held: Vec<_> = editions.iter().filter(|edition| edition.dataset == *id).collect();
        let newest = held.first().copied();
        let on_calendar =
            figures.today().map(|today| releases::freshness(figures.holdings(), definition, newest, &journal, today));
        let (next, freshness) = on_calendar.map_or((None, None), |(next, freshness)| (next, Some(freshness)));
        let text = |of: Option<String>| Cell::Text(of.unwrap_or_default());
        vec![
            id.as_str().into(),
            definition.title.as_str().into(),
            definition.publisher.as_str().into(),
            definition.frequency.as_str().into(),
            definition.geography.as_str().into(),
            text(newest.map(|edition| edition.edition.to_string())),
            newest.map_or(Cell::Text(String::new()), |edition| Cell::Day(edition.edition)),
            text(newest.and_then(|edition| edition.published).map(|day| day.to_string())),
            text(newest.map(|edition| if edition.bundled { "bundled" } else { "imported" }.to_owned())),
            Cell::Text(held.len().to_string()),
            next.map_or(Cell::Text(String::new()), |next| Cell::Day(next.day)),
            next.map_or("", |next| if next.stated { "yes" } else { "expected" }).into(),
            text(freshness.map(|freshness| freshness.to_string())),
            Cell::Text(waiting.iter().filter(|one| one.datasets.contains(id)).count().to_string()),
        ]
    };
    Ok(Listing {
        caption: "Datasets".to_owned(),
        columns: names.iter().map(|(name, header)| Column::text(name, header)).collect(),
        rows: figures.catalogue().datasets.keys().map(row).collect(),
        notes: Vec::new(),
    })
}

/// The indicators there are.
pub fn indicators(figures: &Figures) -> Listing {
    let names = [
        ("indicator", "Indicator"),
        ("title", "Title"),
        ("theme", "Theme"),
        ("method", "Method"),
        ("unit", "Unit"),
        ("kind", "Kind"),
    ];
    let rows = figures.catalogue().indicators.values().map(|indicator| {
        vec![
            indicator.id.as_str().into(),
            indicator.title.as_str().into(),
            indicator.theme.as_str().into(),
            indicator.method.name().into(),
            indicator.unit.as_str().into(),
            indicator.kind.as_str().into(),
        ]
    });
    Listing {
        caption: "Indicators".to_owned(),
        columns: names.iter().map(|(name, header)| Column::text(name, header)).collect(),
        rows: rows.collect(),
        notes: Vec::new(),
    }
}

/// Why an indicator has no values: nobody publishes them, or not for what was asked.
fn no_values(figures: &Figures, indicator: &Indicator, values: &Values, area: &AreaCode) -> Error {
    match values.newest_day(area) {
        Some(_) => Error::new(error_codes::NO_DATA, format!("looking for figures of {}", indicator.id))
            .found("none for that area and time"),
        None => reasons::no_figures(figures, indicator, values, area),
    }
}

/// Rows of a dataset as a listing, in their order.
pub(super) fn tidy_listing(definition: &Dataset, dims: &[String], rows: &[Row]) -> Listing {
    let mut columns: Vec<Column> = columns::LEADING.iter().map(|name| Column::text(name, name)).collect();
    columns.extend(dims.iter().map(|dim| Column::text(dim, dim)));
    columns.push(Column::text(columns::MEASURE, columns::MEASURE));
    columns.push(Column::number(columns::VALUE, columns::VALUE, Unit::People));
    columns.extend([columns::UNIT, columns::STATUS].map(|name| Column::text(name, name)));
    let cells = |row: &Row| {
        let texts =
            [row.area.to_string(), row.area_name.to_string(), row.period.start.to_string(), row.period.end.to_string()];
        let mut cells: Vec<Cell> = texts
            .into_iter()
            .chain(row.dims.iter().cloned())
            .chain([row.measure.to_string()])
            .map(Cell::Text)
            .collect();
        let status = row.status.map_or("", Status::as_str);
        cells.extend([bare(row.figure()), row.unit.as_str().into(), status.into()]);
        cells
    };
    Listing {
        caption: definition.title.clone(),
        columns,
        rows: rows.iter().map(cells).collect(),
        notes: definition.caveats.iter().map(|said| said.text.clone()).chain(note_on_rows(definition, rows)).collect(),
    }
}

/// A cell with the number alone: the status has a column of its own.
fn bare(figure: Figure) -> Cell {
    figure.value.map_or(Cell::Missing(figure.status.unwrap_or(Status::NotAvailable)), Cell::Number)
}

fn value_columns(indicator: &Indicator) -> Vec<Column> {
    let mut all = vec![Column::text(columns::INDICATOR, "Indicator")];
    all.extend(
        [
            (columns::AREA_CODE, "Area code"),
            (columns::AREA_NAME, "Area"),
            (columns::PERIOD_START, "From"),
            (columns::PERIOD_END, "To"),
        ]
        .map(|(n, h)| Column::text(n, h)),
    );
    all.extend(indicator.dims.iter().map(|dim| Column::text(&column_name(dim), &column_name(dim))));
    let header = format!("Value ({})", indicator.unit.label());
    all.push(Column::number(columns::VALUE, &header, indicator.unit));
    all.extend([columns::LOWER, columns::UPPER].map(|name| Column::number(name, name, indicator.unit)));
    all.extend([(columns::UNIT, "Unit"), (columns::STATUS, "Status")].map(|(n, h)| Column::text(n, h)));
    all
}
