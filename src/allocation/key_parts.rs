//! The contributions of the base and each part of a key to each area.

use crate::allocation::requests::SharesRequest;
use crate::allocation::shares::{self, SharesAnswer};
use crate::catalogue::{Division, Key, Part};
use crate::domain::{
    AreaCode, Compare, Date, Error, Id, Result, Unit, long_date, signed, with_decimals,
};
use crate::fairshare::{Composed, Reversal, Share, reversals};
use crate::figures::Figures;
use crate::knowledge::rules;
use crate::table::{Figure, Source, Units};
use schemars::JsonSchema;
use serde::Serialize;

/// The contributions of the base and each part of a key to each area of a region.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct KeyPartsAnswer {
    /// A caption with subject, area and date, in a sentence without a full stop.
    pub caption: String,
    /// The key.
    pub key: Id,
    /// The region.
    pub region: AreaCode,
    /// The day of the counts.
    pub as_at: Date,
    /// The day of the population.
    pub population_as_at: Date,
    /// The base, for a key that has one and several parts.
    pub base: Option<KeyComponent>,
    /// The parts; none for a key of one indicator.
    pub parts: Vec<KeyComponent>,
    /// True for a key with credits, floors or limits.
    pub has_adjustments: bool,
    /// One row for each area.
    pub areas: Vec<AreaKeyParts>,
    /// The unit of each figure of an area.
    pub units: Units,
    /// Notes that explain the figures.
    pub notes: Vec<String>,
    /// The editions that the figures come from.
    pub sources: Vec<Source>,
}

/// The base or a part of a key.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct KeyComponent {
    /// Its indicator, or `equal` for a base that gives every area an equal part.
    pub component: String,
    /// Its title.
    pub title: String,
}

/// The parts of an area's share.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaKeyParts {
    /// ONS code.
    pub area_code: AreaCode,
    /// Name.
    pub area_name: String,
    /// The share by the key, in per cent.
    pub fair_share: Figure,
    /// The contribution of the base, in percentage points of the total; `None` for a key without
    /// one.
    pub from_base: Option<Figure>,
    /// The contribution of each part, in percentage points of the total, in their order.
    pub from_parts: Vec<Contribution>,
    /// What credits, floors and limits add or take, in percentage points; `None` for a key without
    /// them.
    pub from_adjustments: Option<Figure>,
}

/// The contribution of one component of a key to a share.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Contribution {
    /// The component.
    pub component: String,
    /// The percentage points it adds; below 0 where it subtracts.
    pub share: Figure,
}

/// The units of the figures of an [`AreaKeyParts`].
const UNITS: &[(&str, Unit)] = &[
    ("fair_share", Unit::Percent),
    ("from_base", Unit::PercentagePoints),
    ("from_parts", Unit::PercentagePoints),
    ("from_adjustments", Unit::PercentagePoints),
];

/// The contribution of each part of a key to each area of a region: the base, and what each part
/// adds or subtracts.
///
/// Contributions of parts are Shapley values, see
/// [`Composite::composed`](crate::fairshare::Composite::composed). A missing figure of the key
/// makes every share missing for its reason.
///
/// Errors: as of [`shares::shares`].
pub fn key_parts(figures: &Figures, request: &SharesRequest) -> Result<KeyPartsAnswer> {
    let key = figures.catalogue().key(&request.key)?;
    let answer = shares::shares(figures, request)?;
    let by_key = &answer.by_key;
    let mut notes = by_key.notes.clone();
    let (mut base, mut parts) = (None, Vec::new());
    if let Division::Equal = key.division {
        let equal = KeyComponent { component: "equal".to_owned(), title: "equal parts".to_owned() };
        base = Some((equal, vec![1.0 / answer.shares.rows.len() as f64; answer.shares.rows.len()]));
    }
    if let Some((composite, composed)) = &by_key.composed {
        notes.extend(against_direction(
            key,
            &reversals(composite).unwrap_or_default(),
            &answer.shares.rows,
        ));
        let of_base = key.base().filter(|_| !composite.combine.is_additive());
        base = of_base
            .map(|id| Ok::<_, Error>((component(figures, id)?, composed.of_base.clone())))
            .transpose()?;
        parts = components_of_parts(figures, key, composed)?;
    }
    let adjustments = adjustments(&answer);
    let points = |shares: &[f64], place: usize| Figure::of(100.0 * shares[place]);
    let from_parts = |place: usize| {
        let contribution = |(component, shares): &(KeyComponent, &Vec<f64>)| Contribution {
            component: component.component.clone(),
            share: points(shares, place),
        };
        parts.iter().map(contribution).collect()
    };
    let row = |(place, share): (usize, &Share)| AreaKeyParts {
        area_code: share.code.clone(),
        area_name: share.name.clone(),
        fair_share: share.fair_share,
        from_base: base.as_ref().map(|(_, shares)| points(shares, place)),
        from_parts: from_parts(place),
        from_adjustments: adjustments.as_ref().map(|changes| changes[place]),
    };
    let areas = answer.shares.rows.iter().enumerate().map(row).collect();
    let caveats = rules::sentences_for(figures.knowledge(), &key.caveats, &request.region);
    notes.extend(caveats.into_iter().map(str::to_owned));
    let region = figures.geography().name_of(&request.region);
    Ok(KeyPartsAnswer {
        caption: format!(
            "{}: what makes the shares in {region}, {}",
            key.title,
            long_date(answer.as_at)
        ),
        key: key.id.clone(),
        region: request.region.clone(),
        as_at: answer.as_at,
        population_as_at: answer.population_as_at,
        has_adjustments: adjustments.is_some(),
        base: base.map(|(component, _)| component),
        parts: parts.into_iter().map(|(component, _)| component).collect(),
        areas,
        units: Units::of(UNITS),
        notes,
        sources: answer.sources,
    })
}

/// The parts of a key, each with what it adds to the share of each area.
fn components_of_parts<'c>(
    figures: &Figures,
    key: &Key,
    composed: &'c Composed,
) -> Result<Vec<(KeyComponent, &'c Vec<f64>)>> {
    let components = key.parts().iter().map(|part| component(figures, &part.indicator));
    components.zip(&composed.of_parts).map(|(of, shares)| Ok((of?, shares))).collect()
}

/// The base or a part of a key by its indicator.
fn component(figures: &Figures, id: &Id) -> Result<KeyComponent> {
    let title = figures.catalogue().indicator(id.as_str())?.title.clone();
    Ok(KeyComponent { component: id.to_string(), title })
}

/// What credits, floors and limits add to each area's share, for a key that has any.
fn adjustments(answer: &SharesAnswer) -> Option<Vec<Figure>> {
    answer.by_key.adjustment.as_ref()?;
    let change = |(share, by_key): (&Share, Figure)| {
        share.fair_share.combine(by_key, |due, by_key| Some(due - by_key))
    };
    Some(answer.shares.rows.iter().zip(answer.by_key.shares_percent()).map(change).collect())
}

/// A sentence for each part against whose direction the share of an area moves, or one that there
/// is no such part.
fn against_direction(key: &Key, reversals: &[Reversal], areas: &[Share]) -> Vec<String> {
    let sentence = |(place, part): (usize, &Part)| {
        let of_part = || reversals.iter().filter(|reversal| reversal.part == place);
        let worst = of_part().max_by(|one, other| one.size().compare(&other.size()))?;
        let names: Vec<&str> =
            of_part().map(|reversal| areas[reversal.area].name.as_str()).collect();
        let percent = |share: f64| with_decimals(100.0 * share, 2);
        Some(format!(
            "Shares move against the direction of {} in {}: at the most in {}, from {}% to {}% \
             when its figure changes by {}%.",
            part.indicator,
            if names.len() == areas.len() { "every area".to_owned() } else { names.join(", ") },
            areas[worst.area].name,
            percent(worst.before),
            percent(worst.after),
            signed(worst.change_percent, 0)
        ))
    };
    let found: Vec<String> = key.parts().iter().enumerate().filter_map(sentence).collect();
    if !found.is_empty() || key.parts().is_empty() {
        return found;
    }
    vec![
        "No area's share moves against the direction of a part when its own figure changes by 1%, \
         10% or 50% either way."
            .to_owned(),
    ]
}
