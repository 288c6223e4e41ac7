//! The axis of dates: where days stand, which are written, and how breaks in a series are marked.
//!
//! Belongs here: days, years, breaks and stretches that cannot be compared. Does not belong here: the lines.

use super::canvas::{Anchor, Canvas};
use super::rows::GAP;
use super::{BreakMark, Style, letters};
use crate::domain::{Date, long_date};

/// Days on a horizontal axis.
pub(super) struct Calendar {
    first: Option<Date>,
    last: Option<Date>,
    days: f64,
    from: f64,
    to: f64,
}

/// Marks of breaks with their texts, placed.
pub(super) struct Breaks {
    marks: Vec<PlacedBreak>,
    /// Height that the texts take above the plot.
    pub height: f64,
}

struct PlacedBreak {
    x: f64,
    until: Option<f64>,
    lines: Vec<String>,
    text_x: f64,
    anchor: Anchor,
    top: f64,
}

/// Widest text of a break before it is wrapped.
const BREAK_TEXT: f64 = 250.0;

/// A span of at least this many days is marked by years.
const YEARS_FROM: f64 = 900.0;

impl Calendar {
    /// The axis that holds all `dates` between two positions; one date alone stands at the right end.
    pub fn spanning(dates: impl Iterator<Item = Date> + Clone, (from, to): (f64, f64)) -> Self {
        let (first, last) = (dates.clone().min(), dates.max());
        let days = match (first, last) {
            (Some(first), Some(last)) => days_between(first, last),
            _ => 0.0,
        };
        Self { first, last, days, from, to }
    }

    /// Where a day stands; days beyond the axis stand at its ends.
    pub fn at(&self, date: Date) -> f64 {
        match self.first {
            Some(first) if self.days > 0.0 => {
                self.from + (days_between(first, date) / self.days).clamp(0.0, 1.0) * (self.to - self.from)
            }
            _ => self.to,
        }
    }

    /// Draws ticks and dates below the plot, the last date always among them. Returns the bottom.
    pub fn draw_axis(&self, canvas: &mut Canvas, plot_bottom: f64, (left, right): (f64, f64)) -> f64 {
        let style = canvas.style;
        let baseline = plot_bottom + GAP + style.text.size;
        let ticks: Vec<(f64, String)> =
            self.ticks().into_iter().map(|date| (self.at(date), self.label(date))).collect();
        let place = |(x, text): &(f64, String)| {
            let half = letters::width(text, style.text.size, false) / 2.0;
            (x.min(right - half).max(left + half), half)
        };
        // Every second, every third and so on, counted from the last, until no two touch.
        let every = |step: usize| ticks.iter().rev().step_by(step);
        let apart = |step: &usize| {
            let placed: Vec<(f64, f64)> = every(*step).map(place).collect();
            placed.windows(2).all(|pair| pair[1].0 + pair[1].1 + GAP <= pair[0].0 - pair[0].1)
        };
        let step = (1..=ticks.len()).find(apart).unwrap_or(1);
        for (x, _) in &ticks {
            canvas.line(&[(*x, plot_bottom), (*x, plot_bottom + GAP - 2.0)], style.roles.axis, 1.5);
        }
        for tick in every(step) {
            canvas.text((place(tick).0, baseline), Anchor::Middle, &tick.1);
        }
        baseline + style.text.size * letters::DESCENT
    }

    fn label(&self, date: Date) -> String {
        if self.days >= YEARS_FROM { date.year().to_string() } else { short_date(date) }
    }

    /// Each 1 January of a long span; each end of a quarter of a short one.
    fn ticks(&self) -> Vec<Date> {
        let (Some(first), Some(last)) = (self.first, self.last) else { return Vec::new() };
        let inside = |date: &Date| *date >= first && *date <= last;
        let years = first.year()..=last.year();
        if self.days >= YEARS_FROM {
            return years.filter_map(|year| Date::new(year, 1, 1).ok()).filter(inside).collect();
        }
        let quarters = [(3, 31), (6, 30), (9, 30), (12, 31)];
        let ends = years.flat_map(|year| quarters.into_iter().filter_map(move |(m, d)| Date::new(year, m, d).ok()));
        let mut ticks: Vec<Date> = ends.filter(inside).collect();
        if ticks.last() != Some(&last) {
            ticks.push(last);
        }
        ticks
    }

    /// Places the texts of breaks above the plot, each in the first lane where it does not touch another.
    ///
    /// A break outside the dates drawn is left out.
    pub fn place_breaks(&self, breaks: &[BreakMark], (left, right): (f64, f64), style: &Style) -> Breaks {
        let (Some(first), Some(last)) = (self.first, self.last) else {
            return Breaks { marks: Vec::new(), height: 0.0 };
        };
        let mut drawn: Vec<&BreakMark> =
            breaks.iter().filter(|mark| mark.date <= last && mark.until.unwrap_or(mark.date) >= first).collect();
        drawn.sort_by_key(|mark| mark.date);
        let mut lanes: Vec<(f64, f64)> = Vec::new();
        let mut marks: Vec<(PlacedBreak, usize)> = Vec::new();
        for mark in drawn {
            let lines = letters::wrap(&mark.label, BREAK_TEXT.min(right - left), style.text.size, false);
            let (x, width) = (self.at(mark.date), letters::widest(&lines, style.text.size, false));
            let start = if x + 4.0 + width <= right { x + 4.0 } else { (right - width).max(left) };
            let lane = lanes.iter().position(|(end, _)| start >= end + 2.0 * GAP).unwrap_or_else(|| {
                lanes.push((f64::MIN, 0.0));
                lanes.len() - 1
            });
            lanes[lane] = (start + width, lanes[lane].1.max(lines.len() as f64 * style.text.line + 4.0));
            let until = mark.until.map(|until| self.at(until));
            marks.push((PlacedBreak { x, until, lines, text_x: start, anchor: Anchor::Start, top: 0.0 }, lane));
        }
        let tops: Vec<f64> = lanes
            .iter()
            .scan(0.0, |top, (_, height)| {
                let here = *top;
                *top += height;
                Some(here)
            })
            .collect();
        let height = lanes.iter().map(|(_, height)| height).sum();
        let marks = marks.into_iter().map(|(mark, lane)| PlacedBreak { top: tops[lane], ..mark }).collect();
        Breaks { marks, height }
    }
}

impl Breaks {
    /// Draws the stretches that cannot be compared; call it before anything else.
    pub fn draw_bands(&self, canvas: &mut Canvas, (top, bottom): (f64, f64)) {
        let colour = canvas.style.roles.band;
        for mark in &self.marks {
            if let Some(until) = mark.until {
                canvas.rectangle((mark.x, top), (until - mark.x).max(2.0), bottom - top, colour);
            }
        }
    }

    /// Draws the dashed lines and their texts, which start at `top`.
    pub fn draw(&self, canvas: &mut Canvas, top: f64, plot_bottom: f64) {
        let style = canvas.style;
        for mark in &self.marks {
            for x in [Some(mark.x), mark.until].into_iter().flatten() {
                canvas.dashes(x, top + mark.top + 3.0, plot_bottom, style.roles.axis, 1.5);
            }
        }
        for mark in &self.marks {
            let width = letters::widest(&mark.lines, style.text.size, false);
            let height = mark.lines.len() as f64 * style.text.line;
            canvas.rectangle((mark.text_x - 2.0, top + mark.top), width + 4.0, height + 2.0, style.roles.background);
            canvas.paragraph((mark.text_x, top + mark.top + style.text.size), mark.anchor, false, &mark.lines);
        }
    }
}

fn days_between(from: Date, to: Date) -> f64 {
    f64::from(from.duration_until(to).as_hours() as i32) / 24.0
}

/// Month and year: `Mar 2026`.
fn short_date(date: Date) -> String {
    let long = long_date(date);
    let mut words = long.split(' ').skip(1);
    let month: String = words.next().unwrap_or_default().chars().take(3).collect();
    format!("{month} {}", date.year())
}
