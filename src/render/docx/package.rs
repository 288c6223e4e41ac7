//! The package of a Word document: which parts it has, of which type, and which part refers to
//! which.
//!
//! Belongs here: types of content, relationships, paths. Does not belong here: the contents of the
//! parts (`parts.rs`), the archive (`render/package.rs`).
//!
//! **Invariant:** a part has its type and its relationship as soon as it is added. Relationships
//! have our own names, so that they do not depend on earlier parts.
//!
//! Source: ISO/IEC 29500-2:2021 (Open Packaging Conventions), clauses 6.5 and 7.2; ISO/IEC
//! 29500-1:2016, clauses 11.3 and 15.2.

use super::namespace::{RELATIONSHIPS, TYPES};
use super::xml::Element;
use crate::domain::Result;
use crate::render::package::{Part, archive, refused};

const DOING: &str = "writing a Word document";

/// The folder of the parts that belong to the text.
const WORD: &str = "word/";

const RELATIONSHIPS_CONTENT: &str = "application/vnd.openxmlformats-package.relationships+xml";
const HYPERLINK: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";

/// The kind of a part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    owner: Owner,
    content: &'static str,
    relationship: &'static str,
}

/// The owner of a part, which has the relationship to it.
#[derive(Debug, Clone, Copy)]
enum Owner {
    Package,
    Text,
}

/// The text, which the others belong to.
pub(super) const TEXT: Kind = Kind {
    owner: Owner::Package,
    content: "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    relationship: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
};

/// Title, subject and the like.
pub(super) const CORE: Kind = Kind {
    owner: Owner::Package,
    content: "application/vnd.openxmlformats-package.core-properties+xml",
    relationship: "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
};

/// The program that generated the document.
pub(super) const PROGRAM: Kind = Kind {
    owner: Owner::Package,
    content: "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    relationship: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties",
};

pub(super) const STYLES: Kind = Kind {
    owner: Owner::Text,
    content: "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
    relationship: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles",
};

pub(super) const LISTS: Kind = Kind {
    owner: Owner::Text,
    content: "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml",
    relationship: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering",
};

pub(super) const SETTINGS: Kind = Kind {
    owner: Owner::Text,
    content: "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml",
    relationship: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings",
};

pub(super) const FOOTER: Kind = Kind {
    owner: Owner::Text,
    content: "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml",
    relationship: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer",
};

/// A picture as PNG.
pub(super) const PICTURE: Kind = Kind {
    owner: Owner::Text,
    content: "image/png",
    relationship: "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
};

/// A package on its way.
pub(super) struct Package {
    types: Element,
    of_package: Element,
    of_text: Element,
    parts: Vec<Part>,
}

impl Package {
    /// A package without parts.
    pub fn new() -> Self {
        let relationships = Element::of(TYPES, "Default").with("Extension", "rels");
        Self {
            types: Element::of(TYPES, "Types")
                .holding([relationships.with("ContentType", RELATIONSHIPS_CONTENT)]),
            of_package: Element::of(RELATIONSHIPS, "Relationships"),
            of_text: Element::of(RELATIONSHIPS, "Relationships"),
            parts: Vec::new(),
        }
    }

    /// Adds a part in XML by its relationship and its path, which is seen from its owner's folder.
    pub fn add(&mut self, kind: Kind, id: &str, path: &str, root: &Element) -> Result<()> {
        self.add_bytes(kind, id, path, written(root)?);
        Ok(())
    }

    /// Adds a part that is not in XML.
    pub fn add_bytes(&mut self, kind: Kind, id: &str, path: &str, bytes: Vec<u8>) {
        let (folder, relationships) = match kind.owner {
            Owner::Package => ("", &mut self.of_package),
            Owner::Text => (WORD, &mut self.of_text),
        };
        relationships.push(relationship(id, kind.relationship, path));
        let path = format!("{folder}{path}");
        let part = Element::of(TYPES, "Override").with("PartName", format!("/{path}"));
        self.types.push(part.with("ContentType", kind.content));
        self.parts.push(Part::of(path, bytes));
    }

    /// Adds an address that the text leads to.
    pub fn add_link(&mut self, id: &str, address: &str) {
        self.of_text.push(relationship(id, HYPERLINK, address).with("TargetMode", "External"));
    }

    /// The package as bytes: types and relationships first, as readers expect them.
    pub fn bytes(self) -> Result<Vec<u8>> {
        let mut parts = vec![
            Part::of("[Content_Types].xml", written(&self.types)?),
            Part::of("_rels/.rels", written(&self.of_package)?),
            Part::of(format!("{WORD}_rels/document.xml.rels"), written(&self.of_text)?),
        ];
        parts.extend(self.parts);
        archive(DOING, &parts)
    }
}

fn relationship(id: &str, kind: &str, target: &str) -> Element {
    Element::of(RELATIONSHIPS, "Relationship")
        .with("Id", id)
        .with("Type", kind)
        .with("Target", target)
}

fn written(root: &Element) -> Result<Vec<u8>> {
    root.part().map_err(|error| refused(DOING, error))
}
