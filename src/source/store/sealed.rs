//! The lists of a store in written form: JSON that includes its own checksum and the version of its
//! layout.
//!
//! Belongs here: distinguishing an intact list from a damaged or newer one. Does not belong here:
//! the content of a list.
//!
//! The checksum is the sha256 of the text without the line of the checksum. Lists of older stores
//! have no checksum.

use crate::domain::Sha256;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

const BEGINS: &str = "{\n  \"checksum\": \"";
const ENDS: &str = "\",\n";

/// One of the lists of a store.
pub(super) trait List: Serialize + DeserializeOwned {
    /// The layout that is written, the first with a checksum; earlier layouts can be read as well.
    const VERSION: u32;

    /// How often the list has been written, if it counts that. Of a list and its copy, the larger
    /// number is the newer version.
    fn serial(&self) -> u64 {
        0
    }
}

/// Why a list is unreliable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unsound {
    /// The content differs from what was written: the finding, with line and column if known.
    Damaged(String, Option<(usize, usize)>),
    /// A later version of the program has written it.
    Newer {
        /// Its layout.
        version: u32,
        /// True when its checksum is correct, so that damage is not the cause.
        is_sealed: bool,
    },
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// A list with its checksum; `text` is a JSON object of several lines.
pub(super) fn seal(text: &str) -> String {
    let text = format!("{}\n", text.trim_end());
    let rest = text.strip_prefix("{\n").unwrap_or(&text);
    format!("{BEGINS}{}{ENDS}{rest}", Sha256::digest(text.as_bytes()))
}

/// True for a text that includes a checksum, correct or not.
pub(super) fn is_sealed(text: &str) -> bool {
    text.starts_with(BEGINS)
}

/// The text of a list without its checksum, and whether it has one. Errors where the checksum does
/// not match the text.
pub(super) fn unseal(text: &str) -> Result<(String, bool), String> {
    let Some(rest) = text.strip_prefix(BEGINS) else { return Ok((text.to_owned(), false)) };
    let (checksum, rest) = rest.split_once(ENDS).ok_or("no end of its checksum")?;
    let bare = format!("{{\n{rest}");
    if Sha256::parse(checksum) == Some(Sha256::digest(bare.as_bytes())) {
        Ok((bare, true))
    } else {
        Err("another text than its checksum is of".into())
    }
}

/// Parses a list.
pub(super) fn parse<T: List>(text: &str) -> Result<T, Unsound> {
    let damaged = |found: String| Unsound::Damaged(found, None);
    let (bare, is_sealed) = unseal(text).map_err(damaged)?;
    let wrong = |error: serde_json::Error| {
        Unsound::Damaged(error.to_string(), Some((error.line(), error.column())))
    };
    let Versioned { version } = serde_json::from_str(&bare).map_err(wrong)?;
    if version > T::VERSION {
        return Err(Unsound::Newer { version, is_sealed });
    }
    if version == T::VERSION && !is_sealed {
        return Err(damaged("no checksum".to_owned()));
    }
    serde_json::from_str(&bare).map_err(wrong)
}

/// A list as text, with its checksum.
pub(super) fn text_of<T: List>(list: &T) -> Result<String, String> {
    serde_json::to_string_pretty(list).map(|text| seal(&text)).map_err(|error| error.to_string())
}

/// The start of the first line of a definition in a store.
const COMMENT: &str = "# checksum: ";

/// A definition in TOML with its checksum in front, as a comment.
pub(crate) fn sealed_text(text: &str) -> String {
    format!("{COMMENT}{}\n{text}", Sha256::digest(text.as_bytes()))
}

/// False for a definition that differs from its checksum. A definition without a checksum was
/// written by hand.
pub(crate) fn is_as_sealed(text: &str) -> bool {
    match text.strip_prefix(COMMENT).map(|rest| rest.split_once('\n').unwrap_or((rest, ""))) {
        Some((checksum, rest)) => {
            Sha256::parse(checksum.trim_end()) == Some(Sha256::digest(rest.as_bytes()))
        }
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{List, Unsound, parse, seal, text_of};
    use serde::{Deserialize, Serialize};

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Names {
        version: u32,
        names: Vec<String>,
    }

    impl List for Names {
        const VERSION: u32 = 2;
    }

    fn names(version: u32) -> Names {
        Names { version, names: vec!["Barnet".to_owned()] }
    }

    #[test]
    fn a_list_is_read_back_and_an_older_one_needs_no_checksum() {
        assert_eq!(parse::<Names>(&text_of(&names(2)).unwrap()), Ok(names(2)));
        assert_eq!(parse::<Names>(r#"{"version": 1, "names": ["Barnet"]}"#), Ok(names(1)));
        let bare = parse::<Names>(r#"{"version": 2, "names": ["Barnet"]}"#);
        assert_eq!(bare, Err(Unsound::Damaged("no checksum".to_owned(), None)));
    }

    #[test]
    fn every_changed_bit_is_noticed() {
        let text = text_of(&names(2)).unwrap().into_bytes();
        for at in 0..text.len() * 8 {
            let mut flipped = text.clone();
            flipped[at / 8] ^= 1 << (at % 8);
            let read = std::str::from_utf8(&flipped).ok().map(parse::<Names>);
            assert!(
                !matches!(read, Some(Ok(_))),
                "bit {at}: {:?}",
                String::from_utf8_lossy(&flipped)
            );
        }
    }

    #[test]
    fn a_newer_list_is_told_from_one_that_damage_has_made_newer() {
        let newer = serde_json::to_string_pretty(&names(3)).unwrap();
        assert_eq!(
            parse::<Names>(&seal(&newer)),
            Err(Unsound::Newer { version: 3, is_sealed: true })
        );
        assert_eq!(parse::<Names>(&newer), Err(Unsound::Newer { version: 3, is_sealed: false }));
    }
}
