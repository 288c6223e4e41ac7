//! The newest figures of several indicators for the authorities of a region, the region and the
//! areas around it.

use crate::briefing::with_article;
use crate::catalogue::Indicator;
use crate::domain::{
    AreaCode, AreaLevel, Date, Error, Id, Period, Result, Status, Tier, Unit, capitalised,
    error_codes, long_date,
};
use crate::figures::sources::UsedSources;
use crate::figures::{Figures, provisional, reasons};
use crate::geography::Area;
use crate::indicator::Key;
use crate::knowledge::rules;
use crate::table::{Figure, Source};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// The note on a table of counties and districts.
const OF_TIERS: &str = "Some figures are of counties, such as children's services, others of \
    districts, such as housing: those of the other tier are not applicable.";

/// The note on a table of counties without districts.
const OF_COUNTIES: &str =
    "These figures are of counties and unitary authorities: districts are left out.";

/// The newest figures of several indicators, area by area.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AuthorityFigures {
    /// A caption with subject and last day, in a sentence without a full stop.
    pub caption: String,
    /// The region.
    pub region: AreaCode,
    /// The indicators with a figure, in the order requested.
    pub indicators: Vec<NewestIndicator>,
    /// The authorities, then the region and the areas around it.
    pub areas: Vec<AreaFigureRow>,
    /// Which indicators have no figure, and notes on the others.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// An indicator and the newest period of which an authority has a figure.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct NewestIndicator {
    /// The indicator.
    pub indicator: Id,
    /// Its title.
    pub title: String,
    /// The unit of its figures.
    pub unit: Unit,
    /// The period of its figures.
    #[serde(flatten)]
    pub period: Period,
    /// The day by which the figures are found.
    #[serde(skip)]
    day: Date,
}

/// An area with a figure of each indicator.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaFigureRow {
    /// ONS code.
    pub area_code: AreaCode,
    /// Name.
    pub area_name: String,
    /// One figure for each indicator, in their order.
    pub figures: Vec<Figure>,
}

/// The authorities of a region, the region and the areas around it, with the newest figures of
/// several indicators.
///
/// Each indicator is of the newest period that any authority of the region has; a note names those
/// without figures. Errors with `F304` where none of the indicators has a figure for an authority.
pub fn authority_figures(figures: &Figures, ids: &[Id], region: &Area) -> Result<AuthorityFigures> {
    let (indicators, mut notes) = newest_indicators(figures, ids, region)?;
    let Some(last) = indicators.iter().map(|one| one.day).max() else {
        return Err(Error::new(error_codes::NO_DATA, "making a table of authorities")
            .found(notes.join(" ")));
    };
    let (mut areas, note) = listed_areas(figures, region, &indicators)?;
    notes.extend(note.map(str::to_owned));
    areas.push(region);
    for wider in figures.geography().england_and_uk_around(&region.code) {
        areas.push(figures.geography().get(&wider)?);
    }
    let row = |area: &&Area| area_row(figures, &indicators, area);
    let rows: Vec<AreaFigureRow> = areas.iter().map(row).collect::<Result<_>>()?;
    let mut shown: Vec<(&Indicator, Key)> = Vec::new();
    for one in &indicators {
        let indicator = figures.catalogue().indicator(one.indicator.as_str())?;
        notes.extend(
            indicator.wider_areas_differ.as_ref().map(|reason| format!("{}: {reason}", one.title)),
        );
        shown.extend(rows.iter().map(|row| (indicator, key_on(&row.area_code, one.day))));
    }
    let mut sources = UsedSources::new(figures);
    shown.iter().try_for_each(|(indicator, key)| sources.add(indicator, key))?;
    notes.extend(provisional::provisional_note(figures, shown)?);
    let many = capitalised(&rules::area_nouns(figures.knowledge(), &region.code).many);
    Ok(AuthorityFigures {
        caption: format!(
            "{many} of {} compared, latest figures to {}",
            with_article(&region.name),
            long_date(last)
        ),
        region: region.code.clone(),
        indicators,
        areas: rows,
        notes,
        sources: sources.into_sources(),
    })
}

/// The indicators of which an authority of a region has a figure, and why the others have none.
fn newest_indicators(
    figures: &Figures,
    ids: &[Id],
    region: &Area,
) -> Result<(Vec<NewestIndicator>, Vec<String>)> {
    let (mut known, mut missing) = (Vec::new(), Vec::new());
    for id in ids {
        let indicator = figures.catalogue().indicator(id.as_str())?;
        let values = figures.values(id.as_str())?;
        let tier = values.tier();
        let is_authority =
            |code: &AreaCode| tier.has(code) && figures.geography().contains(&region.code, code);
        let Some(day) = values.newest_day_within(&is_authority) else {
            let reason = reasons::lacking(figures, indicator, &values, &region.code).why;
            missing.push(format!("{}: {reason}.", indicator.title));
            continue;
        };
        let of_day = values.iter().find(|(key, _)| key.end == day && is_authority(&key.area));
        known.push(NewestIndicator {
            indicator: id.clone(),
            title: indicator.title.clone(),
            unit: indicator.unit,
            period: of_day.map_or(Period::day(day), |(_, value)| value.period),
            day,
        });
    }
    Ok((known, missing))
}

fn area_row(
    figures: &Figures,
    indicators: &[NewestIndicator],
    area: &Area,
) -> Result<AreaFigureRow> {
    let is_local = matches!(area.code.level(), AreaLevel::Authority | AreaLevel::County);
    let figure = |one: &NewestIndicator| {
        let values = figures.values(one.indicator.as_str())?;
        let indicator = figures.catalogue().indicator(one.indicator.as_str())?;
        let no_comparator = !is_local && indicator.wider_areas_differ.is_some();
        let of_another_tier = reasons::of_another_tier(figures, &values, &area.code).is_some();
        Ok(match no_comparator || of_another_tier {
            true => Figure::missing(Status::NotApplicable),
            false => values.figure(&key_on(&area.code, one.day)),
        })
    };
    Ok(AreaFigureRow {
        area_code: area.code.clone(),
        area_name: area.name.clone(),
        figures: indicators.iter().map(figure).collect::<Result<_>>()?,
    })
}

fn key_on(area: &AreaCode, day: Date) -> Key {
    Key { area: area.clone(), end: day, dims: Vec::new() }
}

/// The authorities of a region that have rows in a table of these indicators, with a note on them.
/// Districts have none where some indicators are about counties; the other indicators then have
/// sums of districts.
fn listed_areas<'f>(
    figures: &'f Figures,
    region: &Area,
    indicators: &[NewestIndicator],
) -> Result<(Vec<&'f Area>, Option<&'static str>)> {
    let counties: Vec<&Area> = figures.areas_now(&region.code, Tier::Upper);
    let counties: Vec<&Area> =
        counties.into_iter().filter(|area| area.code.is_county_council()).collect();
    let (mut tiers, mut have_sums) = (BTreeSet::new(), true);
    for one in indicators {
        let values = figures.values(one.indicator.as_str())?;
        let tier = values.tier_on(one.day);
        let has_sum = |area: &&Area| values.get(&key_on(&area.code, one.day)).is_some();
        have_sums &= tier == Tier::Upper || counties.iter().all(has_sum);
        tiers.insert(tier);
    }
    if counties.is_empty() || !tiers.contains(&Tier::Upper) {
        return Ok((figures.areas_now(&region.code, Tier::Lower), None));
    }
    if tiers.len() == 1 || have_sums {
        return Ok((figures.areas_now(&region.code, Tier::Upper), Some(OF_COUNTIES)));
    }
    let mut areas: Vec<&Area> =
        tiers.iter().flat_map(|tier| figures.areas_now(&region.code, *tier)).collect();
    areas.sort_by_key(|area| &area.code);
    areas.dedup_by_key(|area| &area.code);
    Ok((areas, Some(OF_TIERS)))
}
