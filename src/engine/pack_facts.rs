//! The facts of a pack: headlines, exceptions, what is not published, dates, definitions and caveats, gathered for one area.
//!
//! Belongs here: what every pack may tell. Does not belong here: figures of fair shares (`fair_share_facts`), words (`briefing`).

use super::Engine;
use super::exceptions::is_old;
use super::fair_share_facts::KEY;
use super::last_pack::LastPack;
use crate::briefing::{AcceptedFact, Facts, HeadlineFact, needs_fair_shares};
use crate::catalogue::{Indicator, Pack, PackOf};
use crate::domain::{AreaCode, Date, Id, Result, Tier, long_date, parse_publication_date};
use crate::geography::Area;
use crate::source::Snapshot;
use crate::table::Source;
use std::collections::{BTreeMap, BTreeSet};

impl Engine {
    /// The indicators that a pack of an area names, with those of its charts, in the order of mention; without those of another region.
    pub(super) fn indicators_of_pack(&self, pack: &Pack, area: &Area) -> Result<Vec<&Indicator>> {
        let mut ids = pack.indicators();
        for chart in pack.slot.iter().filter_map(|slot| self.catalogue.charts.get(slot.chart.as_ref()?)) {
            ids.extend([Some(&chart.indicator), chart.beside.as_ref()].into_iter().flatten());
        }
        let mut seen = BTreeSet::new();
        ids.retain(|id| seen.insert(*id));
        self.without_other_regions(ids, area)
    }

    /// Everything that a pack may say of an area, but for the caveats of its sources.
    ///
    /// Errors: `F304` where no headline has a figure, and as [`Engine::shares`] for packs on fair shares.
    pub(super) fn facts(&self, pack: &Pack, area: &Area, last: Option<&LastPack>) -> Result<Facts> {
        let indicators = self.indicators_of_pack(pack, area)?;
        let mut headlines = self.headlines_of(pack, area, last)?;
        let as_at = newest_of(&headlines).ok_or_else(|| self.nothing_for(pack, area))?;
        for fact in &mut headlines {
            fact.is_old = fact.now.as_ref().is_ok_and(|(now, _)| is_old(now.end, as_at));
        }
        let mut lacking = Vec::new();
        let mut looked_at = 0;
        for indicator in &indicators {
            let values = self.values(indicator.id.as_str())?;
            let is_of_area = values.newest_day_within(&|code| self.geography.contains(&area.code, code)).is_some();
            // Exceptions are looked for in one series for each area.
            looked_at += usize::from(is_of_area && indicator.dims.is_empty());
            let mut wider = self.nation_and_kingdom(&area.code).into_iter();
            if !is_of_area && !wider.any(|code| values.newest_day(&code).is_some()) {
                lacking
                    .push((indicator.title.clone(), format!("{}.", self.lacking(indicator, &values, &area.code).why)));
            }
        }
        let fair_shares = needs_fair_shares(pack).then(|| self.fair_share_facts(area)).transpose()?;
        Ok(Facts {
            region: area.name.clone(),
            area_words: self.area_words(&area.code),
            words: self.partnership(&area.code).map(|one| one.words.clone()).unwrap_or_default(),
            as_at,
            since: last.map(|last| last.words.clone()),
            exceptions: self.exceptions(&indicators, &area.code)?,
            looked_at,
            profile: if pack.of == PackOf::Authority { self.profile(area)? } else { Vec::new() },
            districts: match area.code.is_county_council() {
                true => self.areas_now(&area.code, Tier::Lower).into_iter().map(|area| area.name.clone()).collect(),
                false => Vec::new(),
            },
            lacking,
            unanswered: self.unanswered(&pack.unanswered, &area.code)?,
            dates: self.dates_of(&indicators, &area.code),
            caveats: Vec::new(),
            publications: self.publications(),
            accepted: self.accepted()?,
            breaks: self.breaks_in_series(&indicators, area)?,
            definitions: self.definitions(&indicators, &area.code),
            headlines,
            fair_shares,
        })
    }

    /// The headlines of a pack, in its order.
    pub(super) fn headlines_of(&self, pack: &Pack, area: &Area, last: Option<&LastPack>) -> Result<Vec<HeadlineFact>> {
        let headlines = self.without_other_regions(pack.headlines.iter(), area)?;
        headlines.into_iter().map(|indicator| self.headline_fact(indicator, area, last)).collect()
    }

    /// The indicators of these ids, without those that are of another region alone.
    fn without_other_regions<'i>(&self, ids: impl IntoIterator<Item = &'i Id>, area: &Area) -> Result<Vec<&Indicator>> {
        let all = ids.into_iter().map(|id| self.catalogue.indicator(id.as_str()));
        let is_ours = |one: &Result<&Indicator>| {
            one.as_ref().map_or(true, |indicator| !self.is_of_another_region(indicator, &area.code))
        };
        all.filter(is_ours).collect()
    }

    fn unanswered(&self, ids: &[Id], area: &AreaCode) -> Result<Vec<(String, String)>> {
        let said = |id: &Id| {
            let indicator = self.catalogue.indicator(id.as_str())?;
            let how_far = indicator.availability.map_or("", |availability| availability.label());
            Ok((indicator.title.clone(), format!("{how_far}. {}", self.reason_of(indicator, area).unwrap_or_default())))
        };
        ids.iter().map(said).collect()
    }

    /// Publisher and title of each dataset.
    fn publications(&self) -> BTreeMap<String, String> {
        let named = self.catalogue.datasets.values();
        named.map(|dataset| (dataset.id.to_string(), format!("{}, {}", dataset.publisher, dataset.title))).collect()
    }

    /// The editions that a person has taken in spite of doubts; of one that was imported twice first the entry that counts.
    fn accepted(&self) -> Result<Vec<AcceptedFact>> {
        let held = self.editions()?.into_iter().filter_map(|edition| edition.snapshot);
        let fact = |held: Snapshot| {
            let Snapshot { dataset, edition, sha256, accepted, .. } = held;
            Some(AcceptedFact { dataset, edition, sha256, why: accepted? })
        };
        Ok(held.filter_map(fact).collect())
    }

    /// Policies and targets that touch the indicators, those of the area's Partnership among them: the day and what it is, the oldest
    /// first.
    fn dates_of(&self, indicators: &[&Indicator], area: &AreaCode) -> Vec<(Date, String)> {
        let calendar = &self.catalogue.calendar;
        let touches = |ids: &[Id]| indicators.iter().any(|indicator| ids.contains(&indicator.id));
        let policies =
            calendar.policies.iter().filter(|policy| touches(&policy.indicators)).filter_map(|policy| {
                Some((policy.begins()?, format!("{} Source: {}.", policy.note, policy.reference)))
            });
        let own = self.partnership(area).map_or(&[][..], |partnership| &partnership.target);
        let targets =
            calendar.targets.iter().chain(own).filter(|target| touches(&target.indicators)).filter_map(|target| {
                Some((parse_publication_date(&target.date)?, format!("{} Source: {}.", target.note, target.reference)))
            });
        let mut dates: Vec<(Date, String)> = policies.chain(targets).collect();
        dates.sort();
        dates
    }

    /// The notes on the breaks inside the area's series of the indicators.
    fn breaks_in_series(&self, indicators: &[&Indicator], area: &Area) -> Result<Vec<String>> {
        let mut notes: Vec<String> = Vec::new();
        for indicator in indicators {
            let values = self.values(indicator.id.as_str())?;
            let Some(first) = values.iter_area(&area.code).next().map(|(key, _)| key.end) else { continue };
            let inside = values.breaks_of(&area.code, &[]).filter(|one| one.date > first);
            let of_editions = values.changes_of_edition(&area.code).into_iter().map(|(before, after)| {
                format!(
                    "{}: figures to {} and from {} on are of different editions, which are not comparable.",
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
    pub(super) fn caveats(
        &self,
        sources: &[Source],
        of_fair_shares: bool,
        area: &AreaCode,
    ) -> Result<Vec<(String, String)>> {
        let read = |id: &Id| sources.iter().any(|source| source.dataset == *id);
        let datasets = self.catalogue.datasets.values().filter(|dataset| read(&dataset.id));
        let said =
            datasets.map(|dataset| (dataset.title.clone(), self.sentences_for(&dataset.caveats, area).join(" ")));
        let mut said: Vec<(String, String)> = said.filter(|(_, text)| !text.is_empty()).collect();
        if of_fair_shares {
            let key = self.catalogue.key(KEY)?;
            said.push((
                format!("The key \u{201c}{}\u{201d}", key.title),
                self.sentences_for(&key.caveats, area).join(" "),
            ));
        }
        Ok(said)
    }

    /// What indicators mean, and what must be known of each.
    fn definitions(&self, indicators: &[&Indicator], area: &AreaCode) -> Vec<(String, String)> {
        indicators.iter().map(|indicator| (indicator.title.clone(), self.definition(indicator, area))).collect()
    }

    /// What an indicator means, and what must be known of it where its figures are of an area.
    pub(super) fn definition(&self, indicator: &Indicator, area: &AreaCode) -> String {
        let caveats = self.sentences_for(&indicator.caveats, area).into_iter();
        std::iter::once(indicator.definition.as_str()).chain(caveats).collect::<Vec<_>>().join(" ")
    }
}

/// The newest day that any headline has a figure of.
pub(super) fn newest_of(headlines: &[HeadlineFact]) -> Option<Date> {
    headlines.iter().filter_map(|fact| Some(fact.now.as_ref().ok()?.0.end)).max()
}
