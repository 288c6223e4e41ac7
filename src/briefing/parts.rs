//! The parts that a template can name. Each turns facts into blocks, or gives the reason why there
//! are none.

use super::document::{Block, Inline};
use super::facts::Facts;
use super::fair_share_facts::FairShareFacts;
use super::headlines::{self, HeadlineFact};
use super::phrases::list;
use super::{attention, sentences};
use crate::catalogue::{Pack, Slot, SlotContent};
use crate::domain::long_date;
use crate::table::Source;

/// A part by its name in templates.
pub(super) struct PackPart {
    /// The name.
    pub id: &'static str,
    /// The function that returns its blocks; empty when there are no figures.
    pub content: PartContent,
}

/// The input of a part.
pub(super) enum PartContent {
    /// The facts that every pack has, and its sources.
    Facts(fn(&Facts, &[Source]) -> Vec<Block>),
    /// The facts on fair shares.
    FairShares(fn(&FairShareFacts) -> Vec<Block>),
}

/// Every part.
pub(super) static PARTS: &[PackPart] = &[
    PackPart {
        id: "changed",
        content: PartContent::Facts(|facts, _| bullet_list(headlines::changed(&facts.headlines))),
    },
    PackPart {
        id: "since",
        content: PartContent::Facts(|facts, _| {
            bullet_list(facts.headlines.iter().filter_map(HeadlineFact::since).collect())
        }),
    },
    PackPart { id: "attention", content: PartContent::Facts(|facts, _| attention(facts)) },
    PackPart {
        id: "headline-table",
        content: PartContent::Facts(|facts, _| {
            vec![table("headlines", facts.headline_table.clone())]
        }),
    },
    PackPart { id: "profile", content: PartContent::Facts(|facts, _| profile(facts)) },
    PackPart { id: "lacking", content: PartContent::Facts(|facts, _| titled_list(&facts.lacking)) },
    PackPart {
        id: "unanswered",
        content: PartContent::Facts(|facts, _| titled_list(&facts.unanswered)),
    },
    PackPart { id: "calendar", content: PartContent::Facts(|facts, _| calendar(facts)) },
    PackPart {
        id: "breaks",
        content: PartContent::Facts(|facts, _| bullet_list(facts.breaks.clone())),
    },
    PackPart {
        id: "definitions",
        content: PartContent::Facts(|facts, _| titled_list(&facts.definitions)),
    },
    PackPart { id: "caveats", content: PartContent::Facts(|facts, _| titled_list(&facts.caveats)) },
    PackPart { id: "editions", content: PartContent::Facts(editions) },
    PackPart { id: "sources", content: PartContent::Facts(source_list) },
    PackPart {
        id: "headlines",
        content: PartContent::FairShares(|facts| bullet_list(sentences::headlines(facts))),
    },
    PackPart { id: "fair-share", content: PartContent::FairShares(fair_share) },
    PackPart {
        id: "shares",
        content: PartContent::FairShares(|facts| vec![table("shares", facts.shares.clone())]),
    },
    PackPart {
        id: "inequality",
        content: PartContent::FairShares(|facts| {
            vec![table("inequality", facts.inequality.clone())]
        }),
    },
    PackPart { id: "limit", content: PartContent::FairShares(limit) },
    PackPart { id: "accommodation", content: PartContent::FairShares(accommodation) },
    PackPart {
        id: "sections",
        content: PartContent::FairShares(|facts| {
            facts.sections.clone().map(|l| table("sections", l)).into_iter().collect()
        }),
    },
    PackPart {
        id: "movers",
        content: PartContent::FairShares(|facts| bullet_list(sentences::movers(facts))),
    },
    PackPart {
        id: "regions",
        content: PartContent::FairShares(|facts| {
            vec![table("regions", facts.regions.listing.clone())]
        }),
    },
    PackPart { id: "dates", content: PartContent::FairShares(dates) },
];

/// True for a pack with a part on fair shares.
pub fn needs_fair_shares(pack: &Pack) -> bool {
    let uses_fair_shares = |slot: &Slot| {
        let SlotContent::Part(name) = &slot.filling else { return false };
        let part = PARTS.iter().find(|part| part.id == name);
        part.is_some_and(|part| matches!(part.content, PartContent::FairShares(_)))
    };
    pack.slot.iter().any(uses_fair_shares)
}

fn bullet_list(sentences: Vec<String>) -> Vec<Block> {
    if sentences.is_empty() { Vec::new() } else { vec![Block::sentences(sentences)] }
}

fn table(anchor: &str, listing: crate::table::Listing) -> Block {
    Block::Table { anchor: anchor.to_owned(), listing }
}

fn attention(facts: &Facts) -> Vec<Block> {
    let sentences =
        attention::sentences(&facts.exceptions, (&facts.area_nouns.one, &facts.area_nouns.many));
    match facts.checked_count {
        0 => Vec::new(),
        checked_count if sentences.is_empty() => {
            vec![Block::text(attention::no_exceptions(checked_count))]
        }
        _ => bullet_list(sentences),
    }
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
            "Its districts have their own profiles: {}. A county has no statistical neighbours.",
            list(&facts.districts)
        ))
    });
    districts.into_iter().chain(facts.profile.iter().flat_map(of_theme)).collect()
}

/// Days of policies and targets, the oldest first.
fn calendar(facts: &Facts) -> Vec<Block> {
    let item = |(day, note): &(crate::domain::Date, String)| {
        vec![Inline::Strong(format!("{}. ", long_date(*day))), Inline::Text(note.clone())]
    };
    match facts.dates.as_slice() {
        [] => Vec::new(),
        dates => vec![Block::List { ordered: false, items: dates.iter().map(item).collect() }],
    }
}

fn fair_share(facts: &FairShareFacts) -> Vec<Block> {
    let first = sentences::fair_share(facts).into_iter();
    bullet_list(first.chain(sentences::extremes(facts)).collect())
}

fn limit(facts: &FairShareFacts) -> Vec<Block> {
    if let Some(why) = &facts.no_cap {
        return vec![Block::text(why.clone())];
    }
    let all = [
        sentences::over_limit(facts),
        sentences::headroom(facts),
        sentences::limit_without_subsistence(facts),
    ];
    bullet_list(all.into_iter().flatten().collect())
}

fn accommodation(facts: &FairShareFacts) -> Vec<Block> {
    let Some(accommodation) = &facts.accommodation else { return Vec::new() };
    let mut blocks = bullet_list(sentences::contingency(facts).into_iter().collect());
    blocks.push(table("accommodation", accommodation.listing.clone()));
    blocks
}

/// A list of texts, each with its title.
fn titled_list(texts: &[(String, String)]) -> Vec<Block> {
    let item = |(title, text): &(String, String)| {
        vec![Inline::Strong(format!("{title}: ")), Inline::Text(text.clone())]
    };
    match texts {
        [] => Vec::new(),
        texts => vec![Block::List { ordered: false, items: texts.iter().map(item).collect() }],
    }
}

fn dates(facts: &FairShareFacts) -> Vec<Block> {
    let mut sentences = vec![format!(
        "Counts are for {}. The population is for {}. If the population has grown since, the true \
         rates are slightly lower.",
        long_date(facts.as_at),
        long_date(facts.population_as_at)
    )];
    sentences.extend(facts.accommodation.as_ref().map(|accommodation| {
        format!("Figures by type of accommodation are for {}.", long_date(accommodation.as_at))
    }));
    bullet_list(sentences)
}

/// Publisher, publication and edition alone, for a page that has to be short.
fn editions(facts: &Facts, sources: &[Source]) -> Vec<Block> {
    let edition = |source: &Source| {
        let published = published(source);
        format!("{}, edition {}{published}", publication_title(facts, source), source.edition)
    };
    match sources {
        [] => Vec::new(),
        sources => vec![Block::text(format!(
            "{}.",
            sources.iter().map(edition).collect::<Vec<_>>().join("; ")
        ))],
    }
}

fn published(source: &Source) -> String {
    source.published.map_or_else(
        || ", date of publication not known".to_owned(),
        |day| format!(", published {day}"),
    )
}

fn publication_title<'f>(facts: &'f Facts, source: &'f Source) -> &'f str {
    facts.publications.get(source.dataset.as_str()).map_or(source.dataset.as_str(), String::as_str)
}

fn source_list(facts: &Facts, sources: &[Source]) -> Vec<Block> {
    let items = sources
        .iter()
        .map(|source| {
            let published = published(source);
            let title = publication_title(facts, source);
            let origin = if source.bundled { "Bundled with the program" } else { "Imported" };
            let accepted = facts.accepted.iter().find(|accepted| accepted.is_of(source));
            let accepted = accepted
                .map(|accepted| Inline::Text(format!("Accepted with doubts: {}. ", accepted.why)));
            let texts = vec![
                Inline::Strong(format!("{title} (edition {}{published}). ", source.edition)),
                Inline::Text(format!(
                    "{origin}: {}, obtained {}, sha256 {}. ",
                    source.file, source.retrieved, source.sha256
                )),
            ];
            let link =
                Inline::Link { text: "Publication".to_owned(), address: source.address.clone() };
            texts.into_iter().chain(accepted).chain([link]).collect()
        })
        .collect();
    vec![Block::List { ordered: false, items }]
}
