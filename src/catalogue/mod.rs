//! The knowledge of the project, read from definition files: datasets, indicators, keys, charts,
//! codelists, packs.
//!
//! Belongs here: the shape of every kind of definition, the refusal of unknown keys, the links
//! between ids. Does not belong here: what a method computes, how a chart is drawn, where files are
//! on a disk.
//!
//! **Invariant:** in a [`Catalogue`] every id is unique and equal to its file's name. Every
//! reference points to a definition that exists, and every codelist is used. Definitions need no
//! registration: a file in the right folder is enough.

mod analysis;
mod applies;
mod board;
mod break_conflicts;
mod calendar;
mod chart;
mod check;
mod codelist;
mod comparison;
mod correction;
mod dataset;
mod dating;
mod definitions;
pub mod discover;
mod fetching;
mod find;
mod frequency;
mod grant;
mod indicator;
mod key;
mod layout;
mod limits;
mod link;
mod link_dataset;
mod link_key;
mod lists;
mod markers;
pub mod method;
mod overrides;
mod pack;
mod partnership;
mod places;
mod provisional;
mod read;
mod reference_check;
mod regional_text;
mod release;
mod roles;
mod series_break;
mod tagged;
mod whole;
mod wording;

pub use analysis::{Analysis, PathwayMode, Question};
pub use applies::Applies;
pub use board::{Answer, Board, BoardDocument, BoardRow};
pub use calendar::{Calendar, Contact, Meeting, Policy, Target};
pub use chart::{ChartDefinition, ChartKind, Composition, OfAreas, Pyramid, ReferenceLine};
pub use check::{
    Allowed, Check, CheckKind, CountLimits, Counted, Divisor, EditionBefore, Elsewhere, Formula,
    On, Rounded, Sums, chosen,
};
pub use codelist::{Code, Codelist, UNPLACED};
pub use comparison::{Comparing, Neighbours, Scan, Variable};
pub use correction::{Action, Correction, WrongFigure};
pub use dataset::{
    Absent, Dataset, Dimension, LowerBound, NotAnArea, OtherOffice, Qualified, SkipRule,
    WithoutAuthority, column_name,
};
pub use dating::{Dating, KnownFigures};
pub use definitions::Definitions;
use definitions::When;
pub use discover::{Discover, Interface};
pub use fetching::Fetching;
pub use frequency::Frequency;
pub use grant::{Grant, Payment, PaymentKind};
pub use indicator::{Clusters, Independence, Indicator, IntervalMethod, Polarity, Scheme, Theme};
pub use key::{
    Bound, Burden, CapPer, Combine, Credit, Direction, Division, Exclusion, Key, KeyLimit,
    LimitedCount, MOST_PARTS, MissingPart, Part, PublishedShares, Rounding, Transform,
};
pub use layout::{
    ColumnDay, ColumnDefinition, Control, FlowLength, HeaderKind, Layout, PeriodFrom, PeriodRule,
    Recognise, Role, SheetRule,
};
pub use limits::Limits;
pub use lists::{ChartList, ChartSummary, PackList, PackSummary};
pub use markers::Markers;
pub use method::{Availability, Method, Prefer, PublishedLimits, Source as IndicatorSource, Term};
pub use overrides::{AreaWording, FileDate, printed_area};
pub use pack::{Pack, PackOf, Slot, SlotContent};
pub use partnership::{AreaNouns, Partnership};
pub use provisional::Provisional;
pub use read::DefinitionFile;
pub use regional_text::{RegionalText, TextByRegion, texts_for};
pub use release::{Release, ReleaseDay};
pub use roles::{AccommodationTypes, Roles};
use series_break::Breaks;
pub use series_break::{Counting, DimensionUse, Overlap, SeriesBreak};
pub use whole::{Least, Whole};
pub use wording::{HeaderWording, IgnoredColumn, LabelWording, SheetWording, TextWording, Wording};

use crate::domain::{Error, Id, Result, error_codes};
use find::find;
use itertools::Itertools;
use places::{PLACES, Place, is_read, places};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Every definition there is, linked.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// Published tables, by id.
    pub datasets: Definitions<Dataset>,
    /// Indicators, by id.
    pub indicators: Definitions<Indicator>,
    /// Fair-share keys, by id.
    pub keys: Definitions<Key>,
    /// Grants to authorities, by id.
    pub grants: Definitions<Grant>,
    /// Analyses of fair shares, by id.
    pub analyses: Definitions<Analysis>,
    /// Charts and maps, by id.
    pub charts: Definitions<ChartDefinition>,
    /// Codelists, by id.
    pub codelists: Definitions<Codelist>,
    /// Briefing packs, by id.
    pub packs: Definitions<Pack>,
    /// When publications come out, by id.
    pub releases: Definitions<Release>,
    /// Breaks in series, by publication.
    pub breaks: BTreeMap<Id, Vec<Arc<SeriesBreak>>>,
    /// Policy dates and targets.
    pub calendar: Calendar,
    /// What Partnerships keep for their own regions, by id.
    pub partnerships: Definitions<Partnership>,
    /// The contact for readers whose Partnership has no contact of its own.
    pub contact: Contact,
    /// The questions of the board.
    pub board: Board,
    /// Texts in place of a figure, unless a dataset declares otherwise.
    pub markers: Markers,
    /// How much of a file is read at most.
    pub limits: Limits,
    /// How requests to publishers' servers are sent.
    pub fetching: Fetching,
    /// How areas are compared.
    pub comparing: Comparing,
    /// The definitions that the program itself uses.
    pub roles: Roles,
    /// The wordings, which have been applied to their datasets already.
    pub wordings: Vec<Wording>,
    /// The location of each definition, by folder and id.
    places: BTreeMap<String, BTreeMap<String, Place>>,
}

impl Catalogue {
    /// Reads and links definitions.
    ///
    /// `files` are given with their path below the catalogue (such as
    /// `indicators/asylum/supported-per-10k.toml`). A later file replaces an earlier one of the
    /// same path, so that a folder overrides the built-in one.
    ///
    /// Errors: `F201` unreadable or unknown key, `F202` dangling reference, `F203` id and file name
    /// differ or an id appears twice, `F204` contradiction, `F205` mixed kinds, `F206` unused.
    pub fn read(files: &[DefinitionFile]) -> Result<Self> {
        let mut latest: BTreeMap<&str, &DefinitionFile> = BTreeMap::new();
        for file in files {
            latest.insert(&file.path, file);
        }
        let files: Vec<&DefinitionFile> = latest.into_values().collect();
        if let Some(stray) = files.iter().find(|file| !is_read(&file.path)) {
            return Err(Error::new(error_codes::DEFINITION_UNUSED, "reading the catalogue")
                .in_file(&stray.shown)
                .found("a file that nothing reads")
                .expected(format!(
                    "a place such as {}",
                    PLACES.map(|(folder, end)| format!("{folder}….{end}")).join(", ")
                ))
                .help("move it to the folder of its kind; see the README of data/catalogue"));
        }
        let catalogue = Self::of(&files, When::Opened)?;
        link::check(&catalogue)?;
        Ok(catalogue)
    }

    /// The built-in definitions, each read on first use. They must be known to be correct, which
    /// [`Catalogue::read`] checks.
    pub fn of_built_in(files: &[DefinitionFile]) -> Result<Self> {
        Self::of(&files.iter().collect::<Vec<_>>(), When::AskedFor)
    }

    fn of(files: &[&DefinitionFile], when: When) -> Result<Self> {
        let toml = |folder: &str| read::at(files, folder, ".toml");
        let mut catalogue = Self {
            datasets: Definitions::of(when, toml("datasets/"), Dataset::read, |d| &d.id)?,
            indicators: Definitions::of(when, toml("indicators/"), Indicator::read, |i| &i.id)?,
            keys: Definitions::of(when, toml("keys/"), Key::read, |k| &k.id)?,
            grants: Definitions::of(when, toml("grants/"), read::toml::<Grant>, |g| &g.id)?,
            analyses: Definitions::of(when, toml("analyses/"), read::toml::<Analysis>, |a| &a.id)?,
            charts: Definitions::of(when, toml("charts/"), ChartDefinition::read, |c| &c.id)?,
            codelists: Definitions::of(
                when,
                read::at(files, "codelists/", ".csv"),
                Codelist::read,
                |c| &c.id,
            )?,
            packs: Definitions::of(when, toml("packs/"), Pack::read, |p| &p.id)?,
            partnerships: Definitions::of(
                when,
                toml("partnerships/"),
                read::toml::<Partnership>,
                |p| &p.id,
            )?,
            releases: Definitions::of(when, toml("releases/"), read::toml::<Release>, |r| &r.id)?,
            breaks: Definitions::of(When::Opened, toml("breaks/"), read::toml::<Breaks>, |b| {
                &b.id
            })?
            .iter()
            .map(|(id, file)| (id.clone(), file.breaks.iter().cloned().map(Arc::new).collect()))
            .collect(),
            places: places(files),
            markers: read::one(files, "markers.csv", markers::read)?.unwrap_or_default(),
            calendar: read::one(files, "calendar.toml", read::toml::<Calendar>)?
                .unwrap_or_default(),
            contact: read::one(files, "contact.toml", read::toml::<Contact>)?.unwrap_or_default(),
            board: read::one(files, "board.toml", read::toml::<Board>)?.unwrap_or_default(),
            limits: required(read::one(files, "limits.toml", Limits::read)?, "limits.toml")?,
            fetching: required(
                read::one(files, "fetching.toml", Fetching::read)?,
                "fetching.toml",
            )?,
            roles: required(read::one(files, "roles.toml", read::toml)?, "roles.toml")?,
            comparing: required(
                read::one(files, "comparison.toml", read::toml)?,
                "comparison.toml",
            )?,
            wordings: Vec::new(),
        };
        catalogue.fetching = catalogue.fetching.or_contact_in(&catalogue.contact.contact);
        catalogue.lay_over_wordings(files)?;
        Ok(catalogue)
    }

    /// Reads wordings and applies each to its dataset. Errors with `F203` where a file is not named
    /// after its dataset.
    fn lay_over_wordings(&mut self, files: &[&DefinitionFile]) -> Result<()> {
        let is_wording = |file: &&&DefinitionFile| {
            file.path.starts_with("wordings/") && file.path.ends_with(".toml")
        };
        for file in files.iter().filter(is_wording) {
            let wording: Wording = read::toml(file)?;
            if wording.dataset.as_str() != file.stem() {
                return Err(Error::new(error_codes::ID_REPEATED, "reading wordings")
                    .in_file(&file.shown)
                    .at_key("dataset")
                    .found(format!("{} in a file named {}", wording.dataset, file.stem())));
            }
            let laid = find(&self.datasets, wording.dataset.as_str(), "dataset").cloned().and_then(
                |mut dataset| {
                    wording.apply_to(&mut dataset, &mut self.codelists)?;
                    Ok(dataset)
                },
            );
            let laid = laid.map_err(|error| error.in_file(&file.shown))?;
            self.datasets.insert(laid.id.clone(), laid);
            self.wordings.push(wording);
        }
        Ok(())
    }

    /// The file of a definition under the user's path, for errors.
    pub fn file_of(&self, folder: &str, id: &Id) -> String {
        self.place_of(folder, id)
            .map_or_else(|| format!("{folder}/{id}"), |place| place.shown.clone())
    }

    /// The path of a definition below the catalogue.
    fn path_of(&self, folder: &str, id: &Id) -> Option<&str> {
        self.place_of(folder, id).map(|place| place.path.as_str())
    }

    fn place_of(&self, folder: &str, id: &Id) -> Option<&Place> {
        self.places.get(folder)?.get(id.as_str())
    }

    /// The dataset of that id, or `F301` with the nearest one.
    pub fn dataset(&self, id: &str) -> Result<&Dataset> {
        find(&self.datasets, id, "dataset")
    }

    /// The indicator of that id, or `F301` with the nearest one.
    pub fn indicator(&self, id: &str) -> Result<&Indicator> {
        find(&self.indicators, id, "indicator")
    }

    /// The analysis of that id, or `F301` with the nearest one.
    pub fn analysis(&self, id: &str) -> Result<&Analysis> {
        find(&self.analyses, id, "analysis")
    }

    /// An indicator and those that it is computed from, itself first.
    pub fn lineage<'a>(&'a self, indicator: &'a Indicator) -> Vec<&'a Indicator> {
        self.reached_from(indicator, |_| true)
    }

    /// The same without the weights of published means, without which most areas have a figure too.
    pub fn needed_lineage<'a>(&'a self, indicator: &'a Indicator) -> Vec<&'a Indicator> {
        self.reached_from(indicator, |method| !matches!(method, Method::Published(_)))
    }

    fn reached_from<'a>(
        &'a self,
        indicator: &'a Indicator,
        follows: impl Fn(&Method) -> bool,
    ) -> Vec<&'a Indicator> {
        let (mut seen, mut found, mut open) = (BTreeSet::new(), Vec::new(), vec![&indicator.id]);
        while let Some(id) = open.pop() {
            let Some(of) = self.indicators.get(id).filter(|_| seen.insert(id)) else { continue };
            if follows(&of.method) {
                open.extend(of.method.inputs().into_iter().rev().map(|(_, id)| id));
            }
            found.push(of);
        }
        found
    }

    /// The datasets that the indicators of a lineage are read from.
    pub fn datasets_of<'a>(&'a self, lineage: &[&Indicator]) -> Vec<&'a Dataset> {
        let sources = lineage.iter().flat_map(|indicator| indicator.method.sources());
        sources
            .filter_map(|source| self.datasets.get(&source.dataset))
            .unique_by(|dataset| &dataset.id)
            .collect()
    }

    /// The release calendar of a dataset.
    pub fn release_of(&self, dataset: &Dataset) -> Option<&Release> {
        self.releases.get(dataset.release.as_ref()?)
    }

    /// The breaks that touch figures of an indicator which is read from publications.
    pub fn breaks_of<'a>(
        &'a self,
        indicator: &'a Indicator,
    ) -> impl Iterator<Item = &'a SeriesBreak> {
        let touches = |declared: &SeriesBreak, source: &IndicatorSource| {
            let Some(dataset) = self.datasets.get(&source.dataset) else { return false };
            let stands = |index: usize| {
                let id = &dataset.dimension[index].id;
                let is_kept = indicator.dims.contains(id);
                let fixed = source.fixed.get(id).map(|code| DimensionUse::At(code));
                fixed.unwrap_or(if is_kept { DimensionUse::Separate } else { DimensionUse::Summed })
            };
            declared.is_of(&dataset.id, &source.measure)
                && declared.overlap_with(dataset, &self.codelists, stands) != Overlap::None
        };
        let all = self.breaks.values().flatten().map(Arc::as_ref);
        all.filter(move |declared| {
            indicator.method.sources().iter().any(|source| touches(declared, source))
        })
    }

    /// The grant of that id, or `F301` with the nearest one.
    pub fn grant(&self, id: &str) -> Result<&Grant> {
        find(&self.grants, id, "grant")
    }

    /// A codelist by its id, or `F301`.
    pub fn codelist(&self, id: &str) -> Result<&Codelist> {
        find(&self.codelists, id, "codelist")
    }

    /// The key of that id, or `F301` with the nearest one.
    pub fn key(&self, id: &str) -> Result<&Key> {
        find(&self.keys, id, "key")
    }

    /// The chart of that id, or `F301` with the nearest one.
    pub fn chart(&self, id: &str) -> Result<&ChartDefinition> {
        find(&self.charts, id, "chart")
    }

    /// The pack of that id, or `F301` with the nearest one.
    pub fn pack(&self, id: &str) -> Result<&Pack> {
        find(&self.packs, id, "pack")
    }
}

/// A definition that must be there. Errors with `F202`.
fn required<T>(definition: Option<T>, path: &str) -> Result<T> {
    let missing =
        || Error::new(error_codes::REFERENCE_DANGLING, "opening the catalogue").in_file(path);
    definition.ok_or_else(|| missing().found("no such file"))
}
