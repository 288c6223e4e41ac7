//! The two refusals of this module, and the protection against libraries that may panic.
//!
//! Belongs here: the wording of a refusal. Does not belong here: when to refuse.
//!
//! **Invariant:** text taken from the file appears in a message quoted, escaped and shortened.

use super::Limits;
/// Text from the file, made safe for a message.
pub(super) use crate::domain::quoted as shown;
use crate::domain::{Error, Result, error_codes};

/// `F101`: the bytes differ from what they should be.
pub(super) fn unreadable(found: impl Into<String>) -> Error {
    Error::new(error_codes::FILE_UNREADABLE, "opening the file")
        .found(found)
        .expected("a whole workbook (xlsx, ods or xls) or a csv file")
}

/// `F114`: there are too many bytes, or they would become too many.
pub(super) fn too_large(found: impl Into<String>, expected: impl Into<String>) -> Error {
    Error::new(error_codes::TOO_LARGE, "opening the file").found(found).expected(expected)
}

/// `F114` for a name inside a file, or a code that is compared like one, that is longer than any
/// program writes.
pub(super) fn check_name(what: &str, name: &str, limits: &Limits) -> Result<()> {
    if name.len() <= limits.name_bytes {
        return Ok(());
    }
    let expected = format!("at most {}", limits.name_bytes);
    Err(too_large(format!("{what} of {} bytes, {}", name.len(), shown(name)), expected))
}

/// `F101` for a workbook that only its owner can open.
pub(super) fn password_protected() -> Error {
    unreadable("a workbook protected by a password").help(
        "open it in a spreadsheet program. If that asks for no password, the workbook has Excel's \
         standard password (VelvetSweatshop), which guards against changes alone: take the \
         protection of the workbook off, save it anew as xlsx, and import that. If it asks for \
         one, ask the publisher for a copy without",
    )
}

/// Runs a library on untrusted bytes and turns a panic into `F101`.
pub(super) fn catch_panic<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    // The values that the closure borrowed are not used again after a panic, because the workbook
    // is dropped with the error.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(unreadable("content so damaged that the reader gave up")))
}
