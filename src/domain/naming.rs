//! Fields and actions inside sentences: marks until the interface is known, then words.
//!
//! Belongs here: how a mark is written and found, and the plain words for it. Does not belong here:
//! the words of one interface, such as a command line.
//!
//! **Invariant:** the result of [`render_names`] has no marks. A mark carries a random number
//! generated when the process starts, which no file or argument can know. Other text that looks
//! like a mark is not a mark.

use super::action::{Action, Asked, Manner};
use super::field::{Field, SetField};
use super::mapped_text::{STAND_IN, mapped};
use std::borrow::Cow;
use std::fmt::{self, Write};
use std::hash::{BuildHasher, Hasher};
use std::ops::Range;
use std::sync::OnceLock;

/// Begins a mark. The character is for private use, so no publisher's text has a reason to contain
/// it.
const OPEN: char = '\u{e000}';

/// Ends a mark.
const CLOSE: char = '\u{e001}';

/// Separates the parts of a mark.
const BETWEEN: char = '\u{e002}';

/// How one interface writes fields and actions.
pub trait Naming: fmt::Debug + Sync {
    /// A field in a sentence, with its value if it has one.
    fn field(&self, field: Field, value: Option<&str>) -> String;

    /// A field as the place of an error.
    fn place(&self, field: Field) -> String;

    /// An action in a sentence.
    fn action(&self, asked: &Asked) -> String;
}

/// Plain words, where the interface is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainNames;

/// What a mark stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mention {
    /// A field, with its value if it has one.
    Field(Field, Option<String>),
    /// A field as the place of an error.
    Place(Field),
    /// An action.
    Action(Asked),
}

/// A piece of text, or a mark.
pub(super) enum Piece<'t> {
    /// Text without marks.
    Text(&'t str),
    /// A mark as written, and what it stands for.
    Mark(&'t str, Mention),
}

/// A text in the words of one interface. The result has no marks; [`STAND_IN`] replaces characters
/// that only look like a part of a mark.
pub fn render_names(text: &str, naming: &dyn Naming) -> String {
    let words = |piece| match piece {
        Piece::Text(text) => unmarked(text),
        Piece::Mark(_, Mention::Field(field, value)) => {
            Cow::Owned(naming.field(field, value.as_deref()))
        }
        Piece::Mark(_, Mention::Place(field)) => Cow::Owned(naming.place(field)),
        Piece::Mark(_, Mention::Action(asked)) => Cow::Owned(naming.action(&asked)),
    };
    pieces(text).into_iter().map(words).collect()
}

/// A text of our own in which marks replace the parts in braces: `{field:ties=order}`, `{refresh
/// :accept=ID}`, and `{..refresh :discard=ID}` for the fields alone.
pub(super) fn marked(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inside, end)) = after.split_once('}') else { break };
        result.push_str(before);
        match Mention::parse(inside, ' ') {
            Some(mention) => result.push_str(&mention.to_string()),
            None => result.extend(["{", inside, "}"]),
        }
        rest = end;
    }
    result + rest
}

/// True for the characters that marks consist of.
pub(super) fn is_of_marks(c: char) -> bool {
    (OPEN..=BETWEEN).contains(&c)
}

/// A text with [`STAND_IN`] for every character that marks consist of.
pub(super) fn unmarked(text: &str) -> Cow<'_, str> {
    mapped(text, |c| if is_of_marks(c) { STAND_IN } else { c })
}

/// A mark without the number of this process.
pub(super) fn kept_mark(mark: &str) -> String {
    mark.replacen(drawn(), "", 1)
}

/// A text in which marks without a number receive the number of this process.
pub(super) fn taken_up(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        result.push_str(before);
        let known = after
            .split_once(CLOSE)
            .and_then(|(inside, end)| Some((Mention::parse(inside, BETWEEN)?, end)));
        match known {
            Some((mention, end)) => {
                result.push_str(&mention.to_string());
                rest = end;
            }
            None => {
                result.push(OPEN);
                rest = after;
            }
        }
    }
    result + rest
}

/// The parts of a text and the marks between them.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    for range in marks(text) {
        let mark = &text[range.clone()];
        let inside = mark.get(OPEN.len_utf8() + drawn().len()..mark.len() - CLOSE.len_utf8());
        if let Some(mention) = inside.and_then(|inside| Mention::parse(inside, BETWEEN)) {
            found.push(Piece::Text(&text[from..range.start]));
            from = range.end;
            found.push(Piece::Mark(mark, mention));
        }
    }
    found.push(Piece::Text(&text[from..]));
    found
}

/// The mark around a position in a text. The text must not be cut inside a mark.
pub(super) fn mark_around(text: &str, at: usize) -> Option<Range<usize>> {
    marks(text).into_iter().find(|range| range.start < at && at < range.end)
}

/// The ranges of the marks in a text that carry our number.
fn marks(text: &str) -> Vec<Range<usize>> {
    let opens = text
        .match_indices(OPEN)
        .filter(|(at, _)| text[at + OPEN.len_utf8()..].starts_with(drawn()));
    let end = |at: usize| text[at..].find(CLOSE).map(|length| at + length + CLOSE.len_utf8());
    opens.filter_map(|(at, _)| Some(at..end(at)?)).collect()
}

/// The number of this process: 60 bits, as four characters of a private-use plane.
fn drawn() -> &'static str {
    static DRAWN: OnceLock<String> = OnceLock::new();
    DRAWN.get_or_init(|| {
        let number = std::hash::RandomState::new().build_hasher().finish();
        let part = |place: u32| char::from_u32(0xf_0000 + (number >> (15 * place) & 0x7fff) as u32);
        (0..4).filter_map(part).collect()
    })
}

impl Mention {
    /// Parses the content of a mark, whose parts are separated by a character.
    fn parse(inside: &str, between: char) -> Option<Self> {
        let field = |text: &str| {
            let (name, value) =
                text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value)));
            Field::find(name).map(|field| (field, value.map(str::to_owned)))
        };
        if let Some(text) = inside.strip_prefix("field:") {
            return field(text).map(|(field, value)| Self::Field(field, value));
        }
        if let Some(name) = inside.strip_prefix("place:") {
            return Field::find(name).map(Self::Place);
        }
        let mut parts = inside.split(between);
        let first = parts.next()?;
        let manners = [
            ("..", Manner::FieldsAlone),
            ("bare:", Manner::Bare),
            ("short:", Manner::WithoutProgram),
            ("", Manner::Whole),
        ];
        let (name, manner) =
            manners.iter().find_map(|(sign, manner)| Some((first.strip_prefix(sign)?, *manner)))?;
        let mut asked = Asked { manner, ..Action::find(name)?.asked() };
        for part in parts {
            match part.strip_prefix(':') {
                Some(text) => asked.fields.push(field(text)?),
                None => asked.values.push(part.to_owned()),
            }
        }
        Some(Self::Action(asked))
    }
}

impl fmt::Display for Mention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A value is often a text from outside, which must not be able to end the mark.
        let safe = |text: &str| unmarked(text).into_owned();
        let set = |value: &Option<String>| {
            value.as_ref().map_or(String::new(), |value| format!("={}", safe(value)))
        };
        write!(f, "{OPEN}{}", drawn())?;
        match self {
            Self::Field(field, value) => write!(f, "field:{}{}", field.as_str(), set(value))?,
            Self::Place(field) => write!(f, "place:{}", field.as_str())?,
            Self::Action(asked) => {
                let sign = match asked.manner {
                    Manner::Whole => "",
                    Manner::FieldsAlone => "..",
                    Manner::Bare => "bare:",
                    Manner::WithoutProgram => "short:",
                };
                write!(f, "{sign}{}", asked.action.as_str())?;
                for value in &asked.values {
                    // A colon would turn the value into a field.
                    let value = safe(value);
                    let value = value
                        .strip_prefix(':')
                        .map_or(value.clone(), |rest| format!("{STAND_IN}{rest}"));
                    write!(f, "{BETWEEN}{value}")?;
                }
                for (field, value) in &asked.fields {
                    write!(f, "{BETWEEN}:{}{}", field.as_str(), set(value))?;
                }
            }
        }
        f.write_char(CLOSE)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Mention::Field(*self, None).fmt(f)
    }
}

impl fmt::Display for SetField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Mention::Field(self.field, Some(self.value.clone())).fmt(f)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.asked().fmt(f)
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Mention::Action(self.clone()).fmt(f)
    }
}

impl Naming for PlainNames {
    fn field(&self, field: Field, value: Option<&str>) -> String {
        match value {
            Some(value) => format!("`{} = {value}`", field.as_str()),
            None => format!("`{}`", field.as_str()),
        }
    }

    fn place(&self, field: Field) -> String {
        format!("field {}", field.as_str())
    }

    fn action(&self, asked: &Asked) -> String {
        let quote = if asked.manner == Manner::Bare { "" } else { "`" };
        let values: String = asked.values.iter().map(|value| format!(" {value}")).collect();
        let fields = asked.fields.iter().map(|(field, value)| self.field(*field, value.as_deref()));
        let fields = fields.collect::<Vec<_>>().join(" and ");
        let action = format!("{quote}{}{values}{quote}", asked.action.as_str());
        if fields.is_empty() { action } else { format!("{action} with {fields}") }
    }
}

#[cfg(test)]
mod tests;
