//! How much an edition differs from the one before, over what both are about.
//!
//! Editions of one dataset may cover other nations, levels of area or categories: the Office for
//! National Statistics publishes England and Wales first and the United Kingdom months later. So
//! only nations, codes and the finest level of area that both editions hold are compared; within
//! those a region or an authority that is gone is a loss.

mod declared;
mod pair;

pub(crate) use pair::Between;
pub(super) use pair::newest_alike;

use self::pair::{Pair, are_near, common, newest, on, periods, select};
use crate::catalogue::{Codelist, Dataset, Definitions};
use crate::domain::{
    AreaCode, AreaLevel, Error, MeasureKind, Period, error_codes, long_date, thousands,
};
use crate::geography::Geography;
use crate::table::{Measure, Row};
use std::collections::{BTreeMap, BTreeSet};

/// The share of its figures or of a total that an edition may lose unseen.
const MOST_LOST: f64 = 0.2;

/// Something counted in both editions.
struct Quantity {
    what: String,
    old: f64,
    new: f64,
}

/// Compares editions of one dataset.
pub(crate) struct Comparison<'a> {
    pub(super) dataset: &'a Dataset,
    pub(super) codelists: &'a Definitions<Codelist>,
    pub(super) geography: &'a Geography,
    /// What kind of editions they are.
    pub(super) between: Between,
}

impl Comparison<'_> {
    /// `F117` when the new edition has lost more than a fifth of its figures or of a total;
    /// `before` names the old one.
    pub(super) fn loss(&self, old: &[Row], new: &[Row], before: &str) -> Option<Error> {
        let quantities =
            self.dataset.measure.iter().flat_map(|measure| self.quantities(measure, old, new));
        let quantities = quantities.chain(replaced_areas(old, new));
        let gone =
            self.dataset.measure.iter().flat_map(|measure| self.emptied_regions(measure, old, new));
        let lost =
            quantities.filter(|one| one.new < one.old * (1.0 - MOST_LOST)).chain(gone).next()?;
        Some(
            Error::new(
                error_codes::CHANGE_TOO_LARGE,
                format!("comparing {} with the edition before", self.dataset.id),
            )
            .found(format!(
                "{} {}, but {} in the edition {before}",
                thousands(lost.new),
                lost.what,
                thousands(lost.old)
            ))
            .expected(format!("at least {}", thousands((lost.old * (1.0 - MOST_LOST)).ceil()))),
        )
    }

    /// The figures of a measure, those on the newest day, and the total.
    fn quantities(&self, measure: &Measure, old: &[Row], new: &[Row]) -> Vec<Quantity> {
        let (old, new) = (select(old, measure), select(new, measure));
        if !are_near(newest(&old), newest(&new)) {
            return Vec::new();
        }
        let pair = self.pair(&old, &new, self.between);
        // A series may be printed for fewer days than before: what is gone from a day that both
        // print is a loss.
        let days: BTreeSet<Period> =
            periods(&pair.old).intersection(&periods(&pair.new)).copied().collect();
        let in_common =
            |rows: &[&Row]| number(rows.iter().filter(|row| days.contains(&row.period)).count());
        let what = format!("figures of {}", measure.id);
        let mut found =
            vec![Quantity { what, old: in_common(&pair.old), new: in_common(&pair.new) }];
        let Some(to) = newest(&new) else { return found };
        let Some(from) = newest_alike(&periods(&old), to) else { return found };
        let days = self.pair(&on(&old, from), &on(&new, to), self.between);
        found.push(Quantity {
            what: format!("figures of {} at {to}", measure.id),
            old: number(days.old.len()),
            new: number(days.new.len()),
        });
        // Flows have seasons: the same period in both editions says more than two that follow each
        // other.
        let common =
            periods(&old).intersection(&periods(&new)).max_by_key(|period| period.end).copied();
        let (from, to) = match common.filter(|_| measure.kind == MeasureKind::Flow) {
            Some(period) => (period, period),
            // Of another day a measure may well be a fifth lower: a declared check says which
            // measures may not be.
            None if from != to && self.declares_change() => return found,
            None => (from, to),
        };
        let total = self.totals(measure, &on(&old, from), &on(&new, to), self.between);
        let what = format!("{} {} at {to}", measure.unit.label(), of(measure));
        found.extend(total.map(|(old, new)| Quantity { what, old, new }));
        found
    }

    /// The regions and nations of which nearly all authorities are gone from the newest day of a
    /// stock. Of a flow any authority may have nobody for a while.
    fn emptied_regions<'r>(
        &self,
        measure: &Measure,
        old: &'r [Row],
        new: &'r [Row],
    ) -> Vec<Quantity> {
        const FEWEST: usize = 5;
        const LEFT: usize = 4;
        if measure.kind != MeasureKind::Stock {
            return Vec::new();
        }
        let Some((to, days)) = self.newest_days(measure, old, new) else { return Vec::new() };
        let authorities = |rows: &[&'r Row]| -> BTreeSet<&'r AreaCode> {
            rows.iter()
                .map(|row| &row.area)
                .filter(|code| code.level() == AreaLevel::Authority)
                .collect()
        };
        let held = authorities(&days.new);
        // How many there were of each, and how many are left.
        let mut regions: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for area in authorities(&days.old) {
            let Some(region) = self.geography.partnership_of(area) else { continue };
            let (before, left) = regions.entry(&region.name).or_default();
            *before += 1;
            *left += usize::from(self.geography.is_among(area, &held));
        }
        let emptied = regions
            .into_iter()
            .filter(|(_, (before, left))| *before >= FEWEST && left * LEFT < *before);
        let quantity = |(region, (before, left)): (&str, (usize, usize))| Quantity {
            what: format!("authorities of {region} with {} at {to}", measure.id),
            old: number(before),
            new: number(left),
        };
        emptied.map(quantity).collect()
    }

    /// The newest day or period of a measure, and what both editions hold of it and of the newest
    /// that is as long before.
    fn newest_days<'r>(
        &self,
        measure: &Measure,
        old: &'r [Row],
        new: &'r [Row],
    ) -> Option<(Period, Pair<'r>)> {
        let (old, new) = (select(old, measure), select(new, measure));
        let to = newest(&new)?;
        let from = newest_alike(&periods(&old), to)?;
        Some((to, self.pair(&on(&old, from), &on(&new, to), self.between)))
    }

    /// True when the dataset declares how much its totals may change from one day to the next.
    fn declares_change(&self) -> bool {
        self.dataset.check.iter().any(|check| check.greatest_change().is_some())
    }

    /// The totals of two days over what both are about; `None` where adding up makes no sense, or
    /// nothing is known.
    fn totals(
        &self,
        measure: &Measure,
        old: &[&Row],
        new: &[&Row],
        between: Between,
    ) -> Option<(f64, f64)> {
        if measure.kind == MeasureKind::Derived || measure.unit.multiplier().is_some() {
            return None;
        }
        let pair = self.pair(old, new, between);
        let total = |rows: &[&Row]| {
            let categories: BTreeSet<&[String]> = rows.iter().map(|row| &row.dims[..]).collect();
            let parts: BTreeSet<&[String]> =
                categories.iter().copied().filter(|dims| self.is_part(dims, &categories)).collect();
            let is_whole = |row: &&&Row| !parts.contains(&row.dims[..]);
            let known: Vec<f64> =
                rows.iter().filter(is_whole).filter_map(|row| row.value).collect();
            // Balances such as net migration cancel out: their total is near nothing and any change
            // of it is large.
            let is_count = !known.is_empty() && known.iter().all(|value| *value >= 0.0);
            is_count.then(|| known.iter().sum::<f64>())
        };
        let (old, new) = (total(&pair.old)?, total(&pair.new)?);
        (old > 0.0).then_some((old, new))
    }

    fn pair<'r>(&self, old: &[&'r Row], new: &[&'r Row], between: Between) -> Pair<'r> {
        let codes = match between {
            Between::Days => Vec::new(),
            _ => (0..self.dataset.dimension.len())
                .map(|index| self.comparable(index, old, new))
                .collect(),
        };
        Pair::of(old, new, between, &codes)
    }

    /// The codes of a dimension that count in a comparison of editions: those of both, and those
    /// that the new edition has lost, unless a wider category that both hold, or all parts in the
    /// new one, count the same people.
    fn comparable<'r>(&self, index: usize, old: &[&'r Row], new: &[&'r Row]) -> BTreeSet<&'r str> {
        let both = common(old, new, |row| row.dims[index].as_str());
        let printed: BTreeSet<&str> = new.iter().map(|row| row.dims[index].as_str()).collect();
        let is_in_wider = |code: &str| {
            let mut above =
                std::iter::successors(self.parent(index, code), |code| self.parent(index, code));
            above.any(|code| both.contains(code.as_str()))
        };
        let is_in_parts = |code: &str| {
            let mut parts =
                self.codelist(index).into_iter().flat_map(|list| list.children(code)).peekable();
            parts.peek().is_some() && parts.all(|part| printed.contains(part))
        };
        let codes: BTreeSet<&str> = old.iter().map(|row| row.dims[index].as_str()).collect();
        let lost = codes.into_iter().filter(|code| !is_in_wider(code) && !is_in_parts(code));
        lost.chain(both.iter().copied()).collect()
    }

    fn codelist(&self, index: usize) -> Option<&Codelist> {
        self.dataset.dimension[index].codelist.as_ref().and_then(|id| self.codelists.get(id))
    }

    /// The category that a code of a dimension is a part of.
    fn parent(&self, index: usize, code: &str) -> Option<String> {
        match self.codelist(index) {
            Some(list) => {
                list.get(code).map(|code| code.parent.clone()).filter(|parent| !parent.is_empty())
            }
            None => (code != "all").then(|| "all".to_owned()),
        }
    }

    /// What the new edition's newest day has no figures of any more: areas, as notes for a reader.
    /// An area whose code has changed, and one that went into others, are there as those.
    pub(super) fn vanished(&self, old: &[Row], new: &[Row]) -> Vec<String> {
        const SHOWN: usize = 5;
        let mut notes = Vec::new();
        for measure in &self.dataset.measure {
            let Some((to, days)) = self.newest_days(measure, old, new) else { continue };
            let held: BTreeSet<&AreaCode> = days.new.iter().map(|row| &row.area).collect();
            let gone: BTreeMap<&AreaCode, &str> = days
                .old
                .iter()
                .filter(|row| !self.geography.is_among(&row.area, &held))
                .map(|row| (&row.area, row.area_name.as_str()))
                .collect();
            if !gone.is_empty() {
                let names: Vec<&str> = gone.values().copied().take(SHOWN).collect();
                let more = if gone.len() > SHOWN {
                    format!(" and {} more", gone.len() - SHOWN)
                } else {
                    String::new()
                };
                notes.push(format!(
                    "{} at {to}: no figure any more for {}{more}",
                    measure.id,
                    names.join(", ")
                ));
            }
        }
        notes
    }

    /// The days that only the edition before has figures for, as a note: a series printed for fewer
    /// days is no error.
    pub(super) fn shortened(&self, old: &[Row], new: &[Row], before: &str) -> Option<String> {
        let of = |rows: &[Row]| rows.iter().map(|row| row.period.end).collect::<BTreeSet<_>>();
        let (old, new) = (of(old), of(new));
        let gone: Vec<_> =
            old.difference(&new).filter(|day| new.last().is_some_and(|last| *day < last)).collect();
        let (first, last) = (gone.first()?, gone.last()?);
        let days = match gone.len() {
            1 => long_date(**first),
            count => format!("{count} days from {} to {}", long_date(**first), long_date(**last)),
        };
        Some(format!("holds no figures any more for {days}, as the edition {before} does"))
    }

    /// True for a category that is a part of another one of the table: a published whole is not
    /// summed with its parts.
    fn is_part(&self, dims: &[String], categories: &BTreeSet<&[String]>) -> bool {
        (0..dims.len()).any(|index| {
            let parent = |code: &String| self.parent(index, code);
            let mut wholes = std::iter::successors(parent(&dims[index]), parent).map(|code| {
                let mut whole = dims.to_vec();
                whole[index] = code;
                whole
            });
            wholes.any(|whole| categories.contains(whole.as_slice()))
        })
    }
}

/// The areas of an edition that another of the same day would put in its place, level by level: a
/// file about Cornwall does not stand for one about Hillingdon.
fn replaced_areas(old: &[Row], new: &[Row]) -> Vec<Quantity> {
    let (old, new): (Vec<&Row>, Vec<&Row>) = (old.iter().collect(), new.iter().collect());
    let (old_day, new_day) = (newest(&old), newest(&new));
    if old_day != new_day {
        return Vec::new();
    }
    let levels = common(&old, &new, |row| row.area.level());
    let at = |level: AreaLevel| {
        let held: BTreeSet<&str> = old
            .iter()
            .filter(|row| row.area.level() == level)
            .map(|row| row.area.as_str())
            .collect();
        let both = new
            .iter()
            .map(|row| row.area.as_str())
            .filter(|area| held.contains(area))
            .collect::<BTreeSet<_>>();
        Quantity {
            what: "of the same areas".to_owned(),
            old: number(held.len()),
            new: number(both.len()),
        }
    };
    let compared = [AreaLevel::Authority, AreaLevel::Region];
    compared.into_iter().filter(|level| levels.contains(level)).map(at).collect()
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

fn of(measure: &Measure) -> String {
    if measure.id.as_str() == measure.unit.label() {
        "in all".to_owned()
    } else {
        format!("({})", measure.id)
    }
}
