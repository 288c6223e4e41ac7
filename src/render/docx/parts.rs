//! The parts of a Word document: its text, properties, settings, styles, lists, the footer, the
//! pictures.
//!
//! Belongs here: which parts there are, and the contents of the small ones. Does not belong here:
//! how they are assembled (`package.rs`).
//!
//! Source: ISO/IEC 29500-1:2016, 17.15.1 (settings) and 17.10 (footers); ISO/IEC 29500-2:2021,
//! clause 8 (core properties).

use super::lists::lists;
use super::namespace::{self, CP, DC, DCTERMS, LANGUAGE, XSI};
use super::package::{CORE, FOOTER, LISTS, PICTURE, PROGRAM, Package, SETTINGS, STYLES, TEXT};
use super::paragraphs::{link_id, run, styled};
use super::picture::chart_id;
use super::section;
use super::styles::styles;
use super::xml::{Element, w};
use crate::briefing::Document;
use crate::domain::Result;

/// The parts of a document.
pub(super) struct Parts {
    pub body: Element,
    /// Charts as PNG.
    pub charts: Vec<Vec<u8>>,
    /// Addresses that the text leads to.
    pub links: Vec<String>,
    /// Numbers of the lists that count.
    pub lists: Vec<i32>,
}

/// The document as bytes.
pub(super) fn package(document: &Document, parts: Parts) -> Result<Vec<u8>> {
    let mut package = Package::new();
    package.add(TEXT, "document", "word/document.xml", &w("document").holding([parts.body]))?;
    package.add(CORE, "core", "docProps/core.xml", &properties(document))?;
    package.add(PROGRAM, "program", "docProps/app.xml", &program())?;
    package.add(STYLES, "styles", "styles.xml", &styles())?;
    package.add(LISTS, "numbering", "numbering.xml", &lists(&parts.lists))?;
    package.add(SETTINGS, "settings", "settings.xml", &settings())?;
    package.add(FOOTER, section::FOOTER, "footer1.xml", &footer())?;
    for (number, png) in (1..).zip(parts.charts) {
        package.add_bytes(PICTURE, &chart_id(number), &format!("media/chart{number}.png"), png);
    }
    for (number, address) in (1..).zip(&parts.links) {
        package.add_link(&link_id(number), address);
    }
    package.bytes()
}

/// Title, subject, language, day.
fn properties(document: &Document) -> Element {
    let made = format!("{}T00:00:00Z", document.dated());
    let day = |name: &'static str| {
        Element::of(DCTERMS, name).with_in(XSI, "type", "dcterms:W3CDTF").saying(&made)
    };
    Element::of(CP, "coreProperties").holding([
        day("created"),
        Element::of(DC, "creator").saying(concat!("fairshares ", env!("CARGO_PKG_VERSION"))),
        Element::of(DC, "language").saying(LANGUAGE),
        day("modified"),
        Element::of(DC, "subject").saying(&document.about),
        Element::of(DC, "title").saying(&document.title),
    ])
}

/// The program that generated it.
fn program() -> Element {
    let application = Element::of(namespace::PROGRAM, "Application").saying("fairshares");
    Element::of(namespace::PROGRAM, "Properties").holding([application])
}

/// Word 2013 and later, in British English; in the order of the schema.
fn settings() -> Element {
    let mode = w("compatSetting").with_w("name", "compatibilityMode");
    let mode = mode.with_w("uri", "http://schemas.microsoft.com/office/word").val(15);
    w("settings").holding([
        w("defaultTabStop").val(720),
        w("compat").holding([mode]),
        w("themeFontLang").val(LANGUAGE),
        w("decimalSymbol").val("."),
        w("listSeparator").val(","),
    ])
}

/// `Page 1 of 9`.
fn footer() -> Element {
    let field =
        |instruction: &str| w("fldSimple").with_w("instr", instruction).holding([run("1", None)]);
    let content = [run("Page ", None), field(" PAGE "), run(" of ", None), field(" NUMPAGES ")];
    w("ftr").holding([styled("Footer", content)])
}
