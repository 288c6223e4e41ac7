//! What may be meant by what a definition does not know: for each kind of lack the wordings that would settle it.

use super::areas::areas;
use crate::catalogue::{
    Code, Codelist, Dataset, HeaderWording, IgnoredColumn, LabelWording, Role, SheetWording, Wording,
};
use crate::domain::{Id, Lack, Result, nearness};
use crate::engine::Engine;
use crate::source::Reading;
use crate::table::{Row, Table};
use std::collections::BTreeSet;

/// So many alternatives are tried at most, the nearest first.
const MOST: usize = 24;

/// Columns are tried in every order up to so many.
const MOST_COLUMNS: usize = 4;

/// A label of so many letters is a misspelling of one that is one edit away.
const MISSPELT: usize = 5;

/// One reading of what is lacking.
#[derive(Debug, Clone)]
pub(super) struct Alternative {
    /// What it says, in words.
    pub proposed: String,
    /// The same in a few words, where it is named as a rival of another.
    pub rival: String,
    /// The definition that says it.
    pub wording: Wording,
    /// How likely it is before any sum is looked at: 0, or 1 where it takes more for granted.
    pub rank: u8,
}

impl Alternative {
    pub(super) fn new(proposed: String, wording: Wording, rank: u8) -> Self {
        Self { rival: proposed.clone(), proposed, wording, rank }
    }

    /// True for the figures that would be others, or not be there, without it.
    pub(super) fn concerns(&self, row: &Row, dataset: &Dataset) -> bool {
        let of_column = |id: &str| {
            dataset.column(id).is_some_and(|column| match column.role {
                Role::Value | Role::Ages => {
                    let is_measure = column.measure.as_ref().is_none_or(|measure| measure.as_str() == row.measure);
                    let stands = |(dimension, code): (&Id, &String)| {
                        dataset.dim_index(dimension).is_none_or(|index| row.dims[index] == *code)
                    };
                    is_measure && column.set.iter().all(stands)
                }
                _ => true,
            })
        };
        let of_label = |label: &LabelWording| {
            let is_of = |index: &usize| dataset.dimension[*index].codelist.as_ref() == Some(&label.codelist);
            (0..dataset.dimension.len()).filter(is_of).any(|index| row.dims[index] == label.code)
        };
        let wording = &self.wording;
        wording.header.iter().any(|header| of_column(&header.column))
            || wording.label.iter().any(of_label)
            || wording.area.iter().any(|area| area.code == row.area.as_str())
            || wording.sheet.iter().any(|sheet| row.cell.starts_with(&format!("{}!", sheet.text)))
    }
}

/// The kind of a lack and what was found in the file.
pub(super) fn described(lack: &Lack) -> (&'static str, String) {
    match lack {
        Lack::Headers { missing, unknown, .. } if unknown.is_empty() => {
            ("header", format!("no column for {}", missing.join(", ")))
        }
        Lack::Headers { unknown, .. } => ("header", unknown.join(" | ")),
        Lack::Label { text, .. } => ("label", text.clone()),
        Lack::Area { code, name, .. } => {
            ("area", code.iter().chain(name).map(String::as_str).collect::<Vec<_>>().join(" "))
        }
        Lack::Sheet { held, .. } => ("sheet", held.join(" | ")),
        Lack::Day { .. } => ("file", "no day".to_owned()),
    }
}

/// Everything that may be meant, the nearest wording first; empty where nobody can say.
pub(super) fn alternatives(engine: &Engine, lack: &Lack, readings: &[Reading]) -> Result<Vec<Alternative>> {
    let mut found = match lack {
        Lack::Headers { dataset, missing, unknown } => {
            headers(engine.catalogue.dataset(dataset.as_str())?, missing, unknown)
        }
        Lack::Label { dataset, codelist, text } => {
            let list = engine.catalogue.codelist(codelist.as_str())?;
            labels(engine, engine.catalogue.dataset(dataset.as_str())?, list, text, readings)?
        }
        Lack::Area { dataset, code, name } => areas(engine, dataset, code.as_deref(), name.as_deref(), readings)?,
        Lack::Sheet { dataset, names, held } => sheets(engine.catalogue.dataset(dataset.as_str())?, names, held),
        Lack::Day { .. } => Vec::new(),
    };
    found.truncate(MOST);
    Ok(found)
}

/// Each missing column under one of the unknown headers; headers that are left over are of columns that no measure needs.
fn headers(dataset: &Dataset, missing: &[String], unknown: &[String]) -> Vec<Alternative> {
    let has_placeholder =
        |id: &String| dataset.column(id).is_none_or(|column| column.header.iter().any(|header| header.contains('{')));
    if missing.len() > unknown.len() || missing.len() > MOST_COLUMNS || missing.iter().any(has_placeholder) {
        return Vec::new();
    }
    let mut orders: Vec<Vec<&String>> = vec![Vec::new()];
    for _ in missing {
        orders = orders
            .into_iter()
            .flat_map(|begun| {
                let free: Vec<&String> = unknown.iter().filter(|text| !begun.contains(text)).collect();
                free.into_iter().map(move |text| begun.iter().copied().chain([text]).collect::<Vec<_>>())
            })
            .collect();
    }
    let distance = |order: &Vec<&String>| -> usize {
        let near = |(id, text): (&String, &&String)| {
            let known = dataset.column(id).map(|column| column.header.as_slice()).unwrap_or_default();
            known.iter().map(|header| nearness(header, text)).min().unwrap_or(usize::MAX / MOST_COLUMNS / 2)
        };
        missing.iter().zip(order).map(near).sum()
    };
    orders.sort_by_key(distance);
    orders.into_iter().map(|order| assigned(dataset, missing, &order, unknown)).collect()
}

fn assigned(dataset: &Dataset, missing: &[String], order: &[&String], unknown: &[String]) -> Alternative {
    let mut wording = Wording::new(dataset.id.clone());
    let mut proposed = Vec::new();
    for (column, text) in missing.iter().zip(order) {
        proposed.push(format!("{text:?} is the column {column}"));
        wording.header.push(HeaderWording { column: column.clone(), text: (*text).clone(), proof: None });
    }
    for text in unknown.iter().filter(|text| !order.contains(text)) {
        proposed.push(format!("{text:?} is a column that no measure needs"));
        wording.ignore.push(IgnoredColumn { text: text.clone(), proof: None });
    }
    Alternative::new(proposed.join("; "), wording, 0)
}

/// A code of the list that stands nowhere in the file, or a new part beside the others.
///
/// A label that is nearly one that is known, or the only one that can take the place of a code that the edition held has and
/// the file has not, comes first; where no code has gone, a new part does.
fn labels(
    engine: &Engine,
    dataset: &Dataset,
    list: &Codelist,
    text: &str,
    readings: &[Reading],
) -> Result<Vec<Alternative>> {
    let printed = readings.iter().filter(|reading| reading.dataset == dataset.id);
    let printed: Vec<&Table> = printed.map(|reading| &reading.table).collect();
    let printed = codes_in(dataset, list, &printed)?;
    let held = engine.table(&dataset.id)?;
    let vanished: Option<BTreeSet<String>> = match &held {
        Some(held) => Some(codes_in(dataset, list, &[held.as_ref()])?.difference(&printed).cloned().collect()),
        None => None,
    };
    let nearest = |code: &Code| {
        code.labels.split('|').chain([code.title.as_str()]).map(|label| nearness(label, text)).min().unwrap_or_default()
    };
    let letters = text.chars().count();
    let is_near = |code: &Code| nearest(code) * MISSPELT <= letters;
    let has_gone = |code: &Code| vanished.as_ref().is_some_and(|vanished| vanished.contains(&code.code));
    let with = |code: String, parent: Option<String>, proposed: String, rank: u8| {
        let mut wording = Wording::new(dataset.id.clone());
        wording.label.push(LabelWording {
            codelist: list.id.clone(),
            text: text.to_owned(),
            code,
            parent,
            proof: None,
        });
        Alternative::new(proposed, wording, rank)
    };
    let free = list.codes.iter().filter(|code| !printed.contains(&code.code));
    let mut free: Vec<&Code> = free.collect();
    free.sort_by_key(|code| nearest(code));
    let near = free.iter().any(|code| is_near(code));
    let gone = free.iter().filter(|code| has_gone(code)).count();
    // Nobody is counted under another's name by a new part, so it stands first where nothing speaks for one code.
    let is_new = !near && gone != 1;
    let mut found: Vec<Alternative> = Vec::new();
    let wholes = list.codes.iter().filter(|code| printed.contains(&code.code)).map(|code| code.parent.as_str());
    let mut wholes: Vec<&Code> =
        wholes.collect::<BTreeSet<_>>().into_iter().filter_map(|whole| list.get(whole)).collect();
    wholes.sort_by_key(|whole| !whole.parent.is_empty());
    let new = slug(text);
    if list.get(&new).is_none() && !new.is_empty() {
        for whole in wholes {
            let proposed = format!("a new part of {}, under the code {new}", whole.code);
            // A sum says that a label is a part of the whole, never which part: only a spelling does.
            found.push(with(new.clone(), Some(whole.code.clone()), proposed, 1 + u8::from(!is_new)));
        }
    }
    for code in &free {
        let proposed = format!("a wording of {} ({})", code.code, code.title);
        let rank = if is_near(code) { 0 } else { 1 + u8::from(!has_gone(code)) };
        found.push(with(code.code.clone(), None, proposed, rank));
    }
    found.sort_by_key(|one| one.rank);
    Ok(found)
}

/// The codes of a list that stand in some tables.
fn codes_in(dataset: &Dataset, list: &Codelist, tables: &[&Table]) -> Result<BTreeSet<String>> {
    let is_of = |index: &usize| dataset.dimension[*index].codelist.as_ref() == Some(&list.id);
    let indices: Vec<usize> = (0..dataset.dimension.len()).filter(is_of).collect();
    let mut codes = BTreeSet::new();
    for table in tables {
        for row in table.rows()? {
            codes.extend(indices.iter().map(|index| row.dims[*index].clone()));
        }
    }
    Ok(codes)
}

/// A code made of a label: lower-case words joined by hyphens.
fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// A sheet of the file that no layout names, for the one that is missing.
fn sheets(dataset: &Dataset, names: &[String], held: &[String]) -> Vec<Alternative> {
    let Some(sheet) = names.first() else { return Vec::new() };
    let mut held: Vec<&String> = held.iter().collect();
    held.sort_by_key(|text| names.iter().map(|name| nearness(name, text)).min());
    held.into_iter()
        .map(|text| {
            let mut wording = Wording::new(dataset.id.clone());
            wording.sheet.push(SheetWording { sheet: sheet.clone(), text: text.clone(), proof: None });
            Alternative::new(format!("{text:?} is the sheet {sheet:?}"), wording, 0)
        })
        .collect()
}
