//! Why a value is missing, or what qualifies a value that is present.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The publisher's status for a value, in the shorthand of the Government Analysis Function ("Using
/// symbols in tables", square-bracket codes).
///
/// The first three explain a missing value; the others qualify a present one.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Withheld to protect people, `[c]`.
    Suppressed,
    /// Not available: never collected, not published or not yet in the store, `[x]`.
    NotAvailable,
    /// Not applicable: the question has no meaning here, such as "1 in N" of no people, `[z]`.
    NotApplicable,
    /// Rounds to zero but is not zero, `[low]`.
    Low,
    /// May still be changed by the publisher, `[p]`.
    Provisional,
    /// Changed by the publisher since it was first issued, `[r]`.
    Revised,
    /// Not comparable with the figures before it, `[b]`.
    Break,
    /// Estimated by the publisher, `[e]`.
    Estimated,
    /// A lower bound, `[at least]`; not in the publisher's shorthand. The figure omits suppressed
    /// figures or people without an authority, so the true count is higher.
    LowerBound,
    /// Too unreliable to use, `[u]`.
    Unreliable,
}

impl Status {
    /// Every status in the order in which legends print them.
    pub const ALL: [Status; 10] = [
        Status::Suppressed,
        Status::NotAvailable,
        Status::NotApplicable,
        Status::Low,
        Status::Provisional,
        Status::Revised,
        Status::Break,
        Status::Estimated,
        Status::LowerBound,
        Status::Unreliable,
    ];

    /// The square-bracket shorthand, such as `[c]`.
    pub fn symbol(self) -> &'static str {
        match self {
            Status::Suppressed => "[c]",
            Status::NotAvailable => "[x]",
            Status::NotApplicable => "[z]",
            Status::Low => "[low]",
            Status::Provisional => "[p]",
            Status::Revised => "[r]",
            Status::Break => "[b]",
            Status::Estimated => "[e]",
            Status::LowerBound => "[at least]",
            Status::Unreliable => "[u]",
        }
    }

    /// The word for sentences and legends, such as `suppressed`.
    pub fn label(self) -> &'static str {
        match self {
            Status::Suppressed => "suppressed",
            Status::NotAvailable => "not available",
            Status::NotApplicable => "not applicable",
            Status::Low => "low: rounds to zero but is not zero",
            Status::Provisional => "provisional",
            Status::Revised => "revised",
            Status::Break => "break in the series",
            Status::Estimated => "estimated",
            Status::LowerBound => "at least, as some people are left out",
            Status::Unreliable => "unreliable",
        }
    }

    /// The word stored in the `status` column of tables, such as `not-available`.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Suppressed => "suppressed",
            Status::NotAvailable => "not-available",
            Status::NotApplicable => "not-applicable",
            Status::Low => "low",
            Status::Provisional => "provisional",
            Status::Revised => "revised",
            Status::Break => "break",
            Status::Estimated => "estimated",
            Status::LowerBound => "lower-bound",
            Status::Unreliable => "unreliable",
        }
    }

    /// Parses the stored word; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }

    /// True for a status that a mark in place of a figure can stand for: a reason why it is
    /// missing, or that it rounds to zero.
    pub fn can_be_a_mark(self) -> bool {
        self.is_missing() || self == Self::Low
    }

    /// The words for [`Status::can_be_a_mark`], for errors.
    pub(crate) const MARKS: &'static str = "suppressed, not-available, not-applicable or low";

    /// True for the statuses that replace a value.
    pub fn is_missing(self) -> bool {
        matches!(self, Status::Suppressed | Status::NotAvailable | Status::NotApplicable)
    }

    /// The status of a result computed from two inputs: the graver one, with suppressed the gravest
    /// of all.
    ///
    /// Missing outranks present. Among the missing statuses the order is suppressed, not available,
    /// not applicable. Among the present ones, *at least* outranks *unreliable*, because the number
    /// is too low. After these, the order is that of [`Status::ALL`] reversed.
    pub fn combine(left: Option<Self>, right: Option<Self>) -> Option<Self> {
        match (left, right) {
            (Some(a), Some(b)) => Some(if a.gravity() >= b.gravity() { a } else { b }),
            (some, None) | (None, some) => some,
        }
    }

    fn gravity(self) -> u8 {
        match self {
            Status::Suppressed => 10,
            Status::NotAvailable => 9,
            Status::NotApplicable => 8,
            Status::LowerBound => 7,
            Status::Unreliable => 6,
            Status::Estimated => 5,
            Status::Break => 4,
            Status::Revised => 3,
            Status::Provisional => 2,
            Status::Low => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Status;

    #[test]
    fn suppressed_over_anything_is_suppressed() {
        for other in Status::ALL {
            assert_eq!(
                Status::combine(Some(Status::Suppressed), Some(other)),
                Some(Status::Suppressed)
            );
            assert_eq!(
                Status::combine(Some(other), Some(Status::Suppressed)),
                Some(Status::Suppressed)
            );
            assert_eq!(Status::parse(other.as_str()), Some(other));
        }
        assert_eq!(Status::combine(None, None), None);
    }
}
