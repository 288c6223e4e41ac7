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
use super::markup;
use crate::domain::{Error, Result};
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
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
        unreadable(format!("a zip archive that is cut short or damaged ({error})"))
            .help("download the file again and compare its size with the one stated on the publisher's page")
    })?;
    if archive.len() > limits.entries {
        return Err(too_large(
            format!("{} entries in the archive", archive.len()),
            format!("at most {}", limits.entries),
        ));
    }
    let names = entry_names(&mut archive)?;
    let xlsx = holds(&names, "xl/workbook.xml");
    if !xlsx && !holds(&names, "content.xml") {
        return Err(no_workbook(&names));
    }
    let mut expanded = 0;
    for (index, name) in names.iter().enumerate() {
        let entry = archive.by_index(index).map_err(|error| damaged(name, &error))?;
        let compressed = entry.compressed_size();
        Meter { name, limits, rules: Rules::of(name, xlsx, limits), compressed, expanded: &mut expanded }.run(entry)?;
    }
    if xlsx { Ok(Package::Xlsx) } else { ods(&mut archive, &names) }
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
            return Err(unreadable(format!("an archive entry with the path {}", shown(&name)))
                .help("no spreadsheet program writes such a file: do not use it, and check where it came from"));
        }
        names.push(name);
    }
    Ok(names)
}

fn holds(names: &[String], wanted: &str) -> bool {
    // Some writers use backslashes and other cases; calamine accepts both.
    names.iter().any(|name| name.replace('\\', "/").eq_ignore_ascii_case(wanted))
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

fn entry_text(archive: &mut Archive<'_>, name: &str) -> Result<String> {
    let mut entry = archive.by_name(name).map_err(|error| damaged(name, &error))?;
    let mut text = String::new();
    entry.read_to_string(&mut text).map_err(|error| unreadable(format!("{} damaged ({error})", shown(name))))?;
    Ok(text)
}

/// What is checked in an entry besides its size.
#[derive(Clone, Copy)]
struct Rules {
    /// It is XML: no zero bytes, no document type declaration.
    markup: bool,
    /// Most tags it may have.
    tags: Option<u64>,
    /// It is the table of texts, which announces how many it holds.
    shared_texts: bool,
}

impl Rules {
    fn of(name: &str, xlsx: bool, limits: &Limits) -> Self {
        let path = name.replace('\\', "/").to_ascii_lowercase();
        let file = path.rsplit('/').next().unwrap_or(&path);
        let markup = path.ends_with(".xml") || path.ends_with(".rels");
        let shared_texts = xlsx && file == "sharedstrings.xml";
        let tags = match file {
            _ if !xlsx || !markup => None,
            "styles.xml" => Some(limits.style_tags),
            // Worksheets are read as a stream and stop at the limits for cells.
            _ if path.starts_with("xl/worksheets/") && !shared_texts => None,
            _ => Some(limits.tags),
        };
        Self { markup, tags, shared_texts }
    }
}

/// A sink that counts what an entry inflates to and stops at the limits.
struct Meter<'m> {
    name: &'m str,
    limits: &'m Limits,
    rules: Rules,
    compressed: u64,
    expanded: &'m mut u64,
}

/// Bytes kept from one block to the next, so that nothing hides across their border.
const OVERLAP: usize = 256;
const BLOCK: usize = 64 * 1024;

impl Meter<'_> {
    fn run(mut self, mut entry: impl Read) -> Result<()> {
        let mut window = vec![0; OVERLAP + BLOCK];
        let (mut kept, mut own, mut tags) = (0, 0, 0);
        loop {
            let read = entry
                .read(&mut window[kept..])
                .map_err(|error| unreadable(format!("the archive entry {} damaged ({error})", shown(self.name))))?;
            own += read as u64;
            self.count(read as u64, own)?;
            let held = kept + read;
            if self.rules.markup {
                self.markup(&window[..held], read == 0)?;
            }
            if let Some(most) = self.rules.tags {
                tags += window[kept..held].iter().filter(|&&byte| byte == b'<').count() as u64;
                if tags > most {
                    return Err(self.too_large(format!("more than {most} tags")));
                }
            }
            if read == 0 {
                return Ok(());
            }
            let keep = held.min(OVERLAP);
            window.copy_within(held - keep..held, 0);
            kept = keep;
        }
    }

    fn count(&mut self, read: u64, own: u64) -> Result<()> {
        // Small parts may well be blank; only a large one is worth suspecting.
        const UNSUSPICIOUS: u64 = 1024 * 1024;
        *self.expanded += read;
        if *self.expanded > self.limits.expanded_bytes {
            return Err(self.too_large(format!("more than {} bytes in all", self.limits.expanded_bytes)));
        }
        let ratio = self.limits.expansion_ratio;
        if own > UNSUSPICIOUS && own > self.compressed.saturating_mul(ratio) {
            return Err(self.too_large(format!("more than {ratio} times its size")));
        }
        Ok(())
    }

    fn markup(&self, window: &[u8], last: bool) -> Result<()> {
        if window.contains(&0) {
            return Err(unreadable(format!("the part {} is not text in UTF-8", shown(self.name))));
        }
        if window.contains(&b'!') && window.windows(4).any(|four| matches!(four, b"<!DO" | b"<!EN" | b"<!do" | b"<!en"))
        {
            return Err(unreadable(format!("a document type or entity declaration in the part {}", shown(self.name)))
                .help(
                    "no spreadsheet program writes one; it is a known way to exhaust memory, so the file is refused",
                ));
        }
        if self.rules.shared_texts { self.announced_texts(window, last) } else { Ok(()) }
    }

    /// Refuses an announcement of more texts than can be there: memory for them would be set aside at once.
    fn announced_texts(&self, window: &[u8], last: bool) -> Result<()> {
        const NEEDLE: &[u8] = b"uniqueCount";
        let most = self.rules.tags.unwrap_or(u64::MAX);
        for at in 0..window.len().saturating_sub(NEEDLE.len()) {
            let Some(rest) = window[at..].strip_prefix(NEEDLE) else { continue };
            // At the end of a block the number may be cut; it is looked at again, whole, in the next.
            if !last && rest.len() < OVERLAP / 2 {
                continue;
            }
            let digits: Vec<u8> =
                rest.iter().copied().skip_while(|byte| b" \t\r\n=\"'".contains(byte)).take(20).collect();
            let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let number = std::str::from_utf8(&digits[..length]).ok().and_then(|digits| digits.parse::<u64>().ok());
            if number.is_none_or(|number| number > most) {
                return Err(self.too_large(format!("more than {most} texts announced")));
            }
        }
        Ok(())
    }

    fn too_large(&self, found: String) -> Error {
        too_large(format!("the archive entry {} with {found}", shown(self.name)), "the contents of a publication")
    }
}
