//! The knowledge of the project, read from definition files: datasets, indicators, keys, charts, codelists, packs.
//!
//! Belongs here: the shape of every kind of definition, the refusal of unknown keys, the links between ids.
//! Does not belong here: what a method computes, how a chart is drawn, where files lie on a disk.
//!
//! **Invariant:** in a [`Catalogue`] every id is unique and equal to its file's name, every reference points to a
//! definition that exists, and every codelist is used. Nobody registers a definition: a file in the right folder is
//! enough.

mod analysis;
mod applies;
mod board;
mod calendar;
mod chart;
mod check;
mod codelist;
mod comparison;
mod correction;
mod dataset;
mod dating;
pub mod discover;
mod fetching;
mod frequency;
mod grant;
mod indicator;
mod key;
mod laid_over;
mod layout;
mod limits;
mod link;
mod link_dataset;
mod link_key;
mod lists;
mod markers;
pub mod method;
mod pack;
mod partnership;
mod places;
mod provisional;
mod read;
mod reference_check;
mod release;
mod roles;
mod said;
mod series_break;
mod stretches;
mod tagged;
mod whole;
mod wording;

pub use analysis::{Analysis, PathwayMode, Question};
pub use applies::Applies;
pub use board::{Answer, Board, BoardDocument, BoardRow};
pub use calendar::{Calendar, Contact, Meeting, Policy, Target};
pub use chart::{ChartDefinition, ChartKind, Composition, OfAreas, Pyramid, ReferenceLine};
pub use check::{
    Allowed, Check, CheckKind, CountLimits, Counted, Divisor, EditionBefore, Elsewhere, Formula, On, Rounded, Sums,
    chosen,
};
pub use codelist::{Code, Codelist, UNPLACED};
pub use comparison::{Comparing, Neighbours, Scan, Variable};
pub use correction::{Action, Correction, WrongFigure};
pub use dataset::{
    Absent, Dataset, Dimension, LowerBound, NotAnArea, OtherOffice, PassOver, Qualified, WithoutAuthority, column_name,
};
pub use dating::{Dating, KnownFigures};
pub use discover::{Discover, Interface};
pub use fetching::Fetching;
pub use frequency::Frequency;
pub use grant::{Grant, Payment, PaymentKind};
pub use indicator::{Clusters, Independence, Indicator, IntervalMethod, Polarity, Scheme, Theme};
pub use key::{
    Bound, Burden, CapPer, Combine, Credit, Direction, Division, Exclusion, Key, KeyLimit, LimitedCount, MOST_PARTS,
    MissingPart, Part, PublishedShares, Rounding, Transform,
};
pub use laid_over::{AreaWording, FileDate, printed_area};
pub use layout::{
    ColumnDay, ColumnDefinition, Control, FlowLength, HeaderKind, Layout, PeriodFrom, PeriodRule, Recognise, Role,
    SheetRule,
};
pub use limits::Limits;
pub use lists::{ChartList, ChartSummary, PackList, PackSummary};
pub use markers::Markers;
pub use method::{Availability, Method, Prefer, PublishedLimits, Source as IndicatorSource, Term};
pub use pack::{Filling, Pack, PackOf, Slot};
pub use partnership::{AreaWords, Partnership};
pub use provisional::Provisional;
pub use read::DefinitionFile;
pub use release::{Release, ReleaseDay};
pub use roles::{AccommodationTypes, Roles};
pub use said::{Said, SaidByRegion, said_of};
use series_break::Breaks;
pub use series_break::{Counting, Holds, SeriesBreak, Stands};
pub use whole::{Least, Whole};
pub use wording::{HeaderWording, IgnoredColumn, LabelWording, SheetWording, TextWording, Wording};

use crate::domain::{self, Asked, Error, Field, Id, Result, error_codes, nearest};
use itertools::Itertools;
use places::{PLACES, Place, is_read, places};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Every definition there is, linked.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// Published tables, by id.
    pub datasets: BTreeMap<Id, Dataset>,
    /// Indicators, by id.
    pub indicators: BTreeMap<Id, Indicator>,
    /// Fair-share keys, by id.
    pub keys: BTreeMap<Id, Key>,
    /// Grants to authorities, by id.
    pub grants: BTreeMap<Id, Grant>,
    /// Analyses of fair shares, by id.
    pub analyses: BTreeMap<Id, Analysis>,
    /// Charts and maps, by id.
    pub charts: BTreeMap<Id, ChartDefinition>,
    /// Codelists, by id.
    pub codelists: BTreeMap<Id, Codelist>,
    /// Briefing packs, by id.
    pub packs: BTreeMap<Id, Pack>,
    /// When publications come out, by id.
    pub releases: BTreeMap<Id, Release>,
    /// Breaks in series, by publication.
    pub breaks: BTreeMap<Id, Vec<Arc<SeriesBreak>>>,
    /// Policy dates and targets.
    pub calendar: Calendar,
    /// What Partnerships keep for their own regions, by id.
    pub partnerships: BTreeMap<Id, Partnership>,
    /// Whom readers may ask where their Partnership has no contact of its own.
    pub contact: Contact,
    /// What the board asks to see.
    pub board: Board,
    /// What stands in a figure's place, unless a dataset says otherwise.
    pub markers: Markers,
    /// How much of a file is read at most.
    pub limits: Limits,
    /// How publishers' servers are asked.
    pub fetching: Fetching,
    /// How areas are set beside each other.
    pub comparing: Comparing,
    /// The definitions that the program itself asks for.
    pub roles: Roles,
    /// What is laid over datasets, which have it already.
    pub wordings: Vec<Wording>,
    /// Where each definition lies, by folder and id.
    places: BTreeMap<String, BTreeMap<String, Place>>,
}

impl Catalogue {
    /// Reads and links definitions.
    ///
    /// `files` are given with their path below the catalogue (such as `indicators/asylum/supported-per-10k.toml`);
    /// a later file replaces an earlier one of the same path, which is how a folder is laid over the built-in one.
    ///
    /// Errors: `F201` unreadable or unknown key, `F202` dangling reference, `F203` id and file name differ or an id
    /// stands twice, `F204` contradiction, `F205` mixed kinds, `F206` unused.
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
        let mut catalogue = Self {
            datasets: read::all(&files, "datasets/", ".toml", Dataset::read, |d| &d.id)?,
            indicators: read::all(&files, "indicators/", ".toml", Indicator::read, |i| &i.id)?,
            keys: read::all(&files, "keys/", ".toml", Key::read, |k| &k.id)?,
            grants: read::all(&files, "grants/", ".toml", read::toml::<Grant>, |g| &g.id)?,
            analyses: read::all(&files, "analyses/", ".toml", read::toml::<Analysis>, |a| &a.id)?,
            charts: read::all(&files, "charts/", ".toml", ChartDefinition::read, |c| &c.id)?,
            codelists: read::all(&files, "codelists/", ".csv", Codelist::read, |c| &c.id)?,
            packs: read::all(&files, "packs/", ".toml", Pack::read, |p| &p.id)?,
            partnerships: read::all(&files, "partnerships/", ".toml", read::toml::<Partnership>, |p| &p.id)?,
            releases: read::all(&files, "releases/", ".toml", read::toml::<Release>, |r| &r.id)?,
            breaks: read::all(&files, "breaks/", ".toml", read::toml::<Breaks>, |b| &b.id)?
                .into_iter()
                .map(|(id, file)| (id, file.breaks.into_iter().map(Arc::new).collect()))
                .collect(),
            places: places(&files),
            markers: read::one(&files, "markers.csv", markers::read)?.unwrap_or_default(),
            calendar: read::one(&files, "calendar.toml", read::toml::<Calendar>)?.unwrap_or_default(),
            contact: read::one(&files, "contact.toml", read::toml::<Contact>)?.unwrap_or_default(),
            board: read::one(&files, "board.toml", read::toml::<Board>)?.unwrap_or_default(),
            limits: required(read::one(&files, "limits.toml", Limits::read)?, "limits.toml")?,
            fetching: required(read::one(&files, "fetching.toml", Fetching::read)?, "fetching.toml")?,
            roles: required(read::one(&files, "roles.toml", read::toml)?, "roles.toml")?,
            comparing: required(read::one(&files, "comparison.toml", read::toml)?, "comparison.toml")?,
            wordings: Vec::new(),
        };
        catalogue.fetching = catalogue.fetching.or_contact_in(&catalogue.contact.contact);
        catalogue.lay_over_wordings(&files)?;
        link::check(&catalogue)?;
        Ok(catalogue)
    }

    /// Reads wordings and lays each over its dataset. Errors with `F203` where a file is not named after its dataset.
    fn lay_over_wordings(&mut self, files: &[&DefinitionFile]) -> Result<()> {
        let is_wording = |file: &&&DefinitionFile| file.path.starts_with("wordings/") && file.path.ends_with(".toml");
        for file in files.iter().filter(is_wording) {
            let wording: Wording = read::toml(file)?;
            if wording.dataset.as_str() != file.stem() {
                return Err(Error::new(error_codes::ID_REPEATED, "reading wordings")
                    .in_file(&file.shown)
                    .at_key("dataset")
                    .found(format!("{} in a file named {}", wording.dataset, file.stem())));
            }
            let laid = find(&self.datasets, wording.dataset.as_str(), "dataset").cloned().and_then(|mut dataset| {
                wording.lay_over(&mut dataset, &mut self.codelists)?;
                Ok(dataset)
            });
            let laid = laid.map_err(|error| error.in_file(&file.shown))?;
            self.datasets.insert(laid.id.clone(), laid);
            self.wordings.push(wording);
        }
        Ok(())
    }

    /// The file of a definition as the user knows it, for errors.
    pub fn file_of(&self, folder: &str, id: &Id) -> String {
        self.place_of(folder, id).map_or_else(|| format!("{folder}/{id}"), |place| place.shown.clone())
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

    /// An indicator and those that it is made from, itself first.
    pub fn lineage<'a>(&'a self, indicator: &'a Indicator) -> Vec<&'a Indicator> {
        self.reached_from(indicator, |_| true)
    }

    /// The same without the weights of published means, without which most areas have a figure too.
    pub fn needed_lineage<'a>(&'a self, indicator: &'a Indicator) -> Vec<&'a Indicator> {
        self.reached_from(indicator, |method| !matches!(method, Method::Published(_)))
    }

    fn reached_from<'a>(&'a self, indicator: &'a Indicator, follows: impl Fn(&Method) -> bool) -> Vec<&'a Indicator> {
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
        sources.filter_map(|source| self.datasets.get(&source.dataset)).unique_by(|dataset| &dataset.id).collect()
    }

    /// The release calendar of a dataset.
    pub fn release_of(&self, dataset: &Dataset) -> Option<&Release> {
        self.releases.get(dataset.release.as_ref()?)
    }

    /// The breaks that touch figures of an indicator which is read from publications.
    pub fn breaks_of<'a>(&'a self, indicator: &'a Indicator) -> impl Iterator<Item = &'a SeriesBreak> {
        let touches = |declared: &SeriesBreak, source: &IndicatorSource| {
            let Some(dataset) = self.datasets.get(&source.dataset) else { return false };
            let stands = |index: usize| {
                let id = &dataset.dimension[index].id;
                let is_kept = indicator.dims.contains(id);
                let fixed = source.fixed.get(id).map(|code| Stands::At(code));
                fixed.unwrap_or(if is_kept { Stands::Apart } else { Stands::Summed })
            };
            declared.is_of(&dataset.id, &source.measure)
                && declared.held_by(dataset, &self.codelists, stands) != Holds::Nobody
        };
        let all = self.breaks.values().flatten().map(Arc::as_ref);
        all.filter(move |declared| indicator.method.sources().iter().any(|source| touches(declared, source)))
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
    let missing = || Error::new(error_codes::REFERENCE_DANGLING, "opening the catalogue").in_file(path);
    definition.ok_or_else(|| missing().found("no such file"))
}

/// How many names an error prints; more would hide what it says.
const MOST_NAMES: usize = 40;

/// What lists the definitions of a kind.
fn lister(kind: &str) -> Option<Asked> {
    match kind {
        "dataset" => Some(domain::Action::Datasets.asked()),
        "indicator" => Some(domain::Action::Indicators.asked()),
        "key" => Some(domain::Action::Keys.asked()),
        "chart" => Some(domain::Action::Chart.with(Field::List)),
        _ => None,
    }
}

fn find<'a, T>(all: &'a BTreeMap<Id, T>, id: &str, kind: &str) -> Result<&'a T> {
    all.iter().find(|(held, _)| held.as_str() == id).map(|(_, definition)| definition).ok_or_else(|| {
        let names: Vec<&str> = all.keys().map(Id::as_str).collect();
        let mut error = Error::new(error_codes::UNKNOWN_ID, format!("looking for the {kind}"))
            .found(format!("{id:?}"))
            .expected(match names.len() {
                0..=MOST_NAMES => format!("one of {}", names.join(", ")),
                many => match lister(kind) {
                    Some(lists) => format!("one of {many} that {lists} lists"),
                    None => format!("one of {many}"),
                },
            });
        if let Some(near) = nearest(id, &names) {
            error = error.help(format!("did you mean `{near}`?"));
        }
        error
    })
}
