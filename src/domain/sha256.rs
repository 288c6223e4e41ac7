//! The sha256 of a file, which distinguishes its bytes from those of any other.

use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::Digest;

/// A sha256, printed and stored as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
#[schemars(with = "String")]
pub struct Sha256([u8; Self::BYTES]);

impl Sha256 {
    const BYTES: usize = 32;

    /// The sha256 of bytes.
    pub fn digest(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// The sha256 of several texts, concatenated.
    pub fn of_texts<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut digest = sha2::Sha256::new();
        texts.for_each(|text| digest.update(text));
        Self(digest.finalize().into())
    }

    /// Reads 64 lower-case hexadecimal digits; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; Self::BYTES];
        let is_lower_case = !text.bytes().any(|byte| byte.is_ascii_uppercase());
        (is_lower_case && hex::decode_to_slice(text, &mut bytes).is_ok()).then_some(Self(bytes))
    }

    /// The first digits of the sha256, out of 64.
    pub fn start(&self, digits: usize) -> String {
        let mut text = hex::encode(self.0);
        text.truncate(digits);
        text
    }

    /// True if the digits begin with these.
    pub fn starts_with(&self, digits: &str) -> bool {
        self.to_string().starts_with(digits)
    }
}

impl std::fmt::Display for Sha256 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl std::fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\"{self}\"")
    }
}

impl Serialize for Sha256 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Sha256 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || {
            D::Error::custom(format!(
                "{text:?}, expected a sha256: 64 lower-case hexadecimal digits"
            ))
        };
        Self::parse(&text).ok_or_else(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::Sha256;

    /// FIPS 180-4, example of the message `abc`.
    const OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn its_text_is_read_back() {
        let hash = Sha256::digest(b"abc");
        assert_eq!(hash.to_string(), OF_ABC);
        assert_eq!(Sha256::parse(OF_ABC), Some(hash));
        assert_eq!(hash.start(8), "ba7816bf");
        assert!(hash.starts_with("ba78") && !hash.starts_with("BA78"));
        assert_eq!(serde_json::to_string(&hash).unwrap(), format!("{OF_ABC:?}"));
        assert_eq!(serde_json::from_str::<Sha256>(&format!("{OF_ABC:?}")).unwrap(), hash);
    }

    #[test]
    fn anything_else_is_refused() {
        for wrong in [
            "",
            "abc",
            &OF_ABC[1..],
            &OF_ABC.to_uppercase(),
            &OF_ABC.replace('b', "x"),
            &format!("{OF_ABC}0"),
        ] {
            assert_eq!(Sha256::parse(wrong), None, "{wrong:?}");
        }
    }
}
