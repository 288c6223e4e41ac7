//! Inequality: how unevenly people are spread over a region's areas, against their residents. One
//! index, one entry.
//!
//! # What it measures
//! How unevenly people are spread over the authorities of a region or nation, against their
//! residents.
//!
//! # Formula
//! The formula of the index chosen with `index`, one of [`INDICES`], over the authorities in force
//! on the day.
//!
//! # Inputs and units
//! `of`: people, by authority. `per`: residents, of the newest mid-year that all authorities have,
//! or with `per_at_end` of the day itself. Result: for regions, nations and the United Kingdom, in
//! the unit of the index.
//!
//! # Missing and suppressed
//! An authority without a figure makes the index missing for its reason; a total of no people makes
//! it *not applicable*.
//!
//! # When not to use it
//! To compare regions with many and few authorities, or days between which authorities merged:
//! finer areas are more uneven. Where few people are counted, chance makes them uneven.
//!
//! # References
//! The references of each index in [`INDICES`].

use super::system::{Columns, index};
use super::{Compute, Inputs, Values};
use crate::catalogue::method::{Inequality, InequalityIndex};
use crate::demography::inequality as formula;
use crate::domain::{Result, Unit};
use crate::table::Figure;

/// An index of inequality.
pub struct Index {
    /// The name in tables.
    pub id: &'static str,
    /// Title for readers.
    pub title: &'static str,
    /// The meaning of the number, in a sentence.
    pub says: &'static str,
    /// Its unit; `None` for the unit of the count.
    unit: Option<Unit>,
    /// The formula, with `s_i = A_i/A`, `p_i = P_i/P`.
    pub formula: &'static str,
    /// Where it is defined.
    pub reference: &'static str,
    /// Computes it from people and residents, area by area.
    pub compute: fn(&[f64], &[f64]) -> Option<f64>,
}

impl Index {
    /// The unit of its values, for a count in a unit.
    pub fn unit(&self, counted: Unit) -> Unit {
        self.unit.unwrap_or(counted)
    }
}

const HOOVER: Index = Index {
    id: InequalityIndex::Hoover.as_str(),
    title: "Hoover index",
    says: "the share of people who would have to live in another area to be distributed like the \
        residents",
    unit: Some(Unit::Index),
    formula: "1/2 * sum |s_i - p_i|",
    reference: "Hoover, E. M. (1941), Interstate redistribution of population, Journal of Economic \
        History 1(2), 199-205",
    compute: formula::hoover,
};

const PEOPLE_TO_MOVE: Index = Index {
    id: InequalityIndex::PeopleToMove.as_str(),
    title: "People above the proportionate share",
    says: "the same as a number of people: the sum of all gaps above zero",
    unit: None,
    formula: "sum max(0, A_i - A * p_i) = A * Hoover",
    reference: "as the Hoover index",
    compute: formula::above_proportion,
};

const GINI: Index = Index {
    id: InequalityIndex::Gini.as_str(),
    title: "Gini coefficient, weighted by residents",
    says: "0 when every area has the same rate, near 1 when one small area has all people",
    unit: Some(Unit::Index),
    formula: "1 - sum (y_k + y_{k-1}) (x_k - x_{k-1}), areas ordered by rate, x residents and y \
        people cumulated",
    reference: "Gini, C. (1912), Variabilità e mutabilità; weighted form as the area between \
        Lorenz curve and diagonal",
    compute: formula::gini,
};

const THEIL_T: Index = Index {
    id: InequalityIndex::TheilT.as_str(),
    title: "Theil T",
    says: "0 when every area has the same rate; grows most with areas far above their share",
    unit: Some(Unit::Index),
    formula: "sum s_i ln(s_i / p_i), with 0 ln 0 = 0",
    reference: "Theil, H. (1967), Economics and Information Theory, chapter 4",
    compute: formula::theil_t,
};

const HHI: Index = Index {
    id: InequalityIndex::Hhi.as_str(),
    title: "Herfindahl-Hirschman index",
    says: "how concentrated people are, whatever the size of areas: 1 when all live in one",
    unit: Some(Unit::Index),
    formula: "sum s_i^2",
    reference: "Hirschman, A. O. (1964), The paternity of an index, American Economic Review \
        54(5), 761",
    compute: |people, _| formula::hhi(people),
};

const EFFECTIVE_HOSTS: Index = Index {
    id: InequalityIndex::EffectiveHosts.as_str(),
    title: "Effective number of hosts",
    says: "how many areas with equal numbers would be as concentrated",
    unit: Some(Unit::Areas),
    formula: "1 / HHI",
    reference: "as the Herfindahl-Hirschman index; Laakso, M. and Taagepera, R. (1979), \
        Comparative Political Studies 12(1), 3-27",
    compute: |people, _| formula::effective_number(people),
};

/// The indices there are, in the order readers meet them.
///
/// # Missing and suppressed
/// All need every area of the region: a missing figure makes every index missing for its reason
/// ([`value`]). A total of no people makes them *not applicable*.
pub static INDICES: &[Index] = &[HOOVER, PEOPLE_TO_MOVE, GINI, THEIL_T, HHI, EFFECTIVE_HOSTS];

/// The entry of an index.
fn entry(index: InequalityIndex) -> Index {
    match index {
        InequalityIndex::Hoover => HOOVER,
        InequalityIndex::PeopleToMove => PEOPLE_TO_MOVE,
        InequalityIndex::Gini => GINI,
        InequalityIndex::TheilT => THEIL_T,
        InequalityIndex::Hhi => HHI,
        InequalityIndex::EffectiveHosts => EFFECTIVE_HOSTS,
    }
}

/// The value of an index over areas whose figures may be missing.
pub fn value(index: &Index, areas: &[(Figure, Figure)]) -> Figure {
    let (people, residents): (Vec<Figure>, Vec<Figure>) = areas.iter().copied().unzip();
    Figure::over([&people, &residents], |[people, residents]| (index.compute)(&people, &residents))
}

impl Compute for Inequality {
    fn formula(&self) -> &'static str {
        entry(self.index).formula
    }

    fn index(&self) -> Option<&'static str> {
        Some(self.index.as_str())
    }

    fn is_of_wider_areas(&self) -> bool {
        true
    }

    fn per_at_end(&self) -> bool {
        self.per_at_end
    }

    fn compute(&self, inputs: &Inputs<'_>) -> Result<Values> {
        let compute = entry(self.index).compute;
        let columns = Columns::with_residents(inputs, &self.of, &self.per, self.per_at_end)?;
        Ok(index(inputs, &columns, |_, people, [residents]| compute(people, residents)))
    }
}

#[cfg(test)]
mod tests {
    use super::{INDICES, value};
    use crate::domain::Status;
    use crate::table::Figure;

    #[test]
    fn a_suppressed_area_suppresses_the_index() {
        let areas = [
            (Figure::of(5.0), Figure::of(10.0)),
            (Figure::missing(Status::Suppressed), Figure::of(10.0)),
        ];
        for index in INDICES {
            assert_eq!(value(index, &areas), Figure::missing(Status::Suppressed), "{}", index.id);
        }
        let nobody = [(Figure::of(0.0), Figure::of(10.0))];
        assert_eq!(value(&INDICES[0], &nobody), Figure::missing(Status::NotApplicable));
    }
}
