//! How the rows of a table become the keys and values of an indicator.
//!
//! Belongs here: which rows are selected; which categories are kept, summed or computed; what is
//! missing in an edition; the two codes of an authority. Does not belong here: what a publication
//! declares of the values (`declared`), wider areas (`wider_areas`), the methods that read tables
//! (`count`, `published`).

use super::slots::sum;
use super::{Held, Inputs, Key, Origin, Value, Values};
use crate::catalogue::{
    Code, Codelist, Dataset, Definitions, DimensionUse, IndicatorSource, Overlap, SeriesBreak,
    UNPLACED, column_name,
};
use crate::domain::{AreaCode, Period, Result, Status};
use crate::geography::Geography;
use crate::table::{Figure, Row};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How the rows of a table become keys of the indicator.
pub(super) struct Shape<'a> {
    geography: &'a Geography,
    dataset: &'a Dataset,
    lists: &'a Definitions<Codelist>,
    pub(super) measure: &'a str,
    fixed: Vec<(usize, &'a str)>,
    between: Vec<(usize, [u8; 2])>,
    kept: Vec<usize>,
    areas: Vec<usize>,
    summed: Vec<(usize, Option<&'a Codelist>)>,
    /// Editions without some people whom a sum over all categories needs, with the reason.
    incomplete: BTreeMap<u32, Arc<str>>,
    /// The same of a sum over the categories that the indicator keeps apart.
    incomplete_wholes: BTreeMap<u32, Arc<str>>,
    codelists: Vec<Option<&'a Codelist>>,
}

impl<'a> Shape<'a> {
    pub(super) fn of(
        inputs: &Inputs<'a>,
        source: &'a IndicatorSource,
        held: Held<'a>,
    ) -> Result<Self> {
        let list_of = |index: usize| {
            held.dataset.dimension[index].codelist.as_ref().and_then(|id| inputs.codelists.get(id))
        };
        let index_of = |name: String| held.table.dims().iter().position(|dim| *dim == name);
        let fixed: Vec<(usize, &str)> = source
            .fixed
            .iter()
            .filter_map(|(dimension, code)| {
                Some((index_of(column_name(dimension))?, code.as_str()))
            })
            .collect();
        let ages = source.between.iter();
        let between: Vec<(usize, [u8; 2])> = ages
            .filter_map(|(dimension, ages)| Some((index_of(column_name(dimension))?, *ages)))
            .collect();
        let kept: Vec<usize> =
            inputs.indicator.dims.iter().filter_map(|id| index_of(column_name(id))).collect();
        let is_chosen = |index: &usize| {
            fixed.iter().any(|(at, _)| at == index) || between.iter().any(|(at, _)| at == index)
        };
        let all = 0..held.table.dims().len();
        let areas: Vec<usize> =
            all.clone().filter(|index| held.dataset.dimension[*index].areas).collect();
        // Areas of origin have no published total among them.
        let is_summed =
            |index: &usize| !kept.contains(index) && !is_chosen(index) && !areas.contains(index);
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

    /// The rows of the measure with the fixed codes; filtered in the frame, because tables can be
    /// large.
    pub(super) fn rows(&self, held: Held<'_>) -> Result<Vec<Row>> {
        let mut table = held.table.of(Some(self.measure), &self.fixed)?;
        for (place, ages) in &self.between {
            table = table.where_code(*place, |age| is_between(age, *ages))?;
        }
        table.rows()
    }

    /// The published figures, summed over the categories that the indicator does not distinguish.
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
            let group =
                self.without_parts_of_published_wholes(rows.iter().map(|(_, row)| *row).collect());
            let Some(first) = group.first() else { continue };
            if let Some(why) = self.incomplete.get(&first.source) {
                let source = usize::try_from(first.source).unwrap_or_default();
                let figure = Figure::missing(Status::NotAvailable);
                values.reasons.insert(key.clone(), Arc::clone(why));
                made.push((
                    key.clone(),
                    Value::of(first.period, figure, Origin::NotPublished { source }),
                ));
                continue;
            }
            let (group, figure) = of_one_code(&group);
            if figure.value.is_none()
                && group.len() > 1
                && group.iter().all(|row| row.value.is_some())
            {
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

    /// Which of the people affected by a break a category of the indicator includes.
    pub(super) fn holds(&self, declared: &SeriesBreak, dims: &[String]) -> Overlap {
        declared.overlap_with(self.dataset, self.lists, |index| {
            self.category_of(index, dims).map_or(DimensionUse::Summed, DimensionUse::At)
        })
    }

    /// The codelist of a dimension of the dataset.
    pub(super) fn codelist_of(&self, index: usize) -> Option<&'a Codelist> {
        self.dataset.dimension[index].codelist.as_ref().and_then(|id| self.lists.get(id))
    }

    /// The code of a dimension for a category of the indicator; `None` where it is summed over.
    pub(super) fn category_of<'d>(&'d self, index: usize, dims: &'d [String]) -> Option<&'d str> {
        let fixed = self.fixed.iter().find(|(at, _)| *at == index).map(|(_, code)| *code);
        let place = self.kept.iter().position(|at| *at == index);
        fixed.or(place.and_then(|place| dims.get(place)).map(String::as_str))
    }

    /// The category of a row in a dimension; an area of origin by its code in force, as the area
    /// itself.
    fn category(&self, row: &Row, index: usize) -> String {
        let printed = &row.dims[index];
        let area = self.areas.contains(&index).then(|| AreaCode::new(printed).ok()).flatten();
        area.map_or_else(|| printed.clone(), |area| self.geography.current(&area).to_string())
    }

    /// In each dimension summed over: only the published totals where there are any.
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

    /// Wider categories as sums of their parts, bottom up, where the publication prints only the
    /// parts. A label that could not be placed may be a part of any of them.
    pub(super) fn add_wider_categories(&self, values: &mut Values) {
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
        for of_area in
            all.chunk_by(|(one, _), (other, _)| (&one.area, one.end) == (&other.area, other.end))
        {
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

    /// The wider categories that are not among the published ones of an area and day. A total of an
    /// edition without the people it needs is *not available*, for that reason.
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
        for (code, children) in
            wider.iter().filter(|(code, _)| !held.contains_key(code.code.as_str()))
        {
            let value = |child: &str| {
                held.get(child).map(|(_, value)| *value).or(made.get(child).map(|(value, _)| value))
            };
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

    /// Finer categories of a published one, *not available* where the publication does not print
    /// them.
    pub(super) fn add_finer_categories(&self, values: &mut Values) {
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
                    let origin =
                        Origin::NotPublished { source: value.origin.source().unwrap_or_default() };
                    made.push((
                        finer,
                        Value::of(value.period, Figure::missing(Status::NotAvailable), origin),
                    ));
                }
            }
        }
        values.map.extend(made);
    }
}

/// True for a single year of age from one to another; an open age group counts as the age at which
/// it begins.
fn is_between(age: &str, [from, to]: [u8; 2]) -> bool {
    age.trim_end_matches('+').parse::<u8>().is_ok_and(|age| (from..=to).contains(&age))
}

/// The editions that have none of the categories of which a sum over a dimension needs one, each
/// with the reason.
fn lacking_editions(
    held: Held<'_>,
    index: usize,
    list: Option<&Codelist>,
) -> Result<Vec<(u32, Arc<str>)>> {
    let needs = &held.dataset.dimension[index].needs;
    if needs.is_empty() {
        return Ok(Vec::new());
    }
    let printed = held.table.codes_by_source(index)?;
    let title = |code: &str| {
        list.and_then(|list| list.get(code)).map_or(code.to_owned(), |code| code.title.clone())
    };
    let reason: Arc<str> = {
        let titles: Vec<String> = needs.iter().map(|code| title(code)).collect();
        format!("the edition leaves out {}", titles.join(" and ")).into()
    };
    let until = held.dataset.dimension[index].needs_until;
    let is_later = |source: u32| {
        let edition =
            usize::try_from(source).ok().and_then(|place| held.table.sources().get(place));
        edition.zip(until).is_some_and(|(source, until)| source.edition > until)
    };
    let lacks = |(source, codes): (u32, BTreeSet<String>)| {
        let is_whole = is_later(source)
            || codes.contains("all")
            || needs.iter().any(|code| codes.contains(code));
        (!is_whole).then(|| (source, Arc::clone(&reason)))
    };
    Ok(printed.into_iter().filter_map(lacks).collect())
}

/// Why an authority has no figure although its publication prints two.
const UNEQUAL: &str =
    "the publication prints two figures of the authority, one under each of its codes";

/// The rows of an authority under one of its codes, and their sum: a publication that prints both
/// codes prints the same figure twice. *Not available* where the two differ, because it is unknown
/// which is right.
fn of_one_code<'r>(group: &[&'r Row]) -> (Vec<&'r Row>, Figure) {
    let sum = |rows: &[&Row]| Figure::sum(rows.iter().map(|row| row.figure()));
    if group.windows(2).all(|pair| pair[0].area == pair[1].area) {
        return (group.to_vec(), sum(group));
    }
    let mut by_code: BTreeMap<&str, Vec<&'r Row>> = BTreeMap::new();
    group.iter().for_each(|row| by_code.entry(row.area.as_str()).or_default().push(row));
    let mut codes = by_code.into_values();
    let Some(first) = codes.next() else { return (Vec::new(), sum(&[])) };
    let figure = sum(&first);
    match codes.all(|other| sum(&other).value == figure.value) {
        true => (first, figure),
        false => (group.to_vec(), Figure::missing(Status::NotAvailable)),
    }
}
