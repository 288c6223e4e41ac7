//! Pictures of charts in a Word document.
//!
//! Source: ISO/IEC 29500-1:2016, 20.4.2.8 (`inline`) and 20.2.2.5 (`pic`).

use super::namespace::{A, Namespace, PIC, R, WP};
use super::paragraphs::piece;
use super::xml::{Element, w};

/// The relationship from the document to the picture of a chart.
pub(super) fn chart_id(number: usize) -> String {
    format!("chart{number}")
}

/// An inline chart with its alternative text; its size is in English Metric Units.
pub(super) fn chart(number: usize, alt: &str, (width, height): (i64, i64)) -> Element {
    let named = |namespace: Namespace, element: &'static str| {
        let named = Element::of(namespace, element).with("id", number);
        named.with("name", format!("Chart {number}")).with("descr", alt)
    };
    let extent = |namespace: Namespace, element: &'static str| {
        Element::of(namespace, element).with("cx", width).with("cy", height)
    };
    let locks = Element::of(A, "graphicFrameLocks").with("noChangeAspect", 1);
    let picture = picture(&chart_id(number), named(PIC, "cNvPr"), extent(A, "ext"));
    // The address of their vocabulary identifies the data.
    let data = Element::of(A, "graphicData").with("uri", PIC.address).holding([picture]);
    let inline = Element::of(WP, "inline")
        .with("distT", 0)
        .with("distB", 0)
        .with("distL", 0)
        .with("distR", 0);
    let inline = inline.holding([
        extent(WP, "extent"),
        named(WP, "docPr"),
        Element::of(WP, "cNvGraphicFramePr").holding([locks]),
        Element::of(A, "graphic").holding([data]),
    ]);
    piece(w("drawing").holding([inline]))
}

/// The picture of a relationship, stretched to a rectangle of that extent.
fn picture(file: &str, named: Element, extent: Element) -> Element {
    let about = Element::of(PIC, "nvPicPr").holding([named, Element::of(PIC, "cNvPicPr")]);
    let fill = Element::of(PIC, "blipFill").holding([
        Element::of(A, "blip").with_in(R, "embed", file),
        Element::of(A, "stretch").holding([Element::of(A, "fillRect")]),
    ]);
    let origin = Element::of(A, "off").with("x", 0).with("y", 0);
    let rectangle =
        Element::of(A, "prstGeom").with("prst", "rect").holding([Element::of(A, "avLst")]);
    let shape = Element::of(PIC, "spPr")
        .holding([Element::of(A, "xfrm").holding([origin, extent]), rectangle]);
    Element::of(PIC, "pic").holding([about, fill, shape])
}
