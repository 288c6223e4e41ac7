//! Composition: the parts of a total, as a bar of 100% for each area or day.
//!
//! Belongs here: shares of parts that add up. Does not belong here: the size of the totals
//! (`ranked-bars`, `trend`).
//!
//! **Invariant:** a bar is drawn only of a row of which every part is known, because no share is
//! known otherwise; a part that is missing is never found by subtraction.

use super::canvas::{Anchor, Canvas, TextRun, corners};
use super::data::missing_status;
use super::gap::GAP;
use super::matrix::{self, Matrix, MatrixRow};
use super::{
    ChartData, Drawing, Kind, Style, alt_text, format, heading, rows, text_metrics, tooltips,
};
use crate::domain::{Compare, Result, Status, Unit};
use crate::table::{Cell, Column, Figure, Listing};

/// See the header of this file.
pub(super) struct Composition;

/// Share of a row's height that the bar fills.
const THICKNESS: f64 = 0.84;

/// Width of the lettered sample before an entry of the key.
const SWATCH: f64 = 34.0;

/// The smallest width of a part's outline.
const NARROWEST: f64 = 3.0;

/// What is left over from the parts that have a colour of their own.
const OTHERS: &str = "All others";

/// Printed in place of a bar with a total of 0.
const TOTAL_OF_ZERO: &str = "0 in all";

/// A part: its letter, its name and its columns.
struct Part {
    letter: char,
    label: String,
    columns: Vec<usize>,
}

impl Kind for Composition {
    fn id(&self) -> &'static str {
        "stacked-composition"
    }

    fn about(&self) -> &'static str {
        "A bar of 100% for each area or day, divided into up to six lettered parts: the parts of \
         totals of any size."
    }

    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing> {
        let mut canvas = Canvas::new(style);
        let matrix = data.matrix();
        let parts = parts(&matrix, style.parts.len());
        let rows = ranked(&matrix, &parts);
        let (margin, width) = (style.picture.margin, f64::from(style.picture.width));
        let below_heading = heading::draw_heading(&mut canvas, data);
        let top = draw_key(&mut canvas, &parts, below_heading) + GAP;

        let name_lines = |row: &MatrixRow| {
            text_metrics::wrap(&row.label, style.picture.labels, style.text.size, row.emphasis)
        };
        let name = |row: &&MatrixRow| {
            text_metrics::widest(&name_lines(row), style.text.size, row.emphasis)
        };
        let left = margin + rows.iter().map(name).fold(0.0, f64::max) + GAP;
        let pitch = rows::pitch(rows.iter().map(|row| name_lines(row).len()), style);
        let mut bottom = top;
        for row in &rows {
            let names = name_lines(row);
            let height = pitch + (names.len() as f64 - 1.0) * style.text.line;
            let middle = bottom + height / 2.0;
            let first = rows::baseline_at(middle, style)
                - (names.len() as f64 - 1.0) * style.text.line / 2.0;
            canvas.paragraph((left - GAP, first), Anchor::End, row.emphasis, &names);
            let bar = (middle, pitch * THICKNESS);
            draw_bar(&mut canvas, (row, &matrix, &parts), (left, width - margin), bar);
            mark_bar(&mut canvas, data.unit, (row, &matrix, &parts), (left, width - margin), bar);
            bottom += height;
        }
        let without = rows.iter().filter(|row| why(row, &matrix, 0.0, style) != TOTAL_OF_ZERO);
        let without = without.filter(|row| shares(row, &parts, &matrix).is_none());
        let reasons: Vec<Figure> =
            without.map(|row| Figure::missing(reason(row, &matrix))).collect();
        let bottom = heading::write_symbols(&mut canvas, reasons.iter().copied(), bottom);
        canvas.finish(bottom + margin, &data.caption, &self.describe(data))
    }

    fn describe(&self, data: &ChartData) -> String {
        let matrix = data.matrix();
        let mut sentences = vec![format!("Stacked bars of 100%: {}.", alt_text::subject(data))];
        let parts = parts(&matrix, usize::MAX);
        let rows = ranked(&matrix, &parts);
        let known = |row: &&&MatrixRow| shares(row, &parts, &matrix).is_some();
        let present: Vec<&&MatrixRow> = rows.iter().filter(known).collect();
        let share = |row: &MatrixRow, part: usize| {
            shares(row, &parts, &matrix).map_or(0.0, |shares| shares[part])
        };
        let format_share =
            |row: &MatrixRow, part: usize| format::number(100.0 * share(row, part), Unit::Percent);
        let largest = (0..parts.len()).max_by(|a, b| {
            let sum = |part: usize| present.iter().map(|row| share(row, part)).sum::<f64>();
            sum(*a).compare(&sum(*b)).then(b.cmp(a))
        });
        sentences.push(match (largest, present.as_slice()) {
            (Some(part), [only]) => {
                format!("{}: {} {}.", only.label, parts[part].label, format_share(only, part))
            }
            (Some(part), [first, .., last]) => {
                let mut by_share = present.clone();
                by_share.sort_by(|a, b| share(b, part).compare(&share(a, part)));
                // Days are described in their order, areas by their share.
                let (one, other) = if first.code.is_none() {
                    (*first, *last)
                } else {
                    (by_share[0], by_share[by_share.len() - 1])
                };
                let (label, of_one, of_other) =
                    (&parts[part].label, format_share(one, part), format_share(other, part));
                format!(
                    "Largest part {label}: {of_one} in {}, {of_other} in {}.",
                    one.label, other.label
                )
            }
            _ => "No row has all its parts.".to_owned(),
        });
        let total_of = |row: &MatrixRow| {
            Figure::sum((0..matrix.columns.len()).map(|column| row.figure(column)))
        };
        let totals: Vec<Figure> = matrix.rows.iter().map(total_of).collect();
        sentences.extend(alt_text::missing_sentence(totals.iter().copied()));
        sentences.join(" ")
    }

    fn listing(&self, data: &ChartData) -> Listing {
        let matrix = data.matrix();
        let parts = parts(&matrix, usize::MAX);
        let rows = ranked(&matrix, &parts);
        let mut listing = matrix.listing(data, &rows);
        for part in &parts {
            let column = &matrix.columns[part.columns[0]];
            let name = format!("{}_percent", column.column);
            listing.columns.push(Column::number(
                &name,
                &format!("{} (% of all)", column.label),
                Unit::Percent,
            ));
        }
        for (cells, row) in listing.rows.iter_mut().zip(&rows) {
            let shares = shares(row, &parts, &matrix);
            cells.extend((0..parts.len()).map(|part| match &shares {
                Some(shares) => Cell::Number(100.0 * shares[part]),
                None => Cell::Missing(reason(row, &matrix)),
            }));
        }
        listing
            .notes
            .push("Shares are calculated before rounding, and may not add up to 100%.".to_owned());
        listing
    }
}

/// The columns as lettered parts in their order. Beyond `max_parts`, the smallest over all rows
/// become one part.
fn parts(matrix: &Matrix, max_parts: usize) -> Vec<Part> {
    let size = |column: usize| {
        matrix.rows.iter().filter_map(|row| part_number(row.figure(column))).sum::<f64>()
    };
    let mut by_size: Vec<usize> = (0..matrix.columns.len()).collect();
    by_size.sort_by(|a, b| size(*b).compare(&size(*a)).then(a.cmp(b)));
    let own = if by_size.len() > max_parts { max_parts - 1 } else { by_size.len() };
    let (mut kept, others) = (by_size[..own].to_vec(), by_size[own..].to_vec());
    kept.sort_unstable();
    let mut groups: Vec<(String, Vec<usize>)> = kept
        .into_iter()
        .map(|column| (matrix.columns[column].label.clone(), vec![column]))
        .collect();
    if !others.is_empty() {
        groups.push((OTHERS.to_owned(), others));
    }
    ('A'..).zip(groups).map(|(letter, (label, columns))| Part { letter, label, columns }).collect()
}

/// A number that can be a part of a total.
fn part_number(figure: Figure) -> Option<f64> {
    matrix::number(figure).filter(|value| *value >= 0.0)
}

/// The share of each part, where all parts are known and the total is above 0.
fn shares(row: &MatrixRow, parts: &[Part], matrix: &Matrix) -> Option<Vec<f64>> {
    let all: Vec<f64> = (0..matrix.columns.len())
        .map(|column| part_number(row.figure(column)))
        .collect::<Option<_>>()?;
    let total: f64 = all.iter().sum();
    let share = |part: &Part| part.columns.iter().map(|column| all[*column]).sum::<f64>() / total;
    (total > 0.0).then(|| parts.iter().map(share).collect())
}

/// Why a row has no shares: a part is missing, or there is nothing to divide.
fn reason(row: &MatrixRow, matrix: &Matrix) -> Status {
    let missing =
        (0..matrix.columns.len()).filter(|column| matrix::number(row.figure(*column)).is_none());
    let reasons = missing.map(|column| missing_status(row.figure(column)));
    reasons
        .fold(None, |gravest, reason| Status::combine(gravest, Some(reason)))
        .unwrap_or(Status::NotApplicable)
}

/// Areas by the share of the part that is first, days as they come.
fn ranked<'m>(matrix: &'m Matrix, parts: &[Part]) -> Vec<&'m MatrixRow> {
    matrix.ranked(|row| shares(row, parts, matrix).and_then(|shares| shares.first().copied()))
}

/// The letter and colour of each part with its name. Returns the bottom.
fn draw_key(canvas: &mut Canvas, parts: &[Part], top: f64) -> f64 {
    let style = canvas.style;
    let (margin, room) =
        (style.picture.margin, f64::from(style.picture.width) - 2.0 * style.picture.margin);
    let mut bottom = top;
    for (part, colour) in parts.iter().zip(&style.parts) {
        let lines = text_metrics::wrap(&part.label, room - SWATCH - GAP, style.text.size, false);
        let frame = corners((margin, bottom), SWATCH, style.text.line);
        canvas.shape(&frame, *colour);
        canvas.border(&frame, style.roles.outline, style.picture.outline);
        let baseline = rows::baseline_at(bottom + style.text.line / 2.0, style);
        let (at, text) = ((margin + SWATCH / 2.0, baseline), part.letter.to_string());
        canvas.text_run(TextRun {
            at,
            anchor: Anchor::Middle,
            bold: true,
            colour: colour.text_on(),
            text,
        });
        canvas.paragraph((margin + SWATCH + GAP, baseline), Anchor::Start, false, &lines);
        bottom += lines.len() as f64 * style.text.line + 4.0;
    }
    bottom
}

/// A bar of segments with their letters and shares; hatching with a reason where no share is known.
fn draw_bar(
    canvas: &mut Canvas,
    (row, matrix, parts): (&MatrixRow, &Matrix, &[Part]),
    (left, right): (f64, f64),
    (middle, thickness): (f64, f64),
) {
    let style = canvas.style;
    let (top, baseline) = (middle - thickness / 2.0, rows::baseline_at(middle, style));
    let Some(shares) = shares(row, parts, matrix) else {
        let frame = corners((left, top), right - left, thickness);
        let text = why(row, matrix, right - left - 4.0 * GAP, style);
        // A total of 0 is known, so the bar is empty and not hatched.
        if text != TOTAL_OF_ZERO {
            canvas.hatch(&frame);
        }
        let plate = text_metrics::width(&text, style.text.size, false) + 2.0 * GAP;
        canvas.rectangle((left + GAP, top), plate, thickness, style.roles.background);
        canvas.border(&frame, style.roles.outline, style.picture.outline);
        canvas.text((left + 2.0 * GAP, baseline), Anchor::Start, &text);
        return;
    };
    let mut from = left;
    for ((part, share), colour) in parts.iter().zip(&shares).zip(&style.parts) {
        let width = share * (right - left);
        let frame = corners((from, top), width, thickness);
        if width > 0.0 {
            canvas.shape(&frame, *colour);
            canvas.border(&frame, style.roles.outline, style.picture.outline);
        }
        let printed = crate::domain::with_decimals(100.0 * share, 0);
        let texts = [format!("{} {printed}%", part.letter), part.letter.to_string()];
        let fits = |text: &&String| text_metrics::width(text, style.text.size, true) + 8.0 <= width;
        if let Some(text) = texts.iter().find(fits) {
            let (at, text) = ((from + width / 2.0, baseline), text.clone());
            canvas.text_run(TextRun {
                at,
                anchor: Anchor::Middle,
                bold: true,
                colour: colour.text_on(),
                text,
            });
        }
        from += width;
    }
}

/// Adds a mark for each part with its share and figure, or for a bar without shares with the
/// reason.
fn mark_bar(
    canvas: &mut Canvas,
    unit: Unit,
    (row, matrix, parts): (&MatrixRow, &Matrix, &[Part]),
    (left, right): (f64, f64),
    (middle, height): (f64, f64),
) {
    let top = middle - height / 2.0;
    let Some(shares) = shares(row, parts, matrix) else {
        let named = |column: usize| {
            format!(
                "; {}: {}",
                matrix.columns[column].label,
                tooltips::format_with_unit(row.figure(column), unit)
            )
        };
        let figures: String = (0..matrix.columns.len()).map(named).collect();
        let is_nobody =
            (0..matrix.columns.len()).all(|column| part_number(row.figure(column)).is_some());
        let why = if is_nobody { TOTAL_OF_ZERO } else { reason(row, matrix).label() };
        canvas.mark(
            &corners((left, top), right - left, height),
            format!("{}: {why}{figures}", row.label),
        );
        return;
    };
    let mut from = left;
    for (part, share) in parts.iter().zip(&shares) {
        let width = share * (right - left);
        // What has no width can be found all the same, but not over what has.
        let wide = width.max(NARROWEST);
        let printed = format::number(100.0 * share, Unit::Percent);
        let figure = match part.columns.as_slice() {
            [only] => format!(", {}", tooltips::format_with_unit(row.figure(*only), unit)),
            _ => String::new(),
        };
        let text = format!("{}, {} {}: {printed}{figure}", row.label, part.letter, part.label);
        let outline = corners((from.min(right - wide), top), wide, height).to_vec();
        canvas.mark_over(vec![outline], text, u32::from(width > 0.0));
        from += width;
    }
}

/// The reason as text: the symbol with as many missing parts as fit, or that the total is 0.
fn why(row: &MatrixRow, matrix: &Matrix, room: f64, style: &Style) -> String {
    let missing: Vec<usize> = (0..matrix.columns.len())
        .filter(|column| part_number(row.figure(*column)).is_none())
        .collect();
    if missing.is_empty() {
        return TOTAL_OF_ZERO.to_owned();
    }
    let symbol = reason(row, matrix).symbol();
    let names: Vec<&str> =
        missing.iter().map(|column| matrix.columns[*column].label.as_str()).collect();
    let named = format!("{symbol} {}", names.join(", "));
    if text_metrics::width(&named, style.text.size, false) <= room
        && names.len() < matrix.columns.len()
    {
        return named;
    }
    symbol.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Composition, Kind, parts, shares};
    use crate::chart::{ChartData, MarkLabel, Matrix, MatrixRow, style::house};
    use crate::domain::{AreaCode, Status, Unit};
    use crate::table::Figure;

    fn data(rows: &[&[Option<f64>]]) -> ChartData {
        let mut data = ChartData::new("Supported, London", "Supported", Unit::People);
        let columns = (0..rows[0].len()).map(|index| format!("Part {index}"));
        let columns = columns
            .map(|label| MarkLabel { column: label.to_lowercase().replace(' ', "_"), label })
            .collect();
        let figure =
            |value: &Option<f64>| value.map_or(Figure::missing(Status::Suppressed), Figure::of);
        let row = |(index, figures): (usize, &&[Option<f64>])| MatrixRow {
            code: AreaCode::new(&format!("E0900000{index}")).ok(),
            label: format!("Area {index}"),
            figures: figures.iter().map(figure).collect(),
            emphasis: false,
        };
        let rows = rows.iter().enumerate().map(row).collect();
        data.matrix = Some(Matrix { rows_are: "Area".to_owned(), columns, rows });
        data
    }

    #[test]
    fn a_part_that_is_missing_leaves_no_share_of_its_row_known() {
        let data = data(&[&[Some(30.0), Some(10.0)], &[Some(30.0), None], &[Some(0.0), Some(0.0)]]);
        let matrix = data.matrix();
        let parts = parts(&matrix, 6);
        let of = |row: usize| shares(&matrix.rows[row], &parts, &matrix);
        assert_eq!((of(0), of(1), of(2)), (Some(vec![0.75, 0.25]), None, None));
        let svg = Composition.draw(&data, &house()).unwrap().svg;
        for text in ["A 75%", "B 25%", "[c] Part 1", "0 in all"] {
            assert!(svg.contains(&format!(">{text}<")), "{text}");
        }
        let listing = Composition.listing(&data);
        let print =
            |row: usize, column: usize| listing.rows[row][column].print(&listing.columns[column]);
        assert_eq!([print(0, 4), print(1, 4), print(2, 4)], ["75.0", "[c]", "[z]"]);
        assert_eq!(
            Composition.describe(&data),
            "Stacked bars of 100%: Supported, London. Area 0: Part 0 75.0%. 1 of 3 areas has no \
             figure: 1 suppressed."
        );
    }

    #[test]
    fn of_more_parts_than_colours_the_smallest_are_one() {
        let data =
            data(&[&[Some(5.0), Some(1.0), Some(9.0), Some(2.0), Some(7.0), Some(8.0), Some(6.0)]]);
        let parts = parts(&data.matrix(), 6);
        let labels: Vec<&str> = parts.iter().map(|part| part.label.as_str()).collect();
        assert_eq!(labels, ["Part 0", "Part 2", "Part 4", "Part 5", "Part 6", "All others"]);
        assert_eq!((parts[5].letter, parts[5].columns.as_slice()), ('F', [3, 1].as_slice()));
        assert_eq!(Composition.listing(&data).columns.len(), 2 + 7 + 7, "the table has every part");
    }

    #[test]
    fn neighbours_in_a_bar_are_told_apart_without_their_outline() {
        for pair in house().parts.windows(2) {
            assert!(pair[0].contrast(pair[1]) >= 3.0, "{pair:?}");
        }
    }
}
