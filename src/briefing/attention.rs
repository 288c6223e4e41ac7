//! What needs the board's attention: limits reached, rises running, unusual changes, figures missing or old.
//!
//! Belongs here: the sentence for each kind of exception. Does not belong here: the rules by which something is one
//! (`comparison.toml` and `figures::scan`).

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

/// The sentences for exceptions, what is old in one of them.
pub(super) fn sentences(facts: &[ExceptionFact], areas: (&str, &str)) -> Vec<String> {
    let (old, news): (Vec<&ExceptionFact>, Vec<&ExceptionFact>) =
        facts.iter().partition(|fact| fact.kind == Exception::Old);
    let mut said: Vec<String> = news.into_iter().map(|fact| sentence(fact, areas)).collect();
    if !old.is_empty() {
        let named: Vec<String> = old.iter().map(|fact| of_area(&fact.title, &long_date(fact.day))).collect();
        said.push(format!("Old figures, though the newest that are held: {}.", list(&named)));
    }
    said
}

fn sentence(fact: &ExceptionFact, areas: (&str, &str)) -> String {
    let lead = match fact.kind {
        Exception::LimitReached => "Limit reached".to_owned(),
        Exception::SuppressionChanged => "Suppression changed".to_owned(),
        Exception::BrokenSeries => "Counted otherwise than before".to_owned(),
        Exception::Rising(times) => format!("Rose {times} times running"),
        Exception::Moved => "Changed more than usual".to_owned(),
        Exception::Missing | Exception::Old => "No figure".to_owned(),
    };
    let first = fact.of.first().map_or("", |(_, said)| said.as_str());
    let is_same = fact.of.len() > 1 && fact.of.iter().all(|(_, said)| said == first);
    let each = |(area, said): &(String, String)| of_area(area, if is_same { "" } else { said });
    let mut named: Vec<String> = fact.of.iter().take(NAMED).map(each).collect();
    if fact.of.len() > NAMED {
        let (one, many) = areas;
        named.push(counted(fact.of.len() - NAMED, &format!("other {one}"), &format!("other {many}")));
    }
    let day = long_date(fact.day);
    let named = if is_same { of_area(&list(&named), first) } else { list(&named) };
    format!("{lead}. {}, {day}: {named}.", fact.title)
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
    use super::{Exception, ExceptionFact, sentence, sentences};
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
        let same = |said: &str| (said.to_owned(), "suppressed".to_owned());
        let fact = ExceptionFact {
            kind: Exception::Missing,
            title: "Duties".to_owned(),
            day: date(2025, 6, 30),
            of: vec![same("Camden"), same("Ealing")],
        };
        let text = sentence(&fact, ("borough", "boroughs"));
        assert_eq!(text, "No figure. Duties, 30 June 2025: Camden and Ealing (suppressed).");
        assert!(said(Exception::Rising(3), 8).starts_with("Rose 3 times running. "));
        assert!(said(Exception::Rising(3), 8).ends_with("and 2 other boroughs."));
    }

    #[test]
    fn what_is_old_stands_in_one_sentence_and_last() {
        let fact = |kind, title: &str, year| ExceptionFact {
            kind,
            title: title.to_owned(),
            day: date(year, 3, 31),
            of: vec![("London".to_owned(), "+12".to_owned())],
        };
        let facts = [
            fact(Exception::Old, "Children looked after", 2017),
            fact(Exception::Moved, "Duties", 2025),
            fact(Exception::Old, "Rough sleeping", 2016),
        ];
        assert_eq!(
            sentences(&facts, ("borough", "boroughs")),
            [
                "Changed more than usual. Duties, 31 March 2025: London (+12).",
                "Old figures, though the newest that are held: Children looked after (31 March 2017) and Rough sleeping (31 March 2016).",
            ]
        );
    }
}
