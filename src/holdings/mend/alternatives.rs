//! Possible meanings of something that a definition does not cover: for each kind of missing
//! definition, the wordings that would settle it.

use super::alternative::Alternative;
use super::areas::areas;
use super::labels::labels;
use super::likeness::unlikeness;
use super::texts::{passed_over, texts};
use crate::catalogue::{Dataset, HeaderWording, IgnoredColumn, SheetWording, Wording};
use crate::domain::{MissingDefinition, Result, edits_between};
use crate::holdings::Holdings;
use crate::source::Reading;

/// The most alternatives that are tried, the nearest first.
const MOST: usize = 24;

/// The most columns that are tried in every order.
const MOST_COLUMNS: usize = 4;

/// The kind of a missing definition, and what was found in the file.
pub(super) fn described(lack: &MissingDefinition) -> (&'static str, String) {
    match lack {
        MissingDefinition::Headers { missing, unknown, .. } if unknown.is_empty() => {
            ("header", format!("no column for {}", missing.join(", ")))
        }
        MissingDefinition::Headers { unknown, .. } => ("header", unknown.join(" | ")),
        MissingDefinition::Label { text, .. } => ("label", text.clone()),
        MissingDefinition::Area { code, name, .. } => {
            ("area", code.iter().chain(name).map(String::as_str).collect::<Vec<_>>().join(" "))
        }
        MissingDefinition::Sheet { held, .. } => ("sheet", held.join(" | ")),
        MissingDefinition::Text { text, .. } => ("text", text.clone()),
        MissingDefinition::Day { .. } => ("file", "no day".to_owned()),
    }
}

/// Every possible meaning, the nearest wording first; empty where the meaning cannot be known.
pub(super) fn alternatives(
    holdings: &Holdings,
    lack: &MissingDefinition,
    readings: &[Reading],
) -> Result<Vec<Alternative>> {
    let mut found = match lack {
        MissingDefinition::Headers { dataset, missing, unknown } => {
            headers(holdings.catalogue().dataset(dataset.as_str())?, missing, unknown)
        }
        MissingDefinition::Label { dataset, codelist, text } => {
            let list = holdings.catalogue().codelist(codelist.as_str())?;
            let dataset = holdings.catalogue().dataset(dataset.as_str())?;
            let labels = labels(holdings, dataset, list, text, readings)?;
            passed_over(dataset, list, text).into_iter().chain(labels).collect()
        }
        MissingDefinition::Area { dataset, code, name } => {
            areas(holdings, dataset, code.as_deref(), name.as_deref(), readings)?
        }
        MissingDefinition::Sheet { dataset, names, held } => {
            sheets(holdings.catalogue().dataset(dataset.as_str())?, names, held)
        }
        MissingDefinition::Text { dataset, column, text } => {
            texts(holdings.catalogue().dataset(dataset.as_str())?, column, text)
        }
        MissingDefinition::Day { .. } => Vec::new(),
    };
    found.truncate(MOST);
    Ok(found)
}

/// Why nothing can be proposed for a missing definition, as far as that is known without trying.
pub(crate) fn in_the_way(holdings: &Holdings, lack: &MissingDefinition) -> Option<String> {
    match lack {
        MissingDefinition::Headers { dataset, missing, unknown } => {
            headers_in_the_way(holdings.catalogue().datasets.get(dataset)?, missing, unknown)
        }
        MissingDefinition::Area { code: None, name: None, .. } => {
            Some("the row names no area".to_owned())
        }
        MissingDefinition::Sheet { names, .. } if names.is_empty() => {
            Some("no sheet of the table is missing".to_owned())
        }
        _ => None,
    }
}

/// Why no order of unknown headers can be tried for the columns that are missing.
fn headers_in_the_way(dataset: &Dataset, missing: &[String], unknown: &[String]) -> Option<String> {
    let has_placeholder = |id: &&String| {
        dataset
            .column(id)
            .is_none_or(|column| column.header.iter().any(|header| header.contains('{')))
    };
    if missing.len() > unknown.len() {
        let columns = missing.join(", ");
        return Some(format!(
            "the sheet has no unknown heading that could be that of each column missing ({columns})"
        ));
    }
    if missing.len() > MOST_COLUMNS {
        return Some(format!(
            "{} columns are missing, and at most {MOST_COLUMNS} are looked for",
            missing.len()
        ));
    }
    let column = missing.iter().find(has_placeholder)?;
    Some(format!(
        "the heading of the column {column} holds a year, a period or a label, which no wording \
         can stand for"
    ))
}

/// Each missing column under one of the unknown headers; headers that are left over are of columns
/// that no measure needs.
fn headers(dataset: &Dataset, missing: &[String], unknown: &[String]) -> Vec<Alternative> {
    if headers_in_the_way(dataset, missing, unknown).is_some() {
        return Vec::new();
    }
    let distance = |id: &String, text: &String| {
        let known = dataset.column(id).map(|column| column.header.as_slice()).unwrap_or_default();
        known
            .iter()
            .map(|header| unlikeness(header, text))
            .min()
            .unwrap_or(usize::MAX / MOST_COLUMNS / 2)
    };
    // If an order uses a header and some others are nearer, at least as many orders come before it.
    let nearest = |id: &String| {
        let mut near: Vec<(usize, usize)> =
            unknown.iter().map(|text| distance(id, text)).zip(0..).collect();
        near.sort_unstable();
        near.truncate(MOST + MOST_COLUMNS);
        near.sort_unstable_by_key(|(_, at)| *at);
        near
    };
    let mut orders: Vec<(usize, Vec<usize>)> = vec![(0, Vec::new())];
    for near in missing.iter().map(nearest) {
        let longer = |(far, begun): &(usize, Vec<usize>)| {
            let is_free =
                |at: usize| !begun.iter().any(|taken| unknown.get(*taken) == unknown.get(at));
            let free: Vec<(usize, usize)> =
                near.iter().filter(|(_, at)| is_free(*at)).copied().collect();
            let (far, begun) = (*far, begun.clone());
            free.into_iter().map(move |(more, at)| {
                (far.saturating_add(more), [begun.as_slice(), &[at]].concat())
            })
        };
        orders = orders.iter().flat_map(longer).collect();
    }
    orders.sort_by_key(|(far, _)| *far);
    orders.truncate(MOST);
    let texts =
        |order: Vec<usize>| order.into_iter().filter_map(|at| unknown.get(at)).collect::<Vec<_>>();
    orders
        .into_iter()
        .map(|(_, order)| assigned(dataset, missing, &texts(order), unknown))
        .collect()
}

fn assigned(
    dataset: &Dataset,
    missing: &[String],
    order: &[&String],
    unknown: &[String],
) -> Alternative {
    let mut wording = Wording::new(dataset.id.clone());
    let mut proposed = Vec::new();
    for (column, text) in missing.iter().zip(order) {
        proposed.push(format!("{text:?} is the column {column}"));
        wording.header.push(HeaderWording {
            column: column.clone(),
            text: (*text).clone(),
            proof: None,
        });
    }
    for text in unknown.iter().filter(|text| !order.contains(text)) {
        proposed.push(format!("{text:?} is a column that no measure needs"));
        wording.ignore.push(IgnoredColumn { text: text.clone(), proof: None });
    }
    Alternative::new(proposed.join("; "), wording, 0)
}

/// A sheet of the file that no layout names, in place of the missing one.
fn sheets(dataset: &Dataset, names: &[String], held: &[String]) -> Vec<Alternative> {
    let Some(sheet) = names.first() else { return Vec::new() };
    let mut held: Vec<&String> = held.iter().collect();
    held.sort_by_cached_key(|text| names.iter().map(|name| edits_between(name, text)).min());
    held.into_iter()
        .map(|text| {
            let mut wording = Wording::new(dataset.id.clone());
            wording.sheet.push(SheetWording {
                sheet: sheet.clone(),
                text: text.clone(),
                proof: None,
            });
            Alternative::new(format!("{text:?} is the sheet {sheet:?}"), wording, 0)
        })
        .collect()
}
