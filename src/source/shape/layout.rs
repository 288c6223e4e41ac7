//! Finds the layout of a workbook among those of a dataset: sheets by trimmed name, columns by
//! header.

use super::header;
use super::pattern;
use crate::catalogue::{Dataset, Layout, SheetRule};
use crate::domain::{Error, Id, MissingDefinition, Result, error_codes};
use crate::geography::Geography;
use crate::source::format::Workbook;
use std::collections::BTreeMap;

/// A part of a dataset found in a workbook: its layout and its sheets.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    /// The layout.
    pub layout: &'a Layout,
    /// The sheets to be read.
    pub sheets: Vec<SheetFound<'a>>,
}

/// A sheet by its name in the file, with the dimensions that its name determines.
#[derive(Debug, Clone)]
pub(super) struct SheetFound<'a> {
    /// Name as in the file.
    pub name: String,
    /// Dimensions fixed at one code.
    pub set: &'a BTreeMap<Id, String>,
}

/// The layout of every part in the workbook.
///
/// Errors with `F103` when a part that is not optional has no sheet. Errors with `F104` and `F105`
/// when a sheet exists but its header fits no layout; the error names the nearest one.
pub(super) fn choose<'a>(
    workbook: &mut Workbook<'_>,
    dataset: &'a Dataset,
    geography: &Geography,
) -> Result<Vec<Part<'a>>> {
    let mut names: Vec<&str> = dataset.layout.iter().map(|layout| layout.part.as_str()).collect();
    names.dedup();
    let mut parts = Vec::new();
    for name in names {
        let alternatives: Vec<&Layout> =
            dataset.layout.iter().filter(|layout| layout.part == name).collect();
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
    for layout in alternatives.iter().filter(|layout| sheets_of(workbook, layout).is_some()) {
        unambiguous(workbook, dataset, layout)?;
    }
    match try_layouts(workbook, dataset, alternatives.iter().copied(), geography)? {
        Fit::Whole(part) => return Ok(Some(part)),
        Fit::Nearly(mismatch) => return Err(mismatch.into_error(dataset)),
        Fit::Not => {}
    }
    let is_there = |rule: &SheetRule| sheets_named(workbook, rule).next().is_some();
    // A workbook with some of a table's sheets is missing the others, even if the table is
    // optional.
    let partly = alternatives.iter().any(|layout| layout.sheet.iter().any(is_there));
    if alternatives.iter().any(|layout| layout.optional) && !partly {
        return Ok(None);
    }
    let mut wanted: Vec<&str> = Vec::new();
    for name in alternatives.iter().flat_map(|layout| &layout.sheet).flat_map(|sheet| &sheet.names)
    {
        if !wanted.contains(&name.as_str()) {
            wanted.push(name);
        }
    }
    let is_absent = |rule: &&SheetRule| sheets_named(workbook, rule).next().is_none();
    let absent = alternatives.iter().flat_map(|layout| &layout.sheet).filter(is_absent);
    let absent: Vec<String> = absent.flat_map(|rule| rule.names.iter().cloned()).collect();
    let held = workbook.sheet_names();
    let near = wanted.iter().find_map(|name| {
        crate::domain::nearest(name, &held.iter().map(String::as_str).collect::<Vec<_>>())
            .map(str::to_owned)
    });
    let error =
        Error::new(error_codes::SHEET_MISSING, format!("looking for the sheets of {}", dataset.id))
            .found(format!("the sheets {}", held.join(", ")))
            .expected(format!("one named {}", wanted.join(" or ")))
            .lacking(MissingDefinition::Sheet {
                dataset: dataset.id.clone(),
                names: absent,
                held: held.to_vec(),
            });
    Err(match near {
        Some(near) => error.help(format!(
            "if {near:?} is that sheet under a new name, add the name to `sheet` in \
             data/catalogue/datasets/…/{}.toml",
            dataset.id
        )),
        None => error,
    })
}

/// How well some layouts of a dataset fit a workbook.
pub(super) enum Fit<'a> {
    /// A layout's sheets and all its columns exist, with no unknown columns.
    Whole(Part<'a>),
    /// The sheets exist; the header differs from the nearest layout.
    Nearly(Box<header::Mismatch>),
    /// No layout has all its sheets in the workbook.
    Not,
}

/// The first layout that fits, otherwise how the nearest one differs.
pub(super) fn try_layouts<'a>(
    workbook: &mut Workbook<'_>,
    dataset: &'a Dataset,
    layouts: impl Iterator<Item = &'a Layout>,
    geography: &Geography,
) -> Result<Fit<'a>> {
    let mut nearest: Option<Box<header::Mismatch>> = None;
    for layout in layouts {
        let Some(sheets) = sheets_of(workbook, layout) else { continue };
        let Some(first) = sheets.first() else { continue };
        let sheet = workbook.head(&first.name, header::SEARCH_ROWS)?;
        match header::find(&sheet, dataset, layout, geography) {
            Ok(_) => return Ok(Fit::Whole(Part { layout, sheets })),
            Err(mismatch)
                if nearest.as_ref().is_none_or(|held| mismatch.worth() > held.worth()) =>
            {
                nearest = Some(mismatch);
            }
            Err(_) => {}
        }
    }
    Ok(nearest.map_or(Fit::Not, Fit::Nearly))
}

/// The sheets of a workbook with one of a rule's names.
fn sheets_named<'w>(workbook: &'w Workbook<'_>, rule: &SheetRule) -> impl Iterator<Item = &'w str> {
    workbook
        .sheet_names()
        .iter()
        .map(String::as_str)
        .filter(|held| pattern::is_named(&rule.names, held))
}

/// Errors with `F119` when two sheets of the workbook match one sheet rule.
fn unambiguous(workbook: &Workbook<'_>, dataset: &Dataset, layout: &Layout) -> Result<()> {
    for rule in &layout.sheet {
        let fitting: Vec<&str> = sheets_named(workbook, rule).collect();
        if fitting.len() > 1 {
            return Err(Error::new(
                error_codes::SHEETS_AMBIGUOUS,
                format!("looking for the sheets of {}", dataset.id),
            )
            .found(format!("the sheets {}", fitting.join(", ")))
            .expected("one of them"));
        }
    }
    Ok(())
}

/// The layout's sheets in the workbook, or `None` unless all of them exist.
fn sheets_of<'a>(workbook: &Workbook<'_>, layout: &'a Layout) -> Option<Vec<SheetFound<'a>>> {
    layout
        .sheet
        .iter()
        .map(|rule| {
            let name = sheets_named(workbook, rule).next()?;
            Some(SheetFound { name: name.to_owned(), set: &rule.set })
        })
        .collect()
}
