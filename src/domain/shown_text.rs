//! Text of files as users see it: on a terminal, in an error, in a document.
//!
//! Belongs here: which characters reach a screen or a document, how long a text may be, and what
//! replaces the rest. Does not belong here: escaping for a format, and data for machines, which
//! stay unchanged.
//!
//! **Invariant:** the results of these functions contain no control characters. Except for
//! [`writable`], they contain no characters that change the direction of text. The same text gives
//! the same result, and applying a function to its own result changes nothing. Our own marks of
//! fields and actions stay unchanged, and text that only looks like a mark is not shown.

use super::mapped_text::{STAND_IN, mapped};
use super::naming::{Piece, is_of_marks, mark_around, pieces};
use std::borrow::Cow;

/// Number of characters of a text that an error quotes. A header or label is shorter, and its
/// beginning identifies it.
const MAX_QUOTED: usize = 60;

/// Number of characters in a part of an error, such as what was found. Our own longest texts list
/// what is expected.
pub(super) const MAX_PART: usize = 2_000;

/// A text in one line, in which a terminal shows every character and obeys none. White space
/// becomes a space. [`STAND_IN`] replaces other control characters, and characters that change the
/// direction of text or hide it.
pub fn one_line(text: &str) -> Cow<'_, str> {
    around_marks(text, |c| if is_space(c) { ' ' } else { visible(c) })
}

/// [`one_line`] of at most so many characters. A longer text loses its middle.
pub fn one_line_within(text: &str, max: usize) -> String {
    let Some((cut, _)) = text.char_indices().nth(max) else { return one_line(text).into_owned() };
    // The end is included as well, because errors end with what is near or expected.
    let last = max / 4;
    let first = max.saturating_sub(last + 1);
    let start = text.char_indices().nth(first).map_or(cut, |(at, _)| at);
    let end = if last == 0 {
        text.len()
    } else {
        text.char_indices().rev().nth(last - 1).map_or(cut, |(at, _)| at)
    };
    // A mark is omitted in full.
    let start = mark_around(text, start).map_or(start, |mark| mark.start);
    let end = mark_around(text, end).map_or(end, |mark| mark.end);
    format!("{}…{}", one_line(&text[..start]), one_line(&text[end..]))
}

/// [`one_line`] of each line of a text.
pub fn shown_lines(text: &str) -> Cow<'_, str> {
    around_marks(text, |c| if c == '\n' { c } else { visible(if c == '\t' { ' ' } else { c }) })
}

/// The beginning of a text in quotation marks. Control characters, and characters that change the
/// direction of text or hide it, are escaped.
pub fn quoted(text: &str) -> String {
    match text.char_indices().nth(MAX_QUOTED) {
        Some((end, _)) => format!("{:?}", format!("{}…", &text[..end])),
        None => format!("{text:?}"),
    }
}

/// A text that XML and HTML can contain, in one line. White space becomes a space. [`STAND_IN`]
/// replaces code points that these formats cannot write, escaped or not. These are control
/// characters and code points that are never characters.
///
/// Source: Extensible Markup Language (XML) 1.0, fifth edition, production 2 and its note.
pub fn writable(text: &str) -> Cow<'_, str> {
    mapped(text, |c| {
        if is_space(c) { ' ' } else { Some(c).filter(|c| !is_unwritable(*c)).unwrap_or(STAND_IN) }
    })
}

/// The number of characters of a text that [`writable`] replaces with [`STAND_IN`].
pub fn unwritable_in(text: &str) -> usize {
    text.chars().filter(|c| !is_space(*c) && is_unwritable(*c)).count()
}

/// [`mapped`], except for our own marks.
fn around_marks(text: &str, map: impl Fn(char) -> char) -> Cow<'_, str> {
    if !text.contains(is_of_marks) {
        return mapped(text, map);
    }
    let kept = |piece| match piece {
        Piece::Text(text) => mapped(text, &map),
        Piece::Mark(mark, _) => Cow::Borrowed(mark),
    };
    Cow::Owned(pieces(text).into_iter().map(kept).collect())
}

/// White space that would end a line or move the cursor.
fn is_space(c: char) -> bool {
    c.is_whitespace() && (c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
}

fn is_unwritable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

fn visible(c: char) -> char {
    if is_unwritable(c) || turns_or_hides(c) || is_of_marks(c) { STAND_IN } else { c }
}

/// Characters that change the direction of the text after them, end lines, or are invisible
/// (Unicode, chapter 23).
fn turns_or_hides(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}')
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::{one_line, one_line_within, quoted, shown_lines, unwritable_in, writable};

    #[test]
    fn a_terminal_obeys_nothing_that_a_file_says() {
        let hostile =
            "a\u{1b}[2Jb\u{7}\u{9b}31m\r\n\tc\u{202e}d\u{2066}\u{200f}\u{61c}\u{2028}e\u{ffff}";
        assert_eq!(one_line(hostile), "a�[2Jb��31m   c�d��� e�");
        assert_eq!(shown_lines("a\tb\r\n\u{1b}c\u{202e}"), "a b�\n�c�");
        for shown in [one_line(hostile), shown_lines(hostile)] {
            assert_eq!(one_line(&shown), shown.replace('\n', " "));
        }
        let names = "Ynys Môn, Łódź, Ħal, القاهرة, 東京, שלום";
        assert_eq!((one_line(names), shown_lines(names)), (names.into(), names.into()));
    }

    #[test]
    fn long_texts_lose_their_middle_and_quoted_ones_their_end() {
        let long = "é".repeat(5_000) + "end";
        let short = one_line_within(&long, 20);
        assert_eq!((short.chars().count(), short.as_str()), (20, "éééééééééééééé…ééend"));
        assert_eq!(one_line_within("short\n", 20), "short ");
        assert_eq!(one_line_within("abc", 1), "…");
        assert_eq!(quoted(&"a".repeat(61)), format!("\"{}…\"", "a".repeat(60)));
        assert_eq!(quoted("\u{1b}\u{202e}\""), "\"\\u{1b}\\u{202e}\\\"\"");
    }

    #[test]
    fn what_xml_cannot_write_has_a_stand_in() {
        let hostile = "a\u{7}b\nc\td\u{b}\u{fffe}\u{ffff}\u{1fffe}\u{fdd0}\u{85}é\u{200f}";
        assert_eq!(writable(hostile), "a�b c d ���� é\u{200f}");
        assert_eq!(unwritable_in(hostile), 5);
        assert_eq!(unwritable_in(&writable(hostile)), 0);
    }
}
