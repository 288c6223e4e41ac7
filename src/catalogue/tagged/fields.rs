//! The keys that a definition has, obtained from the struct that they are read into.

use serde::de::value::Error as NoDefinition;
use serde::de::{Deserializer, Error, IgnoredAny, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};

/// The keys of a struct, in the order of its fields.
pub(in crate::catalogue) fn keys_of<T: for<'de> Deserialize<'de>>() -> &'static [&'static str] {
    let mut keys: &'static [&'static str] = &[];
    // This reads nothing: the struct only names its keys to the deserializer.
    let unread = T::deserialize(Keys(&mut keys)).map(|_| IgnoredAny);
    debug_assert!(unread.is_err());
    keys
}

struct Keys<'k>(&'k mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Keys<'_> {
    type Error = NoDefinition;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
        Err(NoDefinition::custom("only the names of keys are asked for"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        *self.0 = fields;
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::keys_of;
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only its keys are asked for")]
    struct Two {
        of: String,
        #[serde(rename = "target-year")]
        year: Option<u8>,
    }

    #[test]
    fn keys_are_named_as_in_files() {
        assert_eq!(keys_of::<Two>(), ["of", "target-year"]);
        assert!(keys_of::<String>().is_empty());
    }
}
