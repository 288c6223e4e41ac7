//! Compares published totals with the sum of their parts, within the publication's own rounding
//! rules.

use super::{CheckName, DUST, Outcome, Subject, Tally, counts, plain, thousands_of};
use crate::catalogue::{Check, Sums as SumRules, UNPLACED};
use crate::domain::{AreaCode, AreaLevel, Date, Error, Id, Status, counted, error_codes};
use crate::geography::{Area, Geography};
use crate::table::Row;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The comparisons of one check.
#[derive(Default)]
struct Sums {
    tally: Tally,
    widest: Option<(f64, String)>,
    /// The largest total that was compared.
    largest: f64,
    /// Number of totals that were only checked to be at least the sum of their known parts.
    bounded: usize,
    /// Number of missing parts in those totals.
    missing: usize,
    /// Number of totals that could not be compared, because they or a part are missing.
    unknown: usize,
    /// Number of totals of which an extract contains only some authorities.
    partial: usize,
}

/// Published regional and national figures equal the sum of their authorities.
pub(super) fn areas_sum(
    rows: &[&Row],
    check: &Check,
    rules: &SumRules,
    is_compared: impl Fn(&AreaCode) -> bool,
    subject: &Subject<'_>,
) -> Outcome {
    let mut groups: BTreeMap<(Date, &str, &[String]), Vec<&Row>> = BTreeMap::new();
    for row in rows {
        groups.entry((row.period.end, &row.measure, &row.dims)).or_default().push(row);
    }
    let mut places = Places::default();
    let mut sums = Sums::default();
    for ((day, _, _), group) in groups {
        let mut wholes = places.wholes(&group, day, subject.geography);
        wholes.retain(|whole| is_compared(&whole.row.area));
        let steps = steps(rules, &wholes);
        for Whole { row, parts, missing } in &wholes {
            if missing.is_empty() {
                let step = steps.get(&row.area.level()).copied().unwrap_or(rules.rounded.total);
                sums.compare(row, parts, rules, step);
            } else if subject.is_extract() {
                sums.partial += 1;
            } else {
                let error = counts::absence(missing, &row.area, day, subject.geography);
                sums.tally.absent(missing, error, [*row]);
            }
        }
    }
    sums.outcome(check, rules)
}

/// The rounding step of the totals of each level. Corrected totals are left out, since they do not
/// show the publisher's rounding.
fn steps(rules: &SumRules, wholes: &[Whole<'_, '_>]) -> BTreeMap<AreaLevel, f64> {
    let mut values: BTreeMap<AreaLevel, Vec<f64>> = BTreeMap::new();
    for row in
        wholes.iter().map(|whole| whole.row).filter(|row| row.status != Some(Status::Revised))
    {
        values.entry(row.area.level()).or_default().extend(row.value);
    }
    values.into_iter().map(|(level, values)| (level, rules.rounded.step_of(&values))).collect()
}

/// A published total and the authorities in it.
pub(super) struct Whole<'r, 'g> {
    /// The total.
    pub row: &'r Row,
    /// Its authorities, or counties where they stand for their districts.
    pub parts: Vec<&'r Row>,
    /// Its authorities that have no row.
    pub missing: Vec<&'g Area>,
}

/// A cache of facts about areas, because large tables need the same ones for every age and sex.
#[derive(Default)]
pub(super) struct Places<'r, 'g> {
    inside: HashMap<(&'r AreaCode, &'r AreaCode), bool>,
    missing: HashMap<(&'r AreaCode, Date, Vec<&'r AreaCode>), Vec<&'g Area>>,
}

impl<'r, 'g> Places<'r, 'g> {
    /// The totals among figures for one day, measure and category; empty if there are no parts.
    pub(super) fn wholes(
        &mut self,
        group: &[&'r Row],
        day: Date,
        geography: &'g Geography,
    ) -> Vec<Whole<'r, 'g>> {
        let authorities: BTreeSet<&AreaCode> = group
            .iter()
            .map(|row| &row.area)
            .filter(|code| code.level() == AreaLevel::Authority)
            .collect();
        // A county without its districts is a part alongside the unitary authorities; with its
        // districts it is a total.
        let mut is_part = |row: &'r Row| match row.area.level() {
            AreaLevel::Authority | AreaLevel::Unallocated => true,
            AreaLevel::County => {
                !authorities.iter().any(|part| self.inside(&row.area, part, geography))
            }
            _ => false,
        };
        let (parts, wholes): (Vec<&Row>, Vec<&Row>) =
            group.iter().copied().partition(|row| is_part(row));
        if parts.is_empty() {
            return Vec::new();
        }
        let mut whole = |row: &'r Row| {
            let missing = self.missing(&parts, &row.area, day, geography);
            let parts = parts
                .iter()
                .copied()
                .filter(|part| self.inside(&row.area, &part.area, geography))
                .collect();
            Whole { row, parts, missing }
        };
        wholes.into_iter().map(&mut whole).collect()
    }

    fn inside(&mut self, whole: &'r AreaCode, part: &'r AreaCode, geography: &Geography) -> bool {
        *self.inside.entry((whole, part)).or_insert_with(|| geography.contains(whole, part))
    }

    /// The authorities of a total that are not among its parts.
    fn missing(
        &mut self,
        parts: &[&'r Row],
        whole: &'r AreaCode,
        day: Date,
        geography: &'g Geography,
    ) -> Vec<&'g Area> {
        let key = (whole, day, parts.iter().map(|row| &row.area).collect());
        let found = || counts::missing(parts.iter().map(|row| &row.area), whole, day, geography);
        self.missing.entry(key).or_insert_with(found).clone()
    }
}

/// Published totals equal the sum of their parts along a dimension.
pub(super) fn parts_sum(
    rows: &[&Row],
    check: &Check,
    (dimension, rules): (&Id, &SumRules),
    subject: &Subject<'_>,
) -> Outcome {
    let mut sums = Sums::default();
    let Some(index) = subject.dataset.dim_index(dimension) else {
        return sums.outcome(check, rules);
    };
    let codelist =
        subject.dataset.dimension[index].codelist.as_ref().and_then(|id| subject.codelists.get(id));
    let mut groups: BTreeMap<(&AreaCode, Date, &str, Vec<&String>), Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let others = row
            .dims
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != index)
            .map(|(_, code)| code)
            .collect();
        groups.entry((&row.area, row.period.end, &row.measure, others)).or_default().push(row);
    }
    for group in groups.into_values() {
        for whole in &group {
            let is_part = |row: &&&Row| match codelist {
                // A label that could not be placed may be any part, so the sum is unknown.
                Some(_) if row.dims[index] == UNPLACED => true,
                Some(list) => {
                    list.get(&row.dims[index]).is_some_and(|code| code.parent == whole.dims[index])
                }
                None => whole.dims[index] == "all" && row.dims[index] != "all",
            };
            let parts: Vec<&Row> = group.iter().filter(is_part).copied().collect();
            if parts.iter().any(|row| row.dims[index] != UNPLACED) {
                sums.compare(whole, &parts, rules, rules.rounded.total);
            }
        }
    }
    sums.outcome(check, rules)
}

impl Sums {
    /// Compares a total, rounded to `step`, with its parts; `F112` when they differ by more than is
    /// allowed.
    fn compare(&mut self, whole: &Row, parts: &[&Row], rules: &SumRules, step: f64) {
        let known: Vec<f64> = parts.iter().filter_map(|part| part.value).collect();
        let missing = parts.len() - known.len();
        let (Some(published), false) =
            (whole.value, known.is_empty() || (missing > 0 && !rules.imputed))
        else {
            self.unknown += 1;
            return;
        };
        let summed: f64 = known.iter().sum();
        let unstated = if published > summed { rules.unstated * published } else { 0.0 };
        let levels = parts.iter().map(|part| part.area.level());
        let rounding = rules.rounded.allows_of(step, whole.area.level(), levels) + unstated;
        // A tolerance as large as the figure itself would accept any figure.
        let is_whole_figure = (summed == 0.0) != (published == 0.0);
        let allowed = if is_whole_figure { rounding } else { rounding + rules.tolerance };
        let difference =
            if missing > 0 { (summed - published).max(0.0) } else { (published - summed).abs() };
        self.tally.compared += 1;
        self.largest = self.largest.max(published.abs());
        self.bounded += usize::from(missing > 0);
        self.missing += missing;
        if self.widest.as_ref().is_none_or(|(widest, _)| difference > *widest) {
            let place = format!("{} at {}", whole.area_name, whole.period);
            let text = format!("{} of {} allowed, {place}", plain(difference), plain(allowed));
            self.widest = Some((
                difference,
                format!("{text}: {} against {}", plain(published), plain(summed)),
            ));
        }
        if difference > allowed + DUST {
            let of_known = if missing > 0 { "known parts add up" } else { "parts add up" };
            self.tally.fault(
                Error::new(
                    error_codes::TOTAL_DIFFERS,
                    "comparing a published total with its parts",
                )
                .at_cell(whole.cell.as_str())
                .found(format!(
                    "{} for {} at {} {:?}, but its {of_known} to {}",
                    plain(published),
                    whole.area_name,
                    whole.period,
                    whole.dims,
                    plain(summed)
                ))
                .expected(format!("a difference of at most {allowed}")),
                parts.iter().copied().chain([whole]),
            );
        }
    }

    /// `F204` if the tolerance is no smaller than any total, because the check would accept
    /// anything that is published.
    fn hold_tolerance(&mut self, rules: &SumRules) {
        if rules.tolerance > 0.0 && self.largest > 0.0 && self.largest <= rules.tolerance {
            self.tally.wrong += 1;
            self.tally.error.get_or_insert_with(|| {
                Error::new(
                    error_codes::DEFINITION_WRONG,
                    "comparing published totals with their parts",
                )
                .found(format!(
                    "a tolerance of {} for totals of at most {}, so that nothing is checked",
                    plain(rules.tolerance),
                    plain(self.largest)
                ))
                .expected(
                    "a tolerance below the totals that it is for; an area without parts is named \
                     in `except`",
                )
            });
        }
    }

    fn outcome(mut self, check: &Check, rules: &SumRules) -> Outcome {
        self.hold_tolerance(rules);
        let sums = |count: usize| counted(count, "sum", "sums");
        let mut parts = vec![match &self.widest {
            None => "no whole with all its parts".to_owned(),
            Some((widest, _)) if *widest == 0.0 => {
                format!("{} compared, none differs", sums(self.tally.compared))
            }
            Some((_, text)) => {
                format!("{} compared, largest difference {text}", sums(self.tally.compared))
            }
        }];
        if self.bounded > 0 {
            parts.push(format!(
                "{} only held to be at least the parts known, with {} missing",
                sums(self.bounded),
                counted(self.missing, "part", "parts")
            ));
        }
        if self.unknown > 0 {
            parts.push(format!("{} not compared for a missing figure", thousands_of(self.unknown)));
        }
        if self.partial > 0 {
            parts.push(format!(
                "{} not compared, since this extract holds only some of the authorities",
                thousands_of(self.partial)
            ));
        }
        self.tally.outcome(CheckName::Declared(check.id.clone()), parts.join("; "))
    }
}
