//! A figure compared with an earlier one, as far as the two are comparable.
//!
//! Belongs here: whether it rose, fell or stayed the same, and the phrase for it. Does not belong
//! here: which figures are compared, the sentences about them.

use super::change_facts::{ComparableAreas, Earlier, Margin};
use super::phrases::Movement;
use crate::domain::{Period, Status, Unit, long_date, with_decimals};
use crate::table::Figure;

fn comparable_phrase(areas: ComparableAreas, unit: Unit, title: &str) -> String {
    let ComparableAreas { authorities, of, before, now } = areas;
    let moved = Movement::of(now - before, before, unit);
    let [before, now] = [before, now].map(|sum| format_figure(Figure::of(sum), unit, title));
    format!(
        "; in the {authorities} of {of} authorities with comparable figures, they {moved} to \
         {now}, from {before}"
    )
}

/// How a figure compares with an earlier one.
///
/// As a phrase: `rose by 204 (20.4%), from 1,000 at 30 June 2025`, `the same as at …`, `no change
/// beyond rounding from …`, `after suppressed at …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Comparison {
    /// It rose or fell.
    Moved {
        /// By how much.
        moved: Movement,
        /// The earlier figure, with its caveats.
        from: String,
    },
    /// The figure did not change, or the two are not compared: the phrase that explains it.
    NotMoved(String),
}

impl std::fmt::Display for Comparison {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Moved { moved, from } => write!(f, "{moved}, from {from}"),
            Self::NotMoved(phrase) => f.write_str(phrase),
        }
    }
}

/// Compares a figure with an earlier one. If their intervals overlap, the phrase adds that the
/// difference may be chance.
pub(super) fn comparison(
    (period, figure): (Period, Figure),
    before: &Earlier,
    unit: Unit,
    title: &str,
) -> Comparison {
    let not_moved = |phrase: String| Comparison::NotMoved(phrase);
    let since =
        format!("{} {}", format_figure(before.figure, unit, title), period_phrase(before.period));
    let (Some(new), Some(old)) = (figure.value, before.figure.value) else {
        return not_moved(format!("after {since}"));
    };
    if !before.period.is_as_long_as(period) {
        return not_moved(format!("after {since}, a period of a different length"));
    }
    if figure.is_at_least() || before.figure.is_at_least() {
        return not_moved(format!("not compared with {since}: some people are left out"));
    }
    if before.of_another_edition {
        return not_moved(format!(
            "not compared with {since}, which is an estimate of another edition"
        ));
    }
    if let Some(reason) = &before.break_reason {
        let comparable =
            before.comparable.map_or(String::new(), |areas| comparable_phrase(areas, unit, title));
        return not_moved(format!(
            "not compared with {since}: the two are not comparable ({reason}){comparable}"
        ));
    }
    let over = over_several_periods(before.period, period)
        .map_or(String::new(), |time| format!(", over {time}"));
    let since = format!("{since}{over}");
    let [was, is] = [before.was.unwrap_or(before.figure), before.figure]
        .map(|figure| format_figure(figure, unit, title));
    let revised = if was == is { String::new() } else { format!("; {was} before revision") };
    match (Movement::of(new - old, old, unit), before.margin) {
        (Movement::Same, _) => {
            not_moved(format!("the same as {}{revised}", period_phrase(before.period)))
        }
        (Movement::SameWhenRounded, _) => {
            not_moved(format!("no change beyond rounding from {since}{revised}"))
        }
        (_, Some(Margin::Rounding)) => {
            not_moved(format!("no change beyond the publisher's rounding from {since}{revised}"))
        }
        (moved, margin) => {
            let chance = match margin {
                Some(Margin::Interval) => {
                    "; the 95% intervals of the two overlap, so it may be chance"
                }
                _ => "",
            };
            Comparison::Moved { moved, from: format!("{since}{chance}{revised}") }
        }
    }
}

/// The time from one period to another, if it is more than a year or more than one period of this
/// length.
///
/// `None` for the same period a year earlier, which is the usual comparison.
fn over_several_periods(before: Period, now: Period) -> Option<String> {
    let days = f64::from((now.end - before.end).get_days());
    let is_next = !now.is_day() && days <= 1.5 * f64::from(now.days());
    let is_within_a_year = days < 400.0 && (now.is_day() || days > 355.0);
    if is_next || is_within_a_year {
        return None;
    }
    let years = (days / DAYS_OF_A_YEAR).round();
    if (days - years * DAYS_OF_A_YEAR).abs() <= 20.0 {
        return Some(format!("{} years", with_decimals(years, 0)));
    }
    Some(format!("{} months", with_decimals((12.0 * days / DAYS_OF_A_YEAR).round(), 0)))
}

/// Average days in a year, with leap years.
const DAYS_OF_A_YEAR: f64 = 365.25;

/// A figure with its unit, unless the title contains the unit, or the reason why it is missing.
pub(super) fn format_figure(figure: Figure, unit: Unit, title: &str) -> String {
    let Some(value) = figure.value else {
        return figure.status.unwrap_or(Status::NotAvailable).label().to_owned();
    };
    let number = with_decimals(value, unit.decimals());
    let (number, status) = match figure.is_at_least() {
        true => (format!("at least {number}"), None),
        false => (number, figure.status),
    };
    let remark = status.map(|status| format!(" ({})", status.label())).unwrap_or_default();
    let text = match unit {
        count if count.adds_up() => number,
        Unit::Ratio | Unit::Score | Unit::Rank => number,
        Unit::Percent => format!("{number}%"),
        Unit::Pounds => format!("£{number}"),
        other if title.to_lowercase().contains(&other.label().to_lowercase()) => number,
        other => format!("{number} {}", other.label()),
    };
    text + &remark
}

/// `at 31 December 2025`, `in the year to 30 June 2023`, `in the three months to …`, `in the seven
/// days to …`, else both days.
pub(super) fn period_phrase(period: Period) -> String {
    match period.days() {
        0 => format!("at {period}"),
        6 => format!("in the seven days to {}", long_date(period.end)),
        89..=92 => format!("in the three months to {}", long_date(period.end)),
        364..=366 => format!("in the year to {}", long_date(period.end)),
        _ => format!("from {period}"),
    }
}
