//! The quota method of Balinski and Young. An additional place never reduces an area's places, and
//! no area differs from its quota by a whole place.

use super::priority::{Priority, first_of_the_largest};
use super::{Refused, Rule, Task, Ties};

/// The rule gives out one place at a time, looking at all areas for each.
const MAX_PLACES: u64 = 1_000_000;

/// # What it measures
/// Whole places by the quota method, which works like D'Hondt's. No area receives more than the
/// exact quota rounded up, or less than the quota rounded down.
///
/// # Formula
/// With `h` places given, the next goes to the largest `w_i / (n_i + 1)`. Only areas that stay
/// below the quota of `h + 1` rounded up take part: `n_i < (h + 1) · w_i / Σw`.
///
/// Under caps, floors and stock (our extension) an area begins with its minimum, its stock and
/// floor. `h` and `Σw` then cover the areas that still have room. Areas that have received nothing
/// yet and begin at or above their quota are left out; they join when the quota exceeds their
/// places. Without bounds these are all areas.
///
/// # Inputs and units
/// Weights as whole numbers (residents); places (at most 1,000,000 new ones), room, floor and stock
/// in places. Result: places.
///
/// # Missing and suppressed
/// An area without a weight has weight zero and receives its floor. The caller must report this.
///
/// # When not to use it
/// Where an area that grows must never lose a place to one that shrinks: use a divisor method. The
/// quota method is house-monotone and within quota, but no method within quota is
/// population-monotone.
///
/// # Ties
/// Equal claims are served in the order of the areas. Ties that decide anything are refused: those
/// of which not all areas have been served when the last place is given. While they wait, no area
/// of the tie can overtake another, and the others are not affected. As a precaution, ties in which
/// an area is full after the place are refused too.
///
/// # References
/// Balinski, M. and Young, H. P. (1975), The quota method of apportionment, American Mathematical
/// Monthly 82(7), 701-730.
pub struct BalinskiYoung;

impl Rule for BalinskiYoung {
    fn id(&self) -> &'static str {
        "balinski-young"
    }

    fn allot(&self, task: &Task, ties: Ties) -> Result<Vec<u64>, Refused> {
        let mut allotted = task.min.clone();
        let left = task.total - allotted.iter().sum::<u64>();
        if left > MAX_PLACES {
            return Err(Refused::TooManyPlaces(MAX_PLACES));
        }
        // Ties with areas that wait, each with the places of its areas once they are served.
        let mut waiting: Vec<Vec<(usize, u64)>> = Vec::new();
        for _ in 0..left {
            let claims: Vec<(usize, Priority)> = eligible(task, &allotted)
                .into_iter()
                .map(|i| {
                    (i, Priority::new(u128::from(task.weights[i]), u128::from(allotted[i]) + 1))
                })
                .collect();
            let Some((next, best)) = first_of_the_largest(claims.iter().copied()) else { break };
            if ties == Ties::Refuse {
                let tied = claims.iter().filter(|(_, claim)| claim.compare(best).is_eq());
                let tied: Vec<(usize, u64)> = tied.map(|(i, _)| (*i, allotted[*i] + 1)).collect();
                let fills = tied.iter().any(|(i, after)| *after == task.max[*i]);
                if tied.len() > 1 && fills {
                    return Err(refused(&tied));
                }
                waiting.retain(|tie| tie.iter().any(|(i, after)| allotted[*i] < *after));
                waiting.extend((tied.len() > 1).then_some(tied));
            }
            allotted[next] += 1;
        }
        match waiting.iter().find(|tie| tie.iter().any(|(i, after)| allotted[*i] < *after)) {
            Some(tie) => Err(refused(tie)),
            None => Ok(allotted),
        }
    }
}

fn refused(tie: &[(usize, u64)]) -> Refused {
    Refused::Tie(tie.iter().map(|(i, _)| *i).collect())
}

/// The areas that may get the next place.
fn eligible(task: &Task, allotted: &[u64]) -> Vec<usize> {
    let mut areas: Vec<usize> =
        (0..allotted.len()).filter(|i| allotted[*i] < task.max[*i]).collect();
    loop {
        // `h + 1 ≤ 2^62` and the weights together are below 2^64, so the products stay below 2^128.
        let house: u128 = areas.iter().map(|i| u128::from(allotted[*i])).sum::<u128>() + 1;
        let total = task.weight_of(&areas);
        let is_below =
            |i: usize| u128::from(allotted[i]) * total < house * u128::from(task.weights[i]);
        let before = areas.len();
        areas.retain(|i| allotted[*i] > task.min[*i] || is_below(*i));
        if areas.len() == before {
            areas.retain(|i| is_below(*i));
            return areas;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BalinskiYoung;
    use crate::fairshare::apportion::{Claim, Refused, Request, Rule, Ties};

    #[test]
    fn a_milliard_places_one_by_one_are_refused() {
        let request =
            Request { places: 1_000_000_000, claims: vec![Claim::of(1)], ties: Ties::Order };
        assert_eq!(
            BalinskiYoung.apportion(&request).unwrap_err(),
            Refused::TooManyPlaces(1_000_000)
        );
    }

    #[test]
    fn who_has_more_than_the_quota_of_the_whole_does_not_widen_the_quota_of_others() {
        // Worked by hand: the first keeps its 10; 4 are left for two equal areas and a small one,
        // 1.9, 1.9 and 0.2.
        let claim = |weight, stock| Claim { stock, ..Claim::of(weight) };
        let claims = vec![claim(1000, 10), claim(1000, 0), claim(1000, 0), claim(105, 0)];
        let request = Request { places: 4, claims, ties: Ties::Refuse };
        assert_eq!(BalinskiYoung.apportion(&request).unwrap().places, [0, 2, 2, 0]);
    }
}
