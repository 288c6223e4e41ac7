//! Text as sentences need it. Belongs here: what every sentence shares. Does not belong here:
//! wording of a subject, which its module has.

/// A text with its first letter as a capital, as sentences begin.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
