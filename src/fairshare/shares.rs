//! Actual numbers compared with fair shares, area by area.

use super::{Cap, Claim, Request, Rule, Ties};
use crate::domain::{AreaCode, Error, Field, Result, Status, error_codes};
use crate::table::Figure;
use schemars::JsonSchema;
use serde::Serialize;

/// The figures of an area before its share is computed.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaFigures {
    /// ONS code.
    pub code: AreaCode,
    /// Name.
    pub name: String,
    /// The number counted.
    pub actual: Figure,
    /// Residents.
    pub population: Figure,
    /// The population of the limit: residents, or the group of its rule, such as children.
    pub limited: Figure,
    /// The key's figure, by which the total is divided.
    pub key: Figure,
    /// The figure by which whole places are apportioned: the key's, except for credits, which
    /// depend on the number of places.
    pub place_weight: Figure,
}

/// Whole places to be apportioned, and how.
#[derive(Clone, Copy)]
pub struct Placing {
    /// New places.
    pub places: u64,
    /// The rule.
    pub rule: &'static dyn Rule,
    /// The fewest new places for each area.
    pub floor: u64,
    /// True: the people already there and the new places are apportioned together.
    pub existing: bool,
    /// What happens to ties.
    pub ties: Ties,
}

/// An area's actual number and its fair share. Every figure may be missing, with its reason.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Share {
    /// ONS code.
    #[serde(rename = "area_code")]
    pub code: AreaCode,
    /// Name.
    #[serde(rename = "area_name")]
    pub name: String,
    /// Residents.
    pub population: Figure,
    /// The number counted.
    pub actual: Figure,
    /// `10,000 · actual / population`.
    pub rate_per_10k: Figure,
    /// `actual / Σ actual`, in per cent.
    pub actual_share: Figure,
    /// `key / Σ key`, in per cent.
    pub fair_share: Figure,
    /// `total · fair_share`.
    pub due: Figure,
    /// `actual − due`.
    pub gap: Figure,
    /// `100 · actual / due`.
    pub ratio: Figure,
    /// `actual_share / population share`.
    pub location_quotient: Figure,
    /// `⌊limited · cap⌋`; `None` without a cap.
    pub cap: Option<Figure>,
    /// `max(0, cap − actual)`; `None` without a cap.
    pub headroom: Option<Figure>,
    /// Whole places; `None` when none are apportioned.
    pub places: Option<Figure>,
}

/// The areas of a region with their fair shares.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Shares {
    /// One per area, in the order given.
    #[serde(rename = "areas")]
    pub rows: Vec<Share>,
    /// The total of the due numbers.
    pub total: Figure,
    /// Places that no area has room for; zero when none were apportioned.
    pub unplaced: u64,
    /// The positions of areas with the same claim to the last places, of which not all were served.
    pub tied: Vec<usize>,
}

/// Compares areas with their fair shares and apportions whole places under a cap.
///
/// # Formula
/// *due* = total × fair_share, *gap* = actual − due, *ratio* = 100 · actual / due (Austria's Ist,
/// Soll, Quote), *location quotient* = actual_share / population share, *cap* = ⌊limited × cap⌋,
/// *headroom* = max(0, cap − actual). Places are apportioned by the key's figures within the
/// headroom: areas at or over the cap receive none. People already there and new places together
/// are as near to the rule's apportionment of the total as possible without moving anyone.
///
/// # Inputs and units
/// `areas`: people, residents, the population of the cap and the key's figure of each. `actual`:
/// people of the region, the published total where there is one, so that a suppressed area does not
/// make every share missing. `total`: the total of the due numbers. Result: people, per cent,
/// ratios.
///
/// # Missing and suppressed
/// A missing total makes every share missing for its reason; so does a missing figure of the key or
/// of the population for figures computed from it. A suppressed area has a due number but no gap.
/// Under a limit it receives no places, because it may be full.
///
/// # Errors
/// `F303` when places are requested and the key's figures are missing or not whole numbers from 0
/// up. The same applies to the people already there, where they count. Also when a floor cannot be
/// met, and for ties that are to be refused.
pub fn shares(
    areas: &[AreaFigures],
    actual: Figure,
    total: Figure,
    placing: Option<Placing>,
    cap: Option<Cap>,
) -> Result<Shares> {
    let sum = |of: fn(&AreaFigures) -> Figure| Figure::sum(areas.iter().map(of));
    let (population, key) = (sum(|a| a.population), sum(|a| a.key));
    let mut rows: Vec<Share> = areas
        .iter()
        .map(|area| {
            let fair = quotient(area.key, key);
            let due = total.combine(fair, |t, f| Some(t * f));
            let (own, all) = area.actual.as_part_of(actual);
            let actual_share = quotient(own, all);
            let max = cap.map(|cap| {
                area.limited.map(|p| exact_integer(p).map(|p| as_f64(cap.max_people(p))))
            });
            Share {
                code: area.code.clone(),
                name: area.name.clone(),
                population: area.population,
                actual: area.actual,
                rate_per_10k: quotient(area.actual, area.population).map(|r| Some(10_000.0 * r)),
                actual_share: actual_share.map(|s| Some(100.0 * s)),
                fair_share: fair.map(|s| Some(100.0 * s)),
                due,
                gap: area.actual.combine(due, |a, d| Some(a - d)),
                ratio: quotient(area.actual, due).map(|r| Some(100.0 * r)),
                location_quotient: quotient(actual_share, quotient(area.population, population)),
                cap: max,
                headroom: max.map(|max| max.combine(area.actual, |m, a| Some((m - a).max(0.0)))),
                places: None,
            }
        })
        .collect();
    let (unplaced, tied) = match placing {
        Some(placing) => place(&mut rows, areas, placing)?,
        None => (0, Vec::new()),
    };
    Ok(Shares { rows, total, unplaced, tied })
}

/// Fills in the places and returns those that could not be placed, and the areas tied for the last
/// ones.
fn place(rows: &mut [Share], areas: &[AreaFigures], placing: Placing) -> Result<(u64, Vec<usize>)> {
    let key: Vec<Figure> = areas.iter().map(|area| area.place_weight).collect();
    let (weights, room) = weights_and_headroom(rows, &key)?;
    let doing = format!("counting the people already there ({})", Field::Existing);
    let mut claims = Vec::new();
    for (area, (weight, room)) in areas.iter().zip(weights.into_iter().zip(room)) {
        let stock = match placing.existing {
            true => known_people(&area.name, area.actual, &doing)?,
            false => 0,
        };
        claims.push(Claim { weight, room, floor: placing.floor, stock });
    }
    let request = Request { places: placing.places, claims, ties: placing.ties };
    let answer = placing
        .rule
        .apportion(&request)
        .map_err(|refused| refused.error(|i| areas[i].name.clone()))?;
    for (row, given) in rows.iter_mut().zip(&answer.places) {
        row.places = Some(Figure::of(as_f64(*given)));
    }
    Ok((answer.unplaced, placing.rule.tied_for_last(&request)))
}

/// The key's figures as whole numbers, and the room under the limit where there is one. An unknown
/// number of people may already be at the limit, so it leaves no room.
///
/// Errors: `F303` for a key without a whole number of some area.
pub fn weights_and_headroom(
    rows: &[Share],
    key: &[Figure],
) -> Result<(Vec<u64>, Vec<Option<u64>>)> {
    let mut weights = Vec::new();
    for (row, key) in rows.iter().zip(key) {
        weights.push(key.value.and_then(exact_integer).ok_or_else(|| {
            Error::new(error_codes::OPTION_WRONG, "apportioning whole places")
                .at_field(Field::Places)
                .found(format!("no whole number for {} in the key", row.name))
                .expected("a key whose figures are whole numbers for every area")
        })?);
    }
    let room = |row: &Share| {
        row.headroom.map(|headroom| headroom.value.and_then(exact_integer).unwrap_or_default())
    };
    Ok((weights, rows.iter().map(room).collect()))
}

/// The people already in an area, whose number must be known where they count.
///
/// Errors: `F303` where their number is not published or not whole.
pub fn known_people(area: &str, actual: Figure, doing: &str) -> Result<u64> {
    actual.value.and_then(exact_integer).ok_or_else(|| {
        Error::new(error_codes::OPTION_WRONG, doing)
            .at_field(Field::Measure)
            .found(format!("no whole number of people in {area}"))
            .expected(
                "a measure whose figures are whole numbers for every area, or a question that \
                 needs none",
            )
    })
}

impl Share {
    /// The most serious status of the row's own figures, for the `status` column. A due number of 0
    /// does not hide the status of the count.
    pub fn status(&self) -> Option<Status> {
        let counted = Status::combine(self.actual.status, self.population.status);
        let computed =
            [Some(self.due), Some(self.ratio), Some(self.location_quotient), self.headroom];
        let computed = computed
            .into_iter()
            .flatten()
            .fold(None, |status, figure| Status::combine(status, figure.status));
        match computed {
            Some(Status::NotApplicable) => counted.or(computed),
            _ => Status::combine(counted, computed),
        }
    }
}

fn quotient(part: Figure, total: Figure) -> Figure {
    part.combine(total, |p, t| (t > 0.0).then(|| p / t))
}

/// The number as an integer, if it is one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be a whole number from 0 up"
)]
pub fn exact_integer(value: f64) -> Option<u64> {
    (value >= 0.0 && value.fract() == 0.0 && value < 9e15).then_some(value as u64)
}

/// A count of people as a floating-point number.
#[expect(clippy::cast_precision_loss, reason = "counts of people are far below 2^52")]
pub fn as_f64(value: u64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::{AreaFigures, shares};
    use crate::domain::{AreaCode, Status};
    use crate::fairshare::{Cap, Placing, Ties, rule};
    use crate::table::Figure;

    fn area(code: &str, actual: Figure, population: f64) -> AreaFigures {
        let population = Figure::of(population);
        let (code, name) = (AreaCode::new(code).unwrap(), code.to_owned());
        AreaFigures {
            code,
            name,
            actual,
            population,
            limited: population,
            key: population,
            place_weight: population,
        }
    }

    #[test]
    fn a_suppressed_area_keeps_its_due_and_takes_nobody_elses_share() {
        let areas = [
            area("E09000001", Figure::missing(Status::Suppressed), 1_000.0),
            area("E09000002", Figure::of(4.0), 3_000.0),
        ];
        let rule = rule("largest-remainder").unwrap();
        let placing = Placing { places: 3, rule, floor: 0, existing: false, ties: Ties::Order };
        let of = |placing| {
            shares(&areas, Figure::of(8.0), Figure::of(8.0), Some(placing), Some(Cap::one_in(200)))
        };
        let answer = of(placing).unwrap();
        let (hidden, known) = (&answer.rows[0], &answer.rows[1]);
        assert_eq!(
            (hidden.due, hidden.gap),
            (Figure::of(2.0), Figure::missing(Status::Suppressed))
        );
        assert_eq!(
            (hidden.status(), hidden.places),
            (Some(Status::Suppressed), Some(Figure::of(0.0)))
        );
        assert_eq!(
            (known.due, known.gap, known.actual_share),
            (Figure::of(6.0), Figure::of(-2.0), Figure::of(50.0))
        );
        assert_eq!((known.places, answer.unplaced), (Some(Figure::of(3.0)), 0));
        let refused = of(Placing { existing: true, ..placing }).unwrap_err();
        assert!(
            refused.to_string().contains("E09000001"),
            "an unknown number of people cannot count: {refused}"
        );
    }
}
