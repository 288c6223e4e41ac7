//! Identifiers of definitions: lower-case words joined by hyphens, the same as the file's name.

use super::shown_text::{MAX_PART, one_line_within};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name of a dataset, indicator, key, chart, codelist or pack, such as `supported-per-10k`.
///
/// Lower-case ASCII letters, digits and hyphens, beginning with a letter.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

impl Id {
    /// Checks and wraps a name. Errors, as `F204`, when the name is not lower-case words joined by
    /// hyphens.
    pub fn new(text: &str) -> Result<Self, NotAnId> {
        let starts_well = text.starts_with(|c: char| c.is_ascii_lowercase());
        let all_well =
            text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if starts_well && all_well && !text.ends_with('-') {
            return Ok(Self(text.to_owned()));
        }
        Err(NotAnId { found: one_line_within(&format!("{text:?}"), MAX_PART) })
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that is not an identifier. It becomes an `Error` where an identifier is required.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAnId {
    found: String,
}

impl NotAnId {
    /// A description of an identifier, for errors.
    pub(super) const EXPECTED: &str =
        "lower-case letters, digits and hyphens, beginning with a letter";

    /// The text, quoted and bounded.
    pub(super) fn found(&self) -> &str {
        &self.found
    }
}

impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Allows comparing a dataset or indicator with a name written in the code.
impl PartialEq<&str> for Id {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl TryFrom<String> for Id {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::new(&text)
            .map_err(|not| format!("found {}, expected {}", not.found(), NotAnId::EXPECTED))
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn accepts_words_joined_by_hyphens_only() {
        assert!(Id::new("supported-per-10k").is_ok());
        for wrong in ["", "10k", "Supported", "per_10k", "people-", "a b"] {
            assert!(Id::new(wrong).is_err(), "{wrong:?} must be refused");
        }
    }
}
