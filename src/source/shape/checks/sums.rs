//! Published wholes against the sum of their parts, within the publication's own rounding rules.

use super::{Outcome, Subject, Tally, counts, plain, thousands_of};
use crate::catalogue::{Check, UNPLACED};
use crate::domain::{AreaCode, AreaLevel, Date, Error, counted, error_codes};
use crate::geography::{Area, Geography};
use crate::table::Row;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the additions are off by through binary fractions, far below any figure.
const DUST: f64 = 1e-6;

/// The comparisons of one check.
#[derive(Default)]
struct Sums {
    tally: Tally,
    widest: Option<(f64, String)>,
    /// Wholes that were only held to be at least the sum of their known parts.
    bounded: usize,
    /// The parts missing in those.
    missing: usize,
    /// Wholes that could not be compared, because they or a part are missing.
    unknown: usize,
    /// Wholes of which an extract holds only some authorities.
    partial: usize,
}

/// Published regional and national figures equal the sum of their authorities.
pub(super) fn areas_sum<'r>(rows: &[&'r Row], check: &Check, subject: &Subject<'_>) -> Outcome {
    let mut groups: BTreeMap<(Date, &str, &[String]), Vec<&Row>> = BTreeMap::new();
    for row in rows {
        groups.entry((row.period.end, &row.measure, &row.dims)).or_default().push(row);
    }
    let mut places = Places::default();
    let mut sums = Sums::default();
    for ((day, _, _), group) in groups {
        let authorities: BTreeSet<&AreaCode> =
            group.iter().map(|row| &row.area).filter(|code| code.level() == AreaLevel::Authority).collect();
        // A county without its districts is a part beside the unitary authorities; with them it is a whole.
        let mut is_part = |row: &'r Row| match row.area.level() {
            AreaLevel::Authority | AreaLevel::Unallocated => true,
            AreaLevel::County => !authorities.iter().any(|part| places.inside(&row.area, part, subject.geography)),
            _ => false,
        };
        let (parts, wholes): (Vec<&Row>, Vec<&Row>) = group.iter().copied().partition(|row| is_part(row));
        if parts.is_empty() {
            continue;
        }
        for whole in wholes.into_iter().filter(|row| check.level.is_none_or(|level| row.area.level() == level)) {
            let missing = places.missing(&parts, &whole.area, day, subject.geography);
            if missing.is_empty() {
                let inside = parts.iter().filter(|row| places.inside(&whole.area, &row.area, subject.geography));
                sums.compare(whole, &inside.copied().collect::<Vec<_>>(), check);
            } else if subject.is_extract() {
                sums.partial += 1;
            } else {
                let error = counts::absence(&missing, &whole.area, day, subject.geography);
                sums.tally.absent(&missing, error, [whole]);
            }
        }
    }
    sums.outcome(check)
}

/// What has been found out about areas already: large tables ask the same for every age and sex.
#[derive(Default)]
struct Places<'r, 'g> {
    inside: HashMap<(&'r AreaCode, &'r AreaCode), bool>,
    missing: HashMap<(&'r AreaCode, Date, Vec<&'r AreaCode>), Vec<&'g Area>>,
}

impl<'r, 'g> Places<'r, 'g> {
    fn inside(&mut self, whole: &'r AreaCode, part: &'r AreaCode, geography: &Geography) -> bool {
        *self.inside.entry((whole, part)).or_insert_with(|| geography.contains(whole, part))
    }

    /// The authorities of a whole that are not among its parts.
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

/// Published wholes equal the sum of their parts along a dimension.
pub(super) fn parts_sum(rows: &[&Row], check: &Check, subject: &Subject<'_>) -> Outcome {
    let mut sums = Sums::default();
    let dimension = check.dimension.as_ref();
    let index = dimension.and_then(|dimension| subject.dataset.dim_index(dimension));
    let (Some(dimension), Some(index)) = (dimension, index) else { return sums.outcome(check) };
    let declared = subject.dataset.dimension.iter().find(|declared| declared.id == *dimension);
    let codelist = declared.and_then(|d| d.codelist.as_ref()).and_then(|id| subject.codelists.get(id));
    let mut groups: BTreeMap<(&AreaCode, Date, &str, Vec<&String>), Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let others = row.dims.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, code)| code).collect();
        groups.entry((&row.area, row.period.end, &row.measure, others)).or_default().push(row);
    }
    for group in groups.into_values() {
        for whole in &group {
            let is_part = |row: &&&Row| match codelist {
                // A label that could not be placed may be any part: the sum is then not known.
                Some(_) if row.dims[index] == UNPLACED => true,
                Some(list) => list.get(&row.dims[index]).is_some_and(|code| code.parent == whole.dims[index]),
                None => whole.dims[index] == "all" && row.dims[index] != "all",
            };
            let parts: Vec<&Row> = group.iter().filter(is_part).copied().collect();
            if parts.iter().any(|row| row.dims[index] != UNPLACED) {
                sums.compare(whole, &parts, check);
            }
        }
    }
    sums.outcome(check)
}

impl Sums {
    /// Compares a whole with its parts; `F112` when they differ by more than is allowed.
    fn compare(&mut self, whole: &Row, parts: &[&Row], check: &Check) {
        let known: Vec<f64> = parts.iter().filter_map(|part| part.value).collect();
        let missing = parts.len() - known.len();
        let (Some(published), false) = (whole.value, known.is_empty() || (missing > 0 && !check.imputed)) else {
            self.unknown += 1;
            return;
        };
        let summed: f64 = known.iter().sum();
        let unstated = if published > summed { check.unstated * published } else { 0.0 };
        let rounding = check.rounded.allows(whole.area.level(), parts.iter().map(|part| part.area.level()));
        let allowed = check.tolerance + rounding + unstated;
        let difference = if missing > 0 { (summed - published).max(0.0) } else { (published - summed).abs() };
        self.tally.compared += 1;
        self.bounded += usize::from(missing > 0);
        self.missing += missing;
        if self.widest.as_ref().is_none_or(|(widest, _)| difference > *widest) {
            let place = format!("{} at {}", whole.area_name, whole.period);
            let text = format!("{} of {} allowed, {place}", plain(difference), plain(allowed));
            self.widest = Some((difference, format!("{text}: {} against {}", plain(published), plain(summed))));
        }
        if difference > allowed + DUST {
            let of_known = if missing > 0 { "known parts add up" } else { "parts add up" };
            self.tally.fault(
                Error::new(error_codes::TOTAL_DIFFERS, "comparing a published total with its parts")
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

    fn outcome(self, check: &Check) -> Outcome {
        let sums = |count: usize| counted(count, "sum", "sums");
        let mut parts = vec![match &self.widest {
            None => "no whole with all its parts".to_owned(),
            Some((widest, _)) if *widest == 0.0 => format!("{} compared, none differs", sums(self.tally.compared)),
            Some((_, text)) => format!("{} compared, largest difference {text}", sums(self.tally.compared)),
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
        self.tally.outcome(check.id.as_str(), parts.join("; "))
    }
}
