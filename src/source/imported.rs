//! A file of the user, read once within a size limit. The bytes that are checked, parsed and stored
//! are therefore the same.
//!
//! Symbolic links are followed, as in any program. The file is opened once, and its kind, its size
//! and its bytes are taken from the opened file. Changing a link to another file meanwhile has no
//! effect.

use super::inaccessible::inaccessible;
use crate::domain::{Error, Result, Sha256, error_codes};
use std::fs::{self, File, Metadata};
use std::io::Read;
use std::path::Path;

/// A file read from disk, with its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its name without the folders, which are private to the user.
    pub name: String,
    /// sha256 of the bytes.
    pub sha256: Sha256,
}

impl ImportedFile {
    /// A file that was fetched.
    pub fn of(bytes: Vec<u8>, name: &str) -> Self {
        Self { sha256: Sha256::digest(&bytes), bytes, name: name.to_owned() }
    }

    /// Reads a file of at most `limit` bytes. Errors with `F401` and `F114`.
    pub fn read(path: &Path, limit: usize) -> Result<Self> {
        let bytes = read_whole(path, limit)?;
        let name = path
            .file_name()
            .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        Ok(Self { sha256: Sha256::digest(&bytes), bytes, name })
    }
}

/// The text of a file of at most `limit` bytes: a table or a definition supplied by the user.
/// Errors with `F401` and `F114`.
pub fn read_text(path: &Path, limit: usize) -> Result<String> {
    text(path, read_whole(path, limit)?)
}

/// The same, or the output of another program through a pipe that the shell opened (`/dev/fd/63`).
pub fn read_text_or_pipe(path: &Path, limit: usize) -> Result<String> {
    let name = path.to_str().unwrap_or_default();
    let is_ours = |folder: &str| {
        name.strip_prefix(folder).is_some_and(|number| number.parse::<u32>().is_ok())
    };
    if is_ours("/dev/fd/") || is_ours("/proc/self/fd/") {
        let mut pipe = File::open(path).map_err(|error| inaccessible(DOING, path, &error))?;
        return read_text_of(&mut pipe, path, limit);
    }
    read_text(path, limit)
}

/// The output of another program, up to `limit` bytes; `name` identifies it in errors. Errors with
/// `F401` and `F114`.
pub fn read_text_of(input: &mut dyn Read, name: &Path, limit: usize) -> Result<String> {
    text(name, bounded(input, name, limit)?)
}

const DOING: &str = "reading a file";

fn text(path: &Path, bytes: Vec<u8>) -> Result<String> {
    let problem =
        |_| Error::new(error_codes::FILE_INACCESSIBLE, DOING).in_file(path.display().to_string());
    String::from_utf8(bytes)
        .map_err(problem)
        .map_err(|error| error.found("bytes that are not text in UTF-8"))
}

/// The bytes of a file that is neither a pipe nor a device, of at most `limit` bytes and unchanged
/// throughout.
fn read_whole(path: &Path, limit: usize) -> Result<Vec<u8>> {
    let failed = |error: std::io::Error| inaccessible(DOING, path, &error);
    // The kind is also checked before opening, because opening a device may start it.
    check_kind(path, &fs::metadata(path).map_err(failed)?)?;
    let mut file = open(path).map_err(failed)?;
    let before = file.metadata().map_err(failed)?;
    check_kind(path, &before)?;
    let length = usize::try_from(before.len()).unwrap_or(usize::MAX);
    check_size(path, length, limit)?;
    let bytes = bounded(&mut file, path, limit)?;
    let after = file.metadata().map_err(failed)?;
    if bytes.len() != length || before.modified().ok() != after.modified().ok() {
        return Err(Error::new(error_codes::FILE_INACCESSIBLE, DOING)
            .in_file(path.display().to_string())
            .found("a file that was being written to meanwhile")
            .help("wait for the download or the other program to finish, then read it again"));
    }
    Ok(bytes)
}

/// The content of a reader, up to `limit` bytes.
fn bounded(reader: &mut dyn Read, path: &Path, limit: usize) -> Result<Vec<u8>> {
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    reader.take(most).read_to_end(&mut bytes).map_err(|error| inaccessible(DOING, path, &error))?;
    match bytes.len() > limit {
        true => Err(too_large(path, format!("more than {limit} bytes"), limit)),
        false => Ok(bytes),
    }
}

/// Opens a file without waiting. A pipe in its place would otherwise block until another process
/// writes into it.
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
    let found = if metadata.is_dir() {
        "a folder"
    } else {
        "something that is not a file, such as a pipe or a device"
    };
    Err(Error::new(error_codes::FILE_INACCESSIBLE, DOING)
        .in_file(path.display().to_string())
        .found(found))
}

fn check_size(path: &Path, length: usize, limit: usize) -> Result<()> {
    if length <= limit { Ok(()) } else { Err(too_large(path, format!("{length} bytes"), limit)) }
}

fn too_large(path: &Path, found: String, limit: usize) -> Error {
    Error::new(error_codes::TOO_LARGE, DOING)
        .in_file(path.display().to_string())
        .found(found)
        .expected(format!("at most {limit}"))
}
