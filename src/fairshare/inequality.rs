//! How unevenly people are spread over areas, against their residents: one index, one entry.

use crate::domain::Status;
use crate::table::Figure;

/// An area's people and residents.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// People counted.
    pub people: f64,
    /// Residents.
    pub residents: f64,
}

/// An index of inequality.
pub struct Index {
    /// The name in tables.
    pub id: &'static str,
    /// Title for readers.
    pub title: &'static str,
    /// What the number says, in a sentence.
    pub says: &'static str,
    /// The formula, with `s_i = A_i/A`, `p_i = P_i/P`.
    pub formula: &'static str,
    /// Where it is defined.
    pub reference: &'static str,
    /// Computes it from areas that have people and residents.
    pub compute: fn(&[Pair]) -> f64,
}

/// The indices there are, in the order readers meet them.
///
/// # Missing and suppressed
/// All need every area of the region: a missing figure makes every index missing for its reason ([`value`]). Nobody at
/// all makes them *not applicable*.
pub static INDICES: &[Index] = &[
    Index {
        id: "hoover",
        title: "Hoover index",
        says: "the share of people who would have to live in another area for everybody to be spread like the residents",
        formula: "1/2 * sum |s_i - p_i|",
        reference: "Hoover, E. M. (1941), Interstate redistribution of population, Journal of Economic History 1(2), 199-205",
        compute: hoover,
    },
    Index {
        id: "people_to_move",
        title: "People above the proportionate share",
        says: "the same as a number of people: the sum of all gaps above zero",
        formula: "sum max(0, A_i - A * p_i) = A * Hoover",
        reference: "as the Hoover index",
        compute: |pairs| hoover(pairs) * total(pairs, |pair| pair.people),
    },
    Index {
        id: "gini",
        title: "Gini coefficient, weighted by residents",
        says: "0 when every area has the same rate, near 1 when one small area has everybody",
        formula: "1 - sum (y_k + y_{k-1}) (x_k - x_{k-1}), areas ordered by rate, x residents and y people cumulated",
        reference: "Gini, C. (1912), Variabilità e mutabilità; weighted form as the area between Lorenz curve and diagonal",
        compute: gini,
    },
    Index {
        id: "theil_t",
        title: "Theil T",
        says: "0 when every area has the same rate; grows most with areas far above their share",
        formula: "sum s_i ln(s_i / p_i), with 0 ln 0 = 0",
        reference: "Theil, H. (1967), Economics and Information Theory, chapter 4",
        compute: theil_t,
    },
    Index {
        id: "hhi",
        title: "Herfindahl-Hirschman index",
        says: "how concentrated people are, whatever the size of areas: 1 when all live in one",
        formula: "sum s_i^2",
        reference: "Hirschman, A. O. (1964), The paternity of an index, American Economic Review 54(5), 761",
        compute: hhi,
    },
    Index {
        id: "effective_hosts",
        title: "Effective number of hosts",
        says: "how many areas with equal numbers would be as concentrated",
        formula: "1 / HHI",
        reference: "as the Herfindahl-Hirschman index; Laakso, M. and Taagepera, R. (1979), Comparative Political Studies 12(1), 3-27",
        compute: |pairs| 1.0 / hhi(pairs),
    },
];

/// The value of an index over areas whose figures may be missing.
pub fn value(index: &Index, areas: &[(Figure, Figure)]) -> Figure {
    let status = areas.iter().fold(None, |status, (people, residents)| {
        Status::combine(status, Status::combine(people.status, residents.status))
    });
    let pairs: Option<Vec<Pair>> = areas
        .iter()
        .map(|(people, residents)| Some(Pair { people: people.value?, residents: residents.value? }))
        .collect();
    match pairs {
        None => Figure::missing(status.filter(|s| s.is_missing()).unwrap_or(Status::NotAvailable)),
        Some(pairs) if total(&pairs, |p| p.people) <= 0.0 || total(&pairs, |p| p.residents) <= 0.0 => {
            Figure::missing(Status::NotApplicable)
        }
        Some(pairs) => match (index.compute)(&pairs) {
            finite if finite.is_finite() => Figure { value: Some(finite), status },
            _ => Figure::missing(Status::NotApplicable),
        },
    }
}

fn total(pairs: &[Pair], of: impl Fn(&Pair) -> f64) -> f64 {
    pairs.iter().map(of).sum()
}

/// Shares of people and of residents, area by area.
fn shares(pairs: &[Pair]) -> impl Iterator<Item = (f64, f64)> {
    let (people, residents) = (total(pairs, |p| p.people), total(pairs, |p| p.residents));
    pairs.iter().map(move |pair| (pair.people / people, pair.residents / residents))
}

fn hoover(pairs: &[Pair]) -> f64 {
    shares(pairs).map(|(s, p)| (s - p).abs()).sum::<f64>() / 2.0
}

fn gini(pairs: &[Pair]) -> f64 {
    let is_there = |pair: &&Pair| pair.people > 0.0 || pair.residents > 0.0;
    let mut sorted: Vec<Pair> = pairs.iter().filter(is_there).copied().collect();
    // Comparing products instead of quotients keeps areas without residents in place: their rate is infinite.
    sorted.sort_by(|a, b| (a.people * b.residents).total_cmp(&(b.people * a.residents)));
    let mut below = 0.0;
    let mut twice_area = 0.0;
    for (s, p) in shares(&sorted) {
        twice_area += (2.0 * below + s) * p;
        below += s;
    }
    1.0 - twice_area
}

fn theil_t(pairs: &[Pair]) -> f64 {
    shares(pairs).filter(|(s, _)| *s > 0.0).map(|(s, p)| s * (s / p).ln()).sum()
}

fn hhi(pairs: &[Pair]) -> f64 {
    shares(pairs).map(|(s, _)| s * s).sum()
}

#[cfg(test)]
mod tests {
    use super::{INDICES, Pair, gini, hhi, hoover, theil_t, value};
    use crate::domain::Status;
    use crate::table::Figure;
    use proptest::prelude::*;

    fn pair(people: f64, residents: f64) -> Pair {
        Pair { people, residents }
    }

    #[test]
    fn agrees_with_values_worked_by_hand() {
        // Two areas of 100 residents, all 10 people in one: half must move, Gini 1/2, Theil ln 2, HHI 1.
        let one_sided = [pair(10.0, 100.0), pair(0.0, 100.0)];
        assert!((hoover(&one_sided) - 0.5).abs() < 1e-12);
        assert!((gini(&one_sided) - 0.5).abs() < 1e-12);
        assert!((theil_t(&one_sided) - 2f64.ln()).abs() < 1e-12);
        assert!((hhi(&one_sided) - 1.0).abs() < 1e-12);
        let even = [pair(10.0, 100.0), pair(20.0, 200.0), pair(5.0, 50.0)];
        assert!(hoover(&even).abs() < 1e-12 && gini(&even).abs() < 1e-12 && theil_t(&even).abs() < 1e-12);
    }

    #[test]
    fn a_suppressed_area_suppresses_the_index() {
        let areas = [(Figure::of(5.0), Figure::of(10.0)), (Figure::missing(Status::Suppressed), Figure::of(10.0))];
        for index in INDICES {
            assert_eq!(value(index, &areas), Figure::missing(Status::Suppressed), "{}", index.id);
        }
        let nobody = [(Figure::of(0.0), Figure::of(10.0))];
        assert_eq!(value(&INDICES[0], &nobody), Figure::missing(Status::NotApplicable));
    }

    proptest! {
        #[test]
        fn gini_equals_the_mean_difference_of_rates_and_indices_keep_their_ranges(
            areas in prop::collection::vec((0u32..2_000, 1u32..400_000), 2..40),
        ) {
            let pairs: Vec<Pair> = areas.iter().map(|(a, p)| pair(f64::from(*a), f64::from(*p))).collect();
            let people: f64 = pairs.iter().map(|p| p.people).sum();
            prop_assume!(people > 0.0);
            let residents: f64 = pairs.iter().map(|p| p.residents).sum();
            let rate = people / residents;
            let difference: f64 = pairs.iter().flat_map(|a| pairs.iter().map(move |b| (a, b)))
                .map(|(a, b)| a.residents * b.residents * (a.people / a.residents - b.people / b.residents).abs())
                .sum::<f64>() / (residents * residents) / (2.0 * rate);
            prop_assert!((gini(&pairs) - difference).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&hoover(&pairs)));
            prop_assert!(hoover(&pairs) <= gini(&pairs) + 1e-9);
            prop_assert!(theil_t(&pairs) > -1e-12);
            let doubled: Vec<Pair> = pairs.iter().map(|p| pair(p.people * 2.0, p.residents * 2.0)).rev().collect();
            prop_assert!((gini(&pairs) - gini(&doubled)).abs() < 1e-9);
        }
    }
}
