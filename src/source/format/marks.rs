//! The words next to a number, whether from a number format or from the text of a cell.
//!
//! Belongs here: which words are shorthand for a status, and which mean zero. Does not belong here:
//! the treatment of other words, which `shown` and `printed` decide.

use crate::domain::Status;

/// The square-bracket shorthand for some words: `[r]` for `[r]`, `(r)` and `r`.
pub(super) fn shorthand(words: &str) -> Option<String> {
    let bracketed = format!("[{}]", words.trim_matches(['(', ')', '[', ']']));
    Status::ALL.into_iter().any(|status| status.symbol() == bracketed).then_some(bracketed)
}

/// The mark in the words before a number, between signs and currencies; empty if there is none.
pub(super) fn before(words: &str) -> String {
    let words = words.trim_matches(is_sign);
    if words.starts_with('[') && words.ends_with(']') {
        return words.to_owned();
    }
    shorthand(words).unwrap_or_default()
}

/// True for characters that may precede a number without changing its meaning.
pub(super) fn is_sign(letter: char) -> bool {
    letter.is_whitespace() || "+-−–(£$€".contains(letter)
}

/// True for words that consist of dashes only, or are empty.
pub(super) fn is_dash(words: &str) -> bool {
    words.chars().all(|letter| letter.is_whitespace() || matches!(letter, '-' | '–' | '—' | '−'))
}
