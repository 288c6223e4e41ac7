//! Unknown sheets that may be a part of a dataset under a new name.
//!
//! Belongs here: optional parts that a workbook has under no known name. Does not belong here:
//! required parts, which `layout` reports as missing; or deciding whether a sheet is such a part.
//! Sums or a user decide that.

use super::layout::Part;
use super::recognise::is_beside_tables;
use super::{Shaper, header, pattern};
use crate::catalogue::{Dataset, Layout, SheetRule};
use crate::domain::{Error, MissingDefinition, Result, error_codes};
use crate::source::format::{CSV_SHEET, Workbook};
use std::collections::BTreeSet;

/// `F103` for every optional part of a dataset that was not found, if a sheet unknown to all
/// datasets has its columns.
pub(super) fn optional_parts(
    workbook: &mut Workbook<'_>,
    shaper: &Shaper<'_>,
    dataset: &Dataset,
    found: &[Part<'_>],
) -> Result<Vec<Error>> {
    let unknown = unknown_sheets(workbook, shaper);
    let is_read = |layout: &Layout| found.iter().any(|part| part.layout.part == layout.part);
    let mut parts: BTreeSet<&str> = BTreeSet::new();
    let mut errors = Vec::new();
    for layout in dataset
        .layout
        .iter()
        .filter(|layout| layout.optional && !layout.needs_cover && !is_read(layout))
    {
        // With several sheets it is unknown which is which.
        let [rule] = layout.sheet.as_slice() else { continue };
        if is_there(workbook, rule) {
            continue;
        }
        let mut held = Vec::new();
        for name in &unknown {
            let sheet = workbook.head(name, header::SEARCH_ROWS)?;
            held.extend(
                header::find(&sheet, dataset, layout, shaper.geography)
                    .is_ok()
                    .then(|| name.clone()),
            );
        }
        let Some(first) = held.first().filter(|_| parts.insert(&layout.part)) else { continue };
        errors.push(
            Error::new(
                error_codes::SHEET_MISSING,
                format!("looking for the sheets of {}", dataset.id),
            )
            .in_sheet(first)
            .found(format!(
                "a sheet that no dataset knows, with the columns of {}",
                rule.names.join(" or ")
            ))
            .expected(format!("one named {}", rule.names.join(" or ")))
            .lacking(MissingDefinition::Sheet {
                dataset: dataset.id.clone(),
                names: rule.names.clone(),
                held,
            }),
        );
    }
    Ok(errors)
}

/// True if a sheet has one of the rule's names apart from underscores, which editions write for
/// spaces. Such a sheet is not renamed, and was already read or deliberately not read.
fn is_there(workbook: &Workbook<'_>, rule: &SheetRule) -> bool {
    let spaced = |name: &String| name.replace('_', " ");
    let names: Vec<String> = rule.names.iter().map(spaced).collect();
    workbook.sheet_names().iter().any(|held| pattern::is_named(&names, &spaced(held)))
}

/// The sheets whose name belongs to no dataset's tables, covers or notes.
fn unknown_sheets(workbook: &Workbook<'_>, shaper: &Shaper<'_>) -> Vec<String> {
    let rules = || {
        shaper
            .datasets
            .values()
            .flat_map(|dataset| &dataset.layout)
            .flat_map(|layout| &layout.sheet)
    };
    let is_known = |name: &String| {
        name == CSV_SHEET
            || rules().any(|rule| pattern::is_named(&rule.names, name))
            || is_beside_tables(shaper.datasets, name)
    };
    workbook.sheet_names().iter().filter(|name| !is_known(name)).cloned().collect()
}
