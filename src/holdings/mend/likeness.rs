//! How like two labels are, as publishers reword them: words in brackets come and go, groups are
//! renamed.

use crate::domain::edits_between;

/// The weight of an edit in the last part of a label, relative to one before its colon.
const LAST_PART: usize = 4;

/// A label with at least this many letters is a misspelling of one that is one edit away.
pub(super) const MISSPELT: usize = 5;

/// The smallest difference between two labels: complete, without the text in brackets, or the text
/// in brackets alone.
pub(super) fn unlikeness(known: &str, text: &str) -> usize {
    pairs(known, text).iter().map(|(known, text)| distance(known, text)).min().unwrap_or(usize::MAX)
}

/// True where one label may well be a rewording of the other: by few edits, or as entire words
/// within it.
pub(super) fn is_likely(known: &str, text: &str) -> bool {
    let is_near = |(known, text): &(String, String)| {
        distance(known, text) * MISSPELT
            <= LAST_PART * known.chars().count().min(text.chars().count())
    };
    pairs(known, text).iter().any(is_near) || holds(known, text) || holds(text, known)
}

fn pairs(known: &str, text: &str) -> Vec<(String, String)> {
    let all = |known: String| forms(text).into_iter().map(move |text| (known.clone(), text));
    forms(known).into_iter().flat_map(all).collect()
}

/// The forms of a label: complete, without the text in brackets, and the text in brackets.
fn forms(label: &str) -> Vec<String> {
    let label = label.trim();
    let mut forms = vec![label.to_owned()];
    let brackets =
        label.split_once('(').and_then(|(before, rest)| Some((before, rest.rsplit_once(')')?)));
    if let Some((before, (within, after))) = brackets {
        forms.push(format!("{} {}", before.trim(), after.trim()).trim().to_owned());
        forms.push(within.trim().to_owned());
    }
    forms.retain(|form| !form.is_empty());
    forms
}

/// The edits between two labels: in the last part many times as heavy as before the last colon,
/// where both have one.
fn distance(known: &str, text: &str) -> usize {
    match (known.rsplit_once(':'), text.rsplit_once(':')) {
        (Some((group, known)), Some((other, text))) => {
            LAST_PART * edits_between(known.trim(), text.trim()) + edits_between(group, other)
        }
        _ => LAST_PART * edits_between(known, text),
    }
}

/// True where the last part of a label has all the words of another's, one after the other.
fn holds(whole: &str, part: &str) -> bool {
    if whole.contains(':') != part.contains(':') {
        return false; // Groups and parts do not contain each other's names.
    }
    let (whole, part) = (words(last(whole)), words(last(part)));
    !part.is_empty() && whole.windows(part.len()).any(|window| window == part)
}

fn last(label: &str) -> &str {
    label.rsplit_once(':').map_or(label, |(_, last)| last)
}

/// The words of a text in small letters.
pub(super) fn words(text: &str) -> Vec<String> {
    let words =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_likely, unlikeness};

    #[test]
    fn brackets_groups_and_words_left_out_make_labels_no_less_like() {
        for (known, text) in [
            ("UK Resettlement Scheme", "UK Resettlement Scheme (UKRS)"),
            ("UKRS", "Resettlement from abroad (UKRS)"),
            (
                "Asian, Asian British or Asian Welsh: Bangladeshi",
                "Asian or Asian British: Bangladeshi",
            ),
            ("Rep of Ireland", "Ireland"),
        ] {
            assert!(is_likely(known, text), "{known} {text}");
        }
        for (known, text) in [
            ("UK Resettlement Scheme", "Mandate Scheme"),
            ("Asian, Asian British or Asian Welsh: Chinese", "Asian or Asian British: Bangladeshi"),
            ("White", "White: Irish"),
            ("Ireland", "Iceland Sea"),
        ] {
            assert!(!is_likely(known, text), "{known} {text}");
        }
    }

    #[test]
    fn the_part_after_the_last_colon_counts_more() {
        let text = "Asian or Asian British: Bangladeshi";
        let part = unlikeness("Asian, Asian British or Asian Welsh: Bangladeshi", text);
        assert!(part < unlikeness("Asian, Asian British or Asian Welsh", text));
        assert!(part < unlikeness("Asian or Asian British: Pakistani", text));
    }
}
