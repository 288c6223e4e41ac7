//! A matrix of flows between areas: its margins, and how evenly people choose among the ways there
//! are.

use super::inequality::{gini, hoover};
use super::shares::{is_count, total};

/// Flows between the areas of a closed system. Moves within an area are never counted.
#[derive(Debug, Clone, PartialEq)]
pub struct OriginDestination {
    areas: usize,
    flows: Vec<f64>,
}

impl OriginDestination {
    /// Accepts the flows row by row, rows being origins. Cells on the diagonal are left out.
    ///
    /// # Missing and out of range
    /// `None` for fewer than two areas, for rows that are not as long as there are rows, and for a
    /// negative flow. A suppressed flow has no place here: estimate it elsewhere and state this.
    pub fn new(rows: &[Vec<f64>]) -> Option<Self> {
        let areas = rows.len();
        let square = areas >= 2 && rows.iter().all(|row| row.len() == areas);
        let flows: Vec<f64> = rows.concat();
        (square && flows.iter().copied().all(is_count)).then_some(Self { areas, flows })
    }

    /// How many areas there are.
    pub fn areas(&self) -> usize {
        self.areas
    }

    /// People who left each area for another.
    pub fn departures(&self) -> Vec<f64> {
        self.margin(|origin, _| origin)
    }

    /// People who moved to each area from another.
    pub fn arrivals(&self) -> Vec<f64> {
        self.margin(|_, destination| destination)
    }

    /// People who moved between areas.
    pub fn migrants(&self) -> f64 {
        self.between().map(|(_, flow)| flow).sum()
    }

    /// # What it measures
    /// Connectivity: the share of pairs of areas between which anyone moved, each direction a pair.
    ///
    /// # Formula
    /// `Σ [M_ij > 0] / (n (n − 1))`.
    ///
    /// # Inputs and units
    /// The matrix. Result: 0 (no moves at all) to 1.
    ///
    /// # Missing and out of range
    /// Always defined: [`OriginDestination::new`] has refused matrices for which it is not.
    ///
    /// # When not to use it
    /// Where small flows are suppressed or estimated: a zero that is not a true zero changes the
    /// index.
    ///
    /// # References
    /// Bell, M. and others (2002), Journal of the Royal Statistical Society Series A 165(3),
    /// 435-464, index `I_MC`.
    pub fn connectivity(&self) -> f64 {
        let flows = self.ways();
        let used = flows.iter().map(|flow| if *flow > 0.0 { 1.0 } else { 0.0 });
        used.sum::<f64>() / flows.iter().map(|_| 1.0).sum::<f64>()
    }

    /// # What it measures
    /// Migration inequality: the share of migrants who would have to move elsewhere for all flows
    /// to be equal.
    ///
    /// # Formula
    /// `½ Σ |M_ij / M − 1 / (n (n − 1))|`, over pairs of different areas.
    ///
    /// # Inputs and units
    /// The matrix. Result: 0 (all flows equal) to below 1.
    ///
    /// # Missing and out of range
    /// `None` when no one moves.
    ///
    /// # When not to use it
    /// Between systems whose areas differ much in size: large areas have large flows.
    ///
    /// # References
    /// As [`OriginDestination::connectivity`], index `I_MI` with equal expected flows.
    pub fn inequality(&self) -> Option<f64> {
        let flows = self.ways();
        hoover(&flows, &vec![1.0; flows.len()])
    }

    /// # What it measures
    /// Spatial focusing: the Gini coefficient of the flows between different areas.
    ///
    /// # Formula
    /// `ΣΣ |M_ij − M_kl| / (2 n (n − 1) M)`, over all pairs of flows.
    ///
    /// # Inputs and units
    /// The matrix. Result: 0 (all flows equal) to below 1.
    ///
    /// # Missing and out of range
    /// `None` when no one moves.
    ///
    /// # When not to use it
    /// To compare with values by the denominator `(2 n (n − 1) − 1) M` of Plane and Mulligan
    /// (1997), which are a little higher.
    ///
    /// # References
    /// Bell, M. and others (2002), as above; Plane, D. A. and Mulligan, G. F. (1997), Demography
    /// 34(2), 251-262.
    pub fn gini(&self) -> Option<f64> {
        let flows = self.ways();
        gini(&flows, &vec![1.0; flows.len()])
    }

    /// # What it measures
    /// How much flows vary about their mean.
    ///
    /// # Formula
    /// `√(Σ (M_ij − M̄)² / (n (n − 1))) / M̄`, over pairs of different areas.
    ///
    /// # Inputs and units
    /// The matrix. Result: 0 or more; no unit.
    ///
    /// # Missing and out of range
    /// `None` when no one moves.
    ///
    /// # When not to use it
    /// In comparison with values from software that divides by the root of the mean: those depend
    /// on the unit of the flows.
    ///
    /// # References
    /// Rogers, A. and Raymer, J. (1998), The spatial focus of US interstate migration flows,
    /// International Journal of Population Geography 4(1), 63-80.
    pub fn coefficient_of_variation(&self) -> Option<f64> {
        let flows = self.ways();
        let ways: f64 = flows.iter().map(|_| 1.0).sum();
        let mean = total(&flows)? / ways;
        let variance = flows.iter().map(|flow| (flow - mean).powi(2)).sum::<f64>() / ways;
        Some(variance.sqrt() / mean)
    }

    /// Flows between different areas with their origin and destination.
    fn between(&self) -> impl Iterator<Item = ((usize, usize), f64)> {
        let pairs = (0..self.areas)
            .flat_map(|origin| (0..self.areas).map(move |destination| (origin, destination)));
        pairs
            .zip(self.flows.iter().copied())
            .filter(|((origin, destination), _)| origin != destination)
    }

    fn ways(&self) -> Vec<f64> {
        self.between().map(|(_, flow)| flow).collect()
    }

    fn margin(&self, of: fn(usize, usize) -> usize) -> Vec<f64> {
        let mut sums = vec![0.0; self.areas];
        self.between()
            .for_each(|((origin, destination), flow)| sums[of(origin, destination)] += flow);
        sums
    }
}
