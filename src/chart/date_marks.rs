//! Marks of days on a trend: broken lines for breaks in the series, thin lines under a diamond for
//! policies.
//!
//! Belongs here: finding positions where no label touches another and no line crosses a label. Does
//! not belong here: the axis of dates (`calendar`), the lines of figures (`trend`).
//!
//! **Invariant:** up to [`MAX_SEARCHED`] marks never touch each other or leave the space given,
//! whatever their days and labels. With more marks, each has a row of its own.

use super::calendar::Calendar;
use super::canvas::{Anchor, Canvas};
use super::gap::GAP;
use super::{ChartData, Style, text_metrics};
use crate::domain::{Compare, Date};

/// Marks with their labels, placed.
pub(super) struct DateMarks {
    marks: Vec<DateMark>,
    /// Height of the labels above the plot.
    pub height: f64,
}

/// What a mark means. The line shows it, not the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DateMarkKind {
    /// Figures cannot be compared across it.
    Break,
    /// Figures can be compared across it.
    Policy,
}

#[derive(Debug, Clone, PartialEq)]
struct DateMark {
    kind: DateMarkKind,
    x: f64,
    /// Where a period that cannot be compared ends.
    until: Option<f64>,
    label: LabelBox,
    /// Top of the label, from the top of the space for labels.
    top: f64,
}

#[derive(Debug, Clone, PartialEq)]
struct LabelBox {
    lines: Vec<String>,
    ends: (f64, f64),
}

/// A label wrapped into lines, measured once because all arrangements need it.
struct Wrapped {
    lines: Vec<String>,
    width: f64,
}

impl Wrapped {
    fn at(limit: f64, label: &str, style: &Style) -> Self {
        let lines = text_metrics::wrap(label, limit, style.text.size, false);
        let width = text_metrics::widest(&lines, style.text.size, false);
        Self { lines, width }
    }
}

/// Widths at which labels are wrapped. The first at which all labels fit is used.
const WRAPPED_AT: [f64; 4] = [250.0, 180.0, 130.0, 90.0];

/// Up to this number of marks, all arrangements are tried.
const MAX_SEARCHED: usize = 6;

/// Half of the diamond's width, and of the free space around a line.
const HALF: f64 = 5.0;

impl DateMark {
    /// Distance between the line and its label.
    fn label_distance(&self) -> f64 {
        match self.kind {
            DateMarkKind::Break => 4.0,
            DateMarkKind::Policy => HALF + 4.0,
        }
    }

    /// The mark with its label to the right or left of the line.
    fn with_label(&self, wrapped: &Wrapped, is_left: bool) -> Self {
        let start = if is_left {
            self.x - self.label_distance() - wrapped.width
        } else {
            self.x + self.label_distance()
        };
        let label = LabelBox { lines: wrapped.lines.clone(), ends: (start, start + wrapped.width) };
        Self { label, ..self.clone() }
    }

    fn fits(&self, (left, right): (f64, f64)) -> bool {
        self.label.ends.0 >= left && self.label.ends.1 <= right
    }

    fn height(&self, style: &Style) -> f64 {
        self.label.lines.len() as f64 * style.text.line + 4.0
    }

    /// True when the line of `other` would cross this label, so that it has to begin below it.
    fn spans(&self, other: &Self) -> bool {
        other.x > self.label.ends.0 - 2.0 && other.x < self.label.ends.1 + 2.0
    }

    /// True when the two, with the heads of their lines, do not fit in one row.
    fn overlaps(&self, other: &Self) -> bool {
        let ends = |mark: &Self| {
            (mark.label.ends.0.min(mark.x - HALF), mark.label.ends.1.max(mark.x + HALF))
        };
        let (ours, theirs) = (ends(self), ends(other));
        ours.0 < theirs.1 + GAP && theirs.0 < ours.1 + GAP
    }
}

impl DateMarks {
    /// Places the labels of breaks and policies above the plot. Those outside the dates drawn are
    /// left out.
    pub fn place(data: &ChartData, calendar: &Calendar, room: (f64, f64), style: &Style) -> Self {
        let mark = |kind, date: Date, until: Option<Date>| DateMark {
            kind,
            x: calendar.at(date),
            until: until.map(|until| calendar.at(until)),
            label: LabelBox { lines: Vec::new(), ends: (0.0, 0.0) },
            top: 0.0,
        };
        let breaks =
            data.breaks.iter().filter(|b| calendar.overlaps(b.date, b.until.unwrap_or(b.date)));
        let breaks =
            breaks.map(|b| (b.date, mark(DateMarkKind::Break, b.date, b.until), b.label.as_str()));
        let policies =
            data.policies.iter().filter(|policy| calendar.overlaps(policy.date, policy.date));
        let policies =
            policies.map(|p| (p.date, mark(DateMarkKind::Policy, p.date, None), p.label.as_str()));
        let mut drawn: Vec<(Date, DateMark, &str)> = breaks.chain(policies).collect();
        drawn.sort_by_key(|(date, _, _)| *date);
        let drawn: Vec<(DateMark, &str)> =
            drawn.into_iter().map(|(_, mark, label)| (mark, label)).collect();
        let marks = arrange(&drawn, room, style);
        let height = marks.iter().map(|mark| mark.top + mark.height(style)).fold(0.0, f64::max);
        Self { marks, height }
    }

    /// Draws the periods that cannot be compared. Call it before anything else.
    pub fn draw_bands(&self, canvas: &mut Canvas, (top, bottom): (f64, f64)) {
        let colour = canvas.style.roles.band;
        for mark in &self.marks {
            if let Some(until) = mark.until {
                canvas.rectangle((mark.x, top), (until - mark.x).max(2.0), bottom - top, colour);
            }
        }
    }

    /// Draws the lines and their labels, which start at `top`.
    pub fn draw(&self, canvas: &mut Canvas, top: f64, (plot_top, plot_bottom): (f64, f64)) {
        let style = canvas.style;
        let colour = style.roles.axis;
        for mark in &self.marks {
            let head = top + mark.top + 3.0;
            match mark.kind {
                DateMarkKind::Break => {
                    canvas.dashes(&[(mark.x, head), (mark.x, plot_bottom)], colour, 1.5);
                }
                DateMarkKind::Policy => {
                    canvas.line(
                        &[(mark.x, head + 2.0 * HALF), (mark.x, plot_bottom)],
                        colour,
                        1.25,
                    );
                }
            }
            // The end of a period has no label, so its line begins with the plot.
            if let Some(until) = mark.until {
                canvas.dashes(&[(until, plot_top), (until, plot_bottom)], colour, 1.5);
            }
        }
        for mark in &self.marks {
            let LabelBox { lines, ends } = &mark.label;
            let (y, height) = (top + mark.top, lines.len() as f64 * style.text.line);
            canvas.rectangle(
                (ends.0 - 2.0, y),
                ends.1 - ends.0 + 4.0,
                height + 2.0,
                style.roles.background,
            );
            canvas.paragraph((ends.0, y + style.text.size), Anchor::Start, false, lines);
            if mark.kind == DateMarkKind::Policy {
                let middle = y + style.text.size * (1.0 - text_metrics::CAPITAL / 2.0);
                canvas.diamond((mark.x, middle), HALF + 1.0, colour);
            }
        }
    }
}

/// The lowest arrangement. Of equally low ones, the one with most labels to the right of their
/// lines.
fn arrange(drawn: &[(DateMark, &str)], room: (f64, f64), style: &Style) -> Vec<DateMark> {
    let sides = if drawn.len() <= MAX_SEARCHED { 1u32 << drawn.len() } else { 0 };
    for limit in WRAPPED_AT {
        let wrapped: Vec<Wrapped> =
            drawn.iter().map(|(_, label)| Wrapped::at(limit, label, style)).collect();
        let mut best: Option<(f64, u32, Vec<DateMark>)> = None;
        for side in 0..sides {
            let one =
                |index: usize| drawn[index].0.with_label(&wrapped[index], side >> index & 1 == 1);
            let mut marks: Vec<DateMark> = (0..drawn.len()).map(one).collect();
            if !marks.iter().all(|mark| mark.fits(room)) || !stack(&mut marks, style) {
                continue;
            }
            let height = marks.iter().map(|mark| mark.top + mark.height(style)).fold(0.0, f64::max);
            let worth = (height, side.count_ones());
            if best.as_ref().is_none_or(|(lowest, lefts, _)| worth < (*lowest, *lefts)) {
                best = Some((worth.0, worth.1, marks));
            }
        }
        if let Some((_, _, marks)) = best {
            return marks;
        }
    }
    one_to_a_row(drawn, room, style)
}

/// Gives every mark the highest free position below all labels that its line would cross. False
/// when lines and labels block each other in a circle.
fn stack(marks: &mut [DateMark], style: &Style) -> bool {
    let mut placed: Vec<usize> = Vec::new();
    while placed.len() < marks.len() {
        let is_free = |index: &usize| {
            let above = (0..marks.len())
                .filter(|other| other != index && marks[*other].spans(&marks[*index]));
            !placed.contains(index) && above.into_iter().all(|other| placed.contains(&other))
        };
        let Some(next) = (0..marks.len()).find(is_free) else { return false };
        let height = marks[next].height(style);
        let bottom = |other: &usize| marks[*other].top + marks[*other].height(style);
        let fits = |top: &f64| {
            placed.iter().all(|other| {
                let (here, there) = (&marks[next], &marks[*other]);
                let separate =
                    !here.overlaps(there) || *top >= bottom(other) || top + height <= there.top;
                separate && (!there.spans(here) || *top >= bottom(other))
            })
        };
        let mut tops: Vec<f64> = placed.iter().map(bottom).chain([0.0]).filter(fits).collect();
        tops.sort_by(f64::compare);
        marks[next].top = tops.first().copied().unwrap_or_default();
        placed.push(next);
    }
    true
}

/// Used when no arrangement is found: a row for each label, moved inside, on a plate that hides the
/// lines behind it.
fn one_to_a_row(
    drawn: &[(DateMark, &str)],
    (left, right): (f64, f64),
    style: &Style,
) -> Vec<DateMark> {
    let mut top = 0.0;
    let mut marks = Vec::with_capacity(drawn.len());
    for (mark, label) in drawn {
        let wrapped = Wrapped::at(WRAPPED_AT[0].min(right - left), label, style);
        let mut mark = mark.with_label(&wrapped, false);
        let start = mark.label.ends.0.min(right - wrapped.width).max(left);
        mark.label.ends = (start, start + wrapped.width);
        mark.top = top;
        top += mark.height(style);
        marks.push(mark);
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::{DateMark, DateMarkKind, LabelBox, MAX_SEARCHED, arrange};
    use crate::chart::style::house;
    use crate::domain::Compare;

    const ROOM: (f64, f64) = (10.0, 600.0);

    fn mark(x: f64, is_policy: bool) -> DateMark {
        let kind = if is_policy { DateMarkKind::Policy } else { DateMarkKind::Break };
        DateMark {
            kind,
            x,
            until: None,
            label: LabelBox { lines: Vec::new(), ends: (0.0, 0.0) },
            top: 0.0,
        }
    }

    fn collide(a: &DateMark, b: &DateMark) -> bool {
        let style = house();
        let bottom = |mark: &DateMark| mark.top + mark.height(&style);
        let separate = a.top >= bottom(b) || b.top >= bottom(a);
        (a.overlaps(b) && !separate)
            || (a.spans(b) && b.top < bottom(a)) // the line of b crosses the label of a
            || (b.spans(a) && a.top < bottom(b))
    }

    #[test]
    fn no_line_crosses_a_label_wherever_the_days_are() {
        let labels = [
            "56 days to move on",
            "28 days for single adults",
            "Interim extension ends",
            "56 days for the vulnerable end",
            "Section 98 included from here",
            "Subsistence only not published by authority",
        ];
        for step in 0..60u32 {
            // Days all over the space, some on top of each other, from a fixed rule so that
            // failures can be repeated.
            let spread = f64::from(1 + step % 8) / 8.0;
            let x = |index: u32| {
                60.0 + f64::from(step * 97 % 480)
                    + spread * f64::from((step * 31 + index * 137) % 480)
            };
            let drawn: Vec<(DateMark, &str)> = (0..)
                .zip(labels)
                .map(|(index, label)| {
                    (mark(60.0 + (x(index) - 60.0) % 535.0, index % 3 != 0), label)
                })
                .collect();
            let mut drawn = drawn;
            drawn.sort_by(|(a, _), (b, _)| a.x.compare(&b.x));
            assert!(drawn.len() <= MAX_SEARCHED);
            let marks = arrange(&drawn, ROOM, &house());
            for (index, one) in marks.iter().enumerate() {
                assert!(one.fits(ROOM), "{step}: {one:?}");
                assert!(
                    marks[..index].iter().all(|other| !collide(other, one)),
                    "{step}: {marks:?}"
                );
            }
        }
    }

    #[test]
    fn days_two_weeks_apart_have_a_row_each_and_a_single_one_is_at_the_top() {
        let style = house();
        let near =
            [(mark(500.0, true), "Interim extension ends"), (mark(503.0, true), "56 days end")];
        let marks = arrange(&near, ROOM, &style);
        assert!(marks[0].top != marks[1].top && !collide(&marks[0], &marks[1]), "{marks:?}");
        assert_eq!(arrange(&near[..1], ROOM, &style)[0].top, 0.0);
        assert!(arrange(&[], ROOM, &style).is_empty());
    }
}
