//! Published tables: origin, measures, dimensions, markers, checks. How their sheets are laid out
//! is in `layout`.

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
    /// How often it comes out.
    pub frequency: Frequency,
    /// Which authorities: `United Kingdom`, `England and Wales` …
    pub geography: String,
    /// The tiers of authorities that its measures are published for, where they do not say
    /// themselves.
    pub tier: Option<Tiers>,
    /// The areas whose authorities, regions or nations it is published for, by ONS code, where its
    /// measures do not say themselves.
    pub published_for: Vec<AreaCode>,
    /// Nations and regions of which the whole alone is published: nothing inside of them, by ONS
    /// code.
    #[serde(default)]
    pub as_a_whole: Vec<AreaCode>,
    /// Other offices that publish the like for nations which it leaves out.
    #[serde(default)]
    pub elsewhere: Vec<OtherOffice>,
    /// What the publisher says of its figures where they are provisional: of all in a sentence, or
    /// of some in a list.
    #[serde(default, deserialize_with = "super::provisional::one_or_more")]
    pub provisional: Vec<Provisional>,
    /// The areas that every edition must hold, as an ONS code; absent when none is promised.
    pub covers: Option<AreaCode>,
    /// What every whole text file of it has, beside the areas that its measures are published for.
    #[serde(default)]
    pub whole: Whole,
    /// What it means when an authority has no row.
    pub absent: Absent,
    /// True when each edition holds its own periods only, so that editions add up to a series;
    /// false when the newest edition holds the whole series.
    pub accumulates: bool,
    /// True where each edition estimates the days before it anew, so that figures of two editions
    /// are not comparable.
    #[serde(default)]
    pub revises: bool,
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
    /// Rows that are read past, each for a reason.
    #[serde(default)]
    pub pass_over: Vec<SkipRule>,
    /// Levels of area whose figures the publisher made otherwise than the rest: rounded, imputed.
    #[serde(default)]
    pub qualified: Vec<Qualified>,
    /// True where the publication prints some rows twice, such as London beside England and among
    /// the regions: the second must say the same.
    #[serde(default)]
    pub restated: bool,
    /// True where rows of upper-tier counties are read; elsewhere they are sums of districts and
    /// passed over.
    #[serde(default)]
    pub counties: bool,
    /// Printed totals that leave suppressed figures out.
    #[serde(default)]
    pub lower_bound: Vec<LowerBound>,
    /// Categories of which most people may stand under no authority, so that counts of areas say *at least*.
    #[serde(default)]
    pub without_authority: Vec<WithoutAuthority>,
    /// Text in a figure's place, and the status it stands for.
    #[serde(default)]
    pub markers: BTreeMap<String, Status>,
    /// Where new editions are found; absent where a person brings them.
    pub discover: Option<Discover>,
    /// When new editions come out: a calendar of `releases/`.
    pub release: Option<Id>,
    /// A measure that is printed without its day, and how the day is found.
    pub dating: Option<Dating>,
    /// What must hold for every edition.
    #[serde(default)]
    pub check: Vec<Check>,
    /// Known errors of the publisher.
    #[serde(default)]
    pub correction: Vec<Correction>,
    /// Areas as they are printed, where that is neither their code nor a name of theirs; mostly
    /// from wordings.
    #[serde(default)]
    pub printed_area: Vec<AreaWording>,
    /// Days of files that do not say theirs; mostly from wordings.
    #[serde(default)]
    pub file_date: Vec<FileDate>,
    /// What a reader must know before drawing conclusions.
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
    /// Where it stands.
    pub publication: String,
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
    /// The codes of which an edition must have one for a sum over the dimension to hold everybody;
    /// none where any edition is whole.
    #[serde(default)]
    pub needs: Vec<String>,
    /// The last edition that may lack them, by the day that it is as at; any when absent.
    #[serde(default, deserialize_with = "date_serde::optional")]
    pub needs_until: Option<Date>,
    /// True when its codes are ONS codes of areas, as in a table of moves from one area to another;
    /// a codelist may add codes for what is no area.
    #[serde(default)]
    pub areas: bool,
}

/// A label that stands where an area should and names none.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotAnArea {
    /// What the label begins with.
    pub starts: String,
    /// The code of this project for such people.
    pub area: AreaCode,
}

/// Rows that are read past.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkipRule {
    /// The column whose text tells them; the area's name, or else its code, when absent.
    pub column: Option<String>,
    /// What that text begins with, whatever the case; several are alternatives.
    pub starts: Vec<String>,
    /// Why nothing is lost by it, or what is.
    pub reason: String,
}

/// Figures that the publisher made otherwise than the rest of the table, told by the level of their
/// area.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qualified {
    /// `authority`, `county`, `sub-region`, `region`, `nation` or `kingdom`.
    pub levels: Vec<AreaLevel>,
    /// What such figures are marked as, where the publisher does not mark them: `estimated`,
    /// `provisional` …
    pub status: Status,
    /// The measures meant; all when empty.
    #[serde(default)]
    pub measures: Vec<Id>,
    /// What the publisher says about them.
    pub reason: String,
}

/// A printed total that leaves suppressed figures out, and so says *at least*.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LowerBound {
    /// The measure of the total.
    pub measure: Id,
    /// The measure that it leaves out where it is suppressed: of the area, or of authorities inside
    /// of it. May be the same.
    pub leaves_out: Id,
    /// How it is known.
    pub reason: String,
}

/// Categories whose people have no authority for the most part: in a period in which that is so, a
/// count of an area that holds some of them says *at least*.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WithoutAuthority {
    /// The measure.
    pub measure: Id,
    /// The dimension that tells the categories apart.
    pub dimension: Id,
    /// The categories, with all that lie in them.
    pub codes: Vec<String>,
    /// Who says so, and whom counts of areas leave out.
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
    /// Errors: `F201` malformed or an unknown key, `F204` a key of `[discover]` that its interface
    /// needs and the definition lacks, or one that it does not read, and contradictions.
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

    /// Where the dimension stands among the others.
    pub fn dim_index(&self, id: &Id) -> Option<usize> {
        self.dimension.iter().position(|dimension| dimension.id == *id)
    }

    /// The measure of that id.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measure.iter().find(|measure| measure.id.as_str() == id)
    }

    /// The tiers of authorities that a measure is published for, which the catalogue makes sure of.
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
