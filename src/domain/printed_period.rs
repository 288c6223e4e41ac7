//! Periods as publications print them: quarters, financial years, mid-years, years ending, ranges
//! of months.
//!
//! Belongs here: the days that a printed period refers to. Does not belong here: where a sheet
//! contains the period.
//!
//! **Invariant:** a period is read in full or not at all, so that the caller can report the
//! location of an unreadable one.

use super::period::month_number;
use super::{Date, Period, Status, parse_publication_date, without_marks};

/// A period, with the publisher's status where one is printed after it.
pub type PrintedPeriod = (Period, Option<Status>);

/// Reads a printed period. Years and quarters are calendar ones, except `2011/12`, a financial year
/// from 1 April, and the quarters of such a year.
///
/// | printed | read as |
/// |---|---|
/// | `31 Dec 2025`, `2025-12-31`, `07/01/2018`, `31.12.2025`, `31-Dec-25`, `December 31, 2025` | that day |
/// | `2025-12-31 00:00:00`, `31/12/2025 9:30`, `2025-12-31T00:00:00Z` | that day |
/// | `2023 Q3`, `Q3 2023`, `2023Q3`, `Quarter 3 2023` | 1 July to 30 September 2023 |
/// | `Q4 2024/25`, `2024-25 Q4` | 1 January to 31 March 2025, the last quarter of the financial year |
/// | `2011/12`, `FY 2010/11`, `201112`, `2011/2012` | 1 April to 31 March |
/// | `2024` | the calendar year |
/// | `mid-2011` | 30 June 2011 |
/// | `Mid-2010 to Mid-2011` | 1 July 2010 to 30 June 2011 |
/// | `YE Jun 12`, `year ending June 2012`, `12 months to June 2012`, `year ended 30 June 2012` | 1 July 2011 to 30 June 2012 |
/// | `quarter ending June 2021`, `three months to June 2021` | 1 April to 30 June 2021 |
/// | `April to June 2018`, `Apr-Jun 2018`, `Jan-02 to Mar-02`, `July 2020-June 2021` | those months |
/// | `May 2025` | the month |
/// | `Autumn 2017` | 1 October to 30 November, the span of nights of the rough sleeping snapshot |
/// | `2023-01-01/P1Y` | an ISO 8601 interval of years, months, weeks or days |
///
/// A `P`, `(p)`, `R`, `[r]` or `(revised)` after the period means *provisional* or *revised*.
/// Footnote marks, and `as at` before the period, are ignored. Three numbers are day, month and
/// year; they give `None` where that day does not exist. Anything else also gives `None`.
pub fn parse_printed_period(text: &str) -> Option<PrintedPeriod> {
    let text = without_marks(text).replace(['–', '—', '‐', '‑', '−'], "-").to_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (text, status) = without_remark(&text);
    let numbered = |text: &&str| text.starts_with(|c: char| c.is_ascii_digit());
    let bare =
        ["fy ", "financial year ", "as at "].iter().find_map(|words| text.strip_prefix(words));
    let text = bare.filter(numbered).unwrap_or(text);
    let read = [interval, year_ending, range, span];
    read.into_iter().find_map(|read| read(text)).map(|period| (period, status))
}

/// True for one or more digits.
pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn without_remark(text: &str) -> (&str, Option<Status>) {
    let remarks = [
        (["p", "(p)", "[p]", "(provisional)", "provisional"], Status::Provisional),
        (["r", "(r)", "[r]", "(revised)", "revised"], Status::Revised),
    ];
    let words = text.rsplit_once(' ');
    let status =
        words.and_then(|(_, last)| remarks.iter().find(|(marks, _)| marks.contains(&last)));
    match (words, status) {
        (Some((text, _)), Some((_, status))) => (text, Some(*status)),
        _ => (text, None),
    }
}

/// `2023-01-01/p1y`.
fn interval(text: &str) -> Option<Period> {
    let (start, length) = text.split_once("/p")?;
    let start: Date = start.parse().ok()?;
    let count: i32 = length.get(..length.len().checked_sub(1)?)?.parse().ok()?;
    let span = jiff::Span::new();
    let span = match &length[length.len() - 1..] {
        "y" => span.try_years(count),
        "m" => span.try_months(count),
        "w" => span.try_weeks(count),
        "d" => span.try_days(count),
        _ => return None,
    };
    let end = start.checked_add(span.ok()?).ok()?.yesterday().ok()?;
    (end >= start).then_some(Period { start, end })
}

/// `ye jun 12`, `year ending june 2012`, `12 months to 30 june 2012`, `quarter ending june 2012`.
fn year_ending(text: &str) -> Option<Period> {
    const OF_YEAR: [&str; 7] = [
        "ye ",
        "year ending ",
        "year ended ",
        "year to ",
        "yr to ",
        "12 months to ",
        "twelve months to ",
    ];
    let text = text.strip_prefix("financial ").unwrap_or(text);
    const OF_QUARTER: [&str; 5] =
        ["quarter ending ", "quarter ended ", "quarter to ", "3 months to ", "three months to "];
    // A day ends a year or quarter only if it ends a month.
    let last = |text: &str| {
        month(text).map(|month| month.end).or_else(|| day(text).filter(|day| ends_month(*day)))
    };
    let ending =
        |words: &[&str]| words.iter().find_map(|words| text.strip_prefix(words)).and_then(last);
    if let Some(end) = ending(&OF_YEAR) {
        return Some(Period { start: first_of_year_ending(end)?, end });
    }
    quarter_ending(ending(&OF_QUARTER)?)
}

fn ends_month(day: Date) -> bool {
    day == day.last_of_month()
}

/// The three months that end on a day, if it is the last day of a month.
pub(crate) fn quarter_ending(end: Date) -> Option<Period> {
    let start = end.first_of_month().checked_sub(jiff::Span::new().months(2)).ok()?;
    ends_month(end).then_some(Period { start, end })
}

/// The first day of the year that ends on a day.
pub(crate) fn first_of_year_ending(end: Date) -> Option<Date> {
    end.tomorrow().ok()?.checked_sub(jiff::Span::new().years(1)).ok()
}

/// Two ends with `to` or a dash between them. A month without a year takes the year of the other
/// end.
fn range(text: &str) -> Option<Period> {
    let spaced = text.split_once(" to ").or_else(|| text.split_once(" - "));
    let joined = || text.strip_prefix("between ").and_then(|rest| rest.split_once(" and "));
    if let Some((from, to)) = spaced.or_else(joined) {
        return between(from.trim(), to.trim());
    }
    // A dash without spaces joins months only: `2021-22` and `jan-02` have other meanings.
    let starts_with_month = |text: &str| text.split(' ').next().and_then(month_number).is_some();
    let (from, to) = text
        .split_once('-')
        .filter(|(from, to)| starts_with_month(from.trim()) && starts_with_month(to.trim()))?;
    between(from.trim(), to.trim())
}

fn between(from: &str, to: &str) -> Option<Period> {
    if let (Some(from), Some(to)) = (mid_year_day(from), mid_year_day(to)) {
        return (from < to)
            .then(|| from.tomorrow().ok())
            .flatten()
            .map(|start| Period { start, end: to });
    }
    // `2020 to 2021` may be two years or one financial year.
    if four_digits(from).is_some() || four_digits(to).is_some() {
        return None;
    }
    let last = span(to)?;
    let first = span(from).or_else(|| {
        month_number(from)?;
        span(&format!("{from} {}", last.end.year()))
    })?;
    (first.start <= last.end).then_some(Period { start: first.start, end: last.end })
}

/// One day, month, quarter, year or season.
fn span(text: &str) -> Option<Period> {
    let day = day(text).or_else(|| mid_year_day(text)).map(Period::day);
    day.or_else(|| quarter(text)).or_else(|| financial_year(text)).or_else(|| month(text)).or_else(
        || {
            let (year, first, last) = match text.strip_prefix("autumn ") {
                Some(year) => (four_digits(year)?, (10, 1), (11, 30)),
                None => (four_digits(text)?, (1, 1), (12, 31)),
            };
            Some(Period {
                start: Date::new(year, first.0, first.1).ok()?,
                end: Date::new(year, last.0, last.1).ok()?,
            })
        },
    )
}

/// A day in any form, with or without a time.
fn day(text: &str) -> Option<Date> {
    let text = without_time(text);
    parse_publication_date(text).or_else(|| in_numbers(text)).or_else(|| with_month_name(text))
}

/// A day without the time after it: ` 00:00:00`, `t00:00`, with fractions of a second and a time
/// zone.
fn without_time(text: &str) -> &str {
    let is_time = |time: &&str| {
        let clock = time.split(['z', '+', '.']).next().unwrap_or_default();
        let parts: Vec<&str> = clock.split(':').collect();
        (2..=3).contains(&parts.len())
            && parts.iter().all(|part| part.len() <= 2 && is_number(part))
    };
    let split =
        |mark: char| text.rsplit_once(mark).filter(|(_, time)| is_time(time)).map(|(day, _)| day);
    split(' ').or_else(|| split('t')).unwrap_or(text)
}

/// `31-dec-25`, `31 dec 25`, `december 31, 2025`.
fn with_month_name(text: &str) -> Option<Date> {
    let words: Vec<&str> = text.split([' ', '-', ',']).filter(|word| !word.is_empty()).collect();
    let &[first, second, year] = words.as_slice() else { return None };
    let (day, name) = if month_number(first).is_some() { (second, first) } else { (first, second) };
    let month = month_number(name).filter(|_| day.len() <= 2 && is_number(day))?;
    Date::new(year_in_digits(year)?, month, day.parse().ok()?).ok()
}

fn mid_year_day(text: &str) -> Option<Date> {
    let year = ["mid-year ", "mid-", "mid "]
        .iter()
        .find_map(|words| text.strip_prefix(words))
        .and_then(four_digits)?;
    Date::new(year, 6, 30).ok()
}

/// `07/01/2018`, `7.1.2018`, `07-01-2018`: day, month, year, as British publications print it.
fn in_numbers(text: &str) -> Option<Date> {
    let separator = ['/', '.', '-'].into_iter().find(|separator| text.contains(*separator))?;
    let parts: Vec<&str> = text.split(separator).collect();
    let &[day, month, year] = parts.as_slice() else { return None };
    let is_short = |text: &str| text.len() <= 2 && is_number(text);
    if !is_short(day) || !is_short(month) {
        return None;
    }
    Date::new(four_digits(year)?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// `2023 q3`, `q3 2023`, `2023q3`, `quarter 3 2023`, and `q4 2024/25` as the fourth quarter of the
/// financial year.
fn quarter(text: &str) -> Option<Period> {
    let text = text.replace("quarter ", "q").replace(" of ", " ").replace(',', "");
    let at = text.find('q')?;
    let number = text.get(at + 1..at + 2)?;
    // The quarter is before or after the year, whatever separates them.
    let year = format!("{}{}", &text[..at], &text[at + 2..]);
    let year = year.trim_matches([' ', '-', '/', '(', ')']);
    let behind = text[at + 2..].chars().next();
    let is_isolated = behind.is_none() || at == 0 && behind.is_some_and(|c| !c.is_alphanumeric());
    let number: i32 =
        number.parse().ok().filter(|number| (1..=4).contains(number) && is_isolated)?;
    let of_year = |first: Date| {
        let start = first.checked_add(jiff::Span::new().months((number - 1) * 3)).ok()?;
        let last = start.checked_add(jiff::Span::new().months(2)).ok()?;
        Some(Period { start, end: last.last_of_month() })
    };
    match four_digits(year) {
        Some(year) => of_year(Date::new(year, 1, 1).ok()?),
        None => of_year(financial_year(year.strip_prefix("fy").map_or(year, str::trim))?.start),
    }
}

/// `2011/12`, `2011-12`, `201112` or `2011/2012`: the second year must follow the first.
pub(super) fn financial_year(text: &str) -> Option<Period> {
    let joined = || (text.len() == 6 && text.is_ascii()).then(|| text.split_at(4));
    let (from, to) = text.split_once('/').or_else(|| text.split_once('-')).or_else(joined)?;
    let year = four_digits(from)?;
    let next = match to.len() {
        2 => to.parse::<i16>().ok().map(|to| to == (year + 1) % 100),
        // `2011-2012` may be two calendar years.
        4 if text.contains('/') => four_digits(to).map(|to| to == year + 1),
        _ => None,
    };
    let period =
        Period { start: Date::new(year, 4, 1).ok()?, end: Date::new(year + 1, 3, 31).ok()? };
    next?.then_some(period)
}

/// `May 2025`, `jun 12`, `jan-02`, `dec. 2025`. Two digits mean a year from 1970 to 2069.
fn month(text: &str) -> Option<Period> {
    let (name, year) = text.split_once(' ').or_else(|| text.split_once('-'))?;
    let start =
        Date::new(year_in_digits(year)?, month_number(name.trim_end_matches(['.', ',']))?, 1)
            .ok()?;
    Some(Period { start, end: start.last_of_month() })
}

/// A year in four digits, or in two digits from 1970 to 2069.
fn year_in_digits(text: &str) -> Option<i16> {
    match text.len() {
        2 if is_number(text) => match text.parse::<i16>().ok()? {
            year @ 0..70 => Some(2000 + year),
            year => Some(1900 + year),
        },
        _ => four_digits(text),
    }
}

pub(super) fn four_digits(text: &str) -> Option<i16> {
    let formed = text.len() == 4 && is_number(text);
    formed.then(|| text.parse().ok()).flatten().filter(|year| (1801..=2200).contains(year))
}

#[cfg(test)]
mod tests {
    use super::parse_printed_period;
    use crate::domain::Status;

    fn read(text: &str) -> Option<String> {
        parse_printed_period(text).map(|(period, _)| format!("{}/{}", period.start, period.end))
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "one list of texts")]
    fn reads_the_periods_that_publications_print() {
        for (text, expected) in [
            ("31 Dec 2025", "2025-12-31/2025-12-31"),
            ("07/01/2018", "2018-01-07/2018-01-07"),
            ("2023 Q3", "2023-07-01/2023-09-30"),
            ("Q3 2023", "2023-07-01/2023-09-30"),
            ("2011/12", "2011-04-01/2012-03-31"),
            ("FY 2010/11", "2010-04-01/2011-03-31"),
            ("202122", "2021-04-01/2022-03-31"),
            ("2024", "2024-01-01/2024-12-31"),
            ("Mid-2011", "2011-06-30/2011-06-30"),
            ("Mid-2010 to Mid-2011", "2010-07-01/2011-06-30"),
            ("YE Jun 12", "2011-07-01/2012-06-30"),
            ("YE Dec 23 P", "2023-01-01/2023-12-31"),
            ("year ending March 2018", "2017-04-01/2018-03-31"),
            ("April to June 2018", "2018-04-01/2018-06-30"),
            ("Apr-Jun 2018", "2018-04-01/2018-06-30"),
            ("Jan 2011 to Dec 2011", "2011-01-01/2011-12-31"),
            ("Jan-02 to Mar-02", "2002-01-01/2002-03-31"),
            ("*Apr-14 to Jun-14", "2014-04-01/2014-06-30"),
            ("July 2015 to June 2016", "2015-07-01/2016-06-30"),
            ("July 2020–June 2021", "2020-07-01/2021-06-30"),
            ("October 2018 to March 2019", "2018-10-01/2019-03-31"),
            ("between July 2020 and June 2021", "2020-07-01/2021-06-30"),
            ("quarter ending June 2021", "2021-04-01/2021-06-30"),
            ("12 months to June 2021", "2020-07-01/2021-06-30"),
            ("Mar-99", "1999-03-01/1999-03-31"),
            ("May 2025 (p)", "2025-05-01/2025-05-31"),
            ("Autumn 2017", "2017-10-01/2017-11-30"),
            ("1 April 2021 to 31 March 2022", "2021-04-01/2022-03-31"),
            ("31.12.2025", "2025-12-31/2025-12-31"),
            ("31-12-2025", "2025-12-31/2025-12-31"),
            ("1/4/2025", "2025-04-01/2025-04-01"),
            ("31-Dec-25", "2025-12-31/2025-12-31"),
            ("December 31, 2025", "2025-12-31/2025-12-31"),
            ("as at 31 December 2025", "2025-12-31/2025-12-31"),
            ("2025-12-31T00:00:00", "2025-12-31/2025-12-31"),
            ("2025-12-31T00:00:00.000Z", "2025-12-31/2025-12-31"),
            ("2025-12-31 00:00:00", "2025-12-31/2025-12-31"),
            ("31/12/2025 9:30", "2025-12-31/2025-12-31"),
            ("Q4 2025", "2025-10-01/2025-12-31"),
            ("2025 Q4", "2025-10-01/2025-12-31"),
            ("2025Q4", "2025-10-01/2025-12-31"),
            ("2025-Q4", "2025-10-01/2025-12-31"),
            ("Quarter 4 2025", "2025-10-01/2025-12-31"),
            ("2025 Quarter 4", "2025-10-01/2025-12-31"),
            ("Q4 2024/25", "2025-01-01/2025-03-31"),
            ("2024-25 Q1", "2024-04-01/2024-06-30"),
            ("Q2 FY 2024/25", "2024-07-01/2024-09-30"),
            ("2023 Q3¹ [note 2]", "2023-07-01/2023-09-30"),
            ("Oct-Dec 2025", "2025-10-01/2025-12-31"),
            ("Oct – Dec 2025", "2025-10-01/2025-12-31"),
            ("Dec. 2025", "2025-12-01/2025-12-31"),
            ("year ending December 2025", "2025-01-01/2025-12-31"),
            ("Year ended 31 December 2025", "2025-01-01/2025-12-31"),
            ("three months to December 2025", "2025-10-01/2025-12-31"),
            ("2024-25", "2024-04-01/2025-03-31"),
            ("2024/2025", "2024-04-01/2025-03-31"),
            ("financial year ending March 2025", "2024-04-01/2025-03-31"),
            ("Financial year 2024-25", "2024-04-01/2025-03-31"),
            ("2023-01-01/P1Y", "2023-01-01/2023-12-31"),
            ("2024-01-01/P3M", "2024-01-01/2024-03-31"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(
            parse_printed_period("YE Dec 23 P").and_then(|(_, status)| status),
            Some(Status::Provisional)
        );
        for wrong in [
            "",
            "Total",
            "2023 Q5",
            "2011/13",
            "12",
            "Dec 2011 to Jan 2011",
            "99/99/2020",
            "E12000007",
            "2023-01-01/P0Y",
            "2020 to 2021",
            "December to February 2024x",
            "12/31/2025",
            "01/02/25",
            "2025-12",
            "2024-2025",
            "Q5 2024/25",
            "Q4",
            "Q4 2024/26",
            "Q42025",
            "year ending 15 December 2025",
            "year ending 2025",
            "32 December 2025",
            "December 2025, 31",
            "2025-12-31 noon",
            "tax year 2024-25",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
