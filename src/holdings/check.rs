//! Every declared check of every edition held, with its numbers.

use super::edition::label;
use crate::catalogue::{CheckKind, Dataset};
use crate::domain::{Date, Error, Id, Result};
use crate::holdings::change::{Between, Comparison};
use crate::holdings::edition::Edition;
use crate::holdings::{Holdings, before};
use crate::source::{Finding, Outcome};
use crate::table::{Cell, Column, Listing, Row, Table};

/// What the checks found.
#[derive(Debug, Clone)]
pub struct Checked {
    /// One row for each check and correction of each edition.
    pub listing: Listing,
    /// True when one of them found a difference.
    pub differs: bool,
    /// The editions that could not be read at all, each with the reason.
    pub failures: Vec<Error>,
}

/// Runs the checks of these datasets, or of all that are held, on every edition, read anew from its own bytes.
///
/// Errors: `F301` for an unknown dataset, `F304` when none of it is held.
pub fn check(holdings: &Holdings, datasets: &[String]) -> Result<Checked> {
    let mut rows: Vec<(String, Outcome, String)> = Vec::new();
    let mut failures = Vec::new();
    for id in datasets_to_check(holdings, datasets)? {
        let dataset = &holdings.catalogue().datasets[&id];
        let held = holdings.editions_of(dataset)?;
        for edition in &held {
            let label = label(edition, &held);
            match outcomes(holdings, dataset, edition) {
                Ok(outcomes) => {
                    rows.extend(outcomes.into_iter().map(|outcome| (id.to_string(), outcome, label.clone())));
                }
                Err(error) => failures.push(error),
            }
        }
    }
    // Stable: editions stay newest first.
    rows.sort_by(|(a, one, _), (b, other, _)| (a, &one.check).cmp(&(b, &other.check)));
    let differs = rows.iter().any(|(_, outcome, _)| outcome.finding == Finding::Differs);
    let row = |(dataset, outcome, edition): &(String, Outcome, String)| {
        let detail = format!("{edition}: {}", outcome.detail);
        [dataset.as_str(), outcome.check.as_str(), outcome.finding.as_str(), detail.as_str()].map(Cell::from).to_vec()
    };
    let names = [("dataset", "Dataset"), ("check", "Check"), ("outcome", "Outcome"), ("detail", "Detail")];
    let listing = Listing {
        caption: "Checks of the editions held".to_owned(),
        columns: names.iter().map(|(name, header)| Column::text(name, header)).collect(),
        rows: rows.iter().map(row).collect(),
        notes: Vec::new(),
    };
    Ok(Checked { listing, differs, failures })
}

fn datasets_to_check(holdings: &Holdings, named: &[String]) -> Result<Vec<Id>> {
    if named.is_empty() {
        let editions = holdings.editions()?;
        let is_held =
            |id: &&Id| editions.iter().any(|edition| edition.dataset == **id && holdings.was_published(edition));
        return Ok(holdings.catalogue().datasets.keys().filter(is_held).cloned().collect());
    }
    named
        .iter()
        .map(|id| {
            let dataset = holdings.catalogue().dataset(id)?;
            holdings.editions_of(dataset).map(|_| dataset.id.clone())
        })
        .collect()
}

fn outcomes(holdings: &Holdings, dataset: &Dataset, edition: &Edition) -> Result<Vec<Outcome>> {
    let (table, mut outcomes) = holdings.examine_edition(dataset, edition)?;
    outcomes.extend(declared_changes(holdings, dataset, &table, edition.edition)?);
    Ok(outcomes)
}

/// The declared checks of change, against the edition before where the table itself has one day only, and those of each area
/// against the editions before.
pub(crate) fn declared_changes(
    holdings: &Holdings,
    dataset: &Dataset,
    table: &Table,
    edition: Date,
) -> Result<Vec<Outcome>> {
    let rows = table.rows()?;
    let of_areas = against_before(holdings, dataset, &rows, edition)?;
    let declared: Vec<_> = dataset.check.iter().filter(|check| check.kind == CheckKind::Change).collect();
    if declared.is_empty() {
        return Ok(of_areas);
    }
    let older = holdings.editions()?.into_iter().filter(|held| held.dataset == dataset.id);
    let mut extract = table.sources().iter().any(|source| source.bundled);
    let mut earlier: Vec<Row> = Vec::new();
    if let Some(before) = older.into_iter().find(|held| held.edition < edition) {
        extract |= before.bundled;
        // An older edition that cannot be read is reported as such, and is nothing to compare this one with.
        earlier = holdings.read_unrefused(dataset, &before).and_then(|table| table.rows()).unwrap_or_default();
    }
    let comparison = comparison(holdings, dataset, if extract { Between::Extract } else { Between::Editions });
    let changes = declared.into_iter().map(|check| comparison.declared(check, &rows, &earlier));
    Ok(changes.chain(of_areas).collect())
}

/// The declared checks of an edition against the editions held before it.
fn against_before(holdings: &Holdings, dataset: &Dataset, rows: &[Row], edition: Date) -> Result<Vec<Outcome>> {
    if !before::is_declared(dataset) {
        return Ok(Vec::new());
    }
    let older = holdings.editions()?.into_iter().filter(|held| held.dataset == dataset.id);
    let mut older: Vec<_> = older.filter(|held| held.edition < edition).collect();
    // Of several of one day the one that counts.
    older.dedup_by(|later, counts| later.edition == counts.edition);
    older.retain(|held| before::are_near(held.edition, edition));
    // One that cannot be read is reported as such, and is nothing to compare with.
    let tables = older.iter().rev().filter_map(|held| holdings.read_unrefused(dataset, held).ok()?.rows().ok());
    Ok(before::compared(dataset, holdings.geography(), &tables.collect::<Vec<_>>(), rows))
}

/// Compares editions of a dataset, over what both are about.
pub(crate) fn comparison<'a>(holdings: &'a Holdings, dataset: &'a Dataset, between: Between) -> Comparison<'a> {
    Comparison { dataset, codelists: &holdings.catalogue().codelists, geography: holdings.geography(), between }
}
