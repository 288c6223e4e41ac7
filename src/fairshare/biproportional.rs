//! Whole places by row and by column at once, such as by borough and type of household.

use super::ras::scale;
use super::residual::Residual;
use super::{Claim, Refused, Request, Rule, SAINTE_LAGUE, Ties};

/// Why a table was not apportioned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmet {
    /// Not a table with as many rows and columns as margins.
    Malformed,
    /// The margins of rows and of columns do not add up to the same; these are their sums.
    MarginsDiffer(u128, u128),
    /// Empty cells prevent a solution: the margins of these rows and columns cannot be met, because
    /// the rows have more places than their columns may receive.
    OutOfReach(Vec<usize>, Vec<usize>),
    /// These cells, by row and column, can exchange places without being further from proportion.
    Tie(Vec<(usize, usize)>),
    /// More than 2^62 places, or rows of weights above 2^64.
    TooLarge,
}

/// # What it measures
/// Whole places in a table whose row and column totals are given, as near as possible to
/// proportional to a table of weights.
///
/// # Formula
/// `x_rc = round(λ_r · w_rc · μ_c)` with multipliers for every row and column at which all totals
/// are met (biproportional, Sainte-Laguë rounding; doubly proportional, "double Pukelsheim"). It is
/// the table with the least `Π Π_{k < x_rc} (2k + 1) / w_rc`, and found as such. The search starts
/// from a table near it (RAS, rows rounded, columns corrected). Places are exchanged around cycles
/// of cells as long as an exchange lowers the product. Whole numbers of any length decide each
/// exchange, and prove that there is none in the end; the multipliers result as fractions.
///
/// # Inputs and units
/// `weights`: a table by rows, whole numbers. `rows`, `columns`: places. Result: places by row and
/// column. An empty cell (zero) gets none.
///
/// # Missing and suppressed
/// A cell without a weight has weight zero and receives nothing. The caller must report this.
///
/// # When not to use it
/// Where only one of the margins is fixed: apportion each row by itself. Where totals of rows and
/// columns are results of other rules, they are met, whatever the weights are.
///
/// # Ties
/// Where cells can exchange places at no cost, several tables are equally near. The result is the
/// one that gives most to the first cell, then to the second and so on by rows, or a refusal.
///
/// # References
/// Balinski, M. and Demange, G. (1989), Mathematics of Operations Research 14(4), 700-719, and
/// Mathematical Programming 45, 193-210. Rote, G. and Zachariasen, M. (2007), Matrix scaling by
/// network flow, SODA '07, 848-854 (the least product). Pukelsheim, F. (2017), Proportional
/// Representation, 2nd edition, on double proportionality.
pub fn biproportional(
    weights: &[Vec<u64>],
    rows: &[u64],
    columns: &[u64],
    ties: Ties,
) -> Result<Vec<Vec<u64>>, Unmet> {
    if weights.len() != rows.len() || weights.iter().any(|row| row.len() != columns.len()) {
        return Err(Unmet::Malformed);
    }
    let sum = |margins: &[u64]| margins.iter().map(|places| u128::from(*places)).sum::<u128>();
    if sum(rows) != sum(columns) {
        return Err(Unmet::MarginsDiffer(sum(rows), sum(columns)));
    }
    if sum(rows) > 1 << 62 {
        return Err(Unmet::TooLarge);
    }
    let mut table = Residual { weights, cells: near(weights, rows, columns)? };
    table.meet(rows, columns).map_err(|(rows, columns)| Unmet::OutOfReach(rows, columns))?;
    let multipliers = table.canonicalise();
    match ties {
        Ties::Order if table.tied(&multipliers).is_empty() => {}
        Ties::Order => table.prefer_the_first(&multipliers),
        Ties::Refuse => {
            let tied = table.tied(&multipliers);
            if !tied.is_empty() {
                return Err(Unmet::Tie(tied));
            }
        }
    }
    Ok(table.cells)
}

/// A table near the one sought, with no more in any row or column than its margin: what follows is
/// shorter the nearer it is, and exact whatever it is. Hence floating point will do.
fn near(weights: &[Vec<u64>], rows: &[u64], columns: &[u64]) -> Result<Vec<Vec<u64>>, Unmet> {
    let as_f64 =
        |numbers: &[u64]| numbers.iter().map(|number| to_f64(*number)).collect::<Vec<f64>>();
    let mut fitted: Vec<Vec<f64>> = weights.iter().map(|row| as_f64(row)).collect();
    for _ in 0..ROUNDS {
        scale(&mut fitted, &as_f64(rows), &as_f64(columns));
    }
    let mut cells = Vec::new();
    for (row, places) in fitted.iter().zip(rows) {
        let largest = row.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        let claims = row.iter().map(|cell| Claim::of(to_u64(cell / largest * FINENESS))).collect();
        let request = Request { places: *places, claims, ties: Ties::Order };
        cells.push(SAINTE_LAGUE.apportion(&request).map_err(|_: Refused| Unmet::TooLarge)?.places);
    }
    for (c, places) in columns.iter().enumerate() {
        let mut over = cells
            .iter()
            .map(|row| u128::from(row[c]))
            .sum::<u128>()
            .saturating_sub(u128::from(*places));
        for row in &mut cells {
            let taken = u64::try_from(over).unwrap_or(u64::MAX).min(row[c]);
            row[c] -= taken;
            over -= u128::from(taken);
        }
    }
    Ok(cells)
}

/// Rounds of RAS for a start; more do not shorten the way.
const ROUNDS: usize = 50;

/// Into how many parts the largest cell of a row is divided for a start.
const FINENESS: f64 = 1e12;

#[expect(clippy::cast_precision_loss, reason = "a start only")]
fn to_f64(number: u64) -> f64 {
    number as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from 0 to the fineness"
)]
fn to_u64(number: f64) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use super::{Unmet, biproportional};
    use crate::fairshare::Ties;

    #[test]
    fn agrees_with_a_printed_apportionment() {
        // The example of Wikipedia's article on biproportional apportionment, parties by regions,
        // as the documentation of the Python package biprop prints it.
        let votes = [vec![123, 45, 815], vec![912, 714, 414], vec![312, 255, 215]];
        let given = biproportional(&votes, &[5, 11, 4], &[7, 5, 8], Ties::Refuse).unwrap();
        assert_eq!(given, [[1, 0, 4], [4, 4, 3], [2, 1, 1]]);
    }

    #[test]
    fn ties_are_served_in_order_or_refused() {
        let even = [vec![1, 1, 0], vec![1, 1, 0], vec![0, 0, 5]];
        let of = |ties| biproportional(&even, &[1, 1, 2], &[1, 1, 2], ties);
        assert_eq!(of(Ties::Order).unwrap(), [[1, 0, 0], [0, 1, 0], [0, 0, 2]]);
        assert_eq!(of(Ties::Refuse), Err(Unmet::Tie(vec![(0, 0), (0, 1), (1, 0), (1, 1)])));
        // 2 · 3 = 1 · 6: no cell is like another, and yet they can exchange.
        let odd = [vec![2, 1], vec![6, 3]];
        assert_eq!(biproportional(&odd, &[1, 1], &[1, 1], Ties::Order).unwrap(), [[1, 0], [0, 1]]);
        assert!(biproportional(&odd, &[1, 1], &[1, 1], Ties::Refuse).is_err());
        let nearly = [
            vec![2_000_000_000_000_000_000, 1_000_000_000_000_000_001],
            vec![6_000_000_000_000_000_000, 3_000_000_000_000_000_001],
        ];
        assert_eq!(
            biproportional(&nearly, &[1, 1], &[1, 1], Ties::Refuse).unwrap(),
            [[0, 1], [1, 0]]
        );
    }

    #[test]
    fn a_start_far_away_is_left_in_long_strides() {
        // RAS converges slowly where the margins leave nothing for a cell with a weight.
        let weights = [vec![1, 1_000_000, 3], vec![1, 1, 0], vec![0, 2, 900_000_000_000]];
        let (rows, columns) =
            ([1_000_000_000, 5, 4_000_000_000], [1_000_000_003, 3_999_999_999, 3]);
        let given = biproportional(&weights, &rows, &columns, Ties::Refuse).unwrap();
        let sum = |c: usize| given.iter().map(|row| row[c]).sum::<u64>();
        assert_eq!(given.iter().map(|row| row.iter().sum()).collect::<Vec<u64>>(), rows);
        assert_eq!([sum(0), sum(1), sum(2)], columns);
    }

    #[test]
    fn what_cannot_be_met_is_said() {
        let diagonal = [vec![3, 0], vec![0, 3]];
        let of =
            |rows: &[u64], columns: &[u64]| biproportional(&diagonal, rows, columns, Ties::Order);
        assert_eq!(of(&[1, 2], &[2, 1]), Err(Unmet::OutOfReach(vec![1], vec![1])));
        assert_eq!(of(&[1, 2], &[2, 2]), Err(Unmet::MarginsDiffer(3, 4)));
        assert_eq!(of(&[1], &[1]), Err(Unmet::Malformed));
        assert_eq!(of(&[0, 2], &[0, 2]).unwrap(), [[0, 0], [0, 2]]);
    }
}
