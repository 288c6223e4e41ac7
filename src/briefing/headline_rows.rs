//! The headline indicators of a briefing compared: latest figures and their changes as numbers,
//! with notes on indicators that need care.
//!
//! Belongs here: which comparisons have a number. Does not belong here: columns and cells
//! (`tables`), sentences (`headlines`).

use super::change_facts::Earlier;
use super::comparison::comparison;
use super::headlines::{FigureAtLastPack, HeadlineFact};
use super::phrases::with_article;
use crate::domain::{Period, Status, Unit};
use crate::table::Figure;
use schemars::JsonSchema;
use serde::Serialize;

/// The headline indicators of a briefing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HeadlineRows {
    /// The area of the headlines, in a phrase.
    pub caption: String,
    /// The day or pack since which `since` is a change, as text; `None` when no comparison was
    /// requested.
    pub since: Option<String>,
    /// One row for each headline.
    pub rows: Vec<HeadlineRow>,
    /// Why figures are missing, and which changes need care.
    pub notes: Vec<String>,
}

/// A headline indicator: its latest figure and the changes to it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HeadlineRow {
    /// Title of the indicator, with the area if the figure is that of a wider one.
    pub title: String,
    /// The unit of the figures.
    pub unit: Unit,
    /// The unit of the changes.
    pub change_unit: Unit,
    /// The period of the latest figure; `None` if there is no figure.
    pub period: Option<Period>,
    /// The latest figure.
    #[serde(flatten)]
    pub figure: Figure,
    /// The change on the period before.
    pub on_period: Figure,
    /// The change on the year.
    pub on_year: Figure,
    /// The change since the last pack; `None` when no comparison was requested.
    pub since: Option<Figure>,
    /// The same figure for the United Kingdom, or for the nation if none is published for the
    /// United Kingdom.
    pub united_kingdom: Figure,
}

const POINTS: &str = "Changes of percentages are in percentage points.";

const UNKNOWN: Figure = Figure { value: None, status: Some(Status::NotAvailable) };

/// The rows of headlines: latest figure, its change on the period before, on the year and since the
/// last pack, and the figure for the United Kingdom.
pub fn headline_rows(facts: &[HeadlineFact], region: &str, since: Option<&str>) -> HeadlineRows {
    let of_percentages = facts.iter().any(|fact| fact.unit == Unit::Percent);
    let of_nation =
        facts.iter().filter_map(|fact| Some((fact.nation.as_deref()?, fact.title.as_str())));
    HeadlineRows {
        caption: format!("Headlines of {}", with_article(region)),
        since: since.map(str::to_owned),
        rows: facts.iter().map(|fact| row(fact, since.is_some())).collect(),
        notes: facts
            .iter()
            .flat_map(notes)
            .chain(of_percentages.then(|| POINTS.to_owned()))
            .chain(figures_of_nation(of_nation))
            .collect(),
    }
}

/// A note for the column of the United Kingdom when it shows figures for a nation. `of_nation` has
/// the nation and title of each.
pub fn figures_of_nation<'t>(
    of_nation: impl Iterator<Item = (&'t str, &'t str)>,
) -> Option<String> {
    let all: Vec<(&str, &str)> = of_nation.collect();
    let (nation, _) = all.first()?;
    let titles: Vec<String> = all.iter().map(|(_, title)| (*title).to_owned()).collect();
    Some(format!(
        "In the column United Kingdom, these figures are for {nation}, because none are published \
         for the United Kingdom: {}.",
        titles.join("; ")
    ))
}

/// A change as a number: *not applicable* between periods that are not comparable or have different
/// lengths, *not available* between estimates of different editions.
fn change((period, now): (Period, Figure), before: &Earlier) -> Figure {
    if !before.period.is_as_long_as(period) || before.break_reason.is_some() {
        return Figure::missing(Status::NotApplicable);
    }
    if before.of_another_edition || now.is_at_least() || before.figure.is_at_least() {
        return UNKNOWN;
    }
    now.combine(before.figure, |now, before| Some(now - before))
}

/// The figure a year before, which may be the figure of the period before.
fn on_the_year(fact: &HeadlineFact) -> Option<&Earlier> {
    let now = fact.now.as_ref().ok()?.0;
    fact.year
        .as_ref()
        .or_else(|| fact.before.as_ref().filter(|before| before.is_a_year_before(now)))
}

fn row(fact: &HeadlineFact, with_since: bool) -> HeadlineRow {
    let now = fact.now.as_ref().ok().copied();
    let moved = |earlier: Option<&Earlier>| {
        now.zip(earlier).map_or(UNKNOWN, |(now, earlier)| change(now, earlier))
    };
    let since = || match &fact.last_pack {
        Some(FigureAtLastPack::Known(known)) => moved(Some(known)),
        _ => UNKNOWN,
    };
    HeadlineRow {
        title: match &fact.not_for {
            Some(_) => format!("{} ({})", fact.title, fact.area),
            None => fact.title.clone(),
        },
        unit: fact.unit,
        change_unit: fact.unit.of_difference(),
        period: now.map(|(period, _)| period),
        figure: now.map_or(UNKNOWN, |(_, figure)| figure),
        on_period: moved(fact.before.as_ref()),
        on_year: moved(on_the_year(fact)),
        since: with_since.then(since),
        united_kingdom: fact.united_kingdom.unwrap_or(UNKNOWN),
    }
}

/// Notes on a headline in the table: why there is no figure, and which changes need care.
fn notes(fact: &HeadlineFact) -> Vec<String> {
    let title = &fact.title;
    let now = match &fact.now {
        Ok(now) => *now,
        Err(reason) => return vec![format!("{title}: {reason}.")],
    };
    let careful = |(of, earlier): (&str, Option<&Earlier>)| {
        let needs_note = |earlier: &&Earlier| {
            earlier.margin.is_some() || earlier.break_reason.is_some() || earlier.of_another_edition
        };
        let earlier = earlier.filter(needs_note)?;
        Some(format!("{title}, {of}: {}.", comparison(now, earlier, fact.unit, title)))
    };
    [("on the period before", fact.before.as_ref()), ("on the year", on_the_year(fact))]
        .into_iter()
        .filter_map(careful)
        .collect()
}
