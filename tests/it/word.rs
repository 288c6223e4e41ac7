//! Packs as Word documents: what an editor and a screen reader need is there, in every pack.
//!
//! Rules: ISO/IEC 29500-1:2016, WordprocessingML.

use crate::made_packs::{made_packs, request_of};
use crate::support::{engine, text_parts};
use fairshares::briefing::Block;
use fairshares::packs::documents;
use resvg::usvg::roxmltree;

/// Elements of that local name.
fn all<'a>(tree: &'a roxmltree::Document<'_>, name: &str) -> Vec<roxmltree::Node<'a, 'a>> {
    tree.descendants().filter(|node| node.is_element() && node.tag_name().name() == name).collect()
}

/// The value of an attribute of that local name.
fn value<'a>(node: roxmltree::Node<'a, 'a>, name: &str) -> &'a str {
    node.attributes()
        .find(|attribute| attribute.name() == name)
        .map_or("", |attribute| attribute.value())
}

#[test]
fn every_pack_has_headings_lists_tables_and_pictures_that_word_knows_as_such() {
    let Some(packs) = made_packs() else { return };
    for (pack, made) in packs {
        let (document, bytes) = (&made.document, &made.files[&format!("{pack}.docx")]);
        let parts = text_parts(bytes);
        let tree = roxmltree::Document::parse(&parts["word/document.xml"]).unwrap();
        let styled = |style: &str| {
            all(&tree, "pStyle").iter().filter(|node| value(**node, "val") == style).count()
        };
        let count = |wanted: fn(&Block) -> bool| {
            document.blocks.iter().filter(|block| wanted(block)).count()
        };
        let figures = count(|block| matches!(block, Block::Figure(_)));
        let tables = figures + count(|block| matches!(block, Block::Table { .. }));
        let chapters = count(|block| matches!(block, Block::Heading { level: 2, .. }));
        assert_eq!(
            (styled("Title"), styled("Heading1"), styled("TOC1")),
            (1, chapters, chapters),
            "{pack}"
        );
        assert!(styled("ListBullet") > 0 && styled("Caption") == tables, "{pack}");
        assert_eq!(
            (all(&tree, "tbl").len(), all(&tree, "tblHeader").len()),
            (tables, tables),
            "{pack}"
        );
        let pictures = all(&tree, "docPr");
        assert_eq!(pictures.len(), figures, "{pack}");
        assert!(
            pictures.iter().all(|picture| value(*picture, "descr").len() > 40),
            "{pack}: alternative text"
        );
        for table in all(&tree, "tbl") {
            let grid: u32 = table
                .descendants()
                .filter(|node| node.tag_name().name() == "gridCol")
                .map(|node| value(node, "w").parse::<u32>().unwrap())
                .sum();
            assert!(grid <= 15_138, "{pack}: a table wider than a turned page");
        }
        assert!(parts["docProps/core.xml"].contains("<dc:language>en-GB</dc:language>"));
        assert!(
            parts["word/styles.xml"].contains("w:val=\"en-GB\"")
                && parts["word/styles.xml"].contains("Arial")
        );
    }
}

#[test]
fn every_address_of_a_pack_is_a_link() {
    let engine = engine();
    let document = documents::document(
        engine.figures(),
        &request_of(&engine, "fair-shares", "London", &["docx"]),
    )
    .unwrap();
    let bytes = fairshares::render::document_format("docx").unwrap().render(&document).unwrap();
    let parts = text_parts(&bytes);
    let tree = roxmltree::Document::parse(&parts["word/_rels/document.xml.rels"]).unwrap();
    let targets: Vec<&str> =
        all(&tree, "Relationship").iter().map(|node| value(*node, "Target")).collect();
    assert!(document.sources.len() > 2);
    for source in &document.sources {
        assert!(targets.contains(&source.address.as_str()), "{}: {targets:?}", source.address);
    }
}
