//! Numbers as readers see them, in the ONS house style (style.ons.gov.uk, "Numbers").
//!
//! Numbers are rounded here and nowhere earlier: half away from zero, on the printed digit only.

use std::cmp::Ordering;

/// The order of numbers.
pub trait Compare {
    /// Sorts from the lowest to the highest. Zeros of either sign are equal; values that are not
    /// numbers sort to the ends.
    fn compare(&self, other: &Self) -> Ordering;
}

impl Compare for f64 {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that makes the two zeros one before it compares"
    )]
    fn compare(&self, other: &Self) -> Ordering {
        (self + 0.0).total_cmp(&(other + 0.0))
    }
}

/// Groups the integer part in threes: `12345` becomes `12,345`. Negative numbers have a minus sign
/// (U+2212).
pub fn thousands(value: f64) -> String {
    with_decimals(value, 0)
}

/// One decimal place, grouped in threes.
pub fn one_decimal(value: f64) -> String {
    with_decimals(value, 1)
}

/// A percentage with one decimal and its sign, such as `15.3%`.
pub fn percent(value: f64) -> String {
    format!("{}%", one_decimal(value))
}

/// A difference with its sign always shown, so that readers do not take a gap of `+12` for a level.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = with_decimals(value, decimals);
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.' | ','));
    if value > 0.0 && !is_zero { format!("+{text}") } else { text }
}

/// `decimals` places, grouped in threes. A value that rounds to zero loses its sign.
pub fn with_decimals(value: f64, decimals: usize) -> String {
    let scale = 10f64.powi(i32::try_from(decimals).unwrap_or(0));
    let rounded = (value.abs() * scale).round() / scale;
    let digits = format!("{rounded:.decimals$}");
    let (integer, fraction) =
        digits.split_once('.').map_or((digits.as_str(), None), |(w, f)| (w, Some(f)));
    let mut grouped = String::new();
    for (index, digit) in integer.chars().enumerate() {
        if index > 0 && (integer.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    if value < 0.0 && rounded != 0.0 { format!("\u{2212}{grouped}") } else { grouped }
}

/// A count with its noun: `1 area`, `33 areas`.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    let digits = u32::try_from(number)
        .map_or_else(|_| number.to_string(), |number| thousands(f64::from(number)));
    format!("{digits} {}", if number == 1 { one } else { many })
}

/// A number of people with its noun: `1 person`, `1,204 people`.
pub fn counted_people(number: u64) -> String {
    counted(usize::try_from(number).unwrap_or(usize::MAX), "person", "people")
}

/// True for a number that is printed as zero but is not zero. House style has a symbol for such a
/// number, since 0 means a true zero.
pub fn rounds_to_zero(value: f64, decimals: usize) -> bool {
    let scale = 10f64.powi(i32::try_from(decimals).unwrap_or(0));
    value != 0.0 && (value.abs() * scale).round() == 0.0
}

#[cfg(test)]
mod tests {
    use super::{Compare, one_decimal, percent, signed, thousands};
    use std::cmp::Ordering;

    #[test]
    fn zeros_of_either_sign_are_one_number() {
        assert_eq!((-0.0).compare(&0.0), Ordering::Equal);
        assert_eq!((0.0).compare(&-0.0), Ordering::Equal);
        assert_eq!((-1e-300).compare(&-0.0), Ordering::Less);
        assert_eq!(f64::INFINITY.compare(&f64::MAX), Ordering::Greater);
    }

    #[test]
    fn prints_the_ons_way() {
        assert_eq!(thousands(9_089_736.0), "9,089,736");
        assert_eq!(thousands(-1_234.0), "\u{2212}1,234");
        assert_eq!(one_decimal(0.05), "0.1");
        assert_eq!(percent(34.6071), "34.6%");
        assert_eq!(signed(12.0, 0), "+12");
        assert_eq!(signed(-0.4, 0), "0");
        assert_eq!(signed(0.2, 0), "0");
    }
}
