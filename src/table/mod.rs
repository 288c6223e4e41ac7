//! `Table`: a polars frame that has passed its schema, the only type of data passed between
//! modules.
//!
//! Belongs here: the schema of published figures, the columns' names, figures with their statuses,
//! printable listings. Does not belong here: files, definitions, formulas.
//!
//! **Invariant:** in a [`Table`] the grain (area, period, dimensions, measure) is unique. Every
//! null value has a missing status. Every row names the source and cell it was read from. The code
//! that builds a table (`source::shape`, or the reader of bundled figures) checks that codes are in
//! their codelists and that areas exist.

mod build;
pub mod columns;
mod listing;
mod row;
mod stack;
mod units;

pub use build::TableBuilder;
pub use listing::{Cell, Column, Listing};
pub use row::{Figure, Row};
pub use units::Units;

use crate::domain::{
    AreaCode, Comparable, Date, Error, Id, MeasureKind, Result, Retrieved, Sha256, Status, Tiers,
    Unit, error_codes,
};
use polars::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Where the rows of a table came from: one edition of one publication.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub struct Source {
    /// The dataset read.
    pub dataset: Id,
    /// The edition: the newest day that it has figures for.
    pub edition: Date,
    /// Name of the file as it was imported, or of the bundled file.
    pub file: String,
    /// sha256 of the file's bytes.
    pub sha256: Sha256,
    /// When the file was obtained.
    pub retrieved: Retrieved,
    /// When the publisher published it, if the file contains that date.
    pub published: Option<Date>,
    /// Address of the publication.
    pub address: String,
    /// True for the figures built into the program.
    pub bundled: bool,
    /// True if each edition of the dataset revises the estimates for earlier days.
    pub revises: bool,
}

impl Source {
    /// True if figures from both sources can be compared: editions that continue each other, or
    /// one edition of a publication that revises its earlier figures.
    pub fn is_comparable_with(&self, other: &Self) -> bool {
        let is_one_publication = (self.edition, self.published, &self.address)
            == (other.edition, other.published, &other.address);
        let is_one_edition =
            self.sha256 == other.sha256 || (self.published.is_some() && is_one_publication);
        (!self.revises && !other.revises) || is_one_edition
    }
}

/// A measure of a dataset: its name in the `measure` column, how it relates to time, and its unit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// The name, such as `people` or `births`.
    pub id: Id,
    /// Stock, flow or cumulative.
    pub kind: MeasureKind,
    /// The unit of its values.
    pub unit: Unit,
    /// False for a count whose total is less than the sum of its parts. Moves out of an authority
    /// are no longer counted when the authorities of origin and destination merge.
    #[serde(default = "yes")]
    pub additive: bool,
    /// The tiers of authorities for which the measure is published; by default those of the
    /// dataset.
    pub tier: Option<Tiers>,
    /// The areas between which the measure may be compared; by default all areas.
    pub comparable: Option<Comparable>,
    /// The areas whose authorities, regions or nations the measure is published for, by ONS code;
    /// by default those of the dataset.
    pub published_for: Option<Vec<AreaCode>>,
}

fn yes() -> bool {
    true
}

impl Measure {
    /// True when the figure of a merged area is the sum of the figures of its parts.
    pub fn adds_up(&self) -> bool {
        self.additive && self.unit.adds_up() && self.kind != MeasureKind::Derived
    }
}

/// A frame of published figures that has passed its schema.
///
/// Columns: `area_code, area_name, period_start, period_end, <dimensions…>, measure, value, unit,
/// status`, then `source, cell` for tracing back. One row per area, period, dimensions and measure.
#[derive(Debug, Clone)]
pub struct Table {
    frame: DataFrame,
    dims: Vec<String>,
    measures: Vec<Measure>,
    sources: Vec<Source>,
    /// Figures of revising editions that a newer edition has superseded.
    superseded: Option<DataFrame>,
}

impl Table {
    /// Checks a frame against the schema and takes ownership of it.
    ///
    /// Errors with `F110` when two rows share a grain and with `F204` when a null value has no
    /// missing status.
    pub fn new(
        frame: DataFrame,
        dims: Vec<String>,
        measures: Vec<Measure>,
        sources: Vec<Source>,
    ) -> Result<Self> {
        let table = Self { frame, dims, measures, sources, superseded: None };
        table.check_missing_have_reasons()?;
        table.check_grain()?;
        Ok(table)
    }

    /// The frame, for polars expressions.
    pub fn frame(&self) -> &DataFrame {
        &self.frame
    }

    /// The names of the dimensions, in column order.
    pub fn dims(&self) -> &[String] {
        &self.dims
    }

    /// The measures, each with its kind: a stock, a flow or cumulative.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// The editions from which the rows were read; the `source` column refers to this list.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The codes of a dimension in each edition, by the edition's position in the list of sources.
    pub fn codes_by_source(&self, dimension: usize) -> Result<BTreeMap<u32, BTreeSet<String>>> {
        let pairs = self
            .frame
            .select([columns::SOURCE, self.dims[dimension].as_str()])
            .map_err(frame_error)?;
        let pairs =
            pairs.unique_stable(None, UniqueKeepStrategy::Any, None).map_err(frame_error)?;
        let (sources, codes) =
            (pairs.column(columns::SOURCE), pairs.column(self.dims[dimension].as_str()));
        let (sources, codes) = (sources.map_err(frame_error)?, codes.map_err(frame_error)?);
        let (sources, codes) =
            (sources.u32().map_err(frame_error)?, codes.str().map_err(frame_error)?);
        let mut found: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
        for (source, code) in
            sources.iter().zip(codes.iter()).filter_map(|(source, code)| source.zip(code))
        {
            found.entry(source).or_default().insert(code.to_owned());
        }
        Ok(found)
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.frame.height()
    }

    /// True when there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows for which `predicate` is true, as a table with the same schema.
    pub fn filter(&self, predicate: Expr) -> Result<Self> {
        let frame = self.frame.clone().lazy().filter(predicate).collect().map_err(frame_error)?;
        Ok(Self { frame, ..self.clone() })
    }

    /// The rows of a measure with the given codes, as a table with the same schema. Each code comes
    /// with the position of its dimension.
    pub fn of(&self, measure: Option<&str>, fixed: &[(usize, &str)]) -> Result<Self> {
        let of_measure = measure.map(|measure| (columns::MEASURE, measure));
        let fixed = fixed.iter().map(|(place, code)| (self.dims[*place].as_str(), *code));
        let wanted =
            of_measure.into_iter().chain(fixed).map(|(column, code)| col(column).eq(lit(code)));
        match wanted.reduce(Expr::and) {
            Some(wanted) => self.filter(wanted),
            None => Ok(self.clone()),
        }
    }

    /// The rows whose code of a dimension meets a condition.
    pub fn where_code(&self, place: usize, holds: impl Fn(&str) -> bool) -> Result<Self> {
        let codes = self
            .frame
            .column(&self.dims[place])
            .and_then(|column| column.str())
            .map_err(frame_error)?;
        let mut known: BTreeMap<&str, bool> = BTreeMap::new();
        let is_wanted: BooleanChunked = codes
            .iter()
            .map(Option::unwrap_or_default)
            .map(|code| Some(*known.entry(code).or_insert_with(|| holds(code))))
            .collect();
        let frame = self.frame.filter(&is_wanted).map_err(frame_error)?;
        Ok(Self { frame, ..self.clone() })
    }

    /// The rows, typed. Meant for the small tables that methods work on.
    pub fn rows(&self) -> Result<Vec<Row>> {
        build::rows_of(self)
    }

    /// The rows whose period has ended by a day.
    pub fn until(&self, day: Date) -> Result<Self> {
        let day = Series::new(PlSmallStr::EMPTY, [build::days_of_date(day)]);
        let has_ended = col(columns::PERIOD_END).lt_eq(lit(day).first().cast(DataType::Date));
        let kept = |frame: &DataFrame| {
            frame.clone().lazy().filter(has_ended.clone()).collect().map_err(frame_error)
        };
        let superseded = self.superseded.as_ref().map(kept).transpose()?;
        Ok(Self { frame: kept(&self.frame)?, superseded, ..self.clone() })
    }

    /// Takes ownership of a frame that was a table before it was saved. It has already passed the
    /// checks of [`Table::new`].
    pub fn restore(
        frame: DataFrame,
        dims: Vec<String>,
        measures: Vec<Measure>,
        sources: Vec<Source>,
    ) -> Self {
        Self { frame, dims, measures, sources, superseded: None }
    }

    /// The editions with figures that a newer edition has superseded, each as published, the newest
    /// first. Only datasets that revise have such editions. Their rows refer to the same list of
    /// sources.
    pub fn superseded_editions(&self) -> Result<Vec<Self>> {
        let Some(superseded) = &self.superseded else { return Ok(Vec::new()) };
        let whole = self.frame.vstack(superseded).map_err(frame_error)?;
        let sources = superseded
            .column(columns::SOURCE)
            .and_then(|column| column.u32())
            .map_err(frame_error)?;
        let sources: BTreeSet<u32> = sources.iter().flatten().collect();
        let edition = |source: &u32| {
            let of_it = whole.clone().lazy().filter(col(columns::SOURCE).eq(lit(*source)));
            let frame = of_it.collect().map_err(frame_error)?;
            Ok(Self { frame, superseded: None, ..self.clone() })
        };
        sources.iter().map(edition).collect()
    }

    fn check_missing_have_reasons(&self) -> Result<()> {
        let missing: Vec<String> = Status::ALL
            .into_iter()
            .filter(|s| s.is_missing())
            .map(|s| s.as_str().to_owned())
            .collect();
        let reasonless = self.filter(
            col(columns::VALUE).is_null().and(
                col(columns::STATUS).is_null().or(col(columns::STATUS)
                    .is_in(lit(Series::new("missing".into(), missing)).implode(false), false)
                    .not()),
            ),
        )?;
        match reasonless.rows()?.first() {
            None => Ok(()),
            Some(row) => Err(Error::new(
                error_codes::DEFINITION_WRONG,
                "checking that missing values have a reason",
            )
            .at_cell(row.cell.clone())
            .found("an empty figure without a status")
            .expected("suppressed, not available or not applicable")),
        }
    }

    fn check_grain(&self) -> Result<()> {
        let mut grain: Vec<Expr> = columns::LEADING
            .iter()
            .filter(|c| **c != columns::AREA_NAME)
            .map(|c| col(*c))
            .collect();
        grain.extend(self.dims.iter().map(|dim| col(dim.as_str())));
        grain.push(col(columns::MEASURE));
        let repeated = self
            .frame
            .clone()
            .lazy()
            .group_by_stable(grain)
            .agg([len().alias("rows"), col(columns::CELL), col(columns::AREA_NAME).first()])
            .filter(col("rows").gt(lit(1)))
            .limit(1)
            .collect()
            .map_err(frame_error)?;
        if repeated.height() == 0 {
            return Ok(());
        }
        Err(build::repeated_grain_error(&repeated))
    }
}

/// Converts a failure inside polars into our error. Such a failure is a defect of the program, so
/// the help asks the user to report it.
pub fn frame_error(error: PolarsError) -> Error {
    Error::new(error_codes::DEFINITION_WRONG, "computing on a table")
        .found(error.to_string())
        .help("report this with the request that led to it")
}

#[cfg(test)]
mod tests {
    use super::{Figure, Row, TableBuilder};
    use crate::domain::{AreaCode, Date, Period, Status, Unit};
    use jiff::civil::date;

    /// A stock of people in one area on one day.
    fn sample_row(code: &str, day: Date, value: Figure) -> Row {
        Row {
            area: AreaCode::new(code).unwrap(),
            area_name: code.into(),
            period: Period::day(day),
            dims: [].into(),
            measure: "people".into(),
            value: value.value,
            unit: Unit::People,
            status: value.status,
            source: 0,
            cell: "A1".into(),
        }
    }

    #[test]
    fn refuses_two_rows_of_one_grain_and_missing_without_reason() {
        let day = date(2025, 12, 31);
        let row = sample_row("E09000018", day, Figure::of(1474.0));
        let mut twice = TableBuilder::new(Vec::new(), Vec::new());
        twice.push(row.clone());
        twice.push(row.clone());
        assert_eq!(twice.finish().map(|_| ()).map_err(|e| e.code().id), Err("F110"));

        let mut reasonless = TableBuilder::new(Vec::new(), Vec::new());
        reasonless.push(Row { value: None, ..row });
        assert_eq!(reasonless.finish().map(|_| ()).map_err(|e| e.code().id), Err("F204"));
    }

    #[test]
    fn rows_survive_the_frame() {
        let day = date(2025, 12, 31);
        let row = sample_row("E09000001", day, Figure::missing(Status::Suppressed));
        let mut builder = TableBuilder::new(Vec::new(), Vec::new());
        builder.push(row.clone());
        let table = builder.finish().unwrap();
        assert_eq!(table.rows().unwrap(), vec![row]);
        assert_eq!(table.until(day).unwrap().len(), 1);
        assert!(table.until(date(2025, 12, 30)).unwrap().is_empty());
    }
}
