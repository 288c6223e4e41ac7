//! Figures and the markers that replace them.

use crate::catalogue::{Dataset, Markers};
use crate::domain::{Error, Result, Status, Unit, error_codes};
use crate::source::format::{Sheet, Value, address};
use crate::table::Figure;
use std::collections::BTreeSet;

/// The properties that determine the meaning of a printed number: the unit of its measure, and the
/// declared scale of its column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meaning {
    /// The unit of the measure.
    pub unit: Unit,
    /// The factor for a printed figure, such as 1000 under a header with "thousands".
    pub scale: Option<f64>,
}

impl Meaning {
    /// The figure that a cell's number stands for; `None` if the cell contains no number.
    ///
    /// With a percentage unit, a percentage is the number before the sign, whatever the scale:
    /// 0.626 shown as 62.6 % is 62.6. A scale multiplies the printed number: 1,234,567 shown as
    /// 1,235 thousand is 1,234,567 and not a thousand times that. Otherwise the stored number
    /// counts.
    fn of(self, cell: &Value) -> Option<f64> {
        match *cell {
            Value::Displayed { stored, factor } if factor > 1.0 && self.is_percentage() => {
                Some(to_fifteen_digits(stored * factor))
            }
            Value::Displayed { stored, factor } if factor < 1.0 && self.scale.is_some() => {
                Some(to_fifteen_digits(stored * factor * self.scale.unwrap_or(1.0)))
            }
            // Text files print the sign and have no stored value behind it.
            Value::Text(ref text) if text.trim_end().ends_with('%') => {
                let printed = plain_number(text.trim().trim_end_matches('%').trim_end())?;
                Some(if self.is_percentage() {
                    printed
                } else {
                    self.scaled(to_fifteen_digits(printed / 100.0))
                })
            }
            _ => number(cell).map(|value| self.scaled(value)),
        }
    }

    fn scaled(self, value: f64) -> f64 {
        self.scale.map_or(value, |scale| to_fifteen_digits(value * scale))
    }

    fn is_percentage(self) -> bool {
        matches!(self.unit, Unit::Percent | Unit::PercentagePoints)
    }
}

/// Rounds to the 15 digits that spreadsheets store: 257.037 thousand is 257,037. With binary
/// fractions it would be a billionth less.
fn to_fifteen_digits(value: f64) -> f64 {
    format!("{value:.14e}").parse().unwrap_or(value)
}

/// Reads the figure in a cell. Errors with `F109` for anything except a number or a declared
/// marker.
pub(super) fn figure(
    (sheet, row, column): (&Sheet, usize, usize),
    dataset: &Dataset,
    general: &Markers,
    meaning: Meaning,
) -> Result<Figure> {
    let cell = sheet.cell(row, column);
    if let Some(value) = meaning.of(cell) {
        return Ok(Figure::of(value));
    }
    let text = cell.text().unwrap_or_default().trim();
    let own =
        dataset.markers.iter().find(|(marker, _)| marker.trim() == text).map(|(_, status)| *status);
    if let Some(status) = own.or_else(|| general.get(text).copied()).filter(|_| !text.is_empty()) {
        // A figure that rounds to zero was published as zero, with the status that it is not quite
        // zero.
        return Ok(if status == Status::Low {
            Figure { value: Some(0.0), status: Some(status) }
        } else {
            Figure::missing(status)
        });
    }
    let figure = shorthand(text).map(|figure| figure.map(|value| Some(meaning.scaled(value))));
    figure.ok_or_else(|| {
        let markers: BTreeSet<&str> =
            dataset.markers.keys().chain(general.keys()).map(String::as_str).collect();
        Error::new(error_codes::NOT_A_NUMBER, format!("reading a figure of {}", dataset.id))
            .in_sheet(&sheet.name)
            .at_cell(address(row, column))
            .found(match cell {
                Value::Empty => "an empty cell".to_owned(),
                _ => format!("{:?}", cell.to_string().trim()),
            })
            .expected(format!(
                "a number or one of the markers {}",
                markers.into_iter().collect::<Vec<_>>().join("  ")
            ))
    })
}

/// The number in a cell, from a number or from text with commas as thousands separators.
pub(super) fn number(cell: &Value) -> Option<f64> {
    match cell {
        Value::Number(value) | Value::Displayed { stored: value, .. } if value.is_finite() => {
            Some(*value)
        }
        Value::Text(text) => plain_number(text.trim()),
        _ => None,
    }
}

fn plain_number(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.len() == 1
        || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let well_formed =
        grouped && groups.iter().all(|group| all_digits(group)) && all_digits(fraction);
    well_formed.then(|| text.replace(',', "").parse().ok()).flatten()
}

/// The square-bracket shorthand of the Government Analysis Function, alone or after a number:
/// `[c]`, `12 [r]`.
fn shorthand(text: &str) -> Option<Figure> {
    let open = text.rfind('[')?;
    let status = Status::ALL.into_iter().find(|status| status.symbol() == &text[open..])?;
    let before = text[..open].trim();
    match (before.is_empty(), status.is_missing()) {
        (true, true) => Some(Figure::missing(status)),
        (false, false) => Some(Figure { value: Some(plain_number(before)?), status: Some(status) }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Meaning, number, shorthand};
    use crate::domain::{Status, Unit};
    use crate::source::format::Value;
    use crate::table::Figure;

    #[test]
    fn only_whole_numbers_are_numbers() {
        let text = |text: &str| number(&Value::Text(text.into()));
        assert_eq!(text("1,234"), Some(1234.0));
        assert_eq!(text("-12.5"), Some(-12.5));
        for wrong in
            ["", "-", "*", "1,23", "12a", "1.", "..", "1e3", "NaN", "inf", "0x1F", "c", "1 234"]
        {
            assert_eq!(text(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_number_is_read_as_it_is_shown_where_unit_or_scale_say_so() {
        let of = |unit: Unit, scale: Option<f64>, cell: Value| Meaning { unit, scale }.of(&cell);
        let percentage = || Value::Displayed { stored: 0.626, factor: 100.0 };
        assert_eq!(of(Unit::Percent, None, percentage()), Some(62.6));
        assert_eq!(of(Unit::Percent, Some(100.0), percentage()), Some(62.6));
        assert_eq!(of(Unit::PercentagePoints, None, percentage()), Some(62.6));
        assert_eq!(of(Unit::Ratio, None, percentage()), Some(0.626));
        assert_eq!(of(Unit::Percent, None, Value::Number(0.626)), Some(0.626));
        let printed = |words: &str| Value::Text(words.into());
        assert_eq!(of(Unit::Percent, None, printed("62.6%")), Some(62.6));
        assert_eq!(of(Unit::Ratio, None, printed("62.6 %")), Some(0.626));
        assert_eq!(of(Unit::Percent, None, printed("%")), None);
        let thousands = || Value::Displayed { stored: 1_234_567.0, factor: 0.001 };
        assert_eq!(of(Unit::People, Some(1000.0), thousands()), Some(1_234_567.0));
        assert_eq!(of(Unit::People, None, thousands()), Some(1_234_567.0));
        assert_eq!(of(Unit::People, Some(1000.0), Value::Number(257.037)), Some(257_037.0));
        assert_eq!(of(Unit::People, Some(1000.0), Value::Text("[c]".into())), None);
    }

    #[test]
    fn shorthand_is_a_status_and_never_a_zero() {
        assert_eq!(shorthand("[c]"), Some(Figure::missing(Status::Suppressed)));
        assert_eq!(
            shorthand("1,204 [r]"),
            Some(Figure { value: Some(1204.0), status: Some(Status::Revised) })
        );
        assert_eq!(shorthand("[q]"), None);
        assert_eq!(shorthand("[r]"), None);
    }
}
