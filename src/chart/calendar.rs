//! The axis of dates: the positions of days, and which days have a label.
//!
//! Belongs here: days and years. Does not belong here: the lines, what happened on a day
//! (`date_marks`).

use super::canvas::{Anchor, Canvas};
use super::gap::GAP;
use super::text_metrics;
use crate::domain::{Date, long_date};

/// Days on a horizontal axis.
pub(super) struct Calendar {
    first: Option<Date>,
    last: Option<Date>,
    days: f64,
    from: f64,
    to: f64,
}

/// A span of at least this many days is marked by years.
const YEARS_FROM: f64 = 900.0;

impl Calendar {
    /// The axis with all `dates` between two positions. A single date is at the right end.
    pub fn spanning(dates: impl Iterator<Item = Date> + Clone, (from, to): (f64, f64)) -> Self {
        let (first, last) = (dates.clone().min(), dates.max());
        let days = match (first, last) {
            (Some(first), Some(last)) => days_between(first, last),
            _ => 0.0,
        };
        Self { first, last, days, from, to }
    }

    /// Position of a day. Days beyond the axis are at its ends.
    pub fn at(&self, date: Date) -> f64 {
        match self.first {
            Some(first) if self.days > 0.0 => {
                self.from
                    + (days_between(first, date) / self.days).clamp(0.0, 1.0)
                        * (self.to - self.from)
            }
            _ => self.to,
        }
    }

    /// Draws ticks and dates below the plot, the last date always among them. Returns the bottom.
    pub fn draw_axis(
        &self,
        canvas: &mut Canvas,
        plot_bottom: f64,
        (left, right): (f64, f64),
    ) -> f64 {
        let style = canvas.style;
        let baseline = plot_bottom + GAP + style.text.size;
        let ticks: Vec<(f64, String)> =
            self.ticks().into_iter().map(|date| (self.at(date), self.label(date))).collect();
        let place = |(x, text): &(f64, String)| {
            let half = text_metrics::width(text, style.text.size, false) / 2.0;
            (x.min(right - half).max(left + half), half)
        };
        // Every second, every third and so on, counted from the last, until no two touch.
        let every = |step: usize| ticks.iter().rev().step_by(step);
        let fits = |step: &usize| {
            let placed: Vec<(f64, f64)> = every(*step).map(place).collect();
            placed.windows(2).all(|pair| pair[1].0 + pair[1].1 + GAP <= pair[0].0 - pair[0].1)
        };
        let step = (1..=ticks.len()).find(fits).unwrap_or(1);
        for (x, _) in &ticks {
            canvas.line(&[(*x, plot_bottom), (*x, plot_bottom + GAP - 2.0)], style.roles.axis, 1.5);
        }
        for tick in every(step) {
            canvas.text((place(tick).0, baseline), Anchor::Middle, &tick.1);
        }
        baseline + style.text.size * text_metrics::DESCENT
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
        let ends = years.flat_map(|year| {
            quarters.into_iter().filter_map(move |(m, d)| Date::new(year, m, d).ok())
        });
        let mut ticks: Vec<Date> = ends.filter(inside).collect();
        if ticks.last() != Some(&last) {
            ticks.push(last);
        }
        ticks
    }

    /// True when part of a period is among the dates drawn.
    pub fn overlaps(&self, from: Date, until: Date) -> bool {
        self.first.is_some_and(|first| until >= first) && self.last.is_some_and(|last| from <= last)
    }
}

fn days_between(from: Date, to: Date) -> f64 {
    f64::from(from.duration_until(to).as_hours() as i32) / 24.0
}

/// Month and year: `Mar 2026`.
fn short_date(date: Date) -> String {
    let long = long_date(date);
    let mut parts = long.split(' ').skip(1);
    let month: String = parts.next().unwrap_or_default().chars().take(3).collect();
    format!("{month} {}", date.year())
}
