//! An aligned table for the terminal.

use super::ListingFormat;
use crate::domain::Result;
use crate::table::Listing;

/// Columns aligned by spaces, numbers to the right, readers' headers, symbols explained below.
pub struct Text;

impl ListingFormat for Text {
    fn id(&self) -> &'static str {
        "table"
    }

    fn render(&self, listing: &Listing) -> Result<Vec<u8>> {
        let headers: Vec<String> = listing.columns.iter().map(|column| column.header.clone()).collect();
        let printed = listing.rows.iter().map(|row| {
            row.iter().zip(&listing.columns).map(|(cell, column)| cell.print(column)).collect::<Vec<String>>()
        });
        let rows: Vec<Vec<String>> = printed.collect();
        let width = |index: usize| {
            rows.iter().chain([&headers]).map(|row| row[index].chars().count()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..headers.len()).map(width).collect();
        let mut lines = Vec::new();
        for row in [&headers].into_iter().chain(&rows) {
            let cells = row.iter().zip(&listing.columns).zip(&widths).map(|((text, column), width)| {
                if column.numeric { format!("{text:>width$}") } else { format!("{text:<width$}") }
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
