//! Small multiples: the course of every area in its place on the tile grid, all on one scale.
//!
//! Belongs here: one small line for each area with its first and last figure. Does not belong here:
//! a few areas in one plot (`trend`), one day (`tile-grid`).

use super::canvas::{Anchor, Canvas, Point, TextRun, corners};
use super::data::missing_status;
use super::gap::GAP;
use super::matrix::number;
use super::scale::Scale;
use super::{
    ChartData, Drawing, Item, Kind, Style, alt_text, format, heading, legend, ranked_table, rows,
    text_metrics, tile_grid, tooltips, trend,
};
use crate::domain::{AreaCode, Date, Error, Result, Status, counted, error_codes, long_date};
use crate::geography::Tile;
use crate::table::{Cell, Column, Figure, Listing};

/// See the header of this file.
pub(super) struct SmallMultiples;

/// Space between two tiles.
const BETWEEN: f64 = 4.0;

/// A tile is no wider than this, however few there are.
const WIDEST: f64 = 130.0;

/// Height of the lines' part of a tile.
const PLOT: f64 = 58.0;

/// Space between text and the frame of its tile.
const INSIDE: f64 = 5.0;

/// What all tiles share.
struct Grid {
    days: Vec<Date>,
    /// For each day whether a break in the series lies between it and the day before.
    broken: Vec<bool>,
    /// Size of a tile without the space around it.
    size: (f64, f64),
    scale: Scale,
}

impl Kind for SmallMultiples {
    fn id(&self) -> &'static str {
        "small-multiples"
    }

    fn about(&self) -> &'static str {
        "A small line for each area in its place on the tile grid, all on one scale: which areas \
         differ from the others."
    }

    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing> {
        let columns = data.tiles.iter().map(|tile| tile.column).max();
        let rows = data.tiles.iter().map(|tile| tile.row).max();
        let (Some(columns), Some(rows)) = (columns, rows) else {
            return Err(Error::new(error_codes::DRAWING_FAILED, "drawing small multiples")
                .found("no tiles")
                .expected("a place for each area")
                .help("choose `heatmap`, or a region that has a tile grid"));
        };
        let mut canvas = Canvas::new(style);
        let margin = style.picture.margin;
        let room = f64::from(style.picture.width) - 2.0 * margin;
        let across = (room / f64::from(columns)).min(WIDEST);
        let days = days(data);
        let width = across - BETWEEN;
        let texts: Vec<Vec<Vec<String>>> =
            data.tiles.iter().map(|tile| tile_lines(tile, data, &days, width, style)).collect();
        let lines =
            texts.iter().map(|texts| texts.iter().map(Vec::len).sum::<usize>()).max().unwrap_or(1);
        let values = data
            .items
            .iter()
            .flat_map(|item| &item.history)
            .filter_map(|(_, figure)| number(*figure));
        let height = 2.0 * INSIDE + PLOT + lines as f64 * style.text.line;
        // Positions within the lines' part of a tile, from its top.
        let after_break =
            |index: usize| index > 0 && data.is_broken_between(days[index - 1], days[index]);
        let broken = (0..days.len()).map(after_break).collect();
        let grid = Grid {
            broken,
            days,
            size: (width, height),
            scale: Scale::tight(values, (PLOT - 6.0, 6.0)),
        };
        let top = heading::draw_heading(&mut canvas, data);
        let left = margin + (room - across * f64::from(columns)) / 2.0;
        let corner = |tile: &Tile| {
            let x = left + f64::from(tile.column.saturating_sub(1)) * across + BETWEEN / 2.0;
            (x, top + f64::from(tile.row.saturating_sub(1)) * (height + BETWEEN) + BETWEEN / 2.0)
        };
        for (tile, texts) in data.tiles.iter().zip(&texts) {
            draw_tile(&mut canvas, data.item(&tile.code), texts, &grid, corner(tile));
        }
        for tile in tile_grid::in_reading_order(&data.tiles) {
            canvas
                .mark(&corners(corner(tile), width, height), tooltip_text(tile, data, &grid.days));
        }
        let bottom = top + f64::from(rows) * (height + BETWEEN);
        let bottom = write_key(&mut canvas, data, &grid, bottom);
        let shown: Vec<&AreaCode> = data.tiles.iter().map(|tile| &tile.code).collect();
        let bottom = legend::write_unmapped(&mut canvas, data, &shown, bottom + GAP) - GAP;
        let mut figures: Vec<Figure> =
            data.items.iter().flat_map(|item| ends(item, &grid.days)).collect();
        let absent = shown.iter().filter(|code| data.item(code).is_none());
        figures.extend(absent.map(|_| Figure::missing(Status::NotAvailable)));
        let bottom = heading::write_symbols(&mut canvas, figures.iter().copied(), bottom);
        canvas.finish(bottom + margin, &data.caption, &self.describe(data))
    }

    fn describe(&self, data: &ChartData) -> String {
        let days = days(data);
        let changes: Vec<(&str, [Figure; 2])> =
            data.items.iter().map(|item| (item.label.as_str(), ends(item, &days))).collect();
        let kind = format!("Small line charts, one for each area: {}.", alt_text::subject(data));
        let missing = alt_text::missing_sentence(
            changes.iter().map(|(_, [first, last])| last.combine(*first, gap)),
        );
        [Some(kind), Some(alt_text::describe_changes(&changes, data.unit)), missing]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ")
    }

    fn listing(&self, data: &ChartData) -> Listing {
        let days = days(data);
        let mut columns = ranked_table::area_columns();
        let header = |day: &Date| format::header(&long_date(*day), data.unit);
        columns.extend(
            days.iter().map(|day| Column::number(&day.to_string(), &header(day), data.unit)),
        );
        if days.is_empty() {
            columns.push(Column::number(
                "value",
                &format::header(&data.value_label, data.unit),
                data.unit,
            ));
        }
        let row = |item: &Item| {
            let mut cells = ranked_table::area_cells(item);
            cells.extend(days.iter().map(|day| Cell::from(on(item, *day))));
            if days.is_empty() {
                cells.push(item.figure.into());
            }
            cells
        };
        let mut items: Vec<&Item> = data.items.iter().collect();
        items.sort_by(|a, b| a.label.cmp(&b.label).then_with(|| a.code.cmp(&b.code)));
        let rows = items.into_iter().map(row).collect();
        let notes = data.breaks.iter().map(trend::break_note).collect();
        Listing { caption: data.caption.clone(), columns, rows, notes }
    }
}

fn gap(last: f64, first: f64) -> Option<f64> {
    Some(last - first)
}

/// Every day of which any area has a figure or a reason for none, ascending.
fn days(data: &ChartData) -> Vec<Date> {
    let mut days: Vec<Date> =
        data.items.iter().flat_map(|item| item.history.iter().map(|(day, _)| *day)).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// An area's figure on a day.
fn on(item: &Item, day: Date) -> Figure {
    let found = item.history.iter().find(|(other, _)| *other == day);
    found.map_or(Figure::missing(Status::NotAvailable), |(_, figure)| *figure)
}

/// An area's figures on the first and the last day that any area has.
fn ends(item: &Item, days: &[Date]) -> [Figure; 2] {
    let [first, last] = [days.first(), days.last()].map(|day| match day {
        Some(day) => on(item, *day),
        None => Figure::missing(missing_status(item.figure)),
    });
    // A break that begins on the first day lies before all of them.
    [first.without(Status::Break), last]
}

/// The label, then the first and the last figure: as one line each, or broken where a tile is
/// narrow.
fn tile_lines(
    tile: &Tile,
    data: &ChartData,
    days: &[Date],
    width: f64,
    style: &Style,
) -> Vec<Vec<String>> {
    let ends = match data.item(&tile.code) {
        Some(item) => ends(item, days),
        None => [Figure::missing(Status::NotAvailable); 2],
    };
    let wrapped =
        |text: &str, bold| text_metrics::wrap(text, width - 2.0 * INSIDE, style.text.size, bold);
    let [first, last] = ends.map(|figure| format::figure(figure, data.unit));
    vec![wrapped(&tile.label, false), wrapped(&first, false), wrapped(&last, true)]
}

/// The tooltip: an area's first and last figure, and how many between them are missing.
fn tooltip_text(tile: &Tile, data: &ChartData, days: &[Date]) -> String {
    let (Some(item), Some(first), Some(last)) = (data.item(&tile.code), days.first(), days.last())
    else {
        return tooltips::area_text(data, &tile.code);
    };
    let [before, now] =
        ends(item, days).map(|figure| tooltips::format_with_unit(figure, data.unit));
    let all = if first == last {
        format!("{}: {now} on {}", item.label, long_date(*last))
    } else {
        format!("{}: {before} on {}; {now} on {}", item.label, long_date(*first), long_date(*last))
    };
    let missing = days.iter().filter(|day| number(on(item, **day)).is_none()).count();
    if missing == 0 {
        all
    } else {
        format!("{all}; {missing} of {} missing", counted(days.len(), "figure", "figures"))
    }
}

fn draw_tile(
    canvas: &mut Canvas,
    item: Option<&Item>,
    texts: &[Vec<String>],
    grid: &Grid,
    corner: Point,
) {
    let style = canvas.style;
    let frame = corners(corner, grid.size.0, grid.size.1);
    let emphasis = item.is_some_and(|item| item.emphasis);
    let label = texts.first().map_or(0, Vec::len) as f64 * style.text.line;
    let top = corner.1 + INSIDE + label;
    let plot = corners((corner.0, top), grid.size.0, PLOT);
    let is_known =
        item.is_some_and(|item| item.history.iter().any(|(_, figure)| number(*figure).is_some()));
    if is_known {
        let zero = top + grid.scale.at(0.0);
        canvas.line(
            &[(corner.0, zero), (corner.0 + grid.size.0, zero)],
            style.roles.context,
            style.picture.gridline,
        );
        item.iter().for_each(|item| draw_line(canvas, item, grid, (corner.0, top)));
    } else {
        canvas.hatch(&plot);
    }
    let width = style.picture.outline * if emphasis { 3.0 } else { 1.0 };
    canvas.border(&frame, if emphasis { style.roles.outline } else { style.roles.context }, width);
    let (left, right) = (corner.0 + INSIDE, corner.0 + grid.size.0 - INSIDE);
    let mut write = |at: Point, anchor, bold, text: &String| {
        canvas.text_run(TextRun { at, anchor, bold, colour: style.roles.text, text: text.clone() });
    };
    let mut baseline = corner.1 + INSIDE + style.text.size - 3.0;
    for text in texts.first().into_iter().flatten() {
        write((left, baseline), Anchor::Start, emphasis, text);
        baseline += style.text.line;
    }
    // The first figure is at the left, where its line begins, and the last at the right.
    baseline += PLOT + 2.0;
    for text in texts.get(1).into_iter().flatten() {
        write((left, baseline), Anchor::Start, false, text);
        baseline += style.text.line;
    }
    for text in texts.get(2).into_iter().flatten() {
        write((right, baseline), Anchor::End, true, text);
        baseline += style.text.line;
    }
}

/// The runs of figures without a gap or a break; a figure alone is a point.
fn draw_line(canvas: &mut Canvas, item: &Item, grid: &Grid, (left, top): Point) {
    let (colour, width) = (canvas.style.focus[0], 2.25);
    let last = grid.days.len().saturating_sub(1).max(1) as f64;
    let at = |index: usize, value: f64| {
        let inside = grid.size.0 - 4.0 * INSIDE;
        (left + 2.0 * INSIDE + inside * index as f64 / last, top + grid.scale.at(value))
    };
    let points: Vec<Option<Point>> = grid
        .days
        .iter()
        .enumerate()
        .map(|(index, day)| number(on(item, *day)).map(|value| at(index, value)))
        .collect();
    let mut run: Vec<Point> = Vec::new();
    for (point, broken) in points.iter().zip(&grid.broken).chain([(&None, &false)]) {
        if *broken || point.is_none() {
            match run.as_slice() {
                [] => {}
                [only] => canvas.disc(*only, width, colour),
                run => canvas.line(run, colour, width),
            }
            run.clear();
        }
        run.extend(*point);
    }
    if let Some(Some(end)) = points.last() {
        canvas.disc(*end, 4.0, colour);
    }
}

/// Says what the two figures and the height of the lines are. Returns the bottom.
fn write_key(canvas: &mut Canvas, data: &ChartData, grid: &Grid, top: f64) -> f64 {
    let (Some(first), Some(last)) = (grid.days.first(), grid.days.last()) else { return top };
    let style = canvas.style;
    let values =
        data.items.iter().flat_map(|item| &item.history).filter_map(|(_, figure)| number(*figure));
    let highest = values.fold(f64::NEG_INFINITY, f64::max);
    let mut note =
        format!("On the left {}, on the right in bold {}.", long_date(*first), long_date(*last));
    if highest.is_finite() {
        note += &format!(
            " All lines are on one scale from 0, the highest figure {}.",
            format::number(highest, data.unit)
        );
    }
    let gaps = |item: &Item| {
        let is_known = |day: &&Date| number(on(item, **day)).is_some();
        (1..grid.days.len()).contains(&grid.days.iter().filter(is_known).count())
    };
    let missing = data.items.iter().any(gaps);
    note += match (missing, grid.broken.contains(&true)) {
        (true, true) => " A gap in a line is a missing figure or a break in the series.",
        (true, false) => " A gap in a line is a missing figure.",
        (false, true) => " A gap in a line is a break in the series.",
        (false, false) => "",
    };
    let room = f64::from(style.picture.width) - 2.0 * style.picture.margin;
    let lines = text_metrics::wrap(&note, room, style.text.size, false);
    let baseline = rows::baseline_at(top + GAP + style.text.line / 2.0, style);
    canvas.paragraph((style.picture.margin, baseline), Anchor::Start, false, &lines);
    top + GAP + lines.len() as f64 * style.text.line
}

#[cfg(test)]
mod tests {
    use super::{Kind, SmallMultiples};
    use crate::chart::{ChartData, Item, style::house};
    use crate::domain::{AreaCode, Status, Unit};
    use crate::geography::parse_tiles;
    use crate::table::Figure;
    use jiff::civil::date;

    fn data() -> ChartData {
        let mut data = ChartData::new("Supported, London", "Supported", Unit::People);
        let tiles = "area_code,column,row,label\nE09000003,1,1,BAR\nE09000001,2,1,CTY\n";
        data.tiles = parse_tiles(tiles, "tiles").unwrap();
        let days = [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)];
        for (code, label, figures) in [
            (
                "E09000003",
                "Barnet",
                [Figure::of(10.0), Figure::missing(Status::NotAvailable), Figure::of(40.0)],
            ),
            (
                "E09000001",
                "City of London",
                [Figure::of(5.0), Figure::of(4.0), Figure::missing(Status::Suppressed)],
            ),
        ] {
            let history = days.into_iter().zip(figures).collect();
            data.items.push(Item {
                history,
                ..Item::of(AreaCode::new(code).unwrap(), label, figures[2])
            });
        }
        data
    }

    #[test]
    fn first_and_last_figures_are_printed_and_gaps_are_said() {
        let svg = SmallMultiples.draw(&data(), &house()).unwrap().svg;
        for text in
            [">BAR<", ">10<", ">40<", ">5<", ">[c]<", "A gap in a line is a missing figure."]
        {
            assert!(svg.contains(text), "{text}");
        }
        assert_eq!(
            SmallMultiples.describe(&data()),
            "Small line charts, one for each area: Supported, London. Largest rise: Barnet, from \
             10 to 40. 1 of 2 areas has no figure: 1 suppressed."
        );
        let listing = SmallMultiples.listing(&data());
        assert_eq!(listing.columns[2].header, "31 March 2025");
        assert_eq!(listing.rows[0][3].print(&listing.columns[3]), "[x]");
    }

    #[test]
    fn without_tiles_it_is_refused_with_what_to_choose_instead() {
        let mut data = data();
        data.tiles.clear();
        assert_eq!(SmallMultiples.draw(&data, &house()).unwrap_err().code().id, "F404");
    }
}
