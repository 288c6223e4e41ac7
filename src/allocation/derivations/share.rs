//! The derivation of an area's share and due number.

use super::region_of;
use crate::allocation::keys::KeyFigures;
use crate::allocation::limit::Limit;
use crate::allocation::requests::SharesRequest;
use crate::allocation::shares;
use crate::catalogue::{Combine, Direction, Division, Key as FairShareKey, Transform};
use crate::domain::{AreaCode, Date, Id, Result};
use crate::fairshare::{Adjustment, Composed, Composite, Share};
use crate::figures::Figures;
use crate::figures::trace::{UsedFigure, unknown, used_figure};
use crate::geography::Area;
use crate::indicator::Key;
use crate::table::{Figure, Units};
use schemars::JsonSchema;
use serde::Serialize;

/// An area's share and due number, with their derivation.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ShareTrace {
    /// A caption with the comparison, area and date, in a sentence without a full stop.
    pub caption: String,
    /// The indicator that is shared.
    pub measure: Id,
    /// The key by which it is divided.
    pub key: Id,
    /// The day of the counts.
    pub as_at: Date,
    /// The total that is divided.
    pub total: Figure,
    /// The area's actual and due number.
    pub share: Share,
    /// The unit of each figure of `share`.
    pub units: Units,
    /// The limit applied.
    pub limit: Limit,
    /// The population of the area that the limit applies to.
    pub limited_population: Figure,
    /// The share that the key gives the area.
    pub division: KeyDivision,
    /// Credits, floors and limits, for a key that has any.
    pub adjustment: Option<AreaAdjustment>,
    /// The people counted in the area.
    pub actual: UsedFigure,
    /// The residents of the area; `None` where the key uses them.
    pub population: Option<UsedFigure>,
}

/// The share that a key gives an area.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum KeyDivision {
    /// By the figures of one indicator: `figure / total`.
    Indicator {
        /// The area's figure.
        figure: Figure,
        /// The figures of all areas, added up.
        total: Figure,
        /// Where the area's figure comes from.
        used: Option<UsedFigure>,
    },
    /// Equal shares.
    Equal {
        /// The share of each area, in per cent.
        share_percent: f64,
    },
    /// By several parts.
    Parts {
        /// How the parts are combined.
        formula: &'static str,
        /// The share by the base alone, in per cent.
        base_percent: f64,
        /// The area's figure of the base.
        base: Option<UsedFigure>,
        /// The parts, in the order of the key.
        parts: Vec<KeyPartTrace>,
    },
}

/// A part of a key for an area.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct KeyPartTrace {
    /// The indicator.
    pub indicator: Id,
    /// Its weight.
    pub weight: f64,
    /// Whether more of it gives a larger or a smaller share.
    pub direction: Direction,
    /// The transform of its figures.
    pub transform: Transform,
    /// The area's figure.
    pub figure: f64,
    /// The transformed figure.
    pub transformed: Option<f64>,
    /// The contribution of the part to the area's share, in percentage points.
    pub contribution: f64,
    /// Where the area's figure comes from.
    pub used: Option<UsedFigure>,
}

/// Credits, floors and limits of an area.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AreaAdjustment {
    /// The share by the key before them, in per cent.
    pub share_by_key: Figure,
    /// The people credited to the area.
    pub credit: f64,
    /// The people credited to all areas.
    pub all_credits: f64,
    /// The minimum share, in per cent.
    pub min_percent: f64,
    /// The maximum share, in per cent.
    pub max_percent: f64,
    /// The figures of the area by which credits are measured.
    pub credits: Vec<UsedFigure>,
}

/// A request about the areas that an area is compared with: the authorities of its region, or the
/// regions.
pub(super) fn request_of(figures: &Figures, key: &str, area: &Area) -> Result<SharesRequest> {
    let region = region_of(figures, area)?;
    let regions = region == area.code;
    Ok(SharesRequest {
        regions,
        ..SharesRequest::of_people(figures.catalogue(), region, key.to_owned())
    })
}

/// An area's share and due number. Errors with `F305` for an area that is not among those compared.
pub(super) fn derive_share(figures: &Figures, key: &str, area: &Area) -> Result<ShareTrace> {
    let request = request_of(figures, key, area)?;
    let answer = shares::shares(figures, &request)?;
    let key = figures.catalogue().key(key)?;
    let place = answer.shares.rows.iter().position(|row| row.code == area.code);
    let place = place.ok_or_else(|| unknown(&area.name).expected("an area that has a share"))?;
    let of_area = OfArea { figures, key, by_key: &answer.by_key, place, code: &area.code };
    let roles = &figures.catalogue().roles;
    let is_in_key = answer.by_key.days.contains_key(&roles.population);
    let population = (!is_in_key)
        .then(|| of_area.used(&roles.population, answer.population_as_at))
        .transpose()?;
    Ok(ShareTrace {
        division: of_area.division()?,
        adjustment: answer
            .by_key
            .adjustment
            .as_ref()
            .map(|all| of_area.adjustment(all))
            .transpose()?,
        actual: of_area.used(&roles.people, answer.as_at)?,
        population,
        share: answer.shares.rows[place].clone(),
        limited_population: answer.limit.populations[place],
        limit: answer.limit,
        caption: answer.caption,
        measure: answer.measure,
        key: answer.key,
        as_at: answer.as_at,
        total: answer.shares.total,
        units: answer.units,
    })
}

/// A key and one of the areas that it divides among.
struct OfArea<'a> {
    figures: &'a Figures,
    key: &'a FairShareKey,
    by_key: &'a KeyFigures,
    place: usize,
    code: &'a AreaCode,
}

impl OfArea<'_> {
    fn division(&self) -> Result<KeyDivision> {
        if let Some((composite, composed)) = &self.by_key.composed {
            return self.parts(composite, composed);
        }
        let figures = &self.by_key.figures;
        let Division::Indicator(indicator) = &self.key.division else {
            return Ok(KeyDivision::Equal { share_percent: 100.0 / figures.len() as f64 });
        };
        Ok(KeyDivision::Indicator {
            figure: figures[self.place],
            total: Figure::sum(figures.iter().copied()),
            used: self.used_by_key(indicator)?,
        })
    }

    fn parts(&self, composite: &Composite, composed: &Composed) -> Result<KeyDivision> {
        let transformed = composite.transformed().unwrap_or_default();
        let mut parts = Vec::new();
        for (index, part) in self.key.parts().iter().enumerate() {
            parts.push(KeyPartTrace {
                indicator: part.indicator.clone(),
                weight: part.weight,
                direction: part.direction,
                transform: part.transform,
                figure: composite.parts[index].figures[self.place],
                transformed: transformed.get(index).map(|part| part[self.place]),
                contribution: 100.0 * composed.of_parts[index][self.place],
                used: self.used_by_key(&part.indicator)?,
            });
        }
        Ok(KeyDivision::Parts {
            formula: match composite.combine {
                Combine::Additive { .. } => "share = Σ weight × share of the part",
                Combine::Multiplicative { .. } => "share in proportion to base × Π part^weight",
                Combine::LessPressure { .. } => {
                    "share in proportion to base × (1 − strength × Σ weight × part)"
                }
            },
            base_percent: 100.0 * composed.of_base.get(self.place).copied().unwrap_or_default(),
            base: self.key.base().map_or(Ok(None), |id| self.used_by_key(id))?,
            parts,
        })
    }

    fn adjustment(&self, adjustment: &Adjustment) -> Result<AreaAdjustment> {
        let credits: Vec<Option<UsedFigure>> =
            self.key.credited().map(|id| self.used_by_key(id)).collect::<Result<_>>()?;
        Ok(AreaAdjustment {
            share_by_key: self.by_key.shares_percent()[self.place],
            credit: adjustment.credits[self.place],
            all_credits: adjustment.credits.iter().sum(),
            min_percent: 100.0 * adjustment.min[self.place],
            max_percent: 100.0 * adjustment.max[self.place],
            credits: credits.into_iter().flatten().collect(),
        })
    }

    /// The area's figure of an indicator of the key, on the day that the key uses.
    fn used_by_key(&self, id: &Id) -> Result<Option<UsedFigure>> {
        self.by_key.days.get(id).map(|day| self.used(id, *day)).transpose()
    }

    fn used(&self, id: &Id, end: Date) -> Result<UsedFigure> {
        used_figure(self.figures, id, Key { area: self.code.clone(), end, dims: Vec::new() })
    }
}
