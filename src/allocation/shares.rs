//! Answers about fair shares: areas next to what they are due, and how uneven the distribution is
//! (`inequality`).

mod inequality;

pub use inequality::{IndexValue, InequalityAnswer, inequality};

use crate::allocation::keys::KeyFigures;
use crate::allocation::limit::Limit;
use crate::allocation::requests::{Base, SharesRequest};
use crate::allocation::{keys, limit, measures};
use crate::catalogue::method::InequalityPart;
use crate::catalogue::{Indicator, Key, Method};
use crate::domain::{
    AreaCode, Between, Comparable, Date, Error, Field, Id, Result, Status, Unit, error_codes,
    long_date, percent, with_decimals,
};
use crate::fairshare::{self, AreaFigures, Placing, Shares, as_f64, rule_or, tie_note};
use crate::figures::{Figures, provisional, reasons, sources, unallocated};
use crate::geography::Area;
use crate::indicator::common_day;
use crate::knowledge::rules;
use crate::table::{Figure, Source, Units};
use schemars::JsonSchema;
use serde::Serialize;

/// Areas and their fair shares.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SharesAnswer {
    /// What is compared, where and when, in a sentence without a full stop.
    pub caption: String,
    /// The indicator that is shared.
    pub measure: Id,
    /// Its title.
    pub measure_title: String,
    /// The unit in which it is counted.
    pub measure_unit: Unit,
    /// The key by which it is divided.
    pub key: Id,
    /// The region, or the nation of which the regions are compared.
    pub region: AreaCode,
    /// The day of the counts.
    pub as_at: Date,
    /// The day of the population.
    pub population_as_at: Date,
    /// The limit applied.
    pub limit: Limit,
    /// The rule by which places were apportioned, or would have been.
    pub rule: &'static str,
    /// The figures.
    #[serde(flatten)]
    pub shares: Shares,
    /// The unit of each figure of an area.
    pub units: Units,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
    /// What the key gives the same areas.
    #[serde(skip)]
    pub(super) by_key: KeyFigures,
}

impl SharesAnswer {
    /// The day of the population, then what a reader must know of the figures.
    pub fn notes_with_population(&self) -> Vec<String> {
        let population =
            format!("Population: mid-year estimate for {}.", long_date(self.population_as_at));
        std::iter::once(population).chain(self.notes.iter().cloned()).collect()
    }
}

/// Compares the areas of a region with their fair shares. See [`shares`] for formulas and missing
/// values.
///
/// Errors: `F301` unknown key or measure, `F303` bad options, `F304` no figures.
pub fn shares(figures: &Figures, request: &SharesRequest) -> Result<SharesAnswer> {
    let key = figures.catalogue().key(&request.key)?;
    let measure = figures.catalogue().indicator(&request.measure)?;
    measures::can_be_shared(measure)?;
    let values = figures.values(&request.measure)?;
    let between = values.comparable();
    let not_compared = between.filter(|of| of.between == Between::None || request.base == Base::Uk);
    if let Some(comparable) = not_compared {
        return Err(measures::not_compared(measure, comparable));
    }
    let region_code = region_of(request, between.is_some());
    let as_at = reasons::newest_day(figures, &request.measure, &region_code)?;
    let compared = compared_areas(figures, request)?;
    let population_as_at = population_day(figures, &region_code, &compared, as_at)?;
    let by_key = keys::key_figures(figures, key, &compared, as_at, population_as_at)?;
    let counted = allocated_people(figures, &request.measure, &region_code, as_at)?;
    let total = total_to_divide(figures, request, key, counted, (as_at, population_as_at))?;
    let placed = people_placed(request, counted, total);
    let (by_share, by_place) =
        (by_key.weights_for(&key.id, total)?, by_key.weights_for(&key.id, placed)?);
    let limit = limit::limit(
        figures,
        request,
        key,
        (&region_code, compared.as_slice()),
        (as_at, population_as_at),
    )?;
    let weights = by_share.into_iter().zip(by_place);
    let areas =
        area_figures(figures, request, &compared, weights, &limit, (as_at, population_as_at))?;
    let rule = rule_or(request.rule.as_deref(), key.rounding)?;
    let SharesRequest { floor, existing, ties, .. } = *request;
    let placing = request.places.map(|places| Placing { places, rule, floor, existing, ties });
    let mut shares = fairshare::shares(&areas, counted, total, placing, limit.cap)?;
    if !measures::is_keyed(measure) {
        measures::without_due(&mut shares);
    }
    let caption = caption_of(figures, &region_code, (key, measure), as_at)?;
    let mut answer = SharesAnswer {
        caption,
        measure: measure.id.clone(),
        measure_title: measure.title.clone(),
        measure_unit: measure.unit,
        key: key.id.clone(),
        region: region_code,
        as_at,
        population_as_at,
        limit,
        rule: rule.id(),
        shares,
        units: measures::units_of_share(measure.unit),
        notes: Vec::new(),
        sources: Vec::new(),
        by_key,
    };
    answer.notes = notes_of(figures, request, (key, measure), (counted, total), &answer)?;
    answer.sources = sources_of(figures, &answer)?;
    Ok(answer)
}

/// The region whose areas are compared, or the nation whose regions are: of a measure that other
/// nations count differently only England's can be compared.
fn region_of(request: &SharesRequest, is_of_one_nation: bool) -> AreaCode {
    match (request.regions, is_of_one_nation) {
        (false, _) => request.region.clone(),
        (true, false) => AreaCode::united_kingdom(),
        (true, true) => AreaCode::england(),
    }
}

/// The people by whose number places are apportioned: those of the places, with those already there
/// where both are apportioned together.
fn people_placed(request: &SharesRequest, counted: Figure, total: Figure) -> Figure {
    request.places.map_or(total, |places| {
        let new = Figure::of(as_f64(places));
        if request.existing { new.combine(counted, |new, there| Some(new + there)) } else { new }
    })
}

fn caption_of(
    figures: &Figures,
    region: &AreaCode,
    (key, measure): (&Key, &Indicator),
    as_at: Date,
) -> Result<String> {
    let region = &figures.geography().get(region)?.name;
    Ok(format!(
        "{}: actual and fair share by {}, {region}, {}",
        measure.title,
        key.id,
        long_date(as_at)
    ))
}

/// The figures of each area from which its share is computed, with its weights by the key for the
/// share and for the places.
fn area_figures(
    figures: &Figures,
    request: &SharesRequest,
    compared: &[&Area],
    weights: impl Iterator<Item = (Figure, Figure)>,
    limit: &Limit,
    (as_at, population_as_at): (Date, Date),
) -> Result<Vec<AreaFigures>> {
    let population = figures.catalogue().roles.population.as_str();
    let weights = weights.zip(&limit.populations);
    let area_figures =
        |(area, ((key, place_weight), limited)): (&&Area, ((Figure, Figure), &Figure))| {
            Ok(AreaFigures {
                code: area.code.clone(),
                name: area.name.clone(),
                actual: figures.figure(&request.measure, &area.code, as_at)?,
                population: figures.figure(population, &area.code, population_as_at)?,
                limited: *limited,
                key,
                place_weight,
            })
        };
    compared.iter().zip(weights).map(area_figures).collect()
}

/// What a reader must know of the figures of an answer.
fn notes_of(
    figures: &Figures,
    request: &SharesRequest,
    (key, measure): (&Key, &Indicator),
    (counted, total): (Figure, Figure),
    answer: &SharesAnswer,
) -> Result<Vec<String>> {
    let SharesAnswer { shares, limit, as_at, .. } = answer;
    let mut notes = Vec::new();
    if shares.rows.iter().any(|row| row.code.is_county_council()) {
        notes.push("Residents of counties are the sums of those of their districts.".to_owned());
    }
    let caveats = rules::sentences_for(figures.knowledge(), &key.caveats, &answer.region);
    let explained = (key.id != figures.catalogue().roles.default_key).then_some(key);
    notes.extend(request_notes(request, explained, &caveats, measure, &answer.by_key, total));
    notes.extend(counted.is_at_least().then(|| OF_PEOPLE_COUNTED.to_owned()));
    notes.extend(limit.note());
    notes.extend(limit.elsewhere.clone());
    notes.extend(tie_note(&shares.tied, |at| shares.rows[at].name.clone()));
    let values = figures.values(&request.measure)?;
    let reason = |of: &Comparable| format!("{}: {}.", measure.title, of.reason);
    notes.extend(values.comparable().map(reason));
    if request.regions || request.base == Base::Uk {
        notes.extend(unallocated::note(figures, measure.id.as_str(), *as_at)?);
        notes.extend(between_and_within(figures, &measure.id, *as_at)?);
    }
    notes.extend(provisional::provisional_on_day(
        figures,
        measure,
        shares.rows.iter().map(|row| &row.code),
        *as_at,
    )?);
    Ok(notes)
}

/// The editions that the figures of an answer come from.
fn sources_of(figures: &Figures, answer: &SharesAnswer) -> Result<Vec<Source>> {
    let of_key = answer.by_key.days.iter().map(|(id, day)| (id.as_str(), *day));
    let population = figures.catalogue().roles.population.as_str();
    let of_areas = [(answer.measure.as_str(), answer.as_at), (population, answer.population_as_at)];
    let days: Vec<(&str, Date)> = of_areas.into_iter().chain(of_key).collect();
    sources::sources_on(figures, &days, answer.shares.rows.iter().map(|row| &row.code))
}

/// How much of the unevenness between all authorities of the United Kingdom lies between its
/// regions, in a sentence, for a measure of which an indicator says it.
fn between_and_within(figures: &Figures, measure: &Id, day: Date) -> Result<Option<String>> {
    let part = |index: InequalityPart| -> Result<Option<f64>> {
        let found = figures.catalogue().indicators.values().find(|indicator| {
            matches!(&indicator.method, Method::InequalityParts(part) if part.index == index && part.of == *measure)
        });
        let of = |id: &Id| figures.figure(id.as_str(), &AreaCode::united_kingdom(), day);
        Ok(found.map(|indicator| of(&indicator.id)).transpose()?.and_then(|figure| figure.value))
    };
    let (Some(between), Some(within), Some(share)) = (
        part(InequalityPart::Between)?,
        part(InequalityPart::Within)?,
        part(InequalityPart::BetweenShare)?,
    ) else {
        return Ok(None);
    };
    Ok(Some(format!(
        "Unevenness between the authorities of the United Kingdom (Theil index): {}, of which {} \
         ({}) lies between regions and {} within them.",
        with_decimals(between + within, 3),
        with_decimals(between, 3),
        percent(share),
        with_decimals(within, 3)
    )))
}

/// The areas that are compared: the regions and nations, or the authorities of a region, of the
/// upper tier where the measure, or what the limit of the key is of, is counted by it.
fn compared_areas<'f>(figures: &'f Figures, request: &SharesRequest) -> Result<Vec<&'f Area>> {
    match request.regions {
        true => {
            let within =
                figures.values(&request.measure)?.comparable().map(|_| AreaCode::england());
            let is_compared = |area: &&Area| {
                within
                    .as_ref()
                    .is_none_or(|nation| figures.geography().contains(nation, &area.code))
            };
            Ok(figures.geography().regions().filter(is_compared).collect())
        }
        false => {
            let limit = figures.catalogue().key(&request.key)?.limit.as_ref();
            let of_key = limit.and_then(|limit| limit.of.as_ref());
            let of_key = of_key.map(|of| figures.values(of.indicator.as_str())).transpose()?;
            let tier = figures.values(&request.measure)?.tier();
            let tier = of_key.map_or(tier, |values| tier.max(values.tier()));
            Ok(figures.areas_now(&request.region, tier))
        }
    }
}

/// The people of a measure in an area whose parts are compared: without those of no authority.
fn allocated_people(
    figures: &Figures,
    measure: &str,
    area: &AreaCode,
    day: Date,
) -> Result<Figure> {
    let key = crate::indicator::Key { area: area.clone(), end: day, dims: Vec::new() };
    Ok(figures.values(measure)?.allocated(&key).0)
}

/// What *due* is a share of: the people counted, the places, or the region's share of the people
/// counted in the United Kingdom.
fn total_to_divide(
    figures: &Figures,
    request: &SharesRequest,
    key: &Key,
    counted: Figure,
    days: (Date, Date),
) -> Result<Figure> {
    match (request.base, request.places) {
        (Base::Actual, _) => Ok(counted),
        (Base::Places, Some(places)) => Ok(Figure::of(as_f64(places))),
        (Base::Uk, _) if !request.regions => {
            let regions: Vec<&Area> = figures.geography().regions().collect();
            let uk =
                allocated_people(figures, &request.measure, &AreaCode::united_kingdom(), days.0)?;
            let due = keys::key_figures(figures, key, &regions, days.0, days.1)?
                .weights_for(&key.id, uk)?;
            let own = regions.iter().position(|region| region.code == request.region);
            let own = own.map_or(Figure::missing(Status::NotApplicable), |at| due[at]);
            let all = Figure::sum(due);
            Ok(Figure::all([uk, own, all], |[people, own, all]| {
                (all > 0.0).then(|| people * own / all)
            }))
        }
        (base, _) => Err(Error::new(error_codes::OPTION_WRONG, "comparing with fair shares")
            .at_field(Field::Base)
            .found(if base == Base::Places {
                format!("{} without {}", Field::Base.set_to("places"), Field::Places)
            } else {
                format!("{} with {}", Field::Base.set_to("kingdom"), Field::Regions)
            })
            .expected(format!(
                "the number of places to share out, such as {}; `kingdom` with the authorities of \
                 a region",
                Field::Places.set_to("500")
            ))),
    }
}

/// The mid-year population that counts on a day for an area and those in it, or `F304`.
pub(crate) fn population_day(
    figures: &Figures,
    region: &AreaCode,
    inside: &[&Area],
    until: Date,
) -> Result<Date> {
    let values = figures.values(figures.catalogue().roles.population.as_str())?;
    let areas: Vec<&AreaCode> =
        std::iter::once(region).chain(inside.iter().map(|area| &area.code)).collect();
    common_day(&values, &areas, until).ok_or_else(|| {
        Error::new(error_codes::NO_DATA, "looking for the population of a region")
            .found(format!("no mid-year estimate for every authority of {region} up to {until}"))
    })
}

/// What a reader must know of a measure, a key that needs an explanation, and the request.
fn request_notes(
    request: &SharesRequest,
    explained: Option<&Key>,
    caveats: &[&str],
    measure: &Indicator,
    by_key: &KeyFigures,
    total: Figure,
) -> Vec<String> {
    let mut notes = Vec::new();
    if !measures::is_keyed(measure) {
        notes.push(format!("{}: {}.", measure.title, measures::scheme_label(measure)));
    }
    if let Some(key) = explained {
        notes.push(format!("{}: {}", key.title, key.definition));
        notes.extend(by_key.notes.iter().cloned());
        notes.extend(caveats.iter().map(|caveat| (*caveat).to_owned()));
    }
    if request.floor > 0 {
        notes.push(format!("No area gets fewer than {} new places.", request.floor));
    }
    if request.existing {
        notes.push(
            "People already there and new places are apportioned together, without moves."
                .to_owned(),
        );
    }
    if request.base == Base::Uk {
        let due = "Due: the region's share of all people in the United Kingdom by the same key, \
            divided among its areas.";
        notes.push(due.to_owned());
    }
    if let (Some(adjustment), Some(places), Base::Actual | Base::Uk) =
        (by_key.adjustment.as_ref(), request.places, request.base)
    {
        notes.push(format!(
            "Shares and due numbers are of {} people, places of {places}: the credits of {} people \
             in all weigh more on fewer. {} takes both on the places.",
            total.value.map_or("an unknown number of".to_owned(), |total| with_decimals(total, 0)),
            with_decimals(adjustment.credits.iter().sum(), 0),
            Field::Base.set_to("places")
        ));
    }
    notes
}

/// The note on shares of a total that is *at least* so many.
const OF_PEOPLE_COUNTED: &str = "The total is a lower bound, because some people are not included. \
    Shares are of the people counted.";
