//! An entry of a zip archive of any kind.
//!
//! Belongs here: the archive's type, the name used to look up an entry, the error for a damaged
//! one. Does not belong here: which archives are refused (`archive`), measuring an entry (`meter`).

use super::fault::{shown, unreadable};
use crate::domain::Error;
use std::io::Cursor;
use zip::ZipArchive;
use zip::result::ZipError;

/// An archive of bytes in memory.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// A name in the form used for look-ups. Some programs write backslashes and different letter case,
/// and calamine accepts both.
pub(super) fn plain(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

/// `F101` for an entry that cannot be read.
pub(super) fn damaged(name: &str, error: &ZipError) -> Error {
    unreadable(format!("the archive entry {} damaged ({error})", shown(name)))
}
