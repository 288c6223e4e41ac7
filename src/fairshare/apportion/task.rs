//! What an apportionment has to achieve, once it is certain that it can be achieved.

use super::{Refused, Request};

/// The most places that are apportioned in one go, old and new: with it every product below fits 128 bits.
const MOST: u128 = 1 << 62;

/// Areas with what they may hold in the end, old places and new.
///
/// `Σ least ≤ whole ≤ Σ most`, `whole ≤ 2^62` and `Σ weights < 2^64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The figures of the key.
    pub weights: Vec<u64>,
    /// What each must hold: its stock and its floor.
    pub least: Vec<u64>,
    /// What each can hold: its stock and its room; nothing beyond `least` where the weight is zero.
    pub most: Vec<u64>,
    /// What all hold together.
    pub whole: u64,
}

impl Task {
    /// The task of a request and the places that nobody has room for, or why it has no answer.
    pub(super) fn of(request: &Request) -> Result<(Self, u64), Refused> {
        let claims = &request.claims;
        let stock: u128 = claims.iter().map(|claim| u128::from(claim.stock)).sum();
        let weight: u128 = claims.iter().map(|claim| u128::from(claim.weight)).sum();
        let floors: u128 = claims.iter().map(|claim| u128::from(claim.floor)).sum();
        let whole = stock + u128::from(request.places);
        if whole > MOST || weight > u128::from(u64::MAX) {
            return Err(Refused::TooLarge);
        }
        let without_room =
            |i: &usize| claims.get(*i).is_some_and(|claim| claim.room.is_some_and(|room| claim.floor > room));
        let beyond: Vec<usize> = (0..claims.len()).filter(without_room).collect();
        if !beyond.is_empty() {
            return Err(Refused::FloorAboveRoom(beyond));
        }
        if floors > u128::from(request.places) {
            return Err(Refused::FloorsAbovePlaces(floors, request.places));
        }
        let least: Vec<u64> = claims.iter().map(|claim| claim.stock + claim.floor).collect();
        let most: Vec<u64> = claims
            .iter()
            .zip(&least)
            .map(|(claim, least)| match claim.weight {
                0 => *least,
                _ => claim.stock + claim.room.unwrap_or(request.places).min(request.places),
            })
            .collect();
        let can: u128 = most.iter().map(|most| u128::from(*most)).sum();
        let task = Self {
            weights: claims.iter().map(|claim| claim.weight).collect(),
            least,
            most,
            whole: u64::try_from(whole.min(can)).unwrap_or(u64::MAX),
        };
        Ok((task, u64::try_from(whole.saturating_sub(can)).unwrap_or(u64::MAX)))
    }

    /// The areas that can hold more than they must.
    pub(super) fn open(&self) -> Vec<usize> {
        (0..self.weights.len()).filter(|i| self.least[*i] < self.most[*i]).collect()
    }

    /// The weight of some areas together.
    pub(super) fn weight_of(&self, areas: &[usize]) -> u128 {
        areas.iter().map(|i| u128::from(self.weights[*i])).sum()
    }
}
