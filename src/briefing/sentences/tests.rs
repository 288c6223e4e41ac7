//! Tests of the sentences on fair shares, with figures that are made up.

use super::super::fair_share_facts::{
    AccommodationFact, AccommodationTypeFact, AreaFact, ChangeFact, FairShareFacts, RegionFact,
};
use super::{
    contingency, extremes, fair_share, headlines, headroom, limit_without_subsistence, movers,
    over_limit,
};
use crate::catalogue::AreaNouns;
use crate::domain::Status;
use crate::fairshare::Cap;
use crate::table::{Figure, Listing};
use jiff::civil::date;

fn missing() -> Figure {
    Figure::missing(Status::NotAvailable)
}

fn area(name: &str, gap: f64, cap_use: f64, quarter: f64) -> AreaFact {
    AreaFact {
        name: name.to_owned(),
        people: Figure::of(100.0),
        rate: Figure::of(10.0),
        gap: Figure::of(gap),
        cap_use: Figure::of(cap_use),
        headroom: Figure::of(50.0),
        quarter: Figure::of(quarter),
        cap_use_housed: Figure::of(cap_use),
        cap_use_then: Figure::of(cap_use),
    }
}

/// A region of three authorities, invented so that each sentence can be put on either side of
/// its threshold.
fn facts() -> FairShareFacts {
    let of_type = |people| AccommodationTypeFact { people, share: Figure::of(40.0) };
    FairShareFacts {
        region: "North West".to_owned(),
        area_nouns: AreaNouns::default(),
        as_at: date(2026, 3, 31),
        population_as_at: date(2024, 6, 30),
        population: Figure::of(300_000.0),
        people: Figure::of(1_204.0),
        rate: Figure::of(40.1),
        rate_uk: Figure::of(14.1),
        one_in: Figure::of(249.2),
        share_of_uk: Figure::of(12.0),
        population_share_of_uk: Figure::of(10.95),
        quarter: ChangeFact { since: Some(date(2025, 12, 31)), broken: false },
        areas: vec![
            area("Alder", 30.0, 100.0, 0.0),
            area("Birch", 0.0, 90.0, -5.0),
            area("Cedar", -30.0, 20.0, 7.0),
        ],
        cap: Some(Cap::one_in(200)),
        no_cap: None,
        hoover: Figure::of(0.25),
        people_to_move: Figure::of(30.0),
        accommodation: Some(AccommodationFact {
            as_at: date(2025, 12, 31),
            all: Figure::of(1_000.0),
            contingency: of_type(Figure::of(400.0)),
            hotels: of_type(missing()),
            listing: Listing::default(),
        }),
        shares: Listing::default(),
        inequality: Listing::default(),
        regions: RegionFact { rank: Some((2, 12)), listing: Listing::default() },
        sections: None,
    }
}

#[test]
fn missing_figures_are_left_out_and_ranks_count_from_the_nearer_end() {
    let sentences = headlines(&facts());
    assert_eq!(
        sentences[0],
        "On 31 March 2026, 1,204 people were receiving asylum support in the North West, one \
         in 249 residents."
    );
    assert_eq!(
        sentences[1],
        "That is 40.1 for every 10,000 residents, against 14.1 in the United Kingdom; the \
         second highest rate of the 12 regions and nations."
    );
    assert_eq!(
        sentences[2],
        "The North West has 12.0% of the United Kingdom's supported people and 11.0% of its \
         residents."
    );
    let without =
        FairShareFacts { people: missing(), rate_uk: missing(), share_of_uk: missing(), ..facts() };
    assert!(
        headlines(&without)[0]
            .starts_with("That is 40.1 for every 10,000 residents; the second highest")
    );
    let ranked = |rank| {
        let regions = RegionFact { rank: Some((rank, 12)), ..facts().regions };
        headlines(&FairShareFacts { regions, ..facts() })[1].clone()
    };
    assert!(ranked(1).contains("; the highest rate of"), "{}", ranked(1));
    assert!(
        ranked(6).contains("; the sixth highest rate of")
            && ranked(7).contains("; the sixth lowest rate of")
    );
    assert!(ranked(12).contains("; the lowest rate of"));
}

#[test]
fn an_authority_with_its_share_is_neither_above_nor_below() {
    assert_eq!(
        extremes(&facts()),
        [
            "1 authority has more people than its share by population and 2 have fewer or as \
             many."
                .to_owned(),
            "Furthest above: Alder (30).".to_owned(),
            "Furthest below: Cedar (30).".to_owned(),
        ]
    );
    let mut one_missing = facts();
    one_missing.areas[0].gap = missing();
    let sentences = extremes(&one_missing);
    assert!(
        sentences[0].starts_with("No authority has more people than its share"),
        "{}",
        sentences[0]
    );
    assert_eq!(
        sentences[2],
        "For 1 authority no comparison is possible, because a figure is missing."
    );
    assert_eq!(fair_share(&FairShareFacts { hoover: missing(), ..facts() }), None);
}

#[test]
fn the_limit_is_passed_above_it_and_not_at_it() {
    let sentence = |cap_use: Figure| {
        let mut facts = facts();
        facts.areas[0].cap_use = cap_use;
        over_limit(&facts).unwrap()
    };
    assert_eq!(
        sentence(Figure::of(100.0)),
        "On 31 March 2026 no authority had more than 1 in 200 residents in asylum support."
    );
    assert_eq!(
        sentence(Figure::of(100.1)),
        "On 31 March 2026, 1 authority was over the limit of 1 in 200 residents: Alder."
    );
    assert_eq!(
        sentence(missing()),
        "On 31 March 2026 none of the 2 authorities with figures had more than 1 in 200 \
         residents in asylum support; for 1 authority this is not known."
    );
    assert_eq!(over_limit(&FairShareFacts { cap: None, ..facts() }), None);
}

#[test]
fn room_is_stated_where_every_authority_s_is_known() {
    assert!(headroom(&facts()).unwrap().starts_with(
        "Under a limit of 1 in 200 there would be room for 150 more people in the North West."
    ));
    let mut unknown = facts();
    unknown.areas[2].headroom = missing();
    assert_eq!(headroom(&unknown), None);
}

#[test]
fn the_effect_of_subsistence_on_the_limit_is_stated() {
    assert!(limit_without_subsistence(&facts()).unwrap().contains(
        "no authority was over the limit. This holds with or without people on subsistence only"
    ));
    let mut depends = facts();
    depends.areas[0].cap_use_then = Figure::of(100.1);
    assert_eq!(
        limit_without_subsistence(&depends).unwrap(),
        "Which areas are over the limit depends on who is counted. On 31 December 2025, Alder \
         was over the limit with people on subsistence only, and no authority was over the \
         limit without them."
    );
    depends.areas[1].cap_use_housed = missing();
    assert_eq!(limit_without_subsistence(&depends), None);
}

#[test]
fn hotels_are_separate_only_where_the_edition_counts_them() {
    assert!(
        contingency(&facts())
            .unwrap()
            .ends_with("the edition does not show how many of them were in hotels.")
    );
    let mut apart = facts();
    if let Some(accommodation) = &mut apart.accommodation {
        accommodation.hotels =
            AccommodationTypeFact { people: Figure::of(380.0), share: Figure::of(38.0) };
    }
    assert!(
        contingency(&apart).unwrap().ends_with("380 (38.0%) were in hotels."),
        "{:?}",
        contingency(&apart)
    );
    assert_eq!(contingency(&FairShareFacts { accommodation: None, ..facts() }), None);
}

#[test]
fn movers_are_the_areas_that_changed_and_a_break_is_stated() {
    assert_eq!(
        movers(&facts()),
        ["Since 31 December 2025 the largest changes were in Cedar (+7) and Birch (−5)."]
    );
    let mut still = facts();
    still.areas.iter_mut().for_each(|area| area.quarter = Figure::of(0.0));
    assert_eq!(movers(&still), ["No authority changed since 31 December 2025."]);
    still.areas[0].quarter = missing();
    assert_eq!(
        movers(&still),
        ["None of the 2 authorities with figures changed since 31 December 2025."]
    );
    let broken =
        FairShareFacts { quarter: ChangeFact { broken: true, ..facts().quarter }, ..facts() };
    assert!(movers(&broken)[0].ends_with("the two days are not comparable."));
    let unknown = FairShareFacts { quarter: ChangeFact { since: None, broken: false }, ..facts() };
    assert_eq!(
        movers(&unknown),
        ["Changes by area are not available: there are no earlier figures."]
    );
}
