//! Breaks of the same figures that contradict each other: stretches that overlap, categories that
//! begin twice or change before they are counted.
//!
//! Belongs here: the declarations of two breaks about the same figures. Does not belong here: the
//! declaration of one break (`series_break`).

use super::reference_check::wrong;
use super::{Catalogue, Counting, SeriesBreak};
use crate::domain::{Id, Result, error_codes};
use std::sync::Arc;

/// Checks every two breaks of the same figures. Errors with `F204`, naming the file of the second.
pub(super) fn check(catalogue: &Catalogue) -> Result<()> {
    let all: Vec<(&Id, &Arc<SeriesBreak>)> = catalogue
        .breaks
        .iter()
        .flat_map(|(id, breaks)| breaks.iter().map(move |one| (id, one)))
        .collect();
    for (at, (id, one)) in all.iter().enumerate() {
        for (_, other) in &all[..at] {
            let Some(dataset) = one.datasets.iter().find(|id| other.datasets.contains(id)) else {
                continue;
            };
            let Some(found) = contradiction(one, other).filter(|_| are_of_same_figures(one, other))
            else {
                continue;
            };
            return Err(wrong(
                error_codes::DEFINITION_WRONG,
                format!("break {}", one.date),
                format!("{found} of {dataset}"),
            )
            .expected(
                "of the same dataset, measure, category and area one beginning, the first of its \
                 days, and stretches apart",
            )
            .in_file(catalogue.file_of("breaks", id)));
        }
    }
    Ok(())
}

/// True where two breaks are about the same people of some measure and area.
fn are_of_same_figures(one: &SeriesBreak, other: &SeriesBreak) -> bool {
    fn meet<T: PartialEq>(one: &[T], other: &[T]) -> bool {
        one.is_empty() || other.is_empty() || one.iter().any(|it| other.contains(it))
    }
    meet(&one.measures, &other.measures)
        && meet(&one.levels, &other.levels)
        && meet(&one.areas, &other.areas)
        && one.categories == other.categories
        && one.within == other.within
}

/// The contradiction between two breaks of the same figures.
fn contradiction(one: &SeriesBreak, other: &SeriesBreak) -> Option<String> {
    let begins = |of: &SeriesBreak| of.change == Counting::Begins;
    let (first, last) = if one.date <= other.date { (one, other) } else { (other, one) };
    let both = format!("the breaks of {} and {}", first.date, last.date);
    match (first.until, last.until) {
        _ if begins(one) && begins(other) => {
            Some(format!("{both}, on each of which the same figures begin,"))
        }
        _ if begins(last) && first.date < last.date => {
            Some(format!("{both}, the first a change of figures that begin with the second,"))
        }
        (Some(until), Some(_)) if last.date <= until => {
            Some(format!("{both}, whose stretches overlap,"))
        }
        (None, None) if first.date == last.date => Some(format!("two breaks of {}", first.date)),
        _ => None,
    }
}
