//! The first rows of a sheet as headings, and which of them are above each column.
//!
//! Belongs here: texts of header cells, single and stacked. Does not belong here: which column of a
//! layout they mean (`header`).

use super::SEARCH_ROWS;
use crate::domain::{AreaCode, PrintedText};
use crate::geography::Geography;
use crate::source::format::{Sheet, Value};
use crate::source::shape::pattern::{self, Captured, Pattern};
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// The text of a header cell, put into its normal form when it is first compared.
#[derive(Debug, Default)]
pub(super) struct Heading {
    pub text: String,
    normal: OnceLock<PrintedText>,
}

impl Heading {
    fn fits(&self, pattern: &Pattern) -> Option<Captured> {
        if pattern::is_prose(&self.text) {
            return None;
        }
        pattern.fits(self.normal.get_or_init(|| PrintedText::new(&self.text)))
    }
}

/// The first rows of a sheet as headings. They are kept with the sheet, since every layout is held
/// against them.
#[derive(Debug)]
pub(super) struct Headings(Vec<Vec<Arc<Heading>>>);

impl Headings {
    pub(super) fn of(sheet: &Sheet) -> Self {
        /// Bytes of text in a row; the widest known header has 20,000.
        const WIDEST: usize = 65_536;
        let is_header = |cells: &&Vec<Value>| {
            cells.iter().filter_map(Value::text).map(str::len).sum::<usize>() <= WIDEST
        };
        // Of cells that say the same one is put into its normal form.
        let mut known: HashMap<String, Arc<Heading>> = HashMap::new();
        let mut heading = |cell: &Value| {
            let text = text_of(cell);
            let held = known.get(&text).cloned();
            held.unwrap_or_else(|| {
                let new = Arc::new(Heading { text: text.clone(), normal: OnceLock::new() });
                known.insert(text, new.clone());
                new
            })
        };
        let mut headings = |cells: &Vec<Value>| cells.iter().map(&mut heading).collect();
        let row = |cells| Some(cells).filter(is_header).map(&mut headings).unwrap_or_default();
        Self(sheet.rows().iter().take(SEARCH_ROWS).map(row).collect())
    }

    fn row(&self, row: usize) -> &[Arc<Heading>] {
        self.0.get(row).map_or(&[], Vec::as_slice)
    }
}

/// The cells above each column.
pub(super) struct Top {
    /// The lowest row of the header.
    pub row: usize,
    /// From the top down, for each column: text, and whether it stands in the column itself or
    /// reaches over it.
    pub stacks: Vec<Vec<(Arc<Heading>, bool)>>,
    /// In a stacked header: the columns of the areas' codes and names, told by the row below.
    pub areas: (Option<usize>, Option<usize>),
}

impl Top {
    pub(super) fn of_row(headings: &Headings, row: usize) -> Self {
        let cells = headings.row(row).iter().cloned();
        Self {
            row,
            stacks: cells.map(|heading| vec![(heading, true)]).collect(),
            areas: (None, None),
        }
    }

    /// The rows above the first that has a code or name of an area at its left; `None` when none
    /// has.
    pub(super) fn above_areas(
        sheet: &Sheet,
        headings: &Headings,
        last: usize,
        geography: &Geography,
    ) -> Option<Self> {
        const LEFT: usize = 4;
        let left = |row: usize| {
            let texts = sheet.rows()[row].iter().enumerate().take(LEFT);
            let texts = texts.filter_map(|(at, cell)| Some((at, cell.text()?.trim())));
            texts.filter(|(_, text)| !pattern::is_prose(text)).collect::<Vec<_>>()
        };
        let code_in = |row: usize| {
            left(row).iter().find(|(_, text)| AreaCode::new(text).is_ok()).map(|(at, _)| *at)
        };
        let name_in = |row: usize| {
            left(row).iter().find(|(_, text)| !geography.named(text).is_empty()).map(|(at, _)| *at)
        };
        let first = (1..last)
            .find(|row| code_in(*row).is_some())
            .or_else(|| (1..last).find(|row| name_in(*row).is_some()))?;
        let width = (0..first).map(|row| headings.row(row).len()).max().unwrap_or_default();
        let mut stacks = vec![Vec::new(); width];
        for row in 0..first {
            for (column, cell) in spread(headings.row(row), width).into_iter().enumerate() {
                stacks[column].extend(cell);
            }
        }
        Some(Self { row: first - 1, stacks, areas: (code_in(first), name_in(first)) })
    }

    /// What stood at the placeholders if the pattern's steps stand above the column, the last in
    /// the column itself.
    pub(super) fn fits(&self, column: usize, header: &[Pattern]) -> Option<Captured> {
        let mut captured = Captured::default();
        let mut below = self.stacks[column].iter();
        let mut steps = header.iter().peekable();
        while let Some(step) = steps.next() {
            let is_last = steps.peek().is_none();
            let found = below
                .find_map(|(text, own)| if is_last && !own { None } else { text.fits(step) })?;
            captured = Captured {
                year: found.year.or(captured.year),
                period: found.period.or(captured.period),
                label: found.label.or(captured.label),
            };
        }
        Some(captured)
    }

    /// The lowest text that stands in the column itself.
    pub(super) fn own(&self, column: usize) -> &str {
        let mut own = self.stacks[column]
            .iter()
            .rev()
            .filter(|(_, own)| *own)
            .map(|(heading, _)| &heading.text);
        own.find(|text| !text.is_empty()).map_or("", String::as_str)
    }
}

/// The cells of a row with each text reaching over the empty cells to its right, and the first one
/// to its left as well.
fn spread(row: &[Arc<Heading>], width: usize) -> Vec<Option<(Arc<Heading>, bool)>> {
    let mut reaching = row.iter().find(|heading| !heading.text.is_empty()).cloned();
    let cell = |column: usize| match row.get(column).filter(|heading| !heading.text.is_empty()) {
        Some(heading) => {
            reaching = Some(heading.clone());
            Some((heading.clone(), true))
        }
        None => reaching.clone().map(|heading| (heading, false)),
    };
    (0..width).map(cell).collect()
}

/// The text of a header cell.
pub(super) fn text_of(cell: &Value) -> String {
    match cell {
        Value::Text(text) => pattern::plain(text),
        Value::Number(number) | Value::Displayed { stored: number, .. } => number.to_string(),
        Value::Date(day) => day.to_string(),
        _ => String::new(),
    }
}
