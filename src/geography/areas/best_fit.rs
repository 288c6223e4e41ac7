//! Best fit: figures on the authorities of any year, put on the authorities in force on one day.
//!
//! # What it does
//! Publications print the authorities of the day they were made. To compare them, or to join them
//! with other figures, all must stand on the same boundaries. Authorities have been recoded and
//! merged since 2009; none has been divided.
//!
//! # Formula
//! With `F(a)` the figure published for authority `a`, and `T` an authority in force on the day:
//!
//! 1. `F(T)`, where `T` itself is published, or
//! 2. `F(a)`, where `a` is the same authority under another code, earlier or later, or
//! 3. `F(T) = Σ F(p)` over all authorities `p` that went wholly into `T`, each found by these same
//!    rules.
//!
//! The first rule that finds a row counts: a published whole is never added to its parts. Areas
//! above the authorities are carried as they are: no change of 2009 to 2025 moved people from one
//! region to another.
//!
//! # Inputs and units
//! One figure for each area, all of one period, one measure and the same categories. Counts
//! (`people`, `events`) are additive. Rates, shares, medians and quotients are not, and neither are
//! moves between authorities: those between two that have merged are moves no longer. See
//! [`Measure::adds_up`](crate::table::Measure::adds_up).
//!
//! # Missing and suppressed
//! A missing part makes the sum missing for its own reason. A part without a row counts as
//! [`Fit::absent`] says: *not available*, or zero where the publication leaves out authorities with
//! nobody. *Not available*, with the [`Way`] as reason: a merged authority in a measure that does
//! not add up; an authority of the past of which only the later, larger one is published; an
//! authority that received a part of a divided one. Nothing is estimated by weights.
//!
//! # When not to use it
//! A recoded authority is carried although some streets changed hands with the code (Barnsley and
//! Sheffield in 2025, Gateshead and Northumberland in 2013): too little for a rate to show, too
//! much for a head count that must be exact.
//!
//! # References
//! Office for National Statistics, Code History Database and Register of Geographic Codes.

use super::Geography;
use crate::domain::{AreaCode, AreaLevel, Date, Error, Result, Status, error_codes};
use crate::geography::area::Area;
use crate::table::Figure;
use std::collections::{BTreeMap, BTreeSet};

/// How figures are to be fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// True when the figure of a whole is the sum of its parts.
    pub additive: bool,
    /// What an authority without a row counts as: *not available*, or zero where the publication
    /// leaves out authorities with nobody.
    pub absent: Figure,
}

/// How the figure of an area came about, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// As published.
    Carried,
    /// As published for the same authority under another code.
    Recoded(AreaCode),
    /// The sum of `parts`; those in `lacking` had no row and counted as [`Fit::absent`].
    Summed {
        /// The authorities whose figures were added.
        parts: Vec<AreaCode>,
        /// The authorities that belong to the whole and had no row.
        lacking: Vec<AreaCode>,
    },
    /// Not available: merged of these authorities, whose figures cannot be added.
    NotAdditive(Vec<AreaCode>),
    /// Not available: published only for the authority it has gone into since.
    Merged(Vec<AreaCode>),
    /// Not available: these went into it in part only, and how much of them is not known.
    Divided(Vec<AreaCode>),
}

/// The figure of one area on the boundaries asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// Its code on the day.
    pub area: AreaCode,
    /// The figure; missing where the way says so, or where a part is missing.
    pub figure: Figure,
    /// How it came about.
    pub way: Way,
}

/// The outcome of fitting one set of figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BestFit {
    /// The areas in force on the day of which the published rows say something, by code, wider
    /// areas last.
    pub fitted: Vec<Fitted>,
    /// Published rows that were left out, because what they count stands in another row.
    pub excluded: Vec<AreaCode>,
}

/// The authorities in force on a day, with what they were before and have become since.
#[derive(Debug)]
pub struct Boundaries<'g> {
    geography: &'g Geography,
    day: Date,
    authorities: Vec<&'g Area>,
    /// Every code of an authority, by the last of them.
    codes: BTreeMap<&'g AreaCode, Vec<&'g AreaCode>>,
    /// The authorities that went into one, by the last code of that one.
    before: BTreeMap<&'g AreaCode, Vec<&'g Area>>,
}

/// What was published of the authorities that went into one.
#[derive(Default)]
struct Former {
    parts: Vec<AreaCode>,
    lacking: Vec<AreaCode>,
    divided: Vec<AreaCode>,
}

impl Geography {
    /// The authorities in force on a day, each under the code it had then. Errors with `F303`
    /// before the register begins.
    pub fn boundaries(&self, day: Date) -> Result<Boundaries<'_>> {
        let is_authority = |area: &&Area| area.code.level() == AreaLevel::Authority;
        let authorities: Vec<&Area> =
            self.all().filter(is_authority).filter(|area| area.in_force(day)).collect();
        if authorities.is_empty() {
            let begins = self.all().filter_map(|area| area.start).min();
            return Err(Error::new(
                error_codes::OPTION_WRONG,
                "looking for the authorities in force on a day",
            )
            .found(day.to_string())
            .expected(format!(
                "a day from {} on, when the register of areas begins",
                begins.map_or(String::new(), |day| day.to_string())
            )));
        }
        let mut codes: BTreeMap<&AreaCode, Vec<&AreaCode>> = BTreeMap::new();
        let mut before: BTreeMap<&AreaCode, Vec<&Area>> = BTreeMap::new();
        for area in self.all().filter(is_authority) {
            codes.entry(self.current(&area.code)).or_default().push(&area.code);
            for successor in &area.successors {
                before.entry(self.current(successor)).or_default().push(area);
            }
        }
        Ok(Boundaries { geography: self, day, authorities, codes, before })
    }
}

impl Boundaries<'_> {
    /// Puts figures on these boundaries; see the head of this file for the rules.
    pub fn fit(&self, published: &BTreeMap<AreaCode, Figure>, fit: Fit) -> BestFit {
        let mut outcome = BestFit::default();
        let mut used: BTreeSet<AreaCode> = BTreeSet::new();
        for authority in &self.authorities {
            let Some(fitted) = self.fit_one(&authority.code, published, fit) else { continue };
            match &fitted.way {
                Way::Carried => used.extend([fitted.area.clone()]),
                Way::Recoded(from) => used.extend([from.clone()]),
                Way::Summed { parts: from, .. }
                | Way::NotAdditive(from)
                | Way::Merged(from)
                | Way::Divided(from) => {
                    used.extend(from.iter().cloned());
                }
            }
            outcome.fitted.push(fitted);
        }
        for (code, figure) in
            published.iter().filter(|(code, _)| code.level() != AreaLevel::Authority)
        {
            if self.geography.get(code).is_ok_and(|area| area.in_force(self.day)) {
                used.insert(code.clone());
                outcome.fitted.push(Fitted {
                    area: code.clone(),
                    figure: *figure,
                    way: Way::Carried,
                });
            }
        }
        outcome.excluded = published.keys().filter(|code| !used.contains(*code)).cloned().collect();
        outcome
    }

    fn fit_one(
        &self,
        area: &AreaCode,
        published: &BTreeMap<AreaCode, Figure>,
        fit: Fit,
    ) -> Option<Fitted> {
        let fitted = |figure, way| Some(Fitted { area: area.clone(), figure, way });
        if let Some((code, figure)) = self.own(area, published) {
            return fitted(
                figure,
                if code == area { Way::Carried } else { Way::Recoded(code.clone()) },
            );
        }
        let unknown = Figure::missing(Status::NotAvailable);
        let mut former = Former::default();
        self.collect_pages(area, published, &mut former);
        if !former.divided.is_empty() {
            return fitted(unknown, Way::Divided(former.divided));
        }
        if !former.parts.is_empty() {
            if !fit.additive {
                return fitted(unknown, Way::NotAdditive(former.parts));
            }
            let figures = former.parts.iter().filter_map(|part| published.get(part)).copied();
            let sum = Figure::sum(figures.chain(former.lacking.iter().map(|_| fit.absent)));
            return fitted(sum, Way::Summed { parts: former.parts, lacking: former.lacking });
        }
        let mut since = Vec::new();
        self.follow(area, published, &mut since);
        if since.is_empty() { None } else { fitted(unknown, Way::Merged(since)) }
    }

    /// The row of an authority under its own code, else under the latest other code it has had.
    fn own<'p>(
        &self,
        area: &AreaCode,
        published: &'p BTreeMap<AreaCode, Figure>,
    ) -> Option<(&'p AreaCode, Figure)> {
        let others =
            self.codes.get(self.geography.current(area)).into_iter().flatten().rev().copied();
        let row =
            |code: &AreaCode| published.get_key_value(code).map(|(code, figure)| (code, *figure));
        row(area).or_else(|| others.into_iter().find_map(row))
    }

    /// Gathers what is published of the authorities that went into one, and of those that had gone
    /// into these.
    fn collect_pages(
        &self,
        area: &AreaCode,
        published: &BTreeMap<AreaCode, Figure>,
        former: &mut Former,
    ) {
        for part in self.before.get(self.geography.current(area)).into_iter().flatten() {
            let row = self.own(&part.code, published).map(|(code, _)| code.clone());
            let held = former.parts.len();
            match row {
                Some(code) if part.successors.len() > 1 => former.divided.push(code),
                Some(code) => former.parts.push(code),
                None => {
                    let mut deeper = Former::default();
                    self.collect_pages(&part.code, published, &mut deeper);
                    former.divided.append(&mut deeper.divided);
                    former.parts.append(&mut deeper.parts);
                    match former.parts.len() == held {
                        true => former.lacking.push(part.code.clone()),
                        false => former.lacking.append(&mut deeper.lacking),
                    }
                }
            }
        }
    }

    /// Gathers the published authorities that one has gone into since.
    fn follow(
        &self,
        area: &AreaCode,
        published: &BTreeMap<AreaCode, Figure>,
        since: &mut Vec<AreaCode>,
    ) {
        let Ok(last) = self.geography.get(self.geography.current(area)) else { return };
        for successor in &last.successors {
            match self.own(successor, published) {
                Some((code, _)) => since.push(code.clone()),
                None => self.follow(successor, published, since),
            }
        }
    }
}

#[cfg(test)]
mod tests;
