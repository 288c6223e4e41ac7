//! Paragraphs of a Word document: runs of text, headings, list items, links, ends of sections.
//!
//! Belongs here: the contents of a line. Does not belong here: tables, pictures, and how a style
//! looks.

use super::namespace::R;
use super::properties::{InList, ParagraphProperties, RunProperties};
use super::section::Section;
use super::xml::{Element, w};
use crate::briefing::{Inline, Line};

/// A paragraph of one text in a style.
pub(super) fn paragraph(style: &str, text: &str) -> Element {
    styled(style, [run(text, None)])
}

/// A paragraph in a style.
pub(super) fn styled(style: &str, content: impl IntoIterator<Item = Element>) -> Element {
    with(&ParagraphProperties { style: Some(style), ..Default::default() }, content)
}

/// A paragraph in the style that paragraphs have anyway.
pub(super) fn plain(content: impl IntoIterator<Item = Element>) -> Element {
    w("p").holding(content)
}

fn with(
    properties: &ParagraphProperties<'_>,
    content: impl IntoIterator<Item = Element>,
) -> Element {
    plain([properties.element()]).holding(content)
}

/// A text, in a style of characters if there is one.
pub(super) fn run(text: &str, style: Option<&str>) -> Element {
    let properties = style.map(|_| RunProperties { style, ..Default::default() }.element());
    w("r").holding(properties).holding([w("t").saying_with_spaces(text)])
}

/// A run of something that is not text.
pub(super) fn piece(content: Element) -> Element {
    w("r").holding([content])
}

/// A heading, with the bookmark that the list of contents leads to.
pub(super) fn heading(level: u8, text: &str, bookmark: Option<usize>) -> Element {
    let start = bookmark.map(|number| {
        w("bookmarkStart").with_w("name", bookmark_name(number)).with_w("id", number)
    });
    let end = bookmark.map(|number| w("bookmarkEnd").with_w("id", number));
    styled(&format!("Heading{level}"), start.into_iter().chain([run(text, None)]).chain(end))
}

/// The name of the bookmark at a heading.
pub(super) fn bookmark_name(number: usize) -> String {
    format!("_Toc{number}")
}

/// An item of a list: of that number, or with a bullet.
pub(super) fn item(number: Option<i32>, content: Vec<Element>) -> Element {
    let properties = ParagraphProperties {
        style: Some(if number.is_some() { "ListNumber" } else { "ListBullet" }),
        list: number.map(|number| InList { level: Some(0), number }),
        ..Default::default()
    };
    with(&properties, content)
}

/// A line; addresses that can be followed are added to the links.
pub(super) fn line(line: &Line, links: &mut Vec<String>) -> Vec<Element> {
    let made = |piece: &Inline| match piece {
        Inline::Text(text) => run(text, None),
        Inline::Strong(text) => run(text, Some("Strong")),
        Inline::Link { text, address } => match target(address) {
            Some(address) => {
                links.push(address);
                link(text).with_in(R, "id", link_id(links.len()))
            }
            None => run(text, None),
        },
    };
    line.iter().map(made).collect()
}

/// The relationship from the document to the address of that number.
pub(super) fn link_id(number: usize) -> String {
    format!("link{number}")
}

/// A text that leads somewhere, without saying where.
pub(super) fn link(text: &str) -> Element {
    w("hyperlink").holding([run(text, Some("Hyperlink"))])
}

/// An address that Word can follow, in characters allowed in addresses: with others Word reports
/// the entire file as damaged.
pub(super) fn target(address: &str) -> Option<String> {
    const ALLOWED: &str = "-._~:/?#[]@!$&'()*+,;=%";
    if !["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme)) {
        return None;
    }
    let mut target = String::new();
    for letter in address.chars() {
        if letter.is_ascii_alphanumeric() || ALLOWED.contains(letter) {
            target.push(letter);
        } else {
            letter
                .encode_utf8(&mut [0; 4])
                .bytes()
                .for_each(|byte| target.push_str(&format!("%{byte:02X}")));
        }
    }
    Some(target)
}

/// The end of a section.
pub(super) fn end_of_section(section: Section) -> Element {
    with(
        &ParagraphProperties { style: Some("Turn"), section: Some(section), ..Default::default() },
        [],
    )
}
