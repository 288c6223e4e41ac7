//! Briefing packs: facts, charts and prose into finished files.

use crate::briefing::{ANALYSIS, Block, Document, Facts, Figure, FilledProse, PackFigures, fill};
use crate::catalogue::{Indicator, Pack, PackList, PackOf, PackSummary, Slot, SlotContent};
use crate::charting::{analyses, charts};
use crate::domain::{
    AreaCode, AreaLevel, Date, Error, Field, Naming, PlainNames, Result, capitalised, error_codes,
    in_parallel, long_date, render_names,
};
use crate::figures::attribution::{attribution_of, each_once};
use crate::figures::authority_figures::authority_figures;
use crate::figures::category_changes::category_changes;
use crate::figures::{Figures, place, reasons, sources};
use crate::geography::Area;
use crate::holdings::releases;
use crate::indicator::Key;
use crate::knowledge::rules;
use crate::packs::folder::Destination;
use crate::packs::last_pack::{LastPack, Since};
use crate::packs::{definitions, facts, last_pack, tables};
use crate::render;
use crate::source::Journal;
use crate::table::{Listing, Source};
use crate::tables::packs as listings;
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
    /// The earlier day or pack to compare with.
    pub since: Option<Since>,
    /// The formats, such as `html`.
    pub formats: Vec<String>,
    /// How notes name other possible requests.
    pub naming: &'static dyn Naming,
}

/// A pack that has been composed and not yet written.
#[derive(Debug, Clone, PartialEq)]
pub struct ComposedPack {
    document: Document,
    folder_name: String,
    /// The editions that the pack was computed from, including those of an earlier pack used for
    /// comparison.
    read: BTreeSet<Source>,
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
    /// The editions that the pack was computed from, including those of an earlier pack used for
    /// comparison.
    pub read: BTreeSet<Source>,
}

impl PackRequest {
    /// A pack of a region, without a comparison.
    pub fn of_region(pack: &str, region: AreaCode, formats: &[&str]) -> Self {
        let formats = formats.iter().map(|format| (*format).to_owned()).collect();
        Self {
            pack: pack.to_owned(),
            region,
            area: None,
            since: None,
            formats,
            naming: &PlainNames,
        }
    }
}

/// The packs of the catalogue.
pub fn packs(figures: &Figures) -> PackList {
    let summary = |pack: &Pack| PackSummary {
        pack: pack.id.clone(),
        of: pack.of,
        title: pack.title.replace("{region}", "\u{2026}"),
    };
    PackList {
        caption: "Packs".to_owned(),
        packs: figures.catalogue().packs.values().map(summary).collect(),
    }
}

/// The document of a pack.
///
/// Errors: `F301` unknown pack, `F302` a region for a pack of one authority, `F303` for an unknown
/// `since`. `F304` where the store has no figure of the pack for the area. `F202` and `F206` for a
/// template.
pub fn document(figures: &Figures, request: &PackRequest) -> Result<Document> {
    compose(figures, request).map(|composed| composed.document)
}

/// Composes a pack, which is then written into a folder.
///
/// Errors: as [`document`].
pub fn compose(figures: &Figures, request: &PackRequest) -> Result<ComposedPack> {
    let pack = figures.catalogue().pack(&request.pack)?;
    let area = area_of_pack(figures, pack, request)?;
    let last = |since: &Since| last_pack::last_pack(figures, &request.pack, &area.code, since);
    let last = request.since.as_ref().map(last).transpose()?;
    let (document, as_at) = document_of(figures, request, (pack, area), last.as_ref())?;
    let mut read: BTreeSet<Source> = figures.holdings().editions_read().into_iter().collect();
    read.extend(last.iter().flat_map(LastPack::editions_read));
    let name = area.name.to_lowercase().replace(',', "").replace(' ', "-");
    Ok(ComposedPack { document, folder_name: format!("{}-{name}-{as_at}", request.pack), read })
}

/// The document of a pack, and the day of its newest headline.
fn document_of(
    figures: &Figures,
    request: &PackRequest,
    (pack, area): (&Pack, &Area),
    last: Option<&LastPack>,
) -> Result<(Document, Date)> {
    let prose = figures.knowledge().prose.get(pack.id.as_str()).ok_or_else(|| {
        Error::new(error_codes::REFERENCE_DANGLING, "opening a pack")
            .in_file(format!("packs/{}.md", pack.id))
    })?;
    let indicators = facts::indicators_of_pack(figures, pack, area)?;
    let mut facts = facts::facts(figures, pack, area, last)?;
    let listed = tables::figures_of_pack(figures, &indicators, area)?;
    let drawn = with_names(drawn(figures, pack, area)?, request.naming);
    let sources = pack_sources(figures, &indicators, area, &drawn)?;
    facts.caveats = facts::caveats(figures, &sources, facts.fair_shares.is_some(), &area.code)?;
    let FilledProse { title, about, blocks } = fill(pack, prose, &facts, &drawn, &sources)?;
    let document = Document {
        id: pack.id.to_string(),
        title,
        about,
        properties: properties(figures, pack, area, &facts, &sources)?,
        definitions: definitions::definitions_of(figures, &listed, &area.code)?,
        figures: tables::table_of_figures(figures, &listed, area)?.into_named(request.naming),
        attribution: attribution(figures, &blocks, &sources),
        blocks,
        sources,
    };
    Ok((document, facts.as_at))
}

/// The statement that a pack is an analysis, and the lines that the licences of its figures and
/// maps require.
fn attribution(figures: &Figures, blocks: &[Block], sources: &[Source]) -> Vec<String> {
    let of_figures = attribution_of(figures, sources, &[]);
    let of_charts = blocks.iter().filter_map(|block| match block {
        Block::Figure(figure) => Some(&figure.attribution),
        _ => None,
    });
    let lines = of_figures.iter().chain(of_charts.flatten()).map(String::as_str);
    each_once(std::iter::once(ANALYSIS).chain(lines))
}

/// The properties of a pack: its dates, when the next figures are expected, whom to contact.
fn properties(
    figures: &Figures,
    pack: &Pack,
    area: &Area,
    facts: &Facts,
    sources: &[Source],
) -> Result<Vec<(String, String)>> {
    let mut said = vec![("Figures as at", long_date(facts.as_at))];
    if let Some(fair_shares) = &facts.fair_shares {
        said.push(("Population as at", long_date(fair_shares.population_as_at)));
    }
    said.extend(facts.since.clone().map(|since| ("Compared with", since)));
    let published = sources.iter().filter_map(|source| source.published).max();
    said.push(("Newest publication", published.map_or("not known".to_owned(), long_date)));
    said.push(("Next figures expected", next_figures(figures, pack, published)?));
    let own = rules::partnership(figures.knowledge(), &area.code)
        .and_then(|partnership| partnership.contact.as_ref());
    said.push(("Contact", own.unwrap_or(&figures.catalogue().contact.contact).clone()));
    said.push(("Made with", format!("fairshares {}", env!("CARGO_PKG_VERSION"))));
    Ok(said.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The first day after the newest publication on which a headline's publication is published again.
///
/// Later information from publishers' pages is ignored, so that a pack generated again from the
/// same editions is identical.
fn next_figures(figures: &Figures, pack: &Pack, published: Option<Date>) -> Result<String> {
    let editions = figures.holdings().editions()?;
    let mut expected: Vec<(Date, &str)> = Vec::new();
    for id in &pack.headlines {
        for dataset in figures.catalogue().datasets_of(
            &figures.catalogue().needed_lineage(figures.catalogue().indicator(id.as_str())?),
        ) {
            let newest = editions.iter().find(|edition| {
                edition.dataset == dataset.id && figures.holdings().was_published(edition)
            });
            let next = newest.and_then(|newest| {
                releases::next_release(figures.holdings(), dataset, newest, &Journal::default())
            });
            expected.extend(
                next.filter(|next| Some(next.day) > published)
                    .map(|next| (next.day, dataset.title.as_str())),
            );
        }
    }
    let first = expected.into_iter().min();
    Ok(first.map_or("not known".to_owned(), |(day, title)| format!("{} ({title})", long_date(day))))
}

/// The region or authority that a pack is about.
fn area_of_pack<'f>(figures: &'f Figures, pack: &Pack, request: &PackRequest) -> Result<&'f Area> {
    let asked = match (&request.area, pack.of) {
        (Some(text), _) => figures.geography().find(text)?,
        (None, PackOf::Region) => figures.geography().get(&request.region)?,
        (None, PackOf::Authority) => {
            let example = place::example_of_authority(figures, &request.region);
            return Err(Error::new(
                error_codes::OPTION_WRONG,
                format!("making the pack {}", pack.id),
            )
            .at_field(Field::Area)
            .found("no authority")
            .expected(format!(
                "a local authority, such as {}",
                Field::Area.set_to(format!("\"{example}\""))
            )));
        }
    };
    let area = figures.geography().get(figures.geography().current(&asked.code))?;
    let is_authority = area.code.level() == AreaLevel::Authority || area.code.is_county_council();
    if is_authority != (pack.of == PackOf::Authority) {
        let expected = match is_authority {
            true => format!("a region or nation: {}", Field::Region),
            false => format!(
                "a local authority, such as {}",
                place::example_of_authority(figures, &request.region)
            ),
        };
        return Err(Error::new(error_codes::OPTION_WRONG, format!("making the pack {}", pack.id))
            .at_field(Field::Area)
            .found(format!("{} ({})", area.name, area.code))
            .expected(expected));
    }
    Ok(area)
}

/// The pictures and tables of a pack; an area without outlines or figures has the slot's own words
/// instead.
fn drawn(figures: &Figures, pack: &Pack, area: &Area) -> Result<PackFigures> {
    let mut drawn = PackFigures::default();
    for (slot, filled) in
        pack.slot.iter().zip(in_parallel(&pack.slot, |slot| fill_slot(figures, slot, area)))
    {
        let Filled { chart, table, reason } = filled?;
        drawn.charts.extend(chart);
        drawn.tables.extend(table.map(|listing| (slot.name.to_string(), listing)));
        drawn.reasons.extend(reason.map(|why| (slot.name.to_string(), why)));
    }
    Ok(drawn)
}

/// The content of one slot of a pack.
#[derive(Default)]
struct Filled {
    chart: Option<(String, Figure)>,
    table: Option<Listing>,
    /// Why the slot is empty.
    reason: Option<String>,
}

fn fill_slot(figures: &Figures, slot: &Slot, area: &Area) -> Result<Filled> {
    let mut filled = Filled { reason: why_empty(figures, slot, area)?, ..Filled::default() };
    match &slot.filling {
        SlotContent::Part(_) => {}
        SlotContent::Chart(id) => {
            let chart = if_known(charts::chart(figures, id.as_str(), &area.code))?;
            filled.chart = chart.map(|chart| (id.to_string(), chart));
        }
        SlotContent::Table(id) => {
            filled.table = if_known(analyses::table_of_analysis(figures, id, &area.code))?;
        }
        SlotContent::Areas(ids) => {
            let known = if_known(authority_figures(figures, ids, area))?;
            filled.table = known.as_ref().map(listings::authorities);
        }
        SlotContent::Categories(id) => {
            let known = if_known(category_changes(figures, id, area))?;
            filled.table = known.as_ref().map(listings::categories);
        }
    }
    Ok(filled)
}

/// The same with the option names of one interface, for the readers of the pack.
fn with_names(mut drawn: PackFigures, naming: &dyn Naming) -> PackFigures {
    drawn.tables.values_mut().for_each(|listing| *listing = listing.with_names(naming));
    for figure in drawn.charts.values_mut() {
        figure.listing = figure.listing.with_names(naming);
        figure.note = render_names(&figure.note, naming);
    }
    drawn.reasons.values_mut().for_each(|why| *why = render_names(why, naming));
    drawn
}

/// Why a chart or the categories of an indicator have no figure of an area; `None` where there is
/// one.
fn why_empty(figures: &Figures, slot: &Slot, area: &Area) -> Result<Option<String>> {
    let id = match &slot.filling {
        SlotContent::Chart(id) => figures.catalogue().charts.get(id).map(|chart| &chart.indicator),
        SlotContent::Categories(id) => Some(id),
        SlotContent::Table(_) | SlotContent::Areas(_) | SlotContent::Part(_) => None,
    };
    let Some(indicator) = id.and_then(|id| figures.catalogue().indicators.get(id)) else {
        return Ok(None);
    };
    let values = figures.values(indicator.id.as_str())?;
    let is_here = |code: &AreaCode| figures.geography().contains(&area.code, code);
    if values.newest_day_within(&is_here).is_some() {
        return Ok(None);
    }
    let why = reasons::lacking(figures, indicator, &values, &area.code).why;
    Ok(Some(format!("{}: no figure. {}.", indicator.title, capitalised(&why))))
}

/// The editions behind the charts of a pack and the newest figures of its indicators.
fn pack_sources(
    figures: &Figures,
    indicators: &[&Indicator],
    area: &Area,
    drawn: &PackFigures,
) -> Result<Vec<Source>> {
    let of_charts = drawn.charts.values().flat_map(|figure| figure.sources.iter().cloned());
    let mut found: BTreeSet<Source> = of_charts.collect();
    let kingdom = AreaCode::united_kingdom();
    let compared: Vec<&AreaCode> =
        figures.geography().regions().map(|area| &area.code).chain([&kingdom]).collect();
    for indicator in indicators {
        let values = figures.values(indicator.id.as_str())?;
        let is_ours =
            |code: &AreaCode| figures.geography().contains(&area.code, code) || *code == kingdom;
        let end = values.newest_day_within(&is_ours);
        let ours = |key: &Key| {
            is_ours(&key.area) || (key.dims.is_empty() && compared.contains(&&key.area))
        };
        let of_day = values.iter().filter(|(key, _)| Some(key.end) == end && ours(key));
        let keys: Vec<Key> = of_day.map(|(key, _)| key.clone()).collect();
        found.extend(sources::sources_of(figures, indicator, &keys)?);
    }
    Ok(found.into_iter().collect())
}

/// Composes a pack and writes it into a folder.
///
/// Errors: as [`document`] and [`ComposedPack::write`].
pub fn brief(
    figures: &Figures,
    request: &PackRequest,
    destination: &Destination,
) -> Result<WrittenPack> {
    compose(figures, request)?.write(&request.formats, destination)
}

impl ComposedPack {
    /// The name of the pack's folder: pack, area and the day of the figures, so that packs never
    /// overwrite each other.
    pub fn folder_name(&self) -> &str {
        &self.folder_name
    }

    /// Writes the pack into a folder, all files or none: see [`Destination`].
    ///
    /// Errors: `F303` for an unknown format, and for a user's file that the pack would replace,
    /// `F401` when the disk refuses.
    pub fn write(self, formats: &[String], destination: &Destination) -> Result<WrittenPack> {
        let Self { document, read, .. } = self;
        let stem = document.id.clone();
        let renderers = formats
            .iter()
            .map(|format| render::document_format(format))
            .collect::<Result<Vec<_>>>()?;
        let rendered = in_parallel(&renderers, |renderer| -> Result<Vec<(String, Vec<u8>)>> {
            let mut files =
                vec![(format!("{stem}.{}", renderer.ending()), renderer.render(&document)?)];
            files.extend(renderer.companion_files(&document)?);
            Ok(files)
        });
        let files: Vec<(String, Vec<u8>)> =
            rendered.into_iter().collect::<Result<Vec<_>>>()?.concat();
        let notes = destination.write(&files)?;
        let folder = destination.folder.clone();
        let names: Vec<String> = files.into_iter().map(|(name, _)| name).collect();
        let first = names.first().map_or_else(|| folder.clone(), |name| folder.join(name));
        Ok(WrittenPack { folder, files: names, first, notes, read })
    }
}

/// The result, or `None` where the store has no figures for it.
fn if_known<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Err(error) if error.code() == error_codes::NO_DATA => Ok(None),
        found => found.map(Some),
    }
}
