//! Tile grid: one square for each area with its label and figure, filled by class.
//!
//! Belongs here: squares of equal size. Does not belong here: true shapes (`choropleth`).

use super::canvas::{Anchor, Canvas, Point, TextRun, corners};
use super::classes::Classification;
use super::data::missing_status;
use super::gap::GAP;
use super::{
    ChartData, Drawing, Item, Kind, Style, alt_text, format, heading, legend, ranked_table,
    text_metrics, tooltips,
};
use crate::domain::{AreaCode, Error, Result, Status, error_codes};
use crate::geography::Tile;
use crate::table::Listing;

/// See the header of this file.
pub(super) struct TileGrid;

/// Space between two tiles.
const BETWEEN: f64 = 4.0;

/// A tile is no larger than this, however few there are.
const LARGEST: f64 = 110.0;

impl Kind for TileGrid {
    fn id(&self) -> &'static str {
        "tile-grid"
    }

    fn about(&self) -> &'static str {
        "A square of equal size for each area, with its figure, filled by class: small areas are \
         as visible as large ones."
    }

    fn draw(&self, data: &ChartData, style: &Style) -> Result<Drawing> {
        let failed = || Error::new(error_codes::DRAWING_FAILED, "drawing a tile grid");
        let columns = data.tiles.iter().map(|tile| tile.column).max();
        let rows = data.tiles.iter().map(|tile| tile.row).max();
        let (Some(columns), Some(rows)) = (columns, rows) else {
            return Err(failed()
                .found("no tiles")
                .expected("a place for each area")
                .help("choose `ranked-bars`, or a region that has a tile grid"));
        };
        let margin = style.picture.margin;
        let room = f64::from(style.picture.width) - 2.0 * margin;
        let side = (room / f64::from(columns)).min(LARGEST);
        let lines: Vec<Vec<String>> =
            data.tiles.iter().map(|tile| tile_lines(tile, data, side, style)).collect();
        let widest = lines
            .iter()
            .map(|lines| text_metrics::widest(lines, style.text.size, false))
            .fold(0.0, f64::max);
        if widest > side - BETWEEN {
            return Err(failed()
                .found(format!("text {widest:.0} units wide on tiles of {side:.0}"))
                .expected("fewer columns of tiles")
                .help("choose `ranked-bars`"));
        }
        let shown: Vec<&AreaCode> = data.tiles.iter().map(|tile| &tile.code).collect();
        let classes = Classification::of(data.numbers_of(&shown), &style.classes);
        let left = margin + (room - side * f64::from(columns)) / 2.0;
        let mut canvas = Canvas::new(style);
        let corner = |tile: &Tile| {
            let x = left + f64::from(tile.column.saturating_sub(1)) * side + BETWEEN / 2.0;
            (x, margin + f64::from(tile.row.saturating_sub(1)) * side + BETWEEN / 2.0)
        };
        for (tile, lines) in data.tiles.iter().zip(&lines) {
            draw_tile(
                &mut canvas,
                (corner(tile), side - BETWEEN),
                data.item(&tile.code),
                lines,
                &classes,
            );
        }
        for tile in in_reading_order(&data.tiles) {
            let frame = corners(corner(tile), side - BETWEEN, side - BETWEEN);
            canvas.mark(&frame, tooltips::area_text(data, &tile.code));
        }
        let bottom = margin + f64::from(rows) * side + GAP;
        let end = legend::draw(&mut canvas, data, &shown, &classes, bottom);
        let present =
            data.items.iter().filter(|item| item.number().is_some()).map(|item| item.figure);
        let end = heading::write_symbols(&mut canvas, present, end - GAP);
        canvas.finish(end + margin, &data.caption, &self.describe(data))
    }

    fn describe(&self, data: &ChartData) -> String {
        alt_text::describe_ranked("Tile grid map", data)
    }

    fn listing(&self, data: &ChartData) -> Listing {
        ranked_table::list_ranked(data, true)
    }
}

/// Row by row from the left.
pub(super) fn in_reading_order(tiles: &[Tile]) -> Vec<&Tile> {
    let mut tiles: Vec<&Tile> = tiles.iter().collect();
    tiles.sort_by_key(|tile| (tile.row, tile.column));
    tiles
}

/// Label and figure; a figure with a remark takes two lines where the tile is narrow.
fn tile_lines(tile: &Tile, data: &ChartData, side: f64, style: &Style) -> Vec<String> {
    let printed = match data.item(&tile.code) {
        Some(item) if item.number().is_some() => format::figure(item.figure, data.unit),
        Some(item) => missing_status(item.figure).symbol().to_owned(),
        None => Status::NotAvailable.symbol().to_owned(),
    };
    let mut lines = vec![tile.label.clone()];
    lines.extend(text_metrics::wrap(&printed, side - 2.0 * BETWEEN, style.text.size, false));
    lines
}

fn draw_tile(
    canvas: &mut Canvas,
    (corner, side): (Point, f64),
    item: Option<&Item>,
    lines: &[String],
    classes: &Classification,
) {
    let style = canvas.style;
    let frame = corners(corner, side, side);
    let value = item.and_then(Item::number);
    let fill = value.map_or(style.roles.background, |value| classes.colour(value, style));
    let emphasis = item.is_some_and(|item| item.emphasis);
    canvas.shape(&frame, fill);
    if value.is_none() {
        canvas.hatch(&frame);
        let (half, middle) =
            (text_metrics::widest(lines, style.text.size, true) / 2.0 + 4.0, corner.0 + side / 2.0);
        let height = lines.len() as f64 * style.text.line + 4.0;
        canvas.rectangle(
            (middle - half, corner.1 + (side - height) / 2.0),
            half * 2.0,
            height,
            fill,
        );
    }
    canvas.border(
        &frame,
        style.roles.outline,
        style.picture.outline * if emphasis { 3.0 } else { 1.0 },
    );
    let further = lines.len().saturating_sub(1) as f64;
    let first =
        super::rows::baseline_at(corner.1 + side / 2.0, style) - further * style.text.line / 2.0;
    for (index, text) in lines.iter().enumerate() {
        let at = (corner.0 + side / 2.0, first + index as f64 * style.text.line);
        let bold = index == 0 && emphasis;
        canvas.text_run(TextRun {
            at,
            anchor: Anchor::Middle,
            bold,
            colour: fill.text_on(),
            text: text.clone(),
        });
    }
}
