//! Sentences on fair shares, chosen by the figures: each function gives one statement, or `None`.

use super::fair_share_facts::{AccommodationTypeFact, AreaFact, FairShareFacts};
use super::phrases::{list, with_article};
use crate::catalogue::AreaNouns;
use crate::domain::{
    Compare, capitalised, counted as count, long_date, one_decimal, percent, thousands,
};
use crate::table::Figure;

/// The sentences at the head of the briefing.
pub(super) fn headlines(facts: &FairShareFacts) -> Vec<String> {
    let all = [
        total(facts),
        rate(facts),
        share_of_uk(facts),
        fair_share(facts),
        over_limit(facts),
        contingency(facts),
    ];
    all.into_iter().flatten().collect()
}

fn total(facts: &FairShareFacts) -> Option<String> {
    let people = facts.people.value?;
    let one_in = facts
        .one_in
        .value
        .map_or(String::new(), |n| format!(", one in {} residents", thousands(n)));
    Some(format!(
        "On {}, {} people were receiving asylum support in {}{one_in}.",
        long_date(facts.as_at),
        thousands(people),
        with_article(&facts.region)
    ))
}

fn rate(facts: &FairShareFacts) -> Option<String> {
    let rate = facts.rate.value?;
    let comparison = facts
        .rate_uk
        .value
        .map_or(String::new(), |uk| format!(", against {} in the United Kingdom", one_decimal(uk)));
    let rank = facts.regions.rank.map_or(String::new(), |(rank, of)| {
        format!("; {} of the {of} regions and nations", ordinal(rank, of))
    });
    Some(format!("That is {} for every 10,000 residents{comparison}{rank}.", one_decimal(rate)))
}

/// `the highest rate`, `the sixth highest rate`, `the second lowest rate`: counted from the nearer
/// end.
fn ordinal(rank: usize, of: usize) -> String {
    const ORDINALS: [&str; 9] =
        ["", "second ", "third ", "fourth ", "fifth ", "sixth ", "seventh ", "eighth ", "ninth "];
    let (place, end) =
        if rank * 2 <= of + 1 { (rank, "highest") } else { (of + 1 - rank, "lowest") };
    let word =
        ORDINALS.get(place - 1).map_or_else(|| format!("{place}th "), |word| (*word).to_owned());
    format!("the {word}{end} rate")
}

fn share_of_uk(facts: &FairShareFacts) -> Option<String> {
    let (share, population) = (facts.share_of_uk.value?, facts.population_share_of_uk.value?);
    let region = capitalised(&with_article(&facts.region));
    Some(format!(
        "{region} has {} of the United Kingdom's supported people and {} of its residents.",
        percent(share),
        percent(population)
    ))
}

/// The number of people who would have to live elsewhere for every area to have its share.
pub(super) fn fair_share(facts: &FairShareFacts) -> Option<String> {
    let (people, share) = (facts.people_to_move.value?, facts.hoover.value?);
    Some(format!(
        "For every {} to have its share by population, {} people ({} of all) would have to live in \
         another one.",
        facts.area_nouns.one,
        thousands(people),
        percent(100.0 * share)
    ))
}

/// The areas furthest above and below their share.
pub(super) fn extremes(facts: &FairShareFacts) -> Vec<String> {
    let mut known: Vec<(&AreaFact, f64)> =
        facts.areas.iter().filter_map(|area| Some((area, area.gap.value?))).collect();
    known.sort_by(|(a, x), (b, y)| y.compare(x).then_with(|| a.name.cmp(&b.name)));
    let missing = facts.areas.len() - known.len();
    let above = known.iter().filter(|(_, gap)| *gap > 0.0).count();
    let name = |(area, gap): &(&AreaFact, f64)| format!("{} ({})", area.name, thousands(gap.abs()));
    let top: Vec<String> = known.iter().filter(|(_, gap)| *gap > 0.0).take(3).map(name).collect();
    let bottom: Vec<String> =
        known.iter().rev().filter(|(_, gap)| *gap < 0.0).take(3).map(name).collect();
    let AreaNouns { one, many } = &facts.area_nouns;
    let others = known.len() - above;
    let above = match above {
        0 => format!("No {one} has more people than its share by population"),
        1 => format!("1 {one} has more people than its share by population"),
        several => {
            format!("{} have more people than their share by population", count(several, one, many))
        }
    };
    let verb = if others == 1 { "has" } else { "have" };
    let mut sentences = vec![format!("{above} and {others} {verb} fewer or as many.")];
    if !top.is_empty() {
        sentences.push(format!("Furthest above: {}.", list(&top)));
    }
    if !bottom.is_empty() {
        sentences.push(format!("Furthest below: {}.", list(&bottom)));
    }
    if missing > 0 {
        sentences.push(format!(
            "For {} no comparison is possible, because a figure is missing.",
            count(missing, one, many)
        ));
    }
    sentences
}

/// The areas over the limit.
pub(super) fn over_limit(facts: &FairShareFacts) -> Option<String> {
    let cap = facts.cap?;
    let over =
        names_where(&facts.areas, |area| area.cap_use.value.is_some_and(|share| share > 100.0));
    let AreaNouns { one, many } = &facts.area_nouns;
    let day = long_date(facts.as_at);
    let unknown = facts.areas.iter().filter(|area| area.cap_use.value.is_none()).count();
    let known = facts.areas.len() - unknown;
    Some(match over.as_slice() {
        [] if unknown > 0 => format!(
            "On {day} none of the {} with figures had more than {cap} residents in asylum support; \
             for {} this is not known.",
            count(known, one, many),
            count(unknown, one, many)
        ),
        [] => format!("On {day} no {one} had more than {cap} residents in asylum support."),
        some => format!(
            "On {day}, {} over the limit of {cap} residents: {}.",
            count(some.len(), &format!("{one} was"), &format!("{many} were")),
            list(some)
        ),
    })
}

/// Room under the limit in the region, where every area's figure is known.
pub(super) fn headroom(facts: &FairShareFacts) -> Option<String> {
    let cap = facts.cap?;
    let room = Figure::sum(facts.areas.iter().map(|area| area.headroom)).value?;
    Some(format!(
        "Under a limit of {cap} there would be room for {} more people in {}. This is arithmetic, \
         not housing.",
        thousands(room),
        with_article(&facts.region)
    ))
}

/// Whether the finding on the limit depends on counting people who are not housed by the Home
/// Office.
pub(super) fn limit_without_subsistence(facts: &FairShareFacts) -> Option<String> {
    let accommodation = facts.accommodation.as_ref()?;
    let known = facts
        .areas
        .iter()
        .all(|area| area.cap_use_housed.value.is_some() && area.cap_use_then.value.is_some());
    if !known || facts.areas.is_empty() {
        return None;
    }
    let over = |of: fn(&AreaFact) -> Figure| {
        names_where(&facts.areas, |area| of(area).value.is_some_and(|v| v > 100.0))
    };
    let (all, housed) = (over(|area| area.cap_use_then), over(|area| area.cap_use_housed));
    let day = long_date(accommodation.as_at);
    let were = |names: &[String]| match names {
        [] => format!("no {} was over the limit", facts.area_nouns.one),
        [one] => format!("{one} was over the limit"),
        several => format!("{} were over the limit", list(several)),
    };
    Some(if all == housed {
        format!(
            "On {day}, the latest day with figures by type of accommodation, {}. This holds with \
             or without people on subsistence only, whom the Home Office does not house.",
            were(&all)
        )
    } else {
        format!(
            "Which areas are over the limit depends on who is counted. On {day}, {} with people on \
             subsistence only, and {} without them.",
            were(&all),
            were(&housed)
        )
    })
}

/// The share in contingency accommodation, and in hotels if they are counted separately.
pub(super) fn contingency(facts: &FairShareFacts) -> Option<String> {
    let accommodation = facts.accommodation.as_ref()?;
    let numbers = |of: AccommodationTypeFact| Some((of.people.value?, of.share.value?));
    let (people, share) = numbers(accommodation.contingency)?;
    let hotels = match numbers(accommodation.hotels) {
        Some((hotel, of_all)) => {
            format!("{} ({}) were in hotels", thousands(hotel), percent(of_all))
        }
        None => "the edition does not show how many of them were in hotels".to_owned(),
    };
    Some(format!(
        "On {}, {} people ({}) were in contingency accommodation; {hotels}.",
        long_date(accommodation.as_at),
        thousands(people),
        percent(share)
    ))
}

/// The areas that changed most on the quarter.
pub(super) fn movers(facts: &FairShareFacts) -> Vec<String> {
    let mut known: Vec<(&AreaFact, f64)> =
        facts.areas.iter().filter_map(|area| Some((area, area.quarter.value?))).collect();
    known.sort_by(|(a, x), (b, y)| y.abs().compare(&x.abs()).then_with(|| a.name.cmp(&b.name)));
    let moved: Vec<String> = known
        .iter()
        .filter(|(_, change)| *change != 0.0)
        .take(5)
        .map(|(area, change)| format!("{} ({})", area.name, crate::domain::signed(*change, 0)))
        .collect();
    let Some(since) = facts.quarter.since.filter(|_| !known.is_empty()) else {
        return vec!["Changes by area are not available: there are no earlier figures.".to_owned()];
    };
    if facts.quarter.broken {
        let since = long_date(since);
        return vec![format!(
            "Changes by area since {since} are not stated: the two days are not comparable."
        )];
    }
    if moved.is_empty() && known.len() < facts.areas.len() {
        let AreaNouns { one, many } = &facts.area_nouns;
        let known = count(known.len(), one, many);
        return vec![format!(
            "None of the {known} with figures changed since {}.",
            long_date(since)
        )];
    }
    if moved.is_empty() {
        return vec![format!("No {} changed since {}.", facts.area_nouns.one, long_date(since))];
    }
    vec![format!("Since {} the largest changes were in {}.", long_date(since), list(&moved))]
}

fn names_where(areas: &[AreaFact], is_included: impl Fn(&AreaFact) -> bool) -> Vec<String> {
    areas.iter().filter(|area| is_included(area)).map(|area| area.name.clone()).collect()
}

#[cfg(test)]
mod tests {
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
        let without = FairShareFacts {
            people: missing(),
            rate_uk: missing(),
            share_of_uk: missing(),
            ..facts()
        };
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
        let unknown =
            FairShareFacts { quarter: ChangeFact { since: None, broken: false }, ..facts() };
        assert_eq!(
            movers(&unknown),
            ["Changes by area are not available: there are no earlier figures."]
        );
    }
}
