//! The headlines of a pack: the newest figure of an indicator, and the earlier ones that it is
//! compared with.
//!
//! Belongs here: which figures are compared. Does not belong here: the words.

use crate::briefing::{ComparableAreas, Earlier, FigureAtLastPack, HeadlineFact, Margin};
use crate::catalogue::{Indicator, IntervalMethod};
use crate::domain::{AreaCode, Result, Status, is_a_year_before};
use crate::figures::earlier::{divided, known_since};
use crate::figures::{Figures, reasons};
use crate::geography::Area;
use crate::indicator::{Key, Value, Values};
use crate::knowledge::rules;
use crate::packs::last_pack::LastPack;

/// The headline of an indicator for a region or authority. Where nothing is published for the area,
/// it is of England or the United Kingdom. An indicator counted by authorities of the other tier
/// has neither.
pub(crate) fn headline_fact(
    figures: &Figures,
    indicator: &Indicator,
    area: &Area,
    last: Option<&LastPack>,
) -> Result<HeadlineFact> {
    let values = figures.values(indicator.id.as_str())?;
    let kingdom = AreaCode::united_kingdom();
    let mut area_phrase = std::iter::once(area.code.clone())
        .chain(figures.geography().england_and_uk_around(&area.code));
    let area_phrase = area_phrase.find(|code| values.newest_day(code).is_some());
    let mut fact = without_figure(figures, indicator, area, &values);
    let is_of_tier = reasons::of_another_tier(figures, &values, &area.code).is_none();
    let Some(code) = area_phrase.filter(|code| is_of_tier || *code == area.code) else {
        return Ok(fact);
    };
    if code != area.code {
        fact.area = figures.geography().name_of(&code);
        fact.not_for = Some(area.name.clone());
    }
    let Some((key, value)) = newest_of(&values, &code) else { return Ok(fact) };
    // Where a break affects a comparison, the comparison mentions it.
    fact.now = Ok((value.period, value.figure.without(Status::Break)));
    let as_long: Vec<(&Key, &Value)> = values
        .iter_area(&code)
        .filter(|(held, other)| {
            held.dims.is_empty() && held.end < key.end && other.period.is_as_long_as(value.period)
        })
        .collect();
    let earlier = |(held, before): &(&Key, &Value)| {
        let seen = values.value_in_edition_of(value, held);
        let earlier = earlier_of(indicator, &values, key, (seen.unwrap_or(before), value));
        let comparable = earlier
            .break_reason
            .as_ref()
            .and_then(|_| comparable_areas(figures, indicator, &values, key, held));
        Earlier { of_another_edition: seen.is_none(), comparable, ..earlier }
    };
    fact.before = as_long.last().map(earlier);
    let year_before = as_long.iter().rev().find(|(held, _)| is_a_year_before(held.end, key.end));
    let is_another =
        |(held, _): &&(&Key, &Value)| as_long.last().is_some_and(|(last, _)| last.end != held.end);
    fact.year = year_before.filter(is_another).map(earlier);
    let has =
        |code: &AreaCode| *code != area.code && values.figure(&key.for_area(code)).value.is_some();
    let wider =
        rules::wider_with_figure(figures.knowledge(), &area.code, has).unwrap_or(kingdom.clone());
    let is_compared = values.incomparable_reason(&code, &wider, figures.geography()).is_none();
    let is_comparator =
        code != kingdom && code != wider && indicator.wider_areas_differ.is_none() && is_compared;
    fact.united_kingdom = is_comparator.then(|| values.figure(&key.for_area(&wider)));
    fact.nation = (is_comparator && wider != kingdom).then(|| figures.geography().name_of(&wider));
    fact.last_pack = last
        .map(|last| figure_at_last_pack(last, indicator, &code, &values, (key, value)))
        .transpose()?;
    Ok(fact)
}

/// The headline of an indicator that has no figure of an area, with the reason.
fn without_figure(
    figures: &Figures,
    indicator: &Indicator,
    area: &Area,
    values: &Values,
) -> HeadlineFact {
    HeadlineFact {
        title: indicator.title.clone(),
        area: area.name.clone(),
        not_for: None,
        unit: indicator.unit,
        is_old: false,
        now: Err(reasons::lacking(figures, indicator, values, &area.code).why),
        before: None,
        year: None,
        last_pack: None,
        united_kingdom: None,
        nation: None,
    }
}

/// The figure of an indicator that the last pack had, with the break between it and that of now.
fn figure_at_last_pack(
    last: &LastPack,
    indicator: &Indicator,
    code: &AreaCode,
    values: &Values,
    (key, value): (&Key, &Value),
) -> Result<FigureAtLastPack> {
    Ok(last.newest(indicator, code)?.map_or(FigureAtLastPack::NoFigure, |known| {
        let known = known_since(values, (key, value), known);
        FigureAtLastPack::Known(Earlier {
            break_reason: divided(values, key, known.period, value.period),
            ..known
        })
    }))
}

/// How the authorities of an area moved together of which no break divides two periods, where there
/// are such and others.
fn comparable_areas(
    figures: &Figures,
    indicator: &Indicator,
    values: &Values,
    now: &Key,
    then: &Key,
) -> Option<ComparableAreas> {
    let authorities = figures.areas_now(&now.area, values.tier());
    if !indicator.unit.adds_up() || authorities.iter().any(|area| area.code == now.area) {
        return None;
    }
    let both = |area: &&Area| {
        let (now, then) = (now.for_area(&area.code), then.for_area(&area.code));
        let [later, earlier] = [values.get(&now)?, values.get(&then)?];
        let is_divided = values.break_between(&now, earlier.period, later.period).is_some();
        (!is_divided).then_some((earlier.figure.value?, later.figure.value?))
    };
    let moved: Vec<(f64, f64)> = authorities.iter().filter_map(both).collect();
    let (before, now) =
        (moved.iter().map(|(then, _)| then).sum(), moved.iter().map(|(_, now)| now).sum());
    (!moved.is_empty()).then_some(ComparableAreas {
        authorities: moved.len(),
        of: authorities.len(),
        before,
        now,
    })
}

/// An earlier figure next to the newest, the earlier first.
fn earlier_of(
    indicator: &Indicator,
    values: &Values,
    key: &Key,
    (before, now): (&Value, &Value),
) -> Earlier {
    let overlap = before
        .interval
        .zip(now.interval)
        .is_some_and(|(a, b)| a.lower < b.upper && b.lower < a.upper);
    let margin = match &indicator.interval {
        IntervalMethod::None => None,
        IntervalMethod::Rounded => Some(Margin::Rounding),
        _ => Some(Margin::Interval),
    };
    Earlier {
        break_reason: divided(values, key, before.period, now.period),
        margin: margin.filter(|_| overlap),
        ..Earlier::of(before.period, before.figure.without(Status::Break))
    }
}

/// The newest value of an area without categories, even if it is missing.
fn newest_of<'v>(values: &'v Values, area: &AreaCode) -> Option<(&'v Key, &'v Value)> {
    values.iter_area(area).filter(|(key, _)| key.dims.is_empty()).last()
}
