//! What the rules promise for all weights, caps, floors and stocks.

use super::claims;
use fairshares::fairshare::{
    ADAMS, BalinskiYoung, Claim, DEAN, DHONDT, Divisor, HUNTINGTON_HILL, LargestRemainder,
    MODIFIED_SAINTE_LAGUE, RULES, Request, Rule, SAINTE_LAGUE, Ties,
};
use proptest::prelude::*;

static DIVISORS: [&Divisor; 6] =
    [&ADAMS, &DEAN, &HUNTINGTON_HILL, &SAINTE_LAGUE, &DHONDT, &MODIFIED_SAINTE_LAGUE];

fn weights() -> impl Strategy<Value = Vec<u64>> {
    prop_oneof![
        prop::collection::vec(0u64..12, 1..10),
        prop::collection::vec(0u64..2_000, 1..20),
        prop::collection::vec(1u64..500_000, 2..40),
    ]
}

/// Areas with caps, stocks and one floor for all, which the caps have room for, and places enough
/// for the floors.
fn limited() -> impl Strategy<Value = (u64, Vec<Claim>)> {
    let area = (
        prop_oneof![0u64..12, 0u64..500_000],
        prop::option::of(0u64..60),
        prop_oneof![Just(0), 0u64..40],
    );
    (0u64..4, 0u64..400, prop::collection::vec(area, 1..25)).prop_map(|(floor, places, areas)| {
        let count = u64::try_from(areas.len()).unwrap();
        let claim = |(weight, room, stock): (u64, Option<u64>, u64)| Claim {
            weight,
            room: room.map(|room| room + floor),
            floor,
            stock,
        };
        (places + floor * count, areas.into_iter().map(claim).collect())
    })
}

fn give(rule: &dyn Rule, places: u64, claims: &[Claim]) -> Vec<u64> {
    rule.apportion(&Request { places, claims: claims.to_vec(), ties: Ties::Order }).unwrap().places
}

/// What a rule gives where nothing is tied.
fn untied(rule: &dyn Rule, places: u64, claims: &[Claim]) -> Option<Vec<u64>> {
    rule.apportion(&Request { places, claims: claims.to_vec(), ties: Ties::Refuse })
        .ok()
        .map(|answer| answer.places)
}

/// `⌊S·w/Σw⌋` and `⌈S·w/Σw⌉`.
fn quotas(places: u64, weights: &[u64]) -> Vec<(u128, u128)> {
    let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    let products = weights.iter().map(|weight| u128::from(places) * u128::from(*weight));
    products.map(|product| (product / total, product.div_ceil(total))).collect()
}

fn monotone_rules() -> impl Iterator<Item = &'static dyn Rule> {
    RULES.iter().copied().filter(|rule| rule.id() != LargestRemainder.id())
}

proptest! {
    #[test]
    fn places_add_up_within_caps_and_floors((places, claims) in limited()) {
        for rule in RULES {
            let answer = rule.apportion(&Request { places, claims: claims.clone(), ties: Ties::Order }).unwrap();
            prop_assert_eq!(answer.places.iter().sum::<u64>() + answer.unplaced, places, "{}", rule.id());
            for (given, claim) in answer.places.iter().zip(&claims) {
                prop_assert!(claim.room.is_none_or(|room| *given <= room) && *given >= claim.floor, "{}", rule.id());
                let could = claim.weight > 0 && claim.room.is_none_or(|room| *given < room);
                prop_assert!(answer.unplaced == 0 || !could, "{} leaves places and \
                    room", rule.id());
            }
        }
    }

    #[test]
    fn the_order_of_the_areas_does_not_matter_where_nothing_is_tied((places, claims) in limited(), turn in 0usize..25) {
        for rule in RULES {
            let Some(mut given) = untied(*rule, places, &claims) else { continue };
            prop_assert_eq!(&give(*rule, places, &claims), &given, "{}: a refused tie is the only \
                difference", rule.id());
            let mut turned = claims.clone();
            turned.reverse();
            given.reverse();
            turned.rotate_left(turn % claims.len());
            given.rotate_left(turn % claims.len());
            prop_assert_eq!(untied(*rule, places, &turned), Some(given), "{}", rule.id());
        }
    }

    #[test]
    fn the_unit_of_the_weights_does_not_matter((places, claims) in limited(), factor in 2u64..1_000_000_000) {
        let scaled: Vec<Claim> = claims.iter().map(|claim| Claim { weight: claim.weight * factor, ..*claim }).collect();
        for rule in RULES {
            prop_assert_eq!(give(*rule, places, &claims), give(*rule, places, &scaled), "{}", rule.id());
            prop_assert_eq!(untied(*rule, places, &claims), untied(*rule, places, &scaled), "{}", rule.id());
        }
    }

    #[test]
    fn largest_remainder_and_balinski_young_stay_within_the_quota(weights in weights(), places in 0u64..3_000) {
        prop_assume!(weights.iter().sum::<u64>() > 0);
        for rule in [&LargestRemainder as &dyn Rule, &BalinskiYoung] {
            for (given, (below, above)) in give(rule, places, &claims(&weights)).iter().zip(quotas(places, &weights)) {
                prop_assert!((below..=above).contains(&u128::from(*given)), "{}: {given}", rule.id());
            }
        }
    }

    #[test]
    fn one_place_more_takes_none_from_anybody((places, claims) in limited()) {
        for rule in monotone_rules() {
            let before = give(rule, places, &claims);
            let after = give(rule, places + 1, &claims);
            prop_assert!(before.iter().zip(&after).all(|(before, after)| before <= after), "{}", rule.id());
        }
    }

    #[test]
    fn who_grows_against_another_does_not_lose_places_to_it(
        areas in prop::collection::vec((prop_oneof![0u64..12, 0u64..500_000], prop_oneof![0u64..12, 0u64..500_000]), 2..15),
        places in 0u64..400,
    ) {
        let (first, second): (Vec<u64>, Vec<u64>) = areas.iter().copied().unzip();
        for rule in DIVISORS {
            let (before, after) = (give(rule, places, &claims(&first)), give(rule, places, &claims(&second)));
            for i in 0..areas.len() {
                for j in 0..areas.len() {
                    let grew = second[i] * first[j] > first[i] * second[j];
                    let lost = after[i] < before[i] && after[j] > before[j];
                    prop_assert!(!(grew && lost), "{}: {i} grew against {j}, which took its \
                        place", rule.id());
                }
            }
        }
    }

    #[test]
    fn from_adams_to_dhondt_the_largest_get_more(mut weights in weights(), places in 0u64..2_000) {
        // Marshall, Olkin and Pukelsheim (2002), Social Choice and Welfare 19: each method is
        // majorised by the next.
        weights.sort_by(|a, b| b.cmp(a));
        for pair in DIVISORS[..5].windows(2) {
            let (less, more) = (give(pair[0], places, &claims(&weights)), give(pair[1], places, &claims(&weights)));
            for count in 1..=weights.len() {
                let of = |given: &[u64]| given[..count].iter().sum::<u64>();
                prop_assert!(of(&less) <= of(&more), "{} and {}, the first \
                    {count}", pair[0].id(), pair[1].id());
            }
        }
    }

    #[test]
    fn nobody_notices_a_stock_below_the_apportionment_of_the_whole(
        weights in weights(), places in 1u64..500, part in 0u64..100,
    ) {
        let rules = DIVISORS.iter().map(|rule| *rule as &dyn Rule).chain([&LargestRemainder as &dyn Rule]);
        for rule in rules.filter(|_| weights.iter().any(|weight| *weight > 0)) {
            let whole = give(rule, places, &claims(&weights));
            let of = |(weight, given): (&u64, &u64)| Claim { stock: given * part / 100, ..Claim::of(*weight) };
            let stocked: Vec<Claim> = weights.iter().zip(&whole).map(of).collect();
            let rest = places - stocked.iter().map(|claim| claim.stock).sum::<u64>();
            let given = give(rule, rest, &stocked);
            let held: Vec<u64> = given.iter().zip(&stocked).map(|(given, claim)| given + claim.stock).collect();
            prop_assert_eq!(held, whole, "{}", rule.id());
        }
    }

    #[test]
    fn under_limits_balinski_young_is_never_a_whole_place_off_the_level((places, claims) in limited()) {
        let (one, other) = (give(&BalinskiYoung, places, &claims), give(&LargestRemainder, places, &claims));
        prop_assert!(one.iter().zip(&other).all(|(one, other)| one.abs_diff(*other) <= 1), "{one:?} {other:?}");
    }
}
