//! Tables of the profile of an authority and of the districts of a county.

use super::{Answer, cells};
use crate::domain::{Status, Unit};
use crate::figures::comparators::{AgainstRegion, Comparators};
use crate::figures::districts::DistrictRow;
use crate::figures::place::ProfileRow;
use crate::figures::rank::Rank;
use crate::figures::series::Trend;
use crate::figures::{DistrictsAnswer, ProfileAnswer};
use crate::table::{Cell, Column, Figure, Listing, columns};

impl Answer for ProfileAnswer {
    const NAME: &'static str = "place";

    fn table(&self) -> Listing {
        Listing {
            caption: self.caption.clone(),
            columns: profile_columns(),
            rows: self.rows.iter().map(profile_row).collect(),
            notes: self.notes.clone(),
        }
    }
}

fn profile_row(row: &ProfileRow) -> Vec<Cell> {
    let unit = row.unit;
    let mut cells: Vec<Cell> = vec![
        row.theme.as_str().into(),
        row.indicator.as_str().into(),
        row.title.as_str().into(),
        row.category.as_str().into(),
        cells::day(row.period_end),
        cells::in_unit(row.figure, unit),
        limit(row.lower, unit),
        limit(row.upper, unit),
        unit.as_str().into(),
        cells::status(row.figure),
    ];
    let rank = |part: fn(&Rank) -> Option<f64>| cells::number(row.rank.as_ref().and_then(part));
    cells.extend([
        rank(|rank| Some(rank.rank)),
        rank(|rank| Some(rank.ranked_of)),
        rank(|rank| rank.rank_best),
        rank(|rank| rank.rank_worst),
        cells::day(row.previous_day),
        cells::in_unit_or_empty(row.previous, unit),
        cells::in_unit_or_empty(row.change, unit),
        cells::text(row.trend.map(Trend::as_str)),
        Cell::Text(recent(row)),
        cells::text(row.against_region.map(AgainstRegion::as_str)),
    ]);
    cells.extend(row.comparators.named().map(|one| comparator(one.figure, unit)));
    cells.push(cells::text(row.note.as_ref()));
    cells
}

/// The last figures in one cell, oldest first.
fn recent(row: &ProfileRow) -> String {
    let column = Column::text("", "");
    let printed = row.recent.iter().map(|figure| cells::in_unit(*figure, row.unit).print(&column));
    printed.collect::<Vec<_>>().join("; ")
}

fn limit(of: Option<f64>, unit: Unit) -> Cell {
    cells::in_unit_or_empty(of.map(Figure::of), unit)
}

/// A comparator, with its remark where it is *at least* so many.
fn comparator(figure: Option<Figure>, unit: Unit) -> Cell {
    match figure.filter(|figure| figure.is_at_least()) {
        Some(figure) => Cell::with_decimals(figure, unit.decimals()),
        None => cells::in_unit_or_empty(figure, unit),
    }
}

fn profile_columns() -> Vec<Column> {
    let numbers = |names: &[(&str, &str)]| {
        names.iter().map(|(name, header)| Column::numeric(name, header)).collect::<Vec<_>>()
    };
    let mut all = cells::texts(&[
        ("theme", "Theme"),
        (columns::INDICATOR, "Indicator"),
        ("title", "Title"),
        ("category", "Category"),
        (columns::PERIOD_END, "To"),
    ]);
    all.extend(numbers(&[
        (columns::VALUE, "Value"),
        (columns::LOWER, "Lower limit"),
        (columns::UPPER, "Upper limit"),
    ]));
    all.extend(cells::texts(&[(columns::UNIT, "Unit"), (columns::STATUS, "Status")]));
    all.extend(numbers(&[
        ("rank", "Rank"),
        ("ranked_of", "Of"),
        ("rank_best", "Best rank"),
        ("rank_worst", "Worst rank"),
    ]));
    all.extend(cells::texts(&[("previous_day", "Before, to")]));
    all.extend(numbers(&[("previous", "Before")]));
    all.push(Column::numeric("change", "Change").with_sign());
    all.extend(cells::texts(&[
        ("trend", "Trend"),
        ("recent", "Last figures, oldest first"),
        ("against_region", "Against the region"),
    ]));
    all.extend(Comparators::default().named().map(|one| Column::numeric(one.name, one.title)));
    all.push(Column::text("note", "Note"));
    all
}

impl Answer for DistrictsAnswer {
    const NAME: &'static str = "districts";

    fn table(&self) -> Listing {
        Listing {
            caption: self.caption.clone(),
            columns: district_columns(),
            rows: self.rows.iter().map(district_row).collect(),
            notes: self.notes.clone(),
        }
    }
}

fn district_row(row: &DistrictRow) -> Vec<Cell> {
    vec![
        row.theme.as_str().into(),
        row.indicator.as_str().into(),
        row.title.as_str().into(),
        Cell::Day(row.period_end),
        row.area_code.as_str().into(),
        row.area_name.as_str().into(),
        cells::in_unit(row.figure, row.unit),
        limit(row.lower, row.unit),
        limit(row.upper, row.unit),
        row.unit.as_str().into(),
        cells::status(row.figure),
        cells::text(row.note.as_ref()),
    ]
}

fn district_columns() -> Vec<Column> {
    let text = Column::text;
    vec![
        text("theme", "Theme"),
        text(columns::INDICATOR, "Indicator"),
        text("title", "Title"),
        text(columns::PERIOD_END, "To"),
        text(columns::AREA_CODE, "Area code"),
        text(columns::AREA_NAME, "Area"),
        Column::numeric(columns::VALUE, "Value"),
        Column::numeric(columns::LOWER, "Lower limit"),
        Column::numeric(columns::UPPER, "Upper limit"),
        text(columns::UNIT, "Unit"),
        text(columns::STATUS, "Status"),
        text("note", "Note"),
    ]
}

/// One theme of the profile of an authority, as packs print it.
pub(crate) fn table_of_theme<'r>(
    caption: String,
    rows: impl Iterator<Item = &'r ProfileRow>,
    notes: Vec<String>,
) -> Listing {
    let text = Column::text;
    let columns = vec![
        text("title", "Indicator"),
        text(columns::PERIOD_END, "To"),
        Column::numeric(columns::VALUE, "Value"),
        text(columns::UNIT, "Unit"),
        text("rank", "Rank in the region"),
        Column::numeric("change", "Change").with_sign(),
        Column::numeric("region", "Region"),
        Column::numeric("united_kingdom", "United Kingdom"),
    ];
    Listing { caption, columns, rows: rows.map(theme_row).collect(), notes }
}

fn theme_row(row: &ProfileRow) -> Vec<Cell> {
    let named: Vec<&str> = [row.title.as_str(), row.category.as_str()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    // A missing comparator is a figure that is not available, never an empty cell.
    let or_missing = |figure: Option<Figure>, cell: fn(Option<Figure>, Unit) -> Cell| match figure {
        Some(_) => cell(figure, row.unit),
        None => Cell::Missing(Status::NotAvailable),
    };
    let widest = if row.is_compared_with_england() {
        row.comparators.england
    } else {
        row.comparators.united_kingdom
    };
    vec![
        Cell::Text(named.join(": ")),
        cells::day(row.period_end),
        Cell::with_decimals(row.figure, row.unit.decimals()),
        row.unit.label().into(),
        Cell::Text(rank_in_words(row)),
        or_missing(row.change, cells::in_unit_or_empty),
        or_missing(row.comparators.region, comparator),
        or_missing(widest, comparator),
    ]
}

/// `3 of 33 (2 to 5)`, or `none`.
fn rank_in_words(row: &ProfileRow) -> String {
    let Some(rank) = &row.rank else { return "none".to_owned() };
    let between = rank.rank_best.zip(rank.rank_worst);
    let between = between.map_or(String::new(), |(best, worst)| format!(" ({best} to {worst})"));
    format!("{} of {}{between}", rank.rank, rank.ranked_of)
}
