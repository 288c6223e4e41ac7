//! What lies under the pointer: outlines on the picture with the words for what they hold.
//!
//! Belongs here: the words of figures that marks say, outlines that several kinds share. Does not belong here: marks
//! themselves (`canvas`), showing them (`render`), which outlines a kind has.
//!
//! **Invariant:** a missing figure has a mark like any other, with its reason in words.

use super::canvas::{Point, corners};
use super::data::{ChartData, missing_status};
use super::matrix::number;
use super::style::Style;
use super::{format, letters};
use crate::domain::{AreaCode, Status, Unit};
use crate::table::Figure;

/// A figure without its unit, such as `1,298 (provisional)`; why there is none, such as `suppressed`.
pub(super) fn plain(figure: Figure, unit: Unit) -> String {
    told(figure, |value| format::number(value, unit))
}

/// A figure with its unit, such as `46.5 per 10,000 residents`; why there is none, such as `suppressed`.
pub(super) fn said(figure: Figure, unit: Unit) -> String {
    told(figure, |value| with_unit(&format::number(value, unit), unit))
}

fn told(figure: Figure, print: impl Fn(f64) -> String) -> String {
    match (number(figure), figure.status) {
        (Some(value), Some(status)) => format!("{} ({})", print(value), status.label()),
        (Some(value), None) => print(value),
        (None, _) => missing_status(figure).label().to_owned(),
    }
}

/// An area's figure in words, also of one that has none or that the data do not hold.
pub(super) fn told_of_area(data: &ChartData, code: &AreaCode) -> String {
    match data.item(code) {
        Some(item) => format!("{}: {}", item.label, said(item.figure, data.unit)),
        None => {
            let label = data.short_label(code).unwrap_or(code.as_str());
            format!("{label}: {}", Status::NotAvailable.label())
        }
    }
}

/// A printed number with its unit, such as `1 person`.
pub(super) fn with_unit(printed: &str, unit: Unit) -> String {
    let one = printed == "1";
    match unit {
        Unit::People if one => format!("{printed} person"),
        Unit::Households if one => format!("{printed} household"),
        Unit::Cases if one => format!("{printed} case"),
        Unit::Dwellings if one => format!("{printed} dwelling"),
        Unit::Pounds => match printed.strip_prefix('\u{2212}') {
            Some(rest) => format!("\u{2212}£{rest}"),
            None => format!("£{printed}"),
        },
        Unit::IndexNumber => format!("{printed} ({})", unit.label()),
        Unit::Percent | Unit::Ratio | Unit::Index | Unit::Score | Unit::Rank | Unit::Events => printed.to_owned(),
        _ => format!("{printed} {}", unit.label()),
    }
}

/// A square around a point.
pub(super) fn around((x, y): Point, half: f64) -> Vec<Point> {
    corners((x - half, y - half), 2.0 * half, 2.0 * half).to_vec()
}

/// For ascending places the stretches that are nearest to each, from the left to the right.
pub(super) fn stretches(places: &[f64], (left, right): (f64, f64)) -> Vec<(f64, f64)> {
    let between = |pair: &[f64]| (pair[0] + pair[1]) / 2.0;
    let starts = std::iter::once(left).chain(places.windows(2).map(between));
    let ends = places.windows(2).map(between).chain([right]);
    starts.zip(ends).take(places.len()).collect()
}

/// Where each of some texts stands in the lines of a paragraph that names them in this order, the first line on the baseline.
pub(super) fn places(
    lines: &[String],
    (left, baseline): Point,
    texts: &[String],
    style: &Style,
) -> Vec<Vec<Vec<Point>>> {
    // Lines are broken at spaces or inside of words, so that letters are all that text and lines have in common.
    let letters_of = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<Vec<char>>();
    let mut all: Vec<(usize, usize, char)> = Vec::new();
    for (line, text) in lines.iter().enumerate() {
        all.extend(text.char_indices().filter(|(_, c)| !c.is_whitespace()).map(|(at, letter)| (line, at, letter)));
    }
    let mut from = 0;
    let mut place = |text: &String| -> Vec<Vec<Point>> {
        let wanted = letters_of(text);
        let begins = |at: &usize| wanted.iter().zip(&all[*at..]).all(|(letter, found)| *letter == found.2);
        let last = all.len().saturating_sub(wanted.len());
        let start = (from..=last).find(begins).unwrap_or(from.min(last));
        from = (start + wanted.len()).min(all.len());
        let stretch = &all[start..from];
        let on_one_line = stretch.chunk_by(|a, b| a.0 == b.0);
        on_one_line.map(|run| frame(lines, run[0], run[run.len() - 1], (left, baseline), style)).collect()
    };
    texts.iter().map(&mut place).collect()
}

/// The frame of some letters of one line.
fn frame(
    lines: &[String],
    (line, first, _): (usize, usize, char),
    (_, last, letter): (usize, usize, char),
    (left, baseline): Point,
    style: &Style,
) -> Vec<Point> {
    let width = |until: usize| letters::width(&lines[line][..until], style.text.size, false);
    let (from, to) = (width(first), width(last + letter.len_utf8()));
    let top = baseline + line as f64 * style.text.line - style.text.size;
    corners((left + from, top), to - from, style.text.line).to_vec()
}

#[cfg(test)]
mod tests {
    use super::{places, said, stretches};
    use crate::chart::{letters, style::house};
    use crate::domain::{Status, Unit};
    use crate::table::Figure;

    #[test]
    fn figures_are_said_with_their_unit_and_the_missing_with_their_reason() {
        assert_eq!(said(Figure::of(46.53), Unit::Per10k), "46.5 per 10,000 residents");
        assert_eq!(said(Figure::of(1.0), Unit::People), "1 person");
        assert_eq!(said(Figure::of(1_298.0), Unit::People), "1,298 people");
        assert_eq!(said(Figure::of(-1_298.0), Unit::Pounds), "\u{2212}£1,298");
        assert_eq!(said(Figure::of(15.25), Unit::Percent), "15.3%");
        let provisional = Figure { value: Some(3.0), status: Some(Status::Provisional) };
        assert_eq!(said(provisional, Unit::Households), "3 households (provisional)");
        assert_eq!(said(Figure::missing(Status::Suppressed), Unit::People), "suppressed");
        assert_eq!(said(Figure::of(f64::NAN), Unit::People), "not available");
    }

    #[test]
    fn stretches_meet_half_way() {
        assert_eq!(stretches(&[10.0, 20.0, 40.0], (0.0, 50.0)), [(0.0, 15.0), (15.0, 30.0), (30.0, 50.0)]);
        assert_eq!(stretches(&[10.0], (0.0, 50.0)), [(0.0, 50.0)]);
        assert!(stretches(&[], (0.0, 50.0)).is_empty());
    }

    #[test]
    fn names_are_found_in_the_lines_of_their_paragraph() {
        let style = house();
        let texts = ["City of London [c]", "Enfield [x]"].map(str::to_owned);
        let text = format!("Without: {}.", texts.join(", "));
        let lines = letters::wrap(&text, 150.0, style.text.size, false);
        assert_eq!(lines, ["Without: City of", "London [c], Enfield", "[x]."]);
        let found = places(&lines, (10.0, 100.0), &texts, &style);
        let width = |text: &str| letters::width(text, style.text.size, false);
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
        assert!((found[0][0][0].0 - 10.0 - width("Without: ")).abs() < 0.1, "{found:?}");
        assert!((found[1][0][0].0 - 10.0 - width("London [c], ")).abs() < 0.1, "{found:?}");
        assert!((found[1][1][1].0 - 10.0 - width("[x]")).abs() < 0.1, "{found:?}");
    }
}
