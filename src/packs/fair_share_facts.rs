//! The figures of fair shares for a briefing, gathered from indicators and shares.

use crate::allocation::InequalityAnswer;
use crate::allocation::requests::SharesRequest;
use crate::allocation::shares;
use crate::allocation::shares::SharesAnswer;
use crate::briefing::{AccommodationFact, AccommodationTypeFact, AreaFact, ChangeFact, FairShareFacts, RegionFact};
use crate::catalogue::Codelist;
use crate::domain::{AreaCode, Compare, Date, Id, Period, Result, Status, Unit, long_date};
use crate::figures::{Figures, origins, reasons};
use crate::geography::Area;
use crate::indicator::{Key, inequality};
use crate::knowledge::rules;
use crate::table::{Cell, Column, Figure, Listing, columns};
use crate::tables::Answer;

/// Every figure that the parts on fair shares may use. Errors as [`shares`](crate::allocation::shares::shares).
pub(crate) fn fair_share_facts(figures: &Figures, region: &Area) -> Result<FairShareFacts> {
    let key = figures.catalogue().roles.default_key.to_string();
    let answer = shares::shares(figures, &SharesRequest::of_people(figures.catalogue(), region.code.clone(), key))?;
    let day = answer.as_at;
    let kingdom = AreaCode::united_kingdom();
    let roles = &figures.catalogue().roles;
    let of_region = |id: &Id| figures.figure(id.as_str(), &region.code, day);
    let unevenness = shares::inequality(figures, &region.code, roles.people.as_str())?;
    let index_value = |id: &str| unevenness.value(id).unwrap_or(Figure::missing(Status::NotAvailable));
    let population = |area: &AreaCode| figures.figure(roles.population.as_str(), area, answer.population_as_at);
    Ok(FairShareFacts {
        region: region.name.clone(),
        area_words: rules::area_words(figures.knowledge(), &region.code),
        as_at: day,
        population_as_at: answer.population_as_at,
        population: population(&region.code)?,
        people: of_region(&roles.people)?,
        rate: of_region(&roles.rate)?,
        rate_uk: figures.figure(roles.rate.as_str(), &kingdom, day)?,
        one_in: of_region(&roles.one_in_n)?,
        share_of_uk: of_region(&roles.share_of_uk)?,
        population_share_of_uk: population(&region.code)?
            .combine(population(&kingdom)?, |part, whole| (whole > 0.0).then(|| 100.0 * part / whole)),
        quarter: change(figures, roles.change.as_str(), region, day)?,
        areas: area_facts(figures, region, &answer)?,
        cap: answer.limit.cap,
        no_cap: answer.limit.elsewhere.clone(),
        hoover: index_value("hoover"),
        people_to_move: index_value("people_to_move"),
        accommodation: accommodation(figures, region, day)?,
        shares: answer.table().without_empty_columns(),
        inequality: explained(&unevenness),
        regions: region_fact(figures, region, day)?,
        sections: sections(figures, region, day)?,
    })
}

/// Since when a change looks, and whether a break in the series lies between.
fn change(figures: &Figures, id: &str, region: &Area, day: Date) -> Result<ChangeFact> {
    let values = figures.values(id)?;
    let key = Key { area: region.code.clone(), end: day, dims: Vec::new() };
    let Some(value) = values.get(&key) else { return Ok(ChangeFact { since: None, broken: false }) };
    let inputs = origins::inputs_of(figures, figures.catalogue().indicator(id)?, &value.origin)?;
    let since = inputs.last().map(|(_, input)| input.key.end);
    let people = figures.values(figures.catalogue().roles.people.as_str())?;
    let divides = |since| people.break_between(&key, Period::day(since), Period::day(day)).is_some();
    Ok(ChangeFact { since, broken: since.is_some_and(divides) })
}

fn area_facts(figures: &Figures, region: &Area, answer: &SharesAnswer) -> Result<Vec<AreaFact>> {
    let day = answer.as_at;
    let then = reasons::newest_day(figures, figures.catalogue().roles.accommodation_share.as_str(), &region.code).ok();
    let subsistence = figures.values(figures.catalogue().roles.accommodation.as_str())?;
    let not_housed = figures.catalogue().roles.accommodation_types.not_housed.as_str();
    let mut areas = Vec::new();
    for share in &answer.shares.rows {
        let of = |id: &str| figures.figure(id, &share.code, day);
        let typed = |code: &str| match then {
            Some(end) => subsistence.figure(&Key { area: share.code.clone(), end, dims: vec![code.to_owned()] }),
            None => Figure::missing(Status::NotAvailable),
        };
        let use_of =
            |people: Figure| people.combine(share.population, |a, p| answer.limit.cap.and_then(|cap| cap.used(a, p)));
        areas.push(AreaFact {
            name: share.name.clone(),
            people: share.actual,
            rate: share.rate_per_10k,
            gap: share.gap,
            cap_use: use_of(share.actual),
            headroom: share.headroom.unwrap_or(Figure::missing(Status::NotApplicable)),
            quarter: of(figures.catalogue().roles.change.as_str())?,
            cap_use_housed: use_of(typed("all").combine(typed(not_housed), |all, only| Some(all - only))),
            cap_use_then: use_of(typed("all")),
        });
    }
    Ok(areas)
}

/// People by accommodation type, region and areas, on the newest day that any type is known.
fn accommodation(figures: &Figures, region: &Area, until: Date) -> Result<Option<AccommodationFact>> {
    let Ok(day) = reasons::newest_day(figures, figures.catalogue().roles.accommodation_share.as_str(), &region.code)
    else {
        return Ok(None);
    };
    let (people, shares) = (
        figures.values(figures.catalogue().roles.accommodation.as_str())?,
        figures.values(figures.catalogue().roles.accommodation_share.as_str())?,
    );
    let kinds = &figures.catalogue().roles.accommodation_types;
    let codelist = figures.catalogue().codelist(kinds.codelist.as_str())?;
    let key =
        |area: &AreaCode, code: &str| Key { area: area.clone(), end: day.min(until), dims: vec![code.to_owned()] };
    let used = |code: &str| {
        people.iter().any(|(held, _)| held.end == day && held.dims.first().is_some_and(|held| held == code))
    };
    let codes: Vec<&str> = codelist.codes.iter().map(|code| code.code.as_str()).filter(|code| used(code)).collect();
    let of_type = |code: &str| {
        let at = key(&region.code, code);
        AccommodationTypeFact { people: people.figure(&at), share: shares.figure(&at) }
    };
    let (contingency, hotels) = (of_type(&kinds.contingency), of_type(&kinds.hotels));
    let mut listing = accommodation_listing(codelist, &codes, &region.name, day);
    let mut areas = figures.areas_now(&region.code, people.tier());
    areas.push(region);
    for area in areas {
        let mut row: Vec<Cell> = vec![area.code.as_str().into(), area.name.as_str().into()];
        row.extend(codes.iter().map(|code| Cell::from(people.figure(&key(&area.code, code)))));
        row.push(Cell::from(shares.figure(&key(&area.code, &kinds.contingency))));
        listing.rows.push(row);
    }
    let all = people.figure(&key(&region.code, "all"));
    Ok(Some(AccommodationFact { as_at: day, all, contingency, hotels, listing }))
}

/// The twelve regions and nations beside each other, by rate.
fn region_fact(figures: &Figures, region: &Area, day: Date) -> Result<RegionFact> {
    let roles = &figures.catalogue().roles;
    let columns = [
        (roles.people.as_str(), "People supported"),
        (roles.rate.as_str(), "Rate (per 10,000 residents)"),
        (roles.share_of_uk.as_str(), "Share of the United Kingdom (%)"),
    ];
    let mut rows = Vec::new();
    for area in figures.geography().regions() {
        let figures = columns.iter().map(|(id, _)| figures.figure(id, &area.code, day)).collect::<Result<Vec<_>>>()?;
        rows.push((area, figures));
    }
    let rate = |figures: &[Figure]| figures.get(1).and_then(|figure| figure.value);
    rows.sort_by(|(a, x), (b, y)| {
        let order = |f: &[Figure]| rate(f).unwrap_or(f64::NEG_INFINITY);
        order(y).compare(&order(x)).then_with(|| a.name.cmp(&b.name))
    });
    let kingdom = figures.geography().get(&AreaCode::united_kingdom())?;
    let of_kingdom =
        columns.iter().map(|(id, _)| figures.figure(id, &kingdom.code, day)).collect::<Result<Vec<_>>>()?;
    let ranked = rows.iter().filter(|(_, figures)| rate(figures).is_some()).count();
    let own = rows.iter().find(|(area, _)| area.code == region.code).and_then(|(_, figures)| rate(figures));
    let above = |own: f64| rows.iter().filter(|(_, f)| rate(f).is_some_and(|rate| rate.compare(&own).is_gt())).count();
    let mut listed =
        vec![Column::text(columns::AREA_CODE, "Area code"), Column::text(columns::AREA_NAME, "Region or nation")];
    for (id, header) in columns {
        listed.push(Column::number(&id.replace('-', "_"), header, figures.catalogue().indicator(id)?.unit));
    }
    let listing = Listing {
        caption: format!("Regions and nations of the United Kingdom, highest rate first, {}", long_date(day)),
        columns: listed,
        rows: rows
            .iter()
            .chain([&(kingdom, of_kingdom)])
            .map(|(area, figures)| {
                let names: [Cell; 2] = [area.code.as_str().into(), area.name.as_str().into()];
                names.into_iter().chain(figures.iter().map(|figure| Cell::from(*figure))).collect()
            })
            .collect(),
        notes: vec!["The United Kingdom includes people whom the publication counts in no authority.".to_owned()],
    };
    Ok(RegionFact { rank: own.map(|own| (above(own) + 1, ranked)), listing })
}

/// People by legal basis in the region, on the newest day known; `None` when none is held.
fn sections(figures: &Figures, region: &Area, until: Date) -> Result<Option<Listing>> {
    let codelist = figures.catalogue().codelist(figures.catalogue().roles.legal_bases.as_str())?;
    let values = figures.values(figures.catalogue().roles.legal_basis.as_str())?;
    let days = values.iter().filter(|(key, v)| key.area == region.code && v.figure.value.is_some());
    let Some(day) = days.map(|(key, _)| key.end).filter(|day| *day <= until).max() else { return Ok(None) };
    let figure = |code: &str| values.figure(&Key { area: region.code.clone(), end: day, dims: vec![code.to_owned()] });
    let all = figure("all");
    Ok(Some(Listing {
        caption: format!("People receiving asylum support by legal basis, {}, {}", region.name, long_date(day)),
        columns: vec![
            Column::text("support_type", "Legal basis"),
            Column::number("people", "People", Unit::People),
            Column::number("share", "Share (%)", Unit::Percent),
        ],
        rows: codelist
            .codes
            .iter()
            .map(|code| {
                let people = figure(&code.code);
                let share = people.combine(all, |part, whole| (whole > 0.0).then(|| 100.0 * part / whole));
                vec![code.title.as_str().into(), people.into(), share.into()]
            })
            .collect(),
        notes: Vec::new(),
    }))
}

fn accommodation_listing(codelist: &Codelist, codes: &[&str], region: &str, day: Date) -> Listing {
    let mut columns = vec![Column::text(columns::AREA_CODE, "Area code"), Column::text(columns::AREA_NAME, "Area")];
    columns.extend(codes.iter().map(|code| {
        let title = codelist.get(code).map_or((*code).to_owned(), |code| code.title.clone());
        Column::number(&code.replace('-', "_"), &title, Unit::People)
    }));
    columns.push(Column::number("contingency_share", "Share in contingency (%)", Unit::Percent));
    Listing {
        caption: format!("People receiving asylum support by accommodation type, {region}, {}", long_date(day)),
        columns,
        rows: Vec::new(),
        notes: vec!["Contingency accommodation is not the same as hotels: hotels are a part of it.".to_owned()],
    }
}

/// The indices with what each one says.
fn explained(answer: &InequalityAnswer) -> Listing {
    let decimals = |id: &str| match id {
        "people_to_move" => 0,
        "effective_hosts" => 1,
        _ => 3,
    };
    let rows = inequality::INDICES.iter().zip(&answer.indices).map(|(index, found)| {
        let value = found.value;
        let printed = match (value.value, value.status) {
            (Some(number), None) => Cell::Decimals(number, decimals(index.id), None),
            _ => Cell::from(value),
        };
        vec![index.title.into(), printed, index.says.into()]
    });
    Listing {
        caption: answer.caption.clone(),
        columns: vec![
            Column::text("index", "Index"),
            Column::number("value", "Value", Unit::Ratio),
            Column::text("says", "What it says"),
        ],
        rows: rows.collect(),
        notes: Vec::new(),
    }
}
