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
mod tests {
    use super::{BestFit, Fit, Way};
    use crate::domain::{AreaCode, Status};
    use crate::geography::areas::tests::{code, geography};
    use crate::geography::{Geography, Register};
    use crate::table::Figure;
    use jiff::civil::{Date, date};
    use std::collections::BTreeMap;

    const COUNTS: Fit =
        Fit { additive: true, absent: Figure { value: None, status: Some(Status::NotAvailable) } };
    const RATES: Fit = Fit { additive: false, ..COUNTS };
    const NOBODY: Fit = Fit { absent: Figure { value: Some(0.0), status: None }, ..COUNTS };
    const UNKNOWN: Figure = Figure { value: None, status: Some(Status::NotAvailable) };

    /// ONS, population estimates for mid-2021 on the boundaries of April 2021 (December 2022),
    /// sheet MYE2 - Persons.
    const NORTH_YORKSHIRE: [(&str, f64); 7] = [
        ("E07000163", 57_090.0),
        ("E07000164", 91_037.0),
        ("E07000165", 164_105.0),
        ("E07000166", 50_358.0),
        ("E07000167", 54_897.0),
        ("E07000168", 108_959.0),
        ("E07000169", 92_401.0),
    ];
    /// The same sheet: Mendip, Sedgemoor, South Somerset, Somerset West and Taunton.
    const SOMERSET: [(&str, f64); 4] = [
        ("E07000187", 116_285.0),
        ("E07000188", 125_752.0),
        ("E07000189", 173_173.0),
        ("E07000246", 157_909.0),
    ];

    fn fitted(rows: &[(&str, f64)], day: Date, fit: Fit) -> BestFit {
        let published = rows.iter().map(|(area, value)| (code(area), Figure::of(*value))).collect();
        geography().boundaries(day).unwrap().fit(&published, fit)
    }

    fn of<'a>(outcome: &'a BestFit, area: &str) -> Option<(Figure, &'a Way)> {
        outcome
            .fitted
            .iter()
            .find(|fitted| fitted.area == code(area))
            .map(|fitted| (fitted.figure, &fitted.way))
    }

    fn codes(rows: &[(&str, f64)]) -> Vec<AreaCode> {
        rows.iter().map(|(area, _)| code(area)).collect()
    }

    #[test]
    fn merged_authorities_add_up_to_the_county_that_the_same_sheet_prints() {
        // The sheet prints North Yorkshire (E10000023) 618,847 and Somerset (E10000027) 573,119:
        // the later unitaries.
        let rows = [&NORTH_YORKSHIRE[..], &SOMERSET[..]].concat();
        let outcome = fitted(&rows, date(2023, 4, 1), COUNTS);
        let parts = codes(&NORTH_YORKSHIRE);
        assert_eq!(
            of(&outcome, "E06000065"),
            Some((Figure::of(618_847.0), &Way::Summed { parts, lacking: Vec::new() }))
        );
        assert_eq!(of(&outcome, "E06000066").unwrap().0, Figure::of(573_119.0));
        assert_eq!((outcome.fitted.len(), outcome.excluded.len()), (2, 0));
        // Sheet MYE3a: net internal migration of the seven districts, and 2,882 for the county.
        let net = [268.0, 425.0, 1079.0, 82.0, 228.0, 396.0, 404.0];
        let rows: Vec<(&str, f64)> =
            NORTH_YORKSHIRE.iter().zip(net).map(|((area, _), value)| (*area, value)).collect();
        assert_eq!(
            of(&fitted(&rows, date(2025, 12, 31), COUNTS), "E06000065").unwrap().0,
            Figure::of(2_882.0)
        );
    }

    #[test]
    fn a_merger_of_mergers_is_followed() {
        // Taunton Deane and West Somerset became Somerset West and Taunton in 2019, and that went
        // into Somerset in 2023.
        let rows = [
            ("E07000187", 1.0),
            ("E07000188", 2.0),
            ("E07000189", 4.0),
            ("E07000190", 8.0),
            ("E07000191", 16.0),
        ];
        assert_eq!(
            of(&fitted(&rows, date(2023, 4, 1), COUNTS), "E06000066").unwrap().0,
            Figure::of(31.0)
        );
        let between = fitted(&rows, date(2020, 6, 30), COUNTS);
        assert_eq!(of(&between, "E07000246").unwrap().0, Figure::of(24.0));
        assert_eq!(of(&between, "E07000187"), Some((Figure::of(1.0), &Way::Carried)));
    }

    #[test]
    fn what_does_not_add_up_is_refused_across_a_merger_only() {
        let rows = [&NORTH_YORKSHIRE[..], &[("E08000035", 7.5), ("E08000019", 3.5)]].concat();
        let outcome = fitted(&rows, date(2025, 12, 31), RATES);
        assert_eq!(
            of(&outcome, "E06000065"),
            Some((UNKNOWN, &Way::NotAdditive(codes(&NORTH_YORKSHIRE))))
        );
        assert_eq!(of(&outcome, "E08000035"), Some((Figure::of(7.5), &Way::Carried)));
        assert_eq!(
            of(&outcome, "E08000039"),
            Some((Figure::of(3.5), &Way::Recoded(code("E08000019"))))
        );
    }

    #[test]
    fn a_part_without_a_row_is_unknown_unless_the_publication_leaves_out_nobody() {
        let (first, rest) = NORTH_YORKSHIRE.split_first().unwrap();
        let lacking = vec![code(first.0)];
        let way = Way::Summed { parts: codes(rest), lacking };
        assert_eq!(of(&fitted(rest, date(2023, 4, 1), COUNTS), "E06000065"), Some((UNKNOWN, &way)));
        let sum = Figure::of(618_847.0 - first.1);
        assert_eq!(of(&fitted(rest, date(2023, 4, 1), NOBODY), "E06000065"), Some((sum, &way)));
    }

    #[test]
    fn a_suppressed_part_suppresses_the_sum() {
        let mut published: BTreeMap<AreaCode, Figure> =
            SOMERSET.iter().map(|(area, value)| (code(area), Figure::of(*value))).collect();
        published.insert(code("E07000188"), Figure::missing(Status::Suppressed));
        let geography = geography();
        let outcome = geography.boundaries(date(2023, 4, 1)).unwrap().fit(&published, NOBODY);
        assert_eq!(of(&outcome, "E06000066").unwrap().0, Figure::missing(Status::Suppressed));
    }

    #[test]
    fn a_later_whole_is_never_shared_out_to_its_parts() {
        let outcome =
            fitted(&[("E06000066", 573_119.0), ("E08000038", 5.0)], date(2018, 6, 30), COUNTS);
        let whole = Way::Merged(vec![code("E06000066")]);
        // Mendip, Sedgemoor, South Somerset, Taunton Deane, West Somerset, the last two by way of
        // one that came between.
        for district in ["E07000187", "E07000188", "E07000189", "E07000190", "E07000191"] {
            assert_eq!(of(&outcome, district), Some((UNKNOWN, &whole)), "{district}");
        }
        assert_eq!(
            of(&outcome, "E08000016"),
            Some((Figure::of(5.0), &Way::Recoded(code("E08000038"))))
        );
        assert_eq!((outcome.fitted.len(), outcome.excluded.len()), (6, 0));
    }

    #[test]
    fn a_published_whole_is_not_added_to_its_parts_nor_one_authority_to_itself() {
        // ONS Explore Local Statistics prints obsolete and replacement codes beside each other.
        let rows = [
            &NORTH_YORKSHIRE[..],
            &[("E06000065", 618_627.0), ("E08000016", 1.0), ("E08000038", 2.0)],
        ]
        .concat();
        let outcome = fitted(&rows, date(2025, 4, 1), COUNTS);
        assert_eq!(of(&outcome, "E06000065"), Some((Figure::of(618_627.0), &Way::Carried)));
        assert_eq!(of(&outcome, "E08000038"), Some((Figure::of(2.0), &Way::Carried)));
        assert_eq!(outcome.excluded, [codes(&NORTH_YORKSHIRE), vec![code("E08000016")]].concat());
    }

    #[test]
    fn wider_areas_are_carried_and_abolished_counties_left_out() {
        let rows = [
            ("K02000001", 9.0),
            ("E12000003", 5.0),
            ("E10000023", 4.0),
            ("E10000016", 3.0),
            ("K99999999", 1.0),
        ];
        let outcome = fitted(&rows, date(2023, 4, 1), RATES);
        let carried: Vec<&str> = outcome.fitted.iter().map(|fitted| fitted.area.as_str()).collect();
        assert_eq!(carried, ["E10000016", "E12000003", "K02000001", "K99999999"]);
        assert_eq!(outcome.excluded, [code("E10000023")]);
    }

    #[test]
    fn a_divided_authority_is_refused() {
        // No authority has been divided since 2009, so this register is made up: half of Craven to
        // each of two.
        let areas = "code,name,parent,start,end,became,successors\nE92000001,England,,,,,\n\
            E07000001,Craven,E92000001,2009-01-01,2023-03-31,,E06000001 E06000002\n\
            E06000001,West,E92000001,2023-04-01,,,\nE06000002,East,E92000001,2023-04-01,,,\n";
        let (aliases, counties) = ("code,alias,reason\n", "code,districts\n");
        let groups = "id,name,kind,code,members,source\n";
        let geography = Geography::read(&Register { areas, aliases, counties, groups }).unwrap();
        let published = BTreeMap::from([(code("E07000001"), Figure::of(10.0))]);
        let outcome = geography.boundaries(date(2024, 1, 1)).unwrap().fit(&published, COUNTS);
        let way = Way::Divided(vec![code("E07000001")]);
        assert_eq!(of(&outcome, "E06000001"), Some((UNKNOWN, &way)));
        assert_eq!(of(&outcome, "E06000002"), Some((UNKNOWN, &way)));
    }

    #[test]
    fn there_are_no_boundaries_before_the_register() {
        let geography = geography();
        assert_eq!(geography.boundaries(date(2008, 12, 31)).unwrap_err().code().id, "F303");
        // ONS lists 374 districts in 2021 and 361 since April 2023.
        for (day, count) in
            [(date(2021, 6, 30), 374), (date(2023, 4, 1), 361), (date(2025, 4, 1), 361)]
        {
            assert_eq!(geography.boundaries(day).unwrap().authorities.len(), count, "{day}");
        }
    }
}
