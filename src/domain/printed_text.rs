//! The normal form of printed text, in which headings, labels, and names of sheets and areas are
//! compared.
//!
//! Belongs here: which differences in print never distinguish two texts. Does not belong here: what
//! a text means, and differences that matter in one place only. An example is digits in the name of
//! an area.
//!
//! **Invariant:** the normal form of a normal form is itself. Only blank text has an empty normal
//! form.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// A printed text with its normal form, character by character. A part of the form can be traced
/// back to the printed text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedText {
    printed: String,
    form: Vec<char>,
    /// The bytes of `printed` that each character of `form` stands for.
    spans: Vec<Span>,
}

/// The first byte and the one after the last. Both are 32-bit numbers, half the usual size, because
/// there is a span for each character.
type Span = (u32, u32);

impl PrintedText {
    /// Puts a text into its normal form:
    ///
    /// - small letters without accents; one space for any white space, underscore, dash, colon and
    ///   semicolon;
    /// - dots and commas count between digits alone; quotation marks and apostrophes never do;
    /// - `&` is `and`; square brackets are round; no space next to a stroke or inside brackets;
    /// - without footnote marks: raised digits, asterisks and daggers, `[note 1]`, `[1, 2]`, and
    ///   `(2)` at the end.
    ///
    /// A text that consists only of such marks, such as `-` or `*`, stays unchanged.
    pub fn new(text: &str) -> Self {
        let mut form = Form::default();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let at = text.len() - rest.len();
            let length = note(rest);
            match length {
                Some(length) => form.push(' ', (at, at + length)),
                None => form.read(first, text, at),
            }
            rest = &rest[length.unwrap_or(first.len_utf8())..];
        }
        form.finish(text)
    }

    /// The normal form.
    pub fn form(&self) -> &[char] {
        &self.form
    }

    /// The printed text for a part of the normal form.
    pub fn printed(&self, part: std::ops::Range<usize>) -> &str {
        match self.spans.get(part) {
            Some([(start, end)]) | Some([(start, _), .., (_, end)]) => {
                &self.printed[*start as usize..*end as usize]
            }
            _ => "",
        }
    }
}

/// The normal form of a text; see [`PrintedText::new`].
pub fn normal_text(text: &str) -> String {
    PrintedText::new(text).form.into_iter().collect()
}

/// True for texts that differ in print only.
pub fn same_text(one: &str, another: &str) -> bool {
    // Marks and spaces make a text several times longer at most. Long prose is not another form of
    // a label.
    const TIMES: usize = 10;
    const LONG: usize = 1_000;
    let (longer, shorter) = (one.len().max(another.len()), one.len().min(another.len()));
    let may_be = longer <= LONG || longer <= shorter.saturating_mul(TIMES);
    one == another || (may_be && normal_text(one) == normal_text(another))
}

/// True for a text that begins with another, ignoring differences in print.
pub fn has_prefix(text: &str, start: &str) -> bool {
    // This much of a text is enough for any beginning, including marks and spaces.
    let max = text.floor_char_boundary(start.len().saturating_mul(4).saturating_add(1_000));
    let text = &text[..max];
    let is_exact =
        text.get(..start.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(start));
    let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let alike = || {
        Some(normal_text(start))
            .filter(|start| !start.is_empty() && normal_text(text).starts_with(start))
    };
    !text.is_empty() && (is_exact || !is_plain && alike().is_some())
}

/// A text without footnote marks in brackets, raised digits and asterisks, but with all its
/// punctuation.
pub fn without_marks(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = note(rest);
        if length.is_none() && !is_mark(first) {
            bare.push(first);
        }
        rest = &rest[length.unwrap_or(first.len_utf8())..];
    }
    bare
}

/// True for characters that point to a footnote, and for invisible characters.
fn is_mark(c: char) -> bool {
    matches!(c, '*' | '†' | '‡' | '²' | '³' | '¹' | '⁰' | '⁴'..='⁹')
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// The normal form of a label, without a number before it: `2. Living independently` is `Living
/// independently`.
pub fn normal_label(label: &str) -> String {
    let label = label.trim();
    let numbered = label.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = label.len() - numbered.len();
    let words = numbered
        .strip_prefix(['.', ')'])
        .filter(|words| words.starts_with(char::is_whitespace))
        .map(str::trim);
    let words =
        words.filter(|words| (1..=2).contains(&digits) && words.starts_with(char::is_alphabetic));
    normal_text(words.unwrap_or(label))
}

/// A text without the footnote digits attached to its last word, as in `Europe1,2`; `None` if there
/// are none.
///
/// Only a single digit after a small letter or a bracket is a mark: `EU8` and `E11` are names.
pub fn without_glued_marks(text: &str) -> Option<&str> {
    let text = text.trim_end();
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == ',');
    let marks = &text[bare.len()..];
    let is_word = bare.ends_with(|c: char| c.is_lowercase() || c == ')');
    let are_marks = !marks.is_empty() && marks.split(',').all(|mark| mark.len() == 1);
    (is_word && are_marks).then_some(bare)
}

/// The normal form during construction.
#[derive(Default)]
struct Form {
    chars: Vec<char>,
    spans: Vec<Span>,
}

impl Form {
    /// Adds the normal form of a character at a byte position in the text.
    fn read(&mut self, c: char, text: &str, at: usize) {
        let span = (at, at + c.len_utf8());
        match c {
            c if is_mark(c) => {}
            '\'' | '"' | '`' | '´' | '‘'..='‟' | '′' | '″' => {}
            '.' | ',' if !is_between_digits(text, at) => self.push(' ', span),
            '_' | ':' | ';' | '…' | '-' | '\u{2010}'..='\u{2015}' | '−' => self.push(' ', span),
            c if c.is_whitespace() => self.push(' ', span),
            '&' => " and ".chars().for_each(|c| self.push(c, span)),
            '[' | '(' => {
                self.push(' ', span);
                self.push('(', span);
            }
            ']' | ')' => self.close(')', span),
            '/' => self.close('/', span),
            c => decompose_canonical(c, |part| {
                if !is_combining_mark(part) {
                    part.to_lowercase().for_each(|small| self.push(small, span));
                }
            }),
        }
    }

    /// Adds a character. A space is added only after another character that is not a space, an
    /// opening bracket or a stroke.
    fn push(&mut self, c: char, span: (usize, usize)) {
        let is_needless = matches!(self.chars.last(), None | Some(' ' | '(' | '/'));
        if c != ' ' || !is_needless {
            self.chars.push(c);
            self.spans.push(narrow(span));
        }
    }

    /// Adds a character that has no space before it.
    fn close(&mut self, c: char, span: (usize, usize)) {
        self.trim();
        self.push(c, span);
    }

    fn trim(&mut self) {
        if self.chars.last() == Some(&' ') {
            self.chars.pop();
            self.spans.pop();
        }
    }

    fn finish(mut self, text: &str) -> PrintedText {
        self.trim();
        if self.chars.is_empty() {
            let start = text.len() - text.trim_start().len();
            let marks = text.trim().char_indices();
            let marks = marks.map(|(at, c)| (c, narrow((start + at, start + at + c.len_utf8()))));
            (self.chars, self.spans) = marks.unzip();
        }
        PrintedText { printed: text.to_owned(), form: self.chars, spans: self.spans }
    }
}

/// No text is long enough to exceed the largest `u32`.
fn narrow((start, end): (usize, usize)) -> Span {
    (u32::try_from(start).unwrap_or(u32::MAX), u32::try_from(end).unwrap_or(u32::MAX))
}

fn is_between_digits(text: &str, at: usize) -> bool {
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    at > 0 && is_digit(text.as_bytes().get(at - 1)) && is_digit(text.as_bytes().get(at + 1))
}

/// The length of the footnote mark in brackets at the start of a text.
fn note(text: &str) -> Option<usize> {
    const LONGEST: usize = 40;
    let close = match text.chars().next()? {
        '[' => ']',
        '(' => ')',
        _ => return None,
    };
    let end = text.char_indices().take(LONGEST).find(|(_, c)| *c == close)?.0;
    let (inside, behind) = (&text[1..end], &text[end + 1..]);
    let words: Vec<String> = inside
        .split(|c: char| c.is_whitespace() || [',', '-', '&', '.', ':'].contains(&c))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let is_number =
        |word: &String| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = |word: &String| {
        ["see", "note", "notes", "footnote", "footnotes", "and", "to"].contains(&&**word)
    };
    let numbers = words.iter().filter(|word| is_number(word)).count();
    let is_named = numbers > 0 && words.iter().all(|word| is_number(word) || is_word(word));
    let is_mark = match (numbers == words.len(), close) {
        (false, _) | (true, ']') => is_named,
        // Round brackets inside a text may contain part of its wording.
        (true, _) => is_named && behind.chars().all(|c| !c.is_alphanumeric()),
    };
    is_mark.then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::{
        PrintedText, has_prefix, normal_label, normal_text, same_text, without_glued_marks,
        without_marks,
    };

    #[test]
    fn differences_of_print_do_not_tell_texts_apart() {
        for (one, another) in [
            ("Contingency Accommodation - Hotel", "contingency accommodation –\u{a0}Hotel "),
            ("Contingency Accommodation - Hotel", "Contingency\nAccommodation: Hotel"),
            ("Date (as at…)", "Date (as at...)"),
            ("UK Region / Nation", "UK Region/Nation"),
            ("King's Lynn & West Norfolk", "King\u{2019}s  Lynn and West Norfolk"),
            ("St. Helens", "St Helens"),
            ("Ynys Môn", "Ynys Mo\u{302}n"),
            ("Curaçao", "Curacao"),
            ("People [note 1]", "People"),
            ("People [note 1] [note 2]", "People (notes 1, 2 and 3)"),
            ("People¹", "people*"),
            ("Number of [note 3] households (2)", "Number of households"),
            ("Total (all ages)", "Total [all ages]"),
            ("Local_authority", "Local authority:"),
            ("Soft\u{ad}ened\u{200b}", "softened"),
        ] {
            assert!(same_text(one, another), "{one:?} {another:?}: {:?}", normal_text(one));
        }
        for (one, another) in [
            ("EU8", "EU2"),
            ("16-24", "16 to 24"),
            ("People (16) or more", "People or more"),
            ("1.5", "15"),
            ("90+", "90"),
            ("Under 18", "18"),
            ("<5", "5"),
            ("*", "-"),
            ("%", ""),
        ] {
            assert!(!same_text(one, another), "{one:?} {another:?}");
        }
        assert_eq!(normal_text(" \u{a0}\n"), "");
    }

    #[test]
    fn the_normal_form_of_a_normal_form_is_itself() {
        for text in [
            "A & B [note 1]: c/d",
            "(x) [y] z",
            "1,234.5 — “six”",
            "Straße",
            "ÅÉ",
            "*",
            "a_b-c (1)",
            "[note 1]",
        ] {
            let form = normal_text(text);
            assert_eq!(normal_text(&form), form, "{text}");
        }
    }

    #[test]
    fn a_part_of_the_form_leads_back_to_what_is_printed() {
        let text =
            PrintedText::new("Country of birth: Europe: EU countries [note 2]; measures: Value");
        let form: String = text.form().iter().collect();
        assert_eq!(form, "country of birth europe eu countries measures value");
        let at = form.find("europe").unwrap();
        assert_eq!(text.printed(at..at + "europe eu countries".len()), "Europe: EU countries");
        assert_eq!(text.printed(0..0), "");
    }

    #[test]
    fn beginnings_are_compared_alike() {
        for (text, start) in [
            ("Rest  of England [note 1]", "Rest of England"),
            ("*Total East Midlands", "*total"),
            ("% change from previous year", "% change"),
            ("[z]", "[z]"),
            ("E06000001", "E06"),
        ] {
            assert!(has_prefix(text, start), "{text} {start}");
        }
        for (text, start) in [("E06000001", "E07"), ("", "x"), ("", ""), ("Dorset", "Dorset (U)")] {
            assert!(!has_prefix(text, start), "{text} {start}");
        }
        assert_eq!(without_marks("2023 Q3¹ [note 2]*"), "2023 Q3 ");
        assert_eq!(without_marks("YE Dec 23 (p)"), "YE Dec 23 (p)");
    }

    #[test]
    fn labels_lose_their_number_and_glued_marks() {
        assert_eq!(normal_label("2. Living independently"), "living independently");
        assert_eq!(normal_label("10) Other"), "other");
        for label in ["16 to 24", "2.5 people", "100. Something", "1. 5", "3"] {
            assert_eq!(normal_label(label), normal_text(label), "{label}");
        }
        assert_eq!(without_glued_marks("Europe1,2"), Some("Europe"));
        assert_eq!(without_glued_marks("Other (all)3 "), Some("Other (all)"));
        for label in ["EU8", "Europe12", "Europe", "Under 5", "5", "E11"] {
            assert_eq!(without_glued_marks(label), None, "{label}");
        }
    }
}
