//! Compares the figures of an edition with figures of the same areas in earlier editions.
//!
//! Belongs here: which figure of an area precedes another, including when the area replaced other
//! areas, and by how much the two may differ. Does not belong here: totals and missing figures,
//! which `change` compares; which editions are in the store.

use crate::catalogue::{Check, CheckKind, Dataset, EditionBefore};
use crate::domain::{
    AreaCode, Date, Error, Id, Result, Status, counted, error_codes, long_date, percent, signed,
    thousands,
};
use crate::geography::{Area, Geography};
use crate::source::{CheckName, Finding, Outcome, mark};
use crate::table::{Row, Table};
use std::collections::BTreeMap;

/// Editions more than a year and a few weeks apart are not compared with each other.
const MOST_DAYS: i32 = 400;

/// The last figure of each area that could be relied on, with its day.
type Last = BTreeMap<AreaCode, (Date, f64)>;

/// One declared check, along the editions of a dataset from the oldest on.
struct Along<'a> {
    check: &'a Check,
    compare: EditionBefore,
    dataset: &'a Dataset,
    geography: &'a Geography,
    last: Last,
}

/// The result of checking one edition.
#[derive(Default)]
struct Found<'r> {
    compared: usize,
    differing: Vec<&'r Row>,
    error: Option<Error>,
    widest: Option<(f64, String)>,
}

impl<'a> Along<'a> {
    fn new(
        (check, compare): (&'a Check, EditionBefore),
        dataset: &'a Dataset,
        geography: &'a Geography,
    ) -> Self {
        Self { check, compare, dataset, geography, last: Last::new() }
    }

    /// Compares the newest figures of an edition with the last reliable ones. The newest reliable
    /// figures then become the last ones.
    ///
    /// Change: `new / old - 1`, where `old` is the area's own last figure, else the sum of the
    /// figures of all areas that it replaced. A figure that is missing, unreliable or below
    /// `at_least` is not compared.
    fn edition<'r>(&mut self, rows: &'r [Row]) -> Found<'r> {
        let mut found = Found::default();
        let chosen = self.check.chosen(rows, self.dataset);
        let Some(day) = chosen.iter().map(|row| row.period.end).max() else { return found };
        let EditionBefore { level, at_most, at_least } = self.compare;
        let of_level = |row: &&&Row| row.area.level() == level && row.period.end == day;
        let mut relied = Vec::new();
        for row in chosen.iter().filter(of_level) {
            let Some(new) = row.value.filter(|_| row.status != Some(Status::Unreliable)) else {
                continue;
            };
            let area = self.geography.current(&row.area);
            let old =
                self.before(&row.area, day).filter(|old| old.min(new) >= at_least && *old > 0.0);
            if old.is_none_or(|old| found.is_near((self.check, at_most), row, old, new)) {
                relied.push((area.clone(), (day, new)));
            }
        }
        self.last.extend(relied);
        found
    }

    /// The last figure of an area, or the sum of the figures of the areas that it replaced.
    fn before(&self, area: &AreaCode, day: Date) -> Option<f64> {
        let last = |code: &AreaCode| {
            let (of, value) = self.last.get(code)?;
            (of.until(day).is_ok_and(|span| span.get_days() <= MOST_DAYS)).then_some(*value)
        };
        let current = self.geography.current(area);
        if self.last.contains_key(current) {
            return last(current);
        }
        let is_replaced =
            |old: &&Area| old.code.level() == area.level() && old.successors.contains(current);
        let replaced: Vec<&Area> = self.geography.all().filter(is_replaced).collect();
        // When an area was split between several successors, the share of each is unknown.
        let all_to_one =
            !replaced.is_empty() && replaced.iter().all(|old| old.successors.len() == 1);
        all_to_one
            .then(|| replaced.iter().map(|old| last(&old.code)).sum::<Option<f64>>())
            .flatten()
    }
}

impl<'r> Found<'r> {
    /// Compares two figures of an area; true where they are near enough.
    fn is_near(&mut self, (check, most): (&Check, f64), row: &'r Row, old: f64, new: f64) -> bool {
        let change = new / old - 1.0;
        self.compared += 1;
        let (name, percents) = (&row.area_name, signed(100.0 * change, 1));
        let text = format!(
            "{} for {name} at {}, {} before ({percents}%)",
            thousands(new),
            long_date(row.period.end),
            thousands(old)
        );
        if change.abs() > most {
            self.differing.push(row);
            self.error.get_or_insert_with(|| {
                Error::new(
                    error_codes::FIGURES_CONTRADICT,
                    "comparing a figure with that of the edition before",
                )
                .at_cell(row.cell.as_str())
                .at_key(format!("check {}", check.id))
                .found(text.clone())
                .expected(format!("a change of at most {}", percent(100.0 * most)))
            });
        }
        if self.widest.as_ref().is_none_or(|(widest, _)| change.abs() > *widest) {
            self.widest = Some((change.abs(), text));
        }
        change.abs() <= most
    }

    fn outcome(self, check: &Check) -> Outcome {
        let finding = match (&self.error, self.compared) {
            (Some(_), _) => Finding::Differs,
            (None, 0) => Finding::NothingToCompare,
            (None, _) => Finding::Overlap,
        };
        let compared = counted(self.compared, "figure", "figures");
        let differing = match self.differing.len() {
            0 => String::new(),
            count => format!("{} wrong; ", counted(count, "figure", "figures")),
        };
        let detail = match &self.widest {
            None => "no edition before with such figures".to_owned(),
            Some((_, text)) => format!("{differing}{compared} compared, largest change {text}"),
        };
        let cells = self.differing.iter().map(|row| row.cell.clone());
        Outcome::new(CheckName::Declared(check.id.clone()), finding, detail, self.error)
            .about(cells)
    }
}

fn declared(dataset: &Dataset) -> impl Iterator<Item = (&Check, EditionBefore)> {
    dataset.check.iter().filter_map(|check| match check.kind {
        CheckKind::EditionBefore(compare) => Some((check, compare)),
        _ => None,
    })
}

/// True where editions of a dataset are compared area by area with those before.
pub(super) fn is_declared(dataset: &Dataset) -> bool {
    declared(dataset).next().is_some()
}

/// True for days of editions that are near enough to be compared.
pub(super) fn are_near(earlier: Date, later: Date) -> bool {
    earlier.until(later).is_ok_and(|span| span.get_days() <= MOST_DAYS)
}

/// The declared checks of an edition against the rows of the editions before it, the oldest first.
pub(super) fn compared(
    dataset: &Dataset,
    geography: &Geography,
    older: &[Vec<Row>],
    rows: &[Row],
) -> Vec<Outcome> {
    let outcome = |(check, compare)| {
        let mut along = Along::new((check, compare), dataset, geography);
        older.iter().for_each(|rows| drop(along.edition(rows)));
        along.edition(rows).outcome(check)
    };
    declared(dataset).map(outcome).collect()
}

/// The tables of a dataset's editions, the newest first, with figures marked that jump from the
/// edition before.
pub(super) fn marked(
    dataset: &Dataset,
    geography: &Geography,
    mut tables: Vec<Table>,
) -> Result<Vec<Table>> {
    for (check, compare) in declared(dataset) {
        let mut along = Along::new((check, compare), dataset, geography);
        for at in (0..tables.len()).rev() {
            // Only the rows of the check are read: a table can be large.
            let rows = tables[at]
                .of(check.measure.as_ref().map(Id::as_str), &check.fixed_dims(dataset))?
                .rows()?;
            let outcome = along.edition(&rows).outcome(check);
            if outcome.error.is_some() {
                tables[at] = mark(tables[at].clone(), &[outcome])?;
            }
        }
    }
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::{Along, Found};
    use crate::catalogue::{Check, CheckKind, Dataset};
    use crate::domain::{AreaCode, Date, Period, Status, Unit};
    use crate::geography::built_in;
    use crate::table::Row;
    use jiff::civil::date;

    fn households(day: Date, figures: &[(&str, f64)]) -> Vec<Row> {
        let row = |(code, value): &(&str, f64)| Row {
            area: AreaCode::new(code).unwrap(),
            area_name: (*code).into(),
            period: Period::day(day),
            dims: Vec::new().into(),
            measure: "households".into(),
            value: Some(*value),
            unit: Unit::Households,
            status: None,
            source: 0,
            cell: format!("N{code}").into(),
        };
        figures.iter().map(row).collect()
    }

    /// H-CLIC, A1: households of the districts of Somerset and of Cumberland in January to March
    /// 2023, of both from April on.
    const MARCH: [(&str, f64); 7] = [
        ("E07000187", 52_019.0),
        ("E07000188", 55_343.0),
        ("E07000246", 71_506.0),
        ("E07000189", 75_729.0),
        ("E07000026", 43_000.0),
        ("E07000028", 50_000.0),
        ("E07000029", 30_880.0),
    ];
    const JUNE: [(&str, f64); 2] = [("E06000066", 183_091.0), ("E06000063", 123_880.0)];

    fn names(found: &Found<'_>) -> Vec<String> {
        found.differing.iter().map(|row| row.area.to_string()).collect()
    }

    #[test]
    fn a_successor_has_what_its_predecessors_had_together() {
        let check: Check = toml::from_str(
            "id = \"it\"\nkind = \"edition-before\"\nmeasure = \"households\"\nlevel = \
             \"authority\"\nat_most = 0.05\nat_least = 20000",
        )
        .unwrap();
        let text = include_str!(
            "../../data/catalogue/datasets/home-office/supported-people-by-quarter.toml"
        );
        let (dataset, geography): (Dataset, _) = (toml::from_str(text).unwrap(), built_in());
        let CheckKind::EditionBefore(compare) = check.kind else { panic!("{check:?}") };
        let along = || Along::new((&check, compare), &dataset, &geography);
        let mut editions = along();
        assert_eq!(editions.edition(&households(date(2023, 3, 31), &MARCH)).compared, 0);
        let june = households(date(2023, 6, 30), &JUNE);
        let found = editions.edition(&june);
        assert_eq!((found.compared, names(&found)), (2, vec!["E06000066".to_owned()]));
        // Three months later the wrong figure is still compared with the districts; the right one
        // is not doubtful.
        let september = households(date(2023, 9, 30), &JUNE);
        assert_eq!(names(&editions.edition(&september)), ["E06000066"]);
        let right = households(date(2023, 12, 31), &[("E06000066", 254_597.0)]);
        assert_eq!(names(&editions.edition(&right)), [""; 0]);
        // A district without a figure is not compared, nor is one whose figure is unreliable or
        // small.
        let mut editions = along();
        editions.edition(&households(date(2023, 3, 31), &MARCH[1..]));
        assert_eq!(editions.edition(&june).compared, 1);
        let mut unreliable = june.clone();
        unreliable[0].status = Some(Status::Unreliable);
        let mut editions = along();
        editions.edition(&households(date(2023, 3, 31), &MARCH));
        assert_eq!(names(&editions.edition(&unreliable)), [""; 0]);
        // A year and a half later it is not compared.
        let mut editions = along();
        editions.edition(&households(date(2022, 3, 31), &MARCH));
        assert_eq!(editions.edition(&june).compared, 0);
    }
}
