//! A limit of people for a number of residents, in exact arithmetic.

use crate::domain::{Error, Field, Result, error_codes};
use schemars::JsonSchema;
use serde::Serialize;

/// A limit such as one person for every 200 residents, stored as a fraction so that nothing is
/// rounded twice.
///
/// # References
/// House of Commons Home Affairs Committee, HC 637 (2016-17), paragraph 34 ("no more than one
/// asylum seeker per 200 residents").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cap {
    /// People at the most.
    people: u64,
    /// The number of residents, or of other people the limit counts, for one person.
    residents: u64,
}

impl Cap {
    /// One person for every `residents` residents.
    pub fn one_in(residents: u64) -> Self {
        Self { people: 1, residents: residents.max(1) }
    }

    /// Parses `1/200`. Errors with `F303`.
    pub fn parse(text: &str) -> Result<Self> {
        let parts = text
            .split_once('/')
            .and_then(|(p, r)| Some((p.trim().parse().ok()?, r.trim().parse().ok()?)));
        match parts {
            Some((people, residents)) if people > 0 && residents > 0 => {
                Ok(Self { people, residents })
            }
            _ => Err(Error::new(error_codes::OPTION_WRONG, "reading the limit")
                .at_field(Field::Cap)
                .found(format!("{text:?}"))
                .expected("people and residents as whole numbers above zero, such as 1/200")),
        }
    }

    /// The part of the limit that `people` among `residents` use, in per cent; `None` without
    /// residents.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a limit of one in so many residents is far below 2^52"
    )]
    pub fn used(self, people: f64, residents: f64) -> Option<f64> {
        (residents > 0.0)
            .then(|| 100.0 * people * self.residents as f64 / (residents * self.people as f64))
    }

    /// The maximum number of people that the limit allows for `residents`, rounded down:
    /// `⌊residents · p / r⌋`.
    pub fn max_people(self, residents: u64) -> u64 {
        let product = u128::from(residents) * u128::from(self.people);
        u64::try_from(product / u128::from(self.residents)).unwrap_or(u64::MAX)
    }
}

impl std::fmt::Display for Cap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} in {}", self.people, self.residents)
    }
}

#[cfg(test)]
mod tests {
    use super::Cap;

    #[test]
    fn is_exact_where_decimals_are_not() {
        // 0.005 × 1,000,200 in binary floating point is 5000.999…; exactly it is 5001.
        assert_eq!(Cap::parse("1/200").unwrap().max_people(1_000_200), 5001);
        assert_eq!(Cap::one_in(200).max_people(199), 0);
        for wrong in ["", "0.005", "1/0", "0/200", "1 in 200", "-1/200"] {
            assert!(Cap::parse(wrong).is_err(), "{wrong:?}");
        }
    }
}
