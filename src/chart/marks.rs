//! Marks of days on a trend: breaks in the series as broken lines, policies as thin lines under a diamond, each with its words.
//!
//! Belongs here: finding places where no words touch others and no line runs through words. Does not belong here: the
//! axis they stand on (`calendar`), the lines of figures (`trend`).
//!
//! **Invariant:** up to [`SEARCHED`] marks never touch one another nor leave the room given, whatever their days and
//! words; with more, each has a row of its own.

use super::calendar::Calendar;
use super::canvas::{Anchor, Canvas};
use super::gap::GAP;
use super::{ChartData, Style, letters};
use crate::domain::{Compare, Date};

/// Marks with their words, placed.
pub(super) struct Marks {
    marks: Vec<Mark>,
    /// Height that the words take above the plot.
    pub height: f64,
}

/// What a mark stands for, told apart by the line and not by colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Figures cannot be compared across it.
    Break,
    /// Figures can be compared across it.
    Policy,
}

#[derive(Debug, Clone, PartialEq)]
struct Mark {
    sort: Sort,
    x: f64,
    /// Where a stretch that cannot be compared ends.
    until: Option<f64>,
    words: Words,
    /// Top of the words, from the top of the room.
    top: f64,
}

#[derive(Debug, Clone, PartialEq)]
struct Words {
    lines: Vec<String>,
    ends: (f64, f64),
}

/// Words broken into lines, measured once because all arrangements need them.
struct Wrapped {
    lines: Vec<String>,
    width: f64,
}

impl Wrapped {
    fn at(limit: f64, label: &str, style: &Style) -> Self {
        let lines = letters::wrap(label, limit, style.text.size, false);
        let width = letters::widest(&lines, style.text.size, false);
        Self { lines, width }
    }
}

/// Widths at which words are wrapped, the first at which everything finds a place.
const WRAPPED_AT: [f64; 4] = [250.0, 180.0, 130.0, 90.0];

/// All arrangements of so many marks are tried.
const SEARCHED: usize = 6;

/// Half of the diamond's width, and of the room that a line keeps.
const HALF: f64 = 5.0;

impl Mark {
    /// Distance between the line and its words.
    fn apart(&self) -> f64 {
        match self.sort {
            Sort::Break => 4.0,
            Sort::Policy => HALF + 4.0,
        }
    }

    /// The words to the right of the line or to the left of it.
    fn with_words(&self, words: &Wrapped, is_left: bool) -> Self {
        let start = if is_left { self.x - self.apart() - words.width } else { self.x + self.apart() };
        let words = Words { lines: words.lines.clone(), ends: (start, start + words.width) };
        Self { words, ..self.clone() }
    }

    fn fits(&self, (left, right): (f64, f64)) -> bool {
        self.words.ends.0 >= left && self.words.ends.1 <= right
    }

    fn height(&self, style: &Style) -> f64 {
        self.words.lines.len() as f64 * style.text.line + 4.0
    }

    /// True when the line of `other` would run through these words, so that it has to begin below them.
    fn spans(&self, other: &Self) -> bool {
        other.x > self.words.ends.0 - 2.0 && other.x < self.words.ends.1 + 2.0
    }

    /// True when the two, with the heads of their lines, cannot stand side by side.
    fn overlaps(&self, other: &Self) -> bool {
        let ends = |mark: &Self| (mark.words.ends.0.min(mark.x - HALF), mark.words.ends.1.max(mark.x + HALF));
        let (ours, theirs) = (ends(self), ends(other));
        ours.0 < theirs.1 + GAP && theirs.0 < ours.1 + GAP
    }
}

impl Marks {
    /// Places the words of breaks and policies above the plot. Those outside the dates drawn are left out.
    pub fn place(data: &ChartData, calendar: &Calendar, room: (f64, f64), style: &Style) -> Self {
        let mark = |sort, date: Date, until: Option<Date>| Mark {
            sort,
            x: calendar.at(date),
            until: until.map(|until| calendar.at(until)),
            words: Words { lines: Vec::new(), ends: (0.0, 0.0) },
            top: 0.0,
        };
        let breaks = data.breaks.iter().filter(|b| calendar.holds(b.date, b.until.unwrap_or(b.date)));
        let breaks = breaks.map(|b| (b.date, mark(Sort::Break, b.date, b.until), b.label.as_str()));
        let policies = data.policies.iter().filter(|policy| calendar.holds(policy.date, policy.date));
        let policies = policies.map(|p| (p.date, mark(Sort::Policy, p.date, None), p.label.as_str()));
        let mut drawn: Vec<(Date, Mark, &str)> = breaks.chain(policies).collect();
        drawn.sort_by_key(|(date, _, _)| *date);
        let drawn: Vec<(Mark, &str)> = drawn.into_iter().map(|(_, mark, label)| (mark, label)).collect();
        let marks = arrange(&drawn, room, style);
        let height = marks.iter().map(|mark| mark.top + mark.height(style)).fold(0.0, f64::max);
        Self { marks, height }
    }

    /// Draws the stretches that cannot be compared; call it before anything else.
    pub fn draw_bands(&self, canvas: &mut Canvas, (top, bottom): (f64, f64)) {
        let colour = canvas.style.roles.band;
        for mark in &self.marks {
            if let Some(until) = mark.until {
                canvas.rectangle((mark.x, top), (until - mark.x).max(2.0), bottom - top, colour);
            }
        }
    }

    /// Draws the lines and their words, which start at `top`.
    pub fn draw(&self, canvas: &mut Canvas, top: f64, (plot_top, plot_bottom): (f64, f64)) {
        let style = canvas.style;
        let colour = style.roles.axis;
        for mark in &self.marks {
            let head = top + mark.top + 3.0;
            match mark.sort {
                Sort::Break => canvas.dashes(&[(mark.x, head), (mark.x, plot_bottom)], colour, 1.5),
                Sort::Policy => canvas.line(&[(mark.x, head + 2.0 * HALF), (mark.x, plot_bottom)], colour, 1.25),
            }
            // The end of a stretch has no words, so its line begins with the plot.
            if let Some(until) = mark.until {
                canvas.dashes(&[(until, plot_top), (until, plot_bottom)], colour, 1.5);
            }
        }
        for mark in &self.marks {
            let Words { lines, ends } = &mark.words;
            let (y, height) = (top + mark.top, lines.len() as f64 * style.text.line);
            canvas.rectangle((ends.0 - 2.0, y), ends.1 - ends.0 + 4.0, height + 2.0, style.roles.background);
            canvas.paragraph((ends.0, y + style.text.size), Anchor::Start, false, lines);
            if mark.sort == Sort::Policy {
                let middle = y + style.text.size * (1.0 - letters::CAPITAL / 2.0);
                canvas.diamond((mark.x, middle), HALF + 1.0, colour);
            }
        }
    }
}

/// The lowest arrangement, and of equally low ones that with most words to the right of their lines.
fn arrange(drawn: &[(Mark, &str)], room: (f64, f64), style: &Style) -> Vec<Mark> {
    let sides = if drawn.len() <= SEARCHED { 1u32 << drawn.len() } else { 0 };
    for limit in WRAPPED_AT {
        let words: Vec<Wrapped> = drawn.iter().map(|(_, label)| Wrapped::at(limit, label, style)).collect();
        let mut best: Option<(f64, u32, Vec<Mark>)> = None;
        for side in 0..sides {
            let one = |index: usize| drawn[index].0.with_words(&words[index], side >> index & 1 == 1);
            let mut marks: Vec<Mark> = (0..drawn.len()).map(one).collect();
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

/// Gives every mark the highest free place below all words that its line would run through. False when lines and words
/// are in one another's way in a circle.
fn stack(marks: &mut [Mark], style: &Style) -> bool {
    let mut placed: Vec<usize> = Vec::new();
    while placed.len() < marks.len() {
        let is_free = |index: &usize| {
            let above = (0..marks.len()).filter(|other| other != index && marks[*other].spans(&marks[*index]));
            !placed.contains(index) && above.into_iter().all(|other| placed.contains(&other))
        };
        let Some(next) = (0..marks.len()).find(is_free) else { return false };
        let height = marks[next].height(style);
        let bottom = |other: &usize| marks[*other].top + marks[*other].height(style);
        let stands = |top: &f64| {
            placed.iter().all(|other| {
                let (here, there) = (&marks[next], &marks[*other]);
                let apart = !here.overlaps(there) || *top >= bottom(other) || top + height <= there.top;
                apart && (!there.spans(here) || *top >= bottom(other))
            })
        };
        let mut tops: Vec<f64> = placed.iter().map(bottom).chain([0.0]).filter(stands).collect();
        tops.sort_by(f64::compare);
        marks[next].top = tops.first().copied().unwrap_or_default();
        placed.push(next);
    }
    true
}

/// Where no arrangement is found: a row for each, pushed inside, on a plate that hides the lines behind it.
fn one_to_a_row(drawn: &[(Mark, &str)], (left, right): (f64, f64), style: &Style) -> Vec<Mark> {
    let mut top = 0.0;
    let mut marks = Vec::with_capacity(drawn.len());
    for (mark, label) in drawn {
        let words = Wrapped::at(WRAPPED_AT[0].min(right - left), label, style);
        let mut mark = mark.with_words(&words, false);
        let start = mark.words.ends.0.min(right - words.width).max(left);
        mark.words.ends = (start, start + words.width);
        mark.top = top;
        top += mark.height(style);
        marks.push(mark);
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::{Mark, SEARCHED, Sort, Words, arrange};
    use crate::chart::style::house;
    use crate::domain::Compare;

    const ROOM: (f64, f64) = (10.0, 600.0);

    fn mark(x: f64, is_policy: bool) -> Mark {
        let sort = if is_policy { Sort::Policy } else { Sort::Break };
        Mark { sort, x, until: None, words: Words { lines: Vec::new(), ends: (0.0, 0.0) }, top: 0.0 }
    }

    fn in_the_way(a: &Mark, b: &Mark) -> bool {
        let style = house();
        let bottom = |mark: &Mark| mark.top + mark.height(&style);
        let apart = a.top >= bottom(b) || b.top >= bottom(a);
        (a.overlaps(b) && !apart)
            || (a.spans(b) && b.top < bottom(a)) // the line of b runs through the words of a
            || (b.spans(a) && a.top < bottom(b))
    }

    #[test]
    fn no_line_runs_through_words_wherever_the_days_stand() {
        let labels = [
            "56 days to move on",
            "28 days for single adults",
            "Interim extension ends",
            "56 days for the vulnerable end",
            "Section 98 included from here",
            "Subsistence only not published by authority",
        ];
        for step in 0..60u32 {
            // Days all over the room and days on top of one another, from a fixed rule so that failures come again.
            let spread = f64::from(1 + step % 8) / 8.0;
            let x =
                |index: u32| 60.0 + f64::from(step * 97 % 480) + spread * f64::from((step * 31 + index * 137) % 480);
            let drawn: Vec<(Mark, &str)> = (0..)
                .zip(labels)
                .map(|(index, label)| (mark(60.0 + (x(index) - 60.0) % 535.0, index % 3 != 0), label))
                .collect();
            let mut drawn = drawn;
            drawn.sort_by(|(a, _), (b, _)| a.x.compare(&b.x));
            assert!(drawn.len() <= SEARCHED);
            let marks = arrange(&drawn, ROOM, &house());
            for (index, one) in marks.iter().enumerate() {
                assert!(one.fits(ROOM), "{step}: {one:?}");
                assert!(marks[..index].iter().all(|other| !in_the_way(other, one)), "{step}: {marks:?}");
            }
        }
    }

    #[test]
    fn days_two_weeks_apart_have_a_row_each_and_one_alone_stands_at_the_top() {
        let style = house();
        let near = [(mark(500.0, true), "Interim extension ends"), (mark(503.0, true), "56 days end")];
        let marks = arrange(&near, ROOM, &style);
        assert!(marks[0].top != marks[1].top && !in_the_way(&marks[0], &marks[1]), "{marks:?}");
        assert_eq!(arrange(&near[..1], ROOM, &style)[0].top, 0.0);
        assert!(arrange(&[], ROOM, &style).is_empty());
    }
}
