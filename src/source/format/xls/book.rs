//! The data that the sheets of an xls workbook share: texts, styles, the list of sheets.
//!
//! Belongs here: the records before the first sheet (MS-XLS 2.1.7.20.3). Does not belong here:
//! cells (`sheet`), and how much memory a workbook takes, which `records` has measured before.
//!
//! **Invariant:** a style has the same effect as in an xlsx workbook, by the same types.

use super::super::compound::{u16_at, u32_at};
use super::super::records::{Records, record};
use super::super::shown::{Epoch, NumberFormat};
use super::super::xlsx::{Font, Pieces, Style};
use std::collections::HashMap;
use std::sync::Arc;

/// An xls workbook up to its sheets.
pub(in crate::source::format) struct Book {
    /// Name of each worksheet, and the start of its records in the stream.
    pub(super) sheets: Vec<(String, usize)>,
    pub(super) texts: Vec<Arc<str>>,
    pub(super) styles: Vec<Style>,
    pub(super) fonts: Vec<Font>,
    pub(super) epoch: Epoch,
    /// True when a program that calculates has saved it.
    pub(super) calculated: bool,
}

impl Book {
    /// Reads a workbook of Excel 97 to 2003; `None` for an older one, which has different records,
    /// or a damaged one.
    pub(super) fn read(stream: &[u8]) -> Option<Self> {
        const VERSION_OF_97: u16 = 0x0600;
        let mut records = Records(stream);
        let (kind, first) = records.next()?;
        if kind != record::BOF || u16_at(first, 0)? != VERSION_OF_97 {
            return None;
        }
        let mut book = Self {
            sheets: Vec::new(),
            texts: Vec::new(),
            styles: Vec::new(),
            fonts: Vec::new(),
            epoch: Epoch::From1900,
            calculated: false,
        };
        let mut formats = HashMap::new();
        let mut styles = Vec::new();
        while let Some((kind, data)) = records.next().filter(|(kind, _)| *kind != record::EOF) {
            match kind {
                record::DATE_MODE if u16_at(data, 0) == Some(1) => book.epoch = Epoch::From1904,
                record::RECALCULATION => book.calculated = true,
                record::FONT => book.fonts.push(font(data)),
                record::FORMAT => {
                    let code = Characters::new(vec![data.get(2..)?]).text()?;
                    formats.insert(u16_at(data, 0)?, NumberFormat::parse(&code).map(Arc::new));
                }
                record::STYLE => styles.push((u16_at(data, 0)?, u16_at(data, 2)?)),
                record::BOUND_SHEET => book.sheets.extend(worksheet(data)?),
                record::SHARED_TEXTS => {
                    let more = Records(records.0).take_while(|(kind, _)| *kind == record::CONTINUE);
                    let blocks = std::iter::once(data).chain(more.map(|(_, data)| data)).collect();
                    book.texts = shared_texts(blocks, &book.fonts)?;
                }
                _ => {}
            }
        }
        let built_in = |id: u16| NumberFormat::built_in(id).map(Arc::new);
        for (of_font, id) in styles {
            let format = formats.entry(id).or_insert_with(|| built_in(id)).clone();
            let Font { struck, raised } = font_at(&book.fonts, of_font);
            book.styles.push(Style { format, struck, raised });
        }
        Some(book)
    }
}

/// The name of a sheet and its position; `None` inside for charts, macros and dialogues.
fn worksheet(data: &[u8]) -> Option<Option<(String, usize)>> {
    let start = u32_at(data, 0)? as usize;
    let is_worksheet = *data.get(5)? == 0;
    let name = Characters::new(vec![data.get(7..)?]).characters(usize::from(*data.get(6)?))?;
    Some(is_worksheet.then(|| (name.replace('\0', ""), start)))
}

fn font(data: &[u8]) -> Font {
    const STRUCK: u16 = 0x0008;
    const RAISED: u16 = 1;
    Font {
        struck: u16_at(data, 2).is_some_and(|flags| flags & STRUCK > 0),
        raised: u16_at(data, 8) == Some(RAISED),
    }
}

/// The font with that number: number 4 does not exist.
pub(super) fn font_at(fonts: &[Font], number: u16) -> Font {
    let index = usize::from(number) - usize::from(number > 4);
    fonts.get(index).copied().unwrap_or_default()
}

fn shared_texts(blocks: Vec<&[u8]>, fonts: &[Font]) -> Option<Vec<Arc<str>>> {
    const HEADER: usize = 8;
    let mut characters = Characters::new(blocks);
    characters.skip(HEADER)?;
    let mut texts = Vec::new();
    while !characters.is_at_end() {
        texts.push(characters.rich_text(fonts)?.into());
    }
    Some(texts)
}

/// Texts in a record and in the records that continue it.
pub(super) struct Characters<'a> {
    blocks: std::vec::IntoIter<&'a [u8]>,
    data: &'a [u8],
    wide: bool,
}

impl<'a> Characters<'a> {
    pub(super) fn new(blocks: Vec<&'a [u8]>) -> Self {
        let mut blocks = blocks.into_iter();
        let data = blocks.next().unwrap_or_default();
        Self { blocks, data, wide: false }
    }

    fn is_at_end(&mut self) -> bool {
        while self.data.is_empty() {
            match self.blocks.next() {
                Some(next) => self.data = next,
                None => return true,
            }
        }
        false
    }

    fn byte(&mut self) -> Option<u8> {
        if self.is_at_end() {
            return None;
        }
        let (first, rest) = self.data.split_first()?;
        self.data = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, bytes: usize) -> Option<()> {
        let mut left = bytes;
        while left > 0 {
            if self.is_at_end() {
                return None;
            }
            let here = left.min(self.data.len());
            (left, self.data) = (left - here, &self.data[here..]);
        }
        Some(())
    }

    /// A text after its length of two bytes.
    pub(super) fn text(&mut self) -> Option<String> {
        let length = usize::from(self.number()?);
        self.characters(length)
    }

    /// A text of that length after the byte for the width of its letters.
    pub(super) fn characters(&mut self, length: usize) -> Option<String> {
        self.wide = self.byte()? & WIDE > 0;
        Some(String::from_utf16_lossy(&self.letters(length)?))
    }

    /// Reads letters. Where they continue in another record, that record states their width again.
    fn letters(&mut self, length: usize) -> Option<Vec<u16>> {
        let mut letters = Vec::with_capacity(length);
        while letters.len() < length {
            if self.data.len() < 1 + usize::from(self.wide) {
                self.data = self.blocks.next()?;
                self.wide = self.byte()? & WIDE > 0;
                continue;
            }
            let letter = if self.wide { self.number()? } else { u16::from(self.byte()?) };
            letters.push(letter);
        }
        Some(letters)
    }

    /// A text with separate fonts for some of its letters.
    pub(super) fn rich_text(&mut self, fonts: &[Font]) -> Option<String> {
        let length = usize::from(self.number()?);
        let flags = self.byte()?;
        self.wide = flags & WIDE > 0;
        let runs = if flags & RICH > 0 { self.number()? } else { 0 };
        let extra = if flags & EXTENDED > 0 {
            u32::from(self.number()?) | u32::from(self.number()?) << 16
        } else {
            0
        };
        let letters = self.letters(length)?;
        let mut starts = Vec::with_capacity(usize::from(runs));
        for _ in 0..runs {
            starts.push((usize::from(self.number()?), self.number()?));
        }
        self.skip(extra as usize)?;
        Some(with_fonts(&letters, &starts, fonts))
    }
}

const WIDE: u8 = 1;
const EXTENDED: u8 = 4;
const RICH: u8 = 8;

/// A text with parts in separate fonts, each from a given letter onwards.
pub(super) fn with_fonts(letters: &[u16], starts: &[(usize, u16)], fonts: &[Font]) -> String {
    if starts.iter().all(|(_, font)| font_at(fonts, *font) == Font::default()) {
        return String::from_utf16_lossy(letters);
    }
    let mut pieces = Pieces::default();
    let mut piece = |from: usize, to: usize, font: Font| {
        if let Some(letters) = letters.get(from..to.min(letters.len())) {
            pieces.add(&String::from_utf16_lossy(letters), font);
        }
    };
    piece(0, starts.first().map_or(letters.len(), |(start, _)| *start), Font::default());
    for (index, (start, font)) in starts.iter().enumerate() {
        piece(
            *start,
            starts.get(index + 1).map_or(letters.len(), |(next, _)| *next),
            font_at(fonts, *font),
        );
    }
    pieces.finish()
}
