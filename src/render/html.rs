//! HTML: one self-contained file that works without network, and without scripts as well; where
//! scripts run, tables can be sorted and the figures of charts be read one by one, by pointer and
//! by keyboard.
//!
//! All external text passes the template's automatic escaping. Only the charts' own SVG, whose
//! labels were escaped when drawn, is inserted unchanged. A policy in the page names our script and
//! our style by their hashes. A browser therefore runs and applies nothing else, whatever the page
//! might contain.

use super::template::Templates;
use super::{DocumentFormat, characters};
use crate::briefing::{Block, Document, Figure, Inline, Line};
use crate::chart::{Mark, escaped};
use crate::domain::Result;
use crate::table::{Cell, Listing};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use minijinja::{Value, context};
use sha2::{Digest, Sha256};

/// HTML 5.
pub struct Html;

const PAGE: &str = include_str!("templates/page.html");
const BLOCKS: &str = include_str!("templates/blocks.html");
const STYLE: &str = include_str!("templates/page.css");
const SCRIPT: &str =
    concat!(include_str!("templates/page.js"), include_str!("templates/charts.js"));

impl DocumentFormat for Html {
    fn id(&self) -> &'static str {
        "html"
    }

    fn render(&self, document: &Document) -> Result<Vec<u8>> {
        let document = &*characters::document_in_markup(document);
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
            attribution => document.attribution.join(" "),
        };
        let templates =
            Templates::new("writing HTML", &[("blocks.html", BLOCKS), ("page.html", PAGE)])?;
        let mut text = templates.fill("page.html", page)?;
        text.push('\n');
        Ok(text.into_bytes())
    }
}

/// The source expression of a Content Security Policy for an inline script or style.
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
        Block::Heading { level, text, anchor } => {
            context! { kind => "heading", level, text, anchor }
        }
        Block::Paragraph(pieces) => context! { kind => "paragraph", line => line(pieces) },
        Block::List { ordered, items } => {
            context! { kind => "list", ordered, items => items.iter().map(line).collect::<Vec<_>>() }
        }
        Block::Figure(figure) => context! {
            kind => "figure",
            id => figure.id.as_str(),
            title => figure.title.as_str(),
            subtitle => figure.subtitle.as_str(),
            svg => Value::from_safe_string(labelled(&figure.drawing.svg, &figure.id, &figure.alt)),
            marks => Value::from_iter(figure.drawing.marks.iter().map(mark)),
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
    let alt = escaped(alt);
    svg.replacen("<svg ", &format!("<svg id=\"picture-{id}\" aria-label=\"{alt}\" "), 1)
}

/// The data of a mark for the script: its outlines as a path of SVG, its layer unless that is the
/// lowest, its text.
fn mark(mark: &Mark) -> Value {
    context! { path => path(&mark.rings), layer => mark.layer, text => mark.text.as_str() }
}

/// Outlines as a path, each point by its distance from the one before, which needs the fewest
/// characters.
fn path(rings: &[Vec<(u32, u32)>]) -> String {
    let mut path = String::new();
    for ring in rings {
        for (index, (x, y)) in ring.iter().enumerate() {
            let (x, y) = (i64::from(*x), i64::from(*y));
            let before = index
                .checked_sub(1)
                .map(|before| (i64::from(ring[before].0), i64::from(ring[before].1)));
            path += &match before {
                None => format!("M{x} {y}"),
                Some((_, same)) if same == y => {
                    format!("h{}", x - before.map_or(0, |before| before.0))
                }
                Some((same, above)) if same == x => format!("v{}", y - above),
                Some((left, above)) => format!("l{} {}", x - left, y - above),
            };
        }
        path.push('z');
    }
    path
}

fn line(pieces: &Line) -> Value {
    let pieces = pieces.iter().map(|piece| match piece {
        Inline::Text(text) => context! { kind => "text", text },
        Inline::Strong(text) => context! { kind => "strong", text },
        Inline::Link { text, address } => context! { kind => "link", text, address },
    });
    Value::from_iter(pieces)
}

/// The sort value of a cell, where that is not its text: the number unrounded, the day as date.
fn value_behind(cell: &Cell) -> Option<String> {
    match cell {
        Cell::Text(_) | Cell::Missing(_) => None,
        Cell::Day(_) | Cell::Number(_) | Cell::Decimals(..) | Cell::Marked(..) => Some(cell.raw()),
    }
}

fn table(listing: &Listing, id: &str, caption: &str) -> Value {
    let columns = listing
        .columns
        .iter()
        .map(|column| context! { header => column.header.as_str(), numeric => column.numeric });
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

#[cfg(test)]
mod tests {
    use super::{Html, path};
    use crate::briefing::{Block, Document, Figure};
    use crate::chart::{Drawing, Mark};
    use crate::render::DocumentFormat;
    use crate::table::Listing;

    #[test]
    fn outlines_are_paths_by_distances() {
        let ring = vec![(10, 20), (15, 20), (15, 28), (9, 18)];
        assert_eq!(path(&[ring, vec![(1, 2), (3, 4)]]), "M10 20h5v8l-6 -10zM1 2l2 2z");
    }

    #[test]
    fn what_is_told_of_a_mark_stays_text() {
        let hostile = "</p></template><script>alert(1)</script><img onerror=\"x\"> & '\"";
        let rings = vec![vec![(0, 0), (9, 0), (9, 9)]];
        let figure = Figure {
            id: "figure".to_owned(),
            title: "Figure".to_owned(),
            subtitle: String::new(),
            drawing: Drawing {
                svg: "<svg viewBox=\"0 0 9 9\"></svg>".to_owned(),
                width: 9,
                height: 9,
                marks: vec![Mark { rings, text: hostile.to_owned(), layer: 2 }],
            },
            alt: String::new(),
            listing: Listing::default(),
            note: String::new(),
            source: String::new(),
            sources: Vec::new(),
            attribution: Vec::new(),
            file: String::new(),
        };
        let document = Document {
            id: "hostile".to_owned(),
            title: "Hostile".to_owned(),
            about: String::new(),
            properties: Vec::new(),
            blocks: vec![Block::Figure(Box::new(figure))],
            sources: Vec::new(),
            definitions: Vec::new(),
            figures: Listing::default(),
            attribution: Vec::new(),
        };
        let page = String::from_utf8(Html.render(&document).unwrap()).unwrap();
        assert_eq!((page.matches("<script").count(), page.matches("</template>").count()), (1, 1));
        assert!(
            !page.contains("<img") && page.contains("&lt;&#x2f;template&gt;&lt;script&gt;"),
            "{page}"
        );
        assert!(page.contains("<p data-path=\"M0 0h9v9z\" data-layer=\"2\">"), "{page}");
    }
}
