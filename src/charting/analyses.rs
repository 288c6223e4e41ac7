//! Analyses: answers of the fair-shares engine as charts and as tables of packs.

use crate::allocation::pathway::{MoveCost, PathwayRequest};
use crate::allocation::requests::SharesRequest;
use crate::allocation::{
    GrantIncome, KeyComparison, KeyPartsAnswer, PathwayAreas, ShareRanges, SurgeAnswer, grants,
    key_comparison, key_parts, pathway, robustness, surge,
};
use crate::briefing::Figure as DrawnFigure;
use crate::catalogue::{Analysis, Key as FairShareKey, Question};
use crate::chart;
use crate::charting::chart_titles::fill;
use crate::charting::plots::{KIND, Plot};
use crate::domain::{AreaCode, Date, Error, Id, Result, error_codes};
use crate::fairshare::{Arrivals, Draws, Inflow};
use crate::figures::sources::source_line;
use crate::figures::{Figures, attribution::attribution_of, reasons, sources};
use crate::indicator::Key;
use crate::knowledge::rules;
use crate::table::{Listing, Source};
use crate::tables::{Answer, pathway::table_of_mode};
use std::collections::BTreeSet;

/// The answer to the question of an analysis.
enum AnalysisAnswer {
    Keys(KeyComparison),
    Parts(KeyPartsAnswer),
    Robustness(ShareRanges),
    Pathway(PathwayAreas),
    Surge(SurgeAnswer),
    Grant(GrantIncome),
}

impl AnalysisAnswer {
    /// The plot of the analysis.
    fn plot(&self) -> Plot {
        match self {
            Self::Keys(answer) => Plot::keys(answer),
            Self::Parts(answer) => Plot::parts(answer),
            Self::Robustness(answer) => Plot::robustness(answer),
            Self::Pathway(answer) => Plot::pathway(answer),
            Self::Surge(answer) => Plot::surge(answer),
            Self::Grant(answer) => Plot::grant(answer),
        }
    }

    /// Its table in a pack.
    fn table(&self) -> Listing {
        match self {
            Self::Keys(answer) => answer.table(),
            Self::Parts(answer) => answer.table(),
            Self::Robustness(answer) => answer.table(),
            Self::Pathway(answer) => match answer.modes.as_slice() {
                [mode] => table_of_mode(answer, mode),
                _ => answer.table(),
            },
            Self::Surge(answer) => answer.table(),
            Self::Grant(answer) => answer.table(),
        }
    }

    /// Notes for the reader of the picture.
    fn notes(&self) -> Vec<String> {
        match self {
            Self::Keys(answer) => vec![answer.direction_note()],
            Self::Parts(answer) => answer.notes.clone(),
            Self::Robustness(answer) => answer.notes.clone(),
            Self::Pathway(answer) => answer.modes.iter().map(|mode| mode.outcome.clone()).collect(),
            Self::Surge(answer) => answer.keys.iter().map(|key| key.outcome.clone()).collect(),
            Self::Grant(answer) => answer.notes.clone(),
        }
    }
}

/// An analysis as a chart.
///
/// Errors: as of the question, `F404` drawing failed.
pub(crate) fn chart_of_analysis(
    figures: &Figures,
    analysis: &Analysis,
    region: &AreaCode,
) -> Result<DrawnFigure> {
    let day = reasons::newest_day(figures, figures.catalogue().roles.people.as_str(), region)?;
    let answer = answer(figures, &analysis.question, region)?;
    let data = answer.plot().data()?;
    let kind = chart::find(KIND).ok_or_else(|| {
        Error::new(error_codes::REFERENCE_DANGLING, "drawing an analysis").at_key(KIND)
    })?;
    let filled = |text: &str| fill(text, &figures.geography().name_of(region), day, &data);
    let sources = sources_of_analysis(figures, &analysis.question, region, day)?;
    let mut notes = vec![analysis.note.clone()];
    notes.extend(answer.notes());
    if let Question::Keys { keys } | Question::Surge { keys, .. } = &analysis.question {
        notes.extend(keys.iter().filter_map(|key| why_left_out(figures, key, region)));
    }
    let style = &figures.knowledge().style;
    let attribution = attribution_of(figures, &sources, &[]);
    let drawing = kind.draw(&data, style)?;
    Ok(DrawnFigure {
        id: analysis.id.to_string(),
        title: filled(&analysis.title),
        subtitle: filled(&analysis.subtitle),
        file: drawing.with_lines_below(&attribution, style)?.svg,
        attribution,
        drawing,
        alt: kind.describe(&data),
        listing: kind.listing(&data),
        note: notes.join(" "),
        source: source_line(figures, &sources),
        sources,
    })
}

/// The entire table of an analysis, for packs. Errors as of the question.
pub(crate) fn table_of_analysis(figures: &Figures, id: &Id, region: &AreaCode) -> Result<Listing> {
    let question = &figures.catalogue().analysis(id.as_str())?.question;
    Ok(answer(figures, question, region)?.table().without_empty_columns())
}

fn answer(figures: &Figures, question: &Question, region: &AreaCode) -> Result<AnalysisAnswer> {
    let shares =
        |key: &Id| SharesRequest::of_people(figures.catalogue(), region.clone(), key.to_string());
    Ok(match question {
        Question::Keys { keys } => {
            let applied = applied_keys(figures, keys, region);
            AnalysisAnswer::Keys(key_comparison::compare_keys(
                figures,
                &applied,
                &shares(&keys[0]),
            )?)
        }
        Question::Parts { key } => {
            AnalysisAnswer::Parts(key_parts::key_parts(figures, &shares(key))?)
        }
        Question::Robustness { key, draws, seed, concentration } => {
            let draws = Draws { count: *draws, seed: *seed, concentration: *concentration };
            AnalysisAnswer::Robustness(robustness::robustness(figures, &shares(key), draws)?.areas)
        }
        Question::Pathway { key, modes, by, arrivals, departures_percent, as_many_as_now } => {
            let request = PathwayRequest {
                modes: modes.clone(),
                by: *by,
                arrivals: arrivals
                    .map(Inflow::EachQuarter)
                    .or(as_many_as_now.then_some(Inflow::AsNow)),
                departures_percent: *departures_percent,
                cost: MoveCost::Distance,
                ending: None,
                shares: shares(key).in_steps(),
            };
            AnalysisAnswer::Pathway(pathway::pathway(figures, &request)?.areas)
        }
        Question::Surge { keys, people, weeks } => {
            let (applied, arrivals) =
                (applied_keys(figures, keys, region), Arrivals { people: *people, weeks: *weeks });
            AnalysisAnswer::Surge(surge::surge(
                figures,
                &applied,
                &shares(&keys[0]).in_steps(),
                arrivals,
            )?)
        }
        Question::Grant { grant } => {
            AnalysisAnswer::Grant(grants::grant(figures, grant.as_str(), region)?.areas)
        }
    })
}

/// The keys that apply in a region; all of them where none does, so that the error gives the
/// reason.
fn applied_keys(figures: &Figures, keys: &[Id], region: &AreaCode) -> Vec<String> {
    let applies = |id: &&Id| why_left_out(figures, id, region).is_none();
    let applied: Vec<String> = keys.iter().filter(applies).map(ToString::to_string).collect();
    if applied.is_empty() { keys.iter().map(ToString::to_string).collect() } else { applied }
}

/// Why a key is left out: it depends on a rule that does not apply in the region. `None` for one
/// that applies.
fn why_left_out(figures: &Figures, key: &Id, region: &AreaCode) -> Option<String> {
    let key = figures.catalogue().keys.get(key)?;
    rules::key_not_applicable_reason(figures.knowledge(), key, region)
}

/// The editions behind an analysis: of the count, the residents and all inputs of its keys and its
/// grant.
fn sources_of_analysis(
    figures: &Figures,
    question: &Question,
    region: &AreaCode,
    day: Date,
) -> Result<Vec<Source>> {
    let roles = &figures.catalogue().roles;
    let mut ids: Vec<&str> = vec![roles.people.as_str(), roles.population.as_str()];
    for key in question.keys() {
        let key: &FairShareKey = figures.catalogue().key(key.as_str())?;
        ids.extend(key.indicators().chain(key.credited()).map(Id::as_str));
    }
    match question {
        Question::Grant { grant } => {
            ids.push(figures.catalogue().grant(grant.as_str())?.of.as_str());
        }
        Question::Pathway { .. } => ids.push(roles.accommodation.as_str()),
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
