//! Several groups at once.

use super::diversity::entropy;

/// # What it measures
/// Mutual information M: how much the area shows about the group, and equally the group about the
/// area.
///
/// # Formula
/// `M = ΣΣ p_ig ln(p_ig / (p_i p_g))`, which is `E(groups) + E(areas) − E(cells)` with [`entropy`]
/// `E`.
///
/// # Inputs and units
/// `groups`: for each group, its people by area, complete. Result: 0 (groups spread in the same
/// way) to the smaller of the two entropies; nats.
///
/// # Missing and out of range
/// `None` without people, for a negative count, for groups of different length. Empty groups and
/// areas add nothing.
///
/// # When not to use it
/// To compare places with other mixtures of groups: use [`information_index`].
///
/// # References
/// Theil, H. and Finizza, A. J. (1971), Journal of Mathematical Sociology 1(2), 187-193; Mora, R.
/// and Ruiz-Castillo, J. (2011), Sociological Methodology 41(1), 159-194.
pub fn mutual_information(groups: &[Vec<f64>]) -> Option<f64> {
    let areas = groups.first()?.len();
    if groups.iter().any(|group| group.len() != areas) {
        return None;
    }
    let by_area: Vec<f64> =
        (0..areas).map(|area| groups.iter().map(|group| group[area]).sum()).collect();
    let cells = entropy(&groups.concat())?;
    Some(entropy(&sums(groups))? + entropy(&by_area)? - cells)
}

/// # What it measures
/// Theil's information index H: how much less mixed areas are than all together.
///
/// # Formula
/// `H = M / E`, with [`mutual_information`] `M` and `E` the entropy of the groups; it is `Σ t_i (E
/// − E_i) / (T E)`.
///
/// # Inputs and units
/// As [`mutual_information`]. Result: 0 (every area is mixed like all) to 1 (one group only in
/// each).
///
/// # Missing and out of range
/// As there; `None` also when all people are of one group.
///
/// # When not to use it
/// To split segregation into parts by groups: their parts of H do not add up, those of
/// [`mutual_information`] do.
///
/// # References
/// Reardon, S. F. and Firebaugh, G. (2002), Sociological Methodology 32, 33-67.
pub fn information_index(groups: &[Vec<f64>]) -> Option<f64> {
    let entropy = entropy(&sums(groups))?;
    let information = mutual_information(groups)?;
    (entropy > 0.0).then(|| information / entropy)
}

fn sums(groups: &[Vec<f64>]) -> Vec<f64> {
    groups.iter().map(|group| group.iter().sum()).collect()
}
