//! A tidy table put on the authorities in force on one day, with a note on everything that was
//! summed or refused.

use crate::catalogue::{Absent, Dataset};
use crate::domain::{AreaCode, AreaLevel, Date, Period, Result, Status, long_date};
use crate::figures::tidy::{TidyAnswer, tidy_answer};
use crate::figures::{Figures, tidy};
use crate::geography::{Boundaries, Fit, Way};
use crate::table::{Figure, Row, Table};
use polars::prelude::PlSmallStr;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One figure for each area: the figures that are fitted together.
type Slot = (Date, Date, Arc<[String]>, PlSmallStr);

/// What happened to the figures, over all slots.
#[derive(Default)]
struct Fitting {
    /// The authorities that each sum was computed from, over all slots.
    summed: BTreeMap<AreaCode, BTreeSet<AreaCode>>,
    /// True when a part of a sum had no row.
    lacking: bool,
    /// Areas that were not summed, by how their figures came about, each with the measures
    /// concerned.
    ways: BTreeMap<Way, BTreeMap<AreaCode, BTreeSet<String>>>,
    excluded: BTreeSet<AreaCode>,
}

/// One tidy table on the authorities in force on a day, by best fit: see `geography/best_fit.rs`
/// for the rules.
///
/// Errors: `F301` no such dataset, `F303` a day before the register of areas, `F304` no stored
/// edition.
pub fn tidy_on(figures: &Figures, dataset: &str, day: Date) -> Result<TidyAnswer> {
    let definition = figures.catalogue().dataset(dataset)?;
    let boundaries = figures.geography().boundaries(day)?;
    let table = tidy::table_of(figures, definition)?;
    let (rows, fitting) = fitted_rows(figures, definition, &table, &boundaries)?;
    let mut notes = vec![format!("on the authorities in force on {}", long_date(day))];
    notes.extend(notes_on(figures, &fitting, definition.absent));
    Ok(TidyAnswer {
        boundaries: Some(day),
        fitting: notes,
        ..tidy_answer(definition, &table, rows)
    })
}

fn fitted_rows(
    figures: &Figures,
    definition: &Dataset,
    table: &Table,
    boundaries: &Boundaries<'_>,
) -> Result<(Vec<Row>, Fitting)> {
    let absent = match definition.absent {
        Absent::Zero => Figure::of(0.0),
        Absent::NotAvailable => Figure::missing(Status::NotAvailable),
    };
    let mut slots: BTreeMap<Slot, Vec<Row>> = BTreeMap::new();
    for row in table.rows()? {
        let slot = (row.period.end, row.period.start, row.dims.clone(), row.measure.clone());
        slots.entry(slot).or_default().push(row);
    }
    let (mut rows, mut fitting) = (Vec::new(), Fitting::default());
    for ((end, start, dims, measure), published) in slots {
        let Some(unit) = published.first().map(|row| row.unit) else { continue };
        let declared = table.measures().iter().find(|declared| declared.id.as_str() == measure);
        let additive = declared.map_or(unit.adds_up(), |declared| declared.adds_up());
        let of_areas = published.iter().map(|row| (row.area.clone(), row.figure())).collect();
        let outcome = boundaries.fit(&of_areas, Fit { additive, absent });
        for fitted in outcome.fitted {
            rows.push(Row {
                area_name: figures.geography().get(&fitted.area)?.name.as_str().into(),
                period: Period { start, end },
                dims: dims.clone(),
                measure: measure.clone(),
                value: fitted.figure.value,
                unit,
                status: fitted.figure.status,
                source: 0,
                cell: Default::default(),
                area: fitted.area.clone(),
            });
            fitting.note(fitted.area, fitted.way, &measure);
        }
        fitting.excluded.extend(outcome.excluded);
    }
    Ok((rows, fitting))
}

/// Sentences on the fitting, areas with their codes.
fn notes_on(figures: &Figures, fitting: &Fitting, absent: Absent) -> Vec<String> {
    let name = |code: &AreaCode| match figures.geography().get(code) {
        Ok(area) => format!("{} ({code})", area.name),
        Err(_) => code.to_string(),
    };
    let list = |codes: &mut dyn Iterator<Item = &AreaCode>| {
        codes.map(&name).collect::<Vec<_>>().join(", ")
    };
    let sums = fitting.summed.iter();
    let mut notes: Vec<String> = sums
        .map(|(area, parts)| format!("{}: the sum of {}", name(area), list(&mut parts.iter())))
        .collect();
    if fitting.lacking {
        notes.push(match absent {
            Absent::Zero => {
                "a part of a sum without a row counts as zero, as the publication states".to_owned()
            }
            Absent::NotAvailable => {
                "where a part of a sum has no row, the sum is not available".to_owned()
            }
        });
    }
    for (way, areas) in &fitting.ways {
        let here = list(&mut areas.keys());
        let measures: BTreeSet<&str> = areas.values().flatten().map(String::as_str).collect();
        let measures = measures.into_iter().collect::<Vec<_>>().join(", ");
        notes.extend(match way {
            Way::Carried | Way::Summed { .. } => None,
            Way::Recoded(from) => Some(format!("{here}: published as {from}")),
            Way::NotAdditive(parts) => Some(format!(
                "{here}: not available, because figures of {} cannot be added: {measures}",
                list(&mut parts.iter())
            )),
            Way::Merged(since) => Some(format!(
                "{here}: not available, published only within {}",
                list(&mut since.iter())
            )),
            Way::Divided(from) => Some(format!(
                "{here}: not available, received only a part of {}",
                list(&mut from.iter())
            )),
        });
    }
    let is_county = |code: &&AreaCode| code.level() == AreaLevel::County;
    let (counties, others): (Vec<&AreaCode>, Vec<&AreaCode>) =
        fitting.excluded.iter().partition(is_county);
    if !counties.is_empty() {
        let gone = list(&mut counties.into_iter());
        notes.push(format!(
            "left out, counties that are no more, whose figures are not carried to the authorities \
             after them: {gone}"
        ));
    }
    if !others.is_empty() {
        let left = list(&mut others.into_iter());
        notes.push(format!("left out, because other rows hold the same people: {left}"));
    }
    notes
}

impl Fitting {
    fn note(&mut self, area: AreaCode, way: Way, measure: &str) {
        match way {
            Way::Summed { parts, lacking } => {
                self.lacking |= !lacking.is_empty();
                self.summed.entry(area).or_default().extend(parts.into_iter().chain(lacking));
            }
            way => {
                self.ways
                    .entry(way)
                    .or_default()
                    .entry(area)
                    .or_default()
                    .insert(measure.to_owned());
            }
        }
    }
}
