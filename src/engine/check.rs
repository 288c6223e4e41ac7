//! Every declared check of every edition held, with its numbers.

use super::Engine;
use super::change::{Between, Comparison};
use super::editions::Edition;
use crate::catalogue::{CheckKind, Dataset};
use crate::domain::{Error, Id, Result, error_codes};
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

impl Engine {
    /// Runs the checks of these datasets, or of all that are held, on every edition, read anew from its own bytes.
    ///
    /// Errors: `F301` for an unknown dataset, `F304` when none of it is held.
    pub fn check(&self, datasets: &[String]) -> Result<Checked> {
        let mut rows: Vec<(String, Outcome, String)> = Vec::new();
        let mut failures = Vec::new();
        for id in self.datasets_to_check(datasets)? {
            let dataset = &self.catalogue.datasets[&id];
            let held = self.held(dataset)?;
            for edition in &held {
                let label = label(edition, &held);
                match self.outcomes(dataset, edition) {
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
            [dataset.as_str(), outcome.check.as_str(), outcome.finding.as_str(), detail.as_str()]
                .map(Cell::from)
                .to_vec()
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

    fn datasets_to_check(&self, named: &[String]) -> Result<Vec<Id>> {
        if named.is_empty() {
            let editions = self.editions()?;
            let is_held =
                |id: &&Id| editions.iter().any(|edition| edition.dataset == id.as_str() && self.was_out(edition));
            return Ok(self.catalogue.datasets.keys().filter(is_held).cloned().collect());
        }
        named
            .iter()
            .map(|id| {
                let dataset = self.catalogue.dataset(id)?;
                self.held(dataset).map(|_| dataset.id.clone())
            })
            .collect()
    }

    /// The editions of a dataset, the one that counts first. Errors with `F304` when there is none.
    pub(super) fn held(&self, dataset: &Dataset) -> Result<Vec<Edition>> {
        let mut held = self.editions()?;
        held.retain(|edition| edition.dataset == dataset.id.as_str() && self.was_out(edition));
        if held.is_empty() {
            return Err(Error::new(error_codes::NO_DATA, format!("looking for editions of {}", dataset.id))
                .found("none, bundled or imported")
                .help(format!("download the publication from {} and import it", dataset.landing_page)));
        }
        Ok(held)
    }

    fn outcomes(&self, dataset: &Dataset, edition: &Edition) -> Result<Vec<Outcome>> {
        let (table, mut outcomes) = self.examine_edition(dataset, edition)?;
        outcomes.extend(self.declared_changes(dataset, &table, &edition.edition)?);
        Ok(outcomes)
    }

    /// The declared checks of change, against the edition before where the table itself has one day only, and those of each area
    /// against the editions before.
    pub(super) fn declared_changes(&self, dataset: &Dataset, table: &Table, edition: &str) -> Result<Vec<Outcome>> {
        let rows = table.rows()?;
        let of_areas = self.against_before(dataset, &rows, edition)?;
        let declared: Vec<_> = dataset.check.iter().filter(|check| check.kind == CheckKind::Change).collect();
        if declared.is_empty() {
            return Ok(of_areas);
        }
        let older = self.editions()?.into_iter().filter(|held| held.dataset == dataset.id.as_str());
        let mut extract = table.sources().iter().any(|source| source.bundled);
        let mut earlier: Vec<Row> = Vec::new();
        if let Some(before) = older.into_iter().find(|held| held.edition.as_str() < edition) {
            extract |= before.bundled;
            // An older edition that cannot be read is reported as such, and is nothing to compare this one with.
            earlier = self.read_unrefused(dataset, &before).and_then(|table| table.rows()).unwrap_or_default();
        }
        let comparison = self.comparison(dataset, if extract { Between::Extract } else { Between::Editions });
        let changes = declared.into_iter().map(|check| comparison.declared(check, &rows, &earlier));
        Ok(changes.chain(of_areas).collect())
    }

    /// The figures of an edition even where the definitions of today would refuse it.
    pub(super) fn read_unrefused(&self, dataset: &Dataset, edition: &Edition) -> Result<Table> {
        self.read_edition(dataset, edition).or_else(|_| self.examine_edition(dataset, edition).map(|(table, _)| table))
    }

    /// Compares editions of a dataset, over what both are about.
    pub(super) fn comparison<'a>(&'a self, dataset: &'a Dataset, between: Between) -> Comparison<'a> {
        Comparison { dataset, codelists: &self.catalogue.codelists, geography: &self.geography, between }
    }
}

/// An edition among others: its day, and where another has the same day also the start of its sha256.
pub(super) fn label(edition: &Edition, held: &[Edition]) -> String {
    let same_day = held.iter().filter(|other| other.edition == edition.edition).count();
    match same_day {
        0 | 1 => edition.edition.clone(),
        _ => {
            let origin = match (edition.bundled, &edition.held_back) {
                (true, _) => "bundled",
                (false, None) => "imported",
                (false, Some(_)) => "held back",
            };
            format!("{} ({origin}, {})", edition.edition, edition.sha256.get(..8).unwrap_or_default())
        }
    }
}
