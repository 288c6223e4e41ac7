//! The figures of fair shares for a briefing, gathered from indicators and shares.

use crate::allocation::requests::SharesRequest;
use crate::allocation::shares;
use crate::allocation::shares::SharesAnswer;
use crate::briefing::{
    AccommodationFact, AccommodationTypeFact, AreaFact, ChangeFact, FairShareFacts, RegionFact,
};
use crate::domain::{AreaCode, Date, Id, Period, Result, Status};
use crate::figures::regions_ranked::regions_ranked;
use crate::figures::{Figures, origins, reasons, support};
use crate::geography::Area;
use crate::indicator::Key;
use crate::knowledge::rules;
use crate::table::Figure;
use crate::tables::{Answer, packs as listings};

/// Every figure that the parts on fair shares may use. Errors as
/// [`shares`](crate::allocation::shares::shares).
pub(crate) fn fair_share_facts(figures: &Figures, region: &Area) -> Result<FairShareFacts> {
    let key = figures.catalogue().roles.default_key.to_string();
    let answer = shares::shares(
        figures,
        &SharesRequest::of_people(figures.catalogue(), region.code.clone(), key),
    )?;
    let day = answer.as_at;
    let kingdom = AreaCode::united_kingdom();
    let roles = &figures.catalogue().roles;
    let of_region = |id: &Id| figures.figure(id.as_str(), &region.code, day);
    let unevenness = shares::inequality(figures, &region.code, roles.people.as_str())?;
    let index_value =
        |id: &str| unevenness.value(id).unwrap_or(Figure::missing(Status::NotAvailable));
    let population =
        |area: &AreaCode| figures.figure(roles.population.as_str(), area, answer.population_as_at);
    Ok(FairShareFacts {
        region: region.name.clone(),
        area_nouns: rules::area_nouns(figures.knowledge(), &region.code),
        as_at: day,
        population_as_at: answer.population_as_at,
        population: population(&region.code)?,
        people: of_region(&roles.people)?,
        rate: of_region(&roles.rate)?,
        rate_uk: figures.figure(roles.rate.as_str(), &kingdom, day)?,
        one_in: of_region(&roles.one_in_n)?,
        share_of_uk: of_region(&roles.share_of_uk)?,
        population_share_of_uk: population(&region.code)?
            .combine(population(&kingdom)?, |part, whole| {
                (whole > 0.0).then(|| 100.0 * part / whole)
            }),
        quarter: change(figures, roles.change.as_str(), region, day)?,
        areas: area_facts(figures, region, &answer)?,
        cap: answer.limit.cap,
        no_cap: answer.limit.elsewhere.clone(),
        hoover: index_value("hoover"),
        people_to_move: index_value("people_to_move"),
        accommodation: accommodation(figures, region, day)?,
        shares: answer.table().without_empty_columns(),
        inequality: listings::inequality_explained(&unevenness),
        regions: region_fact(figures, region, day)?,
        sections: support::legal_basis(figures, region, day)?.as_ref().map(listings::legal_basis),
    })
}

/// The first day of a change, and whether there is a break in the series after it.
fn change(figures: &Figures, id: &str, region: &Area, day: Date) -> Result<ChangeFact> {
    let values = figures.values(id)?;
    let key = Key { area: region.code.clone(), end: day, dims: Vec::new() };
    let Some(value) = values.get(&key) else {
        return Ok(ChangeFact { since: None, broken: false });
    };
    let inputs = origins::inputs_of(figures, figures.catalogue().indicator(id)?, &value.origin)?;
    let since = inputs.last().map(|(_, input)| input.key.end);
    let people = figures.values(figures.catalogue().roles.people.as_str())?;
    let divides =
        |since| people.break_between(&key, Period::day(since), Period::day(day)).is_some();
    Ok(ChangeFact { since, broken: since.is_some_and(divides) })
}

fn area_facts(figures: &Figures, region: &Area, answer: &SharesAnswer) -> Result<Vec<AreaFact>> {
    let day = answer.as_at;
    let then = reasons::newest_day(
        figures,
        figures.catalogue().roles.accommodation_share.as_str(),
        &region.code,
    )
    .ok();
    let subsistence = figures.values(figures.catalogue().roles.accommodation.as_str())?;
    let not_housed = figures.catalogue().roles.accommodation_types.not_housed.as_str();
    let mut areas = Vec::new();
    for share in &answer.shares.rows {
        let of = |id: &str| figures.figure(id, &share.code, day);
        let typed = |code: &str| match then {
            Some(end) => subsistence.figure(&Key {
                area: share.code.clone(),
                end,
                dims: vec![code.to_owned()],
            }),
            None => Figure::missing(Status::NotAvailable),
        };
        let use_of = |people: Figure| {
            people.combine(share.population, |a, p| answer.limit.cap.and_then(|cap| cap.used(a, p)))
        };
        areas.push(AreaFact {
            name: share.name.clone(),
            people: share.actual,
            rate: share.rate_per_10k,
            gap: share.gap,
            cap_use: use_of(share.actual),
            headroom: share.headroom.unwrap_or(Figure::missing(Status::NotApplicable)),
            quarter: of(figures.catalogue().roles.change.as_str())?,
            cap_use_housed: use_of(
                typed("all").combine(typed(not_housed), |all, only| Some(all - only)),
            ),
            cap_use_then: use_of(typed("all")),
        });
    }
    Ok(areas)
}

/// People by accommodation type, region and areas, on the newest day that any type is known.
fn accommodation(
    figures: &Figures,
    region: &Area,
    until: Date,
) -> Result<Option<AccommodationFact>> {
    let Some(answer) = support::accommodation_types(figures, region, until)? else {
        return Ok(None);
    };
    let of_type = |code: &str| {
        let found = answer.types.iter().find(|of| of.code == code);
        let missing = Figure::missing(Status::NotAvailable);
        found.map_or(AccommodationTypeFact { people: missing, share: missing }, |of| {
            AccommodationTypeFact { people: of.people, share: of.share }
        })
    };
    let types = &figures.catalogue().roles.accommodation_types;
    Ok(Some(AccommodationFact {
        as_at: answer.as_at,
        all: answer.all,
        contingency: of_type(&types.contingency),
        hotels: of_type(&types.hotels),
        listing: listings::accommodation(&answer),
    }))
}

/// The regions and nations by rate, and the rank of the region.
fn region_fact(figures: &Figures, region: &Area, day: Date) -> Result<RegionFact> {
    let ranking = regions_ranked(figures, &region.code, day)?;
    Ok(RegionFact {
        rank: ranking.rank.map(|rank| (rank, ranking.ranked_of)),
        listing: listings::regions(&ranking),
    })
}
