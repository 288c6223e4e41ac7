//! Breaks in series: from which day on a publication counts whom otherwise than before.
//!
//! Belongs here: what a break is, which figures it is about, which days it divides. Does not belong
//! here: which values of an indicator it touches (`indicator/breaks.rs`), days on which people were
//! treated otherwise (`calendar.rs`).
//!
//! **Invariant:** two days that a break divides are never set against each other.

use super::reference_check::{exists, wrong};
use super::{Catalogue, Codelist, Dataset, Definitions, column_name};
use crate::domain::date_serde;
use crate::domain::{AreaCode, AreaLevel, Date, Id, Period, Result, error_codes, long_date};
use serde::Deserialize;
use std::collections::BTreeMap;

/// The breaks of the tables of one publication: `breaks/<id>.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breaks {
    /// Name of the file.
    pub id: Id,
    /// The breaks, in any order.
    #[serde(rename = "break")]
    pub breaks: Vec<SeriesBreak>,
}

/// A day from which some figures of a publication cannot be compared with those before.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesBreak {
    /// The first day counted otherwise.
    #[serde(deserialize_with = "date_serde::one")]
    pub date: Date,
    /// The last day of a stretch counted unlike the rest; absent where everything from `date` on is
    /// alike.
    #[serde(default, deserialize_with = "date_serde::optional")]
    pub until: Option<Date>,
    /// The tables in which it is.
    pub datasets: Vec<Id>,
    /// The measures it is about; every one when empty.
    #[serde(default)]
    pub measures: Vec<Id>,
    /// The categories it is about: a figure that holds any of these people is touched. Every figure
    /// when empty.
    #[serde(default)]
    pub categories: BTreeMap<Id, Vec<String>>,
    /// Dimensions between whose categories people moved: a figure that sums over one of them is not
    /// touched.
    #[serde(default)]
    pub within: Vec<Id>,
    /// The levels of area it is about; every one when empty.
    #[serde(default)]
    pub levels: Vec<AreaLevel>,
    /// The areas it is about, with those that lie in them and those that they lie in; every area
    /// when empty.
    #[serde(default)]
    pub areas: Vec<AreaCode>,
    /// What it does to the categories.
    #[serde(default)]
    pub change: Counting,
    /// A few words for the chart.
    pub label: String,
    /// What changed, in a sentence for notes.
    pub note: String,
    /// Where the publisher says so.
    pub reference: String,
}

/// What a break does to the categories that it is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counting {
    /// They are counted in another way.
    #[default]
    Otherwise,
    /// They are counted for the first time: before, figures of them alone are not available.
    Begins,
    /// They are not counted in the stretch: figures of them alone are not available there.
    LeftOut,
}

/// Which people of the categories of a break a figure holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Overlap {
    /// None of them.
    None,
    /// Some of them, or all of them with others.
    Partial,
    /// Some of them and nobody else.
    Only,
}

/// How a figure stands in a dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DimensionUse<'c> {
    /// Summed over it.
    Summed,
    /// At one code.
    At(&'c str),
    /// Told apart by its codes, whichever they are.
    Separate,
}

/// On which side of a break a period lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// Before it, or outside a stretch, whose two sides are counted alike.
    Before,
    /// After it, or inside a stretch.
    After,
    /// A flow of which a part is counted in either way.
    Mixed,
}

impl SeriesBreak {
    fn side(&self, period: Period) -> Side {
        let is_over = |until: Date| period.start > until;
        let reaches_beyond = |until: Date| period.end > until;
        match self.until {
            _ if period.end < self.date => Side::Before,
            Some(until) if is_over(until) => Side::Before,
            Some(until) if reaches_beyond(until) => Side::Mixed,
            _ if period.start < self.date => Side::Mixed,
            _ => Side::After,
        }
    }

    /// True when two periods, in either order, are not counted alike.
    pub fn divides(&self, one: Period, other: Period) -> bool {
        let (one, other) = (self.side(one), self.side(other));
        // Of two flows that are counted in both ways nobody knows whether the parts are alike.
        one != other || one == Side::Mixed
    }

    /// True for a period of the stretch that is counted unlike the rest, or a flow that reaches
    /// over the break.
    pub fn is_isolated(&self, period: Period) -> bool {
        let side = self.side(period);
        side == Side::Mixed || side == Side::After && self.until.is_some()
    }

    /// True where the categories are not counted in a period.
    pub fn leaves_out(&self, period: Period) -> bool {
        match self.change {
            Counting::Otherwise => false,
            Counting::Begins => self.side(period) == Side::Before,
            Counting::LeftOut => self.side(period) != Side::Before,
        }
    }

    /// Which of the people it is about a figure of a dataset holds, by how it stands in each of the
    /// dataset's dimensions.
    pub fn overlap_with<'c>(
        &self,
        dataset: &Dataset,
        codelists: &Definitions<Codelist>,
        stands: impl Fn(usize) -> DimensionUse<'c>,
    ) -> Overlap {
        let place = |id: &Id| {
            let index = dataset.dim_index(id)?;
            Some((
                stands(index),
                dataset.dimension[index].codelist.as_ref().and_then(|id| codelists.get(id)),
            ))
        };
        // A category that holds all those between which people moved is not touched.
        let holds_all = |id: &Id, code: &str, list: &Codelist| match self.categories.get(id) {
            Some(about) => about.iter().all(|about| about != code && list.lies_in(about, code)),
            None => {
                list.get(code).is_some_and(|code| code.parent.is_empty())
                    && list.children(code).next().is_some()
            }
        };
        let tells_apart = |id: &Id| match place(id) {
            None | Some((DimensionUse::Summed, _)) => false,
            Some((DimensionUse::Separate, _)) => true,
            Some((DimensionUse::At(code), list)) => {
                list.is_none_or(|list| !holds_all(id, code, list))
            }
        };
        if !self.within.iter().all(tells_apart) {
            return Overlap::None;
        }
        let of_category = |(id, about): (&Id, &Vec<String>)| match place(id) {
            None | Some((DimensionUse::Summed | DimensionUse::Separate, _)) => Overlap::Partial,
            Some((DimensionUse::At(code), list)) => {
                let lies_in = |part: &str, whole: &str| {
                    list.map_or(part == whole, |list| list.lies_in(part, whole))
                };
                match () {
                    () if about.iter().any(|about| lies_in(code, about)) => Overlap::Only,
                    () if about.iter().any(|about| lies_in(about, code)) => Overlap::Partial,
                    () => Overlap::None,
                }
            }
        };
        self.categories.iter().map(of_category).min().unwrap_or(Overlap::Only)
    }

    /// True for figures of a measure of a dataset.
    pub fn is_of(&self, dataset: &Id, measure: &Id) -> bool {
        self.datasets.contains(dataset)
            && (self.measures.is_empty() || self.measures.contains(measure))
    }

    /// Why figures of two sides are not set against each other, in words that go on a sentence.
    pub fn reason(&self) -> String {
        let days = match self.until {
            None => format!("from {}", long_date(self.date)),
            Some(until) => format!("from {} to {}", long_date(self.date), long_date(until)),
        };
        format!("counted differently {days}: {}", self.label.to_lowercase())
    }

    /// Checks that what it names exists. Errors with `F202` and `F204`.
    pub(super) fn check(&self, catalogue: &Catalogue) -> Result<()> {
        self.datasets.iter().try_for_each(|id| exists(&catalogue.datasets, id, "dataset"))?;
        let datasets: Vec<_> =
            self.datasets.iter().filter_map(|id| catalogue.datasets.get(id)).collect();
        let lacking = |key: &str, found: String, expected: &str| {
            Err(wrong(error_codes::REFERENCE_DANGLING, key, found).expected(expected))
        };
        if let Some(id) = self
            .measures
            .iter()
            .find(|id| datasets.iter().any(|d| d.measure(id.as_str()).is_none()))
        {
            return lacking(
                "measures",
                format!("measure {id}"),
                "a measure that each of the datasets has",
            );
        }
        for id in self.categories.keys().chain(&self.within) {
            if datasets.iter().all(|dataset| dataset.dim_index(id).is_none()) {
                return lacking(
                    "categories or within",
                    format!("dimension {id}"),
                    "a dimension of one of the datasets",
                );
            }
        }
        for (id, codes) in &self.categories {
            let lists =
                datasets.iter().filter_map(|dataset| dataset.dimension.get(dataset.dim_index(id)?));
            let lists =
                lists.filter_map(|dimension| catalogue.codelists.get(dimension.codelist.as_ref()?));
            let lists: Vec<&Codelist> = lists.collect();
            if let Some(code) =
                codes.iter().find(|code| lists.iter().all(|list| list.get(code).is_none()))
            {
                let found = format!("category {code:?} of {}", column_name(id));
                return lacking("categories", found, "a code of the dimension's codelist");
            }
        }
        let is_over_before = self.until.is_some_and(|until| until < self.date);
        if is_over_before
            || self.datasets.is_empty()
            || self.until.is_none() && self.change == Counting::LeftOut
        {
            return Err(wrong(error_codes::DEFINITION_WRONG, "date", format!("{}", self.date))
                .expected(
                    "a first day, `until` no earlier, needed by `left-out`, and one dataset or \
                     more",
                ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Counting, SeriesBreak};
    use crate::domain::{Date, Period};
    use jiff::civil::date;

    fn of(date: Date, until: Option<Date>) -> SeriesBreak {
        let text =
            "date = \"2000-01-01\"\ndatasets = []\nlabel = \"L\"\nnote = \"N\"\nreference = \"R\"";
        SeriesBreak { date, until, change: Counting::Otherwise, ..toml::from_str(text).unwrap() }
    }

    #[test]
    fn a_break_divides_what_it_lies_between() {
        let day = Period::day;
        let one = of(date(2022, 12, 31), None);
        assert!(one.divides(day(date(2022, 9, 30)), day(date(2022, 12, 31))));
        assert!(!one.divides(day(date(2022, 12, 31)), day(date(2023, 12, 31))));
        let stretch = of(date(2023, 12, 31), Some(date(2024, 12, 31)));
        assert!(
            !stretch.divides(day(date(2023, 9, 30)), day(date(2025, 3, 31))),
            "before and after are alike"
        );
        assert!(stretch.divides(day(date(2023, 9, 30)), day(date(2024, 3, 31))));
        assert!(
            stretch.is_isolated(day(date(2024, 12, 31)))
                && !stretch.is_isolated(day(date(2025, 3, 31)))
        );
    }

    #[test]
    fn a_flow_over_a_break_is_like_no_other() {
        let year = |year: i16| Period { start: date(year, 1, 1), end: date(year, 12, 31) };
        let one = of(date(2020, 3, 16), None);
        assert!(one.divides(year(2019), year(2020)) && one.divides(year(2020), year(2021)));
        assert!(one.divides(year(2020), year(2020)) && one.is_isolated(year(2020)));
        assert!(!one.divides(year(2021), year(2022)) && !one.divides(year(2018), year(2019)));
        let pause = of(date(2020, 3, 16), Some(date(2021, 3, 31)));
        assert!(pause.divides(year(2019), year(2021)) && !pause.divides(year(2019), year(2022)));
    }
}
