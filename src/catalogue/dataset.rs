//! Published tables: origin, measures, dimensions, markers, checks. The layout of their sheets is
//! in `layout`.

use super::check::WrittenCheck;
use super::correction::Correction;
use super::dating::Dating;
use super::discover::{Discover, Interface};
use super::layout::{ColumnDefinition, Layout, Recognise};
use super::overrides::{AreaWording, FileDate};
use super::read::DefinitionFile;
use super::tagged;
use super::{Check, Frequency, Provisional, RegionalText, Whole};
use crate::domain::date_serde;
use crate::domain::{AreaCode, AreaLevel, Date, Error, Id, Result, Status, Tiers};
use crate::table::Measure;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One published table and every layout it has had.
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
    /// The line that the licence requires to be printed.
    pub attribution: String,
    /// How often it is published.
    pub frequency: Frequency,
    /// Which authorities: `United Kingdom`, `England and Wales` …
    pub geography: String,
    /// The tiers of authorities that its measures are published for, unless a measure declares its
    /// own.
    pub tier: Option<Tiers>,
    /// The areas whose authorities, regions or nations it is published for, by ONS code, unless a
    /// measure declares its own.
    pub published_for: Vec<AreaCode>,
    /// Nations and regions of which only the total is published, and nothing inside them, by ONS
    /// code.
    #[serde(default)]
    pub as_a_whole: Vec<AreaCode>,
    /// Other offices that publish the like for nations which it leaves out.
    #[serde(default)]
    pub elsewhere: Vec<OtherOffice>,
    /// The publisher's statements on provisional figures: on all in a sentence, or on some in a
    /// list.
    #[serde(default, deserialize_with = "super::provisional::one_or_more")]
    pub provisional: Vec<Provisional>,
    /// The areas that every edition must cover, as an ONS code; absent when no coverage is
    /// promised.
    pub covers: Option<AreaCode>,
    /// The contents of every complete text file of it, in addition to the areas that its measures
    /// are published for.
    #[serde(default)]
    pub whole: Whole,
    /// The meaning of an authority without a row.
    pub absent: Absent,
    /// True when each edition contains its own periods only, so that editions add up to a series;
    /// false when the newest edition contains the entire series.
    pub accumulates: bool,
    /// True where each edition estimates the earlier days again, so that figures of two editions
    /// are not comparable.
    #[serde(default)]
    pub revises: bool,
    /// True for figures that travel inside the program and cannot be imported.
    #[serde(default)]
    pub bundled_only: bool,
    /// Its measures.
    pub measure: Vec<Measure>,
    /// The dimensions other than area and period.
    #[serde(default)]
    pub dimension: Vec<Dimension>,
    /// How a file of this publication is recognised.
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
    /// Rows that are read past, each for a reason.
    #[serde(default)]
    pub pass_over: Vec<SkipRule>,
    /// Levels of area whose figures the publisher computed differently from the rest: rounded,
    /// imputed.
    #[serde(default)]
    pub qualified: Vec<Qualified>,
    /// True where the publication prints some rows twice, such as London next to England and among
    /// the regions: both must be equal.
    #[serde(default)]
    pub restated: bool,
    /// True where rows of upper-tier counties are read; elsewhere they are sums of districts and
    /// skipped.
    #[serde(default)]
    pub counties: bool,
    /// Printed totals that leave suppressed figures out.
    #[serde(default)]
    pub lower_bound: Vec<LowerBound>,
    /// Categories of which most people may have no authority, so that counts of areas are *at
    /// least*.
    #[serde(default)]
    pub without_authority: Vec<WithoutAuthority>,
    /// Text in place of a figure, and the status it stands for.
    #[serde(default)]
    pub markers: BTreeMap<String, Status>,
    /// Where new editions are found; absent where a user imports them.
    pub discover: Option<Discover>,
    /// When new editions come out: a calendar of `releases/`.
    pub release: Option<Id>,
    /// A measure that is printed without its day, and how the day is found.
    pub dating: Option<Dating>,
    /// The checks for every edition.
    #[serde(default)]
    pub check: Vec<Check>,
    /// Known errors of the publisher.
    #[serde(default)]
    pub correction: Vec<Correction>,
    /// Printed areas that are neither an area's code nor one of its names; mostly from wordings.
    #[serde(default)]
    pub printed_area: Vec<AreaWording>,
    /// Days of files that do not contain their own; mostly from wordings.
    #[serde(default)]
    pub file_date: Vec<FileDate>,
    /// Caveats for the reader before drawing conclusions.
    #[serde(default)]
    pub caveats: Vec<RegionalText>,
}

/// What another office publishes of nations that a publication leaves out.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherOffice {
    /// The nations, by ONS code.
    pub nations: Vec<AreaCode>,
    /// Who publishes it.
    pub office: String,
    /// Where the statement is published.
    pub publication: String,
}

/// The meaning of an authority without a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Absent {
    /// No people: a true zero.
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
    /// The codes of which an edition must have one for a sum over the dimension to include
    /// everyone. Empty where every edition is complete.
    #[serde(default)]
    pub needs: Vec<String>,
    /// The last edition in which they may be missing, by its reference date; any when absent.
    #[serde(default, deserialize_with = "date_serde::optional")]
    pub needs_until: Option<Date>,
    /// True when its codes are ONS codes of areas, as in a table of moves from one area to another;
    /// a codelist may add codes for categories that are not areas.
    #[serde(default)]
    pub areas: bool,
}

/// A label in the place of an area that names none.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotAnArea {
    /// The beginning of the label.
    pub starts: String,
    /// The code of this project for such people.
    pub area: AreaCode,
}

/// Rows that are read past.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkipRule {
    /// The column whose text identifies them; the area's name, or else its code, when absent.
    pub column: Option<String>,
    /// What that text begins with, whatever the case; several are alternatives.
    pub starts: Vec<String>,
    /// Why no figure is lost by it, or which figure is.
    pub reason: String,
}

/// Figures that the publisher computed differently from the rest of the table, identified by the
/// level of their area.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qualified {
    /// `authority`, `county`, `sub-region`, `region`, `nation` or `kingdom`.
    pub levels: Vec<AreaLevel>,
    /// What such figures are marked as, where the publisher does not mark them: `estimated`,
    /// `provisional` …
    pub status: Status,
    /// The measures affected; all when empty.
    #[serde(default)]
    pub measures: Vec<Id>,
    /// The publisher's statement about them.
    pub reason: String,
}

/// A printed total that leaves suppressed figures out, and so is *at least*.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LowerBound {
    /// The measure of the total.
    pub measure: Id,
    /// The measure that it leaves out where it is suppressed: of the area, or of authorities inside
    /// of it. May be the same.
    pub leaves_out: Id,
    /// The evidence for it.
    pub reason: String,
}

/// Categories of which most people have no authority. In a period in which that is so, a count of
/// an area that includes some of them is *at least*.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithoutAuthority {
    /// The measure.
    pub measure: Id,
    /// The dimension with these categories.
    pub dimension: Id,
    /// The categories, with all categories within them.
    pub codes: Vec<String>,
    /// The source of the statement, and whom counts of areas leave out.
    pub reason: String,
}

/// The column name of a dimension: its id with underscores, as all columns are written.
pub fn column_name(dimension: &Id) -> String {
    dimension.as_str().replace('-', "_")
}

/// The entries of a definition that can contradict themselves.
#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    check: Vec<WrittenCheck>,
}

/// The contradiction for which a definition cannot be read; `None` where there is another reason.
fn contradiction(file: &DefinitionFile) -> Option<Error> {
    let written: Written = toml::from_str(&file.text).ok()?;
    let wrong = written.check.into_iter().find_map(|check| check.into_check().err());
    wrong.map(|error| error.in_file(&file.shown))
}

impl Dataset {
    /// Reads a definition.
    ///
    /// Errors: `F201` malformed or an unknown key. `F204` a key of `[discover]` that its interface
    /// needs and the definition does not have, or one that the interface does not read, and
    /// contradictions.
    pub(crate) fn read(file: &DefinitionFile) -> Result<Self> {
        let read = tagged::read_with::<Self, Discover, Interface>(file, "discover", "discover.");
        read.map_err(|error| contradiction(file).unwrap_or(error))
    }

    /// The page that lists its editions: the landing page, unless `[discover]` names another.
    pub fn page(&self) -> &str {
        self.discover
            .as_ref()
            .and_then(|discover| discover.page.as_deref())
            .unwrap_or(&self.landing_page)
    }

    /// The column of that id.
    pub fn column(&self, id: &str) -> Option<&ColumnDefinition> {
        self.column.iter().find(|column| column.id == id)
    }

    /// The names of the dimensions' columns, in order: their ids with underscores.
    pub fn dims(&self) -> Vec<String> {
        self.dimension.iter().map(|dimension| column_name(&dimension.id)).collect()
    }

    /// The position of the dimension among the others.
    pub fn dim_index(&self, id: &Id) -> Option<usize> {
        self.dimension.iter().position(|dimension| dimension.id == *id)
    }

    /// The measure of that id.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measure.iter().find(|measure| measure.id.as_str() == id)
    }

    /// The tiers of authorities that a measure is published for; the catalogue ensures that there
    /// are any.
    pub fn tiers(&self, measure: &Id) -> Tiers {
        self.measure(measure.as_str())
            .and_then(|measure| measure.tier)
            .or(self.tier)
            .unwrap_or(Tiers::Lower)
    }

    /// The areas that a measure is published for.
    pub fn published_for(&self, measure: &Id) -> &[AreaCode] {
        let own = self.measure(measure.as_str()).and_then(|measure| measure.published_for.as_ref());
        own.unwrap_or(&self.published_for)
    }

    /// True for the levels of area that its rows are kept for.
    pub fn keeps(&self, level: AreaLevel) -> bool {
        level != AreaLevel::Other && (self.counties || level != AreaLevel::County)
    }

    /// The status that figures of an area's level carry where the publisher marks none.
    pub fn qualification(&self, level: AreaLevel, measure: &Id) -> Option<Status> {
        let meant = |rule: &&Qualified| {
            rule.levels.contains(&level)
                && (rule.measures.is_empty() || rule.measures.contains(measure))
        };
        self.qualified.iter().find(meant).map(|rule| rule.status)
    }
}
