//! When the next edition of a dataset is published, and whether the stored one is overdue.

use crate::catalogue::Dataset;
use crate::domain::{Date, Result};
use crate::holdings::Holdings;
use crate::holdings::edition::Edition;
use crate::source::Journal;
use schemars::JsonSchema;
use serde::Serialize;

/// The next release of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextRelease {
    /// The day.
    pub day: Date,
    /// True when the publisher has announced the day; false when it follows from the frequency of
    /// the publication.
    pub stated: bool,
}

/// How the stored edition relates to the release calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Freshness {
    /// The store has no edition.
    NotHeld,
    /// The series has ended.
    Ended,
    /// No release dates are known.
    Unknown,
    /// No newer edition is out.
    Current,
    /// A newer edition came out today, or should have.
    Due,
    /// A newer edition was published, or should have been, this many days ago.
    Overdue(i32),
}

impl std::fmt::Display for Freshness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotHeld => f.write_str("not held"),
            Self::Ended => f.write_str("ended"),
            Self::Unknown => f.write_str("unknown"),
            Self::Current => f.write_str("current"),
            Self::Due => f.write_str("due"),
            Self::Overdue(1) => f.write_str("overdue by 1 day"),
            Self::Overdue(days) => write!(f, "overdue by {days} days"),
        }
    }
}

/// The release after the newest stored edition, from its cover or the publisher's page, else from
/// the calendar.
pub(crate) fn next_release(
    holdings: &Holdings,
    dataset: &Dataset,
    newest: &Edition,
    journal: &Journal,
) -> Option<NextRelease> {
    let release = holdings.catalogue().release_of(dataset);
    let published = publication_day(holdings, dataset, newest);
    let cover = newest.snapshot.as_ref().and_then(|snapshot| snapshot.next_release);
    let page = journal.sources.get(&dataset.id).and_then(|log| log.next_release);
    // A day that was announced before the edition came out was the day of this edition.
    let later = |day: &Date| published.is_none_or(|published| *day > published);
    if let Some(day) = page.filter(later).or(cover.filter(later)) {
        return Some(NextRelease { day, stated: true });
    }
    let next = release?.after(published?)?;
    Some(NextRelease { day: next.day, stated: next.announced })
}

/// The day on which an edition was published, from its cover, else from the calendar.
fn publication_day(holdings: &Holdings, dataset: &Dataset, edition: &Edition) -> Option<Date> {
    let release = holdings.catalogue().release_of(dataset);
    edition.published.or_else(|| release?.publication_of(edition.edition))
}

/// How the newest stored edition of a dataset relates to the calendar on a day.
pub(crate) fn freshness(
    holdings: &Holdings,
    dataset: &Dataset,
    newest: Option<&Edition>,
    journal: &Journal,
    today: Date,
) -> (Option<NextRelease>, Freshness) {
    let release = holdings.catalogue().release_of(dataset);
    let is_ended = release.is_some_and(|release| release.ended.is_some());
    let Some(newest) = newest else { return (None, Freshness::NotHeld) };
    if is_ended {
        return (None, Freshness::Ended);
    }
    let Some(next) = next_release(holdings, dataset, newest, journal) else {
        return (None, Freshness::Unknown);
    };
    let passed = (today - next.day).get_days();
    let freshness = match passed {
        ..0 => Freshness::Current,
        0 => Freshness::Due,
        days => Freshness::Overdue(days),
    };
    (Some(next), freshness)
}

/// The journal as known on the view's day; a lost journal counts as empty.
pub(crate) fn journal(holdings: &Holdings) -> Result<Journal> {
    if holdings.at().is_some() { Ok(Journal::default()) } else { holdings.store().journal() }
}
