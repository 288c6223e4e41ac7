//! Lines of comparison across rows, such as the mean of the region, each with a label at its upper
//! end.
//!
//! Belongs here: finding positions where no label touches another and no line crosses a label. Does
//! not belong here: the rows that the lines cross.

use super::canvas::{Anchor, Canvas, corners};
use super::data::Reference;
use super::gap::GAP;
use super::style::Style;
use super::{format, text_metrics, tooltips};
use crate::domain::{Compare, Unit};
use crate::table::Figure;

/// A line of comparison and its label.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ReferenceLabel {
    /// Position of the line.
    pub x: f64,
    /// Lane of the label from the top, from 0.
    lane: usize,
    /// Left and right end of the label.
    ends: (f64, f64),
    text: String,
    /// Name and value with its unit, for the pointer.
    tooltip: String,
}

/// Space between a line and its label.
const OFFSET: f64 = 5.0;

/// With more lines than this, every label has a lane of its own, because trying all positions would
/// take too long.
const MAX_SEARCHED: usize = 4;

/// Gives each line of comparison a label between `left` and `right`, in as few lanes as possible
/// and rather to the right than to the left of its line. Lines whose values print alike share one.
/// Returns the height of the lanes too.
pub(super) fn place_reference_labels(
    references: &[Reference],
    at: impl Fn(f64) -> f64,
    (left, right): (f64, f64),
    unit: Unit,
    style: &Style,
) -> (Vec<ReferenceLabel>, f64) {
    let options: Vec<Vec<ReferenceLabel>> = merge_equal(references, unit)
        .into_iter()
        .map(|(value, text, tooltip)| sides(at(value), (&text, &tooltip), style, (left, right)))
        .collect();
    let searched = (1..=options.len().min(MAX_SEARCHED))
        .filter(|_| options.len() <= MAX_SEARCHED)
        .find_map(|lanes| search(&options, lanes, &mut Vec::new()).map(|labels| (labels, lanes)));
    let (labels, lanes) = searched.unwrap_or_else(|| {
        let own = options
            .iter()
            .enumerate()
            .filter_map(|(lane, sides)| sides.first().map(|label| (lane, label)));
        (own.map(|(lane, label)| ReferenceLabel { lane, ..label.clone() }).collect(), options.len())
    });
    (labels, lanes as f64 * style.text.line)
}

/// The possible positions of a label: right of its line, left of it or, where neither fits, moved
/// inside.
fn sides(
    x: f64,
    (text, tooltip): (&str, &str),
    style: &Style,
    (left, right): (f64, f64),
) -> Vec<ReferenceLabel> {
    let width = text_metrics::width(text, style.text.size, false);
    let label = |start: f64| {
        let (text, tooltip) = (text.to_owned(), tooltip.to_owned());
        ReferenceLabel { x, lane: 0, ends: (start, start + width), text, tooltip }
    };
    let fitting: Vec<ReferenceLabel> = [label(x + OFFSET), label(x - OFFSET - width)]
        .into_iter()
        .filter(|label| label.ends.0 >= left && label.ends.1 <= right)
        .collect();
    if fitting.is_empty() { vec![label((right - width).max(left))] } else { fitting }
}

/// The first arrangement in `lanes` lanes without a collision. Lower lanes are tried first.
fn search(
    options: &[Vec<ReferenceLabel>],
    lanes: usize,
    placed: &mut Vec<ReferenceLabel>,
) -> Option<Vec<ReferenceLabel>> {
    let Some(sides) = options.get(placed.len()) else { return Some(placed.clone()) };
    for lane in (0..lanes).rev() {
        for side in sides {
            let label = ReferenceLabel { lane, ..side.clone() };
            if placed.iter().any(|other| collide(other, &label)) {
                continue;
            }
            placed.push(label);
            let found = search(options, lanes, placed);
            placed.pop();
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

fn collide(a: &ReferenceLabel, b: &ReferenceLabel) -> bool {
    let touch =
        a.lane == b.lane && a.ends.0 < b.ends.1 + 2.0 * GAP && b.ends.0 < a.ends.1 + 2.0 * GAP;
    // Labels on either side of a pair of lines may be as close to each other as the lines are.
    let back_to_back =
        a.ends.1.min(b.ends.1) < a.x.min(b.x) && a.ends.0.max(b.ends.0) > a.x.max(b.x);
    let runs_through = |line: &ReferenceLabel, label: &ReferenceLabel| {
        line.lane <= label.lane
            && line.x > label.ends.0 - OFFSET + 1.0
            && line.x < label.ends.1 + OFFSET - 1.0
    };
    (touch && !back_to_back) || runs_through(a, b) || runs_through(b, a)
}

/// Lines in ascending order, those with the same printed value as one: `England and London 15.1`,
/// and the same with the unit.
fn merge_equal(references: &[Reference], unit: Unit) -> Vec<(f64, String, String)> {
    let mut drawable: Vec<&Reference> =
        references.iter().filter(|line| line.value.is_finite()).collect();
    drawable.sort_by(|a, b| a.value.compare(&b.value).then_with(|| a.label.cmp(&b.label)));
    let printed = |line: &Reference| format::number(line.value, unit);
    let alike = drawable.chunk_by(|a, b| printed(a) == printed(b));
    alike
        .filter_map(|lines| {
            let names: Vec<&str> = lines.iter().map(|line| line.label.as_str()).collect();
            let names = match names.split_last() {
                Some((last, others)) if !others.is_empty() => {
                    format!("{} and {last}", others.join(", "))
                }
                _ => names.concat(),
            };
            lines.first().map(|line| {
                let tooltip = format!(
                    "{names}: {}",
                    tooltips::format_with_unit(Figure::of(line.value), unit)
                );
                (line.value, format!("{names} {}", printed(line)), tooltip)
            })
        })
        .collect()
}

/// Draws the lines from their labels down to `bottom`. Anything they must not cross is drawn later.
pub(super) fn draw(canvas: &mut Canvas, labels: &[ReferenceLabel], top: f64, bottom: f64) {
    let (line, colour) = (canvas.style.text.line, canvas.style.roles.reference);
    for label in labels {
        canvas.line(
            &[(label.x, top + label.lane as f64 * line + 2.0), (label.x, bottom)],
            colour,
            1.5,
        );
    }
    for label in labels {
        let baseline = top + label.lane as f64 * line + canvas.style.text.size;
        canvas.text((label.ends.0, baseline), Anchor::Start, &label.text);
        let outline = corners(
            (label.ends.0, baseline - canvas.style.text.size),
            label.ends.1 - label.ends.0,
            line,
        );
        canvas.mark(&outline, label.tooltip.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::{Reference, collide, place_reference_labels};
    use crate::chart::style::house;
    use crate::domain::Unit;

    #[test]
    fn no_line_crosses_a_label_wherever_the_lines_are() {
        let style = house();
        for step in 0..60 {
            let near = f64::from(step) * 1.7;
            let values = [
                ("London", near),
                ("England", near + 0.5),
                ("Great Britain", 50.0),
                ("West Midlands", 99.0),
            ];
            let references =
                values.map(|(label, value)| Reference { label: label.to_owned(), value });
            let (labels, _) = place_reference_labels(
                &references,
                |value| value * 7.0,
                (10.0, 710.0),
                Unit::Per10k,
                &style,
            );
            for (index, label) in labels.iter().enumerate() {
                assert!(label.ends.0 >= 10.0 && label.ends.1 <= 710.0);
                assert!(
                    labels[..index].iter().all(|other| !collide(other, label)),
                    "{near}: {labels:?}"
                );
            }
        }
    }

    #[test]
    fn equal_values_share_a_line() {
        let references =
            ["London", "England"].map(|label| Reference { label: label.to_owned(), value: 15.12 });
        let (labels, height) = place_reference_labels(
            &references,
            |value| value,
            (0.0, 720.0),
            Unit::Per10k,
            &house(),
        );
        assert_eq!((labels.len(), height), (1, house().text.line));
        assert_eq!(labels[0].text, "England and London 15.1");
    }
}
