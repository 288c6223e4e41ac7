//! Which of several editions with figures to the same day counts.
//!
//! Belongs here: the days that show which edition is newer, their order, and what a user has to
//! decide. Does not belong here: reading these days from files (`source::shape`), which day's
//! figures count (`editions`).

use crate::domain::{Action, Date, Error, Id, error_codes, long_date};
use crate::holdings::edition::{Edition, Precedence};
use crate::source::{Reading, Snapshot};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The days that show how new an edition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Issue {
    /// When it was published, as the file prints it.
    pub published: Option<Date>,
    /// When the file was last saved, by its own properties.
    pub saved: Option<Date>,
}

impl Issue {
    /// The days of an edition in the store.
    pub fn of_snapshot(snapshot: &Snapshot) -> Self {
        Self { published: snapshot.published, saved: snapshot.saved }
    }

    /// The days of an edition that is read.
    pub fn of_reading(reading: &Reading) -> Self {
        Self { published: reading.published, saved: reading.saved }
    }

    /// Which edition is newer, by the printed days of publication; without printed days, the one
    /// saved later. Where only one has a printed day, the other is older if it was saved before
    /// that day. `None` where nothing shows it, so that a user must decide. An old file may have
    /// been saved again today, and a publisher may issue a file again under its old cover.
    pub fn compare(self, other: Self) -> Option<Ordering> {
        let by_saving = || Some(self.saved?.cmp(&other.saved?)).filter(|order| order.is_ne());
        match (self.published, other.published) {
            (Some(own), Some(others)) => Some(own.cmp(&others)).filter(|order| order.is_ne()),
            (None, None) => by_saving(),
            (Some(day), None) => {
                other.saved.filter(|saved| *saved < day).map(|_| Ordering::Greater)
            }
            (None, Some(day)) => self.saved.filter(|saved| *saved < day).map(|_| Ordering::Less),
        }
    }

    /// A phrase for readers: `published on 26 February 2026`.
    pub fn phrase(self) -> String {
        match (self.published, self.saved) {
            (Some(day), _) => format!("published on {}", long_date(day)),
            (None, Some(day)) => {
                format!("without a printed day of publication, last saved on {}", long_date(day))
            }
            (None, None) => "without a day of publication".to_owned(),
        }
    }
}

/// The precedence of each edition of the store, in the order of their import.
///
/// A new edition precedes every edition that is not newer. An edition of unknown day precedes all
/// others, since a user who knew accepted it.
pub(super) fn precedences(snapshots: &[Snapshot]) -> Vec<Precedence> {
    let mut orders: BTreeMap<(&Id, Date), Vec<usize>> = BTreeMap::new();
    for (at, snapshot) in snapshots.iter().enumerate() {
        let order = orders.entry((&snapshot.dataset, snapshot.edition)).or_default();
        let is_newer = |held: &&usize| {
            Issue::of_snapshot(snapshot).compare(Issue::of_snapshot(&snapshots[**held]))
                == Some(Ordering::Less)
        };
        let above = order.iter().rev().take_while(is_newer).count();
        order.insert(order.len() - above, at);
    }
    let mut found = vec![Precedence::default(); snapshots.len()];
    for order in orders.values() {
        let mut issued: Option<Date> = None;
        for (place, at) in order.iter().enumerate() {
            // Never older than the editions below it: a user accepted it in their place.
            let own = snapshots[*at].published.or(snapshots[*at].saved);
            issued = own.max(issued);
            found[*at] = Precedence { issued, place };
        }
    }
    found
}

/// Whether an edition replaces the one of the same day that counts.
pub(crate) enum Replaces {
    Yes,
    /// The other one is newer and continues to count.
    No,
    /// Nothing shows which is newer: a user must decide.
    Unclear(Error),
}

/// Whether a new edition replaces a stored one with figures to the same day, with a note that names
/// both.
pub(super) fn replaces(reading: &mut Reading, held: &Edition, differ: bool) -> Replaces {
    let dataset = reading.dataset.clone();
    let new = Issue::of_reading(reading);
    let old = Issue {
        published: held.published,
        saved: held.snapshot.as_ref().and_then(|snapshot| snapshot.saved),
    };
    let which = format!(
        "the edition of {} that is held, {} ({})",
        long_date(reading.as_at),
        old.phrase(),
        held.file
    );
    let order = new.compare(old);
    if order == Some(Ordering::Less) {
        reading
            .notes
            .push(format!("{}: {which}, is newer and stays in use for {dataset}", new.phrase()));
        return Replaces::No;
    }
    let diff = Action::Diff.on(dataset.as_str());
    reading.notes.push(format!("{}: replaces {which}; see {diff}", new.phrase()));
    if order.is_some() || !differ {
        return Replaces::Yes;
    }
    Replaces::Unclear(
        Error::new(
            error_codes::EDITION_UNCLEAR,
            format!("comparing {dataset} with the edition held of the same day"),
        )
        .found(format!("other figures than in {which}; this file is {}", new.phrase()))
        .expected(
            "days of publication, in the files or their properties, that say which of the two is \
             newer",
        )
        .help("look at the publisher's page which of the two is the newer one"),
    )
}

#[cfg(test)]
mod tests {
    use super::Issue;
    use jiff::civil::date;
    use std::cmp::Ordering;

    #[test]
    fn the_printed_day_before_the_day_of_saving() {
        // H-CLIC, April to June 2025: published on 16 October 2025 and again on 26 February 2026.
        let october =
            Issue { published: Some(date(2025, 10, 16)), saved: Some(date(2025, 10, 13)) };
        let february = Issue { published: Some(date(2026, 2, 26)), saved: Some(date(2026, 6, 12)) };
        assert_eq!(october.compare(february), Some(Ordering::Less));
        let resaved = Issue { saved: Some(date(2026, 11, 28)), ..october };
        assert_eq!(resaved.compare(february), Some(Ordering::Less));
        assert_eq!(
            resaved.compare(october),
            None,
            "nobody knows whether it was saved again or issued again"
        );
        let unprinted = Issue { published: None, ..february };
        assert_eq!(unprinted.compare(october), None, "an older file may have been saved again");
        assert_eq!(october.compare(unprinted), None);
        assert_eq!(unprinted.compare(february), None);
        assert_eq!(
            Issue { saved: Some(date(2025, 10, 1)), ..unprinted }.compare(february),
            Some(Ordering::Less)
        );
        let undated = Issue { published: None, saved: None };
        assert_eq!(undated.compare(october), None);
        assert_eq!(october.compare(october), None);
    }
}
