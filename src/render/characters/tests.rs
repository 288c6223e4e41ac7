//! Tests of the characters that are replaced, in documents, listings and pictures.

use super::{drawable, listing_in_markup, note_on_picture};
use crate::briefing::{Block, Document, Figure, Inline};
use crate::chart::Drawing;
use crate::render::{DOCUMENT_FORMATS, ListingFormat, png, workbook};
use crate::table::{Column, Listing};
use std::io::{Cursor, Read};

/// Names that some typeface, format or program cannot hold: no glyph, no place in XML, private
/// use, no width of their own.
const NAMES: &str = "Ŵŷ Łódź القاهرة 東京 שָׁלוֹם 👩‍👩‍👧 e\u{301}\u{302}\u{323} \u{e000}\u{f8ff} \
    \u{1}\u{b}\u{fffe}\u{ffff}\u{1fffe}\u{fdd0}\u{85} \
    \u{feff}\u{200b}\u{200d}\u{202e}x\u{2067}\u{ad}\u{2028}\u{3000}\u{2060}\u{fe0f}\u{e0041}\r\n\t";

fn listing() -> Listing {
    Listing {
        caption: NAMES.to_owned(),
        columns: vec![
            Column::text("area_name", NAMES),
            Column::text("other", &format!("{NAMES}{}", "x".repeat(400))),
        ],
        rows: vec![vec![NAMES.into(), "y".repeat(40_000).as_str().into()]],
        notes: vec![NAMES.to_owned()],
    }
}

fn document() -> Document {
    let text = NAMES.to_owned();
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 720 90'><text x='9' \
         y='40'>{}</text></svg>",
        crate::domain::writable(NAMES)
    );
    let file = svg.clone();
    let figure = Figure {
        id: "figure".to_owned(),
        title: text.clone(),
        subtitle: text.clone(),
        drawing: Drawing { svg, width: 720, height: 90, marks: Vec::new() },
        alt: text.clone(),
        listing: listing(),
        note: text.clone(),
        source: text.clone(),
        sources: Vec::new(),
        attribution: Vec::new(),
        file,
    };
    Document {
        id: "names".to_owned(),
        title: text.clone(),
        about: text.clone(),
        properties: vec![(text.clone(), text.clone())],
        blocks: vec![
            Block::heading(2, NAMES),
            Block::Paragraph(vec![Inline::Strong(text.clone()), Inline::Text(text.clone())]),
            Block::Figure(Box::new(figure)),
            Block::Table { anchor: "table".to_owned(), listing: listing() },
        ],
        sources: Vec::new(),
        definitions: Vec::new(),
        figures: listing(),
        attribution: Vec::new(),
    }
}

/// Every XML part of an archive, or the bytes themselves.
fn parts(bytes: &[u8]) -> Vec<String> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let mut found = Vec::new();
    for at in 0..archive.len() {
        let (mut part, mut text) = (archive.by_index(at).unwrap(), String::new());
        let is_xml = part.name().unwrap().ends_with("xml");
        if is_xml && part.read_to_string(&mut text).is_ok() {
            found.push(text);
        }
    }
    found
}

fn is_character_of_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[test]
fn no_name_refuses_a_pack_or_breaks_its_files_and_what_is_replaced_is_said() {
    let document = document();
    for format in DOCUMENT_FORMATS {
        let bytes =
            format.render(&document).unwrap_or_else(|error| panic!("{}: {error}", format.id()));
        format
            .companion_files(&document)
            .unwrap_or_else(|error| panic!("{}: {error}", format.id()));
        let texts = match format.id() {
            "docx" | "xlsx" | "ods" => parts(&bytes),
            "html" => vec![String::from_utf8(bytes.clone()).unwrap()],
            _ => Vec::new(),
        };
        let is_marked_up = !texts.is_empty();
        for text in &texts {
            assert!(text.chars().all(is_character_of_xml), "{}", format.id());
            if format.id() != "html" {
                resvg::usvg::roxmltree::Document::parse(text).unwrap();
            }
        }
        let is_said = texts
            .iter()
            .any(|text| text.contains("characters that this format cannot hold stand as \u{fffd}"));
        assert_eq!(is_said, is_marked_up, "{}", format.id());
    }
    for format in [&workbook::XLSX, &workbook::ODS] {
        let parts = parts(&ListingFormat::render(format, &listing()).unwrap());
        assert!(parts.iter().any(|part| {
            part.contains("characters that this format cannot hold stand as \u{fffd}.")
        }));
    }
}

#[test]
fn pictures_have_a_box_for_what_the_typeface_lacks_and_say_so() {
    assert_eq!(drawable("Ŵŷ Łódź שלום\u{200d}, 東京\u{3000}👧\u{fe0f}"), "Ŵŷ Łódź שלום, □□ □");
    let svg = |text: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 20'><text \
             y='15'>{text}</text></svg>"
        )
    };
    assert_eq!(png(&svg("東京"), 90).unwrap(), png(&svg("□□"), 90).unwrap());
    let note = note_on_picture(&svg("東京"), true);
    assert_eq!(
        note.as_deref(),
        Some("2 characters that the typeface does not have stand as □; other formats show them")
    );
    assert_eq!(
        (note_on_picture(&svg("東京"), false), note_on_picture(&svg("Łódź"), true)),
        (None, None)
    );
}

#[test]
fn what_can_be_written_is_passed_on_as_it_is() {
    let listing = Listing { caption: "Łódź, 東京".to_owned(), ..Listing::default() };
    assert!(matches!(listing_in_markup(&listing), std::borrow::Cow::Borrowed(_)));
}
