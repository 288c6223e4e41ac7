//! An entry of a zip archive, whatever the archive is of.
//!
//! Belongs here: the archive's type, the name by which an entry is looked up, the error of a
//! damaged one. Does not belong here: which archives are refused (`archive`), measuring an entry
//! (`meter`).

use super::fault::{shown, unreadable};
use crate::domain::Error;
use std::io::Cursor;
use zip::ZipArchive;
use zip::result::ZipError;

/// An archive of bytes in memory.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// A name as it is looked up: some writers use backslashes and other cases, and calamine accepts
/// both.
pub(super) fn plain(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

/// `F101` for an entry that cannot be read.
pub(super) fn damaged(name: &str, error: &ZipError) -> Error {
    unreadable(format!("the archive entry {} damaged ({error})", shown(name)))
}
