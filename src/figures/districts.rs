//! The districts of a county side by side, in what is counted by district. What is the county's own stands in its profile.

use crate::catalogue::{Indicator, Theme};
use crate::domain::{Action, Date, Error, Field, Result, Status, Tier, error_codes};
use crate::figures::place::number;
use crate::figures::reasons::Lacking;
use crate::figures::{Figures, reasons};
use crate::geography::Area;
use crate::indicator::{Key, Values};
use crate::table::{Cell, Column, Figure, Listing, columns};

/// The districts of a county: one row for each of them and each indicator counted by district, at the newest day of any of them.
///
/// A district without a figure on that day has a row with the reason. Indicators that tell categories apart, and those of
/// which no district has a figure, are left out.
///
/// Errors: `F302` for an area that is no county with districts.
pub fn districts(figures: &Figures, name: &str) -> Result<Listing> {
    let county = figures.geography().find(name)?;
    let districts = match county.code.is_county_council() {
        true => figures.areas_now(&county.code, Tier::Lower),
        false => Vec::new(),
    };
    if districts.is_empty() {
        return Err(Error::new(error_codes::UNKNOWN_AREA, "listing the districts of a county")
            .found(format!("{} ({})", county.name, county.code))
            .expected("a county that has districts, such as Kent")
            .help(format!("{} without {} prints the profile of any authority", Action::Place, Field::Districts)));
    }
    let mut rows = Vec::new();
    for theme in Theme::ALL {
        let of_theme = figures.catalogue().indicators.values().filter(|indicator| indicator.theme == theme);
        for indicator in of_theme.filter(|indicator| indicator.listed && indicator.dims.is_empty()) {
            rows.extend(of_districts(figures, indicator, &districts)?);
        }
    }
    let notes = vec![
        "Every row is of the newest day of which a district of the county has a figure.".to_owned(),
        format!(
            "Services of the county itself, and indicators without a figure of a district, are left out: see the profile of {}. \
             Indicators that tell categories apart are left out too: see {}.",
            county.name,
            Action::Show
        ),
    ];
    Ok(Listing { caption: format!("{}: its districts", county.name), columns: district_columns(), rows, notes })
}

fn of_districts(figures: &Figures, indicator: &Indicator, districts: &[&Area]) -> Result<Vec<Vec<Cell>>> {
    let values = figures.values(indicator.id.as_str())?;
    let newest = districts.iter().filter_map(|area| values.newest_day(&area.code)).max();
    let Some(day) = newest.filter(|_| values.tier() != Tier::Upper) else { return Ok(Vec::new()) };
    Ok(districts.iter().map(|area| district_row(figures, indicator, &values, area, day)).collect())
}

fn district_row(figures: &Figures, indicator: &Indicator, values: &Values, area: &Area, day: Date) -> Vec<Cell> {
    let key = Key { area: area.code.clone(), end: day, dims: Vec::new() };
    let (figure, interval, why) = match values.get(&key) {
        Some(value) => (value.figure, value.interval, values.why_missing(&key).unwrap_or_default().to_owned()),
        None => {
            let Lacking { status, why } = reasons::lacking(figures, indicator, values, &area.code);
            (Figure::missing(status), None, why)
        }
    };
    let limit = |of: Option<f64>| of.map_or(Cell::Text(String::new()), |of| number(Figure::of(of), indicator.unit));
    let mut row = vec![
        indicator.theme.as_str().into(),
        indicator.id.as_str().into(),
        indicator.title.as_str().into(),
        Cell::Day(day),
        area.code.as_str().into(),
        area.name.as_str().into(),
    ];
    row.push(number(figure, indicator.unit));
    row.extend([limit(interval.map(|held| held.lower)), limit(interval.map(|held| held.upper))]);
    let status = figure.status.map_or("", Status::as_str);
    row.extend([indicator.unit.as_str().into(), status.into(), Cell::Text(why)]);
    row
}

fn district_columns() -> Vec<Column> {
    let text = Column::text;
    vec![
        text("theme", "Theme"),
        text(columns::INDICATOR, "Indicator"),
        text("title", "Title"),
        text(columns::PERIOD_END, "To"),
        text(columns::AREA_CODE, "Area code"),
        text(columns::AREA_NAME, "Area"),
        Column::numeric(columns::VALUE, "Value"),
        Column::numeric(columns::LOWER, "Lower limit"),
        Column::numeric(columns::UPPER, "Upper limit"),
        text(columns::UNIT, "Unit"),
        text(columns::STATUS, "Status"),
        text("note", "Note"),
    ]
}
