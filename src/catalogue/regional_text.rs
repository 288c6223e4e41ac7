//! Sentences for readers that may concern one region or nation alone.

use crate::domain::{AreaCode, Error, Result, error_codes};
use serde::Deserialize;

/// A sentence for readers: `"…"`, or `{ text = "…", region = "E12000007" }` for readers of one
/// region or nation alone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub struct RegionalText {
    /// The sentence.
    pub text: String,
    /// The region or nation that it concerns; everywhere when `None`.
    pub region: Option<AreaCode>,
}

/// As written in a definition.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "a text, or { text = \"…\", region = \"the code of a region or nation\" }"
)]
enum Written {
    Everywhere(String),
    Somewhere { text: String, region: String },
}

impl TryFrom<Written> for RegionalText {
    type Error = Error;

    fn try_from(written: Written) -> Result<Self> {
        Ok(match written {
            Written::Everywhere(text) => Self { text, region: None },
            Written::Somewhere { text, region } => {
                Self { text, region: Some(AreaCode::new(&region)?) }
            }
        })
    }
}

/// The sentences that concern an area; `lies_in` is true where it is in a region or nation.
pub fn texts_for(all: &[RegionalText], lies_in: impl Fn(&AreaCode) -> bool) -> Vec<&str> {
    let concerns = |said: &&RegionalText| said.region.as_ref().is_none_or(&lies_in);
    all.iter().filter(concerns).map(|said| said.text.as_str()).collect()
}

/// One sentence, which may have other words in some regions: a text, or a list of which the first
/// that concerns an area counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "OneOrMore")]
pub struct TextByRegion(Vec<RegionalText>);

/// As written in a definition.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "a text, or a list of { text = \"…\", region = \"…\" } that ends with a text for \
        everywhere else"
)]
enum OneOrMore {
    One(RegionalText),
    More(Vec<RegionalText>),
}

impl TryFrom<OneOrMore> for TextByRegion {
    type Error = Error;

    fn try_from(written: OneOrMore) -> Result<Self> {
        let all = match written {
            OneOrMore::One(said) => vec![said],
            OneOrMore::More(all) => all,
        };
        match all.last() {
            Some(RegionalText { region: None, .. }) => Ok(Self(all)),
            _ => Err(Error::new(error_codes::DEFINITION_WRONG, "reading a sentence by region")
                .found("words of regions alone")
                .expected("a last text without a region, for everywhere else")),
        }
    }
}

impl TextByRegion {
    /// The sentence that concerns an area.
    pub fn here(&self, lies_in: impl Fn(&AreaCode) -> bool) -> &str {
        texts_for(&self.0, lies_in).first().copied().unwrap_or_default()
    }

    /// Every sentence.
    pub fn all(&self) -> &[RegionalText] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{RegionalText, TextByRegion, texts_for};
    use crate::domain::AreaCode;
    use serde::Deserialize;

    #[derive(Deserialize)]
    struct Held {
        caveats: Vec<RegionalText>,
        reason: TextByRegion,
    }

    #[test]
    fn a_sentence_of_one_region_is_said_there_alone() {
        let held: Held = toml::from_str(
            r#"
            caveats = ["Everywhere.", { text = "In London.", region = "E12000007" }]
            reason = [{ text = "By borough.", region = "E12000007" }, "By authority."]
            "#,
        )
        .unwrap();
        let is = |code: &'static str| move |region: &AreaCode| region.as_str() == code;
        assert_eq!(texts_for(&held.caveats, is("E12000007")), ["Everywhere.", "In London."]);
        assert_eq!(texts_for(&held.caveats, is("W92000004")), ["Everywhere."]);
        assert_eq!(held.reason.here(is("E12000007")), "By borough.");
        assert_eq!(held.reason.here(is("W92000004")), "By authority.");
        let lacking = r#"caveats = []
            reason = [{ text = "By borough.", region = "E12000007" }]"#;
        assert!(toml::from_str::<Held>(lacking).is_err());
        assert!(
            toml::from_str::<Held>("caveats = []\nreason = { text = \"x\", region = \"London\" }")
                .is_err()
        );
    }
}
