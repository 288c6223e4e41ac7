//! The printed period in a line of text, such as a title.
//!
//! Belongs here: where a line contains a period, and whether that period is complete. Does not
//! belong here: how periods are printed.

use super::period::month_number;
use super::printed_period::{
    PrintedPeriod, financial_year, four_digits, is_number, parse_printed_period,
};

/// The longest printed period in a line of text, the first of equal length. Footnote digits at the
/// end of words are ignored.
///
/// `None` where the adjacent words show that it is part of a period that cannot be read, as in
/// `July to June 2021`.
pub fn find_printed_period(line: &str) -> Option<PrintedPeriod> {
    const MOST_WORDS: usize = 7;
    let words: Vec<String> = line.split_whitespace().map(without_footnote).collect();
    let found = (1..=MOST_WORDS.min(words.len())).rev().find_map(|count| {
        let read = |at: usize| Some((at, parse_printed_period(&words[at..at + count].join(" "))?));
        (0..=words.len() - count).find_map(read).map(|(at, period)| (at, count, period))
    });
    let (at, count, period) = found?;
    let word = |at: Option<usize>| {
        at.and_then(|at| words.get(at)).map(|word| word.to_lowercase()).unwrap_or_default()
    };
    let (before, after) = (word(at.checked_sub(1)), word(Some(at + count)));
    let joins = |word: &str| ["to", "and", "-", "–", "between", "months"].contains(&word);
    let dates = |word: &str| {
        month_number(word).is_some() || four_digits(word).is_some() || word.contains(['-', '–'])
    };
    let is_part = joins(&before) && at >= 2 && dates(&word(at.checked_sub(2)))
        || month_number(&before).is_some();
    let goes_on = joins(&after) && dates(&word(Some(at + count + 1)));
    let is_half = match before.as_str() {
        "between" => !words[at..at + count].iter().any(|word| word.eq_ignore_ascii_case("to")),
        before => before == "months",
    };
    // The number in `Q5 2024/25` is not a year.
    let names_quarter =
        |word: &str| word == "quarter" || word.strip_prefix('q').is_some_and(is_number);
    let is_numbered = is_number(&before) && names_quarter(&word(at.checked_sub(2)));
    let is_of_year =
        period.0.days() >= 364 && (names_quarter(&before) || names_quarter(&after) || is_numbered);
    (!is_part && !goes_on && !is_half && !is_of_year).then_some(period)
}

/// A word without punctuation around it and without footnote digits after it: `Autumn1`, `20172`.
fn without_footnote(word: &str) -> String {
    let word = word.trim_matches(['.', ',', ':', ';', '"', '(', ')']);
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &word[letters.len()..];
    match (letters.is_empty(), digits.len()) {
        // Six digits may be a year and the next year.
        (true, 5..=6)
            if (digits.starts_with("19") || digits.starts_with("20"))
                && financial_year(digits).is_none() =>
        {
            digits[..4].to_owned()
        }
        (false, 1..=2) if letters.chars().all(char::is_alphabetic) && letters.len() > 1 => {
            letters.to_owned()
        }
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::find_printed_period;

    #[test]
    fn finds_the_longest_period_in_a_title() {
        let find = |text: &str| {
            find_printed_period(text).map(|(period, _)| format!("{}/{}", period.start, period.end))
        };
        let title = "Table A1 - Number of households assessed and owed a prevention or relief \
            duty, England, April to June 2018";
        assert_eq!(find(title).as_deref(), Some("2018-04-01/2018-06-30"));
        assert_eq!(find("England, Autumn1 20172").as_deref(), Some("2017-10-01/2017-11-30"));
        assert_eq!(
            find("Reg_02: Immigration groups, as at 31 December 2025").as_deref(),
            Some("2025-12-31/2025-12-31")
        );
        assert_eq!(find("Learners, England, 202021").as_deref(), Some("2020-04-01/2021-03-31"));
        assert_eq!(find("July 2020-June 2021").as_deref(), Some("2020-07-01/2021-06-30"));
        // A period that cannot be read in full is not read in part.
        assert_eq!(
            find("Duties owed, Q4 2024/25, England").as_deref(),
            Some("2025-01-01/2025-03-31")
        );
        assert_eq!(
            find("Duties owed, Quarter 1 of 2024-25").as_deref(),
            Some("2024-04-01/2024-06-30")
        );
        for line in [
            "Duties owed, Q5 2024/25",
            "2024/25 Q5",
            "quarter 5 2024/25",
            "no period here",
            "July to June 2021",
            "to June 2021 and July 2021",
            "Years 2020 to 2021",
        ] {
            assert_eq!(find(line), None, "{line}");
        }
    }
}
