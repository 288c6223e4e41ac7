//! The vocabularies that a Word document is written in, and its language.
//!
//! Belongs here: prefixes and addresses of namespaces. Does not belong here: elements (`xml.rs`)
//! and their contents.
//!
//! Source: ISO/IEC 29500-1:2016 (text, drawings, properties of the program); ISO/IEC 29500-2:2021
//! (the package).

/// The language of everything that is written here.
pub(super) const LANGUAGE: &str = "en-GB";

/// A vocabulary: the prefix of its names, if they have one, and its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Namespace {
    pub prefix: &'static str,
    pub address: &'static str,
}

impl Namespace {
    /// The attribute that declares it.
    pub fn declaration(self) -> String {
        if self.prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{}", self.prefix) }
    }
}

/// The namespace that every XML document has without a declaration.
pub(super) const XML: Namespace = of("xml", "http://www.w3.org/XML/1998/namespace");

/// Text, and relationships from it to other parts.
pub(super) const W: Namespace =
    of("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
pub(super) const R: Namespace =
    of("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");

/// Drawings: their position in a text, their components, and pictures among them.
pub(super) const WP: Namespace =
    of("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing");
pub(super) const A: Namespace = of("a", "http://schemas.openxmlformats.org/drawingml/2006/main");
pub(super) const PIC: Namespace =
    of("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture");

/// The properties of a document.
pub(super) const CP: Namespace =
    of("cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties");
pub(super) const DC: Namespace = of("dc", "http://purl.org/dc/elements/1.1/");
pub(super) const DCTERMS: Namespace = of("dcterms", "http://purl.org/dc/terms/");
pub(super) const XSI: Namespace = of("xsi", "http://www.w3.org/2001/XMLSchema-instance");

/// Parts whose names are written without a prefix, as in Word.
pub(super) const PROGRAM: Namespace =
    of("", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties");
pub(super) const TYPES: Namespace =
    of("", "http://schemas.openxmlformats.org/package/2006/content-types");
pub(super) const RELATIONSHIPS: Namespace =
    of("", "http://schemas.openxmlformats.org/package/2006/relationships");

const fn of(prefix: &'static str, address: &'static str) -> Namespace {
    Namespace { prefix, address }
}
