//! The error of a file or folder that the system does not let us read or write.
//!
//! Belongs here: that one error. Does not belong here: reading and writing (`imported`,
//! `writing`, `store`).

use crate::domain::{Error, error_codes};
use std::path::Path;

/// `F401`, with what was being done and the message of the system.
pub(super) fn inaccessible(doing: &str, path: &Path, error: &std::io::Error) -> Error {
    Error::new(error_codes::FILE_INACCESSIBLE, doing)
        .in_file(path.display().to_string())
        .found(error.to_string())
}
