//! The parts of a pack's indicators that need attention: the exceptions of a scan, areas without a
//! figure, and old figures.
//!
//! Belongs here: gathering them. Does not belong here: the rules of a scan (`scan`), the words
//! (`briefing`).

use crate::briefing::{Exception, ExceptionFact};
use crate::catalogue::{Indicator, Scan};
use crate::domain::{AreaCode, Compare, Date, Result, Status};
use crate::figures::scan::{Kind, size};
use crate::figures::{Figures, scan};
use crate::indicator::Key;
use crate::table::Figure;

/// The exceptions of indicators in a region or authority, for a pack. First those of a scan, one
/// for each kind, indicator and day; then areas without a figure. Last are figures more than two
/// years older than the newest of all.
pub(crate) fn exceptions(
    figures: &Figures,
    indicators: &[&Indicator],
    region: &AreaCode,
) -> Result<Vec<ExceptionFact>> {
    let rule = &figures.catalogue().comparing.scan;
    let mut all: Vec<ExceptionFact> = Vec::new();
    let newest = |one: &Indicator| {
        Ok(figures
            .values(one.id.as_str())?
            .newest_day_within(&|code| figures.geography().contains(region, code)))
    };
    let days: Vec<Option<Date>> =
        indicators.iter().map(|one| newest(one)).collect::<Result<_>>()?;
    let last = days.iter().flatten().max().copied();
    for (indicator, day) in indicators.iter().zip(days).filter(|(one, _)| one.dims.is_empty()) {
        let Some(day) = day else { continue };
        let fact = |kind, areas| ExceptionFact { kind, title: indicator.title.clone(), day, areas };
        // What happened years ago is no news.
        if last.is_some_and(|last| is_old(day, last)) {
            all.push(fact(Exception::Old, Vec::new()));
            continue;
        }
        let mut found = scan::checked_count(figures, rule, indicator, region)?;
        found.sort_by(|a, b| a.kind.cmp(&b.kind).then(size(b).compare(&size(a))));
        for one in found {
            let (kind, of_day) = (exception(rule, one.kind), one.day);
            let of = (figures.geography().name_of(&one.area), one.summary);
            match all
                .iter_mut()
                .find(|held| (held.kind, held.day, &held.title) == (kind, of_day, &indicator.title))
            {
                Some(held) => held.areas.push(of),
                None => all.push(ExceptionFact {
                    kind,
                    title: indicator.title.clone(),
                    day: of_day,
                    areas: vec![of],
                }),
            }
        }
        let missing = without_figure(figures, indicator, region, day)?;
        all.extend((!missing.is_empty()).then(|| fact(Exception::Missing, missing)));
    }
    all.sort_by_key(|fact| fact.kind);
    // A count and its rate have the same exceptions for the same areas.
    let mut told: Vec<ExceptionFact> = Vec::new();
    for fact in all {
        let is_told = |held: &ExceptionFact| {
            (held.kind, held.day, &held.areas) == (fact.kind, fact.day, &fact.areas)
        };
        if fact.areas.is_empty() || !told.iter().any(is_told) {
            told.push(fact);
        }
    }
    Ok(told)
}

/// The authorities of a region that have no figure on a day on which others have one, with the
/// reason.
fn without_figure(
    figures: &Figures,
    indicator: &Indicator,
    region: &AreaCode,
    day: Date,
) -> Result<Vec<(String, String)>> {
    let values = figures.values(indicator.id.as_str())?;
    let key = |area: &AreaCode| Key { area: area.clone(), end: day, dims: Vec::new() };
    let reason = |area: &AreaCode| values.missing_reason(&key(area)).map(str::to_owned);
    let areas = figures.areas_now(region, values.tier_on(day)).into_iter();
    let figures = areas.map(|area| (area, values.figure(&key(&area.code)), reason(&area.code)));
    let (known, missing): (Vec<_>, Vec<_>) =
        figures.partition(|(_, figure, _)| figure.value.is_some());
    if known.is_empty() {
        return Ok(Vec::new());
    }
    let label = |figure: Figure| figure.status.unwrap_or(Status::NotAvailable).label();
    let why =
        |figure: Figure, reason: Option<String>| reason.unwrap_or_else(|| label(figure).to_owned());
    Ok(missing
        .into_iter()
        .map(|(area, figure, reason)| (area.name.clone(), why(figure, reason)))
        .collect())
}

/// Days after which a figure is old in comparison with the newest of a pack: two years.
const OLD_DAYS: i32 = 731;

/// The exception of a pack for a kind of scan.
fn exception(rule: &Scan, kind: Kind) -> Exception {
    match kind {
        Kind::LimitReached => Exception::LimitReached,
        Kind::SuppressionChanged => Exception::SuppressionChanged,
        Kind::BrokenSeries => Exception::BrokenSeries,
        Kind::Rising => Exception::Rising(rule.rises),
        Kind::Moved => Exception::Moved,
    }
}

/// True for a figure that is more than [`OLD_DAYS`] older than the newest of a pack.
pub(super) fn is_old(day: Date, newest: Date) -> bool {
    (newest - day).get_days() > OLD_DAYS
}

#[cfg(test)]
mod tests {
    use super::is_old;
    use jiff::civil::date;

    #[test]
    fn a_figure_is_old_after_two_years_beside_the_newest() {
        assert!(!is_old(date(2024, 3, 31), date(2026, 3, 31)));
        assert!(!is_old(date(2024, 3, 30), date(2026, 3, 31)));
        assert!(is_old(date(2024, 3, 29), date(2026, 3, 31)));
    }
}
