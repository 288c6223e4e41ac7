//! Known errors of publishers, put right in the open.

use crate::domain::{Id, Status};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A known error of the publisher.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Name, unique in the dataset.
    pub id: Id,
    /// What is done about it.
    pub action: Action,
    /// The codes in question.
    pub codes: Vec<String>,
    /// The day of the rows in question; any day when absent.
    pub as_at: Option<String>,
    /// For `trust-code`: the wrong name printed beside the code.
    pub name: Option<String>,
    /// The editions it is meant for, as days; every edition that has such rows when empty.
    #[serde(default)]
    pub editions: Vec<String>,
    /// The measure of the figures in question; every one when absent.
    pub measure: Option<Id>,
    /// Dimensions held at one code.
    #[serde(default)]
    pub fixed: BTreeMap<Id, String>,
    /// The figure that the publisher prints. Where another stands, the publisher has mended it, nothing is corrected,
    /// and `check` says so.
    pub expect: Option<f64>,
    /// For `override`: the right figure.
    pub value: Option<f64>,
    /// For `flag`: what the figure is marked as.
    pub status: Option<Status>,
    /// What is wrong, and how it is known.
    pub reason: String,
    /// When it was noticed or reported to the publisher.
    pub noticed: String,
}

/// What is done about a known error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// The code is wrong: the area is taken from the name.
    TrustName,
    /// The name is wrong: the area is taken from the code.
    TrustCode,
    /// The publisher printed one figure in several rows: they are added.
    Sum,
    /// The figure is wrong and the right one is not known: it is *not available*.
    Drop,
    /// The figure is wrong and the right one is `value`.
    Override,
    /// The figure stands, with a remark.
    Flag,
}

impl Action {
    /// True for errors of figures, false for errors of where they belong.
    pub fn is_of_figures(self) -> bool {
        matches!(self, Self::Drop | Self::Override | Self::Flag)
    }
}
