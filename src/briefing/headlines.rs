//! The indicators that a briefing opens with: how each moved on the period before, on the year and since the last pack.
//!
//! Belongs here: which of these comparisons is told, and in which words. Does not belong here: the words for one change
//! (`changes`), finding the figures (`packs`).

use super::changes::{Earlier, MovedFact, at, headline, moved_to, printed};
use super::words::with_article;
use crate::domain::{Period, Status, Unit, capitalised};
use crate::table::{Cell, Column, Figure, Listing};

/// An indicator that a briefing opens with.
#[derive(Debug, Clone, PartialEq)]
pub struct HeadlineFact {
    /// Title of the indicator.
    pub title: String,
    /// Whose figure it is: the region, or a wider area where nothing is published for the region.
    pub area: String,
    /// The region, where the figure is a wider area's.
    pub not_for: Option<String>,
    /// The unit.
    pub unit: Unit,
    /// True where the newest figure is much older than the newest of the pack.
    pub is_old: bool,
    /// The newest figure, or why there is none at all.
    pub now: Result<(Period, Figure), String>,
    /// The figure of the period before.
    pub before: Option<Earlier>,
    /// The figure a year before, where that is another one.
    pub year: Option<Earlier>,
    /// What was known at the last pack; `None` when nobody asked.
    pub then: Option<Then>,
    /// The same figure of the United Kingdom, where it is set beside it; of the nation where nothing is published for the kingdom.
    pub united_kingdom: Option<Figure>,
    /// The nation whose figure that is, where it is not the United Kingdom's.
    pub nation: Option<String>,
}

/// What was known at the last pack.
#[derive(Debug, Clone, PartialEq)]
pub enum Then {
    /// No figure.
    Nothing,
    /// This one.
    Known(Earlier),
}

impl HeadlineFact {
    /// Whose figure it is, in words.
    fn whose(&self) -> String {
        let area = with_article(&self.area);
        match &self.not_for {
            Some(region) => format!("{area} (not published for {})", with_article(region)),
            None => area,
        }
    }

    fn against(&self, now: (Period, Figure), before: Option<Earlier>) -> MovedFact {
        MovedFact { title: self.title.clone(), area: self.whose(), unit: self.unit, before, now }
    }

    /// How it moved on the period before and on the year, or why there is no figure.
    fn changed(&self) -> String {
        let now = match &self.now {
            Ok(now) => *now,
            Err(reason) => return format!("{}: no figure. {}.", self.title, capitalised(reason)),
        };
        let mut said = headline(&self.against(now, self.before.clone())).unwrap_or_else(|| {
            format!("{}, {}: {} {}.", self.title, self.whose(), printed(now.1, self.unit, &self.title), at(now.0))
        });
        if let Some(year) = self.year.as_ref().filter(|_| now.1.value.is_some()) {
            let told = match year.figure.value {
                Some(_) => moved_to(now, year, self.unit, &self.title),
                None => format!("no comparison; {} {}", printed(year.figure, self.unit, &self.title), at(year.period)),
            };
            said.push_str(&format!(" On the year: {told}."));
        }
        if self.is_old {
            said.push_str(" It is the newest held, and old.");
        }
        said
    }

    /// What is known now that was not at the last pack; `None` when nobody asked, or there is no figure.
    pub(super) fn since(&self) -> Option<String> {
        let now = *self.now.as_ref().ok()?;
        let subject = format!("{}, {}", self.title, self.whose());
        let known = match self.then.as_ref()? {
            Then::Nothing => {
                return Some(format!(
                    "{subject}: {} {}. No figure was known then.",
                    printed(now.1, self.unit, &self.title),
                    at(now.0)
                ));
            }
            Then::Known(known) => known,
        };
        if known.period != now.0 {
            return headline(&self.against(now, Some(known.clone())));
        }
        let (old, new) = (printed(known.figure, self.unit, &self.title), printed(now.1, self.unit, &self.title));
        Some(if old == new {
            format!("{subject}: no newer figure; still {new} {}.", at(now.0))
        } else {
            format!("{subject}: no newer figure; that {} was revised from {old} to {new}.", at(now.0))
        })
    }
}

/// How every headline moved: what is new first, then what is old, then what has no figure.
pub(super) fn changed(facts: &[HeadlineFact]) -> Vec<String> {
    let mut sorted: Vec<&HeadlineFact> = facts.iter().collect();
    sorted.sort_by_key(|fact| (fact.now.is_err(), fact.is_old));
    sorted.into_iter().map(HeadlineFact::changed).collect()
}

/// The headlines beside each other: newest figure, how it moved since the last pack where one is named, on the period before and on
/// the year, and the United Kingdom's. Numbers stay numbers; what must be known of a change stands below.
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

/// Whose figures stand in a column of the United Kingdom that has none: nation and title of each.
pub fn figures_of_nation<'t>(of_nation: impl Iterator<Item = (&'t str, &'t str)>) -> Option<String> {
    let all: Vec<(&str, &str)> = of_nation.collect();
    let (nation, _) = all.first()?;
    let titles: Vec<String> = all.iter().map(|(_, title)| (*title).to_owned()).collect();
    Some(format!(
        "In the column United Kingdom the figures of {nation}, of which alone they are published: {}.",
        titles.join("; ")
    ))
}

const POINTS: &str = "Changes of percentages are in percentage points.";

/// A change as a number: *not applicable* between periods that are not counted alike or of unlike length, *not available* between
/// estimates of different editions.
fn change((period, now): (Period, Figure), before: &Earlier) -> Figure {
    if !before.period.is_as_long_as(period) || before.divided.is_some() {
        return Figure::missing(Status::NotApplicable);
    }
    if before.of_another_edition || now.is_at_least() || before.figure.is_at_least() {
        return Figure::missing(Status::NotAvailable);
    }
    now.combine(before.figure, |now, before| Some(now - before))
}

/// The figure a year before, be it that of the period before.
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
        cells.push(match &fact.then {
            Some(Then::Known(known)) => moved(Some(known)),
            _ => number(None),
        });
    }
    cells.push(number(fact.united_kingdom));
    cells
}

/// What must be known of a headline in the table: why there is no figure, and of which changes one must be careful.
fn notes(fact: &HeadlineFact) -> Vec<String> {
    let title = &fact.title;
    let Ok(now) = &fact.now else {
        let reason = fact.now.as_ref().err().map_or("", String::as_str);
        return vec![format!("{title}: {reason}.")];
    };
    let careful = |(of, earlier): (&str, Option<&Earlier>)| {
        let must_be_said =
            |earlier: &&Earlier| earlier.margin.is_some() || earlier.divided.is_some() || earlier.of_another_edition;
        let earlier = earlier.filter(must_be_said)?;
        Some(format!("{title}, {of}: {}.", moved_to(*now, earlier, fact.unit, title)))
    };
    [("on the period before", fact.before.as_ref()), ("on the year", on_the_year(fact))]
        .into_iter()
        .filter_map(careful)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Earlier, HeadlineFact, Then, changed, table};
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
            then: None,
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
        assert_eq!(old.changed(), format!("{} It is the newest held, and old.", duties().changed()));
        let missing = Earlier { figure: Figure::missing(Status::Suppressed), ..earlier(day(2024, 6), 0.0) };
        let gone = HeadlineFact { year: Some(missing), ..duties() };
        assert!(
            gone.changed().ends_with("On the year: no comparison; suppressed at 30 June 2024."),
            "{}",
            gone.changed()
        );
        let only = HeadlineFact { before: None, year: None, ..duties() };
        assert_eq!(only.changed(), "Duties owed, London: 1,204 at 30 June 2025. No earlier figure is held.");
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
        let said = changed(&[none, old, titled("a")]);
        assert_eq!(said.iter().map(|text| &text[..1]).collect::<String>(), "abc");
    }

    #[test]
    fn since_the_last_pack_a_figure_moved_stayed_was_revised_or_came() {
        let since = |then| HeadlineFact { then: Some(then), ..duties() }.since().unwrap();
        assert_eq!(duties().since(), None, "nobody asked");
        assert_eq!(since(Then::Nothing), "Duties owed, London: 1,204 at 30 June 2025. No figure was known then.");
        assert_eq!(
            since(Then::Known(earlier(day(2025, 6), 1204.0))),
            "Duties owed, London: no newer figure; still 1,204 at 30 June 2025."
        );
        assert_eq!(
            since(Then::Known(earlier(day(2025, 6), 1203.0))),
            "Duties owed, London: no newer figure; that at 30 June 2025 was revised from 1,203 to 1,204."
        );
        assert!(since(Then::Known(earlier(day(2025, 3), 1000.0))).contains("rose by 204 (20.4%) to 1,204"));
    }

    #[test]
    fn the_table_has_numbers_and_a_column_for_the_last_pack_only_where_one_is_named() {
        let (with, without) = (table(&[duties()], "London", Some("1 March 2025")), table(&[duties()], "London", None));
        assert_eq!(with.columns.len(), without.columns.len() + 1);
        let printed = |listing: &crate::table::Listing, row: usize| -> Vec<String> {
            listing.rows[row].iter().zip(&listing.columns).map(|(cell, column)| cell.print(column)).collect()
        };
        assert_eq!(
            printed(&without, 0),
            ["Duties owed", "1,204", "households", "30 June 2025", "+204", "0", "[x]"],
            "the change on the year is none"
        );
        assert_eq!(printed(&with, 0)[6], "[x]", "no figure was known then");
        let annual = HeadlineFact { before: Some(earlier(day(2024, 6), 1000.0)), year: None, ..duties() };
        let row = printed(&table(&[annual], "London", None), 0);
        assert_eq!(row[4], row[5], "the period before is the year before");
        let divided = Earlier { divided: Some("section 98".to_owned()), ..earlier(day(2025, 3), 1000.0) };
        let broken = table(&[HeadlineFact { before: Some(divided), ..duties() }], "London", None);
        assert_eq!(printed(&broken, 0)[4], "[z]");
        assert!(broken.notes[0].contains("not counted alike (section 98)"), "{:?}", broken.notes);
    }
}
