//! Replacing characters of a text one by one.

use std::borrow::Cow;

/// Replaces a character that is not shown: U+FFFD, which programs show for what they cannot
/// display.
pub const STAND_IN: char = '\u{fffd}';

/// A text with every character mapped; the text itself where the mapping changes nothing.
pub fn mapped(text: &str, map: impl Fn(char) -> char) -> Cow<'_, str> {
    match text.chars().all(|c| map(c) == c) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.chars().map(map).collect()),
    }
}
