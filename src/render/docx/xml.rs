//! Elements of XML, written by `quick-xml`.
//!
//! Belongs here: what any vocabulary needs. Does not belong here: which elements there are, and in
//! which order.
//!
//! **Invariant:** every text and every value of an attribute is escaped; a namespace that is used
//! is declared, at the root.

use super::namespace::{Namespace, W, XML};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::io;

/// An element with its attributes and contents.
#[derive(Debug, Clone)]
pub(super) struct Element {
    name: Name,
    attributes: Vec<(Name, String)>,
    content: Vec<Node>,
}

/// A name, in a namespace; attributes mostly have none.
#[derive(Debug, Clone, Copy)]
struct Name(Option<Namespace>, &'static str);

#[derive(Debug, Clone)]
enum Node {
    Element(Element),
    Text(String),
}

/// An element of the vocabulary of texts.
pub(super) fn w(name: &'static str) -> Element {
    Element::of(W, name)
}

impl Element {
    /// An empty element.
    pub fn of(namespace: Namespace, name: &'static str) -> Self {
        Self { name: Name(Some(namespace), name), attributes: Vec::new(), content: Vec::new() }
    }

    /// With an attribute that is in no namespace.
    pub fn with(self, name: &'static str, value: impl ToString) -> Self {
        self.attribute(Name(None, name), value)
    }

    /// With an attribute in a namespace.
    pub fn with_in(self, namespace: Namespace, name: &'static str, value: impl ToString) -> Self {
        self.attribute(Name(Some(namespace), name), value)
    }

    /// With an attribute of the vocabulary of texts, which has all of its own in its namespace.
    pub fn with_w(self, name: &'static str, value: impl ToString) -> Self {
        self.with_in(W, name, value)
    }

    /// With the attribute that contains the value of most text elements.
    pub fn val(self, value: impl ToString) -> Self {
        self.with_w("val", value)
    }

    fn attribute(mut self, name: Name, value: impl ToString) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// With these elements after its existing contents.
    pub fn holding(mut self, elements: impl IntoIterator<Item = Element>) -> Self {
        elements.into_iter().for_each(|element| self.push(element));
        self
    }

    /// Adds an element after its existing contents.
    pub fn push(&mut self, element: Element) {
        self.content.push(Node::Element(element));
    }

    /// With a text after its existing contents.
    pub fn saying(mut self, text: &str) -> Self {
        self.content.push(Node::Text(text.to_owned()));
        self
    }

    /// With a text in which all spaces are kept.
    pub fn saying_with_spaces(self, text: &str) -> Self {
        self.with_in(XML, "space", "preserve").saying(text)
    }

    /// A part of a package with this element as its root.
    pub fn part(&self) -> io::Result<Vec<u8>> {
        let mut found = vec![XML];
        self.namespaces(&mut found);
        let mut to = Writer::new(Vec::new());
        to.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
        self.write(&mut to, &found[1..])?;
        Ok(to.into_inner())
    }

    /// Adds the namespaces of this element and of everything in it that are not yet among those
    /// found.
    fn namespaces(&self, found: &mut Vec<Namespace>) {
        let own = std::iter::once(&self.name).chain(self.attributes.iter().map(|(name, _)| name));
        for namespace in own.filter_map(|name| name.0) {
            if !found.contains(&namespace) {
                found.push(namespace);
            }
        }
        for node in &self.content {
            if let Node::Element(element) = node {
                element.namespaces(found);
            }
        }
    }

    fn write(&self, to: &mut Writer<Vec<u8>>, declared: &[Namespace]) -> io::Result<()> {
        let mut element = to.create_element(self.name.written());
        for namespace in declared {
            element = element.with_attribute((namespace.declaration().as_str(), namespace.address));
        }
        for (name, value) in &self.attributes {
            element = element.with_attribute((name.written().as_str(), value.as_str()));
        }
        if self.content.is_empty() {
            element.write_empty()?;
            return Ok(());
        }
        element.write_inner_content(|to| {
            self.content.iter().try_for_each(|node| match node {
                Node::Element(element) => element.write(to, &[]),
                Node::Text(text) => to.write_event(Event::Text(BytesText::new(text))),
            })
        })?;
        Ok(())
    }
}

impl Name {
    fn written(self) -> String {
        match self {
            Self(Some(Namespace { prefix, .. }), local) if !prefix.is_empty() => {
                format!("{prefix}:{local}")
            }
            Self(_, local) => local.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::namespace::{R, TYPES};
    use super::{Element, w};

    #[test]
    fn texts_and_values_are_escaped_and_namespaces_declared_once_at_the_root() {
        let link = Element::of(R, "to").val("<\"&'>");
        let part = w("a").holding([w("b").saying_with_spaces("</w:b> & \"c\""), link]).part();
        assert_eq!(
            String::from_utf8(part.unwrap()).unwrap(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
             <w:a xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
             <w:b xml:space=\"preserve\">&lt;/w:b&gt; &amp; &quot;c&quot;</w:b>\
             <r:to w:val=\"&lt;&quot;&amp;&apos;&gt;\"/></w:a>"
        );
    }

    #[test]
    fn a_vocabulary_without_a_prefix_is_that_of_the_whole_part() {
        let part = Element::of(TYPES, "Types").with("n", 1).part().unwrap();
        let written = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\" n=\"1\"/>";
        assert!(String::from_utf8(part).unwrap().ends_with(written));
    }
}
