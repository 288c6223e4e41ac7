//! Surge: arrivals over some weeks, and the areas that have room for them.

use super::apportion::{Claim, Refused, Request, Rule, Ties};
use schemars::JsonSchema;
use serde::Serialize;

/// People who arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrivals {
    /// How many.
    pub people: u64,
    /// The number of weeks. Arrivals are even; a remainder arrives in the first weeks.
    pub weeks: u32,
}

/// The result of a surge for an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaSurge {
    /// People it takes over all weeks.
    pub placed: u64,
    /// The week in which its room is used up, 0 where it had none before; `None` while there is
    /// some left.
    pub exhausted_in_week: Option<u32>,
    /// What limits the number it takes.
    pub binds: BindingLimit,
}

/// What limits the number that an area takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BindingLimit {
    /// Its share by the key.
    Key,
    /// The limit: it has no room left.
    Limit,
    /// The key gives it no share.
    NoShare,
}

/// The outcome of a surge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surge {
    /// One for each area.
    pub areas: Vec<AreaSurge>,
    /// People whom no area has room for.
    pub unplaced: u64,
    /// The first week in which not all arrivals can be placed.
    pub full_in_week: Option<u32>,
    /// The positions of areas with the same claim to the last places of the last week, of which not
    /// all were served.
    pub tied: Vec<usize>,
}

impl Arrivals {
    /// How many arrive in a week, counted from 1.
    pub fn in_week(self, week: u32) -> u64 {
        let weeks = u64::from(self.weeks.max(1));
        self.people / weeks + u64::from(u64::from(week) <= self.people % weeks)
    }
}

/// # What it measures
/// The number of arrivals that each area can take under a key and a limit, and when each area is
/// full. Also how many people cannot be placed.
///
/// # Formula
/// Each week's arrivals are apportioned by the rule among the areas. Earlier arrivals count as
/// stock, so that the total follows the key as far as limits allow. No one is moved, and no area
/// receives more than its room. *Binds*: the limit where the room is used up, otherwise the key.
///
/// # Inputs and units
/// `weights` of the key and `room`, the maximum for each area (`None` without a limit), in the
/// order of the areas. Result: people.
///
/// # Missing and suppressed
/// The caller sets the room to 0 where the number already there is unknown.
///
/// # When not to use it
/// As a forecast of arrivals or of beds: room under a limit is a permission, not a place to sleep.
///
/// # Ties
/// As of the rule, in the order of the areas.
///
/// # References
/// House of Commons Home Affairs Committee, HC 637 (2016-17), paragraph 34 (the limit); Balinski,
/// M. and Young, H. P. (2001), Fair Representation, 2nd edition (rules).
pub fn surge(
    weights: &[u64],
    room: &[Option<u64>],
    arrivals: Arrivals,
    rule: &dyn Rule,
) -> Result<Surge, Refused> {
    let mut placed = vec![0; weights.len()];
    // Week 0: full before the first arrival.
    let mut exhausted: Vec<Option<u32>> =
        room.iter().map(|room| (*room == Some(0)).then_some(0)).collect();
    let (mut unplaced, mut full_in_week, mut tied) = (0, None, Vec::new());
    let left = |area: usize, placed: &[u64]| room[area].map(|room| room - placed[area]);
    for week in 1..=arrivals.weeks {
        let claim = |area: usize| Claim {
            weight: weights[area],
            room: left(area, &placed),
            floor: 0,
            stock: placed[area],
        };
        let claims: Vec<Claim> = (0..weights.len()).map(claim).collect();
        let request = Request { places: arrivals.in_week(week), claims, ties: Ties::Order };
        let answer = rule.apportion(&request)?;
        if week == arrivals.weeks {
            tied = rule.tied_for_last(&request);
        }
        placed.iter_mut().zip(&answer.places).for_each(|(placed, new)| *placed += new);
        for (area, full) in exhausted.iter_mut().enumerate() {
            if left(area, &placed) == Some(0) && full.is_none() {
                *full = Some(week);
            }
        }
        unplaced += answer.unplaced;
        full_in_week = full_in_week.or((answer.unplaced > 0).then_some(week));
    }
    let taken = |area: usize| AreaSurge {
        placed: placed[area],
        exhausted_in_week: exhausted[area],
        binds: match (weights[area], left(area, &placed)) {
            (_, Some(0)) => BindingLimit::Limit,
            (0, _) => BindingLimit::NoShare,
            _ => BindingLimit::Key,
        },
    };
    Ok(Surge { areas: (0..weights.len()).map(taken).collect(), unplaced, full_in_week, tied })
}

#[cfg(test)]
mod tests {
    use super::{Arrivals, BindingLimit, surge};
    use crate::fairshare::Rule;
    use crate::fairshare::{Claim, RULES, Request, SAINTE_LAGUE, Ties};
    use proptest::prelude::*;

    #[test]
    fn areas_fill_up_one_after_the_other_until_none_has_room() {
        // Ten a week for four weeks by 50, 30, 20: five, three and two in the first week. Room for
        // 8, 12 and 12 is 32 of 40.
        let arrivals = Arrivals { people: 40, weeks: 4 };
        let found =
            surge(&[50, 30, 20], &[Some(8), Some(12), Some(12)], arrivals, &SAINTE_LAGUE).unwrap();
        let placed: Vec<u64> = found.areas.iter().map(|area| area.placed).collect();
        assert_eq!((placed, found.unplaced, found.full_in_week), (vec![8, 12, 12], 8, Some(4)));
        assert_eq!(found.areas[0].exhausted_in_week, Some(2));
        assert!(found.areas.iter().all(|area| area.binds == BindingLimit::Limit));
        assert_eq!(found.areas[2].exhausted_in_week, Some(4));
    }

    #[test]
    fn what_does_not_divide_comes_first() {
        let arrivals = Arrivals { people: 11, weeks: 4 };
        assert_eq!((1..=4).map(|week| arrivals.in_week(week)).collect::<Vec<_>>(), [3, 3, 3, 2]);
    }

    #[test]
    fn an_area_without_a_share_takes_no_one() {
        let found =
            surge(&[1, 0], &[None, None], Arrivals { people: 9, weeks: 2 }, &SAINTE_LAGUE).unwrap();
        assert_eq!(
            (found.areas[1].placed, found.areas[1].binds, found.areas[0].binds),
            (0, BindingLimit::NoShare, BindingLimit::Key)
        );
    }

    proptest! {
        #[test]
        fn every_person_is_placed_within_room_or_counted_as_unplaced(
            people in 0_u64..3_000, weeks in 1_u32..20, rule in 0..RULES.len(),
            areas in prop::collection::vec((0_u64..500_000, prop::option::of(0_u64..200)), 1..34),
        ) {
            let (weights, room): (Vec<u64>, Vec<Option<u64>>) = areas.into_iter().unzip();
            let found = surge(&weights, &room, Arrivals { people, weeks }, RULES[rule]).unwrap();
            let placed: u64 = found.areas.iter().map(|area| area.placed).sum();
            prop_assert_eq!(placed + found.unplaced, people);
            for (area, room) in found.areas.iter().zip(&room) {
                prop_assert!(room.is_none_or(|room| area.placed <= room));
                prop_assert_eq!(area.exhausted_in_week.is_some() || room.is_some_and(|room| room == 0), *room == Some(area.placed));
            }
        }

        #[test]
        fn week_by_week_is_all_at_once_by_a_rule_that_takes_nothing_back(
            people in 0_u64..3_000, weeks in 1_u32..20, weights in prop::collection::vec(1_u64..500_000, 1..34),
        ) {
            let free = vec![None; weights.len()];
            let found = surge(&weights, &free, Arrivals { people, weeks }, &SAINTE_LAGUE).unwrap();
            let claims = weights.iter().map(|weight| Claim::of(*weight)).collect();
            let at_once = SAINTE_LAGUE.apportion(&Request { places: people, claims, ties: Ties::Order }).unwrap();
            prop_assert_eq!(found.areas.iter().map(|area| area.placed).collect::<Vec<_>>(), at_once.places);
        }
    }
}
