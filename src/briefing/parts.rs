//! The parts a template can name: each turns facts into blocks, or says in words why there are none.

use super::document::{Block, Inline};
use super::facts::Facts;
use super::fair_share_facts::FairShareFacts;
use super::headlines::{self, HeadlineFact};
use super::words::list;
use super::{attention, sentences};
use crate::catalogue::{Pack, Slot};
use crate::domain::long_date;
use crate::table::Source;

/// A part by its name in templates.
pub(super) struct Part {
    /// The name.
    pub id: &'static str,
    /// What makes its blocks; none when there are no figures.
    pub making: Making,
}

/// What a part is made of.
pub(super) enum Making {
    /// Of the facts that every pack has, and its sources.
    Facts(fn(&Facts, &[Source]) -> Vec<Block>),
    /// Of those on fair shares.
    FairShares(fn(&FairShareFacts) -> Vec<Block>),
}

/// The parts there are.
pub(super) static PARTS: &[Part] = &[
    Part { id: "changed", making: Making::Facts(|facts, _| listed(headlines::changed(&facts.headlines))) },
    Part {
        id: "since",
        making: Making::Facts(|facts, _| listed(facts.headlines.iter().filter_map(HeadlineFact::since).collect())),
    },
    Part { id: "attention", making: Making::Facts(|facts, _| attention(facts)) },
    Part { id: "headline-table", making: Making::Facts(|facts, _| headline_table(facts)) },
    Part { id: "profile", making: Making::Facts(|facts, _| profile(facts)) },
    Part { id: "lacking", making: Making::Facts(|facts, _| entitled(&facts.lacking)) },
    Part { id: "unanswered", making: Making::Facts(|facts, _| entitled(&facts.unanswered)) },
    Part { id: "calendar", making: Making::Facts(|facts, _| calendar(facts)) },
    Part { id: "breaks", making: Making::Facts(|facts, _| listed(facts.breaks.clone())) },
    Part { id: "definitions", making: Making::Facts(|facts, _| entitled(&facts.definitions)) },
    Part { id: "caveats", making: Making::Facts(|facts, _| entitled(&facts.caveats)) },
    Part { id: "editions", making: Making::Facts(editions) },
    Part { id: "sources", making: Making::Facts(source_list) },
    Part { id: "headlines", making: Making::FairShares(|facts| listed(sentences::headlines(facts))) },
    Part { id: "fair-share", making: Making::FairShares(fair_share) },
    Part { id: "shares", making: Making::FairShares(|facts| vec![table("shares", facts.shares.clone())]) },
    Part { id: "inequality", making: Making::FairShares(|facts| vec![table("inequality", facts.inequality.clone())]) },
    Part { id: "limit", making: Making::FairShares(limit) },
    Part { id: "accommodation", making: Making::FairShares(accommodation) },
    Part {
        id: "sections",
        making: Making::FairShares(|facts| facts.sections.clone().map(|l| table("sections", l)).into_iter().collect()),
    },
    Part { id: "movers", making: Making::FairShares(|facts| listed(sentences::movers(facts))) },
    Part { id: "regions", making: Making::FairShares(|facts| vec![table("regions", facts.regions.listing.clone())]) },
    Part { id: "dates", making: Making::FairShares(dates) },
];

/// True for a pack that wants figures of fair shares.
pub fn needs_fair_shares(pack: &Pack) -> bool {
    let wanted = |slot: &Slot| {
        let part = PARTS.iter().find(|part| Some(part.id) == slot.part.as_deref());
        part.is_some_and(|part| matches!(part.making, Making::FairShares(_)))
    };
    pack.slot.iter().any(wanted)
}

fn listed(sentences: Vec<String>) -> Vec<Block> {
    if sentences.is_empty() { Vec::new() } else { vec![Block::sentences(sentences)] }
}

fn table(anchor: &str, listing: crate::table::Listing) -> Block {
    Block::Table { anchor: anchor.to_owned(), listing }
}

fn attention(facts: &Facts) -> Vec<Block> {
    let said = attention::sentences(&facts.exceptions, (&facts.area_words.one, &facts.area_words.many));
    match facts.looked_at {
        0 => Vec::new(),
        looked_at if said.is_empty() => vec![Block::text(attention::nothing(looked_at))],
        _ => listed(said),
    }
}

fn headline_table(facts: &Facts) -> Vec<Block> {
    vec![table("headlines", headlines::table(&facts.headlines, &facts.region, facts.since.as_deref()))]
}

/// A heading and a table for each theme, or why there is none; first the districts of a county.
fn profile(facts: &Facts) -> Vec<Block> {
    let of_theme = |(theme, listing): &(String, crate::table::Listing)| {
        let anchor = super::document::anchor(&format!("profile {theme}"));
        let figures = if listing.rows.is_empty() {
            Block::sentences(listing.notes.clone())
        } else {
            table(&anchor, listing.clone())
        };
        [Block::heading(3, theme), figures]
    };
    let districts = (!facts.districts.is_empty()).then(|| {
        Block::text(format!(
            "Its districts, which have profiles of their own: {}. A county has no statistical neighbours.",
            list(&facts.districts)
        ))
    });
    districts.into_iter().chain(facts.profile.iter().flat_map(of_theme)).collect()
}

/// Days of policies and targets, the oldest first.
fn calendar(facts: &Facts) -> Vec<Block> {
    let said = |(day, note): &(crate::domain::Date, String)| {
        vec![Inline::Strong(format!("{}. ", long_date(*day))), Inline::Text(note.clone())]
    };
    match facts.dates.as_slice() {
        [] => Vec::new(),
        dates => vec![Block::List { ordered: false, items: dates.iter().map(said).collect() }],
    }
}

fn fair_share(facts: &FairShareFacts) -> Vec<Block> {
    let first = sentences::fair_share(facts).into_iter();
    listed(first.chain(sentences::extremes(facts)).collect())
}

fn limit(facts: &FairShareFacts) -> Vec<Block> {
    if let Some(why) = &facts.no_cap {
        return vec![Block::text(why.clone())];
    }
    let all = [sentences::over_limit(facts), sentences::headroom(facts), sentences::limit_without_subsistence(facts)];
    listed(all.into_iter().flatten().collect())
}

fn accommodation(facts: &FairShareFacts) -> Vec<Block> {
    let Some(accommodation) = &facts.accommodation else { return Vec::new() };
    let mut blocks = listed(sentences::contingency(facts).into_iter().collect());
    blocks.push(table("accommodation", accommodation.listing.clone()));
    blocks
}

/// A list of texts, each with its title.
fn entitled(texts: &[(String, String)]) -> Vec<Block> {
    let item =
        |(title, text): &(String, String)| vec![Inline::Strong(format!("{title}: ")), Inline::Text(text.clone())];
    match texts {
        [] => Vec::new(),
        texts => vec![Block::List { ordered: false, items: texts.iter().map(item).collect() }],
    }
}

fn dates(facts: &FairShareFacts) -> Vec<Block> {
    let mut said = vec![format!(
        "Counts are of {}; residents are of {}. A population that has grown since would make every rate a little lower.",
        long_date(facts.as_at),
        long_date(facts.population_as_at)
    )];
    said.extend(
        facts.accommodation.as_ref().map(|accommodation| {
            format!("Figures by type of accommodation are of {}.", long_date(accommodation.as_at))
        }),
    );
    listed(said)
}

/// Publisher, publication and edition alone, for a page that has to be short.
fn editions(facts: &Facts, sources: &[Source]) -> Vec<Block> {
    let said = |source: &Source| {
        let published = published(source);
        format!("{}, edition {}{published}", titled(facts, source), source.edition)
    };
    match sources {
        [] => Vec::new(),
        sources => vec![Block::text(format!("{}.", sources.iter().map(said).collect::<Vec<_>>().join("; ")))],
    }
}

fn published(source: &Source) -> String {
    source.published.map_or_else(|| ", day of publication not known".to_owned(), |day| format!(", published {day}"))
}

fn titled<'f>(facts: &'f Facts, source: &'f Source) -> &'f str {
    facts.publications.get(source.dataset.as_str()).map_or(source.dataset.as_str(), String::as_str)
}

fn source_list(facts: &Facts, sources: &[Source]) -> Vec<Block> {
    let items = sources
        .iter()
        .map(|source| {
            let published = published(source);
            let title = titled(facts, source);
            let held = if source.bundled { "Bundled with the program" } else { "Imported" };
            let accepted = facts.accepted.iter().find(|accepted| accepted.is_of(source));
            let accepted = accepted.map(|accepted| Inline::Text(format!("Accepted with doubts: {}. ", accepted.why)));
            let said = vec![
                Inline::Strong(format!("{title} (edition {}{published}). ", source.edition)),
                Inline::Text(format!(
                    "{held}: {}, obtained {}, sha256 {}. ",
                    source.file, source.retrieved, source.sha256
                )),
            ];
            let link = Inline::Link { text: "Publication".to_owned(), address: source.address.clone() };
            said.into_iter().chain(accepted).chain([link]).collect()
        })
        .collect();
    vec![Block::List { ordered: false, items }]
}
