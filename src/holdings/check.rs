//! The results of every declared check on every edition in the store, with the numbers compared.

use super::edition::label;
use crate::catalogue::Dataset;
use crate::domain::{Date, Error, Id, Result};
use crate::holdings::change::{Between, Comparison};
use crate::holdings::edition::Edition;
use crate::holdings::import::reason;
use crate::holdings::{Holdings, before};
use crate::source::{Finding, Outcome, Reason, reasons_in_answer};
use crate::table::{Row, Table};
use schemars::JsonSchema;
use serde::Serialize;

/// The results of the checks.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Checked {
    /// A caption for the list.
    pub caption: String,
    /// True when a check found a difference.
    pub differs: bool,
    /// One check or correction of one edition a row.
    pub rows: Vec<CheckRow>,
    /// Why editions could not be read at all.
    #[serde(serialize_with = "reasons_in_answer")]
    pub unread: Vec<Reason>,
    /// The same as errors.
    #[serde(skip)]
    pub failures: Vec<Error>,
}

/// The result of a check on one edition.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CheckRow {
    /// The dataset.
    pub dataset: Id,
    /// The check, such as `coverage`, or `correction` with its name.
    pub check: String,
    /// Its result.
    pub outcome: Finding,
    /// The edition: its day, and where another has the same day also the start of its sha256.
    pub edition: String,
    /// The numbers: how much was compared, the largest difference and where.
    pub detail: String,
}

/// Runs the checks of these datasets, or of all in the store, on every edition. Each edition is
/// read again from its own bytes.
///
/// Errors: `F301` for an unknown dataset, `F304` when the store has no edition of it.
pub fn check(holdings: &Holdings, datasets: &[String]) -> Result<Checked> {
    let mut rows: Vec<CheckRow> = Vec::new();
    let mut failures = Vec::new();
    for id in datasets_to_check(holdings, datasets)? {
        let dataset = &holdings.catalogue().datasets[&id];
        let held = holdings.editions_of(dataset)?;
        for edition in &held {
            let label = label(edition, &held);
            match outcomes(holdings, dataset, edition) {
                Ok(outcomes) => rows.extend(outcomes.into_iter().map(|outcome| CheckRow {
                    dataset: id.clone(),
                    check: outcome.check.to_string(),
                    outcome: outcome.finding,
                    edition: label.clone(),
                    detail: outcome.detail,
                })),
                Err(error) => failures.push(error),
            }
        }
    }
    // The sort is stable: editions stay newest first.
    rows.sort_by(|a, b| (&a.dataset, &a.check).cmp(&(&b.dataset, &b.check)));
    let differs = rows.iter().any(|row| row.outcome == Finding::Differs);
    let unread = failures.iter().map(reason).collect();
    Ok(Checked {
        caption: "Checks of the editions held".to_owned(),
        differs,
        rows,
        unread,
        failures,
    })
}

fn datasets_to_check(holdings: &Holdings, named: &[String]) -> Result<Vec<Id>> {
    if named.is_empty() {
        let editions = holdings.editions()?;
        let is_held = |id: &&Id| {
            editions
                .iter()
                .any(|edition| edition.dataset == **id && holdings.was_published(edition))
        };
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

/// The declared checks of change. Tables with one day only are compared with the edition before;
/// figures of each area are compared with the editions before.
pub(crate) fn declared_changes(
    holdings: &Holdings,
    dataset: &Dataset,
    table: &Table,
    edition: Date,
) -> Result<Vec<Outcome>> {
    let rows = table.rows()?;
    let of_areas = against_before(holdings, dataset, &rows, edition)?;
    let declared: Vec<_> =
        dataset.check.iter().filter_map(|check| Some((check, check.greatest_change()?))).collect();
    if declared.is_empty() {
        return Ok(of_areas);
    }
    let older = holdings.editions()?.into_iter().filter(|held| held.dataset == dataset.id);
    let mut extract = table.sources().iter().any(|source| source.bundled);
    let mut earlier: Vec<Row> = Vec::new();
    if let Some(before) = older.into_iter().find(|held| held.edition < edition) {
        extract |= before.bundled;
        // An older edition that cannot be read is reported as such, and this one is not compared
        // with it.
        earlier = holdings
            .read_unrefused(dataset, &before)
            .and_then(|table| table.rows())
            .unwrap_or_default();
    }
    let comparison =
        comparison(holdings, dataset, if extract { Between::Extract } else { Between::Editions });
    let changes = declared.into_iter().map(|check| comparison.declared(check, &rows, &earlier));
    Ok(changes.chain(of_areas).collect())
}

/// The declared checks of an edition against the earlier editions in the store.
fn against_before(
    holdings: &Holdings,
    dataset: &Dataset,
    rows: &[Row],
    edition: Date,
) -> Result<Vec<Outcome>> {
    if !before::is_declared(dataset) {
        return Ok(Vec::new());
    }
    let older = holdings.editions()?.into_iter().filter(|held| held.dataset == dataset.id);
    let mut older: Vec<_> = older.filter(|held| held.edition < edition).collect();
    // Of several editions of one day, only the one that counts is kept.
    older.dedup_by(|later, counts| later.edition == counts.edition);
    older.retain(|held| before::are_near(held.edition, edition));
    // An edition that cannot be read is reported as such, and is not compared.
    let tables = older
        .iter()
        .rev()
        .filter_map(|held| holdings.read_unrefused(dataset, held).ok()?.rows().ok());
    Ok(before::compared(dataset, holdings.geography(), &tables.collect::<Vec<_>>(), rows))
}

/// Compares editions of a dataset, over what both are about.
pub(crate) fn comparison<'a>(
    holdings: &'a Holdings,
    dataset: &'a Dataset,
    between: Between,
) -> Comparison<'a> {
    Comparison {
        dataset,
        codelists: &holdings.catalogue().codelists,
        geography: holdings.geography(),
        between,
    }
}
