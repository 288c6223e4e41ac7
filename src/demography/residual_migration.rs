//! Net migration as what is left: people counted at the second census less those whom survival leads to expect.

use super::shares::{is_count, whole};
use crate::table::Figure;

/// Net migration of a cohort between two censuses, by where in the interval deaths of migrants are put.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NetMigration {
    /// Migrants counted at the end: as if all had moved then.
    pub forward: Figure,
    /// Migrants counted at the beginning, before any of them died: as if all had moved then.
    pub reverse: Figure,
    /// The mean of both.
    pub average: Figure,
}

/// # What it measures
/// Net migration of people of one age and sex between two censuses, where only the censuses and survival are known.
///
/// # Formula
/// Forward `P₁ − s·P₀`, reverse `P₁/s − P₀`, average the mean of both; `s` is the survival ratio.
///
/// # Inputs and units
/// `before`: people aged x at the first census; `after`: people aged x + t at the second, t years later; `survival`: the share
/// of the former still alive, from a life table, or a national census survival ratio, which may exceed 1 where censuses count
/// ages unequally well. Result: people, positive for a gain, not rounded.
///
/// # Missing and out of range
/// Missing in any gives missing out; a survival of zero or less or a negative count gives *not applicable*.
///
/// # When not to use it
/// For ages at which the censuses are known to miss people differently: the residual holds every error of both. For open age
/// groups use a ratio of the whole open group.
///
/// # References
/// United Nations (1970), Manual VI: Methods of Measuring Internal Migration, chapter II; Bogue, D. J., Hinze, K. and White,
/// M. (1982), Techniques of Estimating Net Migration.
pub fn survival_ratio_migration(before: Figure, after: Figure, survival: Figure) -> NetMigration {
    let by = |formula: fn(f64, f64, f64) -> f64| {
        Figure::all([before, after, survival], |[before, after, s]| {
            (is_count(before) && is_count(after) && is_count(s) && s > 0.0).then(|| formula(before, after, s))
        })
    };
    let forward = by(|before, after, s| after - s * before);
    let reverse = by(|before, after, s| after / s - before);
    NetMigration { forward, reverse, average: forward.combine(reverse, |f, r| Some((f + r) / 2.0)) }
}

/// # What it measures
/// Net migration of children born between the censuses, whom no survival ratio reaches, from that of women.
///
/// # Formula
/// `e · C/W · Σ N_w`: the children of each woman counted, times women's net migration, times the part `e` of the interval in
/// which children can have moved with them (ten years: ¼ for ages 0 to 4, ¾ for 5 to 9).
///
/// # Inputs and units
/// `exposure`: fraction; `children`: people of the age group at the second census; `women` and `net_of_women`: women of the
/// ages at which they had them, and their net migration, in the same order (15 to 44 for ages 0 to 4, 20 to 49 for 5 to 9).
/// Result: people.
///
/// # Missing and out of range
/// `None` without women, for an exposure outside 0 to 1, for columns of different length.
///
/// # When not to use it
/// Where migrant women have more or fewer children than the others.
///
/// # References
/// United Nations (1970), Manual VI, chapter II.
pub fn children_migration(exposure: f64, children: f64, women: &[f64], net_of_women: &[f64]) -> Option<f64> {
    let valid = (0.0..=1.0).contains(&exposure) && is_count(children) && women.len() == net_of_women.len();
    let women = whole(women)?;
    valid.then(|| exposure * children / women * net_of_women.iter().sum::<f64>())
}
