//! Widths of a table's columns in a Word document, where nothing measures them before they are printed.

use crate::table::Column;

/// Width of the text in twentieths of a point: A4 upright with margins of 20 mm, turned with margins of 15 mm.
pub(super) const UPRIGHT: f64 = 9_638.0;
pub(super) const TURNED: f64 = 15_138.0;

/// What stands left and right of a cell's text, and a little more, since the letters are not measured.
const AROUND: f64 = 170.0 + 40.0;

/// The longest line that a column is made wide for, in ems.
const LONGEST: f64 = 22.0;

/// Columns that together are `width` wide: no word is broken where there is room for all of them, and what is left over goes to the
/// columns that have more to say.
pub(super) fn widths(columns: &[Column], rows: &[Vec<String>], half_points: usize, width: f64) -> Vec<u64> {
    let em = half_points as f64 * 10.0;
    let mut least = Vec::new();
    let mut wanted = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let header = longest_word(&column.header) * BOLD;
        let cells = rows.iter().map(|row| row[at].as_str());
        // A number and its symbol stay on one line.
        let unbroken = if column.numeric { ems } else { longest_word };
        least.push(cells.clone().map(unbroken).fold(header, f64::max) * em + AROUND);
        wanted.push(cells.map(ems).fold(header, f64::max).min(LONGEST) * em + AROUND);
    }
    let (all_least, all_wanted): (f64, f64) = (least.iter().sum(), wanted.iter().sum());
    let share = |at: usize| {
        if all_wanted <= width {
            wanted[at] * width / all_wanted
        } else if all_least <= width {
            least[at] + (wanted[at] - least[at]).max(0.0) * (width - all_least) / (all_wanted - all_least)
        } else {
            least[at] * width / all_least
        }
    };
    (0..columns.len()).map(|at| whole(share(at))).collect()
}

/// How much wider bold letters are.
const BOLD: f64 = 1.08;

fn longest_word(text: &str) -> f64 {
    text.split_whitespace().map(ems).fold(0.0, f64::max)
}

/// The width of a text in ems: Arial's letters in four classes.
fn ems(text: &str) -> f64 {
    let width = |letter: char| match letter {
        'i' | 'j' | 'l' | 'I' | 't' | 'f' | 'r' | ' ' | '.' | ',' | ':' | '(' | ')' | '[' | ']' | '\'' => 0.31,
        'm' | 'w' | 'M' | 'W' | '%' => 0.89,
        letter if letter.is_uppercase() => 0.70,
        _ => 0.557,
    };
    text.chars().map(width).sum()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths on a page")]
fn whole(length: f64) -> u64 {
    length.floor() as u64
}

#[cfg(test)]
mod tests {
    use super::{UPRIGHT, widths};
    use crate::domain::Unit;
    use crate::table::Column;

    #[test]
    fn columns_fill_the_page_and_codes_are_not_broken() {
        let names = ["Population: headroom (people)", "Headroom under one in 200: what binds"];
        let mut columns = vec![Column::text("area_code", "Area code"), Column::text("area_name", "Area")];
        columns.extend(names.map(|name| Column::number("people", name, Unit::People)));
        let row = ["E09000020", "Kensington and Chelsea", "1,234", "99"].map(str::to_owned).to_vec();
        for count in [2, 4] {
            let found = widths(&columns[..count], &[row[..count].to_vec()], 20, UPRIGHT);
            let all: u64 = found.iter().sum();
            assert!((9_630..=9_638).contains(&all), "{found:?}");
            assert!(found[0] as f64 >= 9.0 * 0.56 * 200.0 + 170.0, "{found:?}");
        }
        // More than a page has room for: everything gives way alike.
        let many: Vec<Column> = (0..30).map(|_| columns[2].clone()).collect();
        let row = vec!["1,234,567".to_owned(); 30];
        assert!(widths(&many, &[row], 20, UPRIGHT).iter().sum::<u64>() <= 9_638);
    }
}
