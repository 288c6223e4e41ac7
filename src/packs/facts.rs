//! The facts of a pack: headlines, exceptions, unpublished indicators, dates, definitions and
//! caveats, gathered for one area.
//!
//! Belongs here: the facts that every pack may contain. Does not belong here: figures of fair
//! shares (`fair_share_facts`), words (`briefing`).

use crate::briefing::{AcceptedFact, Facts, HeadlineFact, headline_rows, needs_fair_shares};
use crate::catalogue::{Indicator, Pack, PackOf, Slot, SlotContent};
use crate::domain::{AreaCode, Date, Id, Result, Tier, long_date};
use crate::figures::{Figures, reasons};
use crate::geography::Area;
use crate::knowledge::rules;
use crate::packs::exceptions::is_old;
use crate::packs::last_pack::LastPack;
use crate::packs::{definitions, exceptions, fair_share_facts, headlines, tables};
use crate::source::Snapshot;
use crate::table::Source;
use crate::tables::packs as listings;
use itertools::Itertools;
use std::collections::BTreeMap;

/// The indicators that a pack of an area names, with those of its charts, in the order of mention;
/// without those of another region.
pub(crate) fn indicators_of_pack<'f>(
    figures: &'f Figures,
    pack: &Pack,
    area: &Area,
) -> Result<Vec<&'f Indicator>> {
    let mut ids = pack.indicators();
    let chart_of = |slot: &'_ Slot| match &slot.filling {
        SlotContent::Chart(id) => figures.catalogue().charts.get(id),
        _ => None,
    };
    for chart in pack.slot.iter().filter_map(chart_of) {
        ids.extend([Some(&chart.indicator), chart.kind.beside()].into_iter().flatten());
    }
    without_other_regions(figures, ids.into_iter().unique(), area)
}

/// All facts that a pack may contain about an area, except the caveats of its sources.
///
/// Errors: `F304` where no headline has a figure, and as
/// [`shares`](crate::allocation::shares::shares) for packs on fair shares.
pub(crate) fn facts(
    figures: &Figures,
    pack: &Pack,
    area: &Area,
    last: Option<&LastPack>,
) -> Result<Facts> {
    let indicators = indicators_of_pack(figures, pack, area)?;
    let mut headlines = headlines_of(figures, pack, area, last)?;
    let as_at = newest_of(&headlines).ok_or_else(|| tables::nothing_for(figures, pack, area))?;
    for fact in &mut headlines {
        fact.is_old = fact.now.as_ref().is_ok_and(|(now, _)| is_old(now.end, as_at));
    }
    let (lacking, checked_count) = lacking_and_checked(figures, &indicators, area)?;
    let fair_shares = needs_fair_shares(pack)
        .then(|| fair_share_facts::fair_share_facts(figures, area))
        .transpose()?;
    let since = last.map(|last| last.words.clone());
    Ok(Facts {
        region: area.name.clone(),
        area_nouns: rules::area_nouns(figures.knowledge(), &area.code),
        partnership_texts: rules::partnership(figures.knowledge(), &area.code)
            .map(|one| one.words.clone())
            .unwrap_or_default(),
        as_at,
        headline_table: listings::headlines(&headline_rows(
            &headlines,
            &area.name,
            since.as_deref(),
        )),
        since,
        exceptions: exceptions::exceptions(figures, &indicators, &area.code)?,
        checked_count,
        profile: if pack.of == PackOf::Authority {
            tables::profile(figures, area)?
        } else {
            Vec::new()
        },
        districts: match area.code.is_county_council() {
            true => figures
                .areas_now(&area.code, Tier::Lower)
                .into_iter()
                .map(|area| area.name.clone())
                .collect(),
            false => Vec::new(),
        },
        lacking,
        unanswered: unanswered(figures, &pack.unanswered, &area.code)?,
        dates: dates_of(figures, &indicators, &area.code),
        caveats: Vec::new(),
        publications: publications(figures),
        accepted: accepted(figures)?,
        breaks: breaks_in_series(figures, &indicators, area)?,
        definitions: definitions::definitions(figures, &indicators, &area.code),
        headlines,
        fair_shares,
    })
}

/// The titles of indicators without a figure of an area or of those around it, each with the
/// reason, and the number of indicators in which exceptions are looked for.
fn lacking_and_checked(
    figures: &Figures,
    indicators: &[&Indicator],
    area: &Area,
) -> Result<(Vec<(String, String)>, usize)> {
    let mut lacking = Vec::new();
    let mut checked_count = 0;
    for indicator in indicators {
        let values = figures.values(indicator.id.as_str())?;
        let is_of_area = values
            .newest_day_within(&|code| figures.geography().contains(&area.code, code))
            .is_some();
        // Exceptions are looked for in one series for each area.
        checked_count += usize::from(is_of_area && indicator.dims.is_empty());
        let mut wider = figures.geography().england_and_uk_around(&area.code).into_iter();
        if !is_of_area && !wider.any(|code| values.newest_day(&code).is_some()) {
            lacking.push((
                indicator.title.clone(),
                format!("{}.", reasons::lacking(figures, indicator, &values, &area.code).why),
            ));
        }
    }
    Ok((lacking, checked_count))
}

/// The headlines of a pack, in its order.
fn headlines_of(
    figures: &Figures,
    pack: &Pack,
    area: &Area,
    last: Option<&LastPack>,
) -> Result<Vec<HeadlineFact>> {
    let headlines = without_other_regions(figures, pack.headlines.iter(), area)?;
    headlines
        .into_iter()
        .map(|indicator| headlines::headline_fact(figures, indicator, area, last))
        .collect()
}

/// The indicators of these ids, without those of another region alone.
fn without_other_regions<'f, 'i>(
    figures: &'f Figures,
    ids: impl IntoIterator<Item = &'i Id>,
    area: &Area,
) -> Result<Vec<&'f Indicator>> {
    let all = ids.into_iter().map(|id| figures.catalogue().indicator(id.as_str()));
    let is_ours = |one: &Result<&Indicator>| {
        one.as_ref().map_or(true, |indicator| {
            !rules::is_of_another_region(figures.knowledge(), indicator, &area.code)
        })
    };
    all.filter(is_ours).collect()
}

fn unanswered(figures: &Figures, ids: &[Id], area: &AreaCode) -> Result<Vec<(String, String)>> {
    let said = |id: &Id| {
        let indicator = figures.catalogue().indicator(id.as_str())?;
        let how_far = indicator.method.not_published().map_or("", |why| why.availability.label());
        Ok((
            indicator.title.clone(),
            format!(
                "{how_far}. {}",
                rules::reason_of(figures.knowledge(), indicator, area).unwrap_or_default()
            ),
        ))
    };
    ids.iter().map(said).collect()
}

/// Publisher and title of each dataset.
fn publications(figures: &Figures) -> BTreeMap<String, String> {
    let named = figures.catalogue().datasets.values();
    named
        .map(|dataset| {
            (dataset.id.to_string(), format!("{}, {}", dataset.publisher, dataset.title))
        })
        .collect()
}

/// The editions that a user has accepted in spite of doubts; where one was imported twice, first
/// the entry that counts.
fn accepted(figures: &Figures) -> Result<Vec<AcceptedFact>> {
    let held = figures.holdings().editions()?.into_iter().filter_map(|edition| edition.snapshot);
    let fact = |held: Snapshot| {
        let Snapshot { dataset, edition, sha256, accepted, .. } = held;
        Some(AcceptedFact { dataset, edition, sha256, why: accepted? })
    };
    Ok(held.filter_map(fact).collect())
}

/// Policies and targets that affect the indicators, including those of the area's Partnership: the
/// day and a description, the oldest first.
fn dates_of(figures: &Figures, indicators: &[&Indicator], area: &AreaCode) -> Vec<(Date, String)> {
    let calendar = &figures.catalogue().calendar;
    let touches = |ids: &[Id]| indicators.iter().any(|indicator| ids.contains(&indicator.id));
    let policies = calendar
        .policies
        .iter()
        .filter(|policy| touches(&policy.indicators))
        .map(|policy| (policy.date, format!("{} Source: {}.", policy.note, policy.reference)));
    let own = rules::partnership(figures.knowledge(), area)
        .map_or(&[][..], |partnership| &partnership.target);
    let targets = calendar
        .targets
        .iter()
        .chain(own)
        .filter(|target| touches(&target.indicators))
        .map(|target| (target.date, format!("{} Source: {}.", target.note, target.reference)));
    let mut dates: Vec<(Date, String)> = policies.chain(targets).collect();
    dates.sort();
    dates
}

/// The notes on the breaks inside the area's series of the indicators.
fn breaks_in_series(
    figures: &Figures,
    indicators: &[&Indicator],
    area: &Area,
) -> Result<Vec<String>> {
    let mut notes: Vec<String> = Vec::new();
    for indicator in indicators {
        let values = figures.values(indicator.id.as_str())?;
        let Some(first) = values.iter_area(&area.code).next().map(|(key, _)| key.end) else {
            continue;
        };
        let inside = values.breaks_of(&area.code, &[]).filter(|one| one.date > first);
        let of_editions =
            values.changes_of_edition(&area.code).into_iter().map(|(before, after)| {
                format!(
                    "{}: figures to {} and from {} on are of different editions, which are not \
                     comparable.",
                    indicator.title,
                    long_date(before),
                    long_date(after)
                )
            });
        for note in inside.map(|series_break| series_break.note.clone()).chain(of_editions) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    Ok(notes)
}

/// The caveats of every dataset that a pack was read from, and of the key of its fair shares.
pub(crate) fn caveats(
    figures: &Figures,
    sources: &[Source],
    of_fair_shares: bool,
    area: &AreaCode,
) -> Result<Vec<(String, String)>> {
    let read = |id: &Id| sources.iter().any(|source| source.dataset == *id);
    let datasets = figures.catalogue().datasets.values().filter(|dataset| read(&dataset.id));
    let said = datasets.map(|dataset| {
        (
            dataset.title.clone(),
            rules::sentences_for(figures.knowledge(), &dataset.caveats, area).join(" "),
        )
    });
    let mut said: Vec<(String, String)> = said.filter(|(_, text)| !text.is_empty()).collect();
    if of_fair_shares {
        let key = figures.catalogue().key(figures.catalogue().roles.default_key.as_str())?;
        said.push((
            format!("The key \u{201c}{}\u{201d}", key.title),
            rules::sentences_for(figures.knowledge(), &key.caveats, area).join(" "),
        ));
    }
    Ok(said)
}

/// The newest day that any headline has a figure of.
fn newest_of(headlines: &[HeadlineFact]) -> Option<Date> {
    headlines.iter().filter_map(|fact| Some(fact.now.as_ref().ok()?.0.end)).max()
}
