//! Composite keys: shares from several parts, and the contribution of each part to each area.

use super::adjustment::Adjustment;
use super::transform::transformed;
use crate::catalogue::{Combine, Direction, MOST_PARTS, Transform};
use crate::demography::shares::shares;

/// A part of a key with its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct PartFigures {
    /// How much it counts; the weights of all parts add up to 1.
    pub weight: f64,
    /// Which way it works.
    pub direction: Direction,
    /// How it becomes comparable.
    pub transform: Transform,
    /// For a corrective part: the maximum, as a multiple of the others' shares.
    pub corrective: Option<f64>,
    /// The minimum of the transformed figure of an area.
    pub min: f64,
    /// The maximum of the transformed figure; `None` without one.
    pub max: Option<f64>,
    /// One figure for each area.
    pub figures: Vec<f64>,
}

/// A key with the figures of its areas.
#[derive(Debug, Clone, PartialEq)]
pub struct Composite {
    /// How the parts are put together, with the figures of the base: residents, children, headroom,
    /// one for each area.
    pub combine: Combine<Vec<f64>>,
    /// The parts.
    pub parts: Vec<PartFigures>,
}

/// The fair shares of a composite key, and the contributions to them.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// One for each area; they add up to 1.
    pub shares: Vec<f64>,
    /// The share that the base alone gives each area; empty in additive keys.
    pub of_base: Vec<f64>,
    /// For each part, the amount it adds to each area's share or subtracts from it. With `of_base`
    /// they add up to the shares.
    pub of_parts: Vec<Vec<f64>>,
}

impl PartFigures {
    fn bounded(&self, mut figures: Vec<f64>) -> Vec<f64> {
        figures.iter_mut().for_each(|figure| {
            *figure = figure.min(self.max.unwrap_or(f64::INFINITY)).max(self.min);
        });
        figures
    }

    /// Shares of a part between its minimum and maximum that still add up to 1.
    fn bounded_shares(&self, shares: &[f64]) -> Option<Vec<f64>> {
        if self.min <= 0.0 && self.max.is_none() {
            return Some(shares.to_vec());
        }
        let every = |bound: f64| vec![bound; shares.len()];
        let bounds = Adjustment {
            credits: every(0.0),
            min: every(self.min),
            max: every(self.max.unwrap_or(1.0)),
        };
        bounds.apply(shares, 1.0)
    }
}

impl Composite {
    /// # What it measures
    /// The share of the total that a key of several parts gives each area.
    ///
    /// # Formula
    /// `τ_k` are the transformed figures of part `k`, `ω_k` its weight (`Σω = 1`) and `b` the base.
    /// *Additive*: `S = Σ ω_k τ_k/Στ_k`. *Multiplicative*: `S ∝ b Π τ_k^ω_k`. *Less-pressure*:
    /// `S ∝ b (1 − σ Σ ω_k τ_k)` with `σ` the strength. `τ` is limited to the minimum and maximum
    /// of its part. In an additive key its shares are limited instead, by a common factor for those
    /// at neither bound ([`Adjustment::apply`]). There, the share of a corrective part is at most
    /// `c` times the sum of the other parts' shares. The rest is distributed in proportion to
    /// these.
    ///
    /// # Inputs and units
    /// Figures of every area, complete. Result: shares that add up to 1.
    ///
    /// # Missing and out of range
    /// `None` where a transform is not defined, it needs a base that an additive key does not have,
    /// or all shares would be 0.
    ///
    /// # When not to use it
    /// *Additive* keys that mix sizes with rates: a rate does not depend on size, so small areas
    /// receive more than their size explains. Use *multiplicative* or *less-pressure*, whose base
    /// is a size.
    ///
    /// # References
    /// European Commission, COM(2015) 286 and COM(2015) 451 (additive, corrective parts); OECD and
    /// Joint Research Centre (2008), Handbook on Constructing Composite Indicators, section 1.6.
    pub fn shares(&self) -> Option<Vec<f64>> {
        self.prepared()?.shares(&self.weights())
    }

    /// # What it measures
    /// The contribution of the base and of each part to each area's share.
    ///
    /// # Formula
    /// For an additive key, the terms of the sum. Otherwise Shapley's value: the change of the
    /// base's share by a part, averaged over all orders in which the parts could be added.
    ///
    /// # Inputs and units
    /// As [`Composite::shares`]. Result: shares and parts of shares, which add up.
    ///
    /// # Missing and out of range
    /// As there; `None` also beyond ten parts.
    ///
    /// # When not to use it
    /// As the share of an area without the part: that is only one of the orders.
    ///
    /// # References
    /// Shapley, L. S. (1953), A value for n-person games, Contributions to the Theory of Games II,
    /// 307-317.
    pub fn composed(&self) -> Option<Composed> {
        if self.parts.len() > MOST_PARTS {
            return None;
        }
        let (prepared, weights) = (self.prepared()?, self.weights());
        let all = prepared.shares(&weights)?;
        let nothing = vec![0.0; all.len()];
        match &self.combine {
            Combine::Additive { .. } => Some(Composed {
                shares: all,
                of_base: nothing,
                of_parts: prepared.additive(&weights),
            }),
            Combine::Multiplicative { .. } | Combine::LessPressure { .. } => {
                let of_base = prepared.shares(&vec![0.0; weights.len()])?;
                Some(Composed { shares: all, of_base, of_parts: prepared.shapley(&weights)? })
            }
        }
    }

    /// The key with its parts transformed.
    pub(super) fn prepared(&self) -> Option<Prepared<'_>> {
        let base = self.combine.base().map(Vec::as_slice);
        let prepare = |part: &PartFigures| {
            let figures = transformed(part.transform, part.direction, &part.figures, base)?;
            if self.combine.is_additive() {
                part.bounded_shares(&shares(&figures)?)
            } else {
                Some(part.bounded(figures))
            }
        };
        let parts = self.parts.iter().map(prepare).collect::<Option<Vec<Vec<f64>>>>()?;
        let logs = match &self.combine {
            Combine::Multiplicative { .. } => {
                parts.iter().map(|part| part.iter().map(|value| value.ln()).collect()).collect()
            }
            Combine::Additive { .. } | Combine::LessPressure { .. } => Vec::new(),
        };
        Some(Prepared { key: self, parts, logs })
    }

    /// The transformed figures of each part, one for each area, as the formula uses them; `None` as
    /// in [`Composite::shares`].
    pub fn transformed(&self) -> Option<Vec<Vec<f64>>> {
        Some(self.prepared()?.parts)
    }

    /// The stated weights of the parts.
    pub(super) fn weights(&self) -> Vec<f64> {
        self.parts.iter().map(|part| part.weight).collect()
    }
}

/// A key with transformed parts, ready for different sets of weights.
pub(super) struct Prepared<'k> {
    key: &'k Composite,
    parts: Vec<Vec<f64>>,
    /// Their logarithms, for products: a sum and one power are faster than a power for each part.
    logs: Vec<Vec<f64>>,
}

impl Prepared<'_> {
    /// The shares by these weights. A part of weight 0 is ignored.
    pub fn shares(&self, weights: &[f64]) -> Option<Vec<f64>> {
        match &self.key.combine {
            Combine::Additive { .. } => Some(sum(&self.additive(weights))),
            Combine::Multiplicative { base } => {
                let power = weighted_sum(&self.logs, weights, base.len());
                shares(
                    &base
                        .iter()
                        .zip(power)
                        .map(|(base, power)| base * power.exp())
                        .collect::<Vec<_>>(),
                )
            }
            Combine::LessPressure { base, strength } => {
                let pressure = weighted_sum(&self.parts, weights, base.len());
                let left = base.iter().zip(pressure);
                shares(
                    &left
                        .map(|(base, pressure)| base * (1.0 - strength * pressure))
                        .collect::<Vec<_>>(),
                )
            }
        }
    }

    /// The weighted shares of an additive key's parts. The rest of corrective parts is distributed
    /// among the others.
    fn additive(&self, weights: &[f64]) -> Vec<Vec<f64>> {
        let corrective: Vec<Option<f64>> =
            self.key.parts.iter().map(|part| part.corrective).collect();
        let areas = self.parts.first().map_or(0, Vec::len);
        let free: Vec<usize> =
            (0..self.parts.len()).filter(|part| corrective[*part].is_none()).collect();
        let limit = |part: usize, area: usize| {
            let of_others = || free.iter().map(|other| self.parts[*other][area]).sum::<f64>();
            corrective[part].map_or(f64::INFINITY, |max| max * of_others())
        };
        let weighted_part = |part: usize| -> Vec<f64> {
            (0..areas)
                .map(|area| weights[part] * self.parts[part][area].min(limit(part, area)))
                .collect()
        };
        let mut weighted: Vec<Vec<f64>> = (0..self.parts.len()).map(weighted_part).collect();
        if free.len() < self.parts.len() {
            let left = 1.0 - weighted.iter().flatten().sum::<f64>();
            let of_free: f64 = free.iter().map(|part| weights[*part]).sum();
            for part in free {
                let factor = left * weights[part] / of_free;
                weighted[part]
                    .iter_mut()
                    .zip(&self.parts[part])
                    .for_each(|(sum, share)| *sum += factor * share);
            }
        }
        weighted
    }

    fn shapley(&self, weights: &[f64]) -> Option<Vec<Vec<f64>>> {
        let count = weights.len();
        let chosen = |set: usize| -> Vec<f64> {
            weights
                .iter()
                .enumerate()
                .map(|(part, weight)| if set >> part & 1 == 1 { *weight } else { 0.0 })
                .collect()
        };
        let values: Vec<Vec<f64>> =
            (0..1_usize << count).map(|set| self.shares(&chosen(set))).collect::<Option<_>>()?;
        let value_of = |part: usize| {
            let mut sum = vec![0.0; values[0].len()];
            for set in (0..values.len()).filter(|set| set >> part & 1 == 0) {
                let weight = share_of_orders(set.count_ones(), count);
                let (with, without) = (&values[set | 1 << part], &values[set]);
                sum.iter_mut()
                    .zip(with.iter().zip(without))
                    .for_each(|(sum, (with, without))| *sum += weight * (with - without));
            }
            sum
        };
        Some((0..count).map(value_of).collect())
    }
}

/// The weighted sum of the parts for each area. A part of weight 0 is ignored, whatever its
/// figures.
fn weighted_sum(parts: &[Vec<f64>], weights: &[f64], areas: usize) -> Vec<f64> {
    let mut sum = vec![0.0; areas];
    for (part, weight) in parts.iter().zip(weights).filter(|(_, weight)| **weight != 0.0) {
        sum.iter_mut().zip(part).for_each(|(sum, value)| *sum += weight * value);
    }
    sum
}

/// Of all orders of `count` parts, the share in which exactly a given set of `before` of them comes
/// before another given part.
fn share_of_orders(before: u32, count: usize) -> f64 {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let factorial = |n: u32| (1..=n).map(f64::from).product::<f64>();
    factorial(before) * factorial(count - before - 1) / factorial(count)
}

fn sum(parts: &[Vec<f64>]) -> Vec<f64> {
    let areas = parts.first().map_or(0, Vec::len);
    (0..areas).map(|area| parts.iter().map(|part| part[area]).sum()).collect()
}
