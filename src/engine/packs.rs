//! Briefing packs: facts, charts and prose into finished files.

use super::Engine;
use super::last_pack::LastPack;
use super::pack_facts::newest_of;
use super::pack_folder::Destination;
use crate::briefing::{Document, Drawn, Facts, fill};
use crate::catalogue::{Filling, Indicator, Pack, PackOf, Slot};
use crate::domain::{
    AreaCode, AreaLevel, Date, Error, Result, Tier, capitalised, error_codes, long_date, parse_publication_date,
};
use crate::geography::Area;
use crate::indicator::Key;
use crate::render;
use crate::source::Journal;
use crate::table::Source;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A request for a pack.
#[derive(Debug, Clone)]
pub struct PackRequest {
    /// The pack, such as `fair-shares`.
    pub pack: String,
    /// The region or nation.
    pub region: AreaCode,
    /// The authority, by name or code, for a pack of one.
    pub area: Option<String>,
    /// Since when it tells what changed: a day, `last-meeting`, the name of a pin, or the folder of an earlier pack.
    pub since: Option<String>,
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
    /// What became of the files that were in the folder before.
    pub notes: Vec<String>,
}

impl PackRequest {
    /// A pack of a region, compared with nothing.
    pub fn of_region(pack: &str, region: AreaCode, formats: &[&str]) -> Self {
        let formats = formats.iter().map(|format| (*format).to_owned()).collect();
        Self { pack: pack.to_owned(), region, area: None, since: None, formats }
    }
}

impl Engine {
    /// The document of a pack.
    ///
    /// Errors: `F301` unknown pack, `F302` a region for a pack of one authority, `F303` for what `since` names, `F304` where no figure of
    /// the pack is held for the area, `F202` and `F206` for a template.
    pub fn document(&self, request: &PackRequest) -> Result<Document> {
        let pack = self.catalogue.pack(&request.pack)?;
        let area = self.area_of_pack(pack, request)?;
        let prose = self.prose.get(pack.id.as_str()).ok_or_else(|| {
            Error::new(error_codes::REFERENCE_DANGLING, "opening a pack").in_file(format!("packs/{}.md", pack.id))
        })?;
        let indicators = self.indicators_of_pack(pack, area)?;
        let last = request.since.as_deref().map(|text| self.last_pack(&request.pack, &area.code, text)).transpose()?;
        let mut facts = self.facts(pack, area, last.as_ref())?;
        let figures = self.figures_of_pack(&indicators, area)?;
        self.read_beside.borrow_mut().extend(last.iter().flat_map(LastPack::editions_read));
        let drawn = self.drawn(pack, area)?;
        let sources = self.pack_sources(&indicators, area, &drawn)?;
        facts.caveats = self.caveats(&sources, facts.fair_shares.is_some(), &area.code)?;
        let mut document = fill(pack, prose, &facts, &drawn, &sources)?;
        document.definitions = self.definitions_of(&figures, &area.code)?;
        document.figures = figures;
        document.properties = self.properties(pack, area, &facts, &document.sources)?;
        Ok(document)
    }

    /// What a pack says of itself: of when it is, when the next figures are expected, whom to ask.
    fn properties(&self, pack: &Pack, area: &Area, facts: &Facts, sources: &[Source]) -> Result<Vec<(String, String)>> {
        let mut said = vec![("Figures as at", long_date(facts.as_at))];
        if let Some(fair_shares) = &facts.fair_shares {
            said.push(("Population as at", long_date(fair_shares.population_as_at)));
        }
        said.extend(facts.since.clone().map(|since| ("Compared with", since)));
        let published = sources.iter().filter_map(|source| parse_publication_date(source.published.as_deref()?)).max();
        said.push(("Newest publication", published.map_or("not known".to_owned(), long_date)));
        said.push(("Next figures expected", self.next_figures(pack, published)?));
        let own = self.partnership(&area.code).and_then(|partnership| partnership.contact.as_ref());
        said.push(("Contact", own.unwrap_or(&self.catalogue.contact.contact).clone()));
        said.push(("Made with", format!("fairshares {}", env!("CARGO_PKG_VERSION"))));
        Ok(said.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// The first day after the newest publication on which a headline's publication comes out again.
    ///
    /// What publishers' pages have said since is left aside, so that a pack made again from the same editions says the same.
    fn next_figures(&self, pack: &Pack, published: Option<Date>) -> Result<String> {
        let editions = self.editions()?;
        let mut expected: Vec<(Date, &str)> = Vec::new();
        for id in &pack.headlines {
            for dataset in self.datasets_of(&self.lineage(self.catalogue.indicator(id.as_str())?)) {
                let newest =
                    editions.iter().find(|edition| edition.dataset == dataset.id.as_str() && self.was_out(edition));
                let next = newest.and_then(|newest| self.next_release(dataset, newest, &Journal::default()));
                expected.extend(
                    next.filter(|next| Some(next.day) > published).map(|next| (next.day, dataset.title.as_str())),
                );
            }
        }
        let first = expected.into_iter().min();
        Ok(first.map_or("not known".to_owned(), |(day, title)| format!("{} ({title})", long_date(day))))
    }

    /// The region or authority that a pack is about.
    fn area_of_pack(&self, pack: &Pack, request: &PackRequest) -> Result<&Area> {
        let asked = match (&request.area, pack.of) {
            (Some(text), _) => self.geography.find(text)?,
            (None, PackOf::Region) => self.geography.get(&request.region)?,
            (None, PackOf::Authority) => {
                let example = self.example_of_authority(&request.region);
                return Err(Error::new(error_codes::OPTION_WRONG, format!("making the pack {}", pack.id))
                    .at_key("--area")
                    .found("no authority")
                    .expected(format!("a local authority, such as --area \"{example}\"")));
            }
        };
        let area = self.geography.get(self.geography.current(&asked.code))?;
        let is_authority = area.code.level() == AreaLevel::Authority || area.code.is_county_council();
        if is_authority != (pack.of == PackOf::Authority) {
            let expected = match is_authority {
                true => "a region or nation: --region".to_owned(),
                false => format!("a local authority, such as {}", self.example_of_authority(&request.region)),
            };
            return Err(Error::new(error_codes::OPTION_WRONG, format!("making the pack {}", pack.id))
                .at_key("--area")
                .found(format!("{} ({})", area.name, area.code))
                .expected(expected));
        }
        Ok(area)
    }

    /// The name of an authority of a region, for errors that say what is expected.
    pub(super) fn example_of_authority(&self, region: &AreaCode) -> &str {
        self.areas_now(region, Tier::Lower).last().map_or("Newham", |area| &area.name)
    }

    /// The pictures and tables of a pack; an area without outlines or figures has the slot's own words instead.
    fn drawn(&self, pack: &Pack, area: &Area) -> Result<Drawn> {
        let mut drawn = Drawn::default();
        for slot in &pack.slot {
            let table = match slot.filling()? {
                Filling::Part(_) => None,
                Filling::Chart(id) => {
                    let figure = if_known(self.chart(id.as_str(), &area.code))?;
                    drawn.charts.extend(figure.map(|figure| (id.to_string(), figure)));
                    None
                }
                Filling::Table(id) => if_known(self.table_of_analysis(id, &area.code))?,
                Filling::Areas(ids) => if_known(self.table_of_areas(ids, area))?,
                Filling::Categories(id) => if_known(self.table_of_categories(id, area))?,
            };
            drawn.tables.extend(table.map(|listing| (slot.name.to_string(), listing)));
            if let Some(why) = self.why_empty(slot, area)? {
                drawn.reasons.insert(slot.name.to_string(), why);
            }
        }
        Ok(drawn)
    }

    /// Why a chart or the categories of an indicator show nothing of an area; `None` where it has a figure.
    fn why_empty(&self, slot: &Slot, area: &Area) -> Result<Option<String>> {
        let id = match slot.filling()? {
            Filling::Chart(id) => self.catalogue.charts.get(id).map(|chart| &chart.indicator),
            Filling::Categories(id) => Some(id),
            Filling::Table(_) | Filling::Areas(_) | Filling::Part(_) => None,
        };
        let Some(indicator) = id.and_then(|id| self.catalogue.indicators.get(id)) else { return Ok(None) };
        let values = self.values(indicator.id.as_str())?;
        let is_here = |code: &AreaCode| self.geography.contains(&area.code, code);
        if values.newest_day_within(&is_here).is_some() {
            return Ok(None);
        }
        let why = self.lacking(indicator, &values, &area.code).why;
        Ok(Some(format!("{}: no figure. {}.", indicator.title, capitalised(&why))))
    }

    /// The editions behind the charts of a pack and the newest figures of its indicators.
    fn pack_sources(&self, indicators: &[&Indicator], area: &Area, drawn: &Drawn) -> Result<Vec<Source>> {
        let of_charts = drawn.charts.values().flat_map(|figure| figure.sources.iter().cloned());
        let mut found: BTreeSet<Source> = of_charts.collect();
        let kingdom = AreaCode::united_kingdom();
        let compared: Vec<&AreaCode> = self.geography.regions().map(|area| &area.code).chain([&kingdom]).collect();
        for indicator in indicators {
            let values = self.values(indicator.id.as_str())?;
            let is_ours = |code: &AreaCode| self.geography.contains(&area.code, code) || *code == kingdom;
            let end = values.newest_day_within(&is_ours);
            let ours = |key: &Key| is_ours(&key.area) || (key.dims.is_empty() && compared.contains(&&key.area));
            let of_day = values.iter().filter(|(key, _)| Some(key.end) == end && ours(key));
            let keys: Vec<Key> = of_day.map(|(key, _)| key.clone()).collect();
            found.extend(self.sources_of(indicator, &keys)?);
        }
        Ok(found.into_iter().collect())
    }

    /// Makes a pack and writes it into a folder, as a whole: see [`Destination`].
    ///
    /// Errors: as [`Engine::document`], `F303` for an unknown format, and for a file of somebody else's that the pack would replace,
    /// `F401` when the disk refuses.
    pub fn brief(&self, request: &PackRequest, destination: &Destination) -> Result<WrittenPack> {
        let document = self.document(request)?;
        let stem = request.pack.clone();
        let mut files: Vec<(String, Vec<u8>)> = Vec::new();
        for format in &request.formats {
            let renderer = render::document_format(format)?;
            files.push((format!("{stem}.{}", renderer.ending()), renderer.render(&document)?));
            files.extend(renderer.beside(&document)?);
        }
        let notes = destination.write(&files)?;
        let folder = destination.folder.clone();
        let names: Vec<String> = files.into_iter().map(|(name, _)| name).collect();
        let first = names.first().map_or_else(|| folder.clone(), |name| folder.join(name));
        Ok(WrittenPack { folder, files: names, first, notes })
    }

    /// The name of a pack's folder: pack, area and the day of the figures, so that packs never overwrite each other.
    pub fn pack_folder(&self, request: &PackRequest) -> Result<String> {
        let pack = self.catalogue.pack(&request.pack)?;
        let area = self.area_of_pack(pack, request)?;
        let day = newest_of(&self.headlines_of(pack, area, None)?);
        let day = day.map_or(String::new(), |day| format!("-{day}"));
        let name = area.name.to_lowercase().replace(',', "").replace(' ', "-");
        Ok(format!("{}-{name}{day}", request.pack))
    }
}

/// What was found, or nothing where no figures are held for it.
fn if_known<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Err(error) if error.code() == error_codes::NO_DATA => Ok(None),
        found => found.map(Some),
    }
}
