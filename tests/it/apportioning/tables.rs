//! Places by row and column: against another package, and against all tables there are.

use super::numbers;
use crate::support::oracle;
use fairshares::fairshare::{Ties, Unmet, biproportional};
use proptest::prelude::*;
use std::cmp::Ordering;

type Table = Vec<Vec<u64>>;

fn table(text: &str) -> Table {
    text.split('/').map(numbers).collect()
}

fn margins(table: &[Vec<u64>]) -> (Vec<u64>, Vec<u64>) {
    let columns = 0..table.first().map_or(0, Vec::len);
    (
        table.iter().map(|row| row.iter().sum()).collect(),
        columns.map(|c| table.iter().map(|row| row[c]).sum()).collect(),
    )
}

#[test]
fn places_by_row_and_column_agree_with_another_package() {
    let rows = oracle(include_str!("../../oracles/biproportional.csv"));
    assert_eq!(rows.len(), 100);
    for row in rows {
        let (of_rows, of_columns) = (numbers(&row["rows"]), numbers(&row["columns"]));
        let given =
            biproportional(&table(&row["weights"]), &of_rows, &of_columns, Ties::Refuse).unwrap();
        assert_eq!(given, table(&row["given"]), "case {}", row["case"]);
    }
}

/// Every table with these margins and nothing in empty cells.
fn all_tables(weights: &[Vec<u64>], rows: &[u64], columns: &[u64]) -> Vec<Table> {
    let (Some(first), Some(total)) = (weights.first(), rows.first()) else {
        return if columns.iter().all(|left| *left == 0) { vec![Vec::new()] } else { Vec::new() };
    };
    let mut lines: Vec<Vec<u64>> = vec![Vec::new()];
    for (weight, most) in first.iter().zip(columns) {
        let most = if *weight == 0 { 0 } else { *most };
        lines = lines
            .iter()
            .flat_map(|line| (0..=most).map(move |x| [&line[..], &[x]].concat()))
            .collect();
    }
    lines.retain(|line| line.iter().sum::<u64>() == *total);
    let rest = |line: Vec<u64>| {
        let left: Vec<u64> = columns.iter().zip(&line).map(|(column, x)| column - x).collect();
        all_tables(&weights[1..], &rows[1..], &left)
            .into_iter()
            .map(move |table| [vec![line.clone()], table].concat())
    };
    lines.into_iter().flat_map(rest).collect()
}

/// Compares `Π Π_{k < x} (2k + 1) / w` of two tables.
fn compare(weights: &[Vec<u64>], one: &Table, other: &Table) -> Ordering {
    let product = |table: &Table| {
        let cells = table.iter().flatten().zip(weights.iter().flatten());
        cells.fold((1u128, 1u128), |(over, under), (x, weight)| {
            let odd: u128 = (0..*x).map(|k| u128::from(2 * k + 1)).product();
            (over * odd, under * u128::from(*weight).pow(u32::try_from(*x).unwrap()))
        })
    };
    let ((a, b), (c, d)) = (product(one), product(other));
    (a * d).cmp(&(c * b))
}

proptest! {
    #[test]
    fn no_table_is_nearer_and_the_first_of_equal_ones_is_taken(
        weights in prop::collection::vec(prop::collection::vec(0u64..5, 3), 3),
        (rows, columns) in prop::collection::vec(prop::collection::vec(0u64..3, 3), 3).prop_map(|t| margins(&t)),
    ) {
        let mut all = all_tables(&weights, &rows, &columns);
        // Of equal tables the one that gives more to the first cell comes first.
        all.sort_by(|one, other| compare(&weights, one, other).then_with(|| other.cmp(one)));
        let tied = all.len() > 1 && compare(&weights, &all[0], &all[1]).is_eq();
        let given = biproportional(&weights, &rows, &columns, Ties::Order);
        match all.first() {
            None => prop_assert!(matches!(given, Err(Unmet::OutOfReach(..))), "{given:?}"),
            Some(best) => {
                prop_assert_eq!(given.as_ref(), Ok(best));
                let refused = biproportional(&weights, &rows, &columns, Ties::Refuse);
                prop_assert_eq!(matches!(refused, Err(Unmet::Tie(_))), tied);
            }
        }
    }

    #[test]
    fn rows_and_columns_can_change_places_and_units(
        weights in prop::collection::vec(prop::collection::vec(1u64..100_000, 4), 6),
        (rows, columns) in prop::collection::vec(prop::collection::vec(0u64..200, 4), 6).prop_map(|t| margins(&t)),
        factors in prop::collection::vec(1u64..1_000_000, 6),
    ) {
        let given = biproportional(&weights, &rows, &columns, Ties::Order).unwrap();
        prop_assert_eq!(margins(&given), (rows.clone(), columns.clone()));
        let transposed = |table: &Table| -> Table { (0..4).map(|c| table.iter().map(|row| row[c]).collect()).collect() };
        let Ok(untied) = biproportional(&weights, &rows, &columns, Ties::Refuse) else { return Ok(()) };
        prop_assert_eq!(biproportional(&transposed(&weights), &columns, &rows, Ties::Refuse), Ok(transposed(&untied)));
        let scale = |(row, factor): (&Vec<u64>, &u64)| row.iter().map(|weight| weight * factor).collect();
        let scaled: Table = weights.iter().zip(&factors).map(scale).collect();
        prop_assert_eq!(biproportional(&scaled, &rows, &columns, Ties::Refuse), Ok(untied));
    }
}
