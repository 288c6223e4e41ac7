//! The headline indicators of a briefing: the change of each on the period before, on the year and
//! since the last pack.
//!
//! Belongs here: which of these comparisons is printed, and how. Does not belong here: the phrase
//! for one change (`changes`), finding the figures (`packs`).

use super::change_facts::{Earlier, MovedFact};
use super::changes::headline_sentence;
use super::comparison::{comparison, format_figure, period_phrase};
use super::phrases::with_article;
use crate::domain::{Period, Unit, capitalised};
use crate::table::Figure;

/// A headline indicator of a briefing.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadlineFact {
    /// Title of the indicator.
    pub title: String,
    /// The area of the figure: the region, or a wider area if nothing is published for the region.
    pub area: String,
    /// The region, if the figure is that of a wider area.
    pub not_for: Option<String>,
    /// The unit.
    pub unit: Unit,
    /// True if the latest figure is much older than the newest of the pack.
    pub is_old: bool,
    /// The latest figure, or why there is none.
    pub now: Result<(Period, Figure), String>,
    /// The figure of the period before.
    pub before: Option<Earlier>,
    /// The figure a year before, if it is not the one of the period before.
    pub year: Option<Earlier>,
    /// The figure at the last pack; `None` when no comparison was requested.
    pub last_pack: Option<FigureAtLastPack>,
    /// The same figure for the United Kingdom, if it is shown; for the nation if none is published
    /// for the United Kingdom.
    pub united_kingdom: Option<Figure>,
    /// The nation of that figure, if it is not the United Kingdom's.
    pub nation: Option<String>,
}

/// The figure that was available at the last pack.
#[derive(Debug, Clone, PartialEq)]
pub enum FigureAtLastPack {
    /// No figure.
    NoFigure,
    /// This one.
    Known(Earlier),
}

impl HeadlineFact {
    /// The area as a phrase.
    fn area_phrase(&self) -> String {
        let area = with_article(&self.area);
        match &self.not_for {
            Some(region) => format!("{area} (not published for {})", with_article(region)),
            None => area,
        }
    }

    fn against(&self, now: (Period, Figure), before: Option<Earlier>) -> MovedFact {
        MovedFact {
            title: self.title.clone(),
            area: self.area_phrase(),
            unit: self.unit,
            before,
            now,
        }
    }

    /// The change on the period before and on the year, or why there is no figure.
    fn changed(&self) -> String {
        let now = match &self.now {
            Ok(now) => *now,
            Err(reason) => return format!("{}: no figure. {}.", self.title, capitalised(reason)),
        };
        let mut text =
            headline_sentence(&self.against(now, self.before.clone())).unwrap_or_else(|| {
                format!(
                    "{}, {}: {} {}.",
                    self.title,
                    self.area_phrase(),
                    format_figure(now.1, self.unit, &self.title),
                    period_phrase(now.0)
                )
            });
        if let Some(year) = self.year.as_ref().filter(|_| now.1.value.is_some()) {
            let comparison = match year.figure.value {
                Some(_) => comparison(now, year, self.unit, &self.title).to_string(),
                None => format!(
                    "no comparison; {} {}",
                    format_figure(year.figure, self.unit, &self.title),
                    period_phrase(year.period)
                ),
            };
            text.push_str(&format!(" On the year: {comparison}."));
        }
        if self.is_old {
            text.push_str(" This figure is old, but the latest available.");
        }
        text
    }

    /// The change since the last pack; `None` when no comparison was requested, or there is no
    /// figure.
    pub(super) fn since(&self) -> Option<String> {
        let now = *self.now.as_ref().ok()?;
        let subject = format!("{}, {}", self.title, self.area_phrase());
        let known = match self.last_pack.as_ref()? {
            FigureAtLastPack::NoFigure => {
                return Some(format!(
                    "{subject}: {} {}. No figure was available then.",
                    format_figure(now.1, self.unit, &self.title),
                    period_phrase(now.0)
                ));
            }
            FigureAtLastPack::Known(known) => known,
        };
        if known.period != now.0 {
            return headline_sentence(&self.against(now, Some(known.clone())));
        }
        let (old, new) = (
            format_figure(known.figure, self.unit, &self.title),
            format_figure(now.1, self.unit, &self.title),
        );
        Some(if old == new {
            format!("{subject}: no newer figure; still {new} {}.", period_phrase(now.0))
        } else {
            format!(
                "{subject}: no newer figure; that {} was revised from {old} to {new}.",
                period_phrase(now.0)
            )
        })
    }
}

/// The change of every headline: new figures first, then old ones, then those without a figure.
pub(super) fn changed(facts: &[HeadlineFact]) -> Vec<String> {
    let mut sorted: Vec<&HeadlineFact> = facts.iter().collect();
    sorted.sort_by_key(|fact| (fact.now.is_err(), fact.is_old));
    sorted.into_iter().map(HeadlineFact::changed).collect()
}

#[cfg(test)]
mod tests {
    use super::{Earlier, FigureAtLastPack, HeadlineFact, changed};
    use crate::domain::{Period, Status, Unit};
    use crate::table::Figure;
    use jiff::civil::date;

    fn day(year: i16, month: i8) -> Period {
        Period::day(date(year, month, 30))
    }

    fn earlier(period: Period, value: f64) -> Earlier {
        Earlier::of(period, Figure::of(value))
    }

    fn duties() -> HeadlineFact {
        HeadlineFact {
            title: "Duties owed".to_owned(),
            area: "London".to_owned(),
            not_for: None,
            unit: Unit::Households,
            is_old: false,
            now: Ok((day(2025, 6), Figure::of(1204.0))),
            before: Some(earlier(day(2025, 3), 1000.0)),
            year: Some(earlier(day(2024, 6), 1204.0)),
            last_pack: None,
            united_kingdom: None,
            nation: None,
        }
    }

    #[test]
    fn a_change_on_the_year_is_told_after_that_on_the_period_before() {
        assert_eq!(
            duties().changed(),
            "Duties owed, London: rose by 204 (20.4%) to 1,204 at 30 June 2025, from 1,000 at 30 \
             March 2025. On the year: the same as at 30 June 2024."
        );
        let fell = HeadlineFact { year: Some(earlier(day(2024, 6), 1205.0)), ..duties() };
        assert!(
            fell.changed().ends_with("On the year: fell by 1 (0.1%), from 1,205 at 30 June 2024."),
            "{}",
            fell.changed()
        );
        let old = HeadlineFact { is_old: true, ..duties() };
        assert_eq!(
            old.changed(),
            format!("{} This figure is old, but the latest available.", duties().changed())
        );
        let missing =
            Earlier { figure: Figure::missing(Status::Suppressed), ..earlier(day(2024, 6), 0.0) };
        let gone = HeadlineFact { year: Some(missing), ..duties() };
        assert!(
            gone.changed().ends_with("On the year: no comparison; suppressed at 30 June 2024."),
            "{}",
            gone.changed()
        );
        let only = HeadlineFact { before: None, year: None, ..duties() };
        assert_eq!(
            only.changed(),
            "Duties owed, London: 1,204 at 30 June 2025. No earlier figure is available."
        );
    }

    #[test]
    fn a_wider_area_and_no_figure_at_all_are_said() {
        let wider = HeadlineFact {
            area: "United Kingdom".to_owned(),
            not_for: Some("North West".to_owned()),
            ..duties()
        };
        assert!(
            wider.changed().starts_with(
                "Duties owed, the United Kingdom (not published for the North West): rose by"
            ),
            "{}",
            wider.changed()
        );
        let none =
            HeadlineFact { now: Err("no edition is held of asy-d01".to_owned()), ..duties() };
        assert_eq!(none.changed(), "Duties owed: no figure. No edition is held of asy-d01.");
        assert_eq!(none.since(), None);
        let missing = Figure::missing(Status::Suppressed);
        let suppressed = HeadlineFact { now: Ok((day(2025, 6), missing)), ..duties() };
        assert!(
            suppressed
                .changed()
                .ends_with("suppressed at 30 June 2025, after 1,000 at 30 March 2025.")
        );
    }

    #[test]
    fn what_is_new_is_told_before_what_is_old_and_that_before_what_is_not_there() {
        let titled = |title: &str| HeadlineFact { title: title.to_owned(), ..duties() };
        let none = HeadlineFact { now: Err("nothing".to_owned()), ..titled("c") };
        let old = HeadlineFact { is_old: true, ..titled("b") };
        let sentences = changed(&[none, old, titled("a")]);
        assert_eq!(sentences.iter().map(|text| &text[..1]).collect::<String>(), "abc");
    }

    #[test]
    fn since_the_last_pack_a_figure_moved_stayed_was_revised_or_came() {
        let since = |then| HeadlineFact { last_pack: Some(then), ..duties() }.since().unwrap();
        assert_eq!(duties().since(), None, "nobody asked");
        assert_eq!(
            since(FigureAtLastPack::NoFigure),
            "Duties owed, London: 1,204 at 30 June 2025. No figure was available then."
        );
        assert_eq!(
            since(FigureAtLastPack::Known(earlier(day(2025, 6), 1204.0))),
            "Duties owed, London: no newer figure; still 1,204 at 30 June 2025."
        );
        assert_eq!(
            since(FigureAtLastPack::Known(earlier(day(2025, 6), 1203.0))),
            "Duties owed, London: no newer figure; that at 30 June 2025 was revised from 1,203 to \
             1,204."
        );
        assert!(
            since(FigureAtLastPack::Known(earlier(day(2025, 3), 1000.0)))
                .contains("rose by 204 (20.4%) to 1,204")
        );
    }
}
