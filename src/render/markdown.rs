//! Markdown: the document as text, with pictures as files of their own.

use super::png::png;
use super::{DocumentFormat, ListingFormat, characters};
use crate::briefing::{Block, Document, Inline, Line};
use crate::domain::{Result, one_line};
use crate::table::Listing;

/// CommonMark with pipe tables.
pub struct Markdown;

impl ListingFormat for Markdown {
    fn id(&self) -> &'static str {
        "md"
    }

    fn render(&self, listing: &Listing) -> Result<Vec<u8>> {
        let mut text = table(listing);
        text.push('\n');
        Ok(text.into_bytes())
    }
}

impl DocumentFormat for Markdown {
    fn id(&self) -> &'static str {
        "md"
    }

    fn render(&self, document: &Document) -> Result<Vec<u8>> {
        let document = &*characters::document_with_pixels(document);
        let mut parts = vec![format!("# {}", escape(&document.title)), escape(&document.about)];
        let properties = document.properties.iter().map(|(name, value)| format!("{name}: {value}"));
        parts.push(escape(&properties.collect::<Vec<_>>().join(". ")) + ".");
        parts.extend(document.blocks.iter().map(block));
        parts.push(escape(&document.attribution.join(" ")));
        Ok((parts.join("\n\n") + "\n").into_bytes())
    }

    fn companion_files(&self, document: &Document) -> Result<Vec<(String, Vec<u8>)>> {
        let mut files = Vec::new();
        for block in &document.blocks {
            if let Block::Figure(figure) = block {
                files.push((path_of(&figure.id), figure.file.clone().into_bytes()));
                // For slides, because some programs cannot read SVG.
                files.push((format!("charts/{}.png", figure.id), png(&figure.file, SLIDE_PX)?));
            }
        }
        Ok(files)
    }
}

/// Width of a picture for slides, in pixels: sharp on a screen of twice the usual density.
const SLIDE_PX: u32 = 1_440;

fn path_of(id: &str) -> String {
    format!("charts/{id}.svg")
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading { level, text, .. } => {
            format!("{} {}", "#".repeat(usize::from(*level)), escape(text))
        }
        Block::Paragraph(pieces) => line(pieces),
        Block::List { ordered, items } => {
            let mark = if *ordered { "1." } else { "-" };
            items.iter().map(|item| format!("{mark} {}", line(item))).collect::<Vec<_>>().join("\n")
        }
        Block::Figure(figure) => [
            format!("### {}", escape(&figure.title)),
            escape(&figure.subtitle),
            format!("![{}]({})", escape(&figure.alt), path_of(&figure.id)),
            escape(&figure.note),
            escape(&figure.source),
            table(&figure.listing),
        ]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n"),
        Block::Table { listing, .. } => {
            format!("**{}**\n\n{}", escape(&listing.caption), table(listing))
        }
    }
}

fn line(pieces: &Line) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Inline::Text(text) => escape(text),
            Inline::Strong(text) => format!("**{}**", escape(text.trim())) + trailing_space(text),
            Inline::Link { text, address } => {
                format!("[{}](<{}>)", escape(text), one_line(address).replace(['<', '>'], ""))
            }
        })
        .collect()
}

fn trailing_space(text: &str) -> &'static str {
    if text.ends_with(' ') { " " } else { "" }
}

fn table(listing: &Listing) -> String {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines =
        vec![row(listing.columns.iter().map(|column| escape(&column.header)).collect())];
    let rule = |numeric: bool| if numeric { "---:" } else { "---" }.to_owned();
    lines.push(row(listing.columns.iter().map(|column| rule(column.numeric)).collect()));
    for cells in &listing.rows {
        lines.push(row(cells
            .iter()
            .zip(&listing.columns)
            .map(|(cell, column)| escape(&cell.print(column)))
            .collect()));
    }
    let legend = listing.legend();
    let below: Vec<String> =
        listing.notes.iter().cloned().chain(legend).map(|note| escape(&note)).collect();
    if below.is_empty() {
        lines.join("\n")
    } else {
        format!("{}\n\n{}", lines.join("\n"), below.join(" "))
    }
}

/// Text without markup: every character that CommonMark could interpret is escaped. Such files are
/// read in terminals.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for c in one_line(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' => {
                escaped.push('\\');
                escaped.push(c);
            }
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn published_labels_cannot_become_markup() {
        assert_eq!(escape("<script>| [x](y) *a*"), "\\<script\\>\\| \\[x\\](y) \\*a\\*");
        assert_eq!(escape("a\u{1b}[1m\n\u{202e}b"), "a�\\[1m �b");
    }
}
