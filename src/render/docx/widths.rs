//! Widths of a table's columns in a Word document, estimated because they are not measured before
//! printing.

use crate::render::measure::Needs;
use crate::table::Column;

/// Width of the text in twentieths of a point: A4 portrait with margins of 20 mm, landscape with
/// margins of 15 mm.
pub(super) const UPRIGHT: f64 = 9_638.0;
pub(super) const TURNED: f64 = 15_138.0;

/// Space left and right of a cell's text, with a little more for programs that round letters up.
const AROUND: f64 = 170.0 + 40.0;

/// Columns that together are `width` wide, for text of this size in half points.
pub(super) fn widths(
    columns: &[Column],
    rows: &[Vec<String>],
    half_points: usize,
    width: f64,
) -> Vec<u64> {
    let em = half_points as f64 * 10.0;
    let needs = Needs::new(columns, rows, AROUND / em, f64::MAX);
    needs.share(width / em).into_iter().map(|ems| rounded_down(ems * em)).collect()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths on a page")]
fn rounded_down(length: f64) -> u64 {
    length.floor() as u64
}
