//! Decimal commas, which spreadsheet programs of other languages write where semicolons separate
//! fields.
//!
//! Belongs here: which columns use decimal commas, and their figures with a decimal point. Does not
//! belong here: what a field means otherwise.
//!
//! **Invariant:** `1,234` and `1.234` are read as figures only if other figures in their column
//! determine their meaning. Otherwise the file is refused, since a thousand could be mistaken for
//! one point something.

use super::fault::unreadable;
use crate::domain::{Error, Result};
use csv::{ReaderBuilder, StringRecord};
use std::collections::{BTreeMap, BTreeSet};

/// The columns of a text whose figures have decimal commas.
#[derive(Debug, Default)]
pub(super) struct Decimals {
    commas: BTreeSet<usize>,
}

/// The notation of a column, according to one of its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// A decimal comma, or points between the thousands: `1234,5`, `1.234.567`.
    WithComma,
    /// A decimal point, or commas between the thousands.
    WithPoint,
    /// Ambiguous: `1,234`, `1.234`.
    Unclear,
}

/// The figures of a column: the first of each kind, with its line.
#[derive(Debug, Default)]
struct Column {
    with_comma: Option<(String, u64)>,
    with_point: Option<(String, u64)>,
    unclear: Option<(String, u64)>,
}

impl Decimals {
    /// Examines all fields. Errors with `F101` if the meaning of figures remains uncertain by a
    /// factor of a thousand.
    pub(super) fn of(rows: &str, separator: u8) -> Result<Self> {
        let mut reader = ReaderBuilder::new();
        let mut reader = reader
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(rows.as_bytes());
        let mut columns: BTreeMap<usize, Column> = BTreeMap::new();
        let mut record = StringRecord::new();
        while reader.read_record(&mut record).unwrap_or(false) {
            let line = record.position().map_or(0, csv::Position::line);
            for (index, field) in record.iter().enumerate() {
                let Some(written) = written(number_in(field)) else { continue };
                let column = columns.entry(index).or_default();
                let first = match written {
                    Written::WithComma => &mut column.with_comma,
                    Written::WithPoint => &mut column.with_point,
                    Written::Unclear => &mut column.unclear,
                };
                first.get_or_insert_with(|| (field.trim().to_owned(), line));
            }
        }
        let comma = columns.values().find_map(|column| column.with_comma.as_ref());
        let point = columns.values().find_map(|column| column.with_point.as_ref());
        if let (Some((comma, line)), Some((point, _))) = (comma, point) {
            let found =
                format!("figures with decimal commas and with decimal points, {comma} and {point}");
            return Err(refused(found, *line));
        }
        let is_clear = |column: &Column| column.with_comma.is_some() || column.with_point.is_some();
        if let Some((figure, line)) = columns
            .values()
            .filter(|column| !is_clear(column))
            .find_map(|column| column.unclear.as_ref())
        {
            let found = format!(
                "{figure} in a column that does not say whether it is a thousand times as much"
            );
            return Err(refused(found, *line));
        }
        let commas = columns.into_iter().filter(|(_, column)| column.with_comma.is_some());
        Ok(Self { commas: commas.map(|(index, _)| index).collect() })
    }

    /// The text of a field with a decimal point, if it is a figure in one of these columns;
    /// otherwise `None`.
    pub(super) fn with_point(&self, column: usize, field: &str) -> Option<String> {
        if !self.commas.contains(&column) {
            return None;
        }
        written(number_in(field))?;
        Some(field.replace('.', "").replace(',', "."))
    }
}

fn refused(found: String, line: u64) -> Error {
    unreadable(format!("semicolons between the fields, and {found}"))
        .at_line(usize::try_from(line).unwrap_or(usize::MAX), 1)
        .help(
            "open it in a spreadsheet program, see that its figures are right, and save it as xlsx \
             or ods",
        )
}

/// A field without its sign and percentage sign.
fn number_in(field: &str) -> &str {
    field.trim().trim_start_matches(['-', '+']).trim_end_matches('%').trim_end()
}

/// The notation of a figure with a comma or a point; `None` for whole numbers and for text that is
/// not a figure.
fn written(digits: &str) -> Option<Written> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped = |text: &str, by: char| {
        let mut groups = text.split(by);
        let first = groups.next().unwrap_or_default();
        let mut rest = groups.peekable();
        let many = rest.peek().is_some();
        many && is_digits(first)
            && first.len() <= 3
            && rest.all(|group| is_digits(group) && group.len() == 3)
    };
    match (digits.matches(',').count(), digits.matches('.').count()) {
        (1, 0) => one(digits, ',', is_digits)
            .map(|clear| if clear { Written::WithComma } else { Written::Unclear }),
        (0, 1) => one(digits, '.', is_digits)
            .map(|clear| if clear { Written::WithPoint } else { Written::Unclear }),
        (0, 2..) => is_grouped(digits, '.').then_some(Written::WithComma),
        (2.., 0) => is_grouped(digits, ',').then_some(Written::WithPoint),
        (1.., 1) if digits.rfind('.') > digits.rfind(',') => {
            let (whole, decimals) = digits.split_once('.')?;
            (is_grouped(whole, ',') && is_digits(decimals)).then_some(Written::WithPoint)
        }
        (1, 1..) => {
            let (whole, decimals) = digits.split_once(',')?;
            (is_grouped(whole, '.') && is_digits(decimals)).then_some(Written::WithComma)
        }
        _ => None,
    }
}

/// True if the only separator in a figure must be its decimal separator; `None` for text that is
/// not a figure.
fn one(digits: &str, sign: char, is_digits: impl Fn(&str) -> bool) -> Option<bool> {
    let (whole, decimals) = digits.split_once(sign)?;
    let may_be_thousands = decimals.len() == 3 && whole.len() <= 3 && !whole.starts_with('0');
    (is_digits(whole) && is_digits(decimals)).then_some(!may_be_thousands)
}

#[cfg(test)]
mod tests {
    use super::Decimals;

    /// The first column of a text with a header, as read.
    fn read(figures: &[&str]) -> Result<Vec<String>, String> {
        let rows: String = figures.iter().map(|figure| format!("{figure};Adur\n")).collect();
        let decimals =
            Decimals::of(&format!("Rate;Area\n{rows}"), b';').map_err(|error| error.to_string())?;
        Ok(figures
            .iter()
            .map(|figure| decimals.with_point(0, figure).unwrap_or((*figure).to_owned()))
            .collect())
    }

    #[test]
    fn figures_with_decimal_commas_have_points() {
        assert_eq!(
            read(&["1234,5", "0,25", "12", "[c]"]).unwrap(),
            ["1234.5", "0.25", "12", "[c]"]
        );
        assert_eq!(read(&["1.234,5", "-7,5", "62,6 %"]).unwrap(), ["1234.5", "-7.5", "62.6 %"]);
        assert_eq!(read(&["0,5", "1.234", "1,234"]).unwrap(), ["0.5", "1234", "1.234"]);
        assert_eq!(read(&["1.234.567", "12"]).unwrap(), ["1234567", "12"]);
    }

    #[test]
    fn figures_with_decimal_points_stay() {
        for figures in
            [["1234.5", "1.234"], ["1,234.5", "1,234"], ["1,234,567", "2,345"], ["0.123", "7"]]
        {
            assert_eq!(read(&figures).unwrap(), figures);
        }
        // Days, versions and lists are not figures.
        assert_eq!(read(&["31.12.2025", "1,2,3"]).unwrap(), ["31.12.2025", "1,2,3"]);
    }

    #[test]
    fn what_may_be_a_thousand_times_as_much_is_refused() {
        for figure in ["1.234", "1,234", "-12.345"] {
            let said = read(&["7", figure]).unwrap_err();
            assert!(said.contains(&format!("{figure} in a column that does not say")), "{said}");
        }
        let said = read(&["0,5", "0.5"]).unwrap_err();
        assert!(said.contains("decimal commas and with decimal points, 0,5 and 0.5"), "{said}");
    }
}
