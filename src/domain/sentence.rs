//! Formatting of text for sentences. Belongs here: formatting that every sentence uses. Does not
//! belong here: wording of a subject, which is in the subject's module.

/// A text with its first letter as a capital, for the beginning of a sentence.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
