//! The measuring of one entry of a zip archive, as it inflates.
//!
//! Belongs here: how large, how dense in markup and how long in one piece an entry may be, by what reads it later.
//! Does not belong here: which entries there are (`archive`), where a workbook says its parts are (`parts`).
//!
//! **Invariant:** no more of an entry than one block is held here; what passes can be read again without counting.

use super::Limits;
use super::archive::plain;
use super::fault::{shown, too_large, unreadable};
use crate::domain::{Error, Result};
use std::io::Read;

/// What is checked in an entry besides its size.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    /// It is XML: no zero bytes, no document type declaration.
    markup: bool,
    /// Most bytes and most tags it may have, because its reader holds it whole.
    held: Option<(u64, u64)>,
    /// It is the table of texts, which announces how many it holds.
    shared_texts: bool,
    /// Its reader holds one tag, or the text of one cell, at a time.
    in_pieces: bool,
}

impl Rules {
    /// The rules for an entry of an xlsx file; `parts` has found that these are the paths that are read.
    pub(super) fn of_xlsx(name: &str, limits: &Limits) -> Self {
        let path = plain(name);
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        let markup = path.ends_with(".xml") || path.ends_with(".rels");
        let shared_texts = folder == "xl" && file == "sharedstrings.xml";
        let held = match (folder, file) {
            _ if shared_texts => Some((limits.part_bytes, limits.text_tags)),
            // The order of calculation has a tag for each formula and is not read.
            ("xl", "calcchain.xml") => None,
            ("xl" | "xl/_rels" | "xl/theme" | "_rels", _) => Some((limits.part_bytes, limits.part_tags)),
            _ => None,
        };
        Self { markup, held, shared_texts, in_pieces: shared_texts || folder == "xl/worksheets" }
    }

    /// The rules for an entry of an ods file that is read.
    pub(super) fn of_ods(name: &str, limits: &Limits) -> Self {
        let is_content = plain(name) == "content.xml";
        let bytes = if is_content { limits.content_bytes } else { limits.part_bytes };
        Self { markup: is_content, held: Some((bytes, u64::MAX)), shared_texts: false, in_pieces: false }
    }
}

/// The longest stretches of markup that a reader gathers in one piece.
#[derive(Default)]
struct Pieces {
    in_tag: bool,
    /// Bytes of the tag so far.
    tag: usize,
    /// Bytes of text since the last cell, row or shared text began.
    text: usize,
    /// The first letters of the tag's name.
    name: Vec<u8>,
    named: bool,
}

impl Pieces {
    /// Goes on with these bytes and returns the longest piece met in them.
    fn longest(&mut self, bytes: &[u8]) -> usize {
        let mut longest = 0;
        for &byte in bytes {
            match byte {
                b'<' => {
                    (self.in_tag, self.tag, self.named) = (true, 0, false);
                    self.name.clear();
                }
                b'>' => {
                    self.end_name();
                    self.in_tag = false;
                }
                _ if self.in_tag => {
                    self.tag += 1;
                    longest = longest.max(self.tag);
                    if !self.named {
                        self.name_goes_on(byte);
                    }
                }
                _ => {
                    self.text += 1;
                    longest = longest.max(self.text);
                }
            }
        }
        longest
    }

    fn name_goes_on(&mut self, byte: u8) {
        const LONGEST_PREFIX: usize = 16;
        match byte {
            // The prefix of a namespace says nothing here.
            b':' => self.name.clear(),
            b' ' | b'\t' | b'\r' | b'\n' | b'/' => self.end_name(),
            _ if self.name.len() == LONGEST_PREFIX => self.named = true,
            _ => self.name.push(byte),
        }
    }

    fn end_name(&mut self) {
        if !self.named && matches!(self.name.as_slice(), b"c" | b"row" | b"si") {
            self.text = 0;
        }
        self.named = true;
    }
}

/// A sink that counts what an entry inflates to and stops at the limits.
pub(super) struct Meter<'m> {
    pub(super) name: &'m str,
    pub(super) limits: &'m Limits,
    pub(super) rules: Rules,
    pub(super) compressed: u64,
    pub(super) expanded: &'m mut u64,
}

/// Bytes kept from one block to the next, so that nothing hides across their border.
const OVERLAP: usize = 256;
const BLOCK: usize = 64 * 1024;
/// How many bytes of markup may stand for one of text, as in `&quot;`.
const ESCAPED: usize = 6;

impl Meter<'_> {
    /// Inflates the entry to its end, or to the limit that it exceeds.
    pub(super) fn run(mut self, mut entry: impl Read) -> Result<()> {
        let mut window = vec![0; OVERLAP + BLOCK];
        let (mut kept, mut own, mut tags) = (0, 0, 0);
        let mut pieces = Pieces::default();
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
            if let Some((bytes, most)) = self.rules.held {
                tags += window[kept..held].iter().filter(|&&byte| byte == b'<').count() as u64;
                if own > bytes {
                    return Err(self.too_large(format!("more than {bytes} bytes")));
                }
                if tags > most {
                    return Err(self.too_large(format!("more than {most} tags")));
                }
            }
            if self.rules.in_pieces && pieces.longest(&window[kept..held]) > self.limits.text_bytes * ESCAPED {
                return Err(self.too_large(format!("a text of more than {} bytes", self.limits.text_bytes)));
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
        let most = self.rules.held.map_or(u64::MAX, |(_, tags)| tags);
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
