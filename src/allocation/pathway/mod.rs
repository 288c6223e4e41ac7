//! Pathways: how today's pattern can become fair shares by a date, and what is needed to end a type
//! of accommodation.

mod answer;
mod notes;
mod rows;
mod turnover;

pub use answer::{
    AreaAtEnd, AreaInQuarter, AreaMove, EndingAccommodation, ModeOutcome, ModeQuarters,
    PathwayAnswer, PathwayAreas, PathwayBasis, PathwayMoves, PathwayQuarters, Quarter,
};

use crate::allocation::combined::merged;
use crate::allocation::requests::SharesRequest;
use crate::allocation::shares::{self, SharesAnswer};
use crate::catalogue::PathwayMode;
use crate::domain::{AreaCode, Date, Error, Field, Result, Status, error_codes, long_date};
use crate::fairshare::{
    Inflow, Move, Rule, Start, Step, Unsolved, by_moves, by_turnover, due, fewest_moves,
    known_people, rule, weights_and_headroom,
};
use crate::figures::{Figures, sources};
use crate::indicator::Key;
use crate::table::{Figure, Source, Units};
use schemars::JsonSchema;
use serde::Serialize;

/// The cost of moving one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MoveCost {
    /// Kilometres between the centres of the areas.
    Distance,
    /// The same everywhere.
    Equal,
}

/// A request for pathways.
#[derive(Debug, Clone)]
pub struct PathwayRequest {
    /// Region, key, limit and rule.
    pub shares: SharesRequest,
    /// The modes to be compared.
    pub modes: Vec<PathwayMode>,
    /// By when; the end of the accommodation contracts when `None`.
    pub by: Option<Date>,
    /// The arrivals; from the series when `None`.
    pub arrivals: Option<Inflow>,
    /// Of a hundred people how many leave in a quarter; from the series when `None`.
    pub departures_percent: Option<f64>,
    /// The cost of a move.
    pub cost: MoveCost,
    /// The type of accommodation that is to end, such as `contingency`; hotels when `None`. In
    /// editions that do not distinguish hotels, `None` means all contingency accommodation.
    pub ending: Option<String>,
}

/// What all modes start from and go to.
struct Plan<'a> {
    request: &'a PathwayRequest,
    answer: SharesAnswer,
    start: Start,
    /// The due number of each area for the people who are there now.
    due_now: Vec<u64>,
    rule: &'static dyn Rule,
    /// The last days of the quarters.
    quarters: Vec<Date>,
    /// Codes of the areas, in their order.
    codes: Vec<AreaCode>,
    ended: Ended,
}

/// A mode with its quarters.
struct FollowedMode {
    mode: PathwayMode,
    /// One for each quarter.
    steps: Vec<Step>,
    /// The last of them.
    last: Step,
    moves: Vec<Move>,
    /// The assumption, in a sentence.
    assumed: String,
    /// The editions of the series that rates come from.
    sources: Vec<Source>,
}

impl FollowedMode {
    fn last(&self) -> &Step {
        &self.last
    }
}

impl Plan<'_> {
    fn name(&self, area: usize) -> &str {
        &self.answer.shares.rows[area].name
    }

    /// The last day of the last quarter.
    fn by(&self) -> Date {
        self.quarters.last().copied().unwrap_or(self.answer.as_at)
    }
}

/// People in the type of accommodation that is to end, and all others, area by area, on one day.
struct Ended {
    ending: EndingAccommodation,
    inside: Vec<Figure>,
    elsewhere: Vec<Figure>,
    /// The editions of these people.
    sources: Vec<Source>,
}

/// Each mode from the newest pattern to fair shares by a day. See [`by_turnover`], [`by_moves`] and
/// [`fewest_moves`] for formulas.
///
/// Errors: those of [`shares::shares`]. `F303` for a day before the first quarter, an area whose
/// number of people is unknown, or an unknown type of accommodation. `F304` for rates of a series
/// that is too short, or unknown distances.
pub fn pathway(figures: &Figures, request: &PathwayRequest) -> Result<PathwayAnswer> {
    let plan = plan(figures, request)?;
    let modes: Vec<FollowedMode> =
        request.modes.iter().map(|mode| follow(figures, &plan, *mode)).collect::<Result<_>>()?;
    let (basis, notes) = (basis(&plan), notes::pathway_notes(figures, &plan, &modes));
    let of_modes = modes.iter().map(|followed| &followed.sources);
    let sources = merged([&plan.answer.sources, &plan.ended.sources].into_iter().chain(of_modes));
    let (by, region) = (long_date(plan.by()), figures.geography().name_of(&request.shares.region));
    let moves = modes.iter().flat_map(|followed| &followed.moves);
    Ok(PathwayAnswer {
        quarters: PathwayQuarters {
            caption: format!("Quarter by quarter to {by}, {region}"),
            basis: basis.clone(),
            modes: modes.iter().map(|followed| rows::mode_quarters(&plan, followed)).collect(),
            units: Units::of(answer::QUARTER_UNITS),
            notes: notes.clone(),
            sources: sources.clone(),
        },
        moves: PathwayMoves {
            caption: format!("The fewest moves to fair shares, {region}"),
            basis: basis.clone(),
            moves: moves.map(|one| rows::area_move(figures, &plan, one)).collect(),
            units: Units::of(answer::MOVE_UNITS),
            notes: notes.clone(),
            sources: sources.clone(),
        },
        areas: PathwayAreas {
            caption: format!(
                "From the pattern of {} to fair shares by {by}, {region}",
                long_date(plan.answer.as_at)
            ),
            basis,
            modes: modes.iter().map(|followed| rows::mode_outcome(&plan, followed)).collect(),
            units: Units::of(answer::AREA_UNITS),
            notes,
            sources,
        },
    })
}

fn basis(plan: &Plan<'_>) -> PathwayBasis {
    let answer = &plan.answer;
    PathwayBasis {
        measure: answer.measure.clone(),
        key: answer.key.clone(),
        region: plan.request.shares.region.clone(),
        as_at: answer.as_at,
        population_as_at: answer.population_as_at,
        by: plan.by(),
        rule: answer.rule,
        limit: answer.limit.clone(),
        cost: plan.request.cost,
        ending: plan.ended.ending.clone(),
    }
}

fn plan<'a>(figures: &Figures, request: &'a PathwayRequest) -> Result<Plan<'a>> {
    let answer = shares::shares(figures, &request.shares)?;
    let key = figures.catalogue().key(&request.shares.key)?;
    let by_key = answer.by_key.weights_for(&key.id, answer.shares.total)?;
    let (weights, _) = weights_and_headroom(&answer.shares.rows, &by_key)?;
    let rows = &answer.shares.rows;
    let people = rows
        .iter()
        .map(|row| known_people(&row.name, row.actual, "following people over time"))
        .collect::<Result<_>>()?;
    let limits = rows.iter().map(|row| {
        row.cap.map(|cap| cap.value.and_then(crate::fairshare::exact_integer).unwrap_or(0))
    });
    let start = Start { weights, people, limits: limits.collect() };
    let by = match request.by {
        Some(by) => by,
        None => {
            figures.catalogue().calendar.target(figures.catalogue().roles.contracts_end.as_str())?
        }
    };
    let codes: Vec<AreaCode> = rows.iter().map(|row| row.code.clone()).collect();
    let rule = rule(answer.rule)?;
    let all = start.people.iter().sum();
    let due_now =
        due(&start, all, rule).map_err(|refused| refused.error(|at| rows[at].name.clone()))?;
    Ok(Plan {
        quarters: quarters(answer.as_at, by)?,
        ended: ended(figures, request.ending.as_deref(), &codes, answer.as_at)?,
        due_now,
        rule,
        request,
        answer,
        start,
        codes,
    })
}

fn follow(figures: &Figures, plan: &Plan<'_>, mode: PathwayMode) -> Result<FollowedMode> {
    let refused = |refused: crate::fairshare::Refused| refused.error(|at| plan.name(at).to_owned());
    let quarters = u32::try_from(plan.quarters.len()).unwrap_or(u32::MAX);
    let (steps, moves, assumed, sources) = match mode {
        PathwayMode::Moves => {
            let moves = moves(figures, plan, &plan.due_now)?;
            let steps = by_moves(&plan.start, &moves, quarters, plan.rule).map_err(refused)?;
            let assumed = "no arrivals or departures; people are moved, as few as possible, evenly \
                over the quarters";
            (steps, moves, assumed.to_owned(), Vec::new())
        }
        PathwayMode::Arrivals | PathwayMode::ArrivalsAndDepartures => {
            let leaves = mode == PathwayMode::ArrivalsAndDepartures;
            let rates = turnover::turnover(figures, plan, leaves)?;
            let steps =
                by_turnover(&plan.start, rates.turnover, quarters, plan.rule).map_err(refused)?;
            (steps, Vec::new(), rates.assumed, rates.sources)
        }
    };
    // A plan has a quarter at least.
    let last = steps.last().cloned().unwrap_or_default();
    Ok(FollowedMode { mode, steps, last, moves, assumed, sources })
}

/// As few people as possible moved to the target, on the shortest ways where these count.
fn moves(figures: &Figures, plan: &Plan<'_>, target: &[u64]) -> Result<Vec<Move>> {
    let doing = "looking for the fewest moves";
    if plan.request.cost == MoveCost::Distance {
        let has_centre =
            |code: &&AreaCode| figures.knowledge().centres.distance_km(code, code).is_some();
        if let Some(without) = plan.codes.iter().find(|code| !has_centre(code)) {
            return Err(Error::new(error_codes::NO_DATA, doing)
                .found(format!("no centre of {}", figures.geography().name_of(without)))
                .help(format!(
                    "choose {}, or add its centre to data/catalogue/areas/centres.csv",
                    Field::Cost.set_to("equal")
                )));
        }
    }
    let cost = |from: usize, to: usize| match plan.request.cost {
        MoveCost::Distance => figures
            .knowledge()
            .centres
            .distance_km(&plan.codes[from], &plan.codes[to])
            .unwrap_or_default(),
        MoveCost::Equal => 1.0,
    };
    fewest_moves(&plan.start.people, target, cost).map_err(|Unsolved(reason)| {
        let equal = Field::Cost.set_to("equal");
        Error::new(error_codes::NO_DATA, doing)
            .found(reason)
            .help(format!("choose {equal}, or another way"))
    })
}

/// People inside and outside the type of accommodation that is to end.
fn ended(figures: &Figures, asked: Option<&str>, areas: &[AreaCode], until: Date) -> Result<Ended> {
    if let Some(code) = asked {
        return inside(figures, code, areas, until);
    }
    let types = &figures.catalogue().roles.accommodation_types;
    let hotels = inside(figures, &types.hotels, areas, until)?;
    let is_known = hotels.inside.iter().all(|figure| figure.value.is_some());
    if is_known {
        return Ok(hotels);
    }
    let mut contingency = inside(figures, &types.contingency, areas, until)?;
    contingency.ending.instead_of_hotels = true;
    Ok(contingency)
}

/// People inside and outside a type of accommodation, on the newest day that has figures by
/// accommodation.
fn inside(figures: &Figures, code: &str, areas: &[AreaCode], until: Date) -> Result<Ended> {
    let roles = &figures.catalogue().roles;
    let list = figures.catalogue().codelist(roles.accommodation_types.codelist.as_str())?;
    let values = figures.values(roles.accommodation.as_str())?;
    let occurs = |code: &str| {
        values.iter().any(|(key, _)| key.dims.first().is_some_and(|found| found == code))
    };
    let types = || list.codes.iter().filter(|known| known.code != "all" && occurs(&known.code));
    let title = types().find(|known| known.code == code).ok_or_else(|| {
        let codes: Vec<&str> = types().map(|known| known.code.as_str()).collect();
        Error::new(error_codes::OPTION_WRONG, "looking for a type of accommodation")
            .at_field(Field::Ending)
            .found(format!("{code:?}"))
            .expected(format!("one of {}", codes.join(", ")))
    })?;
    let of_areas = areas.iter().flat_map(|area| values.iter_area(area));
    let known = of_areas.filter(|(key, value)| key.end <= until && value.figure.value.is_some());
    let day = known.map(|(key, _)| key.end).max();
    let of = |code: &str| -> Vec<Figure> {
        let key =
            |area: &AreaCode, end| Key { area: area.clone(), end, dims: vec![code.to_owned()] };
        let missing = Figure::missing(Status::NotAvailable);
        areas.iter().map(|area| day.map_or(missing, |day| values.figure(&key(area, day)))).collect()
    };
    let (all, inside) = (of("all"), of(code));
    let elsewhere = all
        .iter()
        .zip(&inside)
        .map(|(all, one)| all.combine(*one, |all, one| Some(all - one)))
        .collect();
    let ending = EndingAccommodation {
        accommodation: code.to_owned(),
        title: title.title.clone(),
        as_at: day,
        instead_of_hotels: false,
    };
    let key = |area: &AreaCode, end, code: &str| Key {
        area: area.clone(),
        end,
        dims: vec![code.to_owned()],
    };
    let keys: Vec<Key> = day
        .iter()
        .flat_map(|end| areas.iter().flat_map(|area| ["all", code].map(|of| key(area, *end, of))))
        .collect();
    let sources = sources::sources_of(
        figures,
        figures.catalogue().indicator(figures.catalogue().roles.accommodation.as_str())?,
        &keys,
    )?;
    Ok(Ended { ending, inside, elsewhere, sources })
}

/// The last days of the quarters after a day, up to another. Errors with `F303` when there is none.
fn quarters(from: Date, by: Date) -> Result<Vec<Date>> {
    let end = |quarter: i32| {
        let month = from
            .first_of_month()
            .checked_add(jiff::Span::new().try_months(3 * quarter).ok()?)
            .ok()?;
        Some(month.last_of_month())
    };
    let days: Vec<Date> = (1..=MAX_QUARTERS).map_while(end).take_while(|day| *day <= by).collect();
    if days.is_empty()
        || by > *days.last().unwrap_or(&by)
            && days.len() == usize::try_from(MAX_QUARTERS).unwrap_or(0)
    {
        return Err(Error::new(error_codes::OPTION_WRONG, "counting the quarters of a pathway")
            .at_field(Field::By)
            .found(by.to_string())
            .expected(format!(
                "a day at least a quarter and at most 40 years after the counts of {}",
                long_date(from)
            )));
    }
    Ok(days)
}

/// A pathway of more quarters would be about another generation.
const MAX_QUARTERS: i32 = 160;

#[cfg(test)]
mod tests {
    use super::quarters;
    use jiff::civil::date;

    #[test]
    fn quarters_end_with_their_months() {
        let days = quarters(date(2025, 11, 30), date(2026, 8, 31)).unwrap();
        assert_eq!(days, [date(2026, 2, 28), date(2026, 5, 31), date(2026, 8, 31)]);
        assert_eq!(quarters(date(2026, 3, 31), date(2029, 9, 30)).unwrap().len(), 14);
        assert!(quarters(date(2026, 3, 31), date(2026, 6, 29)).is_err());
        assert!(quarters(date(2026, 3, 31), date(2400, 1, 1)).is_err());
    }
}
