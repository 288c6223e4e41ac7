//! How unevenly a count is spread over areas, relative to a measure of size: usually people
//! relative to residents.

use super::shares::{paired, shares, total};
use crate::domain::Compare;
use std::collections::BTreeMap;

/// # What it measures
/// The share of people who would have to live elsewhere for all people to be spread like the
/// residents.
///
/// # Formula
/// `½ Σ |s_i − p_i|`, with `s` the shares of people and `p` those of residents.
///
/// # Inputs and units
/// `people`, `residents`: counts, one per area, in the same order, complete. Result: 0 (even) to
/// below 1.
///
/// # Missing and out of range
/// `None` without people or residents, for a negative count, for columns of different length.
///
/// # When not to use it
/// To compare divisions into areas of different size: finer areas give a higher index. Small counts
/// raise it by chance.
///
/// # References
/// Hoover, E. M. (1941), Interstate redistribution of population, Journal of Economic History 1(2),
/// 199-205.
pub fn hoover(people: &[f64], residents: &[f64]) -> Option<f64> {
    Some(paired(people, residents)?.map(|(s, p)| (s - p).abs()).sum::<f64>() / 2.0)
}

/// # What it measures
/// How far rates differ between areas: twice the area between the Lorenz curve and the diagonal.
///
/// # Formula
/// `1 − Σ (y_k + y_{k−1})(x_k − x_{k−1})`, areas ordered by rate, `x` residents and `y` people
/// cumulated as shares. Equal to `ΣΣ p_i p_j |r_i − r_j| / (2 r̄)`, with `r` rates and `r̄` the
/// rate of all.
///
/// # Inputs and units
/// As [`hoover`]. Result: 0 (every area has the same rate) to below 1.
///
/// # Missing and out of range
/// As [`hoover`]. An area with people and without residents has the highest rate there can be and
/// keeps its place.
///
/// # When not to use it
/// As [`hoover`]; two quite different curves can have one Gini.
///
/// # References
/// Gini, C. (1912), Variabilità e mutabilità; Lorenz, M. O. (1905), Publications of the American
/// Statistical Association 9(70), 209-219.
pub fn gini(people: &[f64], residents: &[f64]) -> Option<f64> {
    let mut areas: Vec<(f64, f64)> =
        paired(people, residents)?.filter(|(s, p)| *s > 0.0 || *p > 0.0).collect();
    // Comparing products instead of quotients keeps areas without residents in place: their rate is
    // infinite.
    areas.sort_by(|a, b| (a.0 * b.1).compare(&(b.0 * a.1)));
    let mut below = 0.0;
    let mut twice_area = 0.0;
    for (s, p) in areas {
        twice_area += (2.0 * below + s) * p;
        below += s;
    }
    Some(1.0 - twice_area)
}

/// # What it measures
/// How far shares of people are from shares of residents, areas far above theirs counting most.
///
/// # Formula
/// `Σ s_i ln(s_i / p_i)`, with `0 ln 0 = 0`.
///
/// # Inputs and units
/// As [`hoover`]. Result: 0 (even) to `ln(1 / smallest p)`; no unit (nats).
///
/// # Missing and out of range
/// As [`hoover`]; `None` also when people live where no residents are, because then it has no
/// limit.
///
/// # When not to use it
/// For readers without statistics: unlike [`hoover`] it is no share of anything.
///
/// # References
/// Theil, H. (1967), Economics and Information Theory, chapter 4.
pub fn theil_t(people: &[f64], residents: &[f64]) -> Option<f64> {
    let terms = paired(people, residents)?.filter(|(s, _)| *s > 0.0).map(|(s, p)| s * (s / p).ln());
    Some(terms.sum()).filter(|t: &f64| t.is_finite())
}

/// People and residents of the areas of a group.
type Columns = (Vec<f64>, Vec<f64>);

/// Theil T in two parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decomposition {
    /// Inequality between the groups of areas.
    pub between: f64,
    /// Inequality between areas of the same group, groups weighted by their share of people.
    pub within: f64,
}

/// # What it measures
/// How much of [`theil_t`] is between groups of areas (Inner and Outer London), and how much within
/// them.
///
/// # Formula
/// `T = Σ S_g ln(S_g / P_g) + Σ S_g T_g`, with `S_g`, `P_g` the groups' shares and `T_g` the index
/// inside a group.
///
/// # Inputs and units
/// As [`theil_t`]; `groups`: the group of each area. Result: two parts that add up to [`theil_t`].
///
/// # Missing and out of range
/// As [`theil_t`]. A group without people adds nothing.
///
/// # When not to use it
/// With groups formed for the purpose from the rates themselves: these decide the answer.
///
/// # References
/// Theil, H. (1967), Economics and Information Theory, chapter 4; Shorrocks, A. F. (1980),
/// Econometrica 48(3), 613-625.
pub fn theil_decomposition<G: Ord>(
    people: &[f64],
    residents: &[f64],
    groups: &[G],
) -> Option<Decomposition> {
    if groups.len() != people.len() || people.len() != residents.len() {
        return None;
    }
    let mut members: BTreeMap<&G, Columns> = BTreeMap::new();
    for (group, (a, p)) in groups.iter().zip(people.iter().zip(residents)) {
        let group = members.entry(group).or_default();
        group.0.push(*a);
        group.1.push(*p);
    }
    let sums = |of: fn(&Columns) -> &[f64]| -> Vec<f64> {
        members.values().map(|group| of(group).iter().sum()).collect()
    };
    let (people_of, residents_of) = (sums(|group| &group.0), sums(|group| &group.1));
    let weighted =
        shares(&people_of)?.into_iter().zip(members.values()).filter(|(share, _)| *share > 0.0);
    let within = weighted
        .map(|(share, group)| Some(share * theil_t(&group.0, &group.1)?))
        .sum::<Option<f64>>()?;
    Some(Decomposition { between: theil_t(&people_of, &residents_of)?, within })
}

/// # What it measures
/// How concentrated people are, whatever the size of the areas (Herfindahl-Hirschman index).
///
/// # Formula
/// `Σ s_i²`.
///
/// # Inputs and units
/// `counts`: people, one per area or group, complete. Result: `1/n` (all equal) to 1 (all in one).
///
/// # Missing and out of range
/// As [`total`].
///
/// # When not to use it
/// To judge whether a distribution is fair: the index ignores residents.
///
/// # References
/// Hirschman, A. O. (1964), The paternity of an index, American Economic Review 54(5), 761.
pub fn hhi(counts: &[f64]) -> Option<f64> {
    Some(shares(counts)?.iter().map(|s| s * s).sum())
}

/// # What it measures
/// How many areas or groups of equal size would be as concentrated.
///
/// # Formula
/// `1 / Σ s_i²`.
///
/// # Inputs and units
/// As [`hhi`]. Result: 1 to n, a number of areas or groups.
///
/// # Missing and out of range
/// As [`total`].
///
/// # When not to use it
/// As [`hhi`].
///
/// # References
/// Laakso, M. and Taagepera, R. (1979), Comparative Political Studies 12(1), 3-27.
pub fn effective_number(counts: &[f64]) -> Option<f64> {
    Some(1.0 / hhi(counts)?)
}

/// # What it measures
/// Whether areas that rank high by a measure, such as deprivation, have the higher rates.
///
/// # Formula
/// `C = (2/μ) Σ p_i (r_i − μ)(R_i − ½)`, with `r` rates, `μ` the rate of all, `p` the shares of
/// residents and `R` the fractional rank: the share of residents in areas below, plus half of the
/// area's own. Areas with the same `order` share one rank, the middle of theirs.
///
/// # Inputs and units
/// `people`, `residents` as [`hoover`]; `order`: any measure, of which only the order counts.
/// Result: −1 to 1, positive when areas with a high `order` have high rates, 0 also when high and
/// low areas balance.
///
/// # Missing and out of range
/// As [`hoover`]; `None` for an order that is not a number, and for an area without residents,
/// which has no rate.
///
/// # When not to use it
/// With a score that runs the other way: in England rank 1 is the most deprived, a high *score* is.
/// A dependence that is not steady can give 0.
///
/// # References
/// Kakwani, N., Wagstaff, A. and van Doorslaer, E. (1997), Journal of Econometrics 77(1), 87-103.
pub fn concentration_index(people: &[f64], residents: &[f64], order: &[f64]) -> Option<f64> {
    if order.len() != people.len()
        || order.iter().any(|o| !o.is_finite())
        || residents.iter().any(|p| *p <= 0.0)
    {
        return None;
    }
    let mut areas: Vec<(f64, (f64, f64))> =
        order.iter().copied().zip(paired(people, residents)?).collect();
    areas.sort_by(|a, b| a.0.compare(&b.0));
    let mut below = 0.0;
    let mut sum = 0.0;
    for tied in areas.chunk_by(|a, b| a.0 == b.0) {
        let (s, p) = tied.iter().fold((0.0, 0.0), |(s, p), (_, area)| (s + area.0, p + area.1));
        // p (r − μ) / μ is s − p.
        sum += (s - p) * (below + p / 2.0 - 0.5);
        below += p;
    }
    Some(2.0 * sum)
}

/// # What it measures
/// How many people live in areas beyond what these would have in proportion to residents.
///
/// # Formula
/// `Σ max(0, A_i − A p_i)`, which is `A` times [`hoover`].
///
/// # Inputs and units
/// As [`hoover`]. Result: people, not rounded.
///
/// # Missing and out of range
/// As [`hoover`].
///
/// # When not to use it
/// As a number of people to be moved: it measures how far a distribution is from one rule, not
/// which rule is right.
///
/// # References
/// As [`hoover`].
pub fn above_proportion(people: &[f64], residents: &[f64]) -> Option<f64> {
    Some(hoover(people, residents)? * total(people)?)
}
