//! Fields and actions inside sentences: marks until it is known who reads them, and words in the
//! end.
//!
//! Belongs here: how a mark is written and found, and the plain words for it. Does not belong here:
//! the words of one way in, such as a command line.
//!
//! **Invariant:** what [`render_names`] returns has no mark. A mark carries a number drawn when the
//! process begins, which no file or argument can know: text that looks like a mark is none.

use super::action::{Action, Asked, Manner};
use super::field::{Field, SetField};
use super::mapped_text::{STAND_IN, mapped};
use std::borrow::Cow;
use std::fmt::{self, Write};
use std::hash::{BuildHasher, Hasher};
use std::ops::Range;
use std::sync::OnceLock;

/// Begins a mark: private use, so that no publisher's text has reason to hold it.
const OPEN: char = '\u{e000}';

/// Ends a mark.
const CLOSE: char = '\u{e001}';

/// Stands between the parts of a mark.
const BETWEEN: char = '\u{e002}';

/// How one way in writes fields and actions.
pub trait Naming: fmt::Debug + Sync {
    /// A field in a sentence, with its value where it has one.
    fn field(&self, field: Field, value: Option<&str>) -> String;

    /// A field as the place of an error.
    fn place(&self, field: Field) -> String;

    /// An action in a sentence.
    fn action(&self, asked: &Asked) -> String;
}

/// Plain words, where nothing is known of how the program is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainNames;

/// What a mark stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mention {
    /// A field, with its value where it has one.
    Field(Field, Option<String>),
    /// A field as the place of an error.
    Place(Field),
    /// An action.
    Action(Asked),
}

/// A piece of text, or a mark.
pub(super) enum Piece<'t> {
    /// Text in which nothing is a mark.
    Text(&'t str),
    /// A mark as it stands, and what it stands for.
    Mark(&'t str, Mention),
}

/// A text in the words of one way in: no mark is left, and [`STAND_IN`] stands for what only looks
/// like a part of one.
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

/// A text of our own with marks in the place of what stands in braces: `{field:ties=order}`,
/// `{refresh :accept=ID}`, and `{..refresh :discard=ID}` for the fields alone.
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

/// True for the characters that marks are made with.
pub(super) fn is_of_marks(c: char) -> bool {
    (OPEN..=BETWEEN).contains(&c)
}

/// A text with [`STAND_IN`] for every character that marks are made with.
pub(super) fn unmarked(text: &str) -> Cow<'_, str> {
    mapped(text, |c| if is_of_marks(c) { STAND_IN } else { c })
}

/// A mark without the number of this process.
pub(super) fn kept_mark(mark: &str) -> String {
    mark.replacen(drawn(), "", 1)
}

/// A text in which marks without a number get that of this process.
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

/// The stretches of a text and the marks between them.
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

/// The mark that a place in a text is inside of, which must not be cut there.
pub(super) fn mark_around(text: &str, at: usize) -> Option<Range<usize>> {
    marks(text).into_iter().find(|range| range.start < at && at < range.end)
}

/// Where the marks of a text stand that carry our number.
fn marks(text: &str) -> Vec<Range<usize>> {
    let opens = text
        .match_indices(OPEN)
        .filter(|(at, _)| text[at + OPEN.len_utf8()..].starts_with(drawn()));
    let end = |at: usize| text[at..].find(CLOSE).map(|length| at + length + CLOSE.len_utf8());
    opens.filter_map(|(at, _)| Some(at..end(at)?)).collect()
}

/// The number of this process: 60 bits, as four characters of a plane that is for private use.
fn drawn() -> &'static str {
    static DRAWN: OnceLock<String> = OnceLock::new();
    DRAWN.get_or_init(|| {
        let number = std::hash::RandomState::new().build_hasher().finish();
        let part = |place: u32| char::from_u32(0xf_0000 + (number >> (15 * place) & 0x7fff) as u32);
        (0..4).filter_map(part).collect()
    })
}

impl Mention {
    /// Reads what stands inside a mark, its parts divided by a character.
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
        // A value is often a text of others, which cannot end the mark.
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
                    // A colon would make a field of it.
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
