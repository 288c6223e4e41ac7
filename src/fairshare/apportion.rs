//! Whole places for weights: the rules by which fractions become people.

use crate::domain::{Error, Result, error_codes};

/// Places given to each area, and those that could not be placed under the caps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// Places, in the order of the weights.
    pub places: Vec<u64>,
    /// Places left over because no area has room.
    pub unplaced: u64,
}

/// A rule of apportionment.
pub trait Rule: Sync {
    /// The word used for it on the command line and in keys.
    fn id(&self) -> &'static str;

    /// Apportions `places` among weights, none above its room.
    ///
    /// `room[i]` is the most that area `i` may get; `None` means no limit. The places given and the unplaced add up to
    /// `places` exactly.
    fn apportion(&self, places: u64, weights: &[u64], room: &[Option<u64>]) -> Allocation;
}

/// The rules there are.
pub static RULES: &[&dyn Rule] = &[&LargestRemainder];

/// The rule of that name, or `F303`.
pub fn rule(id: &str) -> Result<&'static dyn Rule> {
    RULES.iter().copied().find(|rule| rule.id() == id).ok_or_else(|| {
        let names: Vec<&str> = RULES.iter().map(|rule| rule.id()).collect();
        Error::new(error_codes::OPTION_WRONG, "choosing a rule of apportionment")
            .at_key("--rule")
            .found(format!("{id:?}"))
            .expected(format!("one of {}", names.join(", ")))
    })
}

/// # What it measures
/// Whole places nearest to exact proportion, by the method of largest remainders (Hamilton, Hare-Niemeyer).
///
/// # Formula
/// `q_i = S · w_i / Σw`; every area gets `⌊q_i⌋`, then one each to the largest fractional parts until `S` are given. Under
/// caps by water-filling: an area whose quota exceeds its room gets its room, the rest is shared anew among the others,
/// until no quota exceeds its room.
///
/// # Inputs and units
/// `S` places, weights as whole numbers (residents), room in places. Result: places.
///
/// # Missing and suppressed
/// An area without a weight has weight zero and gets nothing; the caller must say so.
///
/// # When not to use it
/// Where one more place must never take one from somebody (the method is not house-monotone): use a divisor method.
///
/// # Ties
/// Equal fractional parts are served in the order of the areas, that is by ONS code. Products and remainders are whole
/// numbers of 128 bits, so equal means equal.
///
/// # References
/// Balinski, M. and Young, H. P. (2001), Fair Representation, 2nd edition, chapter 3.
pub struct LargestRemainder;

impl Rule for LargestRemainder {
    fn id(&self) -> &'static str {
        "largest-remainder"
    }

    fn apportion(&self, places: u64, weights: &[u64], room: &[Option<u64>]) -> Allocation {
        let mut given = vec![0; weights.len()];
        let mut open: Vec<usize> = (0..weights.len()).filter(|i| weights[*i] > 0 && room[*i] != Some(0)).collect();
        let mut left = places;
        loop {
            let total: u128 = open.iter().map(|i| u128::from(weights[*i])).sum();
            let exceeds = |i: usize| {
                room[i].is_some_and(|room| u128::from(left) * u128::from(weights[i]) > u128::from(room) * total)
            };
            let (full, rest): (Vec<usize>, Vec<usize>) = open.iter().partition(|i| exceeds(**i));
            if full.is_empty() {
                break;
            }
            for i in full {
                given[i] = room[i].unwrap_or_default();
                left -= given[i];
            }
            open = rest;
        }
        let unplaced = if open.is_empty() { left } else { share_out(left, weights, &open, &mut given) };
        Allocation { places: given, unplaced }
    }
}

/// Gives `places` to the open areas: whole quotas first, then one each to the largest remainders.
fn share_out(places: u64, weights: &[u64], open: &[usize], given: &mut [u64]) -> u64 {
    let total: u128 = open.iter().map(|i| u128::from(weights[*i])).sum();
    let mut remainders = Vec::new();
    let mut left = places;
    for &i in open {
        let product = u128::from(places) * u128::from(weights[i]);
        given[i] = u64::try_from(product / total).unwrap_or(u64::MAX);
        left -= given[i];
        remainders.push((product % total, i));
    }
    remainders.sort_by(|(a, i), (b, j)| b.cmp(a).then(i.cmp(j)));
    for (_, i) in remainders.into_iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        given[i] += 1;
        left -= 1;
    }
    left
}

#[cfg(test)]
mod tests {
    use super::{LargestRemainder, RULES, Rule};
    use proptest::prelude::*;

    fn apportion(places: u64, weights: &[u64]) -> Vec<u64> {
        let allocation = LargestRemainder.apportion(places, weights, &vec![None; weights.len()]);
        assert_eq!(allocation.unplaced, 0);
        allocation.places
    }

    #[test]
    fn agrees_with_published_apportionments() {
        // Votes and seats of github.com/martinlackner/apportionment, tests/test_methods.py (MIT).
        assert_eq!(apportion(100, &[5117, 4400, 162, 161, 160]), [51, 44, 2, 2, 1]);
        assert_eq!(apportion(26, &[9061, 7179, 5259, 3319, 1182]), [9, 7, 5, 4, 1]);
        assert_eq!(apportion(12, &[14, 28, 7, 35]), [2, 4, 1, 5]);
    }

    #[test]
    fn the_koenigstein_key_of_2015_gives_a_thousand_places_and_rounding_does_not() {
        // BAMF 2015 (asylinfo.landkreis-hof.de), in hundred-thousandths of a per cent, BW to TH.
        let key = [
            1_297_496, 1_533_048, 504_557, 308_092, 94_097, 252_738, 731_557, 204_165, 935_696, 2_124_052, 483_472,
            121_566, 510_067, 285_771, 338_791, 274_835,
        ];
        assert_eq!(key.iter().sum::<u64>(), 10_000_000);
        let given = apportion(1000, &key);
        assert_eq!(given, [130, 153, 51, 31, 9, 25, 73, 20, 94, 212, 48, 12, 51, 29, 34, 28]);
        let rounded: u64 = key.iter().map(|k| (k + 5_000) / 10_000).sum();
        assert_eq!((given.iter().sum::<u64>(), rounded), (1000, 998));
    }

    #[test]
    fn nobody_is_pushed_over_a_cap_and_the_rest_is_said() {
        let tight = LargestRemainder.apportion(10, &[50, 30, 20], &[Some(2), Some(4), Some(1)]);
        assert_eq!((tight.places, tight.unplaced), (vec![2, 4, 1], 3));
        let some = LargestRemainder.apportion(10, &[50, 30, 20], &[Some(2), None, None]);
        assert_eq!((some.places, some.unplaced), (vec![2, 5, 3], 0));
        let none = LargestRemainder.apportion(5, &[0, 0], &[None, None]);
        assert_eq!((none.places, none.unplaced), (vec![0, 0], 5));
    }

    #[test]
    fn rules_have_unique_names() {
        for (index, rule) in RULES.iter().enumerate() {
            assert!(RULES[..index].iter().all(|other| other.id() != rule.id()));
        }
    }

    proptest! {
        #[test]
        fn adds_up_stays_within_quota_and_keeps_caps(
            places in 0u64..20_000,
            areas in prop::collection::vec((0u64..500_000, prop::option::of(0u64..2_000)), 1..40),
        ) {
            let (weights, room): (Vec<u64>, Vec<Option<u64>>) = areas.into_iter().unzip();
            let capped = LargestRemainder.apportion(places, &weights, &room);
            prop_assert_eq!(capped.places.iter().sum::<u64>() + capped.unplaced, places);
            for (given, room) in capped.places.iter().zip(&room) {
                prop_assert!(room.is_none_or(|room| *given <= room));
            }
            let free = LargestRemainder.apportion(places, &weights, &vec![None; weights.len()]);
            let total: u128 = weights.iter().map(|w| u128::from(*w)).sum();
            for (given, weight) in free.places.iter().zip(&weights) {
                let product = u128::from(places) * u128::from(*weight);
                if let Some(quota) = product.checked_div(total) {
                    prop_assert!(u128::from(*given) >= quota);
                    prop_assert!(u128::from(*given) <= product.div_ceil(total));
                }
            }
        }
    }
}
