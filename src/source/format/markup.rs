//! A small XML reader, for the parts of workbooks that this module reads: xlsx, ods and
//! SpreadsheetML.
//!
//! Belongs here: tags, attributes, texts and the five predefined entities. Does not belong here:
//! what a tag means. Document type declarations and custom entities are refused, since no
//! spreadsheet has them.
//!
//! **Invariant:** the returned values borrow from the document, so reading allocates no memory.

use super::fault::{shown, unreadable};
use crate::domain::{Error, Result};
use memchr::{memchr, memchr3};
use std::borrow::Cow;

/// One step through a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event<'a> {
    /// `<name …>` or `<name …/>`.
    Start(Tag<'a>),
    /// `</name>`.
    End(&'a str),
    /// Text between tags, entities not yet replaced.
    Text(&'a str),
    /// Text without entities, to be used unchanged.
    Verbatim(&'a str),
}

/// A starting tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Name with its prefix.
    pub(super) name: &'a str,
    /// True for `<name/>`, which has no end tag.
    pub(super) closed: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// The attributes in the order of the document, entities not yet replaced.
    pub(super) fn attributes(&self) -> Attributes<'a> {
        Attributes { tag: *self, rest: self.attributes.trim_ascii() }
    }

    /// A tag from the text between its `<` and `>`.
    pub(super) fn inside(inside: &'a str) -> Self {
        let closed = inside.ends_with('/');
        let inside = inside.strip_suffix('/').unwrap_or(inside);
        let name_end = inside
            .bytes()
            .position(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
            .unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(name_end);
        Self { name, closed, attributes }
    }

    /// The value of an attribute, with its entities replaced.
    pub(super) fn attribute(&self, wanted: &str) -> Result<Option<Cow<'a, str>>> {
        for attribute in self.attributes() {
            let (name, value) = attribute?;
            if name == wanted {
                return replace_entities(value).map(Some);
            }
        }
        Ok(None)
    }

    /// The value of an attribute with a number of repetitions; 1 if it is absent.
    pub(super) fn repeated(&self, wanted: &str) -> Result<usize> {
        self.attribute(wanted)?.map_or(Ok(1), |number| self.number(wanted, &number))
    }

    /// An attribute of the tag as a whole number.
    pub(super) fn number(&self, attribute: &str, value: &str) -> Result<usize> {
        let is_none = |_| {
            unreadable(format!("the tag {} with {attribute} of {}", shown(self.name), shown(value)))
        };
        value.trim().parse().map_err(is_none)
    }

    fn malformed(&self) -> Error {
        unreadable(format!("malformed XML in the tag {}", shown(self.name)))
    }
}

/// The attributes of a tag: name and value of each.
pub(super) struct Attributes<'a> {
    tag: Tag<'a>,
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Result<(&'a str, &'a str)>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = std::mem::take(&mut self.rest);
        if rest.is_empty() {
            return None;
        }
        let attribute = (|| {
            let (name, after) = rest.split_at_checked(memchr(b'=', rest.as_bytes())?)?;
            let after = after.get(1..)?.trim_ascii_start();
            let quote = *after.as_bytes().first().filter(|quote| matches!(quote, b'"' | b'\''))?;
            let value = after.get(1..)?;
            let end = memchr(quote, value.as_bytes())?;
            self.rest = value.get(end + 1..)?.trim_ascii_start();
            Some((name.trim_ascii_end(), value.get(..end)?))
        })();
        Some(attribute.ok_or_else(|| self.tag.malformed()))
    }
}

/// Steps through a document from a given position.
#[derive(Debug, Clone)]
pub(super) struct Reader<'a> {
    document: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(document: &'a str) -> Self {
        Self { document, at: 0 }
    }

    /// Position in the document, in bytes.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// The next tag or text; `None` at the end.
    pub(super) fn event(&mut self) -> Result<Option<Event<'a>>> {
        loop {
            let rest = &self.document[self.at..];
            if rest.is_empty() {
                return Ok(None);
            }
            if !rest.starts_with('<') {
                let end = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
                self.at += end;
                return Ok(Some(Event::Text(&rest[..end])));
            }
            if let Some(event) = self.tag(rest)? {
                return Ok(Some(event));
            }
        }
    }

    /// Reads markup that starts with `<`; `None` for comments and instructions, which are skipped.
    fn tag(&mut self, rest: &'a str) -> Result<Option<Event<'a>>> {
        if rest.starts_with("<!--") {
            self.inside(rest, "<!--", "-->")?;
            return Ok(None);
        }
        if rest.starts_with("<?") {
            self.inside(rest, "<?", "?>")?;
            return Ok(None);
        }
        if rest.starts_with("<![CDATA[") {
            return self.inside(rest, "<![CDATA[", "]]>").map(|text| Some(Event::Verbatim(text)));
        }
        if rest.starts_with("<!") {
            return Err(unreadable("a declaration inside the XML of the workbook"));
        }
        if rest.starts_with("</") {
            return self.inside(rest, "</", ">").map(|name| Some(Event::End(name.trim_ascii())));
        }
        let end = tag_end(rest).ok_or_else(cut_short)?;
        self.at += end + 1;
        Ok(Some(Event::Start(Tag::inside(&rest[1..end]))))
    }

    fn inside(&mut self, rest: &'a str, open: &str, close: &str) -> Result<&'a str> {
        let length = rest[open.len()..].find(close).ok_or_else(cut_short)?;
        self.at += open.len() + length + close.len();
        Ok(&rest[open.len()..open.len() + length])
    }

    /// Skips everything up to the end of a tag that was just started.
    pub(super) fn skip(&mut self, tag: Tag<'_>) -> Result<()> {
        let mut depth = usize::from(!tag.closed);
        while depth > 0 {
            match self.event()?.ok_or_else(cut_short)? {
                Event::Start(inner) if inner.name == tag.name && !inner.closed => depth += 1,
                Event::End(name) if name == tag.name => depth -= 1,
                _ => {}
            }
        }
        Ok(())
    }

    /// Skips a tag as [`Reader::skip`] does, but examines only tags with the same name.
    ///
    /// A `<` cannot occur inside an attribute or text, so the tags between need not be parsed.
    pub(super) fn skip_quickly(&mut self, tag: Tag<'_>) -> Result<()> {
        // Every tag is compared with this name, so a name as long as the document must be refused.
        const LONGEST_NAME: usize = 1_000;
        if tag.name.len() > LONGEST_NAME {
            return Err(tag.malformed());
        }
        let mut depth = usize::from(!tag.closed);
        while depth > 0 {
            let rest = &self.document[self.at..];
            self.at += memchr(b'<', rest.as_bytes()).ok_or_else(cut_short)?;
            let rest = &self.document[self.at..];
            let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
            let same = name.strip_prefix(tag.name).is_some_and(|after| {
                !after.starts_with(|next: char| next.is_alphanumeric() || "-_.:".contains(next))
            });
            if !same && !rest.starts_with("<!") && !rest.starts_with("<?") {
                self.at += 1;
                continue;
            }
            match self.tag(rest)? {
                Some(Event::Start(inner)) if same && !inner.closed => depth += 1,
                Some(Event::End(_)) if same => depth -= 1,
                _ => {}
            }
        }
        Ok(())
    }
}

/// A name without the prefix of its namespace.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, name)| name)
}

/// The error for a document that ends too early.
pub(super) fn cut_short() -> Error {
    unreadable("XML that ends in the middle")
}

/// Position of the `>` that ends a tag; a `>` inside quotes does not.
fn tag_end(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut from = 0;
    loop {
        let at = from + memchr3(b'>', b'"', b'\'', bytes.get(from..)?)?;
        let mark = bytes[at];
        if mark == b'>' {
            return Some(at);
        }
        from = at + 1 + memchr(mark, bytes.get(at + 1..)?)? + 1;
    }
}

/// Text with the predefined entities and character references replaced.
pub(super) fn replace_entities(text: &str) -> Result<Cow<'_, str>> {
    if !text.contains('&') {
        return Ok(Cow::Borrowed(text));
    }
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        replaced.push_str(before);
        let (entity, after) = after
            .split_once(';')
            .ok_or_else(|| unreadable("an ampersand alone in the XML of the workbook"))?;
        replaced.push(character(entity).ok_or_else(|| {
            unreadable(format!("the entity {} in the XML of the workbook", shown(entity)))
        })?);
        rest = after;
    }
    replaced.push_str(rest);
    Ok(Cow::Owned(replaced))
}

fn character(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = entity.strip_prefix('#')?;
            let code = match digits.strip_prefix('x') {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}
