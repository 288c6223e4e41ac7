//! The front door: opens definitions, figures and store, and hands out what answers.
//!
//! Belongs here: opening, and the day of the view. Does not belong here: any answer.
//!
//! **Invariant:** the same definitions, store and request give the same answer, byte for byte, to
//! any number of threads.

use crate::catalogue::Catalogue;
use crate::domain::{AreaCode, Date, Result};
use crate::figures::{Figures, scan};
use crate::geography::{Area, Geography};
use crate::holdings::{Holdings, Watch};
use crate::knowledge::Knowledge;
use std::path::PathBuf;
use std::sync::Arc;

/// Where the engine finds things, and as of when it looks.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The folder of the store; it need not exist.
    pub store: PathBuf,
    /// A folder of definitions that override the built-in ones.
    pub catalogue: Option<PathBuf>,
    /// Only editions published, and periods ended, by this day.
    pub at: Option<Date>,
    /// Today's date, for due dates, unless the view is of another day.
    pub today: Option<Date>,
}

/// The front door. A clone shares everything that has been read and computed.
#[derive(Debug, Clone)]
pub struct Engine {
    figures: Figures,
}

impl Engine {
    /// Opens the built-in catalogue and figures, the folder that overrides them, and the store.
    ///
    /// Errors: `F2xx` for definitions, `F402` for a damaged store.
    pub fn open(settings: &Settings) -> Result<Self> {
        let engine = Self::read(settings, true)?;
        engine.holdings().read_manifest()?;
        Ok(engine)
    }

    /// The same for a store in any state; only files that `verify` finds sound are trusted.
    ///
    /// Errors: `F2xx` for definitions.
    pub fn open_to_verify(settings: &Settings) -> Result<Self> {
        Self::read(settings, false)
    }

    /// Everything but the store; wordings of the store that are not as they were written are an
    /// error where that is `strict`.
    fn read(settings: &Settings, strict: bool) -> Result<Self> {
        let wordings = settings.store.join("wordings");
        let knowledge =
            Arc::new(Knowledge::read(settings.catalogue.as_deref(), &wordings, strict)?);
        let holdings =
            Holdings::new(Arc::clone(&knowledge), &settings.store, settings.at, settings.today);
        let figures = Figures::new(holdings);
        let catalogue = &knowledge.catalogue;
        scan::check(&catalogue.comparing.scan).map_err(|error| error.in_file("comparison.toml"))?;
        Ok(Self { figures })
    }

    /// The definitions and areas.
    pub fn knowledge(&self) -> &Knowledge {
        self.figures.knowledge()
    }

    /// The stored editions.
    pub fn holdings(&self) -> &Holdings {
        self.figures.holdings()
    }

    /// The values of indicators.
    pub fn figures(&self) -> &Figures {
        &self.figures
    }

    /// The definitions.
    pub fn catalogue(&self) -> &Catalogue {
        self.figures.catalogue()
    }

    /// The areas.
    pub fn geography(&self) -> &Geography {
        self.figures.geography()
    }

    /// The region or nation of that name or code, or `F302`.
    pub fn region(&self, text: &str) -> Result<&Area> {
        self.geography().region(text)
    }

    /// The newest meeting of the board of a region's Partnership on or before today. Errors with
    /// `F303` where none is known.
    pub fn last_meeting(&self, region: &AreaCode) -> Result<Date> {
        crate::knowledge::rules::last_meeting(self.knowledge(), region, self.holdings().today())
    }

    /// The same engine, with an observer of the files it reads.
    #[must_use]
    pub fn watched_by(self, watch: Option<Arc<dyn Watch>>) -> Self {
        Self { figures: Figures::new(self.holdings().watched_by(watch)) }
    }

    /// The same engine with the editions of a pin and no others: see
    /// [`crate::packs::last_pack::pinned`].
    ///
    /// Errors: `F303` for an unknown name, `F304` where one of its editions is no longer stored,
    /// `F402`.
    pub fn pinned(&self, name: &str) -> Result<Self> {
        Ok(Self { figures: crate::packs::last_pack::pinned(&self.figures, name)? })
    }
}
