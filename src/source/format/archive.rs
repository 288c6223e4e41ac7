//! Zip archives, measured before anything is read from them.
//!
//! Belongs here: telling xlsx from ods, and refusing archives that would exhaust memory or carry what no publication
//! has (passwords, paths leading out of the archive, document type declarations).
//! Does not belong here: reading sheets.
//!
//! **Invariant:** after [`inspect`] every entry is known to inflate within the limits, so that a reader may inflate it
//! again without counting.

use super::Limits;
use super::fault::{password_protected, shown, too_large, unreadable};
use super::meter::{Meter, Rules};
use super::{markup, parts};
use crate::domain::{Error, Result};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// What an archive turned out to be.
pub(super) enum Package {
    /// A workbook that calamine may open.
    Xlsx,
    /// An OpenDocument spreadsheet and its inflated content.xml.
    Ods { content: String },
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

const ODS_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Looks through the whole archive and tells what it is, or refuses it.
pub(super) fn inspect(bytes: &[u8], limits: &Limits) -> Result<Package> {
    check_entries(directory_entries(bytes), limits)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
        unreadable(format!("a zip archive that is cut short or damaged ({error})"))
            .help("download the file again and compare its size with the one stated on the publisher's page")
    })?;
    check_entries(archive.len(), limits)?;
    if archive.has_overlapping_entries().map_err(|error| damaged("?", &error))? {
        return Err(no_program_writes("archive entries that lie over one another"));
    }
    let names = entry_names(&mut archive)?;
    check_repeats(bytes, &archive, &names)?;
    let xlsx = holds(&names, "xl/workbook.xml");
    if !xlsx && !holds(&names, "content.xml") {
        return Err(no_workbook(&names));
    }
    let mut expanded = 0;
    for (index, name) in names.iter().enumerate() {
        let entry = archive.by_index(index).map_err(|error| damaged(name, &error))?;
        let compressed = entry.compressed_size();
        let rules = if xlsx { Rules::of_xlsx(name, limits) } else { Rules::of_ods(name, limits) };
        Meter { name, limits, rules, compressed, expanded: &mut expanded }.run(entry)?;
    }
    if !xlsx {
        return ods(&mut archive, &names);
    }
    let mut text_of = |path: &str| {
        let name = names.iter().find(|name| plain(name) == path)?;
        Some(entry_text(&mut archive, name))
    };
    parts::check(&mut text_of)?;
    Ok(Package::Xlsx)
}

/// An entry of an archive of several files: its name and bytes.
pub type Member = (String, Vec<u8>);

/// The entries of an archive of several files that are wanted, each of at most the size of a file, with their names.
///
/// `None` for everything that is no such archive: a workbook, a text. Errors with `F101` and `F114`.
pub fn members(bytes: &[u8], limits: &Limits, wanted: impl Fn(&str) -> bool) -> Result<Option<Vec<Member>>> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return Ok(None);
    }
    check_entries(directory_entries(bytes), limits)?;
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(None) };
    let names = entry_names(&mut archive)?;
    if holds(&names, "xl/workbook.xml") || holds(&names, "content.xml") {
        return Ok(None);
    }
    check_repeats(bytes, &archive, &names)?;
    let most = u64::try_from(limits.file_bytes).unwrap_or(u64::MAX);
    let mut found = Vec::new();
    for (index, name) in names.into_iter().enumerate().filter(|(_, name)| wanted(name)) {
        let mut entry = archive.by_index(index).map_err(|error| damaged(&name, &error))?;
        let mut content = Vec::new();
        let ratio = entry.compressed_size().saturating_mul(limits.expansion_ratio).max(1);
        entry
            .by_ref()
            .take(most.min(ratio) + 1)
            .read_to_end(&mut content)
            .map_err(|error| unreadable(format!("{} damaged ({error})", shown(&name))))?;
        let length = u64::try_from(content.len()).unwrap_or(u64::MAX);
        if length > most.min(ratio) {
            let expected = format!("at most {most}, and at most {} times what it is packed", limits.expansion_ratio);
            return Err(too_large(format!("more than {} bytes in {}", most.min(ratio), shown(&name)), expected));
        }
        found.push((name, content));
    }
    Ok(Some(found))
}

const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";

/// How many entries the directory may have, counted before memory is taken for any of them.
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
    Err(too_large(format!("{entries} entries in the archive"), format!("at most {}", limits.entries)))
}

/// Refuses two entries of one name: which of them counts depends on the program that reads them.
fn check_repeats(bytes: &[u8], archive: &Archive<'_>, names: &[String]) -> Result<()> {
    let start = usize::try_from(archive.central_directory_start()).unwrap_or(usize::MAX);
    let listed = directory_entries(bytes.get(start..).unwrap_or_default());
    let distinct: BTreeSet<String> = names.iter().map(|name| plain(name)).collect();
    if listed > distinct.len() { Err(no_program_writes("two archive entries of the same name")) } else { Ok(()) }
}

fn no_program_writes(found: impl Into<String>) -> Error {
    unreadable(found).help("no spreadsheet program writes such a file: do not use it, and check where it came from")
}

/// Names of all entries, each found harmless.
fn entry_names(archive: &mut Archive<'_>) -> Result<Vec<String>> {
    let mut names = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|error| damaged("?", &error))?;
        let name = entry.name().map_err(|error| damaged("?", &error))?.into_owned();
        if entry.encrypted() {
            return Err(password_protected());
        }
        let outside = name.split(['/', '\\']).any(|part| part == "..");
        if outside || name.starts_with(['/', '\\']) || name.contains([':', '\0']) {
            return Err(no_program_writes(format!("an archive entry with the path {}", shown(&name))));
        }
        names.push(name);
    }
    Ok(names)
}

/// A name as it is looked up: some writers use backslashes and other cases, and calamine accepts both.
pub(super) fn plain(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

fn holds(names: &[String], wanted: &str) -> bool {
    names.iter().any(|name| plain(name) == wanted.to_ascii_lowercase())
}

fn no_workbook(names: &[String]) -> Error {
    if holds(names, "xl/workbook.bin") {
        return unreadable("a binary workbook (xlsb)").help("open it in a spreadsheet program and save a copy as xlsx");
    }
    if names.iter().any(|name| name == "encrypted-package") {
        return password_protected();
    }
    let inside: Vec<String> = names.iter().take(3).map(|name| shown(name)).collect();
    let found = match inside.as_slice() {
        [] => "an empty zip archive".to_owned(),
        inside => format!("a zip archive without a workbook in it (it holds {})", inside.join(", ")),
    };
    unreadable(found).help("if it is a zip of several files, unpack it and read the files one by one")
}

fn damaged(name: &str, error: &ZipError) -> Error {
    unreadable(format!("the archive entry {} damaged ({error})", shown(name)))
}

/// Checks that an archive with content.xml is a spreadsheet open to everybody, and takes its content.
fn ods(archive: &mut Archive<'_>, names: &[String]) -> Result<Package> {
    if holds(names, "mimetype") {
        let kind = entry_text(archive, "mimetype")?;
        if !kind.trim().starts_with(ODS_TYPE) {
            return Err(unreadable(format!("an OpenDocument file of the type {}", shown(kind.trim()))));
        }
    }
    if names.iter().any(|name| name == "META-INF/manifest.xml") {
        let manifest = entry_text(archive, "META-INF/manifest.xml")?;
        // Content of an encrypted document is noise: only the manifest says why.
        if markup::holds_tag(&manifest, "manifest:encryption-data") {
            return Err(password_protected());
        }
    }
    Ok(Package::Ods { content: entry_text(archive, "content.xml")? })
}

/// The size that an entry states may be a lie: only so much is believed before it is read.
const MOST_AT_ONCE: usize = 128 * 1024 * 1024;

fn entry_text(archive: &mut Archive<'_>, name: &str) -> Result<String> {
    let mut entry = archive.by_name(name).map_err(|error| damaged(name, &error))?;
    // Known to inflate within the limits; room taken at once is not taken twice while the text grows.
    let mut text = String::with_capacity(usize::try_from(entry.size()).unwrap_or_default().min(MOST_AT_ONCE));
    entry.read_to_string(&mut text).map_err(|error| unreadable(format!("{} damaged ({error})", shown(name))))?;
    Ok(text)
}
