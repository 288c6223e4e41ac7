//! Near misses: the name that was probably meant where none of that name exists.

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

/// Bytes of the longest text in which edits are counted: counting takes time in proportion to the
/// product of both lengths.
const MAX_BYTES: usize = 1_000;

/// Levenshtein's distance between two texts, whatever their case: insertions, deletions and
/// replacements. A text that is too long for counting is as far from all others as it is long.
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
