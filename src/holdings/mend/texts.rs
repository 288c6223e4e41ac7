//! The possible meanings of a text that a column does not define. The text is in a column of a
//! constant, a measure or a remark, or where skipped rows begin.

use super::alternative::Alternative;
use super::likeness::MISSPELT;
use crate::catalogue::{Codelist, Dataset, TextWording, Wording};
use crate::domain::edits_between;
use itertools::Itertools;

/// The proposal that a label similar to the beginning of skipped rows also begins skipped rows.
pub(super) fn passed_over(dataset: &Dataset, list: &Codelist, text: &str) -> Vec<Alternative> {
    let is_listed = |id: &str| {
        let dimension = dataset.column(id).and_then(|column| column.dimension.as_ref());
        let index = dimension.and_then(|dimension| dataset.dim_index(dimension));
        index.is_some_and(|index| dataset.dimension[index].codelist.as_ref() == Some(&list.id))
    };
    let columns = dataset.pass_over.iter().filter_map(|rule| Some((rule.column.as_deref()?, rule)));
    let starts = columns.filter(|(column, _)| is_listed(column));
    let starts =
        starts.flat_map(|(column, rule)| rule.starts.iter().map(move |start| (column, start)));
    let letters = text.chars().count();
    let near = starts.map(|(column, start)| (edits_between(start, text), column, start));
    let nearest = near.filter(|(edits, ..)| edits * MISSPELT <= letters).min();
    nearest
        .map(|(_, column, start)| another_wording(dataset, column, text, start, 0))
        .into_iter()
        .collect()
}

/// Each text that the column defines, the nearest first. Of several with the same meaning, only the
/// nearest: the same measure, status, or reason for skipping rows.
pub(super) fn texts(dataset: &Dataset, column: &str, text: &str) -> Vec<Alternative> {
    let Some(definition) = dataset.column(column) else { return Vec::new() };
    let measures = definition.measures.iter().map(|(known, measure)| (known, measure.to_string()));
    let statuses =
        definition.statuses.iter().map(|(known, status)| (known, status.label().to_owned()));
    let values = definition.values.iter().map(|known| (known, String::new()));
    let rules = dataset.pass_over.iter().filter(|rule| rule.column.as_deref() == Some(column));
    let passed =
        rules.flat_map(|rule| rule.starts.iter().map(|start| (start, rule.reason.clone())));
    let mut known: Vec<(&String, String)> =
        measures.chain(statuses).chain(values).chain(passed).collect();
    known.sort_by_cached_key(|(known, _)| edits_between(known, text));
    let known = known.into_iter().unique_by(|(_, meaning)| meaning.clone());
    known.map(|(means, _)| another_wording(dataset, column, text, means, 1)).collect()
}

fn another_wording(
    dataset: &Dataset,
    column: &str,
    text: &str,
    means: &str,
    rank: u8,
) -> Alternative {
    let mut wording = Wording::new(dataset.id.clone());
    let (column, text, means) = (column.to_owned(), text.to_owned(), means.to_owned());
    let proposed = format!("another wording of {means:?} in the column {column}");
    wording.text.push(TextWording { column, text, means, proof: None });
    Alternative::new(proposed, wording, rank)
}
