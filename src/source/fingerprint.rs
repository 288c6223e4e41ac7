//! What tells the bytes of one file from those of another: their sha256, as text.
//!
//! Belongs here: making one, and telling one from other texts. Does not belong here: what is
//! known by it, which `store` keeps.

use sha2::{Digest, Sha256};

/// The sha256 of bytes, in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// True for a text that may be one.
pub(super) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
