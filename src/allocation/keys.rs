//! Fair-share keys: the figures of their parts for the areas of a region, and the shares that they
//! give.

use crate::allocation::key_columns::{column, one_for_each};
use crate::allocation::limit;
use crate::catalogue::{Burden, Combine, Division, Key, LimitedCount, MissingPart, Part};
use crate::domain::{Action, AreaCode, Date, Error, Field, Id, Result, Status, error_codes};
use crate::fairshare::{Adjustment, Cap, Composed, Composite, Errors, PartFigures};
use crate::figures::Figures;
use crate::geography::Area;
use crate::knowledge::rules;
use crate::table::Figure;
use std::collections::BTreeMap;

/// The figures that a key gives the areas of a region.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyFigures {
    /// For each area the figure by which the total is divided: of a key of one indicator that
    /// indicator's, of one of several parts its share in [`PARTS_OF_A_SHARE`].
    pub figures: Vec<Figure>,
    /// The key with its figures and where the shares come from, for a key of several parts.
    pub composed: Option<(Composite, Composed)>,
    /// The standard errors of the figures of the base and the parts.
    pub errors: Errors,
    /// Credits, floors and limits, for a key that has any.
    pub adjustment: Option<Adjustment>,
    /// The day of each indicator of the key.
    pub days: BTreeMap<Id, Date>,
    /// Notes for the reader: days, areas without a figure, areas left out.
    pub notes: Vec<String>,
    /// The figures that robustness analysis draws at random, in addition to the weights: those with
    /// an interval, or imputed.
    pub drawn: Vec<String>,
}

/// The number of parts of a share, so that places can be apportioned by whole numbers.
pub(super) const PARTS_OF_A_SHARE: f64 = 1e12;

impl KeyFigures {
    /// The figures by which a total of this many people is divided. They are the figures of the
    /// key. Where the key has credits, floors or limits, they are the resulting shares, in
    /// [`PARTS_OF_A_SHARE`].
    ///
    /// Errors: `F303` where floors and limits cannot be met.
    pub fn weights_for(&self, key: &Id, total: Figure) -> Result<Vec<Figure>> {
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
            Error::new(
                error_codes::OPTION_WRONG,
                "holding shares to the credits, floors and limits of a key",
            )
            .at_key(key.as_str())
            .found(format!("no shares of {people} people that hold them all"))
            .expected(
                "some people to divide, floors of at most the whole, and limits with room for \
                 everyone",
            )
        })?;
        let status = Status::combine(all.status, total.status);
        Ok(adjusted
            .iter()
            .map(|share| Figure { value: Some((share * PARTS_OF_A_SHARE).round()), status })
            .collect())
    }

    /// The share that the key gives each area before credits, floors and limits, in per cent.
    pub fn shares_percent(&self) -> Vec<Figure> {
        let all = Figure::sum(self.figures.iter().copied());
        let share =
            |own: &Figure| own.combine(all, |own, all| (all > 0.0).then(|| 100.0 * own / all));
        self.figures.iter().map(share).collect()
    }

    /// The shares of this many people after credits, floors and limits.
    pub fn adjusted(&self, shares: Vec<f64>, people: f64) -> Option<Vec<f64>> {
        match &self.adjustment {
            Some(adjustment) => adjustment.apply(&shares, people),
            None => Some(shares),
        }
    }
}

/// The figures of a key for areas, as they were on a day.
///
/// Errors: `F304` where a part has no figure of an area and the key declares `missing = "refuse"`.
/// `F304` also where a part depends on a rule that does not apply there. `F303` where a transform
/// has no value.
pub(crate) fn key_figures(
    figures: &Figures,
    key: &Key,
    areas: &[&Area],
    as_at: Date,
    mid_year: Date,
) -> Result<KeyFigures> {
    if let Some(why) = areas
        .iter()
        .find_map(|area| rules::key_not_applicable_reason(figures.knowledge(), key, &area.code))
    {
        return Err(Error::new(error_codes::NO_DATA, "looking for the figures of a key")
            .at_key(key.id.as_str())
            .found(why)
            .help(format!("choose another key; {} lists them", Action::Keys)));
    }
    let mut found = match &key.division {
        Division::Indicator(indicator) => {
            let column = column(figures, indicator, areas, as_at, mid_year, MissingPart::Refuse)?;
            KeyFigures {
                figures: column.figures,
                days: BTreeMap::from([(indicator.clone(), column.day)]),
                notes: vec![column.note],
                drawn: column.drawn,
                ..KeyFigures::default()
            }
        }
        Division::Equal => KeyFigures {
            figures: vec![Figure::of((PARTS_OF_A_SHARE / areas.len() as f64).round()); areas.len()],
            ..KeyFigures::default()
        },
        Division::Parts { combine, parts } => {
            composite(figures, key, (combine, parts), areas, (as_at, mid_year))?
        }
    };
    for exclusion in &key.exclude {
        leave_out(&mut found, areas, |area| area.code == exclusion.area, &exclusion.reason);
    }
    let condition = key
        .limit
        .as_ref()
        .and_then(|limit| Some((limit.residents_per_person.get(), limit.as_condition()?)));
    if let Some((residents, LimitedCount { indicator, per, .. })) = condition {
        let populations =
            limit::limited_populations(figures, per.as_ref(), areas, as_at, mid_year)?.0;
        let beyond =
            beyond_limit(figures, indicator, Cap::one_in(residents), areas, &populations, as_at)?;
        let people = per.as_ref().map_or("residents", |per| per.people.as_str());
        let reason = format!(
            "more than one person for every {residents} {people}, or a number that is not known"
        );
        leave_out(&mut found, areas, |area| beyond.contains(&area.code), &reason);
    }
    found.adjustment = adjustment(figures, key, areas, (as_at, mid_year), &mut found)?;
    Ok(found)
}

/// Credits, floors and limits of the areas, with a sentence on each; empty for a key without any.
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
    let mut adjustment = Adjustment { credits: every(0.0), min: every(0.0), max: every(1.0) };
    let place = |code: &AreaCode| areas.iter().position(|area| area.code == *code);
    for credit in &key.credit {
        match &credit.burden {
            Burden::OfIndicator { indicator, people_for_each: each } => {
                let column = column(figures, indicator, areas, as_at, mid_year, key.missing)?;
                of_key.days.insert(indicator.clone(), column.day);
                let numbers = one_for_each(indicator, areas, &column)?;
                adjustment
                    .credits
                    .iter_mut()
                    .zip(numbers)
                    .for_each(|(credit, figure)| *credit += each * figure);
                of_key.notes.push(format!(
                    "Credit of {each} people for each of {} {}",
                    column.note, credit.reason
                ));
            }
            Burden::OfArea { area, people } => {
                let Some(at) = place(area) else { continue };
                adjustment.credits[at] += people;
                of_key.notes.push(format!(
                    "Credit of {people} people for {}: {}",
                    areas[at].name, credit.reason
                ));
            }
        }
    }
    for bound in &key.bound {
        if let Some(at) = place(&bound.area) {
            (adjustment.min[at], adjustment.max[at]) =
                (bound.least_percent / 100.0, bound.most_percent / 100.0);
            let (min, max, name) = (bound.least_percent, bound.most_percent, &areas[at].name);
            of_key
                .notes
                .push(format!("Share limited to {min}% to {max}%: {name} ({}).", bound.reason));
        }
    }
    Ok(Some(adjustment))
}

fn composite(
    figures: &Figures,
    key: &Key,
    (combine, parts): (&Combine<Id>, &[Part]),
    areas: &[&Area],
    (as_at, mid_year): (Date, Date),
) -> Result<KeyFigures> {
    let (mut notes, mut days, mut estimated) =
        (Vec::new(), BTreeMap::new(), vec![false; areas.len()]);
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
    let combine = combine.with_base(|base| {
        let (figures, errors) = numbers(base)?;
        of_base = errors;
        Ok(figures)
    })?;
    let mut errors = Vec::new();
    let part = |part: &Part| -> Result<PartFigures> {
        let (figures, error) = numbers(&part.indicator)?;
        errors.push(error);
        Ok(part_with_figures(part, figures))
    };
    let composite = Composite { combine, parts: parts.iter().map(part).collect::<Result<_>>()? };
    let composed = composite.composed().ok_or_else(|| without_value(key, &composite, areas))?;
    let figure = |(share, estimated): (&f64, &bool)| Figure {
        value: Some((share * PARTS_OF_A_SHARE).round()),
        status: estimated.then_some(Status::Estimated),
    };
    let figures = composed.shares.iter().zip(&estimated).map(figure).collect();
    let errors = Errors { parts: errors, base: of_base };
    Ok(KeyFigures {
        figures,
        composed: Some((composite, composed)),
        errors,
        adjustment: None,
        days,
        notes,
        drawn,
    })
}

/// Areas over a limit, or areas that may be over it.
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
        let used = people
            .zip(population.value)
            .and_then(|(people, population)| cap.used(people, population));
        if used.is_none_or(|used| used > 100.0) {
            beyond.push(area.code.clone());
        }
    }
    Ok(beyond)
}

fn leave_out(
    key_figures: &mut KeyFigures,
    areas: &[&Area],
    is_out: impl Fn(&Area) -> bool,
    reason: &str,
) {
    let mut names = Vec::new();
    for (area, figure) in
        areas.iter().zip(&mut key_figures.figures).filter(|(area, _)| is_out(area))
    {
        *figure = Figure::of(0.0);
        names.push(area.name.as_str());
    }
    if !names.is_empty() {
        key_figures.notes.push(format!("No share: {} ({reason}).", names.join(", ")));
    }
}

/// A part of a key with its figures, one for each area or unit.
pub(super) fn part_with_figures(part: &Part, figures: Vec<f64>) -> PartFigures {
    PartFigures {
        weight: part.weight,
        direction: part.direction,
        transform: part.transform,
        corrective: part.corrective,
        min: part.least,
        max: part.most,
        figures,
    }
}

/// Which figure it is that a transform has no value for.
fn without_value(key: &Key, composite: &Composite, areas: &[&Area]) -> Error {
    let nothing = key.parts().iter().zip(&composite.parts).find_map(|(part, figures)| {
        let at = figures.figures.iter().position(|figure| *figure <= 0.0)?;
        Some(format!("{} of {} is {}", part.indicator, areas[at].name, figures.figures[at]))
    });
    Error::new(error_codes::OPTION_WRONG, "putting the parts of a key together")
        .at_key(key.id.as_str())
        .found(
            nothing.unwrap_or_else(|| "figures of which every share would be nothing".to_owned()),
        )
        .expected(
            "figures that the transforms of the key have a value for: nothing and less have no \
             inverse and no share",
        )
        .help(format!("choose another day with {}, or another transform of that part", Field::At))
}
