//! Lines of comparison across rows, such as the mean of the region, each with its label like a flag at its upper end.
//!
//! Belongs here: finding places where no label touches another and no line runs through a label. Does not belong
//! here: the rows the lines cross.

use super::canvas::{Anchor, Canvas, corners};
use super::data::Reference;
use super::gap::GAP;
use super::style::Style;
use super::{format, letters, pointer};
use crate::domain::{Compare, Unit};
use crate::table::Figure;

/// A line of comparison and its label.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Flag {
    /// Where the line stands.
    pub x: f64,
    /// Lane of the label from the top, from 0.
    lane: usize,
    /// Left and right end of the label.
    ends: (f64, f64),
    text: String,
    /// Name and value with its unit, for the pointer.
    told: String,
}

/// Space between a line and its label.
const FLAG: f64 = 5.0;

/// With more lines than this every label takes a lane of its own, because trying all places would take too long.
const SEARCHED: usize = 4;

/// Gives each line of comparison a flag between `left` and `right`, in as few lanes as possible and rather to the
/// right than to the left of its line. Lines whose values print alike share one. Returns the height of the lanes too.
pub(super) fn place(
    references: &[Reference],
    at: impl Fn(f64) -> f64,
    (left, right): (f64, f64),
    unit: Unit,
    style: &Style,
) -> (Vec<Flag>, f64) {
    let options: Vec<Vec<Flag>> = merged(references, unit)
        .into_iter()
        .map(|(value, text, told)| sides(at(value), (&text, &told), style, (left, right)))
        .collect();
    let searched = (1..=options.len().min(SEARCHED))
        .filter(|_| options.len() <= SEARCHED)
        .find_map(|lanes| search(&options, lanes, &mut Vec::new()).map(|flags| (flags, lanes)));
    let (flags, lanes) = searched.unwrap_or_else(|| {
        let own = options.iter().enumerate().filter_map(|(lane, sides)| sides.first().map(|flag| (lane, flag)));
        (own.map(|(lane, flag)| Flag { lane, ..flag.clone() }).collect(), options.len())
    });
    (flags, lanes as f64 * style.text.line)
}

/// The places a label may take beside its line: right, left, or where neither fits, pushed inside.
fn sides(x: f64, (text, told): (&str, &str), style: &Style, (left, right): (f64, f64)) -> Vec<Flag> {
    let width = letters::width(text, style.text.size, false);
    let words = || (text.to_owned(), told.to_owned());
    let flag = |start: f64| {
        let (text, told) = words();
        Flag { x, lane: 0, ends: (start, start + width), text, told }
    };
    let fitting: Vec<Flag> = [flag(x + FLAG), flag(x - FLAG - width)]
        .into_iter()
        .filter(|flag| flag.ends.0 >= left && flag.ends.1 <= right)
        .collect();
    if fitting.is_empty() { vec![flag((right - width).max(left))] } else { fitting }
}

/// The first arrangement in so many lanes in which nothing is in the way of anything; lower lanes are tried first.
fn search(options: &[Vec<Flag>], lanes: usize, placed: &mut Vec<Flag>) -> Option<Vec<Flag>> {
    let Some(sides) = options.get(placed.len()) else { return Some(placed.clone()) };
    for lane in (0..lanes).rev() {
        for side in sides {
            let flag = Flag { lane, ..side.clone() };
            if placed.iter().any(|other| in_the_way(other, &flag)) {
                continue;
            }
            placed.push(flag);
            let found = search(options, lanes, placed);
            placed.pop();
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

fn in_the_way(a: &Flag, b: &Flag) -> bool {
    let touch = a.lane == b.lane && a.ends.0 < b.ends.1 + 2.0 * GAP && b.ends.0 < a.ends.1 + 2.0 * GAP;
    // Labels on either side of a pair of lines stand as close to each other as the lines do.
    let back_to_back = a.ends.1.min(b.ends.1) < a.x.min(b.x) && a.ends.0.max(b.ends.0) > a.x.max(b.x);
    let runs_through = |line: &Flag, label: &Flag| {
        line.lane <= label.lane && line.x > label.ends.0 - FLAG + 1.0 && line.x < label.ends.1 + FLAG - 1.0
    };
    (touch && !back_to_back) || runs_through(a, b) || runs_through(b, a)
}

/// Lines in ascending order, those with the same printed value as one: `England and London 15.1`, and the same with the unit.
fn merged(references: &[Reference], unit: Unit) -> Vec<(f64, String, String)> {
    let mut drawable: Vec<&Reference> = references.iter().filter(|line| line.value.is_finite()).collect();
    drawable.sort_by(|a, b| a.value.compare(&b.value).then_with(|| a.label.cmp(&b.label)));
    let printed = |line: &Reference| format::number(line.value, unit);
    let alike = drawable.chunk_by(|a, b| printed(a) == printed(b));
    alike
        .filter_map(|lines| {
            let names: Vec<&str> = lines.iter().map(|line| line.label.as_str()).collect();
            let names = match names.split_last() {
                Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
                _ => names.concat(),
            };
            lines.first().map(|line| {
                let told = format!("{names}: {}", pointer::said(Figure::of(line.value), unit));
                (line.value, format!("{names} {}", printed(line)), told)
            })
        })
        .collect()
}

/// Draws the lines from their labels down to `bottom`; whatever they must not cross is drawn later.
pub(super) fn draw(canvas: &mut Canvas, flags: &[Flag], top: f64, bottom: f64) {
    let (line, colour) = (canvas.style.text.line, canvas.style.roles.reference);
    for flag in flags {
        canvas.line(&[(flag.x, top + flag.lane as f64 * line + 2.0), (flag.x, bottom)], colour, 1.5);
    }
    for flag in flags {
        let baseline = top + flag.lane as f64 * line + canvas.style.text.size;
        canvas.text((flag.ends.0, baseline), Anchor::Start, &flag.text);
        let outline = corners((flag.ends.0, baseline - canvas.style.text.size), flag.ends.1 - flag.ends.0, line);
        canvas.mark(&outline, flag.told.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::{Reference, in_the_way, place};
    use crate::chart::style::house;
    use crate::domain::Unit;

    #[test]
    fn no_line_runs_through_a_label_wherever_the_lines_stand() {
        let style = house();
        for step in 0..60 {
            let near = f64::from(step) * 1.7;
            let values = [("London", near), ("England", near + 0.5), ("Great Britain", 50.0), ("West Midlands", 99.0)];
            let references = values.map(|(label, value)| Reference { label: label.to_owned(), value });
            let (flags, _) = place(&references, |value| value * 7.0, (10.0, 710.0), Unit::Per10k, &style);
            for (index, flag) in flags.iter().enumerate() {
                assert!(flag.ends.0 >= 10.0 && flag.ends.1 <= 710.0);
                assert!(flags[..index].iter().all(|other| !in_the_way(other, flag)), "{near}: {flags:?}");
            }
        }
    }

    #[test]
    fn equal_values_share_a_line() {
        let references = ["London", "England"].map(|label| Reference { label: label.to_owned(), value: 15.12 });
        let (flags, height) = place(&references, |value| value, (0.0, 720.0), Unit::Per10k, &house());
        assert_eq!((flags.len(), height), (1, house().text.line));
        assert_eq!(flags[0].text, "England and London 15.1");
    }
}
