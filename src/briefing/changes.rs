//! The changes in a new edition, in sentences that the figures support.
//!
//! Belongs here: phrases for a figure that rose, fell, stayed the same, appeared, disappeared or
//! was revised. Does not belong here: which editions are compared.

use super::change_facts::{MovedFact, RevisedFact};
use super::comparison::{Comparison, comparison, format_figure, period_phrase};
use super::phrases::with_article;
use crate::domain::{Compare, counted, signed};

/// How a headline indicator changed; `None` when it is for the same period as before.
///
/// [`revision_sentence`] covers a figure that was revised without a newer one.
pub(super) fn headline_sentence(fact: &MovedFact) -> Option<String> {
    let is_newer = fact.before.as_ref().is_none_or(|before| before.period != fact.now.0);
    is_newer.then(|| newer_sentence(fact))
}

/// How a headline indicator changed that has a figure of another period than before.
pub fn newer_sentence(fact: &MovedFact) -> String {
    let (period, figure) = fact.now;
    let subject = format!("{}, {}", fact.title, with_article(&fact.area));
    let level =
        format!("{} {}", format_figure(figure, fact.unit, &fact.title), period_phrase(period));
    let Some(before) = &fact.before else {
        return format!("{subject}: {level}. No earlier figure is available.");
    };
    match comparison(fact.now, before, fact.unit, &fact.title) {
        Comparison::Moved { moved, from } => format!("{subject}: {moved} to {level}, from {from}."),
        Comparison::NotMoved(phrase) => format!("{subject}: {level}, {phrase}."),
    }
}

/// Which earlier figures were revised, and by how much.
///
/// `compared` is the number of figures for the same periods in both editions.
pub fn revision_sentence(subject: &str, compared: usize, revisions: &[RevisedFact]) -> String {
    let of = counted(compared, "earlier figure", "earlier figures");
    let largest = revisions.iter().max_by(|a, b| size(a).compare(&size(b)));
    let Some(largest) = largest else { return format!("{subject}: none of {of} was revised.") };
    let number = match revisions.len() {
        1 => "1".to_owned(),
        many => counted(many, "", "").trim().to_owned(),
    };
    let (verb, at_most) = if revisions.len() == 1 { ("was", "") } else { ("were", "most ") };
    format!("{subject}: {number} of {of} {verb} revised, {at_most}{}.", revision_phrase(largest))
}

/// Part of the sentence: `Hillingdon at 31 December 2025 from 2,133 to 2,142 (+9)`.
fn revision_phrase(fact: &RevisedFact) -> String {
    let change = fact.change().map(|change| format!(" ({})", signed(change, fact.unit.decimals())));
    format!(
        "{} {} from {} to {}{}",
        with_article(&fact.subject()),
        period_phrase(fact.period),
        format_figure(fact.old, fact.unit, ""),
        format_figure(fact.new, fact.unit, ""),
        change.unwrap_or_default()
    )
}

/// The size of a revision. A figure that became missing or known ranks above any number.
fn size(fact: &RevisedFact) -> f64 {
    fact.change().map_or(f64::INFINITY, f64::abs)
}

#[cfg(test)]
mod tests {
    use super::super::change_facts::{ComparableAreas, Earlier, Margin};
    use super::{MovedFact, RevisedFact, headline_sentence, revision_sentence};
    use crate::domain::{AreaCode, Period, Status, Unit};
    use crate::table::Figure;
    use jiff::civil::date;

    fn fact(before: Option<(i8, Figure)>, now: Figure, unit: Unit) -> MovedFact {
        let earlier = |(month, figure)| Earlier::of(Period::day(date(2025, month, 30)), figure);
        MovedFact {
            title: "People supported".to_owned(),
            area: "North West".to_owned(),
            unit,
            before: before.map(earlier),
            now: (Period::day(date(2025, 9, 30)), now),
        }
    }

    fn with(fact: &MovedFact, change: impl Fn(&mut Earlier)) -> MovedFact {
        let mut fact = fact.clone();
        fact.before.as_mut().into_iter().for_each(change);
        fact
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "one sentence for each case")]
    fn a_headline_says_what_the_figures_support() {
        let sentence = |fact: &MovedFact| headline_sentence(fact).unwrap_or_default();
        let rose = fact(Some((6, Figure::of(1000.0))), Figure::of(1204.0), Unit::People);
        assert_eq!(
            sentence(&rose),
            "People supported, the North West: rose by 204 (20.4%) to 1,204 at 30 September 2025, \
             from 1,000 at 30 June 2025."
        );
        let same = fact(Some((6, Figure::of(1000.0))), Figure::of(1000.0), Unit::People);
        assert_eq!(
            sentence(&same),
            "People supported, the North West: 1,000 at 30 September 2025, the same as at 30 June \
             2025."
        );
        let rounding = fact(Some((6, Figure::of(15.31))), Figure::of(15.34), Unit::Percent);
        assert!(
            sentence(&rounding)
                .contains("15.3% at 30 September 2025, no change beyond rounding from 15.3% at"),
            "{}",
            sentence(&rounding)
        );
        let points = fact(Some((6, Figure::of(15.0))), Figure::of(16.5), Unit::Percent);
        assert!(
            sentence(&points).contains("rose by 1.5 percentage points to 16.5%"),
            "{}",
            sentence(&points)
        );
        let gone =
            fact(Some((6, Figure::of(7.0))), Figure::missing(Status::Suppressed), Unit::People);
        assert!(
            sentence(&gone).contains("suppressed at 30 September 2025, after 7 at 30 June 2025"),
            "{}",
            sentence(&gone)
        );
        assert!(
            sentence(&fact(None, Figure::of(1.0), Unit::People))
                .contains("No earlier figure is available")
        );
        assert_eq!(
            headline_sentence(&fact(Some((9, Figure::of(7.0))), Figure::of(8.0), Unit::People)),
            None,
            "a revision"
        );
        let year = |end| Period { start: date(end - 1, 7, 1), end: date(end, 6, 30) };
        let of_year = |period| {
            with(&rose, |before| (before.period, before.figure) = (period, Figure::of(95.0)))
        };
        let flow = MovedFact { now: (year(2024), Figure::of(100.0)), ..of_year(year(2023)) };
        assert!(
            sentence(&flow).contains(
                "to 100 in the year to 30 June 2024, from 95 in the year to 30 June 2023."
            )
        );
        let longer = MovedFact {
            now: (Period::day(date(2024, 6, 30)), Figure::of(100.0)),
            ..of_year(year(2023))
        };
        assert!(
            sentence(&longer).ends_with("a period of a different length."),
            "{}",
            sentence(&longer)
        );
        let divided =
            with(&rose, |before| before.break_reason = Some("section 98 counted".to_owned()));
        let expected = "1,204 at 30 September 2025, not compared with 1,000 at 30 June 2025: the \
            two are not comparable (section 98 counted)";
        assert!(sentence(&divided).ends_with(&format!("{expected}.")), "{}", sentence(&divided));
        // DLUHC, rough sleeping 2016 and 2017: 756 and 839 in the 24 boroughs with one approach.
        let comparable = ComparableAreas { authorities: 24, of: 33, before: 756.0, now: 839.0 };
        let divided = with(&divided, |before| before.comparable = Some(comparable));
        let expected = format!(
            "{expected}; in the 24 of 33 authorities with comparable figures, they rose by 83 \
             (11.0%) to 839, from 756."
        );
        assert!(sentence(&divided).ends_with(&expected), "{}", sentence(&divided));
        let of_another = with(&rose, |before| before.of_another_edition = true);
        let expected = "1,204 at 30 September 2025, not compared with 1,000 at 30 June 2025, which \
            is an estimate of another edition.";
        assert!(sentence(&of_another).ends_with(expected), "{}", sentence(&of_another));
        let revised = with(&rose, |before| before.was = Some(Figure::of(990.0)));
        assert!(
            sentence(&revised).ends_with("from 1,000 at 30 June 2025; 990 before revision."),
            "{}",
            sentence(&revised)
        );
    }

    #[test]
    fn a_difference_that_may_be_none_is_not_told_as_one() {
        let rose = fact(Some((6, Figure::of(1000.0))), Figure::of(1010.0), Unit::People);
        let sentence = |margin| {
            headline_sentence(&with(&rose, |before| before.margin = margin)).unwrap_or_default()
        };
        assert!(sentence(None).contains("rose by 10 (1.0%) to 1,010"));
        assert!(sentence(Some(Margin::Rounding)).ends_with(
            "1,010 at 30 September 2025, no change beyond the publisher's rounding from 1,000 at \
             30 June 2025."
        ));
        assert!(
            sentence(Some(Margin::Interval))
                .contains("the 95% intervals of the two overlap, so it may be chance"),
            "{}",
            sentence(Some(Margin::Interval))
        );
    }

    #[test]
    fn revisions_are_counted_and_the_largest_is_named() {
        let revision = |subject: &str, old, new| RevisedFact {
            measure: None,
            area_code: AreaCode::new("E09000017").unwrap(),
            area_name: subject.to_owned(),
            dims: Vec::new(),
            category: String::new(),
            period: Period::day(date(2025, 6, 30)),
            unit: Unit::People,
            old,
            new,
        };
        let small = revision("Ealing", Figure::of(10.0), Figure::of(11.0));
        let large = revision("Hillingdon", Figure::of(2142.0), Figure::of(2133.0));
        assert_eq!(
            revision_sentence("Asy_D11", 40, &[small.clone(), large]),
            "Asy_D11: 2 of 40 earlier figures were revised, most Hillingdon at 30 June 2025 from \
             2,142 to 2,133 (−9)."
        );
        let gone = revision("Barnet", Figure::of(3.0), Figure::missing(Status::Suppressed));
        assert_eq!(
            revision_sentence("Asy_D11", 40, &[small, gone]),
            "Asy_D11: 2 of 40 earlier figures were revised, most Barnet at 30 June 2025 from 3 to \
             suppressed."
        );
        assert_eq!(
            revision_sentence("Asy_D11", 1, &[]),
            "Asy_D11: none of 1 earlier figure was revised."
        );
    }
}
