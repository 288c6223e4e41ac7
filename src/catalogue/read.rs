//! Definition files into typed definitions: TOML with line, column and allowed keys in every error.

use crate::domain::{Error, Result, error_codes};
use ::toml::Spanned;
use ::toml::de::DeTable;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// A definition file: its path below the catalogue, its contents, and its name in errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionFile {
    /// Path below the catalogue with forward slashes, such as `keys/population.toml`.
    pub path: String,
    /// The file's text.
    pub text: Cow<'static, str>,
    /// The name in errors: the path as the user knows it.
    pub shown: String,
}

impl DefinitionFile {
    /// The id that the file's name promises.
    pub(super) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// Reads one TOML definition. Errors with `F201`, naming line, column and what was expected there.
pub(super) fn toml<T: DeserializeOwned>(file: &DefinitionFile) -> Result<T> {
    ::toml::from_str(&file.text).map_err(|error| unreadable(file, &error))
}

/// The keys and values of a TOML definition, not read further. Errors with `F201` for malformed
/// TOML.
pub(super) fn parsed(file: &DefinitionFile) -> Result<Spanned<DeTable<'_>>> {
    DeTable::parse(&file.text).map_err(|error| unreadable(file, &error))
}

fn unreadable(file: &DefinitionFile, error: &::toml::de::Error) -> Error {
    let (line, column) = error.span().map_or((1, 1), |span| position(&file.text, span.start));
    Error::new(error_codes::DEFINITION_UNREADABLE, "reading a definition")
        .in_file(&file.shown)
        .at_line(line, column)
        .found(error.message().replace('\n', " "))
}

/// Errors with `F204` for the first whole number of a TOML definition that is not in the range of
/// its key.
pub(super) fn within_ranges(
    file: &DefinitionFile,
    range: impl Fn(&str) -> Option<RangeInclusive<i64>>,
) -> Result<()> {
    let held: BTreeMap<String, ::toml::Spanned<::toml::Value>> = toml(file)?;
    let numbers = held.iter().filter_map(|(key, value)| {
        let (number, range) = (value.get_ref().as_integer()?, range(key)?);
        (!range.contains(&number)).then(|| (value.span().start, key, number, range))
    });
    let Some((start, key, number, range)) = numbers.min_by_key(|(start, ..)| *start) else {
        return Ok(());
    };
    let (line, column) = position(&file.text, start);
    Err(Error::new(error_codes::DEFINITION_WRONG, "reading a definition")
        .in_file(&file.shown)
        .at_line(line, column)
        .at_key(key)
        .found(number.to_string())
        .expected(format!("{} to {}", range.start(), range.end())))
}

/// Reads the lines of a CSV definition. Errors with `F201`, naming the line.
pub(super) fn csv<T: DeserializeOwned>(file: &DefinitionFile, expected: &str) -> Result<Vec<T>> {
    let mut reader =
        ::csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(file.text.as_bytes());
    reader.deserialize().collect::<std::result::Result<Vec<T>, ::csv::Error>>().map_err(|error| {
        let line = error.position().map_or(1, ::csv::Position::line);
        Error::new(error_codes::DEFINITION_UNREADABLE, "reading a definition")
            .in_file(&file.shown)
            .at_line(usize::try_from(line).unwrap_or(1), 1)
            .found(error.to_string())
            .expected(expected)
    })
}

/// The files of a folder with an ending.
pub(super) fn at<'f>(
    files: &[&'f DefinitionFile],
    folder: &str,
    ending: &str,
) -> Vec<&'f DefinitionFile> {
    files
        .iter()
        .copied()
        .filter(|file| file.path.starts_with(folder) && file.path.ends_with(ending))
        .collect()
}

/// The one definition at `path`, if there is one.
pub(super) fn one<T>(
    files: &[&DefinitionFile],
    path: &str,
    read: impl Fn(&DefinitionFile) -> Result<T>,
) -> Result<Option<T>> {
    files.iter().find(|file| file.path == path).map(|file| read(file)).transpose()
}

/// Line and column, from 1, of a byte of a text.
pub(super) fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..byte.min(text.len())];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    (line, column)
}
