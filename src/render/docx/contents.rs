//! The list of contents of a Word document: a field that Word can update, with the headings as they
//! are.
//!
//! Source: ISO/IEC 29500-1:2016, 17.16.5.68 (`TOC`) and 17.5.2.13 (`docPartObj`).

use super::paragraphs::{bookmark_name, link, paragraph, piece, styled};
use super::xml::{Element, w};

/// The chapters, each leading to its bookmark; their pages are Word's to count.
const INSTRUCTION: &str = r#" TOC \o "1-1" \n \h \z "#;

/// The list of these headings.
pub(super) fn contents(headings: &[String]) -> Element {
    let gallery =
        w("docPartObj").holding([w("docPartGallery").val("Table of Contents"), w("docPartUnique")]);
    let lines = (1..).zip(headings).map(|(number, heading)| {
        let mut content = Vec::new();
        if number == 1 {
            content.push(mark("begin"));
            content.push(piece(w("instrText").saying_with_spaces(INSTRUCTION)));
            content.push(mark("separate"));
        }
        content.push(link(heading).with_w("anchor", bookmark_name(number)).with_w("history", 1));
        if number == headings.len() {
            content.push(mark("end"));
        }
        styled("TOC1", content)
    });
    let content =
        w("sdtContent").holding([paragraph("ContentsHeading", "Contents")]).holding(lines);
    w("sdt").holding([w("sdtPr").holding([gallery]), content])
}

/// The beginning or end of a field, or the mark between its instruction and its result.
fn mark(kind: &'static str) -> Element {
    piece(w("fldChar").with_w("fldCharType", kind))
}
