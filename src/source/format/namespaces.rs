//! Converts OpenDocument prefixes to the usual ones.
//!
//! Belongs here: the namespaces that a document binds to prefixes. Does not belong here: what is
//! read under these names (`ods`).
//!
//! **Invariant:** in the result, `table:`, `office:`, `text:`, `style:`, `draw:` and `calcext:`
//! have only the meaning that they have in documents of LibreOffice and Excel. A document that
//! already uses these prefixes is returned unchanged.

use super::Limits;
use super::fault::{too_large, unreadable};
use super::markup::{Event, Reader, Tag};
use crate::domain::Result;
use std::collections::HashMap;
use std::fmt::Write;

/// The namespaces that are read, each with its usual prefix.
const USUAL: [(&str, &str); 6] = [
    ("table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"),
    ("calcext", "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"),
];

/// The document with the usual prefixes. Errors with `F114` if it would exceed the size limit.
pub(super) fn with_usual_prefixes(content: String, limits: &Limits) -> Result<String> {
    if is_usual(&content)? { Ok(content) } else { rewritten(&content, limits) }
}

/// True when the first tag binds our prefixes as usual, and no other tag declares any. In nearly
/// all documents the first tag declares all prefixes.
fn is_usual(content: &str) -> Result<bool> {
    let mut reader = Reader::new(content);
    while let Some(event) = reader.event()? {
        let Event::Start(root) = event else { continue };
        for attribute in root.attributes() {
            let (name, uri) = attribute?;
            let Some(prefix) = declared_prefix(name) else { continue };
            let named = USUAL.iter().any(|(usual, _)| *usual == prefix);
            let meant = USUAL.iter().find(|(_, known)| *known == uri);
            if named != meant.is_some() || meant.is_some_and(|(usual, _)| *usual != prefix) {
                return Ok(false);
            }
        }
        let rest = content.get(reader.position()..).unwrap_or_default();
        return Ok(memchr::memmem::find(rest.as_bytes(), b"xmlns").is_none());
    }
    Ok(true)
}

/// The prefix that an attribute declares; empty for the default namespace.
fn declared_prefix(attribute: &str) -> Option<&str> {
    if attribute == "xmlns" { Some("") } else { attribute.strip_prefix("xmlns:") }
}

/// The meanings of prefixes. However many attributes a tag has, each is looked up in one step.
#[derive(Default)]
struct Scope<'a> {
    /// The namespaces of each prefix, the innermost declaration last.
    meanings: HashMap<&'a str, Vec<&'a str>>,
    /// The prefixes in the order of declaration, each with the depth at which it ends.
    declared: Vec<(usize, &'a str)>,
}

impl<'a> Scope<'a> {
    fn declare(&mut self, tag: Tag<'a>, depth: usize) -> Result<()> {
        // LibreOffice declares 36.
        const MOST: usize = 500;
        for attribute in tag.attributes() {
            let (name, uri) = attribute?;
            let Some(prefix) = declared_prefix(name) else { continue };
            self.declared.push((depth, prefix));
            self.meanings.entry(prefix).or_default().push(uri);
            if self.declared.len() > MOST {
                return Err(unreadable(format!("more than {MOST} namespaces")));
            }
        }
        Ok(())
    }

    fn leave(&mut self, depth: usize) {
        while let Some((_, prefix)) = self.declared.pop_if(|(from, _)| *from >= depth) {
            self.meanings.get_mut(prefix).and_then(Vec::pop);
        }
    }

    /// Writes a name with its usual prefix. A name that uses a usual prefix for another namespace
    /// receives a different one.
    fn write(&self, name: &str, is_attribute: bool, into: &mut String) {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let uri = self.meanings.get(prefix).and_then(|uris| uris.last()).copied();
        let usual = USUAL.iter().find(|(_, known)| Some(*known) == uri);
        match usual {
            _ if is_attribute && prefix.is_empty() => into.push_str(name),
            Some((usual, _)) => into.extend([usual, ":", local]),
            None if uri.is_some() && USUAL.iter().any(|(usual, _)| *usual == prefix) => {
                into.extend(["other-", name]);
            }
            None => into.push_str(name),
        }
    }
}

fn rewritten(content: &str, limits: &Limits) -> Result<String> {
    let most = usize::try_from(limits.content_bytes).unwrap_or(usize::MAX);
    let mut written = String::with_capacity(content.len() + content.len() / 8);
    let (mut scope, mut depth) = (Scope::default(), 0_usize);
    let mut reader = Reader::new(content);
    while let Some(event) = reader.event()? {
        match event {
            Event::Start(tag) => {
                depth += 1;
                scope.declare(tag, depth)?;
                start(tag, &scope, &mut written, most)?;
                if tag.closed {
                    scope.leave(depth);
                    depth -= 1;
                }
            }
            Event::End(name) => {
                written.push_str("</");
                scope.write(name, false, &mut written);
                written.push('>');
                scope.leave(depth);
                depth = depth.saturating_sub(1);
            }
            Event::Text(text) => written.push_str(text),
            Event::Verbatim(text) => written.extend(["<![CDATA[", text, "]]>"]),
        }
        check_length(&written, most)?;
    }
    Ok(written)
}

fn check_length(written: &str, most: usize) -> Result<()> {
    if written.len() <= most {
        return Ok(());
    }
    Err(too_large("content with longer names", format!("at most {most} bytes")))
}

fn start<'a>(tag: Tag<'a>, scope: &Scope<'a>, written: &mut String, most: usize) -> Result<()> {
    written.push('<');
    scope.write(tag.name, false, written);
    for attribute in tag.attributes() {
        let (name, value) = attribute?;
        if declared_prefix(name).is_some() {
            continue;
        }
        written.push(' ');
        scope.write(name, true, written);
        let quote = if value.contains('"') { '\'' } else { '"' };
        // Writing into a text cannot fail.
        let _ = write!(written, "={quote}{value}{quote}");
        check_length(written, most)?;
    }
    written.push_str(if tag.closed { "/>" } else { ">" });
    Ok(())
}
