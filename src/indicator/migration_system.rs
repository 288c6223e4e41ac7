//! Migration between the authorities of a region: how much, how one-sided, and how evenly people
//! choose their ways.
//!
//! # What it measures
//! Moves between the authorities of a region or nation, as a closed system: how many people move,
//! how much of it changes where people live, and how evenly they choose among the ways there are.
//!
//! # Formula
//! `M_ij` is the number of people who moved from `i` to `j` (`i ≠ j`, both in the system), and
//! `M = ΣΣ M_ij`. `D_j` are arrivals, `O_i` departures, `P` residents and `n` authorities. `index`
//! is one of the table below, each documented in `demography/migration` and `demography/flows`.
//!
//! # Inputs and units
//! `of`: people who live in an authority by the authority they came from, with that as its only
//! dimension. `per`: residents of the same day. Result: for regions and nations; per cent, or a
//! plain number.
//!
//! # Missing and suppressed
//! A missing flow or population makes the index missing for its reason. Where a publication leaves
//! out pairs without movers, their flows are zero.
//!
//! # When not to use it
//! For all migration of a region: moves from outside and to outside are not in it. To compare
//! regions with few and many authorities, by anything but Courgeau's k.
//!
//! # References
//! Bell, M. and others (2002), Cross-national comparison of internal migration, Journal of the
//! Royal Statistical Society Series A 165(3), 435-464; Courgeau, D. (1973), Population 28(3),
//! 511-537.

use super::system::{Choice, System, common_period};
use super::{Compute, Input, InputRole, Inputs, Key, Values};
use crate::catalogue::method::{MigrationIndex, MigrationSystem};
use crate::demography::flows::OriginDestination;
use crate::demography::migration::{
    aggregate_net_migration_rate, courgeau_k, crude_migration_intensity,
    migration_effectiveness_index,
};
use crate::domain::Result;
use crate::table::Figure;

type Formula = fn(&OriginDestination, f64) -> Option<f64>;

/// The formula of an index.
fn choice(index: MigrationIndex) -> Choice<Formula> {
    use MigrationIndex as Index;
    match index {
        Index::Effectiveness => Choice {
            formula: "MEI = 100 * sum |D_i - O_i| / sum (D_i + O_i)",
            compute: |flows, _| {
                migration_effectiveness_index(&flows.arrivals(), &flows.departures())
            },
        },
        Index::Intensity => Choice {
            formula: "CMI = 100 * M / P",
            compute: |flows, residents| crude_migration_intensity(flows.migrants(), residents),
        },
        Index::AggregateNetRate => Choice {
            formula: "ANMR = 100 * 1/2 * sum |D_i - O_i| / P",
            compute: |flows, residents| {
                aggregate_net_migration_rate(&flows.arrivals(), &flows.departures(), residents)
            },
        },
        Index::CourgeauK => Choice {
            formula: "k = CMI / ln(n^2)",
            compute: |flows, residents| {
                let intensity = crude_migration_intensity(flows.migrants(), residents)?;
                courgeau_k(intensity, u32::try_from(flows.areas()).ok()?)
            },
        },
        Index::Connectivity => Choice {
            formula: "sum [M_ij > 0] / (n (n - 1))",
            compute: |flows, _| Some(flows.connectivity()),
        },
        Index::Inequality => Choice {
            formula: "1/2 * sum |M_ij / M - 1 / (n (n - 1))|",
            compute: |flows, _| flows.inequality(),
        },
        Index::Gini => Choice {
            formula: "sum sum |M_ij - M_kl| / (2 n (n - 1) M)",
            compute: |flows, _| flows.gini(),
        },
        Index::CoefficientOfVariation => Choice {
            formula: "sqrt(sum (M_ij - m)^2 / (n (n - 1))) / m, m the mean flow",
            compute: |flows, _| flows.coefficient_of_variation(),
        },
    }
}

impl Compute for MigrationSystem {
    fn formula(&self) -> &'static str {
        choice(self.index).formula
    }

    fn index(&self) -> Option<&'static str> {
        Some(self.index.as_str())
    }

    fn is_of_wider_areas(&self) -> bool {
        true
    }

    fn per_at_end(&self) -> bool {
        self.per_at_end
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let (of, per, compute) =
            (inputs.values(&self.of)?, inputs.values(&self.per)?, choice(self.index).compute);
        let mut made = Values::new(Vec::new());
        for system in inputs.systems(of) {
            let moves = matrix(&system);
            let residents = system.keys(system.end, &[]);
            let count = system.members.len();
            let figures = moves
                .iter()
                .map(|key| of.figure(key))
                .chain(residents.iter().map(|key| per.figure(key)));
            let figure = Figure::over([&figures.collect::<Vec<_>>()], |[numbers]| {
                let (moves, residents) = numbers.split_at(count * count);
                let rows: Vec<Vec<f64>> = moves.chunks_exact(count).map(<[f64]>::to_vec).collect();
                compute(&OriginDestination::new(&rows)?, residents.iter().sum())
            });
            let period = common_period(moves.iter().map(|key| of.get(key)));
            let whole = Key { area: system.area.clone(), end: system.end, dims: Vec::new() };
            let moves = moves.into_iter().map(|key| Input::new(InputRole::Of, key));
            let residents = residents.into_iter().map(|key| Input::new(InputRole::Per, key));
            made.insert(whole, system.value(period, figure, moves.chain(residents).collect()));
        }
        Ok(made)
    }
}

/// The keys of a system's matrix, row by row, rows being origins.
fn matrix(system: &System) -> Vec<Key> {
    system
        .members
        .iter()
        .flat_map(|origin| system.keys(system.end, &[origin.to_string()]))
        .collect()
}
