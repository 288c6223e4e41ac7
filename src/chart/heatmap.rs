//! Heat map: areas by days or by measures, every cell filled by class with its figure in it.
//!
//! Belongs here: a table that is read at a glance. Does not belong here: one day (`tile-grid`,
//! `ranked-bars`), the course of a few areas (`trend`).

use super::canvas::{Anchor, Canvas, Point, TextRun, corners};
use super::classes::Classification;
use super::gap::GAP;
use super::matrix::{self, Matrix, MatrixRow};
use super::{
    ChartData, Drawing, Kind, Style, alt_text, format, heading, legend, rows, text_metrics,
    tooltips,
};
use crate::domain::{Compare, Result, counted};
use crate::table::{Figure, Listing};

/// See the header of this file.
pub(super) struct Heatmap;

/// Space between a figure and the edge of its cell.
const INSIDE: f64 = 7.0;

/// A cell is no wider than this, however few there are.
const WIDEST: f64 = 120.0;

/// A heading is not broken inside a word of up to this width.
const HEADING: f64 = 96.0;

/// The columns that are drawn and their width.
struct Grid {
    left: f64,
    cell: f64,
    /// The first column drawn; those before it are in the table only.
    first: usize,
}

impl Kind for Heatmap {
    fn id(&self) -> &'static str {
        "heatmap"
    }

    fn about(&self) -> &'static str {
        "Areas by days or measures, each cell filled by class with its figure printed in it: a \
         table read at a glance."
    }

    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing> {
        let mut canvas = Canvas::new(style);
        let matrix = data.matrix();
        let rows = ranked(&matrix);
        let margin = style.picture.margin;
        let below_heading = heading::draw_heading(&mut canvas, data);
        let grid = Grid::of(data, &matrix, style);
        let shown: Vec<usize> = (grid.first..matrix.columns.len()).collect();

        let headings: Vec<Vec<String>> = shown
            .iter()
            .map(|column| {
                text_metrics::wrap(
                    &matrix.columns[*column].label,
                    grid.cell - 4.0,
                    style.text.size,
                    true,
                )
            })
            .collect();
        let deepest = headings.iter().map(Vec::len).max().unwrap_or(0) as f64;
        let top = below_heading + deepest * style.text.line + GAP;
        write_headings(&mut canvas, &headings, &grid, top);
        let numbers =
            rows.iter().flat_map(|row| shown.iter().filter_map(|column| row.number(*column)));
        let classes = Classification::of(numbers, &style.classes);
        let lines = |row: &MatrixRow| {
            let lines =
                |column: &usize| cell_lines(row.figure(*column), data, grid.cell, style).len();
            shown.iter().map(lines).max().unwrap_or(1).max(name_lines(row, style).len())
        };
        let pitch = rows::pitch(rows.iter().map(|row| lines(row)), style);
        let mut bottom = top;
        for row in &rows {
            let names = name_lines(row, style);
            let height = pitch + (lines(row) as f64 - 1.0) * style.text.line;
            let first = rows::baseline_at(bottom + height / 2.0, style)
                - (names.len() as f64 - 1.0) * style.text.line / 2.0;
            canvas.paragraph((grid.left - GAP, first), Anchor::End, row.emphasis, &names);
            for (index, column) in shown.iter().enumerate() {
                let corner = (grid.left + index as f64 * grid.cell, bottom);
                draw_cell(
                    &mut canvas,
                    data,
                    row.figure(*column),
                    (corner, (grid.cell, height)),
                    &classes,
                );
                let figure = tooltips::format_with_unit(row.figure(*column), data.unit);
                let text = format!("{}, {}: {figure}", row.label, matrix.columns[*column].label);
                canvas.mark(&corners(corner, grid.cell, height), text);
            }
            bottom += height;
        }
        let bottom = draw_key(&mut canvas, data, &classes, bottom + GAP);
        let bottom = heading::write_symbols(&mut canvas, matrix.figures(), bottom - GAP);
        let bottom = write_left_out(&mut canvas, grid.first, bottom);
        canvas.finish(bottom + margin, &data.caption, &self.describe(data))
    }

    fn describe(&self, data: &ChartData) -> String {
        let matrix = data.matrix();
        let mut sentences = vec![format!("Heat map: {}.", alt_text::subject(data))];
        let mut cells: Vec<(f64, &str, &str)> = Vec::new();
        for row in &matrix.rows {
            for (index, column) in matrix.columns.iter().enumerate() {
                cells.extend(
                    row.number(index)
                        .map(|value| (value, row.label.as_str(), column.label.as_str())),
                );
            }
        }
        cells.sort_by(|a, b| b.0.compare(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
        let format = |(value, row, column): &(f64, &str, &str)| {
            format!("{row}, {column}, {}", format::number(*value, data.unit))
        };
        sentences.push(match (cells.first(), cells.last()) {
            (Some(high), Some(low)) if high.0 > low.0 => {
                format!("Highest: {}; lowest: {}.", format(high), format(low))
            }
            (Some(only), _) => format!("Every figure is {}.", format::number(only.0, data.unit)),
            _ => "No figures.".to_owned(),
        });
        sentences.extend(alt_text::missing_figures(matrix.figures()));
        sentences.join(" ")
    }

    fn listing(&self, data: &ChartData) -> Listing {
        let matrix = data.matrix();
        matrix.listing(data, &ranked(&matrix))
    }
}

/// Writes the heading of each column, centred, the last line of each above the cells.
fn write_headings(canvas: &mut Canvas, headings: &[Vec<String>], grid: &Grid, top: f64) {
    let line = canvas.style.text.line;
    for (index, lines) in headings.iter().enumerate() {
        let first = top - GAP - (lines.len() as f64 - 1.0) * line;
        canvas.paragraph(
            (grid.left + (index as f64 + 0.5) * grid.cell, first),
            Anchor::Middle,
            true,
            lines,
        );
    }
}

/// Areas by their last figure.
fn ranked(matrix: &Matrix) -> Vec<&MatrixRow> {
    matrix.ranked(|row| row.number(matrix.columns.len().saturating_sub(1)))
}

fn name_lines(row: &MatrixRow, style: &Style) -> Vec<String> {
    text_metrics::wrap(&row.label, style.picture.labels, style.text.size, row.emphasis)
}

impl Grid {
    /// As many columns, counted from the last, as have room for their figures and headings.
    fn of(data: &ChartData, matrix: &Matrix, style: &Style) -> Self {
        let size = style.text.size;
        let name =
            |row: &MatrixRow| text_metrics::widest(&name_lines(row, style), size, row.emphasis);
        let names = matrix.rows.iter().map(name).fold(0.0, f64::max);
        let left = style.picture.margin + names + GAP;
        let room = f64::from(style.picture.width) - style.picture.margin - left;
        let printed: Vec<String> =
            matrix.figures().map(|figure| format::figure(figure, data.unit)).collect();
        // A figure is broken before its symbol, and never inside; not at all where every row would
        // have two lines and the picture be taller than pictures are.
        let two_lines = rows::pitch(std::iter::repeat_n(2, matrix.rows.len()), style);
        let is_broken = two_lines >= style.picture.row;
        let pieces =
            printed.iter().flat_map(|text| text.split(|c: char| is_broken && c.is_whitespace()));
        let figures = pieces.map(|piece| text_metrics::width(piece, size, false));
        let headings = matrix.columns.iter().flat_map(|column| column.label.split_whitespace());
        let headings = headings.map(|word| text_metrics::width(word, size, true).min(HEADING));
        let min_width = figures.chain(headings).fold(size, f64::max) + 2.0 * INSIDE;
        let fitting = ((room / min_width).floor() as usize).max(1);
        let first = matrix.columns.len().saturating_sub(fitting);
        let drawn = (matrix.columns.len() - first).max(1) as f64;
        Self { left, cell: (room / drawn).min(WIDEST.max(min_width)), first }
    }
}

fn draw_cell(
    canvas: &mut Canvas,
    data: &ChartData,
    figure: Figure,
    (corner, (width, height)): (Point, (f64, f64)),
    classes: &Classification,
) {
    let style = canvas.style;
    let frame = corners(corner, width, height);
    let value = matrix::number(figure);
    let fill = value.map_or(style.roles.background, |value| classes.colour(value, style));
    let lines = cell_lines(figure, data, width, style);
    let middle = (corner.0 + width / 2.0, corner.1 + height / 2.0);
    canvas.shape(&frame, fill);
    if value.is_none() {
        canvas.hatch(&frame);
        let plate = text_metrics::widest(&lines, style.text.size, false) + 8.0;
        canvas.rectangle((middle.0 - plate / 2.0, corner.1 + 3.0), plate, height - 6.0, fill);
    }
    canvas.border(&frame, style.roles.outline, style.picture.outline);
    let mut baseline =
        rows::baseline_at(middle.1, style) - (lines.len() as f64 - 1.0) * style.text.line / 2.0;
    for text in lines {
        let at = (middle.0, baseline);
        canvas.text_run(TextRun {
            at,
            anchor: Anchor::Middle,
            bold: false,
            colour: fill.text_on(),
            text,
        });
        baseline += style.text.line;
    }
}

/// A figure as printed in its cell, with its symbol on a second line where both do not fit on one.
fn cell_lines(figure: Figure, data: &ChartData, width: f64, style: &Style) -> Vec<String> {
    text_metrics::wrap(&format::figure(figure, data.unit), width - INSIDE, style.text.size, false)
}

/// The classes with their ranges and numbers of figures. Returns the bottom.
fn draw_key(canvas: &mut Canvas, data: &ChartData, classes: &Classification, top: f64) -> f64 {
    // One class needs no legend: every cell prints its figure.
    if classes.number() < 2 {
        return top;
    }
    legend::draw_classes(canvas, classes, (data.unit, "figure", "figures"), top)
}

/// Says how many columns had no room. Returns the bottom.
fn write_left_out(canvas: &mut Canvas, left_out: usize, top: f64) -> f64 {
    if left_out == 0 {
        return top;
    }
    let style = canvas.style;
    let text =
        format!("{} more in the table.", counted(left_out, "earlier column", "earlier columns"));
    canvas.text((style.picture.margin, top + GAP + style.text.size), Anchor::Start, &text);
    top + GAP + style.text.line
}

#[cfg(test)]
mod tests {
    use super::{Grid, Heatmap, Kind};
    use crate::chart::{ChartData, MarkLabel, Matrix, MatrixRow, style::house};
    use crate::domain::{AreaCode, Status, Unit};
    use crate::table::Figure;

    fn data(columns: usize) -> ChartData {
        let mut data = ChartData::new("Supported, London", "Supported", Unit::People);
        let column = |index| MarkLabel {
            column: format!("c{index}"),
            label: format!("Mar {}", 2000 + index),
        };
        let row = |code: &str, label: &str, figures: Vec<Figure>| MatrixRow {
            code: AreaCode::new(code).ok(),
            label: label.to_owned(),
            figures,
            emphasis: false,
        };
        let barnet = (0..columns).map(|index| Figure::of(1_000.0 + index as f64)).collect();
        let mut city = vec![Figure::of(3.0); columns.saturating_sub(1)];
        city.push(Figure::missing(Status::Suppressed));
        let rows =
            vec![row("E09000001", "City of London", city), row("E09000003", "Barnet", barnet)];
        data.matrix = Some(Matrix {
            rows_are: "Area".to_owned(),
            columns: (0..columns).map(column).collect(),
            rows,
        });
        data
    }

    #[test]
    fn the_last_columns_that_have_room_are_drawn_and_all_are_in_the_table() {
        let data = data(30);
        let grid = Grid::of(&data, &data.matrix(), &house());
        assert!(
            grid.first > 0 && grid.left + (30 - grid.first) as f64 * grid.cell <= 710.01,
            "{}",
            grid.first
        );
        let svg = Heatmap.draw(&data, &house()).unwrap().svg;
        assert!(svg.contains(">1,029<") && !svg.contains(">1,000<"));
        assert!(svg.contains(&format!(">{} earlier columns more in the table.<", grid.first)));
        assert_eq!(Heatmap.listing(&data).columns.len(), 32);
    }

    #[test]
    fn areas_are_ranked_by_their_last_figure_and_the_extremes_are_told() {
        let data = data(2);
        assert_eq!(Heatmap.listing(&data).rows[0][0].raw(), "Barnet");
        assert_eq!(
            Heatmap.describe(&data),
            "Heat map: Supported, London. Highest: Barnet, Mar 2001, 1,001; lowest: City of \
             London, Mar 2000, 3. 1 of 4 figures is missing: 1 suppressed."
        );
    }
}
