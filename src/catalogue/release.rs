//! When new editions come out: the dates that publishers have announced, and the rhythm where none
//! is announced.
//!
//! Belongs here: the arithmetic of release days. Does not belong here: which edition is held, what
//! day it is.

use super::reference_check::wrong;
use crate::domain::date_serde;
use crate::domain::{Date, Id, Result, error_codes};
use jiff::ToSpan;
use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;
use serde::Deserialize;

/// How far ahead the rhythm is looked for: every rhythm of months has a day within two years.
const MONTHS_AHEAD: i32 = 25;

/// The rhythm of a publication: `releases/<id>.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// Name of the file.
    pub id: Id,
    /// Title of the publication for readers.
    pub title: String,
    /// The time of day in London at which editions come out.
    pub time: Time,
    /// Days between the last day that an edition is about and its publication, at least: tells when
    /// an edition of unknown date was published.
    pub lag_days: i32,
    /// Days that the publisher has announced, past ones included.
    #[serde(default, deserialize_with = "date_serde::many")]
    pub dates: Vec<Date>,
    /// Where no day is announced: the months in which an edition comes out.
    #[serde(default)]
    pub months: Vec<i8>,
    /// In those months: the first such weekday on or after `from_day`.
    pub weekday: Option<Day>,
    /// In those months: the earliest day.
    pub from_day: Option<i8>,
    /// Where no day is announced: so many days after the last one.
    pub every_days: Option<i32>,
    /// Why no further edition comes out, for series that have ended.
    pub ended: Option<String>,
    /// Where the publisher says so.
    pub reference: String,
}

/// A day of the week, by its English name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Day {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
}

impl From<Day> for Weekday {
    fn from(day: Day) -> Self {
        match day {
            Day::Monday => Self::Monday,
            Day::Tuesday => Self::Tuesday,
            Day::Wednesday => Self::Wednesday,
            Day::Thursday => Self::Thursday,
            Day::Friday => Self::Friday,
        }
    }
}

/// A day on which an edition comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReleaseDay {
    /// The day.
    pub day: Date,
    /// True when the publisher has announced it; false when it follows from the rhythm.
    pub announced: bool,
}

impl Release {
    /// The first release after a day: an announced one, else the one that the rhythm gives. `None`
    /// once the series has ended, or where no rhythm is known.
    pub fn after(&self, day: Date) -> Option<ReleaseDay> {
        if self.ended.is_some() {
            return None;
        }
        let announced = self.dates.iter().copied().filter(|date| *date > day).min();
        // An announced day stands for the rhythm's day of its own month and nothing else.
        let is_free = |expected: &Date| {
            let is_its_month =
                |date: &Date| (date.year(), date.month()) == (expected.year(), expected.month());
            self.every_days.is_some() || !self.dates.iter().any(is_its_month)
        };
        let in_rhythm = self.scheduled_after(day).filter(is_free);
        match (announced, in_rhythm) {
            (Some(day), Some(expected)) if expected < day => {
                Some(ReleaseDay { day: expected, announced: false })
            }
            (Some(day), _) => Some(ReleaseDay { day, announced: true }),
            (None, Some(day)) => Some(ReleaseDay { day, announced: false }),
            (None, None) => self.next_scheduled(day),
        }
    }

    /// When an edition about figures to `as_at` was published, as far as the calendar tells.
    pub fn publication_of(&self, as_at: Date) -> Option<Date> {
        let earliest = as_at.checked_add(self.lag_days.days()).ok()?;
        self.after(earliest.yesterday().ok()?).map(|release| release.day)
    }

    /// The moment at which an edition of a day comes out.
    pub fn moment(&self, day: Date) -> Option<jiff::Timestamp> {
        let london = TimeZone::get("Europe/London").ok()?;
        day.to_datetime(self.time).to_zoned(london).ok().map(|zoned| zoned.timestamp())
    }

    /// The rhythm's day in the next months, whether or not another day of the month is announced.
    fn scheduled_after(&self, day: Date) -> Option<Date> {
        if let Some(days) = self.every_days {
            let last = self.dates.iter().copied().filter(|date| *date <= day).max();
            return match last {
                // The same day of the week as the last one announced.
                Some(last) => {
                    let passed = (day - last).get_days() / days + 1;
                    last.checked_add((passed * days).days()).ok()
                }
                None => day.checked_add(days.days()).ok(),
            };
        }
        let first = day.first_of_month();
        (0..MONTHS_AHEAD)
            .filter_map(|ahead| first.checked_add(ahead.months()).ok())
            .filter(|month| self.months.contains(&month.month()))
            .filter_map(|month| self.day_in(month))
            .find(|expected| *expected > day)
    }

    /// The rhythm's next day when the one before it is announced on another day of its month.
    fn next_scheduled(&self, day: Date) -> Option<ReleaseDay> {
        let skipped = self.scheduled_after(day)?;
        let next = self.scheduled_after(skipped.last_of_month().max(day))?;
        Some(ReleaseDay { day: next, announced: false })
    }

    /// The first fitting day of a month.
    fn day_in(&self, month: Date) -> Option<Date> {
        let earliest = month.with().day(self.from_day.unwrap_or(1)).build().ok()?;
        match self.weekday {
            None => Some(earliest),
            Some(weekday) if earliest.weekday() == weekday.into() => Some(earliest),
            Some(weekday) => earliest.nth_weekday(1, weekday.into()).ok(),
        }
    }

    /// Errors with `F204` when neither dates nor a rhythm nor an end is declared.
    pub(super) fn check(&self) -> Result<()> {
        let refuse = |key: &str, found: &str, expected: &str| {
            Err(wrong(error_codes::DEFINITION_WRONG, key, found).expected(expected))
        };
        if self.ended.is_none()
            && self.dates.is_empty()
            && self.months.is_empty()
            && self.every_days.is_none()
        {
            return refuse(
                "months",
                "neither dates nor months nor every_days nor ended",
                "one of them",
            );
        }
        if self.months.iter().any(|month| !(1..=12).contains(month)) {
            return refuse("months", "a number that is no month", "1 to 12");
        }
        if self.from_day.is_some_and(|day| !(1..=28).contains(&day)) {
            return refuse("from_day", "a day that not every month has", "1 to 28");
        }
        if self.every_days.is_some_and(|days| days < 1) {
            return refuse("every_days", "less than a day", "at least 1");
        }
        if self.reference.trim().is_empty() {
            return refuse("reference", "nothing", "where the publisher says so");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Release;
    use jiff::civil::date;

    /// The days on which the Home Office published Immigration system statistics: its release
    /// calendar.
    const PUBLISHED: [(i16, i8, i8); 8] = [
        (2025, 2, 27),
        (2025, 5, 22),
        (2025, 8, 21),
        (2025, 11, 27),
        (2026, 2, 26),
        (2026, 5, 21),
        (2026, 8, 27),
        (2026, 11, 26),
    ];

    fn release(dates: &str) -> Release {
        toml::from_str(&format!(
            "id = \"x\"\ntitle = \"X\"\ntime = \"09:30\"\nlag_days = 50\ndates = [{dates}]\nmonths \
             = [2, 5, 8, 11]\nweekday = \"Thursday\"\nfrom_day = 21\nreference = \"R\""
        ))
        .unwrap()
    }

    #[test]
    fn the_rhythm_gives_the_days_of_past_releases() {
        let rhythm = release("");
        let mut day = date(2025, 1, 1);
        for (year, month, of_month) in PUBLISHED {
            day = rhythm.after(day).unwrap().day;
            assert_eq!(day, date(year, month, of_month));
        }
    }

    #[test]
    fn an_announced_day_takes_the_place_of_the_rhythms_day_in_its_month() {
        let announced = release("\"2026-08-13\"");
        let next = |day| announced.after(day).unwrap();
        assert_eq!(
            (next(date(2026, 6, 1)).day, next(date(2026, 6, 1)).announced),
            (date(2026, 8, 13), true)
        );
        assert_eq!(
            (next(date(2026, 8, 13)).day, next(date(2026, 8, 13)).announced),
            (date(2026, 11, 26), false)
        );
        assert_eq!(next(date(2026, 5, 1)).day, date(2026, 5, 21));
    }

    #[test]
    fn an_edition_of_unknown_date_was_published_at_the_first_release_after_its_figures() {
        let rhythm = release("");
        assert_eq!(rhythm.publication_of(date(2026, 3, 31)), Some(date(2026, 5, 21)));
        assert_eq!(rhythm.publication_of(date(2025, 12, 31)), Some(date(2026, 2, 26)));
    }

    #[test]
    fn half_past_nine_is_another_moment_in_summer() {
        let rhythm = release("");
        assert_eq!(rhythm.moment(date(2026, 8, 27)).unwrap().to_string(), "2026-08-27T08:30:00Z");
        assert_eq!(rhythm.moment(date(2026, 11, 26)).unwrap().to_string(), "2026-11-26T09:30:00Z");
    }

    #[test]
    fn weekly_releases_keep_their_weekday() {
        let weekly: Release = toml::from_str(
            "id = \"x\"\ntitle = \"X\"\ntime = \"09:30\"\nlag_days = 0\ndates = \
             [\"2026-08-21\"]\nevery_days = 7\nreference = \"R\"",
        )
        .unwrap();
        assert_eq!(weekly.after(date(2026, 8, 21)).unwrap().day, date(2026, 8, 28));
        assert_eq!(weekly.after(date(2026, 11, 25)).unwrap().day, date(2026, 11, 27));
    }
}
