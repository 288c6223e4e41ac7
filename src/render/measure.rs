//! Widths of the columns of a table on a page, by the letters of the embedded typeface.
//!
//! Belongs here: how wide a text is, and how columns share a page. Does not belong here: sheets and
//! terminals, which measure in characters of their own.

use crate::chart::text_metrics;
use crate::table::Column;
use std::sync::OnceLock;
use ttf_parser::Face;

/// The longest line that a column is widened for, in ems.
const MAX_LINE: f64 = 22.0;

/// The widths that the columns of a table need on a page, in ems.
pub(super) struct Needs {
    /// The longest word of each column: with less, words are broken.
    min: Vec<f64>,
    /// The longest text of each column.
    max: Vec<f64>,
}

impl Needs {
    /// The needs of columns with these rows, `around` being the space left and right of a text. No
    /// word of a header counts for more than `longest_of_header`, where a format breaks such words.
    pub fn new(
        columns: &[Column],
        rows: &[Vec<String>],
        around: f64,
        longest_of_header: f64,
    ) -> Self {
        let (mut min, mut max) = (Vec::new(), Vec::new());
        for (at, column) in columns.iter().enumerate() {
            let header = longest_word(&column.header, true).min(longest_of_header);
            let cells = rows.iter().map(|row| row[at].as_str());
            // A number and its symbol stay on one line.
            let change_without_break = |text: &str| {
                if column.numeric { ems(text, false) } else { longest_word(text, false) }
            };
            let shortest = cells.clone().map(change_without_break).fold(header, f64::max);
            max.push(
                cells
                    .map(|text| ems(text, false))
                    .fold(header, f64::max)
                    .min(MAX_LINE)
                    .max(shortest)
                    + around,
            );
            min.push(shortest + around);
        }
        Self { min, max }
    }

    /// Columns that together are `width` wide. Where there is room for all words, no word is
    /// broken, and the remainder goes to the columns with longer texts. Where there is not enough
    /// room, all are narrowed in the same ratio.
    pub fn share(&self, width: f64) -> Vec<f64> {
        let (min, max): (f64, f64) = (self.min.iter().sum(), self.max.iter().sum());
        let column = |(own_min, own_max): (&f64, &f64)| {
            if max <= width {
                own_max * width / max
            } else if min <= width {
                own_min + (own_max - own_min) * (width - min) / (max - min)
            } else {
                own_min * width / min
            }
        };
        self.min.iter().zip(&self.max).map(column).collect()
    }
}

fn longest_word(text: &str, bold: bool) -> f64 {
    text.split_whitespace().map(|word| ems(word, bold)).fold(0.0, f64::max)
}

/// The width of a text in ems; a letter that the typeface does not have is as wide as the box in
/// its place.
fn ems(text: &str, bold: bool) -> f64 {
    const BOX: f64 = 0.604;
    static FACES: OnceLock<[Option<Face<'static>>; 2]> = OnceLock::new();
    let read =
        || [text_metrics::REGULAR, text_metrics::BOLD].map(|bytes| Face::parse(bytes, 0).ok());
    let face = FACES.get_or_init(read)[usize::from(bold)].as_ref();
    let advance = |letter: char| {
        let face = face?;
        let units = face.glyph_hor_advance(face.glyph_index(letter)?)?;
        Some(f64::from(units) / f64::from(face.units_per_em()))
    };
    text.chars().map(|letter| advance(letter).unwrap_or(BOX)).sum()
}

#[cfg(test)]
mod tests {
    use super::{Needs, ems};
    use crate::domain::Unit;
    use crate::table::Column;

    /// Advance widths from the hmtx tables of Arial, in units of 1/2048 em: digits 1139, space 569,
    /// bold `M` 1706.
    #[test]
    fn widths_are_those_of_arial() {
        assert!((ems("1 2", false) - (2.0 * 1139.0 + 569.0) / 2048.0).abs() < 1e-3);
        assert!((ems("M", true) - 1706.0 / 2048.0).abs() < 1e-3);
    }

    #[test]
    fn columns_fill_the_page_and_codes_are_not_broken() {
        let names = ["Population: headroom (people)", "Headroom under one in 200: what binds"];
        let mut columns =
            vec![Column::text("area_code", "Area code"), Column::text("area_name", "Area")];
        columns.extend(names.map(|name| Column::number("people", name, Unit::People)));
        let row =
            ["E09000020", "Kensington and Chelsea", "1,234", "99"].map(str::to_owned).to_vec();
        for count in [2, 4] {
            let found =
                Needs::new(&columns[..count], &[row[..count].to_vec()], 0.85, f64::MAX).share(48.0);
            assert!((found.iter().sum::<f64>() - 48.0).abs() < 1e-9, "{found:?}");
            assert!(found[0] >= ems("E09000020", false) + 0.85, "{found:?}");
        }
        // More than fits on a page: all columns are narrowed in the same ratio.
        let many: Vec<Column> = (0..30).map(|_| columns[2].clone()).collect();
        let row = vec!["1,234,567".to_owned(); 30];
        let found = Needs::new(&many, &[row], 0.85, f64::MAX).share(48.0);
        assert!(found.iter().all(|width| (width - 48.0 / 30.0).abs() < 1e-9));
    }
}
