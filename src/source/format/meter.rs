//! Measuring of one entry of a zip archive during inflation.
//!
//! Belongs here: how large and how dense in markup an entry may be, depending on its later reader.
//! Does not belong here: which entries exist (`archive`), parts that are measured as they are read
//! (`stream`).
//!
//! **Invariant:** no more of an entry than one block is in memory; an accepted entry can be read
//! again without counting.

use super::Limits;
use super::entry::plain;
use super::fault::{shown, too_large, unreadable};
use crate::domain::{Error, Result};
use std::io::Read;

/// The checks of an entry in addition to its size.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    /// True for XML: no zero bytes, no document type declaration.
    markup: bool,
    /// Maximum number of bytes and tags, because its reader loads it completely.
    held: Option<(u64, u64)>,
}

impl Rules {
    /// The rules for an entry of an xlsx file, whose parts are measured again as they are read.
    pub(super) fn of_xlsx() -> Self {
        Self { markup: false, held: None }
    }

    /// The rules for an entry of an ods file that will be read.
    pub(super) fn of_ods(name: &str, limits: &Limits) -> Self {
        let name = plain(name);
        let bytes = if name == "content.xml" { limits.content_bytes } else { limits.part_bytes };
        Self {
            markup: matches!(name.as_str(), "content.xml" | "styles.xml"),
            held: Some((bytes, u64::MAX)),
        }
    }
}

/// A sink that counts the inflated bytes of an entry and stops at the limits.
pub(super) struct Meter<'m> {
    pub(super) name: &'m str,
    pub(super) limits: &'m Limits,
    pub(super) rules: Rules,
    pub(super) compressed: u64,
    pub(super) expanded: &'m mut u64,
}

/// Number of bytes retained from one block to the next, so that nothing is missed across their
/// border.
const OVERLAP: usize = 256;
const BLOCK: usize = 64 * 1024;

impl Meter<'_> {
    /// Inflates the entry to its end, or to the limit that it exceeds.
    pub(super) fn run(mut self, mut entry: impl Read) -> Result<()> {
        let mut window = vec![0; OVERLAP + BLOCK];
        let (mut kept, mut own, mut tags) = (0, 0, 0);
        loop {
            let read = entry.read(&mut window[kept..]).map_err(|error| {
                unreadable(format!("the archive entry {} damaged ({error})", shown(self.name)))
            })?;
            own += read as u64;
            self.count(read as u64, own)?;
            let held = kept + read;
            if self.rules.markup {
                self.markup(&window[..held])?;
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
            if read == 0 {
                return Ok(());
            }
            let keep = held.min(OVERLAP);
            window.copy_within(held - keep..held, 0);
            kept = keep;
        }
    }

    fn count(&mut self, read: u64, own: u64) -> Result<()> {
        // Small parts may well be blank; only a large one is suspicious.
        const UNSUSPICIOUS: u64 = 1024 * 1024;
        *self.expanded += read;
        if *self.expanded > self.limits.expanded_bytes {
            return Err(
                self.too_large(format!("more than {} bytes in all", self.limits.expanded_bytes))
            );
        }
        let ratio = self.limits.expansion_ratio;
        if own > UNSUSPICIOUS && own > self.compressed.saturating_mul(ratio) {
            return Err(self.too_large(format!("more than {ratio} times its size")));
        }
        Ok(())
    }

    fn markup(&self, window: &[u8]) -> Result<()> {
        if window.contains(&0) {
            return Err(unreadable(format!("the part {} is not text in UTF-8", shown(self.name))));
        }
        if window.contains(&b'!')
            && window.windows(4).any(|four| matches!(four, b"<!DO" | b"<!EN" | b"<!do" | b"<!en"))
        {
            return Err(unreadable(format!(
                "a document type or entity declaration in the part {}",
                shown(self.name)
            ))
            .help(
                "no spreadsheet program writes one; it is a known way to exhaust memory, so the \
                 file is refused",
            ));
        }
        Ok(())
    }

    fn too_large(&self, found: String) -> Error {
        too_large(
            format!("the archive entry {} with {found}", shown(self.name)),
            "the contents of a publication",
        )
    }
}
