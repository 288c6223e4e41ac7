//! Analyses: answers of the fair-shares engine as charts and as tables of packs.

use crate::allocation::pathway::{MoveCost, PathwayRequest};
use crate::allocation::requests::SharesRequest;
use crate::allocation::{grants, key_tables, pathway, robustness, surge};
use crate::briefing::Figure as DrawnFigure;
use crate::catalogue::{Analysis, Ask, Key as FairShareKey, Way};
use crate::chart;
use crate::charting::chart_titles::fill;
use crate::charting::plots::{KIND, Plot};
use crate::domain::{AreaCode, Date, Error, Id, Result, error_codes, parse_publication_date};
use crate::fairshare::{Arrivals, Draws, Inflow};
use crate::figures::sources::source_line;
use crate::figures::{Figures, attribution::attribution_of, reasons, sources};
use crate::indicator::Key;
use crate::knowledge::rules;
use crate::table::{Listing, Source};
use std::collections::BTreeSet;

/// An answer: the whole table, and what of it is drawn.
struct Answered {
    listing: Listing,
    plot: Plot,
    /// What has to be said beside the picture.
    said: Vec<String>,
}

/// An analysis as a chart.
///
/// Errors: as of the question, `F404` drawing failed.
pub(crate) fn chart_of_analysis(figures: &Figures, analysis: &Analysis, region: &AreaCode) -> Result<DrawnFigure> {
    let day = reasons::newest_day(figures, figures.catalogue().roles.people.as_str(), region)?;
    let answered = answered(figures, &analysis.ask, region)?;
    let data = answered.plot.data()?;
    let kind = chart::find(KIND)
        .ok_or_else(|| Error::new(error_codes::REFERENCE_DANGLING, "drawing an analysis").at_key(KIND))?;
    let named = |text: &str| fill(text, &figures.geography().name_of(region), day, &data);
    let sources = sources_of_analysis(figures, &analysis.ask, region, day)?;
    let style = &figures.knowledge().style;
    let attribution = attribution_of(figures, &sources, &[]);
    let drawing = kind.draw(&data, style)?;
    Ok(DrawnFigure {
        id: analysis.id.to_string(),
        title: named(&analysis.title),
        subtitle: named(&analysis.subtitle),
        file: drawing.with_lines_below(&attribution, style)?.svg,
        attribution,
        drawing,
        alt: kind.describe(&data),
        listing: kind.listing(&data),
        note: std::iter::once(&analysis.note).chain(&answered.said).map(String::as_str).collect::<Vec<_>>().join(" "),
        source: source_line(figures, &sources),
        sources,
    })
}

/// The whole table of an analysis, for packs. Errors as of the question.
pub(crate) fn table_of_analysis(figures: &Figures, id: &Id, region: &AreaCode) -> Result<Listing> {
    let ask = &figures.catalogue().analysis(id.as_str())?.ask;
    let listing = answered(figures, ask, region)?.listing.without_empty_columns();
    Ok(match ask {
        Ask::Pathway { ways, .. } if ways.len() == 1 => of_one_way(listing, ways[0]),
        _ => listing,
    })
}

fn answered(figures: &Figures, ask: &Ask, region: &AreaCode) -> Result<Answered> {
    let shares = |key: &Id| SharesRequest::of_people(figures.catalogue(), region.clone(), key.to_string());
    // Keys that rest on a rule which does not apply in the region are left out, and named.
    let silent = |id: &Id| {
        figures.catalogue().keys.get(id).and_then(|key| rules::why_key_is_silent(figures.knowledge(), key, region))
    };
    let words = |keys: &[Id]| -> Vec<String> {
        let applies: Vec<String> = keys.iter().filter(|id| silent(id).is_none()).map(ToString::to_string).collect();
        // Of none at all the error says why.
        if applies.is_empty() { keys.iter().map(ToString::to_string).collect() } else { applies }
    };
    let left_out = |keys: &[Id]| -> Vec<String> { keys.iter().filter_map(silent).collect() };
    let (listing, plot, said) = match ask {
        Ask::Keys { keys } => {
            let listing = key_tables::compare_keys(figures, &words(keys), &shares(&keys[0]))?;
            let plot = Plot::keys(&listing, &words(keys));
            let said = listing.notes[..1].iter().cloned().chain(left_out(keys)).collect();
            (listing, plot, said)
        }
        Ask::Parts { key } => {
            let listing = key_tables::key_parts(figures, &shares(key))?;
            let (plot, said) = (Plot::parts(&listing), listing.notes.clone());
            (listing, plot, said)
        }
        Ask::Robustness { key, draws, seed, concentration } => {
            let draws = Draws { count: *draws, seed: *seed, concentration: *concentration };
            let listing = robustness::robustness(figures, &shares(key), draws)?.areas;
            let (plot, said) = (Plot::robustness(&listing), listing.notes.clone());
            (listing, plot, said)
        }
        Ask::Pathway { key, ways, by, arrivals, departures_percent, as_many_as_now } => {
            let request = PathwayRequest {
                ways: ways.clone(),
                by: by.as_deref().and_then(parse_publication_date),
                arrivals: arrivals.map(Inflow::EachQuarter).or(as_many_as_now.then_some(Inflow::AsNow)),
                departures_percent: *departures_percent,
                cost: MoveCost::Distance,
                ending: None,
                shares: shares(key).in_steps(),
            };
            let answer = pathway::pathway(figures, &request)?;
            let plot = Plot::pathway(&answer.areas, ways);
            (answer.areas, plot, answer.outcomes)
        }
        Ask::Surge { keys, people, weeks } => {
            let arrivals = Arrivals { people: *people, weeks: *weeks };
            let listing = surge::surge(figures, &words(keys), &shares(&keys[0]).in_steps(), arrivals)?.0;
            let plot = Plot::surge(&listing, &words(keys));
            let said = listing.notes[..words(keys).len()].iter().cloned().chain(left_out(keys)).collect();
            (listing, plot, said)
        }
        Ask::Grant { grant } => {
            let listing = grants::grant(figures, grant.as_str(), region)?.areas;
            let (plot, said) = (Plot::grant(&listing), listing.notes.clone());
            (listing, plot, said)
        }
    };
    Ok(Answered { listing, plot, said })
}

/// The editions behind an analysis: of the count, the residents and everything that its keys and its grant are made of.
fn sources_of_analysis(figures: &Figures, ask: &Ask, region: &AreaCode, day: Date) -> Result<Vec<Source>> {
    let roles = &figures.catalogue().roles;
    let mut ids: Vec<&str> = vec![roles.people.as_str(), roles.population.as_str()];
    for key in ask.keys() {
        let key: &FairShareKey = figures.catalogue().key(key.as_str())?;
        let credits = key.credit.iter().filter_map(|credit| credit.indicator.as_ref());
        let parts = key.part.iter().map(|part| &part.indicator);
        ids.extend(key.indicator.iter().chain(&key.base).chain(parts).chain(credits).map(Id::as_str));
    }
    match ask {
        Ask::Grant { grant } => ids.push(figures.catalogue().grant(grant.as_str())?.of.as_str()),
        Ask::Pathway { .. } => ids.push(roles.accommodation.as_str()),
        _ => {}
    }
    let mut found: BTreeSet<Source> = BTreeSet::new();
    for id in ids {
        let values = figures.values(id)?;
        let is_ours = |key: &Key| key.end <= day && figures.geography().contains(region, &key.area);
        let newest = values.iter().filter(|(key, _)| is_ours(key)).map(|(key, _)| key.end).max();
        let keys: Vec<Key> = values
            .iter()
            .filter(|(key, _)| is_ours(key) && Some(key.end) == newest)
            .map(|(key, _)| key.clone())
            .collect();
        found.extend(sources::sources_of(figures, figures.catalogue().indicator(id)?, &keys)?);
    }
    Ok(found.into_iter().collect())
}

/// The table of one way: its name in the caption, and no columns of what it does not do.
fn of_one_way(listing: Listing, way: Way) -> Listing {
    let left_out: &[&str] = match way {
        Way::Moves => &["way", "departures", "arrivals"],
        Way::Arrivals => &["way", "departures", "moved_out", "moved_in"],
        Way::ArrivalsAndDepartures => &["way", "moved_out", "moved_in"],
    };
    let is_kept = |column: &usize| !left_out.contains(&listing.columns[*column].name.as_str());
    let kept: Vec<usize> = (0..listing.columns.len()).filter(is_kept).collect();
    Listing { caption: format!("{}: {}", way.title(), listing.caption), ..listing.with_columns(&kept) }
}
