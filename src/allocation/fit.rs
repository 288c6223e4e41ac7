//! Tables fitted to totals of their rows and columns: places by borough and type of household.

use crate::allocation::inputs::Inputs;
use crate::domain::{Error, Field, Result, Unit, error_codes, with_decimals};
use crate::fairshare::{Ties, Unfitted, Unmet, as_f64, biproportional, exact_integer, ras};
use schemars::JsonSchema;
use serde::Serialize;

/// The name of the last row and of the last column.
pub const TOTAL: &str = "total";

/// How close the totals of a table without whole numbers have to be, and the most rounds.
const TOLERANCE: f64 = 1e-9;
const ROUNDS: usize = 10_000;

/// A table that has the totals it was to have.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FittedTable {
    /// A caption on the fitted table, in a sentence without a full stop.
    pub caption: String,
    /// The table of the user.
    pub file: String,
    /// True for whole places, false for unrounded numbers.
    pub in_whole_places: bool,
    /// The unit of every cell and total: a number, because a table of the user names none.
    pub unit: Unit,
    /// The header above the names of the rows.
    pub header: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<FittedRow>,
    /// The totals of the columns.
    pub totals: FittedRow,
    /// How the table was fitted.
    pub notes: Vec<String>,
}

/// A row of a fitted table.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FittedRow {
    /// Its name.
    pub name: String,
    /// One number for each column.
    pub cells: Vec<f64>,
    /// Their sum.
    pub total: f64,
}

/// A table with the totals that its rows and columns are to have.
struct Margins {
    unit: String,
    columns: Vec<String>,
    rows: Vec<String>,
    cells: Vec<Vec<f64>>,
    of_rows: Vec<f64>,
    of_columns: Vec<f64>,
}

/// Fits a table to the totals of its last row and column, with the structure of its cells: in whole
/// places ([`biproportional`]), or unrounded ([`ras`]).
///
/// Errors with `F303` for a table that cannot be read, with its line; for totals that do not agree
/// or cannot be met; for totals that are not whole numbers where places are requested; and for ties
/// that are to be refused.
pub fn fit(inputs: &Inputs, in_whole_places: bool, ties: Ties) -> Result<FittedTable> {
    let table = read(inputs)?;
    let (cells, note) = if in_whole_places {
        let places = placed(&table, ties).map_err(|error| error.in_file(&inputs.file))?;
        let numbers =
            places.iter().map(|row| row.iter().map(|places| as_f64(*places)).collect()).collect();
        (
            numbers,
            "Whole places: biproportional apportionment, rounding of Sainte-Laguë; totals are met \
             exactly."
                .to_owned(),
        )
    } else {
        let fitted = ras(&table.cells, &table.of_rows, &table.of_columns, TOLERANCE, ROUNDS)
            .map_err(|unfitted| unfitted_error(unfitted).in_file(&inputs.file))?;
        (
            fitted.cells,
            format!(
                "Iterative proportional fitting (RAS): totals met in {} rounds.",
                fitted.rounds
            ),
        )
    };
    Ok(fitted(table, cells, in_whole_places, note, &inputs.file))
}

fn placed(table: &Margins, ties: Ties) -> Result<Vec<Vec<u64>>> {
    let numbers = |numbers: &[f64]| -> Result<Vec<u64>> {
        let number = |number: &f64| {
            exact_integer(*number).ok_or_else(|| {
                wrong().found(with_decimals(*number, 3)).expected(format!(
                    "whole numbers from 0 up, or no {} for a table without rounding",
                    Field::Whole
                ))
            })
        };
        numbers.iter().map(number).collect()
    };
    let weights = table.cells.iter().map(|row| numbers(row)).collect::<Result<Vec<_>>>()?;
    let (rows, columns) = (numbers(&table.of_rows)?, numbers(&table.of_columns)?);
    biproportional(&weights, &rows, &columns, ties).map_err(|unmet| {
        let named = |names: &[String], at: &[usize]| {
            at.iter().map(|at| names[*at].clone()).collect::<Vec<_>>().join(", ")
        };
        match unmet {
            Unmet::MarginsDiffer(rows, columns) => differ(
                as_f64(u64::try_from(rows).unwrap_or(u64::MAX)),
                as_f64(u64::try_from(columns).unwrap_or(u64::MAX)),
            ),
            Unmet::OutOfReach(rows, columns) => wrong()
                .found(format!(
                    "empty cells in the way: {} have more places than {} may take",
                    named(&table.rows, &rows),
                    named(&table.columns, &columns)
                ))
                .expected("a figure above 0 in a cell that may have places"),
            Unmet::Tie(cells) => {
                let cell = |(row, column): &(usize, usize)| {
                    format!("{} in {}", table.columns[*column], table.rows[*row])
                };
                wrong()
                    .found(format!(
                        "cells that can exchange places: {}",
                        cells.iter().map(cell).collect::<Vec<_>>().join("; ")
                    ))
                    .expected(format!("no tie, or {}", Field::Ties.set_to("order")))
            }
            Unmet::Malformed | Unmet::TooLarge => {
                wrong().found("numbers too large to be apportioned exactly")
            }
        }
    })
}

fn unfitted_error(unfitted: Unfitted) -> Error {
    match unfitted {
        Unfitted::MarginsDiffer(rows, columns) => differ(rows, columns),
        Unfitted::NotMet(off) => wrong()
            .found(format!(
                "totals that are not met in {ROUNDS} rounds: {} is left",
                with_decimals(off, 3)
            ))
            .expected("totals that cells above 0 can reach"),
        Unfitted::Malformed => wrong().found("a number below 0").expected("numbers from 0 up"),
    }
}

fn differ(rows: f64, columns: f64) -> Error {
    wrong()
        .found(format!(
            "totals of rows that add up to {}, of columns to {}",
            with_decimals(rows, 0),
            with_decimals(columns, 0)
        ))
        .expected("the same sum")
}

fn wrong() -> Error {
    Error::new(error_codes::OPTION_WRONG, "fitting a table to its totals")
}

/// Reads a table whose last row and column are `total`. Errors with `F303`.
fn read(inputs: &Inputs) -> Result<Margins> {
    const DOING: &str = "reading a table with its totals";
    let unreadable =
        |line: u64, found: String, expected: &str| inputs.wrong(DOING, line, found, expected);
    let shape =
        "a column of names, a column for each type and a last column `total`; a last row `total`";
    let mut reader = inputs.reader();
    let header = reader.headers().map_err(|error| unreadable(1, error.to_string(), shape))?.clone();
    let names: Vec<String> = header.iter().map(str::to_owned).collect();
    let [unit, columns @ .., last] = names.as_slice() else {
        return Err(unreadable(1, format!("{} columns", names.len()), shape));
    };
    if !last.eq_ignore_ascii_case(TOTAL) || columns.is_empty() {
        return Err(unreadable(1, format!("the last column {last:?}"), shape));
    }
    let mut rows: Vec<(String, Vec<f64>)> = Vec::new();
    for record in reader.records() {
        let (line, record) = inputs.row(record, DOING, shape)?;
        let number = |(at, text): (usize, &str)| {
            // The grand total follows from the others, so it may be left out.
            let is_corner =
                text.is_empty() && at == columns.len() && record[0].eq_ignore_ascii_case(TOTAL);
            let parsed = if is_corner {
                Some(0.0)
            } else {
                text.parse::<f64>().ok().filter(|number| number.is_finite())
            };
            parsed.ok_or_else(|| {
                unreadable(line, format!("{text:?}"), "a plain number in every cell")
            })
        };
        let numbers = record.iter().skip(1).enumerate().map(number).collect::<Result<_>>()?;
        rows.push((record[0].to_owned(), numbers));
    }
    let Some((_, of_columns)) =
        rows.pop().filter(|(name, _)| name.eq_ignore_ascii_case(TOTAL) && !rows.is_empty())
    else {
        return Err(unreadable(1, "no last row `total` below others".to_owned(), shape));
    };
    Ok(Margins {
        unit: unit.clone(),
        columns: columns.to_vec(),
        of_rows: rows.iter().map(|(_, numbers)| numbers[columns.len()]).collect(),
        cells: rows.iter().map(|(_, numbers)| numbers[..columns.len()].to_vec()).collect(),
        rows: rows.into_iter().map(|(name, _)| name).collect(),
        of_columns: of_columns[..columns.len()].to_vec(),
    })
}

fn fitted(
    table: Margins,
    cells: Vec<Vec<f64>>,
    in_whole_places: bool,
    note: String,
    file: &str,
) -> FittedTable {
    let row = |name: String, cells: Vec<f64>| FittedRow { total: cells.iter().sum(), name, cells };
    let column_total = |at: usize| cells.iter().map(|row| row[at]).sum::<f64>();
    let totals = row(TOTAL.to_owned(), (0..table.columns.len()).map(column_total).collect());
    FittedTable {
        caption: format!("{file}, fitted to its totals"),
        file: file.to_owned(),
        in_whole_places,
        unit: Unit::Number,
        header: table.unit,
        columns: table.columns,
        rows: table.rows.into_iter().zip(cells).map(|(name, cells)| row(name, cells)).collect(),
        totals,
        notes: vec![note],
    }
}
