//! Composite keys: shares made of several parts, and what each part does to whom.

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
    /// For a part that only corrects: at most this much of the others' shares.
    pub corrective: Option<f64>,
    /// One figure for each area.
    pub figures: Vec<f64>,
}

/// A key with the figures of its areas.
#[derive(Debug, Clone, PartialEq)]
pub struct Composite {
    /// How the parts are put together.
    pub combine: Combine,
    /// Residents, children, headroom: one for each area, where the key has a base.
    pub base: Option<Vec<f64>>,
    /// How much of a share the highest pressure takes away.
    pub strength: f64,
    /// The parts.
    pub parts: Vec<PartFigures>,
}

/// The fair shares of a composite key, and from where they come.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// One for each area; they add up to 1.
    pub shares: Vec<f64>,
    /// What the base alone gives each area; nothing in additive keys, which have none.
    pub of_base: Vec<f64>,
    /// For each part, what it adds to each area's share or takes from it. With `of_base` they add up to the shares.
    pub of_parts: Vec<Vec<f64>>,
}

impl Composite {
    /// # What it measures
    /// The share of the whole that a key of several parts gives each area.
    ///
    /// # Formula
    /// With `τ_k` the transformed figures of part `k`, `ω_k` its weight (`Σω = 1`) and `b` the base:
    /// *additive* `S = Σ ω_k τ_k/Στ_k`; *multiplicative* `S ∝ b Π τ_k^ω_k`; *less-pressure* `S ∝ b (1 − σ Σ ω_k τ_k)` with `σ` the
    /// strength. In an additive key the share of a corrective part is at most `c` times the sum of those of the parts that do not
    /// correct, and what that leaves is given out in proportion to these.
    ///
    /// # Inputs and units
    /// Figures of every area, complete. Result: shares that add up to 1.
    ///
    /// # Missing and out of range
    /// `None` where a transform is not defined, the base is missing, or all shares would be nothing.
    ///
    /// # When not to use it
    /// *Additive* keys that mix sizes with rates: a rate knows nothing of size, so small areas get more than their size explains; use
    /// *multiplicative* or *less-pressure*, whose base is a size.
    ///
    /// # References
    /// European Commission, COM(2015) 286 and COM(2015) 451 (additive, corrective parts); OECD and Joint Research Centre (2008),
    /// Handbook on Constructing Composite Indicators, section 1.6.
    pub fn shares(&self) -> Option<Vec<f64>> {
        match self.combine {
            Combine::Equal => shares(&vec![1.0; self.base.as_ref()?.len()]),
            Combine::Additive => self.additive().map(|parts| sum(&parts)),
            Combine::Multiplicative | Combine::LessPressure => self.adjusted(&vec![true; self.parts.len()]),
        }
    }

    /// # What it measures
    /// How much of each area's share comes from the base and from each part.
    ///
    /// # Formula
    /// Of an additive key the terms of the sum. Otherwise Shapley's value: what a part changes of the base's share, averaged over all
    /// orders in which the parts could be added.
    ///
    /// # Inputs and units
    /// As [`Composite::shares`]. Result: shares and parts of shares, which add up.
    ///
    /// # Missing and out of range
    /// As there; `None` also beyond ten parts.
    ///
    /// # When not to use it
    /// As what would become of an area if the part were left out: that is one of the orders only.
    ///
    /// # References
    /// Shapley, L. S. (1953), A value for n-person games, Contributions to the Theory of Games II, 307-317.
    pub fn composed(&self) -> Option<Composed> {
        if self.parts.len() > MOST_PARTS {
            return None;
        }
        let all = self.shares()?;
        let nothing = vec![0.0; all.len()];
        match self.combine {
            Combine::Equal => Some(Composed { of_base: all.clone(), shares: all, of_parts: Vec::new() }),
            Combine::Additive => Some(Composed { shares: all, of_base: nothing, of_parts: self.additive()? }),
            Combine::Multiplicative | Combine::LessPressure => {
                let of_base = self.adjusted(&vec![false; self.parts.len()])?;
                Some(Composed { shares: all, of_base, of_parts: self.shapley()? })
            }
        }
    }

    /// The weighted shares of an additive key's parts, with what corrective parts leave given out among the others.
    fn additive(&self) -> Option<Vec<Vec<f64>>> {
        let parts: Vec<Vec<f64>> =
            self.parts.iter().map(|part| shares(&self.transformed(part)?)).collect::<Option<_>>()?;
        let free = |part: &PartFigures| part.corrective.is_none();
        let sum_of = |weigh: &dyn Fn(&PartFigures) -> f64, area: usize| -> f64 {
            self.parts
                .iter()
                .zip(&parts)
                .filter(|(part, _)| free(part))
                .map(|(part, share)| weigh(part) * share[area])
                .sum()
        };
        let areas = parts.first()?.len();
        let mut weighted: Vec<Vec<f64>> = self
            .parts
            .iter()
            .zip(&parts)
            .map(|(part, share)| {
                let most = |area: usize| part.corrective.map_or(f64::INFINITY, |c| c * sum_of(&|_| 1.0, area));
                (0..areas).map(|area| part.weight * share[area].min(most(area))).collect()
            })
            .collect();
        let left = 1.0 - weighted.iter().flatten().sum::<f64>();
        let of_free: f64 = self.parts.iter().filter(|part| free(part)).map(|part| part.weight).sum();
        if self.parts.iter().any(|part| !free(part)) {
            for ((part, share), weighted) in
                self.parts.iter().zip(&parts).zip(&mut weighted).filter(|((p, _), _)| free(p))
            {
                weighted.iter_mut().zip(share).for_each(|(sum, share)| *sum += left * part.weight * share / of_free);
            }
        }
        Some(weighted)
    }

    /// The shares of a key that adjusts its base, by the parts that count.
    fn adjusted(&self, counts: &[bool]) -> Option<Vec<f64>> {
        let mut weights = self.base.clone()?;
        let mut pressure = vec![0.0; weights.len()];
        for (part, _) in self.parts.iter().zip(counts).filter(|(_, counts)| **counts) {
            let made = self.transformed(part)?;
            for (area, value) in made.into_iter().enumerate() {
                match self.combine {
                    Combine::Multiplicative => weights[area] *= value.powf(part.weight),
                    _ => pressure[area] += part.weight * value,
                }
            }
        }
        weights.iter_mut().zip(&pressure).for_each(|(weight, pressure)| *weight *= 1.0 - self.strength * pressure);
        shares(&weights)
    }

    fn transformed(&self, part: &PartFigures) -> Option<Vec<f64>> {
        transformed(part.transform, part.direction, &part.figures, self.base.as_deref())
    }

    fn shapley(&self) -> Option<Vec<Vec<f64>>> {
        let count = self.parts.len();
        let chosen = |set: usize| -> Vec<bool> { (0..count).map(|part| set >> part & 1 == 1).collect() };
        let values: Vec<Vec<f64>> =
            (0..1_usize << count).map(|set| self.adjusted(&chosen(set))).collect::<Option<_>>()?;
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

/// Of all orders of `count` parts, the share in which exactly a given set of `before` of them comes before another given part.
fn share_of_orders(before: u32, count: usize) -> f64 {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let factorial = |n: u32| (1..=n).map(f64::from).product::<f64>();
    factorial(before) * factorial(count - before - 1) / factorial(count)
}

fn sum(parts: &[Vec<f64>]) -> Vec<f64> {
    let areas = parts.first().map_or(0, Vec::len);
    (0..areas).map(|area| parts.iter().map(|part| part[area]).sum()).collect()
}
