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
mod tests;
