//! Whole places for weights: the rules of apportionment.
//!
//! One file for each family of rules, one line in [`RULES`] for each rule. A rule is called through
//! [`Rule::apportion`], which checks the request and turns it into a [`Task`] that has an answer.
//! The rule then only decides which area receives which place. Everything is exact: quotas and
//! priorities are compared as whole numbers of 128 bits or their products of 256.

mod balinski_young;
mod divisor;
mod largest_remainder;
mod priority;
mod task;

pub use balinski_young::BalinskiYoung;
pub use divisor::{
    ADAMS, DEAN, DHONDT, Divisor, HUNTINGTON_HILL, MODIFIED_SAINTE_LAGUE, SAINTE_LAGUE,
};
pub use largest_remainder::LargestRemainder;
pub use task::Task;

use crate::catalogue::Rounding;
use crate::domain::{Error, Field, Result, counted, error_codes};

/// The claim of an area in an apportionment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Claim {
    /// The figure of the key, such as residents. An area of weight zero receives its floor and
    /// nothing more.
    pub weight: u64,
    /// The maximum number of new places; `None` means no limit.
    pub room: Option<u64>,
    /// The minimum number of new places.
    pub floor: u64,
    /// Places already there: the rule shares out old and new together, but never reduces existing
    /// ones.
    pub stock: u64,
}

impl Claim {
    /// A weight without limit, floor or stock.
    pub fn of(weight: u64) -> Self {
        Self { weight, ..Self::default() }
    }
}

/// What happens when two areas have exactly the same claim to the last place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ties {
    /// The first area is served first: by ONS code, where the areas are ordered by it.
    #[default]
    Order,
    /// Nothing is apportioned, and the tied areas are named.
    Refuse,
}

/// Places to be apportioned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// New places.
    pub places: u64,
    /// The areas.
    pub claims: Vec<Claim>,
    /// What happens to ties.
    pub ties: Ties,
}

/// Places given to each area, and those that could not be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    /// New places, in the order of the claims.
    pub places: Vec<u64>,
    /// Places left over because no area that has a weight has room.
    pub unplaced: u64,
}

/// Why nothing was apportioned. Areas are named by their position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// These have the same claim, and there are not places for all of them.
    Tie(Vec<usize>),
    /// These must get more than they have room for.
    FloorAboveRoom(Vec<usize>),
    /// All floors together, and the places.
    FloorsAbovePlaces(u128, u64),
    /// Weights above 2^64 or places above 2^62 in total, beyond which products would not be exact.
    TooLarge,
    /// The rule gives out one place at a time, and at most this many.
    TooManyPlaces(u64),
}

impl Refused {
    /// The error `F303`, with the names of the areas.
    pub fn error(&self, name: impl Fn(usize) -> String) -> Error {
        let names =
            |areas: &[usize]| areas.iter().map(|area| name(*area)).collect::<Vec<_>>().join(", ");
        let of = |field: Field, found: String, expected: &str| {
            Error::new(error_codes::OPTION_WRONG, "apportioning whole places")
                .at_field(field)
                .found(found)
                .expected(expected)
        };
        match self {
            Self::Tie(areas) => of(
                Field::Ties,
                format!("exactly the same claim to the last places: {}", names(areas)),
                &format!(
                    "no tie, one place more or fewer, or {} (the first by ONS code is served \
                     first)",
                    Field::Ties.set_to("order")
                ),
            ),
            Self::FloorAboveRoom(areas) => of(
                Field::Floor,
                format!("room for fewer places under the limit: {}", names(areas)),
                &format!(
                    "a floor for which every area has room, or a higher limit ({})",
                    Field::Cap
                ),
            ),
            Self::FloorsAbovePlaces(floors, places) => of(
                Field::Floor,
                format!(
                    "{floors} places as floors, of {}",
                    counted(to_usize(*places), "place", "places")
                ),
                "floors that do not add up to more than the places",
            ),
            Self::TooLarge => of(
                Field::Places,
                "numbers too large to be apportioned exactly".to_owned(),
                "weights of less than 2^64 and places of at most 2^62 in all",
            ),
            Self::TooManyPlaces(max) => of(
                Field::Rule,
                format!(
                    "more than {} by a rule that gives out one at a time",
                    counted(to_usize(*max), "place", "places")
                ),
                "fewer places, or a rule that gives them out together, such as sainte-lague",
            ),
        }
    }
}

/// A rule of apportionment.
pub trait Rule: Sync {
    /// Its name on the command line and in keys.
    fn id(&self) -> &'static str;

    /// The places of each area in the end: at least `task.min`, at most `task.max`, together
    /// exactly `task.total`.
    fn allot(&self, task: &Task, ties: Ties) -> std::result::Result<Vec<u64>, Refused>;

    /// Apportions places among claims. No claim receives more than its room or fewer than its
    /// floor. The places given and the unplaced add up exactly to the places requested.
    fn apportion(&self, request: &Request) -> std::result::Result<Allocation, Refused> {
        let (task, unplaced) = Task::of(request)?;
        let allotted = self.allot(&task, request.ties)?;
        let places = allotted
            .iter()
            .zip(&request.claims)
            .map(|(allotted, claim)| allotted - claim.stock)
            .collect();
        Ok(Allocation { places, unplaced })
    }

    /// The areas with exactly the same claim to the last places, of which some were served because
    /// they are first. Empty where no tie decided anything, or nothing was apportioned.
    fn tied_for_last(&self, request: &Request) -> Vec<usize> {
        let refused = self.apportion(&Request { ties: Ties::Refuse, ..request.clone() });
        let Err(Refused::Tie(mut areas)) = refused else { return Vec::new() };
        areas.sort_unstable();
        areas
    }
}

/// The note of a table on a tie, with the names of the areas.
pub fn tie_note(tied: &[usize], name: impl Fn(usize) -> String) -> Option<String> {
    let names: Vec<String> = tied.iter().map(|area| name(*area)).collect();
    (!names.is_empty()).then(|| {
        format!(
            "Exactly the same claim to the last places, served in the order of the table: {}. \
             Another order would give other areas one place more.",
            names.join(", ")
        )
    })
}

/// Every rule.
pub static RULES: &[&dyn Rule] = &[
    &LargestRemainder,
    &SAINTE_LAGUE,
    &MODIFIED_SAINTE_LAGUE,
    &DHONDT,
    &HUNTINGTON_HILL,
    &ADAMS,
    &DEAN,
    &BalinskiYoung,
];

/// The rule of that name, or `F303`.
pub fn rule(id: &str) -> Result<&'static dyn Rule> {
    RULES.iter().copied().find(|rule| rule.id() == id).ok_or_else(|| {
        let names: Vec<&str> = RULES.iter().map(|rule| rule.id()).collect();
        Error::new(error_codes::OPTION_WRONG, "choosing a rule of apportionment")
            .at_field(Field::Rule)
            .found(format!("{id:?}"))
            .expected(format!("one of {}", names.join(", ")))
    })
}

/// The rule that a definition names.
pub fn rule_of(rounding: Rounding) -> &'static dyn Rule {
    match rounding {
        Rounding::LargestRemainder => &LargestRemainder,
        Rounding::SainteLague => &SAINTE_LAGUE,
        Rounding::ModifiedSainteLague => &MODIFIED_SAINTE_LAGUE,
        Rounding::Dhondt => &DHONDT,
        Rounding::HuntingtonHill => &HUNTINGTON_HILL,
        Rounding::Adams => &ADAMS,
        Rounding::Dean => &DEAN,
        Rounding::BalinskiYoung => &BalinskiYoung,
    }
}

/// The rule of that name, else the one of a definition. Errors as [`rule`].
pub fn rule_or(id: Option<&str>, rounding: Rounding) -> Result<&'static dyn Rule> {
    id.map_or_else(|| Ok(rule_of(rounding)), rule)
}

fn to_usize(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Claim, RULES, Refused, Request, Ties, rule_of};
    use crate::catalogue::Rounding;
    use serde::Deserialize;
    use serde::de::IntoDeserializer;
    use serde::de::value::{Error, StrDeserializer};

    #[test]
    fn rules_have_unique_names() {
        for (index, rule) in RULES.iter().enumerate() {
            assert!(RULES[..index].iter().all(|other| other.id() != rule.id()));
        }
    }

    #[test]
    fn definitions_name_every_rule() {
        for rule in RULES {
            let name: StrDeserializer<'_, Error> = rule.id().into_deserializer();
            assert_eq!(rule_of(Rounding::deserialize(name).unwrap()).id(), rule.id());
        }
    }

    #[test]
    fn nobody_is_pushed_over_a_cap_and_the_rest_is_said() {
        let claim = |weight, room| Claim { room, ..Claim::of(weight) };
        for rule in RULES {
            let of = |places, claims: &[Claim]| {
                let answer = rule
                    .apportion(&Request { places, claims: claims.to_vec(), ties: Ties::Order })
                    .unwrap();
                (answer.places, answer.unplaced)
            };
            let tight = of(10, &[claim(50, Some(2)), claim(30, Some(4)), claim(20, Some(1))]);
            assert_eq!(tight, (vec![2, 4, 1], 3), "{}", rule.id());
            assert_eq!(of(5, &[Claim::of(0), Claim::of(0)]), (vec![0, 0], 5), "{}", rule.id());
            assert_eq!(of(0, &[Claim::of(7)]), (vec![0], 0), "{}", rule.id());
            assert_eq!(of(3, &[]), (vec![], 3), "{}", rule.id());
            let some = of(10, &[claim(50, Some(2)), claim(30, None), claim(20, None)]);
            assert_eq!(some, (vec![2, 5, 3], 0), "{}", rule.id());
        }
    }

    #[test]
    fn what_has_no_answer_is_refused() {
        let floor = |floor, room| Claim { floor, room, ..Claim::of(10) };
        for rule in RULES {
            let refused = |places, claims: Vec<Claim>| {
                rule.apportion(&Request { places, claims, ties: Ties::Order }).unwrap_err()
            };
            assert_eq!(
                refused(9, vec![floor(2, None), floor(2, Some(1)), floor(1, Some(0))]),
                Refused::FloorAboveRoom(vec![1, 2])
            );
            assert_eq!(
                refused(3, vec![floor(2, None), floor(2, None)]),
                Refused::FloorsAbovePlaces(4, 3)
            );
            assert_eq!(refused(1, vec![Claim::of(u64::MAX), Claim::of(1)]), Refused::TooLarge);
            assert_eq!(refused(u64::MAX, vec![Claim::of(1)]), Refused::TooLarge);
        }
    }

    #[test]
    fn equal_claims_to_the_last_place_are_served_in_order_or_refused() {
        for rule in RULES {
            let of = |places, ties| {
                rule.apportion(&Request { places, claims: vec![Claim::of(5), Claim::of(5)], ties })
            };
            assert_eq!(of(3, Ties::Order).unwrap().places, [2, 1], "{}", rule.id());
            assert_eq!(of(3, Ties::Refuse).unwrap_err(), Refused::Tie(vec![0, 1]), "{}", rule.id());
            assert_eq!(of(4, Ties::Refuse).unwrap().places, [2, 2], "{}", rule.id());
            let tied = |places| {
                rule.tied_for_last(&Request {
                    places,
                    claims: vec![Claim::of(5), Claim::of(5)],
                    ties: Ties::Order,
                })
            };
            assert_eq!((tied(3), tied(4)), (vec![0, 1], vec![]), "{}", rule.id());
        }
    }
}
