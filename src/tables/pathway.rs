//! Tables of pathways: areas at the end, quarter by quarter, and moves.

use super::shares::area_columns;
use super::{Answer, cells};
use crate::allocation::pathway::{AreaAtEnd, AreaInQuarter, AreaMove, ModeOutcome, Quarter};
use crate::allocation::{PathwayAreas, PathwayMode, PathwayMoves, PathwayQuarters};
use crate::domain::{Status, Unit, long_date};
use crate::table::{Cell, Column, Listing, columns};

fn people(name: &str, header: &str) -> Column {
    Column::number(name, header, Unit::People)
}

/// People now.
pub(crate) fn people_column() -> Column {
    people("people", "People supported")
}

/// The number due to an area at the end.
pub(crate) fn due_at_end_column() -> Column {
    people("due_at_end", "Due at the end")
}

/// People at the end of a mode, in a chart of several.
pub(crate) fn people_by_mode_column(mode: PathwayMode) -> Column {
    people(&format!("{}_people", super::underscored(mode.id())), mode.title())
}

/// What people do over a pathway or in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Movement {
    Departures,
    Arrivals,
    MovedOut,
    MovedIn,
}

impl Movement {
    const ALL: [Self; 4] = [Self::Departures, Self::Arrivals, Self::MovedOut, Self::MovedIn];

    fn column(self) -> Column {
        match self {
            Self::Departures => people("departures", "Departures"),
            Self::Arrivals => people("arrivals", "Arrivals"),
            Self::MovedOut => people("moved_out", "Moved out"),
            Self::MovedIn => people("moved_in", "Moved in"),
        }
    }

    fn in_area(self, area: &AreaAtEnd) -> Cell {
        match self {
            Self::Departures => area.departures,
            Self::Arrivals => area.arrivals,
            Self::MovedOut => area.moved_out,
            Self::MovedIn => area.moved_in,
        }
        .into()
    }

    /// The movements that a mode has.
    fn of_mode(mode: PathwayMode) -> &'static [Self] {
        match mode {
            PathwayMode::Moves => &[Self::MovedOut, Self::MovedIn],
            PathwayMode::Arrivals => &[Self::Arrivals],
            PathwayMode::ArrivalsAndDepartures => &[Self::Departures, Self::Arrivals],
        }
    }
}

impl Answer for PathwayAreas {
    const NAME: &'static str = "pathway";

    fn table(&self) -> Listing {
        let mut columns = vec![Column::text("way", "Way")];
        columns.extend(columns_at_end(self, &Movement::ALL));
        let row = |mode: PathwayMode, area: &AreaAtEnd| {
            std::iter::once(mode.id().into()).chain(row_at_end(area, &Movement::ALL)).collect()
        };
        let rows = self
            .modes
            .iter()
            .flat_map(|mode| mode.areas.iter().map(move |area| row(mode.mode, area)));
        Listing {
            caption: self.caption.clone(),
            columns,
            rows: rows.collect(),
            notes: self.notes.clone(),
        }
    }
}

/// The table of a single mode, for packs: its title in the caption, and columns only of what it
/// does.
pub(crate) fn table_of_mode(answer: &PathwayAreas, outcome: &ModeOutcome) -> Listing {
    let movements = Movement::of_mode(outcome.mode);
    Listing {
        caption: format!("{}: {}", outcome.mode.title(), answer.caption),
        columns: columns_at_end(answer, movements),
        rows: outcome.areas.iter().map(|area| row_at_end(area, movements)).collect(),
        notes: answer.notes.clone(),
    }
}

fn columns_at_end(answer: &PathwayAreas, movements: &[Movement]) -> Vec<Column> {
    let ending = &answer.basis.ending;
    let inside =
        format!("People in: {}, {}", ending.title, ending.as_at.map_or(String::new(), long_date));
    let mut named = area_columns();
    named.extend([
        people_column(),
        people("people_at_end", "People at the end"),
        due_at_end_column(),
        people("gap_at_end", "Gap at the end").with_sign(),
    ]);
    named.extend(movements.iter().map(|movement| movement.column()));
    named.extend([
        people("cap", "Limit (people)"),
        people("people_in_ended_accommodation", &inside),
        people("places_needed_elsewhere", "Places needed elsewhere"),
        people("places_needed_per_quarter", "Places needed a quarter").with_decimals(1),
        Column::text(columns::STATUS, "Status"),
    ]);
    named
}

fn row_at_end(area: &AreaAtEnd, movements: &[Movement]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![area.area_code.as_str().into(), area.area_name.as_str().into()];
    cells.extend(
        [area.people, area.people_at_end, area.due_at_end, area.gap_at_end].map(Cell::from),
    );
    cells.extend(movements.iter().map(|movement| movement.in_area(area)));
    cells.push(cells::figure(area.cap));
    cells.push(area.people_in_ended_accommodation.into());
    cells.extend([area.places_needed_elsewhere, area.places_needed_per_quarter].map(Cell::from));
    cells.push(area.status().map_or("", Status::as_str).into());
    cells
}

impl Answer for PathwayQuarters {
    const NAME: &'static str = "pathway-quarters";

    fn table(&self) -> Listing {
        let places =
            format!("Places needed outside {} by then, found evenly", self.basis.ending.title);
        let mut columns =
            vec![Column::text("way", "Way"), Column::text(columns::PERIOD_END, "Quarter ending")];
        columns.extend(area_columns());
        columns.extend(Movement::ALL.map(Movement::column));
        columns.extend([
            people("people", "People at the end of the quarter"),
            people("due", "Due (people)"),
            people("gap", "Gap (people)").with_sign(),
            people("cap", "Limit (people)"),
            people("places_needed_elsewhere", &places),
        ]);
        let mut rows = Vec::new();
        for (mode, quarter) in
            self.modes.iter().flat_map(|mode| mode.quarters.iter().map(move |one| (mode.mode, one)))
        {
            rows.extend(quarter.areas.iter().map(|area| quarter_row(mode, quarter, area)));
        }
        Listing { caption: self.caption.clone(), columns, rows, notes: self.notes.clone() }
    }
}

fn quarter_row(mode: PathwayMode, quarter: &Quarter, area: &AreaInQuarter) -> Vec<Cell> {
    vec![
        mode.id().into(),
        Cell::Day(quarter.period_end),
        area.area_code.as_str().into(),
        area.area_name.as_str().into(),
        area.departures.into(),
        area.arrivals.into(),
        area.moved_out.into(),
        area.moved_in.into(),
        area.people.into(),
        area.due.into(),
        area.gap.into(),
        cells::figure(area.cap),
        area.places_needed_elsewhere.into(),
    ]
}

impl Answer for PathwayMoves {
    const NAME: &'static str = "pathway-moves";

    fn table(&self) -> Listing {
        let row = |one: &AreaMove| {
            vec![
                one.from_code.as_str().into(),
                one.from_name.as_str().into(),
                one.to_code.as_str().into(),
                one.to_name.as_str().into(),
                one.people.into(),
                one.distance_km.into(),
            ]
        };
        Listing {
            caption: self.caption.clone(),
            columns: vec![
                Column::text("from_code", "From, code"),
                Column::text("from_name", "From"),
                Column::text("to_code", "To, code"),
                Column::text("to_name", "To"),
                people("people", "People"),
                Column::number("distance_km", "Distance (km)", Unit::Kilometres),
            ],
            rows: self.moves.iter().map(row).collect(),
            notes: self.notes.clone(),
        }
    }
}
