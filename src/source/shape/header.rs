//! The header of a sheet: where it is, and which column is which.

mod top;

use self::top::{Headings, Top, text_of};
use super::pattern::{self, Captured, Pattern};
use crate::catalogue::{ColumnDefinition, Dataset, HeaderKind, Layout, Role};
use crate::domain::{AreaCode, Error, MissingDefinition, error_codes, normal_text};
use crate::geography::Geography;
use crate::source::format::{Sheet, Value, address};

/// How many rows are searched for the header; publications have up to ten rows of prose above it.
pub(super) const SEARCH_ROWS: usize = 40;

/// A header that fits a layout.
#[derive(Debug, Clone)]
pub(super) struct Header<'a> {
    /// Row of the header, the lowest of a stacked one, from 0.
    pub row: usize,
    /// How many rows from the top may hold the sheet's title: all above a single header, all of a
    /// stacked one.
    pub title_rows: usize,
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
    /// What stood at the placeholders of its header.
    pub captured: Captured,
    /// For a block of ages: the age of this column.
    pub age: Option<String>,
}

impl<'a> Header<'a> {
    /// The columns of a role, in the order in which the layout names them.
    pub(super) fn of(&self, role: Role) -> impl Iterator<Item = &Found<'a>> {
        self.columns.iter().filter(move |found| found.definition.role == role)
    }

    /// The columns of figures.
    pub(super) fn figures(&self) -> impl Iterator<Item = &Found<'a>> {
        self.columns.iter().filter(|found| found.definition.role.is_figure())
    }

    /// The first column of that definition.
    pub(super) fn column(&self, id: &str) -> Option<&Found<'a>> {
        self.columns.iter().find(|found| found.definition.id == id)
    }
}

/// Why a sheet's header does not fit a layout.
#[derive(Debug, Clone)]
pub(super) struct Mismatch {
    sheet: String,
    layout: String,
    /// The row that is most nearly the header.
    pub row: usize,
    matched: usize,
    /// Columns of the sheet that the layout knows, with the ids of their definitions.
    pub known: Vec<(usize, String)>,
    missing: Vec<String>,
    unknown: Option<(String, String)>,
    /// Ids of the columns that are missing, and headers of those that are not known.
    lack: (Vec<String>, Vec<String>),
}

impl Mismatch {
    /// How near the layout came: columns found less those that stand in the way.
    pub(super) fn worth(&self) -> i64 {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        count(self.matched) - count(self.missing.len()) - count(self.lack.1.len())
    }

    /// `F104` when a column is missing, else `F105`.
    pub(super) fn into_error(self, dataset: &Dataset) -> Error {
        let doing = format!("reading the header of {} (layout {})", dataset.id, self.layout);
        let file = format!("data/catalogue/datasets/…/{}.toml", dataset.id);
        let (missing, unknown) = self.lack;
        let lack = MissingDefinition::Headers { dataset: dataset.id.clone(), missing, unknown };
        let error = match (self.missing.first(), self.unknown) {
            (Some(missing), unknown) => {
                let beside = unknown.map_or(String::new(), |(_, text)| {
                    format!(", and the unknown column {text:?}")
                });
                Error::new(error_codes::HEADER_MISSING, doing)
                    .in_sheet(self.sheet)
                    .at_cell(format!("row {}", self.row + 1))
                    .found(format!("no column {missing:?}{beside}"))
                    .expected("every column that the layout names")
                    .help(format!(
                        "if the column was reworded, add the new wording to its `header` in {file}"
                    ))
            }
            (None, Some((cell, text))) => Error::new(error_codes::HEADER_UNKNOWN, doing)
                .in_sheet(self.sheet)
                .at_cell(cell)
                .found(format!("the column {text:?}"))
                .expected("only columns that the layout names")
                .help(format!("read the publisher's notes on it, then declare it in {file}")),
            (None, None) => Error::new(error_codes::HEADER_MISSING, doing).in_sheet(self.sheet),
        };
        error.lacking(lack)
    }
}

/// Finds the header of a layout: the row of the first forty in which most of its columns stand, or,
/// for a stacked header, all rows above the first area.
pub(super) fn find<'a>(
    sheet: &Sheet,
    dataset: &'a Dataset,
    layout: &'a Layout,
    geography: &Geography,
) -> Result<Header<'a>, Box<Mismatch>> {
    let definitions: Vec<Wanted<'_>> =
        layout.columns.iter().filter_map(|id| dataset.column(id)).map(Wanted::new).collect();
    let last = sheet.height().min(SEARCH_ROWS);
    let headings = sheet.noted(Headings::of);
    let tops: Vec<Top> = match layout.header {
        HeaderKind::Row => (0..last).map(|row| Top::of_row(&headings, row)).collect(),
        HeaderKind::Stacked => {
            Top::above_areas(sheet, &headings, last, geography).into_iter().collect()
        }
    };
    let mut best: Option<Box<Mismatch>> = None;
    for top in tops {
        match fit(sheet, &top, &definitions, layout) {
            Ok(header) if !names_hold_codes(sheet, &header) => return Ok(header),
            Ok(_) => {}
            Err(mismatch) if best.as_ref().is_none_or(|held| mismatch.matched > held.matched) => {
                best = Some(mismatch);
            }
            Err(_) => {}
        }
    }
    Err(best.unwrap_or_else(|| {
        Box::new(Mismatch {
            sheet: sheet.name.clone(),
            layout: layout.id.clone(),
            row: 0,
            matched: 0,
            known: Vec::new(),
            missing: layout.columns.clone(),
            unknown: None,
            lack: (layout.columns.clone(), Vec::new()),
        })
    }))
}

/// A column that is looked for, with its headers as patterns: the steps of each from the top.
struct Wanted<'a> {
    definition: &'a ColumnDefinition,
    headers: Vec<Vec<Pattern>>,
}

impl<'a> Wanted<'a> {
    fn new(definition: &'a ColumnDefinition) -> Self {
        let headers = definition
            .header
            .iter()
            .map(|header| pattern::steps(header).map(Pattern::new).collect());
        Self { headers: headers.collect(), definition }
    }
}

/// True when codes stand in a column of names: some editions print the two headers over each
/// other's column.
fn names_hold_codes(sheet: &Sheet, header: &Header<'_>) -> bool {
    let rows = || sheet.rows().iter().skip(header.row + 1);
    let first_text = |index: usize| {
        rows().filter_map(|row| row.get(index)?.text()).map(str::trim).find(|text| !text.is_empty())
    };
    header
        .of(Role::AreaName)
        .any(|found| first_text(found.index).is_some_and(|text| AreaCode::new(text).is_ok()))
}

fn fit<'a>(
    sheet: &Sheet,
    top: &Top,
    definitions: &[Wanted<'a>],
    layout: &Layout,
) -> Result<Header<'a>, Box<Mismatch>> {
    let mut taken = vec![false; top.stacks.len()];
    let mut columns: Vec<Found<'a>> = Vec::new();
    let (mut missing, mut missing_ids) = (Vec::new(), Vec::new());
    for wanted in definitions {
        let definition = wanted.definition;
        let repeats = repeats(definition);
        let free = (0..taken.len()).filter(|column| !taken[*column]);
        let mut found: Vec<Found<'a>> =
            free.filter_map(|column| matches(wanted, top, column)).collect();
        if !repeats {
            found.truncate(1);
        }
        if found.is_empty() && !definition.optional {
            missing.push(definition.header.first().unwrap_or(&definition.id).clone());
            missing_ids.push(definition.id.clone());
        }
        found.iter().for_each(|found| taken[found.index] = true);
        columns.extend(found);
    }
    let stray = |column: &usize| {
        !taken[*column]
            && top.stacks[*column].iter().any(|(heading, own)| *own && !heading.text.is_empty())
    };
    let unknown: Vec<usize> = (0..taken.len()).filter(stray).collect();
    if missing.is_empty() && unknown.is_empty() {
        let title_rows = if layout.header == HeaderKind::Stacked { top.row + 1 } else { top.row };
        return Ok(Header { row: top.row, title_rows, columns });
    }
    Err(Box::new(Mismatch {
        sheet: sheet.name.clone(),
        layout: layout.id.clone(),
        row: top.row,
        matched: definitions.len() - missing.len(),
        known: columns.iter().map(|found| (found.index, found.definition.id.clone())).collect(),
        missing,
        lack: (missing_ids, unknown.iter().map(|column| top.own(*column).to_owned()).collect()),
        unknown: unknown
            .first()
            .map(|column| (address(top.row, *column), top.own(*column).to_owned())),
    }))
}

/// True for definitions that take every column that fits.
fn repeats(definition: &ColumnDefinition) -> bool {
    let placeholder = |header: &String| pattern::REPEATING.iter().any(|name| header.contains(name));
    matches!(definition.role, Role::Ages | Role::Ignore)
        || definition.header.iter().any(placeholder)
}

fn matches<'a>(wanted: &Wanted<'a>, top: &Top, index: usize) -> Option<Found<'a>> {
    let definition = wanted.definition;
    let found = |captured, age| Found { index, definition, captured, age };
    if definition.role == Role::Ages {
        return Some(found(Captured::default(), Some(age_of(top.own(index))?)));
    }
    let told_by_content = match definition.role {
        Role::AreaCode => top.areas.0 == Some(index),
        Role::AreaName => top.areas.1 == Some(index),
        _ => false,
    };
    if definition.header.is_empty() {
        return told_by_content.then(|| found(Captured::default(), None));
    }
    if top.own(index).is_empty() {
        let blank = definition.header.iter().any(String::is_empty);
        return blank.then(|| found(Captured::default(), None));
    }
    wanted
        .headers
        .iter()
        .find_map(|header| top.fits(index, header))
        .map(|captured| found(captured, None))
}

/// The age code of a header: `all`, `0` … `89`, `90+`.
fn age_of(text: &str) -> Option<String> {
    let text = normal_text(text);
    match text.as_str() {
        "all ages" => return Some("all".to_owned()),
        "90+" | "90 and over" | "90 or over" => return Some("90+".to_owned()),
        _ => {}
    }
    let digits = text.strip_suffix(".0").unwrap_or(&text);
    let age: u8 =
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()?;
    (age <= 90).then(|| if age == 90 { "90+".to_owned() } else { age.to_string() })
}

/// The text of every row above the first figures, for dates in titles.
pub(super) fn titles(sheet: &Sheet, header: &Header<'_>) -> Vec<String> {
    let line = |row: &Vec<Value>| {
        row.iter().map(text_of).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    };
    sheet.rows().iter().take(header.title_rows).map(line).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::age_of;

    #[test]
    fn reads_ages_out_of_headers() {
        assert_eq!(age_of("All ages").as_deref(), Some("all"));
        assert_eq!(age_of("0.0").as_deref(), Some("0"));
        assert_eq!(age_of("90 and over").as_deref(), Some("90+"));
        assert_eq!(age_of("Geography"), None);
    }
}
