//! The publication date of an edition, and the next release date, wherever the publisher prints
//! them.
//!
//! Belongs here: dates on covers, lists of contents and notes, and which of them is the publication
//! date. Does not belong here: the periods of figures (`periods`), the dates in a file's own
//! properties (`format::properties`).
//!
//! **Invariant:** a publication date is not before the end of the newest figures and not after the
//! day on which the file was obtained. A date next to words other than those of publication is not
//! a publication date.

use super::pattern;
use crate::domain::{Date, parse_publication_date};
use crate::source::format::{Sheet, Value};

/// The certainty that a printed date is the publication date, the most certain last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Surety {
    /// After "first published" or "originally published": the date of this edition if no other is
    /// printed.
    First,
    /// Within a sentence about a publication.
    Sentence,
    /// Alone in its row on a cover, as in homelessness statistics.
    Alone,
    /// After a label such as "Published:", "Last updated", "Revised".
    Labelled,
}

/// The meaning of a date according to the words before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Published(Surety),
    Next,
    /// The date of another edition or of something else.
    Other,
}

/// The dates that a file prints about its publication.
#[derive(Debug, Clone, Default)]
pub(super) struct Printed {
    published: Vec<(Surety, Date)>,
    next: Vec<Date>,
}

/// A line of a cell.
struct Line {
    row: usize,
    column: usize,
    text: String,
    /// True for the only filled cell of its row.
    is_alone: bool,
}

impl Printed {
    /// Adds the dates in the first rows of a sheet. Notes mention other publications, so only their
    /// labelled dates count.
    pub(super) fn add(&mut self, sheet: &Sheet, is_notes: bool) {
        let lines = lines_of(sheet);
        for (at, line) in lines.iter().enumerate() {
            for (meaning, date) in dates_of(&lines, at, line) {
                match meaning {
                    Meaning::Published(surety) if !is_notes || surety == Surety::Labelled => {
                        self.published.push((surety, date));
                    }
                    Meaning::Next => self.next.push(date),
                    Meaning::Published(_) | Meaning::Other => {}
                }
            }
        }
    }

    /// The publication date of an edition whose newest figures end on `as_at`, obtained on
    /// `obtained`.
    ///
    /// Of labelled dates the latest is used, since "Revised" is printed next to "Published"; of
    /// others the first. `None` if no date is printed, or no possible one.
    pub(super) fn published(&self, as_at: Date, obtained: Option<Date>) -> Option<Date> {
        let can_be =
            |date: &Date| *date >= as_at && obtained.is_none_or(|obtained| *date <= obtained);
        let possible = || self.published.iter().filter(|(_, date)| can_be(date));
        let surest = possible().map(|(surety, _)| *surety).max()?;
        let mut of_it = possible().filter(|(surety, _)| *surety == surest).map(|(_, date)| *date);
        if surest == Surety::Labelled { of_it.max() } else { of_it.next() }
    }

    /// The first labelled or lone date that cannot be the publication date, for a note.
    pub(super) fn impossible(&self, as_at: Date, obtained: Option<Date>) -> Option<Date> {
        let cannot =
            |date: &Date| *date < as_at || obtained.is_some_and(|obtained| *date > obtained);
        let sure = self.published.iter().filter(|(surety, _)| *surety >= Surety::Alone);
        sure.map(|(_, date)| *date).find(cannot)
    }

    /// The next release date.
    pub(super) fn next_release(&self) -> Option<Date> {
        self.next.first().copied()
    }
}

fn lines_of(sheet: &Sheet) -> Vec<Line> {
    let mut lines = Vec::new();
    for (row, cells) in sheet.rows().iter().enumerate() {
        let is_alone = cells.iter().filter(|cell| !cell.is_blank()).count() == 1;
        for (column, cell) in cells.iter().enumerate() {
            let texts: Vec<String> = match cell {
                Value::Text(text) => {
                    text.lines().map(pattern::plain).filter(|line| !line.is_empty()).collect()
                }
                Value::Date(day) => vec![day.to_string()],
                _ => Vec::new(),
            };
            lines.extend(texts.into_iter().map(|text| Line { row, column, text, is_alone }));
        }
    }
    lines
}

/// Every date of a line with its meaning. For a label without a date, it is that of the cell or
/// line after the label.
fn dates_of(lines: &[Line], at: usize, line: &Line) -> Vec<(Meaning, Date)> {
    let words: Vec<&str> = line.text.split_whitespace().collect();
    let mut found = Vec::new();
    let mut from = 0;
    let mut place = 0;
    while place < words.len() {
        let Some((date, count)) = date_at(&words[place..]) else {
            place += 1;
            continue;
        };
        let meaning = meaning(&words[from..place], &words[place + count..], line.is_alone);
        found.push((meaning, date));
        place += count;
        from = place;
    }
    if found.is_empty() && is_label(&words) {
        let meaning = meaning(&words, &[], false);
        found.extend(beside(lines, at).map(|date| (meaning, date)));
    }
    found
}

/// The date that is alone after a label: in the next line of its cell, in the next cell of its row,
/// or below it.
fn beside(lines: &[Line], at: usize) -> Option<Date> {
    let label = &lines[at];
    // Otherwise a cell with many lines would be searched for each of them.
    const NEAR: usize = 1_000;
    let after = || lines[at + 1..].iter().take(NEAR);
    let next = after().next().filter(|line| line.row == label.row);
    let below = || after().find(|line| line.column == label.column && line.row > label.row);
    let near = |line: &&Line| line.row <= label.row + 2;
    let date = |line: &Line| alone(&line.text.split_whitespace().collect::<Vec<_>>());
    next.and_then(date).or_else(|| below().filter(near).and_then(date))
}

/// The date that a line consists of, with at most a day of the week or a remark.
fn alone(words: &[&str]) -> Option<Date> {
    let start = words.iter().take_while(|word| is_weekday(word)).count();
    let (date, count) = date_at(&words[start..])?;
    words[start + count..].iter().all(|word| is_remark(word)).then_some(date)
}

fn meaning(before: &[&str], after: &[&str], is_alone: bool) -> Meaning {
    let text = before.iter().map(|word| bare(word)).collect::<Vec<_>>().join(" ");
    let says = |cues: &[&str]| cues.iter().any(|cue| text.contains(cue));
    if says(&["next "]) {
        return Meaning::Next;
    }
    let of_figures =
        ["as at", "as of", "to", "up to", "ending", "ended", "from", "since", "between", "and"];
    let ends_with = |cue: &&str| text == **cue || text.ends_with(&format!(" {cue}"));
    if says(&["replac", "supersed", "previous", "earlier", "will be", "to be", "planned", "due "])
        || of_figures.iter().any(ends_with)
    {
        return Meaning::Other;
    }
    let is_of_publication =
        says(&["publish", "publication", "release", "issued", "updated", "last update", "revised"]);
    match is_of_publication {
        true if says(&["first", "original", "initial"]) => Meaning::Published(Surety::First),
        true if is_label(before) => Meaning::Published(Surety::Labelled),
        true if says(&["publish"]) => Meaning::Published(Surety::Sentence),
        false
            if is_alone
                && before.iter().all(|word| is_weekday(word))
                && after.iter().all(|word| is_remark(word)) =>
        {
            Meaning::Published(Surety::Alone)
        }
        _ => Meaning::Other,
    }
}

/// True for words that together form a label of a publication date, and nothing else.
fn is_label(words: &[&str]) -> bool {
    const CUES: [&str; 9] = [
        "published",
        "publication",
        "release",
        "released",
        "updated",
        "update",
        "revised",
        "issued",
        "revision",
    ];
    const BESIDE: [&str; 14] = [
        "date",
        "of",
        "on",
        "at",
        "last",
        "latest",
        "next",
        "planned",
        "and",
        "this",
        "edition",
        "statistics",
        "first",
        "by",
    ];
    let words: Vec<String> =
        words.iter().map(|word| bare(word)).filter(|word| !word.is_empty()).collect();
    let is_beside = |word: &String| {
        BESIDE.contains(&word.as_str())
            || is_weekday(word)
            || word.ends_with("am")
            || word.ends_with("pm")
    };
    let is_cue = |word: &String| CUES.contains(&word.as_str());
    words.iter().any(is_cue) && words.iter().all(|word| is_cue(word) || is_beside(word))
}

/// A word without surrounding punctuation, in lower case.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    DAYS.contains(&bare(word).as_str())
}

/// True for text that may follow a lone date: "(revised)", a footnote mark.
fn is_remark(word: &str) -> bool {
    ["", "revised", "provisional", "final", "updated", "gmt", "bst"].contains(&bare(word).as_str())
}

/// The date at the beginning of some words, and its number of words.
///
/// | printed | read as |
/// |---|---|
/// | `26 February 2026`, `26th of February 2026`, `26-Feb-2026`, `26-Feb-26` | 26 February 2026 |
/// | `February 26, 2026` | the same |
/// | `2026-02-26`, `2026-02-26T00:00:00`, `26/02/2026`, `26/02/26`, `26.02.2026` | the same, day before month |
fn date_at(words: &[&str]) -> Option<(Date, usize)> {
    let word = |at: usize| words.get(at).map(|word| trimmed(word));
    let of_words = |day: &str, month: &str, year: &str| {
        parse_publication_date(&format!("{day} {month} {year}"))
    };
    if let Some(date) = word(0).and_then(joined) {
        return Some((date, 1));
    }
    let three = (word(0)?, word(1)?, word(2)?);
    if let Some(date) =
        of_words(three.0, three.1, three.2).or_else(|| of_words(three.1, three.0, three.2))
    {
        return Some((date, 3));
    }
    if !three.1.eq_ignore_ascii_case("of") {
        return None;
    }
    of_words(three.0, three.2, word(3)?).map(|date| (date, 4))
}

/// True for a text with a date in it.
pub(super) fn has_date(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (0..words.len()).any(|at| date_at(&words[at..]).is_some())
}

/// A word without surrounding characters that are not part of a date.
fn trimmed(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A date in one word.
fn joined(word: &str) -> Option<Date> {
    let day = word.split_once(['T', 't']).map_or(word, |(day, _)| day);
    if let Ok(date) = day.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = word.split(['/', '.', '-']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let is_number = |text: &str| {
        !text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let year =
        if is_number(year) && year.len() == 2 { format!("20{year}") } else { (*year).to_owned() };
    if is_number(month) {
        let (month, day) =
            (month.parse().ok()?, Some(*day).filter(|day| is_number(day))?.parse().ok()?);
        return (year.len() == 4).then(|| Date::new(year.parse().ok()?, month, day).ok()).flatten();
    }
    parse_publication_date(&format!("{day} {month} {year}"))
}

#[cfg(test)]
mod tests {
    use super::Printed;
    use crate::domain::Date;
    use crate::source::format::{Sheet, Value};
    use jiff::civil::date;

    /// The dates of a sheet, for an edition with figures to 30 June 2025 that was obtained on 28
    /// November 2026. `|` separates cells, `/ ` separates rows.
    fn printed(text: &str) -> (Option<Date>, Option<Date>) {
        let cells =
            |row: &str| row.split('|').map(|cell| Value::Text(cell.trim().into())).collect();
        let mut printed = Printed::default();
        printed.add(&Sheet::of_rows(text.split("/ ").map(cells).collect()), false);
        (printed.published(date(2025, 6, 30), Some(date(2026, 11, 28))), printed.next_release())
    }

    #[test]
    fn a_day_of_publication_in_every_common_form() {
        let february = Some(date(2026, 2, 26));
        for text in [
            "Published: 26 February 2026",
            "Date published: 26th February 2026",
            "Published at 9:30am on 26 February 2026.",
            "Published|2026-02-26",
            "Published|2026-02-26T00:00:00",
            "Release date|26/02/2026",
            "Publication date:|26-Feb-26",
            "Last updated: 26.02.2026",
            "Last Update:/ 26 February 2026",
            "Last Update:\n26 February 2026",
            "Publisher|Published/ MHCLG|26 February 2026",
            "Released on Thursday 26th of February 2026",
            "Revised 26 February 2026",
            "Thursday, February 26, 2026",
            "26 February 2026 (revised)**",
            "The data tables in this spreadsheet were originally published at 9.30am 26 February \
             2026.",
        ] {
            assert_eq!(printed(text).0, february, "{text}");
        }
    }

    #[test]
    fn the_right_one_of_several_dates() {
        let february = Some(date(2026, 2, 26));
        for text in [
            "First published: 16 October 2025/ Last updated: 26 February 2026/ Next update: 21 May \
             2026",
            "Published 26 February 2026 (replaces the edition published on 16 October 2025)",
            "This edition replaces that published on 16 October 2025/ Published: 26 February 2026",
            "Published: 16 October 2025/ Revised: 26 February 2026",
            "Next update|21 May 2026/ Published|26 February 2026",
            "Data as at 30 September 2025/ Published|26 February 2026",
            // Before the figures, and after the day on which the file was obtained.
            "Revised 26 February 2025/ 26 February 2026",
            "Published: 26 February 2027/ 26 February 2026",
        ] {
            assert_eq!(printed(text).0, february, "{text}");
        }
        assert_eq!(printed("Next update|21 May 2026").1, Some(date(2026, 5, 21)));
        assert_eq!(printed("Next Release: Thursday 25 February 2027").1, Some(date(2027, 2, 25)));
        assert_eq!(printed("Next Update:/ Winter 2020/21").1, None);
    }

    #[test]
    fn other_dates_are_none_of_publication() {
        for text in [
            "Next update: 21 May 2026",
            "Reg_02: Immigration groups, as at 31 December 2025",
            "Table|Title|As at End of/ ASY_01|Applications|2025-09-30",
            "Figures for the year ending 31 December 2025",
            "The next release will be published on 27 August 2026",
        ] {
            assert_eq!(printed(text).0, None, "{text}");
        }
    }
}
