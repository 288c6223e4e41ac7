//! Count: people or events as published, summed to regions and nations where the publisher prints no total.

use super::declared::{UNEQUAL, lacking_editions, of_one_code};
use super::overlay::overlay;
use super::slots::sum;
use super::wider_areas::{Sums, Wider};
use super::{Held, Inputs, Key, Method, Need, Origin, Value, Values, wider_areas};
use crate::catalogue::{
    Absent, Code, Codelist, Dataset, Holds, IndicatorSource, SeriesBreak, Stands, UNPLACED, column_name,
};
use crate::demography::interval::Interval;
use crate::domain::{AreaCode, Id, Period, Result, Status, Tier};
use crate::geography::Geography;
use crate::table::{Figure, Measure, Row};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// # What it measures
/// How many people or events a publication counts in an area, in total or by category.
///
/// # Formula
/// `A_i = Σ a_ik` over the categories `k` that the publication tells apart and the indicator does not; where a
/// published whole exists (such as all ages) it is taken as it is and never summed with its parts. For a region or
/// nation: the published total if there is one, else `A = Σ A_i` over its authorities (where a dataset says that an absent one
/// has nobody), for the United Kingdom with the people counted in no authority; otherwise over its published regions.
///
/// # Inputs and units
/// Tables of one kind (stock, flow or cumulative). Result: people or events, one per area, period and kept category.
/// Where several datasets hold a figure, the one with the newest edition counts and in a tie the first in the
/// definition; with `prefer = "first-named"` the first in the definition counts whatever its edition.
///
/// With `between`, single years of age are summed from one age to another. With `limits` the measures
/// beside an estimate give its 95% interval (`limits.rs`); sums of areas and categories have none, because their estimates
/// are not independent. With `rounded_to` the interval says where the true count lies: a printed 40, rounded to 10, is 35 to 44.
///
/// # Missing and suppressed
/// An authority without a row has nobody where the dataset declares so (`absent = "zero"`), for the categories that the
/// publication prints for authorities in that period; otherwise it has no value. A sum with a suppressed part is
/// suppressed. A category that is published only as part of a wider one is *not available*.
///
/// # When not to use it
/// Across a break in the series, and to compare areas of different size.
///
/// # References
/// The publications named in the datasets; ONS codes of recoded authorities are joined to the code in force.
pub struct Count;

impl Method for Count {
    fn id(&self) -> &'static str {
        "count"
    }

    fn formula(&self) -> &'static str {
        "A_i = sum of the published figures a_ik"
    }

    fn needs(&self) -> &'static [Need] {
        &[Need::Source]
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        from_sources(inputs, |source, held| from_one(inputs, source, held))
    }
}

/// The values of every source of which a table is held, put together, with their breaks.
pub(super) fn from_sources(
    inputs: &Inputs<'_>,
    from: impl Fn(&IndicatorSource, Held<'_>) -> Result<Values>,
) -> Result<Values> {
    let mut read = Vec::new();
    for source in &inputs.indicator.source {
        if let Some(held) = inputs.tables.iter().find(|held| held.dataset.id == source.dataset) {
            let mut values = from(source, *held)?;
            for edition in held.table.superseded_editions()? {
                values.keep_superseded(from(source, Held { table: &edition, ..*held })?);
            }
            read.push(values);
        }
    }
    let mut values = overlay(read, inputs.indicator.prefer);
    values.mark_breaks();
    Ok(values)
}

fn from_one(inputs: &Inputs<'_>, source: &IndicatorSource, held: Held<'_>) -> Result<Values> {
    let shape = Shape::of(inputs, source, held)?;
    let mut values = Values::of_source_declared(source, held);
    shape.add_published(&mut values, &shape.rows(held)?);
    let covered = held.dataset.covers.as_deref().map(AreaCode::new).transpose()?.unwrap_or(AreaCode::united_kingdom());
    if held.dataset.absent == Absent::Zero {
        wider_areas::add_absent(&mut values, inputs.geography, &covered);
    }
    shape.add_wider_categories(&mut values);
    shape.add_finer_categories(&mut values);
    let is_complete = held.dataset.absent == Absent::Zero;
    let measure = held.dataset.measure(source.measure.as_str());
    let (is_additive, adds_up) =
        (measure.is_none_or(|measure| measure.additive), measure.is_some_and(Measure::adds_up));
    // In a table of moves from each area to each other, every cell is added to the origin that it is of.
    let is_matrix = held.dataset.dimension.iter().any(|dimension| dimension.areas);
    let sums = if is_additive || is_matrix { Sums::Add } else { Sums::CountMovesWithin };
    let wider = Wider {
        geography: inputs.geography,
        covered: &covered,
        is_complete,
        sums,
        counties: sums == Sums::Add && values.tier == Tier::Lower && adds_up,
        regions: source.sums_to_regions && !is_complete,
        merged: adds_up,
    };
    wider.add(&mut values);
    values.hold_declared(inputs, source, held, &shape);
    values.mark_those_without_authority(source, held, &shape)?;
    if source.without_sign {
        values.change(|value| value.figure = value.figure.map(|x| Some(x.abs())));
    }
    if let Some(step) = source.rounded_to {
        let is_rounded =
            |key: &Key| source.rounded_levels.is_empty() || source.rounded_levels.contains(&key.area.level());
        return Ok(values.with_intervals(|key, value| {
            rounded_interval(value, if is_rounded(key) { f64::from(step) } else { 1.0 })
        }));
    }
    match &source.limits {
        Some(limits) => values.with_published_limits(limits, held, shape),
        None => Ok(values),
    }
}

/// Where the true count lies: up to half a step below and less than half a step above, in whole people and not below zero.
fn rounded_interval(value: &Value, step: f64) -> Option<Interval> {
    let (printed, half) = (value.figure.value?, step / 2.0);
    let is_one_cell = matches!(&value.origin, Origin::Cells { cells, .. } if cells.len() == 1);
    is_one_cell.then(|| Interval { lower: (printed - half).ceil().max(0.0), upper: (printed + half).ceil() - 1.0 })
}

/// How the rows of a table become keys of the indicator.
pub(super) struct Shape<'a> {
    geography: &'a Geography,
    dataset: &'a Dataset,
    lists: &'a BTreeMap<Id, Codelist>,
    pub(super) measure: &'a str,
    fixed: Vec<(usize, &'a str)>,
    between: Vec<(usize, [u8; 2])>,
    kept: Vec<usize>,
    areas: Vec<usize>,
    summed: Vec<(usize, Option<&'a Codelist>)>,
    /// Editions that lack people whom a sum over all categories needs, with the reason.
    incomplete: BTreeMap<u32, Arc<str>>,
    /// The same of a sum over the categories that the indicator tells apart.
    incomplete_wholes: BTreeMap<u32, Arc<str>>,
    codelists: Vec<Option<&'a Codelist>>,
}

impl<'a> Shape<'a> {
    pub(super) fn of(inputs: &Inputs<'a>, source: &'a IndicatorSource, held: Held<'a>) -> Result<Self> {
        let list_of =
            |index: usize| held.dataset.dimension[index].codelist.as_ref().and_then(|id| inputs.codelists.get(id));
        let index_of = |name: String| held.table.dims().iter().position(|dim| *dim == name);
        let fixed: Vec<(usize, &str)> = source
            .fixed
            .iter()
            .filter_map(|(dimension, code)| Some((index_of(column_name(dimension))?, code.as_str())))
            .collect();
        let ages = source.between.iter();
        let between: Vec<(usize, [u8; 2])> =
            ages.filter_map(|(dimension, ages)| Some((index_of(column_name(dimension))?, *ages))).collect();
        let kept: Vec<usize> = inputs.indicator.dims.iter().filter_map(|id| index_of(column_name(id))).collect();
        let is_chosen =
            |index: &usize| fixed.iter().any(|(at, _)| at == index) || between.iter().any(|(at, _)| at == index);
        let all = 0..held.table.dims().len();
        let areas: Vec<usize> = all.clone().filter(|index| held.dataset.dimension[*index].areas).collect();
        // Areas of origin have no published whole among them.
        let is_summed = |index: &usize| !kept.contains(index) && !is_chosen(index) && !areas.contains(index);
        let summed: Vec<(usize, Option<&Codelist>)> =
            all.filter(is_summed).map(|index| (index, list_of(index))).collect();
        let (mut incomplete, mut incomplete_wholes) = (BTreeMap::new(), BTreeMap::new());
        for (index, list) in &summed {
            incomplete.extend(lacking_editions(held, *index, *list)?);
        }
        if let Some(index) = kept.first() {
            incomplete_wholes.extend(lacking_editions(held, *index, list_of(*index))?);
        }
        let codelists = kept.iter().map(|index| list_of(*index)).collect();
        Ok(Self {
            geography: inputs.geography,
            dataset: held.dataset,
            lists: inputs.codelists,
            measure: source.measure.as_str(),
            fixed,
            between,
            kept,
            areas,
            summed,
            incomplete,
            incomplete_wholes,
            codelists,
        })
    }

    /// The rows of the measure that stand at the fixed codes; filtered in the frame, because tables can be large.
    pub(super) fn rows(&self, held: Held<'_>) -> Result<Vec<Row>> {
        let mut table = held.table.of(Some(self.measure), &self.fixed)?;
        for (place, ages) in &self.between {
            table = table.where_code(*place, |age| is_between(age, *ages))?;
        }
        table.rows()
    }

    /// The published figures, summed over the categories that the indicator does not tell apart.
    pub(super) fn add_published(&self, values: &mut Values, rows: &[Row]) {
        let mut last: Option<(&AreaCode, &AreaCode)> = None;
        let mut all: Vec<(Key, &Row)> = Vec::with_capacity(rows.len());
        for row in rows {
            let dims = self.kept.iter().map(|index| self.category(row, *index)).collect();
            let area = match last {
                Some((printed, current)) if *printed == row.area => current,
                _ => self.geography.current(&row.area),
            };
            last = Some((&row.area, area));
            all.push((Key { area: area.clone(), end: row.period.end, dims }, row));
        }
        // Rows of one key stay in the order of the publication.
        all.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut made = Vec::with_capacity(all.len());
        for rows in all.chunk_by(|(one, _), (other, _)| one == other) {
            let key = &rows[0].0;
            let group = self.without_parts_of_published_wholes(rows.iter().map(|(_, row)| *row).collect());
            let Some(first) = group.first() else { continue };
            if let Some(why) = self.incomplete.get(&first.source) {
                let source = usize::try_from(first.source).unwrap_or_default();
                let figure = Figure::missing(Status::NotAvailable);
                values.reasons.insert(key.clone(), Arc::clone(why));
                made.push((key.clone(), Value::of(first.period, figure, Origin::NotPublished { source })));
                continue;
            }
            let (group, figure) = of_one_code(&group);
            if figure.value.is_none() && group.len() > 1 && group.iter().all(|row| row.value.is_some()) {
                values.reasons.insert(key.clone(), UNEQUAL.into());
            }
            let Some(first) = group.first() else { continue };
            let source = usize::try_from(first.source).unwrap_or_default();
            let cells = group.iter().map(|row| row.cell.to_string()).collect();
            let period = Period { start: first.period.start, end: key.end };
            made.push((key.clone(), Value::of(period, figure, Origin::Cells { source, cells })));
        }
        values.map.append(&mut made.into_iter().collect());
    }

    /// Which of the people that a break is about a category of the indicator holds.
    pub(super) fn holds(&self, declared: &SeriesBreak, dims: &[String]) -> Holds {
        declared
            .held_by(self.dataset, self.lists, |index| self.category_of(index, dims).map_or(Stands::Summed, Stands::At))
    }

    /// The codelist of a dimension of the dataset.
    pub(super) fn codelist_of(&self, index: usize) -> Option<&'a Codelist> {
        self.dataset.dimension[index].codelist.as_ref().and_then(|id| self.lists.get(id))
    }

    /// At which code of a dimension a category of the indicator stands; `None` where it is summed over.
    pub(super) fn category_of<'d>(&'d self, index: usize, dims: &'d [String]) -> Option<&'d str> {
        let fixed = self.fixed.iter().find(|(at, _)| *at == index).map(|(_, code)| *code);
        let place = self.kept.iter().position(|at| *at == index);
        fixed.or(place.and_then(|place| dims.get(place)).map(String::as_str))
    }

    /// The category of a row in a dimension; an area of origin by its code in force, as the area itself.
    fn category(&self, row: &Row, index: usize) -> String {
        let printed = &row.dims[index];
        let area = self.areas.contains(&index).then(|| AreaCode::new(printed).ok()).flatten();
        area.map_or_else(|| printed.clone(), |area| self.geography.current(&area).to_string())
    }

    /// In each dimension summed over: only the published wholes where there are any.
    fn without_parts_of_published_wholes<'r>(&self, mut group: Vec<&'r Row>) -> Vec<&'r Row> {
        for (index, codelist) in &self.summed {
            let is_whole = |row: &&Row| {
                codelist.map_or(row.dims[*index] == "all", |list| {
                    list.get(&row.dims[*index]).is_some_and(|code| code.parent.is_empty())
                })
            };
            if group.iter().any(is_whole) {
                group.retain(is_whole);
            }
        }
        group
    }

    /// Wider categories as sums of their parts, bottom up, where the publication prints only the parts. A label that
    /// could not be placed may be a part of any of them.
    fn add_wider_categories(&self, values: &mut Values) {
        let Some(Some(codelist)) = self.codelists.first() else { return };
        let wider: Vec<(&Code, BTreeSet<&str>)> = codelist
            .codes
            .iter()
            .rev()
            .map(|code| (code, codelist.children(&code.code).collect::<BTreeSet<_>>()))
            .filter(|(_, children)| !children.is_empty())
            .map(|(code, children)| (code, children.into_iter().chain([UNPLACED]).collect()))
            .collect();
        let all: Vec<(&Key, &Value)> = values.iter().collect();
        let mut made = Vec::new();
        for of_area in all.chunk_by(|(one, _), (other, _)| (&one.area, one.end) == (&other.area, other.end)) {
            // By the categories of other dimensions.
            let mut held: BTreeMap<&[String], BTreeMap<&str, (&Key, &Value)>> = BTreeMap::new();
            for (key, value) in of_area {
                held.entry(&key.dims[1..]).or_default().insert(&key.dims[0], (key, value));
            }
            made.extend(held.into_values().flat_map(|held| self.wider_categories(&wider, &held)));
        }
        for (key, value, lacks) in made {
            values.reasons.extend(lacks.map(|why| (key.clone(), why)));
            values.insert(key, value);
        }
    }

    /// The wider categories that are not among those held of an area and day; *not available* is a whole of an edition that lacks people
    /// whom it needs, for that reason.
    fn wider_categories(
        &self,
        wider: &[(&Code, BTreeSet<&str>)],
        held: &BTreeMap<&str, (&Key, &Value)>,
    ) -> Vec<(Key, Value, Option<Arc<str>>)> {
        let Some((first, _)) = held.values().next() else { return Vec::new() };
        let key = |category: &str| {
            let mut key = Key::clone(first);
            category.clone_into(&mut key.dims[0]);
            key
        };
        let mut made: BTreeMap<&str, (Value, Option<Arc<str>>)> = BTreeMap::new();
        for (code, children) in wider.iter().filter(|(code, _)| !held.contains_key(code.code.as_str())) {
            let value =
                |child: &str| held.get(child).map(|(_, value)| *value).or(made.get(child).map(|(value, _)| value));
            let parts = children.iter().filter_map(|child| Some((key(child), value(child)?)));
            let (keys, parts): (Vec<Key>, Vec<&Value>) = parts.unzip();
            let Some(mut whole) = sum(&parts, keys) else { continue };
            let source = whole.origin.source().and_then(|source| u32::try_from(source).ok());
            let lacks = source.and_then(|source| self.incomplete_wholes.get(&source));
            let lacks = lacks.filter(|_| code.parent.is_empty()).cloned();
            if lacks.is_some() {
                whole.figure = Figure::missing(Status::NotAvailable);
            }
            made.insert(&code.code, (whole, lacks));
        }
        made.into_iter().map(|(category, (whole, lacks))| (key(category), whole, lacks)).collect()
    }

    /// Finer categories of a published one, *not available* where the publication does not print them.
    fn add_finer_categories(&self, values: &mut Values) {
        let Some(Some(codelist)) = self.codelists.first() else { return };
        let finer: BTreeMap<&str, Vec<&str>> = codelist
            .codes
            .iter()
            .filter(|code| !code.parent.is_empty())
            .map(|code| (code.code.as_str(), codelist.children(&code.code).collect::<Vec<_>>()))
            .filter(|(_, children)| !children.is_empty())
            .collect();
        let mut made = Vec::new();
        for (key, value) in values.iter() {
            for child in finer.get(key.dims[0].as_str()).into_iter().flatten() {
                let mut finer = key.clone();
                (*child).clone_into(&mut finer.dims[0]);
                if values.get(&finer).is_none() {
                    let origin = Origin::NotPublished { source: value.origin.source().unwrap_or_default() };
                    made.push((finer, Value::of(value.period, Figure::missing(Status::NotAvailable), origin)));
                }
            }
        }
        values.map.extend(made);
    }
}

/// True for a single year of age from one to another; an open age group counts as the age at which it begins.
fn is_between(age: &str, [from, to]: [u8; 2]) -> bool {
    age.trim_end_matches('+').parse::<u8>().is_ok_and(|age| (from..=to).contains(&age))
}
