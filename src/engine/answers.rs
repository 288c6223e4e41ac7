//! Answers about fair shares: areas beside what they are due, and how uneven the distribution is.

use super::keys::KeyFigures;
use super::limit::Limit;
use super::{Engine, schemes};
use crate::catalogue::{Indicator, Key};
use crate::domain::{
    AreaCode, Between, Date, Error, Id, Result, Status, Unit, error_codes, long_date, percent, with_decimals,
};
use crate::fairshare::{AreaFigures, Cap, Placing, Share, Shares, Ties, as_f64, rule, shares, tie_note};
use crate::geography::Area;
use crate::indicator::{common_day, inequality};
use crate::table::{Cell, Column, Figure, Listing, columns};

/// A request to compare areas with their fair shares.
#[derive(Debug, Clone)]
pub struct SharesRequest {
    /// The region or nation.
    pub region: AreaCode,
    /// The key, such as `population`.
    pub key: String,
    /// The indicator that is shared, such as `people-supported`.
    pub measure: String,
    /// Places to apportion.
    pub places: Option<u64>,
    /// The rule of apportionment; the key's own when `None`.
    pub rule: Option<String>,
    /// The fewest places for each area.
    pub floor: u64,
    /// True: the people already there count, and are apportioned together with the places.
    pub existing: bool,
    /// What happens to areas with the same claim to the last place.
    pub ties: Ties,
    /// The limit; the key's own when `None`, no limit when `Some(None)`.
    pub cap: Option<Option<Cap>>,
    /// What *due* is a share of.
    pub base: Base,
    /// True: the regions and nations of the United Kingdom are compared with each other, instead of a region's authorities.
    pub regions: bool,
}

/// What *due* is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// The people counted in all areas together.
    Actual,
    /// The places to be apportioned.
    Places,
    /// The region's own share, by the same key, of the people counted in the United Kingdom: both levels at once.
    Kingdom,
}

impl SharesRequest {
    /// The areas of a region beside their shares of the people in asylum support by a key, no places apportioned.
    pub fn of_people(region: AreaCode, key: String) -> Self {
        Self::of(region, key, PEOPLE.to_owned())
    }

    /// The same by a rule that takes nothing back when more come, as week by week and quarter by quarter none may.
    pub(super) fn in_steps(self) -> Self {
        Self { rule: Some("sainte-lague".to_owned()), ..self }
    }

    /// The areas of a region beside their shares of a measure by a key, no places apportioned.
    pub fn of(region: AreaCode, key: String, measure: String) -> Self {
        Self {
            region,
            key,
            measure,
            places: None,
            rule: None,
            floor: 0,
            existing: false,
            ties: Ties::Order,
            cap: None,
            base: Base::Actual,
            regions: false,
        }
    }
}

/// Areas beside their fair shares.
#[derive(Debug, Clone)]
pub struct SharesAnswer {
    /// The day of the counts.
    pub as_at: Date,
    /// The day of the population.
    pub population_as_at: Date,
    /// The limit applied.
    pub limit: Limit,
    /// The rule by which places were apportioned, or would have been.
    pub rule: &'static str,
    /// The figures.
    pub shares: Shares,
    /// What the key gives the same areas.
    pub(super) key: KeyFigures,
    /// The figures as a table with the columns of the command line's contract.
    pub listing: Listing,
}

/// How uneven the distribution is.
#[derive(Debug, Clone)]
pub struct InequalityAnswer {
    /// The day of the counts.
    pub as_at: Date,
    /// One value for each index, in the order of [`inequality::INDICES`].
    pub values: Vec<Figure>,
    /// The same as a table.
    pub listing: Listing,
}

impl Engine {
    /// Compares the areas of a region with their fair shares. See [`shares`] for formulas and missing values.
    ///
    /// Errors: `F301` unknown key or measure, `F303` bad options, `F304` no figures.
    pub fn shares(&self, request: &SharesRequest) -> Result<SharesAnswer> {
        let key = self.catalogue.key(&request.key)?;
        let measure = self.catalogue.indicator(&request.measure)?;
        schemes::can_be_shared(measure)?;
        let between = self.values(&request.measure)?.comparable().cloned();
        let not_compared = between.as_ref().filter(|of| of.between == Between::None || request.base == Base::Kingdom);
        if let Some(comparable) = not_compared {
            return Err(schemes::not_compared(measure, comparable));
        }
        let whole_area = match (request.regions, &between) {
            (false, _) => request.region.clone(),
            (true, None) => AreaCode::united_kingdom(),
            // Another nation counts otherwise: England alone has regions to compare.
            (true, Some(_)) => AreaCode::england(),
        };
        let as_at = self.newest_day(&request.measure, &whole_area)?;
        let compared = self.compared(request)?;
        let population_as_at = self.population_day(&whole_area, &compared, as_at)?;
        let by_key = self.key_figures(key, &compared, as_at, population_as_at)?;
        let whole = self.whole(&request.measure, &whole_area, as_at)?;
        let total = self.total(request, key, whole, (as_at, population_as_at))?;
        let placed = request.places.map_or(total, |places| {
            let new = Figure::of(as_f64(places));
            if request.existing { new.combine(whole, |new, there| Some(new + there)) } else { new }
        });
        let (by_share, by_place) = (by_key.of_whole(&key.id, total)?, by_key.of_whole(&key.id, placed)?);
        let limit = self.limit(request, key, (&whole_area, compared.as_slice()), (as_at, population_as_at))?;
        let mut areas = Vec::new();
        let limited = by_share.iter().zip(&by_place).zip(&limit.populations);
        for (area, ((figure, places_by), limited)) in compared.into_iter().zip(limited) {
            areas.push(AreaFigures {
                code: area.code.clone(),
                name: area.name.clone(),
                actual: self.figure(&request.measure, &area.code, as_at)?,
                population: self.figure(POPULATION, &area.code, population_as_at)?,
                limited: *limited,
                key: *figure,
                places_by: *places_by,
            });
        }
        let rule = rule(request.rule.as_deref().unwrap_or(&key.rounding))?;
        let SharesRequest { floor, existing, ties, .. } = *request;
        let placing = request.places.map(|places| Placing { places, rule, floor, existing, ties });
        let mut shares = shares(&areas, whole, total, placing, limit.cap)?;
        if !schemes::is_keyed(measure) {
            schemes::without_due(&mut shares);
        }
        let region = &self.geography.get(&whole_area)?.name;
        let mut listing = shares_listing(&shares);
        listing.caption =
            format!("{}: actual and fair share by {}, {region}, {}", measure.title, key.id, long_date(as_at));
        listing.notes = vec![format!("Population: mid-year estimate for {}.", long_date(population_as_at))];
        if shares.rows.iter().any(|row| row.code.is_county_council()) {
            listing.notes.push("Residents of counties are the sums of those of their districts.".to_owned());
        }
        let caveats = self.sentences_for(&key.caveats, &whole_area);
        listing.notes.extend(notes_of(request, key, &caveats, measure, &by_key, total));
        listing.notes.extend(whole.is_at_least().then(|| OF_PEOPLE_COUNTED.to_owned()));
        listing.notes.extend(limit.note());
        listing.notes.extend(limit.elsewhere.clone());
        listing.notes.extend(tie_note(&shares.tied, |at| shares.rows[at].name.clone()));
        listing.notes.extend(between.map(|comparable| format!("{}: {}.", measure.title, comparable.reason)));
        if request.regions || request.base == Base::Kingdom {
            listing.notes.extend(self.unallocated(measure.id.as_str(), as_at)?);
            listing.notes.extend(self.between_and_within(&measure.id, as_at)?);
        }
        listing.notes.extend(self.provisional_on_day(measure, shares.rows.iter().map(|row| &row.code), as_at)?);
        Ok(SharesAnswer { as_at, population_as_at, limit, rule: rule.id(), shares, key: by_key, listing })
    }

    /// How much of the unevenness between all authorities of the United Kingdom lies between its regions, in a sentence, for a measure of
    /// which an indicator says it.
    fn between_and_within(&self, measure: &Id, day: Date) -> Result<Option<String>> {
        let part = |index: &str| -> Result<Option<f64>> {
            let found = self.catalogue.indicators.values().find(|indicator| {
                let is_part = indicator.method == "inequality-parts" && indicator.index.as_deref() == Some(index);
                is_part && indicator.of.as_ref() == Some(measure)
            });
            let of = |id: &Id| self.figure(id.as_str(), &AreaCode::united_kingdom(), day);
            Ok(found.map(|indicator| of(&indicator.id)).transpose()?.and_then(|figure| figure.value))
        };
        let (Some(between), Some(within), Some(share)) = (part("between")?, part("within")?, part("between-share")?)
        else {
            return Ok(None);
        };
        Ok(Some(format!(
            "Unevenness between the authorities of the United Kingdom (Theil index): {}, of which {} ({}) lies between regions and {} within them.",
            with_decimals(between + within, 3),
            with_decimals(between, 3),
            percent(share),
            with_decimals(within, 3)
        )))
    }

    /// The areas that are compared: the regions and nations, or the authorities of a region, of the upper tier where the measure is counted
    /// by it or what the limit of the key is of.
    pub(super) fn compared(&self, request: &SharesRequest) -> Result<Vec<&Area>> {
        match request.regions {
            true => {
                let within = self.values(&request.measure)?.comparable().map(|_| AreaCode::england());
                let is_compared =
                    |area: &&Area| within.as_ref().is_none_or(|nation| self.geography.contains(nation, &area.code));
                Ok(self.geography.regions().filter(is_compared).collect())
            }
            false => {
                let of_key = self.catalogue.key(&request.key)?.cap_of.as_ref();
                let of_key = of_key.map(|id| self.values(id.as_str())).transpose()?;
                let tier = self.values(&request.measure)?.tier();
                let tier = of_key.map_or(tier, |values| tier.max(values.tier()));
                Ok(self.areas_now(&request.region, tier))
            }
        }
    }

    /// The people of a measure in a whole area that its parts are compared with: without those of no authority.
    fn whole(&self, measure: &str, area: &AreaCode, day: Date) -> Result<Figure> {
        let key = crate::indicator::Key { area: area.clone(), end: day, dims: Vec::new() };
        Ok(self.values(measure)?.allocated(&key).0)
    }

    /// What *due* is a share of: the people counted, the places, or the region's share of the people counted in the United Kingdom.
    fn total(&self, request: &SharesRequest, key: &Key, whole: Figure, days: (Date, Date)) -> Result<Figure> {
        match (request.base, request.places) {
            (Base::Actual, _) => Ok(whole),
            (Base::Places, Some(places)) => Ok(Figure::of(as_f64(places))),
            (Base::Kingdom, _) if !request.regions => {
                let regions: Vec<&Area> = self.geography.regions().collect();
                let kingdom = self.whole(&request.measure, &AreaCode::united_kingdom(), days.0)?;
                let figures = self.key_figures(key, &regions, days.0, days.1)?.of_whole(&key.id, kingdom)?;
                let own = regions.iter().position(|region| region.code == request.region);
                let own = own.map_or(Figure::missing(Status::NotApplicable), |at| figures[at]);
                let all = Figure::sum(figures);
                Ok(Figure::all([kingdom, own, all], |[people, own, all]| (all > 0.0).then(|| people * own / all)))
            }
            (base, _) => Err(Error::new(error_codes::OPTION_WRONG, "comparing with fair shares")
                .at_key("--base")
                .found(if base == Base::Places { "--base places without --places" } else { "--base kingdom with --regions" })
                .expected("the number of places to share out, such as --places 500; `kingdom` with the authorities of a region")),
        }
    }

    /// The mid-year population that counts on a day for an area and those in it, or `F304`.
    pub(super) fn population_day(&self, region: &AreaCode, inside: &[&Area], until: Date) -> Result<Date> {
        let values = self.values(POPULATION)?;
        let areas: Vec<&AreaCode> = std::iter::once(region).chain(inside.iter().map(|area| &area.code)).collect();
        common_day(&values, &areas, until).ok_or_else(|| {
            Error::new(error_codes::NO_DATA, "looking for the population of a region")
                .found(format!("no mid-year estimate for every authority of {region} up to {until}"))
        })
    }

    /// How unevenly a measure is spread over the areas of a region, against their residents.
    pub fn inequality(&self, region: &AreaCode, measure: &str) -> Result<InequalityAnswer> {
        schemes::can_be_shared(self.catalogue.indicator(measure)?)?;
        let as_at = self.newest_day(measure, region)?;
        let compared = self.areas_of(measure, region)?;
        let population_as_at = self.population_day(region, &compared, as_at)?;
        let mut areas = Vec::new();
        for area in compared {
            let people = self.figure(measure, &area.code, as_at)?;
            areas.push((people, self.figure(POPULATION, &area.code, population_as_at)?));
        }
        let values: Vec<Figure> = inequality::INDICES.iter().map(|index| inequality::value(index, &areas)).collect();
        let name = &self.geography.get(region)?.name;
        let listing = Listing {
            caption: format!("How unevenly people are spread over {name}, {}", long_date(as_at)),
            columns: vec![
                Column::text("index", "Index"),
                Column::number("value", "Value", Unit::Ratio).with_decimals(4),
            ],
            rows: inequality::INDICES
                .iter()
                .zip(&values)
                .map(|(index, value)| vec![Cell::Text(index.id.to_owned()), Cell::from(*value)])
                .collect(),
            notes: Vec::new(),
        };
        Ok(InequalityAnswer { as_at, values, listing })
    }
}

/// What must be said of a measure, a key and what was asked.
fn notes_of(
    request: &SharesRequest,
    key: &Key,
    caveats: &[&str],
    measure: &Indicator,
    by_key: &KeyFigures,
    total: Figure,
) -> Vec<String> {
    let mut notes = Vec::new();
    if !schemes::is_keyed(measure) {
        notes.push(format!("{}: {}.", measure.title, schemes::words(measure)));
    }
    if key.id.as_str() != POPULATION_KEY {
        notes.push(format!("{}: {}", key.title, key.definition));
        notes.extend(by_key.notes.iter().cloned());
        notes.extend(caveats.iter().map(|caveat| (*caveat).to_owned()));
    }
    if request.floor > 0 {
        notes.push(format!("No area gets fewer than {} new places.", request.floor));
    }
    if request.existing {
        notes.push("People already there and new places are apportioned together, and nobody is moved.".to_owned());
    }
    if request.base == Base::Kingdom {
        let due =
            "Due: the region's share of everybody in the United Kingdom by the same key, divided among its areas.";
        notes.push(due.to_owned());
    }
    if let (Some(adjustment), Some(places), Base::Actual | Base::Kingdom) =
        (by_key.adjustment.as_ref(), request.places, request.base)
    {
        notes.push(format!(
            "Shares and due numbers are of {} people, places of {places}: the credits of {} people in all weigh more on fewer. \
             --base places takes both on the places.",
            total.value.map_or("an unknown number of".to_owned(), |total| with_decimals(total, 0)),
            with_decimals(adjustment.credits.iter().sum(), 0)
        ));
    }
    notes
}

/// What is said of shares of a whole that is *at least* so many.
const OF_PEOPLE_COUNTED: &str =
    "The whole is at least so many, because some people are left out: shares are of the people counted.";

/// The key that needs no explanation beside its population.
const POPULATION_KEY: &str = "population";

/// The count that limits and the keyed scheme are about.
pub(super) const PEOPLE: &str = "people-supported";

/// The indicator that every rate is taken of.
pub(super) const POPULATION: &str = "resident-population";

/// The columns of `fairshares shares`, in the order of the contract.
fn shares_listing(shares: &Shares) -> Listing {
    let people = |name: &str, header: &str| Column::number(name, header, Unit::People);
    let percent = |name: &str, header: &str| Column::number(name, header, Unit::Percent);
    let columns = vec![
        Column::text(columns::AREA_CODE, "Area code"),
        Column::text(columns::AREA_NAME, "Area"),
        people("population", "Population"),
        people("actual", "People supported"),
        Column::number("rate_per_10k", "Rate (per 10,000 residents)", Unit::Per10k),
        percent("actual_share", "Actual share (%)"),
        percent("fair_share", "Fair share (%)"),
        people("due", "Due (people)"),
        people("gap", "Gap (people)").with_sign(),
        people("ratio", "Ratio (due = 100)"),
        Column::number("location_quotient", "Location quotient", Unit::Ratio),
        people("cap", "Limit (people)"),
        people("headroom", "Headroom (people)"),
        people("places", "Places"),
        Column::text(columns::STATUS, "Status"),
    ];
    let optional = |figure: Option<Figure>| figure.map_or(Cell::Text(String::new()), Cell::from);
    let row = |share: &Share| {
        vec![
            share.code.as_str().into(),
            share.name.as_str().into(),
            share.population.into(),
            share.actual.into(),
            share.rate_per_10k.into(),
            share.actual_share.into(),
            share.fair_share.into(),
            share.due.into(),
            share.gap.into(),
            share.ratio.into(),
            share.location_quotient.into(),
            optional(share.cap),
            optional(share.headroom),
            optional(share.places),
            share.status().map_or("", Status::as_str).into(),
        ]
    };
    Listing { caption: String::new(), columns, rows: shares.rows.iter().map(row).collect(), notes: Vec::new() }
}
