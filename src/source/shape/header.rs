//! The header row of a sheet: where it is, and which column is which.

use crate::catalogue::{ColumnDefinition, Dataset, Layout, Role};
use crate::domain::{Error, Result, error_codes};
use crate::source::format::{Sheet, Value, address};

/// How many rows are searched for the header; publications have up to ten rows of prose above it.
pub(super) const SEARCH_ROWS: usize = 40;

/// A header that fits a layout.
#[derive(Debug, Clone)]
pub(super) struct Header<'a> {
    /// Row of the header, from 0.
    pub row: usize,
    /// The columns found.
    pub columns: Vec<Found<'a>>,
}

/// A column of a sheet.
#[derive(Debug, Clone)]
pub(super) struct Found<'a> {
    /// Position in the sheet, from 0.
    pub index: usize,
    /// What it is.
    pub definition: &'a ColumnDefinition,
    /// The four digits that stand for `{year}` in the header.
    pub year: Option<i16>,
    /// For a block of ages: the age of this column.
    pub age: Option<String>,
}

/// Why a sheet's header does not fit a layout.
#[derive(Debug, Clone)]
pub(super) struct Mismatch {
    sheet: String,
    layout: String,
    row: usize,
    matched: usize,
    missing: Vec<String>,
    unknown: Option<(String, String)>,
    unknown_count: usize,
}

impl Mismatch {
    /// How near the layout came: columns found less those that stand in the way.
    pub(super) fn worth(&self) -> i64 {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        count(self.matched) - count(self.missing.len()) - count(self.unknown_count)
    }

    /// `F104` when a column is missing, else `F105`.
    pub(super) fn into_error(self, dataset: &Dataset) -> Error {
        let doing = format!("reading the header of {} (layout {})", dataset.id, self.layout);
        let file = format!("data/catalogue/datasets/…/{}.toml", dataset.id);
        match (self.missing.first(), self.unknown) {
            (Some(missing), unknown) => {
                let beside = unknown.map_or(String::new(), |(_, text)| format!(", and the unknown column {text:?}"));
                Error::new(error_codes::HEADER_MISSING, doing)
                    .in_sheet(self.sheet)
                    .at_cell(format!("row {}", self.row + 1))
                    .found(format!("no column {missing:?}{beside}"))
                    .expected("every column that the layout names")
                    .help(format!("if the column was reworded, add the new wording to its `header` in {file}"))
            }
            (None, Some((cell, text))) => Error::new(error_codes::HEADER_UNKNOWN, doing)
                .in_sheet(self.sheet)
                .at_cell(cell)
                .found(format!("the column {text:?}"))
                .expected("only columns that the layout names")
                .help(format!("read the publisher's notes on it, then declare it in {file}")),
            (None, None) => Error::new(error_codes::HEADER_MISSING, doing).in_sheet(self.sheet),
        }
    }
}

/// Finds the header of a layout: the row of the first forty in which most of its columns stand.
pub(super) fn find<'a>(
    sheet: &Sheet,
    dataset: &'a Dataset,
    layout: &'a Layout,
) -> std::result::Result<Header<'a>, Box<Mismatch>> {
    let definitions: Vec<&ColumnDefinition> = layout.columns.iter().filter_map(|id| dataset.column(id)).collect();
    let mut best: Option<Box<Mismatch>> = None;
    for row in 0..sheet.height().min(SEARCH_ROWS) {
        match fit(sheet, row, &definitions, layout) {
            Ok(header) => return Ok(header),
            Err(mismatch) if best.as_ref().is_none_or(|held| mismatch.matched > held.matched) => best = Some(mismatch),
            Err(_) => {}
        }
    }
    Err(best.unwrap_or_else(|| {
        Box::new(Mismatch {
            sheet: sheet.name.clone(),
            layout: layout.id.clone(),
            row: 0,
            matched: 0,
            missing: layout.columns.clone(),
            unknown: None,
            unknown_count: 0,
        })
    }))
}

fn fit<'a>(
    sheet: &Sheet,
    row: usize,
    definitions: &[&'a ColumnDefinition],
    layout: &Layout,
) -> std::result::Result<Header<'a>, Box<Mismatch>> {
    let cells = &sheet.rows()[row];
    let mut taken = vec![false; cells.len()];
    let mut columns = Vec::new();
    let mut missing = Vec::new();
    for definition in definitions {
        let before = columns.len();
        for (index, cell) in cells.iter().enumerate().filter(|(index, _)| !taken[*index]) {
            if let Some(found) = matches(definition, index, cell) {
                columns.push(found);
                if definition.role != Role::Ages {
                    break;
                }
            }
        }
        columns[before..].iter().for_each(|found| taken[found.index] = true);
        if columns.len() == before {
            missing.push(definition.header.first().unwrap_or(&definition.id).clone());
        }
    }
    let unknown: Vec<(usize, String)> = cells
        .iter()
        .enumerate()
        .filter(|(index, _)| !taken[*index])
        .map(|(index, cell)| (index, text_of(cell)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    if missing.is_empty() && unknown.is_empty() {
        return Ok(Header { row, columns });
    }
    Err(Box::new(Mismatch {
        sheet: sheet.name.clone(),
        layout: layout.id.clone(),
        row,
        matched: definitions.len() - missing.len(),
        missing,
        unknown_count: unknown.len(),
        unknown: unknown.into_iter().next().map(|(index, text)| (address(row, index), text)),
    }))
}

fn matches<'a>(definition: &'a ColumnDefinition, index: usize, cell: &Value) -> Option<Found<'a>> {
    if definition.role == Role::Ages {
        let age = age_of(&text_of(cell))?;
        return Some(Found { index, definition, year: None, age: Some(age) });
    }
    let text = text_of(cell).to_lowercase();
    definition.header.iter().find_map(|pattern| {
        let year = fits_pattern(&pattern.to_lowercase(), &text)?;
        Some(Found { index, definition, year, age: None })
    })
}

/// `Some(None)` when the text is the pattern, `Some(Some(year))` when `{year}` stood for four digits.
fn fits_pattern(pattern: &str, text: &str) -> Option<Option<i16>> {
    let Some((before, after)) = pattern.split_once("{year}") else {
        return (pattern == text).then_some(None);
    };
    let digits = text.strip_prefix(before)?.strip_suffix(after)?;
    (digits.len() == 4).then(|| digits.parse().ok().map(Some)).flatten()
}

/// The age code of a header: `all`, `0` … `89`, `90+`.
fn age_of(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    match text.as_str() {
        "all ages" => return Some("all".to_owned()),
        "90+" | "90 and over" => return Some("90+".to_owned()),
        _ => {}
    }
    let digits = text.strip_suffix(".0").unwrap_or(&text);
    let age: u8 = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()?;
    (age <= 90).then(|| if age == 90 { "90+".to_owned() } else { age.to_string() })
}

/// The text of a header cell with line breaks and repeated space as single spaces.
fn text_of(cell: &Value) -> String {
    let text = match cell {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of every cell above the header, for dates in titles.
pub(super) fn titles(sheet: &Sheet, header: &Header<'_>) -> Result<Vec<String>> {
    Ok(sheet.rows().iter().take(header.row).flatten().filter_map(Value::text).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::{age_of, fits_pattern};

    #[test]
    fn reads_years_and_ages_out_of_headers() {
        assert_eq!(fits_pattern("estimated population mid-{year}", "estimated population mid-2023"), Some(Some(2023)));
        assert_eq!(fits_pattern("births", "births"), Some(None));
        assert_eq!(fits_pattern("births", "births minus deaths"), None);
        assert_eq!(age_of("All ages").as_deref(), Some("all"));
        assert_eq!(age_of("0.0").as_deref(), Some("0"));
        assert_eq!(age_of("90 and over").as_deref(), Some("90+"));
        assert_eq!(age_of("Geography"), None);
    }
}
