//! Systems: a region or nation with the authorities that make it up, which an index describes as
//! one.
//!
//! Belongs here: which authorities make up a wider area on a day, and an index of each such system.
//! Does not belong here: the formulas of indices (`demography`), sums of wider areas
//! (`wider_areas`).

use super::{Input, InputRole, Inputs, Key, Origin, Value, Values, common_day};
use crate::domain::{AreaCode, Date, Error, Id, Period, Result, Status, error_codes};
use crate::geography::{Area, Geography};
use crate::table::Figure;
use std::collections::{BTreeMap, BTreeSet};

/// An index that a method can compute.
pub(super) struct Choice<F> {
    /// In the symbols that the method's documentation explains.
    pub formula: &'static str,
    /// The formula in `demography`.
    pub compute: F,
}

/// A wider area on a day, with its authorities.
pub(super) struct System {
    /// The wider area.
    pub area: AreaCode,
    /// The last day of the period.
    pub end: Date,
    /// Its authorities in force, in order of code; successors replace an authority that the
    /// publication counts in them.
    pub members: Vec<AreaCode>,
}

impl System {
    /// The members' keys on a day and in a category.
    pub fn keys(&self, end: Date, dims: &[String]) -> Vec<Key> {
        self.members
            .iter()
            .map(|area| Key { area: area.clone(), end, dims: dims.to_vec() })
            .collect()
    }

    /// A value of the entire system, computed from inputs of one period; *not applicable* where the
    /// members' periods differ.
    pub fn value(&self, period: Option<Period>, figure: Figure, inputs: Vec<Input>) -> Value {
        let figure = if period.is_some() { figure } else { Figure::missing(Status::NotApplicable) };
        Value::of(period.unwrap_or(Period::day(self.end)), figure, Origin::Computed(inputs))
    }
}

impl Inputs<'_> {
    /// The requested systems.
    pub(super) fn systems(&self, values: &Values) -> Vec<System> {
        let is_asked = |area: &AreaCode| self.only.is_none_or(|only| only == area);
        systems(values, self.geography, is_asked)
    }
}

/// The requested regions, nations and the United Kingdom, on every day on which one of their
/// authorities has a value.
fn systems(
    values: &Values,
    geography: &Geography,
    is_asked: impl Fn(&AreaCode) -> bool,
) -> Vec<System> {
    let mut held: BTreeMap<Date, BTreeSet<&AreaCode>> = BTreeMap::new();
    let mut last = None;
    for (key, _) in values.iter() {
        // Keys of one area and day are consecutive.
        if last.replace((&key.area, key.end)) != Some((&key.area, key.end)) {
            held.entry(key.end).or_default().insert(&key.area);
        }
    }
    let authorities = geography.areas_in(&AreaCode::united_kingdom(), values.tier());
    let wholes = |area: &Area| {
        wholes(geography, &area.code).into_iter().filter(|whole| is_asked(whole)).collect()
    };
    let authorities: Vec<(&Area, Vec<AreaCode>)> =
        authorities.into_iter().map(|area| (area, wholes(area))).collect();
    let mut found = Vec::new();
    for (end, held) in held {
        let has = |area: &AreaCode| held.contains(area);
        let mut members: BTreeMap<&AreaCode, BTreeSet<AreaCode>> = BTreeMap::new();
        for (area, wholes) in authorities.iter().filter(|(area, _)| geography.counts_on(area, end))
        {
            for whole in wholes {
                members.entry(whole).or_default().extend(counted_in(area, has));
            }
        }
        members.retain(|_, members| members.iter().any(has));
        found.extend(members.into_iter().map(|(area, members)| System {
            area: area.clone(),
            end,
            members: members.into_iter().collect(),
        }));
    }
    found
}

/// The area itself, or where a publication on later boundaries counts its people: the areas that it
/// went into.
fn counted_in(area: &Area, has: impl Fn(&AreaCode) -> bool) -> Vec<AreaCode> {
    let merged = !area.successors.is_empty() && area.successors.iter().all(has);
    if merged { area.successors.clone() } else { vec![area.code.clone()] }
}

/// The wider areas of which an authority is a part: its region or nation, England, the United
/// Kingdom.
fn wholes(geography: &Geography, authority: &AreaCode) -> Vec<AreaCode> {
    let mut wholes = vec![AreaCode::united_kingdom()];
    if let Some(region) = geography.partnership_of(authority) {
        wholes.push(region.code.clone());
        let england = AreaCode::england();
        wholes.extend(geography.contains(&england, &region.code).then_some(england));
    }
    wholes
}

/// The period that all of these have, where they have one.
pub(super) fn common_period<'v>(
    mut values: impl Iterator<Item = Option<&'v Value>>,
) -> Option<Period> {
    let first = values.by_ref().flatten().next()?.period;
    values.flatten().all(|value| value.period == first).then_some(first)
}

/// The inputs of an index of systems: one figure of each member from each of these.
pub(super) struct Columns<'v, const N: usize> {
    /// The indicator whose days and categories the index has.
    pub of: &'v Values,
    /// The others, with their roles.
    pub others: [(InputRole, &'v Values); N],
    /// True where these are of the day itself; otherwise they are of the newest day that the
    /// members have in common (`population::common_day`).
    pub at_end: bool,
}

impl<'v> Columns<'v, 1> {
    /// A count and its residents. Errors as [`Inputs::values`].
    pub fn with_residents(inputs: &Inputs<'v>, of: &Id, per: &Id, at_end: bool) -> Result<Self> {
        Ok(Self { of: inputs.values(of)?, others: [(InputRole::Per, inputs.values(per)?)], at_end })
    }
}

/// An index of each system in each category. A member without a figure makes the index missing for
/// its reason.
pub(super) fn index<const N: usize>(
    inputs: &Inputs<'_>,
    columns: &Columns<'_, N>,
    formula: impl Fn(&System, &[f64], [&[f64]; N]) -> Option<f64>,
) -> Values {
    let of = columns.of;
    let categories: BTreeSet<(Date, &[String])> =
        of.iter().map(|(key, _)| (key.end, key.dims.as_slice())).collect();
    let mut made = Values::new(Vec::new());
    for system in inputs.systems(of) {
        let areas: Vec<&AreaCode> = system.members.iter().collect();
        let day = |values: &Values| match columns.at_end {
            true => Some(system.end),
            false => common_day(values, &areas, system.end),
        };
        // Without a day in common the figures of the members are missing.
        let others = |(role, values): (InputRole, &'_ Values)| {
            (role, system.keys(day(values).unwrap_or(system.end), &[]))
        };
        let others = columns.others.map(others);
        for (_, dims) in categories.iter().filter(|(end, _)| *end == system.end) {
            let keys = system.keys(system.end, dims);
            if keys.iter().all(|key| of.get(key).is_none()) {
                continue;
            }
            let mut figures: Vec<Figure> = keys.iter().map(|key| of.figure(key)).collect();
            for ((_, values), (_, keys)) in columns.others.iter().zip(&others) {
                figures.extend(keys.iter().map(|key| values.figure(key)));
            }
            let figure = Figure::over([&figures], |[numbers]| {
                let mut parts = numbers.chunks_exact(keys.len());
                let people = parts.next()?;
                let rest: Vec<&[f64]> = parts.collect();
                formula(&system, people, rest.try_into().ok()?)
            });
            let period = common_period(keys.iter().map(|key| of.get(key)));
            let whole = Key { area: system.area.clone(), end: system.end, dims: dims.to_vec() };
            let own = keys.into_iter().map(|key| Input::new(InputRole::Of, key));
            let others = others
                .iter()
                .flat_map(|(role, keys)| keys.iter().map(|key| Input::new(*role, key.clone())));
            made.insert(whole, system.value(period, figure, own.chain(others).collect()));
        }
    }
    made
}

/// The finest codes of a codelist of groups: together they include every person once. Errors with
/// `F301` without that codelist.
pub(super) fn finest_groups<'a>(inputs: &Inputs<'a>, groups: &Id) -> Result<Vec<&'a str>> {
    let list = inputs.codelists.get(groups).ok_or_else(|| {
        Error::new(error_codes::UNKNOWN_ID, format!("computing {}", inputs.indicator.id))
            .at_key("groups")
            .found(groups.as_str())
    })?;
    let codes = list.codes.iter().map(|code| code.code.as_str());
    Ok(codes.filter(|code| list.children(code).next().is_none()).collect())
}

/// The keys of the groups that a publication distinguishes on a day, for one area.
pub(super) fn group_keys(area: &AreaCode, end: Date, groups: &[&str]) -> Vec<Key> {
    groups
        .iter()
        .map(|group| Key { area: area.clone(), end, dims: vec![(*group).to_owned()] })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::systems;
    use crate::domain::{AreaCode, Date, Period};
    use crate::geography::built_in;
    use crate::indicator::{Key, Origin, Value, Values};
    use crate::table::Figure;

    fn values(areas: &[&str], day: &str) -> Values {
        let mut values = Values::new(Vec::new());
        let end: Date = day.parse().unwrap();
        for area in areas {
            let key = Key { area: AreaCode::new(area).unwrap(), end, dims: Vec::new() };
            values.insert(
                key,
                Value::of(Period::day(end), Figure::of(1.0), Origin::Computed(Vec::new())),
            );
        }
        values
    }

    #[test]
    fn an_authority_makes_a_system_of_its_region_its_nation_and_the_kingdom() {
        let found = systems(&values(&["E09000025"], "2025-12-31"), &built_in(), |_| true);
        let sizes: Vec<(&str, usize)> =
            found.iter().map(|s| (s.area.as_str(), s.members.len())).collect();
        // 33 authorities of London, 296 of England, 361 of the United Kingdom: Office for National
        // Statistics, 2025.
        assert_eq!(sizes, [("E12000007", 33), ("E92000001", 296), ("K02000001", 361)]);
    }

    #[test]
    fn an_authority_counted_in_its_successors_stands_aside_for_them() {
        // Cumbria had six districts to 31 March 2023, and has Cumberland and Westmorland and
        // Furness since.
        let six = ["E07000026", "E07000027", "E07000028", "E07000029", "E07000030", "E07000031"];
        let members = |areas: &[&str]| {
            let found = systems(&values(areas, "2022-12-31"), &built_in(), |_| true);
            found.into_iter().find(|system| system.area.as_str() == "E12000002").unwrap().members
        };
        let has =
            |members: &[AreaCode], code: &str| members.iter().any(|area| area.as_str() == code);
        let (before, after) = (members(&six), members(&["E06000063", "E06000064"]));
        assert!(six.iter().all(|code| has(&before, code)) && !has(&before, "E06000063"));
        assert!(
            !six.iter().any(|code| has(&after, code))
                && has(&after, "E06000063")
                && has(&after, "E06000064")
        );
    }
}
