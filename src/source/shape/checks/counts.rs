//! The number of areas, and the number of figures for each: missing figures must be noticed too.

use super::super::doubts;
use super::{CheckName, Outcome, Subject, Tally, thousands_of};
use crate::catalogue::{Check, CountLimits, Counted, On};
use crate::domain::{
    AreaCode, AreaLevel, Date, Error, Period, Result, counted, error_codes, long_date,
};
use crate::geography::{Area, Geography};
use crate::table::Row;
use std::collections::{BTreeMap, BTreeSet};

/// Every authority of `whole` has a row on the newest day of each measure.
pub(super) fn coverage(rows: &[Row], whole: &AreaCode, subject: &Subject<'_>) -> Result<Outcome> {
    let name = &subject.geography.get(whole)?.name;
    let mut tally = Tally::default();
    let mut counts: BTreeMap<(usize, Date), Vec<&str>> = BTreeMap::new();
    for (measure, day) in newest(rows.iter()) {
        let there = || rows.iter().filter(|row| row.measure == measure && row.period.end == day);
        tally.compared += 1;
        let of_authorities = || there().filter(|row| row.area.level() == AreaLevel::Authority);
        let authorities: BTreeSet<&AreaCode> = of_authorities().map(|row| &row.area).collect();
        counts.entry((authorities.len(), day)).or_default().push(measure);
        let missing = missing(there().map(|row| &row.area), whole, day, subject.geography);
        if doubts::too_many(missing.len(), authorities.len(), doubts::A_FIFTH) {
            let error = absence(&missing, whole, day, subject.geography);
            return Err(doubts::unreadable(
                &error,
                missing.len(),
                "more than a fifth of the authorities are missing",
            ));
        }
        // One row for each category in which authorities have figures.
        let categories: BTreeMap<(Period, &[String]), &Row> =
            of_authorities().map(|row| ((row.period, &row.dims[..]), row)).collect();
        if !missing.is_empty() {
            tally.absent(
                &missing,
                absence(&missing, whole, day, subject.geography),
                categories.into_values(),
            );
        }
    }
    let counts: Vec<String> = counts
        .iter()
        .map(|((count, day), measures)| {
            let authorities = counted(*count, "authority", "authorities");
            format!("{authorities} at {} ({})", long_date(*day), measures.join(", "))
        })
        .collect();
    Ok(tally.outcome(CheckName::BuiltIn("coverage"), format!("{name}: {}", counts.join("; "))))
}

/// The newest day of each measure.
fn newest<'r>(rows: impl Iterator<Item = &'r Row>) -> BTreeMap<&'r str, Date> {
    let mut newest: BTreeMap<&str, Date> = BTreeMap::new();
    for row in rows {
        let day = newest.entry(&row.measure).or_insert(row.period.end);
        *day = row.period.end.max(*day);
    }
    newest
}

/// The authorities of `whole` that are not among `codes`.
///
/// Publications use the boundaries of various years. The function therefore uses the year in which
/// fewest authorities are missing. A county counts as its districts.
pub(in crate::source::shape) fn missing<'a, 'g>(
    codes: impl Iterator<Item = &'a AreaCode>,
    whole: &AreaCode,
    day: Date,
    geography: &'g Geography,
) -> Vec<&'g Area> {
    let held: BTreeSet<&AreaCode> = codes.map(|code| geography.current(code)).collect();
    let counties: Vec<&AreaCode> =
        held.iter().copied().filter(|code| code.level() == AreaLevel::County).collect();
    let in_county =
        |area: &AreaCode| counties.iter().any(|county| geography.contains(county, area));
    let vintages = boundary_days(geography, day);
    let mut absent = geography.authorities_in(whole);
    absent.retain(|area| !held.contains(&area.code) && !in_county(&area.code));
    let missing_on = |day: &Date| {
        absent.iter().copied().filter(|area| geography.counts_on(area, *day)).collect::<Vec<_>>()
    };
    vintages.iter().map(missing_on).min_by_key(Vec::len).unwrap_or_default()
}

/// `F111`, naming the first of the missing authorities of `whole`.
pub(super) fn absence(
    missing: &[&Area],
    whole: &AreaCode,
    day: Date,
    geography: &Geography,
) -> Error {
    let name = geography.get(whole).map_or_else(|_| whole.to_string(), |area| area.name.clone());
    let first =
        missing.first().map(|area| format!("{} ({})", area.name, area.code)).unwrap_or_default();
    Error::new(error_codes::AREA_ABSENT, format!("checking that {name} is complete"))
        .found(format!("no row for {first} at {day}{}", and_others(missing.len())))
        .expected(format!("every authority of {name}"))
}

impl Tally {
    /// Records missing authorities: each is *not available* in the categories of some rows.
    pub(super) fn absent<'r>(
        &mut self,
        missing: &[&Area],
        error: Error,
        like: impl IntoIterator<Item = &'r Row>,
    ) {
        self.wrong += 1;
        self.error.get_or_insert(error);
        for row in like {
            self.concerned.absent.extend(missing.iter().map(|area| doubts::absent(area, row)));
        }
    }
}

fn and_others(count: usize) -> String {
    if count > 1 { format!(" (and {} others)", count - 1) } else { String::new() }
}

/// The days whose boundaries a table about `day` may use: its own, and every later change.
fn boundary_days(geography: &Geography, day: Date) -> Vec<Date> {
    let later: BTreeSet<Date> =
        geography.all().filter_map(|area| area.start).filter(|start| *start > day).collect();
    std::iter::once(day).chain(later).collect()
}

/// The figures of each area of a level, by measure and day.
type Figures<'r> = BTreeMap<(&'r str, Date), BTreeMap<&'r AreaCode, Vec<&'r Row>>>;

/// The figures for each area of the level; only those of the newest day if the check requires it.
fn figures<'r>(rows: &[&'r Row], of: Counted) -> Figures<'r> {
    let newest = newest(rows.iter().copied());
    let mut counts = Figures::new();
    for row in rows.iter().filter(|row| of.level == row.area.level()) {
        if of.on == On::Each || newest.get(row.measure.as_str()) == Some(&row.period.end) {
            let areas = counts.entry((&row.measure, row.period.end)).or_default();
            areas.entry(&row.area).or_default().push(row);
        }
    }
    counts
}

/// The number of areas of a level with figures matches the check.
pub(super) fn areas_count(
    rows: &[&Row],
    check: &Check,
    (of, limits): (Counted, CountLimits),
    subject: &Subject<'_>,
) -> Outcome {
    let mut tally = Tally::default();
    let mut counts = BTreeSet::new();
    let nouns = nouns(of.level);
    let mut extract = "";
    let groups = figures(rows, of);
    let groups_counted = counted(groups.len(), "measure and day", "measures and days");
    for ((measure, day), areas) in groups {
        let count = areas.len();
        counts.insert(count);
        if subject.is_extract() && limits.is_above(as_number(count)) {
            extract = "; an extract inside the program is not checked for its number of areas";
            continue;
        }
        tally.compared += 1;
        if !limits.contains(as_number(count)) {
            tally.fault(
                Error::new(error_codes::COUNT_DIFFERS, "counting areas")
                    .found(format!(
                        "{} with {measure} at {}",
                        counted(count, nouns.0, nouns.1),
                        long_date(day)
                    ))
                    .expected(words(limits)),
                areas.into_values().flatten(),
            );
        }
    }
    let detail = format!(
        "{} in {groups_counted}, allowed {}{extract}",
        span(&counts, nouns.1),
        words(limits)
    );
    tally.outcome(CheckName::Declared(check.id.clone()), detail)
}

/// Each area of a level has as many figures on a day as the others, or as many as the check
/// requires.
pub(super) fn rows_per_area(
    rows: &[&Row],
    check: &Check,
    (of, limits): (Counted, Option<CountLimits>),
) -> Outcome {
    let mut tally = Tally::default();
    let mut counts = BTreeSet::new();
    for ((measure, day), areas) in figures(rows, of) {
        let usual = most_frequent(&areas);
        for (area, figures) in areas {
            let count = figures.len();
            tally.compared += 1;
            counts.insert(count);
            if limits.map_or(count == usual, |limits| limits.contains(as_number(count))) {
                continue;
            }
            let name = figures.first().map_or(area.as_str(), |row| row.area_name.as_str());
            let expected = limits.map_or_else(|| format!("{usual}, as most others have"), words);
            tally.fault(
                Error::new(error_codes::COUNT_DIFFERS, "counting the figures of each area")
                    .found(format!(
                        "{} of {measure} for {name} at {}",
                        counted(count, "figure", "figures"),
                        long_date(day)
                    ))
                    .expected(expected),
                figures,
            );
        }
    }
    let each = counted(tally.compared, "area, measure and day", "areas, measures and days");
    let detail = format!("{} in each of {each}", span(&counts, "figures"));
    tally.outcome(CheckName::Declared(check.id.clone()), detail)
}

/// The most frequent count among areas. Of two equally frequent counts the larger is used, since
/// figures are more easily lost than duplicated.
fn most_frequent(areas: &BTreeMap<&AreaCode, Vec<&Row>>) -> usize {
    let mut frequency: BTreeMap<usize, usize> = BTreeMap::new();
    for figures in areas.values() {
        *frequency.entry(figures.len()).or_default() += 1;
    }
    frequency
        .into_iter()
        .max_by_key(|(count, times)| (*times, *count))
        .map_or(0, |(count, _)| count)
}

/// The areas of a level, for sentences: `1 authority`, `33 authorities`.
fn nouns(level: AreaLevel) -> (&'static str, &'static str) {
    match level {
        AreaLevel::Authority => ("authority", "authorities"),
        AreaLevel::Region => ("region", "regions"),
        AreaLevel::Nation => ("nation", "nations"),
        _ => ("area", "areas"),
    }
}

fn as_number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Limits as words for sentences.
fn words(limits: CountLimits) -> String {
    match limits {
        CountLimits::Between(least, most) if least == most => format!("{least}"),
        CountLimits::Between(least, most) => format!("{least} to {most}"),
        CountLimits::AtLeast(least) => format!("{least} or more"),
        CountLimits::AtMost(most) => format!("{most} or fewer"),
    }
}

fn span(counts: &BTreeSet<usize>, noun: &str) -> String {
    match (counts.first(), counts.last()) {
        (Some(least), Some(most)) if least != most => {
            format!("{} to {} {noun}", thousands_of(*least), thousands_of(*most))
        }
        (Some(only), _) => format!("{} {noun}", thousands_of(*only)),
        _ => format!("no {noun}"),
    }
}
