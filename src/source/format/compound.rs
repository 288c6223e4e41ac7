//! Compound files, the small file systems that contain xls workbooks and encrypted workbooks.
//!
//! Belongs here: the sector tables and directory, just enough to extract a stream. Does not belong
//! here: what a stream means.
//!
//! **Invariant:** a sector belongs to one chain. The total length of all chains followed is limited
//! by the size of the file. A chain that is circular, or crosses the sectors of another, is
//! therefore refused. Calamine follows the same chains without such a limit. It only receives a
//! file after all the chains that it will follow have been followed here.

use super::fault::unreadable;
use crate::domain::{Error, Result};
use std::cell::Cell;

/// A compound file with finite chains only.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector_bytes: usize,
    table: Vec<u32>,
    small: Vec<u8>,
    small_table: Vec<u32>,
    entries: Vec<Entry>,
    /// Sectors, and small sectors, that no chain has used yet.
    left: Cell<usize>,
    small_left: Cell<usize>,
}

struct Entry {
    name: String,
    start: u32,
    bytes: usize,
}

const SMALL_SECTOR_BYTES: usize = 64;
/// Streams shorter than this are stored in small sectors.
const SMALL_STREAM_BYTES: usize = 4096;
const END: u32 = 0xFFFF_FFFE;
const ENTRY_BYTES: usize = 128;

impl<'a> Compound<'a> {
    /// Reads the tables and the directory.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self> {
        let header = bytes.get(..512).ok_or_else(damaged)?;
        let sector_bytes = match u16_at(header, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(damaged()),
        };
        let mut file = Self {
            bytes,
            sector_bytes,
            table: Vec::new(),
            small: Vec::new(),
            small_table: Vec::new(),
            entries: Vec::new(),
            left: Cell::new(bytes.len() / sector_bytes + 1),
            small_left: Cell::new(0),
        };
        file.table = file.sector_table(header)?;
        let directory = file.chain(word(header, 48)?, usize::MAX)?;
        file.entries = directory
            .chunks_exact(ENTRY_BYTES)
            .map(|entry| file.entry(entry))
            .collect::<Result<_>>()?;
        let root = file.entries.first().ok_or_else(damaged)?;
        let (small_start, small_bytes) = (root.start, root.bytes);
        let small_sectors = word(header, 64)? as usize;
        if small_sectors > 0 {
            file.small = file.chain(small_start, small_bytes)?;
            file.small_left = Cell::new(file.small.len() / SMALL_SECTOR_BYTES + 1);
            let table =
                file.chain(word(header, 60)?, small_sectors.saturating_mul(sector_bytes))?;
            file.small_table = words(&table);
        }
        Ok(file)
    }

    /// True when the directory has a stream or folder with that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The bytes of a stream.
    pub(super) fn stream(&self, name: &str) -> Result<Vec<u8>> {
        let entry = self.find(name).ok_or_else(damaged)?;
        if entry.bytes >= SMALL_STREAM_BYTES {
            return self.chain(entry.start, entry.bytes);
        }
        follow(entry.start, entry.bytes, (&self.small_table, &self.small_left), |sector| {
            let start = (sector as usize).checked_mul(SMALL_SECTOR_BYTES)?;
            self.small.get(start..self.small.len().min(start + SMALL_SECTOR_BYTES))
        })
    }

    fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The table of sectors, itself stored in sectors. The header and a chain of further lists
    /// contain their numbers.
    fn sector_table(&self, header: &[u8]) -> Result<Vec<u32>> {
        let most = self.bytes.len() / self.sector_bytes + 1;
        let mut places = words(&header[76..512]);
        let mut next = word(header, 68)?;
        let mut lists = 0;
        while next < 0xFFFF_FFFA {
            lists += 1;
            let list = self
                .sector(next)
                .filter(|list| list.len() == self.sector_bytes)
                .ok_or_else(damaged)?;
            places.extend(words(list));
            next = places.pop().ok_or_else(damaged)?;
            if lists > most {
                return Err(damaged());
            }
        }
        places.retain(|&place| place < 0xFFFF_FFFC);
        if places.len() > most {
            return Err(damaged());
        }
        let mut table = Vec::new();
        for place in places {
            table.extend(words(self.sector(place).ok_or_else(damaged)?));
        }
        Ok(table)
    }

    fn entry(&self, bytes: &[u8]) -> Result<Entry> {
        let letters =
            bytes[..64].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let letters: Vec<u16> = letters.take_while(|&letter| letter != 0).collect();
        let mut length = u64::from(word(bytes, 120)?);
        if self.sector_bytes == 4096 {
            length |= u64::from(word(bytes, 124)?) << 32;
        }
        Ok(Entry {
            name: String::from_utf16_lossy(&letters),
            start: word(bytes, 116)?,
            bytes: usize::try_from(length).unwrap_or(usize::MAX),
        })
    }

    fn chain(&self, start: u32, length: usize) -> Result<Vec<u8>> {
        follow(start, length, (&self.table, &self.left), |sector| self.sector(sector))
    }

    /// A sector; the last of a file may be shorter than the others.
    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize + 1).checked_mul(self.sector_bytes)?;
        self.bytes.get(start..self.bytes.len().min(start.checked_add(self.sector_bytes)?))
    }
}

/// The bytes of a chain by its table; its sectors are subtracted from those that are left.
fn follow<'s>(
    start: u32,
    length: usize,
    (table, left): (&[u32], &Cell<usize>),
    sector: impl Fn(u32) -> Option<&'s [u8]>,
) -> Result<Vec<u8>> {
    let mut stream = Vec::new();
    let mut next = start;
    while next != END && stream.len() < length {
        left.set(left.get().checked_sub(1).ok_or_else(damaged)?);
        let bytes = sector(next).ok_or_else(damaged)?;
        stream.extend_from_slice(&bytes[..bytes.len().min(length - stream.len())]);
        if stream.len() < length {
            next = *table.get(next as usize).ok_or_else(damaged)?;
        }
    }
    Ok(stream)
}

fn damaged() -> Error {
    unreadable("an older Office file that is cut short or damaged").help(
        "download the file again and compare its size with the one stated on the publisher's page",
    )
}

/// Two bytes of a record as a number.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

/// Four bytes of a record as a number.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16_at(bytes, at)?) | u32::from(u16_at(bytes, at + 2)?) << 16)
}

fn word(bytes: &[u8], at: usize) -> Result<u32> {
    u32_at(bytes, at).ok_or_else(damaged)
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
        .collect()
}
