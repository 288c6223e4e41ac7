//! The districts of a county compared, by indicators that are counted by district. The county's own
//! indicators are in its profile.

use crate::catalogue::{Indicator, Theme};
use crate::domain::{Action, AreaCode, Date, Error, Field, Id, Result, Tier, Unit, error_codes};
use crate::figures::reasons::MissingReason;
use crate::figures::sources::UsedSources;
use crate::figures::{Figures, reasons};
use crate::geography::Area;
use crate::indicator::{Key, Values};
use crate::table::{Figure, Source};
use schemars::JsonSchema;
use serde::Serialize;

/// The districts of a county side by side.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DistrictsAnswer {
    /// The county, as a caption.
    pub caption: String,
    /// The county.
    pub county: AreaCode,
    /// One indicator and district a row.
    pub rows: Vec<DistrictRow>,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// A figure of one district.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DistrictRow {
    /// The subject of the indicator.
    pub theme: Theme,
    /// The indicator.
    pub indicator: Id,
    /// Its title.
    pub title: String,
    /// The newest day for which a district of the county has a figure.
    pub period_end: Date,
    /// The district.
    pub area_code: AreaCode,
    /// Its name.
    pub area_name: String,
    /// The number, or why it is missing.
    #[serde(flatten)]
    pub figure: Figure,
    /// Lower limit of the interval, where the indicator has one.
    pub lower: Option<f64>,
    /// Upper limit of the interval, where the indicator has one.
    pub upper: Option<f64>,
    /// The unit of the figure and its limits.
    pub unit: Unit,
    /// Why the figure is missing, where a reason is known.
    pub note: Option<String>,
}

/// The districts of a county: one row for each of them and each indicator counted by district, at
/// the newest day of any of them.
///
/// A district without a figure on that day has a row with the reason. Indicators with categories,
/// and those without a figure for any district, are left out.
///
/// Errors: `F302` for an area that is no county with districts.
pub fn districts(figures: &Figures, name: &str) -> Result<DistrictsAnswer> {
    let county = figures.geography().find(name)?;
    let districts = match county.code.is_county_council() {
        true => figures.areas_now(&county.code, Tier::Lower),
        false => Vec::new(),
    };
    if districts.is_empty() {
        return Err(Error::new(error_codes::UNKNOWN_AREA, "listing the districts of a county")
            .found(format!("{} ({})", county.name, county.code))
            .expected("a county that has districts, such as Kent")
            .help(format!(
                "{} without {} prints the profile of any authority",
                Action::Place,
                Field::Districts
            )));
    }
    let (mut rows, mut sources) = (Vec::new(), UsedSources::new(figures));
    for theme in Theme::ALL {
        let of_theme =
            figures.catalogue().indicators.values().filter(|indicator| indicator.theme == theme);
        for indicator in of_theme.filter(|indicator| indicator.listed && indicator.dims.is_empty())
        {
            let of_indicator = of_districts(figures, indicator, &districts)?;
            for row in &of_indicator {
                sources.add(
                    indicator,
                    &Key { area: row.area_code.clone(), end: row.period_end, dims: Vec::new() },
                )?;
            }
            rows.extend(of_indicator);
        }
    }
    let notes = vec![
        "Every row is of the newest day of which a district of the county has a figure.".to_owned(),
        format!(
            "Services of the county itself, and indicators without a figure of a district, are \
             left out: see the profile of {}. Indicators that tell categories apart are left out \
             too: see {}.",
            county.name,
            Action::Show
        ),
    ];
    Ok(DistrictsAnswer {
        caption: format!("{}: its districts", county.name),
        county: county.code.clone(),
        rows,
        notes,
        sources: sources.into_sources(),
    })
}

fn of_districts(
    figures: &Figures,
    indicator: &Indicator,
    districts: &[&Area],
) -> Result<Vec<DistrictRow>> {
    let values = figures.values(indicator.id.as_str())?;
    let newest = districts.iter().filter_map(|area| values.newest_day(&area.code)).max();
    let Some(day) = newest.filter(|_| values.tier() != Tier::Upper) else { return Ok(Vec::new()) };
    Ok(districts.iter().map(|area| district_row(figures, indicator, &values, area, day)).collect())
}

fn district_row(
    figures: &Figures,
    indicator: &Indicator,
    values: &Values,
    area: &Area,
    day: Date,
) -> DistrictRow {
    let key = Key { area: area.code.clone(), end: day, dims: Vec::new() };
    let (figure, interval, note) = match values.get(&key) {
        Some(value) => {
            (value.figure, value.interval, values.missing_reason(&key).map(str::to_owned))
        }
        None => {
            let MissingReason { status, why, .. } =
                reasons::lacking(figures, indicator, values, &area.code);
            (Figure::missing(status), None, Some(why))
        }
    };
    DistrictRow {
        theme: indicator.theme,
        indicator: indicator.id.clone(),
        title: indicator.title.clone(),
        period_end: day,
        area_code: area.code.clone(),
        area_name: area.name.clone(),
        figure,
        lower: interval.map(|interval| interval.lower),
        upper: interval.map(|interval| interval.upper),
        unit: indicator.unit,
        note,
    }
}
