//! The comparators of an area: wider areas and statistical neighbours.
//!
//! Belongs here: which areas, and why some are no comparators. Does not belong here: which areas
//! are neighbours (`neighbours`).

use crate::catalogue::Indicator;
use crate::demography::funnel::{self, Position};
use crate::domain::{AreaCode, AreaLevel, Result, Status, Unit};
use crate::figures::neighbours::middle;
use crate::figures::{Figures, neighbours};
use crate::geography::{Group, GroupKind};
use crate::indicator::{Key, Value, Values};
use crate::table::Figure;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// The comparators of an authority's figure, of the same day and category; empty where there are
/// none.
#[derive(Debug, Clone, Copy, Default, Serialize, JsonSchema)]
pub struct Comparators {
    /// Of its region.
    pub region: Option<Figure>,
    /// Of Inner or Outer London.
    pub group: Option<Figure>,
    /// Of England.
    pub england: Option<Figure>,
    /// Of the United Kingdom.
    pub united_kingdom: Option<Figure>,
    /// The median of its statistical neighbours.
    pub neighbours: Option<Figure>,
}

/// A comparator with its names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NamedComparator {
    /// The name in CSV and JSON.
    pub name: &'static str,
    /// The name for readers.
    pub title: &'static str,
    /// Its figure; `None` where there is no comparator.
    pub figure: Option<Figure>,
}

impl Comparators {
    /// Each with its names, in the order of tables.
    pub fn named(&self) -> [NamedComparator; 5] {
        let named = |name, title, figure| NamedComparator { name, title, figure };
        [
            named("region", "Region", self.region),
            named("group", "Sub-region", self.group),
            named("england", "England", self.england),
            named("united_kingdom", "United Kingdom", self.united_kingdom),
            named("neighbours", "Median of neighbours", self.neighbours),
        ]
    }
}

/// How a figure compares with that of the region, by its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AgainstRegion {
    /// The region's figure is above the interval.
    Lower,
    /// The region's figure is in the interval.
    Similar,
    /// The region's figure is below the interval.
    Higher,
}

impl AgainstRegion {
    /// The word that is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::Similar => "similar",
            Self::Higher => "higher",
        }
    }
}

/// Region, Inner or Outer London, England, the United Kingdom and the median of the neighbours, for
/// the same period. Wider areas that the indicator excludes as comparators are *not applicable*.
pub(crate) fn comparators(
    figures: &Figures,
    indicator: &Indicator,
    values: &Values,
    key: &Key,
    neighbours: &[AreaCode],
) -> Comparators {
    let may_not = |code: &AreaCode| {
        values.incomparable_reason(&key.area, code, figures.geography()).is_some()
    };
    let figure =
        |code: AreaCode| match why_no_comparator(figures, indicator, values, &key.area, &code) {
            Some(_) => Figure::missing(Status::NotApplicable),
            None => values.figure(&key.for_area(&code)),
        };
    let wider =
        wider_than(figures, &key.area).map(|code| code.filter(|code| !may_not(code)).map(figure));
    let [region, group, england, united_kingdom] = wider;
    let has_neighbours = !neighbours.is_empty() && !neighbours.iter().any(may_not);
    Comparators {
        region,
        group,
        england,
        united_kingdom,
        neighbours: has_neighbours.then(|| middle(values, neighbours, key)),
    }
}

/// Why an area may not be compared with another: their figures are not comparable, or those of
/// wider areas are counted differently.
pub(crate) fn why_no_comparator<'v>(
    figures: &Figures,
    indicator: &'v Indicator,
    values: &'v Values,
    own: &AreaCode,
    other: &AreaCode,
) -> Option<&'v str> {
    let is_wider = !matches!(other.level(), AreaLevel::Authority | AreaLevel::County);
    let differs = indicator.wider_areas_differ.as_deref().filter(|_| is_wider && own != other);
    values.incomparable_reason(own, other, figures.geography()).or(differs)
}

/// The comparators of an area, itself first. They are its region, Inner or Outer London, England,
/// the United Kingdom, the other regions and nations, and its statistical neighbours.
pub(crate) fn compared_with(figures: &Figures, area: &AreaCode) -> Result<Vec<AreaCode>> {
    let area = figures.geography().current(area).clone();
    let mut all = vec![area.clone()];
    all.extend(wider_than(figures, &area).into_iter().flatten());
    all.extend(figures.geography().regions().map(|region| region.code.clone()));
    if area.level() == AreaLevel::Authority {
        all.extend(neighbours::neighbours(figures, &area)?.areas);
    }
    let mut seen = BTreeSet::new();
    all.retain(|code| seen.insert(code.clone()));
    Ok(all)
}

/// Region, Inner or Outer London, England and the United Kingdom, where the area is in one.
pub(crate) fn wider_than(figures: &Figures, area: &AreaCode) -> [Option<AreaCode>; 4] {
    let region = figures.geography().partnership_of(area).map(|region| region.code.clone());
    let is_group =
        |group: &&Group| group.kind == GroupKind::Statistical && group.members.contains(area);
    let group =
        figures.geography().groups().iter().find(is_group).and_then(|group| group.code.clone());
    let england =
        Some(AreaCode::england()).filter(|england| figures.geography().contains(england, area));
    [region, group, england, Some(AreaCode::united_kingdom())]
}

/// How a figure with an interval compares with the region's. `None` for counts, whose size differs
/// from the region's, and where either is *at least* so many.
pub(crate) fn against(unit: Unit, value: &Value, region: Option<Figure>) -> Option<AgainstRegion> {
    let is_at_least = value.figure.is_at_least() || region.is_some_and(Figure::is_at_least);
    let interval = value.interval.as_ref().filter(|_| !unit.adds_up() && !is_at_least)?;
    Some(match funnel::compared_with(interval, region?.value?) {
        Position::Below => AgainstRegion::Lower,
        Position::Within => AgainstRegion::Similar,
        Position::Above => AgainstRegion::Higher,
    })
}
