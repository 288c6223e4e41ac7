//! RAS: a table fitted to new row and column totals.

/// A table fitted to its margins.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The cells.
    pub cells: Vec<Vec<f64>>,
    /// How often rows and columns were scaled.
    pub rounds: usize,
    /// The largest difference left between a margin and its cells.
    pub off: f64,
}

/// Why a table was not fitted.
#[derive(Debug, Clone, PartialEq)]
pub enum Unfitted {
    /// Not a table with as many rows and columns as margins, or numbers below zero or not finite.
    Malformed,
    /// The margins of rows and of columns do not add up to the same; these are their sums.
    MarginsDiffer(f64, f64),
    /// The margins were not met within this many rounds; the largest difference left. Where empty
    /// cells prevent a solution they never will be.
    NotMet(f64),
}

/// # What it measures
/// The table that has given row and column totals and otherwise the structure of a source table:
/// the same odds ratios, no empty cell filled. Such as households by borough and type, from last
/// year's table and this year's totals.
///
/// # Formula
/// Rows and columns are scaled in turn, `x_rc ← x_rc · R_r / Σ_c x_rc`, then `x_rc ← x_rc · C_c /
/// Σ_r x_rc`, until no margin is off by more than the tolerance. The limit is `x_rc = λ_r · w_rc ·
/// μ_c` (RAS, iterative proportional fitting).
///
/// # Inputs and units
/// `source`: the table by rows, from 0 up. `rows`, `columns`: the totals, in the unit of the
/// result. `tolerance`: in that unit; totals of rows and columns together may differ by as much.
/// Result: the fitted cells, not rounded.
///
/// # Missing and suppressed
/// A cell that is missing has to be estimated before; an empty one (zero) stays empty.
///
/// # When not to use it
/// For whole places (rounding the cells breaks the margins): use
/// [`biproportional`](super::biproportional()). Where the source has many empty cells the margins
/// may be impossible to meet.
///
/// # Ties
/// None: nothing is rounded.
///
/// # References
/// Deming, W. E. and Stephan, F. F. (1940), Annals of Mathematical Statistics 11(4), 427-444.
/// Karmel, T. and MacLachlan, M. (1988), Economic Record 64(3), 187-195, for its use on tables of
/// occupation and sex.
pub fn ras(
    source: &[Vec<f64>],
    rows: &[f64],
    columns: &[f64],
    tolerance: f64,
    most_rounds: usize,
) -> Result<Fitted, Unfitted> {
    let is_table =
        source.len() == rows.len() && source.iter().all(|row| row.len() == columns.len());
    let numbers = source.iter().flatten().chain(rows).chain(columns);
    if !is_table || numbers.into_iter().any(|number| !number.is_finite() || *number < 0.0) {
        return Err(Unfitted::Malformed);
    }
    let sums = (rows.iter().sum::<f64>(), columns.iter().sum::<f64>());
    if (sums.0 - sums.1).abs() > tolerance {
        return Err(Unfitted::MarginsDiffer(sums.0, sums.1));
    }
    let mut fitted = Fitted { cells: source.to_vec(), rounds: 0, off: f64::INFINITY };
    loop {
        fitted.off = off(&fitted.cells, rows, columns);
        if fitted.off <= tolerance {
            return Ok(fitted);
        }
        if fitted.rounds == most_rounds {
            return Err(Unfitted::NotMet(fitted.off));
        }
        scale(&mut fitted.cells, rows, columns);
        fitted.rounds += 1;
    }
}

/// One round: rows, then columns. A line without anything in it stays as it is.
pub(super) fn scale(cells: &mut [Vec<f64>], rows: &[f64], columns: &[f64]) {
    for (row, total) in cells.iter_mut().zip(rows) {
        let sum: f64 = row.iter().sum();
        if sum > 0.0 {
            row.iter_mut().for_each(|cell| *cell *= total / sum);
        }
    }
    for (c, total) in columns.iter().enumerate() {
        let sum: f64 = cells.iter().map(|row| row[c]).sum();
        if sum > 0.0 {
            cells.iter_mut().for_each(|row| row[c] *= total / sum);
        }
    }
}

fn off(cells: &[Vec<f64>], rows: &[f64], columns: &[f64]) -> f64 {
    let of_rows =
        cells.iter().zip(rows).map(|(row, total)| (row.iter().sum::<f64>() - total).abs());
    let of_columns = columns
        .iter()
        .enumerate()
        .map(|(c, total)| (cells.iter().map(|row| row[c]).sum::<f64>() - total).abs());
    of_rows.chain(of_columns).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::{Unfitted, ras};
    use proptest::prelude::*;

    #[test]
    fn agrees_with_a_published_fit() {
        // github.com/elbersb/segregation (MIT), tests/testthat/test_ipf.R, after Karmel and
        // MacLachlan (1988): women and men by occupation, fitted to the margins of another year;
        // printed to one decimal.
        let source = [vec![100.0, 50.0, 100.0], vec![50.0, 50.0, 50.0]];
        let fitted = ras(&source, &[325.0, 275.0], &[225.0, 200.0, 175.0], 1e-9, 1000).unwrap();
        let printed = [[134.7, 85.5, 104.8], [90.3, 114.5, 70.2]];
        for (found, expected) in fitted.cells.iter().flatten().zip(printed.iter().flatten()) {
            assert!((found - expected).abs() <= 0.05, "{found}, printed {expected}");
        }
    }

    #[test]
    fn what_cannot_be_fitted_is_said() {
        let fit = |source: &[Vec<f64>], rows: &[f64], columns: &[f64]| {
            ras(source, rows, columns, 1e-6, 100)
        };
        assert_eq!(fit(&[vec![1.0]], &[1.0, 2.0], &[3.0]), Err(Unfitted::Malformed));
        assert_eq!(fit(&[vec![f64::NAN]], &[1.0], &[1.0]), Err(Unfitted::Malformed));
        assert_eq!(fit(&[vec![1.0]], &[1.0], &[2.0]), Err(Unfitted::MarginsDiffer(1.0, 2.0)));
        let diagonal = [vec![1.0, 0.0], vec![0.0, 1.0]];
        assert!(matches!(fit(&diagonal, &[1.0, 2.0], &[2.0, 1.0]), Err(Unfitted::NotMet(_))));
    }

    proptest! {
        #[test]
        fn margins_are_met_and_odds_ratios_kept(
            cells in prop::collection::vec(prop::collection::vec(1u32..1000, 4), 3),
            margins in prop::collection::vec(prop::collection::vec(1u32..1000, 4), 3),
        ) {
            let table = |cells: &[Vec<u32>]| -> Vec<Vec<f64>> {
                cells.iter().map(|row| row.iter().copied().map(f64::from).collect()).collect()
            };
            let (source, target) = (table(&cells), table(&margins));
            let rows: Vec<f64> = target.iter().map(|row| row.iter().sum()).collect();
            let columns: Vec<f64> = (0..4).map(|c| target.iter().map(|row| row[c]).sum()).collect();
            let fitted = ras(&source, &rows, &columns, 1e-7, 100_000).unwrap();
            for (r, total) in rows.iter().enumerate() {
                prop_assert!((fitted.cells[r].iter().sum::<f64>() - total).abs() < 1e-6);
            }
            let odds = |t: &[Vec<f64>], r: usize, c: usize| t[0][0] * t[r][c] / (t[0][c] * t[r][0]);
            for (r, c) in [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)] {
                let (before, after) = (odds(&source, r, c), odds(&fitted.cells, r, c));
                prop_assert!((after / before - 1.0).abs() < 1e-6, "{before} {after}");
            }
        }
    }
}
