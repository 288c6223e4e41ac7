//! Near misses: the name that was probably meant where the given name does not exist.

use strsim::levenshtein;

/// The candidate that needs the fewest edits to become `text`, if that is fewer than half its
/// letters.
pub fn nearest<'a>(text: &str, candidates: &[&'a str]) -> Option<&'a str> {
    candidates
        .iter()
        .map(|candidate| (edits_between(text, candidate), *candidate))
        .min_by_key(|(edits, _)| *edits)
        .filter(|(edits, candidate)| *edits * 2 < candidate.chars().count().max(3))
        .map(|(_, candidate)| candidate)
}

/// Length in bytes of the longest text in which edits are counted. Counting takes time in
/// proportion to the product of both lengths.
const MAX_BYTES: usize = 1_000;

/// Levenshtein distance between two texts, ignoring case: insertions, deletions and replacements.
/// For a text too long for counting, the distance to any other text is the longer length.
pub fn edits_between(left: &str, right: &str) -> usize {
    let (left, right) = (left.to_lowercase(), right.to_lowercase());
    let longer = left.len().max(right.len());
    match longer > MAX_BYTES {
        true if left == right => 0,
        true => longer,
        false => levenshtein(&left, &right),
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_the_nearest_name() {
        let names = ["Section 95", "Section 98", "Section 4"];
        assert_eq!(nearest("section 9", &names), Some("Section 95"));
        assert_eq!(nearest("Barge", &names), None);
    }
}
