//! Which of several editions with figures to the same day counts.
//!
//! Belongs here: the days that say which edition is newer, the order they give, and what a person is asked. Does not
//! belong here: reading these days from files (`source::shape`), which day's figures count (`editions`).

use crate::domain::{Action, Error, error_codes, long_date, parse_publication_date};
use crate::holdings::edition::{Edition, Standing};
use crate::source::{Reading, Snapshot};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The days that say how new an edition is, as `2026-02-26`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Issue<'d> {
    /// When it was published, as the file prints it.
    pub published: Option<&'d str>,
    /// When the file was last saved, by its own properties.
    pub saved: Option<&'d str>,
}

impl<'d> Issue<'d> {
    /// The days of an edition in the store.
    pub fn of(snapshot: &'d Snapshot) -> Self {
        Self { published: snapshot.published.as_deref(), saved: snapshot.saved.as_deref() }
    }

    /// The days of an edition that is read.
    pub fn of_days([published, saved]: &'d [Option<String>; 2]) -> Self {
        Self { published: published.as_deref(), saved: saved.as_deref() }
    }

    /// Which is newer: by the printed days of publication, and without a printed day the one saved later. Of one with a printed
    /// day and one without, the latter is older where it was saved before that day. `None` where nothing says it, so that a
    /// person must: an old file may have been saved again today, and a publisher may issue a file again under its old cover.
    pub fn compare(self, other: Self) -> Option<Ordering> {
        let by_saving = || Some(self.saved?.cmp(other.saved?)).filter(|order| order.is_ne());
        match (self.published, other.published) {
            (Some(own), Some(others)) => Some(own.cmp(others)).filter(|order| order.is_ne()),
            (None, None) => by_saving(),
            (Some(day), None) => other.saved.filter(|saved| *saved < day).map(|_| Ordering::Greater),
            (None, Some(day)) => self.saved.filter(|saved| *saved < day).map(|_| Ordering::Less),
        }
    }

    /// In words: `published on 26 February 2026`.
    pub fn words(self) -> String {
        let long = |day: &str| parse_publication_date(day).map_or_else(|| day.to_owned(), long_date);
        match (self.published, self.saved) {
            (Some(day), _) => format!("published on {}", long(day)),
            (None, Some(day)) => format!("without a printed day of publication, last saved on {}", long(day)),
            (None, None) => "without a day of publication".to_owned(),
        }
    }
}

/// The days of publication and of saving of an edition that is read.
pub(super) fn days(reading: &Reading) -> [Option<String>; 2] {
    [reading.published, reading.saved].map(|day| day.map(|day| day.to_string()))
}

/// Whether an edition that is read is newer than another.
pub(super) fn order(reading: &Reading, other: Issue<'_>) -> Option<Ordering> {
    Issue::of_days(&days(reading)).compare(other)
}

/// The standing of each edition of the store, given in the order of their import.
///
/// A newcomer stands above every edition that is not newer than it: one of unknown day above all, since it was taken by a
/// person who knows.
pub(super) fn standings(snapshots: &[Snapshot]) -> Vec<Standing> {
    let mut orders: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
    for (at, snapshot) in snapshots.iter().enumerate() {
        let order = orders.entry((snapshot.dataset.as_str(), snapshot.edition.as_str())).or_default();
        let is_newer =
            |held: &&usize| Issue::of(snapshot).compare(Issue::of(&snapshots[**held])) == Some(Ordering::Less);
        let above = order.iter().rev().take_while(is_newer).count();
        order.insert(order.len() - above, at);
    }
    let mut found = vec![Standing::default(); snapshots.len()];
    for order in orders.values() {
        let mut issued: Option<String> = None;
        for (place, at) in order.iter().enumerate() {
            // Never older than those below it: a person took it in their place.
            let own = snapshots[*at].published.clone().or_else(|| snapshots[*at].saved.clone());
            issued = own.max(issued);
            found[*at] = Standing { issued: issued.clone(), place };
        }
    }
    found
}

/// Whether an edition takes the place of the one of the same day that counts.
pub(crate) enum Replaces {
    Yes,
    /// The other one is newer and goes on counting.
    No,
    /// Nothing says which is newer: a person must.
    Unclear(Error),
}

/// Whether a new edition takes the place of one held with figures to the same day, with a note that names both.
pub(super) fn replaces(reading: &mut Reading, held: &Edition, differ: bool) -> Replaces {
    let dataset = reading.dataset.clone();
    let days = days(reading);
    let new = Issue::of_days(&days);
    let old = Issue {
        published: held.published.as_deref(),
        saved: held.snapshot.as_ref().and_then(|snapshot| snapshot.saved.as_deref()),
    };
    let which = format!("the edition of {} that is held, {} ({})", long_date(reading.as_at), old.words(), held.file);
    let order = new.compare(old);
    if order == Some(Ordering::Less) {
        reading.notes.push(format!("{}: {which}, is newer and stays in use for {dataset}", new.words()));
        return Replaces::No;
    }
    let diff = Action::Diff.on(dataset.as_str());
    reading.notes.push(format!("{}: replaces {which}; see {diff}", new.words()));
    if order.is_some() || !differ {
        return Replaces::Yes;
    }
    Replaces::Unclear(
        Error::new(error_codes::EDITION_UNCLEAR, format!("comparing {dataset} with the edition held of the same day"))
            .found(format!("other figures than in {which}; this file is {}", new.words()))
            .expected("days of publication, in the files or their properties, that say which of the two is newer")
            .help("look at the publisher's page which of the two is the newer one"),
    )
}

#[cfg(test)]
mod tests {
    use super::Issue;
    use std::cmp::Ordering;

    #[test]
    fn the_printed_day_before_the_day_of_saving() {
        // H-CLIC, April to June 2025: published on 16 October 2025 and again on 26 February 2026.
        let october = Issue { published: Some("2025-10-16"), saved: Some("2025-10-13") };
        let february = Issue { published: Some("2026-02-26"), saved: Some("2026-06-12") };
        assert_eq!(october.compare(february), Some(Ordering::Less));
        let resaved = Issue { saved: Some("2026-11-28"), ..october };
        assert_eq!(resaved.compare(february), Some(Ordering::Less));
        assert_eq!(resaved.compare(october), None, "nobody knows whether it was saved again or issued again");
        let unprinted = Issue { published: None, ..february };
        assert_eq!(unprinted.compare(october), None, "an older file may have been saved again");
        assert_eq!(october.compare(unprinted), None);
        assert_eq!(unprinted.compare(february), None);
        assert_eq!(Issue { saved: Some("2025-10-01"), ..unprinted }.compare(february), Some(Ordering::Less));
        let undated = Issue { published: None, saved: None };
        assert_eq!(undated.compare(october), None);
        assert_eq!(october.compare(october), None);
    }
}
