//! Headers and sheet names against the patterns that definitions give them.
//!
//! Belongs here: what `{year}`, `{period}`, `{label}` and `{any}` stand for, and which differences of print do not
//! matter. Does not belong here: which column of a sheet is meant.

use crate::domain::{PrintedPeriod, parse_printed_period};

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

/// What the placeholders stood for if `text` is the pattern; case and footnote marks behind it do not matter.
///
/// Both are compared as [`plain`] text. Footnote marks are digits and commas, alone or in brackets; they are only
/// overlooked behind a pattern that does not itself end in a digit or a placeholder.
pub(in crate::source) fn fits(pattern: &str, text: &str) -> Option<Captured> {
    let text = plain(text);
    fits_from(&plain(pattern), &text, Captured::default())
}

/// True when a sheet's name is one of the names, without case, surrounding space and underscores.
pub(super) fn is_named(names: &[String], sheet: &str) -> bool {
    let bare = |name: &str| name.trim_matches([' ', '_', '\u{a0}', '\t']).to_lowercase();
    names.iter().any(|name| {
        let (name, sheet) = (bare(name), bare(sheet));
        match name.split_once("{any}") {
            None => name == sheet,
            Some((before, after)) => {
                sheet.len() >= before.len() + after.len() && sheet.starts_with(before) && sheet.ends_with(after)
            }
        }
    })
}

fn fits_from(pattern: &str, text: &str, captured: Captured) -> Option<Captured> {
    let Some(open) = pattern.find('{') else {
        let rest = strip_folded(text, pattern)?;
        let ends_open = pattern.is_empty() || pattern.ends_with(|c: char| c.is_ascii_digit());
        return (rest.is_empty() || (!ends_open && is_footnote(rest))).then_some(captured);
    };
    let rest = strip_folded(text, &pattern[..open])?;
    let close = open + pattern[open..].find('}')?;
    let (placeholder, after) = (&pattern[open..=close], &pattern[close + 1..]);
    let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
    ends.filter_map(|end| Some((capture(placeholder, &rest[..end], &captured)?, &rest[end..])))
        .find_map(|(captured, rest)| fits_from(after, rest, captured))
}

fn capture(placeholder: &str, text: &str, held: &Captured) -> Option<Captured> {
    let mut captured = held.clone();
    match placeholder {
        "{any}" => {}
        "{year}" => {
            let formed = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
            captured.year = Some(formed.then(|| text.parse().ok()).flatten()?);
        }
        "{period}" => captured.period = Some(parse_printed_period(text)?),
        "{label}" if !text.trim().is_empty() => captured.label = Some(text.trim().to_owned()),
        _ => return None,
    }
    Some(captured)
}

/// The text behind a beginning, whatever its case.
fn strip_folded<'t>(text: &'t str, beginning: &str) -> Option<&'t str> {
    let mut rest = text.chars();
    let same = beginning.chars().all(|wanted| {
        rest.next().is_some_and(|found| found == wanted || found.to_lowercase().eq(wanted.to_lowercase()))
    });
    same.then_some(rest.as_str())
}

fn is_footnote(text: &str) -> bool {
    let bare = text.trim_start();
    // Glued to the word, in brackets, or one digit alone: other numbers behind a space belong to the name, as years do.
    if bare.len() < text.len() && bare.len() > 1 && !bare.starts_with(['(', '[']) {
        return false;
    }
    let bare = bare.strip_prefix("[note").or_else(|| bare.strip_prefix("(note")).unwrap_or(bare);
    let is_sign = |c: char| matches!(c, ',' | ' ' | '(' | ')' | '[' | ']' | '*' | '¹' | '²' | '³' | '⁴'..='⁹');
    bare.split(is_sign).all(|digits| digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit()))
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
        let label =
            of("Country of birth: {label}; measures: Value", "Country of birth: Europe: EU countries; measures: Value");
        assert_eq!(label, Captured { label: Some("Europe: EU countries".to_owned()), ..Captured::default() });
        assert_eq!(of("{period}", "Mid-2010 to Mid-2011").period, parse_printed_period("mid-2010 to mid-2011"));
    }

    #[test]
    fn sheets_go_by_trimmed_names() {
        let names = ["A1".to_owned(), "A1 - {any}".to_owned()];
        for sheet in ["A1", " A1 ", "A1_", "a1", "A1 - Apr-Jun 18"] {
            assert!(is_named(&names, sheet), "{sheet}");
        }
        for sheet in ["A10", "A11", "TA1", "A1R"] {
            assert!(!is_named(&names, sheet), "{sheet}");
        }
    }
}
