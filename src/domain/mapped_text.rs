//! Characters of a text, one for another.

use std::borrow::Cow;

/// Stands for a character that is not shown: U+FFFD, which programs show for what they cannot.
pub const STAND_IN: char = '\u{fffd}';

/// A text with every character mapped, itself where that changes none.
pub fn mapped(text: &str, map: impl Fn(char) -> char) -> Cow<'_, str> {
    match text.chars().all(|c| map(c) == c) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.chars().map(map).collect()),
    }
}
