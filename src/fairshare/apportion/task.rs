//! The task of an apportionment, once it is certain that it has a solution.

use super::{Refused, Request};

/// The maximum number of places of one apportionment, old and new. Every product below then fits
/// 128 bits.
const MAX_PLACES: u128 = 1 << 62;

/// Areas with the minimum and maximum of their places, old and new.
///
/// `Σ min ≤ total ≤ Σ max`, `total ≤ 2^62` and `Σ weights < 2^64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The figures of the key.
    pub weights: Vec<u64>,
    /// The minimum of each: its stock and its floor.
    pub min: Vec<u64>,
    /// The maximum of each: its stock and its room; equal to `min` where the weight is zero.
    pub max: Vec<u64>,
    /// The places of all areas together.
    pub total: u64,
}

impl Task {
    /// The task of a request and the places that no area has room for, or why it has no answer.
    pub(super) fn of(request: &Request) -> Result<(Self, u64), Refused> {
        let claims = &request.claims;
        let stock: u128 = claims.iter().map(|claim| u128::from(claim.stock)).sum();
        let weight: u128 = claims.iter().map(|claim| u128::from(claim.weight)).sum();
        let floors: u128 = claims.iter().map(|claim| u128::from(claim.floor)).sum();
        let total = stock + u128::from(request.places);
        if total > MAX_PLACES || weight > u128::from(u64::MAX) {
            return Err(Refused::TooLarge);
        }
        let without_room = |i: &usize| {
            claims.get(*i).is_some_and(|claim| claim.room.is_some_and(|room| claim.floor > room))
        };
        let beyond: Vec<usize> = (0..claims.len()).filter(without_room).collect();
        if !beyond.is_empty() {
            return Err(Refused::FloorAboveRoom(beyond));
        }
        if floors > u128::from(request.places) {
            return Err(Refused::FloorsAbovePlaces(floors, request.places));
        }
        let min: Vec<u64> = claims.iter().map(|claim| claim.stock + claim.floor).collect();
        let max: Vec<u64> = claims
            .iter()
            .zip(&min)
            .map(|(claim, min)| match claim.weight {
                0 => *min,
                _ => claim.stock + claim.room.unwrap_or(request.places).min(request.places),
            })
            .collect();
        let can: u128 = max.iter().map(|max| u128::from(*max)).sum();
        let task = Self {
            weights: claims.iter().map(|claim| claim.weight).collect(),
            min,
            max,
            total: u64::try_from(total.min(can)).unwrap_or(u64::MAX),
        };
        Ok((task, u64::try_from(total.saturating_sub(can)).unwrap_or(u64::MAX)))
    }

    /// The areas with a maximum above their minimum.
    pub(super) fn open(&self) -> Vec<usize> {
        (0..self.weights.len()).filter(|i| self.min[*i] < self.max[*i]).collect()
    }

    /// The weight of some areas together.
    pub(super) fn weight_of(&self, areas: &[usize]) -> u128 {
        areas.iter().map(|i| u128::from(self.weights[*i])).sum()
    }
}
