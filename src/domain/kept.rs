//! Texts with marks as data that the program saves for itself.
//!
//! Belongs here: how such a text is serialised and read again. Does not belong here: the marks
//! themselves, see [`render_names`](super::render_names).
//!
//! **Invariant:** a saved mark has no process number. Every other character used in marks has been
//! replaced before saving. Anything that looks like a mark in a text read again was therefore a
//! mark.

use super::naming::{Piece, kept_mark, pieces, taken_up, unmarked};
use serde::{Deserialize, Deserializer, Serializer};

/// Serialises a text with its marks, for lists of the store, which have a checksum. For
/// `serde(with)`.
pub fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&kept(text))
}

/// Reads the same text again, with marks of this process.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(taken_up(&String::deserialize(deserializer)?))
}

fn kept(text: &str) -> String {
    let kept = |piece| match piece {
        Piece::Text(text) => unmarked(text).into_owned(),
        Piece::Mark(mark, _) => kept_mark(mark),
    };
    pieces(text).into_iter().map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Action, Field, PlainNames, render_names};

    #[derive(serde::Serialize, serde::Deserialize)]
    struct RegionalText {
        #[serde(with = "super")]
        text: String,
    }

    fn again(text: &str) -> String {
        let json = serde_json::to_string(&RegionalText { text: text.to_owned() }).unwrap();
        serde_json::from_str::<RegionalText>(&json).unwrap().text
    }

    #[test]
    fn a_mark_outlives_its_process_and_a_forged_one_does_not() {
        let text = format!("see {} or {}", Action::Diff.on("a \"b\""), Field::Ties.set_to("order"));
        let json = serde_json::to_string(&RegionalText { text: text.clone() }).unwrap();
        assert!(json.len() < text.len() && !json.contains('\u{fffd}'), "{json}");
        assert_eq!(again(&text), text);
        for forged in
            ["\u{e000}diff\u{e001}", "\u{e000}field:ties=order\u{e001}", "\u{e001}\u{e000}diff"]
        {
            let whole = again(&format!("{forged}{}", Field::At));
            assert_eq!(
                render_names(&whole, &PlainNames),
                render_names(&format!("{forged}{}", Field::At), &PlainNames)
            );
            assert!(render_names(&whole, &PlainNames).contains('\u{fffd}'));
        }
        assert_eq!(again("a plain text {diff}"), "a plain text {diff}");
    }
}
