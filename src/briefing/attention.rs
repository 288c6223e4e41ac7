//! What needs the board's attention: limits reached, repeated rises, unusual changes, missing or
//! old figures.
//!
//! Belongs here: the sentence for each kind of exception. Does not belong here: the rules by which
//! something is one (`comparison.toml` and `figures::scan`).

use super::phrases::list;
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
    /// The areas with a detail for each, such as `142.1%`; the most notable first.
    pub areas: Vec<(String, String)>,
}

/// A kind of exception, in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exception {
    /// The limit is reached.
    LimitReached,
    /// Suppressed and was not, or the other way round.
    SuppressionChanged,
    /// The newest figure is not comparable with those before.
    BrokenSeries,
    /// This number of rises in a row.
    Rising(usize),
    /// A change far from the usual changes.
    Moved,
    /// No figure on the newest day on which others have one.
    Missing,
    /// The latest available figure is much older than the newest of the pack.
    Old,
}

/// The maximum number of areas named in one sentence. The others are counted.
const MAX_NAMED: usize = 6;

/// The sentences for exceptions. Old figures share one sentence.
pub(super) fn sentences(facts: &[ExceptionFact], areas: (&str, &str)) -> Vec<String> {
    let (old, news): (Vec<&ExceptionFact>, Vec<&ExceptionFact>) =
        facts.iter().partition(|fact| fact.kind == Exception::Old);
    let mut sentences: Vec<String> = news.into_iter().map(|fact| sentence(fact, areas)).collect();
    if !old.is_empty() {
        let named: Vec<String> =
            old.iter().map(|fact| with_detail(&fact.title, &long_date(fact.day))).collect();
        sentences.push(format!("Old figures, but the latest available: {}.", list(&named)));
    }
    sentences
}

fn sentence(fact: &ExceptionFact, areas: (&str, &str)) -> String {
    let lead = match fact.kind {
        Exception::LimitReached => "Limit reached".to_owned(),
        Exception::SuppressionChanged => "Suppression changed".to_owned(),
        Exception::BrokenSeries => "Break in the series".to_owned(),
        Exception::Rising(times) => format!("Rose {times} times in a row"),
        Exception::Moved => "Changed more than usual".to_owned(),
        Exception::Missing | Exception::Old => "No figure".to_owned(),
    };
    let first = fact.areas.first().map_or("", |(_, detail)| detail.as_str());
    let is_same = fact.areas.len() > 1 && fact.areas.iter().all(|(_, detail)| detail == first);
    let each =
        |(area, detail): &(String, String)| with_detail(area, if is_same { "" } else { detail });
    let mut named: Vec<String> = fact.areas.iter().take(MAX_NAMED).map(each).collect();
    if fact.areas.len() > MAX_NAMED {
        let (one, many) = areas;
        named.push(counted(
            fact.areas.len() - MAX_NAMED,
            &format!("other {one}"),
            &format!("other {many}"),
        ));
    }
    let day = long_date(fact.day);
    let named = if is_same { with_detail(&list(&named), first) } else { list(&named) };
    format!("{lead}. {}, {day}: {named}.", fact.title)
}

fn with_detail(name: &str, detail: &str) -> String {
    if detail.is_empty() { name.to_owned() } else { format!("{name} ({detail})") }
}

/// The sentence for a pack without exceptions.
pub(super) fn no_exceptions(checked_count: usize) -> String {
    format!(
        "None of the {} checked reached a limit, rose several times in a row, changed more than \
         usual or became missing.",
        counted(checked_count, "indicator", "indicators")
    )
}

#[cfg(test)]
mod tests {
    use super::{Exception, ExceptionFact, sentence, sentences};
    use jiff::civil::date;

    fn sentence_of(kind: Exception, areas: usize) -> String {
        let named =
            (1..=areas).map(|place| (format!("Area {place}"), format!("{place}.0%"))).collect();
        let fact = ExceptionFact {
            kind,
            title: "Use of the limit".to_owned(),
            day: date(2025, 12, 31),
            areas: named,
        };
        sentence(&fact, ("borough", "boroughs"))
    }

    #[test]
    fn areas_are_named_up_to_six_and_then_counted() {
        assert_eq!(
            sentence_of(Exception::LimitReached, 2),
            "Limit reached. Use of the limit, 31 December 2025: Area 1 (1.0%) and Area 2 (2.0%)."
        );
        assert!(sentence_of(Exception::Moved, 6).ends_with("Area 5 (5.0%) and Area 6 (6.0%)."));
        assert!(
            sentence_of(Exception::Moved, 7).ends_with("Area 6 (6.0%) and 1 other borough."),
            "{}",
            sentence_of(Exception::Moved, 7)
        );
        let same = |name: &str| (name.to_owned(), "suppressed".to_owned());
        let fact = ExceptionFact {
            kind: Exception::Missing,
            title: "Duties".to_owned(),
            day: date(2025, 6, 30),
            areas: vec![same("Camden"), same("Ealing")],
        };
        let text = sentence(&fact, ("borough", "boroughs"));
        assert_eq!(text, "No figure. Duties, 30 June 2025: Camden and Ealing (suppressed).");
        assert!(sentence_of(Exception::Rising(3), 8).starts_with("Rose 3 times in a row. "));
        assert!(sentence_of(Exception::Rising(3), 8).ends_with("and 2 other boroughs."));
    }

    #[test]
    fn old_figures_share_one_sentence_at_the_end() {
        let fact = |kind, title: &str, year| ExceptionFact {
            kind,
            title: title.to_owned(),
            day: date(year, 3, 31),
            areas: vec![("London".to_owned(), "+12".to_owned())],
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
                "Old figures, but the latest available: Children looked after (31 March 2017) and \
                 Rough sleeping (31 March 2016).",
            ]
        );
    }
}
