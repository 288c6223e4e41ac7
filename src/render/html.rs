//! HTML: one self-contained file that works without network, and without scripts as well; where scripts run, tables can be sorted.
//!
//! Everything that is not ours passes the template's automatic escaping; only the charts' own SVG, whose labels were
//! escaped when drawn, is put in as it is. A policy in the page names our script and our style by their hashes, so that a browser runs
//! and applies nothing else, whatever the page might be made to hold.

use super::DocumentFormat;
use crate::briefing::{Block, Document, Figure, Inline, Line};
use crate::domain::{Error, Result, error_codes};
use crate::table::{Cell, Listing};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Value, context};
use sha2::{Digest, Sha256};

/// HTML 5.
pub struct Html;

const PAGE: &str = include_str!("templates/page.html");
const BLOCKS: &str = include_str!("templates/blocks.html");
const STYLE: &str = include_str!("templates/page.css");
const SCRIPT: &str = include_str!("templates/page.js");

impl DocumentFormat for Html {
    fn id(&self) -> &'static str {
        "html"
    }

    fn render(&self, document: &Document) -> Result<Vec<u8>> {
        let failed = |error: minijinja::Error| {
            Error::new(error_codes::DRAWING_FAILED, "writing HTML").found(format!("{error:#}"))
        };
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(failed)?;
        environment.set_syntax(syntax);
        environment.add_template("blocks.html", BLOCKS).map_err(failed)?;
        environment.add_template("page.html", PAGE).map_err(failed)?;
        let blocks: Vec<Value> = document.blocks.iter().map(block).collect();
        let contents: Vec<Value> = document.blocks.iter().filter_map(entry).collect();
        let page = context! {
            title => document.title.as_str(),
            about => document.about.as_str(),
            properties => document.properties.clone(),
            style => Value::from_safe_string(STYLE.to_owned()),
            style_hash => Value::from_safe_string(hash(STYLE)),
            script => Value::from_safe_string(SCRIPT.to_owned()),
            script_hash => Value::from_safe_string(hash(SCRIPT)),
            contents,
            blocks,
        };
        let template = environment.get_template("page.html").map_err(failed)?;
        let mut text = template.render(page).map_err(failed)?;
        text.push('\n');
        Ok(text.into_bytes())
    }
}

/// What a Content Security Policy calls a script or a style that stands in the page.
fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// An entry of the list of contents for a heading of level 2.
fn entry(block: &Block) -> Option<Value> {
    match block {
        Block::Heading { level: 2, text, anchor } => Some(context! { text, anchor }),
        _ => None,
    }
}

fn block(block: &Block) -> Value {
    match block {
        Block::Heading { level, text, anchor } => context! { kind => "heading", level, text, anchor },
        Block::Paragraph(words) => context! { kind => "paragraph", line => line(words) },
        Block::List { ordered, items } => {
            context! { kind => "list", ordered, items => items.iter().map(line).collect::<Vec<_>>() }
        }
        Block::Figure(figure) => context! {
            kind => "figure",
            id => figure.id.as_str(),
            title => figure.title.as_str(),
            subtitle => figure.subtitle.as_str(),
            svg => Value::from_safe_string(labelled(&figure.drawing.svg, &figure.id, &figure.alt)),
            note => figure.note.as_str(),
            source => figure.source.as_str(),
            table => table(&figure.listing, &figure.id, &caption_behind(figure)),
        },
        Block::Table { anchor, listing } => {
            context! { kind => "table", table => table(listing, anchor, &listing.caption) }
        }
    }
}

/// A caption that no other table of the page has: two charts may show the same figures.
fn caption_behind(figure: &Figure) -> String {
    format!("Figures behind \u{201c}{}\u{201d}. {}", figure.title, figure.listing.caption)
}

/// The SVG with an accessible name of its own: the alternative text.
fn labelled(svg: &str, id: &str, alt: &str) -> String {
    let alt = alt.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    svg.replacen("<svg ", &format!("<svg id=\"picture-{id}\" aria-label=\"{alt}\" "), 1)
}

fn line(words: &Line) -> Value {
    let pieces = words.iter().map(|word| match word {
        Inline::Text(text) => context! { kind => "text", text },
        Inline::Strong(text) => context! { kind => "strong", text },
        Inline::Link { text, address } => context! { kind => "link", text, address },
    });
    Value::from_iter(pieces)
}

/// What a cell is sorted by, where that is not the text in it: the number unrounded, the day as date.
fn value_behind(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Text(_) | Cell::Missing(_) => None,
        Cell::Day(_) | Cell::Number(_) | Cell::Decimals(..) | Cell::Marked(..) => Some(cell.raw()),
    }
}

fn table(listing: &Listing, id: &str, caption: &str) -> Value {
    let columns =
        listing.columns.iter().map(|column| context! { header => column.header.as_str(), numeric => column.numeric });
    let rows = listing.rows.iter().map(|row| {
        let cells = row.iter().zip(&listing.columns).map(|(cell, column)| {
            context! { text => cell.print(column), value => value_behind(cell), numeric => column.numeric }
        });
        Value::from_iter(cells)
    });
    // The row is named by the area where there is one, else by the first column.
    let named = listing.column(crate::table::columns::AREA_NAME);
    context! {
        id,
        caption,
        wide => listing.columns.len() > 8,
        columns => Value::from_iter(columns),
        rows => Value::from_iter(rows),
        row_header => named.unwrap_or(0),
        notes => Value::from_iter(listing.notes.iter().map(String::as_str)),
        legend => listing.legend(),
    }
}
