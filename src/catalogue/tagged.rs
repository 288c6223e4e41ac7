//! Definitions of which one key names the kind: the method of an indicator, the kind of a chart,
//! the interface of a publisher.
//!
//! The files are flat: the keys of the kind are next to those that every definition has. They are
//! read in one step into an enum of which each variant has exactly the keys of its kind. Belongs
//! here: which keys belong to which kind, and the errors. Does not belong here: what the kinds are.

mod access;
mod fields;

pub(super) use fields::keys_of;

use super::read::{DefinitionFile, parsed, position};
use crate::domain::{Error, ErrorCode, Result, error_codes};
use access::{Entry, Table};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use toml::de::{DeTable, DeValue};

/// A kind: its name, and its keys.
pub(super) type Kind = (&'static str, fn() -> &'static [&'static str]);

/// An enum with one variant for each kind of a definition.
pub(super) trait Tagged: DeserializeOwned {
    /// The key that names the kind.
    const KEY: &'static str;
    /// The error where there is no kind of that name.
    const UNKNOWN: &'static ErrorCode;
    /// Every kind.
    const KINDS: &'static [Kind];

    /// True for a key of other kinds that is ignored in a definition of a kind that does not read
    /// it; otherwise it is refused.
    fn ignores_key(key: &str) -> bool;

    /// The meaning of a key, for the error where it is missing.
    fn meaning(kind: &str, key: &str) -> &'static str;
}

/// Declares an enum of kinds. Each variant has the struct of its keys and its name in definitions.
macro_rules! tagged {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$about:meta])* $variant:ident($keys:ty) = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Deserialize)]
        pub enum $name {
            $($(#[$about])* #[serde(rename = $word)] $variant($keys),)+
        }

        impl $name {
            /// The name of every kind, in the order of the guide.
            pub const NAMES: &[&'static str] = &[$($word),+];
            const KEYS: &[$crate::catalogue::tagged::Kind] =
                &[$(($word, $crate::catalogue::tagged::keys_of::<$keys>)),+];

            /// The name in definitions.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $word,)+
                }
            }
        }
    };
}
pub(super) use tagged;

/// Reads a list or table of keys with a minimum number of entries.
pub(super) fn at_least<'de, D, T, const N: usize>(
    deserializer: D,
) -> std::result::Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
    for<'t> &'t T: IntoIterator,
{
    let all = T::deserialize(deserializer)?;
    match (&all).into_iter().count() {
        count if count >= N => Ok(all),
        count => Err(D::Error::custom(format!("{count} of them, expected {N} or more"))),
    }
}

/// Reads a definition that is of a kind.
///
/// Errors: `F201` malformed, a key that no kind has, or a shared key that is missing or wrong; the
/// error of [`Tagged`] for an unknown kind; `F204` for a key of the kind that is missing or wrong,
/// or that the kind does not read, unless [`Tagged::ignores_key`] it.
pub(super) fn read<T: DeserializeOwned, K: Tagged>(file: &DefinitionFile) -> Result<T> {
    of_kind::<T, K>(Place { file, prefix: "", kind: None }, parsed(file)?.into_inner())?.read()
}

/// Reads a definition `T` that has under a key a table `P` of a kind. Errors as [`read`].
pub(super) fn read_with<T, P, K>(
    file: &DefinitionFile,
    key: &str,
    prefix: &'static str,
) -> Result<T>
where
    T: DeserializeOwned,
    P: DeserializeOwned,
    K: Tagged,
{
    let place = Place { file, prefix: "", kind: None };
    let mut outer = Table::new(place);
    for (name, value) in parsed(file)?.into_inner() {
        let (name, start, span) = (name.get_ref().to_string(), name.span().start, value.span());
        let entry = match value.into_inner() {
            DeValue::Table(inner) if name == key => {
                Entry::Table(Box::new(of_kind::<P, K>(Place { prefix, ..place }, inner)?))
            }
            other => Entry::Value(toml::Spanned::new(span, other)),
        };
        outer.add(name, start, entry);
    }
    outer.read()
}

/// The keys of a table, those of its kind separate from those that every kind has.
fn of_kind<'f, P: DeserializeOwned, K: Tagged>(
    place: Place<'f>,
    table: DeTable<'f>,
) -> Result<Table<'f>> {
    let tag = table.iter().find(|(name, _)| name.get_ref() == K::KEY);
    let Some((start, value)) = tag.map(|(name, value)| (name.span().start, value.get_ref())) else {
        return Err(place.missing(K::KEY));
    };
    let named = value.as_str().unwrap_or_default();
    let Some((kind, _)) = K::KINDS.iter().find(|(kind, _)| *kind == named) else {
        let names: Vec<&str> = K::KINDS.iter().map(|(kind, _)| *kind).collect();
        let found = value
            .as_str()
            .map_or("a value that is no text".to_owned(), |named| format!("{named:?}"));
        return Err(place
            .error(K::UNKNOWN, K::KEY, start)
            .found(found)
            .expected(format!("one of {}", names.join(", "))));
    };
    let shared = keys_of::<P>();
    let of_kind = OfKind { tag: K::KEY, kind, kinds: K::KINDS, shared, meaning: K::meaning };
    let (mut all, mut own) =
        (Table::new(place), Table::new(Place { kind: Some(of_kind), ..place }));
    for (name, value) in table {
        let (name, start) = (name.get_ref().to_string(), name.span().start);
        match name.as_str() {
            tag if tag == K::KEY => (),
            key if shared.contains(&key) => all.add(name, start, Entry::Value(value)),
            key if K::ignores_key(key) && of_kind.is_of_another(key) => (),
            _ => own.add(name, start, Entry::Value(value)),
        }
    }
    all.add(K::KEY.to_owned(), start, Entry::Kind(kind, Box::new(own)));
    Ok(all)
}

/// The location of keys, for errors.
#[derive(Clone, Copy)]
struct Place<'f> {
    file: &'f DefinitionFile,
    /// The text printed before a key, such as `discover.`.
    prefix: &'static str,
    /// The kind whose keys they are; none for the keys that every kind has.
    kind: Option<OfKind>,
}

/// The kind that keys are of.
#[derive(Clone, Copy)]
struct OfKind {
    tag: &'static str,
    kind: &'static str,
    kinds: &'static [Kind],
    shared: &'static [&'static str],
    meaning: fn(&str, &str) -> &'static str,
}

impl OfKind {
    /// True for a key that other kinds read and this one does not.
    fn is_of_another(&self, key: &str) -> bool {
        !self.own().contains(&key) && self.kinds.iter().any(|(_, keys)| keys().contains(&key))
    }

    /// The keys that the kind reads.
    fn own(&self) -> &'static [&'static str] {
        self.kinds.iter().find(|(kind, _)| *kind == self.kind).map_or(&[], |(_, keys)| keys())
    }
}

impl Place<'_> {
    fn error(&self, code: &'static ErrorCode, key: &str, start: usize) -> Error {
        let (line, column) = position(&self.file.text, start);
        self.error_of(code).at_key(format!("{}{key}", self.prefix)).at_line(line, column)
    }

    fn error_of(&self, code: &'static ErrorCode) -> Error {
        Error::new(code, "reading a definition").in_file(&self.file.shown)
    }

    /// A key that is not there.
    fn missing(&self, key: &str) -> Error {
        match &self.kind {
            Some(of) => self
                .error_of(error_codes::DEFINITION_WRONG)
                .at_key(format!("{}{key}", self.prefix))
                .found(format!("{} = {:?} without it", of.tag, of.kind))
                .expected((of.meaning)(of.kind, key)),
            None => self
                .error_of(error_codes::DEFINITION_UNREADABLE)
                .at_line(1, 1)
                .found(format!("missing field `{}{key}`", self.prefix)),
        }
    }

    /// A key that is not read.
    fn unread(&self, key: &str, start: usize, known: &[&str]) -> Error {
        let Some(of) = &self.kind else { return self.unknown(key, start, known) };
        let kinds = of.kinds.iter().filter(|(_, keys)| keys().contains(&key));
        let reading: Vec<&str> = kinds.map(|(kind, _)| *kind).collect();
        if reading.is_empty() {
            return self.unknown(key, start, &[of.shared, of.own()].concat());
        }
        self.error(error_codes::DEFINITION_WRONG, key, start)
            .found(format!("a key that {} = {:?} does not read", of.tag, of.kind))
            .expected(format!("the key only with {}", reading.join(", ")))
    }

    fn unknown(&self, key: &str, start: usize, known: &[&str]) -> Error {
        let (line, column) = position(&self.file.text, start);
        let known: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
        self.error_of(error_codes::DEFINITION_UNREADABLE)
            .at_line(line, column)
            .found(format!("unknown field `{key}`, expected one of {}", known.join(", ")))
    }

    /// A value that cannot be read.
    fn wrong(&self, key: &str, start: usize, error: &toml::de::Error) -> Error {
        let (start, found) =
            (error.span().map_or(start, |span| span.start), error.message().replace('\n', " "));
        if self.kind.is_some() {
            return self.error(error_codes::DEFINITION_WRONG, key, start).found(found);
        }
        let (line, column) = position(&self.file.text, start);
        self.error_of(error_codes::DEFINITION_UNREADABLE).at_line(line, column).found(found)
    }
}
