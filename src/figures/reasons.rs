//! Why an area has no figure: one answer, the same in profiles, packs, scans, headers and errors.
//!
//! Belongs here: whether an indicator is applicable to an area, published for it, read, in the
//! store. Does not belong here: why one figure of a series is missing, which its value records.

use crate::catalogue::{Dataset, Indicator, IndicatorSource, OtherOffice};
use crate::domain::{
    Action, AreaCode, AreaLevel, Date, Error, Field, Id, Result, Status, Tier, error_codes,
};
use crate::figures::{Figures, origins};
use crate::indicator::{Key, Values};
use crate::knowledge::rules;

/// Why there is no figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MissingReason {
    /// *Not applicable* or *not available*.
    pub status: Status,
    /// Whether another edition could have one.
    pub cause: Cause,
    /// The reason in words, without a full stop.
    pub why: String,
}

/// Whether another edition could have a figure that the stored ones do not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    /// It is not applicable or not published, so no edition has it.
    NotPublished,
    /// The stored editions do not have it.
    NotStored,
}

/// The newest day for which an indicator has a figure for an area, or `F304`.
pub(crate) fn newest_day(figures: &Figures, id: &str, area: &AreaCode) -> Result<Date> {
    let (indicator, values) = (figures.catalogue().indicator(id)?, figures.values(id)?);
    values.newest_day(area).ok_or_else(|| no_figures(figures, indicator, &values, area))
}

/// Why there is no figure of an area: *not applicable here*, *published by another office, not
/// read*, *not published* or *not held*.
pub(crate) fn lacking(
    figures: &Figures,
    indicator: &Indicator,
    values: &Values,
    area: &AreaCode,
) -> MissingReason {
    let not_available =
        |why: String| MissingReason { status: Status::NotAvailable, cause: Cause::NotStored, why };
    if let Some(lacking) = never_there(figures, indicator, values, area) {
        return lacking;
    }
    if values.is_empty() {
        let lacking = lacking_datasets(figures, indicator, area);
        if lacking.is_empty() {
            return not_available(
                "no data: the stored editions do not cover the periods that it needs".to_owned(),
            );
        }
        let title = |id: &Id| {
            figures.catalogue().datasets.get(id).map_or("", |dataset| dataset.title.as_str())
        };
        let named: Vec<String> =
            lacking.into_iter().map(|id| format!("{} ({id})", title(id))).collect();
        return not_available(format!("no data: no stored edition of {}", named.join(", ")));
    }
    not_available(match indicator.method.sources().is_empty() {
        true => "no data: the stored editions have no figure of this area, or not for the same \
            period for all inputs"
            .to_owned(),
        false => "no data: the stored editions have no figure of this area".to_owned(),
    })
}

/// Why no edition can have a figure of an area; `None` where one can.
fn never_there(
    figures: &Figures,
    indicator: &Indicator,
    values: &Values,
    area: &AreaCode,
) -> Option<MissingReason> {
    let without =
        |status: Status, why: String| MissingReason { status, cause: Cause::NotPublished, why };
    let not_applicable = |why: String| without(Status::NotApplicable, why);
    let not_available = |why: String| without(Status::NotAvailable, why);
    if let Some(why) = rules::not_applicable_here(figures.knowledge(), indicator, area) {
        return Some(not_applicable(why));
    }
    if let (Some(why), Some(reason)) =
        (indicator.method.not_published(), rules::reason_of(figures.knowledge(), indicator, area))
    {
        return Some(not_available(format!("{}: {reason}", why.availability.label())));
    }
    if let Some(why) = of_another_tier(figures, values, area) {
        return Some(not_applicable(why));
    }
    let (dataset, measure) = leaves_out(figures, indicator, area)?;
    Some(not_available(published_elsewhere(figures, dataset, measure, area)))
}

/// `F304` for an area of which an indicator has no figure, with the reason.
pub(crate) fn no_figures(
    figures: &Figures,
    indicator: &Indicator,
    values: &Values,
    area: &AreaCode,
) -> Error {
    let error =
        Error::new(error_codes::NO_DATA, format!("looking for figures of {}", indicator.id));
    if let Some(MissingReason { why, .. }) = never_there(figures, indicator, values, area) {
        return error.found(why).help(match indicator.method.not_published() {
            Some(_) => {
                let list = Action::Indicators;
                format!(
                    "{list} lists those that have figures; data/BOARD.md says what else answers \
                     the board"
                )
            }
            None => format!(
                "{} says what there is of an authority, and why not",
                Action::Place.on("NAME")
            ),
        });
    }
    match figures.at() {
        Some(at) => error
            .found(format!(
                "nothing for {} that was published by {at}",
                figures.geography().name_of(area)
            ))
            .help(format!(
                "choose a later date for {}; {} says when each edition came out",
                Field::At,
                Action::Datasets
            )),
        None => error.found(lacking(figures, indicator, values, area).why),
    }
}

/// Why the figure of a key is missing, where the publication does not give the reason. It is the
/// figure's own reason, or that of its first missing input.
pub(crate) fn missing_reason(
    figures: &Figures,
    indicator: &Indicator,
    values: &Values,
    key: &Key,
) -> Result<Option<String>> {
    let Some(value) = values.get(key).filter(|value| value.figure.value.is_none()) else {
        return Ok(None);
    };
    if let Some(why) = values.missing_reason(key) {
        return Ok(Some(why.to_owned()));
    }
    for (of, input) in origins::inputs_of(figures, indicator, &value.origin)? {
        let values = figures.values(of.id.as_str())?;
        if let Some(why) = missing_reason(figures, of, &values, &input.key)? {
            return Ok(Some(why));
        }
    }
    Ok(None)
}

/// Whom figures marked *at least* leave out, as declared by the publications that they are computed
/// from.
pub(crate) fn lower_bound_reason(figures: &Figures, indicator: &Indicator) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for source in figures
        .catalogue()
        .needed_lineage(indicator)
        .into_iter()
        .flat_map(|one| one.method.sources())
    {
        let Some(dataset) = figures.catalogue().datasets.get(&source.dataset) else { continue };
        let left_out = dataset.without_authority.iter().map(|rule| (&rule.measure, &rule.reason));
        let bounds = dataset.lower_bound.iter().map(|rule| (&rule.measure, &rule.reason));
        for (_, reason) in left_out.chain(bounds).filter(|(measure, _)| **measure == source.measure)
        {
            let sentence = format!("at least: {}", reason.trim_end_matches('.'));
            if !said.contains(&sentence) {
                said.push(sentence);
            }
        }
    }
    if said.is_empty() {
        said.push(
            "at least: people of no authority are left out, whose number is suppressed".to_owned(),
        );
    }
    said
}

/// Why an indicator has no figure for an authority of the other tier.
pub(crate) fn of_another_tier(
    figures: &Figures,
    values: &Values,
    area: &AreaCode,
) -> Option<String> {
    match values.tier() {
        Tier::Upper if area.is_district() => {
            let county = figures
                .geography()
                .county_of(area, figures.at().or(figures.today()).unwrap_or(Date::MAX));
            let see = county.map_or(String::new(), |county| format!("; see {}", county.name));
            Some(format!(
                "not applicable here: figures are of counties and unitary authorities{see}"
            ))
        }
        Tier::Lower if area.level() == AreaLevel::County && values.newest_day(area).is_none() => {
            let mut districts = values.areas().filter(|other| other.is_district());
            let counts = districts.any(|district| figures.geography().contains(area, district));
            counts.then(|| "not applicable here: counted by districts".to_owned())
        }
        _ => None,
    }
}

/// True for an area that a measure of a dataset is published for, or that contains such areas.
fn is_published_for(figures: &Figures, dataset: &Dataset, measure: &Id, area: &AreaCode) -> bool {
    let reaches = |of: &AreaCode| {
        figures.geography().contains(of, area) || figures.geography().contains(area, of)
    };
    dataset.published_for(measure).iter().any(reaches)
        && whole_around(figures, dataset, area).is_none()
}

/// The nation or region around an area for which a dataset has the total only.
fn whole_around<'d>(
    figures: &Figures,
    dataset: &'d Dataset,
    area: &AreaCode,
) -> Option<&'d AreaCode> {
    dataset
        .as_a_whole
        .iter()
        .find(|whole| *whole != area && figures.geography().contains(whole, area))
}

/// The source without which an indicator has no figure of an area, where it is not published for
/// it.
fn leaves_out<'a>(
    figures: &'a Figures,
    indicator: &'a Indicator,
    area: &AreaCode,
) -> Option<(&'a Dataset, &'a Id)> {
    figures
        .catalogue()
        .needed_lineage(indicator)
        .into_iter()
        .filter(|one| !one.method.sources().is_empty())
        .find_map(|one| {
            let dataset =
                |source: &IndicatorSource| figures.catalogue().datasets.get(&source.dataset);
            let mut sources = one
                .method
                .sources()
                .iter()
                .filter_map(|source| Some((dataset(source)?, &source.measure)));
            let first = sources.clone().next();
            first.filter(|_| {
                !sources.any(|(dataset, measure)| is_published_for(figures, dataset, measure, area))
            })
        })
}

fn published_elsewhere(
    figures: &Figures,
    dataset: &Dataset,
    measure: &Id,
    area: &AreaCode,
) -> String {
    let nation = figures.geography().nation_of(area);
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
    if let Some(whole) = whole_around(figures, dataset, area) {
        return format!(
            "not published: {} has {} as a whole alone",
            dataset.publication,
            figures.geography().name_of(whole)
        );
    }
    let areas: Vec<String> = dataset
        .published_for(measure)
        .iter()
        .map(|code| figures.geography().name_of(code))
        .collect();
    let all_alike = dataset.published_for(measure) == dataset.published_for.as_slice();
    let what = if all_alike { String::new() } else { "this measure of ".to_owned() };
    format!("not published: {what}{} is of {}", dataset.publication, areas.join(" and "))
}

/// The datasets of an indicator that are published for an area and have no stored edition.
pub(crate) fn lacking_datasets<'f>(
    figures: &'f Figures,
    indicator: &Indicator,
    area: &AreaCode,
) -> Vec<&'f Id> {
    let held = |id: &Id| figures.holdings().table(id).is_ok_and(|table| table.is_some());
    let mut lacking: Vec<&Id> = Vec::new();
    for source in figures
        .catalogue()
        .needed_lineage(indicator)
        .into_iter()
        .flat_map(|one| one.method.sources())
    {
        let Some(dataset) = figures.catalogue().datasets.get(&source.dataset) else { continue };
        let is_told = lacking.contains(&&dataset.id)
            || !is_published_for(figures, dataset, &source.measure, area);
        lacking.extend((!is_told && !held(&dataset.id)).then_some(&dataset.id));
    }
    lacking
}
