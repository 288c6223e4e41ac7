//! What needs the board's attention: limits reached, rises running, unusual changes, figures missing or old.
//!
//! Belongs here: the sentence for each kind of exception. Does not belong here: the rules by which something is one
//! (`comparison.toml` and the engine's scan).

use super::words::list;
use crate::domain::{Date, counted, long_date};

/// Exceptions of one kind in one indicator on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct ExceptionFact {
    /// What kind of exception.
    pub kind: Exception,
    /// Title of the indicator.
    pub title: String,
    /// The last day of the period.
    pub day: Date,
    /// The areas with what is said of each, such as `142.1%`; the most notable first.
    pub of: Vec<(String, String)>,
}

/// A kind of exception, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exception {
    /// The limit is reached.
    LimitReached,
    /// Suppressed and was not, or the other way round.
    SuppressionChanged,
    /// The newest figure is counted otherwise than those before.
    BrokenSeries,
    /// So many rises running.
    Rising(usize),
    /// A change far from the usual changes.
    Moved,
    /// No figure on the newest day that others have one.
    Missing,
    /// The newest figure held is much older than the newest of the pack.
    Old,
}

/// Areas named in one sentence; the others are counted.
const NAMED: usize = 6;

/// The sentence for an exception.
pub(super) fn sentence(fact: &ExceptionFact, areas: (&str, &str)) -> String {
    let lead = match fact.kind {
        Exception::LimitReached => "Limit reached".to_owned(),
        Exception::SuppressionChanged => "Suppression changed".to_owned(),
        Exception::BrokenSeries => "Counted otherwise than before".to_owned(),
        Exception::Rising(times) => format!("Rose {times} times running"),
        Exception::Moved => "Changed more than usual".to_owned(),
        Exception::Missing => "No figure".to_owned(),
        Exception::Old => "Old figures".to_owned(),
    };
    let mut named: Vec<String> = fact.of.iter().take(NAMED).map(|(area, said)| of_area(area, said)).collect();
    if fact.of.len() > NAMED {
        let (one, many) = areas;
        named.push(counted(fact.of.len() - NAMED, &format!("other {one}"), &format!("other {many}")));
    }
    let day = long_date(fact.day);
    match fact.kind {
        Exception::Old => format!("{lead}. {}: the newest held is of {day}.", fact.title),
        _ if named.is_empty() => format!("{lead}. {}, {day}.", fact.title),
        _ => format!("{lead}. {}, {day}: {}.", fact.title, list(&named)),
    }
}

fn of_area(area: &str, said: &str) -> String {
    if said.is_empty() { area.to_owned() } else { format!("{area} ({said})") }
}

/// What is said where nothing of what was looked at is an exception.
pub(super) fn nothing(looked_at: usize) -> String {
    format!(
        "None of the {} looked at reached a limit, rose several times running, changed more than usual or came to be missing.",
        counted(looked_at, "indicator", "indicators")
    )
}

#[cfg(test)]
mod tests {
    use super::{Exception, ExceptionFact, sentence};
    use jiff::civil::date;

    fn said(kind: Exception, areas: usize) -> String {
        let of = (1..=areas).map(|place| (format!("Area {place}"), format!("{place}.0%"))).collect();
        let fact = ExceptionFact { kind, title: "Use of the limit".to_owned(), day: date(2025, 12, 31), of };
        sentence(&fact, ("borough", "boroughs"))
    }

    #[test]
    fn areas_are_named_up_to_six_and_then_counted() {
        assert_eq!(
            said(Exception::LimitReached, 2),
            "Limit reached. Use of the limit, 31 December 2025: Area 1 (1.0%) and Area 2 (2.0%)."
        );
        assert!(said(Exception::Moved, 6).ends_with("Area 5 (5.0%) and Area 6 (6.0%)."));
        assert!(
            said(Exception::Moved, 7).ends_with("Area 6 (6.0%) and 1 other borough."),
            "{}",
            said(Exception::Moved, 7)
        );
        assert!(said(Exception::Rising(3), 8).starts_with("Rose 3 times running. "));
        assert!(said(Exception::Rising(3), 8).ends_with("and 2 other boroughs."));
        assert_eq!(said(Exception::Old, 0), "Old figures. Use of the limit: the newest held is of 31 December 2025.");
    }
}
