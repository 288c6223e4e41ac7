//! The edges of a table: the row after its last, and numbers outside its columns.
//!
//! Belongs here: what is no longer part of the table. Does not belong here: rows of the table.

use super::header::{Found, Header};
use super::{Shaper, codes, values};
use crate::catalogue::{Dataset, Layout, Role};
use crate::domain::{Error, Result, counted, error_codes, normal_text, parse_printed_period};
use crate::source::format::{Sheet, Value, address};
use std::collections::{BTreeMap, BTreeSet};

/// The words that end a table.
const END_OF_TABLE: &str = "end of table";

/// True for the row after the last of a table.
pub(super) fn is_end(cells: &[Value], layout: &Layout) -> bool {
    let Some(first) = cells.iter().find_map(Value::text).map(str::trim) else { return false };
    let begins =
        |end: &String| first.get(..end.len()).is_some_and(|start| start.eq_ignore_ascii_case(end));
    layout.ends.iter().any(begins) || first.len() < 40 && normal_text(first) == END_OF_TABLE
}

/// A table in its sheet, for deciding whether a row far down still belongs to it.
pub(super) struct Table<'s, 'a> {
    pub shaper: &'s Shaper<'a>,
    pub dataset: &'a Dataset,
    pub sheet: &'s Sheet,
    pub header: &'s Header<'a>,
}

impl Table<'_, '_> {
    /// The rows below the end of a table that contain figures and resemble the rows above it.
    pub(super) fn rows_below(&self, end: usize) -> Vec<usize> {
        let has_figure = |row: &usize| {
            self.header
                .figures()
                .any(|found| values::number(self.sheet.cell(*row, found.index)).is_some())
        };
        (end + 1..self.sheet.height()).filter(|row| has_figure(row) && self.is_row(*row)).collect()
    }

    /// `F105` for figures below the end of a table, the first of them in a row. The apparent end
    /// may not have been the end.
    pub(super) fn figures_below(&self, end: usize, row: usize) -> Error {
        Error::new(error_codes::HEADER_UNKNOWN, format!("reading the rows of {}", self.dataset.id))
            .at_cell(address(row, 0))
            .found(format!("figures below row {}, which begins like the end of the table", end + 1))
            .expected("nothing but notes")
            .help(
                "read the publisher's notes on it; if the table goes on, mend `ends` of the layout",
            )
    }

    /// True for a row that identifies its figures. Tables with codes use the code of an area.
    /// Tables without codes use an area's name; those without areas use a period or a label.
    fn is_row(&self, row: usize) -> bool {
        let any = |role: Role, is_it: &dyn Fn(&Found<'_>, &str) -> bool| {
            let mut columns = self.header.of(role).peekable();
            columns.peek()?;
            let text = |found: &Found<'_>| self.sheet.cell(row, found.index).to_string();
            Some(columns.any(|found| is_it(found, text(found).trim())))
        };
        let is_name = |text: &str| !self.shaper.geography.named(text).is_empty();
        let of_area = any(Role::AreaCode, &|_, text| codes::is_code(text))
            .or_else(|| any(Role::AreaName, &|_, text| is_name(text)));
        of_area.unwrap_or_else(|| {
            any(Role::Period, &|_, text| parse_printed_period(text).is_some()).unwrap_or(false)
                || any(Role::Dimension, &|found, text| self.is_label(found, text)).unwrap_or(false)
        })
    }

    fn is_label(&self, found: &Found<'_>, text: &str) -> bool {
        let dimension = found.definition.dimension.as_ref();
        let declared = dimension
            .and_then(|id| self.dataset.dim_index(id))
            .map(|at| &self.dataset.dimension[at]);
        let codelist = declared.and_then(|declared| declared.codelist.as_ref());
        codelist
            .and_then(|id| self.shaper.codelists.get(id))
            .is_some_and(|list| list.code_of(text).is_some())
    }
}

/// Numbers between and next to the columns of a table, in columns without a header.
pub(super) struct Strays {
    taken: BTreeSet<usize>,
    /// For each column without a header: how many numbers, and the row of the first.
    columns: BTreeMap<usize, (usize, usize)>,
}

impl Strays {
    /// No numbers yet, in a table with this header.
    pub(super) fn beside(header: &Header<'_>) -> Self {
        Self {
            taken: header.columns.iter().map(|found| found.index).collect(),
            columns: BTreeMap::new(),
        }
    }

    /// Counts the numbers of a row in columns without a header.
    pub(super) fn see(&mut self, row: usize, cells: &[Value]) {
        for (column, cell) in cells.iter().enumerate() {
            if !self.taken.contains(&column) && values::number(cell).is_some() {
                self.columns.entry(column).or_insert((0, row)).0 += 1;
            }
        }
    }

    /// A note for the user about the numbers without a header, in a table with this number of rows.
    /// Errors with `F105` where they are a column with a missing header. That requires three or
    /// more numbers between the columns of the table. Outside the columns, half of the rows must
    /// have one as well.
    pub(super) fn note(
        &self,
        dataset: &Dataset,
        sheet: &Sheet,
        rows: usize,
    ) -> Result<Option<String>> {
        const FEW: usize = 3;
        let is_inside =
            |column: &usize| self.taken.first() < Some(column) && Some(column) < self.taken.last();
        let is_column = |(column, (count, _)): &(&usize, &(usize, usize))| {
            *count >= FEW && (is_inside(column) || *count * 2 >= rows)
        };
        if let Some((column, (_, row))) = self.columns.iter().find(is_column) {
            return Err(figure_without_header(dataset, sheet, *row, *column));
        }
        let first = self.columns.iter().min_by_key(|(column, (_, row))| (*row, **column));
        let count: usize = self.columns.values().map(|(count, _)| count).sum();
        Ok(first.map(|(column, (_, row))| {
            let (numbers, at) = (counted(count, "number", "numbers"), address(*row, *column));
            format!(
                "{numbers} in columns without a header passed over, the first in {}!{at}",
                sheet.name
            )
        }))
    }
}

/// `F105` for a number in a column without a header: its meaning is unknown.
fn figure_without_header(dataset: &Dataset, sheet: &Sheet, row: usize, column: usize) -> Error {
    Error::new(error_codes::HEADER_UNKNOWN, format!("reading the rows of {}", dataset.id))
        .at_cell(address(row, column))
        .found(format!("the number {} below an empty header", sheet.cell(row, column)))
        .expected("figures only in columns with a header")
        .help(format!(
            "compare the header row with the publication; a column that is meant to have no header \
             is declared with `header = [\"\"]` in data/catalogue/datasets/…/{}.toml",
            dataset.id
        ))
}
