//! The document as Word would parse it: no published text becomes markup, a field or another part.

use super::Docx;
use super::paragraphs::target;
use super::properties::{
    Alignment, InList, Indentation, ParagraphProperties, RunProperties, Spacing,
};
use super::section::Section;
use super::style::{Header, Of, Style};
use super::table_properties::{Border, Borders, CellProperties, Margins, TableProperties};
use super::xml::Element;
use crate::briefing::{Block, Document, Figure, Inline, UNDATED};
use crate::chart::Drawing;
use crate::domain::{Status, Unit};
use crate::render::DocumentFormat;
use crate::table::{Cell, Column, Listing};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

const HOSTILE: &str = "</w:t></w:r><w:fldSimple w:instr=\" DDEAUTO c:\\\\cmd \"/> & \" ' \
    \u{7}\u{ffff}{ INCLUDETEXT } \\o";

fn hostile() -> Document {
    let text = HOSTILE.to_owned();
    let listing = Listing {
        caption: text.clone(),
        columns: vec![
            Column::text("area_name", HOSTILE),
            Column::number("people", HOSTILE, Unit::People),
        ],
        rows: vec![
            vec![HOSTILE.into(), Cell::Number(1_234.5)],
            vec!["".into(), Cell::Missing(Status::Suppressed)],
        ],
        notes: vec![text.clone()],
    };
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 720 360'><rect width='9' \
        height='9'/></svg>";
    let link = |address: &str| Inline::Link { text: text.clone(), address: address.to_owned() };
    Document {
        id: "hostile".to_owned(),
        title: text.clone(),
        about: text.clone(),
        properties: vec![(text.clone(), text.clone())],
        blocks: vec![
            Block::heading(2, HOSTILE),
            Block::Paragraph(vec![
                Inline::Strong(text.clone()),
                link("https://x.example/a b?\"c=<d>&e"),
                link("javascript:alert(1)"),
                link("file:///etc/passwd"),
            ]),
            Block::List { ordered: true, items: vec![vec![Inline::Text(text.clone())]] },
            Block::List { ordered: true, items: vec![vec![Inline::Text(text.clone())]] },
            Block::sentences([text.clone()]),
            Block::Figure(Box::new(Figure {
                id: "figure".to_owned(),
                title: text.clone(),
                subtitle: text.clone(),
                drawing: Drawing {
                    svg: svg.to_owned(),
                    width: 720,
                    height: 360,
                    marks: Vec::new(),
                },
                alt: text.clone(),
                listing: listing.clone(),
                note: text.clone(),
                source: text.clone(),
                sources: Vec::new(),
                attribution: Vec::new(),
                file: String::new(),
            })),
            Block::Table { anchor: "table".to_owned(), listing: wide(listing.clone()) },
        ],
        sources: Vec::new(),
        definitions: Vec::new(),
        figures: listing,
        attribution: Vec::new(),
    }
}

/// The same table with enough columns to need a landscape page.
fn wide(mut listing: Listing) -> Listing {
    let (columns, rows) = (listing.columns.clone(), listing.rows.clone());
    for _ in 0..4 {
        listing.columns.extend(columns.clone());
        listing.rows.iter_mut().zip(&rows).for_each(|(row, more)| row.extend(more.clone()));
    }
    listing
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut found = BTreeMap::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        assert_eq!(
            part.last_modified(),
            Some(zip::DateTime::default()),
            "the day of writing is in no file"
        );
        let (name, mut bytes) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut bytes).unwrap();
        found.insert(name, bytes);
    }
    found
}

/// The elements of a part with the values of their attributes, and its texts.
fn read(part: &[u8]) -> (Vec<String>, Vec<String>) {
    let text = std::str::from_utf8(part).unwrap();
    let tree = resvg::usvg::roxmltree::Document::parse(text).unwrap();
    let elements = tree
        .descendants()
        .filter(|node| node.is_element())
        .map(|node| node.tag_name().name().to_owned());
    let texts =
        tree.descendants().filter(|node| node.has_tag_name_of("t")).filter_map(|node| node.text());
    (elements.collect(), texts.map(str::to_owned).collect())
}

/// Elements by the local part of their name.
trait LocalName {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl LocalName for resvg::usvg::roxmltree::Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.tag_name().name() == name
    }
}

#[test]
fn what_looks_like_markup_or_a_field_is_put_down_as_it_is() {
    let bytes = Docx.render(&hostile()).unwrap();
    assert_eq!(bytes, Docx.render(&hostile()).unwrap(), "the same bytes");
    let parts = parts(&bytes);
    for (name, part) in parts.iter().filter(|(name, _)| !name.ends_with(".png")) {
        read(part);
        assert!(!std::str::from_utf8(part).unwrap().contains('\u{7}'), "{name}");
    }
    let (elements, texts) = read(&parts["word/document.xml"]);
    let count = |name: &str| elements.iter().filter(|element| *element == name).count();
    // One field, the list of contents, with our own instruction.
    assert_eq!((count("fldSimple"), count("instrText"), count("fldChar")), (0, 1, 3));
    assert_eq!((count("tbl"), count("tblHeader"), count("drawing"), count("sectPr")), (2, 2, 1, 3));
    assert_eq!(
        count("hyperlink"),
        2,
        "the list of contents and the one address that is of the web"
    );
    let shown = HOSTILE.replace(['\u{7}', '\u{ffff}'], "\u{fffd}");
    assert!(texts.iter().filter(|text| **text == shown).count() > 20, "{texts:?}");
    assert!(texts.iter().any(|text| text == "1,235") && texts.iter().any(|text| text == "[c]"));
    let document = std::str::from_utf8(&parts["word/document.xml"]).unwrap();
    assert!(document.contains(" characters that this format cannot hold stand as \u{fffd}"));
    assert!(
        document.contains("<w:numId w:val=\"10\"") && document.contains("<w:numId w:val=\"11\"")
    );
    assert!(parts["word/media/chart1.png"].starts_with(b"\x89PNG"));
    let core = std::str::from_utf8(&parts["docProps/core.xml"]).unwrap();
    assert!(core.contains("<dc:language>en-GB</dc:language>"));
    assert!(core.contains(&format!("{UNDATED}T00:00:00Z")));
}

#[test]
fn addresses_have_only_what_addresses_may_have() {
    assert_eq!(
        target("https://x.example/a b?ä=\"").as_deref(),
        Some("https://x.example/a%20b?%C3%A4=%22")
    );
    assert_eq!(target("javascript:alert(1)"), None);
}

/// The values of an attribute in a part, of all elements or of those with a name; both are local.
fn values(part: &[u8], name: Option<&str>, attribute: &str) -> BTreeSet<String> {
    let tree = resvg::usvg::roxmltree::Document::parse(std::str::from_utf8(part).unwrap()).unwrap();
    let named =
        tree.descendants().filter(|node| name.is_none_or(|name| node.has_tag_name_of(name)));
    let found = named.flat_map(|node| node.attributes()).filter(|found| found.name() == attribute);
    found.map(|found| found.value().to_owned()).collect()
}

#[test]
fn every_style_list_relationship_and_part_that_is_named_is_there() {
    let parts = parts(&Docx.render(&hostile()).unwrap());
    let [text, styles, lists, footer] = ["document", "styles", "numbering", "footer1"]
        .map(|name| &parts[&format!("word/{name}.xml")]);
    let ids = values(styles, Some("style"), "styleId");
    for (part, kinds) in [
        (text, &["pStyle", "rStyle", "tblStyle"][..]),
        (styles, &["basedOn", "next"]),
        (lists, &["pStyle"]),
        (footer, &["pStyle"]),
    ] {
        for kind in kinds {
            let named = values(part, Some(kind), "val");
            assert!(!named.is_empty() && named.is_subset(&ids), "{kind}: {named:?}");
        }
    }
    let numbers = values(lists, Some("num"), "numId");
    assert!(
        [text, styles].iter().all(|part| values(part, Some("numId"), "val").is_subset(&numbers))
    );
    assert_eq!(values(lists, Some("abstractNumId"), "val"), values(lists, None, "abstractNumId"));
    let relationships = &parts["word/_rels/document.xml.rels"];
    let known = values(relationships, None, "Id");
    for (element, attribute) in [("hyperlink", "id"), ("blip", "embed"), ("footerReference", "id")]
    {
        let named = values(text, Some(element), attribute);
        assert!(!named.is_empty() && named.is_subset(&known), "{element}: {named:?}");
    }
    let inside = |target: &String| !target.contains(':');
    let of_text = values(relationships, None, "Target").into_iter().filter(inside);
    let mut referred: BTreeSet<String> = of_text.map(|target| format!("/word/{target}")).collect();
    referred.extend(
        values(&parts["_rels/.rels"], None, "Target").iter().map(|target| format!("/{target}")),
    );
    let typed = values(&parts["[Content_Types].xml"], None, "PartName");
    let is_found_by_name = |name: &&String| name.ends_with(".rels") || name.starts_with('[');
    let held = parts.keys().filter(|name| !is_found_by_name(name)).map(|name| format!("/{name}"));
    assert_eq!((&referred, &typed), (&held.collect(), &referred));
}

/// The direct children of an element, in their order.
fn children(element: &Element) -> Vec<String> {
    let part = String::from_utf8(element.part().unwrap()).unwrap();
    let tree = resvg::usvg::roxmltree::Document::parse(&part).unwrap();
    tree.root_element().children().map(|node| node.tag_name().name().to_owned()).collect()
}

fn paragraph_with_everything() -> ParagraphProperties<'static> {
    ParagraphProperties {
        style: Some("Note"),
        stays: true,
        is_whole: true,
        list: Some(InList { level: Some(0), number: 1 }),
        spacing: Spacing { before: Some(1), after: Some(1), line: None },
        indentation: Some(Indentation { left: 1, hanging: 1 }),
        alignment: Some(Alignment::Right),
        outline: Some(1),
        section: Some(Section::Turned),
    }
}

fn letters_with_everything() -> RunProperties<'static> {
    RunProperties {
        style: Some("Strong"),
        font: Some("Arial"),
        is_bold: true,
        colour: Some("000000"),
        size: Some(20),
        is_underlined: true,
        language: Some("en-GB"),
    }
}

fn table_with_everything() -> TableProperties<'static> {
    TableProperties {
        style: Some("Figures"),
        width: Some(1),
        indentation: Some(1),
        borders: all_borders(),
        is_fixed: true,
        margins: Some(Margins { above_and_below: 1, left_and_right: 1 }),
        has_header: true,
        caption: Some("caption"),
    }
}

fn all_borders() -> Borders<'static> {
    let line = Some(Border { colour: "000000", width: 1 });
    Borders { top: line, bottom: line, between_rows: line }
}

/// Source: ISO/IEC 29500-1:2016, annex A.1: `CT_PPr`, `CT_RPr`, `CT_TblPr`, `CT_TcPr`, `CT_SectPr`,
/// `CT_Style`.
#[test]
fn properties_stand_in_the_order_of_the_schema() {
    let paragraph = paragraph_with_everything();
    let order = "pStyle keepNext keepLines numPr spacing ind jc outlineLvl sectPr";
    assert_eq!(children(&paragraph.element()).join(" "), order);
    let letters = letters_with_everything();
    assert_eq!(children(&letters.element()).join(" "), "rStyle rFonts b color sz szCs u lang");
    let table = table_with_everything();
    let order = "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption";
    assert_eq!(children(&table.element()).join(" "), order);
    let cells = CellProperties { width: Some(1), borders: all_borders(), is_at_foot: true };
    assert_eq!(children(&cells.element()).join(" "), "tcW tcBorders vAlign");
    assert_eq!(children(&Section::Turned.element()).join(" "), "footerReference type pgSz pgMar");
    let style = Style {
        based_on: Some("Normal"),
        next: Some("Normal"),
        is_offered: true,
        paragraph: Some(paragraph),
        letters: Some(letters),
        table: Some(table),
        header: Some(Header { letters, cells }),
        ..Style::new(Of::Tables, "Figures", "Figures")
    };
    let order = "name basedOn next qFormat pPr rPr tblPr tblStylePr";
    assert_eq!(children(&style.element()).join(" "), order);
}
