//! The words beside a number, whether a number format puts them there or a cell shows them.
//!
//! Belongs here: which of them are shorthand for a status, and which stand for nought. Does not
//! belong here: what is made of other words, which `shown` and `printed` decide.

use crate::domain::Status;

/// The shorthand in square brackets that words stand for: `[r]` for `[r]`, `(r)` and `r`.
pub(super) fn shorthand(words: &str) -> Option<String> {
    let bracketed = format!("[{}]", words.trim_matches(['(', ')', '[', ']']));
    Status::ALL.into_iter().any(|status| status.symbol() == bracketed).then_some(bracketed)
}

/// The mark among the words before a number, between signs and currencies; empty where they hold
/// none.
pub(super) fn before(words: &str) -> String {
    let words = words.trim_matches(is_sign);
    if words.starts_with('[') && words.ends_with(']') {
        return words.to_owned();
    }
    shorthand(words).unwrap_or_default()
}

/// True for what may stand before a number without changing what it says.
pub(super) fn is_sign(letter: char) -> bool {
    letter.is_whitespace() || "+-−–(£$€".contains(letter)
}

/// True for words that are no more than a dash, or nothing.
pub(super) fn is_dash(words: &str) -> bool {
    words.chars().all(|letter| letter.is_whitespace() || matches!(letter, '-' | '–' | '—' | '−'))
}
