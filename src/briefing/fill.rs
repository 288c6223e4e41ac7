//! A template's prose with its slots filled: Markdown in, blocks out.

use super::document::{Block, Figure, Inline, Line};
use super::facts::Facts;
use super::parts::{PARTS, PartContent};
use super::phrases::{with_article, with_indefinite_article};
use crate::catalogue::{Pack, Slot, SlotContent};
use crate::domain::{Error, Result, error_codes, long_date};
use crate::table::{Listing, Source};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use std::collections::BTreeMap;

/// The charts and tables of a pack. Those that could not be produced are absent.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PackFigures {
    /// Charts and analyses as pictures, by id.
    pub charts: BTreeMap<String, Figure>,
    /// Tables, by the name of their slot.
    pub tables: BTreeMap<String, Listing>,
    /// Why there is no figure of the area, by the name of the slot.
    pub reasons: BTreeMap<String, String>,
}

/// A pack's prose with its slots filled.
#[derive(Debug, Clone, PartialEq)]
pub struct FilledProse {
    /// The title.
    pub title: String,
    /// Audience and purpose.
    pub about: String,
    /// The content, in reading order.
    pub blocks: Vec<Block>,
}

/// Fills a pack's prose with charts and parts.
///
/// A slot is a line with only `{{ name }}`. `{region}`, `{date}`, `{since}` and `{areas}` are
/// replaced inside the prose. `{word:NAME|otherwise}` is replaced by a text of the region's
/// Partnership, or else by the text after the bar. A chart that could not be drawn, or a part
/// without figures, is replaced by the reason why there is no figure, or else by the slot's
/// `otherwise`.
///
/// Errors: `F202` when the prose names a slot that the pack does not declare, or a slot names a
/// part that does not exist; `F206` when a declared slot is nowhere in the prose.
pub fn fill(
    pack: &Pack,
    prose: &str,
    facts: &Facts,
    drawn: &PackFigures,
    sources: &[Source],
) -> Result<FilledProse> {
    let mut used = Vec::new();
    let mut blocks = Vec::new();
    for section in split(prose) {
        match section {
            Section::Prose(text) => blocks.extend(markdown(&with_names(&text, facts))),
            Section::Slot(name) => {
                let slot =
                    pack.slot.iter().find(|slot| slot.name.as_str() == name).ok_or_else(|| {
                        let names: Vec<&str> =
                            pack.slot.iter().map(|slot| slot.name.as_str()).collect();
                        wrong(
                            pack,
                            error_codes::REFERENCE_DANGLING,
                            &name,
                            "a slot that the pack does not declare",
                        )
                        .expected(format!("one of {}", names.join(", ")))
                    })?;
                used.push(name);
                blocks.extend(fill_slot(pack, slot, facts, drawn, sources)?);
            }
        }
    }
    if let Some(slot) =
        pack.slot.iter().find(|slot| !used.iter().any(|name| name == slot.name.as_str()))
    {
        return Err(wrong(
            pack,
            error_codes::DEFINITION_UNUSED,
            slot.name.as_str(),
            "a slot that the prose never names",
        ));
    }
    Ok(FilledProse {
        title: with_names(&pack.title, facts),
        about: with_names(&pack.about, facts),
        blocks,
    })
}

fn wrong(pack: &Pack, code: &'static crate::domain::ErrorCode, key: &str, found: &str) -> Error {
    Error::new(code, "filling a pack")
        .in_file(format!("packs/{}.md", pack.id))
        .at_key(key)
        .found(found)
}

fn fill_slot(
    pack: &Pack,
    slot: &Slot,
    facts: &Facts,
    drawn: &PackFigures,
    sources: &[Source],
) -> Result<Vec<Block>> {
    let reason = drawn.reasons.get(slot.name.as_str());
    let otherwise =
        || vec![Block::text(reason.cloned().unwrap_or_else(|| with_names(&slot.otherwise, facts)))];
    let blocks = match &slot.filling {
        SlotContent::Chart(id) => {
            let figure = drawn.charts.get(id.as_str());
            figure.map(|figure| Block::Figure(Box::new(figure.clone()))).into_iter().collect()
        }
        SlotContent::Table(_) | SlotContent::Areas(_) | SlotContent::Categories(_) => {
            let table = |listing: &Listing| Block::Table {
                anchor: slot.name.to_string(),
                listing: listing.clone(),
            };
            drawn.tables.get(slot.name.as_str()).map(table).into_iter().collect()
        }
        SlotContent::Part(name) => {
            let part = PARTS.iter().find(|part| part.id == name).ok_or_else(|| {
                let names: Vec<&str> = PARTS.iter().map(|part| part.id).collect();
                wrong(pack, error_codes::REFERENCE_DANGLING, name, "a part that does not exist")
                    .expected(format!("one of {}", names.join(", ")))
            })?;
            match part.content {
                PartContent::Facts(blocks) => blocks(facts, sources),
                PartContent::FairShares(blocks) => {
                    facts.fair_shares.as_ref().map(blocks).unwrap_or_default()
                }
            }
        }
    };
    Ok(if blocks.is_empty() { otherwise() } else { blocks })
}

enum Section {
    Prose(String),
    Slot(String),
}

/// Splits prose at lines that contain only a slot.
fn split(prose: &str) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut text = String::new();
    for line in prose.lines() {
        let slot =
            line.trim().strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).map(str::trim);
        match slot {
            Some(name) => {
                sections.push(Section::Prose(std::mem::take(&mut text)));
                sections.push(Section::Slot(name.to_owned()));
            }
            None => {
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    sections.push(Section::Prose(text));
    sections
}

fn with_names(text: &str, facts: &Facts) -> String {
    let lines = text.split('\n').filter_map(|line| with_partnership_texts(line, facts));
    lines
        .collect::<Vec<_>>()
        .join("\n")
        .replace("{region}", &with_article(&facts.region))
        .replace("{date}", &long_date(facts.as_at))
        .replace("{since}", facts.since.as_deref().unwrap_or("the last pack"))
        .replace("{areas}", &facts.area_nouns.many)
        .replace("{an_area}", &with_indefinite_article(&facts.area_nouns.one))
        .replace("{area}", &facts.area_nouns.one)
}

/// A line with the texts of the Partnership; `None` where only an empty bullet would remain.
fn with_partnership_texts(line: &str, facts: &Facts) -> Option<String> {
    let mut filled = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("{word:") {
        let (field, after) = after.split_once('}')?;
        let (name, otherwise) = field.split_once('|').unwrap_or((field, ""));
        let own = facts
            .partnership_texts
            .iter()
            .find(|(id, _)| id.as_str() == name)
            .map(|(_, text)| text.as_str());
        filled.push_str(before);
        filled.push_str(own.unwrap_or(otherwise));
        rest = after;
    }
    filled.push_str(rest);
    let is_empty = ["", "-"].contains(&filled.trim()) && !line.trim().is_empty();
    (!is_empty).then_some(filled)
}

/// Headings, paragraphs and lists of a Markdown text; other constructs become plain text.
fn markdown(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut line: Line = Vec::new();
    let mut items: Vec<Line> = Vec::new();
    let mut ordered = false;
    let mut in_list = false;
    let mut strong = false;
    let mut link: Option<String> = None;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::List(first)) => (in_list, ordered) = (true, first.is_some()),
            Event::Start(Tag::Strong | Tag::Emphasis) => strong = true,
            Event::End(TagEnd::Strong | TagEnd::Emphasis) => strong = false,
            Event::Start(Tag::Link { dest_url, .. }) => link = Some(dest_url.into_string()),
            Event::End(TagEnd::Link) => link = None,
            Event::Text(text) | Event::Code(text) => {
                line.push(piece(text.into_string(), strong, link.as_ref()));
            }
            Event::SoftBreak | Event::HardBreak => line.push(Inline::Text(" ".to_owned())),
            Event::End(TagEnd::Heading(level)) => {
                let text: String = std::mem::take(&mut line).iter().map(plain).collect();
                blocks.push(Block::heading(if level == HeadingLevel::H3 { 3 } else { 2 }, &text));
            }
            Event::End(TagEnd::Item) => items.push(std::mem::take(&mut line)),
            Event::End(TagEnd::List(_)) => {
                in_list = false;
                blocks.push(Block::List { ordered, items: std::mem::take(&mut items) });
            }
            Event::End(TagEnd::Paragraph) if !in_list => {
                blocks.push(Block::Paragraph(std::mem::take(&mut line)));
            }
            _ => {}
        }
    }
    blocks
}

fn piece(text: String, strong: bool, link: Option<&String>) -> Inline {
    match (link, strong) {
        (Some(address), _) => Inline::Link { text, address: address.clone() },
        (None, true) => Inline::Strong(text),
        (None, false) => Inline::Text(text),
    }
}

fn plain(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) | Inline::Strong(text) | Inline::Link { text, .. } => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Inline, markdown};

    #[test]
    fn reads_the_prose_that_templates_use() {
        let blocks =
            markdown("## Two words\n\nA **bold** [page](https://x.example).\n\n- one\n- two\n");
        assert_eq!(blocks[0], Block::heading(2, "Two words"));
        assert!(
            matches!(&blocks[1], Block::Paragraph(line) if line.len() == 5 && line[1] == Inline::Strong("bold".into()))
        );
        assert!(matches!(&blocks[2], Block::List { ordered: false, items } if items.len() == 2));
    }
}
