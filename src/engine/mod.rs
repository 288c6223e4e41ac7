//! The front door: opens catalogue, bundled figures and store, keeps what it has read, answers requests.
//!
//! Belongs here: which editions count, which values a request needs, and putting rooms together. Does not belong
//! here: formulas, layouts of publications, printing, clock, environment.
//!
//! **Invariant:** the same catalogue, store and request give the same answer, byte for byte.

mod ages;
mod analyses;
mod answers;
mod before;
mod boundaries;
mod cards;
mod categories;
mod change;
mod changes;
mod chart_data;
mod chart_titles;
mod charts;
mod check;
mod dating;
mod derivations;
mod diff;
mod districts;
mod editions;
mod embedded;
mod exceptions;
mod fair_share_facts;
mod figures;
mod fit;
mod grants;
mod headline_facts;
mod import;
mod inputs;
mod key_tables;
mod keys;
mod last_pack;
mod limit;
mod listings;
mod lists;
mod mend;
mod neighbours;
mod pack_facts;
mod pack_folder;
mod pack_tables;
mod packs;
mod pathway;
mod place;
mod plots;
mod precedence;
mod provisional;
mod prune;
mod reasons;
mod reference;
mod refresh;
mod regional;
mod releases;
mod robustness;
mod scan;
mod schemes;
mod series;
mod since;
mod surge;
mod trace;
mod units;
mod verify;
mod watch;

pub use crate::catalogue::Way;
pub use answers::{Base, InequalityAnswer, SharesAnswer, SharesRequest};
pub use boundaries::TableOnDay;
pub use changes::ChangesRequest;
pub use check::Checked;
pub use diff::Diff;
pub use editions::Edition;
pub use embedded::is_checkout;
pub use grants::GrantAnswer;
pub use import::{Below, ImportOutcome, ImportRun, Imported, Refused, files_below};
pub use inputs::Inputs;
pub use listings::ShowRequest;
pub use mend::Mended;
pub use neighbours::NearestNeighbours;
pub use pack_folder::{Destination, remove_folder};
pub use packs::{PackRequest, WrittenPack};
pub use pathway::{MoveCost, PathwayAnswer, PathwayRequest};
pub use plots::Plot;
pub use refresh::{RefreshReport, RefreshRequest, SourceOutcome, SourceReport};
pub use releases::{Freshness, NextRelease};
pub use robustness::RobustnessAnswer;
pub use verify::Verified;
pub use watch::{ReadingFault, Watch, processor_seconds, reading_memory};

use crate::catalogue::{Catalogue, DefinitionFile, Limits};
use crate::chart::Style;
use crate::domain::{AreaCode, Date, Error, Id, Result, Tier, error_codes};
use crate::geography::{Area, Centres, Geography, Outline, Register, Tile, parse_outlines, parse_tiles};
use crate::indicator::{self, Values};
use crate::source::{BundledFile, EditionId, Manifest, Store, is_as_sealed, read_text};
use crate::table::{Source, Table};
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

/// Where the engine finds things, and as of when it looks.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The folder of the store; it need not exist.
    pub store: PathBuf,
    /// A folder of definitions laid over the built-in ones.
    pub catalogue: Option<PathBuf>,
    /// Only editions published, and periods ended, by this day.
    pub at: Option<Date>,
    /// The day it is, for what is due; unless another is looked from.
    pub today: Option<Date>,
}

/// The authorities of a tier of a region, by code.
type AreasOfTier = BTreeMap<(AreaCode, Tier), Rc<[AreaCode]>>;

/// The front door.
#[derive(Debug, Clone)]
pub struct Engine {
    catalogue: Catalogue,
    geography: Geography,
    centres: Centres,
    outlines: Vec<Outline>,
    tiles: Vec<Tile>,
    style: Style,
    prose: BTreeMap<String, String>,
    bundled: Vec<BundledFile>,
    store: Store,
    /// Where wordings of this store are kept.
    wordings_folder: PathBuf,
    /// Of everything that a file is judged by.
    fingerprint: String,
    /// Of everything but wordings, which concern their own dataset alone.
    of_definitions: String,
    at: Option<Date>,
    today: Option<Date>,
    /// What the store is taken to hold, whatever others write meanwhile.
    of_one_moment: Option<Rc<Manifest>>,
    /// Editions that are looked past, to see what was known without them.
    without: BTreeSet<EditionId>,
    /// Editions that were read to know what an earlier pack knew.
    read_beside: RefCell<BTreeSet<Source>>,
    bundled_tables: OnceCell<Vec<Table>>,
    /// The editions held, and the manifest that says so.
    held: RefCell<Option<editions::InOrder>>,
    /// What undated figures are compared with, and the editions it was read from.
    known_figures: RefCell<Option<(Vec<EditionId>, Rc<dating::Known>)>>,
    tables: RefCell<BTreeMap<Id, Option<Rc<Table>>>>,
    areas: RefCell<AreasOfTier>,
    values: RefCell<BTreeMap<Id, Rc<Values>>>,
    /// Those of an area and what is near it.
    values_in: RefCell<BTreeMap<(AreaCode, Id), Rc<Values>>>,
    /// Who is told which file is being read, and whether one is.
    watch: Option<Arc<dyn Watch>>,
    is_watched: Cell<bool>,
}

impl Engine {
    /// Opens the built-in catalogue and figures, the folder laid over them, and the store.
    ///
    /// Errors: `F2xx` for definitions, `F402` for a damaged store.
    pub fn open(settings: &Settings) -> Result<Self> {
        let engine = Self::read(settings, true)?;
        engine.store.newest_manifest()?;
        Ok(engine)
    }

    /// The same for a store in any state, of which nothing is believed but what [`Engine::verify`] finds sound.
    ///
    /// Errors: `F2xx` for definitions.
    pub fn open_to_verify(settings: &Settings) -> Result<Self> {
        Self::read(settings, false)
    }

    /// Everything but the store; wordings of the store that are not as they were written are an error where that is `strict`.
    fn read(settings: &Settings, is_strict: bool) -> Result<Self> {
        let mut files = embedded::definitions();
        // The built-in bounds hold for the folder that may declare others.
        let limits = Limits::of(&files)?;
        if let Some(folder) = &settings.catalogue {
            let laid_over = read_folder(folder, &limits)?;
            if laid_over.is_empty() {
                return Err(Error::new(error_codes::OPTION_WRONG, "reading a folder of definitions")
                    .at_key("--catalogue")
                    .in_file(folder.display().to_string())
                    .found("no definition in it"));
            }
            files.extend(laid_over);
        }
        let wordings = wordings_of_store(&settings.store.join("wordings"), &limits);
        files.extend(if is_strict { wordings? } else { wordings.unwrap_or_default() });
        let catalogue = Catalogue::read(&files)?;
        for indicator in catalogue.indicators.values() {
            indicator::check(indicator).map_err(|e| e.in_file(catalogue.file_of("indicators", &indicator.id)))?;
        }
        scan::check(&catalogue.comparing.scan).map_err(|error| error.in_file("comparison.toml"))?;
        for definition in catalogue.charts.values() {
            chart_data::check(definition).map_err(|e| e.in_file(catalogue.file_of("charts", &definition.id)))?;
        }
        for key in catalogue.keys.values() {
            crate::fairshare::rule(&key.rounding).map_err(|e| e.in_file(catalogue.file_of("keys", &key.id)))?;
        }
        let text = |path: &str| text_of(&files, path);
        let geography = Geography::read(&Register {
            areas: &text("areas/areas.csv")?,
            aliases: &text("areas/aliases.csv")?,
            counties: &text("areas/counties.csv")?,
            groups: &text("areas/groups.csv")?,
        })?;
        Ok(Self {
            centres: Centres::parse(&text("areas/centres.csv")?, "areas/centres.csv")?,
            outlines: parse_outlines(&text("areas/outlines-london.csv")?, "areas/outlines-london.csv")?,
            tiles: parse_tiles(&text("areas/tiles-london.csv")?, "areas/tiles-london.csv")?,
            style: Style::parse(&text("style.toml")?, "style.toml")?,
            prose: embedded::prose(&files),
            fingerprint: embedded::fingerprint(files.iter()),
            of_definitions: embedded::fingerprint(files.iter().filter(|file| !file.path.starts_with("wordings/"))),
            wordings_folder: settings.store.join("wordings"),
            bundled: embedded::bundled(),
            store: Store::at(&settings.store).patient(catalogue.fetching.store_attempts),
            at: settings.at,
            today: settings.at.or(settings.today),
            of_one_moment: None,
            without: BTreeSet::new(),
            read_beside: RefCell::default(),
            bundled_tables: OnceCell::new(),
            held: RefCell::default(),
            known_figures: RefCell::default(),
            tables: RefCell::default(),
            areas: RefCell::default(),
            values: RefCell::default(),
            values_in: RefCell::default(),
            watch: None,
            is_watched: Cell::new(false),
            catalogue,
            geography,
        })
    }

    /// The definitions.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The areas.
    pub fn geography(&self) -> &Geography {
        &self.geography
    }

    /// The region or nation of that name or code, or `F302`.
    pub fn region(&self, text: &str) -> Result<&Area> {
        self.geography.region(text)
    }

    /// The same engine as if these editions were not held.
    fn without(&self, editions: BTreeSet<EditionId>) -> Self {
        Self {
            without: editions,
            held: RefCell::default(),
            tables: RefCell::default(),
            values: RefCell::default(),
            values_in: RefCell::default(),
            areas: RefCell::default(),
            ..self.clone()
        }
    }

    /// The same engine as of a day: without what was published later.
    fn known_on(&self, day: Date) -> Self {
        Self {
            at: Some(day),
            held: RefCell::default(),
            tables: RefCell::default(),
            values: RefCell::default(),
            values_in: RefCell::default(),
            areas: RefCell::default(),
            ..self.clone()
        }
    }

    /// The authorities of an indicator's tier in a region, on present boundaries: abolished ones stand beside no living one.
    fn areas_of(&self, indicator: &str, region: &AreaCode) -> Result<Vec<&Area>> {
        Ok(self.areas_now(region, self.values(indicator)?.tier()))
    }

    /// The authorities of a tier of a region as they are, or were on the day that is looked from; found once for all who ask.
    fn areas_now(&self, region: &AreaCode, tier: Tier) -> Vec<&Area> {
        let key = (region.clone(), tier);
        let known = self.areas.borrow().get(&key).cloned();
        let codes = known.unwrap_or_else(|| {
            let areas = self.geography.areas_on(region, self.at.unwrap_or(Date::MAX), tier);
            let codes: Rc<[AreaCode]> = areas.into_iter().map(|area| area.code.clone()).collect();
            self.areas.borrow_mut().insert(key, Rc::clone(&codes));
            codes
        });
        codes.iter().filter_map(|code| self.geography.get(code).ok()).collect()
    }
}

/// The text of a definition that must be there; the last one given wins.
fn text_of(files: &[DefinitionFile], path: &str) -> Result<String> {
    files.iter().rev().find(|file| file.path == path).map(|file| file.text.clone()).ok_or_else(|| {
        Error::new(error_codes::REFERENCE_DANGLING, "opening the catalogue").in_file(path).found("no such file")
    })
}

/// The wordings kept with a store; they lie beside those of a folder of definitions, and take the place of none.
///
/// Errors: `F401` and `F114`, and `F402` for one that is not as it was written.
fn wordings_of_store(folder: &Path, limits: &Limits) -> Result<Vec<DefinitionFile>> {
    let files = if folder.is_dir() { read_folder(folder, limits)? } else { Vec::new() };
    let checked = |file: DefinitionFile| match is_as_sealed(&file.text) {
        true => Ok(DefinitionFile { path: format!("wordings/store/{}", file.path), ..file }),
        false => Err(Error::new(error_codes::STORE_DAMAGED, "reading the wordings kept with the store")
            .in_file(file.shown)
            .found("another text than its checksum is of")
            .help("where you have changed it by hand, remove its first line; else run `fairshares verify --repair`")),
    };
    files.into_iter().map(checked).collect()
}

/// Every definition below a folder, with its path as the catalogue knows it; a folder that
/// links lead to in a circle is read once. Errors with `F401` and `F114`.
fn read_folder(folder: &Path, limits: &Limits) -> Result<Vec<DefinitionFile>> {
    let doing = "reading a folder of definitions";
    let too_large = |expected: String| {
        Error::new(error_codes::TOO_LARGE, doing)
            .in_file(folder.display().to_string())
            .found("more than that")
            .expected(expected)
            .help("give the folder that has the definitions and nothing else")
    };
    let (mut files, mut left, mut seen) = (Vec::new(), limits.definition_bytes, BTreeSet::new());
    let mut waiting = vec![folder.to_owned()];
    while let Some(current) = waiting.pop() {
        let failed = |error: std::io::Error| {
            Error::new(error_codes::FILE_INACCESSIBLE, doing)
                .in_file(current.display().to_string())
                .found(error.to_string())
        };
        if !seen.insert(current.canonicalize().map_err(failed)?) {
            continue;
        }
        let mut entries: Vec<PathBuf> = Vec::new();
        for entry in std::fs::read_dir(&current).map_err(failed)?.take(limits.definition_files + 1) {
            entries.push(entry.map_err(failed)?.path());
        }
        entries.sort();
        for path in entries {
            let is_hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if path.is_dir() {
                waiting.push(path);
            } else if !is_hidden {
                let below = path.strip_prefix(folder).unwrap_or(&path);
                let parts: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                let text = read_text(&path, limits.definition_bytes)?;
                left = left.checked_sub(text.len()).ok_or_else(|| {
                    too_large(format!("definitions of at most {} bytes together", limits.definition_bytes))
                })?;
                files.push(DefinitionFile { path: parts.join("/"), text, shown: path.display().to_string() });
            }
            if files.len() + waiting.len() > limits.definition_files {
                return Err(too_large(format!("at most {} files and folders", limits.definition_files)));
            }
        }
    }
    Ok(files)
}
