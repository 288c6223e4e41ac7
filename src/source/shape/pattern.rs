//! Matches headers and sheet names with the patterns in definitions.
//!
//! Belongs here: what `{year}`, `{period}`, `{label}` and `{any}` match, and which differences in
//! print are ignored. Does not belong here: which column of a sheet is meant.

use crate::domain::{PrintedPeriod, PrintedText, normal_text, parse_printed_period};
use std::ops::Range;

/// The texts that the placeholders of a pattern matched.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::source) struct Captured {
    /// The four digits at `{year}`.
    pub year: Option<i16>,
    /// The period at `{period}`.
    pub period: Option<PrintedPeriod>,
    /// The text at `{label}`, as printed.
    pub label: Option<String>,
}

/// The placeholders, each with the private-use character that replaces it in a pattern's normal
/// form.
const PLACEHOLDERS: [(&str, char); 4] = [
    ("{any}", '\u{e000}'),
    ("{year}", '\u{e001}'),
    ("{period}", '\u{e002}'),
    ("{label}", '\u{e003}'),
];

/// The placeholders that make a definition match every fitting column.
pub(super) const REPEATING: [&str; 3] = ["{year}", "{period}", "{label}"];

/// The steps of a stacked header's pattern, from the top.
pub(super) fn steps(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split(" > ").map(str::trim)
}

/// Text with line breaks and repeated spaces as single spaces, for comparing headers.
pub(in crate::source) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Number of characters in the longest text that is compared. Headings, labels and titles have a
/// few hundred at most, and longer text is prose.
const LONGEST: usize = 2_000;

/// True for a text that is too long for any pattern, before it is normalised.
pub(in crate::source) fn is_prose(text: &str) -> bool {
    const WIDEST: usize = 4;
    text.len() > LONGEST * WIDEST
}

/// The texts that the placeholders matched if `text` fits the pattern; see [`Pattern::fits`].
pub(in crate::source) fn fits(pattern: &str, text: &str) -> Option<Captured> {
    if is_prose(text) { None } else { Pattern::new(pattern).fits(&PrintedText::new(text)) }
}

/// A pattern in the form used for comparison.
#[derive(Debug, Clone)]
pub(in crate::source) struct Pattern {
    /// The text before the first placeholder.
    start: Vec<char>,
    /// Each placeholder with the text after it.
    parts: Vec<(char, Vec<char>)>,
}

impl Pattern {
    /// Converts a pattern to the normal form of printed text, without changing its placeholders.
    pub(in crate::source) fn new(pattern: &str) -> Self {
        let marked = PLACEHOLDERS.iter().fold(pattern.to_owned(), |text, (name, mark)| {
            if text.contains(name) { text.replace(name, &mark.to_string()) } else { text }
        });
        let mut taken = Self { start: Vec::new(), parts: Vec::new() };
        for &letter in PrintedText::new(&marked).form() {
            let is_placeholder = PLACEHOLDERS.iter().any(|(_, mark)| *mark == letter);
            match taken.parts.last_mut() {
                _ if is_placeholder => taken.parts.push((letter, Vec::new())),
                Some((_, behind)) => behind.push(letter),
                None => taken.start.push(letter),
            }
        }
        taken
    }

    /// The texts that the placeholders matched if `text` fits the pattern, both in normal form.
    ///
    /// Footnote marks after the text are digits and commas attached to it, or one digit after a
    /// space. They are ignored only if the pattern does not itself end in a digit or a placeholder.
    pub(in crate::source) fn fits(&self, text: &PrintedText) -> Option<Captured> {
        let rest = text
            .form()
            .strip_prefix(self.start.as_slice())
            .filter(|_| text.form().len() <= LONGEST)?;
        if self.parts.is_empty() {
            return is_end(rest, &self.start).then(Captured::default);
        }
        let mut search = Search {
            parts: &self.parts,
            text,
            hopeless: vec![usize::MAX; self.parts.len()],
            steps: 0,
        };
        search.from(0, self.start.len(), &Captured::default())
    }
}

/// True when a sheet has one of the names, ignoring differences in print.
///
/// Underscores inside a name count, because they distinguish editions (`Table 1 Total`,
/// `Table_1_Total`). So does the punctuation around `{any}`, so that `A1 - {any}` does not match
/// `A1 notes`.
pub(super) fn is_named(names: &[String], sheet: &str) -> bool {
    names.iter().any(|name| match name.split_once("{any}") {
        None => begin_alike(name, sheet) && normal_name(name) == normal_name(sheet),
        Some((before, after)) => {
            let bare =
                |name: &str| name.replace(['–', '—'], "-").replace('\u{a0}', " ").to_lowercase();
            let (before, after, sheet) =
                (bare(before.trim_start()), bare(after.trim_end()), bare(sheet));
            let sheet = sheet.trim_matches([' ', '_', '\t']);
            sheet.len() >= before.len() + after.len()
                && sheet.starts_with(&before)
                && sheet.ends_with(&after)
        }
    })
}

/// The normal form of a sheet's name, including the underscores inside it.
fn normal_name(name: &str) -> String {
    const UNDERSCORE: &str = "\u{e004}";
    normal_text(&name.trim_matches(['_', ' ', '\u{a0}', '\t']).replace('_', UNDERSCORE))
}

/// False if the first letters or digits already differ.
fn begin_alike(one: &str, another: &str) -> bool {
    let first =
        |text: &str| text.chars().find(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase());
    first(one) == first(another)
}

/// The matching of a text with the placeholders of a pattern.
struct Search<'p> {
    parts: &'p [(char, Vec<char>)],
    text: &'p PrintedText,
    /// For each placeholder that matches any text: the position from which the rest of the pattern
    /// can no longer match.
    hopeless: Vec<usize>,
    steps: usize,
}

impl Search<'_> {
    /// The matches of the placeholders from a part onwards, added to those before it; each is the
    /// shortest possible text.
    fn from(&mut self, part: usize, at: usize, before: &Captured) -> Option<Captured> {
        /// Far more than any heading needs; a text that needs more does not match.
        const MOST_STEPS: usize = 50_000;
        const LONGEST_PERIOD: usize = 120;
        let (placeholder, behind) = self.parts.get(part)?;
        let (length, is_last) = (self.text.form().len(), part + 1 == self.parts.len());
        let name = PLACEHOLDERS.iter().find(|(_, mark)| mark == placeholder)?.0;
        let (first, last) = match name {
            "{year}" => (at + 4, at + 4),
            "{period}" => (at, at + LONGEST_PERIOD),
            _ => (at, length),
        };
        let is_open = matches!(name, "{any}" | "{label}");
        if is_open && self.hopeless.get(part).is_some_and(|from| at >= *from) {
            return None;
        }
        // After the final placeholder the text must end.
        let first = if is_last && behind.is_empty() { first.max(length) } else { first };
        for to in first..=last.min(length) {
            self.steps += if name == "{period}" { 20 } else { 1 };
            if self.steps > MOST_STEPS {
                return None;
            }
            let Some(rest) =
                self.text.form().get(to..).and_then(|rest| rest.strip_prefix(behind.as_slice()))
            else {
                continue;
            };
            if is_last && !is_end(rest, behind) {
                continue;
            }
            let Some(captured) = capture(name, self.text, at..to, before) else { continue };
            if is_last {
                return Some(captured);
            }
            if let Some(found) = self.from(part + 1, to + behind.len(), &captured) {
                return Some(found);
            }
        }
        if let Some(from) = self.hopeless.get_mut(part).filter(|_| is_open) {
            *from = at.min(*from);
        }
        None
    }
}

/// True if a pattern that ends in these letters matches a text in full, with this remainder.
fn is_end(rest: &[char], behind: &[char]) -> bool {
    let ends_open = behind.last().is_none_or(char::is_ascii_digit);
    rest.is_empty() || (!ends_open && are_footnotes(rest))
}

fn capture(
    placeholder: &str,
    text: &PrintedText,
    part: Range<usize>,
    held: &Captured,
) -> Option<Captured> {
    let printed = text.printed(part.clone()).trim();
    let mut captured = held.clone();
    match placeholder {
        "{any}" => {}
        "{year}" => {
            let is_year = text.form().get(part)?.iter().all(char::is_ascii_digit);
            captured.year = Some(is_year.then(|| printed.parse().ok()).flatten()?);
        }
        "{period}" => captured.period = Some(parse_printed_period(printed)?),
        _ if !printed.is_empty() => captured.label = Some(printed.to_owned()),
        _ => return None,
    }
    Some(captured)
}

/// True for footnote digits after a text: attached to the last word, or a single digit after a
/// space. Other numbers after a space belong to the name, as years do.
fn are_footnotes(rest: &[char]) -> bool {
    let is_isolated = rest.first() == Some(&' ');
    let is_mark = |digits: &[char]| digits.len() <= 2 && digits.iter().all(char::is_ascii_digit);
    !(is_isolated && rest.len() > 2) && rest.split(|c| matches!(c, ',' | ' ')).all(is_mark)
}

#[cfg(test)]
mod tests {
    use super::{Captured, fits, is_named};
    use crate::domain::parse_printed_period;

    #[test]
    fn footnotes_case_and_line_breaks_do_not_matter() {
        for (pattern, text) in [
            ("Total number of households in TA", "Total number of households in TA1,2,3,4"),
            ("Long-Term International Migration", "Long-Term International Migration (2)"),
            ("Increase in rent", "Increase\nin rent  "),
            ("estimate", "Estimate [note 4]"),
            ("Number of households in area{any}(000s)", "Number of households\n in area5 (000s)"),
            ("IMD{any}- Extent", "IMD 2019 - Extent "),
            ("UK Region / Nation", "UK Region/Nation [note 2]"),
            ("Date (as at…)", "Date (as at...)"),
            ("Men & women", "Men and  women:"),
            ("Non-EU", "Non–EU¹"),
            ("{year}", "2023 [note 4]"),
            ("{period}", "Oct–Dec 2025²"),
        ] {
            assert!(fits(pattern, text).is_some(), "{pattern}: {text}");
        }
        for (pattern, text) in [
            ("births", "births minus deaths"),
            ("People", "People 2019"),
            ("Persons", "Persons 16"),
            ("EU1", "EU14"),
            ("CI", "City"),
            ("{year}", "20172"),
        ] {
            assert_eq!(fits(pattern, text), None, "{pattern}: {text}");
        }
    }

    #[test]
    fn placeholders_say_what_they_stood_for() {
        let of = |pattern: &str, text: &str| fits(pattern, text).unwrap();
        assert_eq!(
            of("Estimated Population mid-{year}", "Estimated Population  mid-2023").year,
            Some(2023)
        );
        assert_eq!(
            of("{label} (%)", "South East:  Other [note 1] (%)").label.as_deref(),
            Some("South East:  Other")
        );
        let label = of(
            "Country of birth: {label}; measures: Value",
            "Country of birth: Europe: EU countries; measures: Value",
        );
        assert_eq!(
            label,
            Captured { label: Some("Europe: EU countries".to_owned()), ..Captured::default() }
        );
        assert_eq!(
            of("{period}", "Mid-2010 to Mid-2011").period,
            parse_printed_period("mid-2010 to mid-2011")
        );
    }

    #[test]
    fn a_long_text_is_compared_in_few_steps() {
        // Each of these matches the text for every placeholder except the last.
        for pattern in [
            "{any}a{any}a{any}a{any}a{any}b",
            "{label} a {label} a {label} a {label}b",
            "{any}{any}{any}{any}b",
        ] {
            assert_eq!(fits(pattern, &"a ".repeat(900)), None, "{pattern}");
        }
        assert!(fits("{any}a{any}a{any}b", &format!("{}b", "a ".repeat(900))).is_some());
        assert_eq!(fits("{any} to {period}", &"1 to ".repeat(390)), None);
        assert_eq!(fits("{any}", &"a ".repeat(2_000)), None, "prose is no heading");
    }

    #[test]
    fn sheets_go_by_trimmed_names() {
        let names = ["A1".to_owned(), "A1 - {any}".to_owned()];
        for sheet in ["A1", " A1 ", "A1_", "a1", "A1 - Apr-Jun 18", "A1\u{a0}", "A1 – Apr-Jun 18"]
        {
            assert!(is_named(&names, sheet), "{sheet}");
        }
        assert!(is_named(&["Table_1_Total".to_owned()], "table_1_Total "));
        assert!(!is_named(&["Table_1_Total".to_owned()], "Table 1 Total"));
        for sheet in ["A10", "A11", "TA1", "A1R", "A1 notes", "A1 2"] {
            assert!(!is_named(&names, sheet), "{sheet}");
        }
    }
}
