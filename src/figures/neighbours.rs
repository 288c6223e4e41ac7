//! Statistical neighbours: authorities that are similar in standardised variables.

use crate::demography::outlying::median;
use crate::domain::{AreaCode, AreaLevel, Compare, Date, Result};
use crate::figures::Figures;
use crate::indicator::{Key, Values};
use crate::table::Figure;
use std::collections::BTreeMap;

/// The neighbours of an authority, the nearest first.
#[derive(Debug, Clone, PartialEq)]
pub struct NearestNeighbours {
    /// Their codes.
    pub areas: Vec<AreaCode>,
    /// The variables without a value for the authority; with one of them there are no neighbours.
    pub lacking: Vec<String>,
}

/// A variable: its weight, and its value for each authority on the newest day that the requested
/// one has.
struct Held {
    weight: f64,
    values: BTreeMap<AreaCode, f64>,
}

/// The authorities nearest to one: `d² = Σ w_k ((x_k − y_k) / s_k)²` over the variables `k` of
/// `comparison.toml`, with `s_k` the standard deviation over all authorities that have every
/// variable.
pub fn neighbours(figures: &Figures, area: &AreaCode) -> Result<NearestNeighbours> {
    let rule = &figures.catalogue().comparing.neighbours;
    let (mut held, mut lacking) = (Vec::new(), Vec::new());
    for variable in &rule.variable {
        let values = figures.values(variable.indicator.as_str())?;
        match values.newest_day(area) {
            Some(day) => held.push(Held { weight: variable.weight, values: on(&values, day) }),
            None => lacking.push(variable.indicator.to_string()),
        }
    }
    if !lacking.is_empty() || held.is_empty() {
        return Ok(NearestNeighbours { areas: Vec::new(), lacking });
    }
    let has_all =
        |code: &&AreaCode| held.iter().all(|variable| variable.values.contains_key(*code));
    let complete: Vec<&AreaCode> = held[0].values.keys().filter(has_all).collect();
    let spread =
        |variable: &Held| standard_deviation(complete.iter().map(|code| variable.values[*code]));
    // A variable with the same value everywhere does not distinguish authorities.
    let telling: Vec<(&Held, f64)> = held
        .iter()
        .map(|variable| (variable, spread(variable)))
        .filter(|(_, spread)| *spread > 0.0)
        .collect();
    let squared = |other: &AreaCode| -> f64 {
        let part = |(variable, spread): &(&Held, f64)| {
            let apart = variable.values[other] - variable.values[area];
            variable.weight * (apart / spread).powi(2)
        };
        telling.iter().map(part).sum()
    };
    let is_other =
        |code: &&&AreaCode| **code != area && figures.geography().contains(&rule.among, code);
    let mut others: Vec<(f64, &AreaCode)> =
        complete.iter().filter(is_other).map(|code| (squared(code), *code)).collect();
    // Of two as near the one with the lower code, so that the order is always the same.
    others.sort_by(|a, b| a.0.compare(&b.0).then_with(|| a.1.cmp(b.1)));
    let areas = others.into_iter().take(rule.count).map(|(_, code)| code.clone()).collect();
    Ok(NearestNeighbours { areas, lacking })
}

/// The middle one of the neighbours' values on a day; *not available* unless all of them have one.
pub(super) fn middle(values: &Values, areas: &[AreaCode], key: &Key) -> Figure {
    let known: Option<Vec<f64>> =
        areas.iter().map(|area| values.figure(&key.for_area(area)).value).collect();
    let found = known.filter(|known| !known.is_empty()).and_then(|known| median(&known));
    found.map_or(Figure::missing(crate::domain::Status::NotAvailable), Figure::of)
}

/// The values of authorities on a day.
fn on(values: &Values, day: Date) -> BTreeMap<AreaCode, f64> {
    let of_day = values.iter().filter(|(key, _)| {
        key.end == day && key.dims.is_empty() && key.area.level() == AreaLevel::Authority
    });
    of_day.filter_map(|(key, value)| Some((key.area.clone(), value.figure.value?))).collect()
}

pub(crate) fn standard_deviation(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let count = f64::from(u32::try_from(values.clone().count()).unwrap_or(u32::MAX));
    let mean = values.clone().sum::<f64>() / count;
    (values.map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt()
}
