//! Near misses: what somebody may have meant by a name that does not exist.

/// The candidate that needs the fewest edits to become `text`, if that is fewer than half its letters.
pub fn nearest<'a>(text: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let text = text.to_lowercase();
    candidates
        .iter()
        .map(|candidate| (edits(&text, &candidate.to_lowercase()), *candidate))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, candidate)| *distance * 2 < candidate.chars().count().max(3))
        .map(|(_, candidate)| candidate)
}

/// How many edits lie between two texts, whatever their case.
pub fn nearness(left: &str, right: &str) -> usize {
    edits(&left.to_lowercase(), &right.to_lowercase())
}

/// Bytes of the longest text that edits are counted in: their number takes steps in proportion to the product of both lengths.
const LONGEST: usize = 1_000;

/// Levenshtein's distance: insertions, deletions and replacements between two words. Prose is as far from all else as it is long.
fn edits(left: &str, right: &str) -> usize {
    let longer = left.len().max(right.len());
    if longer > LONGEST {
        return if left == right { 0 } else { longer };
    }
    let right: Vec<char> = right.chars().collect();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut current = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let replaced = previous[j] + usize::from(a != *b);
            current.push(replaced.min(previous[j + 1] + 1).min(current[j] + 1));
        }
        previous = current;
    }
    previous.last().copied().unwrap_or_default()
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
