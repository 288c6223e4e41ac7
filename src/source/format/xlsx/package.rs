//! The parts of an xlsx file, found by its relationships.
//!
//! Belongs here: identifying parts, whatever their name, and opening one for reading within its
//! limits. Does not belong here: the content of a part.
//!
//! **Invariant:** a part is read with the limits for its role, so its name and location decide
//! nothing.

use super::super::Limits;
use super::super::entry::{Archive, damaged, plain};
use super::super::fault::{shown, unreadable};
use super::super::markup::{Event, local};
use super::super::stream::{Bounds, Inflated, Place, Stream};
use crate::domain::{Error, Result};

/// An archive whose entries have been checked to be harmless, and how much of it has been read.
pub(in crate::source::format) struct Parts<'a> {
    archive: Archive<'a>,
    /// Names of the entries in the form used for look-ups.
    names: Vec<String>,
    limits: Limits,
    inflated: Inflated,
}

/// A line of a list of relationships.
pub(super) struct Relationship {
    pub(super) id: String,
    kind: String,
    /// The target part, from the root of the archive.
    pub(super) target: String,
}

impl Relationship {
    /// True for relationships of that kind, in both the transitional and the strict namespace.
    pub(super) fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

impl<'a> Parts<'a> {
    /// The parts of an archive with these entries.
    pub(in crate::source::format) fn new(
        archive: Archive<'a>,
        names: &[String],
        limits: &Limits,
    ) -> Self {
        let names = names.iter().map(|name| plain(name)).collect();
        Self { archive, names, limits: limits.clone(), inflated: Inflated::default() }
    }

    /// Opens a part; `what` describes it for the error when no part has that name.
    pub(super) fn open(&mut self, path: &str, what: &str, bounds: Bounds) -> Result<Stream<'_>> {
        let wanted = plain(path);
        let part = self
            .names
            .iter()
            .position(|name| *name == wanted)
            .ok_or_else(|| missing(what, path))?;
        let Self { archive, names, limits, inflated } = self;
        let name = &names[part];
        let entry = archive.by_index(part).map_err(|error| damaged(name, &error))?;
        let compressed = entry.compressed_size();
        let input = Box::new(entry);
        Ok(Stream {
            input,
            name,
            part,
            compressed,
            bounds,
            limits,
            inflated,
            place: Place::default(),
        })
    }

    /// The limits for the entire file.
    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// True when the archive has a part with that name.
    pub(super) fn has(&self, path: &str) -> bool {
        let wanted = plain(path);
        self.names.contains(&wanted)
    }

    /// The limits for a part of which much is stored.
    pub(super) fn held(&self) -> Bounds {
        Bounds { bytes: self.limits.part_bytes, tags: self.limits.part_tags }
    }

    /// The limits for the table of texts.
    pub(super) fn texts(&self) -> Bounds {
        Bounds { bytes: self.limits.part_bytes, tags: self.limits.text_tags }
    }

    /// The relationships of a part, or of the entire package for an empty name.
    pub(super) fn relationships(&mut self, of: &str) -> Result<Vec<Relationship>> {
        let (folder, file) = of.rsplit_once('/').unwrap_or(("", of));
        let list = resolved(folder, &format!("_rels/{file}.rels"));
        let bounds = self.held();
        let mut stream = self.open(&list, "list of relationships", bounds)?;
        let mut found = Vec::new();
        while let Some(event) = stream.event()? {
            let Event::Start(tag) = event else { continue };
            if local(tag.name) != "Relationship"
                || tag.attribute("TargetMode")?.is_some_and(|mode| mode == "External")
            {
                continue;
            }
            if let (Some(id), Some(kind), Some(target)) =
                (tag.attribute("Id")?, tag.attribute("Type")?, tag.attribute("Target")?)
            {
                let target = resolved(folder, &target);
                found.push(Relationship { id: id.into_owned(), kind: kind.into_owned(), target });
            }
        }
        Ok(found)
    }
}

/// The error for a part that is named but missing.
pub(super) fn missing(what: &str, path: &str) -> Error {
    unreadable(format!(
        "an xlsx file that names {} as its {what}, and does not hold it",
        shown(path)
    ))
}

/// A target as a path from the root of the archive. Relative targets start at the folder of the
/// part that names them.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace("%20", " ").replace('\\', "/");
    let (start, rest) = match target.strip_prefix('/') {
        Some(rest) => ("", rest),
        None => (folder, target.as_str()),
    };
    let mut path: Vec<&str> = Vec::new();
    for step in start.split('/').chain(rest.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn targets_are_relative_to_the_part_that_names_them() {
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl/a", "../b/my%20sheet.xml"), "xl/b/my sheet.xml");
        assert_eq!(resolved("", "./book.xml"), "book.xml");
    }
}
