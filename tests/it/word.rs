//! Packs as Word documents: what an editor and a screen reader need is there, in every pack.
//!
//! Rules: ISO/IEC 29500-1:2016, WordprocessingML.

use crate::support::{engine, engine_at, filled_store, text_parts};
use fairshares::briefing::{Block, Document};
use fairshares::catalogue::PackOf;
use fairshares::engine::{Engine, PackRequest};
use resvg::usvg::roxmltree;

/// A pack as document and as the bytes of a Word document.
fn made(engine: &Engine, pack: &str) -> (Document, Vec<u8>) {
    let of_authority = engine.catalogue().pack(pack).unwrap().of == PackOf::Authority;
    let region = engine.region("London").unwrap().code.clone();
    let area = of_authority.then(|| "Newham".to_owned());
    let request = PackRequest { area, ..PackRequest::of_region(pack, region, &["docx"]) };
    let document = engine.document(&request).unwrap();
    let bytes = fairshares::render::document_format("docx").unwrap().render(&document).unwrap();
    (document, bytes)
}

/// Elements of that local name.
fn all<'a>(tree: &'a roxmltree::Document<'_>, name: &str) -> Vec<roxmltree::Node<'a, 'a>> {
    tree.descendants().filter(|node| node.is_element() && node.tag_name().name() == name).collect()
}

/// The value of an attribute of that local name.
fn value<'a>(node: roxmltree::Node<'a, 'a>, name: &str) -> &'a str {
    node.attributes().find(|attribute| attribute.name() == name).map_or("", |attribute| attribute.value())
}

#[test]
fn every_pack_has_headings_lists_tables_and_pictures_that_word_knows_as_such() {
    let Some(store) = filled_store() else { return };
    let (engine, again) = (engine_at(store, None), engine_at(store, None));
    for pack in engine.catalogue().packs.keys() {
        let (document, bytes) = made(&engine, pack.as_str());
        assert_eq!(bytes, made(&again, pack.as_str()).1, "{pack}: the same bytes");
        let parts = text_parts(&bytes);
        let tree = roxmltree::Document::parse(&parts["word/document.xml"]).unwrap();
        let styled = |style: &str| all(&tree, "pStyle").iter().filter(|node| value(**node, "val") == style).count();
        let count = |wanted: fn(&Block) -> bool| document.blocks.iter().filter(|block| wanted(block)).count();
        let figures = count(|block| matches!(block, Block::Figure(_)));
        let tables = figures + count(|block| matches!(block, Block::Table { .. }));
        let chapters = count(|block| matches!(block, Block::Heading { level: 2, .. }));
        assert_eq!((styled("Title"), styled("Heading1"), styled("TOC1")), (1, chapters, chapters), "{pack}");
        assert!(styled("ListBullet") > 0 && styled("Caption") == tables, "{pack}");
        assert_eq!((all(&tree, "tbl").len(), all(&tree, "tblHeader").len()), (tables, tables), "{pack}");
        let pictures = all(&tree, "docPr");
        assert_eq!(pictures.len(), figures, "{pack}");
        assert!(pictures.iter().all(|picture| value(*picture, "descr").len() > 40), "{pack}: alternative text");
        for table in all(&tree, "tbl") {
            let grid: u32 = table
                .descendants()
                .filter(|node| node.tag_name().name() == "gridCol")
                .map(|node| value(node, "w").parse::<u32>().unwrap())
                .sum();
            assert!(grid <= 15_138, "{pack}: a table wider than a turned page");
        }
        assert!(parts["docProps/core.xml"].contains("<dc:language>en-GB</dc:language>"));
        assert!(parts["word/styles.xml"].contains("w:val=\"en-GB\"") && parts["word/styles.xml"].contains("Arial"));
    }
}

#[test]
fn every_address_of_a_pack_is_a_link() {
    let (document, bytes) = made(&engine(), "fair-shares");
    let parts = text_parts(&bytes);
    let tree = roxmltree::Document::parse(&parts["word/_rels/document.xml.rels"]).unwrap();
    let targets: Vec<&str> = all(&tree, "Relationship").iter().map(|node| value(*node, "Target")).collect();
    assert!(document.sources.len() > 2);
    for source in &document.sources {
        assert!(targets.contains(&source.address.as_str()), "{}: {targets:?}", source.address);
    }
}
