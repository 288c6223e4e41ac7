//! Headers and sheet names against the patterns that definitions give them.
//!
//! Belongs here: what `{year}`, `{period}`, `{label}` and `{any}` stand for, and which differences of print do not
//! matter. Does not belong here: which column of a sheet is meant.

use crate::domain::{PrintedPeriod, PrintedText, normal_text, parse_printed_period};
use std::ops::Range;

/// What the placeholders of a pattern stood for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::source) struct Captured {
    /// The four digits at `{year}`.
    pub year: Option<i16>,
    /// The period at `{period}`.
    pub period: Option<PrintedPeriod>,
    /// The text at `{label}`, as printed.
    pub label: Option<String>,
}

/// The placeholders, each with the private character that stands for it in a pattern's normal form.
const PLACEHOLDERS: [(&str, char); 4] =
    [("{any}", '\u{e000}'), ("{year}", '\u{e001}'), ("{period}", '\u{e002}'), ("{label}", '\u{e003}')];

/// The placeholders that make a definition take every column that fits.
pub(super) const REPEATING: [&str; 3] = ["{year}", "{period}", "{label}"];

/// The steps of a stacked header's pattern, from the top.
pub(super) fn steps(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split(" > ").map(str::trim)
}

/// Text with line breaks and repeated space as single spaces: how headers are compared.
pub(in crate::source) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the placeholders stood for if `text` is the pattern; see [`Pattern::fits`].
pub(in crate::source) fn fits(pattern: &str, text: &str) -> Option<Captured> {
    Pattern::new(pattern).fits(&PrintedText::new(text))
}

/// A pattern in the form in which it is compared.
#[derive(Debug, Clone)]
pub(in crate::source) struct Pattern(Vec<char>);

impl Pattern {
    /// Puts a pattern into the normal form of printed text, its placeholders as they are.
    pub(in crate::source) fn new(pattern: &str) -> Self {
        let marked = PLACEHOLDERS.iter().fold(pattern.to_owned(), |text, (name, mark)| {
            if text.contains(name) { text.replace(name, &mark.to_string()) } else { text }
        });
        Self(PrintedText::new(&marked).form().to_vec())
    }

    /// What the placeholders stood for if `text` is the pattern, both in normal form.
    ///
    /// Footnote marks behind the text are digits and commas glued to it, or one digit behind a space; they are only
    /// overlooked behind a pattern that does not itself end in a digit or a placeholder.
    pub(in crate::source) fn fits(&self, text: &PrintedText) -> Option<Captured> {
        fits_from(&self.0, text, 0, Captured::default())
    }
}

/// True when a sheet's name is one of the names, whatever differs in print alone.
///
/// Underscores inside a name count, which tell editions apart (`Table 1 Total`, `Table_1_Total`), and so does the
/// punctuation around `{any}`, so that `A1 - {any}` is not `A1 notes`.
pub(super) fn is_named(names: &[String], sheet: &str) -> bool {
    names.iter().any(|name| match name.split_once("{any}") {
        None => begin_alike(name, sheet) && normal_name(name) == normal_name(sheet),
        Some((before, after)) => {
            let bare = |name: &str| name.replace(['–', '—'], "-").replace('\u{a0}', " ").to_lowercase();
            let (before, after, sheet) = (bare(before.trim_start()), bare(after.trim_end()), bare(sheet));
            let sheet = sheet.trim_matches([' ', '_', '\t']);
            sheet.len() >= before.len() + after.len() && sheet.starts_with(&before) && sheet.ends_with(&after)
        }
    })
}

/// The normal form of a sheet's name, with the underscores inside it.
fn normal_name(name: &str) -> String {
    const UNDERSCORE: &str = "\u{e004}";
    normal_text(&name.trim_matches(['_', ' ', '\u{a0}', '\t']).replace('_', UNDERSCORE))
}

/// True unless the first letters or digits already tell two texts apart.
fn begin_alike(one: &str, another: &str) -> bool {
    let first = |text: &str| text.chars().find(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase());
    first(one) == first(another)
}

fn fits_from(pattern: &[char], text: &PrintedText, at: usize, captured: Captured) -> Option<Captured> {
    let form = text.form();
    let is_placeholder = |c: &char| PLACEHOLDERS.iter().any(|(_, mark)| mark == c);
    let Some(open) = pattern.iter().position(is_placeholder) else {
        let rest = form[at..].strip_prefix(pattern)?;
        let ends_open = pattern.last().is_none_or(char::is_ascii_digit);
        return (rest.is_empty() || (!ends_open && are_footnotes(rest))).then_some(captured);
    };
    form[at..].strip_prefix(&pattern[..open])?;
    let from = at + open;
    (from..=form.len()).find_map(|to| {
        let captured = capture(pattern[open], text, from..to, &captured)?;
        fits_from(&pattern[open + 1..], text, to, captured)
    })
}

fn capture(placeholder: char, text: &PrintedText, part: Range<usize>, held: &Captured) -> Option<Captured> {
    let printed = text.printed(part.clone()).trim();
    let mut captured = held.clone();
    match PLACEHOLDERS.iter().find(|(_, mark)| *mark == placeholder)?.0 {
        "{any}" => {}
        "{year}" => {
            let is_year = part.len() == 4 && text.form()[part].iter().all(char::is_ascii_digit);
            captured.year = Some(is_year.then(|| printed.parse().ok()).flatten()?);
        }
        "{period}" => captured.period = Some(parse_printed_period(printed)?),
        _ if !printed.is_empty() => captured.label = Some(printed.to_owned()),
        _ => return None,
    }
    Some(captured)
}

/// True for footnote digits behind a text: glued to the last word, or one digit alone behind a space. Other numbers
/// behind a space belong to the name, as years do.
fn are_footnotes(rest: &[char]) -> bool {
    let is_apart = rest.first() == Some(&' ');
    let is_mark = |digits: &[char]| digits.len() <= 2 && digits.iter().all(char::is_ascii_digit);
    !(is_apart && rest.len() > 2) && rest.split(|c| matches!(c, ',' | ' ')).all(is_mark)
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
        assert_eq!(of("Estimated Population mid-{year}", "Estimated Population  mid-2023").year, Some(2023));
        assert_eq!(of("{label} (%)", "South East:  Other [note 1] (%)").label.as_deref(), Some("South East:  Other"));
        let label =
            of("Country of birth: {label}; measures: Value", "Country of birth: Europe: EU countries; measures: Value");
        assert_eq!(label, Captured { label: Some("Europe: EU countries".to_owned()), ..Captured::default() });
        assert_eq!(of("{period}", "Mid-2010 to Mid-2011").period, parse_printed_period("mid-2010 to mid-2011"));
    }

    #[test]
    fn sheets_go_by_trimmed_names() {
        let names = ["A1".to_owned(), "A1 - {any}".to_owned()];
        for sheet in ["A1", " A1 ", "A1_", "a1", "A1 - Apr-Jun 18", "A1\u{a0}", "A1 – Apr-Jun 18"] {
            assert!(is_named(&names, sheet), "{sheet}");
        }
        assert!(is_named(&["Table_1_Total".to_owned()], "table_1_Total "));
        assert!(!is_named(&["Table_1_Total".to_owned()], "Table 1 Total"));
        for sheet in ["A10", "A11", "TA1", "A1R", "A1 notes", "A1 2"] {
            assert!(!is_named(&names, sheet), "{sheet}");
        }
    }
}
