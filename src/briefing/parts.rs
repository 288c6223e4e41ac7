//! The parts a template can name: each turns facts into blocks, or says in words why there are none.

use super::document::{Block, Inline};
use super::facts::Facts;
use super::sentences;
use crate::domain::long_date;
use crate::table::Source;

/// A part by its name in templates.
pub(super) struct Part {
    /// The name.
    pub id: &'static str,
    /// Its blocks; none when there are no figures.
    pub blocks: fn(&Facts, &[Source]) -> Vec<Block>,
}

/// The parts there are.
pub(super) static PARTS: &[Part] = &[
    Part { id: "headlines", blocks: |facts, _| listed(sentences::headlines(facts)) },
    Part { id: "fair-share", blocks: |facts, _| fair_share(facts) },
    Part { id: "shares", blocks: |facts, _| vec![table("shares", facts.shares.clone())] },
    Part { id: "inequality", blocks: |facts, _| vec![table("inequality", facts.inequality.clone())] },
    Part { id: "limit", blocks: |facts, _| limit(facts) },
    Part { id: "accommodation", blocks: |facts, _| accommodation(facts) },
    Part {
        id: "sections",
        blocks: |facts, _| facts.sections.clone().map(|l| table("sections", l)).into_iter().collect(),
    },
    Part { id: "changes", blocks: |facts, _| listed(sentences::movers(facts)) },
    Part { id: "breaks", blocks: |facts, _| listed(facts.breaks.clone()) },
    Part { id: "regions", blocks: |facts, _| vec![table("regions", facts.regions.listing.clone())] },
    Part { id: "definitions", blocks: |facts, _| entitled(&facts.definitions) },
    Part { id: "caveats", blocks: |facts, _| entitled(&facts.caveats) },
    Part { id: "dates", blocks: |facts, _| dates(facts) },
    Part { id: "sources", blocks: source_list },
];

fn listed(sentences: Vec<String>) -> Vec<Block> {
    if sentences.is_empty() { Vec::new() } else { vec![Block::sentences(sentences)] }
}

fn table(anchor: &str, listing: crate::table::Listing) -> Block {
    Block::Table { anchor: anchor.to_owned(), listing }
}

fn fair_share(facts: &Facts) -> Vec<Block> {
    let first = sentences::fair_share(facts).into_iter();
    listed(first.chain(sentences::extremes(facts)).collect())
}

fn limit(facts: &Facts) -> Vec<Block> {
    let all = [sentences::over_limit(facts), sentences::headroom(facts), sentences::limit_without_subsistence(facts)];
    listed(all.into_iter().flatten().collect())
}

fn accommodation(facts: &Facts) -> Vec<Block> {
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

fn dates(facts: &Facts) -> Vec<Block> {
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

fn source_list(facts: &Facts, sources: &[Source]) -> Vec<Block> {
    let items = sources
        .iter()
        .map(|source| {
            let published = source.published.as_deref().map_or(String::new(), |day| format!(", published {day}"));
            let title = facts.publications.get(source.dataset.as_str()).map_or(source.dataset.as_str(), String::as_str);
            let held = if source.bundled { "Bundled with the program" } else { "Imported" };
            vec![
                Inline::Strong(format!("{title} (edition {}{published}). ", source.edition)),
                Inline::Text(format!(
                    "{held}: {}, obtained {}, sha256 {}. ",
                    source.file, source.retrieved, source.sha256
                )),
                Inline::Link { text: "Publication".to_owned(), address: source.address.clone() },
            ]
        })
        .collect();
    vec![Block::List { ordered: false, items }]
}
