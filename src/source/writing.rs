//! Atomic writing of files: a path contains the old file or the new one, never a part of either.
//!
//! Belongs here: writing to a temporary file, replacing, removing what a dead process has left.
//! Does not belong here: what is written, and which process may write to a store (`store/lock.rs`).
//!
//! **Invariant:** the writer of a temporary file locks it for as long as it exists, so that no
//! other process removes it meanwhile.

use super::inaccessible::inaccessible;
use crate::domain::Result;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The start of the names of temporary files that are not in their place yet.
const ASIDE: &str = ".aside-";

/// How often a file is written again whose temporary copy was removed before it could be locked.
const ATTEMPTS: u32 = 3;

/// Writes a temporary file, flushes it to disk and renames it into place. Errors with `F401`.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    replace(path, bytes, None).map_err(|error| inaccessible("writing a file", path, &error))
}

/// Writes bytes to the path that a user asked for. Errors with `F401`.
///
/// A device, a pipe or a socket is written into, and a link is followed. A file that is replaced
/// keeps its mode and, where the system allows, its owner. A file with several names is overwritten
/// in place, and so is one in a read-only folder. For a file that a process has open under a number
/// (`/dev/fd/3`), the bytes are appended.
pub(crate) fn write_for_user(path: &Path, bytes: &[u8]) -> Result<()> {
    let written = match fs::metadata(path) {
        Ok(there) if there.is_file() && is_descriptor(path) => {
            File::options().append(true).open(path).and_then(|mut file| file.write_all(bytes))
        }
        Ok(there) if there.is_file() => replace_file(path, bytes, &there),
        // The system's own error reports why writing to a folder fails.
        Ok(there) if there.is_dir() => File::options().write(true).open(path).map(drop),
        Ok(there) => write_into_special(path, bytes, &there),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            replace(&end_of_links(path), bytes, None)
        }
        Err(error) => Err(error),
    };
    written.map_err(|error| inaccessible("writing a file", path, &error))
}

/// True for a path to a file that a process has open, as shells do for `> FILE`. Such a file must
/// not be replaced.
fn is_descriptor(path: &Path) -> bool {
    let is_open = |path: &Path| {
        let folder = path.parent().unwrap_or(path);
        folder.ends_with("fd") && (folder.starts_with("/dev") || folder.starts_with("/proc"))
    };
    is_open(path) || fs::read_link(path).is_ok_and(|next| is_open(&next))
}

fn replace_file(path: &Path, bytes: &[u8], there: &Metadata) -> io::Result<()> {
    let in_place = || {
        let mut file = File::options().write(true).truncate(true).open(path)?;
        file.write_all(bytes).and_then(|()| file.sync_all())
    };
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(there) > 1 {
        return in_place();
    }
    let end = fs::canonicalize(path).unwrap_or_else(|_| end_of_links(path));
    match replace(&end, bytes, Some(there)) {
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            in_place()
        }
        written => written,
    }
}

/// Writes into a path that is neither a file nor a folder, without replacing it.
fn write_into_special(path: &Path, bytes: &[u8], there: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    if std::os::unix::fs::FileTypeExt::is_socket(&there.file_type()) {
        return std::os::unix::net::UnixStream::connect(path)?.write_all(bytes);
    }
    #[cfg(not(unix))]
    let _ = there;
    // A reader that has gone away (`| head`) is not an error.
    match File::options().write(true).open(path)?.write_all(bytes) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// The target of a chain of links whose end does not exist.
fn end_of_links(path: &Path) -> PathBuf {
    const MOST: u32 = 40; // As Linux has it.
    let mut end = path.to_owned();
    for _ in 0..MOST {
        let Ok(next) = fs::read_link(&end) else { break };
        end = end.parent().map_or_else(|| next.clone(), |folder| folder.join(&next));
    }
    end
}

/// The folder that contains a file.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Replaces a file by another with those bytes; `like` is the file whose mode and owner are copied.
fn replace(path: &Path, bytes: &[u8], like: Option<&Metadata>) -> io::Result<()> {
    let mut attempts = ATTEMPTS;
    loop {
        attempts -= 1;
        match replace_once(path, bytes, like) {
            Err(error)
                if error.kind() == ErrorKind::NotFound
                    && attempts > 0
                    && folder_of(path).is_dir() => {}
            written => return written,
        }
    }
}

fn replace_once(path: &Path, bytes: &[u8], like: Option<&Metadata>) -> io::Result<()> {
    let folder = folder_of(path);
    let mut builder = tempfile::Builder::new();
    builder.prefix(ASIDE);
    #[cfg(unix)]
    // The permissions are reduced by the user's umask, as for any file. They never exceed those of
    // the replaced file.
    builder.permissions(
        like.map_or(std::os::unix::fs::PermissionsExt::from_mode(0o666), Metadata::permissions),
    );
    let mut aside = builder.tempfile_in(folder)?;
    // A file system without locks has no other writer that could know of the file either.
    let _ = aside.as_file().try_lock();
    aside.write_all(bytes)?;
    if let Some(like) = like {
        keep_mode(aside.as_file(), like)?;
    }
    aside.as_file().sync_all()?;
    aside.persist(path).map_err(|error| error.error)?;
    flush_folder(folder);
    Ok(())
}

/// Gives a file or an opened folder the mode and, where the system allows, the owner of another.
pub(crate) fn keep_mode(file: &File, like: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        // Only root may give a file to another owner.
        let _ = std::os::unix::fs::fchown(file, Some(like.uid()), Some(like.gid()));
    }
    file.set_permissions(like.permissions())
}

/// Flushes the folder, which contains the name of the file. Otherwise a power cut could undo the
/// rename. Where flushing is impossible (a folder that may not be read, a file system without it),
/// the file is in its place all the same.
pub(crate) fn flush_folder(folder: &Path) {
    #[cfg(unix)]
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    #[cfg(not(unix))]
    let _ = folder;
}

/// Removes the temporary files in a folder whose writers have died: those without a lock.
pub(super) fn clear_aside(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(ASIDE)) {
        let is_abandoned = File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok());
        if is_abandoned {
            // One that cannot be removed does no harm: nothing reads it.
            let _ = fs::remove_file(entry.path());
        }
    }
}
