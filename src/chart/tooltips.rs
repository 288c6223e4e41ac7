//! Tooltips: outlines on the picture with the text for what they contain.
//!
//! Belongs here: the text of figures in marks, outlines that several kinds share. Does not belong
//! here: marks themselves (`canvas`), showing them (`render`), which outlines a kind has.
//!
//! **Invariant:** a missing figure has a mark like any other, with its reason as text.

use super::canvas::{Point, corners};
use super::data::{ChartData, missing_status};
use super::matrix::number;
use super::style::Style;
use super::{format, text_metrics};
use crate::domain::{AreaCode, Status, Unit};
use crate::table::Figure;

/// A figure without its unit, such as `1,298 (provisional)`; why there is none, such as
/// `suppressed`.
pub(super) fn format_figure(figure: Figure, unit: Unit) -> String {
    format_or_reason(figure, |value| format::number(value, unit))
}

/// A figure with its unit, such as `46.5 per 10,000 residents`; why there is none, such as
/// `suppressed`.
pub(super) fn format_with_unit(figure: Figure, unit: Unit) -> String {
    format_or_reason(figure, |value| number_with_unit(&format::number(value, unit), unit))
}

fn format_or_reason(figure: Figure, print: impl Fn(f64) -> String) -> String {
    match (number(figure), figure.status) {
        (Some(value), Some(status)) => format!("{} ({})", print(value), status.label()),
        (Some(value), None) => print(value),
        (None, _) => missing_status(figure).label().to_owned(),
    }
}

/// The tooltip of an area, also of one without a figure or without data.
pub(super) fn area_text(data: &ChartData, code: &AreaCode) -> String {
    match data.item(code) {
        Some(item) => format!("{}: {}", item.label, format_with_unit(item.figure, data.unit)),
        None => {
            let label = data.short_label(code).unwrap_or(code.as_str());
            format!("{label}: {}", Status::NotAvailable.label())
        }
    }
}

/// A printed number with its unit, such as `1 person`.
pub(super) fn number_with_unit(printed: &str, unit: Unit) -> String {
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
        Unit::Percent | Unit::Ratio | Unit::Index | Unit::Score | Unit::Rank | Unit::Events => {
            printed.to_owned()
        }
        _ => format!("{printed} {}", unit.label()),
    }
}

/// A square around a point.
pub(super) fn square_around((x, y): Point, half: f64) -> Vec<Point> {
    corners((x - half, y - half), 2.0 * half, 2.0 * half).to_vec()
}

/// For ascending positions, the ranges nearest to each, from `left` to `right`.
pub(super) fn nearest_ranges(places: &[f64], (left, right): (f64, f64)) -> Vec<(f64, f64)> {
    let between = |pair: &[f64]| (pair[0] + pair[1]) / 2.0;
    let starts = std::iter::once(left).chain(places.windows(2).map(between));
    let ends = places.windows(2).map(between).chain([right]);
    starts.zip(ends).take(places.len()).collect()
}

/// The outlines of each of `texts` in the lines of a paragraph that contains them in this order.
pub(super) fn text_outlines(
    lines: &[String],
    (left, baseline): Point,
    texts: &[String],
    style: &Style,
) -> Vec<Vec<Vec<Point>>> {
    // Lines are broken at spaces or inside words, so only the letters of texts and lines are
    // compared.
    let letters_of =
        |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<Vec<char>>();
    let mut all: Vec<(usize, usize, char)> = Vec::new();
    for (line, text) in lines.iter().enumerate() {
        all.extend(
            text.char_indices()
                .filter(|(_, c)| !c.is_whitespace())
                .map(|(at, letter)| (line, at, letter)),
        );
    }
    let mut from = 0;
    let mut place = |text: &String| -> Vec<Vec<Point>> {
        let sought = letters_of(text);
        let begins =
            |at: &usize| sought.iter().zip(&all[*at..]).all(|(letter, found)| *letter == found.2);
        let last = all.len().saturating_sub(sought.len());
        let start = (from..=last).find(begins).unwrap_or(from.min(last));
        from = (start + sought.len()).min(all.len());
        let letters = &all[start..from];
        let on_one_line = letters.chunk_by(|a, b| a.0 == b.0);
        on_one_line
            .map(|run| frame(lines, run[0], run[run.len() - 1], (left, baseline), style))
            .collect()
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
    let width = |until: usize| text_metrics::width(&lines[line][..until], style.text.size, false);
    let (from, to) = (width(first), width(last + letter.len_utf8()));
    let top = baseline + line as f64 * style.text.line - style.text.size;
    corners((left + from, top), to - from, style.text.line).to_vec()
}

#[cfg(test)]
mod tests {
    use super::{format_with_unit, nearest_ranges, text_outlines};
    use crate::chart::{style::house, text_metrics};
    use crate::domain::{Status, Unit};
    use crate::table::Figure;

    #[test]
    fn figures_have_their_unit_and_missing_ones_their_reason() {
        assert_eq!(format_with_unit(Figure::of(46.53), Unit::Per10k), "46.5 per 10,000 residents");
        assert_eq!(format_with_unit(Figure::of(1.0), Unit::People), "1 person");
        assert_eq!(format_with_unit(Figure::of(1_298.0), Unit::People), "1,298 people");
        assert_eq!(format_with_unit(Figure::of(-1_298.0), Unit::Pounds), "\u{2212}£1,298");
        assert_eq!(format_with_unit(Figure::of(15.25), Unit::Percent), "15.3%");
        let provisional = Figure { value: Some(3.0), status: Some(Status::Provisional) };
        assert_eq!(format_with_unit(provisional, Unit::Households), "3 households (provisional)");
        assert_eq!(
            format_with_unit(Figure::missing(Status::Suppressed), Unit::People),
            "suppressed"
        );
        assert_eq!(format_with_unit(Figure::of(f64::NAN), Unit::People), "not available");
    }

    #[test]
    fn ranges_meet_half_way() {
        assert_eq!(
            nearest_ranges(&[10.0, 20.0, 40.0], (0.0, 50.0)),
            [(0.0, 15.0), (15.0, 30.0), (30.0, 50.0)]
        );
        assert_eq!(nearest_ranges(&[10.0], (0.0, 50.0)), [(0.0, 50.0)]);
        assert!(nearest_ranges(&[], (0.0, 50.0)).is_empty());
    }

    #[test]
    fn names_are_found_in_the_lines_of_their_paragraph() {
        let style = house();
        let texts = ["City of London [c]", "Enfield [x]"].map(str::to_owned);
        let text = format!("Without: {}.", texts.join(", "));
        let lines = text_metrics::wrap(&text, 150.0, style.text.size, false);
        assert_eq!(lines, ["Without: City of", "London [c], Enfield", "[x]."]);
        let found = text_outlines(&lines, (10.0, 100.0), &texts, &style);
        let width = |text: &str| text_metrics::width(text, style.text.size, false);
        assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
        assert!((found[0][0][0].0 - 10.0 - width("Without: ")).abs() < 0.1, "{found:?}");
        assert!((found[1][0][0].0 - 10.0 - width("London [c], ")).abs() < 0.1, "{found:?}");
        assert!((found[1][1][1].0 - 10.0 - width("[x]")).abs() < 0.1, "{found:?}");
    }
}
