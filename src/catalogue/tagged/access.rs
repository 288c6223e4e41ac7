//! The keys of a definition passed to serde one by one. Every error therefore has its key, its line
//! and the kind it belongs to.

use super::Place;
use crate::domain::{Error, Result, error_codes};
use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use std::collections::VecDeque;
use std::fmt;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};

/// The keys of a table, in the order of the file.
pub(super) struct Table<'f> {
    place: Place<'f>,
    keys: VecDeque<Key<'f>>,
    value: Option<Key<'f>>,
}

struct Key<'f> {
    name: String,
    /// Where it begins in the file.
    start: usize,
    entry: Entry<'f>,
}

/// The value of a key.
pub(super) enum Entry<'f> {
    /// A value without kinds.
    Value(Spanned<DeValue<'f>>),
    /// A table that is of a kind.
    Table(Box<Table<'f>>),
    /// The kind, with its keys.
    Kind(&'static str, Box<Table<'f>>),
}

impl<'f> Table<'f> {
    /// No keys yet.
    pub fn new(place: Place<'f>) -> Self {
        Self { place, keys: VecDeque::new(), value: None }
    }

    /// Adds a key that begins at a byte of the file.
    pub fn add(&mut self, name: String, start: usize, entry: Entry<'f>) {
        let place = self.keys.partition_point(|key| key.start < start);
        self.keys.insert(place, Key { name, start, entry });
    }

    /// Reads the definition. Errors as [`super::read`].
    pub fn read<T: DeserializeOwned>(self) -> Result<T> {
        let place = self.place;
        T::deserialize(self).map_err(|refused| place.refused(refused))
    }
}

impl Place<'_> {
    /// The error of a definition that serde refuses as one.
    fn refused(&self, refused: Refused) -> Error {
        match refused {
            Refused::Placed(error) => *error,
            Refused::Missing(key) => self.missing(key),
            Refused::Other(found) => {
                Error::new(error_codes::DEFINITION_UNREADABLE, "reading a definition")
                    .in_file(&self.file.shown)
                    .found(found)
            }
            Refused::Unknown(key, known) => self.unread(&key, 0, known),
        }
    }
}

/// Why a definition is refused, until its location is known.
#[derive(Debug)]
pub(super) enum Refused {
    Missing(&'static str),
    Unknown(String, &'static [&'static str]),
    Placed(Box<Error>),
    Other(String),
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(key) => write!(formatter, "missing field `{key}`"),
            Self::Unknown(key, _) => write!(formatter, "unknown field `{key}`"),
            Self::Placed(error) => error.fmt(formatter),
            Self::Other(message) => formatter.write_str(message),
        }
    }
}

impl std::error::Error for Refused {}

impl de::Error for Refused {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Other(message.to_string())
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Missing(field)
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self::Unknown(field.to_owned(), expected)
    }
}

impl<'de> MapAccess<'de> for Table<'de> {
    type Error = Refused;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> std::result::Result<Option<K::Value>, Refused> {
        let Some(key) = self.keys.pop_front() else { return Ok(None) };
        let name: StrDeserializer<'_, Refused> = key.name.as_str().into_deserializer();
        let read = seed.deserialize(name).map_err(|refused| match refused {
            Refused::Unknown(name, known) => {
                Refused::Placed(Box::new(self.place.unread(&name, key.start, known)))
            }
            other => other,
        });
        self.value = Some(key);
        read.map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> std::result::Result<V::Value, Refused> {
        let Some(Key { name, start, entry }) = self.value.take() else {
            return Err(Refused::Other("a value without a key".to_owned()));
        };
        match entry {
            Entry::Value(value) => seed
                .deserialize(ValueDeserializer::from(value))
                .map_err(|error| Refused::Placed(Box::new(self.place.wrong(&name, start, &error)))),
            Entry::Table(table) => seed.deserialize(*table),
            Entry::Kind(kind, table) => seed.deserialize(Variant { kind, table: *table }),
        }
    }
}

impl<'de> Deserializer<'de> for Table<'de> {
    type Error = Refused;

    fn deserialize_any<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> std::result::Result<V::Value, Refused> {
        let place = self.place;
        visitor.visit_map(self).map_err(|refused| Refused::Placed(Box::new(place.refused(refused))))
    }

    fn deserialize_option<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> std::result::Result<V::Value, Refused> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// A kind with its keys, as a variant of an enum.
struct Variant<'f> {
    kind: &'static str,
    table: Table<'f>,
}

impl<'de> Deserializer<'de> for Variant<'de> {
    type Error = Refused;

    fn deserialize_any<V: Visitor<'de>>(
        self,
        visitor: V,
    ) -> std::result::Result<V::Value, Refused> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Refused;
    type Variant = Table<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> std::result::Result<(V::Value, Table<'de>), Refused> {
        let name: StrDeserializer<'_, Refused> = self.kind.into_deserializer();
        Ok((seed.deserialize(name)?, self.table))
    }
}

impl<'de> VariantAccess<'de> for Table<'de> {
    type Error = Refused;

    fn unit_variant(self) -> std::result::Result<(), Refused> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> std::result::Result<T::Value, Refused> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> std::result::Result<V::Value, Refused> {
        self.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> std::result::Result<V::Value, Refused> {
        self.deserialize_any(visitor)
    }
}
