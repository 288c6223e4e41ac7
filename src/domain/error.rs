//! The one error type. It states what was being done, where, what was found, what was expected, and
//! what to do next.

use super::naming::Mention;
use super::shown_text::{MAX_PART, one_line_within};
use super::{
    Action, ErrorCode, Field, MissingDefinition, Naming, NotAnId, PlainNames, error_codes,
    render_names,
};

/// Result with [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Where something went wrong; every part is optional and printed only when known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// File name or path, as the user gave it.
    pub file: Option<String>,
    /// Worksheet.
    pub sheet: Option<String>,
    /// Cell such as `F120`, or a row of a text file.
    pub cell: Option<String>,
    /// Key of a definition, or field of a request.
    pub key: Option<PlaceKey>,
    /// Line and column of a text file, from 1.
    pub line: Option<(usize, usize)>,
}

/// What a place is called in the definition or request that it is part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceKey {
    /// A key or identifier of a definition.
    Definition(String),
    /// A field of a request.
    Field(Field),
}

impl Place {
    /// The place in words, with a mark where it is a field.
    pub fn marked(&self) -> String {
        let mut parts = Vec::new();
        parts.extend(self.file.clone());
        parts.extend(self.line.map(|(line, column)| format!("line {line}, column {column}")));
        parts.extend(self.sheet.as_ref().map(|sheet| format!("sheet {sheet:?}")));
        parts.extend(self.cell.as_ref().map(|cell| format!("cell {cell}")));
        parts.extend(self.key.as_ref().map(|key| match key {
            PlaceKey::Definition(key) => format!("key {key:?}"),
            PlaceKey::Field(field) => Mention::Place(*field).to_string(),
        }));
        parts.join(", ")
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&render_names(&self.marked(), &PlainNames))
    }
}

/// An error in data, a definition or a request, or on the machine or the network.
///
/// An error is built where it is raised and receives more of its place on the way up. See
/// [`error_codes`] for the list of codes, each with its explanation and an example in
/// `tests/wrong/`. Every text in an error is one line of bounded length without control characters,
/// because names and contents of files are among these texts. Fields and actions in them are marks
/// until [`format`](Error::format) writes them; `Display` writes the plain names.
#[derive(Debug, Clone, PartialEq)]
pub struct Error(Box<Parts>);

#[derive(Debug, Clone, PartialEq)]
struct Parts {
    code: &'static ErrorCode,
    doing: String,
    place: Place,
    found: Option<String>,
    expected: Option<String>,
    also: Vec<String>,
    help: Option<String>,
    otherwise: Vec<String>,
    lack: Option<MissingDefinition>,
}

/// A part of an error as users see it.
fn shown(text: impl Into<String>) -> String {
    let text = text.into();
    // Most errors consist of our own words, and many are never displayed.
    let is_plain = text.len() <= MAX_PART && text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if is_plain { text } else { one_line_within(&text, MAX_PART) }
}

impl Error {
    /// A new error: its code and what was being done, as a gerund ("reading the header").
    pub fn new(code: &'static ErrorCode, doing: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            code,
            doing: shown(doing),
            place: Place::default(),
            found: None,
            expected: None,
            also: Vec::new(),
            help: None,
            otherwise: Vec::new(),
            lack: None,
        }))
    }

    /// Sets what was found.
    pub fn found(mut self, text: impl Into<String>) -> Self {
        self.0.found = Some(shown(text));
        self
    }

    /// Sets what was expected.
    pub fn expected(mut self, text: impl Into<String>) -> Self {
        self.0.expected = Some(shown(text));
        self
    }

    /// Sets what to do next; without it the code's own advice is printed.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.0.help = Some(shown(text));
        self
    }

    /// Adds something else that was found, on its own line.
    pub fn also(mut self, text: impl Into<String>) -> Self {
        self.0.also.push(shown(text));
        self
    }

    /// Adds an alternative, after the advice.
    pub fn or_else(mut self, text: impl Into<String>) -> Self {
        self.0.otherwise.push(shown(text));
        self
    }

    /// Sets what is missing from a definition for reading to continue; only the first call counts.
    pub fn lacking(mut self, lack: MissingDefinition) -> Self {
        self.0.lack.get_or_insert(lack);
        self
    }

    /// What is missing from a definition for reading to continue.
    pub fn lack(&self) -> Option<&MissingDefinition> {
        self.0.lack.as_ref()
    }

    /// Sets the file, unless one is already set.
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.0.place.file.get_or_insert_with(|| shown(file));
        self
    }

    /// Sets the sheet, unless one is already set.
    pub fn in_sheet(mut self, sheet: impl Into<String>) -> Self {
        self.0.place.sheet.get_or_insert_with(|| shown(sheet));
        self
    }

    /// Sets the cell, unless one is already set.
    pub fn at_cell(mut self, cell: impl Into<String>) -> Self {
        self.0.place.cell.get_or_insert_with(|| shown(cell));
        self
    }

    /// Sets the key or identifier of a definition, unless a key or field is already set.
    pub fn at_key(mut self, key: impl Into<String>) -> Self {
        self.0.place.key.get_or_insert_with(|| PlaceKey::Definition(shown(key)));
        self
    }

    /// Sets the field of a request, unless a key or field is already set.
    pub fn at_field(mut self, field: Field) -> Self {
        self.0.place.key.get_or_insert(PlaceKey::Field(field));
        self
    }

    /// Sets line and column of a text file, from 1, unless they are already set.
    pub fn at_line(mut self, line: usize, column: usize) -> Self {
        self.0.place.line.get_or_insert((line, column));
        self
    }

    /// The code, for `fairshares explain`.
    pub fn code(&self) -> &'static ErrorCode {
        self.0.code
    }

    /// Where the error occurred.
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// What was being done.
    pub fn doing(&self) -> &str {
        &self.0.doing
    }

    /// What was found, without what was expected.
    pub fn finding(&self) -> &str {
        self.0.found.as_deref().unwrap_or(self.0.code.title)
    }

    /// What was found and expected, in one line without the place.
    pub fn problem(&self) -> String {
        let found = if self.0.found.is_some() { "found " } else { "" };
        format!("{found}{}", self.problem_after_place())
    }

    /// The same text for use after a place: without the word *found*.
    pub fn problem_after_place(&self) -> String {
        match (&self.0.found, &self.0.expected) {
            (Some(found), Some(expected)) => format!("{found}, expected {expected}"),
            (Some(found), None) => found.clone(),
            (None, Some(expected)) => format!("expected {expected}"),
            (None, None) => self.0.code.title.to_owned(),
        }
    }

    /// The error as text, with fields and actions as one interface writes them.
    pub fn format(&self, naming: &dyn Naming) -> String {
        let mut text = String::new();
        // Writing into a text cannot fail.
        let _ = self.write(&mut text);
        render_names(&text, naming)
    }

    fn write(&self, f: &mut String) -> std::fmt::Result {
        use std::fmt::Write;
        let parts = &self.0;
        writeln!(f, "error[{}]: {}", parts.code.id, parts.code.title)?;
        writeln!(f, "  while {}", parts.doing)?;
        if parts.place != Place::default() {
            writeln!(f, "  in {}", parts.place.marked())?;
        }
        if parts.found.is_some() || parts.expected.is_some() {
            writeln!(f, "  {}", self.problem())?;
        }
        for line in &parts.also {
            writeln!(f, "  also {line}")?;
        }
        write!(f, "help: {}", parts.help.clone().unwrap_or_else(|| parts.code.fix()))?;
        for text in &parts.otherwise {
            write!(f, "\n      or {text}")?;
        }
        write!(f, "\n      (more: {})", Action::Explain.on(parts.code.id).bare())
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.format(&PlainNames))
    }
}

impl std::error::Error for Error {}

/// `F204`, for a name that is used where a definition is looked up.
impl From<NotAnId> for Error {
    fn from(not: NotAnId) -> Self {
        Self::new(error_codes::DEFINITION_WRONG, "reading an identifier")
            .found(not.found())
            .expected(NotAnId::EXPECTED)
            .help("rename it, for example `people-supported`")
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Error, error_codes};

    #[test]
    fn whatever_an_error_is_given_it_says_bounded_and_in_its_own_lines() {
        let hostile = format!("x\u{1b}]0;y\u{7}\nhelp: run this\u{202e}{}", "z".repeat(100_000));
        let error = Error::new(error_codes::FILE_UNREADABLE, hostile.as_str())
            .in_file(hostile.as_str())
            .in_sheet(hostile.as_str())
            .at_cell(hostile.as_str())
            .at_key(hostile.as_str())
            .found(hostile.as_str())
            .expected(hostile.as_str())
            .also(hostile.as_str())
            .help(hostile.as_str())
            .or_else(hostile.as_str());
        let text = error.to_string();
        assert_eq!(
            (text.lines().count(), text.lines().filter(|line| line.starts_with("help:")).count()),
            (8, 1)
        );
        assert!(text.chars().count() < 22_000, "{}", text.chars().count());
        assert!(!text.replace('\n', "").contains(|c: char| c.is_control() || c == '\u{202e}'));
        assert!(
            !error.problem().contains(char::is_control)
                && !error.place().to_string().contains(char::is_control)
        );
    }
}
