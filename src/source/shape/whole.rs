//! Checks whether a text file is complete. A truncated workbook cannot be opened, but a truncated
//! text file looks like a shorter one.
//!
//! Belongs here: content that every file of a publication has and a truncated one does not: the end
//! of its last line, areas, days, figures. Does not belong here: a truncated row, which
//! `format/rows.rs` refuses; a comparison of the last rows with those above (`last_rows`); losses
//! since the previous edition, which `holdings` measures.
//!
//! **Invariant:** this check marks no figures. Missing content is not available anyway, and a user
//! may have requested an extract.

mod last_rows;

use super::checks::missing;
use super::outcome::{CheckName, Finding, Outcome};
use crate::catalogue::Dataset;
use crate::domain::{AreaCode, AreaLevel, Date, Error, Result, counted, error_codes, long_date};
use crate::geography::{Area, Geography};
use crate::table::{Row, Table};
use std::collections::{BTreeMap, BTreeSet};

/// The content that every file of the publication has and this text file does not. `open_end` means
/// that its last line has no end.
pub(super) fn doubts(
    table: &Table,
    dataset: &Dataset,
    geography: &Geography,
    open_end: bool,
) -> Result<Vec<Outcome>> {
    let rows = table.rows()?;
    let file = File { rows: &rows, dataset, geography };
    let line = (open_end && !dataset.whole.open_end).then(|| {
        lacking()
            .found("a last line without an end")
            .expected("an end of the last line, as other lines have one")
    });
    let found = line
        .into_iter()
        .chain(last_rows::that_end_early(&rows, dataset, geography).map(|early| early.error()));
    let found = found
        .chain(file.areas()?)
        .chain(file.wider_areas())
        .chain(file.days())
        .chain(file.figures());
    Ok(found
        .map(|error| {
            Outcome::new(
                CheckName::BuiltIn("whole file"),
                Finding::Differs,
                error.problem(),
                Some(error),
            )
        })
        .collect())
}

/// The error for a file with missing content.
fn lacking() -> Error {
    Error::new(error_codes::FILE_CUT, "checking that the text file is complete")
}

/// A text file as read.
struct File<'a> {
    rows: &'a [Row],
    dataset: &'a Dataset,
    geography: &'a Geography,
}

/// The content of a file for one measure.
struct Held<'a> {
    newest: Date,
    /// The areas of the newest day, and the areas in its dimensions.
    areas: BTreeSet<AreaCode>,
    origins: BTreeSet<AreaCode>,
    /// The levels of area on all days.
    levels: Vec<AreaLevel>,
    measure: &'a str,
}

impl<'a> File<'a> {
    /// The first measure with missing authorities or regions on its newest day. A file without any
    /// area of a level is about another level.
    fn areas(&self) -> Result<Option<Error>> {
        for held in self.held() {
            let Some(measure) = self.dataset.measure(held.measure) else { continue };
            for whole in self.dataset.published_for(&measure.id) {
                let lacks =
                    |areas: &BTreeSet<AreaCode>| self.authorities(areas, whole, held.newest);
                let of_rows =
                    held.levels.contains(&AreaLevel::Authority).then(|| lacks(&held.areas));
                let of_dims = (!held.origins.is_empty()).then(|| lacks(&held.origins));
                let regions = held
                    .levels
                    .contains(&AreaLevel::Region)
                    .then(|| self.regions(&held.areas, whole));
                let all = [("authority", of_rows), ("authority", of_dims), ("region", regions)];
                let mut found = all.into_iter().filter_map(|(level, areas)| Some((level, areas?)));
                let Some((level, lacking)) = found.find(|(_, areas)| !areas.is_empty()) else {
                    continue;
                };
                let name = &self.geography.get(whole)?.name;
                return Ok(absent(&lacking, held.newest)
                    .map(|error| error.expected(format!("every {level} of {name}"))));
            }
        }
        Ok(None)
    }

    /// The content for each measure.
    fn held(&self) -> Vec<Held<'a>> {
        let dimensions = self.dataset.dimension.iter().enumerate();
        let of_areas: Vec<usize> =
            dimensions.filter(|(_, dimension)| dimension.areas).map(|(at, _)| at).collect();
        let mut measures: BTreeMap<&str, Held<'a>> = BTreeMap::new();
        for row in self.rows {
            let new = || Held {
                newest: row.period.end,
                areas: BTreeSet::new(),
                origins: BTreeSet::new(),
                levels: Vec::new(),
                measure: &row.measure,
            };
            let held = measures.entry(&row.measure).or_insert_with(new);
            if !held.levels.contains(&row.area.level()) {
                held.levels.push(row.area.level());
            }
            if row.period.end > held.newest {
                (held.newest, held.areas, held.origins) =
                    (row.period.end, BTreeSet::new(), BTreeSet::new());
            }
            if row.period.end == held.newest {
                held.areas.insert(row.area.clone());
                let codes = of_areas.iter().filter_map(|at| row.dims.get(*at));
                held.origins.extend(codes.filter_map(|code| AreaCode::new(code).ok()));
            }
        }
        measures.into_values().collect()
    }

    /// The required authorities of `whole` that are not among some areas.
    fn authorities(
        &self,
        areas: &BTreeSet<AreaCode>,
        whole: &AreaCode,
        day: Date,
    ) -> Vec<&'a Area> {
        let mut lacking = missing(areas.iter(), whole, day, self.geography);
        lacking.retain(|area| !self.may_lack(area, areas));
        lacking
    }

    /// The regions in `whole` that are not among some areas.
    fn regions(&self, areas: &BTreeSet<AreaCode>, whole: &AreaCode) -> Vec<&'a Area> {
        let is_region = |area: &&Area| {
            area.code.level() == AreaLevel::Region && self.geography.contains(whole, &area.code)
        };
        let regions = self.geography.all().filter(is_region);
        regions.filter(|area| !areas.contains(&area.code) && !self.may_lack(area, areas)).collect()
    }

    /// True for an area that a file may omit: one that the definition names, or all of a nation or
    /// region.
    fn may_lack(&self, area: &Area, held: &BTreeSet<AreaCode>) -> bool {
        let contains = |whole: &AreaCode, part: &AreaCode| self.geography.contains(whole, part);
        let has_some =
            |whole: &AreaCode| held.iter().any(|code| code != whole && contains(whole, code));
        let may_lack = &self.dataset.whole.may_lack;
        may_lack.iter().any(|may| *may == area.code || contains(may, &area.code) && !has_some(may))
    }

    /// The error for a missing wider area that every file has.
    fn wider_areas(&self) -> Option<Error> {
        let code = self
            .dataset
            .whole
            .has
            .iter()
            .find(|code| !self.rows.iter().any(|row| row.area == **code))?;
        let name = self
            .geography
            .get(code)
            .map_or_else(|_| code.to_string(), |area| format!("{} ({code})", area.name));
        Some(
            lacking()
                .found(format!("no row for {name}"))
                .expected("one, as in every file of the publication"),
        )
    }

    fn days(&self) -> Option<Error> {
        let days = self.rows.iter().map(|row| row.period.end).collect::<BTreeSet<_>>().len();
        let error = || {
            lacking()
                .found(format!("figures for {}", counted(days, "day or period", "days or periods")))
        };
        (days < self.dataset.whole.days)
            .then(|| error().expected(format!("{} or more", self.dataset.whole.days)))
    }

    fn figures(&self) -> Option<Error> {
        self.dataset.whole.least.iter().find_map(|least| {
            let is_meant =
                |row: &&Row| least.measure.as_ref().is_none_or(|id| row.measure == id.as_str());
            let days = self
                .rows
                .iter()
                .filter(is_meant)
                .map(|row| row.period.end)
                .collect::<BTreeSet<_>>()
                .len();
            let figures = self.rows.iter().filter(is_meant).count();
            let of_days = counted(least.days, "day or period", "days or periods");
            let expected = format!(
                "{} or more, where it is about {of_days}",
                counted(least.figures, "figure", "figures")
            );
            let is_short = days >= least.days && figures < least.figures;
            is_short
                .then(|| lacking().found(counted(figures, "figure", "figures")).expected(expected))
        })
    }
}

/// The error that names the first of the areas without a row.
fn absent(areas: &[&Area], day: Date) -> Option<Error> {
    let first = areas.first()?;
    let others =
        if areas.len() > 1 { format!(" (and {} others)", areas.len() - 1) } else { String::new() };
    Some(lacking().found(format!(
        "no row for {} ({}) at {}{others}",
        first.name,
        first.code,
        long_date(day)
    )))
}
