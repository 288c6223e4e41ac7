//! The headline indicators of a briefing: the change of each on the period before, on the year and since the last pack.
//!
//! Belongs here: which of these comparisons is printed, and how. Does not belong here: the phrase for one change
//! (`changes`), finding the figures (`packs`).

use super::changes::{MovedFact, headline_sentence};
use super::comparison::{Earlier, comparison, format_figure, period_phrase};
use super::phrases::with_article;
use crate::domain::{Period, Status, Unit, capitalised};
use crate::table::{Cell, Column, Figure, Listing};

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
    /// The same figure for the United Kingdom, if it is shown; for the nation if none is published for the United Kingdom.
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
        MovedFact { title: self.title.clone(), area: self.area_phrase(), unit: self.unit, before, now }
    }

    /// The change on the period before and on the year, or why there is no figure.
    fn changed(&self) -> String {
        let now = match &self.now {
            Ok(now) => *now,
            Err(reason) => return format!("{}: no figure. {}.", self.title, capitalised(reason)),
        };
        let mut text = headline_sentence(&self.against(now, self.before.clone())).unwrap_or_else(|| {
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

    /// The change since the last pack; `None` when no comparison was requested, or there is no figure.
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
        let (old, new) =
            (format_figure(known.figure, self.unit, &self.title), format_figure(now.1, self.unit, &self.title));
        Some(if old == new {
            format!("{subject}: no newer figure; still {new} {}.", period_phrase(now.0))
        } else {
            format!("{subject}: no newer figure; that {} was revised from {old} to {new}.", period_phrase(now.0))
        })
    }
}

/// The change of every headline: new figures first, then old ones, then those without a figure.
pub(super) fn changed(facts: &[HeadlineFact]) -> Vec<String> {
    let mut sorted: Vec<&HeadlineFact> = facts.iter().collect();
    sorted.sort_by_key(|fact| (fact.now.is_err(), fact.is_old));
    sorted.into_iter().map(HeadlineFact::changed).collect()
}

/// The table of headlines: latest figure, its change on the period before, on the year and since the last pack, and the figure for the
/// United Kingdom. Numbers stay numbers. Notes on changes are below the table.
pub(super) fn table(facts: &[HeadlineFact], region: &str, since: Option<&str>) -> Listing {
    let mut columns = vec![
        Column::text("headline", "Headline"),
        Column::numeric("newest", "Newest figure"),
        Column::text("unit", "Unit"),
        Column::text("as_at", "Of"),
        Column::numeric("on_period", "Change on the period before").with_sign(),
        Column::numeric("on_year", "Change on the year").with_sign(),
    ];
    columns.extend(since.map(|since| Column::numeric("since", &format!("Change since {since}")).with_sign()));
    columns.push(Column::numeric("united_kingdom", "United Kingdom"));
    let of_percentages = facts.iter().any(|fact| fact.unit == Unit::Percent);
    let of_nation = facts.iter().filter_map(|fact| Some((fact.nation.as_deref()?, fact.title.as_str())));
    Listing {
        caption: format!("Headlines of {}", with_article(region)),
        columns,
        rows: facts.iter().map(|fact| row(fact, since.is_some())).collect(),
        notes: facts
            .iter()
            .flat_map(notes)
            .chain(of_percentages.then(|| POINTS.to_owned()))
            .chain(figures_of_nation(of_nation))
            .collect(),
    }
}

/// A note for the column of the United Kingdom when it shows figures for a nation. `of_nation` has the nation and title of each.
pub fn figures_of_nation<'t>(of_nation: impl Iterator<Item = (&'t str, &'t str)>) -> Option<String> {
    let all: Vec<(&str, &str)> = of_nation.collect();
    let (nation, _) = all.first()?;
    let titles: Vec<String> = all.iter().map(|(_, title)| (*title).to_owned()).collect();
    Some(format!(
        "In the column United Kingdom, these figures are for {nation}, because none are published for the United Kingdom: {}.",
        titles.join("; ")
    ))
}

const POINTS: &str = "Changes of percentages are in percentage points.";

/// A change as a number: *not applicable* between periods that are not comparable or have different lengths, *not available* between
/// estimates of different editions.
fn change((period, now): (Period, Figure), before: &Earlier) -> Figure {
    if !before.period.is_as_long_as(period) || before.break_reason.is_some() {
        return Figure::missing(Status::NotApplicable);
    }
    if before.of_another_edition || now.is_at_least() || before.figure.is_at_least() {
        return Figure::missing(Status::NotAvailable);
    }
    now.combine(before.figure, |now, before| Some(now - before))
}

/// The figure a year before, which may be that of the period before.
fn on_the_year(fact: &HeadlineFact) -> Option<&Earlier> {
    let now = fact.now.as_ref().ok()?.0;
    fact.year.as_ref().or_else(|| fact.before.as_ref().filter(|before| before.is_a_year_before(now)))
}

fn row(fact: &HeadlineFact, with_since: bool) -> Vec<Cell> {
    let number = |figure: Option<Figure>| {
        Cell::with_decimals(figure.unwrap_or(Figure::missing(Status::NotAvailable)), fact.unit.decimals())
    };
    let now = fact.now.as_ref().ok().copied();
    let moved = |earlier: Option<&Earlier>| number(now.zip(earlier).map(|(now, earlier)| change(now, earlier)));
    let title = match &fact.not_for {
        Some(_) => format!("{} ({})", fact.title, fact.area),
        None => fact.title.clone(),
    };
    let mut cells = vec![Cell::Text(title), number(now.map(|(_, figure)| figure)), fact.unit.label().into()];
    cells.push(Cell::Text(now.map_or("not available".to_owned(), |(period, _)| period.to_string())));
    cells.extend([moved(fact.before.as_ref()), moved(on_the_year(fact))]);
    if with_since {
        cells.push(match &fact.last_pack {
            Some(FigureAtLastPack::Known(known)) => moved(Some(known)),
            _ => number(None),
        });
    }
    cells.push(number(fact.united_kingdom));
    cells
}

/// Notes on a headline in the table: why there is no figure, and which changes need care.
fn notes(fact: &HeadlineFact) -> Vec<String> {
    let title = &fact.title;
    let Ok(now) = &fact.now else {
        let reason = fact.now.as_ref().err().map_or("", String::as_str);
        return vec![format!("{title}: {reason}.")];
    };
    let careful = |(of, earlier): (&str, Option<&Earlier>)| {
        let needs_note = |earlier: &&Earlier| {
            earlier.margin.is_some() || earlier.break_reason.is_some() || earlier.of_another_edition
        };
        let earlier = earlier.filter(needs_note)?;
        Some(format!("{title}, {of}: {}.", comparison(*now, earlier, fact.unit, title)))
    };
    [("on the period before", fact.before.as_ref()), ("on the year", on_the_year(fact))]
        .into_iter()
        .filter_map(careful)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Earlier, FigureAtLastPack, HeadlineFact, changed, table};
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
            "Duties owed, London: rose by 204 (20.4%) to 1,204 at 30 June 2025, from 1,000 at 30 March 2025. \
             On the year: the same as at 30 June 2024."
        );
        let fell = HeadlineFact { year: Some(earlier(day(2024, 6), 1205.0)), ..duties() };
        assert!(
            fell.changed().ends_with("On the year: fell by 1 (0.1%), from 1,205 at 30 June 2024."),
            "{}",
            fell.changed()
        );
        let old = HeadlineFact { is_old: true, ..duties() };
        assert_eq!(old.changed(), format!("{} This figure is old, but the latest available.", duties().changed()));
        let missing = Earlier { figure: Figure::missing(Status::Suppressed), ..earlier(day(2024, 6), 0.0) };
        let gone = HeadlineFact { year: Some(missing), ..duties() };
        assert!(
            gone.changed().ends_with("On the year: no comparison; suppressed at 30 June 2024."),
            "{}",
            gone.changed()
        );
        let only = HeadlineFact { before: None, year: None, ..duties() };
        assert_eq!(only.changed(), "Duties owed, London: 1,204 at 30 June 2025. No earlier figure is available.");
    }

    #[test]
    fn a_wider_area_and_no_figure_at_all_are_said() {
        let wider =
            HeadlineFact { area: "United Kingdom".to_owned(), not_for: Some("North West".to_owned()), ..duties() };
        assert!(
            wider.changed().starts_with("Duties owed, the United Kingdom (not published for the North West): rose by"),
            "{}",
            wider.changed()
        );
        let none = HeadlineFact { now: Err("no edition is held of asy-d01".to_owned()), ..duties() };
        assert_eq!(none.changed(), "Duties owed: no figure. No edition is held of asy-d01.");
        assert_eq!(none.since(), None);
        let missing = Figure::missing(Status::Suppressed);
        let suppressed = HeadlineFact { now: Ok((day(2025, 6), missing)), ..duties() };
        assert!(suppressed.changed().ends_with("suppressed at 30 June 2025, after 1,000 at 30 March 2025."));
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
            "Duties owed, London: no newer figure; that at 30 June 2025 was revised from 1,203 to 1,204."
        );
        assert!(since(FigureAtLastPack::Known(earlier(day(2025, 3), 1000.0))).contains("rose by 204 (20.4%) to 1,204"));
    }

    #[test]
    fn the_table_has_numbers_and_a_column_for_the_last_pack_only_where_one_is_named() {
        let (with, without) = (table(&[duties()], "London", Some("1 March 2025")), table(&[duties()], "London", None));
        assert_eq!(with.columns.len(), without.columns.len() + 1);
        let printed_row = |listing: &crate::table::Listing, row: usize| -> Vec<String> {
            listing.rows[row].iter().zip(&listing.columns).map(|(cell, column)| cell.print(column)).collect()
        };
        assert_eq!(
            printed_row(&without, 0),
            ["Duties owed", "1,204", "households", "30 June 2025", "+204", "0", "[x]"],
            "the change on the year is none"
        );
        assert_eq!(printed_row(&with, 0)[6], "[x]", "no figure was available then");
        let annual = HeadlineFact { before: Some(earlier(day(2024, 6), 1000.0)), year: None, ..duties() };
        let row = printed_row(&table(&[annual], "London", None), 0);
        assert_eq!(row[4], row[5], "the period before is the year before");
        let divided = Earlier { break_reason: Some("section 98".to_owned()), ..earlier(day(2025, 3), 1000.0) };
        let broken = table(&[HeadlineFact { before: Some(divided), ..duties() }], "London", None);
        assert_eq!(printed_row(&broken, 0)[4], "[z]");
        assert!(broken.notes[0].contains("not comparable (section 98)"), "{:?}", broken.notes);
    }
}
