//! Briefing packs: facts, charts and prose into finished files.

use super::answers::{PEOPLE, POPULATION};
use super::facts::{ACCOMMODATION, KEY, USED};
use super::{Engine, ShowRequest};
use crate::briefing::{Document, Drawn, Figure, fill};
use crate::domain::{AreaCode, Date, Error, Result, error_codes, long_date};
use crate::geography::Area;
use crate::indicator::Key;
use crate::render;
use crate::source::write_whole;
use crate::table::{Cell, Column, Listing, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A request for a pack.
#[derive(Debug, Clone)]
pub struct PackRequest {
    /// The pack, such as `fair-shares`.
    pub pack: String,
    /// The region or nation.
    pub region: AreaCode,
    /// The formats, such as `html`.
    pub formats: Vec<String>,
}

/// A pack on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenPack {
    /// The folder.
    pub folder: PathBuf,
    /// The files, below the folder.
    pub files: Vec<String>,
    /// The file to open first.
    pub first: PathBuf,
}

impl Engine {
    /// The document of a pack.
    ///
    /// Errors: `F301` unknown pack, `F304` no figures for the region, `F202` and `F206` for a template.
    pub fn document(&self, request: &PackRequest) -> Result<Document> {
        let pack = self.catalogue.pack(&request.pack)?;
        let region = self.geography.get(&request.region)?;
        let prose = self.prose.get(pack.id.as_str()).ok_or_else(|| {
            Error::new(error_codes::REFERENCE_DANGLING, "opening a pack").in_file(format!("packs/{}.md", pack.id))
        })?;
        let (mut facts, answer) = self.facts(region)?;
        // A region without outlines or figures has the slot's own words instead.
        let mut drawn = Drawn::default();
        for slot in &pack.slot {
            if let Some(id) = &slot.chart {
                let figure = if_known(self.chart(id.as_str(), &region.code))?;
                drawn.charts.extend(figure.map(|figure| (id.to_string(), figure)));
            }
            if let Some(id) = &slot.table {
                let listing = if_known(self.table_of_analysis(id, &region.code))?;
                drawn.tables.extend(listing.map(|listing| (id.to_string(), listing)));
            }
        }
        let sources = self.pack_sources(region, &drawn.charts, answer.as_at)?;
        facts.caveats = self.caveats(&sources, KEY)?;
        let mut document = fill(pack, prose, &facts, &drawn, &sources)?;
        let of_types = facts.accommodation.as_ref().map_or(facts.as_at, |accommodation| accommodation.as_at);
        let counted = [facts.as_at, of_types].map(|day| day.to_string());
        document.figures = self.figures_of_pack(region, &counted, &facts.population_as_at.to_string())?;
        document.properties = vec![
            ("Figures as at".to_owned(), long_date(facts.as_at)),
            ("Population as at".to_owned(), long_date(facts.population_as_at)),
            ("Made with".to_owned(), format!("fairshares {}", env!("CARGO_PKG_VERSION"))),
        ];
        Ok(document)
    }

    /// The figures of a pack, one to a row: the indicators it defines, for the region and its areas, on the days it shows.
    fn figures_of_pack(&self, region: &Area, counted: &[String], population: &str) -> Result<Listing> {
        let mut together: Option<Listing> = None;
        for id in USED {
            let (indicator, region) = (id.to_owned(), region.code.clone());
            let request = ShowRequest::of_region(indicator, region);
            let listing = match self.show(&request) {
                Err(error) if error.code() == error_codes::NO_DATA => continue,
                shown => shown?,
            };
            let mut listing = with_category(listing, self.catalogue.indicator(id)?.dims.len());
            let shown = |day: &String| if id == POPULATION { day == population } else { counted.contains(day) };
            listing.rows.retain(|row| shown(&row[BEFORE_DIMENSIONS - 1].raw()));
            match &mut together {
                Some(held) => held.rows.extend(listing.rows),
                None => together = Some(listing),
            }
        }
        together.ok_or_else(|| Error::new(error_codes::NO_DATA, "collecting the figures of a pack"))
    }

    /// The editions behind the charts and the tables of a pack.
    fn pack_sources(&self, region: &Area, charts: &BTreeMap<String, Figure>, day: Date) -> Result<Vec<Source>> {
        let mut found: BTreeSet<Source> = charts.values().flat_map(|figure| figure.sources.iter().cloned()).collect();
        let kingdom = AreaCode::united_kingdom();
        let compared: Vec<&AreaCode> = self.geography.regions().map(|area| &area.code).chain([&kingdom]).collect();
        for id in [
            "supported-per-10k",
            "supported-location-quotient",
            "supported-share-of-uk",
            ACCOMMODATION,
            "supported-by-section",
        ] {
            let indicator = self.catalogue.indicator(id)?;
            let values = self.values(id)?;
            let newest = values.iter().filter(|(key, v)| key.area == region.code && v.figure.value.is_some());
            let end = newest.map(|(key, _)| key.end).filter(|end| *end <= day).max();
            let ours = |key: &Key| key.area == region.code || (key.dims.is_empty() && compared.contains(&&key.area));
            let keys: Vec<Key> = values
                .iter()
                .filter(|(key, _)| Some(key.end) == end && ours(key))
                .map(|(key, _)| key.clone())
                .collect();
            found.extend(self.sources_of(indicator, &keys)?);
        }
        Ok(found.into_iter().collect())
    }

    /// Makes a pack and writes its files into a folder.
    ///
    /// Errors: as [`Engine::document`], `F303` for an unknown format, `F401` when the disk refuses.
    pub fn brief(&self, request: &PackRequest, folder: &Path) -> Result<WrittenPack> {
        let document = self.document(request)?;
        let stem = request.pack.clone();
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        for format in &request.formats {
            let renderer = render::document_format(format)?;
            files.push((format!("{stem}.{}", renderer.ending()), renderer.render(&document)?));
            files.extend(renderer.beside(&document)?);
        }
        self.remove_stale(folder, &files)?;
        for (name, bytes) in &files {
            let path = folder.join(name);
            let parent = path.parent().unwrap_or(folder);
            std::fs::create_dir_all(parent).map_err(|error| {
                Error::new(error_codes::FILE_INACCESSIBLE, "making the folder of a pack")
                    .in_file(parent.display().to_string())
                    .found(error.to_string())
            })?;
            write_whole(&path, bytes)?;
        }
        let names: Vec<String> = files.into_iter().map(|(name, _)| name).collect();
        let first = names.first().map_or_else(|| folder.to_owned(), |name| folder.join(name));
        Ok(WrittenPack { folder: folder.to_owned(), files: names, first })
    }

    /// Removes charts of an earlier pack in the same folder that this one does not have, such as a map of another region.
    fn remove_stale(&self, folder: &Path, files: &[(String, Vec<u8>)]) -> Result<()> {
        for chart in self.catalogue.charts.keys().chain(self.catalogue.analyses.keys()) {
            for name in [format!("charts/{chart}.svg"), format!("tables/{chart}.csv")] {
                let path = folder.join(&name);
                let is_stale = path.is_file() && files.iter().all(|(new, _)| *new != name);
                if is_stale {
                    std::fs::remove_file(&path).map_err(|error| {
                        Error::new(error_codes::FILE_INACCESSIBLE, "removing a chart of an earlier pack")
                            .in_file(path.display().to_string())
                            .found(error.to_string())
                    })?;
                }
            }
        }
        Ok(())
    }

    /// The name of a pack's folder: pack, region and the day of the figures, so that packs never overwrite each other.
    pub fn pack_folder(&self, request: &PackRequest) -> Result<String> {
        let region = self.geography.get(&request.region)?;
        let day = self.newest_day(PEOPLE, &request.region)?;
        let name = region.name.to_lowercase().replace(' ', "-");
        Ok(format!("{}-{name}-{day}", request.pack))
    }
}

/// What was found, or nothing where no figures are held for it.
fn if_known<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Err(error) if error.code() == error_codes::NO_DATA => Ok(None),
        found => found.map(Some),
    }
}

/// The columns before the dimensions in the values of an indicator: indicator, area, period.
const BEFORE_DIMENSIONS: usize = 5;

/// The values of an indicator with its dimensions as one column `category`, so that indicators fit under each other.
fn with_category(mut listing: Listing, dimensions: usize) -> Listing {
    let dims = BEFORE_DIMENSIONS..BEFORE_DIMENSIONS + dimensions;
    listing.columns.splice(dims.clone(), [Column::text("category", "Category")]);
    for row in &mut listing.rows {
        let category: Vec<String> = row[dims.clone()].iter().map(Cell::raw).collect();
        row.splice(dims.clone(), [Cell::Text(category.join(" "))]);
    }
    listing
}
