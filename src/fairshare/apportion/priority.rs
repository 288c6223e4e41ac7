//! Claims to the next place, compared exactly.

use std::cmp::Ordering;

/// A claim to the next place: a fraction, the larger the sooner. A denominator of zero is a claim
/// before all others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Priority {
    pub(super) over: u128,
    pub(super) under: u128,
}

impl Priority {
    pub(super) fn new(over: u128, under: u128) -> Self {
        Self { over, under }
    }

    /// Compares `a/b` with `c/d` by `a·d` and `c·b`, products of 256 bits. Of two claims that
    /// precede all others, the larger numerator, which is the larger weight, comes first.
    pub(super) fn compare(self, other: Self) -> Ordering {
        let product = |a: u128, b: u128| {
            let (low, high) = a.carrying_mul(b, 0);
            (high, low)
        };
        match (self.under, other.under) {
            (0, 0) => self.over.cmp(&other.over),
            _ => product(self.over, other.under).cmp(&product(other.over, self.under)),
        }
    }
}

/// The first of the areas with the largest claim.
pub(super) fn first_of_the_largest(
    areas: impl Iterator<Item = (usize, Priority)>,
) -> Option<(usize, Priority)> {
    areas.reduce(|best, next| if next.1.compare(best.1).is_gt() { next } else { best })
}

#[cfg(test)]
mod tests {
    use super::Priority;
    use std::cmp::Ordering;

    #[test]
    fn compares_what_binary_fractions_cannot_tell_apart() {
        let of = |over, under| Priority::new(over, under);
        // As doubles all four are equal in pairs.
        assert_eq!(
            of(u128::MAX, u128::MAX - 1).compare(of(u128::MAX - 1, u128::MAX - 2)),
            Ordering::Less
        );
        assert_eq!(of(1 << 120, 3).compare(of((1 << 120) - 1, 3)), Ordering::Greater);
        assert_eq!(of(u128::MAX / 3, 5).compare(of(u128::MAX / 3 * 3, 15)), Ordering::Equal);
        assert_eq!(of(2, 0).compare(of(u128::MAX, 1)), Ordering::Greater);
        assert_eq!(of(2, 0).compare(of(3, 0)), Ordering::Less);
    }
}
