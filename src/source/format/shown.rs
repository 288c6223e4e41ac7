//! How a number format shows a number: unchanged, multiplied, as a day or a month, or as a mark in
//! its place.
//!
//! Belongs here: the language of number formats (ECMA-376 part 1, 18.8.31), as far as it changes
//! what a reader sees. Does not belong here: where a file stores its formats, how many decimals are
//! shown, and which words are marks (`marks`).
//!
//! **Invariant:** a value that a format hides or replaces is never returned. A number without any
//! displayed digit becomes the displayed words. A dash or blank in place of zero is an exception:
//! it becomes zero.

use super::Value;
use super::marks::{self, is_dash, shorthand};
use crate::domain::Date;

/// A parsed number format.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NumberFormat {
    sections: Vec<Section>,
}

/// One of the sections between semicolons: for positive, negative, zero, or for numbers that meet
/// its condition.
#[derive(Debug, Clone, PartialEq)]
struct Section {
    condition: Option<Condition>,
    shows: Shows,
}

/// A condition such as `[<5]`.
#[derive(Debug, Clone, PartialEq)]
struct Condition {
    comparison: String,
    limit: f64,
}

#[derive(Debug, Clone, PartialEq)]
enum Shows {
    /// The digits of the number, multiplied; an inequality `before` them, and the `mark` on either
    /// side of them, such as `[r]`.
    Number { factor: f64, before: String, mark: String },
    /// Words without digits of the number.
    Words(String),
    /// A date or time.
    Date(DateParts),
}

/// The parts of a date that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct DateParts {
    year: bool,
    month: bool,
    day: bool,
    time: bool,
}

/// The day from which a workbook counts days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Epoch {
    /// 1 January 1900 is day 1, and 1900 has a 29 February.
    From1900,
    /// 1 January 1904 is day 0.
    From1904,
}

impl Epoch {
    /// The day of a serial number; `None` for times, and for days that do not exist.
    pub(super) fn day(self, serial: f64) -> Option<Date> {
        const FALSE_LEAP_DAY: i64 = 60;
        if !(1.0..3_000_000.0).contains(&serial) {
            return None;
        }
        let days = serial.floor() as i64;
        let first = match self {
            Self::From1900 if days == FALSE_LEAP_DAY => return None,
            Self::From1900 if days < FALSE_LEAP_DAY => Date::constant(1899, 12, 31),
            Self::From1900 => Date::constant(1899, 12, 30),
            Self::From1904 => Date::constant(1904, 1, 1),
        };
        first.checked_add(jiff::Span::new().days(days)).ok()
    }
}

impl NumberFormat {
    /// Parses a format code; `None` for one that shows every number unchanged, which most do.
    pub(super) fn parse(code: &str) -> Option<Self> {
        let sections: Vec<Section> =
            sections(code).into_iter().take(3).map(Section::parse).collect();
        let of_nought =
            sections.len() == 3 && sections.iter().all(|section| section.condition.is_none());
        let is_plain = |(index, section): (usize, &Section)| match &section.shows {
            Shows::Number { factor, before, mark } => {
                *factor == 1.0 && before.is_empty() && mark.is_empty()
            }
            Shows::Words(words) => of_nought && index == 2 && is_dash(words),
            Shows::Date(_) => false,
        };
        let plain = code.trim().is_empty() || sections.iter().enumerate().all(is_plain);
        (!plain).then_some(Self { sections })
    }

    /// The built-in format for a number below 164, the same in every workbook; `None` if it shows
    /// numbers unchanged.
    pub(super) fn built_in(id: u16) -> Option<Self> {
        let code = match id {
            9 | 10 => "0%",
            14..=15 | 22 | 27..=36 | 50..=58 => "yyyy-mm-dd",
            16 => "d-mmm",
            17 => "mmm-yy",
            18..=21 | 45..=47 => "h:mm:ss",
            _ => return None,
        };
        Self::parse(code)
    }

    /// The displayed value of a cell with this format for a number.
    pub(super) fn value(&self, number: f64, epoch: Epoch) -> Value {
        match self.section(number).map(|section| &section.shows) {
            None => Value::Number(number),
            Some(Shows::Date(parts)) => parts.value(number, epoch),
            Some(Shows::Words(words)) if number == 0.0 && is_dash(words) && !self.hides_all() => {
                Value::Number(number)
            }
            Some(Shows::Words(words)) if words.trim().is_empty() => Value::Empty,
            Some(Shows::Words(words)) => Value::Text(words.trim().into()),
            Some(Shows::Number { factor, before, mark }) => {
                match (*factor == 1.0, before.is_empty(), mark.is_empty()) {
                    (true, true, true) => Value::Number(number),
                    (false, true, true) => Value::Displayed { stored: number, factor: *factor },
                    (true, ..) => Value::Text(format!("{before}{number} {mark}").trim().into()),
                    // A percentage with a mark is shown in full, so that it is not mistaken for the
                    // number alone.
                    (false, ..) if *factor > 1.0 => {
                        Value::Text(format!("{before}{}% {mark}", number * factor).into())
                    }
                    (false, ..) => {
                        Value::Text(format!("{before}{} thousand {mark}", number * factor).into())
                    }
                }
            }
        }
    }

    /// True for a format that shows no number at all (`;;;`). A format that only leaves zeros blank
    /// hides nothing.
    fn hides_all(&self) -> bool {
        let is_blank =
            |shows: &Shows| matches!(shows, Shows::Words(words) if words.trim().is_empty());
        self.section(1.0).is_some_and(|section| is_blank(&section.shows))
    }

    /// The displayed value of a cell with this format for a stored day.
    pub(super) fn of_day(&self, day: Date) -> Value {
        match self.sections.first().map(|section| &section.shows) {
            Some(Shows::Date(parts)) => parts.of_day(day),
            _ => Value::Date(day),
        }
    }

    fn section(&self, number: f64) -> Option<&Section> {
        let [first, rest @ ..] = self.sections.as_slice() else { return None };
        if self.sections.iter().any(|section| section.condition.is_some()) {
            let negative = rest.len() > 1 && number < 0.0 && rest[0].condition.is_none();
            let fits = |section: &&Section| {
                section.condition.as_ref().is_some_and(|condition| condition.holds(number))
            };
            let otherwise = || {
                if negative {
                    rest.first()
                } else {
                    rest.last().filter(|last| last.condition.is_none())
                }
            };
            return self.sections.iter().find(fits).or_else(otherwise);
        }
        match rest {
            [negative, ..] if number < 0.0 => Some(negative),
            [_, nought] if number == 0.0 => Some(nought),
            _ => Some(first),
        }
    }
}

impl Condition {
    /// Parses `<5`, `>=1000`; `None` for anything else.
    fn parse(text: &str) -> Option<Self> {
        let limit = text.trim_start_matches(['<', '>', '=']);
        let comparison = &text[..text.len() - limit.len()];
        let limit = limit.trim().parse().ok()?;
        (!comparison.is_empty()).then(|| Self { comparison: comparison.to_owned(), limit })
    }

    fn holds(&self, number: f64) -> bool {
        match self.comparison.as_str() {
            "<" => number < self.limit,
            "<=" => number <= self.limit,
            ">" => number > self.limit,
            ">=" => number >= self.limit,
            "<>" => number != self.limit,
            _ => number == self.limit,
        }
    }
}

impl DateParts {
    fn value(self, number: f64, epoch: Epoch) -> Value {
        if !(self.year || self.month || self.day) {
            return Value::Number(number);
        }
        epoch.day(number).map_or(Value::Number(number), |day| self.of_day(day))
    }

    /// The day if it is shown; otherwise the month or year that is shown.
    fn of_day(self, day: Date) -> Value {
        match (self.day, self.month, self.year) {
            (false, true, true) => Value::Text(day.strftime("%b %Y").to_string().into()),
            (false, true, false) => Value::Text(day.strftime("%b").to_string().into()),
            (false, false, true) => Value::Text(day.year().to_string().into()),
            _ => Value::Date(day),
        }
    }
}

/// The sections of a code, separated by semicolons that are neither quoted nor escaped.
fn sections(code: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for letter in code.chars() {
        let ends = letter == ';' && !quoted && !escaped;
        quoted ^= letter == '"' && !escaped;
        escaped = !escaped && !quoted && matches!(letter, '\\' | '_' | '*');
        match sections.last_mut() {
            Some(section) if !ends => section.push(letter),
            _ => sections.push(String::new()),
        }
    }
    sections
}

/// The content of a section during parsing.
#[derive(Default)]
struct Draft {
    condition: Option<Condition>,
    /// Words before the digits, or all words if there are no digits.
    before: String,
    after: String,
    digits: bool,
    percents: i32,
    /// Number of commas since the last digit, and of those known to divide by a thousand.
    commas: i32,
    thousands: i32,
    date: DateParts,
    elapsed: bool,
    /// The last letter of a date, to distinguish minutes from months.
    last: char,
    /// True while an `m` may still mean minutes.
    unsure: bool,
}

impl Section {
    fn parse(section: String) -> Self {
        let mut draft = Draft::default();
        let mut rest = section.as_str();
        while let Some(letter) = rest.chars().next() {
            rest = draft.step(letter, &rest[letter.len_utf8()..]);
        }
        draft.finish()
    }
}

impl Draft {
    /// Processes a letter, and returns the remaining text.
    fn step<'r>(&mut self, letter: char, rest: &'r str) -> &'r str {
        let after_next = || rest.chars().next().map_or(rest, |next| &rest[next.len_utf8()..]);
        match letter {
            '"' => {
                let (words, rest) = rest.split_once('"').unwrap_or((rest, ""));
                self.words(words);
                rest
            }
            '\\' => {
                self.words(&rest[..rest.len() - after_next().len()]);
                after_next()
            }
            '*' if rest.is_empty() => {
                self.words("*");
                rest
            }
            '_' | '*' => after_next(),
            '[' => {
                let (inside, rest) = rest.split_once(']').unwrap_or((rest, ""));
                self.bracket(inside);
                rest
            }
            '0' | '#' | '?' | '@' => {
                (self.digits, self.commas) = (true, 0);
                rest
            }
            ',' if self.digits => {
                self.commas += 1;
                rest
            }
            '.' if self.digits => {
                self.thousands += std::mem::take(&mut self.commas);
                rest
            }
            '%' => {
                self.percents += 1;
                rest
            }
            _ => self.letter(letter, rest),
        }
    }

    fn letter<'r>(&mut self, letter: char, rest: &'r str) -> &'r str {
        let starts = |word: &str| {
            rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        };
        let small = letter.to_ascii_lowercase();
        match small {
            'g' if starts("eneral") => {
                self.digits = true;
                return &rest["eneral".len()..];
            }
            'a' if starts("m/pm") => return &rest["m/pm".len()..],
            'a' if starts("/p") => return &rest["/p".len()..],
            'e' if self.digits && rest.starts_with(['+', '-']) => return &rest[1..],
            'y' | 'e' | 'b' | 'g' => self.date.year = true,
            'd' => self.date.day = true,
            'h' => self.date.time = true,
            's' => {
                self.date.time = true;
                if std::mem::take(&mut self.unsure) {
                    self.date.month = false;
                }
            }
            'm' if self.last == 'm' => {}
            'm' if self.last == 'h' => {}
            'm' => (self.unsure, self.date.month) = (!self.date.month, true),
            _ => {
                self.words(letter.encode_utf8(&mut [0; 4]));
                return rest;
            }
        }
        self.unsure &= matches!(small, 'm');
        self.last = small;
        rest
    }

    fn words(&mut self, words: &str) {
        if self.digits { self.after.push_str(words) } else { self.before.push_str(words) }
    }

    /// Processes the content of square brackets: a condition, a currency, a length of time, a
    /// colour; otherwise words.
    fn bracket(&mut self, inside: &str) {
        const COLOURS: [&str; 9] =
            ["black", "blue", "cyan", "green", "magenta", "red", "white", "yellow", "color"];
        let small = inside.to_ascii_lowercase();
        let is_time = ['h', 'm', 's']
            .iter()
            .any(|unit| !small.is_empty() && small.chars().all(|letter| letter == *unit));
        if let Some(currency) = inside.strip_prefix('$') {
            self.words(currency.split('-').next().unwrap_or_default());
        } else if let Some(condition) = Condition::parse(inside) {
            self.condition = Some(condition);
        } else if is_time {
            self.elapsed = true;
        } else if !COLOURS.iter().any(|colour| small.starts_with(colour)) && !small.contains("num")
        {
            self.words(&format!("[{inside}]"));
        }
    }

    fn finish(self) -> Section {
        let DateParts { year, month, day, time } = self.date;
        let shows = if self.elapsed {
            Shows::Date(DateParts::default())
        } else if year || month || day || time {
            Shows::Date(self.date)
        } else if self.digits {
            let factor = 100_f64.powi(self.percents) / 1000_f64.powi(self.thousands + self.commas);
            // An inequality changes the meaning of the number; a currency or plus sign does not.
            let first = self.before.trim();
            let before = if matches!(first, "<" | ">" | "≤" | "≥") {
                first.to_owned()
            } else {
                String::new()
            };
            let marks = [marks::before(first), mark(&self.after)];
            let mark =
                marks.into_iter().filter(|mark| !mark.is_empty()).collect::<Vec<_>>().join(" ");
            Shows::Number { factor, before, mark }
        } else {
            Shows::Words(self.before)
        };
        Section { condition: self.condition, shows }
    }
}

/// The mark in the words after a number, in its square brackets; empty if they are a unit or a
/// footnote.
fn mark(words: &str) -> String {
    let words = words.trim();
    if words.starts_with('[') && words.ends_with(']') {
        return words.to_owned();
    }
    shorthand(words).unwrap_or_default()
}

#[cfg(test)]
mod tests;
