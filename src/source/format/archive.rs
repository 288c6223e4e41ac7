//! Zip archives, measured before anything is read from them.
//!
//! Belongs here: distinguishing xlsx from ods, and refusing archives that would exhaust memory.
//! Also refused is content that no publication has: passwords, paths leading out of the archive,
//! document type declarations. Does not belong here: reading sheets.
//!
//! **Invariant:** after [`inspect`], every entry is known to inflate within the limits, so a reader
//! may inflate it again without counting. The largest parts of an xlsx file are exceptions; they
//! are measured as they are read (`stream`). The zip crate lets no entry inflate to more than its
//! stated size. The total size of an archive inside an archive is therefore known in advance.

use super::Limits;
use super::entry::{Archive, damaged, plain};
use super::fault::{check_name, password_protected, shown, too_large, unreadable};
use super::meter::{Meter, Rules};
use super::xlsx::Parts;
use crate::domain::{Error, Result};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The kind of an archive.
pub(super) enum Package<'a> {
    /// The parts of an Office Open XML workbook.
    Xlsx(Box<Parts<'a>>),
    /// An OpenDocument spreadsheet and its inflated content.xml.
    Ods { content: String, styles: String },
}

const ODS_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Examines the entire archive and returns its kind, or refuses it.
pub(super) fn inspect<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Package<'a>> {
    check_entries(directory_entries(bytes), limits)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
        unreadable(format!("a zip archive that is cut short or damaged ({error})")).help(
            "download the file again and compare its size with the one stated on the publisher's \
             page",
        )
    })?;
    check_entries(archive.len(), limits)?;
    if archive.has_overlapping_entries().map_err(|error| damaged("?", &error))? {
        return Err(no_program_writes("archive entries that lie over one another"));
    }
    let names = entry_names(&mut archive, limits)?;
    check_repeats(bytes, &archive, &names)?;
    let xlsx = is_xlsx(&mut archive, &names);
    if !xlsx && !holds(&names, "content.xml") {
        return Err(no_workbook(&names));
    }
    if !xlsx {
        return ods(&mut archive, &names, limits);
    }
    let mut expanded = 0;
    for (index, name) in names.iter().enumerate() {
        // These parts are measured as they are read.
        if is_streamed(&plain(name)) {
            continue;
        }
        let entry = archive.by_index(index).map_err(|error| damaged(name, &error))?;
        let compressed = entry.compressed_size();
        let rules = Rules::of_xlsx();
        Meter { name, limits, rules, compressed, expanded: &mut expanded }.run(entry)?;
    }
    Ok(Package::Xlsx(Box::new(Parts::new(archive, &names, limits))))
}

/// True for an Office Open XML workbook, wherever its parts are in the archive.
fn is_xlsx(archive: &mut Archive<'_>, names: &[String]) -> bool {
    const TYPES: &str = "[Content_Types].xml";
    const LONGEST: u64 = 1024 * 1024;
    const WORKBOOKS: [&str; 3] =
        ["sheet.main+xml", "sheet.macroEnabled.main+xml", "template.main+xml"];
    if holds(names, "xl/workbook.xml") {
        return true;
    }
    let mut types = Vec::new();
    let read = archive
        .by_name(TYPES)
        .ok()
        .and_then(|entry| entry.take(LONGEST).read_to_end(&mut types).ok());
    let types = String::from_utf8_lossy(&types);
    read.is_some()
        && types.contains("spreadsheetml")
        && WORKBOOKS.iter().any(|kind| types.contains(kind))
}

/// True for the parts of an xlsx file that contain most of its bytes: worksheets, texts, and
/// styles.
fn is_streamed(path: &str) -> bool {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    folder.ends_with("worksheets") || matches!(file, "sharedstrings.xml" | "styles.xml")
}

/// An archive of several files, such as all downloads of a page; each file is read separately.
pub struct Members<'a> {
    archive: ZipArchive<Cursor<Cow<'a, [u8]>>>,
    names: Vec<String>,
    /// The limits, including the maximum size of one file.
    limits: Limits,
    /// Remaining bytes for all files together, and for the inflated content of those that are
    /// archives.
    left: u64,
    unpacked_left: u64,
}

impl<'a> Members<'a> {
    /// Opens an archive; `None` for anything that is not an archive of files: a workbook, a text.
    ///
    /// Errors with `F101` and `F114`.
    pub fn open(bytes: impl Into<Cow<'a, [u8]>>, limits: &Limits) -> Result<Option<Self>> {
        let bytes = bytes.into();
        if !bytes.starts_with(b"PK\x03\x04") {
            return Ok(None);
        }
        check_entries(directory_entries(&bytes), limits)?;
        let names = {
            let Ok(mut archive) = ZipArchive::new(Cursor::new(&*bytes)) else { return Ok(None) };
            let names = entry_names(&mut archive, limits)?;
            if is_document(&names) {
                return Ok(None);
            }
            check_repeats(&bytes, &archive, &names)?;
            names
        };
        let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(None) };
        let mut members =
            Self { archive, names, limits: limits.clone(), left: 0, unpacked_left: 0 };
        let files = members.names().len();
        if files > limits.members {
            return Err(too_large(
                format!("{files} files in the archive"),
                format!("at most {}", limits.members),
            ));
        }
        members.begin_anew();
        Ok(Some(members))
    }

    /// Resets the limits, so that all files may be read once more.
    pub fn begin_anew(&mut self) {
        self.left = u64::try_from(self.limits.file_bytes).unwrap_or(u64::MAX).saturating_mul(2);
        self.unpacked_left = self.limits.expanded_bytes.saturating_mul(2);
    }

    /// The original bytes of the archive.
    pub fn into_bytes(self) -> Vec<u8> {
        self.archive.into_inner().into_inner().into_owned()
    }

    /// Names of the files in the archive, with their folders, without files left by an operating
    /// system.
    pub fn names(&self) -> Vec<String> {
        self.names.iter().filter(|name| !is_left_behind(name)).cloned().collect()
    }

    /// The bytes of a file in the archive. Errors with `F101` if it is damaged. Errors with `F114`
    /// if it exceeds the size limit of a file, or if all files read so far exceed twice that limit.
    /// The inflated sizes of archives among them are limited in the same way.
    pub fn read(&mut self, name: &str) -> Result<Vec<u8>> {
        let mut entry = self.archive.by_name(name).map_err(|error| damaged(name, &error))?;
        let file = u64::try_from(self.limits.file_bytes).unwrap_or(u64::MAX).min(self.left);
        let packed = entry.compressed_size().saturating_mul(self.limits.expansion_ratio).max(1);
        let most = file.min(packed);
        let mut content = Vec::new();
        entry
            .by_ref()
            .take(most + 1)
            .read_to_end(&mut content)
            .map_err(|error| unreadable(format!("{} damaged ({error})", shown(name))))?;
        let length = u64::try_from(content.len()).unwrap_or(u64::MAX);
        if length > most {
            let expected = format!(
                "at most {file}, and at most {} times what it is packed",
                self.limits.expansion_ratio
            );
            return Err(too_large(format!("more than {most} bytes in {}", shown(name)), expected));
        }
        self.left -= length;
        let unpacked = unpacked(&content, &self.limits)?;
        self.unpacked_left = self.unpacked_left.checked_sub(unpacked).ok_or_else(|| {
            let most = self.limits.expanded_bytes.saturating_mul(2);
            too_large(
                format!("files of more than {most} bytes in the archive, once they are unpacked"),
                "the contents of a publication",
            )
        })?;
        Ok(content)
    }
}

/// The stated inflated size of all entries, for a file that is an archive; 0 for other files.
fn unpacked(bytes: &[u8], limits: &Limits) -> Result<u64> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return Ok(0);
    }
    check_entries(directory_entries(bytes), limits)?;
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(0) };
    let sizes =
        (0..archive.len()).map(|index| archive.by_index_raw(index).map_or(0, |entry| entry.size()));
    Ok(sizes.fold(0, u64::saturating_add))
}

/// True for a workbook or another document that is itself an archive.
fn is_document(names: &[String]) -> bool {
    ["[content_types].xml", "xl/workbook.xml", "content.xml", "mimetype", "encrypted-package"]
        .iter()
        .any(|part| holds(names, part))
        || names.iter().any(|name| plain(name).ends_with(".iwa"))
}

/// True for a folder, an operating system's own file, and lock files that spreadsheet programs
/// create next to an open file: `~$name.xlsx`, `.~lock.name.ods#`.
pub fn is_left_behind(name: &str) -> bool {
    let path = plain(name);
    let file = path.rsplit('/').next().unwrap_or_default();
    let is_lock = file.starts_with("~$") || (file.starts_with(".~lock.") && file.ends_with('#'));
    let is_of_system =
        path.starts_with("__macosx/") || file.starts_with("._") || SYSTEM_FILES.contains(&file);
    file.is_empty() || is_lock || is_of_system
}

const SYSTEM_FILES: [&str; 3] = [".ds_store", "thumbs.db", "desktop.ini"];

const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";

/// An upper bound for the number of entries in the directory, counted before memory is allocated
/// for any of them.
fn directory_entries(bytes: &[u8]) -> usize {
    bytes
        .split(|&byte| byte == DIRECTORY_ENTRY[0])
        .skip(1)
        .filter(|rest| rest.starts_with(&DIRECTORY_ENTRY[1..]))
        .count()
}

fn check_entries(entries: usize, limits: &Limits) -> Result<()> {
    if entries <= limits.entries {
        return Ok(());
    }
    Err(too_large(
        format!("{entries} entries in the archive"),
        format!("at most {}", limits.entries),
    ))
}

/// Refuses two entries with one name, because programs differ in which of them they read.
fn check_repeats(bytes: &[u8], archive: &Archive<'_>, names: &[String]) -> Result<()> {
    let start = usize::try_from(archive.central_directory_start()).unwrap_or(usize::MAX);
    let listed = directory_entries(bytes.get(start..).unwrap_or_default());
    let distinct: BTreeSet<String> = names.iter().map(|name| plain(name)).collect();
    if listed > distinct.len() {
        Err(no_program_writes("two archive entries of the same name"))
    } else {
        Ok(())
    }
}

pub(super) fn no_program_writes(found: impl Into<String>) -> Error {
    unreadable(found).help(
        "no spreadsheet program writes such a file: do not use it, and check where it came from",
    )
}

/// Names of all entries, each checked to be harmless.
fn entry_names(archive: &mut Archive<'_>, limits: &Limits) -> Result<Vec<String>> {
    let mut names = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|error| damaged("?", &error))?;
        let name = entry.name().map_err(|error| damaged("?", &error))?.into_owned();
        if entry.encrypted() {
            return Err(password_protected());
        }
        check_name("an archive entry with a path", &name, limits)?;
        let outside = name.split(['/', '\\']).any(|part| part == "..");
        if outside || name.starts_with(['/', '\\']) || name.contains([':', '\0']) {
            return Err(no_program_writes(format!(
                "an archive entry with the path {}",
                shown(&name)
            )));
        }
        names.push(name);
    }
    Ok(names)
}

fn holds(names: &[String], wanted: &str) -> bool {
    names.iter().any(|name| plain(name) == wanted.to_ascii_lowercase())
}

fn no_workbook(names: &[String]) -> Error {
    if holds(names, "xl/workbook.bin") {
        return unreadable("a binary workbook (xlsb)")
            .help("open it in a spreadsheet program and save a copy as xlsx");
    }
    if names.iter().any(|name| name == "encrypted-package") {
        return password_protected();
    }
    if names.iter().any(|name| plain(name).ends_with(".iwa")) || holds(names, "index.zip") {
        return unreadable("an Apple Numbers document")
            .help("open it in Numbers and export it as Excel (xlsx) or csv");
    }
    let others = [
        ("word/document.xml", "a Word document"),
        ("ppt/presentation.xml", "a PowerPoint presentation"),
    ];
    if let Some((_, kind)) = others.into_iter().find(|(part, _)| holds(names, part)) {
        return unreadable(kind)
            .help("look on the publisher's page for the same tables as xlsx, ods or csv");
    }
    let inside: Vec<String> = names.iter().take(3).map(|name| shown(name)).collect();
    let found = match inside.as_slice() {
        [] => "an empty zip archive".to_owned(),
        inside => {
            format!("a zip archive without a workbook in it (it holds {})", inside.join(", "))
        }
    };
    unreadable(found)
        .help("if it is a zip of several files, unpack it and read the files one by one")
}

/// Checks that an archive with content.xml is a spreadsheet without a password, and reads its
/// content and its common styles. Pictures and settings are never read, so nothing in them can do
/// harm.
fn ods<'a>(archive: &mut Archive<'_>, names: &[String], limits: &Limits) -> Result<Package<'a>> {
    let mut expanded = 0;
    let mut text_of = |path: &str| {
        let name = names.iter().find(|name| plain(name) == path)?;
        Some(measured_text(archive, name, limits, &mut expanded))
    };
    if let Some(kind) = text_of("mimetype").transpose()?
        && !kind.trim().starts_with(ODS_TYPE)
    {
        return Err(unreadable(format!("an OpenDocument file of the type {}", shown(kind.trim()))));
    }
    // Content of an encrypted document looks random; only the manifest gives the reason.
    if text_of("meta-inf/manifest.xml")
        .transpose()?
        .is_some_and(|manifest| manifest.contains("encryption-data"))
    {
        return Err(password_protected());
    }
    let content = text_of("content.xml").transpose()?.unwrap_or_default();
    let styles = text_of("styles.xml").transpose()?.unwrap_or_default();
    Ok(Package::Ods { content, styles })
}

/// The text of an entry of an ods file, measured during inflation.
fn measured_text(
    archive: &mut Archive<'_>,
    name: &str,
    limits: &Limits,
    expanded: &mut u64,
) -> Result<String> {
    let entry = archive.by_name(name).map_err(|error| damaged(name, &error))?;
    let compressed = entry.compressed_size();
    let room = usize::try_from(entry.size()).unwrap_or_default().min(MOST_AT_ONCE);
    let mut kept = Kept { entry, bytes: Vec::with_capacity(room) };
    Meter { name, limits, rules: Rules::of_ods(name, limits), compressed, expanded }
        .run(&mut kept)?;
    String::from_utf8(kept.bytes)
        .map_err(|_| unreadable(format!("the part {} is not text in UTF-8", shown(name))))
}

/// Stores what is read from an entry.
struct Kept<R> {
    entry: R,
    bytes: Vec<u8>,
}

impl<R: Read> Read for Kept<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.entry.read(buffer)?;
        self.bytes.extend_from_slice(&buffer[..read]);
        Ok(read)
    }
}

/// The size that an entry states may be false, so only this much memory is reserved in advance.
const MOST_AT_ONCE: usize = 128 * 1024 * 1024;
