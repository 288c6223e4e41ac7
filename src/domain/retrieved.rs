//! When a file was obtained.

use super::Date;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Serialize;

/// When a file was obtained.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Retrieved {
    /// Not recorded: the file is only inspected and not stored, so no result depends on it.
    #[default]
    Unrecorded,
    /// The day alone, as recorded for the figures built into the program.
    On(Date),
    /// The exact time.
    At(Timestamp),
}

impl Retrieved {
    /// The day on which the file was obtained, in universal time.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::Unrecorded => None,
            Self::On(day) => Some(day),
            Self::At(moment) => Some(day_of(moment)),
        }
    }
}

/// `2026-11-21` or `2026-11-21T10:00:00Z`.
impl std::fmt::Display for Retrieved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unrecorded => f.write_str("not recorded"),
            Self::On(day) => day.fmt(f),
            Self::At(moment) => moment.fmt(f),
        }
    }
}

/// The day of a timestamp, in universal time.
pub fn day_of(moment: Timestamp) -> Date {
    moment.to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::Retrieved;
    use jiff::civil::date;

    #[test]
    fn a_moment_is_printed_as_manifests_have_it() {
        let text = "2026-11-21T23:30:00Z";
        let moment = Retrieved::At(text.parse().unwrap());
        assert_eq!((moment.to_string().as_str(), moment.day()), (text, Some(date(2026, 11, 21))));
        let day = Retrieved::On(date(2026, 11, 21));
        assert_eq!((day.to_string().as_str(), day.day()), ("2026-11-21", moment.day()));
        assert_eq!(Retrieved::default().day(), None);
    }
}
