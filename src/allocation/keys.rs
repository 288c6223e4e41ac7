//! Fair-share keys: the figures of their parts for the areas of a region, and the shares that they give.

use crate::allocation::limit;
use crate::allocation::measures::not_compared;
use crate::catalogue::{Catalogue, Combine, Key, MissingPart, Part};
use crate::demography::interval::Confidence;
use crate::demography::outlying::median;
use crate::domain::{Action, AreaCode, Date, Error, Field, Id, Result, Status, error_codes, long_date};
use crate::fairshare::{Adjustment, Cap, Composed, Composite, Errors, PartFigures};
use crate::figures::neighbours::standard_deviation;
use crate::figures::{Figures, reasons};
use crate::geography::Area;
use crate::indicator::{Value, Values, common_day};
use crate::knowledge::rules;
use crate::table::Figure;
use std::collections::BTreeMap;

/// What a key gives the areas of a region.
#[derive(Debug, Clone)]
pub(crate) struct KeyFigures {
    /// For each area the figure by which the whole is divided: of a key of one indicator that indicator's, of one of several parts its
    /// share in [`PARTS_OF_A_SHARE`].
    pub figures: Vec<Figure>,
    /// The key with its figures and where the shares come from, for a key of several parts.
    pub composed: Option<(Composite, Composed)>,
    /// The standard errors of the figures of the base and the parts.
    pub errors: Errors,
    /// Credits, floors and limits, for a key that has any.
    pub adjustment: Option<Adjustment>,
    /// The day of each indicator that the key is made of.
    pub days: BTreeMap<Id, Date>,
    /// What a reader must know: days, areas without a figure, areas left out.
    pub notes: Vec<String>,
    /// The figures that are drawn when robustness is asked for, besides the weights: with an interval, or imputed.
    pub drawn: Vec<String>,
}

/// Into how many parts a share is divided so that places can be apportioned by whole numbers.
pub(super) const PARTS_OF_A_SHARE: f64 = 1e12;

impl KeyFigures {
    /// The figures by which a whole of so many people is divided: those of the key or, where it has credits, floors or limits, the shares
    /// that these leave, in [`PARTS_OF_A_SHARE`].
    ///
    /// Errors: `F303` where floors and limits cannot hold.
    pub fn of_whole(&self, key: &Id, total: Figure) -> Result<Vec<Figure>> {
        if self.adjustment.is_none() {
            return Ok(self.figures.clone());
        }
        let all = Figure::sum(self.figures.iter().copied());
        let known: Option<Vec<f64>> = self.figures.iter().map(|figure| figure.value).collect();
        let sum = all.value.filter(|sum| *sum > 0.0);
        let (Some(known), Some(sum), Some(people)) = (known, sum, total.value) else {
            return Ok(self
                .figures
                .iter()
                .map(|figure| figure.combine(all, |_, _| None).combine(total, |_, _| None))
                .collect());
        };
        let shares = known.iter().map(|figure| figure / sum).collect();
        let adjusted = self.adjusted(shares, people).ok_or_else(|| {
            Error::new(error_codes::OPTION_WRONG, "holding shares to the credits, floors and limits of a key")
                .at_key(key.as_str())
                .found(format!("no shares of {people} people that hold them all"))
                .expected(
                    "some people to divide, floors of at most the whole, and limits that leave nobody without an area",
                )
        })?;
        let status = Status::combine(all.status, total.status);
        Ok(adjusted.iter().map(|share| Figure { value: Some((share * PARTS_OF_A_SHARE).round()), status }).collect())
    }

    /// What the key gives each area before credits, floors and limits, in per cent.
    pub fn shares_percent(&self) -> Vec<Figure> {
        let all = Figure::sum(self.figures.iter().copied());
        let share = |own: &Figure| own.combine(all, |own, all| (all > 0.0).then(|| 100.0 * own / all));
        self.figures.iter().map(share).collect()
    }

    /// The shares of so many people that credits, floors and limits leave.
    pub fn adjusted(&self, shares: Vec<f64>, people: f64) -> Option<Vec<f64>> {
        match &self.adjustment {
            Some(adjustment) => adjustment.apply(&shares, people),
            None => Some(shares),
        }
    }
}

/// A column of figures of the areas on one day, with what had to be said of it.
struct Column {
    figures: Vec<Figure>,
    errors: Vec<f64>,
    estimated: Vec<bool>,
    day: Date,
    note: String,
    drawn: Vec<String>,
}

/// The figures of a key for areas, as they were on a day.
///
/// Errors: `F304` where a part has no figure of an area and the key says `missing = "refuse"`, or rests on a rule that does not apply
/// there, `F303` where a transform has no value.
pub(crate) fn key_figures(
    figures: &Figures,
    key: &Key,
    areas: &[&Area],
    as_at: Date,
    mid_year: Date,
) -> Result<KeyFigures> {
    if let Some(why) = areas.iter().find_map(|area| rules::why_key_is_silent(figures.knowledge(), key, &area.code)) {
        return Err(Error::new(error_codes::NO_DATA, "looking for the figures of a key")
            .at_key(key.id.as_str())
            .found(why)
            .help(format!("choose another key; {} lists them", Action::Keys)));
    }
    let mut made = match &key.indicator {
        Some(indicator) => {
            let column = column(figures, indicator, areas, as_at, mid_year, MissingPart::Refuse)?;
            KeyFigures {
                figures: column.figures,
                composed: None,
                errors: Errors::default(),
                adjustment: None,
                days: BTreeMap::from([(indicator.clone(), column.day)]),
                notes: vec![column.note],
                drawn: column.drawn,
            }
        }
        None => composite(figures, key, areas, as_at, mid_year)?,
    };
    for exclusion in &key.exclude {
        leave_out(&mut made, areas, |area| area.code.as_str() == exclusion.area, &exclusion.reason);
    }
    if let (true, Some(residents), Some(of)) = (key.only_under_limit, key.cap_residents_per_person, &key.cap_of) {
        let populations = limit::limited_populations(figures, key.cap_per.as_ref(), areas, as_at, mid_year)?.0;
        let beyond = beyond_limit(figures, of, Cap::one_in(residents), areas, &populations, as_at)?;
        let people = key.cap_per.as_ref().map_or("residents", |per| per.people.as_str());
        let reason = format!("more than one person for every {residents} {people}, or a number that is not known");
        leave_out(&mut made, areas, |area| beyond.contains(&area.code), &reason);
    }
    made.adjustment = adjustment(figures, key, areas, (as_at, mid_year), &mut made)?;
    Ok(made)
}

/// Credits, floors and limits of the areas, with a sentence on each; nothing for a key without any.
fn adjustment(
    figures: &Figures,
    key: &Key,
    areas: &[&Area],
    (as_at, mid_year): (Date, Date),
    of_key: &mut KeyFigures,
) -> Result<Option<Adjustment>> {
    if key.credit.is_empty() && key.bound.is_empty() {
        return Ok(None);
    }
    let every = |number: f64| vec![number; areas.len()];
    let mut made = Adjustment { credits: every(0.0), min: every(0.0), max: every(1.0) };
    let place = |code: &str| areas.iter().position(|area| area.code.as_str() == code);
    for credit in &key.credit {
        if let (Some(id), Some(each)) = (&credit.indicator, credit.people_for_each) {
            let column = column(figures, id, areas, as_at, mid_year, key.missing)?;
            of_key.days.insert(id.clone(), column.day);
            let numbers = one_for_each(id, areas, &column)?;
            made.credits.iter_mut().zip(numbers).for_each(|(credit, figure)| *credit += each * figure);
            of_key.notes.push(format!("Credit of {each} people for each of {} {}", column.note, credit.reason));
        } else if let Some((at, people)) = credit.area.as_deref().and_then(place).zip(credit.people) {
            made.credits[at] += people;
            of_key.notes.push(format!("Credit of {people} people for {}: {}", areas[at].name, credit.reason));
        }
    }
    for bound in &key.bound {
        if let Some(at) = place(&bound.area) {
            (made.min[at], made.max[at]) = (bound.least_percent / 100.0, bound.most_percent / 100.0);
            let (least, most, name) = (bound.least_percent, bound.most_percent, &areas[at].name);
            of_key.notes.push(format!("Share held from {least}% to {most}%: {name} ({}).", bound.reason));
        }
    }
    Ok(Some(made))
}

fn composite(figures: &Figures, key: &Key, areas: &[&Area], as_at: Date, mid_year: Date) -> Result<KeyFigures> {
    let (mut notes, mut days, mut estimated) = (Vec::new(), BTreeMap::new(), vec![false; areas.len()]);
    let mut drawn = Vec::new();
    let mut numbers = |id: &Id| -> Result<(Vec<f64>, Vec<f64>)> {
        let column = column(figures, id, areas, as_at, mid_year, key.missing)?;
        let numbers = one_for_each(id, areas, &column)?;
        notes.push(column.note);
        drawn.extend(column.drawn);
        days.insert(id.clone(), column.day);
        estimated.iter_mut().zip(&column.estimated).for_each(|(all, one)| *all |= one);
        Ok((numbers, column.errors))
    };
    let mut of_base = Vec::new();
    let base = match (&key.base, key.combine) {
        (Some(base), _) => {
            let (figures, errors) = numbers(base)?;
            of_base = errors;
            Some(figures)
        }
        (None, Some(Combine::Equal)) => Some(vec![1.0; areas.len()]),
        (None, _) => None,
    };
    let mut errors = Vec::new();
    let part = |part: &Part| -> Result<PartFigures> {
        let (figures, error) = numbers(&part.indicator)?;
        errors.push(error);
        Ok(PartFigures { figures, ..of_part(part) })
    };
    let parts: Vec<PartFigures> = key.part.iter().map(part).collect::<Result<_>>()?;
    let combine = key.combine.unwrap_or(Combine::Equal);
    let composite = Composite { combine, base, strength: key.strength.unwrap_or_default(), parts };
    let composed = composite.composed().ok_or_else(|| without_value(key, &composite, areas))?;
    let figure = |(share, estimated): (&f64, &bool)| Figure {
        value: Some((share * PARTS_OF_A_SHARE).round()),
        status: estimated.then_some(Status::Estimated),
    };
    let figures = composed.shares.iter().zip(&estimated).map(figure).collect();
    let errors = Errors { parts: errors, base: of_base };
    Ok(KeyFigures { figures, composed: Some((composite, composed)), errors, adjustment: None, days, notes, drawn })
}

/// Why there is no day on which half of some areas have a figure.
fn nothing_of_most(figures: &Figures, id: &Id, values: &Values, areas: &[&AreaCode]) -> Result<String> {
    let has_none = areas.iter().all(|area| values.newest_day(area).is_none());
    Ok(match areas.first().filter(|_| has_none) {
        Some(area) => reasons::lacking(figures, figures.catalogue().indicator(id.as_str())?, values, area).why,
        None => "no day on which half of the areas have a figure".to_owned(),
    })
}

/// `F306` where a part of a key is about areas that may not be compared.
fn are_compared(figures: &Figures, id: &Id, values: &Values, areas: &[&AreaCode]) -> Result<()> {
    let (Some(comparable), Some(first)) = (values.comparable(), areas.first()) else { return Ok(()) };
    let is_apart = |other: &&&AreaCode| values.why_not_compared(first, other, figures.geography()).is_some();
    match areas.iter().find(is_apart) {
        Some(_) => Err(not_compared(figures.catalogue().indicator(id.as_str())?, comparable)),
        None => Ok(()),
    }
}

/// An indicator's figures of all areas on one day: residents on the mid-year that all rates are taken of, others on the newest day
/// that all areas have in common or, for a key that fills the middle in, that at least half of them have.
fn column(
    figures: &Figures,
    id: &Id,
    areas: &[&Area],
    as_at: Date,
    mid_year: Date,
    missing: MissingPart,
) -> Result<Column> {
    let (values, title) = (figures.values(id.as_str())?, &figures.catalogue().indicator(id.as_str())?.title);
    let codes: Vec<&AreaCode> = areas.iter().map(|area| &area.code).collect();
    are_compared(figures, id, &values, &codes)?;
    let common =
        if *id == figures.catalogue().roles.population { Some(mid_year) } else { common_day(&values, &codes, as_at) };
    let on = |day: Date| -> Vec<Figure> {
        codes
            .iter()
            .map(|code| values.figure(&crate::indicator::Key { area: (*code).clone(), end: day, dims: Vec::new() }))
            .collect()
    };
    let errors = |day: Date| -> Vec<f64> {
        let key = |code: &AreaCode| crate::indicator::Key { area: code.clone(), end: day, dims: Vec::new() };
        codes.iter().map(|code| standard_error(values.get(&key(code)))).collect()
    };
    let newer_of_most = match missing {
        MissingPart::Middle => newest_of_most(&values, &codes, as_at).filter(|day| Some(*day) > common),
        MissingPart::Refuse => None,
    };
    if let Some(day) = common.filter(|_| newer_of_most.is_none()) {
        let figures = on(day);
        let note = format!("{title}: {}.", long_date(day));
        let (errors, estimated) = (errors(day), vec![false; figures.len()]);
        let drawn = within_intervals(title, &errors).into_iter().collect();
        return Ok(Column { errors, estimated, figures, day, note, drawn });
    }
    let day = newest_of_most(&values, &codes, as_at);
    let lacking = |day: Date| -> Vec<&str> {
        areas
            .iter()
            .zip(on(day))
            .filter(|(_, figure)| figure.value.is_none())
            .map(|(area, _)| area.name.as_str())
            .collect()
    };
    match (day, missing) {
        (Some(day), MissingPart::Middle) => {
            let mut figures = on(day);
            let known: Vec<f64> = figures.iter().filter_map(|figure| figure.value).collect();
            let middle = median(&known).unwrap_or_default();
            let estimated: Vec<bool> = figures.iter().map(|figure| figure.value.is_none()).collect();
            let (own_errors, spread) = (errors(day), standard_deviation(known.iter().copied()));
            let mut errors = own_errors.clone();
            for (figure, error) in figures.iter_mut().zip(&mut errors).filter(|(figure, _)| figure.value.is_none()) {
                // It may be anywhere among the others.
                (*figure, *error) = (Figure { value: Some(middle), status: Some(Status::Estimated) }, spread);
            }
            let names = lacking(day).join(", ");
            let mut drawn: Vec<String> = within_intervals(title, &own_errors).into_iter().collect();
            drawn.push(format!("{title} of {names}, imputed: by the standard deviation of the others"));
            let note = format!("{title}: {}; no figure of {names}, which count as the middle of the others.", long_date(day));
            Ok(Column { figures, errors, estimated, day, note, drawn })
        }
        (day, _) => Err(Error::new(error_codes::NO_DATA, "looking for the figures of a key")
            .at_key(id.as_str())
            .found(match day {
                Some(day) => format!("on {} nothing of {}", long_date(day), lacking(day).join(", ")),
                None => nothing_of_most(figures, id, &values, &codes)?,
            })
            .expected("a figure of every area on one day")
            .help("import the editions that have them; a key that says `missing = \"middle\"` takes the middle of the others")),
    }
}

/// The number of each area, in their order. Errors with `F304`, naming the areas that have none on the day: to leave them out would
/// give their places to others.
fn one_for_each(id: &Id, areas: &[&Area], column: &Column) -> Result<Vec<f64>> {
    column.figures.iter().map(|figure| figure.value).collect::<Option<_>>().ok_or_else(|| {
        let without = areas.iter().zip(&column.figures).filter(|(_, figure)| figure.value.is_none());
        let names: Vec<&str> = without.map(|(area, _)| area.name.as_str()).collect();
        Error::new(error_codes::NO_DATA, "looking for the figures of a key")
            .at_key(id.as_str())
            .found(format!("on {} nothing of {}", long_date(column.day), names.join(", ")))
            .expected("a figure of every area on one day")
    })
}

/// Areas over a limit, or of which it is not known that they are not.
fn beyond_limit(
    figures: &Figures,
    of: &Id,
    cap: Cap,
    areas: &[&Area],
    populations: &[Figure],
    as_at: Date,
) -> Result<Vec<AreaCode>> {
    let mut beyond = Vec::new();
    for (area, population) in areas.iter().zip(populations) {
        let people = figures.figure(of.as_str(), &area.code, as_at)?.value;
        let used = people.zip(population.value).and_then(|(people, population)| cap.used(people, population));
        if used.is_none_or(|used| used > 100.0) {
            beyond.push(area.code.clone());
        }
    }
    Ok(beyond)
}

fn leave_out(made: &mut KeyFigures, areas: &[&Area], is_out: impl Fn(&Area) -> bool, reason: &str) {
    let mut names = Vec::new();
    for (area, figure) in areas.iter().zip(&mut made.figures).filter(|(area, _)| is_out(area)) {
        *figure = Figure::of(0.0);
        names.push(area.name.as_str());
    }
    if !names.is_empty() {
        made.notes.push(format!("No share: {} ({reason}).", names.join(", ")));
    }
}

/// A part of a key without its figures.
pub(super) fn of_part(part: &Part) -> PartFigures {
    PartFigures {
        weight: part.weight,
        direction: part.direction,
        transform: part.transform,
        corrective: part.corrective,
        min: part.least,
        max: part.most,
        figures: Vec::new(),
    }
}

/// The words for a column of which some figures have an interval.
fn within_intervals(title: &str, errors: &[f64]) -> Option<String> {
    errors.iter().any(|error| *error > 0.0).then(|| format!("{title}, within its 95% intervals"))
}

/// The standard error of a figure with a 95% interval, taken as normal; 0 of one without.
fn standard_error(value: Option<&Value>) -> f64 {
    let interval = value.and_then(|value| value.interval);
    interval.map_or(0.0, |limits| (limits.upper - limits.lower) / (2.0 * Confidence::Percent95.z()))
}

/// The newest day up to another on which at least half of the areas have a figure.
fn newest_of_most(values: &Values, areas: &[&AreaCode], until: Date) -> Option<Date> {
    let mut counts: BTreeMap<Date, usize> = BTreeMap::new();
    for area in areas {
        for (key, _) in values.iter_area(area).filter(|(key, value)| key.end <= until && value.figure.value.is_some()) {
            *counts.entry(key.end).or_default() += 1;
        }
    }
    counts.into_iter().rev().find(|(_, count)| 2 * count >= areas.len()).map(|(day, _)| day)
}

/// Which figure it is that a transform has no value for.
fn without_value(key: &Key, composite: &Composite, areas: &[&Area]) -> Error {
    let nothing = key.part.iter().zip(&composite.parts).find_map(|(part, figures)| {
        let at = figures.figures.iter().position(|figure| *figure <= 0.0)?;
        Some(format!("{} of {} is {}", part.indicator, areas[at].name, figures.figures[at]))
    });
    Error::new(error_codes::OPTION_WRONG, "putting the parts of a key together")
        .at_key(key.id.as_str())
        .found(nothing.unwrap_or_else(|| "figures of which every share would be nothing".to_owned()))
        .expected(
            "figures that the transforms of the key have a value for: nothing and less have no inverse and no share",
        )
        .help(format!("choose another day with {}, or another transform of that part", Field::At))
}

/// Checks the rule of apportionment of every key of a catalogue. Errors with `F202`.
pub(crate) fn check_all(catalogue: &Catalogue) -> Result<()> {
    catalogue.keys.values().try_for_each(|key| {
        let checked = crate::fairshare::rule(&key.rounding).map(drop);
        checked.map_err(|error| error.in_file(catalogue.file_of("keys", &key.id)))
    })
}
