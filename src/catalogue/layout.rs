//! How the sheets of a published table are laid out: recognition, sheets, columns, periods. The
//! closed set of reading verbs.

use crate::domain::date_serde;
use crate::domain::{
    AreaCode, Date, Id, MonthDay, PrintedPeriod, Status, parse_printed_period,
    parse_publication_date,
};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

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
    /// How many months the newest figures may end before the period that the cover names.
    #[serde(default)]
    pub lags_months: u8,
    /// Editions of text files without a cover, told by the value of one cell that no other edition
    /// has.
    #[serde(default)]
    pub control: Vec<Control>,
}

/// A published figure that tells the edition of a file without a cover.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Area of the figure: the code or name that is printed.
    pub area: String,
    /// The headers that its column has had.
    pub header: Vec<String>,
    /// The figure.
    pub value: f64,
    /// How far the printed figure may be from it, where it is rounded or adjusted; less than half
    /// of what divides two editions.
    #[serde(default)]
    pub within: f64,
    /// The day that the edition is as at.
    #[serde(deserialize_with = "date_serde::one")]
    pub as_at: Date,
    /// When the edition was published; `not known` in the file where that is so.
    #[serde(with = "published")]
    pub published: Option<Date>,
    /// Where that figure was published.
    pub reference: String,
}

/// A day of publication as it stands in a definition.
mod published {
    use crate::domain::{Date, parse_publication_date};
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    const NOT_KNOWN: &str = "not known";

    pub(super) fn serialize<S: Serializer>(
        day: &Option<Date>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => serializer.collect_str(day),
            None => serializer.serialize_str(NOT_KNOWN),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == NOT_KNOWN {
            return Ok(None);
        }
        let day = parse_publication_date(&text);
        day.map(Some)
            .ok_or_else(|| D::Error::custom(format!("{text:?} is neither a day nor `{NOT_KNOWN}`")))
    }
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
    /// True where sheet name and header alone do not tell the publication, so that only its cover
    /// will do.
    #[serde(default)]
    pub needs_cover: bool,
    /// Ids of the columns that must be there, and no others.
    pub columns: Vec<String>,
    /// Where the period comes from.
    pub period: PeriodRule,
    /// Whether a header is one cell or several above each other.
    #[serde(default)]
    pub header: HeaderKind,
    /// The one area that all rows are about, as an ONS code, where no column names areas.
    pub area: Option<AreaCode>,
    /// The table ends at a row whose first text begins with one of these, whatever the case; `End
    /// of table` always does.
    #[serde(default)]
    pub ends: Vec<String>,
}

/// How the header of a column is made up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeaderKind {
    /// One row of cells, found among the first forty rows.
    #[default]
    Row,
    /// All cells above the first row of an area, merged cells reaching to the right. A header is
    /// written as steps from the top with ` > ` between them, such as `Bed and breakfast hotels >
    /// Total number of households`; cells between the steps do not matter, and the last step must
    /// stand in the column itself.
    Stacked,
}

fn main_part() -> String {
    "main".to_owned()
}

/// A sheet, and the codes of dimensions that its name stands for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetRule {
    /// Names, compared in the normal form of printed text; `{any}` stands for any text, and beside
    /// it punctuation counts.
    pub names: Vec<String>,
    /// Dimensions that the sheet holds at one code, such as `sex = "females"`.
    #[serde(default)]
    pub set: BTreeMap<Id, String>,
}

/// Where the period of a figure comes from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodRule {
    /// Which part of the file says it.
    pub from: PeriodFrom,
    /// For `title`: the words from which the period is looked for, such as `as at ` or `mid-`; any
    /// place when absent.
    pub text: Option<String>,
    /// For `header`: the column whose header dates the sheet; every column of figures its own when
    /// absent.
    pub column: Option<String>,
    /// For `fixed`: the day or period of every edition in this layout, such as `2021-03-21` for
    /// Census day.
    #[serde(default, deserialize_with = "printed_period")]
    pub is: Option<PrintedPeriod>,
    /// First day of the flows in this layout, where it is neither printed nor a whole `length`
    /// before the end.
    #[serde(default, deserialize_with = "date_serde::optional")]
    pub flows_from: Option<Date>,
    /// How long the flows are, where only their last day is printed; when absent, for days in a
    /// column as long as the frequency of the dataset says, else a year.
    pub length: Option<FlowLength>,
    /// Last day of what is printed as a year (`2024`, `2021/22`, `202122`), as month and day such
    /// as `07-31`, where it is neither the calendar's nor, for two years, 31 March.
    pub year_ends: Option<MonthDay>,
    /// True where figures that are no counts, such as incomes and rates, are about the whole period
    /// that is printed: a year is a year and not its last day.
    #[serde(default)]
    pub as_printed: bool,
}

/// Which part of a file dates its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PeriodFrom {
    /// A column with role `period`.
    Column,
    /// A line above the table.
    Title,
    /// The headers of columns, at `{year}` or `{period}`.
    Header,
    /// The same for every edition.
    Fixed,
    /// A control figure of `[[recognise.control]]`.
    Control,
}

/// How long a flow is of which only the last day is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlowLength {
    /// Twelve months.
    Year,
    /// Three months, to the end of March, June, September or December.
    Quarter,
    /// A month of the calendar.
    Month,
    /// Seven days.
    Week,
    /// That day alone.
    Day,
}

/// A column of a published sheet.
///
/// Headers are compared in the normal form of printed text, and without footnote digits behind the
/// last word. In them `{year}` stands for four digits, `{period}` for any printed period, `{label}`
/// for a label of the column's dimension, `{any}` for any text. A definition with one of the first
/// three, and one that is ignored, takes every column that fits; all others take the first.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnDefinition {
    /// Name that layouts refer to.
    pub id: String,
    /// The headers it has had; an empty text stands for a column without header. No header at all,
    /// in a stacked one, for areas: their column is told by what stands in it.
    #[serde(default)]
    pub header: Vec<String>,
    /// What the column is.
    pub role: Role,
    /// True when some editions lack it.
    #[serde(default)]
    pub optional: bool,
    /// For `dimension`, and for `{label}`: which one.
    pub dimension: Option<Id>,
    /// For `value` and `ages`: the measure.
    pub measure: Option<Id>,
    /// For `value`: dimensions held at one code.
    #[serde(default)]
    pub set: BTreeMap<Id, String>,
    /// For `value`: when it is as at, if not the layout's period. A day that is not printed is
    /// found by comparison, see
    /// [`Dating`](super::Dating).
    pub at: Option<ColumnDay>,
    /// For `value`: what a printed figure is multiplied by, such as 1000 for figures in thousands.
    pub scale: Option<f64>,
    /// For `value`: what an empty cell means, where the publication leaves cells empty; else it is
    /// an error.
    pub empty: Option<Status>,
    /// For `measure`: the measure that each label stands for.
    #[serde(default)]
    pub measures: BTreeMap<String, Id>,
    /// For `value`, beside a column of measures: the measure of this figure for each measure of a
    /// row, such as a limit of its interval. In rows of other measures the column is read past.
    #[serde(default)]
    pub beside: BTreeMap<Id, Id>,
    /// For `status`: the status that each mark stands for; an empty cell is no remark. For
    /// `takes-part`: the texts that say no, and what a nought is then.
    #[serde(default)]
    pub statuses: BTreeMap<String, Status>,
    /// For `constant`: the only texts that may stand in it. For `takes-part`: the texts that do not
    /// say no.
    #[serde(default)]
    pub values: Vec<String>,
    /// For `area-code`: true when rows without a code are told by their name.
    #[serde(default)]
    pub may_be_empty: bool,
    /// For `ignore`: why. For `takes-part`: why a body can take no part, in words that go on a
    /// sentence.
    pub reason: Option<String>,
    /// For `ignore`: true for codes of areas that are not compared with the names beside them,
    /// which a note says.
    #[serde(default)]
    pub uncompared_codes: bool,
}

/// When a column is as at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum ColumnDay {
    /// The same day in every edition, such as `2021-03-21`.
    Fixed(Date),
    /// A day of the year in its header, such as `{year}-06-30`.
    OfYear(MonthDay),
}

impl TryFrom<String> for ColumnDay {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let day = match text.contains("{year}") {
            true => MonthDay::in_text(&text).map(Self::OfYear),
            false => parse_publication_date(&text).map(Self::Fixed),
        };
        day.ok_or_else(|| {
            format!("{text:?} where a day such as 2025-12-31 or {{year}}-06-30 is expected")
        })
    }
}

/// A day or period as publications print it.
fn printed_period<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<PrintedPeriod>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let expected = || format!("{text:?} where a day or period such as 2021-03-21 is expected");
    parse_printed_period(&text).map(Some).ok_or_else(|| D::Error::custom(expected()))
}

/// What a column of a published sheet is: the closed set of reading verbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The ONS code of the area. Of several such columns the first that is filled in a row counts.
    AreaCode,
    /// The name of the area; the first filled of several.
    AreaName,
    /// The day or period of the figure.
    Period,
    /// A label of a dimension. Of several columns for one dimension the last that is filled counts;
    /// the others are headings.
    Dimension,
    /// The measure of the row's figure, where rows differ in what they measure.
    Measure,
    /// A figure.
    Value,
    /// A remark on the row's figures.
    Status,
    /// A text that is the same in all rows that are read, such as `Reporting year`; another would
    /// change the meaning.
    Constant,
    /// Whether the row's body can take part in what is counted: where it cannot, a nought is no
    /// count.
    TakesPart,
    /// A block of columns headed by single years of age, `All ages` to `90+`.
    Ages,
    /// Read past, for the reason given.
    Ignore,
}

impl Role {
    /// True for columns of figures.
    pub fn is_figure(self) -> bool {
        matches!(self, Self::Value | Self::Ages)
    }
}
