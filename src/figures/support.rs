//! People in asylum support by legal basis and by type of accommodation.

use crate::catalogue::Indicator;
use crate::domain::{AreaCode, Date, Id, Result, Unit, long_date};
use crate::figures::sources::UsedSources;
use crate::figures::{Figures, reasons, sources};
use crate::geography::Area;
use crate::indicator::{Key, Values};
use crate::knowledge::categories;
use crate::table::{Figure, Source, Units};
use schemars::JsonSchema;
use serde::Serialize;

/// The code of the total of a codelist.
const ALL: &str = "all";

/// People in asylum support by legal basis.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LegalBasis {
    /// A caption with subject, area and date, in a sentence without a full stop.
    pub caption: String,
    /// The region.
    pub region: AreaCode,
    /// The day of the counts.
    pub as_at: Date,
    /// One row for each legal basis, in the order of the codelist.
    pub rows: Vec<LegalBasisRow>,
    /// The unit of each figure of a row.
    pub units: Units,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// People with a legal basis.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LegalBasisRow {
    /// The code of the legal basis.
    pub code: String,
    /// Its title.
    pub title: String,
    /// People.
    pub people: Figure,
    /// Their share of all people in support, in per cent.
    pub share: Figure,
}

/// People in asylum support by type of accommodation.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AccommodationTypes {
    /// A caption with subject, area and date, in a sentence without a full stop.
    pub caption: String,
    /// The region.
    pub region: AreaCode,
    /// The day of the counts.
    pub as_at: Date,
    /// All people of the region on that day.
    pub all: Figure,
    /// The types in use on that day, with the figures of the region.
    pub types: Vec<AccommodationType>,
    /// The authorities, then the region.
    pub areas: Vec<AreaAccommodation>,
    /// The unit of each figure.
    pub units: Units,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// A type of accommodation in the region.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AccommodationType {
    /// Its code, such as `contingency-hotel`; `all` for the total.
    pub code: String,
    /// Its title.
    pub title: String,
    /// People in it.
    pub people: Figure,
    /// Their share of all people in support, in per cent.
    pub share: Figure,
}

/// People of an area by type of accommodation.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaAccommodation {
    /// ONS code.
    pub area_code: AreaCode,
    /// Name.
    pub area_name: String,
    /// People in each of the types, in their order.
    pub people: Vec<Figure>,
    /// The share of people in contingency accommodation, in per cent.
    pub contingency_share: Figure,
}

/// People of a region by legal basis, on the newest day known; `None` without a figure.
pub fn legal_basis(figures: &Figures, region: &Area, until: Date) -> Result<Option<LegalBasis>> {
    let indicator =
        figures.catalogue().indicator(figures.catalogue().roles.legal_basis.as_str())?;
    let Some(codelist) = categories::only_codelist(figures.knowledge(), indicator) else {
        return Ok(None);
    };
    let values = figures.values(indicator.id.as_str())?;
    let days = values.iter().filter(|(key, v)| key.area == region.code && v.figure.value.is_some());
    let Some(day) = days.map(|(key, _)| key.end).filter(|day| *day <= until).max() else {
        return Ok(None);
    };
    let key = |code: &str| Key { area: region.code.clone(), end: day, dims: vec![code.to_owned()] };
    let all = values.figure(&key(ALL));
    let rows = codelist.codes.iter().map(|code| {
        let people = values.figure(&key(&code.code));
        let share = people.combine(all, |part, total| (total > 0.0).then(|| 100.0 * part / total));
        LegalBasisRow { code: code.code.clone(), title: code.title.clone(), people, share }
    });
    let keys: Vec<Key> = codelist.codes.iter().map(|code| key(&code.code)).collect();
    Ok(Some(LegalBasis {
        caption: format!(
            "People receiving asylum support by legal basis, {}, {}",
            region.name,
            long_date(day)
        ),
        region: region.code.clone(),
        as_at: day,
        rows: rows.collect(),
        units: Units::of(&[("people", Unit::People), ("share", Unit::Percent)]),
        sources: sources::sources_of(figures, indicator, &keys)?,
    }))
}

/// People by type of accommodation, region and authorities, on the newest day for which any type is
/// known; `None` without a figure.
pub fn accommodation_types(
    figures: &Figures,
    region: &Area,
    until: Date,
) -> Result<Option<AccommodationTypes>> {
    let roles = &figures.catalogue().roles;
    let Ok(day) = reasons::newest_day(figures, roles.accommodation_share.as_str(), &region.code)
    else {
        return Ok(None);
    };
    let indicator = figures.catalogue().indicator(roles.accommodation.as_str())?;
    let Some(codelist) = categories::only_codelist(figures.knowledge(), indicator) else {
        return Ok(None);
    };
    let people = figures.values(roles.accommodation.as_str())?;
    let shares = figures.values(roles.accommodation_share.as_str())?;
    let key = |area: &AreaCode, code: &str| Key {
        area: area.clone(),
        end: day.min(until),
        dims: vec![code.to_owned()],
    };
    let used = codelist.codes.iter().filter(|code| is_used(&people, day, &code.code));
    let types = used.map(|code| {
        let at = key(&region.code, &code.code);
        let (people, share) = (people.figure(&at), shares.figure(&at));
        AccommodationType { code: code.code.clone(), title: code.title.clone(), people, share }
    });
    let types: Vec<AccommodationType> = types.collect();
    let row = |area: &Area| AreaAccommodation {
        area_code: area.code.clone(),
        area_name: area.name.clone(),
        people: types.iter().map(|of| people.figure(&key(&area.code, &of.code))).collect(),
        contingency_share: shares.figure(&key(&area.code, &roles.accommodation_types.contingency)),
    };
    let authorities = figures.areas_now(&region.code, people.tier());
    let areas: Vec<AreaAccommodation> = authorities.into_iter().chain([region]).map(row).collect();
    let keys = areas.iter().flat_map(|area| types.iter().map(|of| key(&area.area_code, &of.code)));
    let sources =
        sources_of_types(figures, [indicator.id.clone(), roles.accommodation_share.clone()], keys)?;
    Ok(Some(AccommodationTypes {
        caption: format!(
            "People receiving asylum support by accommodation type, {}, {}",
            region.name,
            long_date(day)
        ),
        region: region.code.clone(),
        as_at: day,
        all: people.figure(&key(&region.code, ALL)),
        types,
        areas,
        units: Units::of(&[
            ("people", Unit::People),
            ("share", Unit::Percent),
            ("contingency_share", Unit::Percent),
        ]),
        notes: vec![
            "Contingency accommodation is not the same as hotels: hotels are a part of it."
                .to_owned(),
        ],
        sources,
    }))
}

/// True for a code that any area has people of on a day.
fn is_used(people: &Values, day: Date, code: &str) -> bool {
    people.iter().any(|(key, _)| key.end == day && key.dims.first().is_some_and(|of| of == code))
}

/// The editions of figures with these keys, of two indicators.
fn sources_of_types(
    figures: &Figures,
    ids: [Id; 2],
    keys: impl Iterator<Item = Key>,
) -> Result<Vec<Source>> {
    let of = |id: &Id| figures.catalogue().indicator(id.as_str());
    let indicators: Vec<&Indicator> = ids.iter().map(of).collect::<Result<_>>()?;
    let mut used = UsedSources::new(figures);
    for key in keys {
        indicators.iter().try_for_each(|indicator| used.add(indicator, &key))?;
    }
    Ok(used.into_sources())
}
