//! Compares what a cell shows with its stored value.
//!
//! Belongs here: a number or a day, together with the text that a spreadsheet program shows for it.
//! Does not belong here: number formats, which have already been applied to such a text.
//!
//! **Invariant:** the result is a number only if its text shows that number, rounded or multiplied.
//! If the text is a marker or another number, the result is the text. A withheld figure is
//! therefore never read from behind its marker.

use super::Value;
use super::cell::is_fault;
use super::marks::{self, is_dash, is_sign, shorthand};
use crate::domain::Date;

/// The value of a cell with a stored number and a displayed text; `None` if the program wrote no
/// text for it.
pub(super) fn number(stored: f64, text: Option<&str>, is_percentage: bool) -> Value {
    let plain = if is_percentage {
        Value::Displayed { stored, factor: 100.0 }
    } else {
        Value::Number(stored)
    };
    let Some(text) = text else { return plain };
    if is_written_out(stored, text) {
        return plain;
    }
    let text = text.trim();
    let signs = text.trim_matches('#');
    if text.is_empty() {
        // The format shows nothing, and a number that no reader can see is not published.
        return Value::Empty;
    }
    if signs.is_empty() {
        // The column was too narrow.
        return plain;
    }
    if is_fault(text) || (text.starts_with('#') && stored == 0.0) {
        return Value::Fault(text.into());
    }
    if is_nought(text) && stored == 0.0 {
        return Value::Number(0.0);
    }
    if is_power_of_ten(stored, text) {
        return plain;
    }
    let as_shown = || Value::Text(text.into());
    let Some(printed) = Printed::of(text) else { return as_shown() };
    match (printed.factor_of(stored), printed.mark.as_str()) {
        (Some(1.0), "") => Value::Number(stored),
        (Some(factor), "") => Value::Displayed { stored, factor },
        (Some(1.0), mark) => Value::Text(format!("{stored} {mark}").into()),
        _ => as_shown(),
    }
}

/// True for a text that is the whole number itself, with or without commas; nearly all are.
fn is_written_out(stored: f64, text: &str) -> bool {
    const DIGITS: usize = 15;
    let digits = text.strip_prefix('-').unwrap_or(text);
    let mut whole = 0.0;
    for byte in digits.bytes() {
        match byte {
            b'0'..=b'9' => whole = whole * 10.0 + f64::from(byte - b'0'),
            b',' => {}
            _ => return false,
        }
    }
    !digits.is_empty()
        && digits.len() <= DIGITS
        && whole == stored.abs()
        && (stored < 0.0) == (digits.len() < text.len())
}

/// True for the number in scientific notation, `4.67E-05`.
fn is_power_of_ten(stored: f64, text: &str) -> bool {
    let Some((mantissa, power)) = text.split_once(['E', 'e']) else { return false };
    let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let (Ok(printed), Ok(power)) = (text.parse::<f64>(), power.parse::<i32>()) else {
        return false;
    };
    let half = 0.5 * 10_f64.powi(power.saturating_sub(i32::try_from(decimals).unwrap_or(i32::MAX)));
    (printed - stored).abs() <= half * (1.0 + 1e-6)
}

/// True for the dash by which accounting formats show zero.
fn is_nought(text: &str) -> bool {
    let dash =
        text.trim_matches(|letter: char| letter.is_whitespace() || "£$€%()".contains(letter));
    dash.chars().count() == 1 && is_dash(dash)
}

/// A text with one number in it.
struct Printed<'t> {
    /// The number from its first digit to its last, including separators.
    digits: &'t str,
    /// The factor that its sign shows: `%` and `m` are unambiguous.
    sign: Option<f64>,
    /// A mark next to it, such as `[r]`.
    mark: String,
}

impl<'t> Printed<'t> {
    /// `None` for a text with more than a number and a mark: a range, words, a sign for less or
    /// more.
    fn of(text: &'t str) -> Option<Self> {
        let start = text.find(|letter: char| letter.is_ascii_digit())?;
        // Formats may show fractions without the zero before the point.
        let start = text[..start].strip_suffix('.').map_or(start, str::len);
        let length = text[start..]
            .find(|letter: char| {
                !(letter.is_ascii_digit() || ".,'’\u{a0}\u{202f} ".contains(letter))
            })
            .unwrap_or(text.len() - start);
        let (before, rest) = (&text[..start], &text[start + length..]);
        let digits =
            text[start..start + length].trim_end_matches(|letter: char| !letter.is_ascii_digit());
        let first = marks::before(before);
        if first.is_empty() && !before.chars().all(is_sign) {
            return None;
        }
        let rest = rest.trim_start_matches([')', '£', '$', '€']).trim();
        let signs = [("%", 1e2), ("‰", 1e3), ("k", 1e-3), ("m", 1e-6), ("bn", 1e-9)];
        let behind = |sign| {
            rest.strip_prefix(sign).filter(|rest: &&str| !rest.starts_with(char::is_alphabetic))
        };
        let sign = signs.into_iter().find_map(|(sign, factor)| Some((behind(sign)?, factor)));
        let (rest, sign) = sign.map_or((rest, None), |(rest, factor)| (rest, Some(factor)));
        let behind = mark(rest.trim_start_matches(')').trim())?;
        let mark = if first.is_empty() || behind.is_empty() {
            first + &behind
        } else {
            format!("{first} {behind}")
        };
        Some(Self { digits, sign, mark })
    }

    /// The factor between the stored and the printed number; `None` if the text shows another
    /// number.
    fn factor_of(&self, stored: f64) -> Option<f64> {
        // Thousands, millions and billions may be shown without a sign.
        const FACTORS: [f64; 4] = [1.0, 1e-3, 1e-6, 1e-9];
        let readings = [self.reading('.'), self.reading(',')];
        let shows = |factor: f64| {
            let multiplied = stored.abs() * factor;
            readings.iter().flatten().any(|(printed, decimals)| {
                let half = 0.5 * 10_f64.powi(-decimals);
                // A zero in thousands could be any small number.
                (factor >= 1.0 || *printed > 0.0)
                    && (multiplied - printed).abs() <= half * (1.0 + 1e-6) + multiplied * 1e-12
            })
        };
        match self.sign {
            Some(factor) => shows(factor).then_some(factor),
            None => FACTORS.into_iter().find(|factor| shows(*factor)),
        }
    }

    /// The printed number with that decimal separator, and its number of decimals; `None` if the
    /// separator occurs twice.
    fn reading(&self, point: char) -> Option<(f64, i32)> {
        let (whole, decimals) = self.digits.split_once(point).unwrap_or((self.digits, ""));
        if !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
        Some((format!("0{whole}.{decimals}0").parse().ok()?, i32::try_from(decimals.len()).ok()?))
    }
}

/// The mark in the words after a number, in square brackets if it is shorthand for a status; empty
/// for a unit of one word. `None` for words that change the meaning of the number, as in `5 or
/// fewer` and `90+`.
fn mark(words: &str) -> Option<String> {
    let is_unit = words.trim_end_matches('.').chars().all(char::is_alphabetic);
    match words {
        _ if words.starts_with(['*', '†', '‡']) => Some(words.to_owned()),
        _ => shorthand(words)
            .or_else(|| words.starts_with('[').then(|| words.to_owned()))
            .or_else(|| is_unit.then(String::new)),
    }
}

/// The value of a cell with a day, with or without a time, and a displayed text.
///
/// A day shown as its month, `Dec 2025` or `Dec`, is read as the month. A day shown as its year is
/// read as the year.
pub(super) fn day(day: Date, text: &str) -> Value {
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let month = day.strftime("%B").to_string();
    let short = &month[..3];
    let is_month = |word: &str| {
        word.chars().all(char::is_alphabetic)
            && word.len() >= 3
            && month.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    let is_year = |word: &str| word.len() == 4 && word.parse() == Ok(day.year());
    // Two digits after the month are the year; before it they are the day.
    let is_short_year =
        |word: &str| word.len() == 2 && word.parse() == Ok(day.year().rem_euclid(100));
    let is_number = |word: &str| word.parse() == Ok(day.month());
    match words.as_slice() {
        [year] if is_year(year) => Value::Text((*year).into()),
        [word] if is_month(word) => Value::Text(short.into()),
        [word, year] if is_month(word) && (is_year(year) || is_short_year(year)) => {
            month_of(day, short)
        }
        [first, second] if (is_year(first) && (is_month(second) || is_number(second))) => {
            month_of(day, short)
        }
        [first, second] if is_number(first) && is_year(second) => month_of(day, short),
        _ => Value::Date(day),
    }
}

fn month_of(day: Date, month: &str) -> Value {
    Value::Text(format!("{month} {}", day.year()).into())
}

#[cfg(test)]
mod tests {
    use super::{day, number};
    use crate::source::format::Value;

    fn text(words: &str) -> Value {
        Value::Text(words.into())
    }

    #[test]
    fn a_number_comes_out_where_its_text_shows_it() {
        let shown = [
            (1234.0, "1,234"),
            (1234.4, "1,234"),
            (-219.38, "-219"),
            (-219.38, "(219)"),
            (0.0, "-"),
            (0.0, " £- "),
            (0.0, "-00"),
            (520.0, "£520"),
            (1.0839, "1.08"),
            (0.5, ".5"),
            (0.125, "0.13"),
            (34700.0, "34,700 "),
            (1234.5, "1.234,5"),
            (1234.5, "1 234,5"),
            (5.0, "#####"),
            (90.0, "90"),
            (1_234_567.0, "1,234,567"),
        ];
        for (stored, words) in shown {
            assert_eq!(number(stored, Some(words), false), Value::Number(stored), "{words:?}");
        }
        assert_eq!(number(4.671e-5, Some("4.67E-05"), false), Value::Number(4.671e-5));
        assert_eq!(number(7.0, None, false), Value::Number(7.0));
    }

    #[test]
    fn a_number_behind_a_marker_does_not_come_out() {
        for (stored, words) in [
            (3.0, "[c]"),
            (3.0, "[z]"),
            (3.0, "*"),
            (3.0, "-"),
            (3.0, "low"),
            (3.0, "<5"),
            (3.0, "5"),
            (3.0, "0"),
            (7.0, "5 to 9"),
            (2021.0, "2021/22"),
            (90.0, "90+"),
            (1.0, "Q1"),
            (3.0, ".."),
            (300.0, "0"),
        ] {
            assert_eq!(number(stored, Some(words), false), text(words));
        }
        assert_eq!(number(3.0, Some(""), false), Value::Empty);
    }

    #[test]
    fn a_mark_beside_a_number_stays_with_it() {
        for words in ["[e] 12", "[e]12", "(e) 12", "£[e] 12", "e 12"] {
            assert_eq!(number(12.0, Some(words), false), text("12 [e]"));
        }
        assert_eq!(number(-1234.56, Some("[e] -1,235"), false), text("-1234.56 [e]"));
        assert_eq!(number(12.0, Some("[e] 12 [r]"), false), text("12 [e] [r]"));
        assert_eq!(number(12.0, Some("about 12"), false), text("about 12"));
        for words in ["12 [r]", "12 (r)", "12r"] {
            assert_eq!(number(12.0, Some(words), false), text("12 [r]"));
        }
        assert_eq!(number(12.0, Some("12 months"), false), Value::Number(12.0));
        assert_eq!(number(5.0, Some("5 or fewer"), false), text("5 or fewer"));
        assert_eq!(number(1234.56, Some("1,235 [r]"), false), text("1234.56 [r]"));
        assert_eq!(number(0.626, Some("62.6% [r]"), true), text("62.6% [r]"));
    }

    #[test]
    fn multiplied_numbers_say_by_what() {
        let times = |stored: f64, factor: f64| Value::Displayed { stored, factor };
        assert_eq!(number(0.626, Some("62.6%"), true), times(0.626, 100.0));
        assert_eq!(number(0.626, Some("63%"), false), times(0.626, 100.0));
        assert_eq!(number(0.626, None, true), times(0.626, 100.0));
        assert_eq!(number(-0.1475, Some("-15%"), true), times(-0.1475, 100.0));
        assert_eq!(number(1_234_567.0, Some("1,235"), false), times(1_234_567.0, 1e-3));
        assert_eq!(number(1_234_567.0, Some("£1.2m"), false), times(1_234_567.0, 1e-6));
        assert_eq!(number(0.3, Some("62%"), true), text("62%"));
    }

    #[test]
    fn errors_are_no_noughts() {
        for words in [
            "#N/A",
            "#DIV/0!",
            "#WERT!",
            "#SPILL!",
            "#CALC!",
            "#¡VALOR!",
            "#NV",
            "Err:502",
            "#Veld!",
        ] {
            assert_eq!(number(0.0, Some(words), false), Value::Fault(words.into()));
        }
    }

    #[test]
    fn a_day_shown_as_its_month_is_the_month() {
        let of = |iso: &str, words: &str| day(iso.parse().unwrap(), words);
        for (iso, words) in [
            ("2025-12-01", "Dec 2025"),
            ("2025-12-31", "December 2025"),
            ("2025-12-01", "Dec-25"),
            ("2025-12-01", "12/2025"),
            ("2025-12-01", "2025-12"),
        ] {
            assert_eq!(of(iso, words), text("Dec 2025"), "{words}");
        }
        assert_eq!(of("2025-12-31", "2025"), text("2025"));
        assert_eq!(of("2025-12-01", "December"), text("Dec"));
        for (iso, words) in [
            ("2024-12-31", "31-Dec"),
            ("2025-06-30", "30-Jun-25"),
            ("2018-01-01", "01/01/2018"),
            ("2025-12-01", ""),
            ("2025-07-22", "Tuesday, July 22, 2025"),
            ("2025-12-01", "01/12"),
            ("2025-12-31", "2025-12-31"),
        ] {
            assert_eq!(of(iso, words), Value::Date(iso.parse().unwrap()), "{words}");
        }
    }
}
