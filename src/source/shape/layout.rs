//! Which of a dataset's layouts a workbook is in: sheets by trimmed name, columns by header.

use super::header::{self, Header};
use super::pattern;
use crate::catalogue::{Dataset, Layout, SheetRule};
use crate::domain::{Error, Id, Result, error_codes};
use crate::geography::Geography;
use crate::source::format::Workbook;
use std::collections::BTreeMap;

/// A part of a dataset found in a workbook: its layout and the sheets it is on.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    /// The layout.
    pub layout: &'a Layout,
    /// The sheets to be read.
    pub sheets: Vec<SheetFound<'a>>,
}

/// A sheet by its name in the file, with the dimensions that its name stands for.
#[derive(Debug, Clone)]
pub(super) struct SheetFound<'a> {
    /// Name as in the file.
    pub name: String,
    /// Dimensions held at one code.
    pub set: &'a BTreeMap<Id, String>,
}

/// The layout of every part that the workbook holds.
///
/// Errors: `F103` when a part that is not optional has no sheet, `F104` and `F105` when a sheet is there but its
/// header fits no layout (the nearest one is named).
pub(super) fn choose<'a>(
    workbook: &mut Workbook<'_>,
    dataset: &'a Dataset,
    geography: &Geography,
) -> Result<Vec<Part<'a>>> {
    let mut names: Vec<&str> = dataset.layout.iter().map(|layout| layout.part.as_str()).collect();
    names.dedup();
    let mut parts = Vec::new();
    for name in names {
        let alternatives: Vec<&Layout> = dataset.layout.iter().filter(|layout| layout.part == name).collect();
        parts.extend(choose_one(workbook, dataset, &alternatives, geography)?);
    }
    Ok(parts)
}

fn choose_one<'a>(
    workbook: &mut Workbook<'_>,
    dataset: &'a Dataset,
    alternatives: &[&'a Layout],
    geography: &Geography,
) -> Result<Option<Part<'a>>> {
    let mut nearest: Option<Box<header::Mismatch>> = None;
    for layout in alternatives {
        let Some(sheets) = sheets_of(workbook, layout) else { continue };
        let Some(first) = sheets.first() else { continue };
        unambiguous(workbook, dataset, layout)?;
        let sheet = workbook.head(&first.name, header::SEARCH_ROWS)?;
        match header::find(&sheet, dataset, layout, geography) {
            Ok(Header { .. }) => return Ok(Some(Part { layout, sheets })),
            Err(mismatch) if nearest.as_ref().is_none_or(|best| mismatch.worth() > best.worth()) => {
                nearest = Some(mismatch);
            }
            Err(_) => {}
        }
    }
    if let Some(mismatch) = nearest {
        return Err(mismatch.into_error(dataset));
    }
    let is_there = |rule: &SheetRule| workbook.sheet_names().iter().any(|held| pattern::is_named(&rule.names, held));
    // A workbook with some of a table's sheets has lost the others, whether or not it need have the table.
    let partly = alternatives.iter().any(|layout| layout.sheet.iter().any(is_there));
    if alternatives.iter().any(|layout| layout.optional) && !partly {
        return Ok(None);
    }
    let mut wanted: Vec<&str> = Vec::new();
    for name in alternatives.iter().flat_map(|layout| &layout.sheet).flat_map(|sheet| &sheet.names) {
        if !wanted.contains(&name.as_str()) {
            wanted.push(name);
        }
    }
    let held = workbook.sheet_names();
    let near = wanted.iter().find_map(|name| {
        crate::domain::nearest(name, &held.iter().map(String::as_str).collect::<Vec<_>>()).map(str::to_owned)
    });
    let error = Error::new(error_codes::SHEET_MISSING, format!("looking for the sheets of {}", dataset.id))
        .found(format!("the sheets {}", held.join(", ")))
        .expected(format!("one named {}", wanted.join(" or ")));
    Err(match near {
        Some(near) => error.help(format!(
            "if {near:?} is that sheet under a new name, add the name to `sheet` in data/catalogue/datasets/…/{}.toml",
            dataset.id
        )),
        None => error,
    })
}

/// Errors with `F119` when two sheets of the workbook go by the names of one.
fn unambiguous(workbook: &Workbook<'_>, dataset: &Dataset, layout: &Layout) -> Result<()> {
    for rule in &layout.sheet {
        let held = workbook.sheet_names().iter();
        let fitting: Vec<&str> = held.filter(|held| pattern::is_named(&rule.names, held)).map(String::as_str).collect();
        if fitting.len() > 1 {
            return Err(Error::new(error_codes::SHEETS_AMBIGUOUS, format!("looking for the sheets of {}", dataset.id))
                .found(format!("the sheets {}", fitting.join(", ")))
                .expected("one of them"));
        }
    }
    Ok(())
}

/// The layout's sheets in the workbook, or `None` unless every one of them is there.
pub(super) fn sheets_of<'a>(workbook: &Workbook<'_>, layout: &'a Layout) -> Option<Vec<SheetFound<'a>>> {
    layout
        .sheet
        .iter()
        .map(|rule| {
            let held = workbook.sheet_names().iter();
            let name = held.into_iter().find(|held| pattern::is_named(&rule.names, held))?;
            Some(SheetFound { name: name.clone(), set: &rule.set })
        })
        .collect()
}
