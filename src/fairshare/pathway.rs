//! Pathways: from today's pattern to fair shares, quarter by quarter.

use super::apportion::{Claim, LargestRemainder, Refused, Request, Rule, Ties};
use super::transport::Move;

/// The areas at the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The key's figures.
    pub weights: Vec<u64>,
    /// People in each area.
    pub people: Vec<u64>,
    /// The maximum number of people in each area; `None` without a limit. An area may start above
    /// it.
    pub limits: Vec<Option<u64>>,
}

/// Arrivals and departures in a quarter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turnover {
    /// Arrivals.
    pub arrivals: Inflow,
    /// People who leave during a quarter, in per cent of those there at its start.
    pub departures_percent: f64,
}

/// The number of arrivals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inflow {
    /// This number each quarter.
    EachQuarter(u64),
    /// The numbers that lead evenly to this total at the end, as far as departures allow.
    Until(u64),
    /// As many as leave.
    AsNow,
}

/// A quarter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// People who leave each area for good.
    pub departures: Vec<u64>,
    /// People who move to each area from outside.
    pub arrivals: Vec<u64>,
    /// People who move out of each area to another.
    pub moved_out: Vec<u64>,
    /// People who move into each area from another.
    pub moved_in: Vec<u64>,
    /// People in each area at the end of the quarter.
    pub people: Vec<u64>,
    /// The due number of each area at that time, as a whole number within its limit.
    pub due: Vec<u64>,
    /// Arrivals for whom no area has room. They wait for the next quarter.
    pub waiting: u64,
}

impl Step {
    /// People in areas above what these are due.
    pub fn above_due(&self) -> u64 {
        above(&self.people, &self.due)
    }
}

/// The due number of each area when `people` are shared out under the key and the limit. Errors are
/// those of the rule.
pub fn due(start: &Start, people: u64, rule: &dyn Rule) -> Result<Vec<u64>, Refused> {
    let claim = |(weight, limit): (&u64, &Option<u64>)| Claim {
        weight: *weight,
        room: *limit,
        floor: 0,
        stock: 0,
    };
    let claims = start.weights.iter().zip(&start.limits).map(claim).collect();
    Ok(rule.apportion(&Request { places: people, claims, ties: Ties::Order })?.places)
}

/// # What it measures
/// How near the areas come to fair shares with the present departures, when arrivals are placed in
/// the areas furthest below their due number.
///
/// # Formula
/// In each quarter `d`% of all people leave, from each area in proportion to those who are there
/// (largest remainder). Those who arrive, and those who still wait, are then apportioned by the
/// rule together with the people who are there. All areas come as near to the key as possible
/// without moving anyone; no area receives more than the limit allows.
///
/// # Inputs and units
/// See [`Start`] and [`Turnover`]; quarters from 1 up. Result: people, one step for each quarter.
///
/// # Missing and out of range
/// The caller refuses areas whose number of people is unknown.
///
/// # When not to use it
/// As a forecast: rates stay the same, and departures are the same everywhere. It shows the effect
/// of placing arrivals, and its limits.
///
/// # Ties
/// As of the rule, in the order of the areas.
///
/// # References
/// Preston, S. H., Heuveline, P. and Guillot, M. (2001), Demography, section 1.2 (balancing
/// equation); Balinski, M. and Young, H. P. (2001), Fair Representation, 2nd edition (rules).
pub fn by_turnover(
    start: &Start,
    turnover: Turnover,
    quarters: u32,
    rule: &dyn Rule,
) -> Result<Vec<Step>, Refused> {
    let mut people = start.people.clone();
    let first: u64 = people.iter().sum();
    let (mut waiting, mut steps) = (0, Vec::new());
    for quarter in 1..=quarters {
        let departures = leaving(&people, turnover.departures_percent)?;
        people.iter_mut().zip(&departures).for_each(|(people, leave)| *people -= leave);
        let staying: u64 = people.iter().sum();
        let coming = match turnover.arrivals {
            Inflow::EachQuarter(people) => people,
            Inflow::AsNow => first.saturating_sub(staying + waiting),
            Inflow::Until(last) => {
                between(first, last, quarter, quarters).saturating_sub(staying + waiting)
            }
        };
        let claim = |area: usize| Claim {
            weight: start.weights[area],
            room: start.limits[area].map(|limit| limit.saturating_sub(people[area])),
            floor: 0,
            stock: people[area],
        };
        let claims = (0..people.len()).map(claim).collect();
        let placed =
            rule.apportion(&Request { places: coming + waiting, claims, ties: Ties::Order })?;
        people.iter_mut().zip(&placed.places).for_each(|(people, come)| *people += come);
        waiting = placed.unplaced;
        let none = vec![0; people.len()];
        steps.push(Step {
            departures,
            arrivals: placed.places,
            moved_out: none.clone(),
            moved_in: none,
            due: due(start, people.iter().sum(), rule)?,
            people: people.clone(),
            waiting,
        });
    }
    Ok(steps)
}

/// # What it measures
/// Moves of a plan spread evenly over the quarters.
///
/// # Formula
/// Of `x` people to move from one area to another, `round(x·t/T)` have moved by the end of quarter
/// `t` of `T`. Areas of surplus only lose people and the others only gain them. No area is
/// therefore ever above the greater of its first and its last number.
///
/// # Inputs and units
/// See [`Start`]; `moves` of a plan ([`super::fewest_moves`]). Result: people, one step for each
/// quarter.
///
/// # Missing and out of range
/// The caller refuses areas whose number of people is unknown.
///
/// # When not to use it
/// Together with departures: people who leave anyway need not be moved.
///
/// # Errors
/// As of the rule.
///
/// # References
/// As of [`super::fewest_moves`].
pub fn by_moves(
    start: &Start,
    moves: &[Move],
    quarters: u32,
    rule: &dyn Rule,
) -> Result<Vec<Step>, Refused> {
    let due = due(start, start.people.iter().sum(), rule)?;
    let mut people = start.people.clone();
    let none = vec![0; people.len()];
    let mut steps = Vec::new();
    for quarter in 1..=quarters {
        let (mut moved_out, mut moved_in) = (none.clone(), none.clone());
        for one in moves {
            let now = between(0, one.people, quarter, quarters)
                - between(0, one.people, quarter - 1, quarters);
            moved_out[one.from] += now;
            moved_in[one.to] += now;
        }
        for (area, people) in people.iter_mut().enumerate() {
            *people = *people + moved_in[area] - moved_out[area];
        }
        steps.push(Step {
            departures: none.clone(),
            arrivals: none.clone(),
            moved_out,
            moved_in,
            people: people.clone(),
            due: due.clone(),
            waiting: 0,
        });
    }
    Ok(steps)
}

/// # What it measures
/// The departures, in per cent of those who are there at the start of each quarter. At this rate
/// every area falls to its due number in time when no new people come to areas above it.
///
/// # Formula
/// `100·(1 − min_i (due_i / people_i)^(1/T))` over the areas above their due.
///
/// # Inputs and units
/// People and due of each area; `quarters` T from 1 up. Result: per cent, 0 when no area is above
/// its due.
///
/// # Missing and out of range
/// 100 where an area that has people is due none.
///
/// # When not to use it
/// Where the total changes: due numbers move with it.
///
/// # References
/// Geometric change: Preston, Heuveline and Guillot (2001), section 1.5.
pub fn departures_needed_percent(people: &[u64], due: &[u64], quarters: u32) -> f64 {
    let kept = people.iter().zip(due).filter(|(people, due)| people > due).map(|(people, due)| {
        (super::as_f64(*due) / super::as_f64(*people)).powf(1.0 / f64::from(quarters.max(1)))
    });
    100.0 * (1.0 - kept.fold(1.0, f64::min))
}

/// The whole number nearest to a straight line from `first` to `last`, after `quarter` of
/// `quarters`.
fn between(first: u64, last: u64, quarter: u32, quarters: u32) -> u64 {
    let (quarter, quarters) = (u128::from(quarter), u128::from(quarters.max(1)));
    let weighted = u128::from(first) * (quarters - quarter) + u128::from(last) * quarter;
    u64::try_from((2 * weighted + quarters) / (2 * quarters)).unwrap_or(u64::MAX)
}

/// People above what areas are due.
pub fn above(people: &[u64], due: &[u64]) -> u64 {
    people.iter().zip(due).map(|(people, due)| people.saturating_sub(*due)).sum()
}

/// People who leave each area: a percentage of the total, in proportion to the people in each area.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most the number of people, from 0 up"
)]
fn leaving(people: &[u64], percent: f64) -> Result<Vec<u64>, Refused> {
    let all: u64 = people.iter().sum();
    let places = (super::as_f64(all) * percent.clamp(0.0, 100.0) / 100.0).round() as u64;
    let claim = |people: &u64| Claim { weight: *people, room: Some(*people), floor: 0, stock: 0 };
    let claims = people.iter().map(claim).collect();
    Ok(LargestRemainder.apportion(&Request { places, claims, ties: Ties::Order })?.places)
}

#[cfg(test)]
mod tests {
    use super::{Inflow, Start, Turnover, by_moves, by_turnover, departures_needed_percent, due};
    use crate::fairshare::{RULES, SAINTE_LAGUE, fewest_moves};
    use proptest::prelude::*;

    fn start(areas: &[(u64, u64, Option<u64>)]) -> Start {
        Start {
            weights: areas.iter().map(|area| area.0).collect(),
            people: areas.iter().map(|area| area.1).collect(),
            limits: areas.iter().map(|area| area.2).collect(),
        }
    }

    #[test]
    fn arrivals_go_where_fewest_are_and_departures_make_room() {
        // By hand. Two equal areas with 80 and 20 people; a tenth leaves (8 and 2) and ten come,
        // all to the second: 72 and 28. Then 7 and 3 leave: 65 and 25, and ten come to the second:
        // 65 and 35.
        let turnover = Turnover { arrivals: Inflow::EachQuarter(10), departures_percent: 10.0 };
        let steps =
            by_turnover(&start(&[(1, 80, None), (1, 20, None)]), turnover, 2, &SAINTE_LAGUE)
                .unwrap();
        assert_eq!((&steps[0].departures, &steps[0].arrivals), (&vec![8, 2], &vec![0, 10]));
        assert_eq!(
            (&steps[0].people, &steps[0].due, steps[0].above_due()),
            (&vec![72, 28], &vec![50, 50], 22)
        );
        assert_eq!(steps[1].people, vec![65, 35]);
    }

    #[test]
    fn no_one_is_placed_over_a_limit_and_those_who_wait_come_when_there_is_room() {
        // 100 and 50, limits of 60 each: 10 of 30 who come find room. A tenth of 160 leaves then,
        // 10 and 6, so that 54 are where 60 may be.
        let turnover = Turnover { arrivals: Inflow::EachQuarter(30), departures_percent: 0.0 };
        let from = start(&[(1, 100, Some(60)), (1, 50, Some(60))]);
        let steps = by_turnover(&from, turnover, 1, &SAINTE_LAGUE).unwrap();
        assert_eq!((&steps[0].people, steps[0].waiting), (&vec![100, 60], 20));
        let turnover = Turnover { arrivals: Inflow::EachQuarter(0), departures_percent: 10.0 };
        let after = by_turnover(
            &start(&[(1, 100, Some(60)), (1, 60, Some(60))]),
            turnover,
            1,
            &SAINTE_LAGUE,
        )
        .unwrap();
        assert_eq!(after[0].people, vec![90, 54]);
    }

    #[test]
    fn a_number_of_people_at_the_end_is_reached_evenly() {
        let turnover = Turnover { arrivals: Inflow::Until(140), departures_percent: 20.0 };
        let steps =
            by_turnover(&start(&[(1, 50, None), (1, 50, None)]), turnover, 4, &SAINTE_LAGUE)
                .unwrap();
        let all: Vec<u64> = steps.iter().map(|step| step.people.iter().sum()).collect();
        assert_eq!(all, [110, 120, 130, 140]);
    }

    #[test]
    fn moves_are_spread_evenly_and_end_at_what_is_due() {
        let from = start(&[(1, 90, Some(60)), (1, 30, None), (1, 30, None)]);
        let target = due(&from, 150, &SAINTE_LAGUE).unwrap();
        let moves = fewest_moves(&from.people, &target, |_, _| 1.0).unwrap();
        let steps = by_moves(&from, &moves, 4, &SAINTE_LAGUE).unwrap();
        assert_eq!(steps.iter().map(|step| step.people[0]).collect::<Vec<_>>(), [80, 70, 60, 50]);
        assert_eq!((steps[3].people.clone(), steps[3].above_due()), (vec![50, 50, 50], 0));
    }

    #[test]
    fn departures_needed_are_those_of_the_area_with_furthest_to_fall() {
        // 100 × 0.9² = 81, 100 × 0.8² = 64.
        assert!((departures_needed_percent(&[100, 100, 5], &[81, 64, 9], 2) - 20.0).abs() < 1e-9);
        assert!((departures_needed_percent(&[5], &[9], 2)).abs() < 1e-12);
        assert!((departures_needed_percent(&[5], &[0], 2) - 100.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn every_person_is_accounted_for_and_limits_hold_at_every_step(
            areas in prop::collection::vec((0_u64..500_000, 0_u64..2_000, prop::option::of(0_u64..2_000)), 1..34),
            arrivals in 0_u64..3_000, departures_percent in 0.0_f64..100.0, quarters in 1_u32..16, rule in 0..RULES.len(),
        ) {
            let from = start(&areas);
            let turnover = Turnover { arrivals: Inflow::EachQuarter(arrivals), departures_percent };
            let steps = by_turnover(&from, turnover, quarters, RULES[rule]).unwrap();
            let (mut before, mut waiting) = (from.people.clone(), 0);
            for step in &steps {
                let sum = |people: &[u64]| people.iter().sum::<u64>();
                prop_assert_eq!(sum(&step.arrivals) + step.waiting, arrivals + waiting);
                for (area, before) in before.iter().enumerate() {
                    prop_assert_eq!(step.people[area] + step.departures[area], before + step.arrivals[area]);
                    let limit = from.limits[area].map_or(u64::MAX, |limit| limit.max(*before));
                    prop_assert!(step.people[area] <= limit, "over the limit, or further over it");
                }
                (before, waiting) = (step.people.clone(), step.waiting);
            }
        }

        #[test]
        fn steering_arrivals_never_takes_the_pattern_further_from_fair_shares(
            areas in prop::collection::vec((1_u64..500_000, 0_u64..2_000), 2..34), arrivals in 0_u64..3_000,
        ) {
            // No one leaves: the part of people above their due number can only fall, except for
            // roundings of a place for each area.
            let free: Vec<_> = areas.iter().map(|area| (area.0, area.1, None)).collect();
            let from = start(&free);
            let turnover = Turnover { arrivals: Inflow::EachQuarter(arrivals), departures_percent: 0.0 };
            let steps = by_turnover(&from, turnover, 6, &SAINTE_LAGUE).unwrap();
            let mut before = super::above(&from.people, &due(&from, from.people.iter().sum(), &SAINTE_LAGUE).unwrap());
            for step in &steps {
                prop_assert!(step.above_due() <= before + u64::try_from(areas.len()).unwrap());
                before = step.above_due();
            }
        }

        #[test]
        fn moves_keep_every_person_and_the_limits(
            areas in prop::collection::vec((0_u64..500_000, 0_u64..2_000, prop::option::of(0_u64..2_000)), 1..34),
            quarters in 1_u32..16,
        ) {
            let from = start(&areas);
            let all: u64 = from.people.iter().sum();
            let target = due(&from, all, &SAINTE_LAGUE).unwrap();
            let moves = fewest_moves(&from.people, &target, |i, j| 1.0 + (i * 7 + j * 3) as f64 % 11.0).unwrap();
            let steps = by_moves(&from, &moves, quarters, &SAINTE_LAGUE).unwrap();
            for step in &steps {
                prop_assert_eq!(step.people.iter().sum::<u64>(), all);
                for area in 0..areas.len() {
                    let limit = from.limits[area].map_or(u64::MAX, |limit| limit.max(from.people[area]));
                    prop_assert!(step.people[area] <= limit);
                }
            }
            let last = steps.last().unwrap();
            prop_assert!(last.people.iter().zip(&last.due).all(|(people, due)| people >= due), "who has no place stays");
        }
    }
}
