//! Which code a label that no codelist has may mean.

use super::alternative::Alternative;
use super::likeness::{MISSPELT, is_likely, unlikeness};
use crate::catalogue::{Code, Codelist, Dataset, LabelWording, Wording};
use crate::domain::{Result, edits_between};
use crate::holdings::Holdings;
use crate::source::Reading;
use crate::table::Table;
use std::collections::BTreeSet;

/// How similar a code of the list is to a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// The label is a misspelling of one of the code's labels, and the code is not in the file.
    Misspelt,
    /// The label may be a rewording of one of the code's labels; the code may be elsewhere in the
    /// file.
    Likely,
    /// The stored edition has the code, and the file does not.
    Gone,
    /// Nothing supports this code.
    Free,
}

/// A code of the list, or a new part in addition to the others.
///
/// The first proposal is a code whose label is nearly the same. Next is the only code that the
/// stored edition has and the file does not. Where no code is missing, a new part comes first. A
/// code that is only likely has the new part as a rival.
pub(super) fn labels(
    holdings: &Holdings,
    dataset: &Dataset,
    list: &Codelist,
    text: &str,
    readings: &[Reading],
) -> Result<Vec<Alternative>> {
    let printed = readings.iter().filter(|reading| reading.dataset == dataset.id);
    let printed: Vec<&Table> = printed.map(|reading| &reading.table).collect();
    let printed = codes_in(dataset, list, &printed)?;
    let vanished: BTreeSet<String> = match &holdings.table(&dataset.id)? {
        Some(held) => {
            codes_in(dataset, list, &[held.as_ref()])?.difference(&printed).cloned().collect()
        }
        None => BTreeSet::new(),
    };
    let likeness = |code: &Code| {
        likeness(code, text, printed.contains(&code.code), vanished.contains(&code.code))
    };
    let mut codes: Vec<(Likeness, &Code)> =
        list.codes.iter().filter_map(|code| Some((likeness(code)?, code))).collect();
    codes.sort_by_cached_key(|(likeness, code)| {
        (*likeness, least(code, |label| unlikeness(label, text)))
    });
    let count = |wanted: Likeness| codes.iter().filter(|(likeness, _)| *likeness == wanted).count();
    // A new part counts no one under another label, so it comes first where nothing supports one
    // code.
    let is_new = count(Likeness::Misspelt) == 0
        && (count(Likeness::Likely) > 0 || count(Likeness::Gone) != 1);
    let wording = |code: &str, parent: Option<String>| {
        let mut wording = Wording::new(dataset.id.clone());
        let (codelist, text, code) = (list.id.clone(), text.to_owned(), code.to_owned());
        wording.label.push(LabelWording { codelist, text, code, parent, proof: None });
        wording
    };
    let known = |(likeness, code): &(Likeness, &Code)| {
        let rank = match likeness {
            Likeness::Misspelt => 0,
            Likeness::Likely | Likeness::Gone => 1,
            Likeness::Free => 2,
        };
        let proposed = format!("a wording of {} ({})", code.code, code.title);
        Alternative {
            rival: code.code.clone(),
            ..Alternative::new(proposed, wording(&code.code, None), rank)
        }
    };
    let code = slug(text);
    let is_taken = code.is_empty() || list.get(&code).is_some();
    let wholes = if is_taken { Vec::new() } else { wholes(list, &printed) };
    let new = wholes.into_iter().map(|whole| {
        let proposed = format!("a new part of {}, under the code {code}", whole.code);
        let rival = format!("a new part of {}", whole.code);
        // A sum shows that a label is a part of the total, never which part; only its spelling
        // does.
        let wording = wording(&code, Some(whole.code.clone()));
        Alternative { rival, ..Alternative::new(proposed, wording, 1 + u8::from(!is_new)) }
    });
    let split = codes.partition_point(|(likeness, _)| *likeness <= Likeness::Likely);
    let mut found: Vec<Alternative> = codes[..split].iter().map(known).collect();
    found.extend(new);
    found.extend(codes[split..].iter().map(known));
    found.sort_by_key(|one| one.rank);
    Ok(found)
}

/// How similar a code is to a label; `None` for a code that is in the file and not similar.
fn likeness(code: &Code, text: &str, is_printed: bool, has_gone: bool) -> Option<Likeness> {
    let is_misspelt =
        least(code, |label| edits_between(label, text)) * MISSPELT <= text.chars().count();
    let may_be = is_misspelt || texts(code).any(|label| is_likely(label, text));
    match (is_printed, is_misspelt, may_be) {
        (false, true, _) => Some(Likeness::Misspelt),
        (_, _, true) => Some(Likeness::Likely),
        (false, _, false) if has_gone => Some(Likeness::Gone),
        (false, _, false) => Some(Likeness::Free),
        (true, _, false) => None,
    }
}

fn texts(code: &Code) -> impl Iterator<Item = &str> {
    code.labels.split('|').chain([code.title.as_str()])
}

/// The smallest distance of a measure over the texts of a code.
fn least(code: &Code, distance: impl Fn(&str) -> usize) -> usize {
    texts(code).map(distance).min().unwrap_or(usize::MAX)
}

/// The totals among the codes of a list that are in a file, the widest first.
fn wholes<'l>(list: &'l Codelist, printed: &BTreeSet<String>) -> Vec<&'l Code> {
    let parents = list
        .codes
        .iter()
        .filter(|code| printed.contains(&code.code))
        .map(|code| code.parent.as_str());
    let mut wholes: Vec<&Code> =
        parents.collect::<BTreeSet<_>>().into_iter().filter_map(|whole| list.get(whole)).collect();
    wholes.sort_by_key(|whole| !whole.parent.is_empty());
    wholes
}

/// The codes of a list that are in some tables.
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

/// A code generated from a label: lower-case words joined by hyphens.
fn slug(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}
