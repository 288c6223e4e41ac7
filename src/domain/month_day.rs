//! A day of every year, such as 31 March.

use super::period::{Date, parse_publication_date};
use serde::Deserialize;

/// A day that exists in each year, written in definitions as month and day: `03-31`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct MonthDay {
    month: i8,
    day: i8,
}

impl MonthDay {
    /// The day that a text with `{year}` refers to, such as `{year}-06-30`; `None` if some years
    /// have no such day.
    pub fn in_text(text: &str) -> Option<Self> {
        // Neither year is a leap year.
        let day = |year: i16| {
            let day = parse_publication_date(&text.replace("{year}", &year.to_string()))?;
            (day.year() == year).then_some(Self { month: day.month(), day: day.day() })
        };
        day(2001).filter(|first| day(2002) == Some(*first))
    }

    /// The day in a year; `None` for a year outside the range of the calendar.
    pub fn in_year(self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day).ok()
    }
}

impl TryFrom<String> for MonthDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::in_text(&format!("{{year}}-{text}"))
            .ok_or_else(|| format!("{text:?} where a month and day such as 03-31 is expected"))
    }
}

#[cfg(test)]
mod tests {
    use super::MonthDay;
    use jiff::civil::date;

    #[test]
    fn a_day_of_every_year() {
        let ends = MonthDay::try_from("03-31".to_owned()).unwrap();
        assert_eq!(ends.in_year(2024), Some(date(2024, 3, 31)));
        assert_eq!(
            MonthDay::in_text("30 June {year}").unwrap().in_year(2024),
            Some(date(2024, 6, 30))
        );
        for wrong in ["02-29", "13-01", "31 March", ""] {
            assert!(MonthDay::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
        assert_eq!(MonthDay::in_text("2024-06-30"), None);
    }
}
