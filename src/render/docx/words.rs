//! Paragraphs of a Word document: runs of text, headings, list items, links, the list of contents, ends of sections.

use crate::briefing::{Inline, Line};
use ooxmlsdk::schemas::w;
use ooxmlsdk::schemas::xml::SpaceProcessingModeValues;
use ooxmlsdk::simple_type::{OnOffValue, SignedTwipsMeasureValue, TwipsMeasureValue};

/// The relationship from the document to its footer.
pub(super) const FOOTER: &str = "footer";

/// A paragraph of one text in a style.
pub(super) fn paragraph(style: &str, text: &str) -> w::Paragraph {
    styled(style, vec![run(text, None).into()])
}

/// A paragraph in a style.
pub(super) fn styled(style: &str, content: Vec<Piece>) -> w::Paragraph {
    let properties = w::ParagraphProperties { paragraph_style_id: Some(style_id(style)), ..Default::default() };
    with(properties, content)
}

/// A paragraph in the style that paragraphs have anyway.
pub(super) fn plain(content: Vec<Piece>) -> w::Paragraph {
    w::Paragraph { paragraph_choice: content.into_iter().map(|piece| piece.0).collect(), ..Default::default() }
}

fn with(properties: w::ParagraphProperties, content: Vec<Piece>) -> w::Paragraph {
    w::Paragraph { paragraph_properties: Some(properties.into()), ..plain(content) }
}

fn style_id(style: &str) -> w::ParagraphStyleId {
    w::ParagraphStyleId { val: style.to_owned() }
}

/// What paragraphs are made of.
pub(super) struct Piece(w::ParagraphChoice);

impl From<w::Run> for Piece {
    fn from(run: w::Run) -> Self {
        Self(w::ParagraphChoice::WRun(run.into()))
    }
}

impl From<w::Hyperlink> for Piece {
    fn from(link: w::Hyperlink) -> Self {
        Self(w::ParagraphChoice::Hyperlink(link.into()))
    }
}

impl From<w::SimpleField> for Piece {
    fn from(field: w::SimpleField) -> Self {
        Self(w::ParagraphChoice::SimpleField(field.into()))
    }
}

/// A text, in a style of characters if there is one.
pub(super) fn run(text: &str, style: Option<&str>) -> w::Run {
    let style = style.map(|style| w::RunPropertiesChoice::RunStyle(w::RunStyle { val: style.to_owned() }));
    let properties = style.map(|style| w::RunProperties { run_properties_choice: vec![style], ..Default::default() });
    w::Run {
        run_properties: properties.map(Box::new),
        run_choice: vec![w::RunChoice::Text(w::Text(kept(text.to_owned())))],
        ..Default::default()
    }
}

/// A text whose spaces all count.
fn kept(text: String) -> w::TextType {
    w::TextType { space: Some(SpaceProcessingModeValues::Preserve), xml_content: Some(text) }
}

/// A heading, with the bookmark that the list of contents leads to.
pub(super) fn heading(level: u8, text: &str, bookmark: Option<usize>) -> w::Paragraph {
    let mut content = vec![run(text, None).into()];
    if let Some(number) = bookmark {
        let start = w::BookmarkStart { name: toc(number), id: number.to_string(), ..Default::default() };
        let end = w::BookmarkEnd { id: number.to_string(), ..Default::default() };
        content.insert(0, Piece(w::ParagraphChoice::BookmarkStart(start)));
        content.push(Piece(w::ParagraphChoice::BookmarkEnd(end)));
    }
    styled(&format!("Heading{level}"), content)
}

fn toc(bookmark: usize) -> String {
    format!("_Toc{bookmark}")
}

/// An item of a list: of that number, or with a bullet.
pub(super) fn item(number: Option<i32>, content: Vec<Piece>) -> w::Paragraph {
    let numbering = number.map(|number| w::NumberingProperties {
        numbering_level_reference: Some(w::NumberingLevelReference { val: 0 }),
        numbering_id: Some(w::NumberingId { val: number }),
        ..Default::default()
    });
    let style = if number.is_some() { "ListNumber" } else { "ListBullet" };
    let properties = w::ParagraphProperties {
        paragraph_style_id: Some(style_id(style)),
        numbering_properties: numbering.map(Box::new),
        ..Default::default()
    };
    with(properties, content)
}

/// A line; addresses that can be followed are added to the links.
pub(super) fn line(line: &Line, links: &mut Vec<String>) -> Vec<Piece> {
    let mut made = |piece: &Inline| match piece {
        Inline::Text(text) => run(text, None).into(),
        Inline::Strong(text) => run(text, Some("Strong")).into(),
        Inline::Link { text, address } => match target(address) {
            Some(address) => {
                links.push(address);
                w::Hyperlink { id: Some(link_id(links.len())), ..leading(text) }.into()
            }
            None => run(text, None).into(),
        },
    };
    line.iter().map(&mut made).collect()
}

/// The relationship from the document to the address of that number.
pub(super) fn link_id(number: usize) -> String {
    format!("link{number}")
}

fn leading(text: &str) -> w::Hyperlink {
    w::Hyperlink {
        hyperlink_choice: vec![w::HyperlinkChoice::WRun(run(text, Some("Hyperlink")).into())],
        ..Default::default()
    }
}

/// An address that Word can follow, in characters that addresses may have: with others it calls the whole file damaged.
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
            letter.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| target.push_str(&format!("%{byte:02X}")));
        }
    }
    Some(target)
}

/// The list of contents: a field that Word can update, with the headings as they are.
pub(super) fn contents(headings: &[String]) -> w::BodyChoice {
    let gallery = w::SdtContentDocPartObject {
        doc_part_gallery: Some(w::DocPartGallery { val: "Table of Contents".to_owned() }),
        doc_part_unique: Some(w::DocPartUnique::default()),
        ..Default::default()
    };
    let mut paragraphs = vec![paragraph("ContentsHeading", "Contents")];
    for (number, heading) in (1..).zip(headings) {
        let mut content = Vec::new();
        if number == 1 {
            let instruction = w::FieldCode(kept(r#" TOC \o "1-1" \n \h \z "#.to_owned()));
            content.push(mark(w::FieldCharValues::Begin));
            content.push(piece(w::RunChoice::FieldCode(instruction)));
            content.push(mark(w::FieldCharValues::Separate));
        }
        let link = w::Hyperlink { anchor: Some(toc(number)), history: Some(OnOffValue::One), ..leading(heading) };
        content.push(link.into());
        if number == headings.len() {
            content.push(mark(w::FieldCharValues::End));
        }
        paragraphs.push(styled("TOC1", content));
    }
    let paragraphs = paragraphs.into_iter().map(|paragraph| w::SdtContentBlockChoice::Paragraph(paragraph.into()));
    let block = w::SdtBlock {
        sdt_properties: Some(w::SdtProperties {
            sdt_properties_choice: vec![w::SdtPropertiesChoice::SdtContentDocPartObject(gallery.into())],
        }),
        sdt_content_block: Some(w::SdtContentBlock { sdt_content_block_choice: paragraphs.collect() }),
        ..Default::default()
    };
    w::BodyChoice::SdtBlock(block.into())
}

/// A piece of something that is not text.
pub(super) fn piece(content: w::RunChoice) -> Piece {
    w::Run { run_choice: vec![content], ..Default::default() }.into()
}

fn mark(kind: w::FieldCharValues) -> Piece {
    piece(w::RunChoice::FieldChar(w::FieldChar { field_char_type: kind, ..Default::default() }.into()))
}

/// The end of a section, whose pages were turned or not.
pub(super) fn end_of_section(turned: bool) -> w::Paragraph {
    let properties = w::ParagraphProperties {
        paragraph_style_id: Some(style_id("Turn")),
        section_properties: Some(section(turned).into()),
        ..Default::default()
    };
    with(properties, Vec::new())
}

/// A section of A4 pages with a footer, upright with margins of 20 mm or turned with margins of 15 mm.
pub(super) fn section(turned: bool) -> w::SectionProperties {
    let (short, long) = (TwipsMeasureValue::Twips(11_906), TwipsMeasureValue::Twips(16_838));
    let (width, height) = if turned { (long, short) } else { (short, long) };
    let (margin, footer) = if turned { (850, 425) } else { (1_134, 567) };
    let (beside, above) = (TwipsMeasureValue::Twips(margin), SignedTwipsMeasureValue::Twips(margin.cast_signed()));
    let reference =
        w::FooterReference { r#type: w::HeaderFooterValues::Default, id: FOOTER.to_owned(), ..Default::default() };
    w::SectionProperties {
        section_properties_choice: vec![w::SectionPropertiesChoice::FooterReference(reference)],
        section_type: Some(w::SectionType { val: w::SectionMarkValues::NextPage }),
        page_size: Some(w::PageSize {
            width: Some(width),
            height: Some(height),
            orient: turned.then_some(w::PageOrientationValues::Landscape),
            ..Default::default()
        }),
        page_margin: Some(w::PageMargin {
            top: Some(above),
            right: Some(beside),
            bottom: Some(above),
            left: Some(beside),
            header: Some(TwipsMeasureValue::Twips(footer)),
            footer: Some(TwipsMeasureValue::Twips(footer)),
            gutter: Some(TwipsMeasureValue::Twips(0)),
        }),
        ..Default::default()
    }
}
