//! The rows below a header into figures, one by one, each with its cell.

use super::checks::Corrected;
use super::header::{self, Found, Header};
use super::layout::Part;
use super::places::{self, Place};
use super::{Shaper, periods, values};
use crate::catalogue::{Action, Dataset, Layout, Role};
use crate::domain::{AreaCode, Date, Error, Id, Result, error_codes};
use crate::source::format::{CSV_SHEET, Sheet, Value, Workbook, address};
use crate::table::{Row, TableBuilder};
use std::collections::{BTreeMap, BTreeSet};

/// The words that end a table, whatever their case.
const END_OF_TABLE: &str = "end of table";

/// Reads the sheets of one dataset, collecting rows and the corrections that were needed.
pub(super) struct Reader<'a, 'b> {
    shaper: &'b Shaper<'a>,
    dataset: &'a Dataset,
    published: Option<Date>,
    builder: TableBuilder,
    corrected: BTreeMap<&'a Id, usize>,
    days: BTreeSet<Date>,
    seen: BTreeMap<Grain, usize>,
    rows: Vec<Row>,
    renamed: BTreeSet<usize>,
}

type Grain = (AreaCode, Date, Vec<String>, String);

/// Where a row of figures stands, and what holds for all of it.
struct Line<'s, 'a> {
    sheet: &'s Sheet,
    row: usize,
    day: Date,
    layout: &'a Layout,
    set: &'a BTreeMap<Id, String>,
}

impl<'a, 'b> Reader<'a, 'b> {
    /// A reader for one dataset of a file published on a day.
    pub(super) fn new(shaper: &'b Shaper<'a>, dataset: &'a Dataset, published: Option<Date>) -> Self
    where
        'a: 'b,
    {
        Self {
            shaper,
            dataset,
            published,
            builder: TableBuilder::new(dataset.dims(), dataset.measure.clone()),
            corrected: BTreeMap::new(),
            days: BTreeSet::new(),
            seen: BTreeMap::new(),
            rows: Vec::new(),
            renamed: BTreeSet::new(),
        }
    }

    /// Reads every sheet of a part.
    pub(super) fn read(&mut self, workbook: &mut Workbook<'_>, part: &Part<'a>) -> Result<()> {
        for found in &part.sheets {
            let sheet = workbook.sheet(&found.name)?;
            let header = header::find(&sheet, self.dataset, part.layout)
                .map_err(|mismatch| mismatch.into_error(self.dataset))?;
            self.read_sheet(&sheet, &header, part.layout, found.set).map_err(|error| error.in_sheet(&sheet.name))?;
        }
        Ok(())
    }

    /// The rows read, and what was corrected in them.
    pub(super) fn finish(mut self) -> (TableBuilder, Corrected<'a>) {
        let rows = std::mem::take(&mut self.rows);
        rows.into_iter().for_each(|row| self.builder.push(row));
        (self.builder, Corrected { figures: self.corrected, days: self.days })
    }

    fn read_sheet(
        &mut self,
        sheet: &Sheet,
        header: &Header<'a>,
        layout: &'a Layout,
        set: &'a BTreeMap<Id, String>,
    ) -> Result<()> {
        let sheet_day = periods::of_sheet(sheet, header, self.dataset, layout)?;
        let dates = header.columns.iter().find(|found| found.definition.role == Role::Period);
        for row in header.row + 1..sheet.height() {
            let cells = &sheet.rows()[row];
            let first = cells.iter().find_map(Value::text).unwrap_or_default().trim().to_lowercase();
            if first == END_OF_TABLE {
                break;
            }
            if self.is_blank_or_note(cells, header) {
                continue;
            }
            let day = match (sheet_day, dates) {
                (Some(day), _) => day,
                (None, Some(column)) => periods::of_cell(sheet, row, column.index)?,
                (None, None) => return Err(no_period(self.dataset)),
            };
            self.days.insert(day);
            self.read_row(&Line { sheet, row, day, layout, set }, header)?;
        }
        Ok(())
    }

    fn read_row(&mut self, line: &Line<'_, 'a>, header: &Header<'a>) -> Result<()> {
        let text = |role: Role| {
            let found = header.columns.iter().find(|found| found.definition.role == role)?;
            line.sheet.cell(line.row, found.index).text().map(str::trim)
        };
        // Where the layout has a column of codes, an empty cell in it is an error and not a leave to guess by name.
        let has_codes = header.columns.iter().any(|found| found.definition.role == Role::AreaCode);
        let code = if has_codes { Some(text(Role::AreaCode).unwrap_or_default()) } else { None };
        let place = places::resolve(self.shaper, self.dataset, code, text(Role::AreaName), line.day)
            .map_err(|error| error.at_cell(address(line.row, place_column(header))))?;
        let Some(place) = place else {
            return Ok(());
        };
        if let Some(correction) = place.correction {
            *self.corrected.entry(&correction.id).or_default() += 1;
        }
        let dims = self.row_dims(line, header)?;
        let figures = header.columns.iter().filter(|found| matches!(found.definition.role, Role::Value | Role::Ages));
        for found in figures {
            self.read_figure(line, found, &place, dims.clone())?;
        }
        Ok(())
    }

    /// The row's code in each dimension, as far as sheet and row say it.
    fn row_dims(&self, line: &Line<'_, 'a>, header: &Header<'a>) -> Result<Vec<String>> {
        let mut dims = vec![String::new(); self.dataset.dimension.len()];
        for (dimension, code) in line.set {
            self.put(&mut dims, dimension, code.clone());
        }
        for found in header.columns.iter().filter(|found| found.definition.role == Role::Dimension) {
            let Some(dimension) = &found.definition.dimension else { continue };
            let label = line.sheet.cell(line.row, found.index).text().unwrap_or_default();
            let code = self.code_of(dimension, label).map_err(|error| error.at_cell(address(line.row, found.index)))?;
            self.put(&mut dims, dimension, code);
        }
        Ok(dims)
    }

    fn read_figure(
        &mut self,
        line: &Line<'_, 'a>,
        found: &Found<'a>,
        place: &Place<'a>,
        mut dims: Vec<String>,
    ) -> Result<()> {
        let Some(measure) = found.definition.measure.as_ref().and_then(|id| self.dataset.measure(id.as_str())) else {
            return Ok(());
        };
        for (dimension, code) in &found.definition.set {
            self.put(&mut dims, dimension, code.clone());
        }
        if let Some(age) = &found.age {
            self.put(&mut dims, &Id::new("age")?, age.clone());
        }
        let figure = values::figure(line.sheet, line.row, found.index, self.dataset, self.shaper.markers)?;
        let period = periods::of_figure(found, measure.kind, line.day, line.layout, self.published)?;
        let at = address(line.row, found.index);
        let row = Row {
            area: place.area.code.clone(),
            area_name: place.area.name.clone(),
            period,
            dims,
            measure: measure.id.to_string(),
            value: figure.value,
            unit: measure.unit,
            status: figure.status,
            source: 0,
            cell: if line.sheet.name == CSV_SHEET { at } else { format!("{}!{at}", line.sheet.name) },
        };
        self.add(row, place.correction.is_some_and(|correction| correction.action == Action::TrustName))
    }

    /// Adds a row, or adds its figure to the row it is a part of where a correction says so: an authority that got a row
    /// under another's code (`renamed`) may have one under its own as well.
    fn add(&mut self, row: Row, renamed: bool) -> Result<()> {
        let grain = (row.area.clone(), row.period.end, row.dims.clone(), row.measure.clone());
        let Some(&held) = self.seen.get(&grain) else {
            if renamed {
                self.renamed.insert(self.rows.len());
            }
            self.seen.insert(grain, self.rows.len());
            self.rows.push(row);
            return Ok(());
        };
        let either_renamed = renamed || self.renamed.contains(&held);
        let known = self.dataset.correction.iter().find(|correction| {
            correction.action == Action::Sum && places::applies(correction, &row.area, row.period.end)
        });
        let held = &mut self.rows[held];
        if known.is_none() && !either_renamed {
            return Err(Error::new(error_codes::GRAIN_REPEATED, "checking that every figure stands once")
                .at_cell(row.cell.clone())
                .found(format!(
                    "a second row for {} at {} {:?}; the first is {}",
                    row.area_name, row.period, row.dims, held.cell
                ))
                .expected("one"));
        }
        let sum = held.figure().combine(row.figure(), |a, b| Some(a + b));
        (held.value, held.status) = (sum.value, sum.status);
        held.cell = format!("{} + {}", held.cell, row.cell);
        if let Some(correction) = known {
            *self.corrected.entry(&correction.id).or_default() += 1;
        }
        Ok(())
    }

    /// True for blank rows, and for notes below a table: one text in a column that is not of figures, and names no area.
    fn is_blank_or_note(&self, cells: &[Value], header: &Header<'_>) -> bool {
        let tells = |found: &&Found<'_>| found.definition.role != Role::Ignore;
        let filled = |found: &&Found<'_>| cells.get(found.index).is_some_and(|cell| !cell.is_empty());
        let mut all = header.columns.iter().filter(tells).filter(filled);
        let (Some(only), None) = (all.next(), all.next()) else {
            return all.next().is_none() && !cells.iter().any(|c| !c.is_empty());
        };
        let text = cells[only.index].text().unwrap_or_default();
        match only.definition.role {
            Role::Value | Role::Ages => false,
            Role::AreaCode => AreaCode::new(text).is_err(),
            Role::AreaName => self.shaper.geography.named(text).is_empty(),
            Role::Period | Role::Dimension | Role::Ignore => true,
        }
    }

    fn put(&self, dims: &mut [String], dimension: &Id, code: String) {
        if let Some(index) = self.dataset.dim_index(dimension) {
            dims[index] = code;
        }
    }

    fn code_of(&self, dimension: &Id, label: &str) -> Result<String> {
        let declared = self.dataset.dimension.iter().find(|declared| declared.id == *dimension);
        let Some(codelist) = declared.and_then(|d| d.codelist.as_ref()).and_then(|id| self.shaper.codelists.get(id))
        else {
            return Ok(label.trim().to_owned());
        };
        codelist.code_of(label).map(str::to_owned).ok_or_else(|| {
            let labels = codelist.labels();
            let near = crate::domain::nearest(label, &labels);
            let near = near.map_or(String::new(), |near| format!(" (near: {near:?})"));
            Error::new(error_codes::LABEL_UNKNOWN, format!("reading a label of {}", self.dataset.id))
                .found(format!("{label:?}"))
                .expected(format!("one of {}{near}", labels.join(", ")))
                .help(format!(
                    "read the publisher's notes on it, then add the label to data/catalogue/codelists/{}.csv",
                    codelist.id
                ))
        })
    }
}

/// The column to look at when an area cannot be found: that of the code, else that of the name.
fn place_column(header: &Header<'_>) -> usize {
    let column = |role: Role| header.columns.iter().find(|found| found.definition.role == role);
    column(Role::AreaCode).or_else(|| column(Role::AreaName)).map_or(0, |found| found.index)
}

fn no_period(dataset: &Dataset) -> Error {
    Error::new(error_codes::DEFINITION_WRONG, format!("reading the periods of {}", dataset.id))
        .found("a layout whose period is from a column, but no column with role = \"period\"")
}
