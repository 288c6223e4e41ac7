//! Divisor methods: every place goes to the largest claim `w / d(n)`, where `n` is the number of
//! its places.

use super::priority::{Priority, first_of_the_largest};
use super::{Refused, Rule, Task, Ties};
use std::cmp::Ordering;

/// # What it measures
/// Whole places by a divisor method: no area loses a place because there is one more to give, or
/// because others shrank. The methods differ in which areas the rounding favours. From large areas
/// to small they are D'Hondt, Sainte-Laguë, Huntington-Hill, Dean, Adams. Modified Sainte-Laguë
/// makes only the first place more expensive.
///
/// # Formula
/// Each place goes to the area with the largest `w_i / d(n_i)`, where `n_i` is the number of places
/// of area `i`:
///
/// | method | other names | `d(n)` |
/// |---|---|---|
/// | D'Hondt | Jefferson, greatest divisors | `n + 1` |
/// | Sainte-Laguë | Webster, major fractions | `n + 1/2` |
/// | modified Sainte-Laguë | | `n + 1/2`, but `d(0) = 7/10` |
/// | Huntington-Hill | equal proportions | `√(n (n + 1))` |
/// | Dean | harmonic mean | `n (n + 1) / (n + 1/2)` |
/// | Adams | smallest divisors | `n` |
///
/// An area begins with its minimum, its stock and floor, and drops out when it has no room: `n_i`
/// is the number that the method gives at its final divisor, raised to the one and lowered to the
/// other.
///
/// Where `d(0) = 0` (Huntington-Hill, Dean, Adams) the first place comes before all others: with as
/// many places as areas of some weight, each receives one. With fewer, the areas of the largest
/// weights receive one each.
///
/// # Inputs and units
/// Weights as whole numbers (residents); places, room, floor and stock in places. Result: places.
///
/// # Missing and suppressed
/// An area without a weight has weight zero and receives its floor. The caller must report this.
///
/// # When not to use it
/// Where no area may differ from the exact quota by a whole place: divisor methods can (then use
/// largest remainders or Balinski-Young). D'Hondt where areas differ much in size and small ones
/// should not be disadvantaged; Adams, Dean and Huntington-Hill where an area may rightly receive
/// nothing.
///
/// # Ties
/// Equal claims of which not all can be served are served in the order of the areas, or refused.
/// Claims are compared as products of 256 bits, Huntington-Hill's by their squares, so equal means
/// equal.
///
/// # References
/// Balinski, M. and Young, H. P. (2001), Fair Representation, 2nd edition, appendix A. Pukelsheim,
/// F. (2017), Proportional Representation, 2nd edition, chapter 4. Modified Sainte-Laguë: as in
/// Sweden before the election of 2018.
pub struct Divisor {
    id: &'static str,
    /// The claim of an area by its weight (not zero) and its places, times a constant of the
    /// method. With `n ≤ 2^62` neither side reaches 2^128.
    claim: fn(u128, u128) -> Priority,
}

/// Sainte-Laguë (Webster): favours neither large areas nor small ones.
pub static SAINTE_LAGUE: Divisor =
    Divisor { id: "sainte-lague", claim: |w, n| Priority::new(w, 2 * n + 1) };

/// Modified Sainte-Laguë: the first place costs 1.4 instead of 1, those after it as Sainte-Laguë.
pub static MODIFIED_SAINTE_LAGUE: Divisor = Divisor {
    id: "modified-sainte-lague",
    claim: |w, n| if n == 0 { Priority::new(5 * w, 7) } else { Priority::new(w, 2 * n + 1) },
};

/// D'Hondt (Jefferson): favours large areas.
pub static DHONDT: Divisor = Divisor { id: "dhondt", claim: |w, n| Priority::new(w, n + 1) };

/// Huntington-Hill (equal proportions): the smallest relative differences; every area receives one
/// first.
pub static HUNTINGTON_HILL: Divisor =
    Divisor { id: "huntington-hill", claim: |w, n| Priority::new(w * w, n * (n + 1)) };

/// Adams (smallest divisors): favours small areas; every area receives one first.
pub static ADAMS: Divisor = Divisor { id: "adams", claim: Priority::new };

/// Dean (harmonic mean): residents per place nearest to a common number; every area receives one
/// first.
pub static DEAN: Divisor = Divisor {
    id: "dean",
    claim: |w, n| {
        if n == 0 { Priority::new(w, 0) } else { Priority::new(w * (2 * n + 1), n * (n + 1)) }
    },
};

impl Rule for Divisor {
    fn id(&self) -> &'static str {
        self.id
    }

    fn allot(&self, task: &Task, ties: Ties) -> Result<Vec<u64>, Refused> {
        let mut allotted = task.min.clone();
        leap(task, &mut allotted);
        let left = task.total - allotted.iter().sum::<u64>();
        for _ in 0..left {
            let waiting = (0..allotted.len()).filter(|i| allotted[*i] < task.max[*i]);
            let Some((next, _)) =
                first_of_the_largest(waiting.map(|i| (i, self.claim_of(task, i, allotted[i]))))
            else {
                break;
            };
            allotted[next] += 1;
        }
        match ties {
            Ties::Order => Ok(allotted),
            Ties::Refuse => {
                self.tied(task, &allotted).map_or(Ok(allotted), |areas| Err(Refused::Tie(areas)))
            }
        }
    }
}

impl Divisor {
    fn claim_of(&self, task: &Task, area: usize, allotted: u64) -> Priority {
        (self.claim)(u128::from(task.weights[area]), u128::from(allotted))
    }

    /// The areas with equal claims of which some were served and some were not.
    fn tied(&self, task: &Task, allotted: &[u64]) -> Option<Vec<usize>> {
        let areas = || 0..allotted.len();
        let served = |i: &usize| {
            (allotted[*i] > task.min[*i]).then(|| self.claim_of(task, *i, allotted[*i] - 1))
        };
        let waiting = |i: &usize| {
            (allotted[*i] < task.max[*i]).then(|| self.claim_of(task, *i, allotted[*i]))
        };
        let last = areas().filter_map(|i| served(&i)).min_by(|a, b| a.compare(*b))?;
        let next = areas().filter_map(|i| waiting(&i)).max_by(|a, b| a.compare(*b))?;
        let equal =
            |claim: Option<Priority>| claim.is_some_and(|claim| claim.compare(last).is_eq());
        (last.compare(next) == Ordering::Equal)
            .then(|| areas().filter(|i| equal(served(i)) || equal(waiting(i))).collect())
    }
}

/// Gives the certain places at once, so that only about two places for each area are left to be
/// given one by one.
///
/// At the divisor `w_r / k` a method gives area `i` either `⌊k · w_i / w_r⌋` places or one more,
/// since `n ≤ d(n) ≤ n + 1`. The larger numbers, within bounds, may total no more than the places.
/// Then every area receives the smaller number with any method.
fn leap(task: &Task, allotted: &mut [u64]) {
    loop {
        let open = (0..allotted.len()).filter(|i| allotted[*i] < task.max[*i]);
        let Some(reference) = open.max_by_key(|i| task.weights[*i]) else { return };
        let weight = u128::from(task.weights[reference]);
        let given = |k: u64, more: u64, i: usize, allotted: &[u64]| {
            let quota = u128::from(k) * u128::from(task.weights[i]) / weight;
            let within = u64::try_from(quota.min(u128::from(task.max[i]))).unwrap_or(task.max[i]);
            (within + more).min(task.max[i]).max(allotted[i])
        };
        let fits = |k: u64| {
            let sum: u128 = (0..allotted.len()).map(|i| u128::from(given(k, 1, i, allotted))).sum();
            sum <= u128::from(task.total)
        };
        if !fits(0) {
            return;
        }
        let (mut fitting, mut beyond) = (0, task.max[reference] + 1);
        while beyond - fitting > 1 {
            let middle = fitting + (beyond - fitting) / 2;
            if fits(middle) { fitting = middle } else { beyond = middle }
        }
        let after: Vec<u64> = (0..allotted.len()).map(|i| given(fitting, 0, i, allotted)).collect();
        allotted.copy_from_slice(&after);
        if allotted[reference] < task.max[reference] {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ADAMS, DEAN, DHONDT, HUNTINGTON_HILL, SAINTE_LAGUE};
    use crate::fairshare::apportion::{Claim, Refused, Request, Rule, Ties};

    fn request(places: u64, weights: &[u64], ties: Ties) -> Request {
        Request { places, claims: weights.iter().map(|weight| Claim::of(*weight)).collect(), ties }
    }

    #[test]
    fn with_fewer_places_than_areas_the_largest_get_the_first_ones() {
        for rule in [&HUNTINGTON_HILL, &ADAMS, &DEAN] {
            let of = |places, ties| rule.apportion(&request(places, &[3, 900, 0, 7, 7, 800], ties));
            assert_eq!(of(2, Ties::Refuse).unwrap().places, [0, 1, 0, 0, 0, 1], "{}", rule.id());
            assert_eq!(of(3, Ties::Order).unwrap().places, [0, 1, 0, 1, 0, 1], "{}", rule.id());
            assert_eq!(of(3, Ties::Refuse).unwrap_err(), Refused::Tie(vec![3, 4]), "{}", rule.id());
            assert_eq!(of(5, Ties::Refuse).unwrap().places, [1, 1, 0, 1, 1, 1], "{}", rule.id());
        }
    }

    #[test]
    fn huntington_hill_sees_a_difference_of_one_in_ten_to_the_eighteen() {
        // The second place of one area against the third of another: w/√2 against v/√6, equal at v²
        // = 3 w². Convergents of √3 are as close as whole numbers can be: v² - 3 w² is 1 and -2. As
        // doubles, the first two claims are equal.
        let of = |w: u64, v: u64| {
            HUNTINGTON_HILL.apportion(&request(4, &[w, v], Ties::Refuse)).unwrap().places
        };
        assert_eq!(of(1_525_870_529, 2_642_885_282), [1, 3]);
        assert_eq!(of(1_117_014_753, 1_934_726_305), [2, 2]);
    }

    #[test]
    fn a_milliard_places_are_given_at_once() {
        let weights =
            [4_000_000_000_000_000_000, 1, 333_333_333_333_333_333, 2_999_999_999_999_999];
        let caps = [None, None, Some(5), None];
        for rule in [&SAINTE_LAGUE, &DHONDT, &ADAMS] {
            let mut request = request(1_000_000_000, &weights, Ties::Order);
            request.claims.iter_mut().zip(caps).for_each(|(claim, room)| claim.room = room);
            let answer = rule.apportion(&request).unwrap();
            assert_eq!((answer.places.iter().sum::<u64>(), answer.unplaced), (1_000_000_000, 0));
            assert_eq!(answer.places[2], 5);
        }
    }
}
