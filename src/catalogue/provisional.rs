//! What a publisher says of figures that may still change.
//!
//! Belongs here: which figures of a dataset are meant. Does not belong here: figures that are
//! marked one by one, which have the status *provisional*; the note below a table
//! (`figures/provisional.rs`).

use crate::domain::date_serde;
use crate::domain::{Date, Id};
use serde::{Deserialize, Deserializer};

/// Figures that the publisher calls provisional: all of a dataset, or those that keys name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provisional {
    /// What the publisher says, in a sentence.
    pub says: String,
    /// The measures meant; every one when empty.
    #[serde(default)]
    pub measures: Vec<Id>,
    /// True where only the newest figures of a measure are meant.
    #[serde(default)]
    pub newest: bool,
    /// The last days of the periods meant; every one when empty.
    #[serde(default, deserialize_with = "date_serde::many")]
    pub as_at: Vec<Date>,
}

/// As it stands in a definition.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a text, or a list of { says, measures, newest, as_at }")]
enum OneOrMore {
    One(String),
    More(Vec<Provisional>),
}

/// Reads a sentence about all figures, or a list of sentences with the figures that each is about.
pub(super) fn one_or_more<'d, D: Deserializer<'d>>(from: D) -> Result<Vec<Provisional>, D::Error> {
    Ok(match OneOrMore::deserialize(from)? {
        OneOrMore::One(says) => vec![Provisional { says, ..Provisional::default() }],
        OneOrMore::More(all) => all,
    })
}

impl Provisional {
    /// True for the figures of a measure of a period that ends on a day; `newest` is the newest day
    /// of the measure.
    pub fn is_of(&self, measure: &Id, day: Date, newest: Option<Date>) -> bool {
        let is_measure = self.measures.is_empty() || self.measures.contains(measure);
        let is_day = self.as_at.is_empty() || self.as_at.contains(&day);
        is_measure && is_day && (!self.newest || newest == Some(day))
    }
}

#[cfg(test)]
mod tests {
    use super::Provisional;
    use crate::domain::Id;
    use jiff::civil::date;

    #[test]
    fn newest_figures_are_those_of_the_newest_day() {
        let pay = Id::new("pay").unwrap();
        let newest =
            Provisional { newest: true, measures: vec![pay.clone()], ..Provisional::default() };
        let (then, now) = (date(2024, 4, 24), date(2025, 4, 23));
        assert!(newest.is_of(&pay, now, Some(now)) && !newest.is_of(&pay, then, Some(now)));
        assert!(!newest.is_of(&Id::new("income").unwrap(), now, Some(now)));
        let one_day = Provisional { as_at: vec![then], ..Provisional::default() };
        assert!(one_day.is_of(&pay, then, Some(now)) && !one_day.is_of(&pay, now, Some(now)));
        assert!(Provisional::default().is_of(&pay, then, None));
    }
}
