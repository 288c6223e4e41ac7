//! The tile grid: one square of equal size for each area, so that a small authority is as visible
//! as a large one.
//!
//! Belongs here: reading our CSV layout of tiles. Does not belong here: colours and figures on the
//! tiles.
//!
//! **Invariant:** no two tiles share a position or an area, and every label has one to four
//! characters.

use crate::domain::{AreaCode, Result};

/// The square of one area on a tile grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// The area.
    pub code: AreaCode,
    /// Column from the left, from 1.
    pub column: u32,
    /// Row from the top, from 1.
    pub row: u32,
    /// Short label of at most four characters, such as `HAV`.
    pub label: String,
}

const HEADER: [&str; 4] = ["area_code", "column", "row", "label"];

/// No country's authorities need a wider grid, and a mistyped position must not create an enormous
/// picture.
const LARGEST_PLACE: u32 = 60;

/// Reads `area_code,column,row,label`, one tile per line; lines beginning with `#` are citations.
///
/// Errors with `F201` naming `file` and the line.
pub fn parse_tiles(text: &str, file: &str) -> Result<Vec<Tile>> {
    let mut tiles: Vec<Tile> = Vec::new();
    for (line, fields) in super::layout::rows(text, &HEADER, file)? {
        let wrong = |what: &str| super::layout::wrong(file, line).expected(what);
        let code = AreaCode::new(&fields[0]).map_err(|e| e.in_file(file).at_line(line, 1))?;
        let place =
            |text: &str| text.parse().ok().filter(|place| (1..=LARGEST_PLACE).contains(place));
        let column =
            place(&fields[1]).ok_or_else(|| wrong("a whole number from 1 to 60 in `column`"))?;
        let row = place(&fields[2]).ok_or_else(|| wrong("a whole number from 1 to 60 in `row`"))?;
        let label = fields[3].clone();
        if !(1..=4).contains(&label.chars().count()) {
            return Err(wrong("one to four characters in `label`").found(format!("{label:?}")));
        }
        if let Some(other) =
            tiles.iter().find(|t| t.code == code || (t.column, t.row) == (column, row))
        {
            return Err(wrong("each area and each place once")
                .found(format!("{} there already", other.code)));
        }
        tiles.push(Tile { code, column, row, label });
    }
    Ok(tiles)
}

#[cfg(test)]
mod tests {
    use super::{Tile, parse_tiles};
    use crate::domain::AreaCode;
    use crate::geography::{Outline, parse_outlines};

    fn london() -> (Vec<Tile>, Vec<Outline>) {
        let tiles = include_str!("../../data/catalogue/areas/tiles-london.csv");
        let outlines = include_str!("../../data/catalogue/areas/outlines-london.csv");
        (parse_tiles(tiles, "tiles").unwrap(), parse_outlines(outlines, "outlines").unwrap())
    }

    /// Pairs of areas whose outlines share a border, which means two consecutive vertices.
    fn neighbours(outlines: &[Outline]) -> Vec<(&AreaCode, &AreaCode)> {
        let edges = |outline: &Outline| -> Vec<[(f64, f64); 2]> {
            let ring_edges = |ring: &Vec<(f64, f64)>| {
                let next = ring.iter().cycle().skip(1);
                ring.iter()
                    .zip(next)
                    .map(|(a, b)| if a < b { [*a, *b] } else { [*b, *a] })
                    .collect::<Vec<_>>()
            };
            outline.rings.iter().flat_map(ring_edges).collect()
        };
        let all: Vec<_> = outlines.iter().map(|outline| (&outline.code, edges(outline))).collect();
        let mut pairs = Vec::new();
        for (index, (a, of_a)) in all.iter().enumerate() {
            for (b, of_b) in &all[index + 1..] {
                if of_a.iter().any(|edge| of_b.contains(edge)) {
                    pairs.push((*a, *b));
                }
            }
        }
        pairs
    }

    #[test]
    fn london_has_one_tile_for_each_outline() {
        let (tiles, outlines) = london();
        assert_eq!(tiles.len(), 33);
        assert!(outlines.iter().all(|outline| tiles.iter().any(|tile| tile.code == outline.code)));
        let mut labels: Vec<&str> = tiles.iter().map(|tile| tile.label.as_str()).collect();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), 33);
    }

    #[test]
    fn most_true_neighbours_are_adjacent_and_the_city_is_in_the_middle() {
        let (tiles, outlines) = london();
        let tile = |code: &AreaCode| tiles.iter().find(|tile| tile.code == *code).unwrap();
        let pairs = neighbours(&outlines);
        let touching = |(a, b): &&(&AreaCode, &AreaCode)| {
            let (a, b) = (tile(a), tile(b));
            a.column.abs_diff(b.column).max(a.row.abs_diff(b.row)) == 1
        };
        let adjacent = pairs.iter().filter(touching).count();
        assert!(adjacent * 10 >= pairs.len() * 8, "{adjacent} of {} neighbours touch", pairs.len());
        let city = tile(&AreaCode::new("E09000001").unwrap());
        let widest = tiles.iter().map(|tile| tile.column).max().unwrap();
        assert!(city.column > widest / 3 && city.column <= widest - widest / 3, "{city:?}");
    }

    #[test]
    fn refuses_two_tiles_on_one_place() {
        let text = "area_code,column,row,label\nE09000001,1,1,CTY\nE09000002,1,1,B&D\n";
        let error = parse_tiles(text, "x.csv").unwrap_err();
        assert_eq!((error.code().id, error.place().line), ("F201", Some((3, 1))));
        assert!(parse_tiles("area_code,column,row,label\nE09000001,0,1,CTY\n", "x.csv").is_err());
        assert!(parse_tiles("area_code,column,row,label\nE09000001,1,1,CITYX\n", "x.csv").is_err());
    }
}
