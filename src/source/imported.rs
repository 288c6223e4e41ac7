//! A file that the user has, read once: the bytes that are checked, parsed and kept are the same.
//!
//! Symbolic links are followed, as by any program. The file is opened once, and its kind, its size and its bytes are
//! taken from what was opened: a link that is turned to another file meanwhile changes nothing here.

use super::store::{inaccessible, sha256};
use crate::domain::{Error, Result, error_codes};
use std::fs::{self, File, Metadata};
use std::io::Read;
use std::path::Path;

/// A file read from disk, with its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its name without the folders, which are nobody's business.
    pub name: String,
    /// sha256 of the bytes.
    pub sha256: String,
}

impl ImportedFile {
    /// A file that was fetched.
    pub fn of(bytes: Vec<u8>, name: &str) -> Self {
        let sha256 = sha256(&bytes);
        Self { bytes, name: name.to_owned(), sha256 }
    }

    /// Reads a file of at most `limit` bytes. Errors with `F401` and `F114`.
    pub fn read(path: &Path, limit: usize) -> Result<Self> {
        let failed = |error: std::io::Error| inaccessible("reading a file", path, &error);
        // Looked at before it is opened as well: opening a device may set it to work.
        check_kind(path, &fs::metadata(path).map_err(failed)?)?;
        let mut file = open(path).map_err(failed)?;
        let before = file.metadata().map_err(failed)?;
        check_kind(path, &before)?;
        let length = usize::try_from(before.len()).unwrap_or(usize::MAX);
        check_size(path, length, limit)?;
        let mut bytes = Vec::with_capacity(length);
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        file.by_ref().take(most).read_to_end(&mut bytes).map_err(failed)?;
        check_size(path, bytes.len(), limit)?;
        let after = file.metadata().map_err(failed)?;
        if bytes.len() != length || before.modified().ok() != after.modified().ok() {
            return Err(Error::new(error_codes::FILE_INACCESSIBLE, "reading a file")
                .in_file(path.display().to_string())
                .found("a file that was being written to meanwhile")
                .help("wait for the download or the other program to finish, then import it again"));
        }
        let name =
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        let sha256 = sha256(&bytes);
        Ok(Self { bytes, name, sha256 })
    }
}

/// Opens a file without waiting: a pipe in its place would else keep us until somebody writes into it.
fn open(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    options.open(path)
}

fn check_kind(path: &Path, metadata: &Metadata) -> Result<()> {
    if metadata.is_file() {
        return Ok(());
    }
    let found = if metadata.is_dir() { "a folder" } else { "something that is not a file, such as a pipe or a device" };
    Err(Error::new(error_codes::FILE_INACCESSIBLE, "reading a file").in_file(path.display().to_string()).found(found))
}

fn check_size(path: &Path, length: usize, limit: usize) -> Result<()> {
    if length <= limit {
        return Ok(());
    }
    Err(Error::new(error_codes::TOO_LARGE, "reading a file")
        .in_file(path.display().to_string())
        .found(format!("{length} bytes"))
        .expected(format!("at most {limit}")))
}
