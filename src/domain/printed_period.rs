//! Periods as publications print them: quarters, financial years, mid-years, years ending, ranges of months.
//!
//! Belongs here: what a printed period means in days. Does not belong here: where in a sheet it stands.
//!
//! **Invariant:** a period is read whole or not at all, so that the caller can say where an unreadable one stood.

use super::period::month_number;
use super::{Date, Period, Status, parse_publication_date};

/// A period, with the publisher's remark where one is printed behind it.
pub type PrintedPeriod = (Period, Option<Status>);

/// Reads a printed period. Years and quarters are those of the calendar, except `2011/12`, a financial year from 1 April.
///
/// | printed | read as |
/// |---|---|
/// | `31 Dec 2025`, `2025-12-31`, `07/01/2018` | that day |
/// | `2023 Q3`, `Q3 2023` | 1 July to 30 September 2023 |
/// | `2011/12`, `FY 2010/11`, `201112` | 1 April to 31 March |
/// | `2024` | the calendar year |
/// | `mid-2011` | 30 June 2011 |
/// | `Mid-2010 to Mid-2011` | 1 July 2010 to 30 June 2011 |
/// | `YE Jun 12`, `year ending June 2012`, `12 months to June 2012` | 1 July 2011 to 30 June 2012 |
/// | `quarter ending June 2021` | 1 April to 30 June 2021 |
/// | `April to June 2018`, `Apr-Jun 2018`, `Jan-02 to Mar-02`, `July 2020-June 2021` | those months |
/// | `May 2025` | the month |
/// | `Autumn 2017` | 1 October to 30 November, the span of nights of the rough sleeping snapshot |
/// | `2023-01-01/P1Y` | an ISO 8601 interval of years, months, weeks or days |
///
/// A `P`, `(p)`, `R` or `(r)` behind the period is *provisional* or *revised*; asterisks before it, which point to notes, fall
/// away. `None` for anything else.
pub fn parse_printed_period(text: &str) -> Option<PrintedPeriod> {
    let text = text.trim().trim_start_matches('*').trim_start().replace(['–', '—'], "-").to_lowercase();
    let (text, status) = without_remark(&text);
    let text = text.strip_prefix("fy ").unwrap_or(text);
    let read = [interval, year_ending, range, span];
    read.into_iter().find_map(|read| read(text)).map(|period| (period, status))
}

/// The longest printed period in a line of text, the first of equal length; footnote digits glued to words fall away.
///
/// `None` where the words beside it show that it is a part of one that cannot be read, as in `July to June 2021`.
pub fn find_printed_period(line: &str) -> Option<PrintedPeriod> {
    const MOST_WORDS: usize = 7;
    let words: Vec<String> = line.split_whitespace().map(without_footnote).collect();
    let found = (1..=MOST_WORDS.min(words.len())).rev().find_map(|count| {
        let read = |at: usize| Some((at, parse_printed_period(&words[at..at + count].join(" "))?));
        (0..=words.len() - count).find_map(read).map(|(at, period)| (at, count, period))
    });
    let (at, count, period) = found?;
    let word = |at: Option<usize>| at.and_then(|at| words.get(at)).map(|word| word.to_lowercase()).unwrap_or_default();
    let (before, after) = (word(at.checked_sub(1)), word(Some(at + count)));
    let joins = |word: &str| ["to", "and", "-", "–", "between", "months"].contains(&word);
    let dates = |word: &str| month_number(word).is_some() || four_digits(word).is_some() || word.contains(['-', '–']);
    let is_part = joins(&before) && at >= 2 && dates(&word(at.checked_sub(2))) || month_number(&before).is_some();
    let goes_on = joins(&after) && dates(&word(Some(at + count + 1)));
    let is_half = match before.as_str() {
        "between" => !words[at..at + count].iter().any(|word| word.eq_ignore_ascii_case("to")),
        before => before == "months",
    };
    (!is_part && !goes_on && !is_half).then_some(period)
}

/// A word without punctuation around it and without footnote digits behind it: `Autumn1`, `20172`.
fn without_footnote(word: &str) -> String {
    let word = word.trim_matches(['.', ',', ':', ';', '"', '(', ')']);
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &word[letters.len()..];
    match (letters.is_empty(), digits.len()) {
        // Six digits may be a year and the next one.
        (true, 5..=6) if (digits.starts_with("19") || digits.starts_with("20")) && financial_year(digits).is_none() => {
            digits[..4].to_owned()
        }
        (false, 1..=2) if letters.chars().all(char::is_alphabetic) && letters.len() > 1 => letters.to_owned(),
        _ => word.to_owned(),
    }
}

fn without_remark(text: &str) -> (&str, Option<Status>) {
    let remarks = [
        (" p", Status::Provisional),
        (" (p)", Status::Provisional),
        (" r", Status::Revised),
        (" (r)", Status::Revised),
    ];
    let found = remarks.into_iter().find_map(|(ending, status)| Some((text.strip_suffix(ending)?.trim(), status)));
    found.map_or((text, None), |(text, status)| (text, Some(status)))
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

/// `ye jun 12`, `year ending june 2012`, `year to march 2018`.
fn year_ending(text: &str) -> Option<Period> {
    let of_year = ["ye ", "year ending ", "year to ", "yr to ", "12 months to "];
    if let Some(end) = of_year.iter().find_map(|words| text.strip_prefix(words)).and_then(month) {
        return Some(Period { start: first_of_year_ending(end.end)?, end: end.end });
    }
    let last = month(text.strip_prefix("quarter ending ")?)?;
    Some(Period { start: last.start.checked_sub(jiff::Span::new().months(2)).ok()?, end: last.end })
}

/// The first day of the year that ends on a day.
pub(crate) fn first_of_year_ending(end: Date) -> Option<Date> {
    end.tomorrow().ok()?.checked_sub(jiff::Span::new().years(1)).ok()
}

/// Two ends with `to` or a dash between them; a month without a year takes that of the other end.
fn range(text: &str) -> Option<Period> {
    let spaced = text.split_once(" to ").or_else(|| text.split_once(" - "));
    let joined = || text.strip_prefix("between ").and_then(|rest| rest.split_once(" and "));
    if let Some((from, to)) = spaced.or_else(joined) {
        return between(from.trim(), to.trim());
    }
    // Without space only between months: `2021-22` and `jan-02` are other things.
    let starts_with_month = |text: &str| text.split(' ').next().and_then(month_number).is_some();
    let (from, to) =
        text.split_once('-').filter(|(from, to)| starts_with_month(from.trim()) && starts_with_month(to.trim()))?;
    between(from.trim(), to.trim())
}

fn between(from: &str, to: &str) -> Option<Period> {
    if let (Some(from), Some(to)) = (mid_year_day(from), mid_year_day(to)) {
        return (from < to).then(|| from.tomorrow().ok()).flatten().map(|start| Period { start, end: to });
    }
    // `2020 to 2021` may be two years or a financial one.
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
    let day = parse_publication_date(text).or_else(|| slashed(text)).or_else(|| mid_year_day(text)).map(Period::day);
    day.or_else(|| quarter(text)).or_else(|| financial_year(text)).or_else(|| month(text)).or_else(|| {
        let (year, first, last) = match text.strip_prefix("autumn ") {
            Some(year) => (four_digits(year)?, (10, 1), (11, 30)),
            None => (four_digits(text)?, (1, 1), (12, 31)),
        };
        Some(Period { start: Date::new(year, first.0, first.1).ok()?, end: Date::new(year, last.0, last.1).ok()? })
    })
}

fn mid_year_day(text: &str) -> Option<Date> {
    let year = four_digits(text.strip_prefix("mid-").or_else(|| text.strip_prefix("mid "))?)?;
    Date::new(year, 6, 30).ok()
}

/// `07/01/2018`: day, month, year, as British publications print it.
fn slashed(text: &str) -> Option<Date> {
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || !digits(day) || !digits(month) {
        return None;
    }
    Date::new(four_digits(year)?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn quarter(text: &str) -> Option<Period> {
    let (a, b) = text.split_once(' ').unwrap_or_else(|| text.split_at(text.len().min(4)));
    let (year, quarter) = if a.starts_with('q') { (b, a) } else { (a, b) };
    let number: i8 = quarter.strip_prefix('q')?.parse().ok().filter(|number| (1..=4).contains(number))?;
    let start = Date::new(four_digits(year)?, number * 3 - 2, 1).ok()?;
    let last = Date::new(start.year(), number * 3, 1).ok()?;
    Some(Period { start, end: last.last_of_month() })
}

/// `2011/12`, `2011-12` or `201112`: the second year must follow the first.
fn financial_year(text: &str) -> Option<Period> {
    let joined = || (text.len() == 6 && text.is_ascii()).then(|| text.split_at(4));
    let (from, to) = text.split_once('/').or_else(|| text.split_once('-')).or_else(joined)?;
    let year = four_digits(from)?;
    let follows = (year + 1) % 100 == to.parse::<i16>().ok().filter(|_| to.len() == 2)?;
    let period = Period { start: Date::new(year, 4, 1).ok()?, end: Date::new(year + 1, 3, 31).ok()? };
    follows.then_some(period)
}

/// `May 2025`, `jun 12`, `jan-02`; two digits are a year from 1970 to 2069.
fn month(text: &str) -> Option<Period> {
    let (name, year) = text.split_once(' ').or_else(|| text.split_once('-'))?;
    let year = match year.len() {
        2 if year.bytes().all(|byte| byte.is_ascii_digit()) => match year.parse::<i16>().ok()? {
            year @ 0..70 => 2000 + year,
            year => 1900 + year,
        },
        _ => four_digits(year)?,
    };
    let start = Date::new(year, month_number(name)?, 1).ok()?;
    Some(Period { start, end: start.last_of_month() })
}

fn four_digits(text: &str) -> Option<i16> {
    let formed = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    formed.then(|| text.parse().ok()).flatten().filter(|year| (1801..=2200).contains(year))
}

#[cfg(test)]
mod tests {
    use super::{find_printed_period, parse_printed_period};
    use crate::domain::Status;

    fn read(text: &str) -> Option<String> {
        parse_printed_period(text).map(|(period, _)| format!("{}/{}", period.start, period.end))
    }

    #[test]
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
            ("2023-01-01/P1Y", "2023-01-01/2023-12-31"),
            ("2024-01-01/P3M", "2024-01-01/2024-03-31"),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(parse_printed_period("YE Dec 23 P").and_then(|(_, status)| status), Some(Status::Provisional));
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
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn finds_the_longest_period_in_a_title() {
        let find = |text: &str| find_printed_period(text).map(|(period, _)| format!("{}/{}", period.start, period.end));
        let title = "Table A1 - Number of households assessed and owed a prevention or relief duty, England, April to June 2018";
        assert_eq!(find(title).as_deref(), Some("2018-04-01/2018-06-30"));
        assert_eq!(find("England, Autumn1 20172").as_deref(), Some("2017-10-01/2017-11-30"));
        assert_eq!(
            find("Reg_02: Immigration groups, as at 31 December 2025").as_deref(),
            Some("2025-12-31/2025-12-31")
        );
        assert_eq!(find("Learners, England, 202021").as_deref(), Some("2020-04-01/2021-03-31"));
        assert_eq!(find("July 2020-June 2021").as_deref(), Some("2020-07-01/2021-06-30"));
        // What cannot be read whole is not read in part.
        for line in ["no period here", "July to June 2021", "to June 2021 and July 2021", "Years 2020 to 2021"] {
            assert_eq!(find(line), None, "{line}");
        }
    }
}
