//! Rows for one figure that are listed under different areas, such as an authority under two
//! regions.
//!
//! Belongs here: which rows of one authority, day and category are parts of one figure by rule.
//! Does not belong here: rows that a declared correction adds.

use super::header::Found;
use super::line::Line;
use crate::catalogue::Role;
use crate::domain::{AreaCode, counted};
use crate::geography::{Area, Geography};
use std::collections::{BTreeMap, HashMap};

/// The rows that were added to others of the same sheet, and notes on them for the user.
#[derive(Default)]
pub(super) struct Filing {
    /// Sheet and row of every figure, in the order of the figures.
    places: Vec<(usize, usize)>,
    /// The further rows included in a figure.
    parts: HashMap<usize, Vec<usize>>,
    /// Cells of sums, by area and by the header of the column in which their rows differ.
    sums: BTreeMap<(String, String), Vec<String>>,
}

impl Filing {
    /// Records the sheet and row of a figure.
    pub(super) fn place(&mut self, figure: usize, place: (usize, usize)) {
        self.places.resize(figure, (0, 0));
        self.places.push(place);
    }

    /// The header of the ignored column in which a row differs from the rows of an existing figure.
    /// The rows must differ in nothing else and name different areas there. None of these areas may
    /// lie in another.
    ///
    /// `None` for rows that do not differ, for rows of different sheets, and for any other
    /// difference. In these cases it is unknown whether the rows are parts.
    pub(super) fn differs(&self, line: &Line<'_, '_>, sheet: usize, held: usize) -> Option<String> {
        let &(_, first) = self.places.get(held).filter(|(of_sheet, _)| *of_sheet == sheet)?;
        let rows =
            std::iter::once(first).chain(self.parts.get(&held).into_iter().flatten().copied());
        let mut column = None;
        for row in rows {
            column = Some(column_of_difference(line, row)?);
        }
        column
    }

    /// Adds a row to those included in an existing figure.
    pub(super) fn add(&mut self, held: usize, row: usize, area: &str, column: String, cells: &str) {
        let parts = self.parts.entry(held).or_default();
        parts.push(row);
        let sums = self.sums.entry((area.to_owned(), column)).or_default();
        if parts.len() > 1 {
            sums.pop();
        }
        sums.push(cells.to_owned());
    }

    /// One note for each area with rows that were added.
    pub(super) fn notes(&self) -> impl Iterator<Item = String> {
        self.sums.iter().map(|((area, column), cells)| {
            let figures = counted(cells.len(), "figure", "figures");
            let first = cells.first().map_or("", String::as_str);
            format!(
                "{figures} of {area} added from rows that differ only in the column {column:?}: \
                 {first}"
            )
        })
    }
}

/// The header of the column in which the row of a line differs from another of its sheet, if each
/// names another area there.
fn column_of_difference(line: &Line<'_, '_>, other: usize) -> Option<String> {
    let geography = line.shaper.geography;
    let mut column = None;
    for found in line.header.of(Role::Ignore) {
        let text = |row: usize| line.sheet.cell(row, found.index).to_string();
        let (one, another) = (text(line.row), text(other));
        if one.trim() == another.trim() {
            continue;
        }
        match (area(geography, &one), area(geography, &another)) {
            (Some(one), Some(another)) if one.code == another.code => {}
            (Some(one), Some(another)) if are_apart(geography, one, another) => {
                column = Some(header(line, found));
            }
            _ => return None,
        }
    }
    column
}

fn area<'g>(geography: &'g Geography, text: &str) -> Option<&'g Area> {
    let by_code = AreaCode::new(text).ok().and_then(|code| geography.get(&code).ok());
    by_code.or_else(|| geography.named(text).first().copied())
}

fn are_apart(geography: &Geography, one: &Area, another: &Area) -> bool {
    !geography.contains(&one.code, &another.code) && !geography.contains(&another.code, &one.code)
}

fn header(line: &Line<'_, '_>, found: &Found<'_>) -> String {
    line.sheet.cell(line.header.row, found.index).to_string().trim().to_owned()
}
