//! Tables of packs: authorities beside each other, the categories of an indicator, one authority theme by theme, the file of figures.
//!
//! Belongs here: which figures stand in which cell. Does not belong here: sentences, pictures, where a table stands.

use crate::briefing::{figures_of_nation, with_article};
use crate::catalogue::{Indicator, Pack, Theme};
use crate::demography::change::difference;
use crate::domain::{
    Action, AreaCode, AreaLevel, Compare, Date, Error, Id, Period, Result, Status, Tier, capitalised, error_codes,
    long_date,
};
use crate::figures::earlier::divided;
use crate::figures::place::newest;
use crate::figures::reasons::Cause;
use crate::figures::show::ValueRow;
use crate::figures::{Figures, ValuesAnswer, lists, place, provisional, reasons, show};
use crate::geography::Area;
use crate::indicator::{Key, Value};
use crate::knowledge::{categories, rules};
use crate::table::{Cell, Column, Figure, Listing, columns};
use crate::tables::{table_of_several, table_of_theme};
use std::collections::BTreeSet;

/// Categories that a table has room for; of more the largest are shown.
const MOST_CATEGORIES: usize = 25;

/// What a table says that holds counties beside districts.
const OF_TIERS: &str = "Some figures are of counties, such as children's services, others of districts, such as housing: those of the other tier are not applicable.";

/// What a table says that holds counties and no districts.
const OF_COUNTIES: &str = "These figures are of counties and unitary authorities: districts are left out.";

/// The authorities of a region, the region and what it lies in, with the newest figures of several indicators.
///
/// Each column is of the newest period that any authority of the region has; without figures it says so. Errors with `F304` where
/// none of the indicators has a figure for an authority.
pub(crate) fn table_of_areas(figures: &Figures, ids: &[Id], region: &Area) -> Result<Listing> {
    let mut listed = vec![Column::text(columns::AREA_CODE, "Area code"), Column::text(columns::AREA_NAME, "Area")];
    let (mut newest, mut lacking): (Vec<(&Id, Date)>, Vec<String>) = (Vec::new(), Vec::new());
    for id in ids {
        let indicator = figures.catalogue().indicator(id.as_str())?;
        let values = figures.values(id.as_str())?;
        let tier = values.tier();
        let is_authority = |code: &AreaCode| tier.has(code) && figures.geography().contains(&region.code, code);
        let Some(day) = values.newest_day_within(&is_authority) else {
            lacking.push(format!(
                "{}: {}.",
                indicator.title,
                reasons::lacking(figures, indicator, &values, &region.code).why
            ));
            continue;
        };
        let of_day = values.iter().find(|(key, _)| key.end == day && is_authority(&key.area));
        let period = of_day.map_or(Period::day(day), |(_, value)| value.period);
        let header = format!("{}, {period}", with_unit(indicator));
        listed.push(Column::number(&id.as_str().replace('-', "_"), &header, indicator.unit));
        newest.push((id, day));
    }
    let Some(last) = newest.iter().map(|(_, day)| *day).max() else {
        return Err(Error::new(error_codes::NO_DATA, "making a table of authorities").found(lacking.join(" ")));
    };
    let (mut areas, note) = areas_of_table(figures, region, &newest)?;
    lacking.extend(note.map(str::to_owned));
    areas.push(region);
    for wider in figures.geography().england_and_uk_around(&region.code) {
        areas.push(figures.geography().get(&wider)?);
    }
    let codes: Vec<AreaCode> = areas.iter().map(|area| area.code.clone()).collect();
    let mut rows = Vec::new();
    for area in areas {
        let mut row: Vec<Cell> = vec![area.code.as_str().into(), area.name.as_str().into()];
        for (id, day) in &newest {
            let values = figures.values(id.as_str())?;
            let key = Key { area: area.code.clone(), end: *day, dims: Vec::new() };
            let is_local = matches!(area.code.level(), AreaLevel::Authority | AreaLevel::County);
            let no_comparator = !is_local && figures.catalogue().indicator(id.as_str())?.wider_areas_differ.is_some();
            row.push(match no_comparator || reasons::of_another_tier(figures, &values, &area.code).is_some() {
                true => Cell::Missing(Status::NotApplicable),
                false => values.figure(&key).into(),
            });
        }
        rows.push(row);
    }
    let listed_ids = newest.iter().filter_map(|(id, _)| figures.catalogue().indicators.get(*id));
    let no_comparators =
        listed_ids.filter_map(|one| Some(format!("{}: {}", one.title, one.wider_areas_differ.as_ref()?)));
    lacking.extend(no_comparators);
    let mut told = Vec::new();
    for (id, day) in &newest {
        let (indicator, day) = (figures.catalogue().indicator(id.as_str())?, *day);
        let key = |area: &AreaCode| Key { area: area.clone(), end: day, dims: Vec::new() };
        told.extend(codes.iter().map(|code| (indicator, key(code))));
    }
    lacking.extend(provisional::provisional_note(figures, told)?);
    let caption = format!("{} beside each other, newest figures to {}", area_title(figures, region), long_date(last));
    Ok(Listing { caption, columns: listed, rows, notes: lacking })
}

/// The authorities of a region that have rows in a table of these columns, and what has to be said of them. Districts have none where
/// some columns are about counties, and the others have sums of districts.
fn areas_of_table<'f>(
    figures: &'f Figures,
    region: &Area,
    columns: &[(&Id, Date)],
) -> Result<(Vec<&'f Area>, Option<&'static str>)> {
    let counties: Vec<&Area> = figures.areas_now(&region.code, Tier::Upper);
    let counties: Vec<&Area> = counties.into_iter().filter(|area| area.code.is_county_council()).collect();
    let (mut tiers, mut have_sums) = (BTreeSet::new(), true);
    for (id, day) in columns {
        let values = figures.values(id.as_str())?;
        let key = |area: &Area| Key { area: area.code.clone(), end: *day, dims: Vec::new() };
        let tier = values.tier_on(*day);
        have_sums &= tier == Tier::Upper || counties.iter().all(|area| values.get(&key(area)).is_some());
        tiers.insert(tier);
    }
    if counties.is_empty() || !tiers.contains(&Tier::Upper) {
        return Ok((figures.areas_now(&region.code, Tier::Lower), None));
    }
    if tiers.len() == 1 || have_sums {
        return Ok((figures.areas_now(&region.code, Tier::Upper), Some(OF_COUNTIES)));
    }
    let mut areas: Vec<&Area> = tiers.iter().flat_map(|tier| figures.areas_now(&region.code, *tier)).collect();
    areas.sort_by_key(|area| &area.code);
    areas.dedup_by_key(|area| &area.code);
    Ok((areas, Some(OF_TIERS)))
}

/// The categories of an indicator for a region or authority, the largest first: newest, the period before, the change.
///
/// Errors with `F304` where no figure is held for the area, nor for the United Kingdom where nothing is published for the area.
pub(crate) fn table_of_categories(figures: &Figures, id: &Id, area: &Area) -> Result<Listing> {
    let indicator = figures.catalogue().indicator(id.as_str())?;
    let values = figures.values(id.as_str())?;
    let kingdom = AreaCode::united_kingdom();
    let whose = [&area.code, &kingdom].into_iter().find(|code| values.newest_day(code).is_some());
    let Some(code) = whose else {
        return Err(Error::new(error_codes::NO_DATA, "making a table of categories")
            .found(reasons::lacking(figures, indicator, &values, &area.code).why));
    };
    let day = values.newest_day(code).unwrap_or(Date::MIN);
    let period = values.iter_area(code).find(|(key, _)| key.end == day).map_or(Period::day(day), |(_, v)| v.period);
    let before = values
        .iter_area(code)
        .filter(|(key, value)| key.end < day && value.period.is_as_long_as(period))
        .map(|(_, value)| value.period)
        .last();
    let mut of_day: Vec<(&Key, &Value)> = values.iter_area(code).filter(|(key, _)| key.end == day).collect();
    let size = |value: &Value| value.figure.value.unwrap_or(f64::NEG_INFINITY);
    // The whole first, then the largest.
    let is_part = |key: &Key| key.dims.iter().any(|code| code != "all");
    of_day.sort_by(|a, b| is_part(a.0).cmp(&is_part(b.0)).then(size(b.1).compare(&size(a.1))));
    let left_out = of_day.len().saturating_sub(MOST_CATEGORIES);
    of_day.truncate(MOST_CATEGORIES);
    let dimensions = categories::dimensions(figures.knowledge(), indicator);
    let row = |(key, value): (&Key, &Value)| {
        let then = before.and_then(|before| values.as_seen_from(value, &Key { end: before.end, ..key.clone() }));
        let missing = (value.period, Figure::missing(Status::NotAvailable));
        let (period, then) = then.map_or(missing, |then| (then.period, then.figure));
        let (change, _) = values.unbroken(key, (period, then), (value.period, value.figure), difference);
        vec![
            Cell::Text(categories::category(figures.knowledge(), &dimensions, key)),
            value.figure.into(),
            then.into(),
            change.into(),
        ]
    };
    let unit = indicator.unit;
    let printed_before = before.map_or("the period before".to_owned(), |before| before.to_string());
    let mut notes: Vec<String> = Vec::new();
    if left_out > 0 {
        notes.push(format!(
            "The {MOST_CATEGORIES} largest are shown; {} has {left_out} more.",
            Action::Show.on(id.as_str())
        ));
    }
    let whole = Key { area: code.clone(), end: day, dims: Vec::new() };
    let broken = before.and_then(|before| divided(&values, &whole, before, period));
    notes.extend(broken.map(|why| format!("The two periods are not counted alike ({why}).")));
    if before.is_none() {
        notes.push("No earlier period is held.".to_owned());
    }
    notes.extend(provisional::provisional_note(figures, of_day.iter().map(|(key, _)| (indicator, (*key).clone())))?);
    let mut listing = Listing {
        caption: format!("{}, {}, {period}", indicator.title, figures.geography().name_of(code)),
        columns: vec![
            Column::text("category", "Category"),
            Column::number("newest", &format!("{}, {period}", with_unit(indicator)), unit),
            Column::number("before", &format!("Before, {printed_before}"), unit),
            Column::number("change", "Change", unit).with_sign(),
        ],
        rows: of_day.into_iter().map(row).collect(),
        notes,
    };
    if before.is_none() {
        listing = listing.with_columns(&[0, 1]);
    }
    Ok(listing)
}

/// What is known of an authority, a table for each theme, and in its notes what is not, with the reason.
pub(crate) fn profile(figures: &Figures, area: &Area) -> Result<Vec<(String, Listing)>> {
    let profile = place::place(figures, area.code.as_str())?;
    let england = figures.geography().name_of(&AreaCode::england());
    let of_theme = |theme: Theme| -> Result<(String, Listing)> {
        let rows = || profile.rows.iter().filter(move |row| row.theme == theme);
        let known = || rows().filter(|row| row.is_known());
        let lacking = rows().filter(|row| !row.is_known());
        let lacking = lacking
            .map(|row| format!("{}: {}.", row.title, row.note.as_deref().unwrap_or_default().trim_end_matches('.')));
        // Published for England alone: its figure stands in the place of the United Kingdom's, and is named below.
        let of_england = known().filter(|row| row.is_compared_with_england());
        let mut titles: Vec<&str> = of_england.map(|row| row.title.as_str()).collect();
        titles.dedup();
        let mut shown = Vec::new();
        for id in known().map(|row| row.indicator.as_str()).collect::<BTreeSet<_>>() {
            let (indicator, values) = (figures.catalogue().indicator(id)?, figures.values(id)?);
            shown.extend(newest(&values, &area.code).into_iter().map(|key| (indicator, key)));
        }
        let notes = lacking
            .chain(figures_of_nation(titles.iter().map(|title| (england.as_str(), *title))))
            .chain(provisional::provisional_note(figures, shown)?)
            .collect();
        let caption = format!("{}: {}", area.name, theme.title());
        Ok((theme.title().to_owned(), table_of_theme(caption, known(), notes)))
    };
    Theme::ALL.into_iter().map(of_theme).collect()
}

/// The figures of a pack: of each indicator it names the newest of the region, its authorities and what it lies in.
pub(crate) fn figures_of_pack(figures: &Figures, indicators: &[&Indicator], area: &Area) -> Result<Vec<ValuesAnswer>> {
    let newest = indicators.iter().map(|indicator| newest_of_region(figures, indicator, area));
    Ok(newest.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// The figures of a pack, one to a row.
pub(crate) fn table_of_figures(figures: &Figures, answers: &[ValuesAnswer], area: &Area) -> Result<Listing> {
    let key = |row: &ValueRow| Key { area: row.area_code.clone(), end: row.period_end, dims: row.dims.clone() };
    let mut shown = Vec::new();
    for answer in answers {
        let indicator = figures.catalogue().indicator(answer.indicator.as_str())?;
        shown.extend(answer.rows.iter().map(|row| (indicator, key(row))));
    }
    let caption = format!("Figures by indicator, area and period, {}", area.name);
    let notes = provisional::provisional_note(figures, shown)?.into_iter().collect();
    Ok(table_of_several(answers, caption, notes))
}

/// That no headline of a pack has a figure, and why.
pub(crate) fn nothing_for(figures: &Figures, pack: &Pack, area: &Area) -> Error {
    let headlines = || pack.headlines.iter().filter_map(|id| figures.catalogue().indicators.get(id));
    let lacking: BTreeSet<&str> =
        headlines().flat_map(|one| reasons::lacking_datasets(figures, one, &area.code)).map(Id::as_str).collect();
    let why = |one: &Indicator| {
        let values = figures.values(one.id.as_str()).ok()?;
        let lacking = reasons::lacking(figures, one, &values, &area.code);
        (lacking.cause == Cause::NotPublished).then_some(lacking.why)
    };
    let mut whys: BTreeSet<String> = headlines().filter_map(why).collect();
    if !lacking.is_empty() {
        whys.insert(format!("no edition is held of {}", lacking.into_iter().collect::<Vec<_>>().join(", ")));
    }
    let whys: Vec<String> = whys.into_iter().collect();
    Error::new(error_codes::NO_DATA, format!("making the pack {}", pack.id))
        .found(format!("no headline with a figure for {}; {}", area.name, whys.join("; ")))
        .help(format!(
            "{} fetches the publications, {} reads those that you have",
            Action::Refresh,
            Action::Import.on("FILE")
        ))
}

/// What the authorities of a region are called, as the title of a table of them.
fn area_title(figures: &Figures, region: &Area) -> String {
    let many = rules::area_words(figures.knowledge(), &region.code).many;
    format!("{} of {}", capitalised(&many), with_article(&region.name))
}

/// The newest values of an indicator in an area and those it lies in, where there are any.
fn newest_of_region(figures: &Figures, indicator: &Indicator, area: &Area) -> Result<Option<ValuesAnswer>> {
    let values = figures.values(indicator.id.as_str())?;
    let wider = figures.geography().england_and_uk_around(&area.code);
    let list = lists::areas_of_list(figures, &area.code, values.tier());
    let is_ours = |code: &AreaCode| wider.contains(code) || list.holds(code);
    let newest = values.newest_day_within(&is_ours);
    let found = values.iter().filter(|(key, _)| is_ours(&key.area) && newest.is_none_or(|day| key.end == day));
    match show::values_answer(figures, indicator, &values, found.collect(), None, &area.code) {
        Err(error) if error.code() == error_codes::NO_DATA => Ok(None),
        answer => answer.map(Some),
    }
}

/// The title of an indicator with its unit in round brackets, where the title does not say it.
fn with_unit(indicator: &Indicator) -> String {
    let (title, unit) = (&indicator.title, indicator.unit.label());
    if title.to_lowercase().contains(&unit.to_lowercase()) { title.clone() } else { format!("{title} ({unit})") }
}
