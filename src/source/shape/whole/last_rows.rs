//! Checks whether the last rows of a text file end earlier than those above them.
//!
//! Belongs here: a file is mostly sorted, by area, by day or by category, so that its rows form
//! blocks. In a truncated file the last block has no rows that all others have. Does not belong
//! here: blocks that are missing in full, which `whole` looks for.

use super::lacking;
use crate::catalogue::Dataset;
use crate::domain::{AreaCode, AreaLevel, Date, Error, counted, long_date};
use crate::geography::Geography;
use crate::table::Row;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A last block with missing rows.
pub(super) struct Early {
    /// What its rows have in common: an area, a day, a measure or a code.
    of: String,
    /// The number of missing rows.
    lacks: usize,
    /// The last cell that was read.
    cell: String,
}

impl Early {
    /// `F123` for such a block.
    pub(super) fn error(self) -> Error {
        lacking()
            .at_cell(self.cell)
            .found(format!("last rows, those of {}, that break off", self.of))
            .expected(format!(
                "{} more, which all others have",
                counted(self.lacks, "figure", "figures")
            ))
    }
}

/// The properties that the rows of a block may have in common.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Area,
    Day,
    Measure,
    Dimension(usize),
}

/// A row in the order of the file, with numbers for its keys.
struct Line {
    /// The line of the file.
    line: usize,
    keys: Vec<u32>,
}

/// The rows of a block: its start and end among all rows.
#[derive(Clone, Copy)]
struct Block {
    from: usize,
    to: usize,
}

/// The last block of a file that is sorted by one of its keys, if figures are missing that all
/// other blocks have.
pub(super) fn that_end_early(
    rows: &[Row],
    dataset: &Dataset,
    geography: &Geography,
) -> Option<Early> {
    let mut rows: Vec<&Row> = rows.iter().filter(|row| line_of(row).is_some()).collect();
    rows.sort_by_key(|row| line_of(row));
    let dimensions = (0..dataset.dimension.len()).map(Key::Dimension);
    let keys: Vec<Key> =
        [Key::Area, Key::Day, Key::Measure].into_iter().chain(dimensions).collect();
    let lines = numbered(&rows);
    let file = File { rows: &rows, lines: &lines, geography };
    keys.into_iter().enumerate().find_map(|(at, key)| file.early(at, key))
}

/// The line of a text file that a figure was read from.
fn line_of(row: &Row) -> Option<usize> {
    let first = row.cell.split(" + ").next()?;
    first.trim_start_matches(|letter: char| letter.is_ascii_uppercase()).parse().ok()
}

/// The rows with a number for each key.
fn numbered(rows: &[&Row]) -> Vec<Line> {
    let mut areas: BTreeMap<&AreaCode, u32> = BTreeMap::new();
    let mut days: BTreeMap<Date, u32> = BTreeMap::new();
    let mut words: BTreeMap<&str, u32> = BTreeMap::new();
    let mut next = 0;
    let mut new = || {
        next += 1;
        next
    };
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let mut keys = Vec::with_capacity(3 + row.dims.len());
        keys.push(*areas.entry(&row.area).or_insert_with(&mut new));
        keys.push(*days.entry(row.period.end).or_insert_with(&mut new));
        for word in std::iter::once(row.measure.as_str()).chain(row.dims.iter().map(String::as_str))
        {
            keys.push(*words.entry(word).or_insert_with(&mut new));
        }
        lines.push(Line { line: line_of(row).unwrap_or_default(), keys });
    }
    lines
}

/// A text file with its rows in order.
struct File<'a> {
    rows: &'a [&'a Row],
    lines: &'a [Line],
    geography: &'a Geography,
}

impl File<'_> {
    /// The last block by the key at a position, if rows are missing that all others have.
    ///
    /// For keys other than the area, the missing rows must be those after the last in the order of
    /// the previous block. A category may be new, and a publisher may omit rows without content.
    fn early(&self, at: usize, key: Key) -> Option<Early> {
        let blocks = self.blocks(at)?;
        let (last, before) = blocks.split_last()?;
        let others = self.others(*last, before, key);
        let others = others.filter(|others| others.len() > usize::from(key == Key::Area))?;
        let mut times: HashMap<Vec<u32>, (usize, usize)> = HashMap::new();
        for block in &others {
            for row in block.from..block.to {
                let (count, place) = times.entry(self.rest(row, at)).or_insert((0, row));
                (*count, *place) = (*count + 1, row);
            }
        }
        let held: BTreeSet<Vec<u32>> = (last.from..last.to).map(|row| self.rest(row, at)).collect();
        let is_lacking = |(rest, (count, row)): &(&Vec<u32>, &(usize, usize))| {
            *count == others.len()
                && !held.contains(*rest)
                && (key != Key::Day || self.was_there(*row, last.from))
        };
        let places: Vec<usize> =
            times.iter().filter(is_lacking).map(|(_, (_, row))| *row).collect();
        let cell = self.rows.get(last.to.checked_sub(1)?)?;
        if key != Key::Area {
            let (_, end) = times.get(&self.rest(last.to - 1, at))?;
            if places.iter().any(|place| place < end) {
                return None;
            }
        }
        (!places.is_empty()).then(|| Early {
            of: named(cell, key),
            lacks: places.len(),
            cell: cell.cell.to_string(),
        })
    }

    /// The blocks of rows with one value of a key, in order; `None` if rows with two values are
    /// mixed.
    fn blocks(&self, at: usize) -> Option<Vec<Block>> {
        let mut seen = BTreeSet::new();
        let mut blocks: Vec<Block> = Vec::new();
        let mut held = None;
        for (row, line) in self.lines.iter().enumerate() {
            let value = *line.keys.get(at)?;
            match blocks.last_mut().filter(|_| held == Some(value)) {
                Some(block) => block.to = row + 1,
                // One line with two values is a row of a wide table.
                None if self.is_on_line_before(row) || !seen.insert(value) => return None,
                None => blocks.push(Block { from: row, to: row + 1 }),
            }
            held = Some(value);
        }
        Some(blocks)
    }

    fn is_on_line_before(&self, row: usize) -> bool {
        let line = |row: usize| self.lines.get(row).map(|line| line.line);
        row.checked_sub(1).is_some_and(|before| line(before) == line(row))
    }

    /// The blocks that the last one must resemble; for areas those of its level, if there are
    /// several.
    fn others(&self, last: Block, before: &[Block], key: Key) -> Option<Vec<Block>> {
        if key != Key::Area {
            return Some(before.to_vec());
        }
        let level = |block: &Block| self.rows.get(block.from).map(|row| row.area.level());
        let is_alike = |block: &&Block| level(block) == level(&last);
        let alike: Vec<Block> = before.iter().filter(is_alike).copied().collect();
        Some(if alike.len() > 1 { alike } else { before.to_vec() })
    }

    /// The keys of a row except one.
    fn rest(&self, row: usize, at: usize) -> Vec<u32> {
        let keys = self.lines.get(row).map(|line| &line.keys[..]).unwrap_or_default();
        keys.iter().enumerate().filter(|(key, _)| *key != at).map(|(_, value)| *value).collect()
    }

    /// True if the area of a row was in force on the day of another row.
    fn was_there(&self, row: usize, other: usize) -> bool {
        let (Some(row), Some(other)) = (self.rows.get(row), self.rows.get(other)) else {
            return false;
        };
        let is_authority = matches!(row.area.level(), AreaLevel::Authority | AreaLevel::County);
        let area = self.geography.get(&row.area);
        !is_authority || area.is_ok_and(|area| self.geography.counts_on(area, other.period.end))
    }
}

/// A description of what the rows of a block have in common.
fn named(row: &Row, key: Key) -> String {
    match key {
        Key::Area => row.area_name.to_string(),
        Key::Day => long_date(row.period.end),
        Key::Measure => row.measure.to_string(),
        Key::Dimension(at) => row.dims.get(at).cloned().unwrap_or_default(),
    }
}
