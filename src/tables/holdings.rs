//! Tables about the stored editions: what was imported, refreshed, checked, compared, verified,
//! removed, and which proposals would read a file.

use super::{Answer, cells};
use crate::domain::Status;
use crate::holdings::prune::PrunedEdition;
use crate::holdings::{
    CheckRow, Checked, Diff, DiffRow, DifferenceKind, ImportAnswer, ImportRow, Proposal, Pruned,
    RefreshReport, SourceReport, Verified, WordingProposals,
};
use crate::table::{Cell, Column, Listing, columns};

impl Answer for Diff {
    const NAME: &'static str = "diff";

    fn table(&self) -> Listing {
        let mut named = cells::plain(&columns::LEADING);
        named.extend(self.dimensions.iter().map(|dimension| Column::text(dimension, dimension)));
        named.push(Column::text(columns::MEASURE, columns::MEASURE));
        let decimals = self.units.values().map(|unit| unit.decimals()).max().unwrap_or_default();
        let number = |name: &str| Column::numeric(name, name).with_decimals(decimals);
        named.extend([
            number(columns::OLD),
            number(columns::NEW),
            number(columns::CHANGE).with_sign(),
        ]);
        named.push(Column::text(columns::STATUS, columns::STATUS));
        Listing {
            caption: self.caption.clone(),
            columns: named,
            rows: self.rows.iter().map(diff_row).collect(),
            notes: Vec::new(),
        }
    }
}

fn diff_row(row: &DiffRow) -> Vec<Cell> {
    let mut cells = vec![
        cells::text(row.area_code.as_ref()),
        cells::text(row.area_name.as_ref()),
        cells::text(row.period_start),
        cells::text(row.period_end),
    ];
    cells.extend(row.dims.iter().map(|code| cells::text(code.as_ref())));
    cells.extend([
        cells::text(row.measure.as_ref()),
        cells::figure(row.old),
        cells::figure(row.new),
        cells::number(row.change),
        Cell::Text(status_of(row)),
    ]);
    cells
}

/// `new` or `vanished`, and the publisher's status of the figure; for a changed figure its status,
/// and the earlier one.
fn status_of(row: &DiffRow) -> String {
    let [old, new] = [row.old, row.new].map(|figure| figure.and_then(|figure| figure.status));
    let word = match row.difference {
        DifferenceKind::New => "new",
        DifferenceKind::Vanished => "vanished",
        DifferenceKind::Changed => return changed_status(old, new),
    };
    old.or(new).map_or(word.to_owned(), |status| format!("{word}, {}", status.as_str()))
}

fn changed_status(old: Option<Status>, new: Option<Status>) -> String {
    let now = new.map_or("", Status::as_str);
    match old {
        Some(old) if Some(old) != new => {
            format!("{now}{}was {}", if now.is_empty() { "" } else { ", " }, old.as_str())
        }
        _ => now.to_owned(),
    }
}

impl Answer for Checked {
    const NAME: &'static str = "check";

    fn table(&self) -> Listing {
        let row = |row: &CheckRow| {
            let detail = format!("{}: {}", row.edition, row.detail);
            [row.dataset.as_str(), &row.check, row.outcome.as_str(), &detail]
                .map(Cell::from)
                .to_vec()
        };
        let named = [
            ("dataset", "Dataset"),
            ("check", "Check"),
            ("outcome", "Outcome"),
            ("detail", "Detail"),
        ];
        plain_table(&self.caption, cells::texts(&named), self.rows.iter().map(row))
    }
}

impl Answer for Verified {
    const NAME: &'static str = "verify";

    fn table(&self) -> Listing {
        let rows = self.rows.iter();
        let rows = rows.map(|item| {
            [&item.name, item.condition.as_str(), &item.detail].map(Cell::from).to_vec()
        });
        plain_table(&self.caption, cells::plain(&["item", "outcome", "detail"]), rows)
    }
}

impl Answer for Pruned {
    const NAME: &'static str = "prune";

    fn table(&self) -> Listing {
        let row = |row: &PrunedEdition| {
            vec![
                cells::text(Some(&row.dataset)),
                cells::text(Some(&row.edition)),
                cells::text(row.published.as_ref()),
                cells::text(Some(&row.file)),
                cells::text(Some(row.bytes)),
                cells::text(Some(&row.sha256)),
            ]
        };
        let named = ["dataset", "edition", "published", "file", "bytes", "sha256"];
        plain_table(&self.caption, cells::plain(&named), self.rows.iter().map(row))
    }
}

impl Answer for WordingProposals {
    const NAME: &'static str = "mend";

    fn table(&self) -> Listing {
        let row = |row: &Proposal| {
            [row.kind, &row.found, &row.proposed, &row.proof].map(Cell::from).to_vec()
        };
        let named = ["kind", "found", "proposed", "proof"];
        plain_table(&self.caption, cells::plain(&named), self.rows.iter().map(row))
    }
}

impl Answer for ImportAnswer {
    const NAME: &'static str = "import";

    fn table(&self) -> Listing {
        let row = |row: &ImportRow| {
            vec![
                row.file.as_str().into(),
                cells::text(row.dataset.as_ref()),
                cells::text(row.edition.as_ref()),
                cells::text(row.rows),
                cells::text(row.as_at.as_ref()),
                row.outcome.as_str().into(),
                row.detail.as_str().into(),
            ]
        };
        let named = ["file", "dataset", "edition", "rows", "as_at", "outcome", "detail"];
        plain_table(&self.caption, cells::plain(&named), self.rows.iter().map(row))
    }
}

impl Answer for RefreshReport {
    const NAME: &'static str = "refresh";

    fn table(&self) -> Listing {
        let row = |source: &SourceReport| {
            vec![
                cells::text(Some(&source.dataset)),
                source.outcome.as_str().into(),
                cells::text(source.edition.as_ref()),
                cells::text(source.url.as_ref()),
                cells::text(source.bytes),
            ]
        };
        let named = ["dataset", "outcome", "edition", "url", "bytes"];
        plain_table("Refreshed datasets", cells::plain(&named), self.sources.iter().map(row))
    }
}

/// A table without notes.
fn plain_table(
    caption: &str,
    columns: Vec<Column>,
    rows: impl Iterator<Item = Vec<Cell>>,
) -> Listing {
    Listing { caption: caption.to_owned(), columns, rows: rows.collect(), notes: Vec::new() }
}
