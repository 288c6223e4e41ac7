//! Office Open XML workbooks.
//!
//! Belongs here: the list of worksheets, and the data they share. Does not belong here: the archive
//! (`archive`), the parts in it (`package`), texts, styles and cells, which have their own files.
//!
//! **Invariant:** cells arrive one by one and are counted against the limits before they are
//! stored. No worksheet is in memory as text. Chart sheets and dialogues are not worksheets,
//! wherever they occur among them.

mod cells;
mod package;
mod styles;
mod texts;

use super::cell::SheetBuilder;
use super::fault::{shown, unreadable};
use super::markup::{Event, local};
use super::shown::Epoch;
use super::stream::Bounds;
use super::{Limits, Sheet, archive, check_sheets};
use crate::domain::{Error, Result};
use cells::Shared;
pub(super) use package::Parts;
use std::collections::{BTreeSet, HashMap};
pub(super) use styles::{Font, Style};
pub(super) use texts::{Pieces, is_figure};

/// An opened xlsx file.
pub(super) struct Xlsx<'a> {
    parts: Parts<'a>,
    /// Name of each worksheet, and the part that contains it.
    sheets: Vec<(String, String)>,
    shared: Shared,
}

/// The content of the workbook part.
#[derive(Default)]
struct Book {
    /// Name of each sheet of any kind, and the identifier of its relationship.
    sheets: Vec<(String, String)>,
    from_1904: bool,
    uncalculated: bool,
}

impl<'a> Xlsx<'a> {
    /// Reads the data that the worksheets of a package share.
    pub(super) fn open(mut parts: Parts<'a>) -> Result<Self> {
        let found = parts.relationships("")?;
        let workbook =
            found.iter().find(|relation| relation.is("officeDocument")).ok_or_else(no_workbook)?;
        let book = book(&mut parts, &workbook.target)?;
        let found = parts.relationships(&workbook.target)?;
        let mut by_id = HashMap::new();
        for relation in &found {
            by_id.entry(relation.id.as_str()).or_insert(relation);
        }
        let (mut sheets, mut taken) = (Vec::new(), BTreeSet::new());
        for (name, id) in book.sheets {
            let Some(relation) = by_id.get(id.as_str()) else {
                return Err(unreadable(format!(
                    "an xlsx file that does not say where it holds its sheet {}",
                    shown(&name)
                )));
            };
            if !relation.is("worksheet") {
                continue;
            }
            if !parts.has(&relation.target) {
                return Err(package::missing("worksheet", &relation.target));
            }
            // One part under many names would be read once for each name.
            if !taken.insert(relation.target.to_ascii_lowercase()) {
                return Err(archive::no_program_writes(format!(
                    "two sheets in the part {}",
                    shown(&relation.target)
                )));
            }
            sheets.push((name, relation.target.clone()));
        }
        let of = |kind: &str| {
            found.iter().find(|relation| relation.is(kind)).map(|relation| relation.target.as_str())
        };
        let (held, texts) = (parts.held(), parts.texts());
        let styles = match of("styles") {
            Some(path) => styles::read(&mut parts.open(path, "styles", held)?)?,
            None => Vec::new(),
        };
        let texts = match of("sharedStrings") {
            Some(path) => texts::read(&mut parts.open(path, "table of texts", texts)?)?,
            None => Vec::new(),
        };
        let epoch = if book.from_1904 { Epoch::From1904 } else { Epoch::From1900 };
        Ok(Self {
            parts,
            sheets,
            shared: Shared { texts, styles, epoch, uncalculated: book.uncalculated },
        })
    }

    /// Names of the worksheets in order.
    pub(super) fn names(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, _)| name.clone()).collect()
    }

    /// Reads the first rows of a worksheet, and no more of it.
    pub(super) fn head(&mut self, name: &str, rows: usize, limits: &Limits) -> Result<Sheet> {
        let mut builder = SheetBuilder::new(name, limits);
        if let Some((_, path)) = self.sheets.iter().find(|(known, _)| known == name) {
            let stream = self.parts.open(path, "worksheet", Bounds::NONE)?;
            cells::read(stream, rows, &self.shared, &mut builder)?;
        }
        Ok(builder.finish())
    }
}

fn no_workbook() -> Error {
    unreadable("an xlsx file whose relationships name no workbook")
}

/// Reads the workbook part.
fn book(parts: &mut Parts<'_>, path: &str) -> Result<Book> {
    let mut book = Book::default();
    let held = parts.held();
    let limits = parts.limits().clone();
    let mut stream = parts.open(path, "workbook", held)?;
    while let Some(event) = stream.event()? {
        let Event::Start(tag) = event else { continue };
        match local(tag.name) {
            "extLst" if !tag.closed => stream.skip()?,
            "workbookPr" => {
                let first = tag.attribute("date1904")?;
                book.from_1904 = first.is_some_and(|value| matches!(&*value, "1" | "true" | "on"));
            }
            "calcPr" => {
                let whole = tag.attribute("fullCalcOnLoad")?;
                book.uncalculated = whole.is_some_and(|value| matches!(&*value, "1" | "true"));
            }
            "sheet" => {
                let mut prefixed = tag
                    .attributes()
                    .filter_map(Result::ok)
                    .filter(|(name, _)| name.ends_with(":id"));
                if let (Some(name), Some((_, id))) = (tag.attribute("name")?, prefixed.next()) {
                    book.sheets.push((name.into_owned(), id.to_owned()));
                }
                check_sheets(book.sheets.len(), &limits)?;
            }
            _ => {}
        }
    }
    Ok(book)
}
