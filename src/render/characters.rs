//! Characters that a format cannot hold or the typeface cannot draw: what stands for them, and the
//! note that says so.
//!
//! Belongs here: every text of a document or a listing, and of a picture. Does not belong here:
//! escaping, which each format does, and formats for machines, which keep texts as they are.
//!
//! **Invariant:** no text refuses a document; what is replaced is counted, and a note in it gives
//! the number; a document without such characters is passed on as it is.

use crate::briefing::{Block, Document, Figure, Inline, Line};
use crate::chart::text_metrics;
use crate::domain::{STAND_IN, counted, mapped, one_line_within, unwritable_in, writable};
use crate::table::{Cell, Listing, Source};
use std::borrow::Cow;
use std::sync::OnceLock;
use typst::foundations::Bytes;
use typst::text::{Coverage, Font};

/// Stands for a character that the typeface does not have: U+25A1, which it has.
const BOX: char = '\u{25a1}';

/// Characters of a text in a PDF: its archival form holds no string of more than 32,767 bytes, of
/// which a character takes up to four.
const LONGEST_ON_PAPER: usize = 8_000;

/// A document of which XML and HTML can hold every text.
pub(super) fn document_in_markup(document: &Document) -> Cow<'_, Document> {
    let found: usize = texts(document).map(unwritable_in).sum();
    if found == 0 && texts(document).all(is_writable) {
        return Cow::Borrowed(document);
    }
    replaced(document, |text| writable(text).into_owned(), (found > 0).then(|| stand_ins(found)))
}

/// The same of a listing.
pub(super) fn listing_in_markup(listing: &Listing) -> Cow<'_, Listing> {
    let found: usize = texts_of_listing(listing).map(unwritable_in).sum();
    if found == 0 && texts_of_listing(listing).all(is_writable) {
        return Cow::Borrowed(listing);
    }
    let mut listing = listing.clone();
    each_of_listing(&mut listing, &|text: &mut String| *text = writable(text).into_owned());
    listing.notes.extend((found > 0).then(|| format!("{}.", stand_ins(found))));
    Cow::Owned(listing)
}

/// A document of which the typeface can draw every text, its pictures included.
pub(super) fn document_on_paper(document: &Document) -> Cow<'_, Document> {
    let pictures = || figures(document).map(|figure| figure.drawing.svg.as_str());
    let found: usize = texts(document).chain(pictures()).map(undrawable_in).sum();
    let fits = |text: &str| text.chars().nth(LONGEST_ON_PAPER).is_none() && is_writable(text);
    if found == 0 && texts(document).all(fits) && texts(document).chain(pictures()).all(is_drawable)
    {
        return Cow::Borrowed(document);
    }
    let note = (found > 0).then(|| boxes(found));
    let mut document = replaced(
        document,
        |text| one_line_within(&drawable(&writable(text)), LONGEST_ON_PAPER),
        note,
    )
    .into_owned();
    for block in &mut document.blocks {
        if let Block::Figure(figure) = block {
            figure.drawing.svg = drawable(&figure.drawing.svg).into_owned();
        }
    }
    Cow::Owned(document)
}

/// A document whose texts stay and whose pictures are drawn with the typeface:
/// [`document_in_markup`] with a note on the pictures.
pub(super) fn document_with_pixels(document: &Document) -> Cow<'_, Document> {
    let found: usize = figures(document).map(|figure| undrawable_in(&figure.drawing.svg)).sum();
    let document = document_in_markup(document);
    if found == 0 {
        return document;
    }
    let mut document = document.into_owned();
    document.properties.push(("Letters in pictures".to_owned(), boxes(found)));
    Cow::Owned(document)
}

/// The note on a picture: how many characters were replaced in it, or in its pixels.
pub fn note_on_picture(svg: &str, in_pixels: bool) -> Option<String> {
    let (replaced, boxed) = (svg.chars().filter(|c| *c == STAND_IN).count(), undrawable_in(svg));
    match (in_pixels, replaced, boxed) {
        (true, _, 1..) => Some(boxes(boxed)),
        (false, 1.., _) => Some(stand_ins(replaced)),
        _ => None,
    }
}

/// A text, or an SVG, of which the typeface can draw every character.
pub(super) fn drawable(text: &str) -> Cow<'_, str> {
    let text = match text.contains(is_left_out) {
        true => Cow::Owned(text.chars().filter(|c| !is_left_out(*c)).collect::<String>()),
        false => Cow::Borrowed(text),
    };
    let drawn = |c: char| match c {
        c if has_letter(c) || c == '\n' => c,
        c if c.is_whitespace() => ' ',
        _ => BOX,
    };
    match text {
        Cow::Borrowed(text) => mapped(text, drawn),
        Cow::Owned(text) => Cow::Owned(mapped(&text, drawn).into_owned()),
    }
}

fn undrawable_in(text: &str) -> usize {
    text.chars().filter(|c| !has_letter(*c) && !c.is_whitespace() && !is_left_out(*c)).count()
}

fn is_drawable(text: &str) -> bool {
    matches!(drawable(text), Cow::Borrowed(_))
}

fn is_writable(text: &str) -> bool {
    matches!(writable(text), Cow::Borrowed(_))
}

/// Characters that no typeface draws: they control how others are joined, turned or chosen.
fn is_left_out(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// True for characters that the typeface has.
fn has_letter(c: char) -> bool {
    static COVERED: OnceLock<Vec<Coverage>> = OnceLock::new();
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    let read = || {
        let fonts = [text_metrics::REGULAR, text_metrics::BOLD]
            .into_iter()
            .filter_map(|bytes| Font::new(Bytes::new(bytes), 0));
        fonts.map(|font| font.info().coverage.clone()).collect()
    };
    COVERED.get_or_init(read).iter().all(|covered| covered.contains(u32::from(c)))
}

fn stand_ins(count: usize) -> String {
    let (characters, stand) =
        (counted(count, "character", "characters"), if count == 1 { "stands" } else { "stand" });
    format!("{characters} that this format cannot hold {stand} as {STAND_IN}")
}

fn boxes(count: usize) -> String {
    let (characters, stand) =
        (counted(count, "character", "characters"), if count == 1 { "stands" } else { "stand" });
    format!(
        "{characters} that the typeface does not have {stand} as {BOX}; other formats show them"
    )
}

/// A document with all its texts put through `map`, and a note among what it says of itself.
fn replaced<'d>(
    document: &Document,
    map: impl Fn(&str) -> String,
    note: Option<String>,
) -> Cow<'d, Document> {
    let mut document = document.clone();
    each(&mut document, &|text: &mut String| *text = map(text));
    document.properties.extend(note.map(|note| ("Characters replaced".to_owned(), map(&note))));
    Cow::Owned(document)
}

fn figures(document: &Document) -> impl Iterator<Item = &Figure> {
    document.blocks.iter().filter_map(|block| match block {
        Block::Figure(figure) => Some(figure.as_ref()),
        _ => None,
    })
}

/// Every text of a document that its readers see.
fn texts(document: &Document) -> impl Iterator<Item = &str> {
    let own = [&document.title, &document.about].into_iter().map(String::as_str);
    let properties =
        document.properties.iter().flat_map(|(name, value)| [name.as_str(), value.as_str()]);
    let sources = document.sources.iter().flat_map(texts_of_source);
    let definitions =
        document.definitions.iter().flat_map(|one| [one.title.as_str(), one.text.as_str()]);
    let blocks = document.blocks.iter().flat_map(texts_of_block);
    let attribution = document.attribution.iter().map(String::as_str);
    own.chain(properties).chain(sources).chain(definitions).chain(blocks).chain(attribution)
}

fn texts_of_block(block: &Block) -> Vec<&str> {
    match block {
        Block::Heading { text, .. } => vec![text],
        Block::Paragraph(line) => texts_of_line(line).collect(),
        Block::List { items, .. } => items.iter().flat_map(texts_of_line).collect(),
        Block::Table { listing, .. } => texts_of_listing(listing).collect(),
        Block::Figure(figure) => {
            let Figure { title, subtitle, alt, note, source, listing, drawing, sources, .. } =
                figure.as_ref();
            let own = [title, subtitle, alt, note, source].into_iter().map(String::as_str);
            let marks = drawing.marks.iter().map(|mark| mark.text.as_str());
            own.chain(marks)
                .chain(texts_of_listing(listing))
                .chain(sources.iter().flat_map(texts_of_source))
                .collect()
        }
    }
}

fn texts_of_line(line: &Line) -> impl Iterator<Item = &str> {
    line.iter().flat_map(|inline| match inline {
        Inline::Text(text) | Inline::Strong(text) => [text.as_str(), ""],
        Inline::Link { text, address } => [text.as_str(), address.as_str()],
    })
}

fn texts_of_listing(listing: &Listing) -> impl Iterator<Item = &str> {
    let cells = listing.rows.iter().flatten().filter_map(|cell| match cell {
        Cell::Text(text) => Some(text.as_str()),
        _ => None,
    });
    let headers = listing.columns.iter().map(|column| column.header.as_str());
    std::iter::once(listing.caption.as_str())
        .chain(headers)
        .chain(cells)
        .chain(listing.notes.iter().map(String::as_str))
}

fn texts_of_source(source: &Source) -> [&str; 2] {
    [&source.file, &source.address]
}

/// The same texts, to be changed.
fn each(document: &mut Document, change: &impl Fn(&mut String)) {
    [&mut document.title, &mut document.about]
        .into_iter()
        .chain(&mut document.attribution)
        .for_each(change);
    document
        .properties
        .iter_mut()
        .for_each(|(name, value)| [name, value].into_iter().for_each(change));
    document.sources.iter_mut().for_each(|source| each_of_source(source, change));
    document
        .definitions
        .iter_mut()
        .for_each(|one| [&mut one.title, &mut one.text].into_iter().for_each(change));
    for block in &mut document.blocks {
        match block {
            Block::Heading { text, .. } => change(text),
            Block::Paragraph(line) => each_of_line(line, change),
            Block::List { items, .. } => {
                items.iter_mut().for_each(|line| each_of_line(line, change));
            }
            Block::Table { listing, .. } => each_of_listing(listing, change),
            Block::Figure(figure) => {
                let Figure {
                    title, subtitle, alt, note, source, listing, drawing, sources, ..
                } = figure.as_mut();
                [title, subtitle, alt, note, source].into_iter().for_each(change);
                drawing.marks.iter_mut().for_each(|mark| change(&mut mark.text));
                each_of_listing(listing, change);
                sources.iter_mut().for_each(|source| each_of_source(source, change));
            }
        }
    }
}

fn each_of_line(line: &mut Line, change: &impl Fn(&mut String)) {
    for inline in line {
        match inline {
            Inline::Text(text) | Inline::Strong(text) => change(text),
            Inline::Link { text, address } => [text, address].into_iter().for_each(change),
        }
    }
}

fn each_of_listing(listing: &mut Listing, change: &impl Fn(&mut String)) {
    change(&mut listing.caption);
    listing.columns.iter_mut().for_each(|column| change(&mut column.header));
    listing.notes.iter_mut().for_each(change);
    for cell in listing.rows.iter_mut().flatten() {
        if let Cell::Text(text) = cell {
            change(text);
        }
    }
}

fn each_of_source(source: &mut Source, change: &impl Fn(&mut String)) {
    [&mut source.file, &mut source.address].into_iter().for_each(change);
}

#[cfg(test)]
mod tests;
