//! Why an area has no figure: one answer, the same in profiles, packs, scans, headers and errors.
//!
//! Belongs here: whether an indicator is applicable to an area, published for it, read, held. Does not belong here: why one figure of a
//! series is missing, which its value says.

use super::Engine;
use crate::catalogue::{Dataset, Indicator, IndicatorSource, OtherOffice};
use crate::domain::{AreaCode, AreaLevel, Date, Error, Id, Result, Status, Tier, error_codes};
use crate::indicator::{Key, Values};

/// Why there is no figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lacking {
    /// *Not applicable* or *not available*.
    pub status: Status,
    /// The reason in words, without a full stop.
    pub why: String,
}

impl Engine {
    /// Why there is no figure of an area: *not applicable here*, *published by another office, not read*, *not published* or *not held*.
    pub(super) fn lacking(&self, indicator: &Indicator, values: &Values, area: &AreaCode) -> Lacking {
        let not_available = |why: String| Lacking { status: Status::NotAvailable, why };
        if let Some(lacking) = self.never_there(indicator, values, area) {
            return lacking;
        }
        if values.is_empty() {
            let lacking = self.lacking_datasets(indicator, area);
            if lacking.is_empty() {
                return not_available("not held: the editions held do not cover the periods that it needs".to_owned());
            }
            let title = |id: &Id| self.catalogue.datasets.get(id).map_or("", |dataset| dataset.title.as_str());
            let named: Vec<String> = lacking.into_iter().map(|id| format!("{} ({id})", title(id))).collect();
            return not_available(format!("not held: no edition of {}", named.join(", ")));
        }
        not_available(match indicator.source.is_empty() {
            true => "not held: the editions held have no figure of this area, or not of the same time all that it is made from".to_owned(),
            false => "not held: the editions held have no figure of this area".to_owned(),
        })
    }

    /// Why no edition can have a figure of an area; `None` where one can.
    fn never_there(&self, indicator: &Indicator, values: &Values, area: &AreaCode) -> Option<Lacking> {
        let not_applicable = |why: String| Lacking { status: Status::NotApplicable, why };
        let not_available = |why: String| Lacking { status: Status::NotAvailable, why };
        if let Some(why) = self.not_applicable_here(indicator, area) {
            return Some(not_applicable(why));
        }
        if let (Some(availability), Some(reason)) = (indicator.availability, self.reason_of(indicator, area)) {
            return Some(not_available(format!("{}: {reason}", availability.label())));
        }
        if let Some(why) = self.of_another_tier(values, area) {
            return Some(not_applicable(why));
        }
        let (dataset, measure) = self.leaves_out(indicator, area)?;
        Some(not_available(self.published_elsewhere(dataset, measure, area)))
    }

    /// `F304` for an area of which an indicator has no figure, with the reason.
    pub(super) fn no_figures(&self, indicator: &Indicator, values: &Values, area: &AreaCode) -> Error {
        let error = Error::new(error_codes::NO_DATA, format!("looking for figures of {}", indicator.id));
        if let Some(Lacking { why, .. }) = self.never_there(indicator, values, area) {
            return error.found(why).help(match indicator.availability {
                Some(_) => "`fairshares indicators` lists those that have figures; data/BOARD.md says what else answers the board",
                None => "`fairshares place NAME` says what there is of an authority, and why not",
            });
        }
        match self.at {
            Some(at) => error
                .found(format!("nothing for {} that was published by {at}", self.named(area)))
                .help("choose a later date for --at; `fairshares datasets` says when each edition came out"),
            None => error.found(self.lacking(indicator, values, area).why),
        }
    }

    /// Why the figure of a key is missing, where that is not the publication's own word: its own reason, or that of the first figure
    /// that it lacks.
    pub(super) fn why_missing(&self, indicator: &Indicator, values: &Values, key: &Key) -> Result<Option<String>> {
        let Some(value) = values.get(key).filter(|value| value.figure.value.is_none()) else { return Ok(None) };
        if let Some(why) = values.why_missing(key) {
            return Ok(Some(why.to_owned()));
        }
        for (of, input) in self.inputs_of(indicator, &value.origin)? {
            let values = self.values(of.id.as_str())?;
            if let Some(why) = self.why_missing(of, &values, &input.key)? {
                return Ok(Some(why));
            }
        }
        Ok(None)
    }

    /// Whom figures leave out that say *at least*, as the publications declare that they are made of.
    pub(super) fn why_at_least(&self, indicator: &Indicator) -> Vec<String> {
        let mut said: Vec<String> = Vec::new();
        for source in self.lineage(indicator).into_iter().flat_map(|one| &one.source) {
            let Some(dataset) = self.catalogue.datasets.get(&source.dataset) else { continue };
            let left_out = dataset.without_authority.iter().map(|rule| (&rule.measure, &rule.reason));
            let bounds = dataset.lower_bound.iter().map(|rule| (&rule.measure, &rule.reason));
            for (_, reason) in left_out.chain(bounds).filter(|(measure, _)| **measure == source.measure) {
                let sentence = format!("at least: {}", reason.trim_end_matches('.'));
                if !said.contains(&sentence) {
                    said.push(sentence);
                }
            }
        }
        if said.is_empty() {
            said.push("at least: people of no authority are left out, whose number is suppressed".to_owned());
        }
        said
    }

    /// Why an indicator says nothing of an authority of the other tier.
    pub(super) fn of_another_tier(&self, values: &Values, area: &AreaCode) -> Option<String> {
        match values.tier() {
            Tier::Upper if area.is_district() => {
                let county = self.geography.county_of(area, self.at.or(self.today).unwrap_or(Date::MAX));
                let see = county.map_or(String::new(), |county| format!("; see {}", county.name));
                Some(format!("not applicable here: figures are of counties and unitary authorities{see}"))
            }
            Tier::Lower if area.level() == AreaLevel::County && values.newest_day(area).is_none() => {
                let mut districts = values.areas().filter(|other| other.is_district());
                let counts = districts.any(|district| self.geography.contains(area, district));
                counts.then(|| "not applicable here: counted by districts".to_owned())
            }
            _ => None,
        }
    }

    /// True for an area that a measure of a dataset is published for, or that lies around such areas.
    fn is_published_for(&self, dataset: &Dataset, measure: &Id, area: &AreaCode) -> bool {
        let reaches = |of: &AreaCode| self.geography.contains(of, area) || self.geography.contains(area, of);
        dataset.published_for(measure).iter().any(reaches) && self.whole_around(dataset, area).is_none()
    }

    /// The nation or region around an area of which a dataset has the whole alone.
    fn whole_around<'d>(&self, dataset: &'d Dataset, area: &AreaCode) -> Option<&'d AreaCode> {
        dataset.as_a_whole.iter().find(|whole| *whole != area && self.geography.contains(whole, area))
    }

    /// The source without which an indicator has no figure of an area, where it is not published for it.
    fn leaves_out<'a>(&'a self, indicator: &'a Indicator, area: &AreaCode) -> Option<(&'a Dataset, &'a Id)> {
        self.lineage(indicator).into_iter().filter(|one| !one.source.is_empty()).find_map(|one| {
            let dataset = |source: &IndicatorSource| self.catalogue.datasets.get(&source.dataset);
            let mut sources = one.source.iter().filter_map(|source| Some((dataset(source)?, &source.measure)));
            let first = sources.clone().next();
            first.filter(|_| !sources.any(|(dataset, measure)| self.is_published_for(dataset, measure, area)))
        })
    }

    fn published_elsewhere(&self, dataset: &Dataset, measure: &Id, area: &AreaCode) -> String {
        let nation = self.geography.nation_of(area);
        let is_of = |other: &&OtherOffice| nation.is_some_and(|nation| other.nations.contains(nation));
        let offices: Vec<String> = dataset
            .elsewhere
            .iter()
            .filter(is_of)
            .map(|other| format!("{}, {}", other.office, other.publication))
            .collect();
        if !offices.is_empty() {
            return format!("published by another office, not read: {}", offices.join("; "));
        }
        if let Some(whole) = self.whole_around(dataset, area) {
            return format!("not published: {} has {} as a whole alone", dataset.publication, self.named(whole));
        }
        let areas: Vec<String> = dataset.published_for(measure).iter().map(|code| self.named(code)).collect();
        let all_alike = dataset.published_for(measure) == dataset.published_for.as_slice();
        let what = if all_alike { String::new() } else { "this measure of ".to_owned() };
        format!("not published: {what}{} is of {}", dataset.publication, areas.join(" and "))
    }

    /// The datasets of an indicator, published for an area, of which no edition is held.
    pub(super) fn lacking_datasets(&self, indicator: &Indicator, area: &AreaCode) -> Vec<&Id> {
        let held = |id: &Id| self.table(id).is_ok_and(|table| table.is_some());
        let mut lacking: Vec<&Id> = Vec::new();
        for source in self.lineage(indicator).into_iter().flat_map(|one| &one.source) {
            let Some(dataset) = self.catalogue.datasets.get(&source.dataset) else { continue };
            let is_told = lacking.contains(&&dataset.id) || !self.is_published_for(dataset, &source.measure, area);
            lacking.extend((!is_told && !held(&dataset.id)).then_some(&dataset.id));
        }
        lacking
    }
}
