//! An aligned table for the terminal.

use super::ListingFormat;
use crate::domain::{Result, one_line_within};
use crate::table::Listing;
use unicode_width::UnicodeWidthStr;

/// Characters of a cell: every row is as wide as the widest, so that one text of a file could fill
/// a screen with spaces.
const LONGEST: usize = 1_000;

/// Columns aligned by spaces, numbers to the right, readers' headers, symbols explained below.
pub struct Text;

impl ListingFormat for Text {
    fn id(&self) -> &'static str {
        "table"
    }

    fn render(&self, listing: &Listing) -> Result<Vec<u8>> {
        let headers: Vec<String> =
            listing.columns.iter().map(|column| shown(&column.header)).collect();
        let printed = listing.rows.iter().map(|row| {
            row.iter()
                .zip(&listing.columns)
                .map(|(cell, column)| shown(&cell.print(column)))
                .collect::<Vec<String>>()
        });
        let rows: Vec<Vec<String>> = printed.collect();
        let width = |index: usize| {
            rows.iter().chain([&headers]).map(|row| row[index].width()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..headers.len()).map(width).collect();
        let mut lines = Vec::new();
        for row in [&headers].into_iter().chain(&rows) {
            let cells =
                row.iter().zip(&listing.columns).zip(&widths).map(|((text, column), width)| {
                    // Some letters take two places on a terminal, and marks on letters none.
                    let spaces = " ".repeat(width.saturating_sub(text.width()));
                    if column.numeric {
                        format!("{spaces}{text}")
                    } else {
                        format!("{text}{spaces}")
                    }
                });
            lines.push(cells.collect::<Vec<_>>().join("  ").trim_end().to_owned());
        }
        if let Some(legend) = listing.legend() {
            lines.push(legend);
        }
        lines.push(String::new());
        Ok(lines.join("\n").into_bytes())
    }
}

/// A text as a terminal may be sent it.
fn shown(text: &str) -> String {
    one_line_within(text, LONGEST)
}

#[cfg(test)]
mod tests {
    use super::{ListingFormat, Text};
    use crate::table::{Column, Listing};

    #[test]
    fn a_table_obeys_nothing_that_is_in_it() {
        let listing = Listing {
            columns: vec![Column::text("name", "Na\u{1b}[2Jme"), Column::text("other", "Other")],
            rows: vec![vec![
                "a\u{1b}]0;title\u{7}\nb\u{202e}".into(),
                "c".repeat(200_000).as_str().into(),
            ]],
            ..Listing::default()
        };
        let text = String::from_utf8(Text.render(&listing).unwrap()).unwrap();
        assert_eq!(text.lines().count(), 2);
        assert!(text.starts_with("Na�[2Jme") && text.contains("a�]0;title� b�  ccc"), "{text}");
        assert!(text.chars().count() < 3_000, "{}", text.chars().count());
    }
}
