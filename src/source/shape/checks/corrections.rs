//! Declared corrections against what an edition needed: met, not met, or mended by the publisher since.

use super::{Finding, Outcome};
use crate::catalogue::{Correction, Dataset};
use crate::domain::{Date, Id, counted};
use std::collections::{BTreeMap, BTreeSet};

/// What was corrected while an edition was read.
pub(in crate::source::shape) struct Corrected<'a> {
    /// How many figures each correction put right.
    pub(in crate::source::shape) figures: BTreeMap<&'a Id, usize>,
    /// The days that the edition has rows of.
    pub(in crate::source::shape) days: BTreeSet<Date>,
}

/// One outcome for each correction of the dataset. None is an error: an edition without its known error is no worse.
pub(in crate::source::shape) fn outcomes(dataset: &Dataset, corrected: &Corrected<'_>, edition: Date) -> Vec<Outcome> {
    let outcome = |correction: &Correction| {
        let (finding, detail) = match corrected.figures.get(&correction.id) {
            Some(count) => (Finding::Holds, format!("{}; {}", counted(*count, "figure", "figures"), correction.reason)),
            None if is_meant(correction, corrected, edition) => {
                (Finding::Differs, "nothing to correct in this edition; the publisher may have mended it".to_owned())
            }
            None => (Finding::NothingToCompare, "not met, and not meant for this edition".to_owned()),
        };
        Outcome { check: format!("correction {}", correction.id), finding, detail, error: None }
    };
    dataset.correction.iter().map(outcome).collect()
}

/// True when the edition is one that should need the correction.
fn is_meant(correction: &Correction, corrected: &Corrected<'_>, edition: Date) -> bool {
    if !correction.editions.is_empty() {
        return correction.editions.contains(&edition.to_string());
    }
    // Without a day it cannot be said which rows, let alone which edition, should have had the error.
    correction.as_at.as_ref().is_some_and(|as_at| corrected.days.iter().any(|day| day.to_string() == *as_at))
}
