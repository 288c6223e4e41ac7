//! The datasets, with the stored edition of each.

use crate::catalogue::Dataset;
use crate::domain::{Date, Id, Result};
use crate::figures::Figures;
use crate::holdings::{Edition, Freshness, releases};
use crate::source::{HeldBack, Journal};
use schemars::JsonSchema;
use serde::Serialize;

/// The datasets, with the stored edition of each.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DatasetsAnswer {
    /// A caption for the list.
    pub caption: String,
    /// One dataset a row.
    pub rows: Vec<DatasetRow>,
}

/// A dataset and its stored editions.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DatasetRow {
    /// The dataset.
    pub dataset: Id,
    /// Its title.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// How often it is published.
    pub frequency: String,
    /// The areas that it has figures for.
    pub geography: String,
    /// The newest stored edition.
    pub edition: Option<Date>,
    /// The newest day that it has figures for.
    pub as_at: Option<Date>,
    /// The date of publication, where known.
    pub published: Option<Date>,
    /// Where it comes from.
    pub held: Option<Origin>,
    /// The number of stored editions.
    pub editions: usize,
    /// When the next edition is published, where known.
    pub next_release: Option<Date>,
    /// True where the publisher has announced that day, false where it follows from the rhythm of
    /// the publication.
    pub announced: Option<bool>,
    /// How the stored edition relates to the release calendar; none without a day to view from.
    pub freshness: Option<Freshness>,
    /// How many editions wait for a user's decision.
    pub held_back: usize,
}

/// Where an edition comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// It is built into the program.
    Bundled,
    /// It was imported or fetched.
    Imported,
}

impl Origin {
    /// The word that is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bundled => "bundled",
            Self::Imported => "imported",
        }
    }
}

/// The datasets, with the stored edition of each.
///
/// Errors: `F401` and `F402` for the store.
pub fn datasets(figures: &Figures) -> Result<DatasetsAnswer> {
    let editions = figures.holdings().editions()?;
    let journal = releases::journal(figures.holdings())?;
    let waiting = figures.holdings().store().waiting()?.held_back;
    let all = figures.catalogue().datasets.values();
    let rows = all.map(|dataset| row(figures, dataset, &editions, &journal, &waiting)).collect();
    Ok(DatasetsAnswer { caption: "Datasets".to_owned(), rows })
}

fn row(
    figures: &Figures,
    dataset: &Dataset,
    editions: &[Edition],
    journal: &Journal,
    waiting: &[HeldBack],
) -> DatasetRow {
    let held: Vec<&Edition> =
        editions.iter().filter(|edition| edition.dataset == dataset.id).collect();
    let newest = held.first().copied();
    let holdings = figures.holdings();
    let calendar =
        figures.today().map(|today| releases::freshness(holdings, dataset, newest, journal, today));
    let (next, freshness) =
        calendar.map_or((None, None), |(next, freshness)| (next, Some(freshness)));
    DatasetRow {
        dataset: dataset.id.clone(),
        title: dataset.title.clone(),
        publisher: dataset.publisher.clone(),
        frequency: dataset.frequency.to_string(),
        geography: dataset.geography.clone(),
        edition: newest.map(|edition| edition.edition),
        as_at: newest.map(|edition| edition.edition),
        published: newest.and_then(|edition| edition.published),
        held: newest
            .map(|edition| if edition.bundled { Origin::Bundled } else { Origin::Imported }),
        editions: held.len(),
        next_release: next.map(|next| next.day),
        announced: next.map(|next| next.stated),
        freshness,
        held_back: waiting.iter().filter(|one| one.datasets.contains(&dataset.id)).count(),
    }
}
