//! XML that is read during inflation and never entirely in memory.
//!
//! Belongs here: one part of an archive as tags and texts, within the limits for its bytes, tags
//! and longest piece. Does not belong here: what a tag means; documents that are entirely in memory
//! (`markup`).
//!
//! **Invariant:** no more of a part is in memory than a block and the longest piece. The bytes of
//! all parts together are within the limits before they are passed on. Each byte is counted once,
//! however often it is read.

use super::Limits;
use super::fault::{shown, too_large, unreadable};
use super::markup::{Event, Tag};
use crate::domain::{Error, Result};
use std::io::Read;

/// The limits of a part, in addition to the common ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Maximum number of bytes of the part.
    pub(super) bytes: u64,
    /// Maximum number of tags in it.
    pub(super) tags: u64,
}

impl Bounds {
    /// For a part of which nothing is stored that is not counted elsewhere.
    pub(super) const NONE: Self = Self { bytes: u64::MAX, tags: u64::MAX };
}

/// The inflated sizes of parts so far.
#[derive(Debug, Default)]
pub(super) struct Inflated {
    total: u64,
    /// The largest number of bytes read of each part.
    parts: Vec<u64>,
}

impl Inflated {
    /// Counts the bytes of a part up to a position, and returns those of all parts.
    fn count(&mut self, part: usize, bytes: u64) -> u64 {
        if self.parts.len() <= part {
            self.parts.resize(part + 1, 0);
        }
        let held = &mut self.parts[part];
        self.total += bytes.saturating_sub(*held);
        *held = bytes.max(*held);
        self.total
    }
}

/// A part that is being read.
pub(super) struct Stream<'s> {
    pub(super) input: Box<dyn Read + 's>,
    pub(super) name: &'s str,
    /// Position in the archive.
    pub(super) part: usize,
    /// Number of compressed bytes of the entry.
    pub(super) compressed: u64,
    pub(super) bounds: Bounds,
    pub(super) limits: &'s Limits,
    pub(super) inflated: &'s mut Inflated,
    pub(super) place: Place,
}

/// The position of the reader in a part.
#[derive(Debug, Default)]
pub(super) struct Place {
    buffer: Vec<u8>,
    /// Start and end of the unread content of the buffer.
    start: usize,
    end: usize,
    bytes: u64,
    tags: u64,
    finished: bool,
}

const BLOCK: usize = 64 * 1024;

/// A piece of markup, identified by its first bytes.
#[derive(Clone, Copy)]
enum Piece {
    Text,
    Start,
    End,
    Verbatim,
    /// Comments and instructions.
    Nothing,
}

/// A piece, with its start and end in the buffer.
type Found = (Piece, usize, usize);

const COMMENT: (&[u8], &[u8]) = (b"<!--", b"-->");
const INSTRUCTION: (&[u8], &[u8]) = (b"<?", b"?>");
const VERBATIM: (&[u8], &[u8]) = (b"<![CDATA[", b"]]>");

impl Stream<'_> {
    /// The next step; `None` at the end of the part.
    pub(super) fn event(&mut self) -> Result<Option<Event<'_>>> {
        match self.piece()? {
            None => Ok(None),
            Some(found) => self.event_of(found).map(Some),
        }
    }

    /// The next step inside a tag, which must have an end.
    pub(super) fn inside(&mut self) -> Result<Event<'_>> {
        match self.piece()? {
            None => Err(self.cut_short()),
            Some(found) => self.event_of(found),
        }
    }

    /// Skips everything up to the end of a tag that was just started and is not self-closing.
    pub(super) fn skip(&mut self) -> Result<()> {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.inside()? {
                Event::Start(tag) => depth += usize::from(!tag.closed),
                Event::End(_) => depth -= 1,
                Event::Text(_) | Event::Verbatim(_) => {}
            }
        }
        Ok(())
    }

    fn event_of(&self, (piece, from, to): Found) -> Result<Event<'_>> {
        let within = |open: usize, close: usize| {
            std::str::from_utf8(&self.place.buffer[from + open..to - close])
                .map_err(|_| self.no_text())
        };
        Ok(match piece {
            Piece::Text | Piece::Nothing => Event::Text(within(0, 0)?),
            Piece::Verbatim => Event::Verbatim(within(VERBATIM.0.len(), VERBATIM.1.len())?),
            Piece::End => Event::End(within(2, 1)?.trim_ascii()),
            Piece::Start => Event::Start(Tag::inside(within(1, 1)?)),
        })
    }

    /// The error for a part that ends too early.
    pub(super) fn cut_short(&self) -> Error {
        self.damaged("it ends in the middle")
    }

    /// The error for a damaged part.
    pub(super) fn damaged(&self, why: &str) -> Error {
        unreadable(format!("a damaged xlsx workbook (the part {}: {why})", shown(self.name)))
    }

    /// `F114` for a text longer than a cell can have.
    pub(super) fn long_text(&self) -> Error {
        self.too_large(format!("a text of more than {} bytes", self.limits.text_bytes))
    }

    /// `F114` for more text than the cells of a sheet can have together.
    pub(super) fn long_texts(&self) -> Error {
        self.too_large(format!("cells of more than {} bytes of text", self.limits.sheet_text_bytes))
    }

    /// The longest piece of markup for the text of one cell.
    pub(super) fn longest_piece(&self) -> usize {
        // The maximum number of bytes of markup for one byte of text, as in `&quot;`.
        const ESCAPED: usize = 6;
        self.limits.text_bytes.saturating_mul(ESCAPED)
    }

    /// The next piece with content, and its position in the buffer.
    fn piece(&mut self) -> Result<Option<Found>> {
        loop {
            let place = &mut self.place;
            match scan(&place.buffer[place.start..place.end], place.finished) {
                Some((Piece::Nothing, length)) => place.start += length,
                Some((piece, length)) => {
                    let from = place.start;
                    place.start += length;
                    if let Piece::Start | Piece::End = piece {
                        place.tags += 1;
                        if place.tags > self.bounds.tags {
                            return Err(
                                self.too_large(format!("more than {} tags", self.bounds.tags))
                            );
                        }
                    }
                    return Ok(Some((piece, from, from + length)));
                }
                None if place.start == place.end && place.finished => return Ok(None),
                None if is_declaration(&place.buffer[place.start..place.end]) => {
                    return Err(self.declaration());
                }
                None if place.finished => return Err(self.cut_short()),
                None => self.fill()?,
            }
        }
    }

    /// Reads another block after the remaining content of the buffer.
    fn fill(&mut self) -> Result<()> {
        let longest = self.longest_piece();
        let place = &mut self.place;
        place.buffer.copy_within(place.start..place.end, 0);
        (place.start, place.end) = (0, place.end - place.start);
        if place.end > longest {
            return Err(self.long_text());
        }
        if place.buffer.len() < place.end + BLOCK {
            place.buffer.resize(place.end + BLOCK, 0);
        }
        let read = self.input.read(&mut place.buffer[place.end..]).map_err(|error| {
            unreadable(format!("the archive entry {} damaged ({error})", shown(self.name)))
        })?;
        if place.buffer[place.end..place.end + read].contains(&0) {
            return Err(self.no_text());
        }
        place.end += read;
        place.finished = read == 0;
        place.bytes += read as u64;
        self.count()
    }

    fn count(&mut self) -> Result<()> {
        // Small parts may well be blank; only a large one is suspicious.
        const UNSUSPICIOUS: u64 = 1024 * 1024;
        let (bytes, ratio, most) =
            (self.place.bytes, self.limits.expansion_ratio, self.limits.expanded_bytes);
        if self.inflated.count(self.part, bytes) > most {
            return Err(self.too_large(format!("more than {most} bytes in all")));
        }
        if bytes > UNSUSPICIOUS && bytes > self.compressed.saturating_mul(ratio) {
            return Err(self.too_large(format!("more than {ratio} times its size")));
        }
        if bytes > self.bounds.bytes {
            return Err(self.too_large(format!("more than {} bytes", self.bounds.bytes)));
        }
        Ok(())
    }

    fn too_large(&self, found: String) -> Error {
        too_large(
            format!("the archive entry {} with {found}", shown(self.name)),
            "the contents of a publication",
        )
    }

    fn no_text(&self) -> Error {
        unreadable(format!("the part {} is not text in UTF-8", shown(self.name)))
    }

    fn declaration(&self) -> Error {
        unreadable(format!(
            "a document type or entity declaration in the part {}",
            shown(self.name)
        ))
        .help(
            "no spreadsheet program writes one; it is a known way to exhaust memory, so the file \
             is refused",
        )
    }
}

/// True for `<!` that begins neither a comment nor verbatim text, as far as the bytes show.
fn is_declaration(bytes: &[u8]) -> bool {
    let may_be = |open: &[u8]| bytes.iter().zip(open).all(|(byte, wanted)| byte == wanted);
    bytes.starts_with(b"<!") && !may_be(COMMENT.0) && !may_be(VERBATIM.0)
}

/// The piece at the start of these bytes and its length; `None` when its end is missing.
fn scan(bytes: &[u8], last: bool) -> Option<(Piece, usize)> {
    let first = *bytes.first()?;
    if first != b'<' {
        let length = bytes.iter().position(|&byte| byte == b'<').or(last.then_some(bytes.len()))?;
        return Some((Piece::Text, length));
    }
    let within = |(open, close): (&[u8], &[u8]), piece: Piece| {
        let rest = &bytes[open.len()..];
        let end = rest.windows(close.len()).position(|window| window == close)?;
        Some((piece, open.len() + end + close.len()))
    };
    match bytes.get(1)? {
        b'?' => within(INSTRUCTION, Piece::Nothing),
        b'!' if bytes.starts_with(COMMENT.0) => within(COMMENT, Piece::Nothing),
        b'!' if bytes.starts_with(VERBATIM.0) => within(VERBATIM, Piece::Verbatim),
        b'!' => None,
        b'/' => Some((Piece::End, bytes.iter().position(|&byte| byte == b'>')? + 1)),
        _ => Some((Piece::Start, tag_end(bytes)? + 1)),
    }
}

/// Position of the `>` that ends a tag; a `>` inside quotes does not.
fn tag_end(bytes: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (at, &byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}
