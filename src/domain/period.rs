//! Days and periods, and how publications print them.

pub use jiff::Timestamp;
pub use jiff::civil::Date;
use jiff::fmt::strtime::BrokenDownTime;
use schemars::JsonSchema;
use serde::Serialize;

/// A period with both ends included; a stock has both ends on the same day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct Period {
    /// First day.
    #[serde(rename = "period_start")]
    pub start: Date,
    /// Last day; the day a figure is "as at".
    #[serde(rename = "period_end")]
    pub end: Date,
}

impl Period {
    /// A single day.
    pub fn day(day: Date) -> Self {
        Self { start: day, end: day }
    }

    /// True when the period is one day: the figure is a stock.
    pub fn is_day(self) -> bool {
        self.start == self.end
    }

    /// Days from the first to the last: 0 for a single day, 88 to 92 for a quarter, 364 or 365 for
    /// a year.
    pub fn days(self) -> i32 {
        self.start.until(self.end).map_or(0, |span| span.get_days())
    }

    /// True for two days, two quarters or two years. A quarter cannot be compared with a year.
    pub fn is_as_long_as(self, other: Self) -> bool {
        self.days().abs_diff(other.days()) <= 3
    }
}

/// True for a day a year before another, with up to three days' difference. Years and the last days
/// of months differ in length.
pub fn is_a_year_before(earlier: Date, later: Date) -> bool {
    (later - earlier).get_days().abs_diff(365) <= 3
}

/// A period in ONS house style: `31 December 2025`, `April to June 2025`, `July 2022 to June 2023`.
/// Both days are printed where the period does not consist of full months.
impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (first, last) = (self.start, self.end);
        if self.is_day() {
            return f.write_str(&long_date(last));
        }
        if first.day() != 1 || last != last.last_of_month() {
            return write!(f, "{} to {}", long_date(first), long_date(last));
        }
        let to = last.strftime("%B %-Y");
        match (first.year() == last.year(), first.month() == last.month()) {
            (true, true) => write!(f, "{to}"),
            (true, false) => write!(f, "{} to {to}", first.strftime("%B")),
            (false, _) => write!(f, "{} to {to}", first.strftime("%B %-Y")),
        }
    }
}

/// A date in ONS house style: `31 December 2025`.
pub fn long_date(date: Date) -> String {
    date.strftime("%-d %B %-Y").to_string()
}

/// Reads the dates that publications print: `31 Mar 2014`, `30 June 2026`, `21st December 2022`,
/// `2025-12-31`.
///
/// Returns `None` for anything else, so that the caller can report its location.
pub fn parse_publication_date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(date) = text.parse::<Date>() {
        return Some(date);
    }
    let mut words = text.split_whitespace();
    let day = words.next()?;
    let day =
        ["st", "nd", "rd", "th"].iter().find_map(|ending| day.strip_suffix(ending)).unwrap_or(day);
    let month = words.next()?;
    let year = words.next()?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if words.next().is_some() || year.len() != 4 || !digits(year) || !digits(day) {
        return None;
    }
    Date::new(year.parse().ok()?, month_number(month)?, day.parse().ok()?).ok()
}

/// The number of a month by its English name, its first three letters or `Sept`.
pub(super) fn month_number(name: &str) -> Option<i8> {
    if !(3..=9).contains(&name.len()) {
        return None;
    }
    let read = |format: &str| BrokenDownTime::parse(format, name).ok()?.month();
    if name.eq_ignore_ascii_case("sept") { Some(9) } else { read("%B").or_else(|| read("%b")) }
}

#[cfg(test)]
mod tests {
    use super::{Period, long_date, parse_publication_date};
    use jiff::civil::date;

    #[test]
    fn reads_the_dates_publications_print() {
        assert_eq!(parse_publication_date("31 Mar 2014"), Some(date(2014, 3, 31)));
        assert_eq!(parse_publication_date("21st December 2022"), Some(date(2022, 12, 21)));
        assert_eq!(parse_publication_date("2025-12-31"), Some(date(2025, 12, 31)));
        for wrong in [
            "End of table",
            "31 Mar 14",
            "31 Foo 2014",
            "31 February 2014",
            "March 2014",
            "",
            "+1 Jan 2025",
            "31xyz Dec 2025",
            "1 Jan +202",
        ] {
            assert_eq!(parse_publication_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn prints_house_style() {
        assert_eq!(long_date(date(2025, 12, 31)), "31 December 2025");
        let period = |start, end| Period { start, end }.to_string();
        assert_eq!(period(date(2022, 7, 1), date(2023, 6, 30)), "July 2022 to June 2023");
        assert_eq!(period(date(2025, 4, 1), date(2025, 6, 30)), "April to June 2025");
        assert_eq!(period(date(2024, 2, 1), date(2024, 2, 29)), "February 2024");
        assert_eq!(period(date(2020, 3, 22), date(2021, 3, 21)), "22 March 2020 to 21 March 2021");
    }
}
