//! A table as readers see it: caption, headers with units, cells with their printed form.
//!
//! A chart has one (the table behind the picture), documents contain them, and renderers write them
//! as bytes.

use crate::domain::{
    Date, Naming, Status, Unit, long_date, render_names, rounds_to_zero, with_decimals,
};

/// A table ready to be printed in any format.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Listing {
    /// What the table shows, where and when: one sentence without a full stop.
    pub caption: String,
    /// The columns, left to right; the first one identifies the row.
    pub columns: Vec<Column>,
    /// The rows, each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
    /// Statements below the table: rounding, symbols used, comparators.
    pub notes: Vec<String>,
}

/// A column of a [`Listing`].
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Machine name, used as the header in CSV. It begins with a letter and consists of letters,
    /// digits and underscores.
    pub name: String,
    /// Header for readers, with the unit in round brackets where one is needed.
    pub header: String,
    /// Decimals printed for numbers.
    pub decimals: usize,
    /// True for numbers, which are aligned right; text is aligned left.
    pub numeric: bool,
    /// The unit of its numbers; `None` for text, and for numbers with no unit or several units.
    pub unit: Option<Unit>,
    /// True where the sign is always shown: for gaps and changes.
    pub signed: bool,
}

/// A cell of a [`Listing`].
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text, printed unchanged.
    Text(String),
    /// A day, in house style for readers and in ISO form for machines.
    Day(Date),
    /// A number, unrounded; the column defines how it is printed.
    Number(f64),
    /// A number printed with its own number of decimals, in a column of different kinds of numbers.
    /// The status is the publisher's.
    Decimals(f64, usize, Option<Status>),
    /// A number with a status from its publisher.
    Marked(f64, Status),
    /// A missing number, with the reason.
    Missing(Status),
}

impl Column {
    /// A column of text. Its machine name is derived from `name`; for a day it is `on_2025_12_31`.
    pub fn text(name: &str, header: &str) -> Self {
        let name = machine_name(name);
        Self { name, header: header.into(), decimals: 0, numeric: false, unit: None, signed: false }
    }

    /// A column of numbers with the decimals that house style gives the unit.
    pub fn number(name: &str, header: &str, unit: Unit) -> Self {
        Self {
            decimals: unit.decimals(),
            numeric: true,
            unit: Some(unit),
            ..Self::text(name, header)
        }
    }

    /// A column of numbers whose rows have their own units and decimals.
    pub fn numeric(name: &str, header: &str) -> Self {
        Self { numeric: true, ..Self::text(name, header) }
    }

    /// The same column with a different number of decimals.
    pub fn with_decimals(mut self, decimals: usize) -> Self {
        self.decimals = decimals;
        self
    }

    /// The same column with its sign always shown.
    pub fn with_sign(mut self) -> Self {
        self.signed = true;
        self
    }
}

/// Keeps letters and digits, with one underscore for everything between them. Programs treat a
/// header of days or numbers as figures. A name that begins with a digit therefore gets a word
/// before it.
fn machine_name(text: &str) -> String {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name = words.join("_");
    match name.starts_with(|c: char| c.is_alphabetic()) {
        true => name,
        false if text.parse::<Date>().is_ok() => format!("on_{name}"),
        false => format!("of_{name}"),
    }
}

impl Listing {
    /// The same table for one interface. Fields and actions in its texts are written as the readers
    /// of that interface write them.
    pub fn with_names(&self, naming: &dyn Naming) -> Self {
        self.clone().into_named(naming)
    }

    /// The same operation without copying the table.
    pub fn into_named(mut self, naming: &dyn Naming) -> Self {
        let texts = self.rows.iter_mut().flatten().filter_map(|cell| match cell {
            Cell::Text(text) if !text.is_ascii() => Some(text),
            _ => None,
        });
        // A mark is not ASCII.
        texts
            .chain([&mut self.caption])
            .chain(&mut self.notes)
            .for_each(|text| *text = render_names(text, naming));
        self
    }
}

impl Cell {
    /// The cell as readers see it in `column`: `1,234`, `+12`, `[c]`, `5.1 [p]`.
    pub fn print(&self, column: &Column) -> String {
        let printed = |value: f64, decimals: usize| {
            if column.signed {
                crate::domain::signed(value, decimals)
            } else {
                with_decimals(value, decimals)
            }
        };
        let number = |value: f64| printed(value, column.decimals);
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Day(day) => long_date(*day),
            Cell::Number(_) | Cell::Decimals(..) if self.is_low(column) => {
                Status::Low.symbol().to_owned()
            }
            Cell::Marked(_, status) if self.is_low(column) => {
                format!("{} {}", Status::Low.symbol(), status.symbol())
            }
            Cell::Number(value) => number(*value),
            Cell::Decimals(value, decimals, None) => printed(*value, *decimals),
            Cell::Decimals(value, decimals, Some(status)) => {
                format!("{} {}", printed(*value, *decimals), status.symbol())
            }
            Cell::Marked(value, status) => format!("{} {}", number(*value), status.symbol()),
            Cell::Missing(status) => status.symbol().to_owned(),
        }
    }

    /// True for a number that would be printed as zero but is not zero. Differences print their
    /// rounded zero.
    fn is_low(&self, column: &Column) -> bool {
        let (value, decimals) = match self {
            Cell::Number(value) | Cell::Marked(value, _) => (*value, column.decimals),
            Cell::Decimals(value, decimals, _) => (*value, *decimals),
            Cell::Text(_) | Cell::Day(_) | Cell::Missing(_) => return false,
        };
        !column.signed && rounds_to_zero(value, decimals)
    }

    /// The cell for machines: full precision, empty when missing.
    pub fn raw(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Day(day) => day.to_string(),
            Cell::Number(value) | Cell::Decimals(value, ..) | Cell::Marked(value, _) => {
                value.to_string()
            }
            Cell::Missing(_) => String::new(),
        }
    }

    /// The cell as a figure; text and days become *not applicable*.
    pub fn figure(&self) -> super::Figure {
        match self {
            Cell::Number(value) => super::Figure::of(*value),
            Cell::Decimals(value, _, status) => {
                super::Figure { value: Some(*value), status: *status }
            }
            Cell::Marked(value, status) => {
                super::Figure { value: Some(*value), status: Some(*status) }
            }
            Cell::Missing(status) => super::Figure::missing(*status),
            Cell::Text(_) | Cell::Day(_) => super::Figure::missing(Status::NotApplicable),
        }
    }

    /// The status of the cell, if any.
    pub fn status(&self) -> Option<Status> {
        match self {
            Cell::Marked(_, status) | Cell::Missing(status) => Some(*status),
            Cell::Decimals(_, _, status) => *status,
            Cell::Text(_) | Cell::Day(_) | Cell::Number(_) => None,
        }
    }

    /// A figure with its own number of decimals, in a column of different kinds of numbers.
    pub fn with_decimals(figure: super::Figure, decimals: usize) -> Self {
        match figure.value {
            Some(value) => Cell::Decimals(value, decimals, figure.status),
            None => Cell::from(figure),
        }
    }
}

impl From<super::Figure> for Cell {
    fn from(figure: super::Figure) -> Self {
        match (figure.value, figure.status) {
            (Some(value), None) => Cell::Number(value),
            (Some(value), Some(status)) => Cell::Marked(value, status),
            (None, status) => Cell::Missing(status.unwrap_or(Status::NotAvailable)),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl Listing {
    /// The position of the column with that name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// The table without empty columns, such as places not requested and statuses that did not
    /// occur.
    pub fn without_empty_columns(&self) -> Self {
        let is_empty = |cell: &Cell| matches!(cell, Cell::Text(text) if text.is_empty());
        let filled = |index: &usize| self.rows.iter().any(|row| !is_empty(&row[*index]));
        let kept: Vec<usize> = (0..self.columns.len()).filter(filled).collect();
        self.with_columns(&kept)
    }

    /// The same table with a selection of its columns, by position.
    pub fn with_columns(&self, kept: &[usize]) -> Self {
        Self {
            columns: kept.iter().map(|column| self.columns[*column].clone()).collect(),
            rows: self
                .rows
                .iter()
                .map(|row| kept.iter().map(|column| row[*column].clone()).collect())
                .collect(),
            ..self.clone()
        }
    }

    /// The statuses whose symbols are printed, in the order of legends. Readers need an explanation
    /// of each.
    pub fn statuses(&self) -> Vec<Status> {
        let printed = |row: &Vec<Cell>, status: Status| {
            row.iter().zip(&self.columns).any(|(cell, column)| {
                cell.status() == Some(status) || (status == Status::Low && cell.is_low(column))
            })
        };
        Status::ALL
            .into_iter()
            .filter(|status| self.rows.iter().any(|row| printed(row, *status)))
            .collect()
    }

    /// The legend of the symbols that occur, such as `[c] suppressed, [x] not available`; `None` if
    /// no symbols occur.
    pub fn legend(&self) -> Option<String> {
        let statuses = self.statuses();
        (!statuses.is_empty()).then(|| {
            statuses
                .iter()
                .map(|s| format!("{} {}", s.symbol(), s.label()))
                .collect::<Vec<_>>()
                .join(", ")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Column, Listing};
    use crate::domain::{Status, Unit};

    #[test]
    fn names_for_machines_begin_with_a_letter() {
        let name = |text: &str| Column::text(text, "").name;
        assert_eq!(name("on_2025_12_31"), "on_2025_12_31");
        assert_eq!(name("2025-12-31"), "on_2025_12_31");
        assert_eq!(name("18-24"), "of_18_24");
        assert_eq!(Column::number("bristol,_city_of", "", Unit::People).name, "bristol_city_of");
        assert_eq!(name("ynys_m\u{f4}n_(males)"), "ynys_m\u{f4}n_males");
    }

    #[test]
    fn missing_is_printed_as_its_symbol_and_never_as_a_number() {
        let column = Column::number("people", "People", Unit::People);
        assert_eq!(Cell::Missing(Status::Suppressed).print(&column), "[c]");
        assert_eq!(Cell::Missing(Status::Suppressed).raw(), "");
        assert_eq!(Cell::Number(0.0).print(&column), "0");
        assert_eq!(Cell::Number(0.4).print(&column), "[low]");
        assert_eq!(Cell::Number(0.4).print(&column.clone().with_sign()), "0");
        assert_eq!(Cell::Decimals(0.04, 1, None).print(&column), "[low]");
        assert_eq!(Cell::Decimals(1.26, 1, None).print(&column.clone().with_sign()), "+1.3");
        let listing = Listing {
            caption: String::new(),
            columns: vec![column],
            rows: vec![
                vec![Cell::Missing(Status::NotAvailable)],
                vec![Cell::Missing(Status::Suppressed)],
            ],
            notes: Vec::new(),
        };
        assert_eq!(listing.legend().as_deref(), Some("[c] suppressed, [x] not available"));
    }
}
