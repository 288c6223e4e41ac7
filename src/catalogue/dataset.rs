//! Published tables: origin, recognition, layouts by vintage, columns, markers, checks, corrections.

use super::Check;
use crate::domain::{AreaLevel, Id, Status};
use crate::table::Measure;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One published table and every way it has been laid out.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dataset {
    /// Name of the file.
    pub id: Id,
    /// Title of the table for readers.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// The publication it is a part of.
    pub publication: String,
    /// The page where every edition can be found.
    pub landing_page: String,
    /// Licence of the figures.
    pub licence: String,
    /// The line that the licence asks to print.
    pub attribution: String,
    /// `quarterly`, `annual` …
    pub frequency: String,
    /// Which authorities: `United Kingdom`, `England and Wales` …
    pub geography: String,
    /// The areas that every edition must hold, as an ONS code; absent when none is promised.
    pub covers: Option<String>,
    /// What it means when an authority has no row.
    pub absent: Absent,
    /// True when each edition holds its own periods only, so that editions add up to a series; false when the newest
    /// edition holds the whole series.
    pub accumulates: bool,
    /// True for figures that travel inside the program and cannot be imported.
    #[serde(default)]
    pub bundled_only: bool,
    /// What is measured.
    pub measure: Vec<Measure>,
    /// The dimensions besides area and period.
    #[serde(default)]
    pub dimension: Vec<Dimension>,
    /// How a file of this publication is told from others.
    pub recognise: Option<Recognise>,
    /// The layouts, by vintage.
    #[serde(default)]
    pub layout: Vec<Layout>,
    /// The columns that layouts refer to.
    #[serde(default)]
    pub column: Vec<ColumnDefinition>,
    /// Labels in the area's place that name no area.
    #[serde(default)]
    pub not_an_area: Vec<NotAnArea>,
    /// Text in a figure's place, and the status it stands for.
    #[serde(default)]
    pub markers: BTreeMap<String, Status>,
    /// What must hold for every edition.
    #[serde(default)]
    pub check: Vec<Check>,
    /// Known errors of the publisher.
    #[serde(default)]
    pub correction: Vec<Correction>,
    /// What a reader must know before drawing conclusions.
    #[serde(default)]
    pub caveats: Vec<String>,
}

/// What it means when an authority has no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Absent {
    /// Nobody: a true zero.
    Zero,
    /// The figure is not available.
    NotAvailable,
}

/// A dimension and the codelist of its codes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Column name, also the default codelist.
    pub id: Id,
    /// The codelist; absent for single years of age, which are their own codes.
    pub codelist: Option<Id>,
}

/// How a file of a publication is told from others: by what is inside.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recognise {
    /// A line of the cover sheet that begins with one of these texts.
    #[serde(default)]
    pub cover: Vec<String>,
    /// The sheet that is the cover, by any of its names.
    #[serde(default)]
    pub cover_sheet: Vec<String>,
    /// Editions of text files without a cover, told by the value of one cell that no other edition has.
    #[serde(default)]
    pub control: Vec<Control>,
}

/// A published figure that tells the edition of a file without a cover.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Area of the figure.
    pub area: String,
    /// Header of its column.
    pub header: String,
    /// The figure.
    pub value: f64,
    /// The day that the edition is as at.
    pub as_at: String,
    /// When the edition was published.
    pub published: String,
    /// Where that figure was published.
    pub reference: String,
}

/// The layout of a sheet in some vintages.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Name for errors and reference pages, such as `2023-03 to 2024-09`.
    pub id: String,
    /// Layouts of the same part are alternatives; every part that is not optional must be found.
    #[serde(default = "main_part")]
    pub part: String,
    /// True when the part may be absent from a workbook.
    #[serde(default)]
    pub optional: bool,
    /// The sheets read, each by any of its names; empty for text files.
    #[serde(default)]
    pub sheet: Vec<SheetRule>,
    /// Ids of the columns that must all be there, and no others.
    pub columns: Vec<String>,
    /// Where the period comes from.
    pub period: PeriodRule,
}

fn main_part() -> String {
    "main".to_owned()
}

/// A sheet, and the codes of dimensions that its name stands for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetRule {
    /// Names, compared without surrounding space.
    pub names: Vec<String>,
    /// Dimensions that the sheet holds at one code, such as `sex = "females"`.
    #[serde(default)]
    pub set: BTreeMap<Id, String>,
}

/// Where the period of a figure comes from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodRule {
    /// `column` (a column with role `period`), `title` (a date in the first rows, found by `text`), or `control`.
    pub from: String,
    /// For `title`: the words before the date or year, such as `as at ` or `mid-`.
    pub text: Option<String>,
    /// First day of the flows in this layout, where it is not a year before the end.
    pub flows_from: Option<String>,
}

/// A column of a published sheet.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnDefinition {
    /// Name that layouts refer to.
    pub id: String,
    /// The headers it has had; compared without case, line breaks and repeated space. `{year}` stands for four digits.
    #[serde(default)]
    pub header: Vec<String>,
    /// What the column is.
    pub role: Role,
    /// For `dimension`: which one.
    pub dimension: Option<Id>,
    /// For `value` and `ages`: the measure.
    pub measure: Option<Id>,
    /// For `value`: dimensions held at one code.
    #[serde(default)]
    pub set: BTreeMap<Id, String>,
    /// For `value`: when it is as at, if not the layout's period: `mid-year-in-header` (the `{year}` of its header),
    /// `latest-mid-year` (the newest estimate that was out when the edition was published) or a date.
    pub at: Option<String>,
    /// For `ignore`: why.
    pub reason: Option<String>,
}

/// What a column of a published sheet is: the closed set of reading verbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The ONS code of the area.
    AreaCode,
    /// The name of the area.
    AreaName,
    /// The day of the figure.
    Period,
    /// A label of a dimension.
    Dimension,
    /// A figure.
    Value,
    /// A block of columns headed by single years of age, `All ages` to `90+`.
    Ages,
    /// Read past, for the reason given.
    Ignore,
}

/// A label that stands where an area should and names none.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotAnArea {
    /// What the label begins with.
    pub starts: String,
    /// The code of this project for such people.
    pub area: String,
}

/// A known error of the publisher.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Name, unique in the dataset.
    pub id: Id,
    /// What is done about it.
    pub action: Action,
    /// The codes in question.
    pub codes: Vec<String>,
    /// The day of the rows in question; any day when absent.
    pub as_at: Option<String>,
    /// For `trust-code`: the wrong name printed beside the code.
    pub name: Option<String>,
    /// The editions known to have it: where it finds nothing in one of them, `check` says so. Without any, every edition
    /// with rows of its day is meant.
    #[serde(default)]
    pub editions: Vec<String>,
    /// What is wrong, and how it is known.
    pub reason: String,
    /// When it was noticed.
    pub noticed: String,
}

/// What is done about a known error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// The code is wrong: the area is taken from the name.
    TrustName,
    /// The name is wrong: the area is taken from the code.
    TrustCode,
    /// The publisher printed one figure in several rows: they are added.
    Sum,
}

/// The column name of a dimension: its id with underscores, as all columns are written.
pub fn column_name(dimension: &Id) -> String {
    dimension.as_str().replace('-', "_")
}

impl Dataset {
    /// The column of that id.
    pub fn column(&self, id: &str) -> Option<&ColumnDefinition> {
        self.column.iter().find(|column| column.id == id)
    }

    /// The names of the dimensions' columns, in order: their ids with underscores.
    pub fn dims(&self) -> Vec<String> {
        self.dimension.iter().map(|dimension| column_name(&dimension.id)).collect()
    }

    /// Where the dimension stands among the others.
    pub fn dim_index(&self, id: &Id) -> Option<usize> {
        self.dimension.iter().position(|dimension| dimension.id == *id)
    }

    /// The measure of that id.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measure.iter().find(|measure| measure.id.as_str() == id)
    }

    /// True for the levels of area that its rows are kept for. Counties are sums of districts and are passed over.
    pub fn keeps(&self, level: AreaLevel) -> bool {
        level != AreaLevel::County
    }
}
