//! Phrases for figures: articles, lists, plurals, changes.

use crate::domain::{Unit, percent, rounds_to_zero, with_decimals};

/// The regions whose name takes an article in a sentence.
const WITH_ARTICLE: [&str; 7] = [
    "North East",
    "North West",
    "East Midlands",
    "West Midlands",
    "East of England",
    "South East",
    "South West",
];

/// The name of an area inside a sentence: `the North West`, `London`.
pub fn with_article(name: &str) -> String {
    let needs = WITH_ARTICLE.contains(&name) || name == "United Kingdom";
    if needs { format!("the {name}") } else { name.to_owned() }
}

/// `a borough`, `an authority`.
pub(super) fn with_indefinite_article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {word}")
}

/// `a, b and c`; `none` for an empty list. Names that contain a comma are separated by semicolons.
pub fn list(names: &[String]) -> String {
    let (between, before_last) = if names.iter().any(|name| name.contains(", ")) {
        ("; ", "; and ")
    } else {
        (", ", " and ")
    };
    match names {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}{before_last}{last}", first.join(between)),
    }
}

/// How a figure changed from an earlier one, to the decimals of its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Movement {
    /// It rose by so much, such as `1,204 (12.0%)` or `0.4 percentage points`.
    Rose(String),
    /// It fell by so much.
    Fell(String),
    /// It is the same.
    Same,
    /// It is the same to the decimals of the unit.
    SameWhenRounded,
}

impl Movement {
    /// The movement from a figure `before` by a `change`.
    pub fn of(change: f64, before: f64, unit: Unit) -> Self {
        if change == 0.0 {
            return Self::Same;
        }
        if rounds_to_zero(change, unit.decimals()) {
            return Self::SameWhenRounded;
        }
        let size = with_decimals(change.abs(), unit.decimals());
        let relative = match unit {
            Unit::Percent | Unit::PercentagePoints => " percentage points".to_owned(),
            _ if before > 0.0 => format!(" ({})", percent(100.0 * change.abs() / before)),
            _ => String::new(),
        };
        let by = size + &relative;
        if change > 0.0 { Self::Rose(by) } else { Self::Fell(by) }
    }
}

/// `rose by 1,204 (12.0%)`, `fell by …`, `did not change`, `did not change beyond rounding`.
impl std::fmt::Display for Movement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rose(by) => write!(f, "rose by {by}"),
            Self::Fell(by) => write!(f, "fell by {by}"),
            Self::Same => f.write_str("did not change"),
            Self::SameWhenRounded => f.write_str("did not change beyond rounding"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Movement, list, with_article, with_indefinite_article};
    use crate::domain::Unit;

    #[test]
    fn phrases_follow_the_figures() {
        let moved = |change, before| Movement::of(change, before, Unit::People).to_string();
        assert_eq!(moved(1204.0, 10_033.0), "rose by 1,204 (12.0%)");
        assert_eq!(moved(-1.0, 0.0), "fell by 1");
        assert_eq!(moved(0.0, 5.0), "did not change");
        assert_eq!(
            list(&["Hillingdon (1,036)".into(), "Hounslow".into()]),
            "Hillingdon (1,036) and Hounslow"
        );
        assert_eq!(list(&[]), "none");
        let hull = ["Bradford (408)".into(), "Kingston upon Hull, City of (189)".into()];
        assert_eq!(list(&hull), "Bradford (408); and Kingston upon Hull, City of (189)");
        assert_eq!(with_article("North West"), "the North West");
        assert_eq!(with_article("London"), "London");
        assert_eq!(with_indefinite_article("authority"), "an authority");
        assert_eq!(with_indefinite_article("borough"), "a borough");
    }
}
