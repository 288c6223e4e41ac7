//! Tests of the slope: areas in focus, words, the table.

use super::{Kind, Slope, changes};
use crate::chart::{ChartData, MarkLabel, Matrix, MatrixRow};
use crate::domain::{AreaCode, Status, Unit, signed};
use crate::table::Figure;

fn data() -> ChartData {
    let mut data = ChartData::new("Supported, London", "Supported", Unit::People);
    let column = |column: &str, label: &str| MarkLabel {
        column: column.to_owned(),
        label: label.to_owned(),
    };
    let figures =
        [(10.0, 14.0), (20.0, 5.0), (7.0, 7.0), (1.0, 2.0), (2.0, 3.5), (3.0, 3.5), (9.0, 8.0)];
    let mut rows: Vec<MatrixRow> = Vec::new();
    for (index, (before, after)) in figures.into_iter().enumerate() {
        let code = AreaCode::new(&format!("E0900000{index}")).ok();
        let figures = vec![Figure::of(before), Figure::of(100.0), Figure::of(after)];
        rows.push(MatrixRow { code, label: format!("Area {index}"), figures, emphasis: false });
    }
    rows[3].figures[2] = Figure::missing(Status::Suppressed);
    let columns =
        vec![column("before", "2025"), column("between", "summer"), column("after", "2026")];
    data.matrix = Some(Matrix { rows_are: "Area".to_owned(), columns, rows });
    data
}

#[test]
fn the_first_and_the_last_column_are_compared_and_the_largest_changes_are_in_focus() {
    let matrix = data().matrix();
    let changes = changes(&matrix);
    let printed = |change: &super::Change| change.change.value.map(|value| signed(value, 1));
    let printed: Vec<Option<String>> = changes.iter().map(printed).collect();
    let expected = ["+4.0", "+1.5", "+0.5", "0.0", "\u{2212}1.0", "\u{2212}15.0"]
        .map(|text| Some(text.to_owned()));
    assert_eq!(printed[..6], expected);
    assert_eq!(printed[6], None, "suppressed");
    let focus: Vec<bool> = changes.iter().map(|change| change.focus).collect();
    assert_eq!(
        focus,
        [true, true, true, false, true, true, false],
        "five that changed, and not who stayed"
    );
}

#[test]
fn the_alternative_text_says_who_moved_most_and_the_table_has_the_change() {
    assert_eq!(
        Slope.describe(&data()),
        "Slope chart: Supported, London. Largest rise: Area 0, from 10 to 14; largest fall: \
         Area 1, from 20 to 5. 1 of 7 areas has no figure: 1 suppressed."
    );
    let listing = Slope.listing(&data());
    let names: Vec<&str> = listing.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names[2..], ["before", "after", "change"]);
    assert!(listing.rows.iter().all(|row| row.len() == names.len()));
}
